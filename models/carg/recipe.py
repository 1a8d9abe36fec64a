"""CARG score of chemotherapy toxicity in older adults (Hurria et al., J Clin Oncol 2011;29:3457)."""

from typing import Final

from models.vocabulary import (
    Graph,
    Term,
    at_least,
    below,
    by_code,
    classify,
    contributions,
    counted,
    given,
    holds,
    indicator,
    linear,
)

__all__ = ["build"]

LIMIT: Final = by_code("sex", {"female": 100.0, "male": 110.0})  # haemoglobin, g/L

TERMS: Final = (
    counted("age", (at_least(given("age"), 72), 2)),
    counted("gi_or_gu_cancer", (holds("gi_or_gu_cancer"), 2)),
    counted("standard_dose", (holds("standard_dose"), 2)),
    counted("polychemotherapy", (holds("polychemotherapy"), 2)),
    Term("haemoglobin", 3.0, indicator(below(given("haemoglobin") - LIMIT, 0))),
    counted("creatinine_clearance", (below(given("creatinine_clearance"), 34), 3)),
    counted("hearing_impaired", (holds("hearing_impaired"), 2)),
    counted("fall_last_6_months", (holds("fall_last_6_months"), 3)),
    counted("needs_help_with_medicines", (holds("needs_help_with_medicines"), 1)),
    counted("limited_walking_one_block", (holds("limited_walking_one_block"), 2)),
    counted("reduced_social_activity", (holds("reduced_social_activity"), 1)),
)


def build() -> Graph:
    """Return the points and the group."""
    score = linear(TERMS)
    return Graph(
        name="carg",
        inputs=(*(term.of for term in TERMS), "sex"),
        outputs={"score": score, "risk_group": classify(score, (6, 10), limit_belongs="above"), **contributions(TERMS)},
    )
