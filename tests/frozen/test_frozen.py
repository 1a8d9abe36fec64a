"""The frozen program gives what the program from source gives, says nothing unexpected, and holds no GPL part."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Final

import pytest

from bedside_app import __version__
from tests.frozen.program import ROOT, open_window, parts, run_frozen, run_source, workers_of

pytestmark = pytest.mark.slow

# GPL parts that something on a build machine could bring in, and parts of Qt that are not LGPL.
GPL: Final = re.compile(
    r"readline|gdbm|(^|/)_?libjpeg(/|\.cpython|\.abi3|\.pyd)|pylibjpeg_libjpeg|pillow_jxl|PyQt[56]|libfftw|libgsl"
    r"|Qt6?(Charts|DataVisualization|Graphs|VirtualKeyboard|Quick3D)"
)
NEVER_INSIDE: Final = re.compile(
    r"(^|/)(onnx|pytest|hypothesis|fhir|fhirpathpy|pint|setuptools|pip)(/|-[\d.]+\.dist-info)|models/vocabulary|models/build"
    r"|platforms/libq(vnc|linuxfb|minimal)|imageformats/libq(?!svg)"
)


@pytest.mark.parametrize(
    "name",
    [
        "_internal/libreadline.so.8",
        "_internal/python3.11/lib-dynload/readline.cpython-311-x86_64-linux-gnu.so",
        "_internal/libgdbm.so.6",
        "_internal/_libjpeg.cpython-311-x86_64-linux-gnu.so",
        "_internal/pylibjpeg_libjpeg-2.4.0.dist-info/METADATA",
        "_internal/libQt6VirtualKeyboard.so.6",
    ],
)
def test_a_gpl_part_is_known_by_its_name(name: str) -> None:
    assert GPL.search(name)


@pytest.mark.parametrize("name", ["_internal/libjpeg.so.62", "_internal/PySide6/Qt/lib/libQt6Gui.so.6"])
def test_a_permissive_part_is_not_taken_for_gpl(name: str) -> None:
    assert GPL.search(name) is None


def test_no_gpl_part_is_inside(frozen: Path) -> None:
    assert [name for name in parts(frozen) if GPL.search(name)] == []


def test_no_tool_of_development_and_no_plug_in_that_nobody_uses_is_inside(frozen: Path) -> None:
    assert [name for name in parts(frozen) if NEVER_INSIDE.search(name)] == []


def test_the_licences_of_all_parts_are_inside(frozen: Path) -> None:
    licences = frozen / "_internal/licences"
    for name in ("LICENSE", "NOTICE"):
        assert (licences / name).read_bytes() == (ROOT / name).read_bytes()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (licences / "pyside6-essentials/LGPL-3.0.txt").read_text("utf-8")
    assert (licences / "python/LICENSE.txt").stat().st_size > 1000
    carried = {re.sub(r"[-_.]+", "-", name.split("-")[0]).lower() for name in _distributions(frozen)}
    assert "onnxruntime" in carried
    assert [name for name in sorted(carried) if not any((licences / name).glob("**/*"))] == []


def _distributions(frozen: Path) -> list[str]:
    return [path.name for path in (frozen / "_internal").glob("*.dist-info")]


@pytest.mark.parametrize("program", ["bedside", "bedside-window"])
def test_both_programs_say_their_version_and_nothing_else(program: str, frozen: Path, tmp_path: Path) -> None:
    ended = run_frozen(frozen, tmp_path, "--version", program=program)
    assert (ended.code, ended.out, ended.err) == (0, f"bedside {__version__}\n", "")


def test_the_doctor_finds_everything_in_order(frozen: Path, tmp_path: Path) -> None:
    ended = run_frozen(frozen, tmp_path, "doctor", "--json")
    told = json.loads(ended.out)
    wrong = [row for rows in told.values() if isinstance(rows, list) for row in rows if row["ok"] is False]
    assert (ended.code, ended.err, wrong, told["ok"]) == (0, "", [], True)
    assert {"name": "frozen", "value": True, "ok": None} in told["versions"]


@pytest.mark.parametrize("arguments", [("models", "verify"), ("pathways", "check"), ("models", "list"), ("settings",)])
def test_a_command_says_what_it_says_from_source(arguments: tuple[str, ...], frozen: Path, tmp_path: Path) -> None:
    ended, from_source = run_frozen(frozen, tmp_path, *arguments), run_source(tmp_path, *arguments)
    assert (ended.code, ended.err) == (0, "")
    assert ended == from_source, "built from another state of the sources? run `make freeze` again"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_patient_a_gets_the_same_documents_byte_for_byte(language: str, frozen: Path, tmp_path: Path) -> None:
    ended = run_frozen(frozen, tmp_path, "demo", "--out", "frozen", "--lang", language)
    from_source = run_source(tmp_path, "demo", "--out", "source", "--lang", language)
    assert (ended.code, ended.err, from_source.code) == (0, "", 0)
    for file in ("case.json", "summary.pdf", "page.png"):
        same = (tmp_path / "frozen" / file).read_bytes() == (tmp_path / "source" / file).read_bytes()
        assert same, f"{file} differs; built from another state of the sources? run `make freeze` again"
    assert _without_places(ended.out) == _without_places(from_source.out)


def _contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def _without_places(text: str) -> list[str]:
    """Return the lines but those that name folders: they differ, as the two programs lie elsewhere."""
    return [
        line
        for line in text.splitlines()
        if "patient_a" not in line and "/frozen/" not in line and "/source/" not in line
    ]


def test_a_refusal_ends_with_3_and_the_same_words(frozen: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended, from_source = run_frozen(frozen, tmp_path, "assess", "empty"), run_source(tmp_path, "assess", "empty")
    assert ended.code == 3
    assert ended == from_source


@pytest.mark.skipif(sys.platform != "linux", reason="children are read from /proc")
def test_the_window_reads_a_patient_in_workers_without_qt_and_says_nothing(frozen: Path, tmp_path: Path) -> None:
    expected = {f"{frozen}/bedside --worker bedside_app.{room}.job:prepare" for room in ("intake", "inference")}
    workers: set[str] = set()
    with open_window(frozen, tmp_path, "--demo") as window:
        while not workers >= expected:
            window.stay(0.1)
            workers |= workers_of(window.pid)
        window.stay(5)  # the answer is shown, and could say something
        assert window.close() == ""
    assert workers == expected
    assert (tmp_path / "user/logs/bedside.log").read_text("utf-8") == ""
