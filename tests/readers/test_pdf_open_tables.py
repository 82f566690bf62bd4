"""Tables of a PDF without rules between columns, and rules that are of the page, not of a table."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from annual_review.readers.pdf import read_pdf
from tests.made_pdf import CellAt, Page, made
from tests.readers.extracts import line_texts, notes, rows

PROJECT = Path(__file__).resolve().parents[2]
TITLE = "Made up for tests"
XS, YS = (40, 106, 170, 280, 460), (60, 84, 108, 140, 170, 200)
CELLS = [  # the words of the first column end close to those of the second
    CellAt(0, 0, 3, 1, ("PROGRESS IN", "REALIZING", "MADE-UP", "MEASURES")),
    CellAt(0, 1, 2, 1, ("Ratified",)),
    CellAt(0, 2, 1, 1, ("Status of it",)),
    CellAt(0, 3, 1, 1, ("Made-up Land has ratified it.",)),
    CellAt(1, 2, 1, 1, ("Intention",)),
    CellAt(1, 3, 1, 1),
    CellAt(2, 1, 1, 2, ("Measures taken to prevent it", "in all regions")),
    CellAt(2, 3, 1, 1),
    CellAt(3, 0, 1, 1, ("NEEDS",)),
    CellAt(3, 1, 1, 2, ("Requests to the Office for it",)),
    CellAt(3, 3, 1, 1, ("2018 AR: Training of the", "inspectors in the ports.")),
    CellAt(4, 0, 1, 1, ("OFFERS",)),
    CellAt(4, 1, 1, 2, ("Offers to others made so far",)),
    CellAt(4, 3, 1, 1, ("None.",)),
]
BEGINS = (0, 2, 1, 0, 0, 0)
"""The column from which on a rule stands at each of the levels."""
READ = [
    [(cell.column, cell.columns, list(cell.lines)) for cell in CELLS if cell.row == row]
    for row in range(5)
]


def page_with_words() -> Page:
    page = Page()
    page.text(40, 40, TITLE)
    for cell in CELLS:
        for number, line in enumerate(cell.lines):
            page.text(XS[cell.column] + 4, YS[cell.row] + (number + 1.1) * 9.6, line, 8)
    return page


def by_cell(page: Page) -> None:
    for cell in CELLS:
        for y in (YS[cell.row], YS[cell.row + cell.rows]):
            page.stroke(XS[cell.column], y, XS[cell.column + cell.columns], y)


def by_row(page: Page) -> None:
    for begin, y in zip(BEGINS, YS, strict=True):
        page.stroke(XS[begin], y, XS[-1], y)


def by_column(page: Page) -> None:
    """One piece for each column, also below cells merged over columns, as browsers draw them."""
    for begin, y in zip(BEGINS, YS, strict=True):
        for left, right in pairwise(XS[begin:]):
            page.stroke(left, y, right, y)


def below(page: Page) -> None:
    """The first row has no rule above it."""
    for cell in CELLS:
        y = YS[cell.row + cell.rows]
        page.stroke(XS[cell.column], y, XS[cell.column + cell.columns], y)


def dotted(page: Page) -> None:
    for begin, y in zip(BEGINS, YS, strict=True):
        for x in range(XS[begin], XS[-1] + 1, 2):
            page.filled(x - 0.25, y - 0.25, 0.5, 0.5)


@pytest.mark.parametrize("rules", [by_cell, by_row, by_column, below, dotted])
def test_columns_are_told_by_where_words_and_rules_end(rules: Callable[[Page], None]) -> None:
    page = page_with_words()
    rules(page)
    extract = read_pdf(made([page]), "made-up.pdf")
    assert line_texts(extract) == [TITLE]
    assert rows(extract) == READ


def test_a_page_with_one_row_goes_on_with_the_columns_of_the_page_before() -> None:
    first, second = page_with_words(), Page()
    by_row(first)
    second.text(284, 52, "And of sailors.", 8)  # the rest of an answer, without a rule above it
    for y in (60, 90):
        second.stroke(40, y, 460, y)
    for x, words in ((44, "OTHERS"), (110, "Made-up label of it"), (284, "Yes.")):
        second.text(x, 72, words, 8)
    extract = read_pdf(made([first, second]), "made-up.pdf")
    assert rows(extract)[:5] == READ
    rest, other = rows(extract)[5:]
    assert [cell for cell in rest if cell[2]] == [(3, 1, ["And of sailors."])]
    assert other[0] == (0, 1, ["OTHERS"])
    assert other[-1] == (3, 1, ["Yes."])


def test_a_page_goes_on_within_one_cell_of_the_first_column() -> None:
    """That cell goes on over all rows of the page, so that no rule there begins as far left."""
    first, second = page_with_words(), Page()
    by_row(first)
    second.text(284, 52, "And of sailors.", 8)
    for y in (60, 90, 120):
        second.stroke(106, y, 460, y)
    for x, y, words in ((110, 72, "Made-up label of it"), (284, 72, "Yes."), (110, 102, "Label")):
        second.text(x, y, words, 8)
    extract = read_pdf(made([first, second]), "made-up.pdf")
    assert rows(extract)[:5] == READ
    filled = [[cell for cell in row if cell[2]] for row in rows(extract)[5:]]
    assert [row[-1] for row in filled[:2]] == [(3, 1, ["And of sailors."]), (3, 1, ["Yes."])]
    assert [(row[0][0], row[0][2]) for row in filled[1:]] == [
        (1, ["Made-up label of it"]),
        (1, ["Label"]),
    ]


def test_rules_of_a_pages_head_and_foot_are_none_of_a_table_as_wide() -> None:
    page = page_with_words()
    by_row(page)
    for y in (24, 660):
        page.stroke(XS[0], y, XS[-1], y)
    page.text(250, 675, "- 1 -", 8)
    extract = read_pdf(made([page]), "made-up.pdf")
    assert line_texts(extract) == [TITLE]
    assert rows(extract) == READ
    assert notes(extract) == [("page_number", "- 1 -")]


@pytest.mark.parametrize("begins", [(320,), (120, 120, 120)], ids=["signature", "another table"])
def test_rules_far_away_that_only_end_where_the_table_does_are_not_its_own(
    begins: tuple[int, ...],
) -> None:
    page = page_with_words()
    by_row(page)
    page.text(44, 300, "Made-up Land thanks the Office for all of its help in", 9)
    page.text(44, 312, "these matters, and hopes that it goes on for some more years.", 9)
    for number, begin in enumerate(begins):
        page.stroke(begin, 420 + 24 * number, XS[-1], 420 + 24 * number)
    assert rows(read_pdf(made([page]), "made-up.pdf")) == READ


def test_a_first_row_whose_label_runs_over_the_numbers_column_is_a_row() -> None:
    page = Page()
    for y in range(60, 157, 24):
        for left, right in pairwise((40, 58, 190, 460)):
            page.stroke(left, y, right, y)
    said = [("", "Country", "Made-up Land"), *((f"{n}.", f"Label {n}", "Yes.") for n in (1, 2, 3))]
    for row, words in enumerate(said):
        for x, word in zip((44, 62 if row else 44, 200), words, strict=True):
            page.text(x, 72 + 24 * row, word, 8)
    read = rows(read_pdf(made([page]), "made-up.pdf"))
    assert "Country" in str(read[0])
    assert len(read) == 4


def test_a_long_answer_stands_between_rules_that_begin_right_of_the_first_column() -> None:
    """The cell left of them goes on to the page's end, so that no rule is as wide as the table."""
    page = Page()
    for begin, y in ((40, 60), (106, 84), (40, 108), (170, 132), (106, 312), (106, 332)):
        page.stroke(begin, y, 460, y)
    for x, y, words in (
        (44, 72, "FIRST"),
        (110, 72, "Label of one"),
        (284, 72, "Yes."),
        (110, 96, "Label of two"),
        (44, 120, "SECOND"),
        (110, 120, "Made up"),
        (174, 120, "Label of three"),
        (174, 144, "Label of four"),
        (110, 324, "Label of five"),
        (284, 324, "None."),
    ):
        page.text(x, y, words, 8)
    for line in range(18):
        page.text(284, 144 + 9.6 * line, "Words of an answer made up.", 8)
    read = rows(read_pdf(made([page]), "made-up.pdf"))
    labels = [words for row in read for *_, words in row if "Label" in " ".join(words)]
    assert labels == [[f"Label of {name}"] for name in ("one", "two", "three", "four", "five")]


