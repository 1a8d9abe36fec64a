"""Writes the vectors of packs: `python -m tests.models.vectors [ID …]`, before `make models`.

Ours are computed by the independent formula (`tests/models/formulas`) for ordinary patients; public ones are those of
the reference folder where it is there, else those that the file has. Recipes and graphs have no part in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bedside_app.foundation.bounded import yaml_file
from bedside_app.inference.packs.card import FILES, Card
from models.build import MODELS, ROOT
from models.card_source import SOURCE, card_of
from tests.models.formulas import FORMULAS
from tests.models.patients import ordinary_patient

__all__ = ["OWN", "PATIENTS", "draft_card", "main"]

OWN: Final = "independent formula in tests/models/formulas"
PATIENTS: Final = 8
_PUBLIC: Final = ROOT.parent / "shared" / "clinical" / "vectors.json"


def draft_card(pack_id: str) -> Card:
    """Return the card of a short form as it stands, with whatever outputs the recipe has, before anything is built."""
    from importlib import import_module

    folder = MODELS / pack_id
    card = card_of(pack_id, yaml_file(folder / SOURCE), dict.fromkeys(FILES, ""))
    recipe = import_module(f"models.{pack_id}.recipe")
    if hasattr(recipe, "outputs"):
        card["outputs"] = recipe.outputs()
    return Card.model_validate(card)


def _vectors(pack_id: str) -> list[dict[str, Any]]:
    card, formula = draft_card(pack_id), FORMULAS[pack_id]
    found = []
    for number in range(PATIENTS):
        patient = ordinary_patient(card, number)
        outputs = formula(patient)
        found.append({"inputs": patient, "outputs": outputs, "tolerance": _tolerances(outputs), "source": OWN})
    return found + _public(pack_id)


def _tolerances(outputs: dict[str, Any]) -> dict[str, float]:
    """Return 1e-9 of the value, and no less than 1e-9, for every number that is not whole."""
    return {name: max(1e-9, abs(value) * 1e-9) for name, value in outputs.items() if isinstance(value, float)}


def _public(pack_id: str) -> list[dict[str, Any]]:
    path = MODELS / pack_id / "vectors.json"
    if _PUBLIC.is_file():
        return list(json.loads(_PUBLIC.read_text("utf-8")).get(pack_id, ()))
    known = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return [vector for vector in known if vector["source"] != OWN]


def _text(vectors: Sequence[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in vectors) + "\n]\n"


def main(ids: Sequence[str]) -> int:
    """Write the vectors of the named packs, or of all that have a formula."""
    for pack_id in ids or sorted(FORMULAS):
        path: Path = MODELS / pack_id / "vectors.json"
        text = _text(_vectors(pack_id))
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
