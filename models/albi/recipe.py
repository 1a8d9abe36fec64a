"""ALBI score and grade of liver function (Johnson et al., J Clin Oncol 2015;33:550)."""

from typing import Final

from models.vocabulary import Graph, Term, classify, contributions, given, linear, log10

__all__ = ["build"]

TERMS: Final = (
    Term("bilirubin", 0.66, log10(given("bilirubin"))),  # µmol/L
    Term("albumin", -0.085, given("albumin")),  # g/L
)
GRADE_LIMITS: Final = (-2.60, -1.39)  # a grade ends with its limit


def build() -> Graph:
    """Return the score, the grade 1 to 3, and the share of each input."""
    score = linear(TERMS)
    grade = 1.0 + classify(score, GRADE_LIMITS, limit_belongs="below")
    return Graph(
        name="albi",
        inputs=("bilirubin", "albumin"),
        outputs={"score": score, "albi_grade": grade, **contributions(TERMS)},
    )
