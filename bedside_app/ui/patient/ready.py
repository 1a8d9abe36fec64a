"""What shows an answer, imported while the answer is computed: the event loop never waits for an import."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

if TYPE_CHECKING:  # the modules for who freezes the program
    import bedside_app.ui.patient.findings
    import bedside_app.ui.patient.frame
    import bedside_app.ui.patient.labs
    import bedside_app.ui.patient.missing
    import bedside_app.ui.patient.review
    import bedside_app.ui.patient.summary
    import bedside_app.ui.patient.therapy
    import bedside_app.ui.patient.today  # noqa: F401
    from bedside_app.domain.summary import Summary

__all__ = ["LATER", "getting_ready"]

_FIRST: Final = (
    "bedside_app.workflows.assess",
    "bedside_app.workflows.keep",
    "bedside_app.ui.patient.frame",
    "bedside_app.ui.patient.summary",
    "bedside_app.ui.patient.today",
)

LATER: Final = (
    "bedside_app.ui.patient.labs",
    "bedside_app.ui.patient.findings",
    "bedside_app.ui.patient.therapy",
    "bedside_app.ui.patient.missing",
    "bedside_app.ui.viewmodels.patient.acting.items",
    "bedside_app.ui.viewmodels.patient.acting.review",
    "bedside_app.ui.viewmodels.patient.acting.review_shown",
    "bedside_app.ui.viewmodels.patient.acting.signed",
    "bedside_app.ui.patient.review",
)
"""What the other sections import, in steps of a few milliseconds: for turns of the event loop after the answer."""


class _Answered(Protocol):
    @property
    def summary(self) -> Summary: ...


T = TypeVar("T", bound=_Answered)


@contextmanager
def getting_ready() -> Iterator[Callable[[T], T]]:
    """Import beside the block, which waits for files and models anyway; it ends when both have ended.

    What the block came to goes through the function that it is given: the models' cards are then read as well.
    Meanwhile no garbage is collected: modules and knowledge are many objects and no garbage, and to look through all of
    them would hold the event loop for more than 50 ms.
    """
    gc.disable()
    thread = Thread(target=lambda: [import_module(name) for name in _FIRST], name="getting-ready")
    thread.start()
    try:
        yield _with_cards
    finally:
        thread.join()
        _set_aside()
        gc.enable()


@cache
def _set_aside() -> None:
    """Let no later collection look through what stays until the end. Once: what comes after may well become garbage."""
    gc.freeze()


def _with_cards(made: T) -> T:
    from bedside_app.ui.viewmodels.patient.screens.model_card import packs_of

    packs_of(made.summary)
    return made
