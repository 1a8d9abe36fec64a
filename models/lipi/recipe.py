"""Lung Immune Prognostic Index (Mezquita et al., JAMA Oncol 2018;4:351): dNLR above 3, LDH above normal."""

from typing import Final

from models.vocabulary import Graph, above, choose, contributions, counted, given, linear
from models.vocabulary.forms import Term

__all__ = ["build"]

NEUTROPHILS, LEUKOCYTES = given("neutrophils"), given("leukocytes")
OTHER_CELLS: Final = LEUKOCYTES - NEUTROPHILS
# More neutrophils than white cells is an entry error: no number. (With equal counts the ratio is above any limit.)
DNLR_ABOVE_3: Final = choose(above(NEUTROPHILS - 3.0 * OTHER_CELLS, 0.0), 1.0, 0.0) + choose(
    above(NEUTROPHILS - LEUKOCYTES, 0.0), float("nan"), 0.0
)

TERMS: Final = (
    Term("neutrophils", 1.0, DNLR_ABOVE_3),
    counted("ldh_ratio", (above(given("ldh_ratio"), 1.0), 1)),
)


def build() -> Graph:
    """Return the points and the group: 0 good, 1 intermediate, 2 poor."""
    score = linear(TERMS)
    return Graph(
        name="lipi",
        inputs=("neutrophils", "leukocytes", "ldh_ratio"),
        outputs={"score": score, "risk_group": score, **contributions(TERMS)},
    )
