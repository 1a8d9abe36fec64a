"""What if: one pack asked again with values that are nobody's. Nothing of it is kept, and no record is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

from bedside_app.dictionary.conditions import parse_value
from bedside_app.dictionary.entries import FactDictionary
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import FactId, Scalar
from bedside_app.domain.record import PatientRecord
from bedside_app.domain.summary import ShownFinding, Summary
from bedside_app.foundation.jobs import Ending, Job
from bedside_app.foundation.progress import CancelFlag, Progress
from bedside_app.foundation.workers import Worker
from bedside_app.inference.ask import PREPARE, Inference, Question
from bedside_app.inference.packs.card import Card, Input
from bedside_app.inference.packs.find import Pack
from bedside_app.inference.run import run_supposed
from bedside_app.inference.scope import scope_facts
from bedside_app.inference.sharpen import Moved, design_of, moved_by
from bedside_app.report.compose import Case
from bedside_app.report.parts.findings import findings_of

__all__ = ["Explorer", "Subject", "facts_of_code", "subject_of"]

_WALL_SECONDS: Final = 10.0  # with the pack's own vectors, which run before its first answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One pack's run for one patient, as a starting point. `values` is its row, `own` what it said.

    A value that the publication filled in is not in `values`, or stands there as its code for unknown. Only outputs
    that are `shown` are written: to write a hundred of them takes longer than to compute them.
    """

    pack: Pack
    own: tuple[ShownFinding, ...]
    values: Mapping[str, Scalar]
    view: View
    case: Case
    shown: Callable[[str], bool]


def subject_of(
    pack: Pack,
    found: ShownFinding,
    summary: Summary,
    *,
    record: PatientRecord,
    dictionary: FactDictionary,
    shown: Callable[[str], bool] = lambda _output: True,
) -> Subject:
    """Return the run that a finding comes from, ready to be asked again."""
    run = (found.primary, found.pack, found.arm)
    as_of = date.fromisoformat(summary.as_of)
    view = View(record, dictionary, as_of=as_of, primary=found.primary)
    return Subject(
        pack=pack,
        own=tuple(one for one in summary.findings if (one.primary, one.pack, one.arm) == run and shown(one.output)),
        values=dict(_values(pack.card, found)),
        view=view.answered(dict(_computed(pack.card, view, found.primary, summary))),
        case=Case(record=record, views={}, dictionary=dictionary, as_of=as_of, limits=_limits(summary)),
        shown=shown,
    )


def _values(card: Card, found: ShownFinding) -> Iterator[tuple[str, Scalar]]:
    given = {used.name: used.value for used in found.inputs if not used.assumed}
    for entry in card.inputs:
        value = given.get(entry.name, _code_of_unknown(entry))
        if value is not None:
            yield entry.name, value


def _code_of_unknown(entry: Input) -> str | None:
    """Return the code that stands for an unknown value, None where an input has none."""
    unknown = entry.when_unknown
    return None if unknown is None else next((code for code, feed in entry.codes.items() if feed == unknown.feed), None)


def _computed(card: Card, view: View, primary: str, summary: Summary) -> Iterator[tuple[FactId, Scalar]]:
    """Yield what the scope asks for and only other packs know: it is no part of the record."""
    unread = {FactId(name) for name in scope_facts(card) if not view.reading(FactId(name)).known}
    for found in summary.findings:
        if found.fact in unread and found.value is not None and found.primary == primary:
            yield found.fact, found.value


def _limits(summary: Summary) -> Mapping[FactId, frozenset[float]]:
    """Return the numbers that rules of this summary hold facts against: no value is rounded across one here either."""
    found: dict[FactId, set[float]] = {}
    for text in dict.fromkeys(_held(summary)):
        condition = parse_value(text)
        for name in condition.variables:
            found.setdefault(FactId(name), set()).update(condition.thresholds(name))
    return {fact: frozenset(numbers) for fact, numbers in found.items() if numbers}


