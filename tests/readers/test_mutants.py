"""Whatever happens to a file, it is read or refused, and what is read holds."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annual_review.baseline import parse, source
from annual_review.errors import AnnualReviewError
from tests.mutants import FORMATS, broken, mutant


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=3)  # `benchmarks/reliability_fuzz.py` tries thousands
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(kind: str, seed: int) -> None:
    raw = mutant(kind, Random(seed))  # noqa: S311
    try:
        report = parse.parse(source.from_bytes(raw, f"made-up.{kind}", source.READERS[f".{kind}"]))
    except AnnualReviewError:
        return
    assert not broken(report)
