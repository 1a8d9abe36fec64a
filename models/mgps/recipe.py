"""Modified Glasgow Prognostic Score (McMillan, Cancer Treat Rev 2013;39:534): CRP, then albumin."""

from typing import Final

from models.vocabulary import Graph, above, below, cases, given

__all__ = ["build"]

INFLAMED: Final = above(given("c_reactive_protein"), 10)  # mg/L
LOW_ALBUMIN: Final = below(given("albumin"), 35)  # g/L


def build() -> Graph:
    """Return 0 without inflammation, else 1, or 2 where albumin is low too."""
    inflamed = cases((LOW_ALBUMIN, 2.0), otherwise=1.0)
    return Graph(
        name="mgps",
        inputs=("c_reactive_protein", "albumin"),
        outputs={"score": cases((INFLAMED, inflamed), otherwise=0.0)},
    )
