"""The status words: icon, word and colour always together, and at most one meaning each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bedside_app.foundation.words import Language, say
from bedside_app.ui.theme.tokens import Tone

__all__ = ["SIGNS", "Sign", "Status", "StatusContent", "status"]


class Status(StrEnum):
    """A state that a value, option, case or model can be in; the value is the key of its word."""

    HARD_STOP = "hard-stop"
    ACT_FIRST = "act-first"
    BLOCKED = "blocked"
    FAILED = "failed"
    EXCLUDED = "excluded"
    HOLD = "hold"
    CLEARED = "cleared"
    LOWERED = "lowered"
    REDUCE = "reduce"
    CAUTION = "caution"
    UNCERTAIN = "uncertain"
    GRADE = "grade"
    GO = "go"
    NORMAL = "normal"
    SIGNED = "signed"
    IN_SCOPE = "in-scope"
    DRAFT = "draft"
    READY = "ready"
    WORKING = "working"
    COMPUTING = "computing"
    MISSING = "missing"
    UNKNOWN = "unknown"
    CONDITION = "condition"
    REFUSED = "refused"
    POSSIBLE = "possible"
    CANCELLED = "cancelled"
    SUGGESTED = "suggested"


@dataclass(frozen=True, slots=True)
class Sign:
    """The icon and the colour of a status."""

    icon: str
    tone: Tone


_ALERT: Final = "octagon-alert"
SIGNS: Final[Mapping[Status, Sign]] = MappingProxyType(
    {
        Status.HARD_STOP: Sign(_ALERT, Tone.STOP),
        Status.ACT_FIRST: Sign(_ALERT, Tone.STOP),
        Status.BLOCKED: Sign(_ALERT, Tone.STOP),
        Status.FAILED: Sign(_ALERT, Tone.STOP),
        Status.EXCLUDED: Sign("ban", Tone.STOP),
        Status.HOLD: Sign("circle-pause", Tone.STOP),
        Status.CLEARED: Sign(_ALERT, Tone.STOP),
        Status.LOWERED: Sign("arrow-down", Tone.CAUTION),
        Status.REDUCE: Sign("circle-arrow-down", Tone.CAUTION),
        Status.CAUTION: Sign("triangle-alert", Tone.CAUTION),
        Status.UNCERTAIN: Sign("triangle-alert", Tone.CAUTION),
        Status.GRADE: Sign("triangle-alert", Tone.CAUTION),
        Status.GO: Sign("circle-check", Tone.OK),
        Status.NORMAL: Sign("circle-check", Tone.OK),
        Status.SIGNED: Sign("circle-check", Tone.OK),
        Status.IN_SCOPE: Sign("circle-check", Tone.OK),
        Status.DRAFT: Sign("pen-line", Tone.INFO),
        Status.READY: Sign("pen-line", Tone.INFO),
        Status.WORKING: Sign("loader-circle", Tone.INFO),
        Status.COMPUTING: Sign("loader-circle", Tone.INFO),
        Status.MISSING: Sign("circle-help", Tone.UNKNOWN),
        Status.UNKNOWN: Sign("circle-help", Tone.UNKNOWN),
        Status.CONDITION: Sign("circle-help", Tone.UNKNOWN),
        Status.REFUSED: Sign("ban", Tone.REFUSED),
        Status.POSSIBLE: Sign("circle-dashed", Tone.REFUSED),
        Status.CANCELLED: Sign("circle-dashed", Tone.REFUSED),
        Status.SUGGESTED: Sign("check", Tone.ACCENT),
    }
)


@dataclass(frozen=True, slots=True)
class StatusContent:
    """A status and the word that it is shown by here (`Decides A or B` is a *missing* with a word of its own)."""

    status: Status
    word: str

    @property
    def sign(self) -> Sign:
        """Return icon and colour."""
        return SIGNS[self.status]


def status(kind: Status, language: Language, **values: object) -> StatusContent:
    """Return `kind` with its own word; *grade* takes `grade`, *working* `percent`, *condition* `condition`."""
    return StatusContent(kind, say(f"ui.status.{kind.value}", language, values))
