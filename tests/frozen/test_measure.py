"""What the measure reads from libraries."""

from __future__ import annotations

from pathlib import Path

from tests.frozen.measure import glibc_floor


def test_the_newest_glibc_that_any_library_names_is_the_floor(tmp_path: Path) -> None:
    (tmp_path / "libold.so.1").write_bytes(b"\0GLIBC_2.2.5\0GLIBC_2.9\0")
    (tmp_path / "libnew.so").write_bytes(b"\0GLIBC_2.4\0GLIBC_2.36\0GLIBC_PRIVATE\0")
    (tmp_path / "notes.txt").write_bytes(b"\0GLIBC_2.99\0")
    assert glibc_floor(tmp_path) == ("2.36", ["libnew.so"])
