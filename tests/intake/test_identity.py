from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identifier, Identity
from bedside_app.intake.identity import (
    MAX_DIFFERENT,
    REFERENCE,
    VerdictState,
    compare,
    is_demonstration,
    judge,
    merge,
)

AGREED, CONFLICT, UNCONFIRMED = VerdictState.AGREED, VerdictState.CONFLICT, VerdictState.UNCONFIRMED


def person(
    number: str = "urn:a|1", name: str = "Test, Marie", born: str = "1964-03-12", sex: str = "female"
) -> Identity:
    family, _, given = (part.strip() for part in name.partition(","))
    issuer, _, value = number.partition("|")
    return Identity(
        identifiers=(Identifier(issuer, value),) if value else (),
        family=family,
        given=given,
        birth_date=Moment(born) if born else None,
        sex=sex,
    )


NUMBERS = ["", "|1", "urn:a|1", "urn:a|2", "urn:b|1"]
NAMES = ["", "Test,", "Test, Marie", "TEST, MARIE ANNE", "Marie, Test", "Müller, Zoë", "Mueller, Zoe", "Autre, Marie"]
BIRTHS = ["", "1964", "1964-03", "1964-03-12", "1964-03-13", "1970"]
IDENTITIES = st.builds(
    person,
    st.sampled_from(NUMBERS),
    st.sampled_from(NAMES),
    st.sampled_from(BIRTHS),
    st.sampled_from(["", "female", "male", "other"]),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dupont, Élodie", "DUPONT, ELODIE"),
        ("Dupont-Martin, Anne-Sophie", "Dupont Martin, Anne Sophie"),
        ("Dupont, Jeanne", "Jeanne, Dupont"),
        ("de la Croix, Jeanne", "Delacroix, Jeanne"),
        ("O'Neil, Ann", "ONeil, Ann"),
        ("Müller, Jürgen", "Mueller, Juergen"),
        ("Müller, Jürgen", "Muller, Jurgen"),
        ("Sørensen, Åse", "Soerensen, Aase"),
        ("Łukasz, Zoë", "Lukasz, Zoe"),
        ("Doe, Jane Mary", "Doe, Jane"),
        ("Dupont Martin, Jeanne", "Dupont, Jeanne"),
        ("Ångström, Eva", "A\u030angstro\u0308m, Eva"),
    ],
)
def test_one_name_in_two_forms_agrees(one: str, other: str) -> None:
    assert compare(person("urn:a|1", one), person("urn:b|9", other)).state is AGREED


@pytest.mark.parametrize("other", ["Dupont, Marie", "Test, Anne", "Test, Marine", "Tester, Mario"])
def test_another_name_is_another_patient(other: str) -> None:
    found = compare(person("urn:a|1"), person("urn:b|9", other))
    assert (found.state, found.differs) == (CONFLICT, ("name",))


def test_a_hyphened_name_is_not_a_shorter_one_and_further_names() -> None:
    twins = person("urn:a|1", "Test, Anne"), person("urn:b|9", "Test, Anne-Sophie")
    assert compare(*twins).state is not AGREED


def test_initials_neither_confirm_nor_contradict() -> None:
    assert compare(person("urn:a|1", "Doe, Jane"), person("urn:b|9", "Doe, J.")).state is UNCONFIRMED
    assert compare(person("urn:a|1", "Doe, Jane"), person("urn:a|1", "Doe, J.")).state is AGREED


def test_same_number_with_another_birth_date_is_a_conflict() -> None:
    found = compare(person(), person(born="1964-03-13"))
    assert (found.state, found.differs) == (CONFLICT, ("birth_date",))


def test_same_name_and_birth_date_agree_though_their_issuers_are_strangers() -> None:
    assert compare(person("urn:a|1"), person("urn:b|2")).state is AGREED


def test_two_numbers_of_one_issuer_are_a_conflict_though_name_and_birth_date_agree() -> None:
    found = compare(person("urn:a|1"), person("urn:a|2"))
    assert (found.state, found.differs) == (CONFLICT, ("identifier",))


