"""The screen of two identities: nothing of either case is shown until a person has separated or joined them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language
from bedside_app.ui.components.frame.footer import Footer, FooterItem
from bedside_app.ui.components.frame.top_bar import TopBar
from bedside_app.ui.components.states.identity import (
    Accord,
    IdentityConflict,
    IdentityContent,
    IdentityRow,
    IdentitySide,
)
from bedside_app.ui.layouts import clear
from bedside_app.ui.theme import Status, StatusContent
from bedside_app.ui.viewmodels.identity import ConflictShown, ConflictSide, conflict_of, join_error
from bedside_app.ui.viewmodels.shown import CaseShown

if TYPE_CHECKING:
    from bedside_app.intake.gather import GatheredCase

__all__ = ["IdentityPage", "content_of"]

_WIDEST = 1080


class IdentityPage(QWidget):
    """`separate_wanted()`, `join_wanted(reason, side)`, `back_wanted()`, `action_wanted(key)` of the top bar.

    `side` is the position in `verdict.sides` of the one whose details are right, -1 where none had to be decided.
    """

    separate_wanted = Signal()
    join_wanted = Signal(str, int)
    back_wanted = Signal()
    action_wanted = Signal(str)

    def __init__(self, language: Language, footer: Sequence[FooterItem] = ()) -> None:
        super().__init__()
        self._language = language
        bar = TopBar(language, back=True)
        bar.action_wanted.connect(self._act)
        self._holder = QWidget()
        self._holder.setProperty("ground", "bg")
        self._place = QVBoxLayout()
        column = QVBoxLayout()
        column.addLayout(self._place)
        column.addStretch(1)
        middle = QHBoxLayout(self._holder)
        middle.setContentsMargins(24, 16, 24, 12)
        middle.addStretch(1)
        middle.addLayout(column, _WIDEST)
        middle.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._holder)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(area, 1)
        column.addWidget(Footer(tuple(footer), language, dotted=False))
        back = QShortcut(QKeySequence("Esc"), self)
        back.activated.connect(self.back_wanted)

    def _act(self, key: str) -> None:
        if key == "back":
            self.back_wanted.emit()
        else:
            self.action_wanted.emit(key)

    def show_case(self, case: CaseShown, gathered: GatheredCase | None = None) -> None:
        """Show the conflict of `case`, with the files of `gathered` on each side; files that agree show nothing."""
        clear(self._place)
        shown = conflict_of(case, gathered)
        if shown is None:
            return
        panel = IdentityConflict(
            content_of(shown), self._language, lambda reason, side: join_error(case, reason=reason, side=side)
        )
        panel.setMaximumWidth(_WIDEST)
        panel.setMinimumWidth(1)
        panel.separate_wanted.connect(self.separate_wanted)
        panel.join_wanted.connect(self.join_wanted)
        self._place.addWidget(panel)
        panel.show()
        self._fit()

    def _fit(self) -> None:
        """Be as high as the panel is at this width, so that it scrolls only where it must."""
        layout = self._holder.layout()
        if layout is not None:
            layout.invalidate()  # what was measured before the panel was there is of no use
            width = self.width() - self._area.verticalScrollBar().sizeHint().width()
            self._holder.setMinimumHeight(max(0, layout.totalHeightForWidth(width)))

    def showEvent(self, event: QShowEvent) -> None:
        """Measure anew: before it is shown a page has no size."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the panel anew."""
        super().resizeEvent(event)
        self._fit()


def content_of(shown: ConflictShown) -> IdentityContent:
    """Return the view model's conflict as the component draws it."""
    return IdentityContent(
        title=shown.title,
        text=shown.text,
        status=StatusContent(Status(shown.sign.status), shown.sign.word),
        sides=tuple(_side(side) for side in shown.sides),
        differing=shown.differing,
        hints=tuple(hint for hint in (shown.more, shown.hint, shown.nobody) if hint),
        count=shown.count,
        demonstration=shown.demonstration,
    )


def _side(side: ConflictSide) -> IdentitySide:
    rows = tuple(IdentityRow(row.label, row.value, Accord(row.accord)) for row in side.rows)
    return IdentitySide(side.title, side.source, rows)
