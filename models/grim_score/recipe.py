"""GRIm score before early-phase immunotherapy (Bigot et al., Eur J Cancer 2017;84:212): one point for each of three."""

from typing import Final

from models.vocabulary import Graph, above, below, classify, contributions, counted, given, linear

__all__ = ["build"]

TERMS: Final = (
    counted("neutrophil_lymphocyte_ratio", (above(given("neutrophil_lymphocyte_ratio"), 6), 1)),
    counted("ldh_ratio", (above(given("ldh_ratio"), 1), 1)),
    counted("albumin", (below(given("albumin"), 35), 1)),  # g/L
)


def build() -> Graph:
    """Return the points and the group: high from 2 on."""
    score = linear(TERMS)
    return Graph(
        name="grim_score",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": score, "risk_group": classify(score, (2,), limit_belongs="above"), **contributions(TERMS)},
    )
