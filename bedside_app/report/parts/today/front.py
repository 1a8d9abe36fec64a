"""What Today puts before everything else of a summary: the day's verdict as the answer, and a flag for what holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bedside_app.domain.summary import Answer, Flag, FlagKind
from bedside_app.domain.today import Today, Verdict
from bedside_app.foundation.words import LANGUAGES
from bedside_app.report.phrases import Words, enumeration

__all__ = ["flags_of_today", "led_by_today"]


def led_by_today(today: Today | None, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers, of one primary led by the verdict of the day; what the pathway says of later stands below.

    With more than one primary nobody says whose treatment it is: the answers stay, and the flag tells of the day.
    """
    if today is None or len(answers) != 1:
        return tuple(answers)
    (one,) = answers
    said: Words = {
        language: ". ".join(
            part.rstrip(".") for part in (today.headline.get(language, ""), today.because.get(language, "")) if part
        )
        + "."
        for language in LANGUAGES
    }
    return (replace(one, sentence=said, caption=enumeration([one.caption, one.sentence], " · ")),)


def flags_of_today(today: Today | None) -> tuple[Flag, ...]:
    """Return the flag of a cycle that is suggested to be held."""
    if today is None or today.verdict is not Verdict.HOLD:
        return ()
    facts = next((limit.facts[:1] for limit in today.limits if limit.verdict is Verdict.HOLD), ())
    return (Flag(kind=FlagKind.CAUTION, text=today.headline, action=today.because, facts=facts),)
