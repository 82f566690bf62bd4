"""Headings inside a cell: `Policy` and `Legislation` stand above answers and are none themselves."""

from __future__ import annotations

import pytest

from annual_review.baseline import parse, source
from annual_review.baseline.parse import Report
from tests.conftest import made_up


def read(kind: source.Format = source.TEXT, **answers: str) -> Report:
    text = made_up(answers, "ALBANIA (2000-2008)", "Discrimination", "principle")
    if kind is source.HTML:
        paragraphs = "\n".join(f"<p>{line}</p>" for line in text.splitlines() if line)
        text = f"<!DOCTYPE html><title>Made up for tests</title><body>{paragraphs}</body>"
    return parse.parse(source.from_bytes(text.encode(), f"made-up.{kind.name}", kind))


def said(report: Report, field: str) -> list[tuple[str, str]]:
    return [(s.years_as_printed, s.text) for s in report.statements if s.field == field]


@pytest.mark.parametrize(
    ("cell", "expected", "reason"),
    [
        ("Legislation\n2007 AR: A bill was drafted.",
         [("2007 AR", "A bill was drafted.")], "alone on its line"),
        ("LEGISLATION\n\n2007 AR: A bill was drafted.",
         [("2007 AR", "A bill was drafted.")], "in capitals, above a blank line"),
        ("Policy: 2003 AR: A plan was adopted.\nLegislation: the act covers all.",
         [("2003 AR", "A plan was adopted."), ("", "the act covers all.")],
         "a heading ends the years of the one before"),
        ("2003 AR: Policy: A plan was adopted. Legislation: The act covers all.",
         [("2003 AR", "A plan was adopted."), ("2003 AR", "The act covers all.")],
         "headings below years are of those years"),
        ("Policy\n2005 AR: One.\n2004 AR: Two.\nLegislation\n2005 AR: Three.",
         [("2005 AR", "One."), ("2004 AR", "Two."), ("2005 AR", "Three.")],
         "each above entries of several years"),
        ("Policy: One.\nLegislation There is an act.",
         [("", "One."), ("", "There is an act.")], "before a sentence, without a colon"),
        ("Policy:\nNIL\nLegislation:\nThe act covers all.",
         [("", "NIL"), ("", "The act covers all.")], "above a nil"),
        ("Policy\nLegislation\nThe act covers all.",
         [("", "The act covers all.")], "without an answer of its own"),
        ("Laws and regulations: One.", [("", "One.")], "of several words"),
        ("(i) Policy:\n2006 AR: One.\n(ii) Legislation:\n2007 AR: Two.",
         [("2006 AR", "One."), ("2007 AR", "Two.")], "behind a numeral"),
        ("a) Policy\n2006 AR: One.\nb) Legislation\n2007 AR: Two.",
         [("2006 AR", "One."), ("2007 AR", "Two.")], "behind a letter, without a colon"),
        ("1. Policy: 2006 AR: One.\n2. Legislation: 2007 AR: Two.",
         [("2006 AR", "One."), ("2007 AR", "Two.")], "behind a number"),
        ("• Policy:\n2006 AR: One.\n• Legislation:\n2007 AR: Two.",
         [("2006 AR", "One."), ("2007 AR", "Two.")], "behind a bullet"),
        ("(i) Policy: A plan was made. (ii) Legislation: The act covers all.",
         [("", "A plan was made."), ("", "The act covers all.")], "behind a mark within a line"),
    ],
)  # fmt: skip
def test_a_heading_inside_a_cell_is_no_part_of_an_answer(
    cell: str, expected: list[tuple[str, str]], reason: str
) -> None:
    report = read(policy_legislation=cell)
    assert said(report, "policy_legislation") == expected, reason
    assert report.problems == ()
    items = [i.text for s in report.statements for i in s.items if s.field == "policy_legislation"]
    assert items == [text.rstrip(".") for _, text in expected if text != "NIL"]


