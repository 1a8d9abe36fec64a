"""Magee equation 1: an estimate of the 21-gene recurrence score (Klein et al., Mod Pathol 2013;26:658)."""

from typing import Final

from models.vocabulary import Graph, Term, by_code, contributions, given, linear

__all__ = ["build"]

INTERCEPT: Final = 15.31385
TERMS: Final = (
    Term("nottingham_score", 1.4055, given("nottingham_score")),
    Term("er_h_score", -0.01924, given("er_h_score")),
    Term("pr_h_score", -0.02925, given("pr_h_score")),
    Term("her2_status", 1.0, by_code("her2_status", {"negative": 0.0, "equivocal": 0.77681, "positive": 11.58134})),
    Term("tumour_size", 0.78677, given("tumour_size") / 10.0),  # cm
    Term("ki67_percent", 0.13269, given("ki67_percent")),
)


def build() -> Graph:
    """Return the estimate, and the share of each input."""
    return Graph(
        name="magee_eq1",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": linear(TERMS, INTERCEPT), **contributions(TERMS)},
    )
