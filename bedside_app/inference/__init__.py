"""Packs at work: values and records in, findings out. The graphs run in a worker process.

`packs` says what a pack is and whether it is sound, `scope` what it may be asked, `run` asks it (in our process),
`job` answers (in the worker), with `tensors` and `engine`, the only module that imports onnxruntime.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before its library is loaded, here or in a worker: after that it has begun

__all__: list[str] = []
