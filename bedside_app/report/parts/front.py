"""What stands before everything else: who the patient is, the flags, and the answer in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bedside_app.dictionary.conditions import Condition, parse
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Fact, FactId
from bedside_app.domain.image import ImageReading
from bedside_app.domain.proposal import OptionState, Proposal, SafetyFinding, SafetyKind
from bedside_app.domain.record import Identity, Refused, Unknown
from bedside_app.domain.summary import (
    Answer,
    Flag,
    FlagKind,
    IdentityShown,
    IdentityState,
    ShownIdentifier,
    ShownOption,
)
from bedside_app.foundation.words import LANGUAGES
from bedside_app.report.parts.changes import grade_of
from bedside_app.report.parts.facts import Case, date_text, drug_name, fact_shown, label_of, labels_of, short_label
from bedside_app.report.parts.images import suspicion_flags
from bedside_app.report.parts.options import is_applicable
from bedside_app.report.phrases import Words, both, enumeration, plain_day, words_of
from bedside_app.report.refusal_words import sentences

__all__ = ["Conflict", "answers_of", "flags_of", "identity_of", "one_answer"]

_SEVERE = 3  # CTCAE grade from which a value is shown before the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Identities that contradict each other, or can't be confirmed as one: `code` is the sentence that says which."""

    sides: tuple[Identity, ...]
    code: str = "report.identity.conflict"

    @property
    def sentence(self) -> Words:
        """The sentence in both languages."""
        return sentences(Refused(code=self.code, values={}))


def identity_of(case: Case, conflict: Conflict | None) -> IdentityShown:
    """Return the agreed identity, or every side of a conflict and no single name."""
    if conflict is not None:
        shown = tuple(_identity(case, side, IdentityState.CONFLICT) for side in conflict.sides)
        return IdentityShown(state=IdentityState.CONFLICT, files=len(case.record.sources), sides=shown)
    identity = case.record.identity
    said = identity.identifiers or identity.family or identity.given or identity.birth_date
    return _identity(case, identity, IdentityState.AGREED if said else IdentityState.NOT_STATED)


def _identity(case: Case, identity: Identity, state: IdentityState) -> IdentityShown:
    family = identity.family.upper()
    return IdentityShown(
        state=state,
        name=", ".join(part for part in (family, identity.given) if part),
        family=identity.family,
        given=identity.given,
        birth_date="" if identity.birth_date is None else identity.birth_date.text,
        age=None if identity.birth_date is None else _age(identity.birth_date.text, case.as_of),
        sex=identity.sex,
        identifiers=tuple(ShownIdentifier(value=each.value, issuer=each.issuer) for each in identity.identifiers),
        files=len(case.record.sources),
        source=case.file_names.get(identity.source, identity.source),
    )


def _age(born: str, on: date) -> int | None:
    """Return completed years, None where the birth date is not known to the day."""
    try:
        first = date.fromisoformat(born[:10])
    except ValueError:
        return None
    return on.year - first.year - ((on.month, on.day) < (first.month, first.day))


def flags_of(
    case: Case, conflict: Conflict | None, proposals: Sequence[Proposal], images: Sequence[ImageReading] = ()
) -> tuple[Flag, ...]:
    """Return what has to be seen first, the gravest first."""
    flags = [*_identity_flags(conflict), *suspicion_flags(case, images)]
    flags += [*_safety_flags(case, proposals), *_grade_flags(case)]
    flags += [*_conflict_flags(case), *_refused_flag(case), *_expired_flags(case, proposals)]
    order = list(FlagKind)
    return tuple(sorted(flags, key=lambda flag: order.index(flag.kind)))


def _identity_flags(conflict: Conflict | None) -> Iterator[Flag]:
    if conflict is not None:
        yield Flag(kind=FlagKind.BLOCKED, text=conflict.sentence)


def _safety_flags(case: Case, proposals: Sequence[Proposal]) -> Iterator[Flag]:
    """Yield each safety rule that holds once, with the drugs that it is about.

    A rule that only lowers raises no flag where every option that it meets is excluded anyway: it stands in their rows.
    """
    for proposal in proposals:
        rules: dict[str, list[SafetyFinding]] = {}
        for option in filter(is_applicable, proposal.options):
            for finding in option.safety:
                if finding.holds is True and (_stops(finding) or option.state is not OptionState.EXCLUDED):
                    rules.setdefault(finding.rule, []).append(finding)
        for found in rules.values():
            yield _safety_flag(case, proposal, found)


