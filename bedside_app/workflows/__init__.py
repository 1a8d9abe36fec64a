"""One module per use case, each joining rooms that never meet; one public function, no state, no import of a sister."""

__all__: list[str] = []
