"""Where the key of the store is kept: in the system's keyring, or behind a passphrase where there is none.

The key itself is 256 random bits that encrypt the one file. `key.json` beside that file says where the key is, never
what it is, and lets a wrong key be told from a damaged file. Nobody can compute a lost key: `store.key-made` says so
when it is made.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Final, Protocol

from bedside_app.foundation.errors import Refusal

__all__ = [
    "KEY_BYTES",
    "KeyEntry",
    "KeyKind",
    "KeyNotFound",
    "KeySource",
    "Keyring",
    "KeyringLocked",
    "NoKeyring",
    "Passphrase",
    "PassphraseTooShort",
    "WrongKeySource",
    "WrongPassphrase",
    "keyring_stands",
]

KEY_BYTES: Final = 32
SERVICE: Final = "bedside"
SHORTEST: Final = 12  # characters of a passphrase

_COST: Final = 2**17  # scrypt N with r = 8, p = 1: 128 MiB, what OWASP's cheat sheet on storing passwords asks for
_MOST_COST: Final = 2**20
_PLAIN_BACKENDS: Final = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")  # none, or not encrypted


class NoKeyring(Refusal):
    """The system offers no keyring that keeps a secret."""

    code: ClassVar[str] = "store.no-keyring"


class KeyringLocked(Refusal):
    """The keyring is there and did not open."""

    code: ClassVar[str] = "store.keyring-locked"


class KeyNotFound(Refusal):
    """The keyring opened, and the key of this store is not in it."""

    code: ClassVar[str] = "store.key-not-found"


class WrongPassphrase(Refusal):
    """The passphrase is not the one that the store was made with."""

    code: ClassVar[str] = "store.wrong-passphrase"


class PassphraseTooShort(Refusal):
    """A new passphrase has too few characters."""

    code: ClassVar[str] = "store.passphrase-too-short"


class WrongKeySource(Refusal):
    """The store was made with a passphrase and a keyring is offered, or the other way round."""

    code: ClassVar[str] = "store.wrong-key-source"


class KeyKind(StrEnum):
    """Where the key of a store is kept."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """What `key.json` says: where the key is, and `check`, a digest that only the right key gives.

    `salt`, `cost` and `wrapped` (the key, encrypted under the passphrase) belong to a passphrase. Bytes are base64.
    """

    schema: int
    store: str
    kind: KeyKind
    check: str
    salt: str = ""
    cost: int = 0
    wrapped: str = ""

    def fits(self, key: bytes) -> bool:
        """Whether `key` is the key of this store."""
        return hmac.compare_digest(self.check, check_of(key, self.store))


class KeySource(Protocol):
    """What gives the store its key."""

    kind: KeyKind

    def make(self, store: str) -> tuple[bytes, KeyEntry]:
        """Make and keep a key for a new store; return it with what `key.json` says of it."""
        ...

    def find(self, entry: KeyEntry) -> bytes:
        """Return the key of a store that stands."""
        ...


def check_of(key: bytes, store: str) -> str:
    """Return the digest that tells whether a key is the right one, and nothing about the key."""
    return hmac.new(key, f"bedside store {store}".encode(), hashlib.sha256).hexdigest()


class KeyringBackend(Protocol):
    """What is used of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept under this name."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it under this name."""
        ...


def keyring_stands() -> bool:
    """Whether this system has a keyring that keeps a secret; without one, ask for a passphrase."""
    try:
        _system_keyring()
    except NoKeyring:
        return False
    return True


def _system_keyring() -> KeyringBackend:
    import keyring  # 30 ms and more, and on some desktops a call to another process

    backend: Any = keyring.get_keyring()
    if type(backend).__module__.startswith(_PLAIN_BACKENDS):
        raise NoKeyring
    found: KeyringBackend = backend
    return found


