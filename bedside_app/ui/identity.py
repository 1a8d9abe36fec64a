"""The screen of two identities: nothing of either case is shown until a person has separated or joined them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
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
from bedside_app.ui.viewmodels.identity import ConflictShown, ConflictSide, conflict_of
from bedside_app.ui.viewmodels.shown import CaseShown

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
        self._place = QHBoxLayout(self._holder)
        self._place.setContentsMargins(24, 24, 24, 24)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._holder)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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

    def show_case(self, case: CaseShown) -> None:
        """Show the conflict of `case`; a case whose files agree shows nothing here."""
        clear(self._place)
        shown = conflict_of(case)
        if shown is None:
            return
        panel = IdentityConflict(content_of(shown), self._language)
        panel.setMaximumWidth(_WIDEST)
        panel.separate_wanted.connect(self.separate_wanted)
        panel.join_wanted.connect(self.join_wanted)
        self._place.addWidget(panel, 0, Qt.AlignmentFlag.AlignTop)


def content_of(shown: ConflictShown) -> IdentityContent:
    """Return the view model's conflict as the component draws it."""
    sides = tuple(_side(side) for side in shown.sides)
    return IdentityContent(
        title=shown.title,
        text=shown.text,
        status=StatusContent(Status(shown.sign.status), shown.sign.word),
        left=sides[0],
        right=sides[1],
        differing=shown.differing,
        hint=shown.hint,
    )


def _side(side: ConflictSide) -> IdentitySide:
    rows = tuple(IdentityRow(row.label, row.value, Accord(row.accord)) for row in side.rows)
    return IdentitySide(side.title, side.source, rows)
