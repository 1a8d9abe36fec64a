"""Rewrite the published JSON Schemas from the code that they describe: `python -m tests.schemas` (`make schemas`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from bedside_app.inference.packs import card
from bedside_app.report import json_document
from bedside_app.therapy import schema

__all__ = ["FOLDER", "published"]

FOLDER: Final = Path(__file__).resolve().parents[1] / "resources/schemas"


def published() -> dict[str, str]:
    """Return the text of every published schema by its file name."""
    knowledge = {f"{name}.schema.json": _written(value) for name, value in schema.json_schemas().items()}
    return {"assess.schema.json": _written(json_document.schema()), "card.schema.json": card.schema(), **knowledge}


def _written(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, text in published().items():
        (FOLDER / name).write_text(text, "utf-8")
