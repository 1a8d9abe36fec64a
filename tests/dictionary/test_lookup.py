"""A record as conditions see it: bounds, dates, collections and groups."""

from __future__ import annotations

from bedside_app.dictionary.conditions import parse
from bedside_app.dictionary.lookup import ViewLookup
from bedside_app.domain.fact import Comparator, Fact, FactId
from tests.records import fact_of, items_of, record_of, view_of


def holds(text: str, *facts: Fact) -> bool | None:
    return parse(text).evaluate(ViewLookup(view_of(record_of(*facts))))


def test_a_comparator_of_the_source_is_kept() -> None:
    high = fact_of("egfr_ckd_epi", 90, comparator=Comparator.MORE)
    assert holds("%egfr_ckd_epi >= 60", high) is True
    assert holds("%egfr_ckd_epi >= 100", high) is None


def test_a_collection_tells_not_found_from_not_looked_for() -> None:
    taken = items_of("medicines", ("tamoxifen",))
    assert holds("found(%medicines, 'tamoxifen')", *taken) is True
    assert holds("found(%medicines, 'paroxetine')", *taken) is None
    assert holds("found(%medicines, 'paroxetine')", *items_of("medicines", ("tamoxifen",), complete=True)) is False
    assert holds("known(%medicines)") is False
    assert holds("known(%medicines)", *items_of("medicines", complete=True)) is True


def test_the_facts_that_an_answer_rests_on_are_given() -> None:
    lvef = fact_of("lvef", 55)
    lookup = ViewLookup(view_of(record_of(lvef, *items_of("medicines", ("tamoxifen",)))))
    assert lookup.facts("lvef") == (lvef,)
    assert [fact.value for fact in lookup.facts("medicines")] == ["tamoxifen"]
    assert lookup.facts("qtcf") == ()


def test_a_date_keeps_its_precision() -> None:
    month = fact_of("birth_date", "1970-05", effective="")
    assert holds("%birth_date < @1970-06-01", month) is True
    assert holds("%birth_date < @1970-05-15", month) is None
    assert FactId("birth_date") == month.id
