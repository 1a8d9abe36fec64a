from __future__ import annotations

import json
import threading
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bedside_app.domain.fact import FactId
from bedside_app.domain.record import PatientRecord
from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.progress import CancelFlag, Silent
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.foundation.workers import Worker, limits_supported
from bedside_app.intake import gather as gathering
from bedside_app.intake.gather import GatheredCase, gather
from bedside_app.intake.identity import VerdictState


def bundle(
    number: str = "1", family: str = "Exemple", given: str = "Marie", born: str = "1964-03-12", **values: float
) -> str:
    """Return a FHIR bundle of one patient with body height or weight."""
    patient = {
        "resourceType": "Patient",
        "id": "p",
        "identifier": [{"system": "urn:bedside:demonstration", "value": number}],
        "name": [{"family": family, "given": [given]}],
        "gender": "female",
        "birthDate": born,
    }
    codes = {"height": ("8302-2", "cm"), "weight": ("29463-7", "kg")}
    resources = [patient] + [
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": codes[name][0]}]},
            "subject": {"reference": "Patient/p"},
            "effectiveDateTime": "2026-05-20",
            "valueQuantity": {"value": value, "system": "http://unitsofmeasure.org", "code": codes[name][1]},
        }
        for name, value in values.items()
    ]
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


def message(
    number: str = "1", family: str = "Exemple", given: str = "Marie", born: str = "1964-03-12", *, weight: str = "64"
) -> str:
    """Return an HL7 v2 result of a laboratory that counts its patients by itself."""
    return "\r".join(
        [
            "MSH|^~\\&|LAB|WARD|BEDSIDE|WARD|20260521080000||ORU^R01^ORU_R01|1|P|2.5.1|||||||UNICODE UTF-8",
            f"PID|1||{number}^^^LAB^MR||{family}^{given}||{born.replace('-', '')}|F",
            "OBR|1||1|29463-7^Body weight^LN|||20260521080000|||||||||||||||||F",
            f"OBX|1|NM|29463-7^Body weight^LN||{weight}|kg^^UCUM|||||F|||20260521080000",
        ]
    )


def record_of(case: GatheredCase) -> PatientRecord:
    assert case.record is not None, case.blocked
    return case.record


def values_of(record: PatientRecord, fact_id: str) -> list[object]:
    return [fact.value for fact in record.facts if fact.id == FactId(fact_id)]


def told(case: GatheredCase) -> list[tuple[str, str]]:
    return [(refused.code, refused.place) for refused in case.refused]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


def test_fhir_and_hl7_of_one_patient_become_one_record(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "b.hl7").write_text(message(weight="64"))
    case = gather([drop])
    record = record_of(case)
    assert (values_of(record, "height"), values_of(record, "weight")) == ([165], [64])
    assert {number.issuer for number in record.identity.identifiers} == {"urn:bedside:demonstration", "LAB"}
    assert [source.name for source in record.sources] == ["drop/a.json", "drop/b.hl7"]
    assert record.demonstration


def test_same_drop_gives_the_same_case_twice(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "b.hl7").write_text(message())
    assert gather([drop]) == gather([drop])


def test_order_in_which_files_are_dropped_changes_nothing(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "b.hl7").write_text(message())
    (drop / "c.txt").write_text("holiday")
    paths = [drop / "a.json", drop / "b.hl7", drop / "c.txt", drop / "missing"]
    assert gather(paths) == gather(paths[::-1])


def test_two_patients_in_one_drop_block_and_both_sides_are_shown(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "b.json").write_text(bundle("2", "Modele", "Jeanne", "1971-05-02", weight=64))
    case = gather([drop])
    assert case.record is None
    assert case.blocked is not None
    assert case.blocked.code == "intake.two-patients"
    assert {side.family for side in case.verdict.sides} == {"Exemple", "Modele"}
    assert len(case.sources) == 2


def test_same_number_with_another_birth_date_blocks(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "b.json").write_text(bundle(born="1946-03-12", weight=64))
    assert gather([drop]).verdict.differs == ("birth_date",)


