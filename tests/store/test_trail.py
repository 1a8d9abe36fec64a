from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain import case as domain
from bedside_app.domain.case import CaseId, CaseOpened, Event, FactEntered, StoredEvent
from bedside_app.store.trail import KINDS, TrailBroken, line_of, link_of, read_trail
from tests.store.cases import AT, BY, RECORD, typed

CASE = CaseId("00000000-0000-4000-8000-000000000000")
Row = tuple[int, str, str]


def chained(*events: Event) -> list[Row]:
    rows, link = list[Row](), ""
    for sequence, event in enumerate(events, start=1):
        line = line_of(StoredEvent(sequence=sequence, revision=sequence, recorded=AT, by=BY, event=event))
        link = link_of(link, CASE, sequence, line)
        rows.append((sequence, line, link))
    return rows


ROWS = chained(CaseOpened(record=RECORD), *(FactEntered(fact=typed(number)) for number in (50, 55, 60)))
HEAD = ROWS[-1][2]


def test_every_kind_of_event_has_a_name_in_the_store() -> None:
    assert set(KINDS.values()) == set(get_args(domain.Event))


def test_an_event_reads_back_as_it_was_written() -> None:
    events = read_trail(CASE, ROWS, count=4, head=HEAD)
    assert [one.event for one in events[1:]] == [FactEntered(fact=typed(number)) for number in (50, 55, 60)]
    assert chained(*(one.event for one in events)) == ROWS


@given(st.data())
def test_whatever_is_changed_in_a_line_breaks_the_chain(data: st.DataObject) -> None:
    rows = list(ROWS)
    index = data.draw(st.integers(0, len(rows) - 1))
    sequence, line, link = rows[index]
    at = data.draw(st.integers(0, len(line) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda letter: letter != line[at]))
    rows[index] = (sequence, line[:at] + letter + line[at + 1 :], link)
    with pytest.raises(TrailBroken):
        read_trail(CASE, rows, count=4, head=HEAD)


@given(st.permutations(range(4)), st.integers(0, 4))
def test_a_line_taken_out_or_moved_breaks_the_chain(order: list[int], length: int) -> None:
    rows = [ROWS[index] for index in order[:length]]
    if rows == ROWS:
        assert len(read_trail(CASE, rows, count=4, head=HEAD)) == 4
        return
    with pytest.raises(TrailBroken):
        read_trail(CASE, rows, count=4, head=HEAD)


def test_the_trail_of_one_case_does_not_pass_for_another() -> None:
    with pytest.raises(TrailBroken):
        read_trail(CaseId("another"), ROWS, count=4, head=HEAD)


def test_a_rightly_chained_line_of_no_known_form_is_refused() -> None:
    line = '{"kind":"unheard_of"}'
    link = link_of("", CASE, 1, line)
    with pytest.raises(TrailBroken):
        read_trail(CASE, [(1, line, link)], count=1, head=link)
