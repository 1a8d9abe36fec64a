"""The cases of this window: read, changed and kept, without Qt. Any thread may call; one change happens at a time.

A case lives in the user's encrypted store, or in one that is thrown away at the end: that of the demonstration, and of
whoever goes on without keeping. What returns was acknowledged by the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Fault, Refusal

if TYPE_CHECKING:
    from bedside_app.dictionary.entries import FactDictionary
    from bedside_app.domain.case import CaseId, CaseRow, CaseState, Event, IdentityJoined, IdentitySeparated, Person
    from bedside_app.domain.record import Identity, PatientRecord
    from bedside_app.domain.summary import SignedDecision, Summary
    from bedside_app.foundation.settings import Settings
    from bedside_app.foundation.words import Language
    from bedside_app.intake.gather import GatheredCase
    from bedside_app.store.case import Case
    from bedside_app.store.keys import KeySource
    from bedside_app.store.store import Store
    from bedside_app.ui.tasks import Work
    from bedside_app.workflows.assess import Assessment, Before, Crew

__all__ = ["Blocked", "Cases", "Drop", "Held", "Way"]


class Way(StrEnum):
    """How the cases are opened."""

    CHOOSE = "choose"  # a passphrase for a store that is made now
    UNLOCK = "unlock"  # the passphrase of one that stands
    KEYRING = "keyring"  # the keyring did not open; it is asked again
    HIDDEN = "hidden"  # nothing is kept: only the screen is covered


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One case in hand, as of `day`: what its events come to, and the summary that rests on that revision.

    `record` is the patient's with everything that people changed. `saved` is when the last event was acknowledged.
    `image_files` is where the files of its images lay when they were read, by digest.
    """

    case: CaseId
    day: date
    state: CaseState
    record: PatientRecord
    summary: Summary
    dictionary: FactDictionary
    kept: bool
    saved: Moment
    can_undo: bool
    image_files: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Files to read: of a new patient, or to be added to a case. `word` is what a person said about identities.

    `keep` False: the case is gone at the end.
    """

    paths: tuple[Path, ...]
    day: date
    keep: bool = True
    adding_to: Held | None = None
    word: IdentityJoined | IdentitySeparated | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Files of which no one patient can be made: nothing is kept until a person decides."""

    drop: Drop
    gathered: GatheredCase
    summary: Summary
    dictionary: FactDictionary


