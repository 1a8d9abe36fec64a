"""Run the fuzzer: every reader gets the demonstration files and its own seeds, mutated."""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from bedside_app.dictionary.conditions import parse_value
from bedside_app.dictionary.entries import load
from bedside_app.dictionary.units import parse as parse_unit
from bedside_app.foundation.bounded import yaml_value
from bedside_app.foundation.errors import Refusal
from bedside_app.intake import fhir, hl7v2
from bedside_app.intake.source import Source
from tests.fuzz.mutate import mutated

ROOT: Final = Path(__file__).resolve().parents[2]
SLOW_S: Final = 5.0  # one input of a few kilobytes that takes longer is a failure: it would stall the case


def _demonstration(*endings: str) -> tuple[bytes, ...]:
    folder = ROOT / "resources/demo"
    return tuple(path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in endings)


def _read(module: object) -> Callable[[bytes], object]:
    dictionary = load()
    return lambda data: module.read(Source.of("fuzz", data), dictionary)  # type: ignore[attr-defined]


def _archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(_demonstration(".json", ".hl7")):
            archive.writestr(f"folder/{number}.json", content)
    return data.getvalue()


def _texts(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


def targets() -> Mapping[str, tuple[Callable[[bytes], object], tuple[bytes, ...]]]:
    """Return each reader with its seeds."""
    from bedside_app.intake.archives import members

    return {
        "fhir": (_read(fhir), _demonstration(".json")),
        "hl7v2": (_read(hl7v2), _demonstration(".hl7")),
        "zip": (lambda data: list(members(data, "fuzz.zip", max_files=100, max_bytes=10**7)), (_archive(),)),
        "yaml": (
            lambda data: yaml_value(data, name="fuzz"),
            tuple(p.read_bytes() for p in (ROOT / "resources/facts").glob("*.yaml")),
        ),
        "condition": (
            lambda data: parse_value(data.decode("utf-8", "replace")),
            _texts(
                "%er_status = 'positive' and (%egfr >= 30 or found(%medicines, 'x')).not()",
                "%a in ('b' | 'c') implies known(%d)",
            ),
        ),
        "unit": (
            lambda data: parse_unit(data.decode("utf-8", "replace")),
            _texts("10*9/L", "mL/min/{1.73_m2}", "x10^9/l", "mg/dl"),
        ),
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
