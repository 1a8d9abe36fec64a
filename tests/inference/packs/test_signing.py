"""Signatures: what they cover, byte for byte, and whom they let in."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bedside_app.foundation.errors import Refusal
from bedside_app.inference.packs import signing
from bedside_app.inference.packs.card import FILES
from bedside_app.inference.packs.find import CARD, find_packs, verified_files
from bedside_app.inference.packs.signing import SIGNATURE, Trust, make_key, private_key, public_hex, sign, vouch
from tests.inference.in_process import builtin, copied, edited

TODAY = date(2026, 11, 24)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
TRUSTED = Trust(signers={public_hex(KEY): "Physics"}, today=TODAY)
NOBODY = Trust(today=TODAY)
ANYBODY = Trust(others_marked=True, today=TODAY)
CARD_OF = builtin("npi").card
DIGEST = builtin("npi").digest
SIGNED = sign(CARD_OF, DIGEST, KEY, today=TODAY)


def refused(signature: bytes | None, trust: Trust, digest: str = DIGEST) -> str:
    with pytest.raises(Refusal) as caught:
        vouch(CARD_OF, digest, signature, trust)
    return caught.value.code.removeprefix("inference.")


def own_pack(folder: Path) -> Path:
    copied("npi", folder / "x").rename(folder / "ours")
    return edited(folder / "ours", id="ours")


def test_pack_signed_by_whom_it_trusts_is_vouched_for_under_the_name_that_it_gives() -> None:
    found = vouch(CARD_OF, DIGEST, SIGNED, TRUSTED)
    assert (found.signer, found.mark) == ("Physics", "")


@pytest.mark.parametrize(("signature", "mark"), [(None, "unsigned"), (SIGNED, "unknown-signer")])
def test_what_nobody_trusted_signed_is_refused_or_marked_as_it_decides(signature: bytes | None, mark: str) -> None:
    assert refused(signature, NOBODY) == {"unsigned": "pack-unsigned", "unknown-signer": "signer-unknown"}[mark]
    assert vouch(CARD_OF, DIGEST, signature, ANYBODY).mark == mark


def test_every_byte_of_a_signature_flipped_is_refused_whatever_it_allows() -> None:
    for place in range(len(SIGNED)):
        for bit in (1, 32):
            data = bytearray(SIGNED)
            data[place] ^= bit
            for trust in (TRUSTED, ANYBODY):
                assert refused(bytes(data), trust) in ("signature-wrong", "signature-unreadable")


def test_same_words_in_other_bytes_are_no_signature() -> None:
    assert refused(SIGNED + b"\n", TRUSTED) == "signature-unreadable"
    assert refused(SIGNED.replace(b'"format"', b'"colour": 1, "format"'), TRUSTED) == "signature-unreadable"


def test_card_that_was_changed_after_signing_is_refused() -> None:
    assert refused(SIGNED, ANYBODY, digest="0" * 64) == "signature-wrong"


def test_signature_of_another_pack_or_version_is_refused() -> None:
    for other in (builtin("albi").card, CARD_OF.model_copy(update={"version": "9.0.0"})):
        assert refused(sign(other, DIGEST, KEY, today=TODAY), ANYBODY) == "signature-wrong"


def test_signature_by_another_key_than_it_says_is_refused() -> None:
    foreign = sign(CARD_OF, DIGEST, OTHER, today=TODAY).replace(public_hex(OTHER).encode(), public_hex(KEY).encode())
    assert refused(foreign, ANYBODY) == "signature-wrong"


def test_signature_holds_through_its_last_day() -> None:
    last = sign(CARD_OF, DIGEST, KEY, today=TODAY, until=TODAY)
    assert vouch(CARD_OF, DIGEST, last, TRUSTED).signer == "Physics"
    tomorrow = Trust(signers=TRUSTED.signers, others_marked=True, today=date(2026, 11, 25))
    assert refused(last, tomorrow) == "signature-expired"


def test_signed_pack_of_a_user_is_found_and_names_its_signer(tmp_path: Path) -> None:
    folder = own_pack(tmp_path)
    loose = find_packs([("user", tmp_path)], trust=ANYBODY).pack("ours")
    (folder / SIGNATURE).write_bytes(sign(loose.card, loose.digest, KEY, today=TODAY))
    pack = find_packs([("user", tmp_path)], trust=TRUSTED).pack("ours")
    assert (pack.origin, pack.signer, pack.mark) == ("user", "Physics", "")


@pytest.mark.parametrize("name", [CARD, SIGNATURE, *FILES])
def test_one_changed_byte_in_any_file_of_a_signed_pack_refuses_it(name: str, tmp_path: Path) -> None:
    folder = own_pack(tmp_path)
    loose = find_packs([("user", tmp_path)], trust=ANYBODY).pack("ours")
    (folder / SIGNATURE).write_bytes(sign(loose.card, loose.digest, KEY, today=TODAY))
    data = bytearray((folder / name).read_bytes())
    for place in range(0, len(data), max(1, len(data) // 40)):
        data[place] ^= 1
        (folder / name).write_bytes(data)
        data[place] ^= 1
        shelf = find_packs([("user", tmp_path)], trust=TRUSTED)
        if shelf.packs:
            with pytest.raises(Refusal) as caught:
                verified_files(folder, shelf.packs[0].card, origin="user")
            assert caught.value.values["file"] == name
        else:
            assert [one.source for one in shelf.refused] == ["ours"]


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_signature_that_is_a_link_is_refused(link: object, tmp_path: Path) -> None:
    folder = own_pack(tmp_path / "packs")
    (tmp_path / "elsewhere").write_bytes(SIGNED)
    assert callable(link)
    link(tmp_path / "elsewhere", folder / SIGNATURE)
    (one,) = find_packs([("user", tmp_path / "packs")], trust=ANYBODY).refused
    assert (one.code, one.values["file"]) == ("inference.pack-incomplete", SIGNATURE)


def test_key_pair_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    private, public = make_key("physics", tmp_path)
    assert private.stat().st_mode & 0o777 == 0o600
    assert public.read_text("ascii") == f"bedside-signer {public_hex(private_key(private))}\n"
    for name in ("physics", "../physics", "", "a b"):
        with pytest.raises(signing.KeyExists):
            make_key(name, tmp_path)


def test_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    private, _ = make_key("physics", tmp_path)
    private.chmod(0o640)
    with pytest.raises(signing.KeyExposed):
        private_key(private)


def test_what_is_no_private_key_of_ours_is_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    foreign = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _, public = make_key("physics", tmp_path)
    for name, data in (("empty", b""), ("public", public.read_bytes()), ("foreign", foreign)):
        path = tmp_path / name
        path.write_bytes(data)
        path.chmod(0o600)
        with pytest.raises(signing.KeyUnreadable):
            private_key(path)
    with pytest.raises(signing.KeyUnreadable):
        private_key(tmp_path)


def test_it_names_its_signers_by_the_files_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDSIDE_IT_FOLDER", str(tmp_path))
    monkeypatch.setenv("BEDSIDE_USER_FOLDER", str(tmp_path / "user"))
    assert signing.trust_of_it().signers == {}
    (tmp_path / "signers").mkdir()
    (tmp_path / "signers" / "Medical physics.pub").write_text(f"bedside-signer {public_hex(KEY)}\n")
    (tmp_path / "signers" / "broken.pub").write_text("bedside-signer 12\n")
    (tmp_path / "settings.toml").write_text('unsigned_models = "mark"\n')
    trust = signing.trust_of_it()
    assert (trust.signers, trust.others_marked) == ({public_hex(KEY): "Medical physics"}, True)


def test_user_cannot_let_unsigned_packs_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDSIDE_IT_FOLDER", str(tmp_path / "it"))
    monkeypatch.setenv("BEDSIDE_USER_FOLDER", str(tmp_path))
    (tmp_path / "settings.toml").write_text('unsigned_models = "mark"\n')
    assert not signing.trust_of_it().others_marked
