"""Mantle cell lymphoma International Prognostic Index (Hoster et al., Blood 2008;111:558)."""

from typing import Final

from models.vocabulary import Graph, Term, at_least, classify, contributions, given, indicator, linear, log10

__all__ = ["build"]

TERMS: Final = (
    Term("age", 0.03535, given("age")),
    Term("ecog_performance_status", 0.6978, indicator(at_least(given("ecog_performance_status"), 2))),
    Term("ldh_ratio", 1.367, log10(given("ldh_ratio"))),
    Term("leukocytes", 0.9393, log10(given("leukocytes") * 1000.0)),  # per µL
)


def build() -> Graph:
    """Return the score and the group: low below 5.7, high from 6.2 on."""
    score = linear(TERMS)
    return Graph(
        name="mipi",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": score,
            "risk_group": classify(score, (5.7, 6.2), limit_belongs="above"),
            **contributions(TERMS),
        },
    )
