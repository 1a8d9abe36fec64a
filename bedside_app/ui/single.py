"""One window for each user: a second start hands what it was asked to open to the first, and raises it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

__all__ = ["FirstWindow", "hand_over"]

_WAIT_MS: Final = 2_000
_LONGEST_SOCKET: Final = 100  # bytes: what every system takes
_MOST: Final = 256 * 1024  # bytes of one message


class FirstWindow(QObject):
    """Listens for later starts of the same user: `wanted(paths, demonstration)`; both may be empty."""

    wanted = Signal(object, bool)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        self._name = _name_of(folder)

    def listen(self) -> bool:
        """Begin to listen. A name that a killed window left behind is taken over: the caller holds the lock."""
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(lambda socket=socket: self._hear(socket))

    def _hear(self, socket: QLocalSocket) -> None:
        data = bytes(socket.read(_MOST).data())
        socket.deleteLater()
        try:
            asked = json.loads(data)
        except ValueError:
            return
        paths = asked.get("paths") if isinstance(asked, dict) else None
        if isinstance(paths, list) and all(isinstance(path, str) for path in paths):
            self.wanted.emit(tuple(Path(path) for path in paths), asked.get("demonstration") is True)


def hand_over(folder: Path, paths: Sequence[Path], *, demonstration: bool = False) -> bool:
    """Ask the first window to come forward and open `paths`, or the demonstration; return whether it heard."""
    socket = QLocalSocket()
    socket.connectToServer(_name_of(folder))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    asked = {"paths": [str(path.absolute()) for path in paths], "demonstration": demonstration}
    socket.write(json.dumps(asked).encode())
    socket.flush()
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return socket.state() == QLocalSocket.LocalSocketState.UnconnectedState or socket.waitForDisconnected(_WAIT_MS)


def _name_of(folder: Path) -> str:
    """Return where the first window listens: in the user's own folder, else a name that says nothing of it."""
    path = folder.resolve() / "window.socket"
    if os.name == "posix" and len(os.fsencode(path)) < _LONGEST_SOCKET:
        return str(path)
    return f"bedside-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]}"
