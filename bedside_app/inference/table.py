"""Runs a pack over a table of any length: a worker reads, checks and runs piece by piece, we write what it says.

The answer appears under its name when it is whole. Memory does not grow with the number of rows.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Cancelled, Refusal
from bedside_app.foundation.progress import Progress, Silent
from bedside_app.foundation.words import Language, say
from bedside_app.foundation.workers import Job, JobCancelled, JobDone, JobRefused
from bedside_app.inference.ask import CRASHED, Inference
from bedside_app.inference.packs.find import Pack
from bedside_app.inference.values import Told

__all__ = ["AnswerInTheWay", "AnswerIsTheTable", "NoTableForPictures", "TableAsked", "TableDone", "run_table"]

_PLAN: Final = "bedside_app.inference.table_job:plan"
_PIECE: Final = "bedside_app.inference.table_job:piece"


class NoTableForPictures(Refusal):
    """The pack takes pictures, and a table holds none."""

    code: ClassVar[str] = "inference.no-table-for-pictures"


class AnswerInTheWay(Refusal):
    """The system does not let the answer be written there."""

    code: ClassVar[str] = "inference.answer-in-the-way"


class AnswerIsTheTable(Refusal):
    """The answer would take the place of the table."""

    code: ClassVar[str] = "inference.answer-is-the-table"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDone:
    """How it went: rows in all, how many of them were refused by code, and on which provider the others ran."""

    rows: int
    provider: str
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAsked:
    """The table, where its answer goes, which columns go into it as they are, and the language of its sentences."""

    table: Path
    out: Path
    language: Language
    keep: Sequence[str] = ()


def run_table(pack: Pack, wanted: TableAsked, inference: Inference, progress: Progress | None = None) -> TableDone:
    """Answer every row of a table, in order: outputs, or the code and the sentence of the refusal.

    Raises
    ------
    Refusal
        The table or the pack as a whole is refused; `out` is as it was.
    Cancelled
        Somebody asked to stop; `out` is as it was.
    """
    table, out = wanted.table, wanted.out
    if pack.card.image is not None:
        raise NoTableForPictures(pack=pack.id)
    if out.exists() and table.exists() and out.samefile(table):
        raise AnswerIsTheTable(file=out.name)
    asked = {"folder": str(pack.folder), "origin": pack.origin, "digest": pack.digest, "table": str(table.absolute())}
    told = say(f"inference.origin_{pack.mark or 'signed'}", wanted.language, {"signer": pack.signer})
    asked |= {"told": told if pack.origin == "user" else pack.origin, "language": wanted.language}
    watched = progress or Silent()
    planned = _ask(inference, pack, _PLAN, {**asked, "keep": list(wanted.keep)}, watched)
    asked["plan"] = planned["plan"]
    fresh = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with fresh.open("x", encoding="utf-8", newline="") as file:
            file.write(planned["head"])
            rows, refused = 0, Counter[str]()
            offset, size = planned["plan"]["start"], planned["size"]
            while offset < size:
                watched.step("inference.table-running", offset * 100 // size, 100)
                said = _ask(inference, pack, _PIECE, {**asked, "offset": offset, "row": rows + 1}, Silent())
                file.write(said["text"])
                offset, rows = said["offset"], rows + said["rows"]
                refused.update(said["refused"])
        fresh.replace(out)
        watched.step("inference.table-running", 100, 100)
    except OSError as error:
        raise AnswerInTheWay(file=out.name, why=error.strerror or "") from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return TableDone(rows=rows, provider=planned["provider"], refused=dict(refused))


def _ask(inference: Inference, pack: Pack, name: str, arguments: Mapping[str, Any], progress: Progress) -> Any:
    ending = inference.run(Job(name=name, arguments=arguments, limits=inference.limits), progress)
    if isinstance(ending, JobDone):
        return ending.value
    if isinstance(ending, JobCancelled):
        raise Cancelled("asked to stop")
    if isinstance(ending, JobRefused):
        raise Told(Refused(code=ending.code, values=ending.values, source=pack.id))
    title = pack.card.title
    raise Told(
        Refused(
            code=CRASHED,
            values={"pack": pack.id, "title_en": title.en, "title_fr": title.fr, "kind": ending.kind.value},
            source=pack.id,
        )
    )
