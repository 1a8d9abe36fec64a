"""Systemic immune-inflammation index: a definition, from counts in 10⁹/L."""

from models.vocabulary import Graph, given

__all__ = ["build"]


def build() -> Graph:
    """Return the ratio; without lymphocytes it has no value."""
    return Graph(
        name="sii",
        inputs=("platelets", "neutrophils", "lymphocytes"),
        outputs={
            "systemic_immune_inflammation_index": given("platelets") * given("neutrophils") / given("lymphocytes")
        },
    )
