"""What surrounds every section: banner, rail, flags, time strip, footer, and where a value comes from.

A name is imported when it is first asked for: a window without a patient starts with the top bar and the footer alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside_app.ui.components.frame.banner import BANNER_HEIGHT, Banner, BannerContent, BannerFact
    from bedside_app.ui.components.frame.flags import Flag, FlagContent, Flags, shown_flags
    from bedside_app.ui.components.frame.footer import FOOTER_HEIGHT, Footer, FooterItem
    from bedside_app.ui.components.frame.rail import RAIL_WIDTH, Rail, RailButton, Section
    from bedside_app.ui.components.frame.source import SourceAction, SourceContent, SourceDock, SourcePopover, SourceRow
    from bedside_app.ui.components.frame.time_scale import Lane, TimeEvent, TimeScale, Window
    from bedside_app.ui.components.frame.time_strip import STRIP_HEIGHT, STRIP_LOW, StripContent, TimeStrip
    from bedside_app.ui.components.frame.top_bar import TOP_BAR_HEIGHT, SearchField, TopBar

__all__ = [
    "BANNER_HEIGHT",
    "FOOTER_HEIGHT",
    "RAIL_WIDTH",
    "STRIP_HEIGHT",
    "STRIP_LOW",
    "TOP_BAR_HEIGHT",
    "Banner",
    "BannerContent",
    "BannerFact",
    "Flag",
    "FlagContent",
    "Flags",
    "Footer",
    "FooterItem",
    "Lane",
    "Rail",
    "RailButton",
    "SearchField",
    "Section",
    "SourceAction",
    "SourceContent",
    "SourceDock",
    "SourcePopover",
    "SourceRow",
    "StripContent",
    "TimeEvent",
    "TimeScale",
    "TimeStrip",
    "TopBar",
    "Window",
    "shown_flags",
]

_HOMES = {
    "banner": ("BANNER_HEIGHT", "Banner", "BannerContent", "BannerFact"),
    "flags": ("Flag", "FlagContent", "Flags", "shown_flags"),
    "footer": ("FOOTER_HEIGHT", "Footer", "FooterItem"),
    "rail": ("RAIL_WIDTH", "Rail", "RailButton", "Section"),
    "source": ("SourceAction", "SourceContent", "SourceDock", "SourcePopover", "SourceRow"),
    "time_scale": ("Lane", "TimeEvent", "TimeScale", "Window"),
    "time_strip": ("STRIP_HEIGHT", "STRIP_LOW", "StripContent", "TimeStrip"),
    "top_bar": ("TOP_BAR_HEIGHT", "SearchField", "TopBar"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Return one of the names above from the module that it lives in."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
