"""HAP score before chemoembolisation (Kadalayil et al., Ann Oncol 2013;24:2565): one point for each of four."""

from typing import Final

from models.vocabulary import Graph, above, below, classify, contributions, counted, given, linear

__all__ = ["build"]

TERMS: Final = (
    counted("albumin", (below(given("albumin"), 36), 1)),  # g/L
    counted("bilirubin", (above(given("bilirubin"), 17), 1)),  # µmol/L
    counted("afp", (above(given("afp"), 400), 1)),  # ng/mL
    counted("tumour_size", (above(given("tumour_size") / 10.0, 7), 1)),  # cm
)


def build() -> Graph:
    """Return the score and the group: A 0, B 1, C 2, D more."""
    score = linear(TERMS)
    return Graph(
        name="hap",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": score,
            "risk_group": classify(score, (1, 2, 3), limit_belongs="above"),
            **contributions(TERMS),
        },
    )
