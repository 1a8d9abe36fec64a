"""IOTA ADNEX without CA-125: five kinds of adnexal mass (Van Calster et al., BMJ 2014;349:g5920).

Each row gives the log odds of one kind against a benign mass: intercept, then the coefficients of `values()` in order.
"""

from typing import Final

from models.vocabulary import Graph, Quantity, above, choose, given, linear, log2, softmax
from models.vocabulary.forms import Term
from models.vocabulary.quantity import constant

__all__ = ["build"]

INPUTS: Final = (
    "age",
    "lesion_diameter",
    "solid_diameter",
    "more_than_10_locules",
    "papillary_projections",
    "acoustic_shadows",
    "ascites_present",
    "oncology_centre",
)
LESION: Final = given("lesion_diameter")
# A solid part larger than the lesion is an entry error: no number.
SOLID: Final = choose(above(given("solid_diameter") - LESION, 0.0), float("nan"), given("solid_diameter")) / LESION

ROWS: Final = {
    "borderline": (
        -7.412534,
        (0.003489, 0.430701, 7.117925, -5.74135, 1.343699, 0.607211, -2.11885, 1.167767, 0.983227),
    ),
    "stage_1": (-12.201607, (0.017607, 0.98728, 10.07145, -6.17742, 0.763081, 0.410449, -1.98073, 0.77054, 0.543677)),
    "stage_2_4": (
        -12.826207,
        (0.045172, 0.759002, 11.83296, -6.64336, 0.316444, 0.390959, -2.94082, 2.691276, 0.929483),
    ),
    "metastatic": (
        -11.424379,
        (0.033407, 0.560396, 7.264105, -2.77392, 0.983394, 0.199164, -2.63702, 2.185574, 0.906249),
    ),
}


def values() -> tuple[Quantity, ...]:
    """Return what the coefficients multiply, in the order of the rows."""
    return (
        given("age"),
        log2(LESION),
        SOLID,
        SOLID * SOLID,
        *(given(name) for name in INPUTS[3:]),
    )


def build() -> Graph:
    """Return the probability of each of the five kinds."""
    names = ("age", "lesion_diameter", "solid_diameter", "solid_diameter", *INPUTS[3:])
    predictors: dict[str, Quantity] = {"benign": constant(0.0)}
    for kind, (intercept, betas) in ROWS.items():
        terms = [Term(*row) for row in zip(names, betas, values(), strict=True)]
        predictors[kind] = linear(terms, intercept)
    return Graph(
        name="adnex_no_ca125",
        inputs=INPUTS,
        outputs={f"probability_{kind}": value for kind, value in softmax(predictors).items()},
    )
