"""The settings as a screen shows them: what stands, who decided it, and what may be chosen. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.foundation.settings import Described, Setting
from bedside_app.foundation.words import Language, say

__all__ = ["SettingGroup", "SettingRow", "groups_of", "typed_value"]

_GROUPS: Final = {
    "window": ("language", "theme"),
    "cases": ("keep_cases", "key_in", "lock_minutes"),
    "reading": ("intake_max_input_mib", "intake_max_files", "intake_memory_mib", "intake_seconds"),
    "models": (
        "inference_providers",
        "inference_memory_mib",
        "inference_seconds",
        "inference_threads",
        "unsigned_models",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting. `choices` are keys with their words, none for a number; `origin` says who decided the value."""

    key: str
    title: str
    help: str
    value: str
    choices: tuple[tuple[str, str], ...]
    allowed: str
    origin: str
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingGroup:
    """Settings that belong together."""

    title: str
    rows: tuple[SettingRow, ...]


def groups_of(described: Sequence[Described], language: Language) -> tuple[SettingGroup, ...]:
    """Return every setting once, by group."""
    by_key = {one.key: one for one in described}
    return tuple(
        SettingGroup(
            title=say(f"settings-page.group.{group}", language),
            rows=tuple(_row(by_key[key], language) for key in keys),
        )
        for group, keys in _GROUPS.items()
    )


def typed_value(text: str, setting: Setting) -> int | str | None:
    """Return what was typed or chosen as the setting's value, None where it can't have it."""
    value: int | str = text
    if not setting.choices:
        digits = text.strip()
        if not digits.isascii() or not digits.isdigit():
            return None
        value = int(digits)
    return None if setting.why_not(value) else value


def _row(one: Described, language: Language) -> SettingRow:
    setting = one.declared
    locked = setting.hospital_only or (one.origin == "it" and setting.lockable)
    return SettingRow(
        key=one.key,
        title=say(f"foundation.settings.{one.key}.title", language),
        help=say(f"foundation.settings.{one.key}.help", language),
        value=str(one.value),
        choices=tuple((key, say(f"settings-page.choice.{key}", language)) for key in setting.choices),
        allowed="" if setting.choices else f"{setting.low:,} – {setting.high:,}".replace(",", "\u202f"),
        origin=say(f"settings-page.origin.{'locked' if locked and one.origin == 'it' else one.origin}", language),
        locked=locked,
    )
