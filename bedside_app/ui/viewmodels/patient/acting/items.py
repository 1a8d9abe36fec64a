"""What a reviewer answers: one item for each hard stop, dose, chosen option, finding, value and exclusion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import Flag, FlagKind, FoundState, ShownFact, ShownOption, Summary
from bedside_app.report.phrases import plain_day
from bedside_app.ui.viewmodels.patient.screens.findings import finding_key, rows_of
from bedside_app.ui.viewmodels.patient.screens.options import against_of, option_title
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef

__all__ = ["ItemKind", "ReviewItem", "items_of"]


class ItemKind(StrEnum):
    """What an item is. The first three are answered one by one, the rest may be answered at once."""

    HARD_STOP = "hard-stop"
    OPTION = "option"
    DOSE = "dose"
    FACT = "fact"
    FINDING = "finding"
    AGAINST = "against"

    @property
    def one_by_one(self) -> bool:
        """Whether the item needs an answer of its own."""
        return self in (ItemKind.HARD_STOP, ItemKind.OPTION, ItemKind.DOSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One thing to answer. `rests_on` are the items' facts; `makes` the fact that goes with it when it is rejected."""

    key: str
    kind: ItemKind
    title: str
    detail: str
    rests_on: frozenset[FactId]
    makes: frozenset[FactId] = frozenset()
    of: str = ""
    unit: str = ""
    source: SourceRef | None = None


def items_of(case: CaseShown) -> tuple[ReviewItem, ...]:
    """Return the items of today's summary, whatever the cursor shows, those answered one by one first."""
    case, summary = case.at(case.today), case.current
    if case.blocked or case.summary is None:
        return ()
    chosen = [option for option in summary.options if option.suggested]
    items = [
        *(_hard_stop(case, at, flag) for at, flag in enumerate(summary.flags) if flag.kind is FlagKind.HARD_STOP),
        *(_option(case, option) for option in chosen),
        *(item for option in chosen for item in _doses(case, option)),
    ]
    findings = list(_findings(case, summary))
    used = frozenset(fact for item in (*items, *findings) for fact in item.rests_on)
    return (*items, *_facts(case, summary, used), *findings, *_against(case, summary))


def _hard_stop(case: CaseShown, at: int, flag: Flag) -> ReviewItem:
    word = case.sign("hard-stop").word
    return ReviewItem(
        key=f"flag|{at}",
        kind=ItemKind.HARD_STOP,
        title=case.pair(word, case.text(flag.text)),
        detail=case.text(flag.action),
        rests_on=frozenset(flag.facts),
        source=SourceRef("fact", flag.facts[0]) if flag.facts else None,
    )


def _option(case: CaseShown, option: ShownOption) -> ReviewItem:
    step = next((case.text(s.title) for s in case.current.steps if s.id == option.step), "")
    return ReviewItem(
        key=f"option|{option.primary}|{option.id}",
        kind=ItemKind.OPTION,
        title=case.say("review.chosen", option=option_title(case, option)),
        detail=step,
        rests_on=_proof(option),
    )


def _proof(option: ShownOption) -> frozenset[FactId]:
    """Return the facts with a value that an option was proven with."""
    return frozenset(FactId(key) for key, value in option.proof.facts.items() if value is not None)


def _doses(case: CaseShown, option: ShownOption) -> Iterator[ReviewItem]:
    for dose in option.dose:
        adjusted = {fact for reason in dose.adjustments for fact in reason.facts}
        made = {fact for one in dose.provenance for fact in one.rests_on}
        name, amount = case.text(dose.name), case.text(dose.text)
        yield ReviewItem(
            key=f"dose|{option.primary}|{option.id}|{dose.drug}",
            kind=ItemKind.DOSE,
            title=case.say("review.dose", drug=name, amount=amount),
            detail=" · ".join(part for part in (case.text(dose.schedule), case.text(dose.arithmetic)) if part),
            rests_on=frozenset(adjusted | made) | _proof(option),
            of=f"option|{option.primary}|{option.id}",
            unit=dose.unit,
            source=SourceRef("dose", option.id, dose.drug) if dose.amount is not None else None,
        )


def _findings(case: CaseShown, summary: Summary) -> Iterator[ReviewItem]:
    rows = {row.key: row for row in rows_of(case)}
    for key, row in rows.items():
        group = [one for one in summary.findings if finding_key(one) == key and one.state is FoundState.DONE]
        rests = frozenset(fact for one in group for made in one.provenance for fact in made.rests_on)
        yield ReviewItem(
            key=f"finding|{key}",
            kind=ItemKind.FINDING,
            title=f"{row.title}, {row.figure.text}",
            detail=" · ".join(part for part in (row.scope, row.interval) if part),
            rests_on=rests,
            makes=frozenset(one.fact for one in group if one.fact is not None),
            source=row.figure.source,
        )


def _facts(case: CaseShown, summary: Summary, used: frozenset[FactId]) -> Iterator[ReviewItem]:
    """Yield the values that something to be signed rests on, straight or through another; those a pack made are its."""
    wanted, made_by_packs = set(used), {one.fact for one in summary.findings if one.fact is not None}
    by_id = {fact.fact: fact for fact in summary.facts}
    queue = list(wanted)
    while queue:
        shown = by_id.get(queue.pop())
        more = {f for one in (shown.provenance if shown is not None else ()) for f in one.rests_on} - wanted
        wanted |= more
        queue += sorted(more)
    for shown in summary.facts:
        if shown.fact in wanted and shown.fact not in made_by_packs and not shown.unknown and shown.value is not None:
            yield _fact(case, shown)


def _fact(case: CaseShown, shown: ShownFact) -> ReviewItem:
    rests = frozenset(fact for one in shown.provenance for fact in one.rests_on)
    first = next(iter(shown.provenance), None)
    where = "" if first is None else first.file or first.name
    date = plain_day(shown.date, case.language) if shown.date else ""
    return ReviewItem(
        key=f"fact|{shown.primary}|{shown.fact}",
        kind=ItemKind.FACT,
        title=f"{case.text(shown.label)} {case.text(shown.text)}",
        detail=" · ".join(part for part in (date, where) if part),
        rests_on=rests,
        makes=frozenset({shown.fact}),
        source=SourceRef("fact", shown.fact),
    )


def _against(case: CaseShown, summary: Summary) -> Iterator[ReviewItem]:
    facts = {
        one.option: frozenset(fact for reason in one.reasons for fact in reason.facts) for one in summary.exclusions
    }
    lowered = {
        one.id: frozenset(fact for reason in one.reasons_against for fact in reason.facts) for one in summary.options
    }
    for row in against_of(case):
        rests = frozenset(fact for key in row.options for fact in (*facts.get(key, ()), *lowered.get(key, ())))
        yield ReviewItem(
            key=f"against|{row.sign.status}|{'|'.join(row.options)}",
            kind=ItemKind.AGAINST,
            title=f"{row.sign.word} · {row.title}",
            detail=row.why,
            rests_on=rests,
        )
