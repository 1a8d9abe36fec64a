"""STRATOS example: recurrence or death within five years after surgery (McLernon et al., Ann Intern Med 2023)."""

from typing import Final

from models.vocabulary import (
    Graph,
    Quantity,
    Term,
    above,
    all_of,
    at_most,
    contributions,
    cox_survival,
    equals,
    given,
    indicator,
    linear,
    maximum,
    minimum,
    power,
)

__all__ = ["build"]

SIZE: Final = given("tumour_size")  # mm
NODES: Final = minimum(given("positive_nodes"), 19.0)
BASELINE: Final = 0.804  # survival without recurrence at five years where the predictor is 0


def _cube(x: Quantity) -> Quantity:
    """Return the cube of what is above 0."""
    return power(maximum(x, 0.0), 3.0)


# restricted cubic spline with knots at 0, 1 and 9 nodes
SPLINE: Final = (_cube(NODES) - _cube(NODES - 1.0) * (9.0 / 8.0) + _cube(NODES - 9.0) / 8.0) / 81.0

TERMS: Final = (
    Term("tumour_size", 0.342, indicator(all_of(above(SIZE, 20), at_most(SIZE, 50)))),
    Term("tumour_size", 0.574, indicator(above(SIZE, 50))),
    Term("positive_nodes", 0.304, NODES),
    Term("positive_nodes", -0.811, SPLINE),
    Term("tumour_grade", 0.362, indicator(equals(given("tumour_grade"), 3))),
)


def build() -> Graph:
    """Return the risk, and the share of each input in the log hazard."""
    return Graph(
        name="stratos_breast_rfs5",
        inputs=("tumour_size", "positive_nodes", "tumour_grade"),
        outputs={
            "recurrence_or_death_risk_5y": 1.0 - cox_survival(BASELINE, linear(TERMS)),
            **contributions(TERMS),
        },
    )
