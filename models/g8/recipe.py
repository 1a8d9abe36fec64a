"""G8 geriatric screening (Bellera et al., Ann Oncol 2012;23:2166): points of each item."""

from typing import Final

from models.vocabulary import (
    Graph,
    Term,
    above,
    at_least,
    at_most,
    by_code,
    contributions,
    given,
    holds,
    indicator,
    linear,
    negate,
    points,
)

__all__ = ["build"]

AGE, BMI = given("age"), given("body_mass_index")

TERMS: Final = (
    Term("food_intake", 1.0, by_code("food_intake", {"severe_decrease": 0, "moderate_decrease": 1, "no_decrease": 2})),
    Term(
        "weight_loss_3_months",
        1.0,
        by_code("weight_loss_3_months", {"over_3_kg": 0, "unknown": 1, "1_to_3_kg": 2, "none": 3}),
    ),
    Term("mobility", 1.0, by_code("mobility", {"bed_or_chair_bound": 0, "does_not_go_out": 1, "goes_out": 2})),
    Term(
        "neuropsychological_problems",
        1.0,
        by_code("neuropsychological_problems", {"severe": 0, "mild": 1, "none": 2}),
    ),
    Term("body_mass_index", 1.0, points((at_least(BMI, 19), 1), (at_least(BMI, 21), 1), (at_least(BMI, 23), 1))),
    Term("more_than_3_medicines", 1.0, indicator(negate(holds("more_than_3_medicines")))),
    Term(
        "self_rated_health",
        1.0,
        by_code("self_rated_health", {"not_as_good": 0, "unknown": 0.5, "as_good": 1, "better": 2}),
    ),
    Term("age", 1.0, 2.0 - points((at_least(AGE, 80), 1), (above(AGE, 85), 1))),
)
LIMIT: Final = 14.0


def build() -> Graph:
    """Return the score 0–17, whether it calls for an assessment, and the points of each item."""
    score = linear(TERMS)
    return Graph(
        name="g8",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": score,
            "geriatric_assessment_indicated": indicator(at_most(score, LIMIT)),
            **contributions(TERMS),
        },
    )
