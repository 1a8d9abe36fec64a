"""The items of the review in one list: one by one, then the rest; the arrows walk it, A, M and R answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from bedside_app.domain.summary import Verdict
from bedside_app.ui.components.basics import Button, Text
from bedside_app.ui.patient.review_line import Line, LineRow, Widths
from bedside_app.ui.patient.review_rows import OpenRow
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.acting.review import ItemState
from bedside_app.ui.viewmodels.patient.acting.review_shown import ReviewRow, ReviewShown
from bedside_app.ui.viewmodels.patient.acting.signed import SignedShown
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["ReviewList", "in_field"]

_VERDICTS: Final[Mapping[int, Verdict]] = {
    Qt.Key.Key_A: Verdict.AGREED,
    Qt.Key.Key_M: Verdict.MODIFIED,
    Qt.Key.Key_R: Verdict.REJECTED,
}
_STEPS: Final[Mapping[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ROW: Final = 51  # px: what a row takes at least
_Row = LineRow | OpenRow


def in_field() -> bool:
    """Say whether a field has the focus: then letters are text."""
    return isinstance(QApplication.focusWidget(), QLineEdit | QComboBox)


class ReviewList(QScrollArea):
    """Shows a review. `wanted(key, verdict)`, `typed(key, answer)`, `kept(key)`, `dropped(key)`, `opened(key)`.

    `rest_wanted()` agrees to the rest, `enter_wanted(fact)` asks for a value, `source_wanted(key)` for a row's source.
    """

    wanted = Signal(str, object)
    typed = Signal(str, object)
    kept = Signal(str)
    dropped = Signal(str)
    opened = Signal(str)
    rest_wanted = Signal()
    enter_wanted = Signal(str)
    source_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows: dict[str, _Row] = {}
        self._shown: dict[str, tuple[ReviewRow, bool]] = {}
        self._order: tuple[str, ...] = ()
        self._built: tuple[str, ...] = ()
        self._language = ""
        self._waiting: list[tuple[CaseShown, ReviewRow, bool]] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._show_all)
        self._first_rest = ""
        self._widths = Widths(0, 0)
        self._current = ""
        self._heads: tuple[_GroupHead, ...] = ()
        self._column = QVBoxLayout()

    @property
    def current(self) -> str:
        """Return the key of the row that the keyboard is on."""
        return self._current

    def show_review(self, case: CaseShown, shown: ReviewShown, opened: frozenset[str], room: int) -> None:
        """Show a review in `room` px; the rows that stay the same items are kept, and with them focus and place."""
        keys = (shown.empty, *(row.key for row in shown.rows))
        if keys != self._built or not self._heads or case.language != self._language:
            self._build(case, shown)
        for head, text in zip(self._heads, (shown.one_by_one_text, shown.rest_text), strict=True):
            head.show_count(text)
        self._heads[1].show_action(shown.agree_to_rest)
        self._waiting = [
            (case, row, at < len(shown.one_by_one) or row.key in opened) for at, row in enumerate(shown.rows)
        ]
        self._show_rows(len(shown.rows) if self._rows else room // _ROW)
        self._reach(self._current if self._current in self._order else next(iter(self._order), ""))

    def _build(self, case: CaseShown, shown: ReviewShown) -> None:
        """Make the list anew: other items, or another language."""
        self._language = case.language
        self._rows, self._shown, self._order = {}, {}, tuple(row.key for row in shown.rows)
        self._built = (shown.empty, *self._order)
        page, self._column = _page()
        states = [case.say(f"review.state.{state.value}") for state in ItemState]
        self._widths = Widths.of(states, [case.say("review.change"), case.say("review.answer")])
        group = _GroupHead(case.say("review.group"))
        rest = _GroupHead(case.say("review.rest"), case.say("review.agree-rest"))
        rest.wanted.connect(self.rest_wanted)
        self._heads = (group, rest)
        self._column.addWidget(group)
        self._column.addWidget(rest)
        if shown.empty:
            empty = Text(shown.empty, tone=Tone.TEXT2, wrap=True)
            empty.setContentsMargins(16, 16, 16, 16)
            self._column.addWidget(empty)
        self._column.addStretch(1)
        self.setWidget(page)
        group.setVisible(bool(shown.one_by_one))
        rest.setVisible(bool(shown.rest))
        self._first_rest = shown.rest[0].key if shown.rest else ""

    def _show_rows(self, count: int) -> None:
        """Show rows that wait; in a new list those below the window come a turn of the event loop later."""
        now, self._waiting = self._waiting[:count], self._waiting[count:]
        for case, row, is_open in now:
            self._show_row(case, row, is_open=is_open)
        if self._waiting:
            self._later.start()
        else:
            self._later.stop()

    def _show_all(self) -> None:
        self._show_rows(len(self._waiting))

    def _show_row(self, case: CaseShown, row: ReviewRow, *, is_open: bool) -> None:
        before = self._rows.get(row.key)
        if self._shown.get(row.key) == (row, is_open):
            return
        self._shown[row.key] = (row, is_open)
        if isinstance(before, OpenRow) and is_open:
            before.show_row(row)
        elif isinstance(before, LineRow) and not is_open:
            before.show_line(_line(case, row))
        else:
            self._put(row.key, self._open_row(case, row) if is_open else self._line_row(_line(case, row)), before)

    def _put(self, key: str, row: _Row, before: _Row | None) -> None:
        """Put a row in its place; where it takes that of another it takes the focus as well."""
        if before is None:
            at = len(self._rows) + 1 + (1 if self._first_rest and self._is_rest(key) else 0)
            self._column.insertWidget(at, row)
        else:
            focus = QApplication.focusWidget()
            had_focus = focus is not None and (focus is before or before.isAncestorOf(focus))
            self._column.replaceWidget(before, row)
            row.show()
            if had_focus:
                row.setFocus(Qt.FocusReason.OtherFocusReason)
            before.hide()
            before.deleteLater()
        self._rows[key] = row

    def _is_rest(self, key: str) -> bool:
        return self._order.index(key) >= self._order.index(self._first_rest)

    def _open_row(self, case: CaseShown, row: ReviewRow) -> OpenRow:
        made = OpenRow(case, row)
        made.wanted.connect(self.wanted)
        made.typed.connect(self.typed)
        made.kept.connect(self.kept)
        made.enter_wanted.connect(self.enter_wanted)
        made.reached.connect(self._reach)
        return made

    def _line_row(self, line: Line) -> LineRow:
        made = LineRow(line, self._widths)
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        made.reached.connect(self._reach)
        made.clicked.connect(lambda: self.opened.emit(line.key) if made.line.change else None)
        return made

    def show_signed(self, case: CaseShown, signed: SignedShown) -> None:
        """Show what was decided, to read."""
        page, column = _page()
        self._widths = Widths.of([row.sign.word for row in signed.rows], [])
        self._rows, self._shown, self._waiting, self._heads, self._column = {}, {}, [], (), column
        self._order = tuple(row.key for row in signed.rows)
        for row in signed.rows:
            line = Line(key=row.key, title=row.title, detail=row.said, sign=row.sign, spoken=row.spoken)
            self._rows[row.key] = made = self._line_row(line)
            column.addWidget(made)
        column.addStretch(1)
        self.setWidget(page)
        self._reach(next(iter(self._order), ""))

    # -- the keyboard --------------------------------------------------------------------------------------------------

    def go_to(self, key: str) -> None:
        """Bring a row into view and put the focus on it."""
        self._show_all()
        row = self._rows.get(key)
        if row is not None:
            self._reach(key)
            row.setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(row, 0, 60)

    def take_field(self, key: str) -> None:
        """Put the cursor into the fields of a row."""
        row = self._rows.get(key)
        if isinstance(row, OpenRow):
            self._reach(key)
            row.take_focus()
            QTimer.singleShot(0, row, lambda: self.ensureWidgetVisible(row, 0, 24))  # once its fields have a place

    def _reach(self, key: str) -> None:
        """Make a row the one that Tab stops at."""
        for one in {self._current, key}:
            row = self._rows.get(one)
            if isinstance(row, OpenRow):
                row.set_current(one == key)
            elif isinstance(row, LineRow):
                row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one == key else Qt.FocusPolicy.ClickFocus)
        self._current = key

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and answer; in a field only Esc is a key of the list."""
        if not self.handle_key(event):
            super().keyPressEvent(event)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Do what a key of the review asks for; say whether it is one."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.dropped.emit(self._current)
            return in_field()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if in_field() or not plain or self._current not in self._rows:
            return False
        if key in _STEPS:
            at = self._order.index(self._current) + _STEPS[key]
            self.go_to(self._order[max(0, min(len(self._order) - 1, at))])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(self._order[0 if key == Qt.Key.Key_Home else -1])
        elif key in _VERDICTS:
            self.wanted.emit(self._current, _VERDICTS[key])
        elif key == Qt.Key.Key_Period:
            self.source_wanted.emit(self._current)
        else:
            return False
        return True


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    page.setProperty("ground", "surface")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return page, column