def test_file_that_does_not_say_who_it_is_about_is_kept_out_and_the_rest_stands(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "b.hl7").write_text(message("7", "", ""))
    record = record_of(gather([drop]))
    assert values_of(record, "weight") == []
    assert [refused.code for refused in record.refused] == ["intake.identity-not-confirmed"]
    assert record.refused[0].source == record.sources[1].digest


def split(text: str, folder: Path) -> None:
    """Write each resource of a bundle as a file of its own."""
    for number, entry in enumerate(json.loads(text)["entry"]):
        (folder / f"{number}.json").write_text(json.dumps(entry["resource"]))


def test_export_of_one_file_for_each_resource_is_one_patient(drop: Path) -> None:
    split(bundle(height=165, weight=64), drop)
    record = record_of(gather([drop]))
    assert (values_of(record, "height"), values_of(record, "weight")) == ([165], [64])
    assert record.refused == ()
    assert [number.issuer for number in record.identity.identifiers] == ["urn:bedside:demonstration"]


def test_address_of_a_patient_means_nothing_in_another_export(drop: Path) -> None:
    for name in ("a", "b"):
        (drop / name).mkdir()
        split(bundle(height=165), drop / name)
    (drop / "b" / "0.json").unlink()  # the Patient
    (drop / "b" / "1.json").write_text((drop / "b" / "1.json").read_text().replace("165", "170"))
    record = record_of(gather([drop]))
    assert values_of(record, "height") == [165]
    assert [refused.code for refused in record.refused] == ["intake.identity-not-confirmed"]


def test_archives_of_one_name_from_two_hospitals_are_two_exports(tmp_path: Path) -> None:
    for place, height, parts in (("one", 165, slice(None)), ("two", 170, slice(1, None))):
        (tmp_path / place).mkdir()
        resources = [entry["resource"] for entry in json.loads(bundle(height=height))["entry"]]
        with zipfile.ZipFile(tmp_path / place / "export.zip", "w") as archive:
            for resource in resources[parts]:  # the second export was packed without its Patient
                archive.writestr(f"{resource['resourceType']}.json", json.dumps(resource))
    record = record_of(gather([tmp_path / "one/export.zip", tmp_path / "two/export.zip"]))
    assert values_of(record, "height") == [165]
    assert [refused.code for refused in record.refused] == ["intake.identity-not-confirmed"]


def test_same_file_under_two_names_counts_once_and_that_is_said(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "b.json").write_text(bundle(height=165))
    with zipfile.ZipFile(drop / "c.zip", "w") as archive:
        archive.writestr("d.json", bundle(height=165))
    record = record_of(gather([drop]))
    assert values_of(record, "height") == [165]
    assert [item.what for item in record.not_understood if item.why == "intake.same-file-twice"] == [
        "drop/b.json",
        "drop/c.zip/d.json",
    ]


