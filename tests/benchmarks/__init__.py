"""Measurements against a peer in the same run: `python -m tests.benchmarks`. Ratios count, not seconds."""
