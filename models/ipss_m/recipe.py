"""Molecular IPSS of myelodysplastic neoplasms, IPSS-M (Bernard et al., NEJM Evid 2022;1:EVIDoa2200008).

Score: the sum over all rows of β·(value − mean), divided by ln 2, so that one point doubles the risk. A gene that was
not tested (-1) is wild type in the best case and mutated in the worst.
"""

from math import log as ln
from typing import Final

from models.vocabulary import (
    Condition,
    Graph,
    Quantity,
    Term,
    all_of,
    any_of,
    at_least,
    by_code,
    classify,
    equals,
    given,
    holds,
    indicator,
    linear,
    minimum,
    negate,
    rounded,
)

__all__ = ["build"]

# β and mean of each gene that has a row of its own
GENES: Final = {
    "flt3_mutated": (0.798, 0.0108),
    "mll_partial_tandem_duplication": (0.798, 0.0247),
    "npm1_mutated": (0.43, 0.0112),
    "runx1_mutated": (0.423, 0.126),
    "nras_mutated": (0.417, 0.0362),
    "etv6_mutated": (0.391, 0.0216),
    "idh2_mutated": (0.379, 0.0429),
    "cbl_mutated": (0.295, 0.0473),
    "ezh2_mutated": (0.27, 0.0588),
    "u2af1_mutated": (0.247, 0.0866),
    "srsf2_mutated": (0.239, 0.158),
    "dnmt3a_mutated": (0.221, 0.161),
    "asxl1_mutated": (0.213, 0.252),
    "kras_mutated": (0.202, 0.0271),
}
RESIDUAL: Final = (  # counted together, up to two
    "bcor_mutated",
    "bcorl1_mutated",
    "cebpa_mutated",
    "etnk1_mutated",
    "gata2_mutated",
    "gnb1_mutated",
    "idh1_mutated",
    "nf1_mutated",
    "phf6_mutated",
    "ppm1d_mutated",
    "prpf8_mutated",
    "ptpn11_mutated",
    "setbp1_mutated",
    "stag2_mutated",
    "wt1_mutated",
)
NOT_ALPHA: Final = ("srsf2_mutated", "stag2_mutated", "bcor_mutated", "bcorl1_mutated", "runx1_mutated", "nras_mutated")
CLINICAL: Final = ("haemoglobin", "platelets", "bone_marrow_blasts", "cytogenetic_risk")
KARYOTYPE: Final = ("deletion_5q", "deletion_7q_or_monosomy_7", "complex_karyotype", "deletion_17p")
TP53: Final = ("tp53_mutations", "tp53_loss_of_heterozygosity")
GROUP_LIMITS: Final = (-1.5, -0.5, 0.0, 0.5, 1.5)  # a group ends with its limit

CYTOGENETIC: Final = by_code(
    "cytogenetic_risk", {"very_good": 0, "good": 1, "intermediate": 2, "poor": 3, "very_poor": 4}
)
TP53_MULTI: Final = any_of(
    at_least(given("tp53_mutations"), 2),
    all_of(equals(given("tp53_mutations"), 1), any_of(holds("tp53_loss_of_heterozygosity"), holds("deletion_17p"))),
)
ISOLATED_5Q: Final = all_of(
    holds("deletion_5q"), negate(holds("deletion_7q_or_monosomy_7")), negate(holds("complex_karyotype"))
)


def build() -> Graph:
    """Return the score and group as tested, and those of the best and the worst case."""
    best, worst = _score(untested_mutated=False), _score(untested_mutated=True)
    return Graph(
        name="ipss_m",
        inputs=(*CLINICAL, *KARYOTYPE, *TP53, "sf3b1_mutated", *GENES, *RESIDUAL),
        outputs={
            "score": best,
            "risk_group": _group(best),
            "score_best": best,
            "score_worst": worst,
            "risk_group_best": _group(best),
            "risk_group_worst": _group(worst),
        },
    )


def _mutated(gene: str, *, untested_mutated: bool) -> Condition:
    return negate(equals(given(gene), 0)) if untested_mutated else equals(given(gene), 1)


def _score(*, untested_mutated: bool) -> Quantity:
    mutated = {gene: _mutated(gene, untested_mutated=untested_mutated) for gene in ("sf3b1_mutated", *GENES, *RESIDUAL)}
    sf3b1_5q = all_of(mutated["sf3b1_mutated"], ISOLATED_5Q)
    sf3b1_alpha = all_of(
        mutated["sf3b1_mutated"], negate(sf3b1_5q), negate(any_of(*(mutated[gene] for gene in NOT_ALPHA)))
    )
    residual = linear([Term(gene, 1.0, indicator(mutated[gene])) for gene in RESIDUAL])
    rows = (
        Term("haemoglobin", -0.171, given("haemoglobin") / 10.0 - 9.87),  # g/dL
        Term("platelets", -0.222, minimum(given("platelets"), 250.0) / 100.0 - 1.41),
        Term("bone_marrow_blasts", 0.352, minimum(given("bone_marrow_blasts"), 20.0) / 5.0 - 0.922),
        Term("cytogenetic_risk", 0.287, CYTOGENETIC - 1.39),
        Term("tp53_mutations", 1.18, indicator(TP53_MULTI) - 0.071),
        Term("sf3b1_mutated", 0.504, indicator(sf3b1_5q) - 0.0166),
        Term("sf3b1_mutated", -0.0794, indicator(sf3b1_alpha) - 0.186),
        *(Term(gene, beta, indicator(mutated[gene]) - mean) for gene, (beta, mean) in GENES.items()),
        Term("bcor_mutated", 0.231, minimum(residual, 2.0) - 0.388),
    )
    return linear(rows) / ln(2.0)


def _group(score: Quantity) -> Quantity:
    """Return the group of the score rounded to two decimals, as the authors cut it."""
    return classify(rounded(score, 2), GROUP_LIMITS, limit_belongs="below")