def test_number_of_no_issuer_says_nothing() -> None:
    assert compare(person("|1", "", "", ""), person("|1", "", "", "")).state is UNCONFIRMED
    assert compare(person("|1"), person("|2")).state is AGREED


def test_number_alone_is_enough_where_nothing_else_is_said() -> None:
    assert compare(person(), person("urn:a|1", "", "", "")).state is AGREED


@pytest.mark.parametrize(
    ("name", "born"), [("", "1964-03-12"), ("Test, Marie", ""), ("Test, Marie", "1964-03"), ("", "")]
)
def test_without_a_common_number_name_and_full_birth_date_are_both_needed(name: str, born: str) -> None:
    assert compare(person("urn:a|1"), person("urn:b|2", name, born)).state is UNCONFIRMED


def test_sex_contradicts_only_where_both_sides_say_female_or_male() -> None:
    assert compare(person(), person(sex="male")).differs == ("sex",)
    assert compare(person(), person(sex="other")).state is AGREED
    assert compare(person(), person(sex="")).state is AGREED


def test_new_family_name_with_the_same_number_and_birth_date_agrees_and_is_told() -> None:
    found = compare(person(name="Durand, Marie"), person(name="Test, Marie"))
    assert (found.state, found.renamed) == (AGREED, True)
    assert judge([person(name="Durand, Marie"), person(name="Test, Marie")]).renamed


def test_other_given_name_with_the_same_number_is_a_conflict() -> None:
    assert compare(person(name="Durand, Anne"), person(name="Test, Marie")).differs == ("name",)


@given(one=IDENTITIES, other=IDENTITIES)
def test_comparison_does_not_depend_on_the_order(one: Identity, other: Identity) -> None:
    assert compare(one, other) == compare(other, one)


@given(one=IDENTITIES)
def test_identity_never_contradicts_itself(one: Identity) -> None:
    assert compare(one, one).state is not CONFLICT


@given(one=IDENTITIES, other=IDENTITIES, missing=st.sampled_from(["identifiers", "name", "birth_date", "sex"]))
def test_saying_less_never_makes_a_conflict(one: Identity, other: Identity, missing: str) -> None:
    empty = {
        "identifiers": {"identifiers": ()},
        "name": {"family": "", "given": ""},
        "birth_date": {"birth_date": None},
    }
    less = replace(other, **empty.get(missing, {"sex": ""}))  # type: ignore[arg-type]
    if compare(one, other).state is not CONFLICT and not compare(one, other).renamed:
        assert compare(one, less).state is not CONFLICT


@given(identities=st.lists(IDENTITIES, min_size=1, max_size=4), data=st.data())
def test_verdict_does_not_depend_on_the_order(identities: list[Identity], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(identities))
    one, other = judge(identities), judge(shuffled)
    assert one.state is other.state
    assert (one.identity is None) == (other.identity is None)
    if one.identity is not None and other.identity is not None:
        assert one.identity.identifiers == other.identity.identifiers
        assert {identities[i] for i in one.kept_out} == {shuffled[i] for i in other.kept_out}


@given(identities=st.lists(IDENTITIES, min_size=2, max_size=4))
def test_no_two_that_contradict_each_other_ever_become_one(identities: list[Identity]) -> None:
    contradict = any(compare(a, b).state is CONFLICT for a in identities for b in identities)
    assert (judge(identities).state is CONFLICT) == contradict


def test_two_patients_block_and_both_sides_are_shown() -> None:
    verdict = judge([person(), person("urn:a|2", "Autre, Jean", "1950-01-01", "male")])
    assert verdict.state is CONFLICT
    assert verdict.identity is None
    assert {side.family for side in verdict.sides} == {"Test", "Autre"}
    assert verdict.differs == ("identifier", "name", "birth_date", "sex")


def test_what_cannot_be_confirmed_is_kept_out_and_the_rest_stands() -> None:
    verdict = judge([person("urn:c|7", "", "", ""), person("urn:a|1"), person("urn:b|2")])
    assert (verdict.state, verdict.kept_out) == (AGREED, (0,))
    assert verdict.identity is not None
    assert {number.issuer for number in verdict.identity.identifiers} == {"urn:a", "urn:b"}


