"""PREDICT Breast v3.2: overall survival 1 to 15 years after surgery and what each adjuvant treatment adds.

Grootes et al., npj Breast Cancer 2024;10:6, as the authors' code computes it (year of diagnosis held at 2017). Codes:
unknown grade, HER2, Ki-67 and PR are 9, unknown detection is 2. The effect of HER2 fades from year to year, so that the
hazard is a sum over years; the sums of baseline hazard and HER2 effect are constants, one for each kind of tumour.
"""

from collections.abc import Mapping
from math import exp as e
from math import fsum
from math import log as ln
from math import sqrt as root
from typing import Final

from models.vocabulary import (
    Graph,
    Quantity,
    Term,
    all_of,
    choose,
    constant,
    equals,
    exp,
    given,
    holds,
    indicator,
    linear,
    log,
    lookup,
    power,
    table,
)

__all__ = ["YEARS", "build", "outputs"]

YEARS: Final = range(1, 16)
DIAGNOSED: Final = 17.0  # year of diagnosis − 2000, as the authors' code holds it
TREATMENTS: Final = ("radiotherapy", "hormone_therapy", "chemotherapy", "trastuzumab", "bisphosphonate")  # their order
INPUTS: Final = (
    "age",
    "tumour_size",
    "positive_nodes",
    "er_status",
    "tumour_grade",
    "detection",
    "her2_status",
    "ki67_status",
    "pr_status",
    "current_smoker",
    *("chemotherapy", "hormone_therapy", "trastuzumab", "bisphosphonate", "radiotherapy", "mean_heart_dose"),
)

A: Final = (given("age") - 24.0) / 100.0
SIZE, NODES = given("tumour_size"), given("positive_nodes")  # mm, count
ER_POSITIVE: Final = equals(given("er_status"), 1)
HORMONE: Final = all_of(equals(given("hormone_therapy"), 1), ER_POSITIVE)
GRADE: Final = lookup(given("tumour_grade"), {1: 1.0, 2: 2.0, 3: 3.0, 9: 2.13})
SCREEN: Final = lookup(given("detection"), {0: 0.0, 1: 1.0, 2: 0.204})
KI67: Final = lookup(given("ki67_status"), {0: -0.11333, 1: 0.14904, 9: 0.0})
PR_IN_ER_POSITIVE: Final = lookup(given("pr_status"), {0: 0.2624, 1: -0.0619, 9: 0.0})
PR_IN_ER_NEGATIVE: Final = lookup(given("pr_status"), {0: 0.0296, 1: -0.2231, 9: 0.0})

ER_POSITIVE_TERMS: Final = (
    Term("age", 0.1958986203588129, power(A, -0.5)),
    Term("age", 2.929125051895787, power(A, 2.0)),
    Term("tumour_size", 2.27417420673498, 1.0 - exp(-SIZE / 20.0)),
    Term("positive_nodes", 0.6724828209061207, log(NODES + 1.0)),
    Term("tumour_grade", 0.7050339629739382, GRADE),
    Term("detection", -0.32039363353015476, SCREEN),
    Term("year", -0.048251370712776756, constant(DIAGNOSED)),
    Term("ki67_status", 1.0, KI67),
    Term("pr_status", 1.0, PR_IN_ER_POSITIVE),
)
ER_NEGATIVE_TERMS: Final = (
    Term("age", 1.7560679383953317, A),
    Term("age", 4.555274634880487, A * log(A)),
    Term("tumour_size", 0.7443277265210039, log(SIZE)),
    Term("positive_nodes", 0.6308590364310884, log(NODES + 1.0)),
    Term("tumour_grade", 0.3462287839000938, GRADE),
    Term("detection", -0.2110969326598672, SCREEN),
    Term("year", -0.045504610416172736, constant(DIAGNOSED)),
    Term("pr_status", 1.0, PR_IN_ER_NEGATIVE),
)

