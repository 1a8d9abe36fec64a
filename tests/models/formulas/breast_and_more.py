"""Breast (PREDICT v3, CTS5, IHC4, Magee, RCB, STRATOS) and single models of rectum, oropharynx and pancreas."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, sqrt
from typing import Any, Final

Values = Mapping[str, Any]

_ORDER: Final = ("radiotherapy", "hormone_therapy", "chemotherapy", "trastuzumab", "bisphosphonate")
_FADING: Final = {
    "positive": [0.608, 0.532, 0.457, 0.382, 0.307, 0.231, 0.156, 0.081, 0.006] + [0.0] * 6,
    "negative": [-0.053, -0.046, -0.040, -0.033, -0.027, -0.020, -0.014, -0.007] + [0.0] * 7,
    "unknown": [0.0] * 15,
}
_CONSTANT: Final = {"positive": 0.2316, "negative": -0.08589, "unknown": 0.0}


def _known(given: Values, name: str) -> str:
    return str(given.get(name) or "unknown")


def _predict_v3(given: Values, base: Mapping[bool, float], base_other: float) -> dict[str, Any]:
    positive = given["er_status"] == "positive"
    a = (given["age"] - 24) / 100
    size, nodes, grade = given["tumour_size"], log(given["positive_nodes"] + 1), given.get("tumour_grade")
    grade = 2.13 if grade is None else grade
    screen = {"symptomatic": 0.0, "screening": 1.0, "unknown": 0.204}[_known(given, "detection")]
    pr, her2 = _known(given, "pr_status"), _known(given, "her2_status")
    if positive:
        x = 0.1958986203588129 / sqrt(a) + 2.929125051895787 * a * a + 2.27417420673498 * (1 - exp(-size / 20))
        x += 0.6724828209061207 * nodes + 0.7050339629739382 * grade - 0.32039363353015476 * screen
        x += -0.048251370712776756 * 17 + {"positive": -0.0619, "negative": 0.2624, "unknown": 0.0}[pr]
        x += {"positive": 0.14904, "negative": -0.11333, "unknown": 0.0}[_known(given, "ki67_status")]
    else:
        x = 1.7560679383953317 * a + 4.555274634880487 * a * log(a) + 0.7443277265210039 * log(size)
        x += 0.6308590364310884 * nodes + 0.3462287839000938 * grade - 0.2110969326598672 * screen
        x += -0.045504610416172736 * 17 + {"positive": -0.2231, "negative": 0.0296, "unknown": 0.0}[pr]
    x += base[positive]
    smoking = log((1.25 if given["current_smoker"] else 1.0) / 1.025)
    other = 4.211443507724736 * a**3 - 31.41202815365277 * a**3 * log(a) - 0.021186462111818898 * 17
    other += base_other + smoking

    hormone = bool(given["hormone_therapy"]) and positive
    chemo = {"none": 0.0, "second_generation": -0.248, "third_generation": -0.446}[given["chemotherapy"]]
    on_breast = {
        "radiotherapy": log(0.82) if given["radiotherapy"] else 0.0,
        "hormone_therapy": -0.3857 if hormone else 0.0,
        "chemotherapy": chemo,
        "trastuzumab": -0.3567 if given["trastuzumab"] and her2 == "positive" else 0.0,
        "bisphosphonate": -0.198 if given["bisphosphonate"] else 0.0,
    }
    on_others = {
        "radiotherapy": log(1.02) * given["mean_heart_dose"] if given["radiotherapy"] else 0.0,
        "chemotherapy": log(1.2) if chemo else 0.0,
    }

    def breast_hazard(t: int) -> float:
        u = t / 10
        if positive:
            return exp(-2.3193510039281637 - 3.622538332641392 * u**-0.5 - 0.542240944493945 * u**-0.5 * log(u))
        return exp(-3.0153139765165835 - 0.5755380524044251 / u - 0.1028439317178058 * log(u) / u)

    def other_hazard(t: int) -> float:
        return exp(-4.845654758283992 + 1.341348310005262 * log(t / 10) + 0.49539394353046057 * t / 10)

    def survival(year: int, names: tuple[str, ...], late: float = 0.0) -> float:
        breast = others = 0.0
        for t in range(1, year + 1):
            effect = _FADING[her2][t - 1] if positive else _CONSTANT[her2]
            effect += sum(on_breast[name] for name in names) + (late if t > 10 else 0.0)
            breast += (breast_hazard(t) - (breast_hazard(t - 1) if t > 1 else 0.0)) * exp(x + effect)
            step = other_hazard(t) - (other_hazard(t - 1) if t > 1 else 0.0)
            others += step * exp(other + sum(on_others.get(name, 0.0) for name in names))
        return exp(-breast - others)

    found: dict[str, Any] = {}
    for year in range(1, 16):
        before = found[f"overall_survival_{year}y_untreated"] = survival(year, ())
        for count, name in enumerate(_ORDER, start=1):
            after = survival(year, _ORDER[:count])
            found[f"benefit_{year}y_{name}"] = after - before
            before = after
        found[f"overall_survival_{year}y_treated"] = before
        if year > 10 and hormone:
            found[f"overall_survival_{year}y_treated_extended_hormone"] = survival(year, _ORDER, -0.301)
    return found


def predict_breast_v3_1(given: Values) -> dict[str, Any]:
    base = log(1 / (0.31 + 0.69 * 0.82))
    return _predict_v3(given, {True: base, False: base}, log(1 / (0.31 + 0.69 * 1.02**2)))


def predict_breast_v3_2(given: Values) -> dict[str, Any]:
    return _predict_v3(given, {True: 0.7, False: 0.55}, -0.062)


def cts5(given: Values) -> dict[str, Any]:
    nodes, size = given["positive_nodes"], min(given["tumour_size"], 30)
    node_class = 0 if nodes == 0 else 1 if nodes == 1 else 2 if nodes <= 3 else 3 if nodes <= 9 else 4
    score = 0.988 * (0.093 * size - 0.001 * size**2 + 0.375 * given["tumour_grade"] + 0.017 * given["age"])
    score += 0.438 * node_class
    return {"score": score, "risk_group": "low" if score < 3.13 else "intermediate" if score <= 3.86 else "high"}


def ihc4(given: Values) -> dict[str, Any]:
    her2 = 1 if given["her2_status"] == "positive" else 0
    score = 0.586 * her2 - 0.100 * given["er_h_score"] / 30 - 0.079 * given["pr_percent"] / 10
    return {"score": 94.7 * (score + 0.240 * log(1 + 10 * given["ki67_percent"]))}


def magee_eq1(given: Values) -> dict[str, Any]:
    score = 15.31385 + 1.4055 * given["nottingham_score"] - 0.01924 * given["er_h_score"]
    score += -0.02925 * given["pr_h_score"] + 0.078677 * given["tumour_size"] + 0.13269 * given["ki67_percent"]
    return {"score": score + {"negative": 0.0, "equivocal": 0.77681, "positive": 11.58134}[given["her2_status"]]}


def magee_eq3(given: Values) -> dict[str, Any]:
    score = 24.30812 - 0.02177 * given["er_h_score"] - 0.02884 * given["pr_h_score"] + 0.18649 * given["ki67_percent"]
    return {"score": score + {"negative": 0.0, "equivocal": 1.46495, "positive": 12.75525}[given["her2_status"]]}


def rcb(given: Values) -> dict[str, Any]:
    invasive = given["tumour_cellularity_percent"] / 100 * (1 - given["in_situ_percent"] / 100)
    bed = (given["tumour_bed_diameter_1"] * given["tumour_bed_diameter_2"]) ** 0.5
    nodal = 4 * (1 - 0.75 ** given["positive_nodes"]) * given["largest_nodal_metastasis"]
    score = 1.4 * (invasive * bed) ** 0.17 + nodal**0.17
    group = "rcb_0" if score == 0 else "rcb_1" if score <= 1.36 else "rcb_2" if score <= 3.28 else "rcb_3"
    return {"score": score, "risk_group": group}


def stratos_breast_rfs5(given: Values) -> dict[str, Any]:
    size, x = given["tumour_size"], min(given["positive_nodes"], 19)
    spline = (max(x, 0) ** 3 - 1.125 * max(x - 1, 0) ** 3 + 0.125 * max(x - 9, 0) ** 3) / 81
    index = (0.574 if size > 50 else 0.342 if size > 20 else 0) + 0.304 * x - 0.811 * spline
    index += 0.362 if given["tumour_grade"] == 3 else 0
    return {"recurrence_or_death_risk_5y": 1 - 0.804 ** exp(index)}


def wang_larc_pcr(given: Values) -> dict[str, Any]:
    x = -0.0131 + {"n0": 0, "n1": -0.4513, "n2": -0.6596}[given["clinical_n_stage"]]
    x += {"t1": 1.3364, "t2": 0, "t3": 0.5773, "t4": 0.0587}[given["clinical_t_stage"]]
    x += -1.1061 * given["mri_emvi_positive"] + 0.7642 * given["total_neoadjuvant_therapy"] - 0.0584 * given["cea"]
    x -= 1.4323 if given["rectal_histology"] == "signet_ring_or_mucinous" else 0
    return {"pathological_complete_response_probability": 1 / (1 + exp(-x))}


def ang2010_rpa(given: Values) -> dict[str, Any]:
    heavy = given["pack_years"] > 10
    if given["hpv_positive"]:
        group = "intermediate" if heavy and given["clinical_n_stage_ajcc7"] in ("n2b", "n2c", "n3") else "low"
    else:
        group = "intermediate" if not heavy and given["clinical_t_stage"] in ("t2", "t3") else "high"
    return {
        "risk_group": group,
        "overall_survival_3y": {"low": 0.93, "intermediate": 0.708, "high": 0.462}[group],
    }


def _glucose_category(value: float) -> int:
    glucose = value / 0.0555
    return 1 if glucose < 100 else 2 if glucose < 110 else 3 if glucose < 126 else 4 if glucose <= 160 else 5


def endpac(given: Values) -> dict[str, Any]:
    weight, age = given["weight_change_1y"], given["age"]
    change = 0 if abs(weight) < 2 else 2 if abs(weight) < 4 else 4 if abs(weight) < 6 else 6
    score = _glucose_category(given["glucose_at_diabetes_onset"]) - _glucose_category(given["glucose_1y_before"])
    score += (change if weight < 0 else -change) + (-1 if age < 60 else 0 if age < 70 else 1)
    return {"score": score, "risk_group": "high" if score >= 3 else "intermediate" if score >= 1 else "very_low"}


FORMULAS: Final = {
    one.__name__: one
    for one in (
        *(predict_breast_v3_1, predict_breast_v3_2, cts5, ihc4, magee_eq1, magee_eq3, rcb),
        *(stratos_breast_rfs5, wang_larc_pcr, ang2010_rpa, endpac),
    )
}
