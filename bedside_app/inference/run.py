"""Runs every pack that applies to one primary of one patient: facts in, findings out.

A pack that does not concern the patient at all says nothing (`about_when`). Of the others one that lacks a required
value says which, one that is out of scope says why; packs that feed packs run in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from bedside_app.dictionary.lookup import ViewLookup
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import PATIENT, About, Fact, FactId, Origin, OriginKind, Scalar, Subject
from bedside_app.domain.finding import Finding, FindingState, PackResult
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.foundation.words import LANGUAGES, Language, say
from bedside_app.inference.ask import Answer, Inference, Question, RowAnswer
from bedside_app.inference.packs.card import Card, Input, Output
from bedside_app.inference.packs.find import Pack
from bedside_app.inference.scope import Verdict, assumed, checked, concerns, elsewhere, judge

__all__ = [
    "Arms",
    "BoundGiven",
    "citations_of",
    "facts_made",
    "finding_of",
    "in_order",
    "run_packs",
    "run_supposed",
    "uncertainty_of",
]

Arms = Mapping[str, Mapping[str, Scalar]]

_NO_TREATMENT: Final[Arms] = {"": {}}
_UNCONFIRMED: Final = ("2SRC", "1SRC")


class BoundGiven(Refusal):
    """The record holds a bound (`< 20`) where the model needs a value."""

    code: ClassVar[str] = "inference.bound-given"


@dataclass(slots=True)
class _Case:
    """One pack under one plan of treatment, on its way from the record to a row."""

    pack: Pack
    arm: str
    values: dict[str, Scalar] = field(default_factory=dict)
    missing: dict[FactId, None] = field(default_factory=dict)
    rests_on: dict[FactId, None] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=Verdict)
    refused: Refused | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be run."""
        return self.refused is None and not self.missing


def run_packs(
    view: View,
    packs: Sequence[Pack],
    inference: Inference,
    *,
    arms: Arms = _NO_TREATMENT,
    progress: Progress | None = None,
) -> tuple[PackResult, ...]:
    """Return what each pack that concerns the view's primary says, one result for each plan where it counts treatments.

    Parameters
    ----------
    arms
        Name of a plan to the treatments that it counts, by the card's input names; one that is not named is not given.

    Raises
    ------
    Cancelled
        Somebody asked to stop.
    """
    computed: dict[FactId, Scalar] = {}
    first: dict[str, _Case] = {}
    results: list[PackResult] = []
    for level in in_order(_concerned(packs, view)):
        cases = [_case(pack, view, computed, arm, given) for pack, arm, given in _plans(level, arms)]
        first |= {case.pack.id: case for case in cases}
        cases = _without_idle_alternatives(cases, first)
        ready = [case for case in cases if case.ready]
        questions = [Question(pack=case.pack, rows=(case.values,)) for case in ready]
        answers = dict(zip(map(id, ready), inference.ask(questions, progress), strict=True))
        for case in cases:
            result = _result(case, view.primary, answers.get(id(case)))
            results.append(result)
            for finding in result.findings:
                if finding.fact_id is not None:
                    computed.setdefault(finding.fact_id, finding.value)
    return tuple(results)


def run_supposed(
    pack: Pack, view: View, values: Mapping[str, Scalar], inference: Inference, *, arm: str = ""
) -> PackResult:
    """Return what one pack says of values that are only supposed, judged by its scope like a patient's own.

    Parameters
    ----------
    view
        Whom the scope is judged of; it has the supposed values answered.
    values
        The whole row by the pack's input names; what is left out is unknown.

    Raises
    ------
    Cancelled
        Somebody asked to stop.
    """
    case, lookup = _Case(pack=pack, arm=arm, values=dict(values)), ViewLookup(view)
    try:
        if not concerns(pack.about_when, lookup):
            raise elsewhere(pack.card)
        case.verdict = judge(pack.card, lookup)
        case.missing.update(dict.fromkeys(case.verdict.missing))
        case.values = checked(pack.card, values)
    except Refusal as refusal:
        case.refused = Refused(code=refusal.code, values=refusal.values, source=pack.id)
    answers = inference.ask([Question(pack=pack, rows=(case.values,))]) if case.ready else ()
    return _result(case, view.primary, next(iter(answers), None))


def _concerned(packs: Sequence[Pack], view: View) -> tuple[Pack, ...]:
    """Return the packs whose question this patient poses; the card of another is not even read.

    A pack for pictures is asked about pictures, by `image_run`.
    """
    lookup = ViewLookup(view)
    return tuple(pack for pack in packs if not pack.takes_pictures and _poses(pack, lookup))


