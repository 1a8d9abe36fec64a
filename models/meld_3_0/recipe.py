"""MELD 3.0 (Kim et al., Gastroenterology 2021;161:1887): bilirubin and creatinine in mg/dL, albumin in g/dL."""

from typing import Final

from models.vocabulary import Graph, by_code, choose, clip, given, holds, log, maximum, rounded

__all__ = ["build"]

BILIRUBIN: Final = maximum(given("bilirubin") / 17.1, 1.0)
INR: Final = maximum(given("inr"), 1.0)
CREATININE: Final = choose(holds("dialysis"), 3.0, clip(given("creatinine") / 88.4, 1.0, 3.0))
SODIUM: Final = 137.0 - clip(given("sodium"), 125.0, 137.0)
ALBUMIN: Final = 3.5 - clip(given("albumin") / 10.0, 1.5, 3.5)


def build() -> Graph:
    """Return the score, rounded, from 6 to 40."""
    score = (
        1.33 * by_code("sex", {"female": 1.0, "male": 0.0})
        + 4.56 * log(BILIRUBIN)
        + 0.82 * SODIUM
        - 0.24 * SODIUM * log(BILIRUBIN)
        + 9.09 * log(INR)
        + 11.14 * log(CREATININE)
        + 1.85 * ALBUMIN
        - 1.83 * ALBUMIN * log(CREATININE)
        + 6.0
    )
    return Graph(
        name="meld_3_0",
        inputs=("sex", "bilirubin", "sodium", "inr", "creatinine", "albumin", "dialysis"),
        outputs={"score": clip(rounded(score), 6.0, 40.0)},
    )
