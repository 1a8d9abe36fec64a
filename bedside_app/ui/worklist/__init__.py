"""The first screen: the patients of this computer, where to drop files, what is running, and why nothing came of it."""

from bedside_app.ui.worklist.computer import ComputerRow
from bedside_app.ui.worklist.page import Worklist

__all__ = ["ComputerRow", "Worklist"]
