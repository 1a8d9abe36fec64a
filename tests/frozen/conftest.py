"""The build that the tests of this folder run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frozen.program import found


@pytest.fixture(scope="session")
def frozen() -> Path:
    """Return the folder of the frozen program, or skip where nothing was built."""
    folder = found()
    if folder is None:
        pytest.skip("nothing is frozen: run `make freeze`, or name a build in BEDSIDE_FROZEN")
    return folder
