"""The examples in docstrings of analysis and show give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import annual_review as ar
from annual_review import analysis, show

MODULES = [
    module.name
    for wing in (analysis, show)
    for module in pkgutil.iter_modules(wing.__path__, f"{wing.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    known = {"ar": ar, "analysis": analysis, "show": show}
    found = doctest.testmod(importlib.import_module(name), extraglobs=known)
    assert found.failed == 0


def test_there_are_examples() -> None:
    found = [doctest.DocTestFinder().find(importlib.import_module(name)) for name in MODULES]
    assert sum(bool(test.examples) for tests in found for test in tests) > 20
