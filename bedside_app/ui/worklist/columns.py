"""Where the columns of the worklist stand, for its head and for the painter of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.ui.components.basics.chips import chip_width
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import plain
from bedside_app.ui.theme.tokens import TARGET, Role, Weight
from bedside_app.ui.viewmodels.worklist import WorkRow

__all__ = ["EDGE", "FLAG_ICON", "GAP", "PATIENT", "Columns", "columns_of", "wanted_by"]

EDGE: Final = 16
GAP: Final = 16
PATIENT: Final = 216
_STATE, _FLAGS, _TIME = 160, 96, 64
_LEAST_DISEASE: Final = 132
FLAG_ICON: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Left edges and widths in px. `stacked`: the flags stand below the state, for want of room beside it."""

    disease: float
    disease_width: float
    state: float
    flags: float
    time_right: float
    stacked: bool
    remove: float


def wanted_by(rows: Sequence[WorkRow], heads: tuple[str, str, str]) -> tuple[float, float, float]:
    """Return the widths in px that state, flags and time need, so that none of them is ever shortened."""
    head = font(Role.CAPTION, Weight.MEDIUM)
    state, flags, time = (text_width(plain(word), head) for word in heads)
    bold, small = font(Role.BODY, Weight.SEMIBOLD), font(Role.CAPTION)
    for word in {row.state.word for row in rows}:
        state = max(state, chip_width(word))
    for word in {row.flags for row in rows}:
        flags = max(flags, text_width(plain(word), bold) + FLAG_ICON)
    for word in {row.time for row in rows}:
        time = max(time, text_width(plain(word), small) + 1)
    return max(_STATE, state), max(_FLAGS, flags), max(_TIME, time)


def columns_of(width: float, wanted: tuple[float, float, float]) -> Columns:
    """Return the columns in a table of `width` px."""
    state, flags, time = wanted
    disease = EDGE + PATIENT + GAP
    right = width - TARGET
    beside = right - time - GAP - flags - GAP - state - GAP - disease
    stacked = beside < _LEAST_DISEASE
    middle = max(state, flags) if stacked else state
    room = right - time - GAP - middle - GAP - disease if stacked else beside
    left = disease + max(0.0, room) + GAP
    return Columns(
        disease=disease,
        disease_width=max(0.0, room),
        state=left,
        flags=left if stacked else left + state + GAP,
        time_right=right,
        stacked=stacked,
        remove=width - TARGET,
    )
