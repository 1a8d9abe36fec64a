from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.ui.components.basics import Button, ButtonKind
from bedside_app.ui.theme import PALETTES, Scheme, apply, palette, system_scheme


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply(qapp, Scheme.LIGHT)


def middle_left(widget: QWidget) -> str:
    image = widget.grab().toImage()
    return QColor(image.pixel(6, image.height() // 2)).name().upper()


def test_an_open_window_follows_the_scheme_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    button = Button("Review", ButtonKind.PRIMARY)
    qtbot.addWidget(button)
    button.show()
    assert middle_left(button) == PALETTES[Scheme.LIGHT].accent
    apply(qapp, Scheme.DARK)
    assert palette().scheme is Scheme.DARK
    assert middle_left(button) == PALETTES[Scheme.DARK].accent
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == PALETTES[Scheme.DARK].bg


def test_the_system_s_scheme_is_one_of_the_two(qapp: QApplication) -> None:
    assert system_scheme(qapp) in Scheme
