"""Laboratory tumour lysis syndrome of Cairo and Bishop (Br J Haematol 2004;127:3), adults, absolute criteria."""

from typing import Final

from models.vocabulary import Graph, at_least, at_most, given, indicator, points

__all__ = ["build"]

CALCIUM: Final = given("calcium") / 0.2495 + 0.8 * (4.0 - given("albumin") / 10.0)  # mg/dL, corrected for albumin

CRITERIA: Final = points(
    (at_least(given("uric_acid") / 59.48, 8.0), 1),  # mg/dL
    (at_least(given("potassium"), 6.0), 1),  # mmol/L
    (at_least(given("phosphate") / 0.3229, 4.5), 1),  # mg/dL
    (at_most(CALCIUM, 7.0), 1),
)


def build() -> Graph:
    """Return the number of criteria, and whether two or more are met."""
    return Graph(
        name="tls_cairo_bishop",
        inputs=("uric_acid", "potassium", "phosphate", "calcium", "albumin"),
        outputs={
            "criteria_met": CRITERIA,
            "laboratory_tumour_lysis_syndrome": indicator(at_least(CRITERIA, 2)),
        },
    )
