"""Tall-man letters: names of drugs that look alike are told apart by capitals, on paper and on the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["tall"]


def tall(text: str, forms: Mapping[str, str]) -> str:
    """Return text with tall-man letters.

    Parameters
    ----------
    forms
        Names of drugs to their tall-man form (`docetaxel` to `DOCEtaxel`); a name counts whatever its capitals.
    """
    if not forms:
        return text
    names = "|".join(re.escape(name) for name in sorted(forms, key=len, reverse=True))
    by_name = {name.casefold(): form for name, form in forms.items()}
    return re.sub(rf"(?<!\w)(?:{names})(?!\w)", lambda found: by_name[found[0].casefold()], text, flags=re.IGNORECASE)
