"""Sokal relative risk of chronic myeloid leukaemia (Sokal et al., Blood 1984;63:789)."""

from typing import Final

from models.vocabulary import Graph, Term, above, at_least, cases, contributions, exp, given, linear, power

__all__ = ["build"]

TERMS: Final = (
    Term("age", 0.0116, given("age") - 43.4),
    Term("spleen_below_costal_margin", 0.0345, given("spleen_below_costal_margin") - 7.51),  # cm
    Term("platelets", 0.188, power(given("platelets") / 700.0, 2.0) - 0.563),
    Term("peripheral_blasts", 0.0887, given("peripheral_blasts") - 2.10),  # %
)


def build() -> Graph:
    """Return the relative risk and the group: low below 0.8, high above 1.2."""
    risk = exp(linear(TERMS))
    return Graph(
        name="sokal",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": risk,
            "risk_group": cases((above(risk, 1.2), 2.0), (at_least(risk, 0.8), 1.0), otherwise=0.0),
            **contributions(TERMS),
        },
    )
