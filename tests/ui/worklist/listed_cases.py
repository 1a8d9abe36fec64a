"""Invented rows of a worklist, one of each state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bedside_app.domain.case import CasePhase
from bedside_app.domain.listed import RowExtras, Standing
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identifier, Identity
from bedside_app.ui.viewmodels.worklist import ListedCase

__all__ = ["LONG_NAME", "NOW", "identity", "listed_case", "one_of_each"]

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
_BREAST = RowExtras(
    disease={"en": "Left breast, ER+", "fr": "Sein gauche, RE+"},
    question={"en": "Suggested next: biopsy", "fr": "Suggéré d’abord\u202f: biopsie"},
)
_BLOCKED = RowExtras(standing=Standing.BLOCKED, red=1)
_PART = RowExtras(standing=Standing.PART_REFUSED, disease={"en": "Prostate, cT2c", "fr": "Prostate, cT2c"})
LONG_NAME = "<b>Nakamura</b> &amp; " * 6 + "\u05d0\u05d1\u05d2 \u202eevil " + "Anne-Sophie " * 6


def identity(family: str = "Exemple", given: str = "Marie", number: str = "X-1", born: str = "1965-03-14") -> Identity:
    return Identity(
        identifiers=(Identifier("urn:test", number),),
        family=family,
        given=given,
        birth_date=Moment(born) if born else None,
        sex="female",
    )


def listed_case(key: str = "a", *, minutes: int = 0, **values: object) -> ListedCase:
    made: dict[str, object] = {"identity": identity(), "extras": _BREAST}
    return ListedCase(case=key, changed=NOW - timedelta(minutes=minutes), **{**made, **values})  # type: ignore[arg-type]


def one_of_each() -> tuple[ListedCase, ...]:
    """Return one invented case of each state, newest first; the last is a demonstration."""
    extras = RowExtras(
        disease={"en": "Ovary, adnexal mass", "fr": "Ovaire, masse annexielle"},
        question={"en": "Risk before surgery", "fr": "Risque avant chirurgie"},
    )
    return (
        listed_case("ready", minutes=1, extras=replace(_BREAST, red=2)),
        listed_case("working", minutes=2, identity=identity("Modele", "Jean", "X-2"), percent=62, extras=None),
        _waiting(),
        listed_case("blocked", minutes=4, identity=identity("Specimen", "Ann", "X-4"), extras=_BLOCKED),
        listed_case("part", minutes=5, identity=identity("Muster", "Eva", "X-5"), extras=_PART),
        listed_case("failed", minutes=6, identity=identity("Ejemplo", "Lucía", "X-6"), failed=True, extras=extras),
        listed_case(
            "signed", minutes=7, identity=identity("Esempio", "Ada", "X-7"), phase=CasePhase.SIGNED, extras=extras
        ),
        listed_case("draft", minutes=8, identity=identity("Voorbeeld", "Jo", "X-8"), extras=None),
        listed_case("demo", minutes=9, demonstration=True, identity=identity("Demonstration", "Anna", "DEMO-000001")),
    )


def _waiting() -> ListedCase:
    waiting = replace(_BREAST, standing=Standing.WAITS, awaited=3, cautions=1)
    return listed_case("waits", minutes=3, identity=identity("Beispiel", "Ida", "X-3"), extras=waiting)
