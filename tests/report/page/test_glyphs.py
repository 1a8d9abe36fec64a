"""What the embedded font can show, and what happens to the rest."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.paths import resources_folder
from bedside_app.report.page.glyphs import coverage, showable

FONTS = resources_folder() / "fonts" / "inter"
KNOWN = coverage(FONTS / "Inter-Regular.ttf")


def test_both_weights_show_the_same_letters() -> None:
    assert coverage(FONTS / "Inter-SemiBold.ttf") == KNOWN


def test_the_licence_lies_beside_the_font() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "text", ["Exémple ács", "Łódź", "Œuvre, ç", "Ждан", "Ωμέγα", "×10⁹ µ ≥ ≤ – − → ↑ ↓", "✓ ○ ■ ▲ ⊘"]
)
def test_names_and_signs_of_europe_are_shown_as_they_are(text: str) -> None:
    assert showable(text, KNOWN) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("a\u200bb", "a[U+200B]b"),
        ("a\ufeffb", "a[U+FEFF]b"),
        ("王", "[U+738B]"),
        ("\U0001f600", "[U+1F600]"),
        ("line\nbreak\ttab", "line break tab"),
        ("bell\x07", "bell[U+0007]"),
    ],
)
def test_what_cannot_be_shown_or_turns_its_surroundings_is_written_out(text: str, shown: str) -> None:
    assert showable(text, KNOWN) == shown


@given(st.text())
def test_whatever_a_file_says_only_letters_of_the_font_reach_the_page(text: str) -> None:
    shown = showable(text, KNOWN)
    assert all(ord(letter) in KNOWN for letter in shown)
    assert not any(unicodedata.category(letter) in ("Cc", "Cf") for letter in shown)


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.ttf"
    path.write_bytes(bytes(64))
    with pytest.raises(ValueError, match="cmap"):
        coverage(path)
