"""The patient's frame: banner, rail, the chosen section, time strip and footer, around one case."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import FactChip
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.components.frame import (
    Footer,
    FooterItem,
    Lane,
    Rail,
    StripContent,
    TimeEvent,
    TimeStrip,
    Window,
)
from bedside_app.ui.components.frame import Section as RailItem
from bedside_app.ui.components.frame.rail import RAIL_WIDTH
from bedside_app.ui.patient.bridge import ref_of
from bedside_app.ui.patient.images.pixels import Pixels
from bedside_app.ui.patient.keys import go_to_next_region, moves_cursor
from bedside_app.ui.patient.ready import LATER
from bedside_app.ui.patient.sections import SECTIONS, Section, widget_of
from bedside_app.ui.patient.source import SourceSide
from bedside_app.ui.patient.top import BannerPlace
from bedside_app.ui.patient.work_bar import WorkBar
from bedside_app.ui.viewmodels.patient.frame.rail import RailSection, choose_by_number, kept_section, rail_of
from bedside_app.ui.viewmodels.patient.frame.strip import LOW_HEIGHT, strip_of
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef

__all__ = ["PatientFrame"]

_WIDE: Final = 1600
_NOT_AHEAD: Final = frozenset({"images"})  # pixels are decoded for who looks at them
_FORWARDED: Final = (  # signals that a section may have
    "changed",
    "day_wanted",
    "sign_wanted",
    "amend_wanted",
    "print_wanted",
    "export_wanted",
    "handover_wanted",
    "what_if_wanted",
)


@runtime_checkable
class _Showing(Protocol):
    """A section that shows images."""

    def set_pixels(self, pixels: Pixels) -> None: ...

    def set_person(self, name: str) -> None: ...


@runtime_checkable
class _Choosing(Protocol):
    """A section in which one thing can be chosen from elsewhere."""

    def choose(self, key: str) -> None:
        """Show it, in sight."""
        ...


@runtime_checkable
class _Entering(Protocol):
    """A section that has a form of its own."""

    def enter(self, fact: str) -> None:
        """Open the form for a value, with the cursor in it."""
        ...


class PatientFrame(QWidget):
    """Shows one `CaseShown`. `back_wanted()`, `day_wanted(day)` when the cursor moves, `changed(events)`.

    `sign_wanted(person)`, `amend_wanted(reason)`, `print_wanted()`, `export_wanted()`, `handover_wanted()`,
    `what_if_wanted(question)` come from the sections that offer them; `cancel_wanted()` from the work bar.
    """

    back_wanted = Signal()
    day_wanted = Signal(object)
    changed = Signal(object)
    sign_wanted = Signal(object)
    amend_wanted = Signal(str)
    print_wanted = Signal()
    export_wanted = Signal()
    handover_wanted = Signal()
    what_if_wanted = Signal(object)
    cancel_wanted = Signal()

    def __init__(self, pixels: Pixels | None = None, person: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels, self._person = pixels, person  # where images come from, and who measures on them
        self._case: CaseShown | None = None
        self._chosen = ""
        self.work = WorkBar()
        self.work.cancel_wanted.connect(self.cancel_wanted)
        self._sections: dict[str, Section] = {}
        self._shown: dict[str, _State] = {}
        self._rail: Rail | None = None
        self._in_rail: tuple[RailSection, ...] = ()
        self._areas: dict[str, QScrollArea] = {}
        self._stack, self._nothing = QStackedWidget(), QWidget()
        self._stack.addWidget(self._nothing)
        self._top = BannerPlace(self)
        self._top.source_wanted.connect(self._open_source_of_key)
        self._top.review_wanted.connect(lambda: self.show_section("sign"))
        self._left, self._strip_place, self._bottom = (_Place(self) for _ in range(3))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that keys arrive where no control has the focus
        self._source = SourceSide(self)
        self._source.card_wanted.connect(self._show_card)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._left)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._top)
        right.addWidget(self.work)
        content = QHBoxLayout()
        content.setSpacing(0)
        content.addWidget(self._stack, 1)
        content.addWidget(self._source)
        right.addLayout(content, 1)
        right.addWidget(self._strip_place)
        middle.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self._bottom)
        self._shortcuts()

    @property
    def chosen(self) -> str:
        """The key of the section that is shown."""
        return self._chosen

    @property
    def sections(self) -> tuple[str, ...]:
        """The keys of the sections that this patient has, in the order of the rail."""
        return tuple(one.key for one in self._in_rail)

    def show_case(self, case: CaseShown) -> None:
        """Show a case, a new revision of it, another day or another language.

        Where nobody sees the frame yet, who it is comes first, and the section with the next turns of the event loop.
        """
        self._case = case
        holder = self.parentWidget()
        if holder is not None and not self.isVisible():
            self.resize(holder.size())  # before it is built: another size could mean other parts
        self._source.show_case(case, wide=self.width() >= _WIDE)
        self._top.show_case(case, self.width() - RAIL_WIDTH, wide=self.width() >= _WIDE)
        self._show_rail(case)
        self._show_strip(case)
        if self.isVisible():
            self._show_section(self._chosen)
            self._next_turn(self._get_ready)
        else:
            self._stack.setCurrentWidget(self._nothing)
            self._next_turn(self._fill_first)

    def show_footer(self, items: tuple[FooterItem, ...], language: Language) -> None:
        """Show what the program runs on, and whether the case is kept."""
        self._bottom.put(Footer(items, language))

    def show_section(self, key: str) -> None:
        """Show another section of the rail, at once; one that this patient does not have is not shown."""
        if key != self._chosen and key in self.sections:
            self._show_section(key)
            if self._rail is not None:
                self._rail.show_section(key)

    def _show_rail(self, case: CaseShown) -> None:
        self._in_rail = tuple(section for section in rail_of(case) if section.key in SECTIONS)
        self._chosen = kept_section(self._in_rail, self._chosen)
        items = [RailItem(one.key, one.label, one.icon, one.count) for one in self._in_rail]
        rail = Rail(items, case.language)
        rail.wanted.connect(self.show_section)
        rail.back_wanted.connect(self.back_wanted)
        if self._chosen:
            rail.show_section(self._chosen)
        self._rail = rail
        self._left.put(rail)

    def _show_strip(self, case: CaseShown) -> None:
        shown = strip_of(case, height=self.height())
        if shown is None:
            self._strip_place.put(None)
            return
        events = tuple(TimeEvent(Lane(event.lane), event.day, event.label) for event in shown.events)
        windows = tuple(Window(window.start, window.end, window.label) for window in shown.windows)
        content = StripContent(first=shown.first, last=shown.last, today=shown.today, events=events, windows=windows)
        strip = TimeStrip(content, case.language, cursor=shown.cursor, low=shown.one_lane)
        strip.moved.connect(self.day_wanted)
        had_focus = isinstance(self.focusWidget(), TimeStrip)
        self._strip_place.put(strip)
        if had_focus:
            strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_section(self, key: str) -> None:
        if self._case is None or not key:
            return
        self._chosen = key
        self._strip_place.setVisible(key != "sign")  # what is signed is today's
        self._fill(key, self._case)
        self._stack.setCurrentWidget(self._areas[key])

    def _fill_first(self) -> None:
        """Fill the chosen section in one turn of the event loop, and lay it out and paint it in the next."""
        if self._case is not None and self._chosen:
            self._fill(self._chosen, self._case)
        self._next_turn(self._show_first)

    def _show_first(self) -> None:
        self._show_section(self._chosen)
        self._next_turn(self._get_ready)

    def _fill(self, key: str, case: CaseShown) -> None:
        """Have a section show the case, where it does not yet."""
        section = self._section(key)
        now = self._state(case)
        if not now.same_as(self._shown.get(key)):
            self._areas[key].resize(self._stack.size())  # before: it is laid out once, for the room that it gets
            section.show_case(now.case, low=now.low, wide=now.wide)
            self._shown[key] = now

    def _state(self, case: CaseShown) -> _State:
        return _State(case, low=self.height() < LOW_HEIGHT, wide=self.width() >= _WIDE)

    def _section(self, key: str) -> Section:
        """Return a section, made when it is first asked for."""
        section = self._sections.get(key)
        if section is None:
            section = self._sections[key] = SECTIONS[key]()
            section.source_wanted.connect(self._open_source)
            section.section_wanted.connect(self.show_section)
            section.fact_wanted.connect(self._want_fact)
            if isinstance(section, _Showing) and self._pixels is not None:
                section.set_pixels(self._pixels)
                section.set_person(self._person)
            for name in _FORWARDED:
                if hasattr(section, name):
                    getattr(section, name).connect(getattr(self, name))
            self._areas[key] = _scrolling(widget_of(section))
            self._stack.addWidget(self._areas[key])
        return section

    def _get_ready(self) -> None:
        """Import what sections need that nobody asked for yet, make them, then fill them, a little in a turn."""
        if not self.isVisible():  # the window was closed, or left this case: a section may start what nobody would end
            return
        case = self._case
        missing = next((name for name in LATER if name not in sys.modules), "")
        unmade = next((key for key in self.sections if key not in self._sections), "")
        if missing:
            import_module(missing)
        elif unmade:
            self._section(unmade)
        elif case is not None and not case.computing and (unfilled := self._unfilled(case)):
            self._fill(unfilled, case)
        else:
            return
        self._next_turn(self._get_ready)

    def _unfilled(self, case: CaseShown) -> str:
        """Return a section that does not show the case yet, "" where all do that start no work by it."""
        now = self._state(case)
        waiting = (key for key in self.sections if key not in _NOT_AHEAD)
        return next((key for key in waiting if not now.same_as(self._shown.get(key))), "")

    def _next_turn(self, do: Callable[[], None]) -> None:
        """Do something once the event loop has painted what is there by now; a timer of 0 ms would come before that."""
        QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, do))

    def _want_fact(self, fact: str) -> None:
        """Take the user to where a value is entered: among the missing, else the form of the section that asks.

        A value that is known and wanted again (a repeat count) is not missing.
        """
        summary, asking = None if self._case is None else self._case.summary, self._sections.get(self._chosen)
        missing_too = summary is not None and any(one.fact == fact for one in summary.missing)
        if isinstance(asking, _Entering) and not missing_too:
            asking.enter(fact)
            return
        if "missing" not in self.sections:
            return
        self.show_section("missing")
        missing = self._sections.get("missing")
        if isinstance(missing, _Choosing):
            missing.choose(fact)

    def _show_card(self, finding: str) -> None:
        """Take the user to a finding with its model's card."""
        self.show_section("findings")
        findings = self._sections.get("findings")
        if isinstance(findings, _Choosing):
            findings.choose(finding)

    def _open_source_of_key(self, key: str) -> None:
        self._open_source(ref_of(key))

    def _open_source(self, ref: SourceRef) -> None:
        self._source.open_source(ref, wide=self.width() >= _WIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key asks for that no control took: source, region, most decisive value, cursor in time."""
        figure = self.focusWidget()
        if event.key() == Qt.Key.Key_Period and isinstance(figure, FactSpot | FactChip):
            figure.click()
        elif event.key() == Qt.Key.Key_Escape and self._source.docked:
            self._source.clear()
        elif event.key() == Qt.Key.Key_F6:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            go_to_next_region((self._left, self._top, self._stack, self._strip_place), back=back)
        elif event.key() == Qt.Key.Key_N and not event.modifiers():
            self._want_most_decisive()
        elif not moves_cursor(event, self.findChild(TimeStrip)):
            super().keyPressEvent(event)

    def _want_most_decisive(self) -> None:
        """Take the user to the form of the missing value that would change the answer most."""
        summary = None if self._case is None else self._case.summary
        if summary is not None and summary.missing:
            self._want_fact(summary.missing[0].fact)

    def _shortcuts(self) -> None:
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda number=number: self._show_number(number))

    def _show_number(self, number: int) -> None:
        self.show_section(choose_by_number(self._in_rail, number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the strip and the section to a window that crossed one of its limits."""
        super().resizeEvent(event)
        before, now = event.oldSize(), event.size()
        if not before.isValid():  # shown for the first time: it is built for this size
            return
        lower = (before.height() < LOW_HEIGHT) != (now.height() < LOW_HEIGHT)
        wider = (before.width() < _WIDE) != (now.width() < _WIDE)
        if self._case is None or not (lower or wider):
            return
        if wider:
            self._top.show_case(self._case, now.width() - RAIL_WIDTH, wide=now.width() >= _WIDE)
            self._source.show_case(self._case, wide=now.width() >= _WIDE)
        self._show_strip(self._case)
        self._show_section(self._chosen)


@dataclass(frozen=True, slots=True)
class _State:
    """What a section shows: it is built anew only where that changed."""

    case: CaseShown
    low: bool
    wide: bool

    def same_as(self, other: _State | None) -> bool:
        """Say whether it is the very same case, in a window of the same kind."""
        return other is not None and self.case is other.case and (self.low, self.wide) == (other.low, other.wide)


class _Place(QWidget):
    """Where one part of the frame stands; a new one takes its place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def put(self, part: QWidget | None) -> None:
        """Put a part here, and end the one that was here."""
        old = self._column.takeAt(0)
        if old is not None and (widget := old.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        self.setVisible(part is not None)
        if part is not None:
            self._column.addWidget(part)


def _scrolling(section: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(section)
    return area
