"""The system's dialogs for files and folders; what Qt writes down of the folders chosen in them is taken back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

__all__ = ["ask_files", "ask_folder"]


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Return the folder that somebody chose, None where they chose none."""
    folder = QFileDialog.getExistingDirectory(parent, title)
    _forget()
    return Path(folder) if folder else None


def ask_files(parent: QWidget, title: str) -> list[Path]:
    """Return the files that somebody chose."""
    files, _ = QFileDialog.getOpenFileNames(parent, title)
    _forget()
    return [Path(file) for file in files]


def _forget() -> None:
    """Names of folders may be names of patients, and Qt keeps the last ones in a file of its own."""
    QSettings(QSettings.Scope.UserScope, "QtProject").remove("FileDialog")
