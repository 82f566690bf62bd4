"""Text files: what stands on the pages of a text is told apart by its place."""

from __future__ import annotations

import re

import pytest

from annual_review.readers.rows import LEFT_OUT, Extract
from annual_review.readers.text import read_text
from tests.readers.extracts import line_texts, notes


def read(text: str) -> Extract:
    return read_text(text.encode(), "made-up.txt")


def said(extract: Extract) -> list[str]:
    """The lines without blanks around them and without characters that are left out."""
    lines = (line.replace(LEFT_OUT, "").strip() for line in line_texts(extract))
    return [line for line in lines if line]


def in_place(extract: Extract, text: str) -> bool:
    """Whether every word stands on the line that has the number."""
    (block,) = extract.blocks
    printed = ["", *text.splitlines()]
    return all(
        word in printed[line.number]
        for line in block.lines
        for word in re.findall(r"\w+", line.text)
    )


# ---- page numbers and running heads -------------------------------------------------------------


def test_a_bare_number_that_opens_a_text_is_not_a_page_number() -> None:
    extract = read("2\nMade up for tests.\n1\n\fMore.\n2\n")
    assert line_texts(extract) == ["2", "Made up for tests.", "More."]
    assert notes(extract) == [("page_number", "1"), ("page_number", "2")]


@pytest.mark.parametrize("number", ["7 | P a g e", "7 | Page", "Page | 7", "Page 7 of 9", "PAGE 7"])
def test_a_number_with_the_word_page_needs_no_page_break(number: str) -> None:
    extract = read(f"Made up.\n{number}\nMore.\n")
    assert said(extract) == ["Made up.", "More."]
    assert notes(extract) == [("page_number", number)]


@pytest.mark.parametrize("line", ["7 | people", "Page 7 of the Act", "7 | Page boys", "Phase | 7"])
def test_other_lines_with_numbers_and_bars_stay(line: str) -> None:
    assert said(read(f"Made up.\n{line}\nMore.\n")) == ["Made up.", line, "More."]


@pytest.mark.parametrize("above", [False, True])
def test_lines_repeated_beside_every_page_number_are_running_heads(above: bool) -> None:
    pages = []
    for number in (1, 2, 3):
        foot = [f"Page {number} of 3", "Germany, made up", "Baseline of Germany"]
        pages += [f"{each} answer {number}." for each in ("One", "Another", "A third")]
        pages += foot[::-1] if above else foot
    extract = read("\n".join(["GERMANY (2019)", *pages, "The end."]))
    assert len(said(extract)) == 3 * 3 + 2
    assert [kind for kind, _ in notes(extract)].count("likely_head") == 3 * 2


def test_the_title_stays_though_it_stands_below_page_numbers_too() -> None:
    answers = ["One.", "Two.", "Three."]
    text = "\n".join(f"Page {n}\nGERMANY (2019)\n{each}" for n, each in enumerate(answers, 1))
    assert said(read(text)) == ["GERMANY (2019)", *answers]


@pytest.mark.parametrize(
    "beside",
    [
        ("The unions", "The employers", "The unions"),
        ("2019 AR: NIL.", "2018 AR: NIL.", "2019 AR: NIL."),
        ("2019 AR: NIL.", "2019 AR: NIL.", "2019 AR: NIL."),
        ("Yes", "Yes", "Yes"),
        ("and more", "and more", "and more"),
        ("No information available",) * 3,
        ("Employers’ organizations",) * 3,
        ("Under consideration",) * 3,
        ("Germany has ratified it.",) * 3,
        ("2019 AR: Germany will",) * 3,
        ("Germany, made up",) * 2,  # on two pages only
    ],
)
def test_lines_beside_page_numbers_stay_if_they_can_be_answers(beside: tuple[str, ...]) -> None:
    text = "".join(f"One.\nTwo.\n{line}\nPage {n}\n{line}\n" for n, line in enumerate(beside))
    extract = read(f"BASELINE UNDER REVIEW: GERMANY\n{text}")
    assert {kind for kind, _ in notes(extract)} == {"page_number"}


