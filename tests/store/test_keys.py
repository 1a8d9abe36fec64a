from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from keyring.errors import KeyringError, NoKeyringError
from keyring.errors import KeyringLocked as LockedError

from bedside_app.foundation.errors import Refusal
from bedside_app.store import keys
from bedside_app.store.keys import (
    KeyKind,
    KeyNotFound,
    Keyring,
    KeyringLocked,
    NoKeyring,
    Passphrase,
    PassphraseTooShort,
    WrongKeySource,
    WrongPassphrase,
    keyring_stands,
)
from bedside_app.store.store import key_kind, open_store
from tests.store.cases import WORDS, new_case


class Kept:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password


class Forgetful(Kept):
    def set_password(self, service: str, username: str, password: str) -> None:
        """Seem to keep it."""


class Failing(Kept):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


def test_a_store_made_with_the_keyring_opens_with_it_again(tmp_path: Path) -> None:
    backend = Kept()
    with open_store(tmp_path, Keyring(backend)) as store:
        assert store.made
        case = new_case(store)
    with open_store(tmp_path, Keyring(backend)) as store:
        assert not store.made
        assert store.case(case).id == case
    assert key_kind(tmp_path) is KeyKind.KEYRING
    (secret,) = backend.secrets.values()
    assert all(secret.encode() not in path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("error", "refusal"),
    [(LockedError(), KeyringLocked), (KeyringError(), KeyringLocked), (NoKeyringError(), NoKeyring)],
)
def test_a_keyring_that_does_not_answer_is_refused_and_the_store_opens_later(
    tmp_path: Path, error: Exception, refusal: type[Refusal]
) -> None:
    backend = Kept()
    open_store(tmp_path, Keyring(backend)).close()
    with pytest.raises(refusal):
        open_store(tmp_path, Keyring(Failing(error)))
    open_store(tmp_path, Keyring(backend)).close()


@pytest.mark.parametrize("backend", [Forgetful(), Failing(NoKeyringError())])
def test_a_keyring_that_keeps_nothing_makes_no_store(tmp_path: Path, backend: Kept) -> None:
    with pytest.raises(NoKeyring):
        open_store(tmp_path, Keyring(backend))
    assert key_kind(tmp_path) is None
    assert not (tmp_path / "cases.bedside").exists()


@pytest.mark.parametrize("left", ["", "not hexadecimal", "00" * 32])
def test_a_lost_or_another_key_in_the_keyring_is_said(tmp_path: Path, left: str) -> None:
    backend = Kept()
    open_store(tmp_path, Keyring(backend)).close()
    backend.secrets = dict.fromkeys(backend.secrets, left)
    with pytest.raises(KeyNotFound):
        open_store(tmp_path, Keyring(backend))


def test_a_desktop_without_a_keyring_is_known_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    import keyring.backends.fail

    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    assert not keyring_stands()
    with pytest.raises(NoKeyring):
        Keyring().make("store")


def test_only_the_passphrase_opens_in_any_way_of_typing_its_accents() -> None:
    key, entry = Passphrase("café à la crème", cost=2).make("store")
    assert Passphrase(unicodedata.normalize("NFD", "café à la crème"), cost=2).find(entry) == key
    with pytest.raises(WrongPassphrase):
        Passphrase("cafe a la creme", cost=2).find(entry)


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda entry: replace(entry, salt="%"),
        lambda entry: replace(entry, wrapped=entry.wrapped[:-8]),
        lambda entry: replace(entry, cost=2**40),
        lambda entry: replace(entry, cost=3),
        lambda entry: replace(entry, check="0" * 64),
        lambda entry: replace(entry, store="another"),
    ],
)
def test_a_changed_key_file_opens_nothing_and_asks_for_no_memory(
    spoiled: Callable[[keys.KeyEntry], keys.KeyEntry],
) -> None:
    _, entry = Passphrase(WORDS, cost=2).make("store")
    with pytest.raises(WrongPassphrase):
        Passphrase(WORDS).find(spoiled(entry))


def test_a_short_passphrase_is_refused_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(PassphraseTooShort):
        open_store(tmp_path, Passphrase("short  "))
    assert key_kind(tmp_path) is None


def test_a_passphrase_does_not_open_what_the_keyring_locks(tmp_path: Path) -> None:
    open_store(tmp_path, Keyring(Kept())).close()
    with pytest.raises(WrongKeySource):
        open_store(tmp_path, Passphrase(WORDS))


def test_the_passphrase_is_in_no_repr() -> None:
    assert WORDS not in repr(Passphrase(WORDS))
