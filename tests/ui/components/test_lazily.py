from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from bedside_app.ui.components.lazily import lazily

PACKAGES = [f"bedside_app.ui.components.{name}" for name in ("basics", "frame", "states")]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_name_that_a_package_offers_is_found(name: str) -> None:
    package = import_module(name)
    assert all(getattr(package, offered) is not None for offered in package.__all__)


@pytest.mark.parametrize("name", PACKAGES)
def test_a_name_that_it_does_not_offer_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        import_module(name).no_such_name  # noqa: B018


@pytest.mark.parametrize("name", PACKAGES)
def test_importing_a_package_imports_none_of_its_modules(name: str) -> None:
    code = f"import sys, {name}; print([one for one in sys.modules if one.startswith('{name}.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_name_comes_from_the_module_that_it_lives_in() -> None:
    found = lazily("bedside_app.ui.components", {"lazily": ("lazily",)})
    assert found("lazily") is lazily
