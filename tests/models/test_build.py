"""What is committed is what the recipes build, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import onnx
import pytest

from bedside_app.inference.packs.built_in import BUILT_IN
from models import build
from models.trained_card import REPORT


def test_committed_packs_digests_list_and_schema_are_what_the_recipes_build() -> None:
    assert sorted(build.changed(build.pack_ids())) == []
    assert set(build.pack_ids()) == set(BUILT_IN)


def test_recipes_build_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from models.build import *; "
        "print([hashlib.sha256(b''.join(built_pack(i).values())).hexdigest() for i in pack_ids()])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=build.ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


FORMULA_PACKS = [pack_id for pack_id in build.pack_ids() if not (build.MODELS / pack_id / REPORT).is_file()]


@pytest.mark.parametrize("pack_id", FORMULA_PACKS)
def test_graphs_are_float64_over_patients_on_the_pinned_versions(pack_id: str) -> None:
    model = onnx.load_from_string(build.built_pack(pack_id)["model.onnx"])
    assert model.ir_version == 10
    assert [(opset.domain, opset.version) for opset in model.opset_import] == [("", 21)]
    for value in (*model.graph.input, *model.graph.output):
        assert value.type.tensor_type.elem_type == onnx.TensorProto.DOUBLE
        assert [dimension.dim_param for dimension in value.type.tensor_type.shape.dim] == ["N"]


def test_build_writes_only_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["nothing"]) == 2
    monkeypatch.setattr(build, "SCHEMA", tmp_path / "schemas" / "card.schema.json")
    monkeypatch.setattr(build, "ROOT", tmp_path)  # what is written is said as it lies under it
    assert build.main([]) == 0
    assert "1 files changed" in capsys.readouterr().out
    assert build.main(["npi"]) == 0
    assert "0 files changed" in capsys.readouterr().out
