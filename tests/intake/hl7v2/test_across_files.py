"""A drop of several HL7 v2 files, read in a worker as the case reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside_app.intake.gather import gather
from tests.intake.hl7v2.samples import HAEMOGLOBIN, MSH, message


@pytest.mark.slow
def test_a_withdrawal_in_one_file_takes_back_the_result_of_another(tmp_path: Path) -> None:
    (tmp_path / "first.hl7").write_bytes(message(HAEMOGLOBIN).encode())
    later = MSH.replace("20260501101500", "20260502")
    (tmp_path / "second.hl7").write_bytes(message(HAEMOGLOBIN.replace("|F", "|W"), header=later).encode())
    record = gather([tmp_path]).record
    assert record is not None
    assert [(fact.value, fact.status) for fact in record.facts] == [(125.0, "withdrawn"), (125.0, "withdrawn")]
