"""Thrombosis, febrile neutropenia, toxicity, older people, tumour lysis, and what doses need."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any, Final

Values = Mapping[str, Any]


def khorana(given: Values) -> dict[str, Any]:
    site = given["cancer_site"]
    score = 2 if site in ("stomach", "pancreas") else 0 if site == "other" else 1
    score += (given["platelets"] >= 350) + (given["leukocytes"] > 11) + (given["body_mass_index"] >= 35)
    score += given["haemoglobin"] < 100 or given["erythropoiesis_stimulating_agent"]
    return {"score": score, "risk_group": "low" if score == 0 else "intermediate" if score < 3 else "high"}


def compass_cat(given: Values) -> dict[str, Any]:
    score = 6 * given["anthracycline_or_hormonal_therapy"] + 4 * (given["months_since_diagnosis"] <= 6)
    score += 3 * given["central_venous_catheter"] + 2 * given["advanced_stage"]
    score += 5 * (given["cardiovascular_risk_factors"] >= 2) + 5 * given["recent_hospitalisation"]
    score += given["prior_venous_thromboembolism"] + 2 * (given["platelets"] >= 350)
    return {"score": score, "risk_group": "high" if score >= 7 else "low_intermediate"}


def mascc(given: Values) -> dict[str, Any]:
    score = {"none_or_mild": 5, "moderate": 3, "severe": 0}[given["symptom_burden"]]
    score += 0 if given["hypotension"] else 5
    score += 0 if given["copd"] else 4
    score += 4 if given["solid_tumour_or_no_fungal_infection"] else 0
    score += 0 if given["dehydration"] else 3
    score += (3 if given["outpatient"] else 0) + (2 if given["age"] < 60 else 0)
    return {"score": score, "risk_group": "low" if score >= 21 else "high"}


def cisne(given: Values) -> dict[str, Any]:
    score = 2 * (given["ecog_performance_status"] >= 2) + 2 * given["stress_hyperglycaemia"] + given["copd"]
    score += given["cardiovascular_disease"] + (given["mucositis_grade"] >= 2) + (given["monocytes"] < 0.2)
    return {"score": score, "risk_group": "low" if score == 0 else "intermediate" if score < 3 else "high"}


def carg(given: Values) -> dict[str, Any]:
    score = 2 * (given["age"] >= 72) + 2 * given["gi_or_gu_cancer"] + 2 * given["standard_dose"]
    score += 2 * given["polychemotherapy"] + 3 * (given["haemoglobin"] < (110 if given["sex"] == "male" else 100))
    score += 3 * (given["creatinine_clearance"] < 34) + 2 * given["hearing_impaired"] + 3 * given["fall_last_6_months"]
    score += given["needs_help_with_medicines"] + 2 * given["limited_walking_one_block"]
    score += given["reduced_social_activity"]
    return {"score": score, "risk_group": "low" if score <= 5 else "intermediate" if score <= 9 else "high"}


def g8(given: Values) -> dict[str, Any]:
    bmi, age = given["body_mass_index"], given["age"]
    score = {"severe_decrease": 0, "moderate_decrease": 1, "no_decrease": 2}[given["food_intake"]]
    score += {"over_3_kg": 0, "unknown": 1, "1_to_3_kg": 2, "none": 3}[given["weight_loss_3_months"]]
    score += {"bed_or_chair_bound": 0, "does_not_go_out": 1, "goes_out": 2}[given["mobility"]]
    score += {"severe": 0, "mild": 1, "none": 2}[given["neuropsychological_problems"]]
    score += 0 if bmi < 19 else 1 if bmi < 21 else 2 if bmi < 23 else 3
    score += 0 if given["more_than_3_medicines"] else 1
    health = {"not_as_good": 0.0, "unknown": 0.5, "as_good": 1.0, "better": 2.0}[given["self_rated_health"]]
    total = score + health + (0 if age > 85 else 1 if age >= 80 else 2)
    return {"score": total, "geriatric_assessment_indicated": total <= 14}


def tls_cairo_bishop(given: Values) -> dict[str, Any]:
    calcium = given["calcium"] / 0.2495 + 0.8 * (4 - given["albumin"] / 10)
    met = (given["uric_acid"] >= 8 * 59.48) + (given["potassium"] >= 6) + (given["phosphate"] >= 4.5 * 0.3229)
    met += calcium <= 7
    return {"criteria_met": met, "laboratory_tumour_lysis_syndrome": met >= 2}


def corrected_calcium(given: Values) -> dict[str, Any]:
    return {"corrected_calcium": given["calcium"] + 0.8 * 0.2495 * (4 - given["albumin"] / 10)}


def bsa_mosteller(given: Values) -> dict[str, Any]:
    return {"body_surface_area": sqrt(given["height"] * given["weight"]) / 60}


def bsa_dubois(given: Values) -> dict[str, Any]:
    return {"body_surface_area": 71.84e-4 * given["height"] ** 0.725 * given["weight"] ** 0.425}


def calvert(given: Values) -> dict[str, Any]:
    return {"carboplatin_dose": given["target_auc"] * min(given["gfr"] + 25, 150)}


FORMULAS: Final = {
    one.__name__: one
    for one in (
        *(khorana, compass_cat, mascc, cisne, carg, g8, tls_cairo_bishop),
        *(corrected_calcium, bsa_mosteller, bsa_dubois, calvert),
    )
}
