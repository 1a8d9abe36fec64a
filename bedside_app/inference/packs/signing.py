"""Who vouches for a pack that was added: an Ed25519 signature over the digest of its card, by a key that IT trusts.

The card holds the digests of all other files, so the signature covers every byte. `signature.json` has one form only: a
file that says the same in other bytes is refused. What a signer is called is IT's word (the name of the public key's
file in `signers/` of the IT folder), never the signer's own. `cryptography` is imported where it is first needed.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bedside_app.foundation.bounded import json_value
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import it_folder
from bedside_app.foundation.settings import load as load_settings
from bedside_app.inference.packs.card import Card

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = [
    "SIGNATURE",
    "KeyExists",
    "KeyExposed",
    "KeyUnreadable",
    "Mark",
    "PackUnsigned",
    "SignatureExpired",
    "SignatureUnreadable",
    "SignatureWrong",
    "SignerUnknown",
    "Trust",
    "Vouched",
    "make_key",
    "private_key",
    "public_hex",
    "sign",
    "signers_of_it",
    "trust_of_it",
    "vouch",
]

SIGNATURE: Final = "signature.json"
Mark = Literal["", "unsigned", "unknown-signer"]

_SIGNERS: Final = "signers"
_FORMAT: Final = "bedside.signature/1"
_PUBLIC: Final = re.compile(rb"bedside-signer ([0-9a-f]{64})\s*")
_KEY_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_MAX_KEY_BYTES: Final = 4096
_MAX_SIGNERS: Final = 200


class PackUnsigned(Refusal):
    """Nobody has signed a user's pack, and IT does not allow unsigned ones."""

    code: ClassVar[str] = "inference.pack-unsigned"


class SignerUnknown(Refusal):
    """A pack was signed with a key that IT does not trust."""

    code: ClassVar[str] = "inference.signer-unknown"


class SignatureUnreadable(Refusal):
    """`signature.json` is not of the one form that a signature has."""

    code: ClassVar[str] = "inference.signature-unreadable"


class SignatureWrong(Refusal):
    """The signature is not of this pack as it is now, or not by the key that it names."""

    code: ClassVar[str] = "inference.signature-wrong"


class SignatureExpired(Refusal):
    """The signer vouched for the pack until a day that has passed."""

    code: ClassVar[str] = "inference.signature-expired"


class KeyUnreadable(Refusal):
    """A file is no key of this kind."""

    code: ClassVar[str] = "inference.key-unreadable"


class KeyExposed(Refusal):
    """Others than its owner may read a private key."""

    code: ClassVar[str] = "inference.key-exposed"


class KeyExists(Refusal):
    """A key of that name is there already, or it can't be one's name."""

    code: ClassVar[str] = "inference.key-exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom IT trusts: the name of each signer by public key (hexadecimal), and whether others are let in, marked."""

    signers: Mapping[str, str] = field(default_factory=dict)
    others_marked: bool = False
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Who vouches for a pack; `mark` is "" for a signer that IT trusts, and stands on every result otherwise."""

    signer: str
    mark: Mark = ""


class _Statement(BaseModel):
    """What is signed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: Literal["bedside.signature/1"] = _FORMAT
    pack: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    card: str = Field(pattern=r"^[0-9a-f]{64}$")
    key: str = Field(pattern=r"^[0-9a-f]{64}$")
    signed: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")
    until: str | None = Field(default=None, pattern=r"^\d{4}-\d\d-\d\d$")

    def to_sign(self) -> bytes:
        return f"{_FORMAT}\n{_plain(self.model_dump())}".encode()


class _Signature(_Statement):
    signature: str = Field(pattern=r"^[0-9a-f]{128}$")

    def to_bytes(self) -> bytes:
        return f"{_plain(self.model_dump())}\n".encode()


def _plain(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, indent=1)


def trust_of_it() -> Trust:
    """Return whom IT trusts on this workstation today.

    Raises
    ------
    Refusal
        The settings can't be read.
    """
    return Trust(
        signers=signers_of_it(),
        others_marked=load_settings().unsigned_models == "mark",
        today=datetime.now().astimezone().date(),
    )


