"""What a model lacks, the value first that would move its result most; told by the graph, with what is known of her."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState
from bedside_app.foundation.words import number, say
from bedside_app.inference.sharpen import Moved, result_of
from bedside_app.report.parts.findings import is_share
from bedside_app.report.phrases import quantity
from bedside_app.ui.viewmodels.patient.screens.findings import grouped
from bedside_app.ui.viewmodels.patient.screens.model_card import packs_of
from bedside_app.ui.viewmodels.shown import CaseShown, label_of
from bedside_app.workflows.what_if import Subject, subject_of

__all__ = ["Lacking", "how_of", "lacking_of", "order_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A value that a model lacks, and in words how far it would move the result."""

    fact: FactId
    label: str
    text: str


def lacking_of(case: CaseShown, key: str) -> Subject | None:
    """Return the run of a model that lacks more than one value, None for any other finding."""
    if case.summary is None:
        return None
    group = grouped(case.summary.findings).get(key, [])
    pack = packs_of(case.summary).get(group[0].pack) if group else None
    if pack is None or pack.takes_pictures or group[0].state is not FoundState.MISSING or len(group[0].missing) < 2:
        return None
    return subject_of(pack, group[0], case.summary, record=case.record, dictionary=case.dictionary)


def order_of(case: CaseShown, subject: Subject, moved: Sequence[Moved]) -> tuple[Lacking, ...]:
    """Return the missing values in their order, each with how far it moves the result on average."""
    card = subject.pack.card
    output = result_of(card)
    found = []
    for one in moved:
        entry = card.input(one.name)
        if entry is None or entry.fact is None:
            continue
        if not one.by:
            text = say("what_if.moves-nothing", case.language)
        elif output.classes:
            text = say("what_if.moves-classes", case.language, {"by": number(one.by, case.language, 1)})
        else:
            by = (
                say("what_if.points", case.language, {"points": number(100 * one.by, case.language, 1)})
                if is_share(output.name, output.unit)
                else quantity(_rounded(one.by), output.unit, case.language)
            )
            text = say("what_if.moves", case.language, {"by": by})
        found.append(Lacking(fact=FactId(entry.fact), label=label_of(case, FactId(entry.fact)), text=text))
    return tuple(found)


def how_of(case: CaseShown, subject: Subject) -> str:
    """Say what moves, and how that was found."""
    label = result_of(subject.pack.card).label
    return say("what_if.order-how", case.language, {"output": label.fr if case.language == "fr" else label.en})


def _rounded(value: float) -> float:
    """Round to the two digits that a comparison needs."""
    return round(value, 1 - floor(log10(abs(value)))) if value else value