def _line(case: CaseShown, row: ReviewRow) -> Line:
    change = "" if not row.enabled else case.say("review.answer" if row.state is ItemState.OPEN else "review.change")
    return Line(
        key=row.key,
        title=row.title,
        detail=row.problem or row.said or row.detail,
        sign=row.sign,
        spoken=row.spoken,
        alarm=row.state is ItemState.CLEARED,
        change=change,
    )


class _GroupHead(QFrame):
    """The head of a group with its count, and what answers it at once."""

    wanted = Signal()

    def __init__(self, title: str, action: str = "") -> None:
        super().__init__()
        self.setProperty("ground", "sunken")
        self._count = Text("", Role.CAPTION, weight=Weight.SEMIBOLD, tone=Tone.TEXT2)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 2)
        row.setSpacing(12)
        row.addWidget(Text(title, Role.CAPTION, weight=Weight.SEMIBOLD, tone=Tone.TEXT2, wrap=True), 1)
        row.addWidget(self._count)
        self._button = Button(action, icon="check") if action else None
        if self._button is not None:
            self._button.clicked.connect(self.wanted)
            row.addWidget(self._button)
        self.setMinimumHeight(48 if action else 28)

    def show_count(self, text: str) -> None:
        """Show how many are answered."""
        if text != self._count.text():
            self._count.set_content(text)

    def show_action(self, on: bool) -> None:
        """Let the rest be answered at once, or not."""
        if self._button is not None:
            self._button.setEnabled(on)
