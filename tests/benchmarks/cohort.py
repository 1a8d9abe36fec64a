"""Packs without a patient's record: a million rows through a logistic model, and sixty models on one patient.

Each has its peer with nothing of Bedside: read CSV, run the graph in batches, write CSV; the graphs alone.
"""

from __future__ import annotations

import atexit
import csv
import json
import random
from collections.abc import Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime as ort

from bedside_app.inference.ask import Inference, Question
from bedside_app.inference.packs.find import Pack, find_packs
from bedside_app.inference.scope import checked
from bedside_app.inference.table import TableAsked, run_table

__all__ = ["PACK", "ROWS", "bare_cohort", "bare_packs", "cohort", "packs_on_one_patient", "written_table"]

PACK: Final = "mayo_spn"  # logistic, two numbers and four yes or no
ROWS: Final = 1_000_000
PACKS: Final = 60
_BATCH: Final = 32_000
_NUMBERS: Final = ("age", "nodule_diameter")


@cache
def written_table() -> Path:
    """Write a table of `ROWS` patients, the same each time."""
    folder = Path(__file__).resolve().parents[2] / "out" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    path, draw = folder / "cohort.csv", random.Random(2026)
    names = [entry.name for entry in find_packs().pack(PACK).card.inputs]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for _ in range(ROWS):
            row = {"age": draw.randint(20, 90), "nodule_diameter": round(draw.uniform(4, 30), 1)}
            writer.writerow([row[name] if name in row else draw.choice(("true", "false")) for name in names])
    return path


def cohort() -> None:
    """Run the table through the pack, worker start and all."""
    table = written_table()
    with Inference() as inference:
        asked = TableAsked(table=table, out=table.with_name("ours.csv"), language="en")
        done = run_table(find_packs().pack(PACK), asked, inference)
    assert (done.rows, done.refused) == (ROWS, {})


def bare_cohort() -> None:
    """Do the same with nothing checked: read, batched `session.run`, write."""
    table, session, words = written_table(), _session(find_packs().pack(PACK)), {"true": 1.0, "false": 0.0}
    with table.open(newline="") as source, table.with_name("bare.csv").open("w", newline="") as target:
        reader, writer = csv.reader(source), csv.writer(target)
        names = next(reader)
        writer.writerow(["malignancy_probability"])
        while batch := list(islice(reader, _BATCH)):
            columns = dict(zip(names, zip(*batch, strict=True), strict=True))
            feeds = {
                name: np.array(list(map(float if name in _NUMBERS else words.__getitem__, column)))
                for name, column in columns.items()
            }
            (values,) = session.run(["malignancy_probability"], feeds)
            writer.writerows([value] for value in values.tolist())


def packs_on_one_patient() -> None:
    """Ask sixty models at once in a warm worker, each of the first patient of its own vectors."""
    inference, questions = _asked()
    assert all(answer.refused is None for answer in inference.ask(questions))


def bare_packs() -> None:
    """Run the same graphs one after the other, loaded before, with nothing around them."""
    for session, feeds in _loaded():
        session.run(None, feeds)


@cache
def _asked() -> tuple[Inference, list[Question]]:
    inference = Inference()
    atexit.register(inference.__exit__)
    return inference, [Question(pack=pack, rows=(checked(pack.card, _patient(pack)),)) for pack in _sixty()]


@cache
def _loaded() -> list[tuple[Any, dict[str, Any]]]:
    sessions = [_session(pack) for pack in _sixty()]
    return [(session, {value.name: np.ones(1) for value in session.get_inputs()}) for session in sessions]


def _sixty() -> list[Pack]:
    return [pack for pack in find_packs().packs if pack.card.image is None][:PACKS]


def _patient(pack: Pack) -> Mapping[str, Any]:
    inputs: Mapping[str, Any] = json.loads((pack.folder / "vectors.json").read_text("utf-8"))[0]["inputs"]
    return inputs


def _session(pack: Pack) -> Any:
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return ort.InferenceSession(pack.folder / "model.onnx", options, providers=["CPUExecutionProvider"])
