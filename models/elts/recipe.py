"""EUTOS long-term survival score of chronic myeloid leukaemia, ELTS (Pfirrmann et al., Leukemia 2016;30:48)."""

from typing import Final

from models.vocabulary import Graph, Term, classify, contributions, given, linear, power

__all__ = ["build"]

TERMS: Final = (
    Term("age", 0.0025, power(given("age") / 10.0, 3.0)),
    Term("spleen_below_costal_margin", 0.0615, given("spleen_below_costal_margin")),  # cm
    Term("platelets", 0.4104, power(given("platelets") / 1000.0, -0.5)),
    Term("peripheral_blasts", 0.1052, given("peripheral_blasts")),  # %
)
GROUP_LIMITS: Final = (1.5680, 2.2185)  # a group ends with its limit


def build() -> Graph:
    """Return the score and the group."""
    score = linear(TERMS)
    return Graph(
        name="elts",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": score,
            "risk_group": classify(score, GROUP_LIMITS, limit_belongs="below"),
            **contributions(TERMS),
        },
    )
