"""Print what the frozen program weighs, how fast it starts and what it needs: `python -m tests.frozen.measure`."""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from tests.frozen.program import found, parts, run_frozen, run_source

__all__ = ["glibc_floor", "main"]

MIB: Final = 1024 * 1024
_GLIBC: Final = re.compile(rb"\0GLIBC_(\d+)\.(\d+)(?:\.\d+)?(?=\0)")


def main() -> int:
    """Measure the build in `dist/`, or the one that `BEDSIDE_FROZEN` names."""
    parser = argparse.ArgumentParser(prog="python -m tests.frozen.measure")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    folder = found()
    if folder is None:
        print("nothing is frozen: run `make freeze`, or name a build in BEDSIDE_FROZEN", file=sys.stderr)
        return 2
    _print_sizes(folder)
    version, asking = glibc_floor(folder)
    print(f"oldest glibc {version}, asked for by {', '.join(asking)}")
    _print_times(folder, options.runs)
    return 0


def glibc_floor(folder: Path) -> tuple[str, list[str]]:
    """Return the newest glibc version that any library of the build names, and the libraries that name it."""
    asked: dict[tuple[int, int], list[str]] = {}
    for name in parts(folder):
        file = folder / name
        if file.is_symlink() or not (".so" in file.name or file.name.startswith("bedside")):
            continue
        versions = [(int(major), int(minor)) for major, minor in _GLIBC.findall(file.read_bytes())]
        if versions:
            asked.setdefault(max(versions), []).append(file.name)
    newest = max(asked, default=(0, 0))
    return f"{newest[0]}.{newest[1]}", asked.get(newest, [])


def _print_sizes(folder: Path) -> None:
    sizes: Counter[str] = Counter()
    for name in parts(folder):
        if not (folder / name).is_symlink():
            sizes["/".join(Path(name).parts[:2])] += (folder / name).stat().st_size
    print(f"{'unpacked':32} {sum(sizes.values()) / MIB:8.1f} MiB")
    for name, size in sizes.most_common(12):
        print(f"  {name:30} {size / MIB:8.1f} MiB")


def _print_times(folder: Path, runs: int) -> None:
    """Print medians of whole processes, frozen and from source in turns, after one run of each to warm up."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        for words in (("--version",), ("doctor",), ("demo", "--out", "demo")):
            times = [
                (_seconds(run_frozen, folder, home, *words), _seconds(run_source, home, *words))
                for _ in range(runs + 1)
            ]
            ours, peer = zip(*times[1:], strict=True)
            print(f"bedside {words[0]:12} {_middle(ours)} ms frozen, {_middle(peer)} ms from source")
        window = partial(run_frozen, program="bedside-window")
        opened = [_seconds(window, folder, home, "--version") for _ in range(runs)]
        print(f"bedside-window --version {_middle(opened)} ms frozen")


def _seconds(work: Callable[..., object], *arguments: object) -> float:
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


def _middle(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f}"


if __name__ == "__main__":
    raise SystemExit(main())
