"""Packs at work: values and records in, findings out. The graphs run in a worker process.

`packs` says what a pack is and whether it is sound, `scope` what it may be asked, `run` asks it (in our process),
`job` answers (in the worker), with `tensors` and `engine`, the only module that imports onnxruntime.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before its library is loaded, here or in a worker: after that it has begun
# A worker's small matrices are done before numpy's own threads have woken, and those would wait for the session's.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__all__: list[str] = []
