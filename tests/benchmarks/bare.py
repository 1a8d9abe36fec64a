"""The bare parts of an assessment, with nothing of Bedside: parse the files, run the graphs, set two pages.

`python -m tests.benchmarks.bare FOLDER` is the peer of `bedside assess FOLDER` in `tests.benchmarks`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime as ort
import typst
import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
_SMALL: Final = 1024 * 1024  # bytes
PAGES: Final = b'#set page(paper: "a4")\n#lorem(700)\n#pagebreak()\n#lorem(700)\n'


def main(folder: Path) -> None:
    """Read every file, load the knowledge, run each graph once, and set two pages."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".json":
            json.loads(path.read_bytes())
        elif path.is_file():
            path.read_bytes().split(b"\r")
    for path in sorted((ROOT / "resources").rglob("*.yaml")):
        yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    for path in sorted((ROOT / "models").glob("*/model.onnx")):
        run(path)
    typst.compile(PAGES, format="pdf")


def run(path: Path) -> list[Any]:
    """Run a graph on ones."""
    options = ort.SessionOptions()
    if path.stat().st_size < _SMALL:  # a formula; a network has all cores
        options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    kinds = {
        "tensor(double)": np.float64,
        "tensor(float)": np.float32,
        "tensor(int64)": np.int64,
        "tensor(bool)": np.bool_,
    }
    feed: dict[str, Any] = {
        i.name: np.ones([1 if not isinstance(d, int) else d for d in i.shape], kinds[i.type])
        for i in session.get_inputs()
    }
    return list(session.run(None, feed))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