def test_a_line_that_stands_elsewhere_too_is_no_running_head() -> None:
    text = "".join(f"One.\nGermany, too\nPage {n}\n" for n in (1, 2, 3))
    extract = read(f"GERMANY\n{text}Two.\nGermany, too\nThree.\n")
    assert {kind for kind, _ in notes(extract)} == {"page_number"}


# ---- footnotes ----------------------------------------------------------------------------------


def test_footnotes_in_square_brackets_are_found_by_their_marks() -> None:
    marks = [*range(1, 10), "i", "ii", "AB1", "CD2"]
    text = "".join(f"An act[{mark}] was passed.\n\n" for mark in marks)
    text += "".join(f"[{mark}] Made up for tests.\n" for mark in marks)
    extract = read(text)
    assert said(extract) == ["An act was passed."] * len(marks)
    assert notes(extract) == [("footnote", f"[{mark}] Made up for tests.") for mark in marks]
    assert in_place(extract, text)


def test_footnotes_at_the_end_of_a_text_with_pages_have_their_marks_on_any_page() -> None:
    extract = read("An act[1] was passed.\f\nMore.\n\n[1] Made up for tests.\n")
    assert said(extract) == ["An act was passed.", "More."]


@pytest.mark.parametrize(
    "text",
    [
        "The needs:\n[1] Training\n[2] Vehicles\n",  # no mark above
        "The needs [1] are listed.\n[1] Training\n",  # not glued to a word
        "An act[1] was passed.\n[1] Made up.\n" + "More.\n" * 7,  # in an answer
        "An act[1] was passed.\n\n[1] Made up.\nOffer\nNIL\n",
        "An act[1] was passed.\n[1] Made up.\n",  # not apart
        "An act[1] was passed.\nThe needs are:\n\n[1] training\n",
        "An act[1] was passed.\nThey asked for\n\n[1] training\n",
        "An act[1] was passed.\n\n[1] GB.1\n\n[2] GB.2\n",  # one without a mark
        "An act[12] was passed.\n\n[12] Made up.\n",  # does not count from 1
        "An act[1] and a code[1] were passed.\n\n[1] Made up.\n",
    ],
)
def test_items_in_square_brackets_stay(text: str) -> None:
    assert not notes(read(text))


@pytest.mark.parametrize("sign", ["*", "†"])
def test_a_footnote_is_found_by_a_sign_that_stands_once_above_it(sign: str) -> None:
    extract = read(
        f"Fees of an interpreter{sign}, too.\n\n{sign} Made up.\n\fMore.\n{sign} An item"
    )
    assert said(extract) == ["Fees of an interpreter, too.", "More.", f"{sign} An item"]
    assert notes(extract) == [("footnote", f"{sign} Made up.")]


@pytest.mark.parametrize(
    "text",
    [
        "The needs:\n* training\n* vehicles\n",
        "The needs* are:\n* training\n* vehicles\n",
        "The needs are:\n* training\n",
        "An act* and a code* were passed.\n\n* training\n",
        "An act* was passed.\nThe needs are:\n\n* training\n",
        "An act* was passed.\n\n* ended in 2006\nOffer\nNIL\n",
        "An act* was passed.\n* training\n",
    ],
)
def test_items_behind_signs_stay(text: str) -> None:
    assert not notes(read(text))


# ---- tables -------------------------------------------------------------------------------------


def test_cells_of_a_table_drawn_with_bars_are_lines_where_they_stand() -> None:
    text = "| Request | Made up. |\n|---|:---:|\n| Offer | || NIL<br>No<BR />x | |\n"
    extract = read(text)
    assert said(extract) == ["Request", "Made up.", "Offer", "NIL", "No", "x"]
    assert in_place(extract, text)


def test_bars_without_a_rule_are_words() -> None:
    assert line_texts(read("Made up | for tests<br>")) == ["Made up | for tests<br>"]


COPIED = 'Request\t"2019 AR: A ""fund"" is\nneeded."\n"Two\nlines"\tyes\nOffer\tNIL\n'


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_copied_cells_lose_their_quotation_marks(line_end: str) -> None:
    text = COPIED.replace("\n", line_end)
    extract = read(text)
    assert said(extract) == [
        'Request\t2019 AR: A "fund" is', "needed.", "Two", "lines\tyes", "Offer\tNIL"
    ]  # fmt: skip
    assert in_place(extract, text)


