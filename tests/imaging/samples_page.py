"""What becomes of each of pydicom's own test files: the table of `docs/images.md`, written by running this module."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pydicom

from bedside_app.dictionary.entries import load
from bedside_app.domain.image import ImageSeries
from bedside_app.foundation.errors import Refusal
from bedside_app.imaging.frames import read_frame
from bedside_app.intake.content import HEAD_BYTES
from bedside_app.intake.dicom import can_read, read
from bedside_app.intake.source import Source

SAMPLES: Final = Path(pydicom.__file__).parent / "data" / "test_files"
PAGE: Final = Path(__file__).resolve().parents[2] / "docs/images.md"
SYNTAX: Final = "1.2.840.10008.1.2"
HEAD: Final = """\
| File | Kind | Transfer syntax 1.2.840.10008.1.2… | In the case | Its pixels by themselves |
|---|---|---|---|---|
"""


def rows() -> list[str]:
    """Return a row for each file that is told to be DICOM, or bears its name."""
    paths = [path for path in SAMPLES.iterdir() if path.is_file()]
    paths += [path for path in (SAMPLES / "dicomdirtests").iterdir() if path.is_file()]
    told = [path for path in paths if path.suffix == ".dcm" or can_read(path.read_bytes()[:HEAD_BYTES])]
    return [_row(path) for path in sorted(told, key=lambda path: path.name.lower())]


def _row(path: Path) -> str:
    data = path.read_bytes()
    kind, syntax, listed = "–", "–", "not recognised as DICOM (`intake.content.unknown`)"
    if can_read(data[:HEAD_BYTES]):
        try:
            file = read(Source.of(path.name, data), load())
        except Refusal as refusal:
            listed = f"refused: `{refusal.code}`"
        else:
            kind = file.kind
            told = [f"refused: `{one.code}`" for one in file.refused]
            told += [f"set aside: `{one.why}`" for one in file.not_understood]
            listed = told[0] if told else _listed(file.images[0])
            syntax = (
                file.images[0].instances[0].transfer_syntax.removeprefix(SYNTAX) or "(implicit)" if file.images else "–"
            )
    return f"| `{path.name}` | {kind} | {syntax} | {listed} | {_decoded(path)} |"


def _listed(series: ImageSeries) -> str:
    refused = series.instances[0].refused
    if refused is None:
        return "shown"
    return "listed, not shown yet" if refused.code == "imaging.not-shown-yet" else f"listed, refused: `{refused.code}`"


def _decoded(path: Path) -> str:
    try:
        shape = read_frame(path).shape
    except Refusal as refusal:
        return f"`{refusal.code}`"
    return " × ".join(str(side) for side in shape[1:])


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    head = text[: text.index("| File |")]
    PAGE.write_text(head + HEAD + "\n".join(rows()) + "\n", "utf-8")
