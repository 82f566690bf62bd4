"""The reader of PDF files: every document is made here, so what it says and where is known."""

from __future__ import annotations

import re
from functools import partial
from hashlib import md5 as any_md5
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annual_review.baseline.source import PDF, from_bytes
from annual_review.errors import SourceError
from annual_review.readers import pdf, pdf_characters, pdf_drawings, pdf_grids
from annual_review.readers.pdf import read_pdf
from annual_review.readers.rows import Cell, Extract, Row
from tests.conftest import MADE_UP
from tests.made_pdf import CellAt, Page, made
from tests.readers.extracts import line_texts, paragraphs

NAME = "made-up.pdf"


def read(*pages: Page, **keywords: object) -> Extract:
    return read_pdf(made(pages, **keywords), NAME)  # type: ignore[arg-type]


def rows(extract: Extract) -> list[Row]:
    return [block for block in extract.blocks if isinstance(block, Row)]


def plain(found: list[Row]) -> list[list[tuple[int, int, tuple[str, ...]]]]:
    """Rows as column, span and lines of their cells."""
    return [
        [(cell.column, cell.span, tuple(line.text for line in cell.lines)) for cell in row.cells]
        for row in found
    ]


def printed(cells: list[CellAt], row_count: int) -> list[list[tuple[int, int, tuple[str, ...]]]]:
    """What a table that was drawn from cells has to be read as."""
    return [
        [(cell.column, cell.columns, cell.lines) for cell in cells if cell.row == row]
        for row in range(row_count)
    ]


def notes(extract: Extract) -> list[tuple[str, str, int | None]]:
    return [(note.kind, note.line.text, note.line.page) for note in extract.notes]


XS, YS = (40, 100, 180, 230, 460), (60, 100, 130, 170, 200)
FORM = [  # three columns of labels, cells merged over rows and over columns, one blank answer
    CellAt(0, 0, 3, 1, ("PROGRESS", "MADE-UP")),
    CellAt(0, 1, 2, 1, ("Label one",)),
    CellAt(0, 2, 1, 1, ("Sub a",)),
    CellAt(0, 3, 1, 1, ("2018 AR: Yes.", "Made up.")),
    CellAt(1, 2, 1, 1, ("Sub b",)),
    CellAt(1, 3, 1, 1),
    CellAt(2, 1, 1, 2, ("Label over two", "columns")),
    CellAt(2, 3, 1, 1, ("a) one; b) two;", "and c) three.")),
    CellAt(3, 0, 1, 4, ("One cell all the way across",)),
]

STYLES = ("strokes", "rectangles", "word", "doubled", "wide double", "thick", "dotted", "frames")


# ---- tables -------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_a_table_is_read_however_its_rules_are_drawn(style: str) -> None:
    page = Page()
    page.text(40, 40, MADE_UP)
    page.table(XS, YS, FORM, style)
    extract = read(page)
    assert paragraphs(extract) == [[MADE_UP]]
    assert plain(rows(extract)) == printed(FORM, 4)
    assert {row.columns for row in rows(extract)} == {4}


