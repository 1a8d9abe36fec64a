"""Knowledge held against itself, without a patient: names and kinds, and a case for each answer of each condition."""

__all__: list[str] = []
