"""The words of the house as frozen dataclasses: facts, record, findings, proposal, summary. Standard library only."""

__all__: list[str] = []
