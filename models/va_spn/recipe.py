"""Veterans Affairs model of the solitary pulmonary nodule (Gould et al., Chest 2007;131:383)."""

from typing import Final

from models.vocabulary import Graph, Term, contributions, given, logistic

__all__ = ["build"]

INTERCEPT: Final = -8.404
TERMS: Final = (
    Term("ever_smoker", 2.061, given("ever_smoker")),
    Term("age", 0.779, given("age") / 10.0),
    Term("nodule_diameter", 0.112, given("nodule_diameter")),
    Term("years_since_quit", -0.567, given("years_since_quit") / 10.0),
)


def build() -> Graph:
    """Return the probability of malignancy, and the share of each input in the log odds."""
    return Graph(
        name="va_spn",
        inputs=tuple(term.of for term in TERMS),
        outputs={"malignancy_probability": logistic(TERMS, INTERCEPT), **contributions(TERMS)},
    )
