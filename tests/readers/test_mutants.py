"""Whatever happens to a file, it is read or refused, and what is read holds."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annual_review.baseline import parse, source
from annual_review.baseline.report import Statement
from annual_review.errors import AnnualReviewError
from tests.documents.files import MADE
from tests.mutants import FORMATS, broken, mutant


@pytest.mark.parametrize("kind", FORMATS)
# the same ones each time, because no limit holds here: `benchmarks/reliability_fuzz.py` tries
# thousands of others within limits
@settings(max_examples=3, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(kind: str, seed: int) -> None:
    raw = mutant(kind, Random(seed))  # noqa: S311
    try:
        report = parse.parse(source.from_bytes(raw, f"made-up.{kind}", source.READERS[f".{kind}"]))
    except AnnualReviewError:
        return
    assert not broken(report)


def test_what_does_not_hold_is_noticed() -> None:
    report = parse.parse(source.read(MADE / "made-up-albania-p029-2017-2021.docx"))
    assert not broken(report)
    first, *others = report.statements

    def said(*statements: Statement) -> str:
        return broken(replace(report, statements=statements), tables=False)

    assert said(first, *others, first) == "two statements with one id"
    assert said(first._replace(end=10**9)) == "a statement outside of the text"
    elsewhere = first._replace(start=first.start + 1)
    assert said(elsewhere) == "a statement with words that are not at its place"
    assert said(first._replace(years=(2017, 2017))) == "a statement with a year twice"