@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        ("judicial_decisions", "Judicial decisions: NIL", [("", "NIL", "nil")]),
        ("judicial_decisions", "2005 AR: Court decisions: None.", [("2005 AR", "None.", "nil")]),
        ("basic_legal_provisions", "The Act of 1995.\nJudicial decisions: NIL",
         [("", "The Act of 1995.", "text"), ("", "NIL", "nil")]),
        ("constitution", "Policy: No\nLegislation: NIL",
         [("", "No", "no"), ("", "NIL", "nil")]),
        ("request", "Request: NIL", [("", "NIL", "nil")]),
        ("constitution", "Legislation: No. 5 of 1995.", [("", "Legislation: No. 5 of 1995.", "text")]),
        ("constitution", "Policy: none. Programmes: two.", [("", "Policy: none. Programmes: two.", "text")]),
        ("constitution", "Workers' organizations: NIL", [("", "Workers' organizations: NIL", "nil")]),
        ("constitution", "Made-up matters: NIL", [("", "Made-up matters: NIL", "text")]),
    ],
)  # fmt: skip
def test_a_row_s_name_above_a_nothing_is_a_heading_in_any_cell(
    field: str, cell: str, expected: list[tuple[str, str, str]]
) -> None:
    report = read(**{field: cell})
    found = [(s.years_as_printed, s.text, s.answer) for s in report.statements if s.field == field]
    assert found == expected


@pytest.mark.parametrize(
    ("cell", "years", "letters", "items"),
    [
        ("1. Policy\n2. Legislation\n3. Regulations", "", ["1", "2", "3"],
         ["Policy", "Legislation", "Regulations"]),
        ("2005 AR: The plan covers:\na) Training;\nb) Legislation\nc) Policy", "2005 AR",
         ["a", "b", "c"], ["Training", "Legislation", "Policy"]),
        ("2005 AR: The measures are:\n(a) Policy: the plan of 2004;\n(b) Legislation: the Act; and"
         "\n(c) Regulations: the Order.", "2005 AR", ["a", "b", "c"],
         ["Policy: the plan of 2004", "Legislation: the Act", "Regulations: the Order"]),
        ("• Policy\n• Legislation", "", ["", ""], ["Policy", "Legislation"]),
        ("(a) Policy: the plan and\n(b) Legislation: the Act.", "", ["a", "b"],
         ["Policy: the plan", "Legislation: the Act"]),
        ("2005 AR: The measures are: (a) Policy: the plan; (b) Legislation: the Act.",
         "2005 AR", ["a", "b"], ["Policy: the plan", "Legislation: the Act"]),
    ],
)  # fmt: skip
def test_marked_headings_that_read_as_a_list_are_its_items(
    cell: str, years: str, letters: list[str], items: list[str]
) -> None:
    report = read(policy_legislation=cell)
    [statement] = [s for s in report.statements if s.field == "policy_legislation"]
    assert statement.years_as_printed == years
    assert [(i.letter, i.text) for i in statement.items] == list(zip(letters, items, strict=True))
    assert report.problems == ()


def test_a_heading_below_words_that_name_a_speaker_closes_no_mark_of_theirs() -> None:
    cell = "Policy: NIL\nObservations by the Guild of Made-up Employers\nLegislation:\nOne act."
    report = read(policy_legislation=cell)
    assert said(report, "policy_legislation") == [
        ("", "NIL"),
        ("", "Observations by the Guild of Made-up Employers"),
        ("", "One act."),
    ]
    assert [s.speaker for s in report.statements if s.field == "policy_legislation"] == [
        "government",
        "Guild of Made-up Employers",
        "government",
    ]


def test_a_heading_in_a_paragraph_of_a_page_is_no_row_of_its_own() -> None:
    cell = "Legislation\n2007 AR: A bill was drafted."
    report = read(source.HTML, policy_legislation=cell)
    assert said(report, "policy_legislation") == [("2007 AR", "A bill was drafted.")]
    assert report.problems == ()