def test_agreement_can_go_through_a_third_file() -> None:
    by_number = person("urn:b|2", "", "", "")
    both = Identity(
        identifiers=(Identifier("urn:b", "2"),), family="Test", given="Marie", birth_date=Moment("1964-03-12")
    )
    assert judge([person(), by_number, both]).kept_out == ()


def test_several_that_say_nothing_are_nobody() -> None:
    verdict = judge([Identity(), Identity()])
    assert (verdict.state, verdict.identity, len(verdict.sides)) == (UNCONFIRMED, None, 2)


def test_one_alone_stands_whatever_it_says() -> None:
    assert judge([Identity()]).identity == Identity()


def test_more_forms_than_one_patient_can_have_are_nobody() -> None:
    assert judge([person(f"urn:{n}|{n}") for n in range(MAX_DIFFERENT + 1)]).state is UNCONFIRMED


def test_address_within_an_export_joins_and_never_contradicts() -> None:
    patient = person(f"{REFERENCE}|x/Patient/1")
    assert compare(patient, person(f"{REFERENCE}|x/Patient/1", "", "", "")).state is AGREED
    assert compare(patient, person(f"{REFERENCE}|x/Patient/2", "", "", "")).state is UNCONFIRMED
    assert compare(patient, person(f"{REFERENCE}|y/Patient/2")).state is AGREED
    assert merge([patient]).identifiers == ()


def test_merged_identity_keeps_every_number_and_the_most_precise_birth_date() -> None:
    merged = merge([person("urn:b|2", "", "1964", ""), person("urn:a|1")])
    assert merged == replace(person(), identifiers=(Identifier("urn:a", "1"), Identifier("urn:b", "2")))


def test_invented_patients_are_known_by_their_issuer() -> None:
    assert is_demonstration(person("urn:bedside:demonstration|A"))
    assert not is_demonstration(person("urn:hospital|A"))


def sides_of(*identities: Identity) -> tuple[tuple[int, ...], ...]:
    return judge(identities).positions


def test_each_identity_is_on_the_side_that_it_agrees_with() -> None:
    one, other = person(born="1977-03-12"), person(born="1977-12-03", number="urn:b|9")
    by_number, by_name = person("urn:b|9", "", "", ""), person("", born="1977-03-12")
    assert sides_of(one, other, by_number, by_name) == ((0, 3), (1, 2))


def test_what_agrees_with_both_sides_is_on_neither() -> None:
    one, other = person(born="1977-03-12"), person(born="1977-12-03")
    assert sides_of(one, other, person(name="", born="", sex="")) == ((0,), (1,))


def test_what_says_nobody_is_on_no_side() -> None:
    assert sides_of(person(), person("urn:a|2", "Autre, Jean", "1950-01-01"), Identity()) == ((0,), (1,))


def test_a_third_patient_is_a_third_side() -> None:
    third = person("urn:a|3", "Tiers, Zoé", "1980-06-06")
    assert sides_of(person(), person("urn:a|2", "Autre, Jean", "1950-01-01"), third) == ((0,), (1,), (2,))


def test_a_side_is_shown_with_all_that_its_files_say() -> None:
    verdict = judge([person("urn:b|9", "", "", ""), person(born="1977-12-03"), person("urn:b|9", born="1977-03-12")])
    assert {side.birth_date for side in verdict.sides} == {Moment("1977-12-03"), Moment("1977-03-12")}
    assert [len(side.identifiers) for side in verdict.sides] == [1, 1]
    assert verdict.positions == ((1,), (0, 2))


@given(identities=st.lists(IDENTITIES, min_size=2, max_size=6))
def test_no_side_holds_a_contradiction_and_no_identity_is_on_two(identities: list[Identity]) -> None:
    verdict = judge(identities)
    placed = [index for side in verdict.positions for index in side]
    assert len(placed) == len(set(placed))
    assert len(verdict.sides) == len(verdict.positions)
    for side in verdict.positions if verdict.state is CONFLICT else ():
        assert all(compare(identities[a], identities[b]).state is not CONFLICT for a in side for b in side)


