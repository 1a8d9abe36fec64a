"""Nottingham Prognostic Index (Galea et al., Breast Cancer Res Treat 1992;22:207; groups as in Blamey et al. 2007)."""

from typing import Final

from models.vocabulary import Graph, Term, at_least, classify, given, linear, points, shares

__all__ = ["build"]

SIZE, NODES, GRADE = given("tumour_size"), given("positive_nodes"), given("tumour_grade")

NODE_STAGE: Final = 1.0 + points((at_least(NODES, 1), 1.0), (at_least(NODES, 4), 1.0))  # 0 → 1, 1–3 → 2, ≥ 4 → 3

TERMS: Final = (
    Term("tumour_size", 0.2, SIZE / 10.0),  # per cm
    Term("positive_nodes", 1.0, NODE_STAGE),
    Term("tumour_grade", 1.0, GRADE),
)

GROUP_LIMITS: Final = (2.4, 3.4, 4.4, 5.4, 6.4)  # a group ends with its limit: excellent ≤ 2.4 < good ≤ 3.4 < …


def build() -> Graph:
    """Return index, group (0 excellent to 5 very poor) and what each input adds to the index."""
    score = linear(TERMS)
    contributions = {f"contribution_{name}": share for name, share in shares(TERMS).items()}
    return Graph(
        name="npi",
        inputs=("tumour_size", "positive_nodes", "tumour_grade"),
        outputs={"score": score, "risk_group": classify(score, GROUP_LIMITS, limit_belongs="below"), **contributions},
    )
