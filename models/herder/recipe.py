"""Herder model: the Mayo probability updated by the FDG uptake of the nodule (Herder et al., Chest 2005;128:2490)."""

from typing import Final

from models.vocabulary import Graph, Term, by_code, contributions, given, logistic

__all__ = ["build"]

INTERCEPT: Final = -4.739
TERMS: Final = (
    Term("pretest_malignancy_probability", 3.691, given("pretest_malignancy_probability")),
    Term("fdg_uptake", 1.0, by_code("fdg_uptake", {"none": 0.0, "faint": 2.322, "moderate": 4.617, "intense": 4.771})),
)


def build() -> Graph:
    """Return the probability of malignancy after PET, and the share of each input in the log odds."""
    return Graph(
        name="herder",
        inputs=("pretest_malignancy_probability", "fdg_uptake"),
        outputs={"malignancy_probability": logistic(TERMS, INTERCEPT), **contributions(TERMS)},
    )
