"""The smallest parts: text, marks, buttons, values, choices, fields, focus."""

from typing import TYPE_CHECKING

from bedside_app.ui.components.lazily import lazily
from bedside_app.ui.theme.runs import Content, Run

if TYPE_CHECKING:
    from bedside_app.ui.components.basics.buttons import Button, ButtonKind, IconButton, Link
    from bedside_app.ui.components.basics.chips import Icon, KeyCap, Rule, StatusChip, Tag, draw_chip
    from bedside_app.ui.components.basics.choices import Choice, Segments, Switch, SwitchKind, TriState, Verdict, toggle
    from bedside_app.ui.components.basics.fact_chip import FactChip, FactContent, FactState
    from bedside_app.ui.components.basics.fields import ChoiceField, DateField, Field
    from bedside_app.ui.components.basics.focus import FocusRing, install_focus, widen_targets
    from bedside_app.ui.components.basics.mark import StatusMark
    from bedside_app.ui.components.basics.operable import Look, Operable
    from bedside_app.ui.components.basics.text import Text
else:
    __getattr__ = lazily(
        __name__,
        {
            "buttons": ("Button", "ButtonKind", "IconButton", "Link"),
            "chips": ("Icon", "KeyCap", "Rule", "StatusChip", "Tag", "draw_chip"),
            "choices": ("Choice", "Segments", "Switch", "SwitchKind", "TriState", "Verdict", "toggle"),
            "fact_chip": ("FactChip", "FactContent", "FactState"),
            "fields": ("ChoiceField", "DateField", "Field"),
            "focus": ("FocusRing", "install_focus", "widen_targets"),
            "mark": ("StatusMark",),
            "operable": ("Look", "Operable"),
            "text": ("Text",),
        },
    )

__all__ = [
    "Button",
    "ButtonKind",
    "Choice",
    "ChoiceField",
    "Content",
    "DateField",
    "FactChip",
    "FactContent",
    "FactState",
    "Field",
    "FocusRing",
    "Icon",
    "IconButton",
    "KeyCap",
    "Link",
    "Look",
    "Operable",
    "Rule",
    "Run",
    "Segments",
    "StatusChip",
    "StatusMark",
    "Switch",
    "SwitchKind",
    "Tag",
    "Text",
    "TriState",
    "Verdict",
    "draw_chip",
    "install_focus",
    "toggle",
    "widen_targets",
]
