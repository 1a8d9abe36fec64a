"""Biopsy, surgical specimen, or neither for sure."""

from __future__ import annotations

import pytest

from bedside_app.dictionary.entries import Coding
from bedside_app.intake.specimens import kind_of_specimen


@pytest.mark.parametrize(
    ("codings", "words", "kind"),
    [
        ([("snomed", "86273004")], [], "biopsy"),
        ([], ["Core  needle BIOPSY"], "biopsy"),
        ([("snomed", "65801008")], ["excision"], "surgery"),
        ([], ["Pièce opératoire"], "surgery"),
        ([("snomed", "86273004")], ["mastectomy"], "specimen"),
        ([("loinc", "86273004")], ["excisional biopsy of something"], "specimen"),
        ([], [], "specimen"),
    ],
)
def test_a_specimen_is_what_codes_and_whole_texts_agree_on(codings: list[Coding], words: list[str], kind: str) -> None:
    assert kind_of_specimen(codings, words) == kind
