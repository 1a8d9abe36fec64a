"""`bedside demo`: the main job on a demonstration patient, as of the day that the files fix."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Final

from bedside_app.cli.assess import summary_lines
from bedside_app.cli.exit_codes import DONE
from bedside_app.cli.output import TerminalProgress, add_json, add_language, language_of, print_bytes, print_lines
from bedside_app.foundation.words import say

__all__ = ["AS_OF", "add_to", "run"]

AS_OF: Final = date(2026, 11, 24)  # resources/demo/README.md: the same case gives the same bytes


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("demo", help="assess a demonstration patient (synthetic)")
    parser.add_argument("--patient", choices=("a", "b"), default="a", help="a: before treatment; b: under chemotherapy")
    parser.add_argument("--out", type=Path, default=Path("bedside-demo"), metavar="DIR", help="where the results go")
    add_json(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Assess the patient, leave case.json, the PDF and its pages as PNG, of patient B the hand-over; print where."""
    from bedside_app.foundation import settings
    from bedside_app.foundation.paths import resources_folder
    from bedside_app.report.json_document import json_bytes
    from bedside_app.workflows.assess import assess
    from bedside_app.workflows.export import Wanted, export

    language, folder = language_of(options), resources_folder() / f"demo/patient_{options.patient}"
    assessment = assess([folder], as_of=AS_OF, settings=settings.load(), progress=TerminalProgress(language))
    out: Path = options.out.resolve()
    wanted = Wanted(json=out / "case.json", pdf=out / "summary.pdf", png=out / "page.png")
    written = export(assessment.summary, wanted, language)
    if assessment.summary.today is not None:
        from bedside_app.workflows.handover import handover

        written = (*written, handover(assessment.summary, out / "handover.pdf", language))
    if options.json:
        print_bytes(json_bytes(assessment.summary))
        return DONE
    print_lines(summary_lines(assessment.summary, language))
    print_lines(("", say("cli.demo", language, {"patient": options.patient.upper(), "folder": str(folder)})))
    print_lines(f"{say('cli.written', language)} {path}" for path in written)
    return DONE
