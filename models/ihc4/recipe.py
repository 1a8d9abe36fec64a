"""IHC4: residual risk from four immunohistochemical markers (Cuzick et al., J Clin Oncol 2011;29:4273)."""

from typing import Final

from models.vocabulary import Graph, Term, by_code, contributions, given, linear, log

__all__ = ["build"]

SCALE: Final = 94.7
TERMS: Final = (
    Term("her2_status", SCALE * 0.586, by_code("her2_status", {"negative": 0.0, "positive": 1.0})),
    Term("er_h_score", SCALE * -0.100, given("er_h_score") / 30.0),  # ER10
    Term("pr_percent", SCALE * -0.079, given("pr_percent") / 10.0),  # PgR10
    Term("ki67_percent", SCALE * 0.240, log(1.0 + 10.0 * given("ki67_percent"))),
)


def build() -> Graph:
    """Return the score, and the share of each marker."""
    return Graph(
        name="ihc4",
        inputs=("er_h_score", "pr_percent", "her2_status", "ki67_percent"),
        outputs={"score": linear(TERMS), **contributions(TERMS)},
    )