def test_rules_between_sections_alone_make_no_rows() -> None:
    """Rows that stand apart without a rule are not one row: they are left to be read as text."""
    page = Page()
    for y in (60, 160, 200):
        page.stroke(40, y, 460, y)
    for y, words in ((72, "PROGRESS"), (172, "NEEDS")):
        page.text(44, y, words, 8)
    for y, label, answer in (
        (72, "First label", "Made up."),
        (82, "in two lines", "Also in two lines."),
        (110, "Second label", "Yes."),
        (140, "Third label", ""),
        (172, "Request", "None."),
    ):
        page.text(150, y, label, 8)
        page.text(280, y, answer, 8)
    assert rows(read_pdf(made([page]), "made-up.pdf")) == []


# ---- rules of the page --------------------------------------------------------------------------

Edges = tuple[float, float, float, float]
FRAME: Edges = (12, 12, 488, 688)


def drawn_frame(page: Page, *boxes: Edges) -> None:
    for left, top, right, bottom in boxes:
        for start, end in (
            ((left, top), (right, top)),
            ((left, bottom), (right, bottom)),
            ((left, top), (left, bottom)),
            ((right, top), (right, bottom)),
        ):
            page.stroke(*start, *end)


def tab(page: Page) -> None:
    """Rules over the whole width of the page, and one that cuts off its side."""
    page.stroke(0, 12, 500, 12)
    page.stroke(0, 688, 500, 688)
    page.stroke(470, 12, 470, 688)
    page.text(474, 100, "ILO", 6)


