"""The door to the kept cases: what is to be kept waits in front of it until a keyring or a passphrase opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, say
from bedside_app.ui.cases import Cases, Drop, Way
from bedside_app.ui.tasks import Crash, Handlers, Tasks, Work

if TYPE_CHECKING:
    from bedside_app.ui.lock_page import LockPage

__all__ = ["Door"]

_TYPED_WRONG = ("store.wrong-passphrase", "store.passphrase-too-short")


class Door(QObject):
    """`asked()` when its page has a question, `admitted(drop)`, `entered(made)` with whether a key was made now.

    `page` gives the page that asks; `keeps` says whether anything is to be kept at all.
    """

    asked = Signal()
    admitted = Signal(object)
    entered = Signal(bool)

    def __init__(
        self,
        cases: Cases,
        tasks: Tasks,
        page: Callable[[], LockPage],
        language: Callable[[], Language],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.keeps = True
        self._cases, self._tasks, self._page, self._language = cases, tasks, page, language
        self._waiting: list[Drop] = []
        self._without = False  # somebody chose to go on without keeping
        self._locked = False  # somebody, or nobody for too long, closed the door
        self._opening = False

    def new_page(self) -> LockPage:
        """Return a page that asks for this door."""
        from bedside_app.ui.lock_page import LockPage

        page = LockPage(self._language())
        page.passphrase_given.connect(self._give)
        page.keyring_wanted.connect(self._knock)
        page.without_wanted.connect(self._pass)
        return page

    def start(self) -> None:
        """Open what was kept on earlier days."""
        folder = self._cases.folder
        if self._wanted and folder is not None and folder.is_dir() and any(folder.iterdir()):
            self._knock()

    def admit(self, drop: Drop) -> None:
        """Let a drop in, at once where it is not to be kept or the door stands open; a locked door lets nothing in."""
        if self._locked:
            self._waiting.append(drop)
        elif drop.keep and drop.adding_to is None and self._wanted and not self._cases.is_open:
            self._waiting.append(drop)
            self._knock()
        else:
            self.admitted.emit(replace(drop, keep=drop.keep and self._wanted))

    @property
    def can_lock(self) -> bool:
        """Whether there is a patient to lock away; a demonstration alone is none."""
        return self._cases.is_open or self._cases.has_passing

    def lock(self) -> None:
        """Close the cases and forget their key; where nothing is kept, cover the screen."""
        self._locked = True
        if self._cases.is_open:
            self._cases.lock()
            self._ask(Way.UNLOCK if self._by_passphrase() else Way.KEYRING, can_do_without=False)
        else:
            self._ask(Way.HIDDEN)

    @property
    def _wanted(self) -> bool:
        return self.keeps and self._cases.folder is not None and not self._without

    def _knock(self) -> None:
        """Open the cases by the keyring, or ask for what opens them."""
        if self._page().way is Way.HIDDEN:
            self._enter(made=False)
        else:
            self._start(lambda _: _open_by_keyring(self._cases))

    def _give(self, passphrase: str) -> None:
        self._page().show_opening()
        self._start(lambda _: _open_by_passphrase(self._cases, passphrase))

    def _pass(self) -> None:
        self._without = True
        self._enter(made=False)

    def _enter(self, *, made: bool) -> None:
        self._locked = False
        self._page().forget()
        self.entered.emit(made)
        waiting, self._waiting = self._waiting, []
        for drop in waiting:
            self.admit(drop)

    def _ask(self, way: Way, why: str = "", *, can_do_without: bool = True) -> None:
        self._page().ask(way, why, can_do_without=can_do_without and not self._locked)
        self.asked.emit()

    def _start(self, function: Callable[[Work], bool | Way]) -> None:
        if self._opening:
            return
        self._opening = True
        handlers = Handlers(
            on_done=self._done, on_refused=self._refused, on_cancelled=lambda: None, on_crashed=self._crashed
        )
        self._tasks.start(function, handlers)

    def _done(self, made: bool | Way) -> None:
        self._opening = False
        if isinstance(made, Way):
            self._ask(made)
        else:
            self._enter(made=made)

    def _refused(self, refusal: Refusal) -> None:
        self._opening = False
        way = self._page().way if refusal.code in _TYPED_WRONG else Way.KEYRING
        self._ask(way, say(refusal.code, self._language(), refusal.values))

    def _crashed(self, crash: Crash) -> None:
        self._opening = False
        self._ask(self._page().way, f"{say('window.failed-why', self._language())} {crash.text}")

    def _by_passphrase(self) -> bool:
        from bedside_app.store.keys import KeyKind
        from bedside_app.store.store import key_kind

        return self._cases.folder is not None and key_kind(self._cases.folder) is KeyKind.PASSPHRASE


def _open_by_keyring(cases: Cases) -> bool | Way:
    """Return whether a key was made, or what a person has to be asked."""
    from bedside_app.store.keys import KeyKind, Keyring, keyring_stands
    from bedside_app.store.store import key_kind

    if cases.folder is None or cases.is_open:
        return False
    kind = key_kind(cases.folder)
    if kind is KeyKind.PASSPHRASE:
        return Way.UNLOCK
    if kind is None and (cases.prefers_passphrase or not keyring_stands()):
        return Way.CHOOSE
    return cases.open(Keyring())


def _open_by_passphrase(cases: Cases, passphrase: str) -> bool:
    from bedside_app.store.keys import Passphrase

    return cases.open(Passphrase(passphrase))
