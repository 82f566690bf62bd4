"""The order in which the cells of a table are read; every table is made up."""

from __future__ import annotations

import pytest

from annual_review.baseline.reading_order import read_in_order
from annual_review.baseline.report import Origin
from annual_review.readers.rows import BLANK, Box, Cell, Extract, Line, Row
from tests.conftest import MADE_UP

SOURCE = Origin("made-up.pdf", "0" * 64, "application/pdf")
HIGH = 10.0
Printed = list[tuple[int, str]]


def read(*rows: Row) -> list[tuple[str, str]]:
    """The cells of a table, as roles and words."""
    document = read_in_order(Extract(rows), SOURCE)
    return [
        (cell.role, " ".join(document.text[cell.start : cell.end].split()))
        for cell in document.cells
    ]


def paragraphs(*said: str) -> tuple[Line, ...]:
    """Lines as Word has them: a paragraph each."""
    return tuple(line for each in said for line in (BLANK, Line(each)))[1:]


def row(*cells: tuple[Line, ...], opens_page: bool = False) -> Row:
    made = tuple(Cell(at, 1, lines) for at, lines in enumerate(cells))
    return Row(made, len(made), opens_page)


def on_paper(printed: Printed) -> tuple[Line, ...]:
    """Lines at the heights of lines of a page, counted from its top."""
    return tuple(Line(words, 1, Box(0, HIGH * at + 1, 50, HIGH * at + 9)) for at, words in printed)


FIRST = row(paragraphs("Promotional activities"), paragraphs(MADE_UP))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2017 AR: The rules are clear.", "2018 AR: The inspectors are few."),
        ("No.", "2018 AR: The inspectors are few."),
        ("2018 AR: The rules are clear.", "NIL."),
    ],
)
def test_paragraphs_of_one_cell_belong_to_the_labels_that_are_as_many(one: str, other: str) -> None:
    labels = paragraphs("Employers’ organizations", "Workers’ organizations")
    assert read(FIRST, row(labels, paragraphs(one, other)))[2:] == [
        ("label", "Employers’ organizations"),
        ("answer", one),
        ("label", "Workers’ organizations"),
        ("answer", other),
    ]


@pytest.mark.parametrize(
    "said",
    [
        ("The rules are clear.",),
        ("The rules are clear.", "The inspectors are few.", "The fines are low."),
        ("2018 AR: The rules are clear.", "2017 AR: The inspectors are few."),
        ("2018 AR: The rules are clear.", "The inspectors are few."),
        ("2018 AR: The rules are clear.", "2018 AR: The inspectors are few."),
        ("The rules are clear.", "The inspectors are few."),
    ],
    ids=["one paragraph", "one more", "years that go down", "years that stop", "one year", "none"],
)
def test_an_answer_beside_two_labels_is_given_to_none_if_it_may_be_either_ones(
    said: tuple[str, ...],
) -> None:
    labels = paragraphs("Employers’ organizations", "Workers’ organizations")
    cells = read(FIRST, row(labels, paragraphs(*said)))[2:]
    assert [role for role, _ in cells] == ["label", "loose"]
    assert cells[1][1] == " ".join(said)


def beside(*cells: tuple[Line, ...]) -> list[Row]:
    """Rows of answers only, as beside a cell that is merged over them."""
    return [Row((Cell(1, 1, lines),), 2) for lines in cells]


def test_labels_merged_over_as_many_rows_have_one_each() -> None:
    labels = paragraphs("Employers’ organizations", "Workers’ organizations", "Request")
    first = row(labels, paragraphs("2018 AR: The rules are clear.", "2017 AR: So they were."))
    assert read(FIRST, first, *beside((), paragraphs("2017 AR: Training.")))[2:] == [
        ("label", "Employers’ organizations"),
        ("answer", "2018 AR: The rules are clear. 2017 AR: So they were."),
        ("label", "Workers’ organizations"),
        ("label", "Request"),
        ("answer", "2017 AR: Training."),
    ]


