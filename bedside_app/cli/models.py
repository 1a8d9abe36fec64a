"""`bedside models`: list the packs, show a card, verify them, run one by hand or on a file of cases."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.output import (
    add_json,
    add_language,
    language_of,
    print_json,
    print_lines,
    print_refused,
    refused_plain,
    table,
)
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, number, say

if TYPE_CHECKING:
    from bedside_app.inference.packs.find import Pack

__all__ = ["NoPair", "NotAList", "UnreadableInput", "add_to"]


class NoPair(Refusal):
    """`--set` was not given as name=value."""

    code: ClassVar[str] = "cli.no-pair"


class UnreadableInput(Refusal):
    """A file that the command line names can't be read."""

    code: ClassVar[str] = "cli.unreadable-input"


class NotAList(Refusal):
    """A file of cases is not a list."""

    code: ClassVar[str] = "cli.not-a-list"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands."""
    parser = commands.add_parser("models", help="list, show, verify and run the packs")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = verbs.add_parser("list", help="all packs, one line each")
    card = verbs.add_parser("card", help="what a pack is for, where it comes from, how good it is")
    card.add_argument("id", metavar="ID")
    verified = verbs.add_parser("verify", help="check every digest and run every pack's own vectors")
    ran = verbs.add_parser("run", help="run a pack on values given by hand, or on a file of cases")
    ran.add_argument("id", metavar="ID")
    ran.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="inputs, in the units of the card")
    ran.add_argument("--vectors", type=Path, metavar="FILE", help='a list of {"inputs": {…}}; answers in order')
    for verb, run in ((listed, run_list), (card, run_card), (verified, run_verify), (ran, run_run)):
        add_json(verb)
        add_language(verb)
        verb.set_defaults(run=run)


def run_list(options: argparse.Namespace) -> int:
    """Print the packs, and those that were refused."""
    from bedside_app.inference.packs.find import find_packs

    language, shelf = language_of(options), find_packs()
    if options.json:
        packs = [
            {"id": p.id, "version": p.card.version, "title": p.card.title.model_dump(), "origin": p.origin}
            for p in shelf.packs
        ]
        print_json({"packs": packs, "refused": [refused_plain(refused, language) for refused in shelf.refused]})
        return DONE
    print_lines(table([(p.id, p.card.version, p.origin, getattr(p.card.title, language)) for p in shelf.packs]))
    for refused in shelf.refused:
        print_refused(refused, language)
    return DONE


def run_card(options: argparse.Namespace) -> int:
    """Print one card as a page, or as its JSON."""
    from bedside_app.inference.packs.find import find_packs
    from bedside_app.inference.packs.page import card_text

    card = find_packs().pack(options.id).card
    if options.json:
        print_json(card.model_dump(mode="json"))
    else:
        print_lines([card_text(card, language_of(options))])
    return DONE


def run_verify(options: argparse.Namespace) -> int:
    """Verify and self-test every pack; ends with 3 where one fails."""
    from bedside_app.inference.ask import Inference
    from bedside_app.inference.packs.find import find_packs
    from bedside_app.inference.values import verify

    language, shelf = language_of(options), find_packs()
    with Inference() as inference:
        answers = verify(shelf, inference)
    refused = [*shelf.refused, *(answer.refused for answer in answers if answer.refused is not None)]
    if options.json:
        rows = [
            {"id": a.pack.id, "version": a.pack.card.version, "provider": a.provider, "ok": a.refused is None}
            for a in answers
        ]
        print_json({"packs": rows, "refused": [refused_plain(one, language) for one in refused]})
    else:
        print_lines(
            table([(a.pack.id, a.pack.card.version, a.provider, "ok" if a.refused is None else "–") for a in answers])
        )
    for one in refused:
        print_refused(one, language)
    return REFUSED if refused else DONE


def run_run(options: argparse.Namespace) -> int:
    """Run one pack on values, or on every case of a file."""
    from bedside_app.inference.ask import Inference
    from bedside_app.inference.packs.find import find_packs
    from bedside_app.inference.values import from_text, run_values, run_vectors

    language, pack = language_of(options), find_packs().pack(options.id)
    with Inference() as inference:
        if options.vectors is not None:
            print_json([_row(row, language) for row in run_vectors(pack, _cases(options.vectors), inference)])
            return DONE
        outputs = run_values(pack, from_text(pack.card, dict(_pair(text) for text in options.set)), inference)
    if options.json:
        print_json({"id": pack.id, "version": pack.card.version, "outputs": outputs})
    else:
        print_lines(table([_output_row(pack, name, value, language) for name, value in outputs.items()]))
    return DONE


def _row(row: dict[str, Any], language: Language) -> dict[str, Any]:
    """Add its sentence to a refused row."""
    refused = row.get("refused")
    if refused is None:
        return row
    return {"refused": {**refused, "sentence": say(refused["code"], language, refused["values"])}}


def _output_row(pack: Pack, name: str, value: object, language: Language) -> tuple[str, str, str]:
    output = next(output for output in pack.card.outputs if output.name == name)
    shown = number(value, language) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    return (
        name,
        f"{shown} {'' if output.unit in ('1', 'code') else output.unit}".strip(),
        getattr(output.label, language),
    )


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise NoPair(text=text)
    return name.strip(), value


def _cases(path: Path) -> list[Any]:
    from bedside_app.foundation.bounded import json_value

    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise UnreadableInput(file=str(path), why=error.strerror or "") from error
    value = json_value(data, name=path.name)
    if not isinstance(value, list):
        raise NotAList(file=path.name)
    return value
