from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.ui.viewmodels.patient.images.cine import Cine, cine_of, cine_words
from tests.ui.patient.images.synthetic import instance_of


@given(frames=st.integers(1, 500), start=st.integers(-10, 600), step=st.integers(-700, 700))
def test_no_step_leaves_the_frames(frames: int, start: int, step: int) -> None:
    cine = Cine(frames=frames).at(start)
    assert 0 <= cine.stepped(step).frame < frames
    assert 0 <= cine.advanced().frame < frames


def test_the_first_frame_follows_the_last_while_they_run() -> None:
    assert Cine(frames=3, frame=2, playing=True).advanced() == Cine(frames=3, frame=0, playing=True)


def test_a_step_by_hand_stops_them() -> None:
    assert not Cine(frames=3, playing=True).stepped(1).playing


def test_a_single_frame_never_runs() -> None:
    assert not Cine(frames=1).toggled().playing


def test_the_stated_frame_time_is_kept_and_one_that_is_not_stated_is_said_not_to_be() -> None:
    stated, silent = cine_of(instance_of(frames=9, frame_ms=40.0)), cine_of(instance_of(frames=9))
    assert stated.interval_ms == 40
    assert cine_words(stated, "en") == "1 of 9 · 25 per second"
    assert "not stated" in cine_words(silent, "en")
    assert "non indiquée" in cine_words(silent, "fr")


def test_absurd_frame_times_are_bounded() -> None:
    assert Cine(frames=2, frame_ms=1e-9).interval_ms == 10
    assert Cine(frames=2, frame_ms=1e9).interval_ms == 2000
