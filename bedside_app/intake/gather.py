"""From what a person dropped to one patient's record: every file read in a worker, identities weighed, tumours joined.

A file that stops its worker costs itself. Two patients in one drop are never shown together: the case is blocked and
both sides are shown, until a person separates or joins them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bedside_app.domain.image import ImageSeries
from bedside_app.domain.plain import from_plain
from bedside_app.domain.record import Identity, NotUnderstood, PatientRecord, Refused, SourceFile
from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.log import LOGGER
from bedside_app.foundation.progress import CancelFlag, Progress, Silent
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.workers import CrashKind, Job, JobCancelled, JobCrashed, JobRefused, Limits, Worker
from bedside_app.intake.addresses import ReadHere, located
from bedside_app.intake.corrections import settled
from bedside_app.intake.files import MIB, InputFile, find
from bedside_app.intake.identity import Verdict, VerdictState, is_demonstration, judge
from bedside_app.intake.primaries import join
from bedside_app.intake.reading import ReadPath, ReadSource
from bedside_app.intake.series import as_series

__all__ = ["GatheredCase", "Side", "as_read", "files_by_side", "gather", "intake_worker"]

JOB: Final = "bedside_app.intake.job:read_path"
PREPARE: Final = "bedside_app.intake.job:prepare"

_CRASHES: Final = {
    CrashKind.TIMEOUT: "intake.reader-too-slow",
    CrashKind.MEMORY: "intake.reader-out-of-memory",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of identities that block a case: who it says the patient is, what was read of it, and where that lies.

    `paths` are files and archives on this machine. An archive with files of several sides is on each of them: read it
    with `only`.
    """

    identity: Identity
    readings: tuple[ReadHere, ...] = field(repr=False)
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredCase:
    """What a drop came to: a record, or why there is none (`blocked`, with both sides in `sides`).

    Without a record no fact is given; what was read, refused and set aside is told in either case. `readings` are what
    `gather` needs to add further files later, `paths` the files on this machine that were looked at.
    """

    verdict: Verdict
    record: PatientRecord | None = None
    blocked: Refused | None = None
    sources: tuple[SourceFile, ...] = ()
    refused: tuple[Refused, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    readings: tuple[ReadHere, ...] = field(default=(), repr=False)
    paths: tuple[Path, ...] = ()
    sides: tuple[Side, ...] = ()
    images: tuple[ImageSeries, ...] = ()


@dataclass(slots=True)
class _Gathering:
    """What has been read so far, each content once."""

    refused: list[Refused]
    not_understood: list[NotUnderstood]
    read: dict[str, ReadHere] = field(default_factory=dict)
    paths: tuple[Path, ...] = ()

    def take(self, earlier: Sequence[ReadHere]) -> None:
        """Begin with what was read before; its refusals are told again."""
        for one in earlier:
            self.read[one.read.source.digest] = one
            self.refused += one.read.content.refused
            self.not_understood += one.read.content.not_understood

    def keep(self, answer: ReadPath, file: InputFile) -> None:
        """Add what a worker made of one path. The same bytes under a second name are said, and counted once."""
        self.refused += answer.refused
        self.not_understood += answer.not_understood
        for one in answer.read:
            if one.source.digest in self.read:
                name = one.source.name
                self.set_aside("intake.same-file-twice", what=name, source=one.source.digest, place=name)
            else:
                self.read[one.source.digest] = ReadHere(one, _folder(one.source.name, file))
                self.refused += one.content.refused
                self.not_understood += one.content.not_understood

    def forget(self, one: ReadHere, why: str) -> None:
        """Leave out a file that was read: nothing of it stays but its name, and why."""
        read = one.read
        del self.read[read.source.digest]
        self.refused = [refused for refused in self.refused if refused not in read.content.refused]
        self.not_understood = [told for told in self.not_understood if told not in read.content.not_understood]
        self.refuse(why, place=read.source.name)

    def refuse(self, code: str, *, source: str = "", place: str = "") -> None:
        """Keep a refusal about one file."""
        self.refused.append(Refused(code=code, values={}, source=source, place=place))

    def set_aside(self, why: str, *, what: str, source: str = "", place: str = "") -> None:
        """Keep a word about something that was safely set aside."""
        self.not_understood.append(NotUnderstood(source=source, place=place, what=what, why=why))

    def ended(self, verdict: Verdict, record: PatientRecord | None, blocked: str = "") -> GatheredCase:
        """Return the case with everything that is told of it."""
        sources = tuple(one.read.source for one in self.read.values())
        refused, not_understood = tuple(self.refused), tuple(self.not_understood)
        if record is not None:
            record = replace(record, sources=sources, refused=refused, not_understood=not_understood)
        return GatheredCase(
            verdict=verdict,
            record=record,
            blocked=Refused(code=blocked, values={}) if blocked else None,
            sources=sources,
            refused=refused,
            not_understood=not_understood,
            readings=tuple(self.read.values()),
            paths=self.paths,
            images=() if record is None else record.images,
        )


def as_read(record: PatientRecord) -> GatheredCase:
    """Return what was read on an earlier day, as a case of its own."""
    return GatheredCase(
        verdict=Verdict(state=VerdictState.AGREED, identity=record.identity),
        record=record,
        sources=record.sources,
        refused=record.refused,
        not_understood=record.not_understood,
        images=record.images,
    )


def intake_worker() -> Worker:
    """Return a worker for `gather`; entered early, it gets ready while its owner does something else."""
    return Worker(prepare=PREPARE)


def gather(  # noqa: PLR0913 - what a person said is part of what is read
    paths: Sequence[Path],
    *,
    worker: Worker | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    cancel: CancelFlag | None = None,
    earlier: Sequence[ReadHere] = (),
    joined: Sequence[Sequence[Identity]] = (),
    only: Identity | None = None,
) -> GatheredCase:
    """Read everything under `paths` and return it as one patient's case, the same in whatever order it was dropped.

    Parameters
    ----------
    paths
        Files, folders and ZIP archives, as the person named them.
    worker
        An entered `intake_worker`; without one it has its own.
    progress
        Told of each file; it may stop the work.
    cancel
        Stops the work at once, even inside a file, from any thread.
    earlier
        The `readings` of the case that these files are added to.
    joined
        Sides that a person said are one patient, the right one first, as often as that was said: what differs between
        exactly these does not block, and the right one's details stand.
    only
        The side, as `verdict.sides` showed it, that a person separated from the others: files of another side, and
        those that cannot be told apart, are left out, and that is said of each.

    Raises
    ------
    Cancelled
        Somebody asked to stop; nothing is left running.
    """
    settings, progress = settings or Settings(), progress or Silent()
    with intake_worker() if worker is None else nullcontext(worker) as ready:
        return _case(_read_all(paths, earlier, ready, settings, progress, cancel), joined, only)


def files_by_side(gathered: GatheredCase) -> tuple[tuple[Path, ...], ...]:
    """Return the files of each side, in the order of `verdict.sides`. A file that names nobody is on no side."""
    return tuple(side.paths for side in gathered.sides)


def _read_all(
    paths: Sequence[Path],
    earlier: Sequence[ReadHere],
    worker: Worker,
    settings: Settings,
    progress: Progress,
    cancel: CancelFlag | None,
) -> _Gathering:
    by_name = sorted((Path(path).absolute() for path in paths), key=lambda path: (path.name, path))
    found = find(by_name, max_files=settings.intake_max_files, max_bytes=settings.intake_max_input_mib * MIB)
    paths_found = tuple(Path(file.path) for file in found.files)
    gathering = _Gathering(refused=found.refused, not_understood=found.not_understood, paths=paths_found)
    gathering.take(earlier)
    for number, file in enumerate(found.files):
        progress.step("intake.reading", number, len(found.files))
        _read(file, worker, gathering, settings, cancel)
    progress.step("intake.reading", len(found.files), len(found.files))
    gathering.read = dict(sorted(gathering.read.items(), key=lambda item: (item[1].read.source.name, item[0])))
    return gathering


def _read(
    file: InputFile, worker: Worker, gathering: _Gathering, settings: Settings, cancel: CancelFlag | None
) -> None:
    """Have one path read, and keep whatever comes of it."""
    arguments = {
        "path": file.path,
        "name": file.name,
        "max_files": settings.intake_max_files,
        "max_bytes": settings.intake_max_input_mib * MIB,
    }
    limits = Limits(memory_bytes=settings.intake_memory_mib * MIB, wall_seconds=settings.intake_seconds)
    ending = worker.run(Job(name=JOB, arguments=arguments, limits=limits), Silent(cancel), cancel=cancel)
    if isinstance(ending, JobCancelled):
        raise Cancelled("asked to stop while a file was read")
    if isinstance(ending, JobRefused):
        gathering.refused.append(Refused(code=ending.code, values=ending.values, place=file.name))
    elif isinstance(ending, JobCrashed):
        LOGGER.error("job.crashed", extra={"crash": ending})
        code = _CRASHES.get(ending.kind, "intake.reader-stopped")
        gathering.refuse(code, place=file.name)
    else:
        gathering.keep(from_plain(ReadPath, ending.value), file)


def _case(gathering: _Gathering, joined: Sequence[Sequence[Identity]], only: Identity | None) -> GatheredCase:
    """Weigh the identities and compose the record."""
    telling = _telling(gathering)
    identities, of_file = _identities(telling)
    verdict = judge(identities, joined)
    if only is not None and verdict.positions:
        telling = _left_alone(gathering, telling, of_file, verdict, only)
        identities, of_file = _identities(telling)
        verdict = judge(identities, joined)
    if verdict.identity is None:
        ended = gathering.ended(verdict, None, _why_blocked(verdict))
        return replace(ended, sides=tuple(_sides(telling, of_file, verdict, gathering.paths)))
    kept = []
    for one, own in zip(telling, of_file, strict=True):
        if own.isdisjoint(verdict.kept_out):
            kept.append(one.read)
        else:
            gathering.refuse("intake.identity-not-confirmed", source=one.read.source.digest)
    if verdict.renamed:
        gathering.set_aside("intake.identity-renamed", what=_names(identities))
    return gathering.ended(verdict, _record(gathering, verdict.identity, kept))


def _record(gathering: _Gathering, identity: Identity, kept: Sequence[ReadSource]) -> PatientRecord:
    together = join(kept)
    gathering.not_understood += together.not_joined
    return PatientRecord(
        identity=identity,
        facts=settled(together.facts),
        primaries=together.primaries,
        demonstration=is_demonstration(identity),
        images=as_series(series for one in kept for series in one.content.images),
    )


def _telling(gathering: _Gathering) -> list[ReadHere]:
    contents = ((one, one.read.content) for one in gathering.read.values())
    return [one for one, content in contents if content.facts or content.identities or content.images]


def _on_side(own: set[int], verdict: Verdict) -> int | None:
    """Return which side a file is on, None where it names nobody, or people of several sides."""
    homes = [at for at, side in enumerate(verdict.positions) if not own.isdisjoint(side)]
    return homes[0] if len(homes) == 1 and own <= set(verdict.positions[homes[0]]) else None


def _sides(
    telling: Sequence[ReadHere], of_file: Sequence[set[int]], verdict: Verdict, paths: Sequence[Path]
) -> Iterator[Side]:
    for at in range(len(verdict.positions)):
        readings = tuple(one for one, own in zip(telling, of_file, strict=True) if _on_side(own, verdict) == at)
        places = tuple(path for path in paths if any(_lies_in(one, path) for one in readings))
        yield Side(identity=verdict.sides[at], readings=readings, paths=places)


def _lies_in(one: ReadHere, path: Path) -> bool:
    """Whether a file is the one at `path`, or a member of the archive there."""
    inside = Path(one.folder)
    return inside / one.read.source.name.rpartition("/")[2] == path or inside == path or path in inside.parents


def _left_alone(
    gathering: _Gathering,
    telling: Sequence[ReadHere],
    of_file: Sequence[set[int]],
    verdict: Verdict,
    only: Identity,
) -> list[ReadHere]:
    """Return the files of one side alone; the others are forgotten, and told."""
    wanted = next((at for at, side in enumerate(verdict.sides) if _same(side, only)), None)
    kept = []
    for one, own in zip(telling, of_file, strict=True):
        at = _on_side(own, verdict)
        if at is not None and at == wanted:
            kept.append(one)
        else:
            code = "intake.on-no-side" if at is None else "intake.of-the-other-side"
            gathering.forget(one, code)
    return kept


def _same(one: Identity, other: Identity) -> bool:
    return replace(one, source="") == replace(other, source="")


def _why_blocked(verdict: Verdict) -> str:
    if verdict.state is VerdictState.CONFLICT:
        return "intake.two-patients"
    return "intake.no-identity-confirmed" if verdict.sides else "intake.nothing-to-read"


def _identities(files: Sequence[ReadHere]) -> tuple[list[Identity], list[set[int]]]:
    """Return the different identities, and for each file the positions of its own among them.

    A file that says nothing of the patient has an identity of its own: empty ones are not equal to each other.
    """
    different: list[Identity] = []
    of_file = [{_position(identity, different) for identity in own} for own in located(files)]
    return different, of_file


def _folder(name: str, file: InputFile) -> str:
    """Return where on this machine the file shown as `name` lies: a folder, or one inside the archive `file`."""
    if name == file.name:
        return str(Path(file.path).parent)
    return f"{file.path}{name.removeprefix(file.name).rpartition('/')[0]}"


def _position(identity: Identity, different: list[Identity]) -> int:
    nobody = replace(identity, source="") == Identity()
    for index, known in enumerate(different):
        if replace(known, source="") == replace(identity, source="") and not nobody:
            return index
    different.append(identity)
    return len(different) - 1


def _names(identities: Sequence[Identity]) -> str:
    return " / ".join(dict.fromkeys(f"{one.given} {one.family}".strip() for one in identities if one.family))
