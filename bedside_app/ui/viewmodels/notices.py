"""What stands in place of a result: refused, missing, failed, computing; what, why and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from bedside_app.domain.fact import FactId
from bedside_app.foundation.words import Language, say
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, sign, spoken_of
from bedside_app.ui.viewmodels.told import not_used

__all__ = ["Notice", "Working", "computing", "refusals_of", "working"]


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


def _say(code: str, language: Language, **values: object) -> str:
    return say(f"screens.{code}", language, values)


def refusals_of(case: CaseShown) -> tuple[Notice, ...]:
    """Return why files of the case, or parts of them, were not used or not understood, each reason once."""
    told = not_used((*case.current.refusals, *case.current.not_understood), case.language)
    return tuple(
        Notice(
            key=one.key,
            title=one.title,
            sign=case.sign(one.mark.status, one.mark.word),
            why=one.why,
            aside=one.aside,
            code=one.code,
        )
        for one in told
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