class Keyring:
    """The key lies in the system's keyring, under the store's own random name.

    Raises
    ------
    NoKeyring, KeyringLocked, KeyNotFound
        From `make` and `find`.
    """

    kind = KeyKind.KEYRING

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        self._backend = backend

    def make(self, store: str) -> tuple[bytes, KeyEntry]:
        """Make a key and keep it; it is read back, since a keyring that only seems to keep it loses every case."""
        key = secrets.token_bytes(KEY_BYTES)
        with _keyring_errors():
            backend = self._backend or _system_keyring()
            backend.set_password(SERVICE, store, key.hex())
            kept = backend.get_password(SERVICE, store)
        if kept != key.hex():
            raise NoKeyring
        return key, KeyEntry(schema=1, store=store, kind=self.kind, check=check_of(key, store))

    def find(self, entry: KeyEntry) -> bytes:
        """Return the key, checked to be that of this store."""
        _same_kind(entry, self.kind)
        with _keyring_errors():
            kept = (self._backend or _system_keyring()).get_password(SERVICE, entry.store)
        try:
            key = bytes.fromhex(kept or "")
        except ValueError as error:
            raise KeyNotFound from error
        if not entry.fits(key):
            raise KeyNotFound
        return key


class _keyring_errors:  # noqa: N801 - reads as a function
    """Tell a keyring's own errors as refusals; the package is known by then, or not needed."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, Refusal):
            return
        from keyring.errors import InitError, KeyringError, NoKeyringError

        if isinstance(error, NoKeyringError | InitError):
            raise NoKeyring from error
        if isinstance(error, KeyringError):
            raise KeyringLocked from error


@dataclass(slots=True)
class Passphrase:
    """The key lies in `key.json`, encrypted under a passphrase stretched by scrypt (RFC 7914).

    Raises
    ------
    PassphraseTooShort, WrongPassphrase
        From `make` and `find`.
    """

    text: str = field(repr=False)
    cost: int = _COST
    kind: KeyKind = field(default=KeyKind.PASSPHRASE, init=False)

    def make(self, store: str) -> tuple[bytes, KeyEntry]:
        """Make a key and encrypt it under the passphrase."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        if len(self.text.strip()) < SHORTEST:
            raise PassphraseTooShort(shortest=SHORTEST)
        key, salt, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(16), secrets.token_bytes(12)
        sealed = ChaCha20Poly1305(self._stretched(salt, self.cost)).encrypt(nonce, key, store.encode())
        entry = KeyEntry(
            schema=1,
            store=store,
            kind=self.kind,
            check=check_of(key, store),
            salt=base64.b64encode(salt).decode(),
            cost=self.cost,
            wrapped=base64.b64encode(nonce + sealed).decode(),
        )
        return key, entry

    def find(self, entry: KeyEntry) -> bytes:
        """Return the key. What was changed in `key.json` reads as a wrong passphrase: the two can't be told apart."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        _same_kind(entry, self.kind)
        if not 2 <= entry.cost <= _MOST_COST or entry.cost & (entry.cost - 1):
            raise WrongPassphrase
        try:
            salt, wrapped = base64.b64decode(entry.salt), base64.b64decode(entry.wrapped)
            sealing = ChaCha20Poly1305(self._stretched(salt, entry.cost))
            key = sealing.decrypt(wrapped[:12], wrapped[12:], entry.store.encode())
        except (InvalidTag, ValueError) as error:
            raise WrongPassphrase from error
        if not entry.fits(key):
            raise WrongPassphrase
        return key

    def _stretched(self, salt: bytes, cost: int) -> bytes:
        import unicodedata

        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        typed = unicodedata.normalize("NFC", self.text.strip())  # é as one key or two, on any keyboard
        return Scrypt(salt=salt, length=KEY_BYTES, n=cost, r=8, p=1).derive(typed.encode())


def _same_kind(entry: KeyEntry, offered: KeyKind) -> None:
    if entry.kind is not offered:
        raise WrongKeySource(kind=entry.kind.value, offered=offered.value)
