"""Calcium corrected for albumin (Payne et al., Br Med J 1973;4:643): Ca + 0.8·(4 − albumin), in mg/dL and g/dL."""

from typing import Final

from models.vocabulary import Graph, given

__all__ = ["build"]

MMOL_PER_MG_DL: Final = 0.2495
CALCIUM: Final = given("calcium") / MMOL_PER_MG_DL  # mg/dL
ALBUMIN: Final = given("albumin") / 10.0  # g/dL


def build() -> Graph:
    """Return the corrected calcium in mmol/L."""
    corrected = CALCIUM + 0.8 * (4.0 - ALBUMIN)
    return Graph(
        name="corrected_calcium",
        inputs=("calcium", "albumin"),
        outputs={"corrected_calcium": corrected * MMOL_PER_MG_DL},
    )
