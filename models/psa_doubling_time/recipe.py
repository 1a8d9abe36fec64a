"""PSA doubling time from two values: interval · ln 2 / (ln last − ln first)."""

from math import log as ln
from typing import Final

from models.vocabulary import Graph, given, log

__all__ = ["build"]

LN_2: Final = ln(2.0)


def build() -> Graph:
    """Return the time in which PSA doubles, in the unit of the interval; negative where it falls."""
    rise = log(given("psa_last")) - log(given("psa_first"))
    return Graph(
        name="psa_doubling_time",
        inputs=("psa_first", "psa_last", "psa_interval"),
        outputs={"psa_doubling_time": given("psa_interval") * LN_2 / rise},
    )
