"""From knowledge and one patient to options: what holds, and what follows for safety, order, dose, proof and tests."""

__all__: list[str] = []
