"""The next-best test: what each answer would decide, the most decisive first."""

from __future__ import annotations

from bedside_app.domain.proposal import MissingFact
from tests.therapy.tiny import proposal, view


def missing(*without: str) -> dict[str, MissingFact]:
    return {one.fact_id: one for one in proposal(view(without=without)).missing}


def tier(fact: MissingFact) -> int:
    return int(fact.weight)


def test_an_answer_that_changes_what_is_suggested_says_so() -> None:
    receptor = missing("receptor")["receptor"]
    assert tier(receptor) == 5
    assert receptor.decides == (
        ("positive", ("give_alpha: suggested",)),
        ("negative", ("give_alpha: excluded", "give_beta: suggested")),
    )
    assert receptor.asked_by == ("give_alpha",)


def test_a_range_of_a_number_stands_for_all_values_that_decide_the_same() -> None:
    size = missing("size")["size"]
    assert [answer for answer, _ in size.decides] == ["≤ 20", "> 20"]


def test_a_test_before_the_first_dose_clears_or_changes() -> None:
    heart = missing("lvef")["lvef"]
    assert dict(heart.decides)["≥ 50"] == ("give_alpha: cleared",)
    assert "give_alpha: excluded" in dict(heart.decides)["< 50"]


def test_an_answer_that_speaks_against_an_option_never_reads_as_cleared() -> None:
    medicines = dict(missing("medicines")["medicines"].decides)
    assert medicines == {"blockers": ("give_beta: lowered",), "none": ("give_beta: cleared",)}


def test_a_fact_that_only_a_dose_needs_comes_after_those_that_decide() -> None:
    found = missing("weight", "receptor", "lvef")
    assert next(iter(found)) == "receptor"
    only_dose = missing("weight")["weight"]
    assert (tier(only_dose), only_dose.decides, only_dose.asked_by) == (1, (), ("give_alpha",))


def test_two_open_questions_about_one_option_are_both_asked() -> None:
    found = missing("receptor", "pregnant")
    assert tier(found["pregnant"]) == 5  # pregnant: the rivals fall too
    assert tier(found["receptor"]) >= 3


def test_a_derived_fact_is_asked_for_by_its_own_name() -> None:
    assert "receptor" in missing("receptor")
    assert missing("receptor").keys().isdisjoint({"receptor_percent"})


def test_a_collection_that_nobody_asked_about_is_asked_item_by_item_and_as_a_whole() -> None:
    allergies = missing("allergies")["allergies"]
    assert dict(allergies.decides)["none"] == ("give_alpha: cleared", "give_beta: cleared")
    assert "give_alpha: excluded" in dict(allergies.decides)["alphamab"]


def test_nothing_is_missing_where_everything_is_known() -> None:
    assert proposal(view()).missing == ()
