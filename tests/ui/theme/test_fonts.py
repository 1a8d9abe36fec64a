from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF

from bedside_app.ui.theme.fonts import FAMILY, font, text_width
from bedside_app.ui.theme.tokens import TYPE, Role, Weight


@pytest.mark.parametrize("weight", list(Weight))
def test_every_weight_is_the_bundled_one(weight: Weight) -> None:
    info = QFontInfo(font(Role.BODY, weight))
    assert info.family() == FAMILY
    assert info.weight() == weight


@pytest.mark.parametrize("role", list(Role))
def test_a_role_has_its_size_and_stays_within_its_line(role: Role) -> None:
    face = font(role)
    assert QFontInfo(face).pixelSize() == pytest.approx(TYPE[role].size, abs=0.6)
    metrics = QFontMetricsF(face)
    assert metrics.ascent() + metrics.descent() <= TYPE[role].line + 0.5


def test_tabular_figures_are_of_one_width() -> None:
    face = font(Role.BODY, tabular=True)
    assert text_width("1111", face) == text_width("0000", face)
    assert text_width("1111", font(Role.BODY)) < text_width("0000", font(Role.BODY))


@pytest.mark.parametrize("character", "→−–≤≥×±·²⁹µ°…’éŒœΔδ\u202f\u00a0")
def test_the_typeface_has_what_wards_write(character: str) -> None:
    assert QFontMetricsF(font(Role.BODY)).inFontUcs4(ord(character))
