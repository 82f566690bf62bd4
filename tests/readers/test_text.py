"""Text files: what stands on the pages of a text is told apart by its place."""

from __future__ import annotations

from annual_review.readers.text import read_text
from tests.readers.extracts import line_texts, notes


def test_a_bare_number_that_opens_a_text_is_not_a_page_number() -> None:
    extract = read_text(b"2\nMade up for tests.\n1\n\fMore.\n2\n", "made-up.txt")
    assert line_texts(extract) == ["2", "Made up for tests.", "More."]
    assert notes(extract) == [("page_number", "1"), ("page_number", "2")]


def test_cells_of_a_table_drawn_with_bars_are_lines_where_they_stand() -> None:
    text = "| Request | Made up. |\n|---|:---:|\n| Offer | || NIL | |\n"
    extract = read_text(text.encode(), "made-up.txt")
    said = [line.strip() for line in line_texts(extract) if line]
    assert said == ["Request", "Made up.", "Offer", "NIL"]
    (block,) = extract.blocks
    assert all(text[line.origin :].startswith(line.text) for line in block.lines)


def test_bars_without_a_rule_are_words() -> None:
    assert line_texts(read_text(b"Made up | for tests\n", "made-up.txt")) == ["Made up | for tests"]
