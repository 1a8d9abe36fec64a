"""`bedside handover`: the one-page hand-over of a patient under treatment, as PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from bedside_app.cli.assess import add_as_of, day_of
from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.output import (
    TerminalProgress,
    add_json,
    add_language,
    language_of,
    print_json,
    print_lines,
    print_refusal,
)
from bedside_app.foundation.words import say

__all__ = ["add_to", "run"]


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("handover", help="the one-page hand-over of a patient under treatment")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, folder or ZIP archive")
    parser.add_argument("--pdf", type=Path, required=True, metavar="FILE", help="where the page goes")
    add_as_of(parser)
    add_json(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Assess, and write the page. Ends with 3 where the case is blocked or no regimen is active."""
    from bedside_app.foundation import settings
    from bedside_app.workflows.assess import assess
    from bedside_app.workflows.handover import handover

    language = language_of(options)
    made = assess(options.paths, as_of=day_of(options), settings=settings.load(), progress=TerminalProgress(language))
    blocked = made.gathered.blocked
    if blocked is not None:
        print_refusal(blocked.code, blocked.values, language)
        return REFUSED
    path = handover(made.summary, options.pdf, language)
    if options.json:
        print_json({"written": str(path)})
    else:
        print_lines((f"{say('cli.written', language)} {path}",))
    return DONE
