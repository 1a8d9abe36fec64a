"""Files of the hospital beside the built-in dictionary: added, or set aside with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bedside_app.dictionary import entries
from bedside_app.dictionary.entries import FactDictionary

BUILT_IN = entries.load()
ENTRY = """\
- id: grip_strength
  label: {en: Grip strength, fr: Force de préhension}
  kind: quantity
  about: patient
  unit: kg
  plausible: [0, 100]
  source: test
"""
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\n"


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], FactDictionary]]:
    """Return how to load the dictionary with one file of IT."""
    monkeypatch.setenv("BEDSIDE_IT_FOLDER", str(tmp_path))
    (tmp_path / "facts").mkdir()

    def loaded(text: str) -> FactDictionary:
        (tmp_path / "facts/ours.yaml").write_text(text, "utf-8")
        entries.load.cache_clear()
        return entries.load()

    yield loaded
    entries.load.cache_clear()


def test_an_entry_of_the_hospital_is_added(load: Callable[[str], FactDictionary]) -> None:
    dictionary = load(ENTRY)
    assert dictionary.refused == ()
    assert set(dictionary.entries) - set(BUILT_IN.entries) == {"grip_strength"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "foundation.unreadable-yaml"),
        ("just words", "dictionary.unfit-dictionary"),
        (ENTRY + ENTRY, "dictionary.unfit-dictionary"),
        (ENTRY.replace("kind: quantity", "kind: quantity\n  surprise: 1"), "dictionary.unfit-dictionary"),
        (ENTRY + "  codes: [{system: loinc, code: 718-7}]\n", "dictionary.unfit-dictionary"),
    ],
    ids=["bomb", "no list", "twice", "unknown key", "code of another fact"],
)
def test_a_file_that_cannot_be_used_is_set_aside_whole_and_told(
    load: Callable[[str], FactDictionary], text: str, code: str
) -> None:
    dictionary = load(text)
    assert [(refused.code, refused.source) for refused in dictionary.refused] == [(code, "ours.yaml")]
    assert dictionary.refused[0].values["file"] == "ours.yaml"
    assert list(dictionary) == list(BUILT_IN)
