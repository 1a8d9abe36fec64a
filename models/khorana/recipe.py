"""Khorana score of venous thromboembolism before chemotherapy (Khorana et al., Blood 2008;111:4902)."""

from typing import Final

from models.vocabulary import (
    Graph,
    Term,
    above,
    any_of,
    at_least,
    below,
    by_code,
    classify,
    contributions,
    counted,
    given,
    holds,
    linear,
)

__all__ = ["build"]

SITE: Final = {
    "stomach": 2,
    "pancreas": 2,
    "lung": 1,
    "lymphoma": 1,
    "gynaecological": 1,
    "bladder": 1,
    "testicular": 1,
    "other": 0,
}

TERMS: Final = (
    Term("cancer_site", 1.0, by_code("cancer_site", SITE)),
    counted("platelets", (at_least(given("platelets"), 350), 1)),
    counted("haemoglobin", (any_of(below(given("haemoglobin"), 100), holds("erythropoiesis_stimulating_agent")), 1)),
    counted("leukocytes", (above(given("leukocytes"), 11), 1)),
    counted("body_mass_index", (at_least(given("body_mass_index"), 35), 1)),
)


def build() -> Graph:
    """Return the points and the group."""
    score = linear(TERMS)
    return Graph(
        name="khorana",
        inputs=(*(term.of for term in TERMS), "erythropoiesis_stimulating_agent"),
        outputs={"score": score, "risk_group": classify(score, (1, 3), limit_belongs="above"), **contributions(TERMS)},
    )
