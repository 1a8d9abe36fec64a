"""`bedside models list`, `card` and `verify`: the packs, what each says of itself, whether all are sound."""

from __future__ import annotations

import argparse

from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.output import language_of, print_json, print_lines, print_refused, refused_plain, table

__all__ = ["declare", "run_card", "run_list", "run_verify"]

Verbs = argparse._SubParsersAction


def declare(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare `list`, `card` and `verify`."""
    verbs.add_parser("list", help="all packs, one line each").set_defaults(run=run_list)
    card = verbs.add_parser("card", help="what a pack is for, where it comes from, how good it is")
    card.add_argument("id", metavar="ID")
    card.set_defaults(run=run_card)
    verified = verbs.add_parser("verify", help="check every digest and run every pack's own vectors")
    verified.set_defaults(run=run_verify)


def run_list(options: argparse.Namespace) -> int:
    """Print the packs, and those that were refused."""
    from bedside_app.inference.packs.find import find_packs

    language, shelf = language_of(options), find_packs()
    if options.json:
        packs = [
            {
                "id": p.id,
                "version": p.card.version,
                "title": p.card.title.model_dump(),
                "origin": p.origin,
                "signer": p.signer,
                "mark": p.mark,
            }
            for p in shelf.packs
        ]
        print_json({"packs": packs, "refused": [refused_plain(refused, language) for refused in shelf.refused]})
        return DONE
    print_lines(
        table(
            [
                (p.id, p.card.version, p.mark or p.signer or p.origin, getattr(p.card.title, language))
                for p in shelf.packs
            ]
        )
    )
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