@pytest.mark.parametrize("style", ["strokes", "word"])
def test_a_table_without_outer_border_reaches_as_far_as_its_inner_rules(style: str) -> None:
    page = Page()
    cells = [
        CellAt(0, 0, 1, 1, ("Label one",)),
        CellAt(0, 1, 1, 2, ("Yes.", "Made up.")),
        CellAt(1, 0, 1, 1, ("Label two",)),
        CellAt(1, 1, 2, 1, ("Sub",)),
        CellAt(1, 2, 1, 1),
        CellAt(2, 0, 1, 1, ("Label three",)),
        CellAt(2, 2, 1, 1, ("No.",)),
    ]
    page.table((40, 140, 220, 460), YS[:-1], cells, style, outer=False)
    assert plain(rows(read(page))) == printed(cells, 3)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[float], list[float], list[CellAt]]:
    """Any grid, cells merged at random: every place is covered once."""
    columns, row_count = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    pick = draw(st.randoms(use_true_random=False))
    xs, ys = [30.0], [40.0]
    for _ in range(columns):
        xs.append(xs[-1] + pick.uniform(22, 80))
    for _ in range(row_count):
        ys.append(ys[-1] + pick.uniform(24, 70))
    free = {(row, column) for row in range(row_count) for column in range(columns)}
    cells = []
    for row in range(row_count):
        for column in range(columns):
            if (row, column) not in free:
                continue
            wide, high = pick.choice((1, 1, 2, 3)), pick.choice((1, 1, 1, 2, 4))
            while not {(row, at) for at in range(column, column + wide)} <= free:
                wide -= 1
            high = min(high, row_count - row)
            free -= {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
            lines = pick.choice(((), ("w",), ("ab", "c"), ("a b",))) if cells else ("w",)
            cells.append(CellAt(row, column, high, wide, lines))
    return xs, ys, cells


@given(tables(), st.sampled_from(STYLES), st.sampled_from((0, 90, 180, 270)))
@settings(max_examples=60)
def test_any_merged_cells_on_pages_of_any_turn(
    table: tuple[list[float], list[float], list[CellAt]], style: str, rotate: int
) -> None:
    xs, ys, cells = table
    page = Page(rotate=rotate)
    page.text(30, 20, "made up")
    page.table(xs, ys, cells, style)
    found = rows(read(page))
    # Grid lines at which no cell begins are not lines that anybody can see.
    columns = sorted({cell.column for cell in cells})
    place = {old: new for new, old in enumerate(columns)}
    want = [
        [
            (
                place[cell.column],
                sum(cell.column <= column < cell.column + cell.columns for column in columns),
                cell.lines,
            )
            for cell in cells
            if cell.row == row
        ]
        for row in range(len(ys) - 1)
    ]
    assert plain(found) == [row for row in want if row]
    assert {row.columns for row in found} == {len(columns)}


def test_lines_know_their_page_and_place() -> None:
    first, second = Page(), Page(width=500, height=700, rotate=90)
    first.text(50, 100, "made up", size=10)
    second.text(50, 100, "turned", size=10)
    lines = [line for block in read(first, second).blocks for line in block.lines]
    assert [line.page for line in lines] == [1, 2]
    assert lines[0].box == (50, 92, 50 + 7 * 6, 102)  # 0.8 of the size above the base line
    assert lines[1].box == (700 - 102, 50, 700 - 92, 50 + 6 * 6)  # turned clockwise


def test_room_between_paragraphs_of_a_cell_is_an_empty_line() -> None:
    page = Page()
    cell = CellAt(0, 0, 1, 2, ("2018 AR: First line", "second line", "", "2017 AR: No."))
    page.table((40, 60, 300), (60, 150), [cell])
    assert plain(rows(read(page))) == [[(0, 1, cell.lines)]]


def test_a_table_goes_on_over_pages_with_the_same_columns() -> None:
    """Page 2 lacks one of the grid's lines, page 3 is shifted, page 4 wider; 5 is another table."""
    pages = [Page() for _ in range(5)]
    pages[0].table(
        (40, 100, 180, 460), (500, 650), [CellAt(0, c, 1, 1, (f"a{c}",)) for c in range(3)]
    )
    pages[1].table(
        (40, 100, 460),
        (50, 90, 120),
        [CellAt(r, c, 1, 1, (f"b{r}{c}",)) for r in range(2) for c in range(2)],
    )
    pages[2].table(
        (60, 120, 200, 480), (50, 90), [CellAt(0, c, 1, 1, (f"c{c}",)) for c in range(3)]
    )
    pages[3].width = 700
    pages[3].table(
        (40, 130, 250, 670), (50, 90), [CellAt(0, c, 1, 1, (f"d{c}",)) for c in range(3)]
    )
    pages[4].text(40, 40, "Another table follows.")
    pages[4].table((40, 300, 460), (50, 90), [CellAt(0, c, 1, 1, (f"e{c}",)) for c in range(2)])
    found = rows(read(*pages))
    assert plain(found) == [
        [(0, 1, ("a0",)), (1, 1, ("a1",)), (2, 1, ("a2",))],
        [(0, 1, ("b00",)), (1, 2, ("b01",))],
        [(0, 1, ("b10",)), (1, 2, ("b11",))],
        [(0, 1, ("c0",)), (1, 1, ("c1",)), (2, 1, ("c2",))],
        [(0, 1, ("d0",)), (1, 1, ("d1",)), (2, 1, ("d2",))],
        [(0, 1, ("e0",)), (1, 1, ("e1",))],
    ]
    assert [row.columns for row in found] == [3, 3, 3, 3, 3, 2]
    assert [row.opens_page for row in found] == [False, True, False, True, True, False]


def test_a_table_head_printed_again_on_each_page_is_no_row() -> None:
    pages = [Page(), Page()]
    for number, page in enumerate(pages):
        page.table(
            (40, 200, 460),
            (50, 80, 120),
            [
                CellAt(0, 0, 1, 1, ("Question",)),
                CellAt(0, 1, 1, 1, ("Answer",)),
                CellAt(1, 0, 1, 1, (f"Label {number}",)),
                CellAt(1, 1, 1, 1, (f"Made up {number}",)),
            ],
        )
    extract = read(*pages)
    assert [row[0][2] for row in plain(rows(extract))] == [
        ("Question",),
        ("Label 0",),
        ("Label 1",),
    ]
    assert rows(extract)[2].opens_page
    assert notes(extract) == [("running_head", "Question", 2), ("running_head", "Answer", 2)]


@pytest.mark.parametrize("right", [400, 460], ids=["apart", "on the cell's border"])
def test_a_table_in_a_cell_gives_its_lines_to_the_cell(right: float) -> None:
    page = Page()
    page.table(
        (40, 200, 460),
        (50, 200),
        [CellAt(0, 0, 1, 1, ("Label",)), CellAt(0, 1, 1, 1, ("Figures:",))],
    )
    page.table(
        (210, 300, right),
        (80, 100, 120),
        [CellAt(r, c, 1, 1, (f"{r}{c}",)) for r in range(2) for c in range(2)],
    )
    page.text(204, 150, "Made up.", size=8)
    found = plain(rows(read(page)))
    assert found[0][0] == (0, 1, ("Label",))
    assert [line for line in found[0][1][2] if line] == [
        "Figures:",
        "00",
        "01",
        "10",
        "11",
        "Made up.",
    ]
    assert len(found) == 1


FRAMES = {  # words in frames, as fields of a form have, between a line's other words
    "one frame": ((260, 320), (96, 110), [(264, 106, "No")], ["2017 AR: No inspectors.", "Yes."]),
    "a comb": (
        (260, 280, 300, 320),
        (96, 110),
        [(264, 106, "4"), (284, 106, "5")],
        ["2017 AR: 4 5 inspectors.", "Yes."],
    ),
    "of several lines": (
        (260, 320),
        (86, 114),
        [(264, 96, "Made"), (264, 106, "up")],
        ["2017 AR: inspectors.", "Made", "up", "Yes."],
    ),
}


@pytest.mark.parametrize(("xs", "ys", "words", "lines"), FRAMES.values(), ids=FRAMES)
def test_framed_words_stay_in_their_line(
    xs: tuple[float, ...],
    ys: tuple[float, float],
    words: list[tuple[float, float, str]],
    lines: list[str],
) -> None:
    page = Page()
    page.table((40, 200, 460), (50, 200), [CellAt(0, 0, 1, 1, ("Label",)), CellAt(0, 1, 1, 1)])
    page.table(xs, ys, [CellAt(0, column, 1, 1) for column in range(len(xs) - 1)])
    for x, y, said in [
        (204, 106, "2017 AR:"),
        *words,
        (330, 106, "inspectors."),
        (204, 126, "Yes."),
    ]:
        page.text(x, y, said, size=8)
    found = plain(rows(read(page)))
    assert len(found) == 1
    assert [line for line in found[0][1][2] if line] == lines


@pytest.mark.parametrize("inset", [0.0, 2.5], ids=["sharp corners", "round corners"])
@pytest.mark.parametrize("begins", [460.0, 400.0], ids=["at the border", "below words"])
@pytest.mark.parametrize("side", ["right", "left"])
def test_a_remark_that_a_line_joins_to_the_table_is_no_cell(
    inset: float, begins: float, side: str
) -> None:
    page = Page(width=660)
    shift, box = (0, 500.0) if side == "right" else (150, 20.0)
    page.table([x + shift for x in XS], YS, FORM)
    for y in (132, 158):
        page.stroke(box + inset, y, box + 140 - inset, y)
    for x in (box, box + 140):
        page.stroke(x, 132 + inset, x, 158 - inset)
    if side == "right":
        page.stroke(begins, 145, box, 145)
    else:
        page.stroke(box + 140, 145, XS[0] + shift + (460 - begins) / 2, 145)
    page.text(box + 4, 148, "Please check, made up", 8)
    extract = read(page)
    assert plain(rows(extract)) == printed(FORM, 4)
    assert notes(extract) == [("aside", "Please check, made up", 1)]


def test_remarks_that_share_a_border_are_no_cells() -> None:
    page = Page(width=660)
    page.table(XS, YS, FORM)
    page.table((500, 640), (110, 135, 160), [CellAt(0, 0, 1, 1), CellAt(1, 0, 1, 1)])
    for y, words in ((122, "First, made up"), (148, "Second, made up")):
        page.stroke(400, y, 500, y)
        page.text(504, y + 3, words, 8)
    extract = read(page)
    assert plain(rows(extract)) == printed(FORM, 4)


def test_answers_whose_rules_are_lower_than_those_of_their_labels_are_no_remarks() -> None:
    page = Page()
    ys = (50, 80, 110, 140)
    page.table((40, 200), ys, [CellAt(row, 0, 1, 1, ("Label",)) for row in range(3)])
    answers = [CellAt(row, 0, 1, 1, ("Yes.",)) for row in range(3)]
    page.table((200, 460), [y + 4 for y in ys], answers)
    extract = read(page)
    assert not extract.notes
    said = [
        [words for *_, lines in row for words in lines if words] for row in plain(rows(extract))
    ]
    assert said == [["Label", "Yes."]] * 3


def test_a_column_of_a_few_rows_is_part_of_its_table() -> None:
    page = Page(width=660)
    cells = [*FORM, CellAt(1, 4, 1, 1, ("Beside b",)), CellAt(2, 4, 1, 1, ("Beside c",))]
    page.table((*XS, 560), YS, cells)
    found = plain(rows(read(page)))
    assert [row[-1] for row in found[1:3]] == [(4, 1, ("Beside b",)), (4, 1, ("Beside c",))]


def test_a_table_without_outer_border_and_with_one_rule_across_keeps_its_last_column() -> None:
    page = Page()
    for x in (100, 200, 300):
        page.stroke(x, 60, x, 140)
    page.stroke(100, 100, 300, 100)
    for x, words in ((110, "one"), (210, "two")):
        page.text(x, 80, words)
        page.text(x, 120, words)
    assert plain(rows(read(page))) == [[(0, 1, ("one",)), (1, 1, ("two",))]] * 2


TWO = [CellAt(0, 0, 1, 1), CellAt(0, 1, 1, 1)]


@pytest.mark.parametrize("singly", [False, True], ids=["one text", "letter by letter"])
def test_a_word_that_runs_over_a_rule_stays_in_the_cell_it_begins_in(singly: bool) -> None:
    page = Page()
    page.table((40, 100, 160), (60, 100), TWO)
    for x, y, words in ((44, 75, "OBSERVATIONS"), (104, 75, "Unemployed"), (104, 87, "Yes.")):
        for at, part in enumerate(words if singly else [words]):
            page.text(x + at * 5.4, y, part, 9)
    assert plain(rows(read(page))) == [[(0, 1, ("OBSERVATIONS",)), (1, 1, ("Unemployed", "Yes."))]]


def test_words_of_one_text_beyond_a_rule_stay_with_those_before_them() -> None:
    page = Page()
    page.table((40, 100, 220), (60, 100), TWO)
    page.text(44, 75, "made up out of it", 9)
    page.text(104, 87, "Yes.", 9)
    assert plain(rows(read(page))) == [[(0, 1, ("made up out of it",)), (1, 1, ("Yes.",))]]


@pytest.mark.parametrize("one_text", [True, False])
def test_words_close_to_a_rule_on_both_sides_stay_in_their_cells(one_text: bool) -> None:
    page = Page()
    page.table((40, 100, 220), (60, 100), TWO)
    if one_text:  # a line of the whole row, its cells set apart by blanks
        page.text(52, 75, "made up  Yes.", 9)
    else:
        page.text(44, 75, "Label made", 9)
        page.text(101, 75, "Yes.", 9)
    label = "made up" if one_text else "Label made"
    assert plain(rows(read(page))) == [[(0, 1, (label,)), (1, 1, ("Yes.",))]]


def test_a_line_of_a_whole_row_is_cut_at_a_rule_in_a_space_as_wide_as_a_letter() -> None:
    page = Page()
    page.table((40, 98.5, 220), (60, 100), TWO)
    page.text(42, 75, "Label made up it was", 9)
    found = plain(rows(read(page)))
    assert found == [[(0, 1, ("Label made",)), (1, 1, ("up it was",))]]


def test_texts_set_against_a_rule_on_both_sides_are_no_word() -> None:
    page = Page()
    page.table((40, 98.3, 220), (60, 100), TWO)
    page.text(44, 75, "Label made", 9)
    page.text(98.6, 75, "Yes.", 9)
    assert plain(rows(read(page))) == [[(0, 1, ("Label made",)), (1, 1, ("Yes.",))]]


def test_underlined_text_and_frames_make_no_cells() -> None:
    page = Page()
    page.drawn.append("0.5 w 15 15 470 670 re S")  # a border around the page
    page.table(
        (40, 200, 460),
        (50, 120),
        [CellAt(0, 0, 1, 1, ("Label",)), CellAt(0, 1, 1, 1, ("under", "below"))],
    )
    page.filled(200.5, 62, 26, 0.5)  # begins at the cell's border
    page.filled(300, 90, 100, 0.5)
    page.drawn.append("0.5 w 250 600 8 8 re 100 200 8 8 re S")  # boxes to tick, in a cell and not
    assert plain(rows(read(page))) == [[(0, 1, ("Label",)), (1, 1, ("under", "below"))]]


def test_a_table_with_horizontal_rules_alone_has_columns_where_no_word_stands() -> None:
    page = Page()
    for y in (50, 80, 110, 140):
        page.stroke(40, y, 460, y)
    page.stroke(198, 95, 460, 95)  # the label goes for two answers
    for y, label, answer in (
        (65, "Label", "Yes."),
        (91, "Other label", "Made up"),
        (125, "Third", "No."),
    ):
        page.text(45, y, label)
        page.text(200, y, answer)
    page.text(200, 106, "Other answer")
    assert plain(rows(read(page))) == [
        [(0, 1, ("Label",)), (1, 1, ("Yes.",))],
        [(0, 1, ("Other label",)), (1, 1, ("Made up",))],
        [(1, 1, ("Other answer",))],
        [(0, 1, ("Third",)), (1, 1, ("No.",))],
    ]


def test_upright_labels_and_pages_printed_sideways() -> None:
    upright, sideways = Page(), Page()
    upright.table(
        (40, 80, 460), (50, 200), [CellAt(0, 0, 1, 1), CellAt(0, 1, 1, 1, ("Answer one", "two"))]
    )
    upright.put(f"0 1 -1 0 55 {700 - 190}", "EFFORTS AND")
    upright.put(f"0 1 -1 0 68 {700 - 190}", "PROGRESS")
    sideways.put("0 1 -1 0 100 100", "Made up, read with")
    sideways.put("0 1 -1 0 112 100", "the head on the left")
    extract = read(upright, sideways)
    assert plain(rows(extract)) == [
        [(0, 1, ("EFFORTS AND", "PROGRESS")), (1, 1, ("Answer one", "two"))]
    ]
    assert paragraphs(extract) == [["Made up, read with", "the head on the left"]]
    assert extract.blocks[1].lines[0].box == (92, 700 - 100 - 18 * 6, 102, 600)


# ---- words --------------------------------------------------------------------------------------


def test_words_come_from_places_where_the_file_has_no_spaces() -> None:
    page, x = Page(), 40.0
    for word in ("made", "up", "for", "tests"):
        page.text(x, 50, word)
        x += len(word) * 6 + 2.5  # a quarter of the font's size
    assert line_texts(read(page)) == ["made up for tests"]


def test_words_that_are_texts_of_their_own_stand_apart_where_they_stand_close() -> None:
    """With a gap of 0.14 of the type size; so do those of a line in which only places tell."""
    page, x = Page(), 40.0
    for words in ("2017-2018 ARs:", "not", "ratified", "the", "Protocol"):
        page.text(x, 50, words)
        x += len(words) * 6 + 1.4
    page.drawn.append("BT /F1 10 Tf 1 0 0 1 40 610 Tm [(made) -120 (up) -120 (words)] TJ ET")
    assert line_texts(read(page)) == [
        "2017-2018 ARs: not ratified the Protocol",
        "made up words",
    ]


def test_boxes_drawn_beside_yes_and_no_are_boxes_to_tick() -> None:
    """Ticked by a cross, by a tick or by ink; a box beside other words is none."""
    page = Page()
    for y in (50, 80, 110):
        for x, word in ((40, "Yes"), (85, "No")):
            page.drawn.append(f"0.7 w {x} {700 - y - 1} 9 9 re S")
            page.text(x + 12, y, word)
    page.drawn.append("85 649 m 94 658 l S 94 649 m 85 658 l S")
    page.drawn.append("1.2 w 42 623 m 44 620 l 48 626 l S")
    page.filled(87, 104, 5, 5)
    page.drawn.append("0.7 w 40 559 9 9 re S")
    page.text(52, 140, "Notes")
    assert line_texts(read(page)) == ["☐ Yes ☒ No", "☒ Yes ☐ No", "☐ Yes ☒ No", "Notes"]


def test_a_bullet_that_is_drawn_is_a_bullet() -> None:
    page = Page()
    circle = "40 645 m 40 647 44 647 44 645 c 44 644 43 643 42 643 c 41 643 40 644 40 645 c f"
    page.drawn.append(circle)
    page.text(50, 57, "made up")
    page.filled(95, 52, 4, 4)  # between words
    page.text(102, 57, "words")
    assert line_texts(read(page)) == ["• made up words"]


def test_spaces_of_the_file_count_if_they_can_be_seen() -> None:
    page = Page()
    squeezed = "[<6d616465> 0 <20> 480 <7570>] TJ"  # a space narrowed to 0.12
    backed = "[<6d61> 0 <20> 600 <6465>] TJ"  # a space taken back again: one word
    wide = "[<6d616465> 0 <20> -900 <7570>] TJ"
    for y, words in ((50, squeezed), (70, backed), (90, wide)):
        page.drawn.append(f"BT /F1 10 Tf 1 0 0 1 40 {700 - y} Tm {words} ET")
    assert line_texts(read(page)) == ["made up", "made", "made up"]


def test_letters_set_apart_are_one_word() -> None:
    page = Page()
    page.drawn.append("BT /F1 10 Tf 2.5 Tc 1 0 0 1 40 650 Tm (MADE UP TITLE) Tj ET")
    page.drawn.append("BT /F1 10 Tf 2.5 Tc 1 0 0 1 40 600 Tm (NIL) Tj ET")
    page.drawn.append("BT /F1 10 Tf 9 Tc 1 0 0 1 40 550 Tm (XYX) Tj ET")
    assert line_texts(read(page)) == ["MADE UP TITLE", "NIL", "X Y X"]


@pytest.mark.parametrize("shift", [0, 0.3])
def test_letters_drawn_twice_to_look_bold_are_read_once(shift: float) -> None:
    page = Page()
    for dx in (0, shift):
        page.text(40 + dx, 50, "Fulfilled: all 100 ill")
    for place, letter in enumerate("twice"):
        page.text(40 + 6 * place, 70, letter)
        page.text(40 + 6 * place + shift, 70, letter)
    assert line_texts(read(page)) == ["Fulfilled: all 100 ill", "twice"]


def test_composite_fonts_ligatures_and_soft_hyphens() -> None:
    """A soft hyphen with room of its own is printed as a hyphen."""
    known = {1: "e", 2: "ffi", 3: "c", 4: "i", 5: "\u00ad", 6: "n", 7: "t", 8: "\U0001f600"}
    page = Page()
    page.codes(40, 50, (1, 2, 3, 4, 1, 6, 7))
    page.codes(40, 70, (1, 8, 6))
    page.codes(40, 90, (6, 1, 5, 7))
    assert line_texts(read(page, to_unicode=known)) == ["efficient", "e\U0001f600n", "ne-t"]


@pytest.mark.parametrize(
    ("ligature", "said"),
    [("\U0010019f", "ratied"), ("Ɵ", "ratied"), ("\0", "ra\ufffded")],
    ids=["a glyph's number in private use", "the letter with that number", "no character"],
)
def test_a_ligature_that_the_file_misnames_is_read_or_unreadable(ligature: str, said: str) -> None:
    page = Page()
    page.codes(40, 50, (1, 2, 3, 4, 5))
    known = {1: "r", 2: "a", 3: ligature, 4: "e", 5: "d"}
    assert from_bytes(made([page], to_unicode=known), NAME, PDF).text == said


def test_a_hyphen_at_a_lines_end_is_kept() -> None:
    page = Page()
    page.text(40, 50, "law-")
    page.text(40, 62, "enforcement, 2017-2018")
    assert line_texts(read(page)) == ["law-", "enforcement, 2017-2018"]


def test_text_outside_the_page_is_not_read() -> None:
    page = Page()
    page.text(40, 50, "seen")
    page.text(-300, 50, "hidden")
    page.text(40, 900, "hidden")
    assert line_texts(read(page)) == ["seen"]


# ---- notes --------------------------------------------------------------------------------------


def test_text_too_small_to_see_is_not_read() -> None:
    page = Page()
    page.text(40, 50, "made up")
    page.text(40, 70, "no", size=0.8)
    page.drawn.append("BT /F1 10 Tf 1 0 0 1 40 600 Tm (In a line) Tj /F1 0.8 Tf (nor here) Tj ET")
    extract = read(page)
    assert line_texts(extract) == ["made up", "In a line"]
    assert notes(extract) == [("unseen", "no", 1), ("unseen", "nor here", 1)]


def test_running_heads_and_page_numbers_are_notes_and_the_title_is_not() -> None:
    pages = [Page() for _ in range(3)]
    pages[0].text(150, 80, "MADE-UP LAND (2017-2018)")
    for number, page in enumerate(pages, 1):
        page.text(40, 30, "Made up for tests")
        page.text(400, 30, f"Page {number} of 3")
        page.text(40, 120, "2018 AR: Yes.")
        page.text(240, 680, f"- {number} -")
    extract = read(*pages)
    assert line_texts(extract) == ["MADE-UP LAND (2017-2018)", *["2018 AR: Yes."] * 3]
    assert sorted(notes(extract), key=lambda note: note[2] or 0) == [
        note
        for number in (1, 2, 3)
        for note in (
            ("running_head", "Made up for tests", number),
            ("page_number", f"Page {number} of 3", number),
            ("page_number", f"- {number} -", number),
        )
    ]


@pytest.mark.parametrize("separated", [True, False], ids=["below a rule", "small"])
def test_footnotes_are_notes_and_their_marks_are_no_text(separated: bool) -> None:
    page = Page()
    page.text(40, 50, "BASELINES (2000-2008)", size=12)
    page.text(40 + 21 * 7.2, 46, "1", size=7)
    page.text(40 + 21 * 7.2 + 4.2, 50, ": CHINA, 10", size=12)
    page.text(40 + 21 * 7.2 + 4.2 + 11 * 7.2, 46, "2", size=7)  # no footnote: an exponent
    page.table(
        (40, 200, 460),
        (80, 110),
        [CellAt(0, 0, 1, 1, ("Label",)), CellAt(0, 1, 1, 1, ("Yes",))],
        size=9,
    )
    if separated:
        page.stroke(40, 600, 184, 600)
    page.text(40, 611, "1", size=5)
    page.text(46, 614, "Made up for tests,", size=8)
    page.text(40, 624, "in two lines.", size=8)
    page.text(240, 680, "7")
    extract = read(page)
    assert line_texts(extract) == ["BASELINES (2000-2008): CHINA, 10²"]
    assert notes(extract) == [
        ("footnote", "1 Made up for tests,", 1),
        ("footnote", "in two lines.", 1),
        ("page_number", "7", 1),
        ("footnote_mark", "1", 1),
    ]


def test_a_footnote_as_large_as_the_text_is_told_by_its_mark_above() -> None:
    page = Page()
    page.text(40, 50, "SUDAN (2000-2019)", size=12)
    page.text(40 + 17 * 7.2, 46, "1", size=7)
    cells = [CellAt(0, 0, 1, 1, ("Label",)), CellAt(0, 1, 1, 1, ("Yes",))]
    page.table((40, 200, 460), (80, 600), cells, size=9)
    page.text(40, 616, "1 Made up for tests.", size=12)
    page.text(40, 631, "12 workers", size=12)
    extract = read(page)
    assert line_texts(extract) == ["SUDAN (2000-2019)"]
    assert [kind for kind, _, _ in notes(extract)] == ["footnote", "footnote", "footnote_mark"]


def test_the_same_footnote_on_two_pages_is_no_running_foot() -> None:
    pages = [Page(), Page()]
    for number, page in enumerate(pages, 4):
        page.text(40, 300, "Words", size=12)
        page.text(40 + 5 * 7.2, 296, str(number), size=7)
        page.text(40, 680, f"{number} Ibid.", size=9)
    extract = read(*pages)
    assert line_texts(extract) == ["Words", "Words"]
    assert [text for kind, text, _ in notes(extract) if kind == "footnote"] == [
        "4 Ibid.",
        "5 Ibid.",
    ]


def test_a_footnote_on_the_next_page_takes_its_mark_out_of_the_page_before() -> None:
    marked, behind = Page(), Page()
    marked.text(40, 700, "The rest in shops.", size=12)
    marked.text(40 + 18 * 7.2, 696, "2", size=7)
    behind.text(40, 50, "More.", size=12)
    behind.stroke(40, 600, 184, 600)
    behind.text(40, 614, "2 Made up for tests.", size=8)
    extract = read(marked, behind)
    assert line_texts(extract) == ["The rest in shops.", "More."]
    assert [kind for kind, _, _ in notes(extract)] == ["footnote_mark", "footnote"]


def test_a_scanned_page_among_others_is_noted() -> None:
    text, scan = Page(), Page(picture=True)
    text.text(40, 50, MADE_UP)
    scan.text(40, 50, "received")
    assert ("scan", "", 2) in notes(read(text, scan))


# ---- what is refused ----------------------------------------------------------------------------


def refusal(raw: bytes) -> str:
    with pytest.raises(SourceError) as error:
        read_pdf(raw, NAME)
    assert str(error.value).startswith(NAME)
    assert error.value.expected
    assert error.value.remedy
    return str(error.value)


def one_page(**keywords: object) -> bytes:
    page = Page()
    page.text(40, 50, MADE_UP)
    return made([page], **keywords)  # type: ignore[arg-type]


def test_what_is_not_all_of_a_pdf_is_refused() -> None:
    whole = one_page()
    assert "breaks off" in refusal(whole[: len(whole) // 2])
    linearized = whole.replace(b"% made up", b"9 0 obj<</Linearized 1/L 999999>>endobj\n%", 1)
    assert "breaks off" in refusal(linearized)
    assert "damaged" in refusal(b"%PDF-1.7\n" + b"\x00 nothing that can be read " * 40 + b"%%EOF")


def test_a_wrong_table_of_contents_is_mended() -> None:
    raw = one_page()
    assert line_texts(read_pdf(raw.replace(b"startxref\n", b"startxref\n9"), NAME)) == [MADE_UP]


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n", b""),
        (b"<html><!-- a notice of the server --></html>\n", b"\0" * 3000),
        (b"x" * 900 + b"\n", b"\n--boundary--"),
    ],
    ids=["a download's lines", "a notice", "any bytes"],
)
def test_bytes_before_and_behind_a_pdf_are_passed_over(before: bytes, behind: bytes) -> None:
    assert from_bytes(before + one_page() + behind, NAME, PDF).text == MADE_UP


def test_a_password_is_asked_for() -> None:
    lock = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + "ab" * 32 + ">/U<" + "cd" * 32 + ">>>"
    raw = one_page(
        extra=lock + "/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    )
    assert "password" in refusal(raw)


md5 = partial(any_md5, usedforsecurity=False)


def rc4(key: bytes, text: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    result, i, j = bytearray(), 0, 0
    for byte in text:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        result.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(result)


def test_a_file_encrypted_with_an_empty_password_is_read() -> None:
    pad = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    owner, number = b"\xab" * 32, bytes(range(16))
    key = md5(pad + owner + (-4).to_bytes(4, "little", signed=True) + number).digest()[:5]
    lock = f"/V 1/R 2/P -4/O<{owner.hex()}>/U<{rc4(key, pad).hex()}>"
    raw = one_page(extra=f"/Encrypt<</Filter/Standard{lock}>>/ID[<{number.hex()}><{number.hex()}>]")

    def locked(found: re.Match[bytes]) -> bytes:
        of_object = md5(key + int(found[2]).to_bytes(3, "little") + b"\0\0").digest()[:10]
        return found[1] + rc4(of_object, found[3]) + b"\nendstream"

    streams = rb"((?s:(\d+) 0 obj(?:(?!endobj).)*?stream\n))((?s:.*?))\nendstream"
    assert line_texts(read_pdf(re.sub(streams, locked, raw), NAME)) == [MADE_UP]


def test_no_pages_and_too_many_are_refused() -> None:
    assert "without pages" in refusal(made([]))
    assert "301 pages" in refusal(made([Page()] * (pdf.MAX_PAGES + 1)))


def test_a_pdf_without_text_needs_ocr() -> None:
    message = refusal(made([Page(picture=True), Page(picture=True)]))
    assert "scanner" in message
    assert "OCRmyPDF" in message
    assert "OCRmyPDF" in refusal(made([Page()]))
    shapes = Page()
    shapes.codes(40, 50, range(100, 160))
    assert "shapes" in refusal(made([shapes]))


def test_a_character_without_a_code_beside_shapes_is_unknown_and_no_control_character() -> None:
    page = Page()
    for line in range(6):
        page.text(40, 50 + 20 * line, MADE_UP)
    page.codes(40, 220, [100, 0, 101])
    assert line_texts(read_pdf(made([page]), NAME))[-1] == "\ufffd\ufffd\ufffd"


def test_pages_beyond_all_measure_are_refused_and_named() -> None:
    crowded, drawn, ruled = Page(), Page(), Page()
    for place in range(pdf_characters.MAX_CHARACTERS // 1000 + 1):
        crowded.text(40, 50 + place * 10, f"{place:010} made up " * 60, size=0.5)
    drawn.drawn += ["0 0 m 100 100 l S"] * (pdf_drawings.MAX_OBJECTS + 1)
    for place in range(pdf_grids.MAX_RULES // 2 + 10):
        ruled.stroke(place % 30 * 16, place // 30 * 2, place % 30 * 16 + 8, place // 30 * 2)
        ruled.stroke(place % 90 * 2, place // 90 * 16, place % 90 * 2, place // 90 * 16 + 8)
    plain_page = Page()
    plain_page.text(40, 50, MADE_UP)
    for page, what in ((crowded, "characters"), (drawn, "drawn"), (ruled, "ruled lines")):
        message = refusal(made([plain_page, page]))
        assert message.startswith(f"{NAME}, page 2: ")
        assert what in message
    assert line_texts(read(plain_page)) == [MADE_UP]  # a refusal leaves nothing behind


# ---- geometry -----------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 1000), min_size=2, max_size=30))
def test_levels_rise_and_stand_apart(places: list[float]) -> None:
    found = pdf_grids.levels(np.array(places)).tolist()
    assert all(one < other for one, other in pairwise(found))
    assert all(min(abs(place - level) for level in found) <= pdf_grids.NARROW for place in places)


def test_a_cell_of_the_reader_is_a_cell_of_the_contract() -> None:
    page = Page()
    page.table((40, 200, 460), (50, 90), [CellAt(0, 0, 1, 1, ("Label",)), CellAt(0, 1, 1, 1)])
    (row,) = rows(read(page))
    assert row.cells[1] == Cell(1, 1, ())
