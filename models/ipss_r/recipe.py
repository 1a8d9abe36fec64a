"""Revised IPSS of myelodysplastic neoplasms (Greenberg et al., Blood 2012;120:2454)."""

from typing import Final

from models.vocabulary import (
    Graph,
    Term,
    above,
    at_least,
    below,
    by_code,
    classify,
    contributions,
    counted,
    given,
    linear,
)

__all__ = ["build"]

BLASTS: Final = given("bone_marrow_blasts")  # %
HAEMOGLOBIN: Final = given("haemoglobin") / 10.0  # g/dL
PLATELETS: Final = given("platelets")

TERMS: Final = (
    Term(
        "cytogenetic_risk",
        1.0,
        by_code("cytogenetic_risk", {"very_good": 0, "good": 1, "intermediate": 2, "poor": 3, "very_poor": 4}),
    ),
    counted("bone_marrow_blasts", (above(BLASTS, 2), 1), (at_least(BLASTS, 5), 1), (above(BLASTS, 10), 1)),
    counted("haemoglobin", (below(HAEMOGLOBIN, 10), 1), (below(HAEMOGLOBIN, 8), 0.5)),
    counted("platelets", (below(PLATELETS, 100), 0.5), (below(PLATELETS, 50), 0.5)),
    counted("neutrophils", (below(given("neutrophils"), 0.8), 0.5)),
)
GROUP_LIMITS: Final = (1.5, 3.0, 4.5, 6.0)  # a group ends with its limit


def build() -> Graph:
    """Return the score 0–10 and the group."""
    score = linear(TERMS)
    return Graph(
        name="ipss_r",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": score,
            "risk_group": classify(score, GROUP_LIMITS, limit_belongs="below"),
            **contributions(TERMS),
        },
    )
