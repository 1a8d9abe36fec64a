"""Prostate: CAPRA, D'Amico, Predict Prostate, PSA doubling time, and the risk calculators before a biopsy."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, log2, pi, sqrt
from typing import Any, Final

Values = Mapping[str, Any]


def capra(given: Values) -> dict[str, Any]:
    psa = given["psa"]
    score = 0 if psa <= 6 else 1 if psa <= 10 else 2 if psa <= 20 else 3 if psa <= 30 else 4
    if given["gleason_primary"] in (4, 5):
        score += 3
    elif given["gleason_secondary"] in (4, 5):
        score += 1
    score += (given["clinical_t_stage"] == "t3a") + (given["positive_core_percent"] >= 34) + (given["age"] >= 50)
    return {"score": score, "risk_group": "low" if score <= 2 else "intermediate" if score <= 5 else "high"}


def damico(given: Values) -> dict[str, Any]:
    psa, gleason, stage = given["psa"], given["gleason_score"], given["clinical_t_stage"]
    if psa > 20 or gleason >= 8 or stage in ("t2c", "t3", "t3a", "t3b", "t4"):
        return {"risk_group": "high"}
    return {"risk_group": "intermediate" if psa > 10 or gleason == 7 or stage == "t2b" else "low"}


def psa_doubling_time(given: Values) -> dict[str, Any]:
    return {"psa_doubling_time": given["psa_interval"] / log2(given["psa_last"] / given["psa_first"])}


def predict_prostate(given: Values) -> dict[str, Any]:
    chosen, other = _deaths(given, given["radical_treatment"]), _deaths(given, not given["radical_treatment"])
    found = dict(chosen)
    for year in range(1, 16):
        name = f"overall_survival_{year}y"
        gain = chosen[name] - other[name]
        found[f"benefit_{year}y_radical_treatment"] = gain if given["radical_treatment"] else -gain
    return found


def _deaths(given: Values, radical: bool) -> dict[str, float]:
    cores = given.get("positive_core_percent")
    cores = 41.9415 if cores is None else cores
    stage = int(given["clinical_t_stage"][1])
    prostate = (
        0.0026005 * ((given["age"] / 10) ** 3 - 341.155151)
        + 0.185959 * (log((given["psa"] + 1) / 100) + 1.636423432)
        + (0, 0.1614922, 0.39767881, 0.6330977)[stage - 1]
        + (0, 0.2791641, 0.5464889, 0.7411321, 1.367963)[given["grade_group"] - 1]
        + 1.890134 * (sqrt((cores + 0.1811159) / 100) - 0.649019)
        + (0.956 if given["brca2_mutation"] else 0)
        - (0.6837094 if radical else 0)
    )
    other = 0.1226666 * (given["age"] - 69.87427439) + (0.6382002 if given["comorbidity"] else 0)
    found: dict[str, float] = {}
    before_p = before_o = before_all = dead_p = dead_o = 0.0
    for year in range(1, 16):
        days = 365 * year
        p = 1 - exp(-exp(prostate) * exp(-16.40532 + 1.653947 * log(days) + 1.89e-12 * days**3))
        o = 1 - exp(-exp(other) * exp(-12.4841 + 1.32274 * log(days) + 2.90e-12 * days**3))
        everyone = 1 - (1 - p) * (1 - o)
        step = everyone - before_all
        part = (p - before_p) / ((p - before_p) + (o - before_o))
        dead_p += step * part
        dead_o += step * (1 - part)
        before_p, before_o, before_all = p, o, everyone
        found[f"prostate_cancer_death_{year}y"] = dead_p
        found[f"other_death_{year}y"] = dead_o
        found[f"overall_survival_{year}y"] = 1 - dead_p - dead_o
        if year == 1:
            found["prostate_cancer_net_survival_1y"] = 1 - p
            found["other_cause_net_survival_1y"] = 1 - o
    return found


def _three(low: float, high: float) -> dict[str, float]:
    total = 1 + exp(low) + exp(high)
    return {
        "probability_no_cancer": 1 / total,
        "probability_low_grade_cancer": exp(low) / total,
        "probability_high_grade_cancer": exp(high) / total,
    }


def pcptrc_2_0(given: Values) -> dict[str, Any]:
    level = log2(given["psa"])
    x = [
        1,
        level,
        given["age"],
        given["african_ancestry"],
        given["prior_negative_biopsy"],
        given["dre_abnormal"],
        given["family_history_prostate_cancer"],
    ]
    low = (-3.00215469, 0.25613390, 0.01643637, 0.12172599, -0.45533257, -0.03864628, 0.27197219)
    high = (-7.05304534, 0.70489441, 0.04753804, 1.04174529, -0.21409933, 0.40068434, 0.22467348)
    found = _three(sum(a * b for a, b in zip(low, x, strict=True)), sum(a * b for a, b in zip(high, x, strict=True)))
    free = given.get("free_psa_percent")
    if free is None:
        return found
    densities = {
        "probability_no_cancer": _normal(log2(free), 4.9602101 - 0.2195069 * level, 0.5154306),
        "probability_low_grade_cancer": _normal(log2(free), 4.9730353 - 0.3856204 * level, 0.6010974),
        "probability_high_grade_cancer": _normal(log2(free), 4.8059009 - 0.3483031 * level, 0.6452902),
    }
    weights = {name: found[name] * densities[name] for name in found}
    return {name: weight / sum(weights.values()) for name, weight in weights.items()}


def _normal(x: float, mean: float, deviation: float) -> float:
    return exp(-((x - mean) ** 2) / (2 * deviation**2)) / (deviation * sqrt(2 * pi))


# (prior biopsy known, rectal examination known, family history known): coefficients in the order intercept, log2 PSA,
# age, African ancestry, then those that are known.
_PBCG: Final[dict[tuple[bool, bool, bool], tuple[list[float], list[float]]]] = {
    (True, True, True): (
        [-2.44052108, 0.13617244, 0.01780617, 0.78721039, -0.83613721, 0.04612721, 0.33233636],
        [-6.36851856, 0.79996510, 0.05566536, 0.61596975, -1.27437249, 0.85780143, 0.61003848],
    ),
    (True, True, False): (
        [-2.29687989, 0.13785591, 0.01758914, 0.63876791, -0.86200471, 0.07193350],
        [-6.06621401, 0.76053930, 0.05509847, 0.51701373, -1.38390751, 0.83442202],
    ),
    (True, False, True): (
        [-2.64840984, 0.13125283, 0.02044166, 0.81792881, -0.98610357, 0.31447017],
        [-6.70538152, 0.77635003, 0.06542705, 0.52401464, -1.43681965, 0.55443478],
    ),
    (False, True, True): (
        [-2.16147411, 0.07409519, 0.01322988, 0.76131045, 0.05397516, 0.29246219],
        [-5.99897055, 0.70727793, 0.04992968, 0.56485952, 0.89154384, 0.56910873],
    ),
    (True, False, False): (
        [-2.49050385, 0.12961272, 0.02020429, 0.67674970, -0.97275826],
        [-6.41089002, 0.74110558, 0.06476911, 0.42814591, -1.50274350],
    ),
    (False, True, False): (
        [-2.01851079, 0.06745424, 0.01263369, 0.63938472, 0.08562844],
        [-5.68203352, 0.65059244, 0.04883786, 0.49214793, 0.87421554],
    ),
    (False, False, True): (
        [-2.39161580, 0.06129651, 0.01600515, 0.81132928, 0.27501639],
        [-6.42320154, 0.67779036, 0.06092178, 0.50429130, 0.50805684],
    ),
    (False, False, False): (
        [-2.23794923, 0.05343098, 0.01553627, 0.69593716],
        [-6.13292904, 0.62979529, 0.06002002, 0.43816016],
    ),
}


def pbcg(given: Values) -> dict[str, Any]:
    asked = [given.get(name) for name in ("prior_negative_biopsy", "dre_abnormal", "family_history_prostate_cancer")]
    low, high = _PBCG[asked[0] is not None, asked[1] is not None, asked[2] is not None]
    x = [1, log2(given["psa"]), given["age"], given["african_ancestry"], *(one for one in asked if one is not None)]
    return _three(sum(a * b for a, b in zip(low, x, strict=True)), sum(a * b for a, b in zip(high, x, strict=True)))


def erspc_rc3(given: Values) -> dict[str, Any]:
    odds = exp(
        -1.826
        + 1.024 * (log2(given["psa"]) - 2)
        - 1.5 * (log2(given["prostate_volume_class"]) - 5.4)
        + 0.992 * given["dre_abnormal"]
    )
    return {"prostate_cancer_probability": odds / (1 + odds)}


FORMULAS: Final = {
    one.__name__: one for one in (capra, damico, psa_doubling_time, predict_prostate, pcptrc_2_0, pbcg, erspc_rc3)
}
