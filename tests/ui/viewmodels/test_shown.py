from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bedside_app.ui.theme.vocabulary import SIGNS
from bedside_app.ui.viewmodels.shown import TONES, CaseShown, StaleSummary, pair, short_day, spoken_of

EARLIER = date(2026, 11, 3)
EVERYTHING = (
    "import sys, pkgutil, importlib, bedside_app.ui.viewmodels as package;"
    "[importlib.import_module(m.name) for m in pkgutil.walk_packages(package.__path__, package.__name__ + '.')];"
    "print([n for n in sys.modules if n.split('.')[0] in ('PySide6', 'numpy', 'onnxruntime')])"
)


def test_no_view_model_brings_qt_or_numpy_in() -> None:
    done = subprocess.run([sys.executable, "-c", EVERYTHING], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_icon_and_colour_of_every_state_are_those_of_the_components() -> None:
    assert {key.value: (sign.icon, sign.tone.value) for key, sign in SIGNS.items()} == dict(TONES)


def test_a_summary_of_another_day_is_never_shown_under_the_cursor(case: CaseShown) -> None:
    with pytest.raises(StaleSummary):
        case.at(EARLIER, case.current)


def test_while_a_newer_revision_is_computed_there_is_no_summary_to_show(computing: CaseShown) -> None:
    assert computing.summary is None


def test_off_today_there_is_nothing_computed_until_the_summary_of_that_day_is_there(case: CaseShown) -> None:
    waiting = case.at(EARLIER)
    assert (waiting.off_today, waiting.summary) == (True, None)
    there = case.at(EARLIER, replace(case.current, as_of=EARLIER.isoformat()))
    assert there.summary is there.shown


def test_back_on_today_the_current_summary_is_shown_again(case: CaseShown) -> None:
    back = case.at(EARLIER).at(case.today)
    assert (back.off_today, back.summary) == (False, case.current)


def test_a_day_of_the_same_year_is_written_without_it() -> None:
    near = date(2026, 11, 24)
    assert short_day(EARLIER, near, "fr") == "3\u00a0nov."
    assert short_day(near - timedelta(days=400), near, "en").endswith("2025")


def test_french_parts_a_label_from_its_colon_by_a_narrow_space() -> None:
    assert (pair("eGFR", "57", "en"), pair("DFG", "57", "fr")) == ("eGFR: 57", "DFG\u202f: 57")


def test_what_is_said_aloud_has_no_empty_and_no_doubled_stop() -> None:
    assert spoken_of(["One.", "", "two"]) == "One. two"
