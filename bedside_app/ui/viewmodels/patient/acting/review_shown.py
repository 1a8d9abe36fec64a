"""The screen of a review: its rows, what is left, and when *Sign* is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bedside_app.domain.case import ItemKind
from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import Verdict
from bedside_app.report.phrases import quantity, unit_text
from bedside_app.ui.viewmodels.patient.acting.dose_change import dose_change, dose_warning
from bedside_app.ui.viewmodels.patient.acting.items import ReviewItem
from bedside_app.ui.viewmodels.patient.acting.rejections import without_rejected
from bedside_app.ui.viewmodels.patient.acting.review import Answer, ItemState, Review, has_words
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, SourceRef, label_of, spoken_of

__all__ = ["ReviewRow", "ReviewShown", "review_of"]

_ANSWERED: Final = frozenset({ItemState.AGREED, ItemState.MODIFIED, ItemState.REJECTED, ItemState.GONE})
_SIGNS: Final = {
    ItemState.OPEN: ("missing", "circle-dashed"),
    ItemState.AGREED: ("go", "check"),
    ItemState.MODIFIED: ("draft", "pen-line"),
    ItemState.REJECTED: ("excluded", "x"),
    ItemState.INCOMPLETE: ("caution", "pen-line"),
    ItemState.CLEARED: ("cleared", "octagon-alert"),
    ItemState.GONE: ("cancelled", "x"),
}
_MASSES: Final = ("mg", "g", "ug")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One row.

    `said` is the kept answer in words; `problem` what keeps a typed one from being kept, and `problem_at` where
    (`version`, `unit`, `reason`); `warning` what has to be seen; `cleared` a row that can only be rejected, `enter` the
    fact that it asks for; `verdict` what is chosen, kept or typed. `units` is empty for anything but a dose.
    """

    key: str
    kind: ItemKind
    title: str
    detail: str
    said: str
    state: ItemState
    sign: Sign
    problem: str
    problem_at: str
    warning: str
    cleared: bool
    enter: FactId | None
    enter_text: str
    verdict: Verdict | None
    typing: Answer | None
    units: tuple[tuple[str, str], ...]
    enabled: bool
    source: SourceRef | None
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewShown:
    """The screen. `sign_says` is always there while *Sign* is off; `go_to` is the first item that is left.

    `without_text` offers to compute again without `without` values that were rejected, "" where there is none; `empty`
    says why there is no row.
    """

    one_by_one: tuple[ReviewRow, ...]
    rest: tuple[ReviewRow, ...]
    one_by_one_text: str
    rest_text: str
    progress_text: str
    share: float
    counts: tuple[tuple[ItemState, str], ...]
    can_sign: bool
    sign_says: str
    go_to: str
    go_text: str
    state: Sign
    read_only: bool
    agree_to_rest: bool
    without: int
    without_text: str
    empty: str

    @property
    def rows(self) -> tuple[ReviewRow, ...]:
        """All rows in reading order."""
        return (*self.one_by_one, *self.rest)


def review_of(case: CaseShown, review: Review) -> ReviewShown:
    """Return the screen of a review."""
    rows = {item.key: _row(case, review, item) for item in review.items}
    singles = tuple(rows[item.key] for item in review.items if item.one_by_one)
    rest = tuple(rows[item.key] for item in review.items if not item.one_by_one)
    left, says = review.left, _sign_says(case, review)
    done = len(review.items) - len(left)
    states = [row.state for row in rows.values()]
    without = 0 if _disabled(case) else len({event.fact.id for event in without_rejected(case, review)})
    return ReviewShown(
        one_by_one=singles,
        rest=rest,
        one_by_one_text=_of(case, singles),
        rest_text=_of(case, rest),
        progress_text=case.say("review.answered", done=done, total=len(review.items)),
        share=done / len(review.items) if review.items else 0.0,
        counts=tuple(
            (one, case.say(f"review.count.{one.value}", count=states.count(one)))
            for one in (ItemState.AGREED, ItemState.MODIFIED, ItemState.REJECTED)
        ),
        can_sign=not says,
        sign_says=says,
        go_to=left[0].key if left else "",
        go_text=_go_text(case, left, rows),
        state=_state(case, review),
        read_only=case.read_only,
        agree_to_rest=not _disabled(case) and any(row.state is ItemState.OPEN for row in rest),
        without=without,
        without_text=_without_text(case, without),
        empty="" if rows else case.say("state.computing-section" if case.computing else "review.empty"),
    )


def _without_text(case: CaseShown, count: int) -> str:
    if not count:
        return ""
    return case.say("review.without-one" if count == 1 else "review.without-text", count=count)


def _of(case: CaseShown, rows: Sequence[ReviewRow]) -> str:
    return case.say("review.of", done=sum(row.state in _ANSWERED for row in rows), total=len(rows))


def _go_text(case: CaseShown, left: Sequence[ReviewItem], rows: dict[str, ReviewRow]) -> str:
    """Say where the link to what is left leads: to a kind of item, and to a cleared one by that word."""
    if not left:
        return ""
    first = rows[left[0].key]
    what = "cleared" if first.state is ItemState.CLEARED else "open"
    return case.say(f"review.go.{what}.{first.kind.value}")


def _state(case: CaseShown, review: Review) -> Sign:
    if case.read_only:
        return case.sign("signed")
    if case.computing:
        return case.sign("computing")
    if review.left:
        return case.sign("caution", case.say("review.left", count=len(review.left)))
    return case.sign("ready", case.say("review.ready"))


