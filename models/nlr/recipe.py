"""Neutrophil-lymphocyte ratio: a definition, from counts in 10⁹/L."""

from models.vocabulary import Graph, given

__all__ = ["build"]


def build() -> Graph:
    """Return the ratio; without lymphocytes it has no value."""
    return Graph(
        name="nlr",
        inputs=("neutrophils", "lymphocytes"),
        outputs={"neutrophil_lymphocyte_ratio": given("neutrophils") / given("lymphocytes")},
    )
