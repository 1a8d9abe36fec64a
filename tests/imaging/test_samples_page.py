from __future__ import annotations

import pytest

from tests.imaging.samples_page import PAGE, SAMPLES, rows


def test_the_page_tells_what_becomes_of_every_sample() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("pydicom came without its test files")
    text = PAGE.read_text("utf-8")
    assert [row for row in rows() if row not in text] == []