def _safety_flag(case: Case, proposal: Proposal, findings: Sequence[SafetyFinding]) -> Flag:
    first = findings[0]
    stops = _stops(first)
    drugs = enumeration(drug_name(case, drug) for drug in dict.fromkeys(d for found in findings for d in found.drugs))
    brief = first.reason.brief or first.reason.text
    what = _values_of(case, proposal, first)
    if drugs and what:
        text = both(f"report.flag.{'no-drugs' if stops else 'lowers'}", {"what": what, "text": brief, "drugs": drugs})
    else:
        text = both("report.flag.hard-stop", {"text": brief, "drugs": drugs}) if drugs else brief
    return Flag(
        kind=FlagKind.HARD_STOP if stops else FlagKind.CAUTION,
        text=text,
        action=first.reason.action,
        facts=first.reason.facts,
        sources=first.reason.sources,
        primary=proposal.primary,
    )


def _values_of(case: Case, proposal: Proposal, finding: SafetyFinding) -> Words:
    """Return the patient's own values that a rule rests on, each with its date: `LVEF 48 % (12 Nov 2026)`."""
    view = case.views.get(proposal.primary)
    if view is None:
        return {}
    condition = parse(finding.reason.condition) if finding.reason.condition else None
    told = [
        _with_day(_fact_words(case, fact), date_text(fact))
        for fact_id in finding.reason.facts
        if fact_id in case.dictionary
        for fact in _decisive(case, view, fact_id, condition)
    ]
    return enumeration(told)


def _decisive(case: Case, view: View, fact_id: FactId, condition: Condition | None) -> Iterator[Fact]:
    """Yield the value of a quantity that counts, or the items of a collection that the condition asks for."""
    entry = case.dictionary.entry(fact_id)
    if entry.kind == "collection":
        present = view.collection(fact_id).present
        asked = [item for of, item in (() if condition is None else condition.items) if of == fact_id]
        names = dict.fromkeys(name for item in asked for name in (item, *sorted(entry.members(item))))
        yield from (present[name] for name in names if name in present)
    elif entry.kind == "quantity" and not entry.answers:
        reading = view.reading(fact_id)
        yield from reading.facts[:1] if reading.known else ()


def _fact_words(case: Case, fact: Fact) -> Words:
    """Return a value under its short name (`LVEF 48 %`), or an item of a collection by its label."""
    entry = case.dictionary.entry(fact.id)
    if entry.kind == "collection":
        return {language: _capital(entry.answer_label(str(fact.value), language)) for language in LANGUAGES}
    name = short_label(case, fact.id)
    return {language: f"{name[language]}\u00a0{fact_shown(case, fact).text[language]}" for language in LANGUAGES}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _with_day(words: Words, day: str) -> Words:
    return both("report.flag.dated", {"what": words, "day": _day(day)}) if day else words


def _stops(finding: SafetyFinding) -> bool:
    """Whether a rule itself removes options, as an absolute rule or as a test that failed."""
    return finding.excludes or finding.kind is SafetyKind.ABSOLUTE


def _grade_flags(case: Case) -> Iterator[Flag]:
    """Yield the current laboratory values of CTCAE grade 3 or worse."""
    view = next(iter(case.views.values()), None)
    for entry in case.dictionary if view is not None else ():
        if entry.ctcae is None or view is None:
            continue
        reading = view.reading(entry.fact_id)
        grade = grade_of(entry, reading.facts[0]) if reading.known and reading.facts else None
        if grade is not None and grade >= _SEVERE:
            shown = fact_shown(case, reading.facts[0])
            values = {"fact": shown.label, "value": shown.text, "day": _day(shown.date), "grade": grade}
            yield Flag(kind=FlagKind.CAUTION, text=both("report.flag.grade", values), facts=(entry.fact_id,))


def _day(text: str) -> Words:
    return {language: plain_day(text, language) for language in LANGUAGES}


