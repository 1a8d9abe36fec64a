from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.fact import (
    PATIENT,
    About,
    Comparator,
    Fact,
    FactId,
    Origin,
    OriginKind,
    Presence,
    Side,
    Status,
    Subject,
)
from bedside_app.domain.moment import Moment
from bedside_app.domain.plain import from_plain, to_plain

ORIGIN = Origin(kind=OriginKind.PACK, name="npi", version="1.0.0", rests_on=(FactId("tumour_size"),))
ABOUTS = st.sampled_from((PATIENT, About(subject=Subject.SPECIMEN, key="surgery:1", primary="c", side=Side.LEFT)))
FACTS = st.builds(
    Fact,
    id=st.sampled_from((FactId("er_status"), FactId("lvef"))),
    value=st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    unit=st.sampled_from(("", "g/L")),
    about=ABOUTS,
    origin=st.just(ORIGIN),
    raw=st.text(),
    comparator=st.none() | st.sampled_from(Comparator),
    reference_low=st.none() | st.floats(0, 10),
    status=st.sampled_from(Status),
    presence=st.sampled_from(Presence),
    effective=st.none() | st.dates().map(lambda day: Moment(day.isoformat())),
    detail=st.dictionaries(st.text(), st.text() | st.booleans()),
)


@given(FACTS)
def test_a_fact_crosses_a_process_border_unchanged(fact: Fact) -> None:
    assert from_plain(Fact, json.loads(json.dumps(to_plain(fact)))) == fact


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="extra"):
        from_plain(About, {"subject": "patient", "extra": 1})
