"""Sentences for what was refused, set aside or unknown."""

from __future__ import annotations

import pytest

from bedside_app.domain.record import NotUnderstood, Refused, Unknown
from bedside_app.foundation.words import LANGUAGES, Language
from bedside_app.report.refusal_words import sentence, sentences


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unknown", Unknown)
def test_every_kind_of_unknown_has_its_words(unknown: Unknown, language: Language) -> None:
    assert "give IT the code" not in sentence(unknown, language)
    assert sentence(unknown, language) != unknown.value or unknown.value == "conflict"


def test_a_refusal_is_told_in_the_sentence_of_its_code_with_its_values() -> None:
    refused = Refused(code="report.dose.needs", values={"missing": "weight"})
    assert sentences(refused) == {"en": "dose needs weight", "fr": "dose\u202f: il faut weight"}


def test_words_that_a_refusal_carries_itself_stand_as_written() -> None:
    refused = Refused(code="any.code", values={"en": "Benign.", "fr": "Bénin."})
    assert sentences(refused) == {"en": "Benign.", "fr": "Bénin."}


def test_what_was_set_aside_is_named_in_its_sentence() -> None:
    item = NotUnderstood(source="", place="OBX[1]", what="Child-Pugh class A", why="report.page.waits")
    assert "give IT the code" in sentence(item, "en")  # the sentence names {missing}, which was not given
    told = NotUnderstood(source="", place="OBX[1]", what="Child-Pugh class A", why="report.finding.no-number")
    assert sentence(told, "en") == "No number"


def test_a_code_without_a_sentence_never_takes_the_summary_with_it() -> None:
    refused = Refused(code="no.such-code", values={})
    assert "no.such-code" in sentence(refused, "en")
    assert "no.such-code" in sentence(refused, "fr")


def test_foreign_text_of_any_length_stays_short() -> None:
    refused = Refused(code="report.dose.needs", values={"missing": "x" * 5000})
    assert len(sentence(refused, "en")) < 250
