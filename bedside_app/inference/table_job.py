"""The worker's side of a table: its plan, then piece by piece the rows as text, checked, run, and written as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from bedside_app.foundation.errors import Fault, Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.foundation.words import Language, say
from bedside_app.inference.engine import Floats
from bedside_app.inference.job import NotANumber, Ready, ready_pack
from bedside_app.inference.packs.card import Card, Output
from bedside_app.inference.table_check import Columns, Flags, Judge, numbers_of
from bedside_app.inference.table_read import OWN_COLUMNS, Plan, plan_of, read_piece
from bedside_app.inference.tensors import contribution_names

__all__ = ["piece", "plan"]

_CELLS: Final = 400_000  # of one piece, about: bounds the memory of both processes
_MOST_ROWS: Final = 32_000
_WRONG_LENGTH: Final = "inference.table-row-length"

_Why = tuple[str, str]  # code and sentence


class _WrongLength(Refusal):
    """A row has more or fewer cells than the header."""

    code = _WRONG_LENGTH


def plan(arguments: Mapping[str, Any], _progress: Progress) -> dict[str, Any]:
    """Make the pack ready and read the header of a table.

    Parameters
    ----------
    arguments
        `folder`, `origin`, `digest` of the pack, `table` (its path), `keep` (columns for the answer).

    Returns
    -------
        `plan` for `piece`, the answer's `head`, the `provider`, and the file's `size`.
    """
    card = _ready(arguments).card
    made = plan_of(Path(arguments["table"]), card, arguments["keep"])
    names = [output.name for output in card.outputs]
    return {
        "plan": made.plain(),
        "head": _csv([[OWN_COLUMNS[0], *made.kept, *OWN_COLUMNS[1:3], *names, *OWN_COLUMNS[3:]]]),
        "provider": _ready(arguments).engine.provider,
        "size": made.file[1],
    }


def piece(arguments: Mapping[str, Any], _progress: Progress) -> dict[str, Any]:
    """Answer the next rows of a table.

    Parameters
    ----------
    arguments
        As for `plan`, and the `plan`, `offset` in the file, `row` (number of the first), `told` (the words for where
        the pack comes from), `language`.

    Returns
    -------
        `text` (CSV), `offset` of the next piece, `rows` of this one, `refused` (how many by code).
    """
    ready, plan_ = _ready(arguments), Plan.of(arguments["plan"])
    card = ready.card
    cells = len(card.outputs) + len(plan_.columns) + len(OWN_COLUMNS)
    found = read_piece(Path(arguments["table"]), plan_, arguments["offset"], min(_MOST_ROWS, _CELLS // cells + 1))
    rows = len(found.records)
    if not rows:
        return {"text": "", "offset": found.after, "rows": 0, "refused": {}}
    columns, refused = _columns(found.records, plan_, card)
    own = {name: column for name, column in columns.items() if name not in plan_.kept or card.input(name) is not None}
    judge = _judge(arguments["folder"], arguments["origin"], arguments["digest"], tuple(own))
    feeds, right, why_not = numbers_of(card, own, rows, judge)
    for place in refused:
        right[place] = False
    refused = {**why_not, **refused}
    places = np.flatnonzero(right)
    answers = _answers(ready, own, feeds, places, refused)
    whys = _whys(refused, rows, arguments["language"])
    first = arguments["row"]
    table = zip(
        range(first, first + rows),
        *(columns[name] for name in plan_.kept),
        [f"{card.id} {card.version}"] * rows,
        [arguments["told"]] * rows,
        *answers,
        *whys,
        strict=True,
    )
    return {
        "text": _csv(table),
        "offset": found.after,
        "rows": rows,
        "refused": Counter(refusal.code for refusal in refused.values()),
    }


def _ready(arguments: Mapping[str, Any]) -> Ready:
    return ready_pack(arguments["folder"], arguments["origin"], arguments["digest"])


@lru_cache(maxsize=4)
def _judge(folder: str, origin: str, digest: str, names: tuple[str, ...]) -> Judge:
    """Return the judge of a table; it remembers from piece to piece."""
    return Judge(ready_pack(folder, origin, digest).card, names)


def _columns(records: list[list[str]], plan_: Plan, card: Card) -> tuple[dict[str, Sequence[str]], dict[int, Refusal]]:
    """Return the cells by column, and the rows that have more or fewer of them."""
    width = len(plan_.columns)
    refused: dict[int, Refusal] = {}
    if any(len(record) != width for record in records):
        for place, record in enumerate(records):
            if len(record) != width:
                refused[place] = _WrongLength(pack=card.id, found=len(record), expected=width)
                records[place] = [*record, *[""] * width][:width]
    return dict(zip(plan_.columns, zip(*records, strict=True), strict=True)), refused


def _answers(
    ready: Ready, columns: Columns, feeds: Mapping[str, Floats], places: Any, refused: dict[int, Refusal]
) -> list[Sequence[str]]:
    """Return each output's cells for all rows; a row without a finite answer joins the refused ones."""
    card = ready.card
    rows = len(next(iter(feeds.values())))
    if not len(places):
        return [[""] * rows] * len(card.outputs)
    whole = len(places) == rows
    fed = feeds if whole else {name: column[places] for name, column in feeds.items()}
    names = [output.name for output in card.outputs]
    shares = list(contribution_names(card).values())
    numbers = ready.engine.run(fed, [*names, *shares])
    applies = {output.name: _applies(output, card, columns, fed, places) for output in card.outputs}
    finite = np.ones(len(places), dtype=np.bool_)
    for output in card.outputs:
        finite &= np.isfinite(numbers[output.name]) | ~applies[output.name]
    for share in shares:
        finite &= np.isfinite(numbers[share])
    for place in places[~finite].tolist():
        refused[place] = NotANumber(pack=card.id, title_en=card.title.en, title_fr=card.title.fr)
    answers = (_texts(output, numbers[output.name], applies[output.name] & finite) for output in card.outputs)
    return [texts if whole else _spread(texts, places, rows) for texts in answers]


