"""Brock (PanCan) model of a screening nodule, full model without spiculation (2a).

McWilliams et al., N Engl J Med 2013;369:910 (doi:10.1056/NEJMoa1214726), table of the full model without spiculation.
"""

from typing import Final

from models.vocabulary import Graph, Term, by_code, contributions, given, logistic, power

__all__ = ["build"]

INTERCEPT: Final = -6.8071
TERMS: Final = (
    Term("age", 0.0321, given("age") - 62.0),
    Term("sex", 0.5635, by_code("sex", {"female": 1.0, "male": 0.0})),
    Term("family_history_lung_cancer", 0.3013, given("family_history_lung_cancer")),
    Term("emphysema", 0.3462, given("emphysema")),
    Term("nodule_diameter", -5.6693, power(given("nodule_diameter") / 10.0, -0.5) - 1.58113883),
    Term("nodule_type", 1.0, by_code("nodule_type", {"solid": 0.0, "part_solid": 0.3395, "non_solid": -0.3055})),
    Term("upper_lobe", 0.7116, given("upper_lobe")),
    Term("nodule_count", -0.0803, given("nodule_count") - 4.0),
)


def build() -> Graph:
    """Return the probability of malignancy, and the share of each input in the log odds."""
    return Graph(
        name="brock_full_no_spiculation",
        inputs=tuple(term.of for term in TERMS),
        outputs={"malignancy_probability": logistic(TERMS, INTERCEPT), **contributions(TERMS)},
    )
