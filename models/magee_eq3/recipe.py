"""Magee equation 3: an estimate of the 21-gene recurrence score (Klein et al., Mod Pathol 2013;26:658)."""

from typing import Final

from models.vocabulary import Graph, Term, by_code, contributions, given, linear

__all__ = ["build"]

INTERCEPT: Final = 24.30812
TERMS: Final = (
    Term("er_h_score", -0.02177, given("er_h_score")),
    Term("pr_h_score", -0.02884, given("pr_h_score")),
    Term("her2_status", 1.0, by_code("her2_status", {"negative": 0.0, "equivocal": 1.46495, "positive": 12.75525})),
    Term("ki67_percent", 0.18649, given("ki67_percent")),
)


def build() -> Graph:
    """Return the estimate, and the share of each input."""
    return Graph(
        name="magee_eq3",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": linear(TERMS, INTERCEPT), **contributions(TERMS)},
    )
