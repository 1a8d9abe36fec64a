"""How much of each list stands on the pages."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.report.page.budget import LEVELS, budget, cut, filled


def test_no_list_grows_from_one_level_to_the_next() -> None:
    levels = [asdict(budget(level)) for level in range(LEVELS)]
    assert all(later[name] <= earlier[name] for earlier, later in pairwise(levels) for name in earlier)


def test_options_and_reasons_outlast_provenance() -> None:
    middle = budget(LEVELS // 2)
    assert middle.facts == 0
    assert middle.reasons > budget(LEVELS - 1).reasons


def test_even_the_shortest_page_keeps_some_reasons_and_what_is_missing() -> None:
    last = budget(LEVELS - 1)
    assert last.reasons >= 1
    assert min(last.missing, last.exclusions, last.findings, last.refusals) >= 2


def test_free_room_on_the_last_page_is_filled_with_provenance() -> None:
    last = budget(LEVELS - 1)
    assert filled(last, 0.0).facts == last.facts
    assert filled(last, 70.0).facts == 20


@given(st.lists(st.integers()), st.integers(min_value=0, max_value=20))
def test_what_is_cut_is_counted(items: list[int], most: int) -> None:
    shown, left = cut(items, most)
    assert len(shown) + left == len(items)
    assert list(shown) == items[: len(shown)]
    assert left != 1
