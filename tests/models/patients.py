"""Made-up patients of a card: any values that it lets through, and ordinary ones."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from hypothesis import strategies as st

from bedside_app.inference.packs.card import Card, Input

__all__ = ["any_patient", "ordinary_patient"]

# Where values of patients usually lie, by the input's name, with the decimals of a report; the card's range elsewhere.
_ORDINARY: Final[dict[str, tuple[float, float, int]]] = {
    "age": (35, 85, 0),
    "psa": (1, 40, 1),
    "psa_first": (0.2, 10, 1),
    "psa_last": (0.5, 40, 1),
    "psa_interval": (3, 36, 0),
    "albumin": (24, 48, 0),
    "bilirubin": (5, 80, 0),
    "creatinine": (45, 250, 0),
    "inr": (0.9, 3, 1),
    "sodium": (122, 145, 0),
    "potassium": (3, 7, 1),
    "phosphate": (0.7, 2.5, 2),
    "calcium": (1.6, 3, 2),
    "corrected_calcium": (2, 3.2, 2),
    "uric_acid": (150, 900, 0),
    "afp": (2, 3000, 0),
    "platelets": (20, 600, 0),
    "neutrophils": (0.3, 15, 1),
    "lymphocytes": (0.3, 4, 1),
    "leukocytes": (2, 40, 1),
    "monocytes": (0.05, 1.5, 2),
    "haemoglobin": (65, 160, 0),
    "ldh_ratio": (0.4, 5, 2),
    "c_reactive_protein": (1, 60, 0),
    "neutrophil_lymphocyte_ratio": (0.8, 30, 1),
    "tumour_mutational_burden": (0, 70, 1),
    "tumour_size": (3, 120, 0),
    "positive_nodes": (0, 12, 0),
    "tumour_count": (1, 6, 0),
    "nodule_diameter": (5, 28, 0),
    "nodule_count": (1, 8, 0),
    "pretest_malignancy_probability": (0.02, 0.98, 2),
    "years_since_quit": (0, 30, 0),
    "cigarettes_per_day": (2, 45, 0),
    "smoking_duration": (5, 50, 0),
    "pack_years": (0, 40, 0),
    "body_mass_index": (17, 40, 1),
    "ca125": (8, 1500, 0),
    "he4": (30, 900, 0),
    "lesion_diameter": (30, 180, 0),
    "solid_diameter": (0, 90, 0),
    "karnofsky_performance_status": (50, 100, 0),
    "months_diagnosis_to_treatment": (0, 36, 0),
    "months_since_diagnosis": (0, 24, 0),
    "metastatic_sites": (0, 6, 0),
    "nodal_areas": (0, 8, 0),
    "extranodal_sites": (0, 4, 0),
    "cardiovascular_risk_factors": (0, 5, 0),
    "beta2_microglobulin": (1, 9, 1),
    "bone_marrow_blasts": (0, 19, 0),
    "spleen_below_costal_margin": (0, 20, 0),
    "peripheral_blasts": (0, 12, 0),
    "lymphocyte_percent": (2, 40, 0),
    "creatinine_clearance": (15, 120, 0),
    "height": (150, 195, 0),
    "weight": (45, 120, 0),
    "gfr": (20, 160, 0),
    "target_auc": (2, 7, 1),
    "cea": (0.5, 20, 1),
    "mean_heart_dose": (0, 8, 0),
    "tumour_bed_diameter_1": (5, 60, 0),
    "tumour_bed_diameter_2": (3, 40, 0),
    "largest_nodal_metastasis": (0, 25, 0),
    "glucose_at_diabetes_onset": (7, 14, 1),
    "glucose_1y_before": (4.5, 8, 1),
    "weight_change_1y": (-10, 8, 1),
}


def any_patient(card: Card) -> st.SearchStrategy[dict[str, Any]]:
    """Return values that the card lets through, extreme ones too; an optional input may be left out."""
    return st.fixed_dictionaries({entry.name: _any(entry) for entry in card.inputs}).map(_without_none)


def _any(entry: Input) -> st.SearchStrategy[Any]:
    values: st.SearchStrategy[Any]
    if entry.kind == "boolean":
        values = st.booleans()
    elif entry.kind == "code":
        values = st.sampled_from(list(entry.codes))
    elif entry.only:
        values = st.sampled_from([int(value) if value.is_integer() else value for value in entry.only])
    else:
        assert entry.range is not None
        low, high = entry.range.low, entry.range.high
        ordinary_low, ordinary_high, _ = _ordinary(entry)
        if entry.kind == "integer":
            values = st.integers(int(low), int(high)) | st.integers(int(ordinary_low), int(ordinary_high))
        else:
            values = st.floats(low, high) | st.floats(ordinary_low, ordinary_high).map(lambda value: round(value, 1))
            values = values.map(lambda value: min(max(value, low), high))
    return values if entry.required else st.none() | values


def _ordinary(entry: Input) -> tuple[float, float, int]:
    assert entry.range is not None
    low, high = entry.range.low, entry.range.high
    if entry.name not in _ORDINARY:
        return low, high, 0
    wanted_low, wanted_high, decimals = _ORDINARY[entry.name]
    return max(low, wanted_low), min(high, wanted_high), decimals


def ordinary_patient(card: Card, number: int) -> dict[str, Any]:
    """Return the patient of that number: the same in every run, and like those that a clinic sees."""
    random = Random(f"{card.id} {number}")
    patient = _without_none({entry.name: _one(entry, random) for entry in card.inputs})
    if "leukocytes" in patient:  # no less than the cells that are part of them
        parts = sum(float(patient.get(name, 0.0)) for name in ("neutrophils", "lymphocytes"))
        patient["leukocytes"] = max(patient["leukocytes"], round(parts + 0.4, 1))
    if "solid_diameter" in patient:
        patient["solid_diameter"] = min(patient["solid_diameter"], patient["lesion_diameter"])
    return patient


def _one(entry: Input, random: Random) -> Any:
    if not entry.required and random.random() < 0.25:
        return None
    if entry.kind == "boolean":
        return random.random() < 0.4
    if entry.kind == "code":
        return random.choice(list(entry.codes))
    if entry.only:
        return random.choice(entry.only)
    low, high, decimals = _ordinary(entry)
    if entry.kind == "integer":
        return random.randint(int(low), int(high))
    value = round(random.uniform(low, high), decimals)
    return min(max(value, low), high)


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
