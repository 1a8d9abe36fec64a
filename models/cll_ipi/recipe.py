"""CLL-IPI (International CLL-IPI working group, Lancet Oncol 2016;17:779)."""

from typing import Final

from models.vocabulary import Graph, above, at_least, classify, contributions, counted, given, holds, linear

__all__ = ["build"]

TERMS: Final = (
    counted("tp53_abnormal", (holds("tp53_abnormal"), 4)),
    counted("ighv_unmutated", (holds("ighv_unmutated"), 2)),
    counted("beta2_microglobulin", (above(given("beta2_microglobulin"), 3.5), 2)),  # mg/L
    counted("rai_stage", (at_least(given("rai_stage"), 1), 1)),
    counted("age", (above(given("age"), 65), 1)),
)


def build() -> Graph:
    """Return the score 0–10 and the group: low 0–1, intermediate 2–3, high 4–6, very high 7–10."""
    score = linear(TERMS)
    return Graph(
        name="cll_ipi",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": score,
            "risk_group": classify(score, (2, 4, 7), limit_belongs="above"),
            **contributions(TERMS),
        },
    )
