"""LORIS, pan-cancer (LLR6): objective response to a checkpoint inhibitor (Chang et al., Nat Cancer 2024)."""

from typing import Final

from models.vocabulary import Graph, Term, by_code, contributions, given, logistic, minimum

__all__ = ["build"]

INTERCEPT: Final = -2.0886
CANCER: Final = {
    "bladder": -0.3323,
    "breast": -0.3323,
    "colorectal": -0.102,
    "endometrial": -0.0079,
    "oesophageal": 0.55,
    "gastric": 0.2306,
    "head_and_neck": 0.0678,
    "hepatobiliary": -0.1189,
    "melanoma": -0.0086,
    "mesothelioma": 0.1255,
    "nsclc": 0.0008,
    "ovarian": -0.052,
    "pancreatic": -1.1169,
    "renal": 0.5451,
    "sarcoma": 0.0542,
    "sclc": -0.0033,
}

TERMS: Final = (
    Term("tumour_mutational_burden", 0.0371, minimum(given("tumour_mutational_burden"), 50.0)),
    Term("prior_systemic_therapy", -0.8775, given("prior_systemic_therapy")),
    Term("albumin", 0.5382, given("albumin") / 10.0),  # g/dL
    Term("neutrophil_lymphocyte_ratio", -0.033, minimum(given("neutrophil_lymphocyte_ratio"), 25.0)),
    Term("age", 0.0049, minimum(given("age"), 85.0)),
    Term("cancer_type", 1.0, by_code("cancer_type", CANCER)),
)


def build() -> Graph:
    """Return the probability of an objective response, and the share of each input in the log odds."""
    return Graph(
        name="loris_pan_cancer",
        inputs=tuple(term.of for term in TERMS),
        outputs={"response_probability": logistic(TERMS, INTERCEPT), **contributions(TERMS)},
    )