def _conflict_flags(case: Case) -> Iterator[Flag]:
    """Yield the facts on which the sources contradict each other, with every side."""
    for primary, view in case.views.items():
        for fact_id in sorted({fact.id for fact in case.record.facts}):
            if fact_id not in case.dictionary or case.dictionary.entry(fact_id).kind == "collection":
                continue
            reading = view.reading(fact_id)
            if reading.unknown is not Unknown.CONFLICT:
                continue
            if primary and case.dictionary.entry(fact_id).about == "patient" and primary != next(iter(case.views)):
                continue
            sides = enumeration((fact_shown(case, fact).text for fact in reading.facts), " / ")
            yield Flag(
                kind=FlagKind.CAUTION,
                text=both("report.flag.conflict", {"fact": label_of(case, fact_id), "sides": sides}),
                action=both("report.flag.conflict-act"),
                facts=(fact_id,),
                primary=primary,
            )


def _refused_flag(case: Case) -> Iterator[Flag]:
    count = len(case.record.refused)
    if count:
        yield Flag(kind=FlagKind.CAUTION, text=both("report.flag.refused", {"count": count}))


def _expired_flags(case: Case, proposals: Sequence[Proposal]) -> Iterator[Flag]:
    for proposal in proposals:
        if proposal.review_by and proposal.review_by < case.as_of.isoformat():
            values = {"pathway": proposal.title, "day": _day(proposal.review_by)}
            yield Flag(kind=FlagKind.CAUTION, text=both("report.flag.expired", values), primary=proposal.primary)


def answers_of(case: Case, proposals: Sequence[Proposal], options: Sequence[ShownOption]) -> tuple[Answer, ...]:
    """Return the answer for each primary: it names options of the list only."""
    return tuple(_answer(case, proposal, options) for proposal in proposals)


def _answer(case: Case, proposal: Proposal, options: Sequence[ShownOption]) -> Answer:
    mine = [option for option in options if option.pathway == proposal.pathway and option.primary == proposal.primary]
    suggested = [option for option in mine if option.suggested]
    return Answer(
        primary=proposal.primary,
        pathway=proposal.pathway,
        version=proposal.version,
        sentence=_sentence(proposal),
        caption=_caption(case, proposal, mine),
        options=tuple(option.id for option in suggested),
    )


def _sentence(proposal: Proposal) -> Words:
    """Return the pathway's own sentence, or why the pathway is not for this patient."""
    if proposal.refused is not None:
        return sentences(proposal.refused)
    return proposal.answer or both("report.answer.nothing")


def _caption(case: Case, proposal: Proposal, options: Sequence[ShownOption]) -> Words:
    if proposal.refused is not None and not proposal.pathway:
        return both("report.answer.no-pathway-caption")
    parts = [both("report.answer.caption")]
    open_facts = dict.fromkeys(
        fact for option in options if option.suggested for safety in option.not_cleared for fact in safety.missing
    )
    if open_facts:
        parts.append(both("report.answer.not-cleared", {"missing": labels_of(case, open_facts)}))
    if proposal.pathway:
        values = {"title": proposal.title, "version": proposal.version, "signed": words_of(proposal.signed_by)}
        parts.append(both("report.answer.pathway" if proposal.signed_by else "report.answer.pathway-unsigned", values))
    return enumeration(parts, " · ")


def one_answer(case: Case, conflict: Conflict | None, answers: Sequence[Answer]) -> Words:
    """Return the answer of the case: of its one primary, or of each in turn under its name."""
    if conflict is not None:
        return conflict.sentence
    if not answers:
        return both("report.answer.no-pathway")
    if len(answers) == 1:
        return answers[0].sentence
    named = [
        both("report.answer.of-primary", {"primary": _primary_words(case, answer.primary), "sentence": answer.sentence})
        for answer in answers
    ]
    return enumeration(named, " ")


def _primary_words(case: Case, primary: str) -> Words:
    """Return site and side of a tumour where they are known, else its key."""
    view = case.views.get(primary)
    parts: list[Words] = []
    for name in ("primary_site", "laterality"):
        fact_id = FactId(name)
        if view is not None and fact_id in case.dictionary:
            reading = view.reading(fact_id)
            if reading.value is not None:
                entry = case.dictionary.entry(fact_id)
                parts.append({language: entry.answer_label(reading.value, language) for language in LANGUAGES})
    return enumeration(parts) if parts else words_of(primary)
