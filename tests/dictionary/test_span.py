"""Bounded numbers: an answer is given only where it holds for every number that can be meant."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.dictionary.span import Number, Span, bounded, combine, equal, less
from bedside_app.domain.fact import Comparator

numbers = st.integers(-20, 20).map(Decimal)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Number, Decimal]:
    """Return what a source means, and one number that it can mean."""
    low, high = sorted((draw(st.integers(-20, 20)), draw(st.integers(-20, 20))))
    if low == high:
        return Decimal(low), Decimal(low)
    span = Span(low=Decimal(low), high=Decimal(high), low_open=draw(st.booleans()), high_open=draw(st.booleans()))
    inside = draw(st.fractions(low, high).filter(lambda one: low < one < high))
    return span, Decimal(inside.numerator) / Decimal(inside.denominator)


@given(left=spans(), right=spans())
def test_an_order_that_is_certain_holds_for_every_number_meant(
    left: tuple[Number, Decimal], right: tuple[Number, Decimal]
) -> None:
    certain = less(left[0], right[0])
    assert certain is None or certain == (left[1] < right[1])
    same = equal(left[0], right[0])
    assert same is None or same == (left[1] == right[1])


@given(left=spans(), right=spans(), operator=st.sampled_from("+-*/"))
def test_a_combination_holds_every_number_that_can_come_out(
    left: tuple[Number, Decimal], right: tuple[Number, Decimal], operator: str
) -> None:
    combined = combine(operator, left[0], right[0])
    exact = combine(operator, left[1], right[1])
    if combined is None or exact is None:
        return
    near = Decimal("1e-20")
    assert less(combined, combine("-", exact, near) or exact) is not True
    assert less(combine("+", exact, near) or exact, combined) is not True


def test_a_comparator_is_a_bound_that_is_open_or_closed() -> None:
    assert bounded(5, None) == Decimal(5)
    assert less(bounded(5, Comparator.LESS), Decimal(5)) is True
    assert less(bounded(5, Comparator.AT_MOST), Decimal(5)) is None
    assert less(bounded(5, Comparator.MORE), Decimal(5)) is False
    assert less(bounded(5, Comparator.AT_LEAST), Decimal(5)) is False
    assert less(Decimal(5), bounded(5, Comparator.MORE)) is True


def test_nothing_is_divided_by_zero_or_by_what_may_be_zero() -> None:
    assert combine("/", Decimal(1), Decimal(0)) is None
    assert combine("/", Decimal(1), Span(low=Decimal(-1), high=Decimal(1))) is None