def framed_tab(page: Page) -> None:
    drawn_frame(page, FRAME, (12, 12, 34, 688))
    page.put(f"0 1 -1 0 26 {700 - 150}", "ILO", 6)


def boxed_tab(page: Page) -> None:
    drawn_frame(page, (474, 80, 494, 160))
    page.put(f"0 1 -1 0 488 {700 - 140}", "ILO", 6)


@pytest.mark.parametrize("rules", [by_cell, None], ids=["horizontal rules", "all rules"])
@pytest.mark.parametrize("around", [tab, framed_tab, boxed_tab])
def test_a_frame_and_a_tab_at_the_side_are_no_part_of_the_table(
    around: Callable[[Page], None], rules: Callable[[Page], None] | None
) -> None:
    page = page_with_words()
    if rules:
        rules(page)
    else:
        page.table(XS, YS, [cell._replace(lines=()) for cell in CELLS])
    around(page)
    extract = read_pdf(made([page]), "made-up.pdf")
    assert rows(extract) == READ
    assert line_texts(extract) == [TITLE]
    assert notes(extract) == [("aside", "ILO")]


def test_a_frame_with_a_head_and_a_foot_is_no_table() -> None:
    page = page_with_words()
    page.table(XS, YS, [cell._replace(lines=()) for cell in CELLS])
    drawn_frame(page, FRAME, (12, 12, 488, 28), (12, 668, 488, 688))
    page.text(20, 24, "Office for tests", 7)
    extract = read_pdf(made([page]), "made-up.pdf")
    assert rows(extract) == READ
    assert line_texts(extract) == ["Office for tests", TITLE]


@pytest.mark.parametrize("frame", [(33, 60, 461, 200), (39, 60, 468, 200)], ids=["left", "right"])
def test_a_border_around_the_page_that_meets_the_table_adds_no_column(
    frame: tuple[float, float, float, float],
) -> None:
    page = page_with_words()
    page.table(XS, YS, [cell._replace(lines=()) for cell in CELLS])
    drawn_frame(page, frame)
    extract = read_pdf(made([page]), "made-up.pdf")
    assert rows(extract) == READ


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((460, 95, 482, 155), "0 1 -1 0 474"),
        ((460, 95, 482, 155), "1 0 0 1 464"),
        ((18, 95, 40, 155), "0 1 -1 0 32"),
        ((460, 60, 478, 200), "0 1 -1 0 472"),
    ],
    ids=["right", "level", "left", "band"],
)
def test_a_tab_that_touches_the_table_is_no_part_of_it(
    box: tuple[float, float, float, float], words: str
) -> None:
    page = page_with_words()
    page.table(XS, YS, [cell._replace(lines=()) for cell in CELLS])
    drawn_frame(page, box)
    page.put(f"{words} {700 - 140}", "ILO", 6)
    extract = read_pdf(made([page]), "made-up.pdf")
    assert [[cell for cell in row if cell[0] < 4] for row in rows(extract)] == READ
    assert notes(extract) == [("aside", "ILO")]


