"""The painter of a row of the worklist: who, what for, how far, what is grave, since when."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bedside_app.ui.components.basics.chips import chip_width, draw_chip
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import bar, draw_text, plain
from bedside_app.ui.theme.runs import Run, RunLayout, Style
from bedside_app.ui.theme.tokens import Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import SIGNS, Status, StatusContent
from bedside_app.ui.viewmodels.worklist import WorkRow
from bedside_app.ui.worklist.columns import EDGE, FLAG_ICON, PATIENT, Columns, details_text

__all__ = ["ROW_HEIGHT", "RowDelegate"]

ROW_HEIGHT: Final = 64
_PAD: Final = 14
_NAME: Final = Style(Role.TITLE, Weight.SEMIBOLD)
_QUIET: Final = Style(Role.CAPTION, tone=Tone.TEXT2)
_CHIP: Final = 22


class RowDelegate(QStyledItemDelegate):
    """Rows of 64 px, higher where a name or an identifier needs more lines: neither is ever shortened."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.columns: Columns | None = None
        self.demonstration = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the row's size in px."""
        row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(200, self.height_of(row) if isinstance(row, WorkRow) else ROW_HEIGHT)

    def height_of(self, row: WorkRow) -> int:
        """Return the height in px that shows the whole identity."""
        width = self.patient_width
        name = text_width(plain(row.name), font(Role.TITLE, Weight.SEMIBOLD))
        details = text_width(plain(details_text(row, self.demonstration)), font(Role.CAPTION, Weight.MEDIUM))
        if name <= width and details <= width:
            return ROW_HEIGHT
        return max(ROW_HEIGHT, self._name(row).height + self._details(row).height + 2 * _PAD)

    @property
    def patient_width(self) -> float:
        """Return the width of the first column in px."""
        return PATIENT if self.columns is None else self.columns.patient_width

    def _name(self, row: WorkRow) -> RunLayout:
        return RunLayout(row.name, _NAME, self.patient_width)

    def _details(self, row: WorkRow) -> RunLayout:
        runs = [Run(row.details)]
        if row.demonstration:
            runs += [Run(" · "), Run(self.demonstration.replace(" ", "\u00a0"), Weight.MEDIUM, Tone.UNKNOWN)]
        return RunLayout(tuple(runs), _QUIET, self.patient_width)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, WorkRow) or self.columns is None:
            return
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, rect, chosen=chosen, over=over)
        self._draw_words(painter, rect, row, self.columns)
        self._draw_state(painter, rect, row, self.columns)
        if chosen or over:
            place = QRectF(rect.left() + self.columns.remove + 12, rect.center().y() - 9, 18, 18)
            draw_icon(painter, "trash-2", place, palette().text2)
        painter.restore()

    def _draw_ground(self, painter: QPainter, rect: QRectF, *, chosen: bool, over: bool) -> None:
        colours = palette()
        if chosen or over:
            bar(painter, rect, colours.selection if chosen else colours.hover)
        bar(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colours.border)
        if chosen:
            bar(painter, QRectF(rect.left(), rect.top(), 3, rect.height()), colours.accent)

    def _draw_words(self, painter: QPainter, rect: QRectF, row: WorkRow, columns: Columns) -> None:
        name, details = self._name(row), self._details(row)
        top = rect.top() + (rect.height() - name.height - details.height) / 2
        name.draw(painter, QPointF(rect.left() + EDGE, top), self.patient_width)
        details.draw(painter, QPointF(rect.left() + EDGE, top + name.height), self.patient_width)
        left, width, top = rect.left() + columns.disease, columns.disease_width, rect.center().y() - 18
        disease = RunLayout(row.disease, Style(Role.BODY), width, may_elide=True)
        disease.draw(painter, QPointF(left, top + 1), width)
        RunLayout(row.question, _QUIET, width, may_elide=True).draw(painter, QPointF(left, top + 20), width)

    def _draw_state(self, painter: QPainter, rect: QRectF, row: WorkRow, columns: Columns) -> None:
        middle = rect.center().y()
        shift = 12.0 if columns.stacked else 0.0
        content = StatusContent(Status(row.state.status), row.state.word)
        chip = QRectF(rect.left() + columns.state, middle - shift - _CHIP / 2, chip_width(row.state.word), _CHIP)
        draw_chip(painter, chip, content)
        self._draw_flags(painter, rect.left() + columns.flags, middle + shift, row)
        face, ink = font(Role.CAPTION, tabular=True), palette().text2
        time = QRectF(rect.left(), rect.top(), columns.time_right, rect.height())
        draw_text(painter, time, row.time, face, ink, Qt.AlignmentFlag.AlignRight)

    def _draw_flags(self, painter: QPainter, left: float, middle: float, row: WorkRow) -> None:
        tone, face = Tone.TEXT2, font(Role.BODY)
        if row.flag_sign is not None:
            sign = SIGNS[Status(row.flag_sign.status)]
            tone, face = sign.tone, font(Role.BODY, Weight.SEMIBOLD)
            draw_icon(painter, sign.icon, QRectF(left, middle - 8, 16, 16), palette().colour(tone))
            left += FLAG_ICON
        width = text_width(plain(row.flags), face) + 1
        draw_text(painter, QRectF(left, middle - 9, width, 18), row.flags, face, palette().colour(tone))