def test_archive_is_read_by_its_members_and_each_bad_one_costs_itself(drop: Path) -> None:
    with zipfile.ZipFile(drop / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", bundle(height=165))
        archive.writestr("../b.json", bundle(weight=64))
        archive.writestr("beach.jpg", b"\xff\xd8\xff\xe0")
        archive.writestr("cut.json", bundle(weight=64)[:-40])
    record = record_of(gather([drop / "export.zip"]))
    assert values_of(record, "height") == [165]
    assert values_of(record, "weight") == []
    assert record.sources[0].name == "export.zip/a.json"
    assert ("intake.zip-member-outside", "export.zip/../b.json") in told(gather([drop / "export.zip"]))
    assert [item.why for item in record.not_understood] == ["intake.content.picture"]


def test_holiday_pictures_alone_are_no_case(drop: Path) -> None:
    (drop / "beach.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 1000)
    case = gather([drop])
    assert case.blocked is not None
    assert case.blocked.code == "intake.nothing-to-read"
    assert [item.why for item in case.not_understood] == ["intake.content.picture"]


def test_empty_folder_is_no_case(drop: Path) -> None:
    case = gather([drop])
    assert case.blocked is not None
    assert case.blocked.code == "intake.nothing-to-read"
    assert told(case) == [("intake.empty-folder", "drop")]


def test_file_nested_a_hundred_thousand_deep_costs_itself(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "deep.json").write_text('{"resourceType":"Patient","x":' + "[" * 100_000 + "]" * 100_000 + "}")
    record = record_of(gather([drop]))
    assert values_of(record, "height") == [165]
    assert len(record.refused) == 1


def test_every_refusal_of_a_drop_reads_in_both_languages(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "empty.json").touch()
    (drop / "text.txt").write_text("a shopping list")
    with zipfile.ZipFile(drop / "b.zip", "w") as archive:
        archive.writestr("/etc/passwd", "x")
    case = gather([drop, drop / "nowhere"])
    for language in LANGUAGES:
        for refused in case.refused:
            assert say(refused.code, language, refused.values)
        for item in case.not_understood:
            assert item.what in say(item.why, language, {"what": item.what})
    assert len(case.refused) == 3
    assert len(case.not_understood) == 1


# -- the ends of a worker's job, with a stand-in that does what the file says


@pytest.fixture
def obeying(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "JOB", "tests.intake.gather_jobs:read_path")
    monkeypatch.setattr(gathering, "intake_worker", partial(Worker, allowed=("tests.",)))


@pytest.mark.usefixtures("obeying")
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("die", "intake.reader-stopped"),
        ("fail", "intake.reader-stopped"),
        ("refuse", "tests.unwelcome"),
        ("wait", "intake.reader-too-slow"),
        pytest.param(
            "eat",
            "intake.reader-out-of-memory",
            marks=pytest.mark.skipif(not limits_supported().memory, reason="this system holds no memory limit"),
        ),
    ],
)
def test_file_that_ends_its_reader_costs_itself_and_the_next_is_read(drop: Path, asked: str, code: str) -> None:
    (drop / "a").write_text("first")
    (drop / "b").write_text(asked)
    (drop / "c").write_text("third")
    case = gather([drop], settings=Settings(intake_seconds=1 if asked == "wait" else 30, intake_memory_mib=512))
    assert told(case) == [(code, "drop/b")]
    assert [source.name for source in case.sources] == ["drop/a", "drop/c"]
    assert case.verdict.state is VerdictState.AGREED


@pytest.mark.usefixtures("obeying")
def test_cancel_in_the_middle_of_a_file_ends_everything(drop: Path) -> None:
    (drop / "a").write_text("wait")
    flag = CancelFlag()
    threads = threading.active_count()
    timer = threading.Timer(0.3, flag.set)
    timer.start()
    with pytest.raises(Cancelled):
        gather([drop], cancel=flag)
    timer.join()
    assert threading.active_count() == threads


@pytest.mark.usefixtures("obeying")
def test_progress_counts_files_and_can_stop_between_them(drop: Path) -> None:
    for name in "abc":
        (drop / name).write_text(name)

    class StopAtSecond(Silent):
        steps: list[Any]

        def step(self, code: str, done: int, total: int) -> None:
            self.steps.append((code, done, total))
            if done == 1:
                self.cancel.set()
            self.cancel.check()

    progress = StopAtSecond()
    progress.steps = []
    with pytest.raises(Cancelled):
        gather([drop], progress=progress)
    assert progress.steps == [("intake.reading", 0, 3), ("intake.reading", 1, 3)]


def test_files_added_later_give_the_same_record_as_all_at_once(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "b.hl7").write_text(message(weight="64"))
    first = gather([drop / "b.hl7"])

    added = gather([drop / "a.json"], earlier=first.readings)

    assert added.record == gather([drop / "a.json", drop / "b.hl7"]).record


def test_another_patient_never_joins_what_was_read_earlier(drop: Path) -> None:
    (drop / "a.json").write_text(bundle(height=165))
    (drop / "other.json").write_text(bundle("2", "Autre", "Paul", "1950-01-01", height=180))
    first = gather([drop / "a.json"])

    added = gather([drop / "other.json"], earlier=first.readings)

    assert added.record is None
    assert added.blocked is not None
