"""`bedside assess`: files in, the explained summary out, as text, JSON, PDF."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, ClassVar

from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.output import (
    TerminalProgress,
    add_json,
    add_language,
    language_of,
    print_bytes,
    print_lines,
    print_refusal,
    told_at,
)
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, day, say

if TYPE_CHECKING:
    from bedside_app.domain.summary import IdentityShown, ShownOption, Summary
    from bedside_app.store.store import Store
    from bedside_app.workflows.assess import Assessment

__all__ = ["NotADay", "add_as_of", "add_to", "day_of", "run", "summary_lines"]


class NotADay(Refusal):
    """`--as-of` is not a calendar day."""

    code: ClassVar[str] = "cli.not-a-day"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("assess", help="read a patient's files and compose the explained summary")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, folder or ZIP archive")
    add_as_of(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="leave case.json and summary.pdf in this folder")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="write the PDF of two pages here")
    parser.add_argument("--keep", action="store_true", help="keep the case on this computer, encrypted")
    add_json(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """Add `--as-of`."""
    parser.add_argument("--as-of", metavar="DATE", help="the day to assess on, 2026-11-24 (default: today)")


def day_of(options: argparse.Namespace) -> date:
    """Return the day that was asked for, else today: the only place below the window that reads a clock.

    Raises
    ------
    NotADay
        The text is no calendar day.
    """
    if options.as_of is None:
        return date.today()  # noqa: DTZ011 - the day on the wall of this ward
    try:
        return date.fromisoformat(options.as_of)
    except ValueError as error:
        raise NotADay(text=options.as_of) from error


def run(options: argparse.Namespace) -> int:
    """Assess, and print or write what was asked for. Ends with 3 where the case is blocked."""
    from bedside_app.foundation import settings
    from bedside_app.workflows.assess import assess
    from bedside_app.workflows.export import Wanted, export

    language, as_of = language_of(options), day_of(options)
    store = _store(language) if options.keep else None  # asks for the key before the work, not after it
    assessment = assess(options.paths, as_of=as_of, settings=settings.load(), progress=TerminalProgress(language))
    summary = assessment.summary
    kept = "" if store is None else _kept(store, assessment)
    out: Path | None = options.out
    wanted = Wanted(json=out / "case.json" if out else None, pdf=options.pdf or (out / "summary.pdf" if out else None))
    if options.json:
        from bedside_app.report.json_document import json_bytes

        print_bytes(json_bytes(summary))
    else:
        print_lines(summary_lines(summary, language))
    try:
        written = export(summary, wanted, language)
    except Refusal as refusal:  # what was printed stands
        print_refusal(refusal.code, refusal.values, language)
        return REFUSED
    if not options.json:
        print_lines(f"{say('cli.written', language)} {path}" for path in written)
        if kept:
            print_lines((say("cli.kept", language, {"case": kept}),))
    blocked = assessment.gathered.blocked
    if blocked is not None:
        print_refusal(blocked.code, blocked.values, language)
        return REFUSED
    return DONE


def _store(language: Language) -> Store:
    from bedside_app.cli.keeping import opened
    from bedside_app.store.store import Access

    return opened(Access.WRITE, language)


def _kept(store: Store, made: Assessment) -> str:
    """Keep the case with its summary and return its number; "" where there is no one patient."""
    from bedside_app.cli.keeping import now, person
    from bedside_app.report.json_document import json_bytes
    from bedside_app.report.row_extras import row_extras_of
    from bedside_app.workflows.keep import keep

    with store:
        if made.gathered.record is None:
            return ""
        case = keep(store, made.gathered, at=now(), by=person())
        case.save_result(case.revision, json_bytes(made.summary), row_extras_of(made.summary))
        return case.id


def summary_lines(summary: Summary, language: Language) -> Iterator[str]:
    """Yield the summary as plain lines: who, flags, answer, options by step, what is missing, what was refused."""
    shown_day = day(date.fromisoformat(summary.as_of), language)
    yield _identity_line(summary.identity)
    yield f"{say('cli.as-of', language, {'day': shown_day})} · {summary.notice[language]}"
    yield ""
    for letter, side in zip(ascii_uppercase, summary.identity.sides, strict=False):
        yield f"  {letter}: {_identity_line(side)} · {side.source}"
    for flag in summary.flags:
        if flag.text != summary.answer:
            yield f"! {flag.text[language]}"
            if flag.action:
                yield f"  → {flag.action[language]}"
    if summary.today is not None:
        from bedside_app.cli.today_lines import today_lines

        yield from today_lines(summary.today, language)
        yield ""
    yield summary.answer[language]
    yield ""
    for step in summary.steps:
        options = [option for option in summary.options if option.step == step.id and option.primary == step.primary]
        if options:
            yield step.title[language]
            for option in sorted(options, key=lambda option: (option.rank == 0, option.rank)):
                yield from _option_lines(option, language)
    if summary.missing:
        yield ""
        yield say("cli.missing", language)
        yield from (f"  ? {missing.label[language]}" for missing in summary.missing if missing.weight > 0)
    for title, told in (("cli.refusals", summary.refusals), ("cli.set-aside", summary.not_understood)):
        if told:
            yield ""
            yield say(title, language)
            yield from (told_at(one.file, one.place, one.text[language]) for one in told)


def _identity_line(identity: IdentityShown) -> str:
    numbers = ", ".join(identifier.value for identifier in identity.identifiers)
    return " · ".join(part for part in (identity.name, identity.birth_date, numbers) if part)


def _option_lines(option: ShownOption, language: Language) -> Iterator[str]:
    state = "suggested" if option.suggested else option.state.value
    title = f"  [{say(f'cli.{state}', language)}] {option.label[language]}"
    if option.state.value == "excluded":
        yield f"{title}: {option.reasons_against[0].text[language]}" if option.reasons_against else title
        return
    condition = option.provided.get(language, "")
    yield f"{title}: {say('ui.status.condition', language, {'condition': condition})}" if condition else title
    for dose in option.dose:
        yield f"      {dose.name[language]} {dose.text[language]}, {dose.schedule[language]}"
    for reason in option.reasons_for:
        yield f"      + {reason.text[language]}"
    for reason in option.reasons_against:
        yield f"      − {reason.text[language]}"
    for safety in option.not_cleared:
        yield f"      ? {(safety.question or safety.text)[language]}"
    if option.missing_text:
        yield f"      ? {say('cli.needs', language, {'facts': option.missing_text[language]})}"
