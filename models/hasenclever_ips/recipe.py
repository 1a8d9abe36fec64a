"""International Prognostic Score of advanced Hodgkin lymphoma (Hasenclever and Diehl, N Engl J Med 1998;339:1506)."""

from typing import Final

from models.vocabulary import (
    Graph,
    any_of,
    at_least,
    below,
    by_code,
    choose,
    contributions,
    counted,
    equals,
    given,
    linear,
)

__all__ = ["build"]

LYMPHOCYTES, LEUKOCYTES, GIVEN_PERCENT = given("lymphocytes"), given("leukocytes"), given("lymphocyte_percent")
PERCENT: Final = choose(at_least(GIVEN_PERCENT, 0), GIVEN_PERCENT, 100.0 * LYMPHOCYTES / LEUKOCYTES)
MALE: Final = by_code("sex", {"female": 0.0, "male": 1.0})

TERMS: Final = (
    counted("albumin", (below(given("albumin"), 40), 1)),  # g/L
    counted("haemoglobin", (below(given("haemoglobin"), 105), 1)),  # g/L
    counted("sex", (equals(MALE, 1), 1)),
    counted("age", (at_least(given("age"), 45), 1)),
    counted("ann_arbor_stage", (at_least(given("ann_arbor_stage"), 4), 1)),
    counted("leukocytes", (at_least(LEUKOCYTES, 15), 1)),
    counted("lymphocytes", (any_of(below(LYMPHOCYTES, 0.6), below(PERCENT, 8)), 1)),
)


def build() -> Graph:
    """Return the number of factors, 0 to 7."""
    return Graph(
        name="hasenclever_ips",
        inputs=(*(term.of for term in TERMS), "lymphocyte_percent"),
        outputs={"score": linear(TERMS), **contributions(TERMS)},
    )
