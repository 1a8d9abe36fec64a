"""A pack's files, every byte vouched for and its graph looked through: what a worker does before it loads anything."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from bedside_app.foundation.errors import Refusal
from bedside_app.inference.packs.card import Card, read_card
from bedside_app.inference.packs.find import CARD, PackDamaged, digest, read_file, verified_files
from bedside_app.inference.packs.graph_scan import scan

__all__ = ["SelfTestFailed", "sound_files"]


class SelfTestFailed(Refusal):
    """The graph does not give what the pack's own vectors say: its numbers can't be trusted here."""

    code: ClassVar[str] = "inference.self-test-failed"


def sound_files(folder: str, origin: str, expected: str) -> tuple[Card, dict[str, bytes]]:
    """Return the card and the files of the pack in `folder`, whose card has the digest `expected`.

    Raises
    ------
    Refusal
        A file is missing, damaged or not the one of the card, or the graph holds what no pack may hold.
    """
    place = Path(folder)
    data = read_file(place, CARD, origin=origin)
    if digest(data) != expected:
        raise PackDamaged(pack=place.name, file=CARD)
    card = read_card(data, name=place.name)
    files = verified_files(place, card, origin=origin)
    scan(files["model.onnx"], pack=card.id)
    return card, files