@pytest.mark.parametrize(
    "cell",
    [
        "Legislation on wages is being drafted.",
        "Policy\nmakers agree.",
        "Law No. 5 covers all.",
        "Policy and legislation are being reviewed.",
        "The draft has a part on\nPolicy and one on wages.",
        "The Government's policy: equal pay.",
    ],
)
def test_a_heading_s_words_in_a_sentence_are_the_sentence_s(cell: str) -> None:
    assert said(read(policy_legislation=cell), "policy_legislation") == [
        ("", " ".join(cell.split()))
    ]


@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        ("monitoring", "2003 AR: Fines.\nSanctions:\n2005 AR: Prison.",
         [("2003 AR", "Fines."), ("2005 AR", "Prison.")]),
        ("special_attention", "Women: 2003 AR: Quotas.", [("", "Women:"), ("2003 AR", "Quotas.")]),
    ],
)  # fmt: skip
def test_other_rows_have_headings_of_their_own(
    field: str, cell: str, expected: list[tuple[str, str]]
) -> None:
    report = read(**{field: cell})
    assert said(report, field) == expected
    assert report.problems == ()


def test_rows_without_headings_keep_the_same_words() -> None:
    cell = "2007 AR: Two things were done. Policy: A plan was adopted."
    report = read(promotional_activities=cell)
    assert said(report, "promotional_activities") == [("2007 AR", cell.removeprefix("2007 AR: "))]


@pytest.mark.parametrize("kind", [source.TEXT, source.HTML])
@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        ("exercise_national", "For Employers\n\n2004 AR: They can.\n\nFor Workers\n\n2004 AR: They can too.",
         [("2004 AR", "They can."), ("2004 AR", "They can too.")]),
        ("exercise_national", "2004 AR: They can.\n\nCollective bargaining:\n\n2003 AR: It is free.",
         [("2004 AR", "They can."), ("2003 AR", "It is free.")]),
        ("exercise_national", "Public sector\n\nAll can leave.\n\nPrivate sector\n\nNIL",
         [("", "All can leave."), ("", "NIL")]),
        ("monitoring", "2007 AR: Inspectors visit mills.\n\nLegislation\n\n2008 AR: A list was made.",
         [("2007 AR", "Inspectors visit mills."), ("2008 AR", "A list was made.")]),
        ("monitoring", "2007 AR: Inspectors visit mills.\n\nHazardous work\n\nA list was made.",
         [("2007 AR", "Inspectors visit mills."), ("2007 AR", "A list was made.")]),
        ("monitoring", "2007 AR:\n\nHazardous work\n\nA list was made.\n\nLight work\n\nFew do it.",
         [("2007 AR", "A list was made."), ("2007 AR", "Few do it.")]),
        ("monitoring", "2007 AR: Mills were visited.\n\nLight work\n\nThe act applies to children of 12.",
         [("2007 AR", "Mills were visited."), ("2007 AR", "The act applies to children of 12.")]),
        ("monitoring", "2007 AR: Mills were visited.\n\nPrevention\n\n2008 AR: Posters.",
         [("2007 AR", "Mills were visited."), ("2008 AR", "Posters.")]),
    ],
)  # fmt: skip
def test_a_topic_alone_on_a_line_stands_above_the_answer_below_it(
    kind: source.Format, field: str, cell: str, expected: list[tuple[str, str]]
) -> None:
    report = read(kind, judicial_decisions="NIL", **{field: cell})
    assert said(report, field) == expected
    assert {s.speaker for s in report.statements if s.field == field} == {"government"}
    items = [i.text for s in report.statements for i in s.items if s.field == field]
    assert items == [text.rstrip(".") for _, text in expected if text != "NIL"]
    assert report.problems == ()


