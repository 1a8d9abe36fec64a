"""The bundled line icons, drawn at any size in the colour of a token."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from bedside_app.foundation.errors import Fault
from bedside_app.foundation.paths import resources_folder

__all__ = ["draw_icon", "icon_names", "icon_pixmap"]

_STROKE: Final = "1.9"


def draw_icon(painter: QPainter, name: str, box: QRectF, colour: str) -> None:
    """Draw the icon `name` into `box` (px) in `colour` (#RRGGBB).

    Raises
    ------
    Fault
        There is no such icon: the name is ours.
    """
    _renderer(name, colour).render(painter, box)


def icon_pixmap(name: str, colour: str, side: int) -> QPixmap:
    """Return the icon `name` in `colour`, `side` px, for Qt's own widgets that take no painter."""
    scale = QGuiApplication.primaryScreen().devicePixelRatio()
    made = QPixmap(round(side * scale), round(side * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw_icon(painter, name, QRectF(0, 0, side, side), colour)
    painter.end()
    return made


@cache
def icon_names() -> frozenset[str]:
    """Return the names of all bundled icons."""
    return frozenset(path.stem for path in (resources_folder() / "icons").glob("*.svg"))


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    path = resources_folder() / "icons" / f"{name}.svg"
    if not path.is_file():
        raise Fault(f"no icon {name!r}")
    text = path.read_text(encoding="utf-8").replace("currentColor", colour)
    made = QSvgRenderer(QByteArray(text.replace('stroke-width="2"', f'stroke-width="{_STROKE}"').encode()))
    if not made.isValid():
        raise Fault(f"the icon {name!r} is no drawing")
    return made
