"""What stands in place of a result: refused, missing, failed, computing, empty; what, why and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import ShownRefusal
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, say
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, sign, spoken_of

__all__ = [
    "Empty",
    "Notice",
    "Working",
    "cancelled",
    "computing",
    "crashed",
    "empty_case",
    "refusals_of",
    "refused",
    "working",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice: never a dialog, it stays until it is solved. `facts` are what an *Enter* action asks for."""

    key: str
    title: str
    sign: Sign
    why: str
    to_do: str = ""
    aside: str = ""
    action: str = ""
    facts: tuple[FactId, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """Something under way, always with *Cancel*; `percent` None where the end is not known."""

    title: str
    detail: str
    percent: int | None
    sign: Sign
    action: str
    can_cancel: bool
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """A screen with nothing on it yet: what it is for, and what to do."""

    title: str
    text: str
    actions: tuple[tuple[str, str], ...]


def _say(code: str, language: Language, **values: object) -> str:
    return say(f"screens.{code}", language, values)


def refused(refusal: Refusal, language: Language) -> Notice:
    """Return the notice for a refusal: its own sentence says what happened, why, and what to do."""
    return Notice(
        key=refusal.code,
        title=_say("state.refused-title", language),
        sign=sign("refused", language),
        why=say(refusal.code, language, refusal.values),
        aside=_say("state.refused-aside", language),
        code=refusal.code,
    )


def refusals_of(case: CaseShown) -> tuple[Notice, ...]:
    """Return a notice for each file or part of one that was not used, and for what was not understood."""
    current = case.current
    kinds = ((current.refusals, "refused"), (current.not_understood, "unread"))
    return tuple(_of(case, one, kind) for ones, kind in kinds for one in ones)


def _of(case: CaseShown, one: ShownRefusal, kind: str) -> Notice:
    place = " · ".join(part for part in (one.file, one.place) if part)
    return Notice(
        key="|".join((one.code, one.digest, one.place)),
        title=one.what or one.file or case.say(f"state.{kind}-title"),
        sign=case.sign("refused", case.say(f"state.{kind}")),
        why=case.text(one.text),
        aside=place,
        code=one.code,
    )


def crashed(language: Language, *, what: str, fault: str) -> Notice:
    """Return the notice for a fault of ours: the result is cleared, and `fault` finds it in the log."""
    return Notice(
        key=f"crash|{fault}",
        title=what,
        sign=sign("failed", language),
        why=_say("state.failed-why", language),
        to_do=_say("state.failed-do", language),
        aside=_say("state.failed-aside", language, fault=fault),
        action=_say("state.try-again", language),
    )


def cancelled(language: Language, *, what: str) -> Notice:
    """Return the notice after *Cancel*: nothing of it was kept, and it can start again."""
    return Notice(
        key="cancelled",
        title=what,
        sign=sign("cancelled", language),
        why=_say("state.cancelled-why", language),
        action=_say("state.start-again", language),
    )


def working(
    language: Language, *, what: str, detail: str = "", percent: int | None = None, stopping: bool = False
) -> Working:
    """Return progress as it is shown; while it is stopping, *Cancel* is off."""
    state = sign("working", language, percent=percent) if percent is not None else sign("computing", language)
    shown = _say("state.stopping", language) if stopping else detail
    return Working(
        title=what,
        detail=shown,
        percent=percent,
        sign=state,
        action=_say("state.cancel", language),
        can_cancel=not stopping,
        spoken=spoken_of(part for part in (what, shown, state.word) if part),
    )


def computing(case: CaseShown) -> Working | None:
    """Return what stands where results were while a new revision, or another day, is computed; None otherwise."""
    if case.summary is not None or case.blocked:
        return None
    code = "state.computing" if case.computing else "state.computing-day"
    return working(case.language, what=case.say(code, day=case.day), detail=case.say("state.computing-detail"))


def empty_case(language: Language) -> Empty:
    """Return the screen of a window without a patient."""
    return Empty(
        title=_say("empty.title", language),
        text=_say("empty.text", language),
        actions=tuple((key, _say(f"empty.{key}", language)) for key in ("folder", "files", "demonstration")),
    )
