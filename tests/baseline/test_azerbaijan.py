"""The one real document, compared with what a person wrote down from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from annual_review.baseline.parse import Report
from annual_review.baseline.source import Document, read
from annual_review.tables.schema import Tables

EXPECTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "expected" / "azerbaijan-p029-2017-2018.yml").read_text("utf-8")
)


SOURCE = Path(__file__).parents[2] / "data" / "sources" / "azerbaijan-p029-2017-2018.txt"


@pytest.fixture(scope="module")
def document() -> Document:
    return read(SOURCE)


def test_title(azerbaijan: Report) -> None:
    assert azerbaijan.country == EXPECTED["country"]
    assert azerbaijan.iso3 == EXPECTED["iso3"]
    assert [azerbaijan.first_year, azerbaijan.last_year] == EXPECTED["years"]
    assert (azerbaijan.subject, azerbaijan.principle) == ("P029", "FL")
    assert azerbaijan.report_id == "AZE-P029-2017-2018"


def test_every_statement_is_what_a_reader_sees(azerbaijan: Report) -> None:
    seen = [
        {
            "field": s.field,
            "printed": s.years_as_printed,
            "years": list(s.years),
            "speaker": s.speaker,
            "answer": s.answer,
            "text": s.text,
        }
        for s in azerbaijan.statements
    ]
    assert seen == [
        {key: value for key, value in s.items() if key != "items"} for s in EXPECTED["statements"]
    ]


def test_every_item_is_what_a_reader_sees(azerbaijan: Report) -> None:
    seen = [
        [[i.letter or "-", i.text, i.priority] for i in statement.items]
        for statement in azerbaijan.statements
    ]
    expected = [
        [[*item, "unspecified"][:3] for item in statement.get("items", [])]
        for statement in EXPECTED["statements"]
    ]
    assert seen == expected


def test_counts_of_the_document(tables: Tables) -> None:
    statements = tables.statements
    assert statements["field"].nunique() == 20
    assert statements["statement_id"].nunique() == 24
    assert len(statements) == 27
    assert (statements["answer"] == "blank").sum() == 8
    assert (statements["text"] == "No.").sum() == 2


def test_nothing_is_lost(azerbaijan: Report) -> None:
    assert azerbaijan.coverage == 1
    assert azerbaijan.problems == ()


def test_every_statement_and_item_stands_at_its_offsets(
    azerbaijan: Report, document: Document
) -> None:
    printed = "".join(SOURCE.read_text("utf-8").split())
    for statement in azerbaijan.statements:
        for part in (statement, *statement.items):
            assert " ".join(document.text[part.start : part.end].split()) == part.text
            assert "".join(part.text.split()) in printed


def test_the_hyphen_of_law_enforcement_is_mended(document: Document) -> None:
    assert "law-enforcement agencies" in document.text


def test_ratification_is_read_from_its_words(tables: Tables) -> None:
    rows = tables.ratification[["instrument", "year", "status", "intention"]].values.tolist()
    assert rows == [
        ["P029", 2017, "not_ratified", "likely"],
        ["P029", 2018, "not_ratified", "likely"],
    ]