@pytest.mark.parametrize(
    "cell",
    [
        "The act has rules on\nHazardous work",
        "The act covers:\nHazardous work\nLight work\nNight work",
        "The act covers:\nHazardous work\nLight work\nIt is new.",
        "It has three parts.\nHazardous work\nLight work\nand one on the night.",
        "It was sent to the Ministry of\nEmployment\nand to the Bureau.",
        "The act names two things.\nHazardous work is one of them.",
        "Private sector",
        "The act is new.\nLight work: from 14 years.",
        "For Workers: a permit is needed.",
        "Figures are published on these.\nEmployment\nRemuneration\nHours of work.",
        "The following may join.\nPublic sector\nThe mills are another.",
        "YES.\nPrevention\nLabour inspection\nFines and closure of the mills.",
        "YES\nPublic sector\nPrivate sector\nInformal economy.",
        "YES.\nTrafficking\nGirls who are in houses of others in the capital.",
        "YES\nTrafficking\nThe girls are often from the north.",
        "Booklets were printed.\nFreedom of association\nThe right to collective bargaining\nStrikes.",
        "Booklets were printed.\nTrafficking\nDomestic work\nThey are read.",
        "General: 15 years.\nLight work\n12 years.\nHazardous work\n18 years.",
        "15.\nHazardous work\n18.",
        "A case was decided.\nRight to strike\nSupreme Court, 3 May 2001.",
        "A court decided it.\nRight to strike\n2001 case of the mills.",
        "Girls.\nDomestic work\nMost are from villages.",
        "Attention is given to two groups.\nDomestic work\nThere are many girls.",
        "Mills were visited.\nHazardous work\nThe work of divers\nThe list is new.",
        "The Act names two courts.\nLabour inspection\nThe Labour Court.",
        "It defines a term.\nHazardous work\nThe work that is bad for a child.",
        "It was drawn up with the Department of Labour.\nEmployment\nAuthority members took part.",
        "The title of the Act was read.\nEqual remuneration\nAct, 1999.",
    ],
)
def test_a_topic_s_words_elsewhere_are_the_answer_s(cell: str) -> None:
    report = read(special_attention=f"2007 AR: {cell}")
    assert said(report, "special_attention") == [("2007 AR", " ".join(cell.split()))]


@pytest.mark.parametrize(
    "cell",
    [
        "Figures are published on these.\nEmployment\nRemuneration\nHours of work.",
        "YES.\nPrevention\nLabour inspection\nFines and closure of the mills.",
        "General: 15 years.\nLight work\n12 years.\nHazardous work\n18 years.",
    ],
)
def test_a_list_with_known_topics_is_one_item_with_all_its_words(cell: str) -> None:
    report = read(monitoring=cell)
    [statement] = [s for s in report.statements if s.field == "monitoring"]
    words = " ".join(cell.removeprefix("YES.").split()).rstrip(".")
    assert [item.text for item in statement.items] == [words]


def test_the_words_of_a_row_that_lacks_are_no_topic_of_the_row_before() -> None:
    text = made_up({}, "ALBANIA (2000-2008)", "Discrimination", "principle")
    row = "Policy/Legislation and/or regulations\n"
    assert row in text
    text = text.replace("Constitution\n", "Constitution\n\nThe Constitution covers all.\n")
    text = text.replace(row, "Legislation\n2007 AR: The act covers all.\n")
    report = parse.parse(source.from_bytes(text.encode(), "made-up.txt"))
    assert said(report, "constitution") == [("", "The Constitution covers all.")]
    assert "text_unplaced" in {problem.kind for problem in report.problems}


def test_a_heading_before_years_in_one_line_ends_none_of_them() -> None:
    cell = (
        "Policy 2008 AR: A plan exists. Legislation 2007 AR: The act covers all. Law 2006 is old."
    )
    report = read(policy_legislation=cell)
    assert said(report, "policy_legislation") == [
        ("2008 AR", "A plan exists."),
        ("2007 AR", "The act covers all. Law 2006 is old."),
    ]
    assert report.problems == ()


def test_lines_without_end_are_read_for_topics() -> None:
    cell = "Light work\n" * 6000 + "Word " * 6000
    assert said(read(special_attention=cell), "special_attention") == [("", " ".join(cell.split()))]
