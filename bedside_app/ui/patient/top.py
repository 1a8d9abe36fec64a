"""The banner's place: the fullest banner that the window has room for, whatever its width becomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bedside_app.ui.components.frame import Banner, BannerContent, BannerFact
from bedside_app.ui.layouts import clear
from bedside_app.ui.patient.bridge import key_of, status_of
from bedside_app.ui.theme import Tone
from bedside_app.ui.theme.runs import Content, Run
from bedside_app.ui.viewmodels.patient.frame.banner import Banner as BannerShown
from bedside_app.ui.viewmodels.patient.frame.banner import BannerBlock, banner_of, block_choices
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["BannerPlace"]

_NARROWEST: Final = 1366 - 80  # px that a banner always has, beside the rail of the narrowest window
_TONES: Final = {"ok": Tone.OK, "unknown": Tone.UNKNOWN, "caution": Tone.CAUTION, "stop": Tone.STOP}


class BannerPlace(QWidget):
    """Shows the banner of a case. `source_wanted(key)` of one of its values, `review_wanted()`."""

    source_wanted = Signal(str)
    review_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._wide = False
        self._choice = 0
        self._banner: Banner | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_case(self, case: CaseShown, room: int, *, wide: bool) -> None:
        """Show the identity and what always has to be seen, in `room` px; `wide` adds blocks."""
        self._case, self._wide = case, wide
        self._fit(room)

    def _fit(self, room: int) -> None:
        """Show the fullest banner that has room; lists are shortened where that leaves the name its one line."""
        if self._case is None:
            return
        shown = banner_of(self._case)
        choices = list(block_choices(shown, wide=self._wide))
        self._choice, banner = _chosen(shown, choices, self._case, room)
        shortest = banner if self._choice == len(choices) - 1 else _banner(shown, choices[-1], self._case)
        least = shortest.minimumSizeHint().width()
        self.setMinimumWidth(min(least, _NARROWEST))  # a full banner must not keep the window wide
        banner.source_wanted.connect(self.source_wanted)
        banner.review_wanted.connect(self.review_wanted)
        clear(self._column)
        self._column.addWidget(banner)
        self._banner = banner

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take another banner where this one has too little room, or a fuller one may have enough."""
        super().resizeEvent(event)
        room, before = event.size().width(), event.oldSize().width()
        too_wide = self._banner is not None and self._banner.minimumSizeHint().width() > room
        if before >= 0 and (too_wide or (self._choice and room > before)):
            self._fit(room)


def _chosen(
    shown: BannerShown, choices: Sequence[Sequence[BannerBlock]], case: CaseShown, room: int
) -> tuple[int, Banner]:
    """Return the first banner with the name on one line, among those of as many blocks as can be; else the first."""
    fits: tuple[int, Banner] | None = None
    for at, blocks in enumerate(choices):
        if fits is not None and len(blocks) < len(choices[fits[0]]):
            break
        banner = _banner(shown, blocks, case)
        if banner.sizeHint().width() <= room:
            return at, banner
        if fits is None and banner.minimumSizeHint().width() <= room:
            fits = at, banner
    return fits or (len(choices) - 1, banner)


def _banner(shown: BannerShown, blocks: Sequence[BannerBlock], case: CaseShown) -> Banner:
    content = BannerContent(
        name=shown.name,
        details=shown.details,
        identifier=shown.identifier,
        demonstration=bool(shown.demonstration),
        facts=tuple(_fact(block) for block in blocks),
        status=status_of(shown.state),
        action=shown.review,
    )
    return Banner(content, case.language)


def _fact(block: BannerBlock) -> BannerFact:
    second: Content = block.second
    if block.source is not None:
        second = (Run(block.second, fact=key_of(block.source), spoken=", ".join(block.items)),)
    elif block.figures:
        runs = (Run(one.text, fact=key_of(one.source), spoken=one.spoken) for one in block.figures)
        second = tuple(piece for run in runs for piece in (Run(" · "), run))[1:]
    tone = Tone.TEXT if block.sign is None else _TONES.get(block.sign.tone, Tone.TEXT)
    icon = "" if block.sign is None else block.sign.icon
    return BannerFact(block.first, second, first_strong=block.key == "disease", icon=icon, tone=tone)
