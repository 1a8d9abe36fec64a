"""Complete response of rectal cancer to neoadjuvant treatment (Wang et al., Cancer Med 2024;13:e7251)."""

from typing import Final

from models.vocabulary import Graph, Term, by_code, contributions, given, logistic

__all__ = ["build"]

INTERCEPT: Final = -0.0131
TERMS: Final = (
    Term("clinical_t_stage", 1.0, by_code("clinical_t_stage", {"t1": 1.3364, "t2": 0.0, "t3": 0.5773, "t4": 0.0587})),
    Term("clinical_n_stage", 1.0, by_code("clinical_n_stage", {"n0": 0.0, "n1": -0.4513, "n2": -0.6596})),
    Term("mri_emvi_positive", -1.1061, given("mri_emvi_positive")),
    Term("total_neoadjuvant_therapy", 0.7642, given("total_neoadjuvant_therapy")),
    Term(
        "rectal_histology",
        -1.4323,
        by_code("rectal_histology", {"adenocarcinoma": 0.0, "signet_ring_or_mucinous": 1.0}),
    ),
    Term("cea", -0.0584, given("cea")),  # ng/mL
)


def build() -> Graph:
    """Return the probability, and the share of each input in the log odds."""
    return Graph(
        name="wang_larc_pcr",
        inputs=tuple(term.of for term in TERMS),
        outputs={"pathological_complete_response_probability": logistic(TERMS, INTERCEPT), **contributions(TERMS)},
    )
