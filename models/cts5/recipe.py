"""CTS5: late distant recurrence after five years of endocrine therapy (Dowsett et al., J Clin Oncol 2018;36:1941)."""

from typing import Final

from models.vocabulary import Graph, Term, above, at_least, cases, contributions, given, linear, minimum, points

__all__ = ["build"]

NODES: Final = given("positive_nodes")
NODE_CLASS: Final = points(  # 0, 1, 2–3, 4–9, more than 9
    (at_least(NODES, 1), 1), (at_least(NODES, 2), 1), (at_least(NODES, 4), 1), (above(NODES, 9), 1)
)
SIZE: Final = minimum(given("tumour_size"), 30.0)  # mm

TERMS: Final = (
    Term("positive_nodes", 0.438, NODE_CLASS),
    Term("tumour_size", 0.988, 0.093 * SIZE - 0.001 * SIZE * SIZE),
    Term("tumour_grade", 0.988 * 0.375, given("tumour_grade")),
    Term("age", 0.988 * 0.017, given("age")),
)


def build() -> Graph:
    """Return the score and the group: low below 3.13, high above 3.86."""
    score = linear(TERMS)
    return Graph(
        name="cts5",
        inputs=("age", "tumour_size", "tumour_grade", "positive_nodes"),
        outputs={
            "score": score,
            "risk_group": cases((above(score, 3.86), 2.0), (at_least(score, 3.13), 1.0), otherwise=0.0),
            **contributions(TERMS),
        },
    )