def _poses(pack: Pack, lookup: ViewLookup) -> bool:
    try:
        return concerns(pack.about_when, lookup)
    except Refusal:
        if pack.origin == "built-in":
            raise
        return True  # its own refusal is met again, and told, where its values are taken


def _without_idle_alternatives(cases: Sequence[_Case], first: Mapping[str, _Case]) -> list[_Case]:
    """Leave out packs that answer what another answers, unless that one was asked and lacks what they do not need.

    Several versions of one model would otherwise say one thing several times, or ask for one value several times.
    """
    return [case for case in cases if case.pack.card.alternative_to is None or _stands_in(case, first)]


def _stands_in(case: _Case, first: Mapping[str, _Case]) -> bool:
    other = first.get(case.pack.card.alternative_to or "")
    return case.ready and other is not None and bool(other.missing)


def in_order(packs: Sequence[Pack]) -> Iterator[tuple[Pack, ...]]:
    """Yield the packs in levels: each after those that make a fact which it takes. A ring is run as one level."""
    waiting = list(packs)
    while waiting:
        makers = {pack.id: {out.fact for out in pack.card.outputs if out.fact} for pack in waiting}
        level = [
            pack
            for pack in waiting
            if not any(
                entry.fact in made for entry in pack.card.inputs for maker, made in makers.items() if maker != pack.id
            )
        ] or waiting
        yield tuple(level)
        waiting = [pack for pack in waiting if pack not in level]


def _plans(packs: Sequence[Pack], arms: Arms) -> Iterator[tuple[Pack, str, Mapping[str, Scalar]]]:
    for pack in packs:
        for arm, given in (arms if pack.card.treatments else _NO_TREATMENT).items():
            yield pack, arm, given


def _case(
    pack: Pack, view: View, computed: Mapping[FactId, Scalar], arm: str, treatments: Mapping[str, Scalar]
) -> _Case:
    """Resolve one pack's inputs; whatever is wrong with it stays with it."""
    case = _Case(pack=pack, arm=arm)
    try:
        if pack.origin != "built-in":
            _knows_its_facts(pack, view)
        case.verdict = judge(pack.card, ViewLookup(view))
        case.missing.update(dict.fromkeys(case.verdict.missing))
        case.rests_on.update(dict.fromkeys(case.verdict.rests_on))
        for entry in pack.card.inputs:
            if entry.role == "treatment":
                case.values[entry.name] = _treatment(entry, treatments)
            else:
                _take(case, entry, view, computed)
        if not case.missing:
            case.values = checked(pack.card, case.values)
    except Refusal as refusal:
        case.refused = Refused(code=refusal.code, values=refusal.values, source=pack.id)
    return case


def _knows_its_facts(pack: Pack, view: View) -> None:
    """Refuse a pack of others that asks for, or makes, what the dictionary does not have; the other packs go on."""
    concerns(pack.about_when, ViewLookup(view))
    taken, made = (entry.fact for entry in pack.card.inputs), (output.fact for output in pack.card.outputs)
    for fact in (*taken, *made):
        if fact is not None:
            view.dictionary.entry(FactId(fact))


def _treatment(entry: Input, treatments: Mapping[str, Scalar]) -> Scalar:
    if entry.untreated is None:  # pragma: no cover - the card's schema does not let it happen
        raise ValueError(entry.name)
    return treatments.get(entry.name, entry.untreated)


def _take(case: _Case, entry: Input, view: View, computed: Mapping[FactId, Scalar]) -> None:
    """Put the record's value of one input into the row, or note that it is missing."""
    fact_id = FactId(str(entry.fact))
    reading = view.reading(fact_id)
    value = reading.value if reading.known else computed.get(fact_id)
    if value is None:
        if entry.required:
            case.missing[fact_id] = None
        return
    bound = next((fact for fact in reading.facts if fact.id == fact_id and fact.comparator is not None), None)
    if bound is not None:
        title, meaning = case.pack.card.title, entry.meaning
        raise BoundGiven(
            pack=case.pack.id,
            title_en=title.en,
            title_fr=title.fr,
            meaning_en=meaning.en,
            meaning_fr=meaning.fr,
            bound=f"{bound.comparator} {value}",
        )
    case.rests_on[fact_id] = None
    case.values[entry.name] = _in_the_packs_words(entry, value)


