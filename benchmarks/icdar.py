"""Compare the reader of PDF files with the true cells of the ICDAR 2013 table competition.

    python benchmarks/icdar.py FOLDER
    ICDAR=FOLDER make bench

The folder, which is not part of the project, holds the competition's PDF files and, beside each or
below the same folder, its cells as `NAME-str.xml`. Printed is in how many tables the reader finds
the true cells and no others: the same words (white space aside) in the same rows and columns.
Empty cells do not count, nor does over how many rows or columns a cell goes. Tables that have rules
between their columns are counted apart from those with horizontal rules or none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pypdfium2

from annual_review.errors import AnnualReviewError
from annual_review.readers.pdf import read_pdf
from annual_review.readers.pdf_drawings import drawn
from annual_review.readers.rows import Box, Extract, Row

LEAST_RULE = 8.0
"""The length from which an upright rule separates columns, in points."""


class Part(NamedTuple):
    """What one page has of a table: its cells as row, column and words, and the box around them.

    Boxes count from the lower left corner of the page, as in the file.
    """

    page: int
    cells: list[tuple[int, int, str]]
    box: Box


def true_tables(path: Path) -> list[list[Part]]:
    """The tables of a `-str.xml` file, each with its parts on one page or more."""
    tables = []
    for table in ElementTree.parse(path).getroot().iter("table"):  # noqa: S314 -- named by the user
        parts = []
        for region in table.iter("region"):
            down, across = (int(region.get(f"{way}-increment", 0)) for way in ("row", "col"))
            cells, edges = [], []
            for cell in region.iter("cell"):
                row, column = (int(cell.get(f"start-{way}", 0)) for way in ("row", "col"))
                cells.append((row + down, column + across, cell.findtext("content") or ""))
                if (box := cell.find("bounding-box")) is not None:
                    edges.append([float(box.get(edge, 0)) for edge in ("x1", "y1", "x2", "y2")])
            if edges:
                left, bottom, right, top = zip(*edges, strict=True)
                around = Box(min(left), max(top), max(right), min(bottom))
                parts.append(Part(int(region.get("page", 1)), cells, around))
        if parts:
            tables.append(parts)
    return tables


def read_cells(extract: Extract, part: Part, height: float) -> list[tuple[int, int, str]]:
    """The cells that the reader finds in the box of a true table's part, numbered by row."""
    found = []
    for number, block in enumerate(extract.blocks):
        for cell in block.cells if isinstance(block, Row) else ():
            lines = [line for line in cell.lines if line.box and line.page == part.page]
            inside = [
                line
                for line in lines
                for left, top, right, bottom in [line.box or Box(0, 0, 0, 0)]
                if part.box.left - 2 <= (left + right) / 2 <= part.box.right + 2
                and part.box.bottom - 2 <= height - (top + bottom) / 2 <= part.box.top + 2
            ]
            if inside:
                found.append((number, cell.column, " ".join(line.text for line in inside)))
    return found


def placed(cells: list[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    """Cells that hold words, with rows and columns numbered anew among them."""
    plain = [(row, column, re.sub(r"\s+", "", text)) for row, column, text in cells]
    plain = [cell for cell in plain if cell[2]]
    rows = sorted({row for row, _, _ in plain})
    columns = sorted({column for _, column, _ in plain})
    return {(rows.index(row), columns.index(column), text) for row, column, text in plain}


def has_upright_rules(page: pypdfium2.PdfPage, box: Box) -> bool:
    """Whether rules between columns are drawn in a box of a page."""
    left, bottom, right, top = drawn(page.raw, "").thin.T
    upright = (top - bottom > LEAST_RULE) & (top - bottom > right - left)
    inside = (
        (left > box.left - 9) & (right < box.right + 9) & (top > box.bottom) & (bottom < box.top)
    )
    return bool((upright & inside).sum() > 1)


class Compared(NamedTuple):
    """One table: whether rules separate its columns, true cells, those found, and no others."""

    ruled: bool
    cells: int
    right: int
    exact: bool


def compared(folder: Path) -> Iterator[Compared]:
    """Every table of a folder, at any depth, whose PDF is there."""
    pdfs = {path.stem: path for path in sorted(folder.rglob("*.pdf"))}
    for truth in sorted(folder.rglob("*-str.xml")):
        path = pdfs.get(truth.name.removesuffix("-str.xml"))
        if path is None:
            continue
        try:
            extract = read_pdf(path.read_bytes(), path.name)
        except AnnualReviewError:
            extract = Extract(())
        with pypdfium2.PdfDocument(path) as document:
            for parts in true_tables(truth):
                pages = [document[part.page - 1] for part in parts]
                want: set[tuple[int, int, str]] = placed([c for part in parts for c in part.cells])
                got = placed(
                    [
                        cell
                        for part, page in zip(parts, pages, strict=True)
                        for cell in read_cells(extract, part, page.get_height())
                    ]
                )
                ruled = any(
                    has_upright_rules(page, part.box)
                    for part, page in zip(parts, pages, strict=True)
                )
                yield Compared(ruled, len(want), len(want & got), want == got)


def show(folder: Path) -> None:
    tables = list(compared(folder))
    print(f"ICDAR 2013: {len(tables)} tables in {folder}")
    for title, ruled in (("rules between columns", True), ("horizontal rules or none", False)):
        some = [table for table in tables if table.ruled == ruled]
        if some:
            right, cells = sum(t.right for t in some), sum(t.cells for t in some)
            exact = sum(table.exact for table in some)
            print(f"  {title:24} {exact} of {len(some)} tables, {right / cells:.1%} of cells exact")


if __name__ == "__main__":
    show(Path(sys.argv[1]))
