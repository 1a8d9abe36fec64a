"""Write every state of the images section to pictures, of made-up pixels: `python -m tests.images_gallery`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from bedside_app.domain.image import ImageInstance, ImageReading
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import LANGUAGES, Language
from bedside_app.ui.components.basics import install_focus
from bedside_app.ui.patient.images.section import ImagesSection
from bedside_app.ui.theme import Scheme, apply
from tests.screenshots import settle
from tests.ui.patient.images.synthetic import (
    TOLD,
    SyntheticPixels,
    instance_of,
    measured_width,
    reading_of,
    series_of,
)

ROOT: Final = Path(__file__).resolve().parents[1]
SIZES: Final = {"1366x768": (1286, 608), "1366x690": (1286, 574), "1920x1080": (1840, 920)}
REFUSED: Final = Refused(code="images.refused.no-picture", values={})


def main() -> int:
    """Render all states, sizes, schemes and languages; print the folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.images_gallery")
    parser.add_argument("--out", type=Path, default=ROOT / "out/screenshots")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    install_focus(app)
    for scheme, language, size in product(Scheme, LANGUAGES, SIZES):
        apply(app, scheme)
        for name, section in states(language):
            path = options.out / f"images-{name}-{size}-{scheme.value}-{language}.png"
            if all(word in path.name for word in options.words):
                section.resize(*SIZES[size])
                section.setProperty("ground", "bg")
                section.show()
                settle(app)
                section.grab().save(str(path))
            section.close()
            section.deleteLater()
    print(options.out)
    return 0


def states(language: Language) -> Iterator[tuple[str, ImagesSection]]:
    """Yield the section in each of its states."""
    right = tuple(instance_of(f"1.2.{at}", number=at) for at in (1, 2, 3))
    left = instance_of("1.2.4", laterality="L")
    ct = series_of(instance_of("1.3.1", laterality="", rows=512, columns=512), modality="CT", body_part="CHEST")
    uncertain = ImagesSection()
    uncertain.set_pixels(SyntheticPixels())
    found = tuple(replace(one, image="1.2.1") for one in measured_width())
    uncertain.show_images(
        (series_of(*right, left), ct),
        (reading_of("1.2.1"),),
        found,
        language=language,
        told=TOLD,
        radiologist="4",
        today=date(2026, 11, 24),
    )
    yield "uncertain", uncertain
    yield (
        "refused",
        _section(
            language, (reading_of("1.2.1", probability=None, refused=REFUSED, saliency=(), outline=(), axes=()),), right
        ),
    )
    bare = instance_of("1.2.1", spacing=None, laterality="")
    yield (
        "no-spacing",
        _section(
            language,
            (reading_of("1.2.1", probability=0.06, interval=None, conformal=("benign",), suspicious=False),),
            (bare,),
        ),
    )
    yield "not-read", _section(language, (), right)
    other = ImagesSection()
    other.show_images((ct,), (), language=language)
    yield "not-shown", other
    loading = ImagesSection()
    loading.set_pixels(SyntheticPixels(silent=True))
    loading.show_images((series_of(*right),), (), language=language)
    yield "loading", loading
    yield "frames", _section(language, (), (instance_of("1.2.1", frames=300, frame_ms=33.3),))
    empty = ImagesSection()
    empty.show_images((), (), language=language)
    yield "empty", empty


def _section(
    language: Language, readings: tuple[ImageReading, ...], instances: tuple[ImageInstance, ...]
) -> ImagesSection:
    made = ImagesSection()
    made.set_pixels(SyntheticPixels())
    made.show_images((series_of(*instances),), readings, language=language, told=TOLD)
    return made


if __name__ == "__main__":
    sys.exit(main())
