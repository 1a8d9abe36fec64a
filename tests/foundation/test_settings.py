from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.settings import (
    FILE_NAME,
    BadSetting,
    NewerSettings,
    Settings,
    UnreadableSettings,
    change,
    declared,
    describe,
    load,
    upgrade,
)
from bedside_app.foundation.words import LANGUAGES, catalogue, say


@pytest.fixture
def it(tmp_path: Path) -> Path:
    (tmp_path / "it").mkdir()
    return tmp_path / "it"


@pytest.fixture
def user(tmp_path: Path) -> Path:
    (tmp_path / "user").mkdir()
    return tmp_path / "user"


def write(folder: Path, text: str) -> Path:
    (folder / FILE_NAME).write_text(text, "utf-8")
    return folder / FILE_NAME


def test_without_any_file_the_defaults_hold(it: Path, user: Path) -> None:
    assert load(it=it, user=user) == Settings()
    assert {item.origin for item in describe(it=it, user=user)} == {"default"}


def test_user_changes_a_default(it: Path, user: Path) -> None:
    write(user, 'language = "fr"\nintake_seconds = 30')
    assert load(it=it, user=user) == Settings(language="fr", intake_seconds=30)


def test_what_it_sets_and_may_lock_stands_and_the_users_value_is_said_to_be_overruled(it: Path, user: Path) -> None:
    write(it, "intake_seconds = 20")
    write(user, "intake_seconds = 30")
    (seconds,) = [item for item in describe(it=it, user=user) if item.key == "intake_seconds"]
    assert (seconds.value, seconds.origin, seconds.overruled) == (20, "it", True)


def test_language_of_it_is_a_default_that_the_user_can_change(it: Path, user: Path) -> None:
    write(it, 'language = "fr"')
    assert load(it=it, user=user).language == "fr"
    write(user, 'language = "en"')
    assert load(it=it, user=user).language == "en"


@pytest.mark.parametrize(
    "line",
    [
        "intake_seconds = 0",
        "intake_seconds = 3601",
        'intake_seconds = "30"',
        "intake_seconds = 30.5",
        "intake_seconds = true",
        "intake_seconds = [30]",
        'language = "de"',
        "language = 1",
        'inference_providers = "gpu"',
        "intake_second = 30",
        "[intake]\nseconds = 30",
        'schema = "1"',
        "schema = 0",
    ],
)
def test_wrong_setting_is_refused_by_file_and_key(it: Path, user: Path, line: str) -> None:
    path = write(user, line)
    with pytest.raises(BadSetting) as info:
        load(it=it, user=user)
    assert info.value.values["file"] == str(path)
    assert str(info.value.values["key"]) in line
    for language in LANGUAGES:
        assert str(info.value.values["allowed"]) in say(info.value.code, language, info.value.values)


@pytest.mark.parametrize(
    "data", [b"language = ", b"\xff\xfe", b"a = 1\na = 2", b"x = " + b"[" * 20_000, b"#" * 70_000], ids=range(5)
)
def test_file_that_is_no_toml_is_refused(it: Path, user: Path, data: bytes) -> None:
    (it / FILE_NAME).write_bytes(data)
    with pytest.raises(UnreadableSettings):
        load(it=it, user=user)


def test_folder_in_place_of_the_file_is_refused(it: Path, user: Path) -> None:
    (it / FILE_NAME).mkdir()
    with pytest.raises(UnreadableSettings):
        load(it=it, user=user)


def test_file_of_a_newer_bedside_is_refused(it: Path, user: Path) -> None:
    write(user, "schema = 99")
    with pytest.raises(NewerSettings):
        load(it=it, user=user)


@given(data=st.binary(max_size=60))
def test_any_bytes_give_settings_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / FILE_NAME).write_bytes(data)
    try:
        settings = load(it=folder / "none", user=folder)
    except (BadSetting, NewerSettings, UnreadableSettings):
        return
    assert isinstance(settings, Settings)


def test_every_default_is_within_its_own_range() -> None:
    for key, setting in declared().items():
        assert setting.why_not(getattr(Settings(), key)) == ""


def test_every_setting_has_title_and_help_in_both_languages() -> None:
    for language in LANGUAGES:
        for key in declared():
            assert {f"foundation.settings.{key}.title", f"foundation.settings.{key}.help"} <= set(catalogue(language))


def rename(values: dict[str, str | int]) -> dict[str, str | int]:
    return {{"seconds": "intake_seconds"}.get(key, key): value for key, value in values.items()}


def test_older_file_is_upgraded_in_one_step_and_its_old_form_kept(user: Path) -> None:
    path = write(user, 'schema = 1\nseconds = 30\nlanguage = "fr"')
    assert upgrade(path, {1: rename}, schema=2) is True
    assert path.read_text("utf-8") == 'schema = 2\nintake_seconds = 30\nlanguage = "fr"\n'
    assert (user / f"{FILE_NAME}.1").read_text("utf-8").startswith("schema = 1")
    assert upgrade(path, {1: rename}, schema=2) is False


def test_migration_that_makes_a_wrong_value_leaves_the_file_as_it_was(user: Path) -> None:
    path = write(user, "schema = 1\nseconds = 99999")
    with pytest.raises(BadSetting):
        upgrade(path, {1: rename}, schema=2)
    assert path.read_text("utf-8") == "schema = 1\nseconds = 99999"
    assert list(user.iterdir()) == [path]


def test_absent_file_needs_no_upgrade(user: Path) -> None:
    assert upgrade(user / FILE_NAME) is False


def test_a_changed_setting_is_written_and_the_others_stay(user: Path, it: Path) -> None:
    (user / FILE_NAME).write_text('language = "fr"\n', "utf-8")

    change("lock_minutes", 5, user=user)

    found = load(it=it, user=user)
    assert (found.language, found.lock_minutes) == ("fr", 5)
    with pytest.raises(BadSetting):
        change("lock_minutes", 0, user=user)
    assert load(it=it, user=user) == found
