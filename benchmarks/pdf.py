"""Compare the reader of PDF files with other libraries' table extraction, side by side in one run.

    python benchmarks/pdf.py [PDF…]

Prints for each how many pages it reads in a second of processor time (so that other work on the
machine counts for little), and which share of the cells that hold text it gives exactly, white
space aside. Without arguments it reads tables drawn here in the ways that programs draw them, and
the made-up documents of the tests, of which the DOCX beside each PDF says what the cells hold.
pdfplumber and camelot are in the extra `bench`; one that is not installed is left out. Given other
PDFs, it measures speed alone.

A cell that a page break splits counts as exact if its parts do: the first row of a page may go on
with the rows before, for every library alike. Of the made-up documents it also prints the share of
statements that come out exactly when each library's rows go the way of ours from there on, with
the text outside of tables that our reader found.

If `ICDAR` names a folder with the files of the ICDAR 2013 table competition, `icdar.py` compares
the reader with their true cells too.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import random
import re
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from benchmarks.icdar import show  # noqa: E402
from tests.documents.compare import compare as compare_report  # noqa: E402
from tests.documents.compare import read, refused  # noqa: E402
from tests.documents.files import MADE  # noqa: E402
from tests.documents.made import documents  # noqa: E402
from tests.made_pdf import CellAt, Page, made  # noqa: E402

from annual_review.baseline.parse import parse  # noqa: E402
from annual_review.baseline.reading_order import read_in_order  # noqa: E402
from annual_review.baseline.report import Origin  # noqa: E402
from annual_review.errors import AnnualReviewError  # noqa: E402
from annual_review.readers.pdf import read_pdf  # noqa: E402
from annual_review.readers.rows import Cell, Extract, Line, Paragraph, Row  # noqa: E402

ROUNDS = 3

Cells = list[tuple[int, str, bool]]
"""Column, text and whether its row is the first of a page, for each cell in reading order."""


# ---- what libraries give ------------------------------------------------------------------------


def ours(path: Path) -> Cells:
    return [
        (cell.column, " ".join(line.text for line in cell.lines), row.opens_page)
        for row in read_pdf(path.read_bytes(), path.name).blocks
        if isinstance(row, Row)
        for cell in row.cells
    ]


def pdfplumber(path: Path) -> Cells:
    import pdfplumber as library

    with library.open(path) as document:
        return [
            (column, text or "", number > 0 and first == (0, 0))
            for number, page in enumerate(document.pages)
            for table, rows in enumerate(page.extract_tables())
            for place, row in enumerate(rows)
            for first in [(table, place)]
            for column, text in enumerate(row)
        ]


def camelot(path: Path) -> Cells:
    import camelot as library

    cells: Cells = []
    seen: set[int] = set()
    for table in library.read_pdf(str(path), pages="all", flavor="lattice"):
        opens = table.page > 1 and table.page not in seen
        seen.add(table.page)
        for place, row in enumerate(table.df.values.tolist()):
            cells += [(column, text, opens and place == 0) for column, text in enumerate(row)]
    return cells


LIBRARIES: dict[str, Callable[[Path], Cells]] = {
    "annual-review": ours,
    "pdfplumber": pdfplumber,
    "camelot": camelot,
}


# ---- statements ---------------------------------------------------------------------------------


def statements(library: Callable[[Path], Cells], path: Path) -> tuple[int, int]:
    """How many statements of a made-up document come out exactly of a library's rows."""
    truth = next(each for each in documents() if path.name.startswith(f"{each.name}."))
    if library is ours:
        found = read(path.read_bytes(), "pdf", truth)
        return found.exact, found.statements
    outside = [b for b in read_pdf(path.read_bytes(), path.name).blocks if isinstance(b, Paragraph)]
    rows: list[list[tuple[int, str, bool]]] = []
    for cell in library(path):
        if not rows or cell[0] <= rows[-1][-1][0]:
            rows.append([])
        rows[-1].append(cell)
    width = max(column for row in rows for column, _, _ in row) + 1
    blocks = [
        Row(
            tuple(
                Cell(column, following - column, tuple(map(Line, text.split("\n"))))
                for (column, text, _), following in zip(
                    row, [*(each[0] for each in row[1:]), width], strict=True
                )
                if text.strip()
            ),
            width,
            opens_page=row[0][2],
        )
        for row in rows
    ]
    document = read_in_order(Extract((*outside, *blocks)), Origin(path.name, "", "application/pdf"))
    try:
        found = compare_report(parse(document), truth)
    except AnnualReviewError:
        found = refused(truth)
    return found.exact, found.statements


# ---- what the documents hold --------------------------------------------------------------------


