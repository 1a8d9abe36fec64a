"""What surrounds every section: banner, rail, flags, time strip, footer, and where a value comes from."""

from bedside_app.ui.components.frame.banner import BANNER_HEIGHT, Banner, BannerContent, BannerFact
from bedside_app.ui.components.frame.flags import Flag, FlagContent, Flags, shown_flags
from bedside_app.ui.components.frame.footer import FOOTER_HEIGHT, Footer, FooterItem
from bedside_app.ui.components.frame.rail import RAIL_WIDTH, Rail, RailButton, Section
from bedside_app.ui.components.frame.source import SourceAction, SourceContent, SourceDock, SourcePopover, SourceRow
from bedside_app.ui.components.frame.time_scale import Lane, TimeEvent, TimeScale, Window
from bedside_app.ui.components.frame.time_strip import STRIP_HEIGHT, STRIP_LOW, StripContent, TimeStrip

__all__ = [
    "BANNER_HEIGHT",
    "FOOTER_HEIGHT",
    "RAIL_WIDTH",
    "STRIP_HEIGHT",
    "STRIP_LOW",
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
    "Window",
    "shown_flags",
]