@pytest.mark.parametrize(
    ("second", "roles"), [(3, ["label", "answer"] * 2), (2, ["label", "loose", "loose"])]
)
def test_rows_on_paper_belong_to_labels_merged_over_them_if_they_begin_beside_them(
    second: int, roles: list[str]
) -> None:
    first = row(on_paper([(0, "Request"), (3, "Offer")]), on_paper([(0, "2018 AR: Training.")]))
    other = beside(on_paper([(second, "2018 AR: A survey of the mines.")]))
    assert [role for role, _ in read(FIRST, first, *other)[2:]] == roles


def test_two_labels_beside_a_blank_answer_stay_as_they_are() -> None:
    labels = paragraphs("Employers’ organizations", "Workers’ organizations")
    assert len(read(FIRST, row(labels, ()))) == 3


@pytest.mark.parametrize(
    "label",
    [
        ("Ratification", "Ratification status"),
        ("TECHNICAL COOPERATION NEEDS", "Request"),
        ("Judicial decisions", "(case law)"),
        ("Ratification intention /", "Intention to ratify"),
        ("Minimum age", "(general minimum age)"),
    ],
)
def test_a_label_in_two_paragraphs_is_one(label: tuple[str, ...]) -> None:
    said = ("2018 AR: One made up.", "2017 AR: Another.")
    cells = read(FIRST, row(paragraphs(*label), paragraphs(*said)))
    assert cells[2:] == [("label", " ".join(label)), ("answer", " ".join(said))]


SECTION = on_paper([(0, "TECHNICAL"), (1, "COOPERATION"), (2, "NEEDS")])


def test_answers_on_paper_belong_to_the_labels_beside_which_they_begin() -> None:
    labels = on_paper([(0, "Request"), (3, "Offer")])
    answers = on_paper([(0, "2018 AR: Training. 2017 AR:"), (1, "Surveys."), (3, "2018 AR: NIL.")])
    assert read(FIRST_OF_THREE, row(SECTION, labels, answers))[2:] == [
        ("label", "TECHNICAL COOPERATION NEEDS"),
        ("label", "Request"),
        ("answer", "2018 AR: Training. 2017 AR: Surveys."),
        ("label", "Offer"),
        ("answer", "2018 AR: NIL."),
    ]


FIRST_OF_THREE = row((), on_paper([(0, "Promotional activities")]), on_paper([(0, MADE_UP)]))


@pytest.mark.parametrize(
    "answers",
    [
        [(0, "2018 AR: Training of"), (3, "labour inspectors.")],
        [(0, "2018 AR: Training."), (4, "2018 AR: NIL.")],
        [(0, "2018 AR: Training of"), (3, "Inspectors.")],
    ],
    ids=["goes on beside the second", "begins beside neither", "ends no sentence"],
)
def test_an_answer_on_paper_that_begins_beside_no_label_of_several_is_given_to_none(
    answers: Printed,
) -> None:
    labels = on_paper([(0, "Request"), (3, "Offer")])
    cells = read(FIRST_OF_THREE, row(SECTION, labels, on_paper(answers)))[2:]
    assert [role for role, _ in cells] == ["label", "label", "loose"]


@pytest.mark.parametrize(
    ("second", "answers"),
    [
        (1, [(0, "2018 AR: Training."), (1, "2018 AR: A survey of the mines.")]),
        (3, [(0, "2018 AR: A survey of the mines.")]),
    ],
    ids=["labels as close as lines", "one answer at the top"],
)
def test_heights_on_paper_tell_nothing_where_answers_may_be_the_last_labels(
    second: int, answers: Printed
) -> None:
    labels = on_paper([(0, "Request"), (second, "Offer")])
    cells = read(FIRST_OF_THREE, row(SECTION, labels, on_paper(answers)))[2:]
    assert [role for role, _ in cells] == ["label", "label", "loose"]


def test_a_group_beside_or_above_its_labels_stands_before_them() -> None:
    groups = on_paper([(0, "According to the"), (1, "social partners"), (5, "According to")])
    groups += on_paper([(6, "the Government")])
    labels = on_paper([(0, "Employers’"), (1, "organizations"), (3, "Workers’ organizations")])
    answers = on_paper([(3, "2018 AR: The fines are low."), (5, "2018 AR: Lack of data.")])
    assert read(FIRST_OF_THREE, row(groups, labels, answers))[2:] == [
        ("label", "According to the social partners"),
        ("label", "Employers’ organizations"),
        ("label", "Workers’ organizations"),
        ("answer", "2018 AR: The fines are low."),
        ("label", "According to the Government"),
        ("answer", "2018 AR: Lack of data."),
    ]


