"""What if one value were another: the controls of a model's inputs, and its answer beside the patient's result.

Nothing here reaches the record, an event or a document: the values live as long as the panel is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bedside_app.domain.fact import FactId, Scalar
from bedside_app.domain.summary import FoundState, ShownFinding
from bedside_app.foundation.words import number, say
from bedside_app.inference.packs.card import Input
from bedside_app.report.parts.findings import is_share
from bedside_app.report.phrases import quantity
from bedside_app.ui.viewmodels.patient.screens.finding_detail import Bar
from bedside_app.ui.viewmodels.patient.screens.findings import grouped, row_of
from bedside_app.ui.viewmodels.patient.screens.model_card import model_card_of, packs_of
from bedside_app.ui.viewmodels.patient.screens.survival import (
    HORIZONS,
    People,
    horizon_of,
    people_of,
    survival_values,
)
from bedside_app.ui.viewmodels.patient.what_if_control import Control, control_of
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, SourceRef, label_of, spoken_of
from bedside_app.workflows.what_if import Subject, subject_of

__all__ = ["Compared", "WhatIf", "WhatIfAnswer", "answer_of", "changed_in", "what_if_of"]

_LEAST: Final = 5e-4  # a contribution that three decimals would show as 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One result with other values beside the patient's own. `change` is "" where the two can not be subtracted.

    `chosen` marks the first result, of survival the one at the chosen horizon.
    """

    label: str
    value: str
    own: str
    change: str
    spoken: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfAnswer:
    """What the model says of the values. `sign` and `why` stand in place of results where it gives none."""

    rows: tuple[Compared, ...] = ()
    people: People | None = None
    bars: tuple[Bar, ...] = ()
    aside: str = ""
    sign: Sign | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """One model's run as it can be asked again. `values` holds the patient's own; what is unknown is not in it."""

    case: CaseShown
    subject: Subject
    controls: tuple[Control, ...]
    horizon: int
    scale: str
    values: Mapping[str, Scalar] = field(default_factory=dict)

    def with_value(self, values: Mapping[str, Scalar], name: str, value: Scalar | None) -> dict[str, Scalar]:
        """Return the values with one changed; None makes it unknown."""
        changed = {key: kept for key, kept in values.items() if key != name}
        return changed if value is None else {**changed, name: value}


def what_if_of(case: CaseShown, key: str, *, horizon: int = 10) -> WhatIf | None:
    """Return the what-if of one finding; None where it has no number, or none of values, or its card is not here."""
    if case.summary is None:
        return None
    group = grouped(case.summary.findings).get(key, [])
    pack = packs_of(case.summary).get(group[0].pack) if group else None
    if pack is None or pack.takes_pictures or group[0].state is not FoundState.DONE:
        return None
    subject = subject_of(pack, group[0], case.summary, record=case.record, dictionary=case.dictionary, shown=_is_shown)
    entries = sorted(pack.card.inputs, key=lambda entry: entry.role == "treatment")
    return WhatIf(
        case=case,
        subject=subject,
        controls=tuple(_controls(case, subject, entries)),
        horizon=horizon,
        scale=model_card_of(case, pack).scale,
        values=dict(subject.values),
    )


def _is_shown(output: str) -> bool:
    """Whether the panel shows an output: what stands for a year only at the years that it offers."""
    horizon = horizon_of(output)
    return horizon is None or horizon[1] in HORIZONS


def _controls(case: CaseShown, subject: Subject, entries: Sequence[Input]) -> Iterator[Control]:
    labels = {used.name: case.text(used.label) for used in subject.own[0].inputs}
    for entry in entries:
        label = labels.get(entry.name) or label_of(case, FactId(entry.fact or entry.name))
        if entry.role == "treatment":
            label = case.say_or(f"findings.treatment.{entry.name}", label)
        yield control_of(case, entry, label, subject.values.get(entry.name))


def changed_in(what_if: WhatIf, values: Mapping[str, Scalar]) -> tuple[str, ...]:
    """Return the labels of the inputs that differ from the patient's."""
    own = what_if.values
    return tuple(one.label for one in what_if.controls if values.get(one.name) != own.get(one.name))


def answer_of(what_if: WhatIf, found: Sequence[ShownFinding]) -> WhatIfAnswer:
    """Write what the model said, each result beside the patient's own."""
    case, first = what_if.case, found[0]
    if first.state is not FoundState.DONE:
        sign = case.sign("failed" if first.state is FoundState.FAILED else "refused")
        return WhatIfAnswer(sign=sign, why=case.text(first.scope))
    return WhatIfAnswer(
        rows=tuple(_rows(what_if, found)),
        people=_people(what_if, found),
        bars=tuple(_bars(what_if, first)),
        aside=" ".join(_asides(what_if, first)),
    )


