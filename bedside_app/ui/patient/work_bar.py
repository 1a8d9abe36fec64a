"""Under the banner: what is being read or computed for this patient, with a way to stop it, and what was refused."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.states.notice import Notice, NoticeContent
from bedside_app.ui.components.states.progress import Progress

__all__ = ["WorkBar"]


class WorkBar(QFrame):
    """Takes no room while there is nothing to say. `cancel_wanted()`."""

    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 0, 16, 0)
        self._column.setSpacing(0)
        self._progress: Progress | None = None
        self._notice: Notice | None = None

    def begin(self, what: str, language: Language) -> None:
        """Show that work is going on, once it has taken 200 ms; a notice of before is over."""
        self.finish()
        self._dismiss()
        self._progress = Progress(what, language)
        self._progress.setContentsMargins(0, 8, 0, 0)
        self._progress.cancel_wanted.connect(self.cancel_wanted)
        self._column.addWidget(self._progress)
        self._progress.begin()

    def show_step(self, fraction: float, detail: str) -> None:
        """Show how far the work is."""
        if self._progress is not None:
            self._progress.show_step(fraction, detail)

    def finish(self) -> None:
        """End the progress."""
        if self._progress is not None:
            self._progress.finish()
            self._column.removeWidget(self._progress)
            self._progress.deleteLater()
            self._progress = None

    def tell(self, content: NoticeContent, language: Language) -> None:
        """Show a notice until it is dismissed, or work begins again."""
        self._dismiss()
        called = say("window.told.dismiss", language, {"title": content.title})
        self._notice = Notice(replace(content, dismiss=called), language)
        self._notice.dismissed.connect(lambda _: self._dismiss())
        self._notice.setContentsMargins(0, 8, 0, 0)
        self._column.addWidget(self._notice)
        self._notice.show()

    def _dismiss(self) -> None:
        if self._notice is not None:
            self._notice.hide()
            self._column.removeWidget(self._notice)
            self._notice.deleteLater()
            self._notice = None