class Cases:
    """What the window does with cases. Without a `folder` nothing is kept. `person` is who sits at the workstation."""

    def __init__(self, folder: Path | None, settings: Settings, clock: Callable[[], datetime], person: Person) -> None:
        self.folder, self._settings, self._clock, self._person = folder, settings, clock, person
        self.prefers_passphrase = settings.key_in == "passphrase"  # for a store that is made
        self.has_passing = False  # whether a patient, not a demonstration, is in the store that is thrown away
        self._kept: Store | None = None
        self._passing: Store | None = None
        self._crew: Crew | None = None

    # -- the store -----------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the user's store is open: further cases are kept."""
        return self._kept is not None

    def open(self, source: KeySource) -> bool:
        """Open the user's store, or make it; return whether it was made now, and so its key.

        Raises
        ------
        Refusal
            As `store.open_store`.
        """
        from bedside_app.store.store import open_store

        if self.folder is None:
            raise Fault("these cases have no folder to be kept in")
        if self._kept is None:
            self._kept = open_store(self.folder, source)
        return self._kept.made

    def close(self) -> None:
        """Close both stores, and end the workers that wait. The key is forgotten, the throw-away store is gone."""
        self.lock()
        if self._crew is not None:
            self._crew.close()
            self._crew = None
        if self._passing is not None:
            self._passing.close()
            self._passing = None

    def lock(self) -> None:
        """Close the user's store and forget its key."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    @property
    def person(self) -> str:
        """Who sits at this workstation, as it is written beside what they do."""
        return self._person.name

    @property
    def now(self) -> datetime:
        """The time of this workstation, with its zone."""
        return self._clock().astimezone()

    def rows(self) -> tuple[CaseRow, ...]:
        """Return the worklist, the case that was changed last first."""
        rows = [row for store in self._stores() for row in store.cases()]
        return tuple(sorted(rows, key=lambda row: row.changed.sort_key(), reverse=True))

    def get_ready(self) -> None:
        """Have ready what the next case needs, its knowledge read and its workers up, before anybody waits for it.

        Raises
        ------
        Refusal
            What every case needs cannot be used; the next case says the same.
        """
        from bedside_app.workflows.assess import Crew, know

        self._crew = self._crew or Crew()
        self._crew.get_ready()  # first: they come up while the rest is read
        know()

    # -- one case ------------------------------------------------------------------------------------------------------

    def begin(self, drop: Drop, work: Work) -> Held | Blocked:
        """Read the files of a patient, assess, and keep the case, where it is one patient's."""
        from bedside_app.domain.case import EMPTY
        from bedside_app.store.database import StoreLocked
        from bedside_app.workflows.assess import Before
        from bedside_app.workflows.keep import keep

        before = Before(state=_joined(EMPTY, drop.word), only=_only(drop.word))
        made = self._assess(drop.paths, drop.day, work, before)
        if made.record is None or made.gathered.record is None:
            return _blocked(drop, made)
        work.cancel.check()
        if drop.keep and self._kept is None:
            raise StoreLocked  # locked while the files were read
        store = self._kept if drop.keep and self._kept is not None else self._throw_away()
        self.has_passing = self.has_passing or not (drop.keep or made.gathered.record.demonstration)
        case = keep(store, made.gathered, at=self._now(), by=self._person)
        self._append_word(case, drop.word)
        return self._held(store, case, case.state, drop.day, made.summary)

    def add(self, held: Held, drop: Drop, work: Work) -> Held | Blocked:
        """Add files to a case where they are the same patient's; otherwise the case stays as it is."""
        from bedside_app.workflows.assess import Before
        from bedside_app.workflows.keep import keep, readings_of

        store, case = self._find(held.case)
        before = case.state
        joined, images = _joined(before, drop.word), held.summary.images
        earlier = Before(state=joined, readings=readings_of(case), images=images)
        made = self._assess(drop.paths, held.day, work, earlier)
        if made.record is None or made.gathered.record is None:
            return _blocked(drop, made)
        work.cancel.check()
        keep(store, made.gathered, at=self._now(), by=self._person, case=case)
        self._append_word(case, drop.word)
        if case.state.edits != before.edits:  # somebody went on while the files were read
            return self._computed(store, case, held.day, work)
        return self._held(store, case, case.state, held.day, made.summary)

    def change(self, held: Held, events: Sequence[Event], work: Work) -> Held:
        """Append what a person did, and compute again where results rest on it."""
        store, case = self._find(held.case)
        case.append(*events, at=self._now(), by=self._person)
        return self._again(store, case, held, work)

    def undo(self, held: Held, work: Work) -> Held:
        """Take the last change back."""
        store, case = self._find(held.case)
        case.undo(at=self._now(), by=self._person)
        return self._again(store, case, held, work)

    def amend(self, held: Held, reason: str, day: date, work: Work) -> Held:
        """Take a signed case up again, as a new revision, as of `day`."""
        store, case = self._find(held.case)
        case.amend(reason, at=self._now(), by=self._person)
        return self._computed(store, case, day, work)

    def reopen(self, number: CaseId, day: date, work: Work) -> Held:
        """Return a case as it was left; on another day it is computed for that day, unless it is signed."""
        from bedside_app.domain.case import CasePhase, Reassessed

        store, case = self._find(number)
        summary = _kept_summary(case)
        if summary is not None and (case.state.phase is CasePhase.SIGNED or summary.as_of == day.isoformat()):
            return self._held(store, case, case.state, date.fromisoformat(summary.as_of), summary)
        if summary is not None:
            case.append(Reassessed(as_of=day.isoformat()), at=self._now(), by=self._person)
        return self._computed(store, case, day, work)

    def as_of(self, held: Held, day: date, work: Work) -> Summary:
        """Return the summary of another day, which nobody keeps."""
        _, case = self._find(held.case)
        return self._assess((), day, work, _before(case, held.state)).summary

    def save(self, held: Held) -> None:
        """Keep the summary with its revision, so that reopening shows it at once.

        Raises
        ------
        ResultTooOld, CaseIsSigned
            The case went on meanwhile, and the summary is dropped. Otherwise as the store.
        """
        from bedside_app.report.json_document import json_bytes
        from bedside_app.report.row_extras import row_extras_of

        _, case = self._find(held.case)
        case.save_result(held.state.revision, json_bytes(held.summary), row_extras_of(held.summary))

    def sign(self, held: Held, decisions: Sequence[SignedDecision], person: Person) -> Held:
        """Keep the summary as it was on screen, signed; the case is read-only then."""
        from bedside_app.report.json_document import json_bytes
        from bedside_app.report.row_extras import row_extras_of
        from bedside_app.workflows.sign import sign

        store, case = self._find(held.case)
        at, revision = self._now(), held.state.revision
        signed = sign(held.summary, person, at=at, revision=revision, decisions=decisions)
        case.sign(json_bytes(signed), revision=revision, at=at, by=person, extras=row_extras_of(signed))
        return self._held(store, case, case.state, held.day, signed)

    def export(self, held: Held, folder: Path, language: Language) -> tuple[Path, ...]:
        """Write the summary as PDF and JSON. A file's name says nothing of the patient."""
        from bedside_app.workflows.export import Wanted, export

        stem = f"bedside-{held.day.isoformat()}-{held.case[:8]}"
        wanted = Wanted(json=folder / f"{stem}.json", pdf=folder / f"{stem}.pdf")
        return export(held.summary, wanted, language)

    def pages(self, held: Held, document: str, language: Language) -> tuple[bytes, ...]:
        """Return the pages of a document of the case as pictures for paper."""
        from bedside_app.workflows.paper import Paper, pages

        return pages(held.summary, Paper(document), language)

    def remove(self, number: CaseId) -> None:
        """Remove a case with everything that is kept of it."""
        store, _ = self._find(number)
        store.remove(number)

    # -- how -----------------------------------------------------------------------------------------------------------

    def is_kept(self, number: CaseId) -> bool:
        """Whether a case is in the user's store, and not in the throw-away one."""
        return self._kept is not None and any(row.id == number for row in self._kept.cases())

    def _stores(self) -> tuple[Store, ...]:
        return tuple(store for store in (self._kept, self._passing) if store is not None)

    def _throw_away(self) -> Store:
        from bedside_app.store.store import throw_away_store

        if self._passing is None:
            self._passing = throw_away_store()
        return self._passing

    def _find(self, number: CaseId) -> tuple[Store, Case]:
        from bedside_app.store.store import NoSuchCase

        refusal: Refusal = NoSuchCase()
        for store in self._stores():
            try:
                return store, store.case(number)
            except NoSuchCase as missing:
                refusal = missing
        raise refusal

    def _assess(self, paths: Sequence[Path], day: date, work: Work, before: Before) -> Assessment:
        from bedside_app.workflows.assess import assess

        return assess(
            paths,
            as_of=day,
            settings=self._settings,
            progress=work,
            cancel=work.cancel,
            before=before,
            seen=work.found,
            crew=self._crew,
        )

    def _append_word(self, case: Case, word: IdentityJoined | IdentitySeparated | None) -> None:
        if word is not None:
            case.append(word, at=self._now(), by=self._person)

    def _again(self, store: Store, case: Case, held: Held, work: Work) -> Held:
        """Return the case after a change: the summary stands where nothing that it rests on was changed."""
        if case.revision == held.state.revision:
            return self._held(store, case, case.state, held.day, held.summary)
        return self._computed(store, case, held.day, work)

    def _computed(self, store: Store, case: Case, day: date, work: Work) -> Held:
        """Assess a case as it is now; what comes back goes with the state that it rests on, whatever happened since."""
        state = case.state
        return self._held(store, case, state, day, self._assess((), day, work, _before(case, state)).summary)

    def _held(self, store: Store, case: Case, state: CaseState, day: date, summary: Summary) -> Held:
        from bedside_app.dictionary.entries import load
        from bedside_app.domain.case import undoable

        events = case.events()
        return Held(
            case=case.id,
            day=day,
            state=state,
            record=state.record,
            summary=summary,
            dictionary=load(),
            kept=store.kept,
            saved=events[-1].recorded,
            can_undo=undoable((stored.sequence, stored.event) for stored in events) is not None,
            image_files=_image_files(case),
        )

    def _now(self) -> Moment:
        return Moment(self.now.isoformat(timespec="seconds"))


