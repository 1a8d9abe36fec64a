"""The page for review: no YAML, no expression, both languages."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from bedside_app.dictionary.conditions import Facts, parse
from bedside_app.dictionary.entries import load
from bedside_app.foundation.words import Language
from bedside_app.therapy import knowledge
from bedside_app.therapy.render import render
from bedside_app.therapy.wording import fhirpath, in_words
from tests.dictionary.test_conditions import logic, values
from tests.therapy.tiny import dictionary, known, pathway


def page(language: Language) -> str:
    return render(pathway(), known(), dictionary(), language)


def test_the_page_says_who_signed_and_for_whom_it_is() -> None:
    assert "Signed by: nobody" in page("en")
    assert "- Behaviour = invasive – otherwise: The lesion is benign." in page("en")
    assert "Signé par\u202f: personne" in page("fr")


def test_every_option_stands_with_its_reasons_safety_and_evidence() -> None:
    text = page("en")
    assert "### alphamab" in text
    assert "- For: Large (20) – when `large` [trial_a]" in text
    assert "- Against: Over 70 (−25) – when Age > 70 years [trial_a]" in text
    assert "- Safety: Weak heart (needs a test; unknown is not cleared)" in text
    assert "- Approval: EU: approved 2020-05" in text


def test_doses_stand_as_numbers_with_their_steps_and_limits() -> None:
    text = page("en")
    assert "**alphamab** 60 mg/m², intravenous, day 1 of 21" in text
    assert "Bilirubin > 50 umol/L: × 0 – do not give [trial_a]" in text
    assert "at most 2 m²" in text
    assert "lifetime limit 400 mg/m2" in text


def test_sources_are_listed_and_what_was_not_read_is_marked() -> None:
    assert "- [trial_a] A trial of alphamab. doi:10.1000/a." in page("en")
    assert "- [memory] From memory. **connu de mémoire, non lu pour cette version**" in page("fr")


def test_no_expression_is_left_on_the_page() -> None:
    assert "%receptor" not in page("en")
    assert "found(" not in page("fr")


def test_conditions_read_as_words_with_their_parentheses() -> None:
    text = "(%sensitive or %size >= 20) and not(found(%medicines, 'grapefruit')) and known(%mood)"
    assert in_words(text, dictionary(), "en") == (
        "(`sensitive` or Size ≥ 20 mm) and not (Medicines: grapefruit) and Mood is known"
    )
    assert in_words("%receptor in ('positive' | 'negative')", dictionary(), "fr") == (
        "Récepteur\u202f: parmi (positif, négatif)"
    )
    assert in_words("%pregnant = true implies %size / 2 < 3", dictionary(), "en") == (
        "(if Pregnant = yes, then Size / 2 < 3)"
    )


def test_plain_fhirpath_keeps_the_meaning() -> None:
    assert fhirpath("not(%a or %b) and %c in ('x' | 'y')") == "(%a or %b).not() and (%c in ('x' | 'y'))"


@settings(max_examples=200, deadline=None)
@given(text=logic(), known_values=values)
def test_plain_fhirpath_answers_as_the_text_of_the_pathway(text: str, known_values: dict[str, Any]) -> None:
    lookup = Facts(known_values)
    assert parse(fhirpath(text)).evaluate(lookup) == parse(text).evaluate(lookup)


def test_the_limits_of_the_day_can_be_reviewed_without_an_expression() -> None:
    built_in = knowledge.load(load())
    text = render(built_in.pathways["breast_early"], built_in, load(), "en")
    line = next(line for line in text.splitlines() if line.startswith("- **Weight**"))
    assert "recalculate the doses first" in line
    assert "≤ −10" in line
    assert "%weight_change" not in text