def test_a_person_who_joins_two_sides_decides_which_details_are_right() -> None:
    one, other = person(born="1977-03-12"), person("urn:b|9", "", "1977-12-03", "")
    files = [one, other, person("urn:b|9", born="1977-12-03")]
    sides = judge(files).sides
    for right, wrong in (sides, sides[::-1]):
        verdict = judge(files, [(right, wrong)])
        assert verdict.state is AGREED
        assert verdict.identity is not None
        assert verdict.identity.birth_date == right.birth_date
        assert {number.issuer for number in verdict.identity.identifiers} == {"urn:a", "urn:b"}


def test_a_less_precise_birth_date_stands_where_a_person_said_that_it_is_right() -> None:
    files = [person(born="1976"), person(born="1977-12-03")]
    verdict = judge(files, [judge(files).sides])
    assert verdict.identity is not None
    assert verdict.identity.birth_date == Moment("1976")


def test_a_third_identity_still_blocks_after_two_were_joined() -> None:
    files = [person(born="1977-03-12"), person(born="1977-12-03")]
    joined = [judge(files).sides]
    third = person("urn:a|3", "Tiers, Zoé", "1980-06-06")
    verdict = judge([*files, third], joined)
    assert (verdict.state, verdict.positions) == (CONFLICT, ((0, 1), (2,)))
    assert verdict.sides[0].birth_date == joined[0][0].birth_date


def test_joined_sides_block_again_where_they_differ_in_more_than_was_shown() -> None:
    files = [person(born="1977-03-12", sex=""), person(born="1977-12-03")]
    joined = [judge(files).sides]
    assert judge(files, joined).state is AGREED
    assert judge([*files, person(born="1977-03-12", sex="male")], joined).state is CONFLICT


def test_further_files_of_a_joined_side_need_no_second_word() -> None:
    files = [person(born="1977-03-12"), person("urn:b|9", born="1977-12-03")]
    joined = [judge(files).sides]
    assert judge([*files, person("urn:b|9", "", "", "")], joined).kept_out == ()


def test_joining_two_that_say_nothing_joins_no_third_that_says_nothing() -> None:
    files = [Identity(source="a"), Identity(source="b")]
    joined = [judge(files).sides]
    assert judge(files, joined).state is AGREED
    assert judge([*files, Identity(source="c")], joined).state is UNCONFIRMED


@given(identities=st.lists(IDENTITIES, min_size=2, max_size=4), others=st.lists(IDENTITIES, min_size=2, max_size=2))
def test_a_word_about_other_sides_changes_nothing(identities: list[Identity], others: list[Identity]) -> None:
    strangers = [replace(other, family=f"X{other.family}", given="Q", birth_date=Moment("1901")) for other in others]
    strangers = [replace(one, identifiers=(Identifier("urn:z", str(at)),)) for at, one in enumerate(strangers)]
    assert judge(identities, [strangers]) == judge(identities)


def test_sides_whose_names_may_differ_by_marriage_are_joined_by_one_word() -> None:
    number = (Identifier("urn:b", "1"),)
    born = Moment("1964-03-13")
    files = [
        Identity(identifiers=number, family="Test", given="Marie"),
        Identity(identifiers=number, family="Marie", given="Test", birth_date=born),
        Identity(identifiers=number, family="Autre", given="Marie", birth_date=born),
    ]
    verdict = judge(files)
    assert verdict.state is CONFLICT
    assert judge(files, [verdict.sides]).state is AGREED


@given(identities=st.lists(IDENTITIES, min_size=2, max_size=4))
def test_once_every_conflict_is_joined_nothing_blocks_and_the_last_right_one_stands(identities: list[Identity]) -> None:
    joined: list[tuple[Identity, ...]] = []
    verdict = judge(identities)
    for _ in range(8):
        if verdict.state is not CONFLICT:
            break
        joined.append(verdict.sides)
        verdict = judge(identities, joined)
    assert verdict.state is not CONFLICT
