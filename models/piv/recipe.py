"""Pan-immune-inflammation value: a definition, from counts in 10⁹/L."""

from models.vocabulary import Graph, given

__all__ = ["build"]


def build() -> Graph:
    """Return the ratio; without lymphocytes it has no value."""
    return Graph(
        name="piv",
        inputs=("neutrophils", "platelets", "monocytes", "lymphocytes"),
        outputs={
            "pan_immune_inflammation_value": given("neutrophils")
            * given("platelets")
            * given("monocytes")
            / given("lymphocytes")
        },
    )
