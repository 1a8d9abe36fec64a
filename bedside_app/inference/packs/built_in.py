"""SHA-256 of the card of every built-in pack. Made by `make models`; do not edit.

A card holds the digests of the pack's other files, so this list vouches for every byte of the built-in packs.
"""

from collections.abc import Mapping
from typing import Final

__all__ = ["BUILT_IN"]

BUILT_IN: Final[Mapping[str, str]] = {
    "ckd_epi_2021": "0cd8b30614e8d3eac099745da0d78b5b172c92065d174cc4d91b07830906e891",
    "cockcroft_gault": "cdacbfb56f503d1fc81ad49e6b92cc72b65b77bf19e460bc125952254b7ab5fc",
    "npi": "9e818a6b58ac4bf8bf11276d0f21ccd22b37d9a1c96f5117711cd8a10c5ae3d2",
    "predict_breast_v2_2": "1a2bafe65a2ce7502d0cf82e4c6038694d54c38cf5225b0e96a8f26d71a71cfb",
}
