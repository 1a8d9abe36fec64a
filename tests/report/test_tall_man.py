"""Tall-man letters on paper and on screen."""

from __future__ import annotations

from bedside_app.dictionary import entries
from bedside_app.report.tall_man import tall
from bedside_app.therapy import knowledge


def test_a_name_gets_its_letters_whatever_its_capitals_and_a_part_of_a_word_does_not() -> None:
    forms = {"docetaxel": "DOCEtaxel"}
    assert tall("Docetaxel, then docetaxel", forms) == "DOCEtaxel, then DOCEtaxel"
    assert tall("nab-docetaxels", forms) == "nab-docetaxels"
    assert tall("docetaxel", {}) == "docetaxel"


def test_french_names_have_the_letters_of_the_english_form() -> None:
    forms = knowledge.load(entries.load()).tall_man
    assert tall("docétaxel et doxorubicine, épirubicine", forms) == "DOCÉtaxel et DOXOrubicine, ÉPIrubicine"
    assert tall("trastuzumab emtansine", forms) == "ado-TRASTuzumab emtansine"
