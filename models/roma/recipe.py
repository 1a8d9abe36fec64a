"""Risk of Ovarian Malignancy Algorithm (Moore et al., Gynecol Oncol 2009;112:40): before and after the menopause."""

from typing import Final

from models.vocabulary import Graph, Quantity, Term, choose, contributions, given, holds, log
from models.vocabulary.forms import logistic

__all__ = ["build"]

HE4, CA125 = log(given("he4")), log(given("ca125"))
AFTER: Final = holds("postmenopausal")


def _by_menopause(before: float, after: float) -> Quantity:
    return choose(AFTER, after, before)


TERMS: Final = (
    Term("postmenopausal", 1.0, _by_menopause(-12.0, -8.09)),
    Term("he4", 1.0, _by_menopause(2.38, 1.04) * HE4),
    Term("ca125", 1.0, _by_menopause(0.0626, 0.732) * CA125),
)


def build() -> Graph:
    """Return the probability of ovarian cancer, and the share of each input in the log odds."""
    return Graph(
        name="roma",
        inputs=("he4", "ca125", "postmenopausal"),
        outputs={"malignancy_probability": logistic(TERMS, 0.0), **contributions(TERMS)},
    )
