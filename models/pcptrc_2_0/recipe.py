"""PCPT Risk Calculator 2.0 (Ankerst et al. 2014): no, low-grade or high-grade cancer on a biopsy.

With free PSA the odds are updated by the likelihood ratio of log2 percent free PSA, which is normal in each class.
"""

from typing import Final

from models.vocabulary import Graph, Quantity, Term, at_least, choose, given, linear, log, log2, maximum, softmax
from models.vocabulary.quantity import constant

__all__ = ["build"]

PSA: Final = log2(given("psa"))
FREE: Final = given("free_psa_percent")  # -1 where it was not measured

ROWS: Final = (
    "psa",
    "age",
    "african_ancestry",
    "prior_negative_biopsy",
    "dre_abnormal",
    "family_history_prostate_cancer",
)
LOW_GRADE: Final = (-3.00215469, (0.25613390, 0.01643637, 0.12172599, -0.45533257, -0.03864628, 0.27197219))
HIGH_GRADE: Final = (-7.05304534, (0.70489441, 0.04753804, 1.04174529, -0.21409933, 0.40068434, 0.22467348))

# log2 of percent free PSA in each class: mean at log2 PSA of 0, slope on log2 PSA, standard deviation
FREE_PSA: Final = {
    "no": (4.9602101, -0.2195069, 0.5154306),
    "low": (4.9730353, -0.3856204, 0.6010974),
    "high": (4.8059009, -0.3483031, 0.6452902),
}


def build() -> Graph:
    """Return the three probabilities."""
    predictors = {"no": constant(0.0), "low": _predictor(*LOW_GRADE), "high": _predictor(*HIGH_GRADE)}
    probabilities = softmax({name: predictor + _free(name) for name, predictor in predictors.items()})
    return Graph(
        name="pcptrc_2_0",
        inputs=(*ROWS, "free_psa_percent"),
        outputs={
            "probability_no_cancer": probabilities["no"],
            "probability_low_grade_cancer": probabilities["low"],
            "probability_high_grade_cancer": probabilities["high"],
        },
    )


def _predictor(intercept: float, betas: tuple[float, ...]) -> Quantity:
    values = (PSA, *(given(name) for name in ROWS[1:]))
    return linear([Term(*row) for row in zip(ROWS, betas, values, strict=True)], intercept)


def _free(name: str) -> Quantity:
    """Return the log density of log2 percent free PSA in one class; 0 in all of them where it was not measured."""
    mean, slope, deviation = FREE_PSA[name]
    distance = (log2(maximum(FREE, 0.01)) - (mean + slope * PSA)) / deviation
    density = -0.5 * distance * distance - log(constant(deviation))
    return choose(at_least(FREE, 0.0), density, 0.0)
