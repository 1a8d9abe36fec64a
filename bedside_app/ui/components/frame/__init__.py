"""What surrounds every section: banner, rail, flags, time strip, footer, and where a value comes from."""

from typing import TYPE_CHECKING

from bedside_app.ui.components.lazily import lazily

if TYPE_CHECKING:
    from bedside_app.ui.components.frame.banner import BANNER_HEIGHT, Banner, BannerContent, BannerFact
    from bedside_app.ui.components.frame.flags import Flag, FlagContent, Flags, shown_flags
    from bedside_app.ui.components.frame.footer import FOOTER_HEIGHT, Footer, FooterItem
    from bedside_app.ui.components.frame.rail import RAIL_WIDTH, Rail, RailButton, Section
    from bedside_app.ui.components.frame.source import SourceAction, SourceContent, SourceDock, SourcePopover, SourceRow
    from bedside_app.ui.components.frame.time_scale import Lane, TimeEvent, TimeScale, Window
    from bedside_app.ui.components.frame.time_strip import STRIP_HEIGHT, STRIP_LOW, StripContent, TimeStrip
    from bedside_app.ui.components.frame.top_bar import TOP_BAR_HEIGHT, SearchField, TopBar
else:
    __getattr__ = lazily(
        __name__,
        {
            "banner": ("BANNER_HEIGHT", "Banner", "BannerContent", "BannerFact"),
            "flags": ("Flag", "FlagContent", "Flags", "shown_flags"),
            "footer": ("FOOTER_HEIGHT", "Footer", "FooterItem"),
            "rail": ("RAIL_WIDTH", "Rail", "RailButton", "Section"),
            "source": ("SourceAction", "SourceContent", "SourceDock", "SourcePopover", "SourceRow"),
            "time_scale": ("Lane", "TimeEvent", "TimeScale", "Window"),
            "time_strip": ("STRIP_HEIGHT", "STRIP_LOW", "StripContent", "TimeStrip"),
            "top_bar": ("TOP_BAR_HEIGHT", "SearchField", "TopBar"),
        },
    )

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
