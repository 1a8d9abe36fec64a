"""Child-Pugh score and class (Pugh et al., Br J Surg 1973;60:646), with INR in place of prothrombin time."""

from typing import Final

from models.vocabulary import (
    Graph,
    Term,
    above,
    at_least,
    at_most,
    below,
    by_code,
    classify,
    contributions,
    given,
    linear,
    points,
)

__all__ = ["build"]

BILIRUBIN: Final = given("bilirubin") / 17.1  # mg/dL
ALBUMIN, INR = given("albumin"), given("inr")  # g/L, ratio

TERMS: Final = (
    Term("bilirubin", 1.0, 1.0 + points((at_least(BILIRUBIN, 2), 1), (above(BILIRUBIN, 3), 1))),
    Term("albumin", 1.0, 1.0 + points((at_most(ALBUMIN, 35), 1), (below(ALBUMIN, 28), 1))),
    Term("inr", 1.0, 1.0 + points((at_least(INR, 1.7), 1), (above(INR, 2.3), 1))),
    Term("ascites_grade", 1.0, by_code("ascites_grade", {"none": 1, "mild": 2, "moderate_or_severe": 3})),
    Term("encephalopathy_grade", 1.0, by_code("encephalopathy_grade", {"none": 1, "grade_1_2": 2, "grade_3_4": 3})),
)
CLASS_LIMITS: Final = (6, 9)  # A up to 6, B up to 9


def build() -> Graph:
    """Return the score 5 to 15, the class and the points of each input."""
    score = linear(TERMS)
    return Graph(
        name="child_pugh",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": score,
            "child_pugh_class": classify(score, CLASS_LIMITS, limit_belongs="below"),
            **contributions(TERMS),
        },
    )