def _blocked(drop: Drop, made: Assessment) -> Blocked:
    from bedside_app.dictionary.entries import load

    return Blocked(drop=drop, gathered=made.gathered, summary=made.summary, dictionary=load())


def _before(case: Case, state: CaseState) -> Before:
    """Return a case as it was; where it has images, with where they lie and what networks said of them."""
    from bedside_app.workflows.assess import Before
    from bedside_app.workflows.keep import readings_of

    if not state.record.images:
        return Before(state=state)
    summary = _kept_summary(case)
    return Before(state=state, readings=readings_of(case), images=() if summary is None else summary.images)


def _image_files(case: Case) -> dict[str, Path]:
    from bedside_app.intake.addresses import file_of
    from bedside_app.workflows.keep import readings_of

    if not case.state.record.images:
        return {}
    return {one.read.source.digest: file_of(one) for one in readings_of(case) if one.read.content.images}


def _joined(state: CaseState, word: IdentityJoined | IdentitySeparated | None) -> CaseState:
    from bedside_app.domain.case import IdentityJoined

    return replace(state, joined=(*state.joined, word)) if isinstance(word, IdentityJoined) else state


def _only(word: IdentityJoined | IdentitySeparated | None) -> Identity | None:
    from bedside_app.domain.case import IdentitySeparated

    return word.kept if isinstance(word, IdentitySeparated) else None


def _kept_summary(case: Case) -> Summary | None:
    """Return the summary kept with the present revision; None where there is none, or another program wrote it."""
    from bedside_app.report.json_document import summary_of

    kept = case.result()
    return None if kept is None else summary_of(kept)
