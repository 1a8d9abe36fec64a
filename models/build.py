"""Rebuilds every coefficient pack from its recipe: `make models`, or `python -m models.build [ID …]`.

`python -m models.build --pack DIR` builds one pack that lies elsewhere: a hospital's own, begun with `bedside models
new`. It runs that pack's recipe, so only whoever wrote it, or has read it, should.

Writes `model.onnx`, the card from its short form, what the recipe says of the card's outputs, the digests of the card,
the list of built-in packs, `docs/models` and the JSON Schema of cards. The same recipes give the same bytes; CI and a
test compare them with what is committed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from textwrap import wrap
from types import ModuleType
from typing import Any, Final

from bedside_app.foundation.bounded import yaml_file
from bedside_app.inference.packs.card import FILES, Card, read_card, schema
from bedside_app.inference.packs.find import CARD, digest
from models.card_source import SOURCE, card_of, licence_of
from models.pages import pages
from models.trained_card import REPORT, trained_pack

__all__ = ["ROOT", "built_elsewhere", "built_pack", "changed", "main", "pack_ids"]

ROOT: Final = Path(__file__).resolve().parents[1]
MODELS: Final = Path(__file__).resolve().parent
DOCS: Final = ROOT / "docs" / "models"
BUILT_IN: Final = ROOT / "bedside_app" / "inference" / "packs" / "built_in.py"
_LINE: Final = 120  # characters, as everywhere in the code
SCHEMA: Final = ROOT / "resources" / "schemas" / "card.schema.json"


def pack_ids() -> tuple[str, ...]:
    """Return the ids of all folders that hold a card or its short form; each has a recipe."""
    return tuple(sorted({path.parent.name for name in (CARD, SOURCE) for path in MODELS.glob(f"*/{name}")}))


def built_pack(pack_id: str) -> dict[str, bytes]:
    """Return the files of one pack that its recipe makes: the model and the card; of a trained pack, the card alone."""
    if (MODELS / pack_id / REPORT).is_file():
        return trained_pack(MODELS / pack_id)
    return _built(MODELS / pack_id, import_module(f"models.{pack_id}.recipe"))


def built_elsewhere(folder: Path) -> dict[str, bytes]:
    """Return the files of a pack in any folder, as `built_pack` does; the folder's name is its id."""
    spec = spec_from_file_location(f"recipe_of_{folder.name}", folder / "recipe.py")
    if spec is None or spec.loader is None or not (folder / SOURCE).is_file():
        raise ValueError(f"{folder} lacks recipe.py or {SOURCE}")
    recipe = module_from_spec(spec)
    spec.loader.exec_module(recipe)
    return _built(folder, recipe)


def _built(folder: Path, recipe: ModuleType) -> dict[str, bytes]:
    pack_id = folder.name
    files = {"model.onnx": recipe.build().to_bytes()}
    card = _card(folder)
    if (folder / SOURCE).is_file():
        files["LICENCE.txt"] = licence_of(card).encode("utf-8")
    if hasattr(recipe, "outputs"):
        card["outputs"] = recipe.outputs()
    card["files"] = {name: digest(files.get(name) or (folder / name).read_bytes()) for name in sorted(card["files"])}
    text = json.dumps(card, ensure_ascii=False, indent=2) + "\n"
    files[CARD] = text.encode("utf-8")
    read_card(files[CARD], name=pack_id)
    return files


def _card(folder: Path) -> dict[str, Any]:
    """Return the card as it is written: in its short form, or in full."""
    if (folder / SOURCE).is_file():
        return card_of(folder.name, yaml_file(folder / SOURCE), dict.fromkeys(FILES, ""))
    card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    return card


def changed(ids: Sequence[str]) -> dict[Path, bytes]:
    """Return every file that the build would write with other bytes than it has."""
    wanted: dict[Path, bytes] = {}
    for pack_id in ids:
        wanted |= {MODELS / pack_id / name: data for name, data in built_pack(pack_id).items()}
    data = {pack_id: wanted.get(MODELS / pack_id / CARD) or _committed(pack_id) for pack_id in pack_ids()}
    cards = {pack_id: read_card(card, name=pack_id) for pack_id, card in sorted(data.items())}
    wanted[BUILT_IN] = _list(data, cards).encode("utf-8")
    wanted |= pages(DOCS, cards)
    wanted[SCHEMA] = schema().encode("utf-8")
    return {path: data for path, data in wanted.items() if not path.is_file() or path.read_bytes() != data}


def _committed(pack_id: str) -> bytes:
    """Return the card of a pack that is not built now."""
    return (MODELS / pack_id / CARD).read_bytes()


def _list(data: Mapping[str, bytes], cards: Mapping[str, Card]) -> str:
    """Return the text of `built_in.py` for these cards."""
    head, _, _ = BUILT_IN.read_text(encoding="utf-8").partition("BUILT_IN: Final")
    digests = "".join(f'    "{pack_id}": "{digest(data[pack_id])}",\n' for pack_id in cards)
    about = "".join(_row(pack_id, card.about_when) for pack_id, card in cards.items() if card.about_when)
    treatments = [pack_id for pack_id, card in cards.items() if card.treatments]
    pictures = [pack_id for pack_id, card in cards.items() if card.image is not None]
    return (
        f"{head}BUILT_IN: Final[Mapping[str, str]] = {{\n{digests}}}\n\n"
        f"ABOUT_WHEN: Final[Mapping[str, str]] = {{\n{about}}}\n\n"
        f"COUNT_TREATMENTS: Final[frozenset[str]] = {_set(treatments)}\n"
        f"TAKE_PICTURES: Final[frozenset[str]] = {_set(pictures)}\n"
    )


def _set(pack_ids: Sequence[str]) -> str:
    """Return a set as the formatter of the sources writes it."""
    if len(pack_ids) == 1:
        return f'frozenset({{"{pack_ids[0]}"}})'
    rows = "".join(f'        "{pack_id}",\n' for pack_id in pack_ids)
    return f"frozenset(\n    {{\n{rows}    }}\n)"


def _row(pack_id: str, condition: str) -> str:
    """Return one row of a table of conditions, over several lines where it is long."""
    row = f'    "{pack_id}": {json.dumps(condition)},\n'
    if len(row) <= _LINE:
        return row
    parts = wrap(condition, _LINE - 10, drop_whitespace=False, break_long_words=False)
    return f'    "{pack_id}": (\n' + "".join(f"        {json.dumps(part)}\n" for part in parts) + "    ),\n"


def main(arguments: Sequence[str]) -> int:
    """Write what changed and say so."""
    if len(arguments) == 2 and arguments[0] == "--pack":
        folder = Path(arguments[1]).resolve()
        for name, data in built_elsewhere(folder).items():
            (folder / name).write_bytes(data)
            print(f"wrote {name}")
        return 0
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
