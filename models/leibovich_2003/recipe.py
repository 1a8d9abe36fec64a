"""Leibovich score after nephrectomy for clear cell carcinoma (Leibovich et al., Cancer 2003;97:1663)."""

from typing import Final

from models.vocabulary import Graph, Term, at_least, by_code, classify, contributions, counted, given, holds, linear

__all__ = ["build"]

GRADE: Final = given("nuclear_grade")

TERMS: Final = (
    Term("pathological_t_stage", 1.0, by_code("pathological_t_stage", {"t1a": 0, "t1b": 2, "t2": 3, "t3": 4, "t4": 4})),
    counted("regional_nodes_positive", (holds("regional_nodes_positive"), 2)),
    counted("tumour_size", (at_least(given("tumour_size") / 10.0, 10), 1)),  # cm
    counted("nuclear_grade", (at_least(GRADE, 3), 1), (at_least(GRADE, 4), 2)),  # 3: 1, 4: 3
    counted("tumour_necrosis", (holds("tumour_necrosis"), 1)),
)


def build() -> Graph:
    """Return the score and the group: low 0–2, intermediate 3–5, high 6 or more."""
    score = linear(TERMS)
    return Graph(
        name="leibovich_2003",
        inputs=tuple(term.of for term in TERMS),
        outputs={"score": score, "risk_group": classify(score, (3, 6), limit_belongs="above"), **contributions(TERMS)},
    )
