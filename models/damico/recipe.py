"""D'Amico risk groups (D'Amico et al., JAMA 1998;280:969): the worst feature decides."""

from typing import Final

from models.vocabulary import Graph, above, any_of, at_least, by_code, cases, equals, given

__all__ = ["build"]

PSA, GLEASON = given("psa"), given("gleason_score")  # ng/mL, sum
T_RISK: Final = by_code(  # 0 up to T2a, 1 T2b, 2 from T2c
    "clinical_t_stage",
    {"t1": 0, "t1a": 0, "t1b": 0, "t1c": 0, "t2a": 0, "t2b": 1, "t2c": 2, "t3": 2, "t3a": 2, "t3b": 2, "t4": 2},
)

HIGH: Final = any_of(above(PSA, 20), at_least(GLEASON, 8), equals(T_RISK, 2))
INTERMEDIATE: Final = any_of(above(PSA, 10), equals(GLEASON, 7), equals(T_RISK, 1))


def build() -> Graph:
    """Return the group: 0 low, 1 intermediate, 2 high."""
    return Graph(
        name="damico",
        inputs=("psa", "gleason_score", "clinical_t_stage"),
        outputs={"risk_group": cases((HIGH, 2.0), (INTERMEDIATE, 1.0), otherwise=0.0 * PSA)},
    )
