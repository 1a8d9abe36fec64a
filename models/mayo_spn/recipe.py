"""Mayo model of the solitary pulmonary nodule (Swensen et al., Arch Intern Med 1997;157:849)."""

from typing import Final

from models.vocabulary import Graph, Term, contributions, given, logistic

__all__ = ["build"]

INTERCEPT: Final = -6.8272
TERMS: Final = (
    Term("age", 0.0391, given("age")),
    Term("ever_smoker", 0.7917, given("ever_smoker")),
    Term("extrathoracic_cancer_over_5y_ago", 1.3388, given("extrathoracic_cancer_over_5y_ago")),
    Term("nodule_diameter", 0.1274, given("nodule_diameter")),
    Term("spiculation", 1.0407, given("spiculation")),
    Term("upper_lobe", 0.7838, given("upper_lobe")),
)


def build() -> Graph:
    """Return the probability of malignancy, and the share of each input in the log odds."""
    return Graph(
        name="mayo_spn",
        inputs=tuple(term.of for term in TERMS),
        outputs={"malignancy_probability": logistic(TERMS, INTERCEPT), **contributions(TERMS)},
    )
