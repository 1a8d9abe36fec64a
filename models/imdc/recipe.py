"""IMDC risk of metastatic renal cell carcinoma (Heng et al., J Clin Oncol 2009;27:5794): one point for each factor."""

from typing import Final

from models.vocabulary import Graph, below, classify, contributions, counted, given, holds, linear

__all__ = ["build"]

TERMS: Final = (
    counted("karnofsky_performance_status", (below(given("karnofsky_performance_status"), 80), 1)),
    counted("months_diagnosis_to_treatment", (below(given("months_diagnosis_to_treatment"), 12), 1)),
    counted("haemoglobin_below_normal", (holds("haemoglobin_below_normal"), 1)),
    counted("corrected_calcium_above_normal", (holds("corrected_calcium_above_normal"), 1)),
    counted("neutrophils_above_normal", (holds("neutrophils_above_normal"), 1)),
    counted("platelets_above_normal", (holds("platelets_above_normal"), 1)),
)


def build() -> Graph:
    """Return the number of factors and the group: favourable 0, intermediate 1–2, poor 3 or more."""
    factors = linear(TERMS)
    return Graph(
        name="imdc",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "risk_factors": factors,
            "risk_group": classify(factors, (1, 3), limit_belongs="above"),
            **contributions(TERMS),
        },
    )
