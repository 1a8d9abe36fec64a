"""Rebuilds every coefficient pack from its recipe: `make models`, or `python -m models.build [ID …]`.

Writes `model.onnx`, what the recipe says of the card's outputs, the digests of the card, the list of built-in packs and
the JSON Schema of cards. The same recipes give the same bytes; CI and a test compare them with what is committed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from bedside_app.inference.packs.card import read_card, schema
from bedside_app.inference.packs.find import CARD, digest

__all__ = ["ROOT", "built_pack", "changed", "main", "pack_ids"]

ROOT: Final = Path(__file__).resolve().parents[1]
MODELS: Final = Path(__file__).resolve().parent
BUILT_IN: Final = ROOT / "bedside_app" / "inference" / "packs" / "built_in.py"
SCHEMA: Final = ROOT / "resources" / "schemas" / "card.schema.json"


def pack_ids() -> tuple[str, ...]:
    """Return the ids of all folders that hold a card; each has a recipe, a module or a package of that name."""
    return tuple(sorted(path.parent.name for path in MODELS.glob(f"*/{CARD}")))


def built_pack(pack_id: str) -> dict[str, bytes]:
    """Return the files of one pack that its recipe makes: the model and the card."""
    folder = MODELS / pack_id
    recipe = import_module(f"models.{pack_id}.recipe")
    files = {"model.onnx": recipe.build().to_bytes()}
    card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    if hasattr(recipe, "outputs"):
        card["outputs"] = recipe.outputs()
    card["files"] = {name: digest(files.get(name) or (folder / name).read_bytes()) for name in sorted(card["files"])}
    text = json.dumps(card, ensure_ascii=False, indent=2) + "\n"
    files[CARD] = text.encode("utf-8")
    read_card(files[CARD], name=pack_id)
    return files


def changed(ids: Sequence[str]) -> dict[Path, bytes]:
    """Return every file that the build would write with other bytes than it has."""
    wanted: dict[Path, bytes] = {}
    for pack_id in ids:
        wanted |= {MODELS / pack_id / name: data for name, data in built_pack(pack_id).items()}
    cards = {pack_id: wanted.get(MODELS / pack_id / CARD) for pack_id in pack_ids()}
    digests = {pack_id: digest(data or (MODELS / pack_id / CARD).read_bytes()) for pack_id, data in cards.items()}
    wanted[BUILT_IN] = _list(digests).encode("utf-8")
    wanted[SCHEMA] = schema().encode("utf-8")
    return {path: data for path, data in wanted.items() if not path.is_file() or path.read_bytes() != data}


def _list(digests: dict[str, str]) -> str:
    """Return the text of `built_in.py` with these digests."""
    head, _, _ = BUILT_IN.read_text(encoding="utf-8").partition("BUILT_IN: Final")
    rows = "".join(f'    "{pack_id}": "{value}",\n' for pack_id, value in sorted(digests.items()))
    return f"{head}BUILT_IN: Final[Mapping[str, str]] = {{\n{rows}}}\n"


def main(arguments: Sequence[str]) -> int:
    """Write what changed and say so."""
    unknown = set(arguments) - set(pack_ids())
    if unknown:
        print(f"no such recipe: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    files = changed(tuple(arguments) or pack_ids())
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"wrote {path.relative_to(ROOT)}")
    print(f"{len(pack_ids())} packs, {len(files)} files changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