def _held(summary: Summary) -> Iterator[str]:
    for option in summary.options:
        yield from option.proof.conditions
        reasons = (*option.reasons_against, *(reason for dose in option.dose for reason in dose.adjustments))
        yield from (reason.condition for reason in reasons if reason.condition)


class Explorer:
    """A worker of its own for what-if questions, one after the other; it is started by the first and stays warm.

    `ask` belongs to one thread at a time.
    """

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._cancel = CancelFlag()
        self._inference = Inference(self._run)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker; a later question would start another."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def ask(
        self, subject: Subject, values: Mapping[str, Scalar], cancel: CancelFlag | None = None
    ) -> tuple[ShownFinding, ...]:
        """Return what the pack says of other values, written as the patient's own findings are.

        Values out of scope, a combination that the formula has no answer for, and a worker that fails are findings
        without a number, with the reason.

        Raises
        ------
        Cancelled
            Somebody asked to stop.
        """
        self._cancel = cancel or CancelFlag()
        card = subject.pack.card
        arm = subject.own[0].arm if _treated(card, values) == _treated(card, subject.values) else _arm(card, values)
        view = subject.view.answered(dict(_supposed(subject, values)))
        result = run_supposed(subject.pack, view, values, self._inference, arm=arm)
        kept = tuple(finding for finding in result.findings if subject.shown(finding.output))
        return findings_of(subject.case, [replace(result, findings=kept)])

    def decisive(self, subject: Subject, cancel: CancelFlag | None = None) -> tuple[Moved, ...]:
        """Return how far each value that the model lacks would move its result, the farthest first.

        Nothing is returned where fewer than two are missing, or where the model does not answer. Raises as `ask`.
        """
        self._cancel = cancel or CancelFlag()
        card = subject.pack.card
        missing = [entry.name for entry in card.inputs if entry.required and entry.fact in subject.own[0].missing]
        known = {entry.name: entry.untreated for entry in card.treatments if entry.untreated is not None}
        design = design_of(card, {**known, **subject.values}, missing)
        if not design.rows:
            return ()
        (answer,) = self._inference.ask([Question(pack=subject.pack, rows=design.rows)])
        return moved_by(card, design, answer.rows) if answer.rows else ()

    def _run(self, job: Job, progress: Progress) -> Ending:
        worker = self._worker = self._worker or Worker(prepare=PREPARE)
        limits = replace(job.limits, wall_seconds=_WALL_SECONDS)
        return worker.run(replace(job, limits=limits), progress, cancel=self._cancel)


def _treated(card: Card, values: Mapping[str, Scalar]) -> Mapping[str, Scalar | None]:
    return {entry.name: values.get(entry.name) for entry in card.treatments}


def _arm(card: Card, values: Mapping[str, Scalar]) -> str:
    """Name the treatments that are supposed, as an option's plan does."""
    given = {
        entry.name: values[entry.name]
        for entry in card.treatments
        if values.get(entry.name, entry.untreated) != entry.untreated
    }
    return "; ".join(f"{name}={str(value).lower()}" for name, value in sorted(given.items()))


def _supposed(subject: Subject, values: Mapping[str, Scalar]) -> Iterator[tuple[FactId, Scalar]]:
    """Yield the facts that differ from the patient's, in the dictionary's words; of what is made unknown none."""
    for entry in subject.pack.card.inputs:
        value = values.get(entry.name)
        if value is None or value in (subject.values.get(entry.name), _code_of_unknown(entry)):
            continue
        if entry.fact is not None:
            yield FactId(entry.fact), _fact_value(entry, value)


def _fact_value(entry: Input, value: Scalar) -> Scalar:
    if entry.kind == "code":
        return facts_of_code(entry, str(value))[0]
    return next((answer for answer, number in entry.numbers.items() if number == value), value)


def facts_of_code(entry: Input, code: str) -> Sequence[str]:
    """Return the answers of the dictionary that a code of the pack stands for, at least one."""
    return [answer for answer, named in entry.answers.items() if named == code] or [code]