# What the radiotherapy that women of the derivation had is worth, taken out of the baseline.
BASE_BREAST: Final = {1: 0.7, 0: 0.55}
BASE_OTHER: Final = -0.062
ALL_CAUSE_RATIO_OF_SMOKERS: Final = 0.25 * 2.0 + 0.75
SMOKERS: Final = 0.1  # their share in the derivation
MEAN_OF_SMOKING: Final = (1.0 - SMOKERS) + SMOKERS * ALL_CAUSE_RATIO_OF_SMOKERS

OTHER_TERMS: Final = (
    Term("age", 4.211443507724736, power(A, 3.0)),
    Term("age", -31.41202815365277, power(A, 3.0) * log(A)),
    Term("year", -0.021186462111818898, constant(DIAGNOSED)),
    Term("year", 1.0, constant(BASE_OTHER)),
    Term(
        "current_smoker",
        1.0,
        choose(holds("current_smoker"), ln(ALL_CAUSE_RATIO_OF_SMOKERS / MEAN_OF_SMOKING), ln(1.0 / MEAN_OF_SMOKING)),
    ),
)

ON_BREAST: Final = {
    "radiotherapy": Term("radiotherapy", ln(0.82), given("radiotherapy")),
    "hormone_therapy": Term("hormone_therapy", -0.3857, indicator(HORMONE)),
    "chemotherapy": Term("chemotherapy", 1.0, lookup(given("chemotherapy"), {0: 0.0, 2: -0.248, 3: -0.446})),
    "trastuzumab": Term(
        "trastuzumab", -0.3567, indicator(all_of(holds("trastuzumab"), equals(given("her2_status"), 1)))
    ),
    "bisphosphonate": Term("bisphosphonate", -0.198, given("bisphosphonate")),
}
ON_OTHERS: Final = {
    "radiotherapy": Term("radiotherapy", ln(1.02), given("radiotherapy") * given("mean_heart_dose")),
    "chemotherapy": Term("chemotherapy", ln(1.2), lookup(given("chemotherapy"), {0: 0.0, 2: 1.0, 3: 1.0})),
}
EXTENDED_HORMONE: Final = -0.301  # from year 10 on

# log hazard ratio of HER2 in the years 1, 2, …; 0 afterwards
HER2_POSITIVE: Final = (0.608, 0.532, 0.457, 0.382, 0.307, 0.231, 0.156, 0.081, 0.006)
HER2_NEGATIVE: Final = (-0.053, -0.046, -0.040, -0.033, -0.027, -0.020, -0.014, -0.007)
HER2_IN_ER_NEGATIVE: Final = {1: 0.2316, 0: -0.08589, 9: 0.0}


def build() -> Graph:
    """Return survival without and with the treatments and their benefits in order, years 1 to 15."""
    result: dict[str, Quantity] = {}
    for year in YEARS:
        result |= _year(year)
    return Graph(name="predict_breast_v3_2", inputs=INPUTS, outputs=result)


def outputs() -> list[dict[str, object]]:
    """Return the outputs of the card, which are the same for every year."""
    return [output for year in YEARS for output in _described(year)]


def _cumulative(er: int, year: int) -> float:
    """Return the baseline cumulative hazard of death from breast cancer."""
    t = year / 10.0
    if er:
        return e(-2.3193510039281637 - 3.622538332641392 / root(t) - 0.542240944493945 * ln(t) / root(t))
    return e(-3.0153139765165835 - 0.5755380524044251 / t - 0.1028439317178058 * ln(t) / t)


def _cumulative_other(year: int) -> float:
    """Return the baseline cumulative hazard of death from other causes."""
    t = year / 10.0
    return e(-4.845654758283992 + 1.341348310005262 * ln(t) + 0.49539394353046057 * t)


def _her2(er: int, her2: int, year: int) -> float:
    """Return the log hazard ratio of HER2 in one year."""
    if not er:
        return HER2_IN_ER_NEGATIVE[her2]
    row: tuple[float, ...] = {1: HER2_POSITIVE, 0: HER2_NEGATIVE, 9: ()}[her2]
    return row[year - 1] if year <= len(row) else 0.0


