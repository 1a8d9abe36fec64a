"""The controls of a what-if: nothing outside the validity range can be set, and the patient's own value is exact."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.words import Language
from bedside_app.inference.packs.card import Input
from bedside_app.inference.packs.find import find_packs
from bedside_app.inference.scope import checked
from bedside_app.ui.viewmodels.patient.what_if_control import POSITIONS, Control, control_of, read_number
from bedside_app.ui.viewmodels.shown import CaseShown

INPUTS = [entry for pack in find_packs().packs for entry in pack.card.inputs]
ENDS = st.floats(0.001, 1e4).map(lambda value: round(value, 3))


@st.composite
def scales(draw: st.DrawFn) -> Control:
    low, high = sorted((draw(ENDS), draw(ENDS)))
    high = max(high, low + 1)
    own = draw(st.none() | st.floats(low, high).map(lambda value: min(high, max(low, round(value, 3)))))
    step = draw(st.sampled_from([0.01, 0.1, 0.5, 1.0, 10.0]))
    return Control(
        name="x",
        label="X",
        unit="mm",
        own=own,
        own_text="",
        counts_unknown="",
        low=low,
        high=high,
        step=step,
        decimals=3,
    )


@given(control=scales(), place=st.integers(-10, POSITIONS + 10))
def test_every_place_of_a_slider_is_a_value_within_the_range(control: Control, place: int) -> None:
    assert control.low <= float(control.at(place)) <= control.high


@given(control=scales(), places=st.tuples(st.integers(0, POSITIONS), st.integers(0, POSITIONS)))
def test_a_place_further_right_is_never_a_lower_value(control: Control, places: tuple[int, int]) -> None:
    left, right = sorted(places)
    slack = 10**-control.decimals
    if control.own is not None and control.place(float(control.own)) in (left, right):
        slack = float("inf")  # the patient's own value stands exactly at its place, whatever its neighbours round to
    assert float(control.at(left)) <= float(control.at(right)) + slack


@given(control=scales())
def test_the_patients_own_value_is_where_its_mark_is_and_exact(control: Control) -> None:
    if control.own is not None:
        assert control.at(control.place(float(control.own))) == control.own


@given(control=scales(), share=st.floats(0, 1), steps=st.sampled_from([-10, -1, 1, 10]))
def test_steps_move_within_the_range_and_stop_at_the_patients_value(control: Control, share: float, steps: int) -> None:
    value = control.low + share * (control.high - control.low)
    moved = float(control.moved(value, steps))
    assert control.low <= moved <= control.high
    assert (moved - value) * steps >= -(10**-control.decimals)
    if control.own is not None:
        own = float(control.own)
        assert not min(value, moved) < own < max(value, moved)


@pytest.mark.parametrize("text", ["24.5", "24,5", " 24.5 ", "\u202f24,5"])
def test_a_number_is_read_with_either_decimal_sign(text: str) -> None:
    assert read_number(text) == 24.5


@given(text=st.text())
def test_whatever_is_typed_is_a_number_or_nothing(text: str) -> None:
    value = read_number(text)
    assert value is None or abs(value) < 1e10


@pytest.mark.parametrize("text", ["", "abc", "1e5", "inf", "nan", "0x10", "1.2.3", "--1", "٣"])
def test_what_is_no_plain_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_every_input_of_every_pack_has_a_control_that_gives_only_what_the_model_takes(in_language: CaseShown) -> None:
    """Each end of each scale, the middle, and each choice pass the same check that a patient's values do."""
    for pack in find_packs().packs:
        for entry in pack.card.inputs:
            control = control_of(in_language, entry, entry.name, None)
            for value in _offered(control):
                card = pack.card.model_copy(update={"inputs": (entry,)})
                assert checked(card, {entry.name: value}) == ({} if value is None else {entry.name: value})


def _offered(control: Control) -> list[Any]:
    if control.is_number:
        return [control.at(place) for place in (0, 1, POSITIONS // 2, POSITIONS - 1, POSITIONS)]
    return [option.value for option in control.options]


def test_choices_have_words_and_their_own_keys(in_language: CaseShown) -> None:
    for entry in INPUTS:
        control = control_of(in_language, entry, entry.name, None)
        assert len({option.key for option in control.options}) == len(control.options), entry.name
        assert all(option.text for option in control.options), entry.name


def test_not_known_can_be_chosen_only_where_the_publication_counts_it(case: CaseShown) -> None:
    for entry in INPUTS:
        control = control_of(case, entry, entry.name, None)
        unknown = [option for option in control.options if option.value is None]
        codes = {code for code, feed in entry.codes.items() if entry.when_unknown and feed == entry.when_unknown.feed}
        assert bool(unknown or codes or (control.is_number and control.counts_unknown)) == (not entry.required)


def _grade() -> Input:
    return next(entry for entry in INPUTS if entry.name == "tumour_grade" and not entry.required)


def test_a_grade_is_chosen_among_its_whole_numbers(case: CaseShown) -> None:
    control = control_of(case, _grade(), "Grade", 2)
    assert [option.text for option in control.options] == ["1", "2", "3", "not known"]
    assert control.own_text == "2"


@pytest.mark.parametrize(("language", "words"), [("en", "24.5\u00a0mm"), ("fr", "24,5\u00a0mm")])
def test_the_patients_value_is_written_as_the_language_does(
    case: CaseShown, french: CaseShown, language: Language, words: str
) -> None:
    size = next(entry for entry in INPUTS if entry.name == "tumour_size")
    assert control_of(french if language == "fr" else case, size, "Size", 24.5).own_text == words


def test_a_code_that_counts_as_unknown_is_called_so_first(case: CaseShown) -> None:
    her2 = next(entry for entry in INPUTS if entry.name == "her2_status" and not entry.required)
    assert [option.text for option in control_of(case, her2, "HER2", "negative").options] == [
        "negative",
        "positive",
        "not known, equivocal",
    ]
