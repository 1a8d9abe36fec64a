"""The door to the kept cases: opened by the keyring or a passphrase; the page in it says what it needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, say
from bedside_app.ui.cases import Cases
from bedside_app.ui.lock_page import LockPage, Way
from bedside_app.ui.tasks import Crash, Handlers, Tasks, Work

__all__ = ["Door"]


class Door(QObject):
    """Asks on its page what opens the cases: `opened(made)` with whether a key was made, `passed()` without keeping.

    `asked()` when the page has something to say and must be seen.
    """

    opened = Signal(bool)
    passed = Signal()
    asked = Signal()

    def __init__(self, cases: Cases, page: LockPage, tasks: Tasks, language: Language) -> None:
        super().__init__(page)
        self._cases, self._page, self._tasks, self._language = cases, page, tasks, language
        page.passphrase_given.connect(self._give)
        page.keyring_wanted.connect(self.open)
        page.without_wanted.connect(self.passed)

    def open(self) -> None:
        """Open the cases by the keyring, or ask for what opens them."""
        if self._page.way is Way.HIDDEN:
            self.passed.emit()
            return
        self._start(lambda _: _open_by_keyring(self._cases), self._cases.folder)

    def ask(self, way: Way, why: str = "", *, can_do_without: bool = True) -> None:
        """Put a question on the page."""
        self._page.ask(way, why, can_do_without=can_do_without)
        self.asked.emit()

    def ask_again(self) -> None:
        """Ask after the cases were locked; nothing is opened until somebody does something."""
        way = Way.UNLOCK if self._by_passphrase() else Way.KEYRING
        self.ask(way, can_do_without=False)

    def _by_passphrase(self) -> bool:
        from bedside_app.store.keys import KeyKind
        from bedside_app.store.store import key_kind

        folder = self._cases.folder
        return folder is not None and key_kind(folder) is KeyKind.PASSPHRASE

    def cover(self) -> None:
        """Cover a window of which nothing is kept."""
        self.ask(Way.HIDDEN)

    def _give(self, passphrase: str) -> None:
        self._page.show_opening()
        self._start(lambda _: _open_by_passphrase(self._cases, passphrase), self._cases.folder)

    def _start(self, function: Callable[[Work], bool | Way], folder: Path | None) -> None:
        if folder is None:
            self.passed.emit()
            return
        self._tasks.start(
            function,
            Handlers(on_done=self._done, on_refused=self._refused, on_cancelled=lambda: None, on_crashed=self._crashed),
        )

    def _done(self, made: bool | Way) -> None:
        if isinstance(made, Way):
            self.ask(made)
        else:
            self.opened.emit(made)

    def _refused(self, refusal: Refusal) -> None:
        typed = refusal.code in ("store.wrong-passphrase", "store.passphrase-too-short")
        self.ask(self._page.way if typed else Way.KEYRING, say(refusal.code, self._language, refusal.values))

    def _crashed(self, crash: Crash) -> None:
        self.ask(self._page.way, f"{say('window.failed-why', self._language)} {crash.text}")


def _open_by_keyring(cases: Cases) -> bool | Way:
    """Return whether a key was made, or what a person has to be asked."""
    from bedside_app.store.keys import KeyKind, Keyring, keyring_stands
    from bedside_app.store.store import key_kind

    if cases.folder is None or cases.is_open:
        return False
    kind = key_kind(cases.folder)
    if kind is KeyKind.PASSPHRASE:
        return Way.UNLOCK
    if kind is None and not keyring_stands():
        return Way.CHOOSE
    return cases.open(Keyring())


def _open_by_passphrase(cases: Cases, passphrase: str) -> bool:
    from bedside_app.store.keys import Passphrase

    return cases.open(Passphrase(passphrase))
