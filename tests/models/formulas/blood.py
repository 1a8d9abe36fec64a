"""Lymphoma, leukaemia, myeloma and myelodysplastic neoplasms."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from math import exp, log, log10
from typing import Any, Final

Values = Mapping[str, Any]


def _ipi(given: Values) -> int:
    factors = (given["age"] > 60) + (given["ann_arbor_stage"] >= 3) + (given["ldh_ratio"] > 1)
    return int(factors + (given["ecog_performance_status"] >= 2) + (given["extranodal_sites"] > 1))


def flipi_ipi(given: Values) -> dict[str, Any]:
    flipi = (given["age"] > 60) + (given["ann_arbor_stage"] >= 3) + (given["ldh_ratio"] > 1)
    flipi += (given["haemoglobin"] < 120) + (given["nodal_areas"] > 4)
    ipi = _ipi(given)
    return {
        "flipi_score": flipi,
        "flipi_risk_group": "low" if flipi <= 1 else "intermediate" if flipi == 2 else "high",
        "ipi_score": ipi,
        "ipi_risk_group": ("low", "low", "low_intermediate", "high_intermediate", "high", "high")[ipi],
    }


def r_ipi(given: Values) -> dict[str, Any]:
    score = _ipi(given)
    return {"score": score, "risk_group": "very_good" if score == 0 else "good" if score <= 2 else "poor"}


def nccn_ipi(given: Values) -> dict[str, Any]:
    age, ldh = given["age"], given["ldh_ratio"]
    score = (0 if age <= 40 else 1 if age <= 60 else 2 if age <= 75 else 3) + (0 if ldh <= 1 else 1 if ldh <= 3 else 2)
    score += (given["ann_arbor_stage"] >= 3) + (given["ecog_performance_status"] >= 2)
    score += bool(given["major_extranodal_disease"])
    groups = ("low", "low_intermediate", "high_intermediate", "high", "high")
    return {"score": score, "risk_group": groups[score // 2]}


def mipi(given: Values) -> dict[str, Any]:
    score = 0.03535 * given["age"] + (0.6978 if given["ecog_performance_status"] >= 2 else 0)
    score += 1.367 * log10(given["ldh_ratio"]) + 0.9393 * (3 + log10(given["leukocytes"]))
    return {"score": score, "risk_group": "low" if score < 5.7 else "intermediate" if score < 6.2 else "high"}


def cll_ipi(given: Values) -> dict[str, Any]:
    score = 4 * given["tp53_abnormal"] + 2 * given["ighv_unmutated"] + 2 * (given["beta2_microglobulin"] > 3.5)
    score += (given["rai_stage"] >= 1) + (given["age"] > 65)
    group = "low" if score <= 1 else "intermediate" if score <= 3 else "high" if score <= 6 else "very_high"
    return {"score": score, "risk_group": group}


def hasenclever_ips(given: Values) -> dict[str, Any]:
    percent = given.get("lymphocyte_percent")
    if percent is None:
        percent = given["lymphocytes"] / given["leukocytes"] * 100
    score = (given["albumin"] < 40) + (given["haemoglobin"] < 105) + (given["sex"] == "male") + (given["age"] >= 45)
    score += (given["ann_arbor_stage"] == 4) + (given["leukocytes"] >= 15)
    return {"score": score + (given["lymphocytes"] < 0.6 or percent < 8)}


def r2_iss(given: Values) -> dict[str, Any]:
    score = {1: 0.0, 2: 1.0, 3: 1.5}[given["iss_stage"]] + (given["ldh_ratio"] > 1) + given["deletion_17p"]
    score += given["translocation_4_14"] + 0.5 * given["gain_1q"]
    return {"score": score, "stage": "i" if score == 0 else "ii" if score <= 1 else "iii" if score <= 2.5 else "iv"}


def ipss_r(given: Values) -> dict[str, Any]:
    blasts, haemoglobin, platelets = given["bone_marrow_blasts"], given["haemoglobin"], given["platelets"]
    score = float(("very_good", "good", "intermediate", "poor", "very_poor").index(given["cytogenetic_risk"]))
    score += 0 if blasts <= 2 else 1 if blasts < 5 else 2 if blasts <= 10 else 3
    score += 0 if haemoglobin >= 100 else 1 if haemoglobin >= 80 else 1.5
    score += 0 if platelets >= 100 else 0.5 if platelets >= 50 else 1
    score += 0.5 if given["neutrophils"] < 0.8 else 0
    groups = ("very_low", "low", "intermediate", "high", "very_high")
    return {"score": score, "risk_group": groups[sum(score > limit for limit in (1.5, 3, 4.5, 6))]}


def sokal(given: Values) -> dict[str, Any]:
    x = 0.0116 * (given["age"] - 43.4) + 0.0345 * (given["spleen_below_costal_margin"] - 7.51)
    x += 0.188 * ((given["platelets"] / 700) ** 2 - 0.563) + 0.0887 * (given["peripheral_blasts"] - 2.10)
    risk = exp(x)
    return {"score": risk, "risk_group": "low" if risk < 0.8 else "intermediate" if risk <= 1.2 else "high"}


def elts(given: Values) -> dict[str, Any]:
    score = 0.0025 * (given["age"] / 10) ** 3 + 0.0615 * given["spleen_below_costal_margin"]
    score += 0.1052 * given["peripheral_blasts"] + 0.4104 / (given["platelets"] / 1000) ** 0.5
    return {"score": score, "risk_group": "low" if score <= 1.5680 else "intermediate" if score <= 2.2185 else "high"}


def eln_2022(given: Values) -> dict[str, Any]:
    favourable = given["core_binding_factor_leukaemia"] or given["cebpa_bzip_mutated"]
    favourable = favourable or (given["npm1_mutated"] and not given["flt3_itd"])
    if given["tp53_mutated"] or given["adverse_cytogenetics"]:
        return {"risk_group": "adverse"}
    if favourable:
        return {"risk_group": "favourable"}
    return {"risk_group": "adverse" if given["myelodysplasia_related_mutation"] else "intermediate"}


_OWN: Final = {
    "flt3": (0.798, 0.0108),
    "npm1": (0.43, 0.0112),
    "runx1": (0.423, 0.126),
    "nras": (0.417, 0.0362),
    "etv6": (0.391, 0.0216),
    "idh2": (0.379, 0.0429),
    "cbl": (0.295, 0.0473),
    "ezh2": (0.27, 0.0588),
    "u2af1": (0.247, 0.0866),
    "srsf2": (0.239, 0.158),
    "dnmt3a": (0.221, 0.161),
    "asxl1": (0.213, 0.252),
    "kras": (0.202, 0.0271),
}
_RESIDUAL: Final = "bcor bcorl1 cebpa etnk1 gata2 gnb1 idh1 nf1 phf6 ppm1d prpf8 ptpn11 setbp1 stag2 wt1"
_MLL: Final = "mll_partial_tandem_duplication"


def _ipss_m(given: Values, untested: bool) -> float:
    def mutated(gene: str) -> bool:
        found = given.get(_MLL if gene == "mll" else f"{gene}_mutated")
        return untested if found is None else bool(found)

    hits = given["tp53_mutations"]
    multi = hits >= 2 or (hits == 1 and (given["tp53_loss_of_heterozygosity"] or given["deletion_17p"]))
    only_5q = given["deletion_5q"] and not given["deletion_7q_or_monosomy_7"] and not given["complex_karyotype"]
    with_5q = mutated("sf3b1") and only_5q
    others = any(mutated(gene) for gene in ("srsf2", "stag2", "bcor", "bcorl1", "runx1", "nras"))
    alpha = mutated("sf3b1") and not with_5q and not others
    total = -0.171 * (given["haemoglobin"] / 10 - 9.87) - 0.222 * (min(given["platelets"], 250) / 100 - 1.41)
    total += 0.352 * (min(given["bone_marrow_blasts"], 20) / 5 - 0.922)
    risks = ("very_good", "good", "intermediate", "poor", "very_poor")
    total += 0.287 * (risks.index(given["cytogenetic_risk"]) - 1.39) + 1.18 * (multi - 0.071)
    total += 0.798 * (mutated("mll") - 0.0247) + 0.504 * (with_5q - 0.0166) - 0.0794 * (alpha - 0.186)
    total += sum(beta * (mutated(gene) - mean) for gene, (beta, mean) in _OWN.items())
    return float(total + 0.231 * (min(sum(map(mutated, _RESIDUAL.split())), 2) - 0.388)) / log(2)


def _ipss_m_group(score: float) -> str:
    cut = Decimal(repr(round(score, 9))).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    groups = ("very_low", "low", "moderate_low", "moderate_high", "high", "very_high")
    return groups[sum(cut > Decimal(limit) for limit in ("-1.5", "-0.5", "0", "0.5", "1.5"))]


def ipss_m(given: Values) -> dict[str, Any]:
    best, worst = _ipss_m(given, False), _ipss_m(given, True)
    found: dict[str, Any] = {"score_best": best, "score_worst": worst}
    found |= {"risk_group_best": _ipss_m_group(best), "risk_group_worst": _ipss_m_group(worst)}
    genes = [*(f"{gene}_mutated" for gene in (*_OWN, "sf3b1", *_RESIDUAL.split())), _MLL]
    if all(given.get(gene) is not None for gene in genes):
        found |= {"score": best, "risk_group": _ipss_m_group(best)}
    return found


FORMULAS: Final = {
    one.__name__: one
    for one in (
        *(flipi_ipi, r_ipi, nccn_ipi, mipi, cll_ipi, hasenclever_ips),
        *(r2_iss, ipss_r, ipss_m, eln_2022, sokal, elts),
    )
}
