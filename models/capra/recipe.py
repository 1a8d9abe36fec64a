"""UCSF-CAPRA (Cooperberg et al., J Urol 2005;173:1938): points before radical prostatectomy."""

from typing import Final

from models.vocabulary import (
    Graph,
    above,
    all_of,
    at_least,
    at_most,
    by_code,
    classify,
    contributions,
    counted,
    given,
    linear,
)

__all__ = ["build"]

PSA: Final = given("psa")  # ng/mL
PATTERN_4_OR_5 = {name: at_least(given(name), 4) for name in ("gleason_primary", "gleason_secondary")}
T3A: Final = by_code(
    "clinical_t_stage",
    {"t1": 0, "t1a": 0, "t1b": 0, "t1c": 0, "t2": 0, "t2a": 0, "t2b": 0, "t2c": 0, "t3a": 1},
)

TERMS: Final = (
    counted("age", (at_least(given("age"), 50), 1)),
    counted("psa", (above(PSA, 6), 1), (above(PSA, 10), 1), (above(PSA, 20), 1), (above(PSA, 30), 1)),
    counted("gleason_primary", (PATTERN_4_OR_5["gleason_primary"], 3)),
    counted(
        "gleason_secondary",
        (all_of(at_most(given("gleason_primary"), 3), PATTERN_4_OR_5["gleason_secondary"]), 1),
    ),
    counted("clinical_t_stage", (at_least(T3A, 1), 1)),
    counted("positive_core_percent", (at_least(given("positive_core_percent"), 34), 1)),
)

BANDS: Final = (3, 6)  # low 0–2, intermediate 3–5, high 6–10: a convention


def build() -> Graph:
    """Return the score 0–10 and its band."""
    score = linear(TERMS)
    return Graph(
        name="capra",
        inputs=("age", "psa", "gleason_primary", "gleason_secondary", "clinical_t_stage", "positive_core_percent"),
        outputs={
            "score": score,
            "risk_group": classify(score, BANDS, limit_belongs="above"),
            **contributions(TERMS),
        },
    )
