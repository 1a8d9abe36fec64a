"""Lung: nodules (Brock, Mayo, Herder, VA), the risk of smokers (PLCOm2012), LIPI."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Any, Final

Values = Mapping[str, Any]


def _probability(x: float) -> float:
    return 1 / (1 + exp(-x))


def brock_full_spiculation(given: Values) -> dict[str, Any]:
    x = -6.7892 + 0.0287 * (given["age"] - 62) + 0.6011 * (given["sex"] == "female")
    x += 0.2961 * given["family_history_lung_cancer"] + 0.2953 * given["emphysema"]
    x -= 5.3854 * ((given["nodule_diameter"] / 10) ** -0.5 - 1.58113883)
    x += {"solid": 0, "part_solid": 0.377, "non_solid": -0.1276}[given["nodule_type"]]
    x += 0.6581 * given["upper_lobe"] - 0.0824 * (given["nodule_count"] - 4) + 0.7729 * given["spiculation"]
    return {"malignancy_probability": _probability(x)}


def brock_full_no_spiculation(given: Values) -> dict[str, Any]:
    x = -6.8071 + 0.0321 * (given["age"] - 62) + 0.5635 * (given["sex"] == "female")
    x += 0.3013 * given["family_history_lung_cancer"] + 0.3462 * given["emphysema"]
    x -= 5.6693 * ((given["nodule_diameter"] / 10) ** -0.5 - 1.58113883)
    x += {"solid": 0, "part_solid": 0.3395, "non_solid": -0.3055}[given["nodule_type"]]
    return {
        "malignancy_probability": _probability(x + 0.7116 * given["upper_lobe"] - 0.0803 * (given["nodule_count"] - 4))
    }


def mayo_spn(given: Values) -> dict[str, Any]:
    x = -6.8272 + 0.0391 * given["age"] + 0.7917 * given["ever_smoker"]
    x += 1.3388 * given["extrathoracic_cancer_over_5y_ago"] + 0.1274 * given["nodule_diameter"]
    return {"malignancy_probability": _probability(x + 1.0407 * given["spiculation"] + 0.7838 * given["upper_lobe"])}


def herder(given: Values) -> dict[str, Any]:
    uptake = {"none": 0, "faint": 2.322, "moderate": 4.617, "intense": 4.771}[given["fdg_uptake"]]
    return {"malignancy_probability": _probability(-4.739 + 3.691 * given["pretest_malignancy_probability"] + uptake)}


def va_spn(given: Values) -> dict[str, Any]:
    x = -8.404 + 2.061 * given["ever_smoker"] + 0.0779 * given["age"] + 0.112 * given["nodule_diameter"]
    return {"malignancy_probability": _probability(x - 0.0567 * given["years_since_quit"])}


def plcom2012(given: Values) -> dict[str, Any]:
    x = -4.532506 + 0.0778868 * (given["age"] - 62) - 0.0812744 * (given["education_level"] - 4)
    x += {"black": 0.3944778, "hispanic": -0.7434744, "asian": -0.466585, "pacific_islander": 1.027152}.get(
        given["race"], 0
    )
    x += -0.0274194 * (given["body_mass_index"] - 27) + 0.3553063 * given["copd"]
    x += 0.4589971 * given["personal_history_cancer"] + 0.587185 * given["family_history_lung_cancer"]
    x += 0.2597431 * given["current_smoker"] - 1.822606 * ((given["cigarettes_per_day"] / 10) ** -1 - 0.4021541613)
    x += 0.0317321 * (given["smoking_duration"] - 27) - 0.0308572 * (given["years_since_quit"] - 10)
    return {"lung_cancer_risk_6y": _probability(x)}


def lipi(given: Values) -> dict[str, Any]:
    others = given["leukocytes"] - given["neutrophils"]
    score = int(others == 0 or given["neutrophils"] / others > 3) + int(given["ldh_ratio"] > 1)
    return {"score": score, "risk_group": ("good", "intermediate", "poor")[score]}


FORMULAS: Final = {
    one.__name__: one
    for one in (brock_full_spiculation, brock_full_no_spiculation, mayo_spn, herder, va_spn, plcom2012, lipi)
}