def _disabled(case: CaseShown) -> bool:
    return case.read_only or case.off_today or case.computing


def _sign_says(case: CaseShown, review: Review) -> str:
    """Say why *Sign* is off, "" where it is on. Identity, revision and day come before the items."""
    if case.read_only:
        return case.say("review.says.signed")
    if case.blocked:
        return case.say("review.says.blocked")
    if case.computing or (case.summary is None and not case.off_today):
        return case.say("review.says.computing")
    if case.off_today:
        return case.say("review.says.off-today")
    if not review.items:
        return case.say("review.says.nothing")
    count = len(review.left)
    return case.say("review.says.one-left" if count == 1 else "review.says.left", count=count) if count else ""


def _row(case: CaseShown, review: Review, item: ReviewItem) -> ReviewRow:
    state, typed = review.state(item), review.typing.get(item.key)
    asks = state in (ItemState.CLEARED, ItemState.INCOMPLETE)
    rests, plan = (review.cleared_by(item), review.uncounted(item)) if asks else ((), ())
    root = next((_root(review, one) for one in rests if one in case.dictionary), None)
    told = _typed(case, item, typed) if typed is not None else _Told(warning=_seen(case, review, item))
    problem = told.problem or ("" if typed is not None else _gone(case, state, root or next(iter(rests), None), plan))
    status, icon = _SIGNS[state]
    sign = replace(case.sign(status, case.say(f"review.state.{state.value}")), icon=icon)
    kept = review.answers.get(item.key)
    chosen = typed or (kept if state not in (ItemState.CLEARED, ItemState.GONE) else None)
    said = _said(case, kept) if typed is None else ""
    return ReviewRow(
        key=item.key,
        kind=item.kind,
        title=item.title,
        detail=item.detail,
        said=said,
        state=state,
        sign=sign,
        problem=problem,
        problem_at=told.at,
        warning=told.warning,
        cleared=bool(rests or plan),
        enter=root,
        enter_text=case.say("review.enter", fact=label_of(case, root)) if root is not None else "",
        verdict=None if chosen is None else chosen.verdict,
        typing=typed,
        units=_units(case, item),
        enabled=not _disabled(case) and state is not ItemState.GONE,
        source=item.source,
        spoken=spoken_of([item.title, sign.word, said or item.detail, problem, told.warning]),
    )


def _units(case: CaseShown, item: ReviewItem) -> tuple[tuple[str, str], ...]:
    """Return the units that a dose may be typed in; only its own is taken, and it is not chosen beforehand."""
    if item.dose is None:
        return ()
    units = _MASSES if item.dose.unit in _MASSES else (item.dose.unit,)
    return tuple((unit, unit_text(unit, case.language)) for unit in units)


def _said(case: CaseShown, kept: Answer | None) -> str:
    """Return a kept answer in words: the reviewer's version or dose, and the reason."""
    if kept is None or kept.verdict is Verdict.AGREED:
        return ""
    version = kept.version if kept.amount is None else quantity(kept.amount, kept.unit, case.language)
    parts = [case.say("review.your-version", version=version)] if kept.verdict is Verdict.MODIFIED else []
    return " · ".join([*parts, case.say("review.your-reason", reason=kept.reason)])


def _root(review: Review, fact: FactId) -> FactId:
    """Return the rejected fact at the start of the chain: the one whose value can be entered."""
    by_fact = {made: item for item in review.items for made in item.makes}
    seen: set[FactId] = set()
    while fact not in seen:
        seen.add(fact)
        item = by_fact.get(fact)
        if item is None or (item.fact is not None and review.takes_away(item)):
            return fact
        fact = next((one for one in sorted(item.rests_on & review.rejected)), fact)
    return fact


def _gone(case: CaseShown, state: ItemState, rejected: FactId | None, plan: Sequence[ReviewItem]) -> str:
    if state is ItemState.GONE:
        return case.say("review.gone")
    if rejected is not None:
        return case.say("review.cleared", fact=label_of(case, rejected))
    return case.say("review.cleared-plan", option=plan[0].name) if plan else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    problem: str = ""
    at: str = ""
    warning: str = ""


def _typed(case: CaseShown, item: ReviewItem, typed: Answer) -> _Told:
    """Return what keeps a typed answer from being kept, and what has to be seen of it."""
    warning = ""
    if typed.verdict is Verdict.MODIFIED and item.dose is not None:
        changed = dose_change(case, item.dose, typed.version, typed.unit)
        if changed.problem:
            return _Told(problem=changed.problem, at="unit" if changed.unit_is_wrong else "version")
        warning = changed.warning
    elif typed.verdict is Verdict.MODIFIED and not typed.version.strip():
        return _Told(problem=case.say("review.needs-version"), at="version")
    if has_words(typed.reason):
        return _Told(warning=warning)
    return _Told(problem=case.say("review.needs-reason"), at="reason", warning=warning)


def _seen(case: CaseShown, review: Review, item: ReviewItem) -> str:
    """Return the warning of a kept answer: a dose that is more than the dose, or whose option was modified."""
    kept = review.answers.get(item.key)
    if item.dose is not None and kept is not None and kept.amount is not None:
        return dose_warning(case, item.dose, kept.amount)
    return case.say("review.option-changed") if item.dose is not None and review.option_changed(item) else ""