def _applies(output: Output, card: Card, columns: Columns, fed: Mapping[str, Floats], places: Any) -> Flags:
    """Return for each row whether the output means what its name says there."""
    applies = np.ones(len(places), dtype=np.bool_)
    for name, allowed in output.applies_when.items():
        entry, texts = card.input(name), columns.get(name)
        if entry is None or texts is None:
            return np.zeros(len(places), dtype=np.bool_)
        cells = [texts[place].strip() for place in places.tolist()]
        if entry.kind == "code":
            applies &= np.array([cell in allowed for cell in cells])
        else:
            numbers = [float(value) for value in allowed if not isinstance(value, str)]
            applies &= np.isin(fed[name], numbers) & np.array([bool(cell) for cell in cells])
    return applies


def _texts(output: Output, numbers: Floats, shown: Flags) -> list[str]:
    """Return the cells of one output: a number as its shortest exact text, the code of a class; "" where not shown."""
    values = numbers if shown.all() else np.where(shown, numbers, 0.0)
    texts = _said(output, values)
    for place in np.flatnonzero(~shown).tolist():
        texts[place] = ""
    return texts


def _said(output: Output, values: Floats) -> list[str]:
    if output.kind == "quantity":
        return list(map(repr, values.tolist()))
    whole = np.rint(values)
    if not np.array_equal(whole, values):
        raise Fault(f"{output.name} is not whole")
    if output.kind == "integer":
        return list(map(str, whole.astype(np.int64).tolist()))
    names = ["false", "true"] if output.kind == "boolean" else [entry.code for entry in output.classes]
    if len(values) and not 0 <= whole.min() <= whole.max() < len(names):
        raise Fault(f"{output.name} has no such class")
    return list(map(names.__getitem__, whole.astype(np.int64).tolist()))


def _spread(texts: Sequence[str], places: Any, rows: int) -> list[str]:
    cells = [""] * rows
    for place, text in zip(places.tolist(), texts, strict=True):
        cells[place] = text
    return cells


def _whys(refused: Mapping[int, Refusal], rows: int, language: Language) -> tuple[list[str], list[str]]:
    """Return the columns of codes and sentences."""
    codes, sentences = [""] * rows, [""] * rows
    for place, refusal in refused.items():
        codes[place] = refusal.code
        sentences[place] = say(refusal.code, language, refusal.values)
    return codes, sentences


def _csv(rows: Any) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
