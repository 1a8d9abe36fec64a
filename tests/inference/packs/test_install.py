"""A hospital's own packs: from the template to an installed pack, and everything that is kept out on the way."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bedside_app.dictionary.entries import load
from bedside_app.foundation.errors import Refusal
from bedside_app.inference.ask import Question
from bedside_app.inference.packs import install
from bedside_app.inference.packs.card import FILES, UnfitCard
from bedside_app.inference.packs.find import CARD, Pack, Shelf, digest, find_packs, read_pack
from bedside_app.inference.packs.signing import SIGNATURE, Trust
from bedside_app.inference.values import Told
from models.build import built_elsewhere
from tests.inference.in_process import IN_PROCESS, copied, edited

ANYBODY = Trust(others_marked=True, today=date(2026, 11, 24))
DICTIONARY = load()


def passes(pack: Pack) -> None:
    (answer,) = IN_PROCESS.ask([Question(pack=pack, rows=())])
    if answer.refused is not None:
        raise Told(answer.refused)


def ours(folder: Path, **changes: object) -> Path:
    copied("albi", folder / "copy").rename(folder / "ours")
    return edited(folder / "ours", **({"id": "ours"} | changes))


def added(folder: Path, into: Path, shelf: Shelf | None = None) -> Pack:
    return install.add(read_pack(folder, ANYBODY), shelf or Shelf(packs=()), into, DICTIONARY, passes)


def refused(folder: Path, into: Path, shelf: Shelf | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        added(folder, into, shelf)
    return caught.value.code.removeprefix("inference.")


def test_template_builds_runs_its_vectors_and_is_not_to_be_signed_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "our_risk"
    install.write_template(folder)
    for name, data in built_elsewhere(folder).items():
        (folder / name).write_bytes(data)
    pack = read_pack(folder, ANYBODY)
    assert pack.id == "our_risk"
    files = install.check(pack, DICTIONARY)
    passes(pack)
    with pytest.raises(install.PackUnfilled) as caught:
        install.check_filled(pack, files)
    assert str(caught.value.values["place"]).startswith(CARD)


def test_filled_template_may_be_signed(tmp_path: Path) -> None:
    folder = tmp_path / "our_risk"
    for path in install.write_template(folder):
        path.write_text(path.read_text("utf-8").replace("FILL IN", "known"), "utf-8")
    for name, data in built_elsewhere(folder).items():
        (folder / name).write_bytes(data)
    pack = read_pack(folder, None)
    install.check_filled(pack, install.check(pack, DICTIONARY))


@pytest.mark.parametrize("name", ["Our-Risk", "1risk", "our risk"])
def test_template_needs_a_folder_whose_name_a_pack_can_have(name: str, tmp_path: Path) -> None:
    with pytest.raises(install.FolderTaken):
        install.write_template(tmp_path / name)


def test_template_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(install.FolderTaken):
        install.write_template(tmp_path)
    assert (tmp_path / "file").read_text() == "mine"


def test_added_pack_is_found_and_holds_what_its_card_vouches_for_and_nothing_else(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    (folder / "notes.txt").write_text("not for others")
    into = tmp_path / "user" / "models"
    pack = added(folder, into)
    assert {path.name for path in pack.folder.iterdir()} == {CARD, *FILES}
    assert find_packs([("user", into)], trust=ANYBODY).pack("ours").digest == pack.digest
    assert [path.name for path in into.parent.iterdir()] == ["models"]


def test_pack_that_fails_its_own_vectors_is_not_added_and_leaves_nothing(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    vectors = json.loads((folder / "vectors.json").read_text())
    vectors[0]["outputs"]["score"] += 1.0
    (folder / "vectors.json").write_text(json.dumps(vectors))
    edited(folder, id="ours")
    into = tmp_path / "user" / "models"
    assert refused(folder, into) == "self-test-failed"
    assert list(into.iterdir()) == []
    assert [path.name for path in into.parent.iterdir()] == ["models"]


def test_built_in_and_its_packs_can_not_be_replaced(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    pack = read_pack(folder, ANYBODY)
    for origin in ("built-in", "it"):
        shelf = Shelf(packs=(replace(pack, origin=origin),))
        assert refused(folder, tmp_path / "user", shelf) == "pack-shadowing"


def test_newer_version_takes_the_place_of_an_older_one_and_never_the_other_way(tmp_path: Path) -> None:
    into = tmp_path / "user" / "models"
    newer = ours(tmp_path / "newer", version="1.10.0")
    older = ours(tmp_path / "older", version="1.9.0")
    added(older, into)
    assert added(newer, into).card.version == "1.10.0"
    assert refused(older, into) == "pack-older"
    assert find_packs([("user", into)], trust=ANYBODY).pack("ours").card.version == "1.10.0"


def test_other_contents_under_the_same_version_are_refused_and_the_same_are_not(tmp_path: Path) -> None:
    into = tmp_path / "user" / "models"
    folder = ours(tmp_path)
    added(folder, into)
    added(folder, into)
    edited(folder, id="ours", licence="another")
    assert refused(folder, into) == "pack-same-version"


def test_card_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitCard):
        read_pack(ours(tmp_path, colour="red"), ANYBODY)


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hosts.txt", "a/../../b.txt", "a\\b.txt"])
def test_file_outside_the_pack_is_refused(name: str, tmp_path: Path) -> None:
    folder = ours(tmp_path)
    card = json.loads((folder / CARD).read_text())
    card["files"][name] = digest(b"")
    (folder / CARD).write_text(json.dumps(card))
    with pytest.raises(UnfitCard):
        read_pack(folder, ANYBODY)


@pytest.mark.parametrize("link", [os.symlink, os.link])
@pytest.mark.parametrize("name", FILES)
def test_links_are_refused_even_to_the_right_bytes(link: Callable[..., None], name: str, tmp_path: Path) -> None:
    folder = ours(tmp_path)
    (folder / name).rename(tmp_path / "elsewhere")
    link(tmp_path / "elsewhere", folder / name)
    assert refused(folder, tmp_path / "user") == "pack-incomplete"


def test_folder_inside_the_pack_that_is_a_link_is_refused(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.py").write_bytes(b"")
    (folder / "recipe").symlink_to(tmp_path / "elsewhere")
    card = json.loads((folder / CARD).read_text())
    card["files"]["recipe/a.py"] = digest(b"")
    (folder / CARD).write_text(json.dumps(card))
    assert refused(folder, tmp_path / "user") == "pack-incomplete"


def test_pipe_in_the_place_of_a_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    (folder / "LICENCE.txt").unlink()
    os.mkfifo(folder / "LICENCE.txt")
    assert refused(folder, tmp_path / "user") == "pack-incomplete"


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    with (folder / "model.onnx").open("r+b") as file:
        file.truncate(600 * 1024 * 1024)  # sparse: takes no room
    assert refused(folder, tmp_path / "user") == "pack-too-large"


def test_graph_with_data_outside_the_file_is_refused(tmp_path: Path) -> None:
    import onnx

    folder = ours(tmp_path)
    model = onnx.load(folder / "model.onnx")
    constant = model.graph.initializer[0]
    constant.data_location = onnx.TensorProto.EXTERNAL
    constant.external_data.add(key="location", value="../secret")
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    edited(folder, id="ours")
    assert refused(folder, tmp_path / "user") == "unsafe-graph"


def test_wrong_digest_is_refused_by_the_name_of_the_file(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    (folder / "LICENCE.txt").write_text("other")
    with pytest.raises(Refusal) as caught:
        added(folder, tmp_path / "user")
    assert (caught.value.code, caught.value.values["file"]) == ("inference.pack-damaged", "LICENCE.txt")


@pytest.mark.parametrize(
    "change", [{"fact": "no_such_fact"}, {"unit": "mg/dL"}], ids=["a fact that is not known", "another unit"]
)
def test_card_that_lies_about_its_inputs_is_refused(change: dict[str, str], tmp_path: Path) -> None:
    folder = ours(tmp_path)
    card = json.loads((folder / CARD).read_text())
    card["inputs"][0] |= change
    (folder / CARD).write_text(json.dumps(card))
    assert refused(folder, tmp_path / "user") == "pack-unlike-its-facts"


def test_condition_that_can_not_be_read_or_asks_for_an_unknown_fact_is_refused(tmp_path: Path) -> None:
    assert refused(ours(tmp_path / "a", about_when="%no_such_fact = true"), tmp_path) == "pack-unlike-its-facts"
    with pytest.raises(Refusal, match="condition"):
        added(ours(tmp_path / "b", about_when="%age >"), tmp_path)


def test_signature_travels_with_the_pack(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from bedside_app.inference.packs.signing import sign

    folder = ours(tmp_path)
    pack = read_pack(folder, None)
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    (folder / SIGNATURE).write_bytes(sign(pack.card, pack.digest, key, today=date(2026, 11, 24)))
    assert (added(folder, tmp_path / "user" / "models").folder / SIGNATURE).is_file()


def test_removed_pack_is_gone_and_what_is_not_the_users_can_not_be_removed(tmp_path: Path) -> None:
    into = tmp_path / "user" / "models"
    added(ours(tmp_path), into)
    install.remove("ours", into)
    assert list(into.iterdir()) == []
    (into / "link").symlink_to(tmp_path)
    for name in ("ours", "npi", "..", "../../copy", "", "link"):
        with pytest.raises(install.PackNotYours):
            install.remove(name, into)
    assert (tmp_path / "ours").is_dir()
