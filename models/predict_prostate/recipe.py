"""Predict Prostate: death from prostate cancer and from other causes, years 1 to 15, and what radical treatment adds.

Thurtle et al., PLoS Med 2019;16:e1002758, as the authors' test data compute it; the BRCA2 term is an option of their
code and not of the paper.
"""

from typing import Final

from models.vocabulary import (
    Graph,
    Quantity,
    Term,
    at_least,
    by_code,
    choose,
    exp,
    given,
    linear,
    log,
    lookup,
    power,
    shares,
    sqrt,
)
from models.vocabulary.quantity import constant

__all__ = ["YEARS", "build", "outputs"]

YEARS: Final = range(1, 16)
AGE, CORES = given("age"), given("positive_core_percent")  # years; percent, -1 where it is not known
KNOWN_CORES: Final = choose(at_least(CORES, 0.0), CORES, 41.9415)
STAGE: Final = by_code(
    "clinical_t_stage",
    {
        name: {"1": 0.0, "2": 0.1614922, "3": 0.39767881, "4": 0.6330977}[name[1]]
        for name in ("t1", "t1a", "t1b", "t1c", "t2", "t2a", "t2b", "t2c", "t3", "t3a", "t3b", "t4")
    },
)
GRADE: Final = lookup(given("grade_group"), {1: 0.0, 2: 0.2791641, 3: 0.5464889, 4: 0.7411321, 5: 1.367963})
RADICAL: Final = -0.6837094

PROGNOSIS: Final = (
    Term("age", 0.0026005, power(AGE / 10.0, 3.0) - 341.155151),
    Term("psa", 0.185959, log((given("psa") + 1.0) / 100.0) + 1.636423432),
    Term("clinical_t_stage", 1.0, STAGE),
    Term("grade_group", 1.0, GRADE),
    Term("brca2_mutation", 0.956, given("brca2_mutation")),
    Term("positive_core_percent", 1.890134, sqrt((KNOWN_CORES + 0.1811159) / 100.0) - 0.649019),
)
TREATMENT: Final = Term("radical_treatment", RADICAL, given("radical_treatment"))
OTHER: Final = (Term("age", 0.1226666, AGE - 69.87427439), Term("comorbidity", 0.6382002, given("comorbidity")))


def build() -> Graph:
    """Return the deaths and survival of each year, the gain from radical treatment, and the terms of the hazard."""
    prognosis, other = linear(PROGNOSIS), linear(OTHER)
    chosen = _course(prognosis + TREATMENT.share, other)
    conservative, radical = _course(prognosis, other), _course(prognosis + RADICAL, other)
    result: dict[str, Quantity] = {}
    for year in YEARS:
        result |= chosen[year]
        name = f"overall_survival_{year}y"
        result[f"benefit_{year}y_radical_treatment"] = radical[year][name] - conservative[year][name]
    result["prostate_cancer_net_survival_1y"] = 1.0 - _dead_of_prostate(prognosis + TREATMENT.share, 1)
    result["other_cause_net_survival_1y"] = 1.0 - _dead_of_others(other, 1)
    result |= {f"contribution_{name}": share for name, share in shares((*PROGNOSIS, TREATMENT)).items()}
    return Graph(
        name="predict_prostate",
        inputs=(
            "age",
            "psa",
            "clinical_t_stage",
            "grade_group",
            "comorbidity",
            "radical_treatment",
            "brca2_mutation",
            "positive_core_percent",
        ),
        outputs=result,
    )


def _dead_of_prostate(predictor: Quantity, year: int) -> Quantity:
    """Return the share that has died at `year` if prostate cancer were the only cause."""
    days = constant(365.0 * year)
    return 1.0 - exp(-exp(predictor) * exp(-16.40532 + 1.653947 * log(days) + 1.89e-12 * power(days, 3.0)))


def _dead_of_others(predictor: Quantity, year: int) -> Quantity:
    """Return the share that has died at `year` if other causes were the only ones."""
    days = constant(365.0 * year)
    return 1.0 - exp(-exp(predictor) * exp(-12.4841 + 1.32274 * log(days) + 2.90e-12 * power(days, 3.0)))


def _course(prognosis: Quantity, other: Quantity) -> dict[int, dict[str, Quantity]]:
    """Return each year's cumulative deaths: a year's deaths are split as both net mortalities rise in that year."""
    zero = constant(0.0)
    before = (zero, zero, zero)
    of_prostate, of_others = zero, zero
    found: dict[int, dict[str, Quantity]] = {}
    for year in YEARS:
        p, o = _dead_of_prostate(prognosis, year), _dead_of_others(other, year)
        everyone = 1.0 - (1.0 - p) * (1.0 - o)
        rise_p, rise_o, deaths = p - before[0], o - before[1], everyone - before[2]
        of_prostate = of_prostate + deaths * rise_p / (rise_p + rise_o)
        of_others = of_others + deaths * rise_o / (rise_p + rise_o)
        before = (p, o, everyone)
        found[year] = {
            f"prostate_cancer_death_{year}y": of_prostate,
            f"other_death_{year}y": of_others,
            f"overall_survival_{year}y": 1.0 - of_prostate - of_others,
        }
    return found


def outputs() -> list[dict[str, object]]:
    """Return the outputs of the card, which are the same four for every year, and the two net survivals."""
    found = [output for year in YEARS for output in _described(year)]
    found.append(
        _output(
            "prostate_cancer_net_survival_1y",
            "Survival at 1 year if prostate cancer were the only cause of death",
            "Survie à 1 an si le cancer de la prostate était la seule cause de décès",
        )
    )
    found.append(
        _output(
            "other_cause_net_survival_1y",
            "Survival at 1 year if other causes were the only ones",
            "Survie à 1 an si les autres causes étaient les seules",
        )
    )
    return found


def _described(year: int) -> list[dict[str, object]]:
    years, ans = ("1 year", "1 an") if year == 1 else (f"{year} years", f"{year} ans")
    return [
        _output(
            f"prostate_cancer_death_{year}y",
            f"Death from prostate cancer within {years}",
            f"Décès par cancer de la prostate en {ans}",
        ),
        _output(f"other_death_{year}y", f"Death from other causes within {years}", f"Décès d’autre cause en {ans}"),
        _output(f"overall_survival_{year}y", f"Overall survival at {years}", f"Survie globale à {ans}"),
        _output(
            f"benefit_{year}y_radical_treatment",
            f"Gain in overall survival at {years} from radical treatment",
            f"Gain de survie globale à {ans} apporté par le traitement radical",
        ),
    ]


def _output(name: str, en: str, fr: str) -> dict[str, object]:
    return {"name": name, "unit": "1", "kind": "quantity", "label": {"en": en, "fr": fr}}
