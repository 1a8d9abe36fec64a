#!/bin/sh
# Checks what must be there before `.venv` can be made: Python 3.11 to 3.13 with venv. Installs it where it may, else prints the one line to type.
set -eu
python=${1:-python3}
line='sudo apt-get install -y python3 python3-venv make git'

works() {
    "$python" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

works && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Python and venv with apt-get ..." >&2
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv >/dev/null
    works && exit 0
fi
echo "Bedside needs Python 3.11, 3.12 or 3.13 with its venv module. On Debian or Ubuntu type:" >&2
echo "    $line" >&2
echo "or name another interpreter: make install PYTHON=python3.12" >&2
exit 1
