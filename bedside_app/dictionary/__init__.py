"""The one vocabulary: facts with their codes and units, conditions over them, and what a record says on a day."""

__all__: list[str] = []
