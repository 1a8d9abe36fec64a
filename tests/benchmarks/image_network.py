"""What reading one picture costs beside the bare session on its square: `python -m tests.benchmarks.image_network`.

Bars: at most 1.05 times the bare run and 10 ms, and 300 ms in all on two cores. All around the run counts: colour,
crossing into the worker and back, the square, the outline's way back to the picture, its sizes, the judgement.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from bedside_app.inference.ask import Inference
from bedside_app.inference.image_ask import read_image
from bedside_app.inference.letterbox import fitted, letterbox
from tests.inference.breast_pictures import block, image, pack, picture, series

__all__ = ["main"]

RUNS: Final = 15
OUTPUTS: Final = ("outline", "malignancy", "strangeness", "saliency")


def main() -> None:
    """Print the medians of both, taken in turns, the best of each, and their difference."""
    grey = picture("malignant")
    square = (fitted(grey, letterbox(*grey.shape)) / np.float32(255))[None, None]
    session = bare(pack().folder / "model.onnx")
    with Inference() as inference:
        ours, peer = in_turns(
            lambda: read_image(pack(), series(), image(grey), block(grey), inference),
            lambda: session.run(list(OUTPUTS), {"image": square}),
        )
    for name, times in (("read_image", ours), ("bare session.run", peer)):
        print(f"{name:18} median {statistics.median(times):6.1f} ms, best {min(times):6.1f} ms")
    surplus = [one - 1.05 * other for one, other in zip(ours, peer, strict=True)]
    print(f"above 1.05 x the bare run: median {statistics.median(surplus):.1f} ms (bar 10), best {min(surplus):.1f} ms")


def bare(model: Path) -> onnxruntime.InferenceSession:
    """Return a session as the engine makes it, and nothing else."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = 2, 1
    return onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])


def in_turns(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Return the times of both in ms, run in turns after one of each to warm up."""
    ours()
    peer()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for work, into in zip((ours, peer), times, strict=True):
            begun = time.perf_counter()
            work()
            into.append((time.perf_counter() - begun) * 1000)
    return times


if __name__ == "__main__":
    main()
