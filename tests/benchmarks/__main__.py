"""Print, for each piece of work, its median and its peer's, taken in turns so that a noisy machine hits both alike."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bedside_app.dictionary.entries import load
from bedside_app.intake import fhir, hl7v2
from bedside_app.intake.source import Source
from tests.benchmarks import cohort, what_if

ROOT: Final = Path(__file__).resolve().parents[2]
DEMO: Final = ROOT / "resources/demo/patient_a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One piece of work and the bare parts that it is held against."""

    name: str
    peer_name: str
    ours: Callable[[], object]
    peer: Callable[[], object]
    runs: int


def main() -> int:
    """Run all benchmarks, or those whose names contain a word."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = []
    print(f"{'work':44} {'median':>10} {'peer':>10} {'ratio':>8}   peer is")
    for bench in (*benches(), *pack_benches()):
        if options.words and not any(word in bench.name for word in options.words):
            continue
        ours, peer = measured(bench)
        rows.append({"work": bench.name, "ms": ours, "peer": bench.peer_name, "peer_ms": peer, "ratio": ours / peer})
        print(f"{bench.name:44} {ours:8.1f} ms {peer:7.1f} ms {ours / peer:8.2f}   {bench.peer_name}", flush=True)
    if not options.words or "window" in options.words:
        print(f"demonstration in the window, median of three: {demonstration(3)}")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1), "utf-8")
    return 0


def measured(bench: Bench) -> tuple[float, float]:
    """Return the medians of ours and of the peer in milliseconds, run in turns after one run of each to warm up."""
    bench.ours()
    bench.peer()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(bench.runs):
        for work, into in zip((bench.ours, bench.peer), times, strict=True):
            begun = time.perf_counter()
            work()
            into.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def demonstration(runs: int) -> dict[str, float]:
    """Return the medians of what opening patient A costs: longest gap of the event loop, sections, answer, memory."""
    probe = [sys.executable, "-m", "tests.benchmarks.window_probe", "demonstration"]
    outs = [
        subprocess.run(probe, cwd=ROOT, check=True, capture_output=True, env=compiled()).stdout for _ in range(runs)
    ]
    told = [json.loads(out) for out in outs]
    return {name: round(statistics.median(one[name] for one in told), 1) for name in told[0]}


def command(*arguments: str) -> Callable[[], object]:
    """Return the run of a Python process with these arguments."""
    run = [sys.executable, *arguments]
    return lambda: subprocess.run(run, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=compiled())


def compiled() -> dict[str, str]:
    """Return our environment with Python's byte code kept, as an installed program has it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(ROOT / "out/bench/bytecode")}


def observations(number: int) -> bytes:
    """Return a bundle of so many haemoglobin results."""
    code = {"coding": [{"system": "http://loinc.org", "code": "718-7"}]}
    quantity = {"value": 13.2, "unit": "g/dL", "system": "http://unitsofmeasure.org", "code": "g/dL"}
    patient = {"resourceType": "Patient", "id": "p", "identifier": [{"system": "urn:test", "value": "1"}]}
    entries: list[dict[str, Any]] = [{"resource": patient}]
    for index in range(number):
        day = f"2026-{index % 12 + 1:02d}-{index % 28 + 1:02d}T{index % 24:02d}:{index % 60:02d}:00Z"
        observation = {
            "resourceType": "Observation",
            "id": f"o{index}",
            "status": "final",
            "code": code,
            "subject": {"reference": "Patient/p"},
            "effectiveDateTime": day,
            "valueQuantity": quantity,
        }
        entries.append({"resource": observation})
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def message(number: int) -> bytes:
    """Return an ORU^R01 message of so many haemoglobin results."""
    lines = [
        "MSH|^~\\&|LAB|H|BEDSIDE|H|20260520081500+0200||ORU^R01|1|P|2.5.1|||||||UNICODE UTF-8",
        "PID|1||1^^^H^MR||TEST^CASE||19640312|F",
        "OBR|1||1|58410-2^CBC^LN|||20260520080000+0200",
    ]
    lines += [
        f"OBX|{i}|NM|718-7^Haemoglobin^LN|{i}|13.2|g/dL|12-16||||F|||20260520080000+0200" for i in range(1, number + 1)
    ]
    return "\r".join(lines).encode() + b"\r"


def split(data: bytes) -> list[list[list[str]]]:
    """Return the bare parts of a message: segments, fields and components, nothing understood."""
    return [[field.split("^") for field in line.split("|")] for line in data.decode().split("\r")]


def benches() -> tuple[Bench, ...]:
    """Return the benchmarks of the command line, of the readers and of a whole assessment."""
    dictionary = load()
    bundle, oru = observations(1000), message(40)
    return (
        Bench(
            name="start of the command line (--version)",
            peer_name="an empty interpreter",
            ours=command("-m", "bedside_app", "--version"),
            peer=command("-c", "pass"),
            runs=15,
        ),
        Bench(
            name="bedside assess, patient A, JSON and PDF",
            peer_name="its bare parts: see tests/benchmarks/bare.py",
            ours=command("-m", "bedside_app", "demo", "--out", str(ROOT / "out/bench")),
            peer=command("-m", "tests.benchmarks.bare", str(DEMO)),
            runs=7,
        ),
        Bench(
            name="process start to a window that answers a key",
            peer_name="an empty PySide6 window",
            ours=command("-m", "tests.benchmarks.window_probe", "bedside"),
            peer=command("-m", "tests.benchmarks.window_probe", "empty"),
            runs=11,
        ),
        Bench(
            name="HL7 v2 message of 40 OBX to facts",
            peer_name="splitting it",
            ours=lambda: hl7v2.read(Source.of("bench", oru), dictionary),
            peer=lambda: split(oru),
            runs=51,
        ),
        Bench(
            name="FHIR bundle of 1,000 observations to facts",
            peer_name="json.loads of it",
            ours=lambda: fhir.read(Source.of("bench", bundle), dictionary),
            peer=lambda: json.loads(bundle),
            runs=15,
        ),
    )


def pack_benches() -> tuple[Bench, ...]:
    """Return the benchmarks of packs: of tables, of one patient, and of one value that is moved."""
    return (
        Bench(
            name=f"cohort: {cohort.ROWS:,} rows through {cohort.PACK}",
            peer_name="csv, batched session.run, csv",
            ours=cohort.cohort,
            peer=cohort.bare_cohort,
            runs=3,
        ),
        Bench(
            name="60 packs on one patient",
            peer_name="their graphs alone (bar: + 100 ms)",
            ours=cohort.packs_on_one_patient,
            peer=cohort.bare_packs,
            runs=31,
        ),
        Bench(
            name="what-if: one change of PREDICT, in words",
            peer_name="its graph alone (bar: 16 ms)",
            ours=what_if.change,
            peer=what_if.bare_change,
            runs=101,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
