"""What a reviewer answers: one item for each hard stop, dose, chosen option, finding, value and exclusion."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.case import Item, ItemKind
from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import (
    Flag,
    FlagKind,
    FoundState,
    Provenance,
    ShownDose,
    ShownFact,
    ShownOption,
    Summary,
)
from bedside_app.domain.today import CycleState, Verdict
from bedside_app.foundation.words import say
from bedside_app.report.phrases import plain_day
from bedside_app.ui.viewmodels.drug_names import drug_text
from bedside_app.ui.viewmodels.patient.screens.findings import grouped, rows_of
from bedside_app.ui.viewmodels.patient.screens.options import against_of, option_title
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef, label_of

__all__ = ["ONE_BY_ONE", "ReviewItem", "items_of"]

ONE_BY_ONE: Final = frozenset({ItemKind.HARD_STOP, ItemKind.OPTION, ItemKind.DOSE})
"""What needs an answer of its own; the rest may be answered at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One thing to answer. `rests_on` are the item's facts; `makes` the facts that go with it when it is rejected.

    `fact` is the value that the item is, None for anything else; an option has its `name`; `of` is the key of the
    option that a dose belongs to, `place` where it stands there; `counts` the keys of the options that a forecast
    counts.
    """

    key: str
    kind: ItemKind
    title: str
    detail: str
    rests_on: frozenset[FactId]
    makes: frozenset[FactId] = frozenset()
    primary: str = ""
    name: str = ""
    fact: FactId | None = None
    option: str = ""
    of: str = ""
    counts: frozenset[str] = frozenset()
    dose: ShownDose | None = None
    place: int | None = None
    source: SourceRef | None = None

    @property
    def item(self) -> Item:
        """The item as events name it."""
        return Item(kind=self.kind, id=self.key, primary=self.primary)

    @property
    def one_by_one(self) -> bool:
        """Whether the item needs an answer of its own."""
        return self.kind in ONE_BY_ONE


def items_of(case: CaseShown) -> tuple[ReviewItem, ...]:
    """Return the items of today's summary, whatever the cursor shows, those answered one by one first."""
    case, summary = case.at(case.today), case.current
    if case.blocked or case.summary is None:
        return ()
    chosen = [option for option in summary.options if option.suggested]
    items = [
        *_today(case, summary),
        *(_hard_stop(case, flag) for flag in summary.flags if flag.kind is FlagKind.HARD_STOP),
        *(item for option in chosen for item in (_option(case, option), *_doses(case, option))),
    ]
    findings = list(_findings(case, summary))
    used = frozenset(fact for item in (*items, *findings) for fact in item.rests_on)
    return (*items, *_facts(case, summary, used), *findings, *_against(case, summary))


def _today(case: CaseShown, summary: Summary) -> Iterator[ReviewItem]:
    """Yield what Today suggests, each for an answer of its own: the verdict, the doses of the next cycle, its G-CSF.

    A key holds what is said: another verdict or another dose is another item.
    """
    today = summary.today
    if today is None:
        return
    facts = frozenset(fact for limit in today.limits for fact in limit.facts)
    verdict, because = case.text(today.headline), case.text(today.because)
    yield ReviewItem(
        key=f"today|{_digest(today.headline.get('en', ''), today.because.get('en', ''))}",
        kind=ItemKind.HARD_STOP if today.verdict is Verdict.HOLD else ItemKind.OPTION,
        title=verdict,
        detail=because,
        rests_on=facts,
    )
    for at, cycle in enumerate(today.cycles):
        if cycle.state not in (CycleState.DUE, CycleState.PLANNED):
            continue
        name = case.say("strip.cycle", number="?" if cycle.number is None else cycle.number)
        for place, dose in enumerate(cycle.doses):
            amount, full = case.text(dose.ordered_text), case.text(dose.planned_text)
            said = f"{amount or full}|{full}"
            yield ReviewItem(
                key=f"today-dose|{cycle.plan}|{cycle.number}|{dose.drug}|{_digest(said)}",
                kind=ItemKind.DOSE,
                title=f"{name} · {case.text(dose.name)} {amount or full or '–'}",
                detail=say("today.full", case.language, {"planned": full}).strip("()") if amount and full else "",
                rests_on=facts,
                source=ref_to("dose", at, place) if dose.provenance else None,
            )
        support = case.text(cycle.support)
        yield ReviewItem(
            key=f"today-support|{cycle.plan}|{cycle.number}|{_digest(cycle.support.get('en', ''))}",
            kind=ItemKind.DOSE,
            title=f"{name} · {case.pair(say('today.support', case.language), support)}",
            detail=case.text(cycle.reason),
            rests_on=facts,
        )


