"""`bedside models`: list the packs, show a card, verify them, run one; make, sign, add and remove one's own."""

from __future__ import annotations

import argparse

from bedside_app.cli.image_models import PathsAnywhere
from bedside_app.cli.models import look, own, run
from bedside_app.cli.models.run import UnreadableInput
from bedside_app.cli.output import add_json, add_language

__all__ = ["UnreadableInput", "add_to"]


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands; each module here declares its own, and all take `--json` and `--lang`."""
    parser = commands.add_parser("models", help="list, show, verify and run the packs; add your own")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=PathsAnywhere)
    for module in (look, run, own):
        module.declare(verbs)
    for verb in verbs.choices.values():
        add_json(verb)
        add_language(verb)
