"""PBCG risk calculator (Ankerst et al., Eur Urol 2018;74:197): a sub-model for each set of known answers.

Each row gives the coefficients of low-grade and high-grade cancer against no cancer: intercept, log2 PSA, age, African
ancestry, earlier negative biopsy, abnormal rectal examination, family history. None stands where the sub-model does
without the answer.
"""

from typing import Final

from models.vocabulary import Graph, Quantity, Term, all_of, cases, equals, given, linear, log2, negate, softmax
from models.vocabulary.quantity import Condition, constant

__all__ = ["build"]

NOT_KNOWN: Final = 9.0
ROWS: Final = (
    "psa",
    "age",
    "african_ancestry",
    "prior_negative_biopsy",
    "dre_abnormal",
    "family_history_prostate_cancer",
)
OPTIONAL: Final = ROWS[3:]
Row = tuple[float | None, ...]

LOW_GRADE: Final[tuple[Row, ...]] = (
    (-2.44052108, 0.13617244, 0.01780617, 0.78721039, -0.83613721, 0.04612721, 0.33233636),
    (-2.29687989, 0.13785591, 0.01758914, 0.63876791, -0.86200471, 0.07193350, None),
    (-2.64840984, 0.13125283, 0.02044166, 0.81792881, -0.98610357, None, 0.31447017),
    (-2.16147411, 0.07409519, 0.01322988, 0.76131045, None, 0.05397516, 0.29246219),
    (-2.49050385, 0.12961272, 0.02020429, 0.67674970, -0.97275826, None, None),
    (-2.01851079, 0.06745424, 0.01263369, 0.63938472, None, 0.08562844, None),
    (-2.39161580, 0.06129651, 0.01600515, 0.81132928, None, None, 0.27501639),
    (-2.23794923, 0.05343098, 0.01553627, 0.69593716, None, None, None),
)
HIGH_GRADE: Final[tuple[Row, ...]] = (
    (-6.36851856, 0.79996510, 0.05566536, 0.61596975, -1.27437249, 0.85780143, 0.61003848),
    (-6.06621401, 0.76053930, 0.05509847, 0.51701373, -1.38390751, 0.83442202, None),
    (-6.70538152, 0.77635003, 0.06542705, 0.52401464, -1.43681965, None, 0.55443478),
    (-5.99897055, 0.70727793, 0.04992968, 0.56485952, None, 0.89154384, 0.56910873),
    (-6.41089002, 0.74110558, 0.06476911, 0.42814591, -1.50274350, None, None),
    (-5.68203352, 0.65059244, 0.04883786, 0.49214793, None, 0.87421554, None),
    (-6.42320154, 0.67779036, 0.06092178, 0.50429130, None, None, 0.50805684),
    (-6.13292904, 0.62979529, 0.06002002, 0.43816016, None, None, None),
)


def build() -> Graph:
    """Return the three probabilities."""
    found = softmax({"no": constant(0.0), "low": _predictor(LOW_GRADE), "high": _predictor(HIGH_GRADE)})
    return Graph(
        name="pbcg",
        inputs=ROWS,
        outputs={
            "probability_no_cancer": found["no"],
            "probability_low_grade_cancer": found["low"],
            "probability_high_grade_cancer": found["high"],
        },
    )


def _predictor(rows: tuple[Row, ...]) -> Quantity:
    """Return the linear predictor of the sub-model whose answers are exactly those that are known."""
    return cases(*((_known(row), _linear(row)) for row in rows), otherwise=float("nan"))


def _known(row: Row) -> Condition:
    unknown = [equals(given(name), NOT_KNOWN) for name in OPTIONAL]
    parts = [one if beta is None else negate(one) for one, beta in zip(unknown, row[4:], strict=True)]
    return all_of(*parts)


def _linear(row: Row) -> Quantity:
    intercept, *betas = row
    values = (log2(given("psa")), *(given(name) for name in ROWS[1:]))
    terms = [Term(name, beta, value) for name, beta, value in zip(ROWS, betas, values, strict=True) if beta is not None]
    return linear(terms, intercept or 0.0)
