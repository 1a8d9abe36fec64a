"""Finds text that is cut, in any widget: every screen's test walks its widgets through `clipped_texts`.

Painted text reports itself (`theme.painting`); the rest is measured: a widget smaller than it says it must be,
text wider than the field that holds it, a widget that sticks out of its parent, two texts on top of each other.
Titles of rows may be shortened with an ellipsis; identities, flags, doses and units may not, and are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from bedside_app.ui.components.basics.focus import FocusRing
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.theme.painting import watched_overflows

__all__ = ["clipped_texts"]


def clipped_texts(root: QWidget, whole: Iterable[str] = ()) -> list[str]:
    """Return one line for each text that is cut in `root`, which must be shown and laid out.

    `whole` are texts that may not even stand in a title that is shortened: identities, flags, doses.
    """
    QApplication.processEvents()  # layouts that wait for the event loop
    with watched_overflows() as overflows:
        root.grab()
    kept = [text for text in whole if text]
    found = [
        f"painted {o.text!r} wants {o.wanted:.1f} px, has {o.given:.1f}"
        for o in overflows
        if not o.elided or any(text in o.text for text in kept)
    ]
    for widget in _visible(root):
        found += [*_too_small(widget), *_native(widget), *_outside(widget, root), *_overlapping(widget)]
    return found


def _visible(root: QWidget) -> Iterator[QWidget]:
    yield root
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and not isinstance(widget, FocusRing | FactSpot):
            yield widget


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else widget.accessibleName()
    return f"{type(widget).__name__} {text!r}"


def _too_small(widget: QWidget) -> Iterator[str]:
    wordless = isinstance(widget, QProgressBar) and not widget.isTextVisible()
    if wordless or isinstance(widget, QAbstractScrollArea) or widget.objectName().startswith("qt_"):
        return
    least, size = widget.minimumSizeHint(), widget.size()
    layout = widget.layout()
    if not widget.hasHeightForWidth() or isinstance(widget, QStackedWidget):  # a stack counts what it hides, too
        height = least.height()
    elif layout is None:
        height = widget.heightForWidth(size.width())
    else:  # what scrolls within it may be higher than the widget
        height = layout.totalMinimumHeightForWidth(size.width())
    if size.width() < least.width() or size.height() < height:
        yield f"{_name(widget)} is {size.width()}×{size.height()}, needs {least.width()}×{height}"


def _native(widget: QWidget) -> Iterator[str]:
    """Measure the text of Qt's own fields against the room that is left beside padding, unit and arrow."""
    metrics = QFontMetricsF(widget.font())
    if isinstance(widget, QComboBox):
        text, room = widget.currentText() or widget.placeholderText(), widget.width() - 24 - 24
    elif isinstance(widget, QLineEdit):
        inner = isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox)
        margins = widget.textMargins()
        text = widget.text() or widget.placeholderText()
        room = widget.width() - margins.left() - margins.right() - (2 if inner else 28)
    else:
        return
    wanted = metrics.horizontalAdvance(text)
    if wanted > room + 1:
        yield f"{type(widget).__name__} {text!r} wants {wanted:.1f} px, has {room:.1f}"


def _outside(widget: QWidget, root: QWidget) -> Iterator[str]:
    """Say where a widget sticks out of its parent; within a scroll area it may."""
    parent = widget.parentWidget()
    if widget is root or parent is None or widget.isWindow():
        return
    holder = parent.parentWidget()
    if isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent:
        return
    if not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
        yield f"{_name(widget)} at {_numbers(widget.geometry())} sticks out of {_numbers(parent.rect())}"


def _overlapping(parent: QWidget) -> Iterator[str]:
    leaves = [
        child
        for child in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisible() and isinstance(child, QLabel | QAbstractButton) and not isinstance(child, FactSpot)
    ]
    for one, other in combinations(leaves, 2):
        common = one.geometry().intersected(other.geometry())
        if common.width() > 1 and common.height() > 1:
            yield f"{_name(one)} lies over {_name(other)} at {one.mapTo(parent, QPoint(0, 0)).toTuple()}"


def _numbers(rect: QRect) -> tuple[int, int, int, int]:
    return rect.x(), rect.y(), rect.width(), rect.height()
