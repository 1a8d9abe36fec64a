"""Every published formula in plain Python, written from the publication's table and from no recipe.

A graph must equal it (`tests/models/test_packs.py`), and a pack's own vectors are computed by it
(`tests.models.vectors`). A function
takes the inputs by their names, in the card's units, and returns the outputs by theirs; an optional input that is not
given is absent or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

__all__ = ["FORMULAS", "Formula"]

Formula = Callable[[Mapping[str, Any]], dict[str, Any]]

_AREAS: Final = ("prostate", "lung", "liver_kidney", "ovary_immunity", "blood", "supportive", "breast_and_more")

FORMULAS: Final[Mapping[str, Formula]] = {
    name: formula
    for area in _AREAS
    for name, formula in vars(import_module(f"tests.models.formulas.{area}"))["FORMULAS"].items()
}
