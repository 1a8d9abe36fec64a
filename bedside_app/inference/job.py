"""The worker's side: verifies a pack, tests it on its own vectors before its first use, and runs rows through it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.inference import image_job, tensors
from bedside_app.inference.engine import Engine, available, devices
from bedside_app.inference.packs.card import Card, Scalar, Vector, read_vectors
from bedside_app.inference.packs.sound import SelfTestFailed, sound_files
from bedside_app.inference.scope import checked

__all__ = [
    "CardDisagrees",
    "NotANumber",
    "Ready",
    "SelfTestFailed",
    "answer",
    "prepare",
    "providers",
    "ready_pack",
    "self_test",
]

_EXACT: Final = 1e-9  # of a vector's output without a tolerance of its own


class CardDisagrees(Refusal):
    """The card names inputs or outputs that the graph does not have."""

    code: ClassVar[str] = "inference.card-disagrees"


class NotANumber(Refusal):
    """The formula has no value for these inputs."""

    code: ClassVar[str] = "inference.not-a-number"


@dataclass(frozen=True, slots=True)
class Ready:
    """A pack that was verified and tested in this process."""

    card: Card
    engine: Engine


def prepare() -> None:
    """Have onnxruntime ready, which takes a third of a second, while the worker waits for the first question."""
    available()


def answer(arguments: Mapping[str, Any], progress: Progress) -> list[dict[str, Any]]:
    """Answer the rows of each pack; a pack that fails is refused by name and the rest go on.

    Parameters
    ----------
    arguments
        `packs`: a list of `folder`, `origin`, `digest` (of the card), `rows` (checked values by input name) and
        `pictures` (whether the pack takes pictures: it is then made ready only, and has no rows).

    Returns
    -------
        For each pack `provider` and `rows` (each `outputs` and `contributions`, or `refused`), or `refused`.
    """
    asked = arguments["packs"]
    found = []
    for place, pack in enumerate(asked):
        progress.step("inference.running", place, len(asked))
        try:
            found.append(_answer(pack))
        except Refusal as refusal:
            found.append(_refused(refusal))
    return found


def providers(_arguments: Mapping[str, Any], _progress: Progress) -> list[str]:
    """Return the execution providers that the runtime of this worker has, then each device that a plug-in offers.

    Formulas are served on the CPU, whatever there is: they are float64.
    """
    offered = (
        f"{one.provider} {one.library} ({one.maker} {one.kind}{f', driver {one.driver}' if one.driver else ''})"
        for one in devices()
    )
    return [*available(), *offered]


def _answer(pack: Mapping[str, Any]) -> dict[str, Any]:
    where = (pack["folder"], pack["origin"], pack["digest"])
    if pack.get("pictures"):
        return {"provider": image_job.provider_of(*where, pack.get("providers", "cpu")), "rows": []}
    ready, rows = ready_pack(*where), pack["rows"]
    return {"provider": ready.engine.provider, "rows": _rows(ready.card, ready.engine, rows) if rows else []}


def _rows(card: Card, engine: Engine, rows: Sequence[Mapping[str, Scalar]]) -> list[dict[str, Any]]:
    names = [output.name for output in card.outputs] + list(tensors.contribution_names(card).values())
    numbers = engine.run(tensors.feeds(card, rows), names)
    found: list[dict[str, Any]] = []
    for place, values in enumerate(tensors.outputs(card, numbers, rows)):
        shares = tensors.contributions(card, numbers, place)
        if values is None or not all(map(math.isfinite, shares.values())):
            found.append(_refused(NotANumber(pack=card.id, title_en=card.title.en, title_fr=card.title.fr)))
        else:
            found.append({"outputs": values, "contributions": shares})
    return found


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"refused": refusal.code, "values": refusal.values}


@lru_cache(maxsize=256)
def ready_pack(folder: str, origin: str, expected: str) -> Ready:
    """Return the pack, verified and self-tested once in this process."""
    card, files = sound_files(folder, origin, expected)
    engine = Engine(files["model.onnx"], pack=card.id)
    _agree(card, engine)
    self_test(card, engine, read_vectors(files["vectors.json"], name=card.id))
    return Ready(card, engine)


def _agree(card: Card, engine: Engine) -> None:
    wanted = {entry.name for entry in card.inputs}
    promised = {output.name for output in card.outputs} | set(tensors.contribution_names(card).values())
    if wanted != engine.inputs or not promised <= engine.outputs:
        names = sorted((wanted ^ engine.inputs) | (promised - engine.outputs))
        raise CardDisagrees(pack=card.id, names=", ".join(names[:5]))


def self_test(card: Card, engine: Engine, vectors: Sequence[Vector]) -> None:
    """Run the pack's own vectors.

    Raises
    ------
    SelfTestFailed
        An output differs by more than its tolerance, or there are no vectors. `vector` counts from 1.
    """
    if not vectors:
        raise SelfTestFailed(pack=card.id, vector=0, output="vectors.json")
    rows = _rows(card, engine, [checked(card, vector.inputs) for vector in vectors])
    for place, (vector, row) in enumerate(zip(vectors, rows, strict=True), start=1):
        for name, expected in vector.outputs.items():
            found = row.get("outputs", {}).get(name)
            if not _same(expected, found, vector.tolerance.get(name, _EXACT)):
                raise SelfTestFailed(pack=card.id, vector=place, output=name)


def _same(expected: Scalar, found: Scalar | None, tolerance: float) -> bool:
    if isinstance(expected, str) or isinstance(found, str) or found is None:
        return expected == found
    return math.isclose(expected, found, rel_tol=0.0, abs_tol=tolerance)
