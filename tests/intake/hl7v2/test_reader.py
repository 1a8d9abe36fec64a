"""Whole files: the patient, corrections, several messages, mutations, sentences, and the shared simulated hospital."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside_app.dictionary.entries import load
from bedside_app.domain.fact import Status
from bedside_app.domain.record import Identifier
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import LANGUAGES, Language, catalogue, say
from bedside_app.intake.hl7v2 import can_read, observation, patient, read, segments, values
from bedside_app.intake.hl7v2 import message as message_module
from bedside_app.intake.reading import ReadFile
from bedside_app.intake.source import Source
from tests.intake.hl7v2.samples import DICTIONARY, HAEMOGLOBIN, MSH, OBR, PID, message, obx, reading, refusals


def _sent(at: str) -> str:
    return MSH.replace("20260501101500", at)


def test_a_file_gives_facts_with_their_four_sides() -> None:
    found = reading(message(HAEMOGLOBIN))
    (fact,) = found.facts
    assert (found.kind, found.reader) == ("HL7 v2.5.1 ORU^R01", "hl7v2/1")
    assert (fact.id, fact.value, fact.unit, fact.status) == ("haemoglobin", 125.0, "g/L", Status.FINAL)
    assert (fact.origin.version, fact.origin.place) == ("hl7v2/1", "MSH[1]/OBX[1]")
    assert fact.origin.name.startswith("sha256:")
    assert fact.effective is not None
    assert fact.effective.text == "2026-05-01T08:00:00"
    assert found.identities[0].identifiers == (Identifier("HOSP", "4711"),)


# -- the patient -------------------------------------------------------------------------------------------------------


def test_messages_of_one_patient_are_read_together() -> None:
    other = PID.replace("Doe^Jane", "DOE^JANE^M")
    found = reading(message(HAEMOGLOBIN) + message(obx("NM", "6301-6", "1.1"), patient=other))
    assert [fact.id for fact in found.facts] == ["haemoglobin", "inr"]
    assert len(found.identities) == 1


@pytest.mark.parametrize(
    "other",
    [
        PID.replace("4711", "4712"),
        PID.replace("Doe^Jane", "Roe^Richard"),
        PID.replace("19600102", "19610102"),
        PID.replace("|F", "|M"),
        PID.replace("4711^^^HOSP^MR", "99").replace("Doe^Jane", "Doe").replace("19600102", ""),
    ],
)
def test_a_file_of_two_patients_gives_no_fact_and_both_sides(other: str) -> None:
    found = reading(message(HAEMOGLOBIN) + message(HAEMOGLOBIN, patient=other))
    assert (found.facts, len(found.identities)) == ((), 2)
    assert [refused.code for refused in found.refused] == ["intake.hl7v2.two-patients"]


def test_two_patients_in_one_message_are_two_patients() -> None:
    found = reading(message(HAEMOGLOBIN, PID.replace("4711", "4712"), OBR, HAEMOGLOBIN))
    assert (found.facts, len(found.identities)) == ((), 2)


def test_an_adt_message_of_another_patient_counts_too() -> None:
    adt = message(header=MSH.replace("ORU^R01", "ADT^A01"), patient=PID.replace("4711", "4712"), order="")
    assert reading(message(HAEMOGLOBIN) + adt).facts == ()


def test_a_file_of_hundreds_of_patients_is_refused_quickly() -> None:
    many = "".join(message(HAEMOGLOBIN, patient=PID.replace("4711", str(number))) for number in range(500))
    assert refusals(many) == ["hl7v2.two-patients"]


@pytest.mark.parametrize("patient", ["", "PID|1", r"PID|1||4\C2842\11||Doe^Jane"])
def test_a_message_that_names_nobody_costs_its_own_results_only(patient: str) -> None:
    found = reading(message(HAEMOGLOBIN, patient=patient) + message(obx("NM", "6301-6", "1.1")))
    assert [fact.id for fact in found.facts] == ["inr"]
    assert [refused.place[:6] for refused in found.refused] == ["MSH[1]"]


# -- corrections -------------------------------------------------------------------------------------------------------


def _result(value: str, status: str = "F", time: str = "20260501080000", code: str = "718-7") -> str:
    return obx("NM", code, value, "g/dL", status=status, time=time)


def _standing(text: str) -> list[tuple[float | None, str]]:
    return [(fact.value, fact.status) for fact in reading(text).facts]  # type: ignore[misc]


def test_a_correction_takes_back_the_earlier_result_and_keeps_it() -> None:
    text = message(_result("12.5")) + message(_result("13.5", "C"), header=_sent("20260501120000"))
    assert _standing(text) == [(125.0, "withdrawn"), (135.0, "corrected")]


def test_a_correction_that_comes_first_in_the_file_is_still_the_later_one() -> None:
    text = message(_result("13.5", "C"), header=_sent("20260501120000")) + message(_result("12.5"))
    assert _standing(text) == [(135.0, "corrected"), (125.0, "withdrawn")]
    again = message(_result("", "D"), header=_sent("20260501120000")) + message(_result("12.5"))
    assert _standing(again) == [(None, "withdrawn"), (125.0, "withdrawn")]


@pytest.mark.parametrize("status", ["D", "W"])
def test_a_withdrawn_result_takes_the_earlier_one_with_it(status: str) -> None:
    text = message(_result("12.5")) + message(_result("12.5", status), header=_sent("20260501120000"))
    assert _standing(text) == [(125.0, "withdrawn"), (125.0, "withdrawn")]


def test_a_correction_of_the_time_takes_back_the_one_result_of_the_order() -> None:
    text = message(_result("12.5")) + message(_result("12.5", "C", "20260430080000"), header=_sent("20260502"))
    assert _standing(text) == [(125.0, "withdrawn"), (125.0, "corrected")]


def test_a_correction_leaves_other_times_orders_codes_and_series_alone() -> None:
    series = message(_result("12.5"), _result("12.9", time="20260501100000"))
    later = _sent("20260502")
    assert _standing(series + message(_result("13", "C", "20260501100000"), header=later)) == [
        (125.0, "final"),
        (129.0, "withdrawn"),
        (130.0, "corrected"),
    ]
    assert _standing(series + message(_result("13", "C", "20260501110000"), header=later))[:2] == [
        (125.0, "final"),
        (129.0, "final"),
    ]
    other_order = message(_result("13", "C"), header=later, order=OBR.replace("F1", "F2"))
    assert _standing(message(_result("12.5")) + other_order) == [(125.0, "final"), (130.0, "corrected")]


def test_preliminary_then_final_are_both_kept() -> None:
    text = message(_result("12.4", "P")) + message(_result("12.5"), header=_sent("20260502"))
    assert _standing(text) == [(124.0, "preliminary"), (125.0, "final")]


# -- bad input ---------------------------------------------------------------------------------------------------------


def test_a_cut_message_gives_no_number_that_is_cut() -> None:
    whole = message(_result("125.0").replace("g/dL", "g/L"))
    complete = {(125.0, "final")}
    for length in range(len(whole)):
        try:
            found = reading(whole[:length])
        except Refusal:
            continue
        assert {(fact.value, str(fact.status)) for fact in found.facts} <= complete


SEED = message(
    HAEMOGLOBIN,
    obx("SN", "33914-3", ">^90", "mL/min/1.73m2", span=">=60"),
    obx("CE", "16112-5", "LA6576-8^Positive^LN"),
    obx("CE", "52473-6", r"764146007^Penicillin \T\ more^SCT~^docetaxel"),
    "NTE|1||comment",
    "SPM|1|S1||86273004^Biopsy^SCT",
) + message(_result("13.5", "C"), header=_sent("20260501120000+0200"))
PIECES = [
    "|",
    "^",
    "~",
    "\\",
    "&",
    "\r",
    "\n",
    "\x0b",
    "\x1c\r",
    "MSH",
    "BHS|^~\\&",
    "OBX|1|NM|718-7^x^LN||1|g/L|||||F",
    '""',
]
PIECES += [
    "9" * 50,
    "-1e9",
    "20260231",
    "\\X00\\",
    "\\.br\\",
    "é",
    "\x00",
    "UNICODE",
    "PID|1||2||Roe^R",
    "<",
    "C",
    "D",
    "1.73",
]


def _read_or_refused(data: bytes) -> ReadFile | Refusal:
    try:
        return read(Source.of("synthetic", data), DICTIONARY)
    except Refusal as refusal:
        return refusal


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SEED)), st.integers(0, 12), st.sampled_from(PIECES) | st.text(max_size=3)),
        min_size=1,
        max_size=6,
    )
)
def test_any_mutation_of_a_message_ends_in_an_answer_or_a_refusal(mutations: list[tuple[int, int, str]]) -> None:
    text = SEED
    for at, length, piece in mutations:
        text = text[:at] + piece + text[at + length :]
    data = text.encode("utf-8", "surrogatepass")
    found = _read_or_refused(data)
    if isinstance(found, Refusal):
        assert say(found.code, "en", found.values)
        return
    for refused in found.refused:
        assert say(refused.code, "fr", refused.values)
    for item in found.not_understood:
        assert say(item.why, "fr", {})


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"MSH|^~\\&|", b"\x0bMSH|^~\\&|", b"BHS|", SEED.encode()[:200]]))
def test_any_bytes_after_a_header_end_in_an_answer_or_a_refusal(tail: bytes, head: bytes) -> None:
    found = _read_or_refused(head + tail)
    assert isinstance(found, Refusal) or found.identities or found.facts == ()


def test_files_of_another_kind_are_left_to_others() -> None:
    assert not any(can_read(head) for head in (b"", b"{}", b"%PDF-1.7", b"PK\x03\x04", b"MSH", b"\x89PNG", b"DICM"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence_and_every_sentence_is_whole(language: Language) -> None:
    modules = (message_module, observation, patient, segments, values)
    refused = {
        thing.code
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Refusal) and thing.__module__ == module.__name__
    }
    written = {code for code in catalogue(language) if code.startswith("intake.hl7v2.")}
    assert len(refused) > 15
    assert refused < written
    assert written == {code for code in catalogue("en") if code.startswith("intake.hl7v2.")}
    names = ["limit", "unit", "version", "charset", "raw", "field", "label", "facts", "status", "messages", "code"]
    assert all(len(say(code, language, dict.fromkeys(names, "x"))) > 20 for code in written)


# -- a simulated hospital ----------------------------------------------------------------------------------------------


@pytest.mark.shared
def test_each_message_of_the_simulated_hospital_is_listed_and_none_is_guessed(shared: Path) -> None:
    data = (shared / "data/hl7v2/simhospital.hl7").read_bytes()
    parts = [b"MSH|" + part for part in data.split(b"MSH|")[1:]]
    assert len(parts) == 500
    dictionary = load()
    for part in parts:
        found = read(Source.of("one", part), dictionary)
        observations = part.count(b"\rOBX|") + part.count(b"\nOBX|")
        listed = [item for item in found.not_understood if "/OBX[" in item.place]
        assert found.facts == ()  # its codes are of its own, none is of LOINC
        assert len(listed) + len(found.refused) == observations
        assert len(found.identities) == 1


@pytest.mark.shared
def test_the_simulated_hospital_as_one_file_is_several_patients(shared: Path) -> None:
    found = read(Source.of("all", (shared / "data/hl7v2/simhospital.hl7").read_bytes()), load())
    assert (found.facts, len(found.identities)) == ((), 2)
    assert [refused.code for refused in found.refused] == ["intake.hl7v2.two-patients"]
