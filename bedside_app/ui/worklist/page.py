"""The worklist screen: cases or an invitation to drop some, what is running, and why something could not be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Link
from bedside_app.ui.components.basics.choices import Choice, Segments
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.components.frame.footer import Footer, FooterItem
from bedside_app.ui.components.frame.top_bar import TopBar
from bedside_app.ui.components.states.empty import Action, EmptyContent, EmptyState
from bedside_app.ui.components.states.notice import NoticeContent
from bedside_app.ui.theme.tokens import TARGET, Role, Tone
from bedside_app.ui.theme.vocabulary import Status, status
from bedside_app.ui.worklist.computer import ComputerCard, ComputerRow, ComputerStrip
from bedside_app.ui.worklist.job import JobCard
from bedside_app.ui.worklist.told import Told, files_not_used

if TYPE_CHECKING:
    from bedside_app.domain.summary import IdentityShown, Summary
    from bedside_app.ui.viewmodels.worklist import ListedCase
    from bedside_app.ui.viewmodels.worklist import Worklist as Shown
    from bedside_app.ui.worklist.table import CaseTable

__all__ = ["Worklist", "WorklistCase"]

_SIDE: Final = 344  # px: drop zone, running work, this computer
_DROP: Final = 216
_GAP: Final = 16
_TOLD_SHARE: Final = 0.45  # of the height, at most, for notices


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistCase:
    """A line of the worklist as the window knew it before cases were kept; goes with the window's next change."""

    number: int
    name: str
    details: str
    state: str
    flags: int


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
        self._bar = TopBar(language, search=True)
        self._bar.action_wanted.connect(self.action_wanted)
        self._bar.searched.connect(lambda _text: self._show_fitting())
        self._caption = Text("", tone=Tone.TEXT2, may_elide=True)
        self._told = Told(language)
        self._told.action_wanted.connect(self.action_wanted)
        self._told.changed.connect(self._fit_told)
        self._job = JobCard(language)
        self._job.cancel_wanted.connect(self.cancel_wanted)
        self._job.toggled.connect(self._fit_side)
        self._empty = self._empty_page()
        self._side = QWidget()
        self._card = ComputerCard(say("window.computer", language))
        self._drop: EmptyState | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(self._body(), 1)
        self._footer = Footer(tuple(footer), language, dotted=False)
        column.addWidget(self._footer)
        self._connect_keys()

    # -- its parts -----------------------------------------------------------------------------------------------------

    def _body(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(24, 14, 24, 22)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(14)
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        title = Text(say("window.list.title", self._language), Role.ANSWER)
        title.setMinimumHeight(TARGET)
        self._head.addWidget(title)
        self._head.addWidget(self._caption)
        self._head.addStretch(1)
        grid.addLayout(self._head, 0, 0)
        grid.addWidget(self._told, 1, 0)
        grid.addWidget(self._empty, 2, 0)
        grid.addWidget(self._side, 0, 1, 3, 1)
        self._side.setFixedWidth(_SIDE)
        self._side.hide()
        grid.setRowStretch(2, 1)
        grid.setColumnStretch(0, 1)
        self._grid = grid
        return grid

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._zone = EmptyState(_zone_content(self._language), drop_zone=True)
        self._zone.action_wanted.connect(self.action_wanted)
        self._strip = ComputerStrip(say("window.computer", self._language))
        column.addWidget(self._zone, 1)
        column.addWidget(self._job)
        column.addWidget(self._strip)
        return page

    def _fill_side(self) -> None:
        """Build what stands beside a list, once there is one."""
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        head = QHBoxLayout()
        head.setSpacing(_GAP)
        title = Text(say("window.add.title", self._language), Role.SECTION)
        title.setMinimumHeight(TARGET)
        head.addWidget(title)
        head.addStretch(1)
        for key in _demonstrations():
            link = Link(say(f"window.add.{key}", self._language))
            link.clicked.connect(lambda _checked=False, key=key: self.action_wanted.emit(key))
            head.addWidget(link)
        column.addLayout(head)
        self._drop = EmptyState(_drop_content(self._language), drop_zone=True, narrow=_SIDE)
        self._drop.action_wanted.connect(self.action_wanted)
        needed = self._drop.heightForWidth(_SIDE)
        self._drop.setMinimumHeight(max(_DROP, needed))
        column.addSpacing(-2)
        column.addWidget(self._drop)
        column.addWidget(self._job)
        column.addWidget(self._card)
        column.addStretch(1)

    def _connect_keys(self) -> None:
        keys = QShortcut(QKeySequence("Ctrl+K"), self)
        keys.activated.connect(self.focus_search)

    def focus_search(self) -> None:
        """Put the cursor into the search, what is typed there selected."""
        if self._bar.search is not None:
            self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._bar.search.selectAll()

    # -- the cases -----------------------------------------------------------------------------------------------------

    def show_cases(self, cases: Sequence[Any], now: datetime | None = None) -> None:
        """Show the cases of this computer, newest first; none says what to do. `now` is local time."""
        if now is None:  # the window as it is before cases are kept
            now, cases = datetime.now().astimezone(), [_as_listed(one) for one in cases]
        self._show_listed(cases, now)

    def _show_listed(self, cases: Sequence[ListedCase], now: datetime) -> None:
        if not cases and self._table is None:
            return
        from bedside_app.ui.viewmodels.worklist import worklist_of

        self._shown = worklist_of(cases, self._language, now=now)
        self._show_filters(self._shown)
        self._show_fitting()
        listed = bool(cases)
        self._place_job(beside_list=listed)
        self._caption.set_content(self._shown.caption if listed else "")
        self._empty.setVisible(not listed)
        self._side.setVisible(listed)
        self._case_table().setVisible(listed)
        if self._filters is not None:
            self._filters.setVisible(listed)

    def _place_job(self, *, beside_list: bool) -> None:
        if beside_list and self._drop is None:
            self._fill_side()
        home = self._side if beside_list else self._empty
        column = home.layout()
        if isinstance(column, QVBoxLayout) and self._job.parentWidget() is not home:
            column.insertWidget(column.indexOf(self._card if beside_list else self._strip), self._job)

    def _case_table(self) -> CaseTable:
        if self._table is None:
            from bedside_app.ui.worklist.table import CaseTable

            self._table = CaseTable(self._language)
            self._table.case_wanted.connect(self.case_wanted)
            self._table.remove_wanted.connect(self.remove_wanted)
            self._grid.addWidget(self._table, 2, 0)
            if self._bar.search is not None:
                self._bar.search.left_downwards.connect(self._table.focus_first)
        return self._table

    def _show_filters(self, shown: Shown) -> None:
        choices = tuple(
            Choice(key.value, say("window.list.filter-count", self._language, {"label": label, "count": number}))
            for key, label, number in shown.filters
        )
        chosen = self._filters.selected if self._filters is not None else "all"
        if self._filters is not None:
            self._head.removeWidget(self._filters)
            self._filters.hide()
            self._filters.deleteLater()
        self._filters = Segments(choices, say("window.list.filters", self._language), selected=chosen)
        self._filters.chosen.connect(lambda _key: self._show_fitting())
        self._head.addWidget(self._filters)

    def _show_fitting(self) -> None:
        if self._shown is None or self._filters is None:
            return
        from bedside_app.ui.viewmodels.worklist import WorkFilter, fitting

        search = self._bar.search.text() if self._bar.search is not None else ""
        rows = fitting(self._shown.rows, WorkFilter(self._filters.selected), search)
        self._case_table().show_rows(rows, self._shown.empty)

    def show_computer(self, rows: Sequence[ComputerRow]) -> None:
        """Show what there is to know of this computer: beside a list as a card, without one as a strip."""
        self._strip.show_rows(rows)
        self._card.show_rows(rows)
        self._fit_side()

    # -- drops, work and its ends --------------------------------------------------------------------------------------

    def show_dragging(self, dragging: bool) -> None:
        """Mark the drop zone while files are dragged over the window."""
        self._zone.show_dragging(dragging)
        if self._drop is not None:
            self._drop.show_dragging(dragging)

    def show_working(self, detail: str, name: str = "") -> None:
        """Show that files are being read, of `name` or of a new patient; what was told before is over."""
        self._told.clear()
        self._job.show_name(name)
        self._job.begin(detail)

    def show_step(self, code: str, done: int, total: int) -> None:
        """Show how far the work is."""
        detail = say(code, self._language, {"done": done, "total": total})
        self._job.show_step(done / total if total else 0.0, detail)

    def finish(self) -> None:
        """End the progress."""
        self._job.finish()

    def show_cancelled(self) -> None:
        """Say that the work was stopped and nothing of it was kept."""
        self._job.finish()
        self._tell(Status.CANCELLED, "cancelled", self._say("cancelled-why"), action="again")

    def show_refusal(self, why: str) -> None:
        """Say why nothing came of it."""
        self._tell(Status.REFUSED, "refused", why, action="files")

    def show_crash(self, where: str) -> None:
        """Say that it was a fault of ours, and where, for whoever repairs it."""
        self._job.finish()
        why = self._say("failed-why")
        self._tell(Status.FAILED, "failed", why, do="failed-do", aside=where, action="again")

    def show_blocked(self, summary: Summary) -> None:
        """Say why no one patient can be made of the files, and for each file that was not used why."""
        sides = " — ".join(_side(side) for side in summary.identity.sides)
        aside = say("window.told.sides", self._language, {"sides": sides}) if sides else ""
        refused = status(Status.REFUSED, self._language)
        title = self._say("files-title")
        files = [
            NoticeContent(key=why, title=title, status=refused, why=why, aside=names)
            for why, names in files_not_used((*summary.refusals, *summary.not_understood), self._language)
        ]
        self._told.tell(*files)
        self._tell(Status.BLOCKED, "blocked", summary.answer[self._language], aside=aside, action="files")

    def _say(self, code: str) -> str:
        return say(f"window.told.{code}", self._language)

    def _tell(self, kind: Status, code: str, why: str, *, do: str = "", aside: str = "", action: str = "") -> None:
        words = {"again": ("again", "rotate-ccw"), "files": ("", "file-text"), "": ("", "")}[action]
        label = self._say(words[0]) if words[0] else say("window.files", self._language) if action else ""
        self._told.tell(
            NoticeContent(
                key=action or code,
                title=self._say(f"{code}-title"),
                status=status(kind, self._language),
                why=why,
                to_do=self._say(do) if do else "",
                aside=aside,
                action=label,
                action_icon=words[1],
            )
        )

    def _fit_told(self) -> None:
        side = _SIDE + 24 if self._side.isVisible() else 0
        self._told.fit(self.width() - 48 - side, int(self.height() * _TOLD_SHARE))

    def _fit_side(self) -> None:
        """Leave *This computer* out where the running work leaves no room for it: the footer says as much."""
        if self._drop is None:
            return
        margins = self._grid.contentsMargins()
        room = self.height() - self._bar.height() - self._footer.height() - margins.top() - margins.bottom()
        room -= TARGET + self._drop.minimumHeight() + 2 * _GAP
        room -= self._job.sizeHint().height() + _GAP if self._job.takes_room else 0
        self._card.setVisible(self._card.has_rows and self._card.sizeHint().height() <= room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give notices their share of the height anew."""
        super().resizeEvent(event)
        self._fit_side()
        self._fit_told()


def _side(side: IdentityShown) -> str:
    numbers = ", ".join(identifier.value for identifier in side.identifiers)
    return " · ".join(part for part in (side.name, side.birth_date, numbers) if part)


def _as_listed(one: WorklistCase) -> ListedCase:
    from bedside_app.domain.record import Identity
    from bedside_app.ui.viewmodels.worklist import ListedCase

    return ListedCase(case=str(one.number), identity=Identity(family=one.name), changed=datetime.now().astimezone())


def _demonstrations() -> tuple[str, ...]:
    """Return the demonstration patients that are installed."""
    folder = resources_folder() / "demo"
    found = (("patient_a", "demonstration"), ("patient_b", "demonstration-b"))
    return tuple(key for name, key in found if (folder / name).is_dir())


def _drop_content(language: Language) -> EmptyContent:
    return EmptyContent(
        title=say("window.add.drop", language),
        text=say("window.add.where", language),
        actions=_actions(language, primary=""),
        caption=say("window.add.formats", language),
    )


def _zone_content(language: Language) -> EmptyContent:
    keys = _demonstrations()
    codes = {"demonstration": "demonstration-a" if len(keys) > 1 else "demonstration"}
    demonstrations = tuple(Action(key, say(f"window.none.{codes.get(key, key)}", language), "play") for key in keys)
    return EmptyContent(
        title=say("window.none.title", language),
        text=say("window.none.text", language),
        actions=(*_actions(language, primary="folder"), *demonstrations),
        caption=say("window.none.reads", language),
    )


def _actions(language: Language, *, primary: str) -> tuple[Action, ...]:
    return tuple(
        Action(key, say(f"window.{key}", language), icon, primary=key == primary)
        for key, icon in (("folder", "folder-open"), ("files", "file-text"))
    )
