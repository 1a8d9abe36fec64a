"""The installed pathways on patients that nobody would invent: what must hold for every one of them."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside_app.dictionary.conditions import Value
from bedside_app.dictionary.entries import load as load_dictionary
from bedside_app.domain.fact import Comparator, Fact, FactId
from bedside_app.domain.moment import Moment
from bedside_app.domain.proposal import OptionState, Proposal
from bedside_app.foundation.words import LANGUAGES
from bedside_app.therapy.inspection.cases import Search
from bedside_app.therapy.knowledge import Knowledge, load
from bedside_app.therapy.propose import propose
from bedside_app.therapy.reasoning.plan import Plan, plan_of
from tests.records import fact_of, items_of, record_of, view_of

PATHWAYS = ("breast_early",)


@cache
def knowledge() -> Knowledge:
    return load(load_dictionary())


def plan(name: str) -> Plan:
    return plan_of(knowledge().pathways[name], knowledge(), load_dictionary())


@cache
def named(name: str) -> tuple[FactId, ...]:
    """Return the facts that the pathway names and a record can state."""
    facts = dict.fromkeys(fact for text in plan(name).texts for fact in plan(name).terms.facts(text))
    return tuple(fact for fact in facts if fact not in ("age", "medicines_ever"))


@cache
def search(name: str) -> Search:
    return Search({}, plan(name).texts, load_dictionary())


@cache
def entering(name: str) -> dict[str, Value]:
    """Return facts with which a patient enters the pathway."""
    found = search(name).case((entry.when, True) for entry in plan(name).pathway.entry)
    assert found.case is not None
    return dict(found.case.values)


@st.composite
def facts(draw: st.DrawFn, name: str) -> tuple[Fact, ...]:
    made: list[Fact] = []
    fixed = entering(name) if draw(st.integers(0, 3)) else {}
    for fact_id in named(name):
        entry = load_dictionary().entry(fact_id)
        if fact_id not in fixed and draw(st.integers(0, 3)) == 0:
            continue
        if entry.kind == "collection":
            items = [item.value for item in entry.items]
            made += items_of(
                fact_id, tuple(draw(st.sets(st.sampled_from(items), max_size=2))), complete=draw(st.booleans())
            )
            continue
        value = fixed.get(fact_id) or draw(st.sampled_from(search(name).candidates(fact_id)))
        plain = value.text if isinstance(value, Moment) else value
        assert isinstance(plain, bool | int | float | str)
        bounded = fact_id not in fixed and entry.kind == "quantity" and draw(st.integers(0, 5)) == 0
        made.append(fact_of(fact_id, plain, comparator=draw(st.sampled_from(Comparator)) if bounded else None))
    return tuple(made)


@pytest.mark.slow
@pytest.mark.parametrize("name", PATHWAYS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_patient_gets_a_proposal_that_keeps_its_promises(name: str, data: st.DataObject) -> None:
    seen = view_of(record_of(*data.draw(facts(name))))
    made = propose(knowledge().pathways[name], knowledge(), seen, "cancer-1")
    keeps_its_ranks(made)
    names_only_what_it_suggests(made)
    for option in made.options:
        assert (option.state is OptionState.BLOCKED) <= bool(option.missing)
        assert bool(option.doses) <= (option.state is OptionState.OFFERED)
        assert all((dose.amount is None) == bool(dose.missing) for dose in option.doses)
        assert (option.state is OptionState.EXCLUDED) <= bool(option.reasons_against)
        assert set(option.proof.facts) >= {fact for reason in option.reasons_for for fact in reason.facts}
    weights = [missing.weight for missing in made.missing]
    assert weights == sorted(weights, reverse=True)
    assert all(not seen.reading(missing.fact_id).known or _open(seen, missing.fact_id) for missing in made.missing)


def _open(seen: object, fact_id: FactId) -> bool:
    """Whether a fact is a collection, or known only within bounds: both can be missing though something is known."""
    entry = load_dictionary().entry(fact_id)
    reading = seen.reading(fact_id)  # type: ignore[attr-defined]
    return entry.kind == "collection" or any(fact.comparator is not None for fact in reading.facts)


def keeps_its_ranks(made: Proposal) -> None:
    for step in made.steps:
        ranks = sorted(option.rank for option in step.options if option.state is OptionState.OFFERED)
        first = 2 if step.awaits else 1
        assert ranks == list(range(first, first + len(ranks)))
        assert all(option.rank == 0 for option in step.options if option.state is not OptionState.OFFERED)
        assert all(option.state is not OptionState.OFFERED for option in step.options if step.applies is None)


def names_only_what_it_suggests(made: Proposal) -> None:
    """Every name in the answer is suggested, and every drug that is suggested is named."""
    suggested = [option for option in made.options if option.rank == 1]
    for language in LANGUAGES:
        sentence = made.answer[language]
        for option in suggested:
            assert option.name[language] in sentence or not option.regimen
        for option in suggested:
            sentence = sentence.replace(option.name[language], "")
        for option in made.options:
            assert option.rank == 1 or option.name[language] not in sentence
