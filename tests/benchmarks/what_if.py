"""A what-if change of PREDICT: from a value that was moved to the answer in words, beside the graph's bare run.

`change` asks the warm worker and writes the answer beside the patient's, as the window does with each change; the
window then paints it. `bare_change` is `session.run` of the same graph, loaded before, in this process.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any, Final

import numpy as np
import onnxruntime as ort

from bedside_app.dictionary.entries import load
from bedside_app.foundation.progress import Silent
from bedside_app.foundation.settings import Settings
from bedside_app.inference.packs.find import find_packs
from bedside_app.ui.viewmodels.patient.screens.findings import findings_of
from bedside_app.ui.viewmodels.patient.what_if import answer_of, what_if_of
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.assess import assess
from bedside_app.workflows.what_if import Explorer
from tests.acceptance.patient_a import AS_OF, FOLDER

__all__ = ["PACK", "bare_change", "change"]

PACK: Final = "predict_breast_v2_2"
_AGES: Final = (30, 50)  # first age and how many


def change() -> object:
    """Make one change: another age of patient A, asked of the worker and written in words."""
    return _asking()()


def bare_change() -> object:
    """Run the same graph on one row of ones."""
    return _running()()


@cache
def _asking() -> Callable[[], object]:
    made = assess([FOLDER], as_of=AS_OF, settings=Settings(), progress=Silent())
    if made.record is None:
        raise RuntimeError("the demonstration was not read")
    case = CaseShown(current=made.summary, record=made.record, dictionary=load(), language="en")
    key = next(row.key for row in findings_of(case).rows if f"|{PACK}|" in row.key)
    what_if = what_if_of(case, key)
    if what_if is None:
        raise RuntimeError("the demonstration has no forecast")
    explorer, turns = Explorer(), count()
    atexit.register(explorer.close)

    def ask() -> object:
        values = {**what_if.values, "age": _AGES[0] + next(turns) % _AGES[1]}
        return answer_of(what_if, explorer.ask(what_if.subject, values))

    return ask


@cache
def _running() -> Callable[[], object]:
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    path = find_packs().pack(PACK).folder / "model.onnx"
    session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    feed: dict[str, Any] = {one.name: np.ones(1) for one in session.get_inputs()}
    return lambda: session.run(None, feed)
