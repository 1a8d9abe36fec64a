"""What a pack is and whether it is sound: its card, where it lies, its digests, its graph. Nothing here runs a graph.

A pack is a folder with `model.onnx`, `card.json`, `vectors.json`, `LICENCE.txt` and the `recipe.py` that made it.
"""

from bedside_app.inference.packs.card import Card
from bedside_app.inference.packs.find import Pack, Shelf, find_packs
from bedside_app.inference.packs.page import card_text

__all__ = ["Card", "Pack", "Shelf", "card_text", "find_packs"]
