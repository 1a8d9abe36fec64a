"""The head of *Today*: the line of what must not wait, and the verdict with what would change it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.ui.components.basics import Button, Icon, StatusChip, Text
from bedside_app.ui.patient.bridge import status_of
from bedside_app.ui.patient.today_pieces import runs_of_pieces
from bedside_app.ui.theme import RADIUS, Role, Tone, Weight, palette
from bedside_app.ui.theme.painting import bar, box
from bedside_app.ui.viewmodels.patient.screens.today import EmergencyShown, ReleaseRow, VerdictShown

__all__ = ["EmergencyLine", "VerdictCard"]

_LINE: Final = 44  # px
_DENSE_LINE: Final = 38
_CARD: Final = 104
_LOW_CARD: Final = 92
_SIGN: Final = 38
_ACTION: Final = 260
_STRETCH: Final = {"said": 11, "released": 10}  # the part with the action is as wide as it needs


class EmergencyLine(QWidget):
    """The rule of what must not wait: an edge of its colour, and its tint once it applies."""

    source_wanted = Signal(str)

    def __init__(self, shown: EmergencyShown, *, dense: bool = False) -> None:
        super().__init__()
        self._acute = shown.acute
        self.setAccessibleName(shown.spoken)
        self.setMinimumHeight(_DENSE_LINE if dense else _LINE)
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 3 if dense else 4, 12, 3 if dense else 4)
        row.setSpacing(8)
        row.addWidget(Icon("siren", Tone.STOP, 20))
        row.addWidget(Text(shown.word, weight=Weight.SEMIBOLD, tone=Tone.STOP))
        self._add(row, Text(runs_of_pieces(shown.pieces), wrap=True), 1)
        self._add(row, Text(runs_of_pieces(shown.now)), 0)
        if shown.call:
            row.addSpacing(4)
            row.addWidget(Icon("phone", Tone.STOP, 16))
            row.addWidget(Text(shown.call, weight=Weight.SEMIBOLD))

    def _add(self, row: QHBoxLayout, text: Text, stretch: int) -> None:
        text.source_wanted.connect(self.source_wanted)
        row.addWidget(text, stretch)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = palette()
        fill = colours.stop.tint if self._acute else colours.surface
        width = 2 if self._acute else 1
        box(painter, self.rect().toRectF(), fill=fill, edge=colours.stop.text, radius=RADIUS["card"], width=width)
        painter.end()


class VerdictCard(QWidget):
    """The suggestion in the tint of its sign; what would release it; what if not, and the one action."""

    source_wanted = Signal(str)
    action_wanted = Signal()

    def __init__(self, shown: VerdictShown, *, aside: QWidget, low: bool = False, dense: bool = False) -> None:
        super().__init__()
        self._sign, self._edge, self._dense = status_of(shown.sign), 4 if dense else 8, dense
        self.setAccessibleName(shown.spoken)
        self.setMinimumHeight(_LOW_CARD if low or dense else _CARD)
        self._parts: list[QWidget] = [self._said(shown)]
        if shown.releases or shown.release_note:
            self._parts.append(self._released(shown))
        self._parts.append(self._acted(shown, aside))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in self._parts:
            row.addWidget(part, _STRETCH.get(part.objectName(), 0))

    def _said(self, shown: VerdictShown) -> QWidget:
        part = QWidget()
        part.setObjectName("said")
        row = QHBoxLayout(part)
        close = self._dense
        row.setContentsMargins(12 if close else 18, self._edge, 8 if close else 12, self._edge)
        row.setSpacing(12 if close else 17)
        row.addWidget(Icon(self._sign.sign.icon, self._sign.sign.tone, _SIGN))
        column = _column(row)
        column.addStretch(1)
        column.addWidget(Text(shown.headline, Role.ANSWER, wrap=True))
        self._add(column, Text(runs_of_pieces(shown.because), Role.REASON if self._dense else Role.TITLE, wrap=True))
        column.addSpacing(4)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for sign in shown.counts:
            content = status_of(sign)
            chips.addWidget(StatusChip(content, edged=content.sign.tone is self._sign.sign.tone))
        if self._suggestion_below(shown):
            chips.addStretch(1)
        else:
            chips.addWidget(_caption(shown.suggestion), 1)
        column.addLayout(chips)
        column.addStretch(1)
        return part

    def _released(self, shown: VerdictShown) -> QWidget:
        part = QWidget()
        part.setObjectName("released")
        column = QVBoxLayout(part)
        column.setContentsMargins(17, self._edge, 12, self._edge)
        column.setSpacing(0)
        column.addStretch(1)
        if shown.releases_title:
            head = QHBoxLayout()
            head.addWidget(Text(shown.releases_title, weight=Weight.SEMIBOLD), 1)
            if self._suggestion_below(shown):
                head.addWidget(_caption(shown.suggestion, wrap=False))
            column.addLayout(head)
        for one in shown.releases:
            column.addWidget(self._release(one))
        if shown.release_note:
            column.addSpacing(self._edge // 2)
            column.addWidget(Text(shown.release_note, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        column.addStretch(1)
        return part

    def _suggestion_below(self, shown: VerdictShown) -> bool:
        """Say whether the words beside the counts go to the middle part: in the dense card there is no room left."""
        return self._dense and bool(shown.releases_title)

    def _release(self, one: ReleaseRow) -> QWidget:
        part = QWidget()
        part.setAccessibleName(one.spoken)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(one.icon, Tone(one.tone), 14, line=18), alignment=Qt.AlignmentFlag.AlignTop)
        self._add(row, Text(runs_of_pieces(one.pieces), wrap=True), 1)
        return part

    def _acted(self, shown: VerdictShown, aside: QWidget) -> QWidget:
        part = QWidget()
        part.setMinimumWidth(_ACTION + 37)
        column = QVBoxLayout(part)
        column.setContentsMargins(16, self._edge, 20, self._edge)
        column.setSpacing(self._edge)
        column.addStretch(1)
        if shown.otherwise:
            self._add(column, Text(runs_of_pieces(shown.otherwise), wrap=True))
        if shown.action:
            button = Button(shown.action, icon="test-tube", key="N", wide=True)
            button.clicked.connect(self.action_wanted)
            column.addWidget(button)
        column.addWidget(aside, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return part

    def _add(self, layout: QBoxLayout, text: Text, stretch: int = 0) -> None:
        text.source_wanted.connect(self.source_wanted)
        layout.addWidget(text, stretch)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint, its edge and the lines between the parts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = palette().tint(self._sign.sign.tone)
        box(painter, self.rect().toRectF(), fill=tint.tint, edge=tint.edge, radius=RADIUS["card"], width=2)
        for part in self._parts[1:]:
            bar(painter, QRectF(part.x(), 2, 1, self.height() - 4), tint.edge)
        painter.end()


def _caption(text: str, *, wrap: bool = True) -> Text:
    return Text(text, Role.CAPTION, tone=Tone.TEXT2, wrap=wrap)


def _column(row: QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    row.addLayout(column, 1)
    return column
