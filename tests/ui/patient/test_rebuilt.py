"""What is built anew keeps the focus, and leaves nothing behind."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.ui.patient.rebuilt import swap
from tests.ui.stage import keep


def _content(*names: str) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    for name in names:
        button = QPushButton(name)
        button.setAccessibleName(name)
        column.addWidget(button)
    return made


def _focused() -> str:
    now = QApplication.focusWidget()
    return "" if now is None else now.accessibleName()


def test_the_focus_goes_to_the_control_of_the_same_name_and_place(qtbot: QtBot) -> None:
    root = keep(qtbot, QWidget())
    layout = QVBoxLayout(root)
    first = _content("dose", "dose", "reason")
    swap(layout, first)
    root.show()
    QApplication.processEvents()
    first.findChildren(QPushButton)[1].setFocus()
    second = _content("new", "dose", "dose")
    swap(layout, second)
    assert QApplication.focusWidget() is second.findChildren(QPushButton)[2]
    assert not first.isVisible()


def test_where_the_control_is_gone_the_focus_does_not_stay_on_what_is_hidden(qtbot: QtBot) -> None:
    root = keep(qtbot, QWidget())
    layout = QVBoxLayout(root)
    first = _content("dose")
    swap(layout, first)
    root.show()
    QApplication.processEvents()
    first.findChildren(QPushButton)[0].setFocus()
    swap(layout, _content("other"))
    assert _focused() in {"", "other"}


def test_what_was_there_is_deleted_by_the_event_loop_and_not_before(qtbot: QtBot) -> None:
    root = keep(qtbot, QWidget())
    layout = QVBoxLayout(root)
    swap(layout, _content("old"))
    old = root.findChildren(QPushButton)[0]
    with qtbot.waitSignal(old.destroyed):
        swap(layout, _content("new"))
        assert old.text() == "old"
    assert [button.text() for button in root.findChildren(QPushButton)] == ["new"]
