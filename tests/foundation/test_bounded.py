from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.bounded import (
    MAX_BYTES,
    UnreadableJson,
    UnreadableYaml,
    json_value,
    yaml_file,
    yaml_value,
)

BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB, "alias"),
        (b"[" * 100 + b"]" * 100, "deeper"),
        (b"a: 1\na: 2\n", "twice"),
        (b"a: !!python/object:os.system x\n", "tag"),
        (b"\xff\xfe", "UTF-8"),
        (b"a: [1, 2\n", "expected"),
        (b"x" * (MAX_BYTES + 1), "larger"),
        (b"a: !!binary aGk=\n", "tag"),
    ],
    ids=["alias bomb", "depth", "duplicate", "object", "charset", "broken", "size", "binary"],
)
def test_yaml_outside_the_bounds_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableYaml) as caught:
        yaml_value(data, name="hospital.yaml")
    assert why in str(caught.value.values["why"])
    assert caught.value.values["file"] == "hospital.yaml"


def test_yaml_has_no_surprise_types() -> None:
    value = yaml_value(b"country: NO\nday: 2026-05-20\nyes: on\nn: 3\nx: 0.5\nt: true\nv: 1:30\nz:\n", name="f")
    assert value == {
        "country": "NO",
        "day": "2026-05-20",
        "yes": "on",
        "n": 3,
        "x": 0.5,
        "t": True,
        "v": "1:30",
        "z": None,
    }


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "deep"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": ', "value"),
        (b"\xff", "UTF-8"),
    ],
    ids=["depth", "nan", "duplicate", "truncated", "charset"],
)
def test_json_outside_the_bounds_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableJson) as caught:
        json_value(data, name="bundle.json")
    assert why.casefold() in str(caught.value.values["why"]).casefold()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_value_or_a_refusal(data: bytes) -> None:
    for read, refusal in ((yaml_value, UnreadableYaml), (json_value, UnreadableJson)):
        try:
            read(data, name="any")
        except refusal:
            continue


def test_what_cannot_be_opened_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    for name in ("folder.yaml", "nothing.yaml"):
        with pytest.raises(UnreadableYaml) as caught:
            yaml_file(tmp_path / name)
        assert caught.value.values["file"] == name
