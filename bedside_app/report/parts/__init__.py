"""The parts of the composed summary: facts, changes, findings, options, and what stands before them."""

__all__: list[str] = []