def _digest(*said: str) -> str:
    return hashlib.sha256("".join(said).encode()).hexdigest()[:16]


def _hard_stop(case: CaseShown, flag: Flag) -> ReviewItem:
    """Return a hard stop under a key that is that of its sentence: another sentence is another item."""
    word, action = case.sign("hard-stop").word, case.text(flag.action)
    said = hashlib.sha256(f"{flag.text.get('en')}{flag.action.get('en')}".encode()).hexdigest()
    return ReviewItem(
        key=f"flag|{flag.primary}|{said[:16]}",
        kind=ItemKind.HARD_STOP,
        title=case.pair(word, drug_text(case, case.text(flag.text))),
        detail=drug_text(case, action[:1].upper() + action[1:]),
        rests_on=frozenset(flag.facts),
        primary=flag.primary,
        source=SourceRef("fact", flag.facts[0]) if flag.facts else None,
    )


def _option_key(option: ShownOption) -> str:
    return f"option|{option.primary}|{option.id}"


def _option(case: CaseShown, option: ShownOption) -> ReviewItem:
    step = next((case.text(s.title) for s in case.current.steps if s.id == option.step), "")
    return ReviewItem(
        key=_option_key(option),
        kind=ItemKind.OPTION,
        title=case.say("review.chosen", option=option_title(case, option)),
        name=option_title(case, option),
        detail=step,
        rests_on=_proof(option),
        primary=option.primary,
        option=option.id,
    )


def _proof(option: ShownOption) -> frozenset[FactId]:
    """Return the facts with a value that an option was proven with."""
    return frozenset(FactId(key) for key, value in option.proof.facts.items() if value is not None)


def _doses(case: CaseShown, option: ShownOption) -> Iterator[ReviewItem]:
    for place, dose in enumerate(option.dose):
        adjusted = {fact for reason in dose.adjustments for fact in reason.facts}
        made = {fact for one in dose.provenance for fact in one.rests_on}
        yield ReviewItem(
            key=f"dose|{option.primary}|{option.id}|{place}|{dose.drug}",
            kind=ItemKind.DOSE,
            title=case.say("review.dose", drug=drug_text(case, case.text(dose.name)), amount=case.text(dose.text)),
            detail=drug_text(case, " · ".join(p for p in (case.text(dose.schedule), case.text(dose.arithmetic)) if p)),
            rests_on=frozenset(adjusted | made) | _proof(option),
            primary=option.primary,
            option=option.id,
            of=_option_key(option),
            dose=dose,
            place=place,
            source=SourceRef("dose", option.id, dose.drug) if dose.amount is not None else None,
        )


def _findings(case: CaseShown, summary: Summary) -> Iterator[ReviewItem]:
    groups = grouped([one for one in summary.findings if one.state is FoundState.DONE])
    for row in rows_of(case):
        group = groups[row.key]
        plan = (group[0].primary, group[0].arm)
        rests = frozenset(fact for one in group for made in one.provenance for fact in made.rests_on)
        yield ReviewItem(
            key=f"finding|{row.key}",
            kind=ItemKind.FINDING,
            title=f"{row.title}, {row.figure.text}",
            detail=" · ".join(part for part in (row.scope, row.interval) if part),
            rests_on=rests,
            makes=frozenset(one.fact for one in group if one.fact is not None),
            primary=group[0].primary,
            counts=frozenset(
                _option_key(one)
                for one in summary.options
                if one.suggested and one.arm and (one.primary, one.arm) == plan
            ),
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
    where = _where(case, next(iter(shown.provenance), None))
    date = plain_day(shown.date, case.language) if shown.date else ""
    return ReviewItem(
        key=f"fact|{shown.primary}|{shown.fact}",
        kind=ItemKind.REST,
        title=f"{case.text(shown.label)} {case.text(shown.text)}",
        detail=" · ".join(part for part in (date, where) if part),
        rests_on=rests,
        makes=frozenset({shown.fact}),
        primary=shown.primary,
        fact=shown.fact,
        source=SourceRef("fact", shown.fact),
    )


def _where(case: CaseShown, made: Provenance | None) -> str:
    """Say where a value comes from: a file by its name, a person, or the values that it was derived from."""
    if made is None:
        return ""
    if made.kind == "rule":
        return case.say("review.derived", facts=", ".join(label_of(case, fact) for fact in made.rests_on))
    return case.say("review.entered") if made.kind == "person" else made.file or made.name


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
            kind=ItemKind.REST,
            title=f"{row.sign.word} · {row.title}",
            detail=row.why,
            rests_on=rests,
        )
