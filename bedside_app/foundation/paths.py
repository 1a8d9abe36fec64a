"""Where things lie: resources and packs (from source or frozen), the IT folder, the user's folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

__all__ = ["it_folder", "models_folder", "resources_folder", "search_folders", "user_folder"]

_APP: Final = "bedside"


def _root() -> Path:
    """Return what holds `resources/` and `models/`: the bundle when frozen, else a folder in or beside the package."""
    if getattr(sys, "frozen", False):
        return Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent))
    package = Path(__file__).resolve().parent.parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def resources_folder() -> Path:
    """Return the folder of facts, pathways, regimens, sentences, fonts and demonstration patients."""
    return _root() / "resources"


def models_folder() -> Path:
    """Return the folder of built-in packs."""
    return _root() / "models"


def it_folder() -> Path:
    """Return the folder that the hospital's IT manages (`BEDSIDE_IT_FOLDER`, else the system's own place)."""
    chosen = os.environ.get("BEDSIDE_IT_FOLDER")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / _APP
    if sys.platform == "darwin":
        return Path("/Library/Application Support") / _APP
    return Path("/etc") / _APP


def user_folder() -> Path:
    """Return the user's own folder for settings, packs and logs (`BEDSIDE_USER_FOLDER`, else the platform's place)."""
    chosen = os.environ.get("BEDSIDE_USER_FOLDER")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path  # 10 ms: only where the platform must be asked

    return Path(user_data_path(_APP, appauthor=False))


def search_folders(kind: str) -> tuple[tuple[str, Path], ...]:
    """Return where `kind` (`facts`, `pathways`, `regimens`, `models`) is looked for, in order of origin.

    Built-in, then the IT folder, then the user's: on the same id IT wins, and a user can only add.
    """
    built_in = models_folder() if kind == "models" else resources_folder() / kind
    return (("built-in", built_in), ("it", it_folder() / kind), ("user", user_folder() / kind))
