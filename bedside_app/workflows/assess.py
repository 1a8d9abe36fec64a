"""Assess one patient: read the files, run what applies, propose the path, compose the summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final, Generic, Protocol, Self, TypeVar

from bedside_app.dictionary import entries
from bedside_app.dictionary.entries import FactDictionary
from bedside_app.dictionary.view import View
from bedside_app.domain.case import EMPTY, CaseState
from bedside_app.domain.finding import PackResult
from bedside_app.domain.image import ImageInstance, ImageReading, PixelBlock, taken_by
from bedside_app.domain.proposal import Proposal
from bedside_app.domain.record import Identity, PatientRecord
from bedside_app.domain.summary import KnowledgeVersion, Summary
from bedside_app.foundation.progress import CancelFlag, Progress
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.workers import Worker
from bedside_app.imaging.pixels import FileNotFound, FrameSource, imaging_worker
from bedside_app.inference.ask import Inference
from bedside_app.inference.image_run import results_of, run_image_packs
from bedside_app.inference.packs.find import Pack, Shelf, find_packs
from bedside_app.inference.run import facts_made, run_packs
from bedside_app.intake.addresses import ReadHere, file_of
from bedside_app.intake.gather import GatheredCase, as_read, gather, intake_worker
from bedside_app.report.compose import Case, Conflict, compose
from bedside_app.therapy import knowledge as pathways
from bedside_app.therapy.arms import counted
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.propose import proposal_for
from bedside_app.therapy.today import arm_under_way, facts_under_way, treatment_day

__all__ = ["NEW", "Assessment", "Before", "Crew", "assess", "know"]


class _Enterable(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


W = TypeVar("W", bound=_Enterable)


class Crew:
    """A reader of files and a runner of packs for each assessment; any thread may call.

    Both end with the assessment that took them: no process that has read one patient's files ever reads another's.
    """

    def __init__(self) -> None:
        self._readers: Final = _Ahead[Worker]()
        self._runners: Final = _Ahead[Inference]()

    def get_ready(self) -> None:
        """Start what the next assessment needs, where it does not wait already."""
        self._readers.start(intake_worker())
        self._runners.start(Inference())

    @contextmanager
    def at_work(self, *, reads: bool) -> Iterator[tuple[Worker | None, Inference]]:
        """Give a reader, where files are to be read, and a runner; both are gone at the end of the block."""
        with ExitStack() as ending:
            reader = self._readers.take() or intake_worker().__enter__() if reads else None
            if reader is not None:
                ending.push(reader)
            runner = self._runners.take() or Inference().__enter__()
            ending.push(runner)
            yield reader, runner

    def close(self) -> None:
        """End what waits."""
        for waiting in (self._readers.take(), self._runners.take()):
            if waiting is not None:
                waiting.__exit__(None, None, None)


class _Ahead(Generic[W]):
    """At most one worker that was entered and waits for whoever takes it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: W | None = None

    def start(self, worker: W) -> None:
        with self._lock:
            if self._waiting is None:
                self._waiting = worker.__enter__()

    def take(self) -> W | None:
        with self._lock:
            taken, self._waiting = self._waiting, None
            return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The composed summary, and what the files came to; `summary` stands even where the case is blocked.

    `record` is the patient's record with everything that people changed, None where the case is blocked.
    """

    gathered: GatheredCase
    summary: Summary
    record: PatientRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A case before this assessment: what its events came to, and what each of its files gave.

    `only` is the side that a person separated from another patient's files; `images` is what networks said of the
    images so far.
    """

    state: CaseState = EMPTY
    readings: Sequence[ReadHere] = ()
    only: Identity | None = None
    images: Sequence[ImageReading] = ()


NEW: Final = Before()
_KNOWING: Final = Lock()


def know() -> tuple[FactDictionary, Knowledge]:
    """Return the dictionary and the knowledge of this workstation, read once as long as their files stay the same."""
    with _KNOWING:  # who comes second has what the first one read
        dictionary = entries.load()
        return dictionary, pathways.load(dictionary)


