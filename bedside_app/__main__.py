"""`python -m bedside_app`: the command line, or one of its own workers."""

from __future__ import annotations

import sys


def run() -> int:
    """Serve as a worker where the parent asks for it, before anything else is imported; else run the command line."""
    if sys.argv[1:2] == ["--worker"]:
        from bedside_app.foundation import worker_process

        return worker_process.main(sys.argv[2:])
    from bedside_app.cli.main import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
