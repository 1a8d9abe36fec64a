"""IOTA ADNEX with CA-125: five kinds of adnexal mass (Van Calster et al., BMJ 2014;349:g5920).

Each row gives the log odds of one kind against a benign mass: intercept, then the coefficients of `values()` in order.
"""

from typing import Final

from models.vocabulary import Graph, Quantity, above, choose, given, linear, log2, softmax
from models.vocabulary.forms import Term
from models.vocabulary.quantity import constant

__all__ = ["build"]

INPUTS: Final = (
    "age",
    "ca125",
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
        -7.577663,
        (0.004506, 0.111642, 0.372046, 6.967853, -5.65588, 1.375079, 0.604238, -2.04157, 0.971061, 0.953043),
    ),
    "stage_1": (
        -12.276041,
        (0.017260, 0.197249, 0.873530, 9.583053, -5.83319, 0.791873, 0.400369, -1.87763, 0.452731, 0.452484),
    ),
    "stage_2_4": (
        -14.915830,
        (0.051239, 0.765456, 0.430477, 10.37696, -5.70975, 0.273692, 0.389874, -2.35516, 1.348408, 0.459021),
    ),
    "metastatic": (
        -11.909267,
        (0.033601, 0.276166, 0.449025, 6.644939, -2.30330, 0.899980, 0.215645, -2.49845, 1.636407, 0.808887),
    ),
}


def values() -> tuple[Quantity, ...]:
    """Return what the coefficients multiply, in the order of the rows."""
    return (
        given("age"),
        log2(given("ca125")),
        log2(LESION),
        SOLID,
        SOLID * SOLID,
        *(given(name) for name in INPUTS[4:]),
    )


def build() -> Graph:
    """Return the probability of each of the five kinds."""
    names = ("age", "ca125", "lesion_diameter", "solid_diameter", "solid_diameter", *INPUTS[4:])
    predictors: dict[str, Quantity] = {"benign": constant(0.0)}
    for kind, (intercept, betas) in ROWS.items():
        terms = [Term(*row) for row in zip(names, betas, values(), strict=True)]
        predictors[kind] = linear(terms, intercept)
    return Graph(
        name="adnex_ca125",
        inputs=INPUTS,
        outputs={f"probability_{kind}": value for kind, value in softmax(predictors).items()},
    )
