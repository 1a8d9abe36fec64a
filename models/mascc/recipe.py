"""MASCC risk index of febrile neutropenia (Klastersky et al., J Clin Oncol 2000;18:3038)."""

from typing import Final

from models.vocabulary import (
    Graph,
    Term,
    below,
    by_code,
    contributions,
    counted,
    given,
    holds,
    indicator,
    linear,
    negate,
)

__all__ = ["build"]

TERMS: Final = (
    Term("symptom_burden", 1.0, by_code("symptom_burden", {"none_or_mild": 5, "moderate": 3, "severe": 0})),
    counted("hypotension", (negate(holds("hypotension")), 5)),
    counted("copd", (negate(holds("copd")), 4)),
    counted("solid_tumour_or_no_fungal_infection", (holds("solid_tumour_or_no_fungal_infection"), 4)),
    counted("dehydration", (negate(holds("dehydration")), 3)),
    counted("outpatient", (holds("outpatient"), 3)),
    counted("age", (below(given("age"), 60), 2)),
)


def build() -> Graph:
    """Return the points and the group."""
    score = linear(TERMS)
    return Graph(
        name="mascc",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": score, "risk_group": indicator(below(score, 21)), **contributions(TERMS)},
    )
