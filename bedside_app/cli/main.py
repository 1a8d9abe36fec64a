"""`bedside`: parse, run one command, and end with its exit code: 0 done, 1 our fault, 2 wrong use, 3 refused."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from bedside_app import __version__
from bedside_app.foundation.errors import Cancelled, Refusal

__all__ = ["COMMANDS", "DONE", "FAULT", "REFUSED", "USAGE", "main", "parser"]

DONE: Final = 0
FAULT: Final = 1
USAGE: Final = 2
REFUSED: Final = 3

COMMANDS: Final = ("assess", "facts", "models", "pathways", "demo", "doctor", "settings")

NOTICE: Final = (
    "Decision support. You decide. Not a medical device, not CE-marked, not FDA-cleared: "
    "for demonstration and evaluation only."
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="bedside", description="Explained diagnosis and therapy support, offline.", epilog=NOTICE
    )
    top.add_argument("--version", action="version", version=f"bedside {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"bedside_app.cli.{name}").add_to(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except Refusal as refusal:
        return _refused(refusal, getattr(options, "lang", "en"))
    except (Cancelled, KeyboardInterrupt):
        print("bedside: stopped; nothing was changed", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except Exception as error:  # noqa: BLE001 - the last door: a fault of ours, told without patient data
        return _fault(error)
    return code


def _refused(refusal: Refusal, language: str) -> int:
    from bedside_app.foundation.words import say

    print(f"bedside: {say(refusal.code, 'fr' if language == 'fr' else 'en', refusal.values)}", file=sys.stderr)
    return REFUSED


def _fault(error: Exception) -> int:
    """Log the fault without its message, which could hold patient data, and say where it happened."""
    from bedside_app.foundation.log import record_fault

    place = record_fault(error)
    print(
        f"bedside: a fault of ours ({type(error).__name__} at {place}). Nothing of the case was changed. "
        "Please give this line to whoever looks after Bedside.",
        file=sys.stderr,
    )
    return FAULT


if __name__ == "__main__":
    raise SystemExit(main())