def test_rows_that_share_cells_go_on_over_a_page_break() -> None:
    above = row(
        on_paper([(0, "Special initiatives/Progress"), (2, "According to")]),
        on_paper([(0, "2018 AR: One made up."), (2, "2018 AR: Lack of")]),
    )
    below = row(
        on_paper([(0, "the Government"), (2, "Request"), (4, "Offer")]),
        on_paper([(0, "data."), (2, "2018 AR: Training."), (4, "2018 AR: NIL.")]),
        opens_page=True,
    )
    assert read(FIRST, above, below)[2:] == [
        ("label", "Special initiatives/Progress"),
        ("answer", "2018 AR: One made up."),
        ("label", "According to the Government"),
        ("answer", "2018 AR: Lack of data."),
        ("label", "Request"),
        ("answer", "2018 AR: Training."),
        ("label", "Offer"),
        ("answer", "2018 AR: NIL."),
    ]


def test_the_rest_of_an_answer_stands_above_the_labels_of_the_next_page() -> None:
    above = row(on_paper([(0, "Promotional activities")]), on_paper([(0, "2018 AR: Talks on")]))
    below = row(
        on_paper([(2, "Request"), (4, "Offer")]),
        on_paper([(0, "the radio."), (2, "2018 AR: Training."), (4, "2018 AR: NIL.")]),
        opens_page=True,
    )
    assert read(above, below)[1] == ("answer", "2018 AR: Talks on the radio.")
    assert read(above, below)[3:] == [
        ("answer", "2018 AR: Training."),
        ("label", "Offer"),
        ("answer", "2018 AR: NIL."),
    ]


def test_the_last_letter_of_a_label_on_the_next_page_begins_no_other() -> None:
    above = row(on_paper([(0, "Information/Data")]), on_paper([(0, "2018 AR: Talks on")]))
    rest = on_paper([(0, "collection and"), (1, "disseminatio"), (2, "n")])
    below = row(rest, on_paper([(0, "the radio.")]), opens_page=True)
    assert read(FIRST, above, below)[2:] == [
        ("label", "Information/Data collection and disseminatio n"),
        ("answer", "2018 AR: Talks on the radio."),
    ]


LABELS = (
    "Promotional activities",
    "Special initiatives/Progress",
    "Employers’ organizations",
    "Workers’ organizations",
    "According to the Government",
    "Request",
)
ASKED = "Please ask the ministry, made up."


def with_columns(*columns: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(row(*map(paragraphs, said)) for said in zip(LABELS, *columns, strict=True))


def test_a_column_of_remarks_beside_the_answers_is_noted_and_none_of_them() -> None:
    remarks = ("", ASKED, "", "", ASKED, "")
    rows = with_columns((MADE_UP,) * 6, remarks)
    document = read_in_order(Extract(rows), SOURCE)
    assert [(note.kind, note.line.text) for note in document.notes] == [("aside", ASKED)] * 2
    assert [said for role, said in read(*rows) if role == "answer"] == [MADE_UP] * 6


def test_a_column_whose_head_names_remarks_holds_no_answers() -> None:
    head = row(paragraphs("Question"), paragraphs("Answer"), paragraphs("Remarks of the desk"))
    remarks = ("", ASKED, "", "", MADE_UP, "")
    rows = (head, *with_columns((MADE_UP,) * 6, remarks))
    noted = [note.line.text for note in read_in_order(Extract(rows), SOURCE).notes]
    assert noted == ["Remarks of the desk", ASKED, MADE_UP]


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ((MADE_UP,) * 6, ("2018 AR: None.", "", "", "", "", "")),
        ((MADE_UP,) * 6, ("", "NO", "", "", "", "")),
        (("X",) * 5 + ("",), ("", "", ASKED, "", "", "")),
        ((MADE_UP,) * 6, (MADE_UP,) * 5 + ("",)),
        ((MADE_UP,) * 3 + ("",) * 3, ("",) * 3 + (MADE_UP,) * 3),
        ((MADE_UP,) * 6, ("", ASKED, "", "", MADE_UP, "")),
        ((MADE_UP,) * 6, ("", ASKED, "", "", "", "")),
        ((MADE_UP,) * 6, ("(2005) Eight were hired.",) * 2 + ("",) * 4),
        ((MADE_UP,) * 5 + ("",), (ASKED, "", "", "", "", ASKED)),
        ((MADE_UP,) * 5 + ("None.",), (ASKED, "", "", "", "", ASKED)),
    ],
    ids=[
        *("dated", "a no", "behind marks", "beside most answers", "where others are blank"),
        *("different", "only one", "a year", "beside a blank", "beside a bare none"),
    ],
)
def test_a_second_column_of_answers_stays(answers: tuple[str, ...], more: tuple[str, ...]) -> None:
    rows = with_columns(answers, more)
    assert not read_in_order(Extract(rows), SOURCE).notes
    said = [" ".join(f"{one} {other}".split()) for one, other in zip(answers, more, strict=True)]
    assert [said for role, said in read(*rows) if role == "answer"] == [one for one in said if one]


