"""`bedside models run ID --table IN --out OUT`: a pack over a table of any length."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from bedside_app.cli.exit_codes import DONE
from bedside_app.cli.output import TerminalProgress, language_of, print_json, print_lines
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import say

if TYPE_CHECKING:
    from bedside_app.inference.packs.find import Pack

__all__ = ["OutWanted", "add_table", "run_cohort"]


class OutWanted(Refusal):
    """`--table` was given without `--out`."""

    code: ClassVar[str] = "cli.out-wanted"


def add_table(parser: argparse.ArgumentParser) -> None:
    """Declare `--table`, `--out` and `--keep`."""
    parser.add_argument("--table", type=Path, metavar="CSV", help="one patient a row; columns named as on the card")
    parser.add_argument("--out", type=Path, metavar="CSV", help="where the answers go, row by row")
    parser.add_argument("--keep", nargs="+", default=[], metavar="COLUMN", help="columns to copy into the answers")


def run_cohort(options: argparse.Namespace, pack: Pack) -> int:
    """Answer every row; a refused row has its code and sentence, and is no failure of the command."""
    from bedside_app.inference.ask import Inference
    from bedside_app.inference.table import TableAsked, run_table

    if options.out is None:
        raise OutWanted
    language = language_of(options)
    wanted = TableAsked(table=options.table, out=options.out, language=language, keep=options.keep)
    with Inference() as inference:
        done = run_table(pack, wanted, inference, TerminalProgress(language))
    if options.json:
        origin = {"origin": pack.origin, "signer": pack.signer, "mark": pack.mark, "card": pack.digest}
        counts = {"rows": done.rows, "refused": dict(done.refused), "provider": done.provider}
        print_json({"id": pack.id, "version": pack.card.version, **origin, **counts, "out": str(options.out)})
        return DONE
    units = ", ".join(f"{entry.name} {entry.unit}" for entry in pack.card.inputs if entry.range is not None)
    refused = sum(done.refused.values())
    values = {"rows": done.rows, "refused": refused, "provider": done.provider, "units": units or "–"}
    print_lines([say("cli.table-done", language, values)])
    return DONE
