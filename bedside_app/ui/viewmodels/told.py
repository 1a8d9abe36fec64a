"""What the worklist tells of a drop that came to nothing: what, why, what to do. No screen of a patient is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bedside_app.foundation.words import Language, say
from bedside_app.ui.viewmodels.marks import Mark, mark

if TYPE_CHECKING:
    from bedside_app.domain.summary import IdentityShown, ShownRefusal, Summary

__all__ = ["Told", "blocked", "cancelled", "crashed", "key_made", "not_used", "refused"]

_NAMED: Final = 12  # files of one kind that are named; the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice that stays until it is dismissed or answered. `key` is what its action asks for (`files`, `again`)."""

    key: str
    title: str
    mark: Mark
    why: str
    to_do: str = ""
    aside: str = ""
    action: str = ""
    code: str = ""


def _told(code: str, language: Language, **values: object) -> str:
    return say(f"window.told.{code}", language, values)


def refused(why: str, language: Language) -> Told:
    """Return the notice for a drop of which nothing came: the refusal's own sentence says why and what to do."""
    return Told(
        key="files",
        title=_told("refused-title", language),
        mark=mark("refused", language),
        why=why,
        action=say("window.files", language),
    )


def key_made(language: Language) -> Told:
    """Return what is said once of the key that was just made: nobody can replace it."""
    return Told(
        key="key-made",
        title=_told("key-made-title", language),
        mark=mark("caution", language),
        why=say("store.key-made", language),
    )


def cancelled(language: Language) -> Told:
    """Return the notice after *Cancel*: nothing of it was kept, and it can start again."""
    return Told(
        key="again",
        title=_told("cancelled-title", language),
        mark=mark("cancelled", language),
        why=_told("cancelled-why", language),
        action=_told("again", language),
    )


def crashed(language: Language, *, fault: str) -> Told:
    """Return the notice for a fault of ours: nothing of it is shown, and `fault` tells whoever repairs it where."""
    return Told(
        key="again",
        title=_told("failed-title", language),
        mark=mark("failed", language),
        why=_told("failed-why", language),
        to_do=_told("failed-do", language),
        aside=fault,
        action=_told("again", language),
    )


def blocked(summary: Summary, language: Language) -> tuple[Told, ...]:
    """Return why no one patient can be made of the files, with all sides, then for what was not used why."""
    sides = " — ".join(_side(side) for side in summary.identity.sides)
    first = Told(
        key="files",
        title=_told("blocked-title", language),
        mark=mark("blocked", language),
        why=summary.answer.get(language, ""),
        aside=_told("sides", language, sides=sides) if sides else "",
        action=say("window.files", language),
    )
    return (first, *not_used((*summary.refusals, *summary.not_understood), language))


def not_used(refusals: Iterable[ShownRefusal], language: Language) -> tuple[Told, ...]:
    """Return why files, or parts of them, were not used: each reason once, with what it is about."""
    places: dict[tuple[str, str], list[str]] = {}
    for one in refusals:
        place = " · ".join(part for part in (one.file or one.what, one.place) if part)
        named = places.setdefault((one.code, one.text.get(language, "")), [])
        if place and place not in named:
            named.append(place)
    return tuple(
        Told(
            key=f"{code}|{why}",
            title=_told("files-title", language),
            mark=mark("refused", language),
            why=why,
            aside=_named(names, language),
            code=code,
        )
        for (code, why), names in places.items()
    )


def _named(names: list[str], language: Language) -> str:
    shown = names[:_NAMED]
    if len(names) > _NAMED:
        shown.append(_told("more", language, count=len(names) - _NAMED))
    return "; ".join(shown)


def _side(side: IdentityShown) -> str:
    numbers = ", ".join(identifier.value for identifier in side.identifiers)
    return " · ".join(part for part in (side.name, side.birth_date, numbers) if part)
