"""What every screen looks at: the case as of a day, in one language; and the parts that any screen is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from bedside_app.dictionary.entries import Entry, FactDictionary
from bedside_app.domain.case import EMPTY, CasePhase, CaseState
from bedside_app.domain.fact import Fact, FactId
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import PatientRecord
from bedside_app.domain.summary import IdentityState, ShownFact, Summary, Words
from bedside_app.foundation.errors import Fault
from bedside_app.foundation.words import Language, catalogue, day, say

__all__ = [
    "TONES",
    "CaseShown",
    "Figure",
    "RefKind",
    "Sign",
    "SourceRef",
    "StaleSummary",
    "day_of",
    "label_of",
    "pair",
    "short_day",
    "sign",
    "spoken_of",
    "tone_of",
]

RefKind = str
TONES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "hard-stop": ("octagon-alert", "stop"),
        "act-first": ("octagon-alert", "stop"),
        "blocked": ("octagon-alert", "stop"),
        "failed": ("octagon-alert", "stop"),
        "excluded": ("ban", "stop"),
        "hold": ("circle-pause", "stop"),
        "cleared": ("octagon-alert", "stop"),
        "lowered": ("arrow-down", "caution"),
        "reduce": ("circle-arrow-down", "caution"),
        "caution": ("triangle-alert", "caution"),
        "uncertain": ("triangle-alert", "caution"),
        "grade": ("triangle-alert", "caution"),
        "go": ("circle-check", "ok"),
        "normal": ("circle-check", "ok"),
        "signed": ("circle-check", "ok"),
        "in-scope": ("circle-check", "ok"),
        "draft": ("pen-line", "info"),
        "ready": ("pen-line", "info"),
        "working": ("loader-circle", "info"),
        "computing": ("loader-circle", "info"),
        "missing": ("circle-help", "unknown"),
        "unknown": ("circle-help", "unknown"),
        "condition": ("circle-help", "unknown"),
        "refused": ("ban", "refused"),
        "possible": ("circle-dashed", "refused"),
        "cancelled": ("circle-dashed", "refused"),
        "suggested": ("check", "accent"),
    }
)
_HARD: Final = "\u00a0"


class StaleSummary(Fault):
    """A summary of one day was to be shown under the cursor of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A state as icon, word and colour token; `status` is its name in the vocabulary (`ui.status.…`)."""

    status: str
    word: str
    icon: str
    tone: str


def sign(status: str, language: Language, word: str = "", **values: object) -> Sign:
    """Return a state of the vocabulary with its own word, or with `word` where the screen needs another."""
    icon, tone = TONES[status]
    return Sign(status=status, word=word or say(f"ui.status.{status}", language, values), icon=icon, tone=tone)


def pair(label: str, value: str, language: Language) -> str:
    """Write a label and its value with the colon of the language."""
    return f"{label}\u202f: {value}" if language == "fr" else f"{label}: {value}"


def spoken_of(parts: Iterable[str]) -> str:
    """Join what is said aloud of one thing into sentences; what is empty is left out."""
    return ". ".join(part.rstrip(".") for part in parts if part)


def tone_of(status: str) -> str:
    """Return the colour token of a state."""
    return TONES[status][1]


@dataclass(frozen=True, slots=True)
class SourceRef:
    """What opens when a figure is asked where it comes from: `fact`, `finding`, `outcome` or `dose`, and which."""

    kind: RefKind
    key: str
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as it is shown, what is said of it aloud, and where it opens. `note` is what stands beside it.

    A figure without `source` has no number in it: *No number*, *Unknown*, *Computing*.
    """

    text: str
    source: SourceRef | None = None
    spoken: str = ""
    note: str = ""
    stale: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShown:
    """One case as it is to be shown.

    Parameters
    ----------
    current
        The summary as of today: identity, allergies, medicines and hard stops always come from it.
    cursor
        The day that the screens show the state of; None is today.
    shown
        The summary as of `cursor`, None while it is being computed. Not used on today.
    computing
        Whether a newer revision is being computed: then nothing that was computed is shown.
    state
        What the events of the case come to: its revision, what people changed and decided, the signature.

    Raises
    ------
    StaleSummary
        `shown` is of another day than `cursor`.
    """

    current: Summary
    record: PatientRecord
    dictionary: FactDictionary
    language: Language
    cursor: date | None = None
    shown: Summary | None = None
    computing: bool = False
    state: CaseState = EMPTY
    _labels: dict[FactId, Words] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a summary of another day, once, at the door."""
        if self.cursor is not None and self.shown is not None and self.shown.as_of != self.cursor.isoformat():
            raise StaleSummary(f"a summary of {self.shown.as_of} under the cursor of {self.cursor.isoformat()}")

    @property
    def today(self) -> date:
        """The day of the current summary."""
        return date.fromisoformat(self.current.as_of)

    @property
    def day(self) -> date:
        """The day under the cursor."""
        return self.cursor or self.today

    @property
    def off_today(self) -> bool:
        """Whether the cursor stands on another day: the frame is amber, doses and signing are disabled."""
        return self.day != self.today

    @property
    def summary(self) -> Summary | None:
        """The computed summary to show, None where there is none of this day and revision."""
        if self.computing:
            return None
        return self.shown if self.off_today else self.current

    @property
    def blocked(self) -> bool:
        """Whether the files disagree on who the patient is: nothing but the conflict is shown."""
        return self.current.identity.state is IdentityState.CONFLICT

    @property
    def signed_by(self) -> str:
        """Who has signed; "" for a draft."""
        if self.state.signed is not None:
            return self.state.signed.by.name
        return "" if self.current.signed is None else self.current.signed.by

    @property
    def read_only(self) -> bool:
        """Whether the case is signed: an amendment is a new revision."""
        return self.state.phase is CasePhase.SIGNED or bool(self.current.signed)

    def at(self, cursor: date, shown: Summary | None = None) -> CaseShown:
        """Return the case under another day; what was computed is gone until `shown` is given."""
        return replace(self, cursor=None if cursor == self.today else cursor, shown=shown)

    def text(self, words: Words) -> str:
        """Return words in the language of the window, "" where there are none."""
        return words.get(self.language, "")

    def say(self, code: str, **values: object) -> str:
        """Return one sentence of the screens (`screens.…`)."""
        return say(f"screens.{code}", self.language, values)

    def pair(self, label: str, value: str) -> str:
        """Write a label and its value; French puts a narrow no-break space before the colon."""
        return pair(label, value, self.language)

    def say_or(self, code: str, other: str) -> str:
        """Return one sentence of the screens, `other` where a knowledge file names what has no word here."""
        return self.say(code) if f"screens.{code}" in catalogue(self.language) else other

    def sign(self, status: str, word: str = "", **values: object) -> Sign:
        """Return a state of the vocabulary."""
        return sign(status, self.language, word, **values)

    def entry(self, fact: FactId) -> Entry | None:
        """Return the dictionary's entry, None for what only a pack or a knowledge file names."""
        return self.dictionary.entry(fact) if fact in self.dictionary else None

    def fact(self, fact: FactId, *, current: bool = False) -> ShownFact | None:
        """Return one fact of the summary of the day, or of today's."""
        summary = self.current if current else self.summary
        return None if summary is None else next((one for one in summary.facts if one.fact == fact), None)


def label_of(case: CaseShown, fact: FactId) -> str:
    """Return how a fact is called, its id in words where no dictionary knows it."""
    entry = case.entry(fact)
    return fact.replace("_", " ") if entry is None else entry.label[case.language]


def short_day(at: date, near: date, language: Language) -> str:
    """Write a day beside another: without the year where that is the same."""
    written = day(at, language)
    return written.rsplit(_HARD, 1)[0] if at.year == near.year else written


def day_of(what: Fact | str) -> date | None:
    """Return the day that a fact, or an ISO text, is known to be of; None where it is less precise than a day."""
    moment = what.effective if isinstance(what, Fact) else _moment(what)
    return None if moment is None or moment.precision in ("year", "month") else moment.first_day


def _moment(text: str) -> Moment | None:
    try:
        return Moment(text) if text else None
    except ValueError:
        return None
