"""The one table of colours, type, spaces and radii: it writes the style sheet and feeds the painters.

Every figure is the visual target's. No module but this one names a colour or a font size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final

__all__ = [
    "FOCUS_GAP",
    "FOCUS_WIDTH",
    "PALETTES",
    "RADIUS",
    "SPACE",
    "TARGET",
    "TYPE",
    "Palette",
    "Role",
    "Scheme",
    "Tint",
    "Tone",
    "TypeStyle",
    "Weight",
]


class Scheme(StrEnum):
    """Light or dark."""

    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """A colour by what it is for: a name of the palette, or of one of its status colours."""

    TEXT = "text"
    TEXT2 = "text2"
    TEXT3 = "text3"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    SURFACE = "surface"
    CONTROL = "control"
    STOP = "stop"
    CAUTION = "caution"
    OK = "ok"
    INFO = "info"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Tint:
    """A status colour: its text, the tint it stands on, and the tint's edge."""

    text: str
    tint: str
    edge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Every colour of one scheme as #RRGGBB."""

    scheme: Scheme
    bg: str
    surface: str
    sunken: str
    hover: str
    pressed: str
    border: str
    grid: str
    control: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_bg: str
    selection: str
    plot_band: str
    stop: Tint
    caution: Tint
    ok: Tint
    info: Tint
    unknown: Tint
    refused: Tint

    def colour(self, tone: Tone) -> str:
        """Return the colour that text, icon or line of this tone is drawn in."""
        value = getattr(self, tone.value)
        return value.text if isinstance(value, Tint) else str(value)

    def tint(self, tone: Tone) -> Tint:
        """Return the tint of a status tone; a neutral tone gives the sunken ground."""
        value = getattr(self, tone.value)
        return value if isinstance(value, Tint) else Tint(str(value), self.sunken, self.border)


_LIGHT: Final = Palette(
    scheme=Scheme.LIGHT,
    bg="#F3F5F7",
    surface="#FFFFFF",
    sunken="#EBEEF2",
    hover="#F0F3F6",
    pressed="#D8DDE4",
    border="#D8DDE4",
    grid="#E4E8ED",
    control="#7E8A99",
    text="#17212B",
    text2="#445162",
    text3="#596778",
    accent="#0B5C7D",
    accent_hover="#094D69",
    on_accent="#FFFFFF",
    accent_bg="#E4F1F5",
    selection="#D9EBF1",
    plot_band="#E3EFE7",
    stop=Tint("#A8201A", "#FCECEA", "#E9B8B4"),
    caution=Tint("#8A4B00", "#FFF2DB", "#E9CD98"),
    ok=Tint("#1B6A3A", "#E5F3E9", "#B0D6BC"),
    info=Tint("#1D5A9C", "#E7F0FA", "#B3CDEA"),
    unknown=Tint("#5D4691", "#F0ECF8", "#C8BBE4"),
    refused=Tint("#445162", "#E9EDF1", "#BCC5CF"),
)
_DARK: Final = Palette(
    scheme=Scheme.DARK,
    bg="#11161B",
    surface="#1A2128",
    sunken="#0C1014",
    hover="#242D36",
    pressed="#313B46",
    border="#313B46",
    grid="#28313A",
    control="#7C8997",
    text="#E9EDF1",
    text2="#BAC4CE",
    text3="#98A4B1",
    accent="#7CC3DB",
    accent_hover="#90CEE3",
    on_accent="#0C1A20",
    accent_bg="#17313C",
    selection="#1D3A47",
    plot_band="#1B3024",
    stop=Tint("#FF9E96", "#3A1B1A", "#6E302D"),
    caution=Tint("#F2BE6A", "#352710", "#66501F"),
    ok=Tint("#84D0A0", "#16301F", "#2C5A3C"),
    info=Tint("#92C0F2", "#17293D", "#2E4F74"),
    unknown=Tint("#C3B0F0", "#281F3C", "#4D3F72"),
    refused=Tint("#BAC4CE", "#262F38", "#44505C"),
)
PALETTES: Final[Mapping[Scheme, Palette]] = MappingProxyType({Scheme.LIGHT: _LIGHT, Scheme.DARK: _DARK})


class Weight(IntEnum):
    """The four weights that are bundled."""

    REGULAR = 400
    MEDIUM = 500
    SEMIBOLD = 600
    BOLD = 700


class Role(StrEnum):
    """What a text is: a row of the type scale."""

    KEY_FIGURE = "key_figure"
    ANSWER = "answer"
    FIGURE = "figure"
    NAME = "name"
    SECTION = "section"
    TITLE = "title"
    BODY = "body"
    REASON = "reason"
    CAPTION = "caption"
    AXIS = "axis"


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Size and line height in px, and the weight where none is asked for."""

    size: float
    line: int
    weight: Weight = Weight.REGULAR


TYPE: Final[Mapping[Role, TypeStyle]] = MappingProxyType(
    {
        Role.KEY_FIGURE: TypeStyle(28, 36, Weight.SEMIBOLD),
        Role.ANSWER: TypeStyle(20, 26, Weight.SEMIBOLD),
        Role.FIGURE: TypeStyle(20, 24, Weight.SEMIBOLD),
        Role.NAME: TypeStyle(18, 24, Weight.SEMIBOLD),
        Role.SECTION: TypeStyle(16, 24, Weight.SEMIBOLD),
        Role.TITLE: TypeStyle(14, 20),
        Role.BODY: TypeStyle(13, 18),
        Role.REASON: TypeStyle(12.5, 17),
        Role.CAPTION: TypeStyle(12, 16),
        Role.AXIS: TypeStyle(11, 14),
    }
)
SPACE: Final = (4, 8, 12, 16, 24)
"""Gaps and paddings in px: the only ones."""
RADIUS: Final[Mapping[str, int]] = MappingProxyType({"cap": 3, "chip": 4, "control": 6, "card": 8})
TARGET: Final = 44
"""Least side in px of what can be clicked or touched."""
FOCUS_WIDTH: Final = 2
FOCUS_GAP: Final = 2
