"""Why nothing came of what was dropped: notices that stay until they are dismissed or answered."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.states.notice import Notice, NoticeContent
from bedside_app.ui.theme.vocabulary import Status, StatusContent
from bedside_app.ui.viewmodels.told import Told as Shown

__all__ = ["Told"]

_GAP: Final = 8
_ICONS: Final = {"again": "rotate-ccw", "files": "file-text"}


class Told(QScrollArea):
    """The notices, newest first, in a room that never takes more than its share. `action_wanted(key)`, `changed()`."""

    action_wanted = Signal(str)
    changed = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._content = QWidget()
        self._column = QVBoxLayout()
        self._column.setSpacing(_GAP)
        whole = QVBoxLayout(self._content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._column)
        whole.addStretch(1)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def tell(self, *notices: Shown) -> None:
        """Show notices above those that are there; each can be dismissed."""
        for at, shown in enumerate(notices):
            notice = Notice(self._content_of(shown), self._language)
            notice.action_wanted.connect(lambda key, one=notice: self._answer(one, key))
            notice.dismissed.connect(lambda _key, one=notice: self._dismiss(one))
            self._column.insertWidget(at, notice)
            notice.show()
        self.changed.emit()  # others make room first
        self.setVisible(self._column.count() > 0)

    def _content_of(self, shown: Shown) -> NoticeContent:
        return NoticeContent(
            key=shown.key,
            title=shown.title,
            status=StatusContent(Status(shown.mark.status), shown.mark.word),
            why=shown.why,
            to_do=shown.to_do,
            aside=shown.aside,
            action=shown.action,
            action_icon=_ICONS.get(shown.key, "") if shown.action else "",
            dismiss=say("window.told.dismiss", self._language, {"title": shown.title}),
        )

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return the notices that are shown."""
        items = (self._column.itemAt(at) for at in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in widgets if isinstance(widget, Notice))

    def _answer(self, notice: Notice, key: str) -> None:
        """Do what a notice offers: it is answered then."""
        self._dismiss(notice)
        self.action_wanted.emit(key)

    def _dismiss(self, notice: Notice) -> None:
        self._column.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
        self.setVisible(self._column.count() > 0)
        self.changed.emit()

    def fit(self, width: int, most: int) -> None:
        """Take the height in px that the notices need at `width` px, and no more than `most`."""
        wanted = self._wanted(width)
        if wanted > most:
            wanted = self._wanted(width - self.verticalScrollBar().sizeHint().width())
        self._content.setMinimumHeight(wanted)
        self.setFixedHeight(max(1, min(most, wanted)))

    def height_within(self, width: int, most: int) -> int:
        """Return the height in px that `fit` would take, 0 where nothing is told."""
        return min(most, self._wanted(width)) if self.notices else 0

    def _wanted(self, width: int) -> int:
        heights = [notice.heightForWidth(width) for notice in self.notices]
        return sum(heights) + _GAP * max(0, len(heights) - 1)
