"""`bedside`: parse, run one command, and end with its exit code: 0 done, 1 our fault, 2 wrong use, 3 refused."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Final

from bedside_app import __version__
from bedside_app.cli.exit_codes import DONE, FAULT, REFUSED
from bedside_app.foundation.errors import Cancelled, Refusal

__all__ = ["COMMANDS", "main", "parser"]

COMMANDS: Final = ("assess", "handover", "facts", "images", "cases", "models", "pathways", "demo", "doctor", "settings")

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
        _heed_the_system()
        _open_log()
        code: int = options.run(options)
    except Refusal as refusal:
        return _told(refusal.code, refusal.values, options, REFUSED)
    except (Cancelled, KeyboardInterrupt):
        return _told("cli.stopped", {}, options, REFUSED)
    except BrokenPipeError:
        from bedside_app.cli.output import silence_output

        silence_output()  # the reader of our output has gone: nobody is left to tell
        return DONE
    except Exception as error:  # noqa: BLE001 - the last door: a fault of ours, told without patient data
        return _told("cli.fault", {"kind": type(error).__name__, "place": _recorded(error)}, options, FAULT)
    return code


def _heed_the_system() -> None:
    """Stop as at Ctrl-C where the system asks for it (shutdown, a closed terminal): in order, and with a sentence."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        asked = getattr(signal, name, None)
        if asked is not None and signal.getsignal(asked) is signal.SIG_DFL:
            signal.signal(asked, signal.default_int_handler)


def _told(code: str, values: Mapping[str, object], options: argparse.Namespace, ends: int) -> int:
    """Print a sentence on standard error, with `--json` as JSON too; in English where the settings can't be read."""
    from bedside_app.cli.output import language_of, print_json, print_refusal

    try:
        language = language_of(options)
    except Refusal:
        language = "en"
    print_refusal(code, values, language)
    if options.json:
        from bedside_app.foundation.words import say

        with suppress(Refusal, OSError):
            print_json({"refused": {"code": code, "values": dict(values), "sentence": say(code, language, values)}})
    return ends


def _recorded(error: Exception) -> str:
    """Log a fault by type and places, never by its message, which could hold patient data; return the places."""
    from bedside_app.foundation.log import LOGGER, trace_of

    LOGGER.error("fault", exc_info=error)
    return trace_of(error)


def _open_log() -> None:
    """Write a log where that is possible; without one the program works, and `bedside doctor` says so."""
    from bedside_app.foundation.log import open_log
    from bedside_app.foundation.paths import user_folder

    with suppress(OSError):
        open_log(user_folder() / "logs")


if __name__ == "__main__":
    raise SystemExit(main())