def assess(  # noqa: PLR0913 - the one call that everything goes through
    paths: Sequence[Path],
    *,
    as_of: date,
    settings: Settings,
    progress: Progress,
    cancel: CancelFlag | None = None,
    before: Before = NEW,
    seen: Callable[[GatheredCase], None] = lambda _: None,
    crew: Crew | None = None,
) -> Assessment:
    """Return the summary of the patient whose files lie under `paths`, as of one day.

    `before` is the case so far: what people entered, corrected and rejected counts, further files join those that were
    read, and without `paths` what was read stands. `seen` is given what the files state before anything is computed.
    `crew` has workers that wait already; without one they are started now.

    Raises
    ------
    Cancelled
        Somebody asked to stop; nothing is left running.
    Refusal
        The dictionary or a setting of this workstation cannot be used.
    """
    # the workers get ready while the knowledge is loaded
    with (Crew() if crew is None else crew).at_work(reads=bool(paths)) as (reader, inference):
        dictionary, knowledge = know()
        shelf = find_packs()
        gathered = (
            gather(
                paths,
                worker=reader,
                settings=settings,
                progress=progress,
                cancel=cancel,
                earlier=before.readings,
                joined=[one.sides for one in before.state.joined],
                only=before.only,
            )
            if paths
            else as_read(before.state.read)
        )
        if gathered.record is None:
            return Assessment(gathered=gathered, summary=_without_record(gathered, dictionary, as_of))
        seen(gathered)
        images = _read_images(gathered, before, as_of, shelf, inference, progress, cancel)
        stated = replace(before.state, read=gathered.record).record
        record, results = _with_computed_facts(stated, dictionary, as_of, shelf, inference)
        record = record.with_facts(facts_under_way(next(_views(record, dictionary, as_of)), knowledge))
        views = {view.primary: view for view in _views(record, dictionary, as_of)}
        proposals = []
        for view in views.values():
            proposal, forecasts = _propose(view, knowledge, shelf, inference)
            proposals.append(proposal)
            results += forecasts
        results += results_of(images, shelf.packs)
    record = replace(record, refused=(*record.refused, *dictionary.refused, *shelf.refused, *knowledge.refused))
    case = Case(record=record, views=views, dictionary=dictionary, as_of=as_of)
    versions = tuple(_versions(shelf, results))
    treatment = treatment_day(next(iter(views.values())), knowledge)
    summary = compose(case, results, proposals, knowledge=versions, treatment=treatment, images=images)
    return Assessment(gathered=gathered, summary=summary, record=stated)


def _without_record(gathered: GatheredCase, dictionary: FactDictionary, as_of: date) -> Summary:
    """Compose what can be said where the identities disagree, or nothing could be read."""
    blocked = () if gathered.blocked is None else (gathered.blocked,)
    record = PatientRecord(
        identity=gathered.verdict.identity or Identity(),
        sources=gathered.sources,
        refused=(*blocked, *gathered.refused),
        not_understood=gathered.not_understood,
    )
    case = Case(record=record, views={"": View(record, dictionary, as_of=as_of)}, dictionary=dictionary, as_of=as_of)
    sides = gathered.verdict.sides
    conflict = Conflict(sides=sides, code=gathered.blocked.code) if sides and gathered.blocked else None
    return compose(case, (), (), conflict=conflict)


def _views(record: PatientRecord, dictionary: FactDictionary, as_of: date) -> Iterator[View]:
    """Yield the record as each primary tumour sees it; a patient without a named tumour is seen once."""
    for key in dict.fromkeys(primary.key for primary in record.primaries) or {"": None}:
        yield View(record, dictionary, as_of=as_of, primary=key)


def _with_computed_facts(
    record: PatientRecord, dictionary: FactDictionary, as_of: date, shelf: Shelf, inference: Inference
) -> tuple[PatientRecord, list[PackResult]]:
    """Run the packs that count no treatment; what they say joins the record, and pathways may rest on it."""
    packs = [pack for pack in shelf.packs if not pack.counts_treatments]
    results: list[PackResult] = []
    made: dict[tuple[object, ...], object] = {}
    facts = []
    for view in _views(record, dictionary, as_of):
        for result in run_packs(view, packs, inference):
            results.append(result)
        for fact in facts_made(results, view):
            key = (fact.id, fact.about, fact.value)
            if key not in made:
                made[key] = fact
                facts.append(fact)
    return record.with_facts(tuple(facts)), results


def _read_images(  # noqa: PLR0913, PLR0917 - what an assessment has at hand
    gathered: GatheredCase,
    before: Before,
    as_of: date,
    shelf: Shelf,
    inference: Inference,
    progress: Progress,
    cancel: CancelFlag | None,
) -> tuple[ImageReading, ...]:
    """Let the networks look at the images taken by the day; only what nobody read before is decoded."""
    packs = [pack for pack in shelf.packs if pack.takes_pictures]
    images = () if gathered.record is None else taken_by(gathered.record.images, as_of)
    if not images or not packs:
        return ()
    files = {one.read.source.digest: file_of(one) for one in gathered.readings or before.readings}
    with ExitStack() as ending:
        decoder = cache(lambda: FrameSource(ending.enter_context(imaging_worker())))

        def pixels(instance: ImageInstance) -> PixelBlock:
            if instance.source not in files:
                raise FileNotFound()
            return decoder().frame(instance, files[instance.source], cancel=cancel)

        return run_image_packs(images, packs, inference, pixels, earlier=before.images, progress=progress)


def _propose(
    view: View, knowledge: Knowledge, shelf: Shelf, inference: Inference
) -> tuple[Proposal, tuple[PackResult, ...]]:
    """Propose the path for one tumour, and forecast it under each option together with the rest of the plan."""
    proposal, arms = counted(proposal_for(knowledge, view), arm_under_way(view, knowledge))
    packs = [pack for pack in shelf.packs if pack.counts_treatments]
    return proposal, run_packs(view, packs, inference, arms=arms)


def _versions(shelf: Shelf, results: Sequence[PackResult]) -> Iterator[KnowledgeVersion]:
    """Yield the packs that had a say, with where they come from."""
    used = {result.pack for result in results}
    packs: Sequence[Pack] = shelf.packs
    for pack in packs:
        if pack.id in used:
            yield KnowledgeVersion(kind="pack", id=pack.id, version=pack.card.version, origin=pack.origin)
