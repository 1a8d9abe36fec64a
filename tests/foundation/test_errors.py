from __future__ import annotations

import inspect
import re
from pathlib import Path

from bedside_app.foundation import errors

ROOT = Path(__file__).resolve().parents[2]


def drawn(text: str) -> list[str]:
    tree = text.split("BedsideError", 1)[1].split("```", maxsplit=1)[0]
    return re.findall(r"^(?:\s*)(?:[├└]── )?([A-Z]\w+)\b", tree, re.M)


def test_the_tree_on_the_page_and_in_the_docstring_is_the_tree_in_code() -> None:
    roots = {
        name for name, item in vars(errors).items() if inspect.isclass(item) and issubclass(item, errors.BedsideError)
    }
    page = (ROOT / "docs/architecture.md").read_text("utf-8").split("## Errors", 1)[1]
    assert set(drawn(page)) | {"BedsideError"} == roots
    assert set(drawn(errors.__doc__ or "")) >= roots - {"BedsideError"}
