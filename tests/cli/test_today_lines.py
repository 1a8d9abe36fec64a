"""Today on a terminal: the verdict first, then every limit beside its value, in both languages."""

from __future__ import annotations

import pytest

from bedside_app.cli.today_lines import today_lines
from bedside_app.domain.today import Verdict
from bedside_app.foundation.words import Language
from tests.todays import TODAY, quiet


@pytest.mark.parametrize(("language", "word"), [("en", "[hold]"), ("fr", "[suspendre]")])
def test_the_worst_limit_stands_first_with_its_value_and_limit(language: Language, word: str) -> None:
    lines = list(today_lines(TODAY, language))
    assert lines[1].startswith(TODAY.headline[language])
    row = next(line for line in lines if word in line)
    assert TODAY.limits[0].value[language] in row
    assert TODAY.limits[0].limit[language] in row


def test_every_limit_cycle_and_telephone_is_printed() -> None:
    text = "\n".join(today_lines(TODAY, "en"))
    assert text.count("[") == len(TODAY.limits)
    assert all(cycle.date in text for cycle in TODAY.cycles)
    assert all(contact.phone in text for contact in TODAY.contacts)


def test_a_day_of_which_next_to_nothing_is_known_is_printed_without_a_go() -> None:
    text = "\n".join(today_lines(quiet(), "en"))
    assert quiet().verdict is Verdict.UNKNOWN
    assert "[go]" not in text
