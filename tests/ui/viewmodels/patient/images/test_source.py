from __future__ import annotations

from dataclasses import replace

from bedside_app.ui.viewmodels.patient.frame.source import source_of
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef
from tests.ui.patient.images.synthetic import instance_of, reading_of, series_of


def test_a_finding_of_an_image_opens_its_model_its_file_and_where_it_ran(case: CaseShown) -> None:
    record = replace(case.record, images=(series_of(instance_of()),))
    read = reading_of(pack="breast_us", pack_version="0.0.0", provider="CPUExecutionProvider")
    shown = replace(case, record=record, current=replace(case.current, images=(read,)))
    found = source_of(shown, SourceRef("image", "1.2.3"))
    assert found is not None
    assert found.value.startswith("71")
    assert [row.text for row in found.rows] == ["breast_us 0.0.0", "1.2.3.dcm", "CPU"]
    assert source_of(shown, SourceRef("image", "9.9")) is None
