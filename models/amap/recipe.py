"""aMAP score: hepatocellular carcinoma within five years in chronic hepatitis (Fan et al., J Hepatol 2020;73:1368)."""

from typing import Final

from models.vocabulary import Graph, Term, by_code, classify, contributions, given, linear, log10

__all__ = ["build"]

SCALE: Final = 100.0 / 14.77
INTERCEPT: Final = 7.4 * SCALE
ALBI: Final = 0.48  # of the ALBI score: 0.66 log10 bilirubin − 0.085 albumin

TERMS: Final = (
    Term("age", 0.06 * SCALE, given("age")),
    Term("sex", 0.89 * SCALE, by_code("sex", {"female": 0.0, "male": 1.0})),
    Term("bilirubin", ALBI * 0.66 * SCALE, log10(given("bilirubin"))),
    Term("albumin", ALBI * -0.085 * SCALE, given("albumin")),
    Term("platelets", -0.01 * SCALE, given("platelets")),
)


def build() -> Graph:
    """Return the score 0 to 100 and the group: low below 50, high above 60."""
    score = linear(TERMS, INTERCEPT)
    passed = classify(score, (50.0,), limit_belongs="above") + classify(score, (60.0,), limit_belongs="below")
    return Graph(
        name="amap",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": score, "risk_group": passed, **contributions(TERMS)},
    )
