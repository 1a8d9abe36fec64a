from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside_app.dictionary.entries import load
from bedside_app.foundation.errors import Refusal
from bedside_app.intake import dicom as reader
from bedside_app.intake.gather import GatheredCase, gather
from bedside_app.intake.source import Source
from tests.dicom_files import CT, REGION, dicom, nested, ultrasound
from tests.fuzz.mutate import mutated
from tests.intake.test_gather import bundle

WHOLE = dicom(ultrasound(t00186011=("SQ", [REGION])))


def disc(folder: Path) -> Path:
    """Return a folder as a disc is: a directory, and images without a name that tells what they are."""
    images = folder / "disc" / "IMAGES"
    images.mkdir(parents=True)
    (images / "0001").write_bytes(WHOLE)
    (images / "0002").write_bytes(dicom(ultrasound(t00080018=("UI", "1.2.3.2"), t00200013=("IS", "2"))))
    ct = ultrasound(t00080016=("UI", CT), t00080060=("CS", "CT"), t0020000E=("UI", "1.9"), t00080018=("UI", "1.9.1"))
    (images / "0003").write_bytes(dicom(ct))
    head = bytes(128) + b"DICM" + b"\x02\0\x02\0UI\x14\x001.2.840.10008.1.3.10"
    (folder / "disc" / "DICOMDIR").write_bytes(head + dicom({})[132:])
    return folder / "disc"


def kinds(case: GatheredCase) -> list[tuple[str, int]]:
    return [(series.modality, len(series.instances)) for series in case.images]


def test_a_disc_gives_its_series_and_its_directory_is_no_more_than_a_hint(tmp_path: Path) -> None:
    case = gather([disc(tmp_path)])
    assert kinds(case) == [("US", 2), ("CT", 1)]
    assert case.record is not None
    assert case.record.images == case.images
    assert case.record.demonstration
    assert [told.why for told in case.not_understood] == ["imaging.directory"]


def test_a_disc_in_an_archive_gives_the_same(tmp_path: Path) -> None:
    folder = disc(tmp_path)
    with zipfile.ZipFile(tmp_path / "disc.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(tmp_path))
    case = gather([tmp_path / "disc.zip"])
    assert kinds(case) == [("US", 2), ("CT", 1)]
    assert case.images[0].instances[0].place == "disc.zip/disc/IMAGES/0001"


def test_images_join_the_results_of_the_same_patient(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(bundle(height=170))
    (tmp_path / "b.dcm").write_bytes(WHOLE)
    case = gather([tmp_path])
    assert case.record is not None
    assert case.record.facts
    assert kinds(case) == [("US", 1)]


def test_an_image_of_another_patient_blocks_the_case_and_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(bundle(height=170))
    (tmp_path / "b.dcm").write_bytes(dicom(ultrasound(t00100020=("LO", "2"), t00100010=("PN", "Autre^Paule"))))
    case = gather([tmp_path])
    assert case.blocked is not None
    assert case.images == ()
    assert len(case.sides) == 2


def test_an_image_that_says_nothing_of_its_patient_is_kept_out_beside_others(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(bundle(height=170))
    nameless = dict.fromkeys(("t00100010", "t00100020", "t00100021", "t00100030", "t00100040"))
    (tmp_path / "b.dcm").write_bytes(dicom(ultrasound(**nameless)))
    case = gather([tmp_path])
    assert case.record is not None
    assert case.images == ()
    assert [refused.code for refused in case.refused] == ["intake.identity-not-confirmed"]


def test_images_of_one_study_that_name_nobody_are_one_patients(tmp_path: Path) -> None:
    nameless = dict.fromkeys(("t00100010", "t00100020", "t00100021", "t00100030", "t00100040"))
    (tmp_path / "a.dcm").write_bytes(dicom(ultrasound(**nameless)))
    (tmp_path / "b.dcm").write_bytes(dicom(ultrasound(**nameless | {"t00080018": ("UI", "1.2.3.2")})))
    assert kinds(gather([tmp_path])) == [("US", 2)]
    (tmp_path / "c.dcm").write_bytes(dicom(ultrasound(**nameless | {"t0020000D": ("UI", "1.9")})))
    assert gather([tmp_path]).images == ()


def test_a_damaged_header_costs_its_file_alone(tmp_path: Path) -> None:
    (tmp_path / "a.dcm").write_bytes(WHOLE)
    (tmp_path / "b.dcm").write_bytes(nested(100_000, stated=False))
    case = gather([tmp_path])
    assert kinds(case) == [("US", 1)]
    assert [refused.code for refused in case.refused] == ["imaging.header-too-deep"]


def test_a_report_is_told_to_be_no_image(tmp_path: Path) -> None:
    (tmp_path / "a.dcm").write_bytes(dicom(ultrasound(t7FE00010=None, t00080060=("CS", "SR"))))
    case = gather([tmp_path])
    assert [refused.code for refused in case.refused] == ["imaging.no-pixels"]
    assert case.images == ()


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_mutated_images_are_read_or_refused(seed: int) -> None:
    data = mutated(WHOLE, random.Random(seed))
    if reader.can_read(data[:4096]):
        with suppress(Refusal):
            reader.read(Source.of("a.dcm", data), load())
