"""Where things lie on each system, and that what IT or a user chose comes first."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bedside_app.foundation import paths


@pytest.mark.parametrize(
    ("system", "folder"),
    [
        ("linux", Path("/etc/bedside")),
        ("darwin", Path("/Library/Application Support/bedside")),
        ("win32", Path("D:/Data/bedside")),
    ],
)
def test_the_hospital_has_its_folder_where_the_system_keeps_such(
    system: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BEDSIDE_IT_FOLDER")
    monkeypatch.setenv("PROGRAMDATA", "D:/Data")
    monkeypatch.setattr(sys, "platform", system)
    assert paths.it_folder() == folder


def test_what_is_chosen_by_the_environment_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BEDSIDE_IT_FOLDER", str(tmp_path / "it"))
    monkeypatch.setenv("BEDSIDE_USER_FOLDER", str(tmp_path / "user"))
    assert paths.search_folders("facts")[1:] == (("it", tmp_path / "it/facts"), ("user", tmp_path / "user/facts"))


def test_resources_and_packs_are_found_from_source() -> None:
    assert (paths.resources_folder() / "facts").is_dir()
    assert (paths.models_folder() / "npi/card.json").is_file()


def test_a_frozen_program_finds_them_in_its_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert (paths.resources_folder(), paths.models_folder()) == (tmp_path / "resources", tmp_path / "models")
