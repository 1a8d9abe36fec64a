from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bedside_app.domain.moment import Moment
from bedside_app.intake.gather import GatheredCase, files_by_side, gather
from bedside_app.intake.identity import VerdictState
from tests.intake.test_gather import bundle, message, record_of, told, values_of


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Two patients whose birth dates look swapped, and a laboratory's result that names nobody."""
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "images.json").write_text(bundle(born="1977-03-12", height=165))
    (folder / "labs.json").write_text(bundle(born="1977-12-03", weight=64))
    (folder / "nobody.hl7").write_text(message("7", "", "", "", weight="70"))
    return folder


def blocked(case: GatheredCase) -> GatheredCase:
    assert case.record is None
    assert case.verdict.state is VerdictState.CONFLICT
    return case


def test_each_side_has_its_files_and_what_names_nobody_is_on_neither(mixed: Path) -> None:
    case = blocked(gather([mixed]))
    assert files_by_side(case) == ((mixed / "images.json",), (mixed / "labs.json",))
    assert [side.identity for side in case.sides] == list(case.verdict.sides)
    assert [len(side.readings) for side in case.sides] == [1, 1]


def test_files_of_one_side_are_a_case_of_their_own(mixed: Path) -> None:
    first, second = (record_of(gather(paths)) for paths in files_by_side(gather([mixed])))
    assert (values_of(first, "height"), values_of(first, "weight")) == ([165], [])
    assert (values_of(second, "height"), values_of(second, "weight")) == ([], [64])
    assert first.identity.birth_date != second.identity.birth_date


def test_a_side_read_from_the_whole_drop_says_what_was_left_out_of_it(mixed: Path) -> None:
    side = gather([mixed]).verdict.sides[0]
    case = gather([mixed], only=side)
    assert values_of(record_of(case), "weight") == []
    assert [source.name for source in case.sources] == ["drop/images.json"]
    assert set(told(case)) >= {
        ("intake.of-the-other-side", "drop/labs.json"),
        ("intake.on-no-side", "drop/nobody.hl7"),
    }


def test_an_archive_that_holds_both_sides_can_be_separated(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", bundle(born="1977-03-12", height=165))
        archive.writestr("b.json", bundle(born="1977-12-03", weight=64))
    case = blocked(gather([path]))
    assert files_by_side(case) == ((path,), (path,))
    first, second = (record_of(gather([path], only=side)) for side in case.verdict.sides)
    assert (values_of(first, "height"), values_of(first, "weight")) == ([165], [])
    assert (values_of(second, "height"), values_of(second, "weight")) == ([], [64])


def test_nothing_of_the_other_side_is_told_in_a_separated_case(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(bundle(height=165))
    (tmp_path / "b.json").write_text(bundle("2", "Modele", "Jeanne", "1971-05-02", weight=-4))
    case = blocked(gather([tmp_path]))
    others = [one.digest for one in case.sources if one.name.endswith("b.json")]
    alone = gather([tmp_path], only=case.verdict.sides[0])
    told = [one.source for one in alone.refused] + [one.source for one in alone.not_understood]
    assert not set(told) & set(others)


@pytest.mark.parametrize("right", [0, 1])
def test_joined_sides_are_one_record_with_the_right_side_s_details(mixed: Path, right: int) -> None:
    sides = gather([mixed]).verdict.sides
    record = record_of(gather([mixed], joined=[(sides[right], sides[1 - right])]))
    assert (values_of(record, "height"), values_of(record, "weight")) == ([165], [64])
    assert record.identity.birth_date == Moment(("1977-03-12", "1977-12-03")[right])


def test_a_third_patient_blocks_what_a_person_has_joined(mixed: Path) -> None:
    sides = gather([mixed]).verdict.sides
    (mixed / "third.json").write_text(bundle("3", "Tiers", "Zoé", "1980-06-06", height=190))
    case = blocked(gather([mixed], joined=[sides]))
    assert files_by_side(case) == (
        (mixed / "images.json", mixed / "labs.json"),
        (mixed / "third.json",),
    )


def test_files_added_to_a_joined_case_need_the_word_that_was_said(mixed: Path) -> None:
    sides = gather([mixed]).verdict.sides
    first = gather([mixed], joined=[sides])
    (mixed / "later.json").write_text(bundle(born="1977-03-12", height=166))
    assert record_of(gather([mixed / "later.json"], earlier=first.readings, joined=[sides])).identity.birth_date
    assert blocked(gather([mixed / "later.json"], earlier=first.readings))


def test_a_file_about_two_patients_is_on_no_side(tmp_path: Path) -> None:
    two = message("1", weight="60") + "\r" + message("2", "Modele", "Jeanne", "1971-05-02", weight="61")
    (tmp_path / "both.hl7").write_text(two)
    case = gather([tmp_path])
    assert case.record is None
    assert files_by_side(case) == ((), ())
