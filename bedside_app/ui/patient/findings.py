"""Findings: all results in a list by question, and the chosen one opened beside it with the card of its model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from bedside_app.domain.case import Reassessed
from bedside_app.ui.components.basics import Choice, Segments, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.patient.findings_detail import FindingPanel
from bedside_app.ui.patient.findings_list import FindingsList
from bedside_app.ui.patient.not_used import NotUsed
from bedside_app.ui.patient.rebuilt import swap
from bedside_app.ui.patient.what_if_asking import Asked
from bedside_app.ui.theme import Tone
from bedside_app.ui.viewmodels.patient.screens.finding_detail import finding_detail
from bedside_app.ui.viewmodels.patient.screens.findings import Findings, findings_of
from bedside_app.ui.viewmodels.shown import CaseShown

if TYPE_CHECKING:
    from bedside_app.inference.sharpen import Moved

__all__ = ["FindingsSection"]

_LIST, _WIDE_LIST = 448, 480  # px
_HORIZON: Final = 10
_TOP: Final = Qt.AlignmentFlag.AlignTop


class FindingsSection(QWidget):
    """The list at the left with its horizon, the chosen finding at the right; below the list, what was not used.

    `what_if_wanted(question)` asks the model of the open finding with values that nobody keeps; `changed(events)`
    computes again what failed.
    """

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)
    what_if_wanted = Signal(object)
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._chosen = ""
        self._horizon = _HORIZON
        self._low = self._wide = False
        self._opened = frozenset[str]()
        self._list: FindingsList | None = None
        self._place, self._detail = QVBoxLayout(self), QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)

    @property
    def case(self) -> CaseShown | None:
        """The case that is shown."""
        return self._case

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the findings of a case; the chosen one stays chosen while it is there."""
        self._case, self._low, self._wide = case, low, wide
        shown = findings_of(case, horizon=self._horizon)
        page = QWidget()
        column = QVBoxLayout(page)
        edge = 8 if low else 16
        column.setContentsMargins(16, edge, 16, edge)
        not_used = NotUsed()
        if shown.empty:
            empty = Card(padded=True)
            empty.add(Text(shown.empty, tone=Tone.TEXT2, wrap=True))
            column.addWidget(empty, 0, _TOP)
            column.addWidget(not_used, 1, _TOP)
        else:
            column.addLayout(self._columns(case, shown, not_used))
        not_used.show_case(case)  # in its place by now: without a parent it would be a window
        swap(self._place, page)
        if not shown.empty:
            self._open(case)

    def choose(self, key: str) -> None:
        """Open one finding with its card, in sight."""
        if self._list is not None:
            self._list.choose(key)

    def _columns(self, case: CaseShown, shown: Findings, not_used: NotUsed) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._listed(case, shown))
        not_used.setFixedWidth(_WIDE_LIST if self._wide else _LIST)
        left.addWidget(not_used)
        left.addStretch(1)
        row.addLayout(left)
        self._detail = QVBoxLayout()
        row.addLayout(self._detail, 1)
        return row

    def _listed(self, case: CaseShown, shown: Findings) -> Card:
        card = Card(case.say("rail.findings"), shown.caption)
        card.setFixedWidth(_WIDE_LIST if self._wide else _LIST)
        if len(shown.horizons) > 1:
            choices = tuple(Choice(str(years), words) for years, words in shown.horizons)
            segments = Segments(choices, case.say("rail.findings"), selected=str(shown.horizon))
            segments.chosen.connect(self._choose_horizon)
            place = QHBoxLayout()
            place.setContentsMargins(12, 8, 12, 8)
            place.addWidget(segments)
            place.addStretch(1)
            card.add(place)
        rows = FindingsList(case.say("rail.findings"), case.language)
        if self._list is not None:
            self._opened = self._list.opened
        rows.show_groups(shown.groups, self._opened)
        listed = [row for group in shown.groups if not group.folded or group.key in self._opened for row in group.rows]
        if self._chosen not in [row.key for row in listed]:
            numbers = [row for row in listed if row.figure.source is not None]
            self._chosen = next((row.key for row in (*numbers, *listed)), "")
        rows.choose(self._chosen)
        rows.selected.connect(self._choose)
        figures = {row.key: row.figure.source for row in shown.rows}
        rows.source_wanted.connect(lambda key: self.source_wanted.emit(figures[key]))
        rows.fact_wanted.connect(self.fact_wanted)
        self._list = rows
        card.add(rows)
        return card

    def _choose_horizon(self, years: str) -> None:
        self._horizon = int(years)
        if self._case is not None:
            self.show_case(self._case, low=self._low, wide=self._wide)

    def _choose(self, key: str) -> None:
        self._chosen = key
        if self._case is not None:
            self._open(self._case)

    def _open(self, case: CaseShown) -> None:
        detail = finding_detail(case, self._chosen, horizon=self._horizon)
        if detail is None:
            return
        panel = FindingPanel(case, detail)
        panel.source_wanted.connect(self.source_wanted)
        panel.fact_wanted.connect(self.fact_wanted)
        panel.again_wanted.connect(lambda: self.changed.emit((Reassessed(as_of=case.today.isoformat()),)))
        panel.what_if_opened.connect(lambda: self._try_others(case, panel))
        swap(self._detail, panel)
        if detail.notice is not None:
            self._ask_order(case, panel)

    def _ask_order(self, case: CaseShown, panel: FindingPanel) -> None:
        """Ask a model that lacks values which of them would sharpen its result most."""
        from bedside_app.ui.viewmodels.patient.what_if_order import how_of, lacking_of, order_of

        subject = lacking_of(case, self._chosen)
        if subject is None:
            return

        def show(moved: Sequence[Moved]) -> None:
            if isValid(panel):
                panel.show_order(order_of(case, subject, moved), how_of(case, subject))

        self.what_if_wanted.emit(Asked(put=lambda explorer, cancel: explorer.decisive(subject, cancel), take=show))

    def _try_others(self, case: CaseShown, panel: FindingPanel) -> None:
        """Ask the model of the open finding with other values; the case knows nothing of it."""
        from bedside_app.ui.patient.what_if import WhatIfPanel
        from bedside_app.ui.viewmodels.patient.what_if import what_if_of

        what_if = what_if_of(case, self._chosen, horizon=self._horizon)
        if what_if is None:
            return
        tried = WhatIfPanel(what_if)
        tried.asked.connect(self.what_if_wanted)
        tried.closed.connect(panel.show_own)
        panel.show_what_if(tried)
        tried.start()
