"""Paper: the pages of a document, as pictures of the printer's own fineness, through the system's print dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QMarginsF, QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

__all__ = ["PAPER_PPI", "ask_printer", "print_pages"]

PAPER_PPI: Final = 300.0


def ask_printer(parent: QWidget) -> QPrinter | None:
    """Return the printer that somebody chose for A4 pages, None where they chose none."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    printer.setFullPage(True)
    printer.setDocName("Bedside")  # what a queue shows to everybody: never a patient's name
    return printer if QPrintDialog(printer, parent).exec() == QPrintDialog.DialogCode.Accepted else None


def print_pages(printer: QPrinter, pages: Sequence[bytes]) -> bool:
    """Print PNG pages of A4 proportions, one on each sheet; return whether the printer took them."""
    painter = QPainter()
    if not pages or not painter.begin(printer):
        return False
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        image = QImage.fromData(page)
        size = image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(sheet.topLeft(), size), image)
    return painter.end()
