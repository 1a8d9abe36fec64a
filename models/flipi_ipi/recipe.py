"""FLIPI (Solal-Céligny et al., Blood 2004;104:1258) and IPI (N Engl J Med 1993;329:987): one point for each factor."""

from typing import Final

from models.vocabulary import Graph, above, at_least, below, classify, given, points

__all__ = ["build"]

AGE: Final = (above(given("age"), 60), 1.0)
STAGE: Final = (at_least(given("ann_arbor_stage"), 3), 1.0)
LDH: Final = (above(given("ldh_ratio"), 1), 1.0)

FLIPI: Final = points(
    AGE,
    STAGE,
    LDH,
    (below(given("haemoglobin"), 120), 1.0),  # g/L
    (above(given("nodal_areas"), 4), 1.0),
)
IPI: Final = points(
    AGE,
    STAGE,
    LDH,
    (at_least(given("ecog_performance_status"), 2), 1.0),
    (above(given("extranodal_sites"), 1), 1.0),
)


def build() -> Graph:
    """Return both scores and groups: FLIPI low 0–1, intermediate 2, high 3–5; IPI 0–1, 2, 3, 4–5."""
    return Graph(
        name="flipi_ipi",
        inputs=(
            "age",
            "ann_arbor_stage",
            "ldh_ratio",
            "haemoglobin",
            "nodal_areas",
            "ecog_performance_status",
            "extranodal_sites",
        ),
        outputs={
            "flipi_score": FLIPI,
            "flipi_risk_group": classify(FLIPI, (2, 3), limit_belongs="above"),
            "ipi_score": IPI,
            "ipi_risk_group": classify(IPI, (2, 3, 4), limit_belongs="above"),
        },
    )
