"""Where a shown number comes from, and text in both languages: what everything that is shown is made of."""

from __future__ import annotations

from dataclasses import dataclass

from bedside_app.domain.fact import FactId

__all__ = ["Provenance", "Words"]

Words = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a number comes from. `name` is a digest, a pack, a rule or a role; `file` the name of the file as shown."""

    kind: str
    name: str
    version: str = ""
    place: str = ""
    file: str = ""
    date: str = ""
    rests_on: tuple[FactId, ...] = ()