def _hazard(first: int, last: int) -> Quantity:
    """Return the hazard of the years `first` to `last` by receptor and HER2, without the patient's own factors."""
    cells: dict[tuple[float, ...], float] = {
        (float(er), float(her2)): fsum(
            (_cumulative(er, year) - (_cumulative(er, year - 1) if year > 1 else 0.0)) * e(_her2(er, her2, year))
            for year in range(first, last + 1)
        )
        for er in (0, 1)
        for her2 in (0, 1, 9)
    }
    return table((given("er_status"), given("her2_status")), cells)


def _predictor(treatments: tuple[str, ...]) -> Quantity:
    positive = linear(ER_POSITIVE_TERMS, BASE_BREAST[1])
    negative = linear(ER_NEGATIVE_TERMS, BASE_BREAST[0])
    prognosis = choose(ER_POSITIVE, positive, negative)
    return linear([ON_BREAST[name] for name in treatments]) + prognosis if treatments else prognosis


def _survival(year: int, treatments: tuple[str, ...], *, extended: bool = False) -> Quantity:
    """Return overall survival at `year` with these treatments; hormone therapy beyond year 10 where `extended`."""
    predictor = _predictor(treatments)
    breast = _hazard(1, year) * exp(predictor)
    if extended:
        gain = choose(HORMONE, EXTENDED_HORMONE, 0.0)
        breast = _hazard(1, 10) * exp(predictor) + _hazard(11, year) * exp(predictor + gain)
    effects = [ON_OTHERS[name] for name in treatments if name in ON_OTHERS]
    other = linear((*OTHER_TERMS, *effects))
    return exp(-(_cumulative_other(year) * exp(other)) - breast)


def _year(year: int) -> Mapping[str, Quantity]:
    """Return the outputs of one year; the benefits are those of adding the treatments one after the other."""
    steps = [_survival(year, TREATMENTS[:count]) for count in range(len(TREATMENTS) + 1)]
    result = {
        f"overall_survival_{year}y_untreated": steps[0],
        f"overall_survival_{year}y_treated": steps[-1],
    }
    for name, before, after in zip(TREATMENTS, steps, steps[1:], strict=False):
        result[f"benefit_{year}y_{name}"] = after - before
    if year > 10:
        result[f"overall_survival_{year}y_treated_extended_hormone"] = _survival(year, TREATMENTS, extended=True)
    return result


_TREATMENT_WORDS: Final = {
    "radiotherapy": ("radiotherapy", "la radiothérapie"),
    "hormone_therapy": ("hormone therapy", "l’hormonothérapie"),
    "chemotherapy": ("chemotherapy", "la chimiothérapie"),
    "trastuzumab": ("trastuzumab", "le trastuzumab"),
    "bisphosphonate": ("bisphosphonate", "le bisphosphonate"),
}


def _described(year: int) -> list[dict[str, object]]:
    years, ans = ("1 year", "1 an") if year == 1 else (f"{year} years", f"{year} ans")
    rows: list[tuple[str, str, str]] = [
        ("untreated", f"Overall survival at {years}, surgery only", f"Survie globale à {ans}, chirurgie seule"),
        ("treated", f"Overall survival at {years} with the treatments", f"Survie globale à {ans} avec les traitements"),
    ]
    found = [_output(f"overall_survival_{year}y_{kind}", en, fr) for kind, en, fr in rows]
    for name, (en, fr) in _TREATMENT_WORDS.items():
        label = f"Gain in overall survival at {years} from {en}"
        gain = f"Gain de survie globale à {ans} apporté par {fr}"
        found.append(_output(f"benefit_{year}y_{name}", label, gain))
    if year > 10:
        extended = _output(
            f"overall_survival_{year}y_treated_extended_hormone",
            f"Overall survival at {years} with the treatments, hormone therapy carried on to year 10",
            f"Survie globale à {ans} avec les traitements, hormonothérapie poursuivie jusqu’à 10 ans",
        )
        found.append(extended | {"applies_when": {"er_status": ["positive"], "hormone_therapy": [True]}})
    return found


def _output(name: str, en: str, fr: str) -> dict[str, object]:
    return {"name": name, "unit": "1", "kind": "quantity", "label": {"en": en, "fr": fr}}
