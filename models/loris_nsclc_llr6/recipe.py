"""LORIS for non-small-cell lung cancer (LLR6): objective response to a checkpoint inhibitor (Chang et al. 2024)."""

from typing import Final

from models.vocabulary import Graph, Term, contributions, given, logistic, minimum

__all__ = ["build"]

INTERCEPT: Final = -1.5593
TERMS: Final = (
    Term("tumour_mutational_burden", 0.0353, minimum(given("tumour_mutational_burden"), 50.0)),
    Term("pd_l1_tps", 0.0111, given("pd_l1_tps")),
    Term("prior_systemic_therapy", -0.375, given("prior_systemic_therapy")),
    Term("albumin", 0.2924, given("albumin") / 10.0),  # g/dL
    Term("neutrophil_lymphocyte_ratio", -0.0103, minimum(given("neutrophil_lymphocyte_ratio"), 25.0)),
)


def build() -> Graph:
    """Return the probability of an objective response, and the share of each input in the log odds."""
    return Graph(
        name="loris_nsclc_llr6",
        inputs=tuple(term.of for term in TERMS),
        outputs={"response_probability": logistic(TERMS, INTERCEPT), **contributions(TERMS)},
    )
