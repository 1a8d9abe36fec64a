"""Mutated inputs for each reader: `python -m tests.fuzz --runs 100000`. Any end but facts or a refusal is a failure."""
