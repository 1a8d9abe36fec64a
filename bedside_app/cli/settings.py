"""`bedside settings`: every setting, its value in force and where that comes from."""

from __future__ import annotations

import argparse

from bedside_app.cli.exit_codes import DONE
from bedside_app.cli.output import add_json, add_language, language_of, print_json, print_lines, table

__all__ = ["add_to", "run"]


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("settings", help="every setting, its value and where it comes from")
    add_json(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the settings."""
    from bedside_app.foundation.paths import it_folder, user_folder
    from bedside_app.foundation.settings import FILE_NAME, describe
    from bedside_app.foundation.words import say

    described = describe()
    if options.json:
        print_json(
            [
                {"key": s.key, "value": s.value, "default": s.default, "origin": s.origin, "overruled": s.overruled}
                for s in described
            ]
        )
        return DONE
    language = language_of(options)
    print_lines(
        table([(s.key, str(s.value), s.origin, say(f"foundation.settings.{s.key}.title", language)) for s in described])
    )
    print_lines(("", str(it_folder() / FILE_NAME), str(user_folder() / FILE_NAME)))
    return DONE
