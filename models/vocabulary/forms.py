"""The shapes in which papers publish a model: each reads a table of the paper and returns quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from models.vocabulary.quantity import (
    Condition,
    Quantity,
    above,
    all_of,
    at_least,
    cases,
    choose,
    constant,
    equals,
    exp,
    log,
    maximum,
    power,
)

__all__ = [
    "Term",
    "classify",
    "contributions",
    "counted",
    "cox_survival",
    "fractional_polynomial",
    "linear",
    "logistic",
    "points",
    "shares",
    "softmax",
    "survival",
    "table",
]


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a coefficient table: the input that it belongs to, its coefficient, and what that multiplies."""

    of: str
    beta: float
    value: Quantity

    @property
    def share(self) -> Quantity:
        """What the row adds to the linear predictor."""
        return self.beta * self.value


def linear(terms: Sequence[Term], intercept: float = 0.0) -> Quantity:
    """Return the linear predictor: the intercept and the sum of all rows."""
    total = reduce(add, (term.share for term in terms))
    return intercept + total if intercept else total


def shares(terms: Sequence[Term]) -> dict[str, Quantity]:
    """Return what each input adds to the linear predictor, exactly: the rows of one input together."""
    found: dict[str, Quantity] = {}
    for term in terms:
        found[term.of] = found[term.of] + term.share if term.of in found else term.share
    return found


def contributions(terms: Sequence[Term]) -> dict[str, Quantity]:
    """Return the outputs by which a graph gives the share of each input."""
    return {f"contribution_{name}": share for name, share in shares(terms).items()}


def counted(of: str, *rows: tuple[Condition, float]) -> Term:
    """Return the row of a table of points: what the input `of` adds, the points of every condition that holds."""
    return Term(of, 1.0, points(*rows))


def fractional_polynomial(x: Quantity, *powers: float) -> tuple[Quantity, ...]:
    """Return the terms of a fractional polynomial.

    Power 0 is ln x, and a power that stands again is the term before it times ln x
    (Royston and Altman, Appl Stat 1994;43:429).
    """
    terms: list[Quantity] = []
    for place, exponent in enumerate(powers):
        if place and exponent == powers[place - 1]:
            terms.append(terms[-1] * log(x))
        else:
            terms.append(power(x, exponent) if exponent else log(x))
    return tuple(terms)


def logistic(terms: Sequence[Term], intercept: float) -> Quantity:
    """Return the probability 1 / (1 + e^−x) of the linear predictor x."""
    return Quantity("Sigmoid", (linear(terms, intercept),))


def cox_survival(baseline: float, predictor: Quantity) -> Quantity:
    """Return S0^exp(predictor): survival at the time of the published baseline survival S0."""
    return power(constant(baseline), exp(predictor))


def survival(cumulative_hazard: Quantity | float, predictor: Quantity) -> Quantity:
    """Return exp(−H·exp(predictor)): survival from a cumulative baseline hazard H in closed form."""
    return exp(-(cumulative_hazard * exp(predictor)))


def points(*rows: tuple[Condition, float]) -> Quantity:
    """Return the sum of the points of every row that holds."""
    return reduce(add, (choose(condition, value, 0.0) for condition, value in rows))


def classify(score: Quantity, limits: Sequence[float], *, limit_belongs: str) -> Quantity:
    """Return the number of the class, from 0: as many as there are limits that the score has passed.

    `limit_belongs` says where a score equal to a limit goes: `below` (classes end with ≤) or `above` (they begin
    with ≥).
    """
    if limit_belongs not in ("below", "above"):
        raise ValueError(f"limit_belongs is below or above, not {limit_belongs!r}")
    passed = above if limit_belongs == "below" else at_least
    return points(*((passed(score, limit), 1.0) for limit in limits))


def softmax(predictors: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Return the probability of each class of a multinomial model from its linear predictor (0 for the reference)."""
    largest = reduce(maximum, predictors.values())
    weights = {name: exp(predictor - largest) for name, predictor in predictors.items()}
    total = reduce(add, weights.values())
    return {name: weight / total for name, weight in weights.items()}


def table(keys: Sequence[Quantity], rows: Mapping[tuple[float, ...], float]) -> Quantity:
    """Return the cell of a printed table; a combination that the table does not have gives no number."""
    if any(len(row) != len(keys) for row in rows):
        raise ValueError(f"each row needs {len(keys)} keys")
    return cases(
        *(
            (all_of(*(equals(key, code) for key, code in zip(keys, row, strict=True))), value)
            for row, value in rows.items()
        ),
        otherwise=float("nan"),
    )
