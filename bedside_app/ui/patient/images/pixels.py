"""What the viewer asks for pixels: whoever decodes them answers when they have arrived, or says why they will not."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance

from bedside_app.domain.image import ImageInstance

__all__ = ["Pixels"]


class Pixels(Protocol):
    """A source of pixels that never blocks.

    `arrived(uid, frame, block)` brings a `PixelBlock` whose first frame is the one that was asked for; the viewer
    copies what it needs before it returns. `failed(uid, frame, refused)` brings a `Refused`.
    """

    arrived: SignalInstance
    failed: SignalInstance

    def request(self, instance: ImageInstance, frame: int) -> None:
        """Ask for one frame, from 0. What was asked for twice may arrive once."""
        ...
