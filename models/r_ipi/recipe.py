"""Revised IPI (Sehn et al., Blood 2007;109:1857): the factors of the IPI in three groups, with rituximab."""

from typing import Final

from models.vocabulary import Graph, above, at_least, classify, contributions, counted, given, linear

__all__ = ["build"]

TERMS: Final = (
    counted("age", (above(given("age"), 60), 1)),
    counted("ann_arbor_stage", (at_least(given("ann_arbor_stage"), 3), 1)),
    counted("ldh_ratio", (above(given("ldh_ratio"), 1), 1)),
    counted("ecog_performance_status", (at_least(given("ecog_performance_status"), 2), 1)),
    counted("extranodal_sites", (above(given("extranodal_sites"), 1), 1)),
)


def build() -> Graph:
    """Return the score and the group: very good 0, good 1–2, poor 3–5."""
    score = linear(TERMS)
    return Graph(
        name="r_ipi",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": score, "risk_group": classify(score, (1, 3), limit_belongs="above"), **contributions(TERMS)},
    )
