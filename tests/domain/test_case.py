from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.case import (
    CaseOpened,
    CasePhase,
    DoseChanged,
    Event,
    FactCorrected,
    FactEntered,
    FactRejected,
    ImageMeasured,
    Item,
    ItemAgreed,
    ItemKind,
    ItemRejected,
    MeasurementRemoved,
    Person,
    RevisionAmended,
    RevisionSigned,
    Undone,
    replayed,
    undoable,
)
from bedside_app.domain.fact import Fact
from bedside_app.domain.image import Measurement, MeasurementKind
from tests.records import ORIGIN
from tests.store.cases import BY, RECORD, agreed, typed

READ = tuple(replace(typed(number), origin=ORIGIN) for number in (50.0, 60.0))
OPENED = CaseOpened(record=RECORD.with_facts(READ))
FACTS = st.one_of(st.integers(0, 3).map(float).map(typed), st.sampled_from(READ))
ITEMS = st.sampled_from(["a", "b"]).map(lambda name: Item(kind=ItemKind.OPTION, id=name))
EDITS = st.one_of(
    FACTS.map(lambda fact: FactEntered(fact=fact)),
    st.tuples(FACTS, FACTS).map(lambda pair: FactCorrected(was=pair[0], fact=pair[1], reason="mistyped")),
    FACTS.map(lambda fact: FactRejected(fact=fact, reason="another patient's")),
    ITEMS.map(lambda item: ItemAgreed(item=item)),
    ITEMS.map(lambda item: ItemRejected(item=item, reason="frail")),
)


def numbered(*events: Event) -> list[tuple[int, Event]]:
    return list(enumerate((OPENED, *events), start=1))


@dataclass
class Desk:
    """The same edits as a clinician's sheet of paper would bear them; undo is taking the last sheet off."""

    facts: list[Fact] = field(default_factory=lambda: list(READ))
    decisions: dict[str, object] = field(default_factory=dict)

    def after(self, edits: list[Event]) -> Desk:
        desk = Desk()
        for edit in edits:
            if isinstance(edit, FactEntered):
                desk.facts.append(edit.fact)
            elif isinstance(edit, FactCorrected):
                if edit.was not in desk.facts:
                    desk.facts.append(edit.fact)
                    continue
                desk.facts = [edit.fact if fact == edit.was else fact for fact in desk.facts]
            elif isinstance(edit, FactRejected):
                while edit.fact in desk.facts:
                    desk.facts.remove(edit.fact)
            elif isinstance(edit, ItemAgreed | ItemRejected):
                desk.decisions[edit.item.id] = edit
        return desk


@given(st.lists(st.one_of(EDITS, st.none()), max_size=25))
def test_any_edits_and_undos_come_to_the_same_as_a_pile_of_sheets(steps: list[Event | None]) -> None:
    history, sheets = numbered(), list[Event]()
    for step in steps:
        if step is not None:
            history.append((len(history) + 1, step))
            sheets.append(step)
        elif (last := undoable(history)) is None:
            assert sheets == []
        else:
            assert history[last - 1][1] is sheets.pop()
            history.append((len(history) + 1, Undone(sequence=last)))
    state, desk = replayed(history), Desk().after(sheets)
    assert list(state.record.facts) == desk.facts
    assert {one.said.item.id: one.said for one in state.decisions} == desk.decisions


@given(st.lists(EDITS, max_size=10))
def test_the_revision_never_falls_and_rises_with_what_results_rest_on(edits: list[Event]) -> None:
    revisions = [replayed(numbered(*edits[:count])).revision for count in range(len(edits) + 1)]
    rises = [later - earlier for earlier, later in pairwise(revisions)]
    assert rises == [0 if isinstance(edit, ItemAgreed | ItemRejected) else 1 for edit in edits]


def test_undoing_a_fact_makes_results_old_and_undoing_a_yes_does_not() -> None:
    fact = FactEntered(fact=typed(55))
    assert replayed(numbered(fact, Undone(sequence=2))).revision == 3
    assert replayed(numbered(agreed("a"), Undone(sequence=2))).revision == 1


def test_a_measurement_stays_until_it_is_taken_back_and_leaves_the_results_as_they_are() -> None:
    length = Measurement(
        kind=MeasurementKind.LENGTH,
        image="1.2.3",
        frame=0,
        points=((0, 0), (3, 4)),
        value=5.0,
        uncertainty=0.5,
        unit="mm",
        made_by="tests",
    )
    measured, removed = ImageMeasured(measurement=length), MeasurementRemoved(measurement=length)
    assert replayed([(1, OPENED), (2, measured)]).measurements == (length,)
    assert replayed([(1, OPENED), (2, measured)]).revision == replayed([(1, OPENED)]).revision
    assert replayed([(1, OPENED), (2, measured), (3, removed)]).measurements == ()
    assert undoable([(1, OPENED), (2, measured)]) == 2
    assert replayed([(1, OPENED), (2, measured), (3, Undone(sequence=2))]).measurements == ()


def test_a_decision_about_an_older_revision_has_to_be_taken_again() -> None:
    state = replayed(numbered(agreed("a"), FactEntered(fact=typed(55)), agreed("b")))
    assert [one.said.item.id for one in state.decisions_now] == ["b"]


def test_a_changed_dose_is_the_last_word_on_that_dose() -> None:
    item = Item(kind=ItemKind.DOSE, id="tc/docetaxel")
    changed = DoseChanged(item=item, was=75, was_unit="mg/m2", amount=60, unit="mg/m2", reason="age")
    state = replayed(numbered(ItemAgreed(item=item), changed))
    assert [one.said for one in state.decisions] == [changed]


def test_undo_stops_at_a_signature_and_at_an_amendment() -> None:
    signed = RevisionSigned(by=Person(name=BY.name), revision=2, shown="sha256:0")
    history = numbered(FactEntered(fact=typed(55)), signed)
    assert (undoable(history), replayed(history).phase) == (None, CasePhase.SIGNED)
    history.append((4, RevisionAmended(reason="new scan")))
    assert (undoable(history), replayed(history).phase, replayed(history).revision) == (None, CasePhase.AMENDED, 3)
