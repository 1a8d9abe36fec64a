"""What every test of the window gets: no display, the light scheme, and no tolerance for what Qt complains about."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from bedside_app.foundation.words import LANGUAGES, Language
from bedside_app.ui.theme import Scheme, apply
from tests.ui.stage import KEPT

EXPECTED = "This plugin does not support "
"""What the platform without a display says by itself."""


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    """Put the light scheme on, as the application does before it shows a window."""
    if not qapp.styleSheet():
        apply(qapp, Scheme.LIGHT)


@pytest.fixture(autouse=True)
def quiet(qapp: QApplication, qtlog: object) -> Iterator[None]:
    """Fail a test during which Qt said anything unexpected, or which leaves a thread behind."""
    before = set(threading.enumerate())
    yield
    KEPT.clear()
    records = getattr(qtlog, "records", [])
    said = [record.message for record in records if not record.message.startswith(EXPECTED)]
    assert not said, f"Qt said: {said}"
    left = [thread.name for thread in set(threading.enumerate()) - before if thread.is_alive()]
    assert not left, f"threads left behind: {left}"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    """Run the test once in each language."""
    found: Language = request.param
    return found
