"""What every test gets: the reference folder beside the checkout where there is one, and folders of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """Return the shared reference folder, or skip: it holds vectors and patients that are not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the reference folder ../shared is not on this machine")
    return SHARED


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own settings, packs and logs out of every test."""
    folder = tmp_path_factory.mktemp("folders")
    monkeypatch.setenv("BEDSIDE_IT_FOLDER", str(folder / "it"))
    monkeypatch.setenv("BEDSIDE_USER_FOLDER", str(folder / "user"))
