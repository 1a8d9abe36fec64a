"""Finding packs: whom to trust, who wins, and every byte that was changed is refused by name."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside_app.domain.record import Refused
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.inference.packs.built_in import BUILT_IN
from bedside_app.inference.packs.card import FILES
from bedside_app.inference.packs.find import CARD, PackDamaged, PackUnknown, Shelf, find_packs, verified_files
from bedside_app.inference.packs.signing import Trust
from tests.inference.in_process import IN_PROCESS, builtin, copied, edited

ALL = ("ckd_epi_2021", "cockcroft_gault", "npi", "predict_breast_v2_2")


def codes(shelf: Shelf) -> list[tuple[str, str]]:
    for refused in shelf.refused:
        assert all(refused.source in say(refused.code, language, refused.values) for language in LANGUAGES)
    return [(refused.source, refused.code.removeprefix("inference.")) for refused in shelf.refused]


def ids(shelf: Shelf) -> list[str]:
    return [pack.id for pack in shelf.packs]


def test_all_built_in_packs_are_found_and_none_is_refused() -> None:
    shelf = find_packs()
    assert set(ALL) <= set(ids(shelf)) == set(BUILT_IN)
    assert shelf.refused == ()


def test_unknown_pack_is_refused_by_name() -> None:
    with pytest.raises(PackUnknown) as caught:
        find_packs().pack("nothing")
    assert caught.value.values == {"pack": "nothing"}


@pytest.mark.parametrize("name", [CARD, *FILES])
def test_one_changed_byte_anywhere_refuses_the_pack_and_leaves_the_others(name: str, tmp_path: Path) -> None:
    folders = {pack_id: copied(pack_id, tmp_path) for pack_id in ("npi", "cockcroft_gault")}
    known = {pack_id: BUILT_IN[pack_id] for pack_id in folders}
    data = bytearray((folders["npi"] / name).read_bytes())
    for place in {0, len(data) // 2, len(data) - 1}:
        data[place] ^= 1
        (folders["npi"] / name).write_bytes(data)
        data[place] ^= 1
        shelf = find_packs([("built-in", tmp_path)], built_in=known)
        refused = [*shelf.refused]
        if name != CARD:
            with pytest.raises(PackDamaged) as caught:
                verified_files(folders["npi"], shelf.pack("npi").card, origin="built-in")
            refused.append(Refused(code=caught.value.code, values=caught.value.values, source="npi"))
        assert [(one.code, one.values["pack"], one.values["file"]) for one in refused] == [
            ("inference.pack-damaged", "npi", name)
        ]
        assert "cockcroft_gault" in ids(shelf)


def test_missing_built_in_pack_is_named(tmp_path: Path) -> None:
    shelf = find_packs([("built-in", tmp_path)], built_in={"npi": "0"})
    assert codes(shelf) == [("npi", "pack-incomplete")]


def test_folder_that_the_program_does_not_know_is_no_built_in_pack(tmp_path: Path) -> None:
    copied("npi", tmp_path)
    assert codes(find_packs([("built-in", tmp_path)], built_in={})) == [("npi", "pack-unlisted")]


def test_it_wins_on_the_same_id_and_the_result_names_it(tmp_path: Path) -> None:
    edited(copied("npi", tmp_path), version="9.0.0")
    shelf = find_packs([("built-in", builtin("npi").folder.parent), ("it", tmp_path)])
    assert (shelf.pack("npi").card.version, shelf.pack("npi").origin) == ("9.0.0", "it")
    assert set(ALL) <= set(ids(shelf))


def test_broken_replacement_from_it_does_not_silently_fall_back(tmp_path: Path) -> None:
    edited(copied("npi", tmp_path), version="nine")
    shelf = find_packs([("built-in", builtin("npi").folder.parent), ("it", tmp_path)])
    assert codes(shelf) == [("npi", "unfit-card")]
    assert "npi" not in ids(shelf)


def test_user_may_only_add_and_only_where_it_allows_unsigned_packs(tmp_path: Path) -> None:
    edited(copied("npi", tmp_path), version="9.0.0")
    own = copied("cockcroft_gault", tmp_path / "x")
    own.rename(tmp_path / "clearance")
    edited(tmp_path / "clearance", id="clearance")
    folders = [("built-in", builtin("npi").folder.parent), ("user", tmp_path)]
    strict = find_packs(folders, trust=Trust(today=date(2026, 11, 24)))
    assert codes(strict) == [("clearance", "pack-unsigned"), ("npi", "pack-shadowing")]
    loose = find_packs(folders, trust=Trust(others_marked=True, today=date(2026, 11, 24)))
    assert codes(loose) == [("npi", "pack-shadowing")]
    assert loose.pack("clearance").mark == "unsigned"
    assert (loose.pack("clearance").origin, loose.pack("npi").origin) == ("user", "built-in")


def test_card_with_another_id_than_its_folder_is_refused(tmp_path: Path) -> None:
    copied("npi", tmp_path).rename(tmp_path / "other")
    assert codes(find_packs([("it", tmp_path)])) == [("other", "pack-misnamed")]


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_links_are_refused(link: object, tmp_path: Path) -> None:
    pack = copied("npi", tmp_path / "it")
    (pack / CARD).rename(tmp_path / "elsewhere")
    assert callable(link)
    link(tmp_path / "elsewhere", pack / CARD)
    assert codes(find_packs([("it", tmp_path / "it")])) == [("npi", "pack-incomplete")]


def test_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    pack = copied("npi", tmp_path)
    (pack / CARD).write_text(" " * (4 * 1024 * 1024 + 1))
    assert codes(find_packs([("it", tmp_path)])) == [("npi", "pack-incomplete")]


def test_folder_that_does_not_exist_holds_no_packs(tmp_path: Path) -> None:
    assert find_packs([("it", tmp_path / "nothing")]) == Shelf(packs=())


def test_changed_model_of_it_is_refused_when_it_is_asked(tmp_path: Path) -> None:
    pack = copied("npi", tmp_path)
    with (pack / "model.onnx").open("ab") as file:
        file.write(b"\0")
    from bedside_app.inference.values import verify

    (answer,) = verify(find_packs([("it", tmp_path)]), IN_PROCESS)
    assert answer.refused is not None
    assert (answer.refused.code, answer.refused.values["file"]) == ("inference.pack-damaged", "model.onnx")


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mutated_card_is_refused_or_read_and_never_more(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "npi"
    if not folder.exists():
        copied("npi", tmp_path)
    card = bytearray((builtin("npi").folder / CARD).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        card[data.draw(st.integers(0, len(card) - 1))] = data.draw(st.integers(0, 255))
    (folder / CARD).write_bytes(card)
    shelf = find_packs([("it", tmp_path)])
    assert len(shelf.packs) + len(shelf.refused) == 1


def test_digests_of_the_list_are_those_of_the_cards() -> None:
    card = json.loads((builtin("npi").folder / CARD).read_text("utf-8"))
    assert builtin("npi").digest == BUILT_IN["npi"]
    assert set(card["files"]) == set(FILES)
