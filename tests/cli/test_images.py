"""`bedside images` as scripts use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bedside_app.cli.main import main
from tests.dicom_files import CT, REGION, dicom, ultrasound


@pytest.fixture
def disc(tmp_path: Path) -> Path:
    (tmp_path / "a").write_bytes(dicom(ultrasound(t00186011=("SQ", [REGION]))))
    ct = ultrasound(t00080016=("UI", CT), t00080060=("CS", "CT"), t0020000E=("UI", "1.9"), t00080018=("UI", "1.9.1"))
    (tmp_path / "b").write_bytes(dicom(ct))
    (tmp_path / "c").write_bytes(dicom(ultrasound(t7FE00010=None, t00080018=("UI", "1.2.9"))))
    return tmp_path


def test_series_geometry_and_refusals_are_printed_as_json(
    disc: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["images", str(disc), "--json"]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert told["schema"] == "bedside.images/1"
    ultrasound_series, ct = told["series"]
    (image,) = ultrasound_series["instances"]
    assert image["regions"][0]["spacing"]["column"] == pytest.approx(0.1)
    assert image["refused"] is None
    assert ct["instances"][0]["refused"]["code"] == "imaging.not-shown-yet"
    assert "CT" in ct["instances"][0]["refused"]["sentence"]
    assert [refused["code"] for refused in told["refused"]] == ["imaging.no-pixels"]


def test_the_table_names_each_image_and_why_one_is_not_shown(
    disc: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["images", str(disc), "--lang", "en"]) == 0
    shown = capfdbinary.readouterr().out.decode()
    assert "Series: 2. Images: 2." in shown
    assert "4 × 2" in shown
    assert "not shown" in shown


def test_images_of_two_patients_are_not_listed(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "a").write_bytes(dicom(ultrasound()))
    (tmp_path / "b").write_bytes(dicom(ultrasound(t00100020=("LO", "2"), t0020000D=("UI", "1.8"))))
    assert main(["images", str(tmp_path), "--json"]) == 3
    assert json.loads(capfdbinary.readouterr().out)["series"] == []
