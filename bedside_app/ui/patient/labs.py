"""Labs: nine values over time on one screen, with reference range, grades and one time cursor."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Choice, FactChip, FactContent, FactState, IconButton, Segments, Text
from bedside_app.ui.components.charts import Grade, LabContent, LabPanel, LabPoint
from bedside_app.ui.patient.bridge import key_of, ref_of, status_of
from bedside_app.ui.patient.lab_legend import LabLegend, LabMark
from bedside_app.ui.patient.rebuilt import swap
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.frame.strip import strip_of
from bedside_app.ui.viewmodels.patient.screens.labs import LabChoice, Labs, Span, labs_of
from bedside_app.ui.viewmodels.patient.screens.labs import LabPanel as PanelShown
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["LabsSection", "lab_content", "lab_panel"]

_SIDE: Final = 3  # panels across, and down


class LabsSection(QWidget):
    """The panels. `day_wanted(day)` when a day of a panel is clicked; Page Up and Page Down turn the page.

    Until a span is chosen it is the shortest in which the page has a result at all: old values are not hidden.
    """

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)
    day_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._choice, self._page, self._pages = LabChoice.DECISION, 0, 1
        self._span: Span | None = None
        self._low = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 16, 16, 16)
        self._bar, self._panels = QVBoxLayout(), QVBoxLayout()
        self._column.addLayout(self._bar)
        self._column.addLayout(self._panels, 1)

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the values of a case as of its day; choice, span and page stay as they were."""
        self._case, self._low = case, low
        edge = 8 if low else 16
        self._column.setContentsMargins(16, edge, 16, edge)
        self._column.setSpacing(8)
        self._show(case)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the page."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self._turn(step)
            return
        super().keyPressEvent(event)

    def _labs(self, case: CaseShown) -> Labs:
        if self._span is not None:
            return labs_of(case, choice=self._choice, span=self._span, page=self._page)
        shown = labs_of(case, choice=self._choice, page=self._page)
        for span in (Span.YEAR, Span.ALL):
            if any(panel.points for panel in shown.panels):
                break
            shown = labs_of(case, choice=self._choice, span=span, page=self._page)
        return shown

    def _show(self, case: CaseShown) -> None:
        shown = self._labs(case)
        self._choice, self._page, self._pages = shown.choice, shown.page, shown.pages
        marks = _treatments(case)
        swap(self._bar, self._make_bar(case, shown, has_marks=bool(marks)))
        swap(self._panels, self._make_panels(case, shown, marks))

    def _make_bar(self, case: CaseShown, shown: Labs, *, has_marks: bool) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        choices = tuple(
            Choice(key.value, _said(case, "counted", label=label, count=count)) for key, label, count in shown.counts
        )
        which = Segments(choices, _said(case, "choice"), selected=shown.choice)
        which.chosen.connect(self._choose)
        spans = tuple(Choice(key.value, label) for key, label in shown.spans)
        span = Segments(spans, _said(case, "span"), selected=shown.span)
        span.chosen.connect(self._reach)
        row.addWidget(which)
        row.addWidget(span)
        if shown.pages > 1:
            row.addWidget(self._pager(case, shown))
        row.addWidget(_legend(case, has_marks=has_marks), 1)
        return bar

    def _pager(self, case: CaseShown, shown: Labs) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        back = IconButton("chevron-left", _said(case, "previous"))
        back.clicked.connect(lambda: self._turn(-1))
        forth = IconButton("chevron-right", _said(case, "next"))
        forth.clicked.connect(lambda: self._turn(1))
        words = Text(_said(case, "page", page=shown.page + 1, pages=shown.pages), weight=Weight.MEDIUM, tone=Tone.TEXT2)
        for part in (back, words, forth):
            row.addWidget(part)
        return holder

    def _make_panels(self, case: CaseShown, shown: Labs, marks: tuple[date, ...]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8 if self._low else 12)
        for at in range(_SIDE):
            grid.setColumnStretch(at, 1)
            grid.setRowStretch(at, 1)
        if shown.empty:
            grid.addWidget(Text(shown.empty, Role.TITLE, tone=Tone.TEXT2, wrap=True, at_top=True), 0, 0, 1, _SIDE)
        for at, panel in enumerate(shown.panels):
            grid.addWidget(self._panel(case, panel, marks), *divmod(at, _SIDE))
        return holder

    def _panel(self, case: CaseShown, panel: PanelShown, marks: tuple[date, ...]) -> LabPanel:
        made = lab_panel(case, panel, marks)
        made.source_wanted.connect(self._ask)
        made.day_wanted.connect(self.day_wanted)
        return made

    def _ask(self, key: str) -> None:
        if key:
            self.source_wanted.emit(ref_of(key))

    def _choose(self, key: str) -> None:
        self._choice, self._page = LabChoice(key), 0
        self._again()

    def _reach(self, key: str) -> None:
        self._span = Span(key)
        self._again()

    def _turn(self, step: int) -> None:
        """Turn to the next page; the first follows the last, so that no button goes off under the finger."""
        self._page = (self._page + step) % self._pages
        self._again()

    def _again(self) -> None:
        if self._case is not None:
            self._show(self._case)


