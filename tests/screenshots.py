"""Render every screen of the window without a display: `python -m tests.screenshots --out DIR` (`make screenshots`)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea

from bedside_app.domain.case import ItemAgreed, ItemRejected, Person
from bedside_app.domain.summary import Verdict
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import LANGUAGES, Language, say
from bedside_app.report.handover import handover_png
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.patient.review import ReviewSection
from bedside_app.ui.patient.today import TodaySection
from bedside_app.ui.theme import Scheme, apply
from bedside_app.ui.viewmodels.patient.acting.review import start_review
from bedside_app.ui.window import Window
from bedside_app.ui.worklist import Worklist
from bedside_app.ui.worklist.job import JobCard
from bedside_app.ui.worklist.table import CaseList
from tests.intake.test_gather import bundle
from tests.ui.stage import passing_cases
from tests.ui.worklist.listed_cases import NOW, one_of_each

ROOT: Final = Path(__file__).resolve().parents[1]
SIZES: Final = ((1366, 768), (1366, 690), (1920, 1080))
LIMIT_MS: Final = 120_000


def main() -> int:
    """Render all sizes, schemes and languages; print the folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots")
    parser.add_argument("--out", type=Path, default=ROOT / "out/screenshots")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for scheme, language in product(Scheme, LANGUAGES):
        apply(app, scheme)
        for size in SIZES:
            shown = (
                screens(app, language, size),
                worklist_screens(app, language, size),
                today_screens(app, language, size, options.out),
            )
            for name, window in chain(*shown):
                width, height = size
                window.grab().save(str(options.out / f"{name}-{width}x{height}-{scheme.value}-{language}.png"))
    print(options.out)
    return 0


def screens(app: QApplication, language: Language, size: tuple[int, int]) -> Iterator[tuple[str, Window]]:
    """Yield each state of one window: empty, the sections of patient A, and a drop that holds nothing."""
    window = Window(Settings(), passing_cases(), language)
    window.resize(*size)
    window.show()
    settle(app)
    yield "worklist-empty", window
    until_shown(window, window.open_demonstration)
    frame = window.findChild(PatientFrame)
    if frame is None:
        raise RuntimeError("the demonstration was not shown")
    for key in frame.sections:
        frame.show_section(key)
        settle(app)
        yield key, window
    yield from review_screens(app, window, frame)
    until_shown(window, lambda: window.open_paths([ROOT / "docs"]))
    settle(app)
    yield "refused", window
    window.close()
    window.deleteLater()
    settle(app)


def worklist_screens(app: QApplication, language: Language, size: tuple[int, int]) -> Iterator[tuple[str, Window]]:
    """Yield the worklist with invented cases, its running work, its question and its notices; then two identities."""
    window = Window(Settings(), passing_cases(), language)
    window.resize(*size)
    window.show()
    worklist = window.findChild(Worklist)
    if worklist is None:
        raise RuntimeError("the window has no worklist")
    worklist.show_cases(one_of_each(), NOW)
    settle(app)
    yield "worklist", window
    worklist.show_working(say("window.reading", language), "DEMONSTRATION, Anna")
    worklist.findChildren(JobCard)[0].show()
    worklist.show_step("intake.reading", 12, 40)
    settle(app)
    yield "worklist-working", window
    worklist.show_crash("ValueError in gather.py, line 120")
    worklist.show_cancelled()
    settle(app)
    yield "worklist-told", window
    worklist.findChildren(CaseList)[0].remove_asked.emit("ready")
    settle(app)
    yield "worklist-remove", window
    with TemporaryDirectory() as made:
        folder = Path(made) / "drop"
        folder.mkdir()
        for name, born in (("images", "1977-03-12"), ("laboratory", "1977-12-03")):
            (folder / f"{name}.json").write_text(bundle(born=born, height=165), "utf-8")
        until_shown(window, lambda: window.open_paths([folder]))
        settle(app)
        yield "identity", window
    window.close()
    window.deleteLater()
    settle(app)


def review_screens(app: QApplication, window: Window, frame: PatientFrame) -> Iterator[tuple[str, Window]]:
    """Yield the states of the review: all agreed to, a value rejected, a dose being typed, signed; then amend it."""
    frame.show_section("sign")
    section, case = frame.findChild(ReviewSection), window.case
    if section is None or case is None:
        raise RuntimeError("the review was not shown")
    items = start_review(case).items
    dose = next(item for item in items if item.dose is not None and item.dose.drug == "zoledronic_acid")
    creatinine = next(item for item in items if item.fact == "creatinine")
    agreed = tuple(ItemAgreed(item=item.item) for item in items)
    rejected = ItemRejected(item=creatinine.item, reason=case.say("review.needs-reason"))
    for name, events in (("sign-ready", agreed), ("sign-cleared", (rejected,)), ("", agreed)):
        until_shown(window, partial(section.changed.emit, events))
        settle(app)
        if name:
            yield name, window
    section.begin(dose.key, Verdict.MODIFIED)
    settle(app)
    yield "sign-typing", window
    until_shown(window, lambda: section.sign_wanted.emit(Person(name="Dr Example", role="oncology")))
    settle(app)
    yield "signed", window
    until_shown(window, lambda: section.amend_wanted.emit("screenshots"))


def today_screens(
    app: QApplication, language: Language, size: tuple[int, int], out: Path
) -> Iterator[tuple[str, Window]]:
    """Yield the day of patient B, who is under treatment, from its top and from its end; write her hand-over."""
    window = Window(Settings(), passing_cases(), language)
    window.resize(*size)
    window.show()
    until_shown(window, lambda: window.open_paths([ROOT / "resources/demo/patient_b"]))
    settle(app)
    yield "today", window
    section = window.findChild(TodaySection)
    if section is None or window.case is None:
        raise RuntimeError("the day of patient B was not shown")
    area = next(one for one in window.findChildren(QScrollArea) if one.isAncestorOf(section))
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    settle(app)
    yield "today-end", window
    (out / f"handover-{language}.png").write_bytes(handover_png(window.case.current, language))
    window.close()
    window.deleteLater()
    settle(app)


def until_shown(window: Window, start: Callable[[], None]) -> None:
    """Start something and wait for its end to be on screen."""
    loop = QEventLoop()
    window.shown.connect(loop.quit)
    QTimer.singleShot(LIMIT_MS, loop.quit)
    start()
    loop.exec()


def settle(app: QApplication) -> None:
    """Let layouts and paints come to rest, and what a screen shows a few turns after its first paint."""
    for _ in range(12):
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
