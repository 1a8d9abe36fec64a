"""The panel beside the viewer: the model's finding of the image, or why there is none."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import Icon, KeyCap, Rule, StatusChip, Switch, Text, toggle
from bedside_app.ui.components.cards.card import Card
from bedside_app.ui.components.charts.probability import ProbabilityScale, Zone
from bedside_app.ui.patient.bridge import status_of
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.theme.runs import Run
from bedside_app.ui.viewmodels.patient.images.result import THRESHOLDS, ZONES, Result, Tick

__all__ = ["BAR", "PANEL", "ResultCard", "SidePanel"]

PANEL: Final = 368
BAR: Final = 12  # px: room of a scroll bar
_EDGE: Final = 16
_TICKS: Final = {
    True: ("check", Tone.OK, "met"),
    False: ("x", Tone.STOP, "not-met"),
    None: ("circle-help", Tone.UNKNOWN, "open"),
}


class ResultCard(Card):
    """The finding. `saliency_toggled(bool)`, `source_wanted` when the figure is asked where it comes from."""

    saliency_toggled = Signal(bool)
    source_wanted = Signal(str)

    def __init__(self, shown: Result, language: Language, *, source: str = "", saliency: bool | None = None) -> None:
        chips = (StatusChip(status_of(shown.sign)),) if shown.sign is not None else ()
        super().__init__(say("images.result.title", language), "", *chips)
        self._language = language
        self.saliency: Switch | None = None
        upper = QVBoxLayout()
        upper.setContentsMargins(_EDGE, 10, _EDGE, 8)
        upper.setSpacing(2)
        upper.addWidget(Text(self._place(shown), tone=Tone.TEXT2, wrap=True))
        if shown.figure:
            self._add_figure(upper, shown, source)
        else:
            upper.addWidget(Text(shown.title, Role.SECTION, weight=Weight.SEMIBOLD))
            upper.addWidget(Text(shown.why, wrap=True))
        self.add(upper)
        if shown.ticks:
            self.add(Rule())
            self.add(_ticks(shown.ticks, language))
        if saliency is not None:
            self.add(Rule())
            self.add(self._saliency_row(on=saliency))

    def _place(self, shown: Result) -> tuple[Run, ...]:
        if not shown.radiologist:
            return (Run(shown.place),)
        lead = say("images.result.radiologist-lead", self._language)
        return (Run(f"{shown.place} · {lead} "), Run(shown.radiologist, Weight.SEMIBOLD, Tone.TEXT))

    def _add_figure(self, column: QVBoxLayout, shown: Result, source: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        spoken = f"{shown.figure} {shown.word}, {shown.interval_words}"
        figure = Text((Run(shown.figure, Weight.BOLD, fact=source, spoken=spoken),), Role.KEY_FIGURE, tabular=True)
        figure.source_wanted.connect(self.source_wanted)
        row.addWidget(figure)
        row.addWidget(Text(shown.word))
        row.addStretch(1)
        row.addWidget(Text(shown.interval_words, tone=Tone.TEXT2))
        column.addLayout(row)
        zones = tuple(Zone(low, high, label) for low, high, label in ZONES)
        tone = Tone.CAUTION if shown.sign is None or shown.sign.tone == "caution" else Tone.ACCENT
        scale = ProbabilityScale(
            shown.value, shown.interval, self._language, thresholds=THRESHOLDS, zones=zones, tone=tone
        )
        scale.setFixedHeight(scale.sizeHint().height())
        column.addWidget(scale)
        column.addSpacing(2)
        stands, rest = shown.stands
        column.addWidget(Text((Run(stands, Weight.SEMIBOLD), Run(rest)), wrap=True))
        for sentence in shown.said:
            column.addWidget(Text(sentence, wrap=True))
        column.addSpacing(2)
        for line in shown.calibration:
            column.addWidget(Text(line, Role.CAPTION, tone=Tone.TEXT2, wrap=True))

    def _saliency_row(self, *, on: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(6)
        name = say("images.pane.saliency", self._language)
        row.addWidget(Text(name))
        row.addWidget(KeyCap("S"))
        row.addStretch(1)
        self.saliency = toggle(self._language, name, on=on)
        self.saliency.toggled.connect(self.saliency_toggled)
        row.addWidget(self.saliency)
        return holder


class SidePanel(QWidget):
    """The column beside the viewer: what stands above scrolls where there is no room, what is at its foot stays.

    It asks for no height: the viewer takes what the window has.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(PANEL + BAR)
        self.column, self.foot = QVBoxLayout(), QVBoxLayout()
        self.foot.setContentsMargins(0, 0, BAR, 0)
        holder = QWidget()
        holder.setProperty("ground", "bg")
        holder.setFixedWidth(PANEL)
        holder.setLayout(self.column)
        self.column.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(area, 1)
        rows.addLayout(self.foot)


def _ticks(ticks: tuple[Tick, ...], language: Language) -> QWidget:
    """Return the conditions in two columns, each with what is known of it said aloud."""
    holder = QWidget()
    holder.setAccessibleName(say("images.result.contract", language))
    grid = QGridLayout(holder)
    grid.setContentsMargins(_EDGE, 6, _EDGE, 6)
    grid.setHorizontalSpacing(6)
    grid.setVerticalSpacing(4)
    for at, tick in enumerate(ticks):
        icon, tone, word = _TICKS[tick.met]
        row, column = divmod(at, 2)
        text = Text(tick.words, Role.CAPTION, may_elide=True)
        told = say(f"images.tick.{word}", language)
        text.setAccessibleName(f"{tick.words}, {told}")
        text.setToolTip("" if tick.met else told)
        grid.addWidget(Icon(icon, tone, 14, line=16), row, 2 * column, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(text, row, 2 * column + 1)
        grid.setColumnStretch(2 * column + 1, 1)
    return holder
