"""No identity, flag, dose or unit is cut anywhere: every section, in both languages, at every size and scale."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.screenshots import screens, worklist_screens
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep
from tests.ui.walk import CASES, SIZES, assessed, settle, walked

ROOT = Path(__file__).resolve().parents[2]


@cache
def patient(name: str) -> CaseShown:
    return assessed(name)


ALL = [(who, "as it is", size) for who in ("patient_a", "patient_b") for size in SIZES]
ODD = [("patient_a", made, SIZES[0]) for made in CASES if made != "as it is"]


@pytest.mark.slow
@pytest.mark.parametrize(("who", "made", "size"), [*ALL, *ODD])
def test_nothing_is_cut_on_any_page(
    qtbot: QtBot, language: Language, who: str, made: str, size: tuple[int, int]
) -> None:
    case = replace(CASES[made](patient(who)), language=language)
    frame = keep(qtbot, PatientFrame())
    frame.resize(*size)
    frame.show_case(case)
    frame.show()
    settle()
    assert (frame.width(), frame.height()) == size
    assert walked(frame, case) == []


@pytest.mark.slow
def test_nothing_is_cut_in_any_state_of_the_window(qapp: QApplication, language: Language) -> None:
    size = SIZES[0]
    cut = [
        f"{name}: {line}"
        for name, window in chain(screens(qapp, language, size), worklist_screens(qapp, language, size))
        for line in clipped_texts(window)
    ]
    assert cut == []


@pytest.mark.slow
def test_nothing_is_cut_at_200_percent() -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.ui.clip_at_scale", "walk"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    found = json.loads(done.stdout)
    assert found["scale"] == 2.0
    assert found["cut"] == []
