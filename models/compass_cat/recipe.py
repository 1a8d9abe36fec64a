"""COMPASS-CAT score of venous thromboembolism (Gerotziafas et al., Oncologist 2017;22:1222)."""

from typing import Final

from models.vocabulary import Graph, at_least, at_most, classify, contributions, counted, given, holds, linear

__all__ = ["build"]

TERMS: Final = (
    counted("anthracycline_or_hormonal_therapy", (holds("anthracycline_or_hormonal_therapy"), 6)),
    counted("months_since_diagnosis", (at_most(given("months_since_diagnosis"), 6), 4)),
    counted("central_venous_catheter", (holds("central_venous_catheter"), 3)),
    counted("advanced_stage", (holds("advanced_stage"), 2)),
    counted("cardiovascular_risk_factors", (at_least(given("cardiovascular_risk_factors"), 2), 5)),
    counted("recent_hospitalisation", (holds("recent_hospitalisation"), 5)),
    counted("prior_venous_thromboembolism", (holds("prior_venous_thromboembolism"), 1)),
    counted("platelets", (at_least(given("platelets"), 350), 2)),
)


def build() -> Graph:
    """Return the points and the group."""
    score = linear(TERMS)
    return Graph(
        name="compass_cat",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": score, "risk_group": classify(score, (7,), limit_belongs="above"), **contributions(TERMS)},
    )
