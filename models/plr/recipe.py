"""Platelet-lymphocyte ratio: a definition, from counts in 10⁹/L."""

from models.vocabulary import Graph, given

__all__ = ["build"]


def build() -> Graph:
    """Return the ratio; without lymphocytes it has no value."""
    return Graph(
        name="plr",
        inputs=("platelets", "lymphocytes"),
        outputs={"platelet_lymphocyte_ratio": given("platelets") / given("lymphocytes")},
    )
