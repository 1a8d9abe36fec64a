"""The worklist screen: cases or an invitation to drop some, what is running, and why something could not be used.

It is the first screen of every start: what only a list, a running job or a notice needs is imported with the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.components.frame.footer import Footer, FooterItem
from bedside_app.ui.components.frame.top_bar import TopBar
from bedside_app.ui.theme.tokens import TARGET, Role, Tone
from bedside_app.ui.worklist.invitation import Invitation

if TYPE_CHECKING:
    from bedside_app.domain.summary import Summary
    from bedside_app.ui.components.basics.choices import Segments
    from bedside_app.ui.viewmodels.worklist import ListedCase
    from bedside_app.ui.viewmodels.worklist import Worklist as Shown
    from bedside_app.ui.worklist.computer import ComputerRow
    from bedside_app.ui.worklist.job import JobCard
    from bedside_app.ui.worklist.side import Side
    from bedside_app.ui.worklist.table import CaseTable
    from bedside_app.ui.worklist.told import Told

__all__ = ["Worklist"]

_EDGE, _ABOVE, _BELOW = 24, 14, 22
_TOLD_SHARE: Final = 0.45  # of the height, at most, for notices
_NOTICE, _TABLE = 72, 200  # px: the least for notices, and for the list


class Worklist(QWidget):
    """`case_wanted(case)`, `remove_wanted(case)` after it was asked, `action_wanted(key)`, `cancel_wanted()`.

    `action_wanted` keys: folder, files, demonstration, demonstration-b, again (the last start once more), settings,
    language, theme.
    """

    action_wanted = Signal(str)
    case_wanted = Signal(str)
    remove_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, language: Language, footer: Sequence[FooterItem] = ()) -> None:
        super().__init__()
        self._language = language
        self._shown: Shown | None = None
        self._table: CaseTable | None = None
        self._filters: Segments | None = None
        self._side: Side | None = None
        self._told: Told | None = None
        self._job: JobCard | None = None
        self._rows: tuple[ComputerRow, ...] = ()
        self._bar = TopBar(language, search=True)
        self._bar.action_wanted.connect(self.action_wanted)
        self._bar.searched.connect(lambda _text: self._show_fitting())
        self._caption = Text("", tone=Tone.TEXT2, may_elide=True)
        self._none = Invitation(language)
        self._none.action_wanted.connect(self.action_wanted)
        self._footer = Footer(tuple(footer), language, dotted=False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._bar)
        self._column.addLayout(self._body(), 1)
        self._column.addWidget(self._footer)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.focus_search)

    def _body(self) -> QHBoxLayout:
        self._beside = QHBoxLayout()
        self._beside.setContentsMargins(_EDGE, _ABOVE, _EDGE, _BELOW)
        self._beside.setSpacing(_EDGE)
        self._below = QVBoxLayout()
        self._below.setSpacing(_ABOVE)
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        title = Text(say("window.list.title", self._language), Role.ANSWER)
        title.setMinimumHeight(TARGET)
        self._head.addWidget(title)
        self._head.addWidget(self._caption)
        self._head.addStretch(1)
        self._below.addLayout(self._head)
        self._below.addWidget(self._none, 1)
        self._beside.addLayout(self._below, 1)
        return self._beside

    def show_footer(self, items: Sequence[FooterItem]) -> None:
        """Show what there is to know in the footer, in place of what stood there."""
        before, self._footer = self._footer, Footer(tuple(items), self._language, dotted=False)
        self._column.replaceWidget(before, self._footer)
        self._footer.show()
        before.hide()
        before.deleteLater()

    def focus_search(self) -> None:
        """Put the cursor into the search, what is typed there selected."""
        if self._bar.search is not None:
            self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._bar.search.selectAll()

    # -- the cases -----------------------------------------------------------------------------------------------------

    def show_cases(self, cases: Sequence[ListedCase], now: datetime) -> None:
        """Show the cases of this computer, newest first; none says what to do. `now` is local time."""
        listed = bool(cases)
        appears = listed and (self._table is None or self._table.isHidden())
        if listed:
            self._none.hide()
        if listed or self._table is not None:
            from bedside_app.ui.viewmodels.worklist import worklist_of

            self._shown = worklist_of(cases, self._language, now=now)
            self._caption.set_content(self._shown.caption if listed else "")
            self._show_filters(self._shown)
            self._show_fitting()
            self._case_table().setVisible(listed)
            self._side_now().setVisible(listed)
            self._place_job()
        if not listed:
            self._none.show()
        self._order_tabs()
        self._fit()
        if appears and self.isVisible() and not isinstance(QApplication.focusWidget(), QLineEdit):
            self._case_table().focus_first()

    def _case_table(self) -> CaseTable:
        if self._table is None:
            from bedside_app.ui.worklist.table import CaseTable

            self._table = CaseTable(self._language)
            self._table.hide()
            self._table.case_wanted.connect(self.case_wanted)
            self._table.remove_wanted.connect(self.remove_wanted)
            self._below.addWidget(self._table, 1)
            if self._bar.search is not None:
                self._bar.search.left_downwards.connect(self._table.focus_first)
        return self._table

    def _side_now(self) -> Side:
        if self._side is None:
            from bedside_app.ui.worklist.side import Side

            self._side = Side(self._language)
            self._side.hide()
            self._side.action_wanted.connect(self.action_wanted)
            self._side.show_rows(self._rows)
            self._beside.addWidget(self._side)
        return self._side

    def _show_filters(self, shown: Shown) -> None:
        chosen = self._filters.selected if self._filters is not None else "all"
        if self._filters is not None:
            self._head.removeWidget(self._filters)
            self._filters.hide()
            self._filters.deleteLater()
            self._filters = None
        if not shown.rows:
            return
        from bedside_app.ui.components.basics.choices import Choice, Segments

        choices = tuple(
            Choice(key.value, say("window.list.filter-count", self._language, {"label": label, "count": count}))
            for key, label, count in shown.filters
        )
        self._filters = Segments(choices, say("window.list.filters", self._language), selected=chosen)
        self._filters.chosen.connect(lambda _key: self._show_fitting())
        self._head.addWidget(self._filters)
        self._filters.show()

    def _show_fitting(self) -> None:
        if self._shown is None:
            return
        from bedside_app.ui.viewmodels.worklist import WorkFilter, fitting

        search = self._bar.search.text() if self._bar.search is not None else ""
        chosen = WorkFilter.ALL if self._filters is None else WorkFilter(self._filters.selected)
        self._case_table().show_rows(fitting(self._shown.rows, chosen, search), self._shown.empty)

    def show_computer(self, rows: Sequence[ComputerRow]) -> None:
        """Show what there is to know of this computer: beside a list as a card, without one as a strip."""
        self._rows = tuple(rows)
        self._none.show_rows(self._rows)
        if self._side is not None:
            self._side.show_rows(self._rows)
        self._fit()

    # -- drops, work and its ends --------------------------------------------------------------------------------------

    def show_dragging(self, dragging: bool) -> None:
        """Mark the drop zone while files are dragged over the window."""
        for zone in (self._none, self._side):
            if zone is not None:
                zone.show_dragging(dragging)

    def show_working(self, detail: str, name: str = "", waiting: int = 0) -> None:
        """Show that files are being read, of `name` or of a new patient, and how many drops wait behind them.

        What was told stays until it is answered.
        """
        job = self._job_now()
        job.show_name(name, waiting)
        job.begin(detail)
        if self._table is None:  # a list will follow
            self._prepare([self._import_rows, self._case_table, self._side_now])

    def _prepare(self, steps: list[Callable[[], object]]) -> None:
        """Make the parts of a list one by one, each in a turn of the event loop of its own: no key waits for all."""
        if not steps:
            return
        first, *others = steps

        def turn() -> None:
            first()
            self._prepare(others)

        QTimer.singleShot(0, self, turn)

    @staticmethod
    def _import_rows() -> None:
        import bedside_app.ui.viewmodels.worklist  # noqa: F401

    def _job_now(self) -> JobCard:
        if self._job is None:
            from bedside_app.ui.worklist.job import JobCard

            self._job = JobCard(self._language)
            self._job.cancel_wanted.connect(self.cancel_wanted)
            self._job.toggled.connect(self._fit)
            self._place_job()
        return self._job

    def _place_job(self) -> None:
        home = self._none if self._side is None or self._side.isHidden() else self._side
        if self._job is not None and self._job.parentWidget() is not home:
            running = self._job.takes_room
            home.take_job(self._job)
            self._job.setVisible(running)

    def show_step(self, code: str, done: int, total: int) -> None:
        """Show how far the work is."""
        detail = say(code, self._language, {"done": done, "total": total})
        self._job_now().show_step(done / total if total else 0.0, detail)

    def finish(self) -> None:
        """End the progress; its room is free at once, for whatever is told next."""
        if self._job is not None:
            self._job.finish()
            home = self._job.parentWidget()
            layout = None if home is None else home.layout()
            if layout is not None:
                layout.activate()

    def show_cancelled(self) -> None:
        """Say that the work was stopped and nothing of it was kept."""
        from bedside_app.ui.viewmodels.told import cancelled

        self.finish()
        self._told_now().tell(cancelled(self._language))

    def show_refusal(self, why: str) -> None:
        """Say why nothing came of it."""
        from bedside_app.ui.viewmodels.told import refused

        self._told_now().tell(refused(why, self._language))

    def show_key_made(self) -> None:
        """Say once that nobody can replace the key that was just made."""
        from bedside_app.ui.viewmodels.told import key_made

        self._told_now().tell(key_made(self._language))

    def show_crash(self, where: str) -> None:
        """Say that it was a fault of ours, and where, for whoever repairs it."""
        from bedside_app.ui.viewmodels.told import crashed

        self.finish()
        self._told_now().tell(crashed(self._language, fault=where))

    def show_blocked(self, summary: Summary) -> None:
        """Say why no one patient can be made of the files, and for each file that was not used why."""
        from bedside_app.ui.viewmodels.told import blocked

        self._told_now().tell(*blocked(summary, self._language))

    def _told_now(self) -> Told:
        if self._told is None:
            from bedside_app.ui.worklist.told import Told

            self._told = Told(self._language)
            self._told.action_wanted.connect(self.action_wanted)
            self._told.changed.connect(self._order_tabs)
            self._told.changed.connect(self._fit)
            self._below.insertWidget(1, self._told)
        return self._told

    def _order_tabs(self) -> None:
        """Let the tab key go as one reads, whatever was made first."""
        parts = (self._bar, self._filters, self._told, self._table, self._none, self._side)
        widgets = [one for part in parts if part is not None for one in part.findChildren(QWidget)]
        stops = [one for one in widgets if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    # -- room ----------------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Give the side and the notices what there is of height."""
        room = self.height() - self._bar.height() - self._footer.height() - _ABOVE - _BELOW
        side = self._side if self._side is not None and not self._side.isHidden() else None
        width = self.width() - 2 * _EDGE - (side.width() + _EDGE if side is not None else 0)
        job = self._job.sizeHint().height() + 16 if self._job is not None and self._job.takes_room else 0
        least = _TABLE if side is not None else self._none.least + job
        most = max(_NOTICE, min(int(self.height() * _TOLD_SHARE), room - TARGET - 2 * _ABOVE - least))
        told = self._told.height_within(width, most) + _ABOVE if self._told is not None else 0
        if side is not None:
            side.fit(room, self._job)
        else:
            self._none.fit(room - TARGET - _ABOVE - told, self._job)
        if self._told is not None:
            self._told.fit(width, most)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the focus: into the list where there is one, into no field."""
        super().showEvent(event)
        if self._table is not None and not self._table.isHidden():
            self._table.focus_first()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()
