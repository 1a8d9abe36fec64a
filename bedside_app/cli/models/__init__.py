"""`bedside models`: list the packs, show a card, verify them, run one."""

from __future__ import annotations

import argparse

from bedside_app.cli.models import look, run
from bedside_app.cli.models.run import UnreadableInput
from bedside_app.cli.output import add_json, add_language

__all__ = ["UnreadableInput", "add_to"]


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands; each module here declares its own, and all take `--json` and `--lang`."""
    parser = commands.add_parser("models", help="list, show, verify and run the packs")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for module in (look, run):
        module.declare(verbs)
    for verb in verbs.choices.values():
        add_json(verb)
        add_language(verb)