def signers_of_it() -> dict[str, str]:
    """Return the name of each signer by public key. A file that is no public key is passed over."""
    signers: dict[str, str] = {}
    try:
        files = sorted((it_folder() / _SIGNERS).glob("*.pub"))[:_MAX_SIGNERS]
    except OSError:
        files = []
    for path in files:
        if path.is_file() and (found := _PUBLIC.fullmatch(_start_of(path))) is not None:
            signers.setdefault(found[1].decode(), path.stem)
    return signers


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_KEY_BYTES)
    except OSError:
        return b""


def vouch(card: Card, card_digest: str, signature: bytes | None, trust: Trust) -> Vouched:
    """Say who vouches for a pack.

    Parameters
    ----------
    card_digest
        SHA-256 of the card's bytes, as read now.
    signature
        The bytes of its `signature.json`, None where it has none.

    Raises
    ------
    PackUnsigned, SignerUnknown
        IT does not let such packs in.
    SignatureUnreadable, SignatureWrong, SignatureExpired
        There is a signature and it does not hold; no policy lets that in.
    """
    if signature is None:
        if not trust.others_marked:
            raise PackUnsigned(pack=card.id)
        return Vouched(signer="", mark="unsigned")
    said = _read(signature, card.id)
    if (said.pack, said.version, said.card) != (card.id, card.version, card_digest) or not _holds(said):
        raise SignatureWrong(pack=card.id)
    if said.until is not None and said.until < trust.today.isoformat():
        raise SignatureExpired(pack=card.id, until=said.until)
    known = trust.signers.get(said.key)
    if known is None and not trust.others_marked:
        raise SignerUnknown(pack=card.id, key=said.key[:16])
    return Vouched(signer=known or said.key[:16], mark="" if known else "unknown-signer")


def _read(data: bytes, pack: str) -> _Signature:
    try:
        said = _Signature.model_validate(json_value(data, name=f"{pack}/{SIGNATURE}"))
    except (ValidationError, Refusal) as error:
        raise SignatureUnreadable(pack=pack) from error
    if said.to_bytes() != data:
        raise SignatureUnreadable(pack=pack)
    return said


def _holds(said: _Signature) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    statement = _Statement(**said.model_dump(exclude={"signature"}))
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(said.key)).verify(
            bytes.fromhex(said.signature), statement.to_sign()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def sign(card: Card, card_digest: str, key: Ed25519PrivateKey, *, today: date, until: date | None = None) -> bytes:
    """Return the `signature.json` of a pack whose files were verified before."""
    statement = _Statement(
        pack=card.id,
        version=card.version,
        card=card_digest,
        key=public_hex(key),
        signed=today.isoformat(),
        until=until.isoformat() if until is not None else None,
    )
    return _Signature(**statement.model_dump(), signature=key.sign(statement.to_sign()).hex()).to_bytes()


def public_hex(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key, in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def make_key(name: str, folder: Path) -> tuple[Path, Path]:
    """Make a key pair: `NAME.key`, which its owner alone may read, and `NAME.pub`, which IT puts into `signers/`.

    Raises
    ------
    KeyExists
        One of the files is there already, or `name` is none that a file can have everywhere.
    OSError
        The folder may not be written.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private, public = folder / f"{name}.key", folder / f"{name}.pub"
    if not _KEY_NAME.fullmatch(name) or os.path.lexists(private) or os.path.lexists(public):
        raise KeyExists(name=name[:60])
    key = Ed25519PrivateKey.generate()
    handle = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_text(f"bedside-signer {public_hex(key)}\n", "ascii")
    return private, public


def private_key(path: Path) -> Ed25519PrivateKey:
    """Return the key of a file that `make_key` made.

    Raises
    ------
    KeyUnreadable, KeyExposed
        It is not an Ed25519 key without a passphrase, or others may read the file.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise KeyUnreadable(file=path.name)
        if os.name == "posix" and about.st_mode & 0o077:
            raise KeyExposed(file=path.name)
        key = load_pem_private_key(_start_of(path), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnreadable(file=path.name) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnreadable(file=path.name)
    return key
