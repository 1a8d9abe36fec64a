"""How commands speak: plain lines or JSON on standard output, progress on standard error, words of the catalogue."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bedside_app.foundation.words import Language, say

__all__ = [
    "TerminalProgress",
    "add_json",
    "add_language",
    "language_of",
    "print_bytes",
    "print_json",
    "print_lines",
    "print_refusal",
    "table",
]


class TerminalProgress:
    """One line of progress, on a terminal only, rewritten in place."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._shown = sys.stderr.isatty()

    def step(self, code: str, done: int, total: int) -> None:
        """Show how far the work named `code` is."""
        if self._shown:
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r\x1b[K{say(code, self._language)} {done}/{total}{end}")
            sys.stderr.flush()


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add `--lang`; without it the setting of this workstation counts."""
    parser.add_argument("--lang", choices=("en", "fr"), help="language of sentences (default: the setting)")


def language_of(options: argparse.Namespace) -> Language:
    """Return the language that was asked for, else that of the settings."""
    from bedside_app.foundation import settings

    chosen: Language | None = getattr(options, "lang", None)
    return chosen or settings.load().language


def print_refusal(code: str, values: Mapping[str, object], language: Language) -> None:
    """Print the sentence of a refusal on standard error."""
    sys.stderr.write(f"bedside: {say(code, language, values)}\n")


def print_json(value: Any) -> None:
    """Print a plain value as JSON in UTF-8, whatever the terminal's own encoding."""
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")
    sys.stdout.buffer.flush()


def print_bytes(data: bytes) -> None:
    """Print bytes as they are."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Print lines in UTF-8."""
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    sys.stdout.buffer.flush()


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines whose columns stand under each other."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)] if rows else []
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]
