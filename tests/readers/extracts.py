"""Extracts in plain lists, for tests to compare."""

from __future__ import annotations

from annual_review.readers.rows import Extract, Paragraph, Row


def paragraphs(extract: Extract) -> list[list[str]]:
    return [
        [line.text for line in block.lines]
        for block in extract.blocks
        if isinstance(block, Paragraph)
    ]


def line_texts(extract: Extract) -> list[str]:
    return [line for lines in paragraphs(extract) for line in lines]


def rows(extract: Extract) -> list[list[tuple[int, int, list[str]]]]:
    """Rows as column, span and lines of their cells."""
    return [
        [(cell.column, cell.span, [line.text for line in cell.lines]) for cell in block.cells]
        for block in extract.blocks
        if isinstance(block, Row)
    ]


def notes(extract: Extract) -> list[tuple[str, str]]:
    return [(note.kind, note.line.text) for note in extract.notes]
