from __future__ import annotations

import re
from dataclasses import fields

import pytest

from bedside_app.ui.theme.tokens import PALETTES, TYPE, Palette, Role, Scheme, Tint, Tone

GROUNDS = ("bg", "surface")
STATUS = (Tone.STOP, Tone.CAUTION, Tone.OK, Tone.INFO, Tone.UNKNOWN, Tone.REFUSED)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2, glossary."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=list(Scheme))
def palette(request: pytest.FixtureRequest) -> Palette:
    return PALETTES[request.param]


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", [*GROUNDS, "sunken", "hover", "accent_bg", "selection", "plot_band"])
@pytest.mark.parametrize("text", ["text", "text2"])
def test_text_reads_on_every_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("ground", [*GROUNDS, "sunken", "hover"])
def test_captions_read_on_every_ground_that_they_stand_on(palette: Palette, ground: str) -> None:
    assert contrast(palette.text3, getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("ground", [*GROUNDS, "hover", "accent_bg", "selection"])
def test_the_accent_reads_as_a_word(palette: Palette, ground: str) -> None:
    assert contrast(palette.accent, getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("tone", STATUS)
def test_a_status_word_reads_on_its_tint_and_on_every_ground(palette: Palette, tone: Tone) -> None:
    tint = palette.tint(tone)
    for ground in (tint.tint, palette.surface, palette.bg, palette.selection, palette.hover):
        assert contrast(tint.text, ground) >= 4.5, ground


@pytest.mark.parametrize("tone", STATUS)
def test_text_reads_on_a_tinted_row(palette: Palette, tone: Tone) -> None:
    for text in (palette.text, palette.text2):
        assert contrast(text, palette.tint(tone).tint) >= 4.5


def test_words_on_filled_controls_read(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.on_accent, palette.accent_hover) >= 4.5
    assert contrast(palette.on_accent, palette.stop.text) >= 4.5  # Reject, chosen
    assert contrast(palette.surface, palette.text) >= 4.5  # the flag of the time cursor
    assert contrast(palette.surface, palette.text2) >= 4.5  # the badge of a section


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_a_control_can_be_seen(palette: Palette, ground: str) -> None:
    for edge in (palette.control, palette.accent, palette.stop.text):
        assert contrast(edge, getattr(palette, ground)) >= 3


def test_every_colour_is_written_in_full(palette: Palette) -> None:
    for field in fields(Palette):
        value = getattr(palette, field.name)
        colours = (value.text, value.tint, value.edge) if isinstance(value, Tint) else (value,)
        if field.name != "scheme":
            assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in colours), field.name


def test_every_tone_names_a_colour(palette: Palette) -> None:
    assert all(palette.colour(tone).startswith("#") for tone in Tone)


def test_every_role_has_a_line_height_above_its_size() -> None:
    assert all(TYPE[role].line > TYPE[role].size for role in Role)
