"""Results under their order: times, zones, specimens, and everything in a message that is not a result."""

from __future__ import annotations

import pytest

from bedside_app.domain.fact import About, Subject
from tests.intake.hl7v2.samples import HAEMOGLOBIN, MSH, OBR, message, obx, only_fact, reading, refusals, set_aside


def _obr(observed: str = "", reported: str = "", specimen: str = "", status: str = "") -> str:
    return f"OBR|1|P1|F1|24323-8^panel^LN|||{observed}||||||||{specimen}|||||||{reported}|||{status}"


@pytest.mark.parametrize(
    ("order", "time", "effective"),
    [
        (_obr("20260501", "20260502"), "20260503", "2026-05-03"),
        (_obr("20260501", "20260502"), "", "2026-05-01"),
        (_obr("", "20260502"), "", "2026-05-02"),
    ],
)
def test_the_time_is_that_of_the_result_else_of_the_sample_else_of_the_report(
    order: str, time: str, effective: str
) -> None:
    fact = only_fact(message(obx("NM", "718-7", "12.5", "g/dL", time=time), order=order))
    assert fact.effective is not None
    assert fact.effective.text == effective


def test_a_result_without_any_time_is_undated() -> None:
    fact = only_fact(message(HAEMOGLOBIN, order="OBR|1|P1|F1|x"))
    assert fact.effective is None
    assert fact.issued is not None
    assert fact.issued.text == "2026-05-01T10:15:00"


@pytest.mark.parametrize(
    ("version", "sent", "effective"),
    [
        ("2.5.1", "20260501101500+0200", "2026-05-01T08:00:00+02:00"),
        ("2.3", "20260501101500+0200", "2026-05-01T08:00:00+02:00"),
        ("2.2", "20260501101500+0200", "2026-05-01T08:00:00"),
        ("2.5.1", "20260501101500", "2026-05-01T08:00:00"),
    ],
)
def test_the_zone_of_the_header_counts_where_the_standard_says_so(version: str, sent: str, effective: str) -> None:
    header = MSH.replace("20260501101500", sent).replace("2.5.1", version)
    fact = only_fact(message(HAEMOGLOBIN, header=header))
    assert fact.effective is not None
    assert fact.effective.text == effective


def test_an_order_whose_time_cannot_be_read_costs_its_results_only() -> None:
    found = reading(message(HAEMOGLOBIN, OBR, obx("NM", "6301-6", "1.1"), order=_obr("20260231")))
    assert [(refused.code, refused.place) for refused in found.refused] == [
        ("intake.hl7v2.not-a-moment", "MSH[1]/OBR[1]")
    ]
    assert [fact.id for fact in found.facts] == ["inr"]


def test_the_status_of_the_report_stands_in_for_that_of_the_result() -> None:
    fact = only_fact(message(obx("NM", "718-7", "12.5", "g/dL", status=""), order=_obr("20260501", status="P")))
    assert fact.status == "preliminary"


def test_a_result_carries_the_number_of_its_order_and_its_place_in_it() -> None:
    fact = only_fact(message("OBX|1|NM|718-7^Hb^LN|2|12.5|g/dL|||||F"))
    assert fact.detail == {"order": "F1", "sub_id": "2"}


ER = obx("CE", "16112-5", "LA6576-8^Positive^LN")


@pytest.mark.parametrize(
    ("segments", "order", "about"),
    [
        ((ER,), OBR, About(subject=Subject.PRIMARY)),
        ((ER, "SPM|1|S1||86273004^Biopsy^SCT"), OBR, About(subject=Subject.SPECIMEN, key="biopsy:S1")),
        (
            (ER, "SPM|1|S1||TISS^tissue^HL70487|||65801008^Excision^SCT"),
            OBR,
            About(subject=Subject.SPECIMEN, key="surgery:S1"),
        ),
        ((ER, "SPM|1|^S9&LAB||x"), OBR, About(subject=Subject.SPECIMEN, key="specimen:S9/LAB")),
        ((ER, "SPM|1|||TISS^tissue^HL70487"), OBR, About(subject=Subject.SPECIMEN, key="specimen:F1")),
        ((ER,), _obr("20260501", specimen="&lumpectomy&L^^^breast"), About(subject=Subject.SPECIMEN, key="surgery:F1")),
        ((ER, "SPM|1|S1||x", "SPM|2|S2||y"), OBR, About(subject=Subject.PRIMARY)),
    ],
)
def test_a_fact_of_a_tumour_is_about_the_specimen_that_was_looked_at(
    segments: tuple[str, ...], order: str, about: About
) -> None:
    assert only_fact(message(*segments, order=order)).about == about


def test_a_blood_value_is_about_the_patient_whatever_the_specimen() -> None:
    assert only_fact(message(HAEMOGLOBIN, "SPM|1|S1||86273004^Biopsy^SCT")).about.subject is Subject.PATIENT


def test_comments_allergies_diagnoses_and_local_segments_are_listed_with_their_words() -> None:
    found = reading(
        message(HAEMOGLOBIN, "NTE|1||haemolysed", "AL1|1|DA|^Penicillin", "DG1|1||C50.9^Breast cancer^I10", "ZAB|1|x")
    )
    assert [(item.place, item.what, item.why.rpartition(".")[2]) for item in found.not_understood] == [
        ("MSH[1]/NTE[1]", "haemolysed", "note"),
        ("MSH[1]/AL1[1]", "Penicillin", "segment"),
        ("MSH[1]/DG1[1]", "Breast cancer", "segment"),
        ("MSH[1]/ZAB[1]", "1", "segment"),
    ]
    assert len(found.facts) == 1


def test_administrative_segments_are_not_worth_a_word() -> None:
    assert set_aside(message(HAEMOGLOBIN, "PV1|1|I", "ORC|RE", "TQ1|1")) == []


def test_a_broken_line_is_listed_and_the_cut_result_refused() -> None:
    text = message("OBX|1|ST|8251-1^x^LN||first line", "second line||||||F")
    assert set_aside(text) == ["stray-text"]
    assert refusals(text) == ["hl7v2.unknown-status"]


@pytest.mark.parametrize("kind", ["ADT^A01", "ORM^O01", "MDM^T02", "ACK", ""])
def test_other_messages_are_listed_and_none_of_their_segments_becomes_a_fact(kind: str) -> None:
    found = reading(message(HAEMOGLOBIN, "AL1|1|DA|^Penicillin", header=MSH.replace("ORU^R01", kind)))
    assert (found.facts, found.refused) == ((), ())
    assert [item.why.rpartition(".")[2] for item in found.not_understood] == ["other-message", "segment", "segment"]
    assert found.identities[0].family == "Doe"


def test_training_messages_are_said_to_be_such() -> None:
    assert set_aside(message(HAEMOGLOBIN, header=MSH.replace("|P|", "|T|"))) == ["training"]
