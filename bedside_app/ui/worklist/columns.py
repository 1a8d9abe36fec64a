"""Where the columns of the worklist stand, for its head and for the painter of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont

from bedside_app.ui.components.basics.chips import chip_width
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import plain
from bedside_app.ui.theme.tokens import TARGET, Role, Weight
from bedside_app.ui.viewmodels.worklist import WorkRow

__all__ = ["EDGE", "FLAG_ICON", "GAP", "PATIENT", "Columns", "Wanted", "columns_of", "details_text", "wanted_by"]

EDGE: Final = 16
GAP: Final = 16
PATIENT: Final = 216
_PATIENT_WIDEST: Final = 264
_STATE, _FLAGS, _TIME = 160, 96, 56
_LEAST_DISEASE: Final = 132
FLAG_ICON: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The widths in px that the contents need; only *disease and question* may get less than it would fill."""

    patient: float = PATIENT
    state: float = 0
    flags: float = 0
    time: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Left edges and widths in px. `stacked`: the flags stand below the state, for want of room beside it."""

    patient_width: float
    disease: float
    disease_width: float
    state: float
    flags: float
    time_right: float
    remove: float
    stacked: bool


def details_text(row: WorkRow, demonstration: str) -> str:
    """Return what stands below the name."""
    return f"{row.details} · {demonstration}" if row.demonstration else row.details


def wanted_by(rows: Sequence[WorkRow], heads: Sequence[str], demonstration: str) -> Wanted:
    """Return the widths that the rows need, so that no state, flag or time is ever shortened."""
    state, flags, time = (_widest([word], font(Role.CAPTION, Weight.MEDIUM)) for word in heads)
    small, bold = font(Role.CAPTION, Weight.MEDIUM), font(Role.BODY, Weight.SEMIBOLD)
    chips = max((chip_width(word) for word in {row.state.word for row in rows}), default=0)
    details = _widest({details_text(row, demonstration) for row in rows}, small)
    return Wanted(
        patient=min(_PATIENT_WIDEST, max(PATIENT, details)),
        state=max(state, chips),
        flags=max(flags, _widest({row.flags for row in rows}, bold) + FLAG_ICON),
        time=max(time, _widest({row.time for row in rows}, font(Role.CAPTION, tabular=True))),
    )


def _widest(words: Iterable[str], face: QFont) -> float:
    return max((text_width(plain(word), face) + 1 for word in words), default=0.0)


def columns_of(width: float, wanted: Wanted) -> Columns:
    """Return the columns of rows that are `width` px wide."""
    right = width - TARGET
    disease = EDGE + wanted.patient + GAP
    wide, graves = max(_STATE, wanted.state), max(_FLAGS, wanted.flags)
    beside = right - disease - max(_TIME, wanted.time) - wide - graves - 3 * GAP
    stacked = beside < _LEAST_DISEASE
    room = right - disease - wanted.time - max(wanted.state, wanted.flags) - 2 * GAP if stacked else beside
    state = disease + max(0.0, room) + GAP
    return Columns(
        patient_width=wanted.patient,
        disease=disease,
        disease_width=max(0.0, room),
        state=state,
        flags=state if stacked else state + wide + GAP,
        time_right=right,
        remove=right,
        stacked=stacked,
    )
