"""A slice change in the viewer against a bare widget that paints the same pixels through a lookup table.

`python -m tests.benchmarks.viewer`: both in turns, in one process; the 95th percentiles and their ratio. Each change
begins with the bytes of a frame and ends when the widget has been painted.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from bedside_app.domain.image import PixelBlock
from bedside_app.ui.patient.images.picture import picture_of
from bedside_app.ui.patient.images.viewer import Viewer
from bedside_app.ui.theme import Scheme, apply
from bedside_app.ui.viewmodels.patient.images.thumbnails import thumbs_of
from tests.ui.patient.images.synthetic import COLUMNS, ROWS, instance_of, series_of, speckle

FRAMES: Final = 12
RUNS: Final = 800
SIZES: Final = ((ROWS, COLUMNS), (768, 1024))
GREYS: Final = [QColor(grey, grey, grey).rgb() for grey in range(256)]


class Bare(QWidget):
    """Paints one image where it is told to, through its table, smoothed as the viewer does."""

    def __init__(self) -> None:
        super().__init__()
        self.image, self.place = QImage(), QRectF()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#000000"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.place, self.image)
        painter.end()


def main() -> int:
    """Measure a small frame and one of a usual machine, and print."""
    app = QApplication([])
    apply(app, Scheme.LIGHT)
    for rows, columns in SIZES:
        measure(app, rows, columns)
    return 0


def measure(app: QApplication, rows: int, columns: int) -> None:
    """Measure frames of one size."""
    data = [(speckle(frame) * (rows * columns // (ROWS * COLUMNS) + 1))[: rows * columns] for frame in range(FRAMES)]
    viewer = Viewer("en", lambda: "benchmark")
    instance = instance_of(frames=FRAMES, rows=rows, columns=columns)
    viewer.show_image(thumbs_of((series_of(instance),), "en")[0], None, ())
    viewer.resize(746, 576)
    viewer.show()
    app.processEvents()

    def ours(frame: int) -> None:
        block = PixelBlock(buffer=memoryview(data[frame]), shape=(1, rows, columns), dtype="uint8")
        viewer.cine.frame_wanted.emit(frame)
        viewer.show_picture(frame, picture_of(block))
        viewer.image.pane.repaint()

    ours(0)
    app.processEvents()
    bare, view = Bare(), viewer.image.pane.view
    if view is None:
        raise RuntimeError("the viewer shows nothing")
    bare.place = QRectF(view.left, view.top, columns * view.scale, rows * view.scale)
    bare.resize(viewer.image.pane.size())
    bare.show()
    app.processEvents()

    def peer(frame: int) -> None:
        bare.image = QImage(data[frame], columns, rows, columns, QImage.Format.Format_Indexed8)
        bare.image.setColorTable(GREYS)
        bare.repaint()

    mine, theirs = _percentiles(ours, peer, app)
    print(f"{columns} × {rows}, p95: viewer {mine:.2f} ms, bare widget {theirs:.2f} ms, ratio {mine / theirs:.2f}")
    viewer.close()
    bare.close()


def _percentiles(ours: Callable[[int], None], peer: Callable[[int], None], app: QApplication) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS):
        for work, into in zip((ours, peer), times, strict=True):
            begun = time.perf_counter()
            work(run % FRAMES)
            into.append((time.perf_counter() - begun) * 1000)
        app.processEvents()
    for name, found in zip(("viewer", "bare widget"), times, strict=True):
        print(f"{name}: median {statistics.median(found):.2f} ms")
    mine, theirs = (statistics.quantiles(found, n=20)[-1] for found in times)
    return mine, theirs


if __name__ == "__main__":
    sys.exit(main())
