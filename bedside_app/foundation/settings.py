"""Every setting, declared once: its type, default, range and whether the hospital may lock it.

`settings.toml` of the IT folder is read first, then the user's. What IT sets and may lock stands; any other value of IT
is a default that the user can change. The result is frozen and passed in; nobody asks for a setting by name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import it_folder, user_folder
from bedside_app.foundation.words import LANGUAGES, Language

__all__ = [
    "FILE_NAME",
    "SCHEMA",
    "BadSetting",
    "Described",
    "HospitalDecides",
    "Migration",
    "NewerSettings",
    "Setting",
    "Settings",
    "UnreadableSettings",
    "change",
    "declared",
    "describe",
    "load",
    "upgrade",
]

Value = str | int
Provider = Literal["cpu", "auto"]
Theme = Literal["system", "light", "dark"]
Keeping = Literal["yes", "no"]
KeyIn = Literal["keyring", "passphrase"]
Unsigned = Literal["refuse", "mark"]
Migration = Callable[[dict[str, Value]], dict[str, Value]]
Origin = Literal["default", "it", "user"]

FILE_NAME: Final = "settings.toml"
SCHEMA: Final = 1
THEMES: Final[tuple[Theme, ...]] = ("system", "light", "dark")
MIGRATIONS: Final[Mapping[int, Migration]] = {}  # from schema n to n + 1

_MAX_BYTES: Final = 64 * 1024


class BadSetting(Refusal):
    """A settings file gives a key that does not exist, or a value that the key can't have."""

    code: ClassVar[str] = "foundation.bad-setting"


class HospitalDecides(Refusal):
    """A setting that IT alone decides was to be changed by a user."""

    code: ClassVar[str] = "foundation.hospital-decides"


class UnreadableSettings(Refusal):
    """A settings file is no TOML, too large, or may not be read."""

    code: ClassVar[str] = "foundation.unreadable-settings"


class NewerSettings(Refusal):
    """A settings file was written by a newer Bedside."""

    code: ClassVar[str] = "foundation.newer-settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The declaration of one setting: its range, or its choices, and whether the hospital may lock it.

    Of one that is `hospital_only` a user's value never counts, whether IT gives one or not. Title and help
    stand in the catalogue under `foundation.settings.<key>`.
    """

    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    lockable: bool = True
    hospital_only: bool = False

    def why_not(self, value: object) -> str:
        """Return why the setting can't have `value`, or "" where it can."""
        if self.choices:
            return "" if value in self.choices else " | ".join(self.choices)
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            return f"{self.low} – {self.high}"
        return ""


