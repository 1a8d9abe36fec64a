"""Royal Marsden Hospital score before a phase I trial (Arkenau et al., J Clin Oncol 2009;27:2692)."""

from typing import Final

from models.vocabulary import Graph, above, below, classify, contributions, counted, given, linear

__all__ = ["build"]

TERMS: Final = (
    counted("albumin", (below(given("albumin"), 35), 1)),  # g/L
    counted("ldh_ratio", (above(given("ldh_ratio"), 1), 1)),
    counted("metastatic_sites", (above(given("metastatic_sites"), 2), 1)),
)


def build() -> Graph:
    """Return the points and the group: good 0–1, poor 2–3."""
    score = linear(TERMS)
    return Graph(
        name="rmh",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": score, "risk_group": classify(score, (2,), limit_belongs="above"), **contributions(TERMS)},
    )
