"""SHA-256 of the card of every built-in pack. Made by `make models`; do not edit.

A card holds the digests of the pack's other files, so this list vouches for every byte of the built-in packs.
"""

from collections.abc import Mapping
from typing import Final

__all__ = ["BUILT_IN"]

BUILT_IN: Final[Mapping[str, str]] = {
    "ckd_epi_2021": "480a65243e87dde84041f8a8f1c23ac6853a97ba2db521eedec33918c73a1082",
    "cockcroft_gault": "cdacbfb56f503d1fc81ad49e6b92cc72b65b77bf19e460bc125952254b7ab5fc",
    "npi": "9e818a6b58ac4bf8bf11276d0f21ccd22b37d9a1c96f5117711cd8a10c5ae3d2",
    "predict_breast_v2_2": "12f868661733e98832eac4aa3f7e813070216df3bfc078f8ed695a6772413233",
}
