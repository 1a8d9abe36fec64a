"""`bedside models new`, `key`, `sign`, `add` and `remove`: a hospital's own packs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from bedside_app.cli.exit_codes import DONE
from bedside_app.cli.output import language_of, print_json, print_lines
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, say

if TYPE_CHECKING:
    from bedside_app.inference.packs.find import Pack

__all__ = [
    "FolderLocked",
    "NotConfirmed",
    "declare",
    "origin_words",
    "run_add",
    "run_key",
    "run_new",
    "run_remove",
    "run_sign",
]

Verbs = argparse._SubParsersAction


class NotConfirmed(Refusal):
    """Nobody has said yes to a pack that was to be added."""

    code: ClassVar[str] = "cli.not-confirmed"


class FolderLocked(Refusal):
    """The system does not let us write where we must."""

    code: ClassVar[str] = "cli.folder-locked"


def declare(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the five verbs."""
    new = verbs.add_parser("new", help="write the template of a pack, to be filled")
    new.add_argument("folder", type=Path, metavar="DIR", help="a new folder; its name is the pack's id")
    new.set_defaults(run=run_new)
    key = verbs.add_parser("key", help="make a signer's key pair: NAME.key (private) and NAME.pub (for IT)")
    key.add_argument("name", metavar="NAME")
    key.add_argument("--in", dest="folder", type=Path, default=Path(), metavar="DIR", help="default: this folder")
    key.set_defaults(run=run_key)
    sign = verbs.add_parser("sign", help="check a pack, run its vectors, and sign it")
    sign.add_argument("folder", type=Path, metavar="DIR")
    sign.add_argument("--key", type=Path, required=True, metavar="KEYFILE", help="the private key")
    sign.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="the last day on which the signature holds")
    sign.set_defaults(run=run_sign)
    added = verbs.add_parser("add", help="verify a pack, show its card, and install it for this user")
    added.add_argument("folder", type=Path, metavar="PATH")
    added.add_argument("--yes", action="store_true", help="do not ask")
    added.set_defaults(run=run_add)
    removed = verbs.add_parser("remove", help="remove a pack that was added")
    removed.add_argument("id", metavar="ID")
    removed.set_defaults(run=run_remove)


def run_new(options: argparse.Namespace) -> int:
    """Write the template."""
    from bedside_app.inference.packs.install import write_template

    with _writing(options.folder):
        written = write_template(options.folder)
    _tell(options, {"written": [str(path) for path in written]}, "cli.models-new", folder=str(options.folder))
    return DONE


def run_key(options: argparse.Namespace) -> int:
    """Make a key pair."""
    from bedside_app.inference.packs.signing import make_key

    with _writing(options.folder):
        private, public = make_key(options.name, options.folder)
    plain = {"private": str(private), "public": str(public)}
    _tell(options, plain, "cli.models-key", private=str(private), public=public.name)
    return DONE


def run_sign(options: argparse.Namespace) -> int:
    """Check everything that a signature vouches for, then sign."""
    from bedside_app.dictionary.entries import load
    from bedside_app.inference.packs.find import read_pack
    from bedside_app.inference.packs.install import check, check_filled
    from bedside_app.inference.packs.signing import SIGNATURE, private_key, public_hex, sign

    key = private_key(options.key)
    pack = read_pack(options.folder, None)
    check_filled(pack, check(pack, load()))
    _test(pack)
    signature = sign(pack.card, pack.digest, key, today=datetime.now().astimezone().date(), until=options.until)
    with _writing(options.folder):
        (options.folder / SIGNATURE).write_bytes(signature)
    plain = {"id": pack.id, "version": pack.card.version, "card": pack.digest, "key": public_hex(key)}
    _tell(options, plain, "cli.models-signed", pack=pack.id, version=pack.card.version, key=public_hex(key)[:16])
    return DONE


def run_add(options: argparse.Namespace) -> int:
    """Verify a pack, show what it is, ask, and install it."""
    from bedside_app.dictionary.entries import load
    from bedside_app.foundation.paths import user_folder
    from bedside_app.inference.packs.find import find_packs, read_pack
    from bedside_app.inference.packs.install import add, check
    from bedside_app.inference.packs.page import card_text
    from bedside_app.inference.packs.signing import trust_of_it

    language, dictionary = language_of(options), load()
    pack = read_pack(options.folder, trust_of_it())
    check(pack, dictionary)
    if not options.json:
        print_lines([card_text(pack.card, language), origin_words(pack, language), f"SHA-256 {pack.digest}"])
    if not options.yes and not _confirmed(pack, language):
        raise NotConfirmed(pack=pack.id)
    with _writing(user_folder()):
        added = add(pack, find_packs(), user_folder() / "models", dictionary, _test)
    plain = {"id": pack.id, "version": pack.card.version, "signer": pack.signer, "mark": pack.mark}
    _tell(options, {**plain, "folder": str(added.folder)}, "cli.models-added", pack=pack.id, version=pack.card.version)
    return DONE


def run_remove(options: argparse.Namespace) -> int:
    """Remove a pack that the user added."""
    from bedside_app.foundation.paths import user_folder
    from bedside_app.inference.packs.install import remove

    with _writing(user_folder()):
        remove(options.id, user_folder() / "models")
    _tell(options, {"removed": options.id}, "cli.models-removed", pack=options.id)
    return DONE


def origin_words(pack: Pack, language: Language) -> str:
    """Return who vouches for a user's pack, in words; "" for a pack of Bedside's or IT's."""
    if pack.origin != "user":
        return ""
    return say(f"inference.origin_{pack.mark or 'signed'}", language, {"signer": pack.signer})


def _test(pack: Pack) -> None:
    """Run the pack's own vectors in a worker, where it lies.

    Raises
    ------
    Refusal
        The worker's reason why it does not pass.
    """
    from bedside_app.inference.ask import Inference, Question
    from bedside_app.inference.values import Told

    with Inference() as inference:
        (answer,) = inference.ask([Question(pack=pack, rows=())])
    if answer.refused is not None:
        raise Told(answer.refused)


def _confirmed(pack: Pack, language: Language) -> bool:
    """Ask on the terminal; where there is none, nobody has said yes."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(say("cli.models-ask", language, {"pack": pack.id, "version": pack.card.version}))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "o", "oui")


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FolderLocked(folder=str(folder), why=error.strerror or "") from error


def _tell(options: argparse.Namespace, plain: Mapping[str, object], code: str, **values: str) -> None:
    if options.json:
        print_json(plain)
    else:
        print_lines([say(code, language_of(options), values)])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day like 2027-12-31") from error
