"""ERSPC risk calculator 3 (Roobol et al. 2012): positive biopsy from PSA, rectal examination and volume class."""

from typing import Final

from models.vocabulary import Graph, Term, contributions, given, holds, indicator, log2, logistic

__all__ = ["build"]

INTERCEPT: Final = -1.826
TERMS: Final = (
    Term("psa", 1.024, log2(given("psa")) - 2.0),
    Term("prostate_volume_class", -1.500, log2(given("prostate_volume_class")) - 5.4),
    Term("dre_abnormal", 0.992, indicator(holds("dre_abnormal"))),
)


def build() -> Graph:
    """Return the probability of cancer on a sextant biopsy, and the share of each input in the log odds."""
    return Graph(
        name="erspc_rc3",
        inputs=("psa", "prostate_volume_class", "dre_abnormal"),
        outputs={"prostate_cancer_probability": logistic(TERMS, INTERCEPT), **contributions(TERMS)},
    )
