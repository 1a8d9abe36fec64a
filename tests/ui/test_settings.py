"""The screen of the settings: what IT decided stays, a wrong value is kept out, a right one is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.foundation import settings
from bedside_app.foundation.settings import declared
from bedside_app.foundation.words import LANGUAGES, Language
from bedside_app.ui.components.basics import Segments
from bedside_app.ui.settings_page import SettingsPage
from bedside_app.ui.viewmodels.settings import groups_of, typed_value
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the hospital lock the size of files, and a user's folder of the test's own."""
    for name in ("IT", "USER"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(f"BEDSIDE_{name}_FOLDER", str(tmp_path / name))
    (tmp_path / "IT/settings.toml").write_text("intake_max_input_mib = 64\n", "utf-8")
    return tmp_path


def shown(qtbot: QtBot, language: Language = "en") -> SettingsPage:
    page = keep(qtbot, SettingsPage(language))
    page.resize(1366, 768)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def named(page: QWidget, name: str, kind: type[QWidget]) -> QWidget:
    return next(widget for widget in page.findChildren(kind) if widget.accessibleName() == name)


def test_every_setting_stands_on_the_screen_once() -> None:
    rows = [row.key for group in groups_of(settings.describe(), "en") for row in group.rows]
    assert sorted(rows) == sorted(declared())


@pytest.mark.parametrize(
    ("text", "value"), [("5", 5), (" 30 ", 30), ("0", None), ("1e2", None), ("٥", None), ("", None)]
)
def test_a_number_is_digits_within_its_range(text: str, value: int | None) -> None:
    assert typed_value(text, declared()["lock_minutes"]) == value


def test_what_the_hospital_decided_is_shown_and_has_no_control(qtbot: QtBot) -> None:
    page = shown(qtbot)
    words = [label.text() for label in page.findChildren(QLabel)]
    assert "Decided by the hospital" in words
    assert "64" in words
    assert all(line.accessibleName() != "Largest file (MiB)" for line in page.findChildren(QLineEdit))


def test_a_choice_is_written_by_mouse(qtbot: QtBot) -> None:
    page = shown(qtbot)
    segments = named(page, "Language", Segments)
    french = segments.findChildren(QWidget)[-1]
    with qtbot.waitSignal(page.changed) as changed:
        QTest.mouseClick(french, Qt.MouseButton.LeftButton)
    assert changed.args == ["language"]
    assert settings.load().language == "fr"


def test_a_number_is_written_by_keyboard_and_a_wrong_one_says_why(qtbot: QtBot) -> None:
    page = shown(qtbot)
    line = named(page, "Lock after minutes without use", QLineEdit)
    line.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(page.changed):
        QTest.keySequence(line, "Ctrl+A")
        QTest.keyClicks(line, "25")
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert settings.load().lock_minutes == 25
    QTest.keySequence(line, "Ctrl+A")
    QTest.keyClicks(line, "9999")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("Possible" in label.text() for label in page.findChildren(QLabel)))
    assert settings.load().lock_minutes == 25


def test_escape_goes_back(qtbot: QtBot) -> None:
    page = shown(qtbot)
    with qtbot.waitSignal(page.back_wanted):
        QTest.keyClick(page, Qt.Key.Key_Escape)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_clipped(qtbot: QtBot, language: Language) -> None:
    page = shown(qtbot, language)
    QApplication.processEvents()
    assert clipped_texts(page) == []
