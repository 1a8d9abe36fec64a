"""BCLC stage of hepatocellular carcinoma, simple form: performance, Child-Pugh class, burden (Reig et al. 2022)."""

from typing import Final

from models.vocabulary import Graph, any_of, at_least, by_code, cases, equals, given

__all__ = ["build"]

ECOG: Final = given("ecog_performance_status")
CHILD: Final = by_code("child_pugh_class", {"a": 1, "b": 2, "c": 3})
BURDEN: Final = by_code("tumour_burden", {"very_early": 0, "early": 1, "intermediate": 2, "advanced": 3})


def build() -> Graph:
    """Return the stage: 0 to 4 for 0, A, B, C, D."""
    stage = cases(
        (any_of(at_least(ECOG, 3), equals(CHILD, 3)), 4.0),  # D: ECOG 3–4, or end-stage liver
        (any_of(at_least(ECOG, 1), equals(BURDEN, 3)), 3.0),  # C: ECOG 1–2, vascular invasion or extrahepatic
        otherwise=BURDEN,
    )
    return Graph(
        name="bclc_simple",
        inputs=("ecog_performance_status", "child_pugh_class", "tumour_burden"),
        outputs={"stage": stage},
    )