def _number(default: int, low: int, high: int) -> int:
    return field(default=default, metadata={"setting": Setting(low=low, high=high)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run. Sizes are in MiB, times in seconds."""

    language: Language = field(default="en", metadata={"setting": Setting(choices=LANGUAGES, lockable=False)})
    theme: Theme = field(default="system", metadata={"setting": Setting(choices=THEMES, lockable=False)})
    keep_cases: Keeping = field(default="yes", metadata={"setting": Setting(choices=("yes", "no"))})
    key_in: KeyIn = field(default="keyring", metadata={"setting": Setting(choices=("keyring", "passphrase"))})
    lock_minutes: int = _number(10, 1, 120)
    intake_max_input_mib: int = _number(128, 1, 2048)
    intake_max_files: int = _number(10_000, 1, 100_000)
    intake_memory_mib: int = _number(2048, 256, 65_536)
    intake_seconds: int = _number(60, 1, 3600)
    inference_memory_mib: int = _number(4096, 1024, 262_144)
    inference_seconds: int = _number(60, 1, 3600)
    inference_threads: int = _number(1, 1, 64)
    inference_providers: Provider = field(default="cpu", metadata={"setting": Setting(choices=("cpu", "auto"))})
    unsigned_models: Unsigned = field(
        default="refuse", metadata={"setting": Setting(choices=("refuse", "mark"), hospital_only=True)}
    )


_DEFAULTS: Final = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One setting as `bedside settings` and the documentation show it; `overruled`: the user's value does not count."""

    key: str
    value: Value
    default: Value
    declared: Setting
    origin: Origin
    overruled: bool = False


def declared() -> Mapping[str, Setting]:
    """Return the declaration of every setting by its key."""
    return {item.name: item.metadata["setting"] for item in fields(Settings)}


def load(*, it: Path | None = None, user: Path | None = None) -> Settings:
    """Return the settings of this run from the two files; a file that does not exist says nothing.

    Raises
    ------
    BadSetting, UnreadableSettings, NewerSettings
        A file is wrong. The sentence names it and the key: a setting that is silently another helps nobody.
    """
    return Settings(**{item.key: item.value for item in describe(it=it, user=user)})  # type: ignore[arg-type]


def describe(*, it: Path | None = None, user: Path | None = None) -> tuple[Described, ...]:
    """Return every setting with its value in force and where that comes from, in the order of their declaration.

    Raises
    ------
    BadSetting, UnreadableSettings, NewerSettings
        As for `load`.
    """
    by_it = _read((it_folder() if it is None else it) / FILE_NAME)
    by_user = _read((user_folder() if user is None else user) / FILE_NAME)
    described = []
    for item in fields(Settings):
        key, setting, default = item.name, item.metadata["setting"], getattr(_DEFAULTS, item.name)
        locked = setting.hospital_only or (setting.lockable and key in by_it)
        origin: Origin = "user" if key in by_user and not locked else "it" if key in by_it else "default"
        value = by_user[key] if origin == "user" else by_it.get(key, default)
        described.append(
            Described(
                key=key,
                value=value,
                default=default,
                declared=setting,
                origin=origin,
                overruled=locked and by_user.get(key, value) != value,
            )
        )
    return tuple(described)


def change(key: str, value: Value, *, user: Path | None = None) -> None:
    """Write one setting into the user's file, whole or not at all; what else stands there stays.

    Raises
    ------
    HospitalDecides
        It is not the user's to change.
    BadSetting, UnreadableSettings, NewerSettings
        The file, or the value, is wrong.
    OSError
        The folder may not be written.
    """
    if key in declared() and declared()[key].hospital_only:
        raise HospitalDecides(key=key)
    path = (user_folder() if user is None else user) / FILE_NAME
    values = _checked({**_read(path), key: value}, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{FILE_NAME}.new")
    try:
        fresh.write_text(_toml(values, SCHEMA), "utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def upgrade(path: Path, migrations: Mapping[int, Migration] = MIGRATIONS, schema: int = SCHEMA) -> bool:
    """Bring a settings file of an older schema up to date on disk; return whether it was changed.

    The new text is checked before it takes the old one's place in one step, and the old one stays beside it as
    `settings.toml.<its schema>`. Whatever goes wrong, the file is as it was.

    Raises
    ------
    BadSetting, UnreadableSettings, NewerSettings
        The file is wrong, or what the migration makes of it is.
    OSError
        The folder may not be written.
    """
    before = _raw(path)
    old = _schema_of(before, path, schema)
    if not before or old == schema:
        return False
    values = _migrated(before, path, migrations, schema)
    fresh = path.with_name(f"{FILE_NAME}.new")
    try:
        fresh.write_text(_toml(values, schema), "utf-8")
        _checked(_migrated(_raw(fresh), path, migrations, schema), path)
        path.with_name(f"{FILE_NAME}.{old}").write_bytes(path.read_bytes())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return True


def _read(path: Path) -> dict[str, Value]:
    return _checked(_migrated(_raw(path), path, MIGRATIONS, SCHEMA), path)


def _raw(path: Path) -> dict[str, Any]:
    """Return what a file says, `{}` where there is none."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise UnreadableSettings(file=str(path), why=f"> {_MAX_BYTES} bytes")
        return tomllib.loads(data.decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UnreadableSettings(file=str(path), why=str(error.strerror)) from error
    except (ValueError, RecursionError) as error:  # not TOML, not UTF-8
        raise UnreadableSettings(file=str(path), why=str(error)[:200]) from error


def _schema_of(raw: Mapping[str, Any], path: Path, schema: int) -> int:
    found = raw.get("schema", schema)
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise BadSetting(file=str(path), key="schema", value=_short(found), allowed=f"1 – {schema}")
    if found > schema:
        raise NewerSettings(file=str(path), found=found, known=schema)
    return found


def _migrated(raw: dict[str, Any], path: Path, migrations: Mapping[int, Migration], schema: int) -> dict[str, Any]:
    """Return the values as the present schema names them."""
    values = {key: value for key, value in raw.items() if key != "schema"}
    for number in range(_schema_of(raw, path, schema), schema):
        values = migrations[number](values)
    return values


def _checked(values: Mapping[str, Any], path: Path) -> dict[str, Value]:
    known = declared()
    for key, value in values.items():
        if key not in known:
            raise BadSetting(file=str(path), key=key[:60], value=_short(value), allowed=" | ".join(known))
        if allowed := known[key].why_not(value):
            raise BadSetting(file=str(path), key=key, value=_short(value), allowed=allowed)
    return dict(values)


def _short(value: object) -> str:
    return repr(value)[:60]


def _toml(values: Mapping[str, Value], schema: int) -> str:
    """Return the values as TOML. Texts are codes of a closed list, so none needs an escape."""
    lines = [f"{key} = {value}" if isinstance(value, int) else f'{key} = "{value}"' for key, value in values.items()]
    return "\n".join([f"schema = {schema}", *lines, ""])
