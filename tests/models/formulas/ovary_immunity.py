"""Adnexal masses (ROMA, RMI, ADNEX), inflammation (ratios, mGPS, GRIm, Royal Marsden) and LORIS."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, log2
from typing import Any, Final

Values = Mapping[str, Any]


def _probability(x: float) -> float:
    return 1 / (1 + exp(-x))


def roma(given: Values) -> dict[str, Any]:
    he4, ca125 = log(given["he4"]), log(given["ca125"])
    x = -8.09 + 1.04 * he4 + 0.732 * ca125 if given["postmenopausal"] else -12.0 + 2.38 * he4 + 0.0626 * ca125
    return {"malignancy_probability": _probability(x)}


def rmi_1(given: Values) -> dict[str, Any]:
    u = (0, 1, 3, 3, 3, 3)[given["ultrasound_features"]]
    return {"score": float(u * (3 if given["postmenopausal"] else 1) * given["ca125"])}


_KINDS: Final = ("borderline", "stage_1", "stage_2_4", "metastatic")
# Columns: the four kinds. Rows: constant, age, log2 CA-125, log2 lesion, ratio, ratio², locules, papillations, shadows,
# ascites, oncology centre.
_WITH: Final = (
    (-7.577663, -12.276041, -14.915830, -11.909267),
    (0.004506, 0.017260, 0.051239, 0.033601),
    (0.111642, 0.197249, 0.765456, 0.276166),
    (0.372046, 0.873530, 0.430477, 0.449025),
    (6.967853, 9.583053, 10.37696, 6.644939),
    (-5.65588, -5.83319, -5.70975, -2.30330),
    (1.375079, 0.791873, 0.273692, 0.899980),
    (0.604238, 0.400369, 0.389874, 0.215645),
    (-2.04157, -1.87763, -2.35516, -2.49845),
    (0.971061, 0.452731, 1.348408, 1.636407),
    (0.953043, 0.452484, 0.459021, 0.808887),
)
_WITHOUT: Final = (
    (-7.412534, -12.201607, -12.826207, -11.424379),
    (0.003489, 0.017607, 0.045172, 0.033407),
    (0.430701, 0.98728, 0.759002, 0.560396),
    (7.117925, 10.07145, 11.83296, 7.264105),
    (-5.74135, -6.17742, -6.64336, -2.77392),
    (1.343699, 0.763081, 0.316444, 0.983394),
    (0.607211, 0.410449, 0.390959, 0.199164),
    (-2.11885, -1.98073, -2.94082, -2.63702),
    (1.167767, 0.77054, 2.691276, 2.185574),
    (0.983227, 0.543677, 0.929483, 0.906249),
)


def _adnex(given: Values, table: tuple[tuple[float, ...], ...]) -> dict[str, Any]:
    ratio = given["solid_diameter"] / given["lesion_diameter"]
    marker = [log2(given["ca125"])] if "ca125" in given else []
    x = [1.0, given["age"], *marker, log2(given["lesion_diameter"]), ratio, ratio**2, given["more_than_10_locules"]]
    x += [given["papillary_projections"], given["acoustic_shadows"], given["ascites_present"], given["oncology_centre"]]
    odds = [exp(sum(row[kind] * value for row, value in zip(table, x, strict=True))) for kind, _ in enumerate(_KINDS)]
    total = 1 + sum(odds)
    found = {"probability_benign": 1 / total}
    return found | {f"probability_{kind}": one / total for kind, one in zip(_KINDS, odds, strict=True)}


def adnex_ca125(given: Values) -> dict[str, Any]:
    return _adnex(given, _WITH)


def adnex_no_ca125(given: Values) -> dict[str, Any]:
    return _adnex(given, _WITHOUT)


def nlr(given: Values) -> dict[str, Any]:
    return {"neutrophil_lymphocyte_ratio": given["neutrophils"] / given["lymphocytes"]}


def plr(given: Values) -> dict[str, Any]:
    return {"platelet_lymphocyte_ratio": given["platelets"] / given["lymphocytes"]}


def sii(given: Values) -> dict[str, Any]:
    return {"systemic_immune_inflammation_index": given["platelets"] / given["lymphocytes"] * given["neutrophils"]}


def piv(given: Values) -> dict[str, Any]:
    cells = given["neutrophils"] * given["monocytes"] * given["platelets"]
    return {"pan_immune_inflammation_value": cells / given["lymphocytes"]}


def mgps(given: Values) -> dict[str, Any]:
    if given["c_reactive_protein"] <= 10:
        return {"score": 0}
    return {"score": 1 if given["albumin"] >= 35 else 2}


def grim_score(given: Values) -> dict[str, Any]:
    score = (given["neutrophil_lymphocyte_ratio"] > 6) + (given["ldh_ratio"] > 1) + (given["albumin"] < 35)
    return {"score": score, "risk_group": "high" if score >= 2 else "low"}


def rmh(given: Values) -> dict[str, Any]:
    score = (given["albumin"] < 35) + (given["ldh_ratio"] > 1) + (given["metastatic_sites"] > 2)
    return {"score": score, "risk_group": "poor" if score >= 2 else "good"}


_LORIS: Final = {
    "bladder": -0.3323,
    "breast": -0.3323,
    "colorectal": -0.102,
    "endometrial": -0.0079,
    "oesophageal": 0.55,
    "gastric": 0.2306,
    "head_and_neck": 0.0678,
    "hepatobiliary": -0.1189,
    "melanoma": -0.0086,
    "nsclc": 0.0008,
    "mesothelioma": 0.1255,
    "ovarian": -0.052,
    "pancreatic": -1.1169,
    "renal": 0.5451,
    "sarcoma": 0.0542,
    "sclc": -0.0033,
}


def loris_pan_cancer(given: Values) -> dict[str, Any]:
    x = 0.0371 * min(given["tumour_mutational_burden"], 50) - 0.8775 * given["prior_systemic_therapy"]
    x += 0.05382 * given["albumin"] - 0.033 * min(given["neutrophil_lymphocyte_ratio"], 25)
    x += 0.0049 * min(given["age"], 85) + _LORIS[given["cancer_type"]] - 2.0886
    return {"response_probability": _probability(x)}


def loris_nsclc_llr6(given: Values) -> dict[str, Any]:
    x = 0.0353 * min(given["tumour_mutational_burden"], 50) + 0.0111 * given["pd_l1_tps"]
    x += -0.375 * given["prior_systemic_therapy"] + 0.02924 * given["albumin"]
    return {"response_probability": _probability(x - 0.0103 * min(given["neutrophil_lymphocyte_ratio"], 25) - 1.5593)}


FORMULAS: Final = {
    one.__name__: one
    for one in (
        *(roma, rmi_1, adnex_ca125, adnex_no_ca125, nlr, plr, sii, piv, mgps),
        *(grim_score, rmh, loris_pan_cancer, loris_nsclc_llr6),
    )
}
