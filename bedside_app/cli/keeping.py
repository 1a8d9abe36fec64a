"""How commands open the cases of this user: by the keyring, or by a passphrase from the terminal or standard input."""

from __future__ import annotations

import sys
from datetime import datetime
from getpass import getpass, getuser
from typing import TYPE_CHECKING, ClassVar

from bedside_app.cli.output import print_refusal
from bedside_app.domain.case import Person
from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import user_folder
from bedside_app.foundation.settings import load
from bedside_app.foundation.words import Language, say

if TYPE_CHECKING:
    from bedside_app.store.keys import KeySource
    from bedside_app.store.store import Access, Store

__all__ = ["PassphrasesDiffer", "now", "opened", "person"]


class PassphrasesDiffer(Refusal):
    """A new passphrase was typed twice, and not alike."""

    code: ClassVar[str] = "cli.passphrases-differ"


def opened(access: Access, language: Language) -> Store:
    """Return the store, made with a key of its own where there is none yet and it is to be written.

    Raises
    ------
    Refusal
        As `store.open_store`.
    """
    from bedside_app.store.store import open_store

    folder = user_folder() / "cases"
    store = open_store(folder, _source(language), access)
    if store.made:
        print_refusal("store.key-made", {}, language)
    return store


def person() -> Person:
    """Return who sits at this workstation, as its account is called."""
    return Person(name=getuser())


def now() -> Moment:
    """Return the time of this workstation, with its zone."""
    return Moment(datetime.now().astimezone().isoformat(timespec="seconds"))


def _source(language: Language) -> KeySource:
    from bedside_app.store.keys import KeyKind, Keyring, Passphrase, keyring_stands
    from bedside_app.store.store import key_kind

    kind = key_kind(user_folder() / "cases")
    by_keyring = kind is KeyKind.KEYRING if kind is not None else load().key_in == "keyring" and keyring_stands()
    if by_keyring:
        return Keyring()
    if not sys.stdin.isatty():
        return Passphrase(sys.stdin.readline().rstrip("\r\n"))
    if kind is not None:
        return Passphrase(_asked("passphrase", language))
    sys.stderr.write(f"{say('store.choose-passphrase', language)}\n")
    chosen = _asked("passphrase", language)
    if chosen != _asked("again", language):
        raise PassphrasesDiffer
    return Passphrase(chosen)


def _asked(what: str, language: Language) -> str:
    return getpass(f"{say(f'keeping.{what}', language)}: ", sys.stderr)
