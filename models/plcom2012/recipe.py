"""PLCOm2012: lung cancer within six years in ever-smokers (Tammemägi et al., N Engl J Med 2013;368:728)."""

from typing import Final

from models.vocabulary import Graph, Term, by_code, contributions, given, logistic

__all__ = ["build"]

INTERCEPT: Final = -4.532506
RACE: Final = {
    "white": 0.0,
    "black": 0.3944778,
    "hispanic": -0.7434744,
    "asian": -0.466585,
    "native_american": 0.0,
    "pacific_islander": 1.027152,
}

TERMS: Final = (
    Term("age", 0.0778868, given("age") - 62.0),
    Term("race", 1.0, by_code("race", RACE)),
    Term("education_level", -0.0812744, given("education_level") - 4.0),
    Term("body_mass_index", -0.0274194, given("body_mass_index") - 27.0),
    Term("copd", 0.3553063, given("copd")),
    Term("personal_history_cancer", 0.4589971, given("personal_history_cancer")),
    Term("family_history_lung_cancer", 0.587185, given("family_history_lung_cancer")),
    Term("current_smoker", 0.2597431, given("current_smoker")),
    Term("cigarettes_per_day", -1.822606, 10.0 / given("cigarettes_per_day") - 0.4021541613),
    Term("smoking_duration", 0.0317321, given("smoking_duration") - 27.0),
    Term("years_since_quit", -0.0308572, given("years_since_quit") - 10.0),
)


def build() -> Graph:
    """Return the risk within six years, and the share of each input in the log odds."""
    return Graph(
        name="plcom2012",
        inputs=tuple(term.of for term in TERMS),
        outputs={"lung_cancer_risk_6y": logistic(TERMS, INTERCEPT), **contributions(TERMS)},
    )