def lab_panel(case: CaseShown, panel: PanelShown, marks: tuple[date, ...] = ()) -> LabPanel:
    """Return the component of one panel; a value that is not there opens nothing."""
    made = LabPanel(lab_content(case, panel, marks), case.language, cursor=panel.cursor)
    made.setAccessibleDescription(panel.spoken)
    made.setMinimumWidth(1)  # a long name is shortened, the columns stay equal
    chip = made.findChild(FactChip)
    if chip is not None:
        chip.setEnabled(panel.figure.source is not None)
    return made


def lab_content(case: CaseShown, panel: PanelShown, marks: tuple[date, ...] = ()) -> LabContent:
    """Return one panel as its component draws it. A grade that begins where the range ends is the edge of the band."""
    limits = {limit for limit in panel.reference if limit is not None}
    grades = tuple(
        Grade(grade.value, grade.label, str(grade.grade)) for grade in panel.grades if grade.value not in limits
    )
    return LabContent(
        key=panel.key,
        name=panel.name,
        short=panel.short,
        fact=_value(panel),
        first=panel.first,
        last=panel.last,
        points=_points(panel),
        status=None if panel.sign is None else status_of(panel.sign),
        reference=panel.reference,
        grades=grades,
        marks=tuple(mark for mark in marks if panel.first <= mark <= panel.last),
        empty="" if panel.points else _said(case, "nothing-in-span"),
    )


def _value(panel: PanelShown) -> FactContent:
    """Return the value under the cursor; one from another day names it, none is no number."""
    figure = panel.figure
    if figure.source is None:
        return FactContent(key="", state=FactState.UNKNOWN, note=figure.text)
    state = FactState.TYPED if figure.typed else FactState.NOT_CURRENT if figure.stale else FactState.CURRENT
    value, unit = figure.text.removesuffix(f"\u00a0{panel.unit}"), panel.unit
    if value == figure.text:  # without a unit, or with one that its own space holds: 48 %
        unit = ""
    key = key_of(figure.source)
    return FactContent(key=key, value=value, unit=unit, state=state, note=figure.note, light_unit=True)


def _points(panel: PanelShown) -> tuple[LabPoint, ...]:
    """Return the results. Without a reference limit the axis names nothing: the least and the greatest say theirs."""
    ordered = sorted(panel.points, key=lambda point: point.value)
    ends = {point.day for point in (*ordered[:1], *ordered[-1:])} if panel.reference == (None, None) else set()
    if len(panel.points) == 1:  # its value stands in the head
        ends = set()

    def written(text: str) -> str:
        return text.removesuffix(panel.unit).rstrip("\u00a0\u202f")

    return tuple(
        LabPoint(point.day, point.value, written(point.text) if point.day in ends else "") for point in panel.points
    )


def _treatments(case: CaseShown) -> tuple[date, ...]:
    """Return the days on which a treatment began or was done, as the time strip has them."""
    strip = strip_of(case)
    return () if strip is None else tuple(event.day for event in strip.events if event.lane == "treatment")


def _legend(case: CaseShown, *, has_marks: bool) -> LabLegend:
    entries = [(mark, _said(case, f"legend.{mark}")) for mark in (LabMark.RANGE, LabMark.OUTSIDE, LabMark.GRADE)]
    if has_marks:
        entries.append((LabMark.EVENT, case.say("strip.lane.treatment")))
    return LabLegend(entries)


def _said(case: CaseShown, code: str, **values: object) -> str:
    return say(f"labs_section.{code}", case.language, values)
