"""Creatinine clearance after Cockcroft and Gault (Nephron 1976;16:31, abstract)."""

from typing import Final

from models.vocabulary import Graph, given, lookup

__all__ = ["build"]

UMOL_PER_MG_DL: Final = 88.4  # creatinine, µmol/L in one mg/dL
BY_SEX: Final = {0.0: 0.85, 1.0: 1.0}  # "15 % less in females"


def build() -> Graph:
    """Return (140 − age)·weight / (72·Scr in mg/dL), 15 % less in women, mL/min."""
    creatinine_mg_dl = given("creatinine") / UMOL_PER_MG_DL
    clearance = (140.0 - given("age")) * given("weight") * lookup(given("sex"), BY_SEX) / (72.0 * creatinine_mg_dl)
    return Graph(
        name="cockcroft_gault",
        inputs=("age", "weight", "creatinine", "sex"),
        outputs={"creatinine_clearance": clearance},
    )
