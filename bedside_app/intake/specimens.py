"""What kind of tissue a specimen is, as far as its source says so: a biopsy, a surgical specimen, or neither for sure.

The key of a specimen begins with its kind (`biopsy:…`, `surgery:…`, `specimen:…`): facts of the surgical specimen can
stand before those of the biopsy, where the dictionary says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from bedside_app.dictionary.entries import Coding, fold

__all__ = ["kind_of_specimen"]

_BIOPSY: Final = "biopsy"
_SURGERY: Final = "surgery"
_UNSAID: Final = "specimen"
_BY_CODE: Final = MappingProxyType(
    {  # SNOMED CT: kinds of specimen, and how tissue was taken
        "258415003": _BIOPSY,  # biopsy specimen
        "86273004": _BIOPSY,  # biopsy
        "129314006": _BIOPSY,  # biopsy - action
        "122548005": _BIOPSY,  # biopsy of breast
        "373826004": _SURGERY,  # surgical excision specimen
        "65801008": _SURGERY,  # excision
        "129304002": _SURGERY,  # excision - action
        "392021009": _SURGERY,  # lumpectomy of breast
        "172043006": _SURGERY,  # simple mastectomy
    }
)
_BY_WORDS: Final = MappingProxyType(
    {
        **dict.fromkeys(("biopsy", "core biopsy", "core needle biopsy", "biopsy specimen", "biopsie"), _BIOPSY),
        **dict.fromkeys(("surgical specimen", "surgical excision", "surgical excision specimen"), _SURGERY),
        **dict.fromkeys(("resection specimen", "excision", "lumpectomy", "mastectomy"), _SURGERY),
        **dict.fromkeys(("pièce opératoire", "pièce de tumorectomie", "pièce de mastectomie"), _SURGERY),
    }
)


def kind_of_specimen(codings: Iterable[Coding], words: Iterable[str]) -> str:
    """Return `biopsy`, `surgery`, or `specimen` where codes and whole texts say neither, or both."""
    told = {_BY_CODE[code] for system, code in codings if system == "snomed" and code in _BY_CODE}
    told |= {_BY_WORDS[fold(word)] for word in words if fold(word) in _BY_WORDS}
    return told.pop() if len(told) == 1 else _UNSAID
