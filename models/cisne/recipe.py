"""Clinical Index of Stable Febrile Neutropenia, CISNE (Carmona-Bayonas et al., J Clin Oncol 2015;33:465)."""

from typing import Final

from models.vocabulary import Graph, at_least, below, classify, contributions, counted, given, holds, linear

__all__ = ["build"]

TERMS: Final = (
    counted("ecog_performance_status", (at_least(given("ecog_performance_status"), 2), 2)),
    counted("stress_hyperglycaemia", (holds("stress_hyperglycaemia"), 2)),
    counted("copd", (holds("copd"), 1)),
    counted("cardiovascular_disease", (holds("cardiovascular_disease"), 1)),
    counted("mucositis_grade", (at_least(given("mucositis_grade"), 2), 1)),
    counted("monocytes", (below(given("monocytes"), 0.2), 1)),
)


def build() -> Graph:
    """Return the points and the group."""
    score = linear(TERMS)
    return Graph(
        name="cisne",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": score, "risk_group": classify(score, (1, 3), limit_belongs="above"), **contributions(TERMS)},
    )
