"""Packs asked with plain values instead of a patient's record: what the command line and cohorts use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.inference.ask import Answer, Inference, Question
from bedside_app.inference.packs.card import Card, Scalar
from bedside_app.inference.packs.find import Pack, Shelf
from bedside_app.inference.scope import checked, judge_values, scope_facts

__all__ = ["NotARow", "Told", "from_text", "judged", "run_values", "run_vectors", "verify"]


class NotARow(Refusal):
    """An element of a vectors file is not `{"inputs": {…}}` with plain values."""

    code: ClassVar[str] = "inference.not-a-row"


class Told(Refusal):
    """A refusal that came back from the worker, raised here under its own code."""

    code: ClassVar[str] = "inference.crashed"

    def __init__(self, refused: Refused) -> None:
        self.code = refused.code  # type: ignore[misc]  # the class stands for every code
        super().__init__(**refused.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    values: dict[str, Scalar] | None
    refused: dict[str, Any] | None


def run_values(
    pack: Pack, values: Mapping[str, Scalar | None], inference: Inference, progress: Progress | None = None
) -> dict[str, Scalar]:
    """Return the outputs for one set of values, names and units as on the card.

    Facts that the population's conditions name (`sex`, say) may be given too, and are then judged.

    Raises
    ------
    Refusal
        A value is missing, out of range, of the wrong kind or out of scope, or the pack itself is refused.
    """
    (answer,) = inference.ask([Question(pack=pack, rows=(judged(pack.card, values),))], progress)
    refused = answer.refused or answer.rows[0].refused
    if refused is not None:
        raise Told(refused)
    return dict(answer.rows[0].outputs)


def run_vectors(
    pack: Pack, rows: Sequence[Any], inference: Inference, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Return one answer for each `{"inputs": {…}}`, in order: `{"outputs": {…}}` or `{"refused": {"code", "values"}}`.

    Raises
    ------
    Refusal
        The pack itself is refused.
    """
    prepared = [_prepared(pack.card, row, place) for place, row in enumerate(rows, start=1)]
    asked = tuple(row.values for row in prepared if row.values is not None)
    (answer,) = inference.ask([Question(pack=pack, rows=asked)], progress)
    if answer.refused is not None:
        raise Told(answer.refused)
    answers = iter(answer.rows)
    found: list[dict[str, Any]] = []
    for row in prepared:
        if row.refused is not None:
            found.append({"refused": row.refused})
            continue
        said = next(answers)
        if said.refused is not None:
            found.append({"refused": {"code": said.refused.code, "values": said.refused.values}})
        else:
            found.append({"outputs": dict(said.outputs)})
    return found


def _prepared(card: Card, row: Any, place: int) -> _Prepared:
    try:
        inputs = row.get("inputs") if isinstance(row, dict) else None
        if not isinstance(inputs, dict) or any(isinstance(value, dict | list) for value in inputs.values()):
            raise NotARow(pack=card.id, row=place)
        return _Prepared(values=judged(card, inputs), refused=None)
    except Refusal as refusal:
        return _Prepared(values=None, refused={"code": refusal.code, "values": refusal.values})


def judged(card: Card, values: Mapping[str, Scalar | None]) -> dict[str, Scalar]:
    """Return the model's own values, checked, after judging what was said of the population.

    Raises
    ------
    Refusal
        A value is missing, out of range, of the wrong kind or out of scope.
    """
    names = {entry.name for entry in card.inputs}
    population = {name: value for name, value in values.items() if name in scope_facts(card) and value is not None}
    own = {name: value for name, value in values.items() if name in names or name not in population}
    judge_values(card, population)
    return checked(card, own)


def from_text(card: Card, texts: Mapping[str, str]) -> dict[str, Scalar]:
    """Return what `name=text` on a command line says, by the kind of each input. What does not read stays text.

    `checked` then refuses it with its reason: nothing is guessed here.
    """
    return {name: _read(card, name, text.strip()) for name, text in texts.items()}


def _read(card: Card, name: str, text: str) -> Scalar:
    entry = card.input(name)
    kind = entry.kind if entry is not None else ""
    if kind == "code":
        return text
    if text in ("true", "false"):
        return text == "true"
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def verify(shelf: Shelf, inference: Inference, progress: Progress | None = None) -> tuple[Answer, ...]:
    """Return one answer for each pack on the shelf: its digests checked and its own vectors run (`refused` if not)."""
    return inference.ask([Question(pack=pack, rows=()) for pack in shelf.packs], progress)
