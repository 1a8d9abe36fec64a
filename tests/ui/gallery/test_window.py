from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Operable
from bedside_app.ui.components.charts import LabPlot, PeopleArray, ProbabilityScale
from bedside_app.ui.components.frame import TimeStrip
from bedside_app.ui.gallery.window import WIDTH, GalleryWindow, gallery_page
from bedside_app.ui.theme import TARGET
from tests.ui.stage import keep

ROOT = Path(__file__).resolve().parents[3]
OPERABLE = (QAbstractButton, QComboBox, QListView, TimeStrip)


def page(qtbot: QtBot, language: Language) -> QWidget:
    made = gallery_page(language)
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    keep(qtbot, made)
    made.show()
    made.resize(WIDTH, made.heightForWidth(WIDTH))
    return made


def operable(made: QWidget) -> list[QWidget]:
    found = [child for child in made.findChildren(QWidget) if isinstance(child, OPERABLE)]
    lines = [line for line in made.findChildren(QLineEdit) if not line.objectName().startswith("qt_")]
    return [child for child in found + lines if not child.objectName().startswith("qt_")]


def test_everything_that_can_be_operated_has_a_name_and_takes_the_focus(qtbot: QtBot, language: Language) -> None:
    parts = operable(page(qtbot, language))
    assert len(parts) > 60
    for part in parts:
        assert part.accessibleName(), part
        group = part.parentWidget()  # among several of which one is chosen Tab stops at one, and the arrows go on
        stops = [part] if group is None else group.findChildren(type(part))
        assert any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in stops), part


def test_charts_have_a_name(qtbot: QtBot, language: Language) -> None:
    made = page(qtbot, language)
    charts = [
        child for child in made.findChildren(QWidget) if isinstance(child, LabPlot | PeopleArray | ProbabilityScale)
    ]
    assert charts
    assert all(chart.accessibleName() for chart in charts)


def test_targets_are_44_px_but_for_small_ones_that_reach_as_far(qtbot: QtBot) -> None:
    for part in operable(page(qtbot, "fr")):
        if isinstance(part, QToolButton | QComboBox | QLineEdit) or (isinstance(part, Operable) and not part.small):
            assert part.height() >= TARGET, (part, part.accessibleName())


def test_no_label_interprets_what_it_shows(qtbot: QtBot) -> None:
    labels = page(qtbot, "en").findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_the_gallery_scrolls_in_a_window(qtbot: QtBot, language: Language) -> None:
    window = GalleryWindow(language)
    qtbot.addWidget(window)
    window.show()
    assert window.height() <= 800


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2"])
def test_no_component_is_cut_in_either_language_at_any_scale(scale: str) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.ui.clip_at_scale"]
    told = json.loads(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout)
    assert told == {"scale": float(scale), "cut": []}


@pytest.mark.slow
def test_the_gallery_renders_itself_without_a_display(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    command = [sys.executable, "-m", "bedside_app.ui.gallery", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"gallery-{scheme}-{language}.png" for scheme in ("dark", "light") for language in ("en", "fr")]
    assert all(QImage(str(path)).width() == WIDTH for path in tmp_path.iterdir())
