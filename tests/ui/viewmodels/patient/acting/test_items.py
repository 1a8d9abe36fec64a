from __future__ import annotations

from dataclasses import replace
from datetime import date

from bedside_app.domain.case import ItemKind
from bedside_app.ui.viewmodels.patient.acting.items import items_of
from bedside_app.ui.viewmodels.shown import CaseShown


def kinds(case: CaseShown) -> list[ItemKind]:
    return [item.kind for item in items_of(case)]


def test_hard_stops_chosen_options_and_doses_come_first_and_one_by_one(case: CaseShown) -> None:
    singles = [item.one_by_one for item in items_of(case)]
    assert singles == sorted(singles, reverse=True)
    assert {ItemKind.HARD_STOP, ItemKind.OPTION, ItemKind.DOSE} <= set(kinds(case))


def test_every_key_is_its_own_and_so_is_every_item_of_an_event(case: CaseShown) -> None:
    items = items_of(case)
    assert len({item.key for item in items}) == len({item.item for item in items}) == len(items)


def test_two_doses_of_one_drug_are_two_items(case: CaseShown) -> None:
    options = tuple(replace(one, dose=one.dose * 2) for one in case.current.options)
    doubled = replace(case, current=replace(case.current, options=options))
    keys = [item.key for item in items_of(doubled)]
    assert len(keys) == len(set(keys))


def test_a_hard_stop_that_says_something_else_is_another_item(case: CaseShown) -> None:
    flags = tuple(replace(flag, text={**flag.text, "en": "Something else"}) for flag in case.current.flags[:1])
    other = replace(case, current=replace(case.current, flags=flags))
    assert items_of(case)[0].key != items_of(other)[0].key


def test_the_key_of_an_item_does_not_change_with_the_language(case: CaseShown, french: CaseShown) -> None:
    assert [item.key for item in items_of(case)] == [item.key for item in items_of(french)]


def test_every_suggested_dose_is_an_item_that_belongs_to_its_option(case: CaseShown) -> None:
    doses = [item for item in items_of(case) if item.kind is ItemKind.DOSE]
    suggested = [dose for option in case.current.options if option.suggested for dose in option.dose]
    assert [item.dose for item in doses] == suggested
    keys = {item.key for item in items_of(case)}
    assert all(item.of in keys for item in doses)


def test_the_values_behind_what_is_signed_are_items_even_behind_a_computed_one(case: CaseShown) -> None:
    facts = {item.fact for item in items_of(case) if item.fact is not None}
    assert {"creatinine", "lvef", "tumour_size", "weight"} <= facts


def test_a_derived_value_says_from_what_and_names_no_rule(case: CaseShown) -> None:
    derived = next(item for item in items_of(case) if item.fact == "ki67_status")
    assert "derived from Ki-67" in derived.detail
    assert not any("dictionary:" in item.detail for item in items_of(case))


def test_while_it_computes_and_in_a_conflict_there_is_nothing_to_answer(
    computing: CaseShown, conflict: CaseShown
) -> None:
    assert items_of(computing) == items_of(conflict) == ()


def test_the_items_are_todays_whatever_the_cursor_shows(case: CaseShown) -> None:
    earlier = date(2026, 11, 3)
    bare = replace(case.current, as_of=earlier.isoformat(), findings=(), options=())
    assert items_of(case.at(earlier, bare)) == items_of(case)


def test_items_read_in_french(french: CaseShown) -> None:
    titles = [item.title for item in items_of(french)]
    assert "Dose\u202f: acide zolédronique, 3,5\u00a0mg" in titles


def test_a_case_without_a_pathway_still_has_its_findings_to_answer(case: CaseShown) -> None:
    bare = replace(case, current=replace(case.current, options=(), exclusions=(), flags=()))
    assert set(kinds(bare)) == {ItemKind.REST, ItemKind.FINDING}
