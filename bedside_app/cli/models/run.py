"""`bedside models run`: one pack on values given by hand, on a file of cases, on a table, or on pictures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from bedside_app.cli.exit_codes import DONE
from bedside_app.cli.image_models import add_paths, run_pictures
from bedside_app.cli.models.cohort import add_table, run_cohort
from bedside_app.cli.models.own import origin_words
from bedside_app.cli.output import language_of, print_json, print_lines, table
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, number, say

if TYPE_CHECKING:
    from bedside_app.inference.packs.find import Pack

__all__ = ["NoPair", "NotAList", "UnreadableInput", "declare", "run_run"]

Verbs = argparse._SubParsersAction


class NoPair(Refusal):
    """`--set` was not given as name=value."""

    code: ClassVar[str] = "cli.no-pair"


class UnreadableInput(Refusal):
    """A file that the command line names can't be read."""

    code: ClassVar[str] = "cli.unreadable-input"


class NotAList(Refusal):
    """A file of cases is not a list."""

    code: ClassVar[str] = "cli.not-a-list"


def declare(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare `run`."""
    ran = verbs.add_parser("run", help="run a pack on values given by hand, or on a file of cases")
    ran.add_argument("id", metavar="ID")
    ran.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="inputs, in the units of the card")
    ran.add_argument("--vectors", type=Path, metavar="FILE", help='a list of {"inputs": {…}}; answers in order')
    add_table(ran)
    add_paths(ran)
    ran.set_defaults(run=run_run)


def run_run(options: argparse.Namespace) -> int:
    """Run one pack on values, or on every case of a file."""
    from bedside_app.inference.ask import Inference
    from bedside_app.inference.packs.find import find_packs
    from bedside_app.inference.values import from_text, run_values, run_vectors

    language, pack = language_of(options), find_packs().pack(options.id)
    if options.table is not None:
        return run_cohort(options, pack)
    if options.paths or pack.card.image is not None:
        return run_pictures(options, pack)
    with Inference() as inference:
        if options.vectors is not None:
            print_json([_row(row, language) for row in run_vectors(pack, _cases(options.vectors), inference)])
            return DONE
        outputs = run_values(pack, from_text(pack.card, dict(_pair(text) for text in options.set)), inference)
    if options.json:
        origin = {"origin": pack.origin, "signer": pack.signer, "mark": pack.mark}
        print_json({"id": pack.id, "version": pack.card.version, **origin, "outputs": outputs})
        return DONE
    if words := origin_words(pack, language):
        print_lines([words])
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
