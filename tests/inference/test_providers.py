"""Devices of plug-ins: one serves only after the pack agreed there, and a fall-back to the processor is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bedside_app.domain.image import ImageReading
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.inference import engine, image_ask, image_job, job, plugins
from bedside_app.inference.engine import CPU, Device, GraphFailed, ImageEngine, Singles
from bedside_app.inference.packs.find import Pack, find_packs

GPU = Device(provider="TestProvider", kind="GPU", maker="Maker", library="1.2", driver="34", handle=None)
NETWORK: Pack | None = next((pack for pack in find_packs().packs if pack.card.image is not None), None)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    image_job._ready.cache_clear()
    yield
    image_job._ready.cache_clear()


def offered(monkeypatch: pytest.MonkeyPatch, *, error: float = 0.0, loads: bool = True) -> None:
    """Have one device, whose numbers are the processor's and an error more."""

    class Offered(ImageEngine):
        def __init__(self, model: bytes, *, pack: str, device: Device | None = None) -> None:
            if device is not None and not loads:
                raise GraphFailed(pack=pack, why="no driver")
            super().__init__(model, pack=pack)
            self._error = error if device is not None else 0.0
            self.provider = device.provider if device is not None else CPU

        def run(self, squares: Singles, outputs: Sequence[str]) -> dict[str, Singles]:
            return {name: value + self._error for name, value in super().run(squares, outputs).items()}

    monkeypatch.setattr(image_job, "devices", lambda: (GPU,))
    monkeypatch.setattr(image_job, "ImageEngine", Offered)


def served(policy: str) -> tuple[str, str]:
    if NETWORK is None:
        pytest.skip("no pack for pictures is built in")
    where = {"folder": str(NETWORK.folder), "origin": NETWORK.origin, "digest": NETWORK.digest}
    said = image_job.look({**where, "providers": policy, "pictures": []}, SimpleNamespace(step=lambda *_: None))
    return said["provider"], said["fell_back"]


@pytest.mark.slow
def test_device_on_which_the_pack_agrees_serves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    offered(monkeypatch)
    assert served("auto") == ("TestProvider", "")


@pytest.mark.slow
def test_device_is_not_asked_where_it_allows_the_processor_only(monkeypatch: pytest.MonkeyPatch) -> None:
    offered(monkeypatch)
    assert served("cpu") == (CPU, "")


@pytest.mark.slow
@pytest.mark.parametrize("wrong", [{"error": 0.5}, {"loads": False}], ids=["other numbers", "does not load"])
def test_device_that_disagrees_or_does_not_load_falls_back_to_the_processor_and_says_so(
    wrong: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(monkeypatch, **wrong)
    assert served("auto") == (CPU, "TestProvider")


def test_fall_back_stands_with_the_reading_in_both_languages() -> None:
    reading = ImageReading(image="1", source="file", frame=0)
    plain = image_ask._on({"provider": CPU, "fell_back": ""}, reading)
    assert (plain.provider, plain.remarks) == (CPU, ())
    (remark,) = image_ask._on({"provider": CPU, "fell_back": "TestProvider"}, reading).remarks
    assert all("TestProvider" in say(remark.code, language, remark.values) for language in LANGUAGES)


def test_doctor_is_told_of_each_device_with_its_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "devices", lambda: (GPU,))
    assert job.providers({}, SimpleNamespace(step=lambda *_: None))[-1] == "TestProvider 1.2 (Maker GPU, driver 34)"


def test_plug_in_that_does_not_load_offers_no_device(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broken.so").write_bytes(b"no library")
    broken = plugins.Plugin(name="broken", version="1", library=str(tmp_path / "broken.so"), providers=("X",))
    monkeypatch.setattr(engine, "installed", lambda: [broken])
    engine.devices.cache_clear()
    assert engine.devices() == ()
    engine.devices.cache_clear()


def test_extras_pin_the_plug_ins_that_are_looked_for() -> None:
    import tomllib

    project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for extra, distribution in plugins.PLUGINS.items():
        assert [pin.partition("==")[0] for pin in extras[extra]] == [distribution]


def test_nothing_that_is_not_installed_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "PLUGINS", {"nothing": "no-such-distribution-of-anyone"})
    assert list(plugins.installed()) == []
