"""PREDICT Breast v2.2: overall survival 1 to 15 years after surgery and what each adjuvant treatment adds.

Candido dos Reis et al., Breast Cancer Res 2017;19:58 (doi:10.1186/s13058-017-0852-3), as the authors' reference
implementation computes it. Codes as theirs: unknown grade, HER2 and Ki-67 are 9, unknown detection is 2.
"""

from collections.abc import Mapping
from typing import Final

from models.vocabulary import (
    Graph,
    Quantity,
    Term,
    all_of,
    any_of,
    choose,
    equals,
    exp,
    fractional_polynomial,
    given,
    indicator,
    linear,
    log,
    lookup,
    shares,
    sqrt,
)
from models.vocabulary.quantity import constant

__all__ = ["YEARS", "build", "outputs"]

YEARS: Final = range(1, 16)
TREATMENTS: Final = ("hormone_therapy", "chemotherapy", "trastuzumab", "bisphosphonate")  # the order of the benefits
INPUTS: Final = (
    "age",
    "tumour_size",
    "positive_nodes",
    "er_status",
    "tumour_grade",
    "detection",
    "her2_status",
    "ki67_status",
    "chemotherapy",
    "hormone_therapy",
    "trastuzumab",
    "bisphosphonate",
)

AGE, SIZE, NODES = given("age"), given("tumour_size"), given("positive_nodes")  # years, mm, count
ER_POSITIVE: Final = equals(given("er_status"), 1)
HER2_POSITIVE: Final = equals(given("her2_status"), 1)
HORMONE: Final = all_of(equals(given("hormone_therapy"), 1), ER_POSITIVE)

AGE_FP: Final = fractional_polynomial(AGE / 10.0, -2, -2)
GRADE: Final = lookup(given("tumour_grade"), {1: 1.0, 2: 2.0, 3: 3.0, 9: 2.13})
GRADE_2_OR_3: Final = any_of(equals(given("tumour_grade"), 2), equals(given("tumour_grade"), 3))
SCREEN: Final = lookup(given("detection"), {0: 0.0, 1: 1.0, 2: 0.204})
HER2: Final = lookup(given("her2_status"), {0: -0.0762, 1: 0.2413, 9: 0.0})
KI67: Final = lookup(given("ki67_status"), {0: -0.11333, 1: 0.14904, 9: 0.0})

ER_POSITIVE_TERMS: Final = (
    Term("age", 34.53642, AGE_FP[0] - 0.0287449295),
    Term("age", -34.20342, AGE_FP[1] - 0.0510121013),
    Term("tumour_size", 0.7530729, log(SIZE / 100.0) + 1.545233938),
    Term("positive_nodes", 0.7060723, log((NODES + 1.0) / 10.0) + 1.387566896),
    Term("tumour_grade", 0.746655, GRADE),
    Term("detection", -0.22763366, SCREEN),
    Term("her2_status", 1.0, HER2),
    Term("ki67_status", 1.0, KI67),
)
ER_NEGATIVE_TERMS: Final = (
    Term("age", 0.0089827, AGE - 56.3254902),
    Term("tumour_size", 2.093446, sqrt(SIZE / 100.0) - 0.5090456276),
    Term("positive_nodes", 0.6260541, log((NODES + 1.0) / 10.0) + 1.086916249),
    Term("tumour_grade", 1.129091, indicator(GRADE_2_OR_3)),
    Term("her2_status", 1.0, HER2),
)
OTHER_CAUSES: Final = (Term("age", 0.0698252, AGE / 10.0 * (AGE / 10.0) - 34.23391957),)

TREATMENT_TERMS: Final = {
    "hormone_therapy": Term("hormone_therapy", -0.3857, indicator(HORMONE)),
    "chemotherapy": Term("chemotherapy", 1.0, lookup(given("chemotherapy"), {0: 0.0, 2: -0.248, 3: -0.446})),
    "trastuzumab": Term("trastuzumab", -0.3567, indicator(all_of(equals(given("trastuzumab"), 1), HER2_POSITIVE))),
    "bisphosphonate": Term("bisphosphonate", -0.198, given("bisphosphonate")),
}
EXTENDED_HORMONE: Final = -0.26  # from year 10 on


def build() -> Graph:
    """Return survival without and with the treatments, their benefits in order, and the terms of the log hazard."""
    result: dict[str, Quantity] = {}
    for year in YEARS:
        result |= _year(year)
    result |= {f"contribution_{name}": share for name, share in _contributions().items()}
    return Graph(name="predict_breast_v2_2", inputs=INPUTS, outputs=result)


def outputs() -> list[dict[str, object]]:
    """Return the outputs of the card, which are the same nine for every year."""
    return [output for year in YEARS for output in _described(year)]


def _baseline(year: float) -> Quantity:
    """Return the cumulative baseline hazard of death from breast cancer; ER positive and negative have their own."""
    t = constant(float(year))
    positive = exp(0.7424402 - 7.527762 / sqrt(t) - 1.812513 * log(t) / sqrt(t))
    negative = exp(-1.156036 + 0.4707332 / (t * t) - 3.51355 / t)
    return choose(ER_POSITIVE, positive, negative)


def _baseline_other(year: float) -> Quantity:
    """Return the cumulative baseline hazard of death from other causes."""
    t = constant(float(year))
    return exp(-6.052919 + 1.079863 * log(t) + 0.3255321 * sqrt(t))


def _survival(year: int, treatments: tuple[str, ...], *, extended: bool = False) -> Quantity:
    """Return overall survival at `year` with these treatments; hormone therapy beyond year 10 where `extended`."""
    prognosis = choose(ER_POSITIVE, linear(ER_POSITIVE_TERMS), linear(ER_NEGATIVE_TERMS))
    predictor = linear([TREATMENT_TERMS[name] for name in treatments]) + prognosis if treatments else prognosis
    breast = _baseline(year) * exp(predictor)
    if extended:
        gain = choose(HORMONE, EXTENDED_HORMONE, 0.0)
        late = _baseline(year) - _baseline(10)
        breast = _baseline(10) * exp(predictor) + late * exp(predictor + gain)
    return exp(-(exp(linear(OTHER_CAUSES)) * _baseline_other(year)) - breast)


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


def _contributions() -> Mapping[str, Quantity]:
    """Return what each input adds to the log hazard of death from breast cancer; 0 where its model does not use it."""
    positive, negative = shares(ER_POSITIVE_TERMS), shares(ER_NEGATIVE_TERMS)
    found = {name: choose(ER_POSITIVE, positive[name], negative.get(name, constant(0.0))) for name in positive}
    return found | {name: term.share for name, term in TREATMENT_TERMS.items()}


_TREATMENT_WORDS: Final = {
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
