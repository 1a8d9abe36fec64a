from __future__ import annotations

import re

import pytest

from bedside_app.ui.theme.style_sheet import style_sheet
from bedside_app.ui.theme.tokens import PALETTES, Scheme


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_style_sheet_knows_no_colour_that_is_not_a_token(scheme: Scheme) -> None:
    sheet, tokens = style_sheet(PALETTES[scheme]), repr(PALETTES[scheme])
    colours = set(re.findall(r"#[0-9A-Fa-f]{6}", sheet))
    assert colours
    assert all(colour in tokens for colour in colours)


def test_the_style_sheet_sets_no_font() -> None:
    assert "font" not in style_sheet(PALETTES[Scheme.LIGHT])


def test_light_and_dark_differ() -> None:
    assert style_sheet(PALETTES[Scheme.LIGHT]) != style_sheet(PALETTES[Scheme.DARK])
