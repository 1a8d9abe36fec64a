"""What regimens say a forecast counts, a pack can count: an unknown treatment would silently not count."""

from __future__ import annotations

import pytest

from bedside_app.dictionary.entries import load
from bedside_app.inference.packs.find import find_packs
from bedside_app.therapy.knowledge import load as load_knowledge

TREATMENTS = {entry.name: entry for pack in find_packs().packs for entry in pack.card.treatments}
ARMS = {regimen.id: regimen.arm for regimen in load_knowledge(load()).regimens.values() if regimen.arm}


@pytest.mark.parametrize("regimen", ARMS)
def test_every_arm_is_a_treatment_of_a_pack_with_a_value_that_it_has(regimen: str) -> None:
    for name, value in ARMS[regimen].items():
        entry = TREATMENTS[name]
        assert isinstance(value, bool) if entry.kind == "boolean" else value in entry.codes
        assert value != entry.untreated
