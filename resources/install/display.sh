#!/bin/sh
# Makes a display where there is none: Xvfb, and xdotool, which moves its pointer. Only the checks of the window on a real display need it.
set -eu
packages='xvfb xauth xdotool'

works() {
    command -v Xvfb >/dev/null 2>&1 && command -v xvfb-run >/dev/null 2>&1 && command -v xauth >/dev/null 2>&1 && command -v xdotool >/dev/null 2>&1
}

works && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing a display for tests with apt-get ..." >&2
    # shellcheck disable=SC2086
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages >/dev/null
    works && exit 0
fi
echo "The window's tests on a real display need a display. On Debian or Ubuntu type:" >&2
echo "    sudo apt-get install -y $packages" >&2
exit 1
