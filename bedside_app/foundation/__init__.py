"""What every room stands on: errors, words, progress, workers, paths, settings, log, and bounded readers of data files.

A closed list: a new module here needs a decision in `docs/decisions/`.
"""

__all__: list[str] = []
