"""Run the fuzzer: every reader gets the demonstration files and its own seeds, mutated."""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Final

from bedside_app.dictionary.conditions import parse_value
from bedside_app.dictionary.entries import load
from bedside_app.dictionary.units import parse as parse_unit
from bedside_app.foundation.bounded import yaml_value
from bedside_app.foundation.errors import Refusal
from bedside_app.imaging.frames import ImageFile
from bedside_app.inference.packs.card import read_card
from bedside_app.inference.packs.graph_scan import scan
from bedside_app.intake import archives, dicom, fhir, hl7v2
from bedside_app.intake.job import READERS
from bedside_app.intake.source import Source
from tests.fuzz import seeds
from tests.fuzz.mutate import mutated

ROOT: Final = Path(__file__).resolve().parents[2]
SLOW_S: Final = 5.0  # one input of a few kilobytes that takes longer is a failure: it would stall the case


def _read(module: object) -> Callable[[bytes], object]:
    dictionary = load()
    return lambda data: module.read(Source.of("fuzz", data), dictionary)  # type: ignore[attr-defined]


def _read_archive(data: bytes) -> object:
    """Read a ZIP as a worker does: each member by the reader that knows it."""
    dictionary = load()
    found = []
    for member in archives.members(data, "fuzz.zip", max_files=100, max_bytes=10**7):
        module = (
            member
            if not isinstance(member, Source)
            else next((m for m in READERS if m.can_read(member.data[:4096])), None)
        )
        with suppress(Refusal):
            found.append(module.read(member, dictionary) if isinstance(module, ModuleType) else member)
    return found


def _read_image(data: bytes) -> object:
    """Decode the first frame of an image, as the worker of the window does."""
    return ImageFile.of(data).frame(0)


def _text(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: parse(data.decode("utf-8", "replace"))


def targets() -> Mapping[str, tuple[Callable[[bytes], object], tuple[bytes, ...]]]:
    """Return each reader with its seeds."""
    return {
        "fhir": (_read(fhir), seeds.fhir_files()),
        "hl7v2": (_read(hl7v2), seeds.hl7_files()),
        "dicom": (_read(dicom), seeds.dicom_files()),
        "frames": (_read_image, seeds.dicom_files()),
        "zip": (_read_archive, seeds.archives()),
        "yaml": (lambda data: yaml_value(data, name="fuzz"), seeds.yaml_files()),
        "condition": (_text(parse_value), seeds.conditions()),
        "unit": (_text(parse_unit), seeds.units()),
        "card": (lambda data: read_card(data, name="fuzz"), seeds.cards()),
        "graph": (lambda data: scan(data, pack="fuzz"), seeds.graphs()),
    }


def run(name: str, runs: int, seed: int, out: Path) -> int:
    """Fuzz one reader and return the number of failures; each failing input is kept in `out`."""
    read, seeds = targets()[name]
    chance = random.Random(f"{name}:{seed}")
    failures = 0
    begun = time.perf_counter()
    for number in range(runs):
        data = mutated(chance.choice(seeds), chance)
        started = time.perf_counter()
        try:
            read(data)
        except Refusal:
            pass
        except Exception:  # noqa: BLE001 - what the fuzzer is for
            failures += 1
            _keep(out, name, number, data)
            traceback.print_exc(limit=-3)
        if time.perf_counter() - started > SLOW_S:
            failures += 1
            print(f"{name}: input {number} took longer than {SLOW_S} s")
            _keep(out, name, number, data)
    print(f"{name}: {runs} inputs, {failures} failures, {time.perf_counter() - begun:.1f} s")
    return failures


def _keep(out: Path, name: str, number: int, data: bytes) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}-{number}").write_bytes(data)


def main() -> int:
    """Fuzz the readers that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ROOT / "out/fuzz")
    parser.add_argument("readers", nargs="*")
    options = parser.parse_args()
    names = options.readers or list(targets())
    failures = sum(run(name, options.runs, options.seed, options.out) for name in names)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
