from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from bedside_app.foundation.errors import Fault
from bedside_app.ui.theme.icons import draw_icon, icon_names

ROOT = Path(__file__).resolve().parents[3]


def drawn(name: str, colour: str, side: int = 20) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    draw_icon(painter, name, QRectF(0, 0, side, side), colour)
    painter.end()
    return image


@pytest.mark.parametrize("name", sorted(icon_names()))
def test_every_icon_draws_in_the_colour_that_is_asked_for(name: str) -> None:
    image = drawn(name, "#A8201A", 48)
    pixels = [QColor.fromRgba(image.pixel(x, y)) for x in range(48) for y in range(48)]
    solid = [(pixel.red(), pixel.green(), pixel.blue()) for pixel in pixels if pixel.alpha() == 255]
    assert solid
    assert all(abs(part - wanted) <= 2 for found in solid for part, wanted in zip(found, (168, 32, 26), strict=True))


def test_an_icon_that_is_not_bundled_is_a_fault() -> None:
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    with pytest.raises(Fault, match="no icon"):
        draw_icon(painter, "no-such-icon", QRectF(0, 0, 8, 8), "#000000")
    painter.end()


def test_the_licence_stands_beside_the_icons() -> None:
    assert "ISC License" in (ROOT / "resources" / "icons" / "LICENSE").read_text(encoding="utf-8")


def test_no_icon_is_bundled_that_nothing_names() -> None:
    """Icons that screens to come need are listed here until they use them."""
    planned = {
        "activity", "bed", "calendar-plus", "clipboard-copy", "languages", "lock", "moon", "phone", "pill", "play",
        "printer", "scan-search", "search", "shield-off", "siren", "sun", "trending-down", "trending-up", "user",
        "users", "layout-grid", "file-text", "folder-open", "git-branch",
    }  # fmt: skip
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bedside_app" / "ui").rglob("*.py"))
    named = set(re.findall(r"\"([a-z0-9-]+)\"", code))
    assert icon_names() - named - planned == set()
