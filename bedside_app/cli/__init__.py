"""The command line: everything that the program does, without Qt."""

__all__: list[str] = []
