"""END-PAC: pancreatic cancer behind diabetes of new onset (Sharma et al., Gastroenterology 2018;155:730)."""

from typing import Final

from models.vocabulary import (
    Graph,
    Quantity,
    Term,
    above,
    at_least,
    at_most,
    classify,
    contributions,
    counted,
    given,
    linear,
    points,
)

__all__ = ["build"]

MMOL_PER_MG_DL: Final = 0.0555  # glucose
WEIGHT: Final = given("weight_change_1y")  # kg, loss is negative


def _category(name: str) -> Quantity:
    """Return the category 1–5 of a fasting glucose: below 100, 100–109, 110–125, 126–160, above 160 mg/dL."""
    glucose = given(name) / MMOL_PER_MG_DL
    return 1.0 + points(
        (at_least(glucose, 100), 1), (at_least(glucose, 110), 1), (at_least(glucose, 126), 1), (above(glucose, 160), 1)
    )


TERMS: Final = (
    Term("glucose_at_diabetes_onset", 1.0, _category("glucose_at_diabetes_onset")),
    Term("glucose_1y_before", -1.0, _category("glucose_1y_before")),
    counted(
        "weight_change_1y",
        *((at_most(WEIGHT, -kilos), 2.0) for kilos in (2, 4, 6)),
        *((at_least(WEIGHT, kilos), -2.0) for kilos in (2, 4, 6)),
    ),
    Term("age", 1.0, -1.0 + points((at_least(given("age"), 60), 1), (at_least(given("age"), 70), 1))),
)


def build() -> Graph:
    """Return the score and the group: very low up to 0, intermediate 1–2, high from 3 on."""
    score = linear(TERMS)
    return Graph(
        name="endpac",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": score, "risk_group": classify(score, (1, 3), limit_belongs="above"), **contributions(TERMS)},
    )
