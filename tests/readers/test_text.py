"""Text files: what stands on the pages of a text is told apart by its place."""

from __future__ import annotations

from annual_review.readers.text import read_text
from tests.readers.extracts import line_texts, notes


def test_a_bare_number_that_opens_a_text_is_not_a_page_number() -> None:
    extract = read_text(b"2\nMade up for tests.\n1\n\fMore.\n2\n", "made-up.txt")
    assert line_texts(extract) == ["2", "Made up for tests.", "More."]
    assert notes(extract) == [("page_number", "1"), ("page_number", "2")]
