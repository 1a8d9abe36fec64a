from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.ui.viewmodels.revision import Revision, RevisionGuard

GUARD = RevisionGuard(Revision(case="a", number=3))


def test_the_result_of_the_wanted_revision_is_accepted() -> None:
    assert GUARD.accepts(Revision(case="a", number=3))


def test_the_result_of_another_case_is_dropped() -> None:
    assert not GUARD.accepts(Revision(case="b", number=3))


@given(asked=st.integers(0, 50), edits=st.integers(1, 10))
def test_a_result_that_was_asked_before_an_edit_is_dropped(asked: int, edits: int) -> None:
    guard = RevisionGuard(Revision(case="a", number=asked))
    for _ in range(edits):
        guard = guard.next_revision()
    assert not guard.accepts(Revision(case="a", number=asked))
    assert guard.accepts(Revision(case="a", number=asked + edits))
