"""The four formulas in plain Python, written from the published equations and from no graph: what graphs must equal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, log, sqrt
from typing import Any, Final

__all__ = ["REFERENCES", "ckd_epi_2021", "cockcroft_gault", "npi", "predict_breast_v2_2"]

Values = Mapping[str, Any]

TREATMENTS = ("hormone_therapy", "chemotherapy", "trastuzumab", "bisphosphonate")


def predict_breast_v2_2(given: Values) -> dict[str, Any]:
    """Overall survival with and without treatments, years 1 to 15, and the gain of each treatment."""
    hormone = bool(given["hormone_therapy"]) and given["er_status"] == "positive"
    effects = {
        "hormone_therapy": -0.3857 if hormone else 0.0,
        "chemotherapy": {"none": 0.0, "second_generation": -0.248, "third_generation": -0.446}[given["chemotherapy"]],
        "trastuzumab": -0.3567 if given["trastuzumab"] and given.get("her2_status") == "positive" else 0.0,
        "bisphosphonate": -0.198 if given["bisphosphonate"] else 0.0,
    }
    found: dict[str, Any] = {}
    for year in range(1, 16):
        effect = 0.0
        before = found[f"overall_survival_{year}y_untreated"] = _survival(given, year, 0.0)
        for name in TREATMENTS:
            effect += effects[name]
            after = _survival(given, year, effect)
            found[f"benefit_{year}y_{name}"] = after - before
            before = after
        found[f"overall_survival_{year}y_treated"] = before
        if year > 10 and hormone:
            found[f"overall_survival_{year}y_treated_extended_hormone"] = _survival(given, year, effect, late=-0.26)
    return found


def _survival(given: Values, year: int, effect: float, late: float = 0.0) -> float:
    """Year by year, as the authors' text does: the hazard of each year times that year's effect."""
    positive = given["er_status"] == "positive"
    predictor = _predictor_er_positive(given) if positive else _predictor_er_negative(given)
    breast = 0.0
    for each in range(1, year + 1):
        step = _breast(each, positive) - (_breast(each - 1, positive) if each > 1 else 0.0)
        breast += step * exp(predictor + effect + (late if each > 10 else 0.0))
    other = exp(0.0698252 * ((given["age"] / 10) ** 2 - 34.23391957)) * exp(
        -6.052919 + 1.079863 * log(year) + 0.3255321 * sqrt(year)
    )
    return exp(-breast) * exp(-other)


def _breast(year: int, er_positive: bool) -> float:
    if er_positive:
        return exp(0.7424402 - 7.527762 / year**0.5 - 1.812513 * log(year) / year**0.5)
    return exp(-1.156036 + 0.4707332 / year**2 - 3.51355 / year)


def _her2(given: Values) -> float:
    return {"positive": 0.2413, "negative": -0.0762}.get(given.get("her2_status") or "unknown", 0.0)


def _predictor_er_positive(given: Values) -> float:
    x = given["age"] / 10
    grade = given.get("tumour_grade")
    detection = {"screening": 1.0, "symptomatic": 0.0}.get(given.get("detection") or "unknown", 0.204)
    return float(
        34.53642 * (1 / x**2 - 0.0287449295)
        - 34.20342 * (log(x) / x**2 - 0.0510121013)
        + 0.7530729 * (log(given["tumour_size"] / 100) + 1.545233938)
        + 0.7060723 * (log((given["positive_nodes"] + 1) / 10) + 1.387566896)
        + 0.746655 * (2.13 if grade is None else grade)
        - 0.22763366 * detection
        + _her2(given)
        + {"positive": 0.14904, "negative": -0.11333}.get(given.get("ki67_status") or "unknown", 0.0)
    )


def _predictor_er_negative(given: Values) -> float:
    return float(
        0.0089827 * (given["age"] - 56.3254902)
        + 2.093446 * ((given["tumour_size"] / 100) ** 0.5 - 0.5090456276)
        + 0.6260541 * (log((given["positive_nodes"] + 1) / 10) + 1.086916249)
        + (1.129091 if given.get("tumour_grade") in (2, 3) else 0.0)
        + _her2(given)
    )


def npi(given: Values) -> dict[str, Any]:
    """Index and group; the group from fiftieths of a point, which are whole for whole millimetres."""
    nodes = given["positive_nodes"]
    stage = 1 if nodes == 0 else 2 if nodes < 4 else 3
    fiftieths = given["tumour_size"] + 50 * (stage + given["tumour_grade"])
    groups = ("excellent", "good", "moderate_1", "moderate_2", "poor", "very_poor")
    passed = sum(fiftieths > limit for limit in (120, 170, 220, 270, 320))
    return {"score": fiftieths / 50, "risk_group": groups[passed]}


def ckd_epi_2021(given: Values) -> dict[str, Any]:
    """Estimated GFR by the branch on Scr/κ, as the equation is often printed."""
    female = given["sex"] == "female"
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = given["creatinine"] / 88.4 / kappa
    egfr = 142 * ratio ** (alpha if ratio <= 1 else -1.2) * 0.9938 ** given["age"]
    return {"egfr": egfr * (1.012 if female else 1.0)}


def cockcroft_gault(given: Values) -> dict[str, Any]:
    """Creatinine clearance in mL/min."""
    clearance = (140 - given["age"]) * given["weight"] * 88.4 / (72 * given["creatinine"])
    return {"creatinine_clearance": clearance * (0.85 if given["sex"] == "female" else 1.0)}


REFERENCES: Final[Mapping[str, Callable[[Values], dict[str, Any]]]] = {
    "predict_breast_v2_2": predict_breast_v2_2,
    "npi": npi,
    "ckd_epi_2021": ckd_epi_2021,
    "cockcroft_gault": cockcroft_gault,
}
