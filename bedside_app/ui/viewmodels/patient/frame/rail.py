"""The rail: which sections this patient has, what each counts, and how the keyboard chooses one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.ui.viewmodels.patient.screens.findings import finding_count
from bedside_app.ui.viewmodels.patient.screens.labs import lab_ids
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["RailSection", "choose_by_number", "choose_next", "kept_section", "rail_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RailSection:
    """A section of the rail. `spoken` says its name with what it counts."""

    key: str
    label: str
    icon: str
    count: int
    spoken: str
    shortcut: str


def _missing(case: CaseShown) -> int:
    return 0 if case.summary is None else len(case.summary.missing)


def _not_used(case: CaseShown) -> bool:
    return bool(case.current.refusals or case.current.not_understood)


def _findings(case: CaseShown) -> int:
    return 0 if case.summary is None else finding_count(case.summary)


def _has_options(case: CaseShown) -> bool:
    return case.summary is not None and bool(case.summary.options or case.summary.exclusions)


def _has_content(case: CaseShown) -> bool:
    return not case.blocked


def _has_regimen(case: CaseShown) -> bool:
    """Say whether a regimen is active now, or was on the day under the cursor: the section stays while it computes."""
    return case.current.today is not None or (case.summary is not None and case.summary.today is not None)


_ICONS: Final = {
    "today": "calendar-check",
    "summary": "layout-list",
    "images": "scan-search",
    "labs": "test-tube",
    "findings": "list-checks",
    "therapy": "route",
    "missing": "circle-dashed",
    "sign": "signature",
}
_PRESENT: Final[dict[str, Callable[[CaseShown], bool]]] = {
    "today": _has_regimen,
    "summary": _has_content,
    "images": lambda case: bool(case.record.images),
    "labs": lambda case: _has_content(case) and bool(lab_ids(case)),
    "findings": lambda case: _findings(case) > 0 or case.computing or _not_used(case),
    "therapy": lambda case: _has_options(case) or case.computing,
    "missing": lambda case: _missing(case) > 0 or case.computing,
    "sign": _has_content,
}
_COUNTS: Final[dict[str, Callable[[CaseShown], int]]] = {"findings": _findings, "missing": _missing}


def rail_of(case: CaseShown) -> tuple[RailSection, ...]:
    """Return the sections that have something to show, in their order; none where the identities conflict.

    *Today* comes first and needs an active regimen; *Images* needs images, and *Disease* its own models.
    """
    if case.blocked:
        return ()
    present = [key for key, has in _PRESENT.items() if has(case)]
    return tuple(_section(case, key, at + 1) for at, key in enumerate(present))


def _section(case: CaseShown, key: str, number: int) -> RailSection:
    label = case.say(f"rail.{key}")
    count = _COUNTS[key](case) if key in _COUNTS else 0
    spoken = case.say("rail.spoken", label=label, count=count) if count else label
    return RailSection(key=key, label=label, icon=_ICONS[key], count=count, spoken=spoken, shortcut=f"Ctrl+{number}")


def choose_by_number(sections: Sequence[RailSection], number: int) -> str:
    """Return the section of Ctrl+`number`, "" where the rail has no such place."""
    return sections[number - 1].key if 1 <= number <= len(sections) else ""


def choose_next(sections: Sequence[RailSection], chosen: str, step: int) -> str:
    """Return the section `step` places on; the ends hold."""
    keys = [section.key for section in sections]
    if not keys:
        return ""
    at = keys.index(chosen) if chosen in keys else 0
    return keys[max(0, min(len(keys) - 1, at + step))]


def kept_section(sections: Sequence[RailSection], chosen: str) -> str:
    """Return the chosen section where the rail still has it, else the first."""
    keys = [section.key for section in sections]
    return chosen if chosen in keys else (keys[0] if keys else "")
