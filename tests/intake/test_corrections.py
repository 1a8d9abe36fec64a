"""Corrections and withdrawals, within a file and across files."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.fact import PATIENT, Fact, FactId, Origin, OriginKind, Status
from bedside_app.domain.moment import Moment
from bedside_app.intake.corrections import settled


def result(
    value: float,
    status: Status = Status.FINAL,
    *,
    order: str = "F1",
    time: str = "2026-05-01T08:00",
    issued: str = "",
    file: str = "a",
) -> Fact:
    return Fact(
        id=FactId("haemoglobin"),
        value=value,
        unit="g/L",
        about=PATIENT,
        origin=Origin(kind=OriginKind.FILE, name=file, version="hl7v2/1", place="MSH[1]/OBX[1]"),
        status=status,
        effective=Moment(time),
        issued=Moment(issued) if issued else None,
        detail={"order": order},
    )


def standing(*facts: Fact) -> list[object]:
    return [fact.value for fact in settled(facts) if fact.status is not Status.WITHDRAWN]


def test_a_withdrawal_in_another_file_takes_the_result_back() -> None:
    assert standing(result(120), result(120, Status.WITHDRAWN, file="b")) == []


def test_a_correction_in_another_file_takes_the_result_back_whatever_the_order_of_files() -> None:
    old, new = result(120, issued="2026-05-01"), result(130, Status.CORRECTED, file="b", issued="2026-05-02")
    assert standing(old, new) == standing(new, old) == [130]


def test_a_result_that_is_sent_again_after_its_withdrawal_stands() -> None:
    gone = result(120, Status.WITHDRAWN, file="b", issued="2026-05-02")
    again = result(121, file="c", issued="2026-05-03")
    assert standing(result(120, issued="2026-05-01"), gone, again) == [121]


def test_without_an_order_number_only_the_same_time_is_taken_back() -> None:
    other_time = result(110, order="", time="2026-04-01")
    assert standing(other_time, result(120, Status.WITHDRAWN, order="", file="b")) == [110]
    assert standing(result(120, order=""), result(130, Status.CORRECTED, order="", file="b")) == [130]


def test_facts_without_an_order_are_left_as_they_are() -> None:
    plain = replace(result(120), detail={})
    assert standing(plain, replace(result(120, Status.WITHDRAWN, file="b"), detail={})) == [120]


RESULTS = st.builds(
    result,
    st.integers(100, 105),
    st.sampled_from(Status),
    order=st.sampled_from(["F1", "F2", ""]),
    time=st.sampled_from(["2026-05-01T08:00", "2026-05-01", "2026-05-02"]),
    issued=st.sampled_from(["2026-05-03", "2026-05-04", "2026-05-05"]),
    file=st.sampled_from("abc"),
)


@given(st.lists(RESULTS, max_size=8))
def test_nothing_is_lost_or_brought_back_and_only_a_correction_takes_back(facts: list[Fact]) -> None:
    found = settled(facts)
    assert [(fact.value, fact.origin) for fact in found] == [(fact.value, fact.origin) for fact in facts]
    for before, after in zip(facts, found, strict=True):
        assert after == before or (after.status is Status.WITHDRAWN and after.detail["taken_back"])
    if not {fact.status for fact in facts} & {Status.CORRECTED, Status.WITHDRAWN}:
        assert found == tuple(facts)


@given(st.lists(RESULTS, max_size=8))
def test_what_is_settled_stays_so(facts: list[Fact]) -> None:
    assert settled(settled(facts)) == settled(facts)
