"""Compose the summary once: record, readings, findings and proposals become the one thing that every output writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bedside_app import __version__
from bedside_app.dictionary.conditions import parse_value
from bedside_app.domain.fact import FactId, Status
from bedside_app.domain.finding import PackResult
from bedside_app.domain.image import ImageReading
from bedside_app.domain.proposal import Proposal
from bedside_app.domain.record import NotUnderstood, PatientRecord, Refused
from bedside_app.domain.summary import (
    Document,
    KnowledgeVersion,
    ShownFact,
    ShownRefusal,
    ShownSource,
    Summary,
)
from bedside_app.domain.treatment import TreatmentDay
from bedside_app.report.parts.changes import changes_of
from bedside_app.report.parts.facts import Case, fact_shown, reading_shown
from bedside_app.report.parts.findings import findings_of, outcomes_of
from bedside_app.report.parts.front import Conflict, answers_of, flags_of, identity_of, one_answer
from bedside_app.report.parts.options import exclusions_of, missing_of, options_of, steps_of
from bedside_app.report.parts.today import today_of
from bedside_app.report.parts.today.front import flags_of_today, led_by_today
from bedside_app.report.phrases import both
from bedside_app.report.refusal_words import sentences

__all__ = ["Case", "Conflict", "compose", "limits_of"]

_ALWAYS: Final = (FactId("allergies"), FactId("medicines"))  # shown even where nobody looked for them


def compose(  # noqa: PLR0913 - everything that one summary is made of
    case: Case,
    results: Sequence[PackResult],
    proposals: Sequence[Proposal],
    *,
    conflict: Conflict | None = None,
    knowledge: Sequence[KnowledgeVersion] = (),
    treatment: TreatmentDay | None = None,
    images: Sequence[ImageReading] = (),
) -> Summary:
    """Return the composed summary of one case as of one day, in both languages.

    Parameters
    ----------
    case
        The record, its views by key of the primary ("" where no tumour is named), the dictionary, and the day of the
        case. No clock is read.
    results
        What the packs said, for every primary and arm.
    proposals
        What the pathways said, one for each primary; empty where no pathway covers what is known.
    conflict
        Where the files do not agree on who the patient is. Then both sides, and no fact and nothing computed, is shown.
    knowledge
        Packs and dictionary that the answer rests on; the pathways are added from the proposals.
    treatment
        What stands on the day of the treatments under way; None while no regimen is active.
    images
        What networks say of the images.
    """
    blocked = conflict is not None
    record = case.record
    shown_results, shown_proposals = ((), ()) if blocked else (tuple(results), tuple(proposals))
    case = replace(case, limits=limits_of(shown_proposals))
    identity = identity_of(case, conflict)
    findings = findings_of(case, shown_results)
    options = options_of(case, shown_proposals, outcomes_of(findings))
    today = None if blocked or treatment is None else today_of(case, treatment)
    answers = led_by_today(today, answers_of(case, shown_proposals, options))
    return Summary(
        as_of=case.as_of.isoformat(),
        data_date=_data_date(record, case.as_of),
        signed=None,
        demonstration=record.demonstration,
        program=f"bedside {__version__}",
        notice=both("report.notice"),
        identity=identity,
        flags=(*flags_of(case, conflict, shown_proposals, () if blocked else images), *flags_of_today(today)),
        answer=one_answer(case, conflict, answers),
        answers=answers,
        findings=findings,
        changes=() if blocked else changes_of(case),
        steps=steps_of(shown_proposals),
        options=options,
        exclusions=exclusions_of(shown_proposals),
        missing=missing_of(case, shown_proposals),
        refusals=tuple(_refusal(case, refused) for refused in record.refused),
        not_understood=tuple(_not_understood(case, item) for item in record.not_understood),
        facts=() if blocked else _facts(case, shown_results, shown_proposals),
        files=tuple(_document(record)),
        sources=_sources(shown_proposals, treatment),
        knowledge=_knowledge(knowledge, shown_proposals, case.as_of),
        today=today,
        images=() if blocked else tuple(images),
    )


def limits_of(proposals: Sequence[Proposal]) -> Mapping[FactId, frozenset[float]]:
    """Return the numbers that facts are held against by the dose steps, safety rules and conditions that hold."""
    found: dict[FactId, set[float]] = {}
    for text in dict.fromkeys(_held(proposals)):
        condition = parse_value(text)
        for name in condition.variables:
            found.setdefault(FactId(name), set()).update(condition.thresholds(name))
    return {fact: frozenset(numbers) for fact, numbers in found.items() if numbers}


def _held(proposals: Sequence[Proposal]) -> Iterator[str]:
    for option in (option for proposal in proposals for option in proposal.options):
        yield from option.proof.conditions
        yield from (step.condition for dose in option.doses for step in dose.adjustments if step.condition)
        yield from (one.reason.condition for one in option.safety if one.holds and one.reason.condition)


def _data_date(record: PatientRecord, as_of: date) -> str:
    """Return the day of the newest fact that counts, "" where none is dated."""
    days = [
        fact.effective.first_day
        for fact in record.facts
        if fact.effective is not None and fact.status is not Status.WITHDRAWN and fact.effective.first_day <= as_of
    ]
    return max(days).isoformat() if days else ""


def _facts(case: Case, results: Sequence[PackResult], proposals: Sequence[Proposal]) -> tuple[ShownFact, ...]:
    """Return every fact of the record, and every fact that a pack or pathway asked for, as each primary reads it."""
    asked = {*_ALWAYS, *(fact.id for fact in case.record.facts), *_asked(results, proposals)}
    shown: dict[tuple[str, str], ShownFact] = {}
    for view in case.views.values():
        for fact_id in sorted(asked):
            if fact_id in case.dictionary:
                read = reading_shown(case, view, fact_id)
                shown.setdefault((str(fact_id), read.primary), read)
    for fact in case.record.facts:
        if fact.id not in case.dictionary:
            shown.setdefault((str(fact.id), case.primary_of(fact)), fact_shown(case, fact))
    return tuple(shown[key] for key in sorted(shown))


def _asked(results: Sequence[PackResult], proposals: Sequence[Proposal]) -> Iterator[FactId]:
    for result in results:
        yield from (*result.rests_on, *result.missing)
    for proposal in proposals:
        yield from (missing.fact_id for missing in proposal.missing)
        for option in proposal.options:
            yield from option.missing
            yield from (FactId(name) for name in option.proof.facts)


def _refusal(case: Case, refused: Refused) -> ShownRefusal:
    return ShownRefusal(
        code=refused.code,
        text=sentences(refused),
        file=case.file_names.get(refused.source, ""),
        digest=refused.source,
        place=refused.place,
    )


def _not_understood(case: Case, item: NotUnderstood) -> ShownRefusal:
    return ShownRefusal(
        code=item.why,
        text=sentences(item),
        what=item.what,
        file=case.file_names.get(item.source, ""),
        digest=item.source,
        place=item.place,
    )


def _document(record: PatientRecord) -> Iterable[Document]:
    for source in record.sources:
        yield Document(
            digest=source.digest, name=source.name, kind=source.kind, reader=source.reader, bytes=source.bytes
        )


def _sources(proposals: Sequence[Proposal], treatment: TreatmentDay | None) -> tuple[ShownSource, ...]:
    """Return the sources of the pathways and of today's limits, each once, those still to be reviewed marked so."""
    sources = {source.id: source for proposal in proposals for source in proposal.sources}
    sources |= {source.id: source for source in (treatment.sources if treatment is not None else ())}
    return tuple(
        ShownSource(id=each.id, title=each.title, doi=each.doi, section=each.section, review=each.review)
        for each in sources.values()
    )


def _knowledge(
    given: Sequence[KnowledgeVersion], proposals: Sequence[Proposal], as_of: date
) -> tuple[KnowledgeVersion, ...]:
    pathways = [
        KnowledgeVersion(
            kind="pathway",
            id=proposal.pathway,
            version=proposal.version,
            title=proposal.title,
            review_by=proposal.review_by,
            signed_by=proposal.signed_by,
        )
        for proposal in proposals
        if proposal.pathway
    ]
    known = {(each.kind, each.id): each for each in (*pathways, *given)}
    today = as_of.isoformat()
    return tuple(replace(each, expired=bool(each.review_by) and each.review_by < today) for each in known.values())
