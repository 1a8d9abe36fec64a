"""Residual cancer burden after neoadjuvant treatment (Symmans et al., J Clin Oncol 2007;25:4414)."""

from typing import Final

from models.vocabulary import Graph, above, at_most, cases, given, power, sqrt

__all__ = ["build"]

INVASIVE: Final = (
    given("tumour_cellularity_percent") / 100.0 * (1.0 - given("in_situ_percent") / 100.0)
)  # share of the bed that is invasive cancer
DIAMETER: Final = sqrt(given("tumour_bed_diameter_1") * given("tumour_bed_diameter_2"))  # mm
NODAL: Final = 4.0 * (1.0 - power(0.75, given("positive_nodes"))) * given("largest_nodal_metastasis")
EXPONENT: Final = 0.17


def build() -> Graph:
    """Return the index and the class: 0 none, I up to 1.36, II up to 3.28, III more."""
    score = 1.4 * power(INVASIVE * DIAMETER, EXPONENT) + power(NODAL, EXPONENT)
    group = cases((at_most(score, 0), 0.0), (above(score, 3.28), 3.0), (above(score, 1.36), 2.0), otherwise=1.0)
    return Graph(
        name="rcb",
        inputs=(
            "tumour_bed_diameter_1",
            "tumour_bed_diameter_2",
            "tumour_cellularity_percent",
            "in_situ_percent",
            "positive_nodes",
            "largest_nodal_metastasis",
        ),
        outputs={"score": score, "risk_group": group},
    )
