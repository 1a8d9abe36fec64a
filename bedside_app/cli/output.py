"""How commands speak: plain lines or JSON on standard output, progress on standard error, words of the catalogue."""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, say

if TYPE_CHECKING:
    from bedside_app.domain.record import Refused

__all__ = [
    "OutputLost",
    "TerminalProgress",
    "add_json",
    "add_language",
    "language_of",
    "print_bytes",
    "print_json",
    "print_lines",
    "print_refusal",
    "print_refused",
    "refused_plain",
    "silence_output",
    "table",
    "told_at",
    "visible",
]


class OutputLost(Refusal):
    """Standard output can't be written: a full disk, a share that went away."""

    code: ClassVar[str] = "cli.output-lost"


class TerminalProgress:
    """One line of progress, on a terminal only, rewritten in place."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._shown = sys.stderr.isatty()

    def step(self, code: str, done: int, total: int) -> None:
        """Show how far the work named `code` is."""
        if self._shown:
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r\x1b[K{say(code, self._language, {'done': done, 'total': total})}{end}")
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
    sys.stderr.write(f"bedside: {visible(say(code, language, values))}\n")


def print_refused(refused: Refused, language: Language) -> None:
    """Print the sentence of something that was set aside, behind its file where the sentence does not name it."""
    sys.stderr.write(f"bedside: {visible(refused_plain(refused, language)['sentence'])}\n")


def refused_plain(refused: Refused, language: Language) -> dict[str, Any]:
    """Return something that was set aside as plain JSON: code, values, sentence."""
    sentence = say(refused.code, language, refused.values)
    file = str(refused.values.get("file") or refused.source)
    told = sentence if file in sentence else f"{file}{sentence if sentence.startswith(':') else f': {sentence}'}"
    return {"code": refused.code, "values": dict(refused.values), "sentence": told}


def print_json(value: Any) -> None:
    """Print a plain value as JSON in UTF-8, whatever the terminal's own encoding."""
    print_bytes(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines in UTF-8, with nothing in them that a terminal would obey."""
    print_bytes("".join(f"{visible(line)}\n" for line in lines).encode())


def print_bytes(data: bytes) -> None:
    """Print bytes as they are.

    Raises
    ------
    OutputLost
        Standard output can't be written.
    """
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_output()
        raise OutputLost(why=error.strerror or "") from error


def silence_output() -> None:
    """Let standard output go nowhere from here on, so that the interpreter's own last flush has nothing to fail at."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def visible(text: str) -> str:
    """Return text of a file as it is safe to show: what steers a terminal or turns the writing stands as `[U+202E]`."""
    return "".join(c if c.isprintable() or c == "\n" or _is_space(c) else f"[U+{ord(c):04X}]" for c in text)


def _is_space(letter: str) -> bool:
    return unicodedata.category(letter) == "Zs"


def told_at(file: str, place: str, sentence: str) -> str:
    """Return a sentence behind the file and the place that it is about, each named once."""
    where = " ".join(part for part in dict.fromkeys((file, place)) if part and not sentence.startswith(part))
    return f"  - {where}: {sentence}" if where else f"  - {sentence}"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines whose columns stand under each other."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)] if rows else []
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]
