"""Why nothing came of what was dropped: notices that stay until they are dismissed or answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.states.notice import Notice, NoticeContent
from bedside_app.ui.theme.vocabulary import Status, status

if TYPE_CHECKING:
    from bedside_app.domain.summary import IdentityShown, ShownRefusal, Summary

__all__ = ["Told", "files_not_used"]

_GAP: Final = 8
_ICONS: Final = {"again": "rotate-ccw", "files": "file-text"}
_NAMED: Final = 12  # files of one kind that are named; the others are counted


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

    def tell(self, *contents: NoticeContent) -> None:
        """Show notices; each can be dismissed."""
        for at, content in enumerate(contents):
            called = say("window.told.dismiss", self._language, {"title": content.title})
            notice = Notice(replace(content, dismiss=called), self._language)
            notice.action_wanted.connect(lambda key, one=notice: self._answer(one, key))
            notice.dismissed.connect(lambda _key, one=notice: self._dismiss(one))
            self._column.insertWidget(at, notice)
            notice.show()
        self.changed.emit()  # others make room first
        self.setVisible(self._column.count() > 0)

    def tell_cancelled(self) -> None:
        """Say that the work was stopped and nothing of it was kept."""
        self.tell(self._notice(Status.CANCELLED, "cancelled", self._say("cancelled-why"), action="again"))

    def tell_refusal(self, why: str) -> None:
        """Say why nothing came of it."""
        self.tell(self._notice(Status.REFUSED, "refused", why, action="files"))

    def tell_crash(self, where: str) -> None:
        """Say that it was a fault of ours, and where, for whoever repairs it."""
        why, to_do = self._say("failed-why"), self._say("failed-do")
        self.tell(replace(self._notice(Status.FAILED, "failed", why, aside=where, action="again"), to_do=to_do))

    def tell_key_made(self) -> None:
        """Say once that nobody can replace the key that was just made."""
        self.tell(self._notice(Status.CAUTION, "key-made", say("store.key-made", self._language)))

    def tell_blocked(self, summary: Summary) -> None:
        """Say why no one patient can be made of the files, then for each file that was not used why."""
        language = self._language
        sides = " — ".join(_side(side) for side in summary.identity.sides)
        aside = say("window.told.sides", language, {"sides": sides}) if sides else ""
        self.tell(
            self._notice(Status.BLOCKED, "blocked", summary.answer[language], aside=aside, action="files"),
            *(
                self._notice(Status.REFUSED, "files", why, aside=names)
                for why, names in files_not_used((*summary.refusals, *summary.not_understood), language)
            ),
        )

    def _say(self, code: str) -> str:
        return say(f"window.told.{code}", self._language)

    def _notice(self, kind: Status, code: str, why: str, *, aside: str = "", action: str = "") -> NoticeContent:
        labels = {"again": self._say("again"), "files": say("window.files", self._language)}
        return NoticeContent(
            key=action or code,
            title=self._say(f"{code}-title"),
            status=status(kind, self._language),
            why=why,
            aside=aside,
            action=labels.get(action, ""),
            action_icon=_ICONS.get(action, ""),
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


def _side(side: IdentityShown) -> str:
    numbers = ", ".join(identifier.value for identifier in side.identifiers)
    return " · ".join(part for part in (side.name, side.birth_date, numbers) if part)


def files_not_used(refusals: Iterable[ShownRefusal], language: Language) -> tuple[tuple[str, str], ...]:
    """Return why files were not used, each reason once, with the files and places that it is about."""
    places: dict[str, list[str]] = {}
    for one in refusals:
        place = " · ".join(part for part in (one.file or one.what, one.place) if part)
        named = places.setdefault(one.text.get(language, ""), [])
        if place and place not in named:
            named.append(place)
    return tuple((why, _named(names, language)) for why, names in places.items())


def _named(names: list[str], language: Language) -> str:
    shown = names[:_NAMED]
    if len(names) > _NAMED:
        shown.append(say("window.told.more", language, {"count": len(names) - _NAMED}))
    return "; ".join(shown)
