"""The examples in the docstrings of analysis and show give what they say."""

from __future__ import annotations

import doctest

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis, show
from annual_review.show import words

GIVEN = {"ar": ar, "analysis": analysis, "show": show, "pd": pd}
EXAMPLES = [
    test
    for wing in (analysis, show)
    for name in wing.__all__
    if callable(getattr(wing, name))
    for test in doctest.DocTestFinder(recurse=False).find(getattr(wing, name), name, globs=GIVEN)
    if test.examples
]
EXAMPLES += [test for test in doctest.DocTestFinder().find(words) if test.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda test: test.name)
def test_an_example_gives_what_it_says(example: doctest.DocTest) -> None:
    assert doctest.DocTestRunner().run(example).failed == 0


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 30
