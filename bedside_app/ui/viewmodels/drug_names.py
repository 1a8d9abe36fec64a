"""Names of drugs as the screens write them: with the tall-man letters of the drug file, the same as on paper."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.report.tall_man import tall
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["drug_text"]


def drug_text(case: CaseShown, text: str) -> str:
    """Return text in which drugs that look alike have their tall-man letters."""
    return tall(text, _forms(case.dictionary)) if text else text


@lru_cache(maxsize=2)
def _forms(dictionary: FactDictionary) -> Mapping[str, str]:
    from bedside_app.therapy import knowledge  # read already where a case was computed; a window starts without it

    return knowledge.load(dictionary).tall_man