def _in_the_packs_words(entry: Input, value: Scalar) -> Scalar:
    if entry.kind == "code":
        return entry.answers.get(str(value), str(value))
    if entry.numbers and isinstance(value, str):
        value = entry.numbers.get(value, value)
    if entry.kind == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _result(case: _Case, primary: str, answer: Answer | None) -> PackResult:
    card = case.pack.card
    result = PackResult(
        pack=card.id,
        version=card.version,
        origin=case.pack.origin,
        title=card.title.model_dump(),
        primary=primary,
        state=FindingState.REFUSED,
        arm=case.arm,
        inputs=case.values,
        units={entry.name: entry.unit for entry in card.inputs if entry.range is not None},
        rests_on=tuple(case.rests_on),
    )
    if case.refused is not None:
        return replace(result, refused=case.refused)
    if answer is None:
        return replace(result, state=FindingState.MISSING, missing=tuple(case.missing))
    refused = answer.refused or answer.rows[0].refused
    if refused is not None:
        state = FindingState.FAILED if answer.failed else FindingState.REFUSED
        return replace(result, state=state, refused=refused, provider=answer.provider)
    return _done(result, case, answer, answer.rows[0])


def _done(result: PackResult, case: _Case, answer: Answer, row: RowAnswer) -> PackResult:
    card = case.pack.card
    return replace(
        result,
        state=FindingState.DONE,
        provider=answer.provider,
        findings=tuple(
            finding_of(output, row.outputs[output.name]) for output in card.outputs if output.name in row.outputs
        ),
        assumed=assumed(card, case.values),
        provided=case.verdict.provided,
        contributions=dict(row.contributions),
        uncertainty=uncertainty_of(case.pack),
        citations=tuple(citations_of(card)),
    )


def uncertainty_of(pack: Pack) -> dict[str, str]:
    """Return what is known of one result's error, between who vouches for an added pack and what nobody confirmed."""
    words = pack.card.uncertainty.words
    return {
        language: " ".join(filter(None, (_added(pack, language), text, _unconfirmed(pack.card, language))))
        for language, text in zip(LANGUAGES, (words.en, words.fr), strict=True)
    }


def _unconfirmed(card: Card, language: Language) -> str:
    return say(f"inference.unconfirmed_{card.verification}", language) if card.verification in _UNCONFIRMED else ""


def _added(pack: Pack, language: Language) -> str:
    if not (pack.signer or pack.mark):
        return ""
    return say(f"inference.origin_{pack.mark or 'signed'}", language, {"signer": pack.signer})


def citations_of(card: Card) -> Iterator[str]:
    """Yield the papers that a pack rests on."""
    for citation in card.citations:
        yield f"{citation.text} doi:{citation.doi}" if citation.doi else citation.text


def finding_of(output: Output, value: Scalar) -> Finding:
    """Return a value of an output as a finding, in the words of the card."""
    return Finding(
        output=output.name,
        value=value,
        unit="" if output.kind == "code" else output.unit,
        fact_id=FactId(output.fact) if output.fact else None,
        label=output.label.model_dump(),
        classes={entry.code: entry.threshold for entry in output.classes},
        class_words={entry.code: entry.label.model_dump() for entry in output.classes},
    )


def facts_made(results: Sequence[PackResult], view: View) -> tuple[Fact, ...]:
    """Return the facts that finished packs make, dated by the newest fact that each rests on.

    (Each input was current by its own rule when the pack ran, or it would have been missing.)
    """
    return tuple(
        _fact(finding, finding.fact_id, result, view)
        for result in results
        if result.state is FindingState.DONE
        for finding in result.findings
        if finding.fact_id is not None
    )


def _fact(finding: Finding, fact_id: FactId, result: PackResult, view: View) -> Fact:
    rests_on = tuple(fact for fact in result.rests_on if fact != fact_id)
    origin = Origin(
        kind=OriginKind.PACK, name=result.pack, version=result.version, place=finding.output, rests_on=rests_on
    )
    return Fact(
        id=fact_id,
        value=finding.value,
        unit=finding.unit,
        about=_about(view, fact_id),
        origin=origin,
        effective=_newest(rests_on, view),
    )


def _about(view: View, fact_id: FactId) -> About:
    if view.dictionary.entry(fact_id).about == "patient":
        return PATIENT
    named = (about for about in view.record.primaries if about.key == view.primary)
    return next(named, About(subject=Subject.PRIMARY, key=view.primary))


def _newest(rests_on: Sequence[FactId], view: View) -> Moment | None:
    moments = [fact.effective for name in rests_on for fact in view.reading(name).facts if fact.effective is not None]
    return max(moments, key=Moment.sort_key, default=None)