def _asides(what_if: WhatIf, one: ShownFinding) -> Iterator[str]:
    """Yield what the number rests on besides the values: what the publication fills in, and open conditions."""
    case = what_if.case
    assumed = [case.text(used.label) for used in one.inputs if used.assumed]
    if assumed:
        yield say("what_if.assumed", case.language, {"labels": ", ".join(assumed)})
    if horizon_of(one.output) is not None:
        plan = case.text(one.arm_text)
        yield case.say("people.counts", counted=plan) if plan else case.say("people.counts-surgery")
    for condition in one.provided:
        yield f"{case.say('findings.only-if', condition=case.text(condition))}."
    yield f"{case.text(one.interval_text)}."


def _rows(what_if: WhatIf, found: Sequence[ShownFinding]) -> Iterator[Compared]:
    """Yield every result that the panel shows; survival at each of its horizons, anything else at the chosen one."""
    own = {_key(key): group for key, group in grouped(what_if.subject.own).items()}
    for at, (key, group) in enumerate(_first_first(grouped(found))):
        years = sorted({found_at[1] for one in group if (found_at := horizon_of(one.output)) is not None})
        horizons = years if years and not _key(key)[-1] else [what_if.horizon]
        for horizon in horizons:
            row = _compared(what_if.case, group, own.get(_key(key), ()), horizon)
            if row is not None:
                yield replace(row, chosen=at == 0 and horizon == what_if.horizon)


def _first_first(groups: Mapping[str, list[ShownFinding]]) -> list[tuple[str, list[ShownFinding]]]:
    """Return survival first, then the others in the order of the card."""
    return sorted(groups.items(), key=lambda item: bool(_key(item[0])[-1]))


def _key(key: str) -> tuple[str, ...]:
    """Return what names a finding whatever the plan: here treatments may differ from the patient's."""
    primary, pack, *_, subject = key.split("|")
    return primary, pack, subject


def _compared(
    case: CaseShown, group: Sequence[ShownFinding], own: Sequence[ShownFinding], horizon: int
) -> Compared | None:
    row = row_of(case, group, horizon)
    before = row_of(case, own, horizon) if own else None
    if row is None:
        return None
    years = horizon_of(group[0].output)
    forecast = years is not None and not _key(before.key if before else row.key)[-1]
    label = say("what_if.alive", case.language, {"years": horizon}) if forecast else row.title
    change = _change(case, _one(group, row.figure.source), _one(own, before.figure.source if before else None))
    was = before.figure.text if before else case.say("findings.none")
    spoken = spoken_of(
        [
            case.pair(label, row.figure.text),
            case.pair(say("what_if.patient", case.language), was),
            change,
        ]
    )
    return Compared(label=label, value=row.figure.text, own=was, change=change, spoken=spoken)


def _one(group: Sequence[ShownFinding], ref: SourceRef | None) -> ShownFinding | None:
    return next((one for one in group if ref is not None and one.output == ref.part), None)


def _change(case: CaseShown, now: ShownFinding | None, before: ShownFinding | None) -> str:
    """Write the change in the unit of the result, of shares in points; of classes whether it is the same."""
    if now is None or before is None:
        return ""
    if now.value == before.value:
        return say("what_if.same", case.language)
    if isinstance(now.value, str | bool) or isinstance(before.value, str | bool):
        return say("what_if.other-class", case.language)
    if now.value is None or before.value is None:
        return ""
    difference = float(now.value) - float(before.value)
    sign = "+" if difference > 0 else ""
    if not is_share(now.output, now.unit):
        return sign + quantity(difference, now.unit, case.language)
    points = number(100 * difference, case.language, 1)
    return say("what_if.points", case.language, {"points": sign + points})


def _people(what_if: WhatIf, found: Sequence[ShownFinding]) -> People | None:
    forecast = [one for one in found if horizon_of(one.output) is not None]
    if not forecast:
        return None
    case, one = what_if.case, forecast[0]
    ref = SourceRef("", "")  # a what-if has no source: nothing of it opens
    values = survival_values(forecast, what_if.horizon)
    return people_of(case, values, what_if.horizon, case.text(one.arm_text), case.text(one.interval_text), ref)


def _bars(what_if: WhatIf, one: ShownFinding) -> Iterator[Bar]:
    """Yield the exact contributions in the order of the controls, so that a bar keeps its place while it changes."""
    for control in what_if.controls:
        value = one.contributions.get(control.name, 0.0)
        if abs(value) >= _LEAST or abs(what_if.subject.own[0].contributions.get(control.name, 0.0)) >= _LEAST:
            sign = "+" if value > 0 else ""
            yield Bar(label=control.label, value=value, text=sign + number(value, what_if.case.language, 3))
