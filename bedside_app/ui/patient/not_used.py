"""What of the patient's files was not used, and why: seen on screen, not only at the end of the printed summary."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bedside_app.ui.components.states.notice import Notice, NoticeContent
from bedside_app.ui.layouts import clear
from bedside_app.ui.patient.bridge import status_of
from bedside_app.ui.viewmodels.notices import refusals_of
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["NotUsed"]


class NotUsed(QWidget):
    """One notice for each reason, with the files and places that it is about; hidden where every file was used."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    @property
    def count(self) -> int:
        """How many reasons are shown."""
        return self._column.count()

    def show_case(self, case: CaseShown) -> None:
        """Show what was not used of a case; what was shown is gone at once."""
        clear(self._column)
        for one in refusals_of(case):
            content = NoticeContent(
                key=one.key, title=one.title, status=status_of(one.sign), why=one.why, aside=one.aside
            )
            notice = Notice(content, case.language)
            self._column.addWidget(notice)
            notice.show()
        self.setVisible(self._column.count() > 0)
