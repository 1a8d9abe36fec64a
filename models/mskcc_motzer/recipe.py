"""MSKCC risk of metastatic renal cell carcinoma (Motzer et al., J Clin Oncol 2002;20:289): one point a factor."""

from typing import Final

from models.vocabulary import Graph, above, below, classify, contributions, counted, given, holds, linear

__all__ = ["build"]

MMOL_PER_MG_DL: Final = 0.2495  # calcium

TERMS: Final = (
    counted("karnofsky_performance_status", (below(given("karnofsky_performance_status"), 80), 1)),
    counted("ldh_ratio", (above(given("ldh_ratio"), 1.5), 1)),
    counted("haemoglobin_below_normal", (holds("haemoglobin_below_normal"), 1)),
    counted("corrected_calcium", (above(given("corrected_calcium") / MMOL_PER_MG_DL, 10), 1)),
    counted("months_diagnosis_to_treatment", (below(given("months_diagnosis_to_treatment"), 12), 1)),
)


def build() -> Graph:
    """Return the number of factors and the group: favourable 0, intermediate 1–2, poor 3 or more."""
    factors = linear(TERMS)
    return Graph(
        name="mskcc_motzer",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "risk_factors": factors,
            "risk_group": classify(factors, (1, 3), limit_belongs="above"),
            **contributions(TERMS),
        },
    )
