"""NCCN-IPI of diffuse large B-cell lymphoma (Zhou et al., Blood 2014;123:837)."""

from typing import Final

from models.vocabulary import Graph, above, at_least, classify, contributions, counted, given, holds, linear

__all__ = ["build"]

AGE, LDH = given("age"), given("ldh_ratio")

TERMS: Final = (
    counted("age", (above(AGE, 40), 1), (above(AGE, 60), 1), (above(AGE, 75), 1)),
    counted("ldh_ratio", (above(LDH, 1), 1), (above(LDH, 3), 1)),
    counted("ann_arbor_stage", (at_least(given("ann_arbor_stage"), 3), 1)),
    counted("ecog_performance_status", (at_least(given("ecog_performance_status"), 2), 1)),
    counted("major_extranodal_disease", (holds("major_extranodal_disease"), 1)),
)


def build() -> Graph:
    """Return the score 0–8 and the group: low 0–1, low-intermediate 2–3, high-intermediate 4–5, high 6–8."""
    score = linear(TERMS)
    return Graph(
        name="nccn_ipi",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": score,
            "risk_group": classify(score, (2, 4, 6), limit_belongs="above"),
            **contributions(TERMS),
        },
    )
