"""What `docs/accuracy.md` says of reading and coding is what is measured."""

from __future__ import annotations

import runpy

from tests.conftest import PROJECT
from tests.documents.compare import FORMATS, reading_by_format
from tests.documents.files import ENDINGS, texts_and_pages
from tests.documents.made import documents

DESCRIBED = (PROJECT / "docs" / "accuracy.md").read_text("utf-8")


def test_the_accuracy_described_is_the_computed_one() -> None:
    accuracy = runpy.run_path(str(PROJECT / "benchmarks" / "accuracy.py"))
    for table in ("reading_of_azerbaijan", "codes", "by_format", "by_format_drawn"):
        assert accuracy[table]() in DESCRIBED, table
    assert accuracy["curve"]((0.25,)) in DESCRIBED


def test_every_format_is_measured_also_those_that_are_refused() -> None:
    table = dict(reading_by_format())
    statements = sum(len(truth.statements) for truth in documents())
    assert FORMATS.keys() == {*ENDINGS, *texts_and_pages(documents()[0])}
    assert list(table) == list(FORMATS.values())
    for called, comparison in table.items():
        assert comparison.statements >= statements, called
        assert comparison.exact <= statements
    assert table["text, depth-first"].exact > 0.98 * statements
