"""Places in files, in words."""

from __future__ import annotations

from bedside_app.report.places import place_text


def test_a_path_of_a_bundle_or_a_message_is_told_as_a_reader_counts() -> None:
    assert place_text("entry[12].resource.valueQuantity", "en") == "record 13"
    assert place_text("entry[0].resource", "fr") == "enregistrement 1"
    assert place_text("OBX[7]", "en") == "segment OBX 7"


def test_any_other_place_stays_as_its_reader_wrote_it() -> None:
    assert place_text("AJCC/UICC 8: subcategories of T2", "fr") == "AJCC/UICC 8: subcategories of T2"
    assert place_text("", "en") == ""
