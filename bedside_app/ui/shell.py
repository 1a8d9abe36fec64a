"""The shell of the window: its pages, language and colours, settings, the list of keys, and what is dropped on it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from bedside_app.foundation import settings as stored
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics.focus import widen_targets
from bedside_app.ui.pages import Pages
from bedside_app.ui.theme import Scheme, apply, palette, system_scheme

if TYPE_CHECKING:
    from bedside_app.foundation.settings import Settings
    from bedside_app.ui.keys_page import KeysPage
    from bedside_app.ui.settings_page import SettingsPage

__all__ = ["Shell"]

_LEAST: Final = (1024, 640)


class Shell(QMainWindow):
    """What the window is without a patient. `settings_changed(settings)` after somebody changed one here."""

    settings_changed = Signal(object)

    def __init__(
        self, settings: Settings, language: Language | None, makers: Mapping[str, Callable[[], QWidget]]
    ) -> None:
        super().__init__()
        self._settings = settings
        self._language: Language = language or settings.language
        self._before_keys = ""
        self._pages = Pages({**makers, "settings": self._new_settings, "keys": self._new_keys})
        self.setCentralWidget(self._pages)
        self.setAcceptDrops(True)
        self.setMinimumSize(*_LEAST)
        self.setWindowTitle("Bedside")
        widen_targets(self)
        self._on_key("F1", self._show_keys)

    # -- what the window itself says -----------------------------------------------------------------------------------

    @abstractmethod
    def _back(self) -> None:
        """Leave whatever is on screen for the first page."""

    @abstractmethod
    def _act(self, key: str) -> None:
        """Do what a button of a page that shows no patient asks for."""

    @abstractmethod
    def _fill(self, name: str) -> None:
        """Show the page `name` again after every page was ended, with what stood on it."""

    @abstractmethod
    def _mark_drop(self, *, over: bool) -> None:
        """Mark where files that are dragged over the window can be dropped."""

    @abstractmethod
    def _take_drop(self, paths: list[Path]) -> None:
        """Take files that were dropped."""

    # -- pages ---------------------------------------------------------------------------------------------------------

    @property
    def _covered(self) -> bool:
        """Whether the page of the lock is on screen: then nothing of a patient may come onto it."""
        return self._pages.shown == "lock"

    def _on_key(self, keys: str, do: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(do)

    def _build_anew(self) -> None:
        """End every page, and show the one on screen anew, in the language and colours that count now."""
        name = self._pages.shown
        self._pages.end_all()
        self._fill(name)

    def _new_settings(self) -> SettingsPage:
        from bedside_app.ui.settings_page import SettingsPage

        page = SettingsPage(self._language)
        page.changed.connect(self._take_setting)
        page.back_wanted.connect(self._back)
        page.action_wanted.connect(self._act)
        return page

    def _new_keys(self) -> KeysPage:
        from bedside_app.ui.keys_page import KeysPage

        page = KeysPage(self._language)
        page.back_wanted.connect(lambda: self._pages.show_page(self._before_keys))
        return page

    def _show_keys(self) -> None:
        """Show which keys do what, over any page but the lock."""
        if not self._covered and self._pages.shown != "keys":
            self._before_keys = self._pages.shown
            self._pages.show_page("keys")

    # -- settings ------------------------------------------------------------------------------------------------------

    def _change_language(self) -> None:
        self._choose("language", replace(self._settings, language="fr" if self._language == "en" else "en"))

    def _change_theme(self) -> None:
        dark = palette().scheme is Scheme.DARK
        self._choose("theme", replace(self._settings, theme="light" if dark else "dark"))

    def _choose(self, key: str, settings: Settings) -> None:
        """Go on with a setting chosen in the bar, and remember it where that is possible."""
        self._settings = settings
        with suppress(OSError, Refusal):
            stored.change(key, getattr(settings, key))
        self._apply(key)

    def _take_setting(self, key: str) -> None:
        """Go on with a setting that was written."""
        with suppress(Refusal):
            self._settings = stored.load()
            self._apply(key)

    def _apply(self, key: str) -> None:
        self.settings_changed.emit(self._settings)
        app = QApplication.instance()
        if key == "theme" and isinstance(app, QApplication):
            theme = self._settings.theme
            apply(app, system_scheme(app) if theme == "system" else Scheme(theme))
        if key == "language":
            self._language = self._settings.language
        if key in ("language", "theme"):
            self._build_anew()

    # -- drops ---------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders that are dragged over any part of the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._mark_drop(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away again."""
        self._mark_drop(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Start with what was dropped, after the drop itself has ended."""
        self._mark_drop(over=False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths and not self._covered:
            QTimer.singleShot(0, self, lambda: self._take_drop(paths))
