"""The graph vocabulary: each word computes what it says, on the engine that serves it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from bedside_app.inference.engine import Engine
from models.vocabulary import (
    Condition,
    Graph,
    Quantity,
    Term,
    above,
    all_of,
    any_of,
    at_least,
    at_most,
    below,
    by_code,
    cases,
    choose,
    classify,
    clip,
    constant,
    contributions,
    counted,
    cox_survival,
    equals,
    exp,
    floor,
    fractional_polynomial,
    given,
    holds,
    indicator,
    linear,
    log,
    log2,
    log10,
    logistic,
    lookup,
    maximum,
    minimum,
    negate,
    points,
    power,
    rounded,
    shares,
    softmax,
    sqrt,
    survival,
    table,
)

X, Y = given("x"), given("y")
ANY_TIME = settings(deadline=None)  # the first run of a graph in a process is slow; numbers are tested here
POSITIVE = st.floats(0.01, 100)


def value(quantity: Quantity, x: float, y: float = 0.0) -> float:
    graph = Graph(name="t", inputs=("x", "y"), outputs={"out": quantity, "unused": X + Y})
    engine = Engine(graph.to_bytes(), pack="t")
    return float(engine.run({"x": np.array([x], dtype=float), "y": np.array([y], dtype=float)}, ["out"])["out"][0])


ONE: Sequence[tuple[Quantity, Callable[[float], float]]] = (
    (exp(X / 10.0), lambda x: math.exp(x / 10)),
    (log(X), math.log),
    (log2(X), math.log2),
    (log10(X), math.log10),
    (floor(X), math.floor),
    (sqrt(X), math.sqrt),
    (power(X, -0.241), lambda x: x**-0.241),
    (power(0.9938, X), lambda x: 0.9938**x),
    (-X + 3.0, lambda x: 3 - x),
    (2.0 - X, lambda x: 2 - x),
    (1.0 / X, lambda x: 1 / x),
    (2.0 * X * X / 3.0 - 1.0, lambda x: 2 * x * x / 3 - 1),
    (clip(X, 1, 25), lambda x: min(max(x, 1), 25)),
    (logistic([Term("x", 0.03, X)], -1.5), lambda x: 1 / (1 + math.exp(1.5 - 0.03 * x))),
    (cox_survival(0.804, X / 50.0), lambda x: 0.804 ** math.exp(x / 50)),
    (survival(0.02, X / 50.0), lambda x: math.exp(-0.02 * math.exp(x / 50))),
    (survival(exp(X / 90.0), constant(-2.0)), lambda x: math.exp(-math.exp(x / 90) * math.exp(-2))),
)


@pytest.mark.parametrize(("quantity", "formula"), ONE)
@ANY_TIME
@hypothesis_given(x=POSITIVE)
def test_arithmetic_is_that_of_the_formula(quantity: Quantity, formula: Callable[[float], float], x: float) -> None:
    assert value(quantity, x) == pytest.approx(formula(x), rel=1e-12, abs=1e-12)


@ANY_TIME
@hypothesis_given(x=POSITIVE)
def test_fractional_polynomial_multiplies_a_repeated_power_by_the_logarithm(x: float) -> None:
    terms = fractional_polynomial(X, -2, -2, 0, 0.5)
    wanted = (x**-2, x**-2 * math.log(x), math.log(x), x**0.5)
    assert [value(term, x) for term in terms] == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        (above(X, 3), (False, False, True)),
        (at_least(X, 3), (False, True, True)),
        (below(X, 3), (True, False, False)),
        (at_most(X, 3), (True, True, False)),
        (equals(X, 3), (False, True, False)),
        (negate(equals(X, 3)), (True, False, True)),
        (all_of(above(X, 1), below(X, 4), at_least(X, 3)), (False, True, False)),
        (any_of(equals(X, 2), equals(X, 4)), (True, False, True)),
    ],
)
def test_conditions_hold_where_they_say(condition: Condition, held: tuple[bool, ...]) -> None:
    assert tuple(value(indicator(condition), x) == 1.0 for x in (2.0, 3.0, 4.0)) == held


def test_sum_of_published_decimals_does_not_miss_its_threshold() -> None:
    assert 0.02 * 70 + 2 > 3.4  # in binary
    assert value(classify(0.02 * X + 2.0, (3.4,), limit_belongs="below"), 70) == 0
    assert value(classify(0.02 * X + 2.0, (3.4,), limit_belongs="above"), 70) == 1


def test_classes_count_the_limits_that_were_passed() -> None:
    found = [value(classify(X, (1, 2, 5), limit_belongs="below"), x) for x in (0, 1, 1.5, 2, 2.1, 5, 6)]
    assert found == [0, 0, 1, 1, 2, 2, 3]
    with pytest.raises(ValueError, match="below or above"):
        classify(X, (1,), limit_belongs="left")


def test_lookup_and_table_give_no_number_for_what_they_do_not_know() -> None:
    by_code = lookup(X, {0: 0.0, 1: 0.2413, 9: Y})
    assert [value(by_code, x, 7.0) for x in (0, 1, 9)] == [0.0, 0.2413, 7.0]
    assert math.isnan(value(by_code, 2))
    cells = table((X, Y), {(0, 1): 10.0, (1, 1): 20.0})
    assert value(cells, 1, 1) == 20.0
    assert math.isnan(value(cells, 1, 0))
    with pytest.raises(ValueError, match="2 keys"):
        table((X, Y), {(0,): 1.0})


def test_first_case_that_holds_wins() -> None:
    rows = cases((below(X, 1), 10.0), (below(X, 2), 20.0), otherwise=30.0)
    assert [value(rows, x) for x in (0.5, 1.5, 2.5)] == [10.0, 20.0, 30.0]
    assert value(choose(below(X, 1), Y, 3.0), 0.0, 8.0) == 8.0


def test_points_add_up() -> None:
    assert value(points((above(X, 1), 2.0), (above(X, 2), 3.0), (above(X, 9), 4.0)), 3) == 5.0


@ANY_TIME
@hypothesis_given(x=st.floats(-700, 700), y=st.floats(-700, 700))
def test_softmax_sums_to_one_and_does_not_overflow(x: float, y: float) -> None:
    shares_of = softmax({"none": constant(0.0), "low": X, "high": Y})
    found = {name: value(share, x, y) for name, share in shares_of.items()}
    assert sum(found.values()) == pytest.approx(1.0)
    largest = max(0.0, x, y)
    assert found["low"] == pytest.approx(math.exp(x - largest) / sum(math.exp(v - largest) for v in (0.0, x, y)))


@ANY_TIME
@hypothesis_given(x=POSITIVE, y=POSITIVE)
def test_shares_of_the_inputs_sum_to_the_linear_predictor(x: float, y: float) -> None:
    terms = (Term("x", 0.5, X), Term("y", -2.0, log(Y)), Term("x", 0.1, X * X))
    found = {name: value(share, x, y) for name, share in shares(terms).items()}
    assert found == pytest.approx({"x": 0.5 * x + 0.1 * x * x, "y": -2 * math.log(y)})
    assert value(linear(terms, 1.25), x, y) == pytest.approx(1.25 + sum(found.values()))


def test_smaller_and_larger_of_two() -> None:
    assert (value(minimum(X, Y), 1, 2), value(maximum(X, Y), 1, 2)) == (1.0, 2.0)


def test_graph_refuses_an_input_that_is_not_declared_or_never_used() -> None:
    with pytest.raises(ValueError, match="not declared"):
        Graph(name="t", inputs=("x",), outputs={"out": X + Y}).to_bytes()
    with pytest.raises(ValueError, match="never used"):
        Graph(name="t", inputs=("x", "y"), outputs={"out": X}).to_bytes()


def test_part_that_a_formula_uses_twice_is_written_once() -> None:
    from onnx import load_from_string

    twice = Graph(name="t", inputs=("x",), outputs={"a": exp(X + 1.0) * exp(X + 1.0)})
    operators = [node.op_type for node in load_from_string(twice.to_bytes()).graph.node]
    assert operators == ["Add", "Exp", "Mul", "Identity"]


@pytest.mark.parametrize(
    ("x", "decimals", "wanted"),
    [(2.5, 0, 3), (-2.5, 0, -2), (2.4999, 0, 2), (0.005, 2, 0.01), (-1.495, 2, -1.49), (0.1 + 0.2 - 0.295, 2, 0.01)],
)
def test_half_is_rounded_upwards_however_it_was_computed(x: float, decimals: int, wanted: float) -> None:
    assert value(rounded(X, decimals), x) == pytest.approx(wanted, abs=1e-12)


def test_boolean_input_holds_where_it_is_1() -> None:
    assert [value(indicator(holds("x")), x) for x in (0, 1)] == [0, 1]


def test_codes_stand_in_the_order_of_the_table_and_no_other_has_a_number() -> None:
    points_of = by_code("x", {"none": 5, "moderate": 3, "severe": 0})
    assert [value(points_of, x) for x in (0, 1, 2)] == [5, 3, 0]
    assert math.isnan(value(points_of, 3))


def test_counted_row_is_the_sum_of_the_points_that_hold_and_its_share_of_the_score() -> None:
    rows = (counted("x", (above(X, 6), 1), (above(X, 10), 1)), counted("y", (at_least(Y, 1), 3)))
    assert [value(linear(rows), x, 1) for x in (6, 7, 11)] == [3, 4, 5]
    assert {name: value(share, 11, 0) for name, share in contributions(rows).items()} == {
        "contribution_x": 2,
        "contribution_y": 0,
    }
