"""Liver (ALBI, MELD 3.0, Child-Pugh, French AFP, HAP, aMAP, BCLC) and kidney (IMDC, MSKCC, Leibovich)."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log, log10
from typing import Any, Final

Values = Mapping[str, Any]


def albi(given: Values) -> dict[str, Any]:
    score = 0.66 * log10(given["bilirubin"]) - 0.085 * given["albumin"]
    return {"score": score, "albi_grade": 1 if score <= -2.60 else 2 if score <= -1.39 else 3}


def meld_3_0(given: Values) -> dict[str, Any]:
    bilirubin = log(max(given["bilirubin"] / 17.1, 1))
    creatinine = log(3.0 if given["dialysis"] else min(max(given["creatinine"] / 88.4, 1), 3))
    sodium = 137 - min(max(given["sodium"], 125), 137)
    albumin = 3.5 - min(max(given["albumin"] / 10, 1.5), 3.5)
    score = 1.33 * (given["sex"] == "female") + 4.56 * bilirubin + 0.82 * sodium - 0.24 * sodium * bilirubin
    score += 9.09 * log(max(given["inr"], 1)) + 11.14 * creatinine + 1.85 * albumin - 1.83 * albumin * creatinine + 6
    return {"score": min(max(floor(score + 0.5), 6), 40)}


def child_pugh(given: Values) -> dict[str, Any]:
    bilirubin, albumin, inr = given["bilirubin"] / 17.1, given["albumin"] / 10, given["inr"]
    score = 1 if bilirubin < 2 else 3 if bilirubin > 3 else 2
    score += 1 if albumin > 3.5 else 3 if albumin < 2.8 else 2
    score += 1 if inr < 1.7 else 3 if inr > 2.3 else 2
    score += {"none": 1, "mild": 2, "moderate_or_severe": 3}[given["ascites_grade"]]
    score += {"none": 1, "grade_1_2": 2, "grade_3_4": 3}[given["encephalopathy_grade"]]
    return {"score": score, "child_pugh_class": "a" if score <= 6 else "b" if score <= 9 else "c"}


def afp_score_french(given: Values) -> dict[str, Any]:
    size, afp = given["tumour_size"], given["afp"]
    score = (0 if size <= 30 else 1 if size <= 60 else 4) + (0 if given["tumour_count"] <= 3 else 2)
    score += 0 if afp <= 100 else 2 if afp <= 1000 else 3
    return {"score": score, "risk_group": "low" if score <= 2 else "high"}


def hap(given: Values) -> dict[str, Any]:
    score = (given["albumin"] < 36) + (given["bilirubin"] > 17) + (given["afp"] > 400) + (given["tumour_size"] > 70)
    return {"score": score, "risk_group": "abcd"[min(score, 3)]}


def amap(given: Values) -> dict[str, Any]:
    liver = 0.66 * log10(given["bilirubin"]) - 0.085 * given["albumin"]
    male = given["sex"] == "male"
    score = (0.06 * given["age"] + 0.89 * male + 0.48 * liver - 0.01 * given["platelets"] + 7.4) / 14.77 * 100
    return {"score": score, "risk_group": "low" if score < 50 else "medium" if score <= 60 else "high"}


def bclc_simple(given: Values) -> dict[str, Any]:
    ecog = given["ecog_performance_status"]
    if ecog >= 3 or given["child_pugh_class"] == "c":
        return {"stage": "d"}
    if ecog >= 1 or given["tumour_burden"] == "advanced":
        return {"stage": "c"}
    return {"stage": {"very_early": "0", "early": "a", "intermediate": "b"}[given["tumour_burden"]]}


def _group(factors: int) -> dict[str, Any]:
    group = "favourable" if factors == 0 else "intermediate" if factors <= 2 else "poor"
    return {"risk_factors": factors, "risk_group": group}


def imdc(given: Values) -> dict[str, Any]:
    names = ("haemoglobin_below_normal", "corrected_calcium_above_normal", "neutrophils_above_normal")
    factors = sum(bool(given[name]) for name in (*names, "platelets_above_normal"))
    late = given["months_diagnosis_to_treatment"] >= 12
    return _group(factors + (given["karnofsky_performance_status"] < 80) + (not late))


def mskcc_motzer(given: Values) -> dict[str, Any]:
    factors = (given["karnofsky_performance_status"] < 80) + (given["ldh_ratio"] > 1.5)
    factors += bool(given["haemoglobin_below_normal"]) + (given["corrected_calcium"] > 10 * 0.2495)
    return _group(factors + (given["months_diagnosis_to_treatment"] < 12))


def leibovich_2003(given: Values) -> dict[str, Any]:
    score = {"t1a": 0, "t1b": 2, "t2": 3, "t3": 4, "t4": 4}[given["pathological_t_stage"]]
    score += 2 * given["regional_nodes_positive"] + (given["tumour_size"] >= 100)
    score += {1: 0, 2: 0, 3: 1, 4: 3}[given["nuclear_grade"]] + given["tumour_necrosis"]
    return {"score": score, "risk_group": "low" if score <= 2 else "intermediate" if score <= 5 else "high"}


FORMULAS: Final = {
    one.__name__: one
    for one in (
        *(albi, meld_3_0, child_pugh, afp_score_french, hap, amap, bclc_simple),
        *(imdc, mskcc_motzer, leibovich_2003),
    )
}
