"""French AFP model before liver transplantation (Duvoux et al., Gastroenterology 2012;143:986)."""

from typing import Final

from models.vocabulary import Graph, above, at_least, classify, contributions, counted, given, linear

__all__ = ["build"]

DIAMETER: Final = given("tumour_size") / 10.0  # cm
AFP: Final = given("afp")  # ng/mL

TERMS: Final = (
    counted("tumour_size", (above(DIAMETER, 3), 1), (above(DIAMETER, 6), 3)),  # ≤ 3: 0, ≤ 6: 1, > 6: 4
    counted("tumour_count", (at_least(given("tumour_count"), 4), 2)),
    counted("afp", (above(AFP, 100), 2), (above(AFP, 1000), 1)),  # ≤ 100: 0, ≤ 1000: 2, > 1000: 3
)


def build() -> Graph:
    """Return the score and the group: low up to 2 points."""
    score = linear(TERMS)
    return Graph(
        name="afp_score_french",
        inputs=("tumour_size", "tumour_count", "afp"),
        outputs={"score": score, "risk_group": classify(score, (2,), limit_belongs="below"), **contributions(TERMS)},
    )
