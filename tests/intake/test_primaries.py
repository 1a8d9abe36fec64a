from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.fact import About, Fact, FactId, Origin, OriginKind, Side, Status, Subject
from bedside_app.domain.record import SourceFile
from bedside_app.intake.primaries import Joined, join
from bedside_app.intake.reading import ReadFile, ReadSource


def fact(key: str, fact_id: str, value: str, **other: object) -> Fact:
    origin = Origin(kind=OriginKind.FILE, name="sha256:0", version="test/1")
    about = About(subject=Subject.PRIMARY, key=key)
    return Fact(id=FactId(fact_id), value=value, unit="", about=about, origin=origin, **other)  # type: ignore[arg-type]


def file(name: str, *tumours: tuple[str, str, Side | None], more: Sequence[Fact] = ()) -> ReadSource:
    """Return a file that tells of tumours, each (key, site, side)."""
    source = SourceFile(digest=f"sha256:{name}", name=name, kind="test", reader="test/1", bytes=1)
    content = ReadFile(
        kind="test",
        reader="test/1",
        primaries=tuple(About(subject=Subject.PRIMARY, key=key, side=side) for key, _, side in tumours),
        facts=(*(fact(key, "primary_site", site) for key, site, _ in tumours if site), *more),
    )
    return ReadSource(source=source, content=content)


def shown(joined: Joined) -> list[tuple[str, Side | None]]:
    return [(about.key, about.side) for about in joined.primaries]


LEFT, RIGHT = Side.LEFT, Side.RIGHT


def test_same_site_and_side_in_two_files_are_one_tumour_with_the_facts_of_both() -> None:
    joined = join(
        [file("a", ("a1", "breast", LEFT)), file("b", ("b1", "breast", LEFT), more=[fact("b1", "grade", "3")])]
    )
    assert shown(joined) == [("a1", LEFT)]
    assert {one.about.key for one in joined.facts} == {"a1"}


def test_left_and_right_stay_two() -> None:
    joined = join([file("a", ("a1", "breast", LEFT)), file("b", ("b1", "breast", RIGHT))])
    assert shown(joined) == [("a1", LEFT), ("b1", RIGHT)]
    assert joined.not_joined == ()


def test_side_is_never_guessed_and_that_is_said() -> None:
    joined = join([file("a", ("a1", "breast", LEFT)), file("b", ("b1", "breast", None))])
    assert shown(joined) == [("a1", LEFT), ("b1", None)]
    assert [(one.source, one.what, one.why) for one in joined.not_joined] == [
        ("sha256:b", "breast", "intake.tumours-not-joined")
    ]


def test_two_breast_tumours_without_a_side_stay_two() -> None:
    assert len(join([file("a", ("a1", "breast", None)), file("b", ("b1", "breast", None))]).primaries) == 2


def test_organ_that_a_person_has_one_of_needs_no_side() -> None:
    assert shown(join([file("a", ("a1", "colon", None)), file("b", ("b1", "colon", None))])) == [("a1", None)]


def test_unknown_site_joins_nothing() -> None:
    assert len(join([file("a", ("a1", "", LEFT)), file("b", ("b1", "", LEFT))]).primaries) == 2


def test_same_key_joins_and_fills_in_what_one_file_left_out() -> None:
    assert shown(join([file("a", ("k", "breast", None)), file("b", ("k", "", LEFT))])) == [("k", LEFT)]


def test_same_key_of_two_hospitals_never_hides_a_second_tumour() -> None:
    joined = join([file("a", ("k", "breast", LEFT)), file("b", ("k", "breast", RIGHT), more=[fact("k", "grade", "3")])])
    assert shown(joined) == [("k", LEFT), ("k~2", RIGHT)]
    assert [one.about.key for one in joined.facts if one.id == "grade"] == ["k~2"]


def test_two_tumours_of_one_file_are_never_joined_through_another_file() -> None:
    joined = join([file("a", ("a1", "breast", LEFT), ("a2", "breast", LEFT)), file("b", ("b1", "breast", LEFT))])
    assert len(joined.primaries) == 3
    assert len(joined.not_joined) == 1


def test_several_of_a_later_file_do_not_fall_into_one_of_an_earlier() -> None:
    joined = join([file("a", ("a1", "breast", LEFT)), file("b", ("b1", "breast", LEFT), ("b2", "breast", LEFT))])
    assert len(joined.primaries) == 3


def test_another_histology_is_another_tumour() -> None:
    ductal, lobular = fact("a1", "histology", "ductal"), fact("b1", "histology", "lobular")
    files = [file("a", ("a1", "breast", LEFT), more=[ductal]), file("b", ("b1", "breast", LEFT), more=[lobular])]
    assert len(join(files).primaries) == 2


def test_withdrawn_site_says_nothing() -> None:
    withdrawn = fact("b1", "primary_site", "breast", status=Status.WITHDRAWN)
    joined = join([file("a", ("a1", "breast", LEFT)), file("b", ("b1", "", LEFT), more=[withdrawn])])
    assert len(joined.primaries) == 2


def test_fact_about_a_tumour_that_only_another_file_lists_is_about_that_one() -> None:
    laboratory = file("b", more=[fact("k", "er_status", "positive")])
    joined = join([laboratory, file("a", ("k", "breast", LEFT))])
    assert [one.about.key for one in joined.facts if one.id == "er_status"] == ["k"]


def test_fact_about_a_key_that_means_two_tumours_is_about_none_of_them() -> None:
    files = [file("a", ("k", "breast", LEFT)), file("b", ("k", "breast", RIGHT)), file("c", more=[fact("k", "x", "y")])]
    assert [one.about.key for one in join(files).facts if one.id == "x"] == [""]


def test_specimen_keeps_its_own_key_and_follows_its_tumour() -> None:
    about = About(subject=Subject.SPECIMEN, key="biopsy:s1", primary="b1")
    origin = Origin(kind=OriginKind.FILE, name="sha256:b", version="test/1")
    on_specimen = Fact(id=FactId("er_status"), value="positive", unit="", about=about, origin=origin)
    joined = join([file("a", ("a1", "breast", LEFT)), file("b", ("b1", "breast", LEFT), more=[on_specimen])])
    (told,) = [one.about for one in joined.facts if one.id == "er_status"]
    assert (told.key, told.primary) == ("biopsy:s1", "a1")


TUMOURS = st.tuples(
    st.sampled_from(["k", "m", "n"]), st.sampled_from(["", "breast", "colon"]), st.sampled_from([None, LEFT, RIGHT])
)


@given(drop=st.lists(st.lists(TUMOURS, max_size=3, unique_by=lambda one: one[0]), max_size=4))
def test_nothing_is_lost_and_no_two_sides_or_sites_are_ever_mixed(
    drop: list[list[tuple[str, str, Side | None]]],
) -> None:
    files = [file(str(index), *tumours) for index, tumours in enumerate(drop)]
    joined = join(files)
    assert len(joined.facts) == sum(len(one.content.facts) for one in files)
    keys = [about.key for about in joined.primaries]
    assert len(keys) == len(set(keys))
    assert {one.about.key for one in joined.facts} <= set(keys)
    for key in keys:
        assert len({one.value for one in joined.facts if one.about.key == key}) <= 1
    assert len(keys) >= max((len(tumours) for tumours in drop), default=0)
