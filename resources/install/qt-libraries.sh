#!/bin/sh
# Checks that Qt finds the system's own libraries. Installs them where it may, else prints the one line to type.
# Without those of a display the window still runs where there is none (tests, pictures): then this only says so.
set -eu
python=$1
packages='libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1'

works() {
    QT_QPA_PLATFORM=offscreen "$python" -c 'from PySide6.QtWidgets import QApplication; QApplication([])' >/dev/null 2>&1
}

shows() {
    "$python" - >/dev/null 2>&1 <<'EOF'
import ctypes
from pathlib import Path

import PySide6.QtGui

ctypes.CDLL(str(Path(PySide6.QtGui.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
EOF
}

works && shows && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing the libraries that Qt needs with apt-get ..." >&2
    # shellcheck disable=SC2086
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages >/dev/null || true
fi
if works; then
    shows && exit 0
    echo "No window can be shown on an X display of this system: libraries are missing. On Debian or Ubuntu type:" >&2
    echo "    sudo apt-get install -y $packages" >&2
    exit 0
fi
echo "The window needs libraries that this system lacks. On Debian or Ubuntu type:" >&2
echo "    sudo apt-get install -y $packages" >&2
exit 1