def test_a_wide_box_beside_narrow_columns_is_an_answer() -> None:
    page = Page()
    labels = [CellAt(r, c, 1, 1, (f"{r}.{c}",)) for r in range(3) for c in range(2)]
    page.table((40, 120, 200), (60, 84, 108, 156), labels)
    page.table((200, 460), (70, 150), [CellAt(0, 0, 1, 1, ("Answer to all",))])
    assert "Answer to all" in str(rows(read_pdf(made([page]), "made-up.pdf")))


def test_answers_printed_upright_in_the_last_column_are_answers() -> None:
    page = page_with_words()
    page.table(XS, YS, [cell._replace(lines=()) for cell in CELLS])
    page.table((460, 482), YS, [CellAt(row, 0, 1, 1) for row in range(5)])
    page.put(f"0 1 -1 0 474 {700 - 195}", "Yes", 7)
    assert rows(read_pdf(made([page]), "made-up.pdf"))[-1][-1] == (4, 1, ["Yes"])


def test_a_tab_stands_apart_from_a_table_that_ends_above_it() -> None:
    page = page_with_words()
    page.table(XS, YS, [cell._replace(lines=()) for cell in CELLS])
    drawn_frame(page, (460, 300, 482, 360))
    page.put(f"0 1 -1 0 474 {700 - 340}", "ILO", 6)
    assert rows(read_pdf(made([page]), "made-up.pdf")) == READ


def test_a_box_beside_another_that_is_above_or_below_a_table_is_no_tab() -> None:
    page = Page()
    for left, words in ((40, "Country: Made-up Land"), (260, "Year: 2018")):
        page.table((left, left + 200), (60, 100), [CellAt(0, 0, 1, 1, (words,))])
    labels = [CellAt(row, c, 1, 1, (f"{row}.{c}",)) for row in range(2) for c in range(2)]
    page.table((40, 140, 240), (120, 144, 168), labels)
    assert "Year: 2018" in str(rows(read_pdf(made([page]), "made-up.pdf")))


def test_a_tab_on_every_page_is_a_running_head() -> None:
    pages: Sequence[Page] = [page_with_words(), page_with_words()]
    for page in pages:
        page.table(XS, YS, [cell._replace(lines=()) for cell in CELLS])
        boxed_tab(page)
    found = notes(read_pdf(made(pages), "made-up.pdf"))
    assert [note for note in found if note[1] == "ILO"] == [("running_head", "ILO")] * 2


def test_the_comparison_with_true_cells_counts_tables_by_their_rules(tmp_path: Path) -> None:
    """A ruled table read right, the same with a wrong word in the truth, and one without rules."""
    ruled, bare = Page(), Page()
    cells = [CellAt(r, c, 1, 1, (f"cell {r}{c}", "made up")) for r in range(2) for c in range(2)]
    ruled.table((40, 200, 460), (60, 100, 140), cells)
    bare.text(40, 100, "one two three")

    def table(page: int, words: dict[tuple[int, int], str], top: int) -> str:
        found = "".join(
            f"<cell id='1' start-row='{row}' start-col='{column}'>"
            f"<bounding-box x1='{44 + 160 * column}' x2='{190 + 160 * column}'"
            f" y1='{top - 40 * row - 30}' y2='{top - 40 * row}'/>"
            f"<content>{text}</content></cell>"
            for (row, column), text in words.items()
        )
        return f"<table id='1'><region id='1' page='{page}'>{found}</region></table>"

    right = {(cell.row, cell.column): " ".join(cell.lines) for cell in cells}
    truth = [table(1, right, 636), table(1, right | {(1, 1): "other"}, 636)]
    truth.append(table(2, {(0, 0): "one two", (0, 1): "three"}, 612))
    (tmp_path / "us-001.pdf").write_bytes(made([ruled, bare]))
    (tmp_path / "us-001-str.xml").write_text(f"<document>{''.join(truth)}</document>")
    (tmp_path / "us-002-str.xml").write_text("<document/>")  # whose PDF is missing
    compared = runpy.run_path(str(PROJECT / "benchmarks" / "icdar.py"))["compared"]
    assert list(compared(tmp_path)) == [
        (True, 4, 4, True),
        (True, 4, 3, False),
        (False, 2, 0, False),
    ]
