"""The pages of the window: each made when it is first wanted, ended when it must be made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

__all__ = ["Pages"]


class Pages(QStackedWidget):
    """`makers` make a page by its name. A page is whatever widget its maker returns."""

    def __init__(self, makers: Mapping[str, Callable[[], QWidget]]) -> None:
        super().__init__()
        self._makers = makers
        self._made: dict[str, QWidget] = {}

    def page(self, name: str) -> Any:
        """Return a page, made now if it is not there yet."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self.addWidget(self._made[name])
        return self._made[name]

    def made(self, name: str) -> Any | None:
        """Return a page that is there, else None."""
        return self._made.get(name)

    @property
    def shown(self) -> str:
        """The name of the page on screen."""
        return next((name for name, page in self._made.items() if page is self.currentWidget()), "")

    def show_page(self, name: str) -> None:
        """Put a page on screen."""
        self.setCurrentWidget(self.page(name))

    def end_all(self) -> None:
        """End every page; the next time that one is wanted it is made anew."""
        made, self._made = self._made, {}
        for page in made.values():
            self.removeWidget(page)
            page.deleteLater()