def drawn(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """Tables of three columns of labels and one of answers, drawn in several ways."""
    words = "government plan labour forced measures workers employers inspection of the and".split()
    for style in ("strokes", "rectangles", "word", "doubled", "dotted", "frames"):
        pick = random.Random(style)  # noqa: S311 -- the same documents in every run
        pages, truth = [], []
        for _ in range(6):
            page, y, xs = Page(width=595, height=842), 60.0, (40, 120, 200, 280, 555)
            page.text(40, 40, "This document is made up for tests.")
            while y < 550:
                rows = pick.randint(1, 3)
                heights = [pick.choice((40, 60, 90)) for _ in range(rows)]
                ys = [y, *(y + sum(heights[: row + 1]) for row in range(rows))]

                def lines(width: int, height: float, pick: random.Random = pick) -> tuple[str, ...]:
                    count = pick.randint(1, int(height // 10) - 1)
                    return tuple(
                        " ".join(pick.choice(words) for _ in range(width)) for _ in range(count)
                    )

                cells = [CellAt(0, 0, rows, 1, lines(1, ys[-1] - y))]
                for row, height in enumerate(heights):
                    split = pick.random() < 0.5
                    cells.append(CellAt(row, 1, 1, 1 if split else 2, lines(1, height)))
                    if split:
                        cells.append(CellAt(row, 2, 1, 1, lines(1, height)))
                    cells.append(CellAt(row, 3, 1, 1, lines(4, height)))
                page.table(xs, ys, cells, style)
                truth += ["".join(cell.lines) for cell in cells]
                y = ys[-1]
            pages.append(page)
        path = folder / f"made-up-{style}.pdf"
        path.write_bytes(made(pages))
        yield path, truth


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_processed() -> Iterator[tuple[Path, list[str]]]:
    """The tests' documents with the cells of the DOCX that the PDF was made from.

    Left out are cells whose text is not all typed: numbered by the word processor, or a table.
    """
    for path in sorted(MADE.glob("*.pdf")):
        with zipfile.ZipFile(path.with_suffix(".docx")) as archive:
            body = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 -- our own
        truth = []
        for cell in body.iterfind(f"{W}body/{W}tbl/{W}tr/{W}tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            typed = not any(cell.iter(f"{W}numPr")) and not any(cell.iter(f"{W}tbl"))
            if typed and not goes_on:
                truth.append("".join(text.text or "" for text in cell.iter(f"{W}t")))
        yield path, truth


def exact(cells: Cells, truth: list[str]) -> tuple[int, int]:
    """How many of the true cells with text a library gives, and how many there are."""
    need = Counter(text for text in map(flat, truth) if text)
    total = need.total()
    columns: dict[int, list[tuple[str, bool]]] = {}
    for column, text, opens in cells:
        columns.setdefault(column, []).append((flat(text), opens))
    for column in columns.values():
        place = 0
        while place < len(column):
            text, end = column[place][0], place + 1
            while not need[text] and end < len(column) and column[end][1]:
                text += column[end][0]
                end += 1
            if need[text]:
                need[text] -= 1
                place = end
            else:
                place += 1
    return total - need.total(), total


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


# ---- the comparison -----------------------------------------------------------------------------


def page_count(path: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def compare(
    title: str, documents: list[tuple[Path, list[str]]], *, with_statements: bool = False
) -> None:
    pages = sum(page_count(path) for path, _ in documents)
    print(f"{title}: {len(documents)} documents, {pages} pages, best of {ROUNDS} rounds")
    first = 0.0
    for name, library in LIBRARIES.items():
        if name != "annual-review" and importlib.util.find_spec(name) is None:
            print(f"  {name:14} not installed (pip install -e '.[bench]')")
            continue
        times, found = [], []
        for _ in range(ROUNDS):
            began = time.process_time()
            found = [library(path) for path, _ in documents]
            times.append(time.process_time() - began)
        first = first or min(times)
        right = total = 0
        for cells, (_, truth) in zip(found, documents, strict=True):
            got, of = exact(cells, truth)
            right, total = right + got, total + of
        share = f"  {right / total:6.1%} of {total} cells exact" if total else ""
        times_slower = (
            f"  {min(times) / first:5.1f} times as long" if name != "annual-review" else ""
        )
        print(f"  {name:14} {pages / min(times):7.1f} pages a second{share}{times_slower}")
        if with_statements:
            each = [statements(library, path) for path, _ in documents]
            right, total = sum(a for a, _ in each), sum(b for _, b in each)
            print(f"  {'':14} {right / total:.1%} of {total} statements exact")


def main() -> None:
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    if sys.argv[1:]:
        compare("Given", [(Path(name), []) for name in sys.argv[1:]])
        return
    with tempfile.TemporaryDirectory() as folder:
        compare("Drawn here", list(drawn(Path(folder))))
    if documents := list(word_processed()):
        compare("From a word processor", documents, with_statements=True)
    if folder := os.environ.get("ICDAR"):
        show(Path(folder))


if __name__ == "__main__":
    main()
