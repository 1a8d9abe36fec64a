"""The patient's frame: banner, rail, the chosen section, time strip and footer, around one case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCursor, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from bedside_app.ui.components.frame import (
    Banner,
    BannerContent,
    BannerFact,
    Footer,
    FooterItem,
    Lane,
    Rail,
    SourceContent,
    SourcePopover,
    StripContent,
    TimeEvent,
    TimeStrip,
)
from bedside_app.ui.components.frame import Section as RailItem
from bedside_app.ui.components.frame import SourceRow as DrawnRow
from bedside_app.ui.patient.bridge import key_of, ref_of, status_of
from bedside_app.ui.patient.labs import LabsSection
from bedside_app.ui.patient.missing import MissingSection
from bedside_app.ui.patient.sections import SECTIONS, Section, widget_of
from bedside_app.ui.theme import Tone, Weight
from bedside_app.ui.theme.runs import Run
from bedside_app.ui.viewmodels.patient.frame.banner import BannerBlock, banner_of
from bedside_app.ui.viewmodels.patient.frame.rail import choose_by_number, kept_section, rail_of
from bedside_app.ui.viewmodels.patient.frame.source import SourceShown, source_of
from bedside_app.ui.viewmodels.patient.frame.strip import LOW_HEIGHT, strip_of
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef

__all__ = ["PatientFrame"]

_WIDE: Final = 1600
_TONES: Final = {"ok": Tone.OK, "unknown": Tone.UNKNOWN, "caution": Tone.CAUTION, "stop": Tone.STOP}


class PatientFrame(QWidget):
    """Shows one `CaseShown`. `back_wanted()`, `day_wanted(day)` when the cursor moves, `entered(fact)`."""

    back_wanted = Signal()
    day_wanted = Signal(object)
    entered = Signal(object)

    def __init__(self, footer: tuple[FooterItem, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._chosen = ""
        self._footer_items = footer
        self._sections: dict[str, Section] = {}
        self._shown: dict[str, _State] = {}
        self._rail: Rail | None = None
        self._stack = QStackedWidget()
        self._top, self._left, self._strip_place, self._bottom = (_Place(self) for _ in range(4))
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._left)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._top)
        right.addWidget(self._stack, 1)
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
        return () if self._case is None else tuple(s.key for s in rail_of(self._case) if s.key in SECTIONS)

    def show_case(self, case: CaseShown) -> None:
        """Show a case, a new revision of it, another day or another language."""
        language_changed = self._case is None or self._case.language != case.language
        self._case = case
        holder = self.parentWidget()
        if holder is not None and not self.isVisible():
            self.resize(holder.size())  # before it is built: another size could mean other parts
        if language_changed:
            self._bottom.put(Footer(self._footer_items, case.language))
        self._show_banner(case)
        self._show_rail(case)
        self._show_strip(case)
        self._show_section(self._chosen)

    def show_section(self, key: str) -> None:
        """Show another section of the rail, at once."""
        if self._case is not None and key and key != self._chosen:
            self._show_section(key)
            if self._rail is not None:
                self._rail.show_section(key)

    def _show_banner(self, case: CaseShown) -> None:
        shown = banner_of(case)
        content = BannerContent(
            name=shown.name,
            details=shown.details,
            identifier=shown.identifier,
            demonstration=bool(shown.demonstration),
            facts=tuple(_banner_fact(block) for block in shown.blocks),
            status=status_of(shown.state),
        )
        banner = Banner(content, case.language)
        banner.source_wanted.connect(self._open_source_of_key)
        self._top.put(banner)

    def _show_rail(self, case: CaseShown) -> None:
        shown = [section for section in rail_of(case) if section.key in SECTIONS]
        self._chosen = kept_section(shown, self._chosen)
        items = [RailItem(one.key, one.label, one.icon, one.count) for one in shown]
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
        content = StripContent(first=shown.first, last=shown.last, today=shown.today, events=events)
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
        section = self._sections.get(key)
        if section is None:
            section = self._sections[key] = SECTIONS[key]()
            section.source_wanted.connect(self._open_source)
            section.section_wanted.connect(self.show_section)
            section.fact_wanted.connect(self._want_fact)
            if isinstance(section, MissingSection):
                section.entered.connect(self.entered)
            if isinstance(section, LabsSection):
                section.day_wanted.connect(self.day_wanted)
            self._stack.addWidget(_scrolling(widget_of(section)))
        now = _State(self._case, low=self.height() < LOW_HEIGHT, wide=self.width() >= _WIDE)
        if not now.same_as(self._shown.get(key)):
            section.show_case(now.case, low=now.low, wide=now.wide)
            self._shown[key] = now
        self._stack.setCurrentIndex(list(self._sections).index(key))

    def _want_fact(self, fact: str) -> None:
        """Take the user to where a missing value is entered."""
        self.show_section("missing")
        missing = self._sections.get("missing")
        if isinstance(missing, MissingSection):
            missing.choose(fact)

    def _open_source_of_key(self, key: str) -> None:
        self._open_source(ref_of(key))

    def _open_source(self, ref: SourceRef) -> None:
        """Open the source of a figure below it, or where the pointer is."""
        shown = None if self._case is None else source_of(self._case, ref)
        if shown is None or self._case is None:
            return
        popover = SourcePopover(_source_content(shown), self._case.language, self)
        popover.source_wanted.connect(self._open_source_of_key)
        popover.show_at(self._asked_from())

    def _asked_from(self) -> QWidget:
        """Return the value that was asked: the one with the focus, else the one under the pointer."""
        sender: QObject | None = QApplication.focusWidget()
        under = QApplication.widgetAt(QCursor.pos())
        return sender if isinstance(sender, QWidget) and self.isAncestorOf(sender) else under or self

    def _shortcuts(self) -> None:
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda number=number: self._show_number(number))

    def _show_number(self, number: int) -> None:
        if self._case is not None:
            shown = [section for section in rail_of(self._case) if section.key in SECTIONS]
            self.show_section(choose_by_number(shown, number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the strip and the section to a window that crossed one of its limits."""
        super().resizeEvent(event)
        before, now = event.oldSize(), event.size()
        crossed = (before.height() < LOW_HEIGHT) != (now.height() < LOW_HEIGHT)
        if self._case is not None and (crossed or (before.width() < _WIDE) != (now.width() < _WIDE)):
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


def _banner_fact(block: BannerBlock) -> BannerFact:
    second = (Run(block.second, fact=key_of(block.source)),) if block.source is not None else block.second
    tone = Tone.TEXT if block.sign is None else _TONES.get(block.sign.tone, Tone.TEXT)
    icon = "" if block.sign is None else block.sign.icon
    return BannerFact(block.first, second, first_strong=block.key == "disease", icon=icon, tone=tone)


def _source_content(shown: SourceShown) -> SourceContent:
    rows = tuple(
        DrawnRow(
            row.icon,
            (
                Run(f"{row.label}: " if row.label else "", tone=Tone.TEXT2),
                Run(row.text, Weight.MEDIUM, fact=key_of(row.opens)),
            ),
        )
        for row in shown.rows
    )
    return SourceContent(
        name=shown.title,
        value=shown.value,
        caption=shown.caption,
        statuses=tuple(status_of(sign) for sign in shown.signs),
        rows=rows,
    )