def test_a_second_cell_of_a_few_rows_is_part_of_their_answers() -> None:
    rows = list(with_columns((MADE_UP,) * 6, ("",) * 6))
    rows[:4] = [
        each._replace(cells=(each.cells[0], Cell(1, 2, each.cells[1].lines))) for each in rows[:4]
    ]
    rows[5] = row(paragraphs("Request"), paragraphs(MADE_UP), paragraphs(ASKED))
    assert read(*rows)[-1] == ("answer", f"{MADE_UP} {ASKED}")


HEAD = row(paragraphs("MADE UP (2017-2018)"), paragraphs("Answers"), opens_page=True)


def test_a_head_that_begins_on_the_second_page_does_not_cut_an_answer() -> None:
    above = row(paragraphs("Promotional activities"), paragraphs("2018 AR: Talks on"))
    rest = row((), paragraphs("the radio."))
    assert read(above, HEAD, rest, HEAD, row(paragraphs("Request"), paragraphs("NIL"))) == [
        ("label", "Promotional activities"),
        ("answer", "2018 AR: Talks on the radio."),
        ("label", "Request"),
        ("answer", "NIL"),
    ]


@pytest.mark.parametrize(
    "top",
    [
        row(paragraphs("Employers’ organizations"), paragraphs("NIL"), opens_page=True),
        row((), paragraphs("made up."), opens_page=True),
    ],
    ids=["labels of two sections", "the rests of two answers"],
)
def test_what_two_pages_begin_with_is_no_head_if_it_is_a_row(top: Row) -> None:
    above = row(paragraphs("Promotional activities"), paragraphs("2018 AR: Talks,"))
    between = row(paragraphs("Special initiatives/Progress"), paragraphs("2018 AR: Films,"))
    said = " ".join(words for _, words in read(above, top, between, top))
    assert said.count("NIL") + said.count("made up.") == 2


def test_a_table_with_a_row_for_each_printed_line_is_read_as_its_rows_were() -> None:
    printed = (
        ("Judicial decisions", "NIL"),
        ("Promotional", "2018 AR: Talks on"),
        ("activities", "the radio."),
        ("", "2017 AR: Films."),
        ("Information/Data", "2018 AR: A survey"),
        ("collection and", "was made."),
        ("dissemination", ""),
        ("Employers’", "NIL"),
        ("organizations", "as before."),
        ("Workers’", "NIL"),
        ("organizations", "as before."),
    )
    rows = (row(*(paragraphs(said) if said else () for said in each)) for each in printed)
    assert read(*rows) == [
        ("label", "Judicial decisions"),
        ("answer", "NIL"),
        ("label", "Promotional activities"),
        ("answer", "2018 AR: Talks on the radio. 2017 AR: Films."),
        ("label", "Information/Data collection and dissemination"),
        ("answer", "2018 AR: A survey was made."),
        ("label", "Employers’ organizations"),
        ("answer", "NIL as before."),
        ("label", "Workers’ organizations"),
        ("answer", "NIL as before."),
    ]
