"""Asks the worker: rows of checked values for packs, answers for each, whatever happens to one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.progress import Progress, Silent
from bedside_app.foundation.settings import Settings, load
from bedside_app.foundation.workers import (
    Ending,
    Job,
    JobCancelled,
    JobCrashed,
    JobDone,
    JobRefused,
    Limits,
    Worker,
)
from bedside_app.inference.packs.card import Scalar
from bedside_app.inference.packs.find import Pack

__all__ = ["CRASHED", "JOB", "PROVIDERS", "Answer", "Inference", "Question", "RowAnswer"]

JOB: Final = "bedside_app.inference.job:answer"
PREPARE: Final = "bedside_app.inference.job:prepare"
PROVIDERS: Final = "bedside_app.inference.job:providers"
CRASHED: Final = "inference.crashed"  # the sentence for a pack whose worker ended badly

Run = Callable[[Job, Progress], Ending]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One pack and the rows to run, each checked by `scope` before."""

    pack: Pack
    rows: tuple[Mapping[str, Scalar], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnswer:
    """The outputs of one row by name and the exact share of each input, or why there are none."""

    outputs: Mapping[str, Scalar]
    contributions: Mapping[str, float]
    refused: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one pack said, row by row, and on which provider; or why the whole pack is refused (`failed`: it broke)."""

    pack: Pack
    provider: str = ""
    rows: tuple[RowAnswer, ...] = ()
    refused: Refused | None = None
    failed: bool = False


class Inference:
    """A warm worker for packs. Use it as a context manager; packs stay loaded and tested between questions."""

    def __init__(self, run: Run | None = None, *, settings: Settings | None = None) -> None:
        """Take the function that runs a job; a worker process of our own by default.

        Without `settings` those of this workstation count, read anew for each job.
        """
        self._settings = settings
        self._worker = None if run is not None else Worker(prepare=PREPARE)
        self._run: Run = run or self._in_worker

    def __enter__(self) -> Self:
        if self._worker is not None:
            self._worker.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        if self._worker is not None:
            self._worker.close()

    def _in_worker(self, job: Job, progress: Progress) -> Ending:
        assert self._worker is not None
        return self._worker.run(job, progress)

    @property
    def settings(self) -> Settings:
        """What IT and the user have set."""
        return self._settings or load()

    @property
    def limits(self) -> Limits:
        """What one job may use."""
        settings = self.settings
        return Limits(
            memory_bytes=settings.inference_memory_mib * 1024**2, wall_seconds=float(settings.inference_seconds)
        )

    def providers(self, progress: Progress | None = None) -> tuple[str, ...]:
        """Return the execution providers of the worker's runtime; none where it does not start.

        Raises
        ------
        Cancelled
            Somebody asked to stop.
        """
        ending = self._run(Job(name=PROVIDERS, arguments={}, limits=self.limits), progress or Silent())
        if isinstance(ending, JobCancelled):
            raise Cancelled("asked to stop")
        return tuple(ending.value) if isinstance(ending, JobDone) else ()

    def run(self, job: Job, progress: Progress | None = None) -> Ending:
        """Run one job of this room in the warm worker to its end."""
        return self._run(job, progress or Silent())

    def ask(self, questions: Sequence[Question], progress: Progress | None = None) -> tuple[Answer, ...]:
        """Return one answer for each question, in their order.

        A pack that takes the worker down with it is marked as failed, and the others are asked again without it.

        Raises
        ------
        Cancelled
            Somebody asked to stop.
        """
        if not questions:
            return ()
        watched = progress or Silent()
        watched.step("inference.running", 0, len(questions))
        ending = self._run(_job(questions, self.settings.inference_providers, self.limits), watched)
        if isinstance(ending, JobDone):
            return tuple(_answer(question, said) for question, said in zip(questions, ending.value, strict=True))
        if isinstance(ending, JobCancelled):
            raise Cancelled("asked to stop")
        if len(questions) > 1:
            return tuple(answer for question in questions for answer in self.ask([question], watched))
        return (_failed(questions[0], ending),)


def _job(questions: Sequence[Question], policy: str, limits: Limits) -> Job:
    packs = [
        {
            "folder": str(question.pack.folder),
            "origin": question.pack.origin,
            "digest": question.pack.digest,
            "rows": [dict(row) for row in question.rows],
            "pictures": question.pack.card.image is not None,
            "providers": policy,
        }
        for question in questions
    ]
    return Job(name=JOB, arguments={"packs": packs}, limits=limits)


def _answer(question: Question, said: Mapping[str, Any]) -> Answer:
    if "refused" in said:
        return Answer(pack=question.pack, refused=_refused(said, question.pack))
    rows = tuple(
        RowAnswer(outputs={}, contributions={}, refused=_refused(row, question.pack))
        if "refused" in row
        else RowAnswer(outputs=row["outputs"], contributions=row["contributions"])
        for row in said["rows"]
    )
    return Answer(pack=question.pack, provider=said["provider"], rows=rows)


def _refused(said: Mapping[str, Any], pack: Pack) -> Refused:
    return Refused(code=said["refused"], values=said["values"], source=pack.id)


def _failed(question: Question, ending: JobCrashed | JobRefused) -> Answer:
    if isinstance(ending, JobRefused):
        refused = Refused(code=ending.code, values=ending.values, source=question.pack.id)
        return Answer(pack=question.pack, refused=refused)
    title = question.pack.card.title
    values: dict[str, str | int | float | bool | None] = {
        "pack": question.pack.id,
        "title_en": title.en,
        "title_fr": title.fr,
        "kind": ending.kind.value,
    }
    return Answer(
        pack=question.pack, refused=Refused(code=CRASHED, values=values, source=question.pack.id), failed=True
    )