@pytest.mark.parametrize(
    "text",
    [
        'Request\t"Training"',  # no spreadsheet quotes that
        'Request\tsaid\n"Training of\ninspectors" is needed.',
        '"Training of\ninspectors"\nis needed.\tOffer',
        'Made up.\nIt says:\n"No child\nworks."\tSection 34.\nMore.',
    ],
)
def test_quotations_beside_tabs_stay(text: str) -> None:
    assert said(read(text)) == text.split("\n")


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("all_quoted", [False, True])
def test_files_of_separated_values_are_read_as_rows(separator: str, all_quoted: bool) -> None:
    rows = [(f"Label {letter}", "2019 AR: Yes.", "") for letter in "abcdefghij"]
    rows.append(("Label k", 'A "fund", too; yes.\nMore.', ""))
    cells = [[cell.replace('"', '""') for cell in row] for row in rows]
    if all_quoted:
        lines = [separator.join(f'"{cell}"' for cell in row) for row in cells]
    else:
        lines = [separator.join(row) for row in cells[:-1]]
        lines += [f'Label k{separator}"{cells[-1][1]}"{separator}']
    text = "A title, made up; for tests\n\n" + "\r\n".join(lines)
    extract = read(text)
    expected = [f"Label {letter}\t2019 AR: Yes." for letter in "abcdefghij"]
    assert said(extract)[1:] == [*expected, 'Label k\tA "fund", too; yes.', "More."]
    assert in_place(extract, text)


def test_prose_with_quotations_and_commas_is_no_file_of_separated_values() -> None:
    lines = ['Unions say "yes", too.', "Employers, however, say no.", "Made up.", "For tests."] * 9
    assert said(read("\n".join(lines))) == lines


# ---- mails --------------------------------------------------------------------------------------

QUOTED = [f"Line {letter}, made up." for letter in "abcdefghijklm"]


@pytest.mark.parametrize("mark", ["> ", ">", "> > ", ">> "])
def test_lines_quoted_in_a_mail_lose_their_marks(mark: str) -> None:
    quoted = "".join(f"{mark}{line}\n{mark.rstrip()}\n" for line in QUOTED[:-1])
    text = f"Dear all,\nhere it is.\n\n{quoted}broken\n{mark}{QUOTED[-1]}\n-- \nA. Person\n"
    extract = read(text)
    assert said(extract) == [*QUOTED[:-1], "broken", QUOTED[-1]]
    assert notes(extract) == [("aside", "Dear all, here it is."), ("aside", "-- A. Person")]
    assert in_place(extract, text)


def test_the_rest_of_a_text_that_is_quoted_in_part_is_read() -> None:
    quoted = "".join(f"> {line}\n" for line in QUOTED)
    rest = [f"Rest {letter}, made up." for letter in "abcdefg"]
    for text in ("\n".join([quoted, *rest]), "\n".join([*rest, quoted])):
        assert sorted(said(read(text))) == QUOTED + rest
    assert said(read("\n".join([quoted, "-- ", *rest]))) == QUOTED
    assert said(read("\n".join([quoted, *"abcdefg"]))) == QUOTED


def test_answers_marked_like_a_mail_s_lines_below_labels_stay() -> None:
    lines = [text for line in QUOTED for text in ("Label", f"> {line}", "> More.")]
    assert said(read("\n".join(lines))) == lines


@pytest.mark.parametrize("count", [3, 11])
def test_few_lines_that_begin_with_a_sign_for_more_stay(count: int) -> None:
    lines = ["> 50 employees"] * count + QUOTED
    assert said(read("\n".join(lines))) == lines


def test_the_escapes_of_mails_are_read() -> None:
    text = "The workers=E2=80=99 fund =3D a pot,=\n it is said.=20\nMore.\n"
    assert said(read(text)) == ["The workers’ fund = a pot, it is said.", "More."]


@pytest.mark.parametrize("text", ["a = b, workers=E2=80=99", "a sum=8000 =C3=20"])
def test_signs_of_equality_are_not_taken_for_escapes(text: str) -> None:
    assert said(read(text)) == [text]
