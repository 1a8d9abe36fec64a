"""`bedside cases`: what is kept on this computer, the audit trail of a case, and whether the store is whole."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.output import (
    add_json,
    add_language,
    language_of,
    print_bytes,
    print_json,
    print_lines,
    print_refusal,
    table,
)
from bedside_app.foundation.words import say

if TYPE_CHECKING:
    from bedside_app.domain.case import CaseRow
    from bedside_app.store.store import Store

__all__ = ["add_to", "run"]


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("cases", help="the cases kept on this computer: list, audit trail, check")
    parser.add_argument("--audit", metavar="CASE", help="print the audit trail of one case as JSON")
    parser.add_argument("--check", action="store_true", help="look at every byte and every link of every trail")
    add_json(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List, export or check; nothing is changed, and another window may go on writing."""
    from bedside_app.cli.keeping import opened
    from bedside_app.domain.case import CaseId
    from bedside_app.store.store import Access

    language = language_of(options)
    with opened(Access.READ, language) as store:
        if options.audit:
            print_bytes(store.case(CaseId(options.audit)).export_audit())
            return DONE
        if options.check:
            return _check(store, options)
        rows = store.cases()
        if options.json:
            print_json([_plain(row) for row in rows])
        else:
            print_lines(table([(row.id, _name(row), row.phase.value, row.changed.text) for row in rows]))
    return DONE


def _check(store: Store, options: argparse.Namespace) -> int:
    language = language_of(options)
    wrong = store.check()
    if options.json:
        print_json({"ok": not wrong, "wrong": [say(one.code, language, one.values) for one in wrong]})
    for one in wrong:
        print_refusal(one.code, one.values, language)
    if not wrong and not options.json:
        print_lines((say("cli.cases-whole", language, {"count": len(store.cases())}),))
    return REFUSED if wrong else DONE


def _plain(row: CaseRow) -> dict[str, object]:
    return {
        "case": row.id,
        "name": _name(row),
        "birth_date": row.identity.birth_date.text if row.identity.birth_date is not None else None,
        "identifiers": [{"value": one.value, "issuer": one.issuer} for one in row.identity.identifiers],
        "phase": row.phase.value,
        "revision": row.revision,
        "events": row.events,
        "opened": row.opened.text,
        "changed": row.changed.text,
        "demonstration": row.demonstration,
    }


def _name(row: CaseRow) -> str:
    return ", ".join(part for part in (row.identity.family.upper(), row.identity.given) if part)
