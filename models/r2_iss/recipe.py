"""Second revision of the International Staging System of myeloma, R2-ISS (D'Agostino et al., J Clin Oncol 2022)."""

from typing import Final

from models.vocabulary import Graph, Term, above, classify, contributions, counted, given, holds, linear, lookup

__all__ = ["build"]

TERMS: Final = (
    Term("iss_stage", 1.0, lookup(given("iss_stage"), {1: 0.0, 2: 1.0, 3: 1.5})),
    counted("ldh_ratio", (above(given("ldh_ratio"), 1), 1)),
    counted("deletion_17p", (holds("deletion_17p"), 1)),
    counted("translocation_4_14", (holds("translocation_4_14"), 1)),
    counted("gain_1q", (holds("gain_1q"), 0.5)),
)


def build() -> Graph:
    """Return the score 0–5 and the stage: I 0, II 0.5–1, III 1.5–2.5, IV 3–5."""
    score = linear(TERMS)
    return Graph(
        name="r2_iss",
        inputs=tuple(term.of for term in TERMS),
        outputs={
            "score": score,
            "stage": classify(score, (0.5, 1.5, 3), limit_belongs="above"),
            **contributions(TERMS),
        },
    )
