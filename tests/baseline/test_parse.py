"""Titles, years, speakers, answers and items: pairs of text and expectation, with their reason."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annual_review as ar
from annual_review.baseline import parse, source
from annual_review.baseline.items import Asked, find_items
from annual_review.baseline.parse import ParseError, Report
from annual_review.baseline.tick_boxes import ticked_only
from annual_review.baseline.tokens import tokenize, years
from annual_review.forms.questionnaire import forms
from annual_review.readers.rows import Cell, Extract, Line, Row
from tests.conftest import classify, made_up

Baseline = Callable[..., Report]
FORM = next(form for form in forms() if form.name == "p029")


def statements(report: Report, field: str) -> list[tuple[str, str, str, str | None]]:
    return [
        (s.years_as_printed, s.speaker, s.text, s.answer)
        for s in report.statements
        if s.field == field
    ]


# ---- titles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "iso3", "span"),
    [
        ("ALBANIA (2019-2020)", "ALB", (2019, 2020)),
        ("Albania (2019 – 2020)", "ALB", (2019, 2020)),
        ("ALBANIA (2019)", "ALB", (2019, 2019)),
        ("COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW\nALBANIA (2019-20)", "ALB", (2019, 2020)),
        ("COUNTRY BASELINES UNDER THE 1998 ILO DECLARATION ANNUAL REVIEW (2000-2008)1: CHINA", "CHN", (2000, 2008)),
        ("IRAN, ISLAMIC REPUBLIC OF (2017-2018)", "IRN", (2017, 2018)),
        ("VIET NAM1 (2017 to 2019)", "VNM", (2017, 2019)),
        ("MEXICO (2017, 2018 and 2019 ARs)", "MEX", (2017, 2019)),
        ("UNITED KINGDOM OF GREAT BRITAIN\nAND NORTHERN IRELAND (2017-2018)", "GBR", (2017, 2018)),
        ("CÔTE D’IVOIRE\n(2017-2018)", "CIV", (2017, 2018)),
        ("Protocol of 2014 to the Forced Labour Convention, 1930 (P029)\nCUBA (2019-2020)", "CUB", (2019, 2020)),
        ("PAPUA NEW GUINEA (2019-2020)", "PNG", (2019, 2020)),
        ("EQUATORIAL GUINEA (2019-2020)", "GNQ", (2019, 2020)),
        ("GUINEA\nBISSAU (2019-2020)", "GNB", (2019, 2020)),
        ("REPUBLIC OF KOREA (2019-2020)", "KOR", (2019, 2020)),
        ("DOMINICAN REPUBLIC (2019-2020)", "DOM", (2019, 2020)),
        ("DEMOCRATIC REPUBLIC OF\nTHE CONGO (2019-2020)", "COD", (2019, 2020)),
        ("THE GAMBIA (2019-2020)", "GMB", (2019, 2020)),
        ("TRINIDAD\nAND TOBAGO (2019-2020)", "TTO", (2019, 2020)),
    ],
)  # fmt: skip
def test_titles(baseline: Baseline, title: str, iso3: str, span: tuple[int, int]) -> None:
    report = baseline(title)
    assert (report.iso3, (report.first_year, report.last_year)) == (iso3, span)
    assert report.problems == ()


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("(2019-2020)", "no country in the title"),
        ("ATLANTIS (2019-2020)", "'ATLANTIS' in the title, which is no country known here"),
        ("SERBIA AND MONTENEGRO (2019-2020)", "'SERBIA AND MONTENEGRO' in the title"),
        ("SERBIA\nAND MONTENEGRO (2019-2020)", "'SERBIA AND MONTENEGRO' in the title"),
        ("SERBIA & MONTENEGRO (2019-2020)", "'SERBIA & MONTENEGRO' in the title"),
        ("SERBIA - MONTENEGRO (2019-2020)", "'SERBIA - MONTENEGRO' in the title"),
        ("YUGOSLAVIA (SERBIA AND MONTENEGRO) (2019-2020)", "'YUGOSLAVIA (SERBIA AND MONTENEGRO)'"),
        ("(2019-2020): IRELAND AND MALTA", "'IRELAND AND MALTA' in the title"),
        ("NORTHERN IRELAND (2019-2020)", "'NORTHERN IRELAND' in the title"),
        ("NEW GUINEA (2019-2020)", "'NEW GUINEA' in the title"),
        ("REPUBLIC OF CHINA (2019-2020)", "'REPUBLIC OF CHINA' in the title"),
        ("ALBANIA", "a title without years"),
        ("ALBANIA (2020-2019)", "the years 2020-2019, the later one first"),
    ],
)
def test_titles_that_are_refused(baseline: Baseline, title: str, found: str) -> None:
    with pytest.raises(ParseError) as error:
        baseline(title)
    assert error.value.found.startswith(found)
    assert error.value.where.startswith("made-up.txt, line ")


@pytest.mark.parametrize(
    ("titled", "below", "found"),
    [
        (True, "Yes.\n\nPART II (2019-2020)", "a title without years (“ALBANIA Protocol"),
        (False, "Yes.\n\nALBANIA (2019-2020)", "no title above the first label; “(2019-2020)” stands"),
        (False, "Yes.", "no title above the first label"),
    ],
)  # fmt: skip
def test_years_that_stand_elsewhere_than_in_the_title_are_named(
    titled: bool, below: str, found: str
) -> None:
    text = made_up({"offer": below}, "ALBANIA")
    text = text if titled else text[text.index("REPORTING") :]
    with pytest.raises(ParseError) as error:
        parse.parse(source.from_bytes(text.encode(), "made-up.txt"))
    assert error.value.found.startswith(found)
    assert ("in their order" in str(error.value)) == ("(2019-2020)" in below)


@pytest.mark.parametrize(
    ("opening", "speaker"),
    [
        ("Made-up Union Centre (MUC) comments:", "Made-up Union Centre (MUC)"),
        ("Made-up Union of Banks, Shops and Farms (MUBSF) comment:", "Made-up Union of Banks, Shops and Farms (MUBSF)"),
        ("Observations by the Union of Banks, Shops and Farms (UBSF):", "Union of Banks, Shops and Farms (UBSF)"),
        ("According to the Union of Banks, Shops and Farms (UBSF):", "Union of Banks, Shops and Farms (UBSF)"),
        ("According to the Government, employers and workers agree (see above):", "government"),
        ("However, Made-up Union Centre (MUC) comments:", "Made-up Union Centre (MUC)"),
    ],
)  # fmt: skip
def test_an_organization_s_name_goes_on_to_its_short_form(
    baseline: Baseline, opening: str, speaker: str
) -> None:
    report = baseline(prevention=f"2020 AR: {opening} Nothing is done.")
    assert [who for _, who, _, _ in statements(report, "prevention")] == [speaker]


def test_years_with_a_letter_of_another_alphabet_date_an_answer(baseline: Baseline) -> None:
    report = baseline(prevention="2020 \u0410R: Fairs.\n2019-2020 \u0391Rs: Talks.")
    printed = [years for years, *_ in statements(report, "prevention")]
    assert printed == ["2020 AR", "2019-2020 ARs"]


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Country: ALBANIA (2019-2020)", "Country"),
        ("Home > Reviews > ALBANIA (2019-2020)", "Home > Reviews >"),
        ("Site map and home ALBANIA (2019-2020)", "Site map and home"),
        ("Page 1 of 5 ALBANIA (2019-2020)", "Page 1 of 5"),
        ("Report of the Government of ALBANIA (2019-2020)", "Report of the Government of"),
    ],
)
def test_a_name_behind_other_words_of_its_line_is_the_country(
    baseline: Baseline, title: str, left: str
) -> None:
    report = baseline(title)
    assert report.iso3 == "ALB"
    assert [(p.kind, p.text) for p in report.problems] == [("text_unplaced", left)]


def test_a_misspelt_country_is_read_and_said_to_be(baseline: Baseline) -> None:
    report = baseline("AZERBAIJN (2017-2018)")
    assert (report.iso3, report.country) == ("AZE", "AZERBAIJN")
    assert [(p.kind, p.text) for p in report.problems] == [("title_unclear", "AZERBAIJN")]


@pytest.mark.parametrize(
    ("page_title", "problems"),
    [
        ("Chille - Country baselines (2017-2018): Child labour (CL)", []),
        ("Chile - Country baselines (2016-2018): Child labour (CL)", ["(2016-2018)"]),
        ("Chad - Country baselines (2017-2018): Child labour (CL)", ["Chad"]),
    ],
)
def test_the_document_s_own_title_counts_below_a_page_s(
    page_title: str, problems: list[str]
) -> None:
    title = f"{page_title}\nCOUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW (2017-2018)1: CHILE"
    text = made_up({}, title, "", "principle")
    report = parse.parse(source.from_bytes(text.encode(), "made-up.txt"))
    assert report.report_id == "CHL-CL-2017-2018"
    assert [(p.kind, p.text) for p in report.problems] == [
        ("title_unclear", said) for said in problems
    ]


@pytest.mark.parametrize("lead", ["As stated in the", "According to the", "As reported under the"])
def test_another_year_s_report_that_an_answer_refers_to_does_not_date_it(
    baseline: Baseline, lead: str
) -> None:
    said = f"{lead} 2019 AR: made-up visits are rare."
    report = baseline(prevention=f"2020 AR: {said}\n2018 AR: NIL")
    assert statements(report, "prevention") == [
        ("2020 AR", "government", said, "text"),
        ("2018 AR", "government", "NIL", "nil"),
    ]


@pytest.mark.parametrize(
    ("page", "own", "read", "why"),
    [
        ("2018-2020", "2018-2019", (2018, 2020), "which hold more of the answers"),
        ("2018-2021", "2019-2020", (2019, 2020), "which the document's own title gives"),
        ("2018-2019", "2019-2020", (2019, 2020), "which the document's own title gives"),
        ("2019-2020", "2020-2019", (2019, 2020), "which hold more of the answers"),
    ],
)
def test_of_two_titles_that_with_the_years_of_the_answers_counts(
    baseline: Baseline, page: str, own: str, read: tuple[int, int], why: str
) -> None:
    report = baseline(
        f"ALBANIA ({page})\n\nALBANIA ({own})",
        prevention="2020 AR: Made-up fairs.\n2019 AR: Made-up talks, since 1990.",
    )
    assert (report.first_year, report.last_year) == read
    (problem,) = report.problems
    assert problem.kind == "title_unclear"
    assert why in problem.message


def test_the_subject_is_the_title_s_though_a_page_names_others_above_it() -> None:
    above = "Freedom of association and collective bargaining\nDiscrimination\nChild labour"
    text = made_up({}, f"{above}\nALBANIA (2009-2010)", "Forced labour (FL)", "principle")
    report = parse.parse(source.from_bytes(text.encode(), "made-up.txt"))
    assert report.subject == "FL"
    assert [(p.kind, p.text) for p in report.problems] == [
        ("text_unplaced", " ".join(above.split()))
    ]


# ---- whole documents ----------------------------------------------------------------------------


def test_a_letter_is_no_baseline() -> None:
    letter = "Dear Sir,\nMade up for tests: thank you for your letter of 2017.\nYours\n"
    with pytest.raises(ParseError, match="0 of the questionnaire's 20 labels"):
        parse.parse(source.from_bytes(letter.encode(), "letter.txt"))


def test_a_baseline_whose_answers_break_up_its_labels_is_told_from_another_document() -> None:
    text = (
        "COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW FIJI (2000-2019) made up for tests"
        " REPORTING Fulfillment of YES, except for 2001. Government's reporting obligations"
        " Involvement of YES, by letter. Employers' and Workers' organizations"
    )
    with pytest.raises(ParseError, match="words may be mixed up with those of the answers"):
        parse.parse(source.from_bytes(text.encode(), "made-up.txt"))


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_a_document_that_ends_early_is_read_as_far_as_it_goes(
    azerbaijan_text: str, share: float
) -> None:
    cut = azerbaijan_text[: int(len(azerbaijan_text) * share)]
    whole = parse.parse(source.from_bytes(azerbaijan_text.encode(), "whole.txt"))
    report = parse.parse(source.from_bytes(cut.encode(), "cut.txt"))
    (early,) = [p for p in report.problems if p.kind == "ends_early"]
    lacking = {s.field for s in report.statements if s.answer is None}
    assert early.text.endswith("Request; Offer")
    assert len(early.text.split("; ")) == len(lacking)
    last = next(n for n, s in enumerate(report.statements) if s.answer is None) - 1
    assert report.statements[:last] == whole.statements[:last]


def test_a_document_that_only_lacks_its_last_label_is_read(azerbaijan_text: str) -> None:
    whole = azerbaijan_text.rstrip().removesuffix("Offer")
    report = parse.parse(source.from_bytes(whole.encode(), "x.txt"))
    assert [p.kind for p in report.problems] == ["label_missing"]


def test_heads_and_feet_of_every_page_are_no_unread_title(azerbaijan_text: str) -> None:
    head = "ILO Declaration Annual Review – Country baselines"
    middle = azerbaijan_text.index("Measures taken or \n\nenvisaged to protect")
    pages = azerbaijan_text[:middle], azerbaijan_text[middle:]
    paged = "\f".join(
        f"{head}\n{text}\nAzerbaijan – page {number} of 2\n" for number, text in enumerate(pages, 1)
    )
    assert parse.parse(source.from_bytes(paged.encode(), "x.txt")).problems == ()


ANSWERED = "2018 AR: It is so. 2017 AR: It was so."


def test_answers_behind_the_labels_of_many_rows_are_refused(baseline: Baseline) -> None:
    """As `pdftotext` without options gives a table: a page's labels, then its answers."""
    column = "\n".join([ANSWERED] * 5)
    with pytest.raises(ParseError, match="labels without answers") as error:
        baseline("ALBANIA (2017-2018)", special_initiatives=column)
    assert "pdftotext -raw" in error.value.remedy


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("AR (2020): Posters.\nAR (2019): NIL.",
         [("AR (2020)", (2020,), "Posters."), ("AR (2019)", (2019,), "NIL.")]),
        ("Annual Review for 2020: Posters.", [("Annual Review for 2020", (2020,), "Posters.")]),
        ("ARs (2019-2020): Posters.", [("ARs (2019-2020)", (2019, 2020), "Posters.")]),
        *((same, [("", (), same)]) for same in (
            "Posters are told of in AR (2020): it was closed.",
            "Posters (AR (2020): NIL) are new.",
            "2020 report of the ILO: Posters are known.",
            "2020 report: a summary was printed.",
        )),
    ],
)  # fmt: skip
def test_years_may_stand_behind_an_annual_review(
    baseline: Baseline, cell: str, expected: list[tuple[str, tuple[int, ...], str]]
) -> None:
    report = baseline(promotional_activities=cell)
    found = [each for each in report.statements if each.field == "promotional_activities"]
    assert [(each.years_as_printed, each.years, each.text) for each in found] == expected
    assert not report.problems


@pytest.mark.parametrize(
    ("field", "cell", "speakers", "reason"),
    [
        ("request", f"{ANSWERED}\nNCOE comment:\n{ANSWERED}\nATUC comment:\n{ANSWERED}",
         ["government", "NCOE", "ATUC"], "others speak"),
        ("social_partner_involvement", "\n".join([ANSWERED] * 5),
         ["government"] * 5, "its label is not behind others"),
    ],
)  # fmt: skip
def test_years_that_begin_again_in_one_cell_are_read(
    baseline: Baseline, field: str, cell: str, speakers: list[str], reason: str
) -> None:
    entries = [("2018 AR", "It is so."), ("2017 AR", "It was so.")]
    said = [(years, who, text, "text") for who in speakers for years, text in entries]
    assert statements(baseline("ALBANIA (2017-2020)", **{field: cell}), field) == said, reason


def test_years_of_one_cell_may_go_up(baseline: Baseline) -> None:
    cell = "2017 AR: a.\n2018 AR: b.\n2019 AR: c.\n2020 AR: d."
    said = statements(baseline("ALBANIA (2017-2020)", request=cell), "request")
    expected = [("2017 AR", "a."), ("2018 AR", "b."), ("2019 AR", "c."), ("2020 AR", "d.")]
    assert said == [(years, "government", text, "text") for years, text in expected]


@pytest.mark.parametrize("cell", ["a) NIL", "2020 AR: (1) NIL.", "a) None;\nb) NIL"])
def test_a_list_of_nothing_is_nothing_and_refuses_no_text(baseline: Baseline, cell: str) -> None:
    (statement,) = statements(baseline(request=cell), "request")
    years, _, text = cell.rpartition("AR: ")
    assert statement == (f"{years}AR" if years else "", "government", " ".join(text.split()), "nil")


def test_a_long_list_of_nothing_that_goes_on_is_read_at_once(baseline: Baseline) -> None:
    cell = "- NIL\n" * 200 + "Training"
    (statement,) = statements(baseline(request=cell), "request")
    assert statement[-1] == "text"


# ---- years --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2018 AR", (2018,)),
        ("2017-2018 ARs", (2017, 2018)),
        ("2016 – 2017 ARs", (2016, 2017)),
        ("2002-04 ARs", (2002, 2003, 2004)),
        ("AR 2007", (2007,)),
        ("2010, 2012 and 2014-2015 ARs", (2010, 2012, 2014, 2015)),
        ("2018-2017 ARs", ()),
        ("2005-2008ARs", (2005, 2006, 2007, 2008)),
        ("2000-2003 ARs (except 2002 AR)", (2000, 2001, 2003)),
        ("2000-2004 ARs, with the exception of the 2001 and 2003 ARs", (2000, 2002, 2004)),
    ],
)
def test_years(printed: str, expected: tuple[int, ...]) -> None:
    assert years(printed) == expected


@pytest.mark.parametrize(
    ("cell", "expected", "reason"),
    [
        ("2018 AR: Yes. 2017 AR: No.", ["2018 AR", "2017 AR"], "the second behind a sentence"),
        ("2002-2019 ARs: x\n2001 AR: y", ["2002-2019 ARs", "2001 AR"], "at a line's start"),
        ("2016 – 2017 ARs: x", ["2016 – 2017 ARs"], "a spaced en dash"),
        ("AR 2007: x", ["AR 2007"], "reversed"),
        ("2018 AR : x", ["2018 AR"], "a space before the colon"),
        ("(2018 AR): x", ["2018 AR"], "in brackets"),
        ("2018AR: x\nAR2017: y", ["2018AR", "AR2017"], "no space"),
        ("2015-2018ARs: x\n2014-AR: y", ["2015-2018ARs", "2014-AR"], "a hyphen or no space"),
        ("2017 AR; 2018 AR: x", ["2017 AR; 2018 AR"], "with a semicolon"),
        ("As in the\n2016 AR; 2018 AR: x", ["2018 AR"], "a semicolon behind prose"),
        (
            "2000-2006 ARs (except 2003 AR): x",
            ["2000-2006 ARs (except 2003 AR)"],
            "with an exception",
        ),
        (
            "2000-2006 ARs, except for the 2003 AR: x",
            ["2000-2006 ARs, except for the 2003 AR"],
            "with an exception without brackets",
        ),
        ("- 2018 AR: x\n- 2017 AR: y", ["2018 AR", "2017 AR"], "behind dashes"),
        ("• 2018 AR: x.\n• 2017 AR: y", ["2018 AR", "2017 AR"], "behind bullets"),
        ("1. 2018 AR: x.\n2. 2017 AR: y", ["2018 AR", "2017 AR"], "behind numbers of a list"),
        ("(a) 2018 AR: x.\nii) 2017 AR: y", ["2018 AR", "2017 AR"], "behind letters of a list"),
        ("2018 AR: See:\n1. 2003 AR. x.\n2. 2004 AR – y", ["2018 AR"], "numbers before reports"),
        ("2018 AR: Due were:\n(a) 2004 AR;\n(b) 2005 AR", ["2018 AR"], "letters before reports"),
        ("2018 AR: It is Act No. 12. 2017 AR: y", ["2018 AR", "2017 AR"], "behind a number"),
        ("Its list has:\n1. the 2018 AR: x", [], "a number before prose"),
        ("2018 AR: Section A\n2017 AR: y", ["2018 AR", "2017 AR"], "behind a letter"),
        ("2018 annual review: x", ["2018 annual review"], "spelt out, in small letters"),
        ("2018 A.R.: x", ["2018 A.R."], "abbreviated with full stops"),
        ("2018 AR1: x", ["2018 AR"], "a footnote's mark"),
        ("20181 AR: x\n2017² AR: y", ["2018 AR", "2017 AR"], "a footnote's mark behind the year"),
        (
            "2015-20171 ARs: x\n2013 and 20141 ARs: y",
            ["2015-2017 ARs", "2013 and 2014 ARs"],
            "a footnote's mark behind several years",
        ),
        ("2018 AR – x\n2017 AR. y", ["2018 AR", "2017 AR"], "no colon, at the start of lines"),
        (
            "2018 AR Observations by the TCT.\n(2017 AR), According to the Government: x\n2016 ARs YES",
            ["2018 AR", "2017 AR", "2016 ARs"],
            "no sign, before words that open an answer",
        ),
        ("It reports since the\n2018 AR The Government", [], "no sign, in a line that goes on"),
        ("2018 AR reports came late.", [], "no sign, in prose"),
        ("For 2018 AR: x", ["2018 AR"], "with a preposition"),
        ("Under the 2018 AR: x\nIn 2017 AR: y", ["2018 AR", "2017 AR"], "with other prepositions"),
        ("As of 2018 AR: x\nSince the 2017 AR: y", ["2018 AR", "2017 AR"], "with a beginning"),
        ("From 2016 to 2018 ARs: x", ["2016 to 2018 ARs"], "with a span in words"),
        (
            "According to the 2018 AR: x\nAs stated in the 2017 AR: y",
            ["2018 AR", "2017 AR"],
            "cited",
        ),
        ("According to the Government’s 2018 AR: x", ["2018 AR"], "with the Government"),
        ("It was so.\nSince the 2018 AR\nlittle changed.", [], "a line that goes on"),
        ("Since the 2018 AR – which was long – little changed.", [], "a dash in prose"),
        ("since the start of the Annual Reviews (ARs) in 2000: x", [], "years inside prose"),
        ("as said in the\n2017 AR: nothing", [], "prose broken before the year"),
        ("in its 2017 AR: nothing", [], "the middle of a sentence"),
        ("NIL\n2018 AR: x", ["2018 AR"], "behind an answer without a full stop"),
        ("N/A\n2018 AR: x", ["2018 AR"], "behind an answer that ends like an article"),
        ("Undated text\n\n2018 AR: x", ["2018 AR"], "behind a paragraph"),
        ("2018 AR\nx\n\n2017 and 2016 ARs\ny", ["2018 AR", "2017 and 2016 ARs"], "alone on a line"),
        ("AR 2018\nx.\nAR 2017\ny", ["AR 2018", "AR 2017"], "alone on a line, reversed"),
        ("It is as it was in\n2017 AR\nand before.", [], "alone on a line, within a sentence"),
    ],
)
def test_year_prefixes(cell: str, expected: list[str], reason: str) -> None:
    assert [t.value for t in tokenize(cell, FORM) if t.kind == "years"] == expected, reason


SPANS = st.tuples(st.integers(1999, 2030), st.integers(0, 20))


@given(st.lists(SPANS, min_size=1, max_size=4), st.sampled_from(["-", " – ", "–"]))
def test_year_prefixes_of_any_span_are_read_whole(spans: list[tuple[int, int]], dash: str) -> None:
    printed = [f"{a}{dash}{a + n} ARs" if n else f"{a} AR" for a, n in spans]
    cell = "\n".join(f"{prefix}: Answer number {i}." for i, prefix in enumerate(printed))
    tokens = [t for t in tokenize(cell, FORM) if t.kind == "years"]
    assert [t.value for t in tokens] == printed
    assert [years(t.value) for t in tokens] == [tuple(range(a, a + n + 1)) for a, n in spans]


@pytest.mark.parametrize(
    ("cell", "doubtful"),
    [
        ("2020 AR: One.\n2019 AR (two reports were sent in that year): Two.", ["2019 AR"]),
        ("2020 AR: One.\n2019 ARs (two reports were sent in that year): Two.", ["2019 ARs"]),
        ("2020 AR: One, of the employers’ 2018-2019 ARs: Two.", ["2018-2019 ARs:"]),
        ("2020 AR: One, as reported under the 2019 AR: Two.", []),
        ('2020 AR: One.\n"2019 AR: Two."', ["2019 AR:"]),
        ('2020 AR: One.\n","2018-2019 ARs: Two."', ["2018-2019 ARs:"]),
        ("2020 AR: One, as the “2019 AR” says.", []),
        ("2020 AR: One.\n2019 AR1 made-up: Two.", ["2019 AR1"]),
        ("2020 AR: One.\n2018-2019 ARs made-up: Two.", ["2018-2019 ARs"]),
        ("2019: One.\n2018 – Two.", ["2019", "2018"]),
        ("One.\n2018\nTwo.", ["2018"]),
        ("Mills were built in\n2018\nand 2019.\n2018–2020 Plan: one.", []),
        ("2020 AR: The steps are:\n2018: One.", []),
    ],
)
def test_what_only_looks_like_a_year_prefix_is_a_problem(
    baseline: Baseline, cell: str, doubtful: list[str]
) -> None:
    problems = [(p.kind, p.text) for p in baseline(prevention=cell).problems]
    assert problems == [("years_unclear", text) for text in doubtful]


@pytest.mark.parametrize("before", ["Under the", "In", "For", "As stated in the", "Until the"])
def test_words_before_years_are_no_label(baseline: Baseline, before: str) -> None:
    report = baseline(prevention=f"2020 AR: Campaigns were run.\n\n{before} 2019 AR: A campaign.")
    assert report.problems == ()
    said = [(s.years, s.text) for s in report.statements if s.field == "prevention"]
    assert said == [((2020,), "Campaigns were run."), ((2019,), "A campaign.")]


def test_years_that_the_title_does_not_have_are_a_problem(baseline: Baseline) -> None:
    report = baseline(prevention="2021 AR: Campaigns.", protection="2020-2019 ARs: Shelters.")
    assert [(p.kind, p.text) for p in report.problems] == [
        ("years_unclear", "2021 AR:"),
        ("years_unclear", "2020-2019 ARs:"),
    ]
    (backwards,) = [s for s in report.statements if s.field == "protection"]
    assert (backwards.years, backwards.years_as_printed) == ((), "2020-2019 ARs")


@pytest.mark.parametrize(
    ("bracket", "speaker", "party"),
    [
        ("KEF", "KEF", "unknown"),
        ("employers", "employers", "employers"),
        ("the workers", "workers", "workers"),
        ("Employers’ organizations", "employers", "employers"),
        ("employers' organization", "employers' organization", "employers"),
        ("trade unions", "workers", "workers"),
        ("TUC Shkodra", "TUC Shkodra", "workers"),
        ("Confederation of Trade Unions", "Confederation of Trade Unions", "workers"),
        ("Mill Employers’ Federation (MEF)", "Mill Employers’ Federation (MEF)", "employers"),
        ("KEF and the KSH", "KEF and the KSH", "unknown"),
        ("comments by the KEF", "KEF", "unknown"),
        ("as reported by the KEF", "KEF", "unknown"),
        ("TUC comment", "TUC", "workers"),
        ("social partners", "social partners", "unknown"),
        ("employers and workers", "employers and workers", "unknown"),
        ("the Government", "government", "government"),
    ],
)
@pytest.mark.parametrize(
    "years", ["2020 AR ({}):", "(2020 AR ({})):", "AR 2020 ({}) –", "2020 AR({})\n"]
)
def test_a_side_or_organization_in_brackets_behind_years_speaks(
    baseline: Baseline, years: str, bracket: str, speaker: str, party: str
) -> None:
    report = baseline(prevention=f"{years.format(bracket)} A made-up law.\n\n2019 AR: A plan.")
    found = [s for s in report.statements if s.field == "prevention"]
    assert [(s.years, s.speaker, s.party, s.text) for s in found] == [
        ((2020,), speaker, party, "A made-up law."),
        ((2019,), "government", "government", "A plan."),
    ]
    assert bracket not in found[0].years_as_printed
    assert [len(s.items) for s in found] == [speaker == "government", 1]
    assert report.problems == ()


@pytest.mark.parametrize(
    "bracket",
    ["see GB.301/3", "update", "2019 report", "12", "Part II", "II", "C.29", "NAP", "Mill Act",
     "migrant workers", "Migrant workers", "for employers", "reply to the KEF", "except the KEF",
     "Ministry of Labour", "Albania", "Two reports were sent in that year"],
)  # fmt: skip
def test_other_words_in_brackets_behind_years_are_kept_and_a_problem(
    baseline: Baseline, bracket: str
) -> None:
    report = baseline(prevention=f"2020 AR ({bracket}): A made-up law.")
    (found,) = [s for s in report.statements if s.field == "prevention"]
    assert (found.years, found.years_as_printed) == ((2020,), f"2020 AR ({bracket})")
    assert (found.speaker, found.text) == ("government", "A made-up law.")
    assert [(p.kind, p.text) for p in report.problems] == [
        ("years_unclear", f"2020 AR ({bracket}):")
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2020 AR1: A law.", "A law."),
        ("2020 AR (1): A law.", "A law."),
        ("2020 AR1 (the Government): A law.", "A law."),
        ("2020 AR (the Government)1: A law.", "A law."),
        ("2020 AR⁴: A law.", "A law."),
        ("2020⁴ AR: A law.", "A law."),
        ("2020 AR:⁴ A law.", "A law."),
        ("2020 AR:1 A law.", "A law."),
        ("2020 AR:1 “A law.”", "“A law.”"),
        ("2020 AR:1\na) a law; b) a plan.", "a) a law; b) a plan."),
        ("2020 AR:3 mills were closed.", "3 mills were closed."),
        ("2020 AR:12 mills were closed.", "12 mills were closed."),
        ("2020 AR: 3 mills were closed.", "3 mills were closed."),
    ],
)
def test_a_digit_behind_years_is_a_footnote_s_mark_or_stays(
    baseline: Baseline, cell: str, text: str
) -> None:
    report = baseline(prevention=cell)
    assert statements(report, "prevention") == [("2020 AR", "government", text, "text")]
    assert report.problems == ()


def test_a_side_in_brackets_is_no_speaker_where_the_row_is_about_the_right_of_each_side() -> None:
    answers = {"exercise_national": "2005 AR (employers): They can join."}
    text = made_up(answers, "ALBANIA (2000-2008)", "Freedom of association", "principle")
    report = parse.parse(source.from_bytes(text.encode(), "made-up.txt"))
    assert statements(report, "exercise_national") == [
        ("2005 AR (employers)", "government", "They can join.", "text")
    ]
    assert [(p.kind, p.text) for p in report.problems] == [
        ("years_unclear", "2005 AR (employers):")
    ]


def test_an_organization_in_brackets_behind_years_without_an_answer_speaks_in_these_alone(
    baseline: Baseline,
) -> None:
    report = baseline(prevention="2020 AR (KEF):\n2019 AR: A law.")
    assert statements(report, "prevention") == [
        ("2020 AR", "KEF", "", "blank"),
        ("2019 AR", "government", "A law.", "text"),
    ]


# ---- statements ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected", "reason"),
    [
        (
            "Undated text. 2020 AR: New. 2019 AR: Old.",
            [("", "government", "Undated text."), ("2020 AR", "government", "New."),
             ("2019 AR", "government", "Old.")],
            "undated text before dated",
        ),
        (
            "2020 AR: NZCTU comment: Bad.\nBusinessNZ comment: Good.",
            [("2020 AR", "NZCTU", "NZCTU comment: Bad."),
             ("2020 AR", "BusinessNZ", "BusinessNZ comment: Good.")],
            "a second speaker speaks of the same year",
        ),
        (
            "2020 AR: According to the Government: Noted. 2019 AR: Nothing.",
            [("2020 AR", "government", "According to the Government: Noted."),
             ("2019 AR", "government", "Nothing.")],
            "a speaker is named for one year",
        ),
        (
            "Made-up Union comment: 2020 AR: One. 2019 AR: Two.",
            [("2020 AR", "Made-up Union", "One."), ("2019 AR", "Made-up Union", "Two.")],
            "a speaker above the years speaks in all of them",
        ),
        (
            "Employers: Fine. Comments by the workers’ organizations: Bad. In view: x",
            [("", "employers", "Employers: Fine."),
             ("", "workers", "Comments by the workers’ organizations: Bad. In view: x")],
            "other ways to name who speaks",
        ),
        (
            "2020 AR: The Minister made the following comments: none.",
            [("2020 AR", "government", "The Minister made the following comments: none.")],
            "a comment in a sentence has no new speaker",
        ),
        (
            "2020 AR: First union. 2020 AR: Second union.",
            [("2020 AR", "government", "First union."), ("2020 AR", "government", "Second union.")],
            "a year can come twice",
        ),
        ("2020 AR:\n\n2019 AR: Yes.",
         [("2020 AR", "government", ""), ("2019 AR", "government", "Yes.")],
         "a year without an answer"),
        ("2020 AR\nNew.\n2019 AR\nOld.",
         [("2020 AR", "government", "New."), ("2019 AR", "government", "Old.")],
         "years alone on their lines, without a colon"),
        ("YES\n\nCopies were sent to all.", [("", "government", "YES Copies were sent to all.")],
         "a bare yes above its explanation"),
        ("YES, According to the Government: copies were sent.",
         [("", "government", "YES, According to the Government: copies were sent.")],
         "a yes before the row's own speaker"),
        ("2020 AR: NO. According to the Government: nothing was sent.",
         [("2020 AR", "government", "NO. According to the Government: nothing was sent.")],
         "a no before the row's own speaker"),
        ("YES, According to the NCOE: copies came late.",
         [("", "government", "YES,"), ("", "NCOE", "According to the NCOE: copies came late.")],
         "a yes before another speaker"),
        ("NIL\n2020 AR: A bill was drafted.\n2019 AR: NIL",
         [("", "government", "NIL"), ("2020 AR", "government", "A bill was drafted."),
          ("2019 AR", "government", "NIL")],
         "a nil above dated entries"),
        ("1. 2020 AR: A clinic opened.\n2. 2019 AR: A shelter opened.",
         [("2020 AR", "government", "A clinic opened."),
          ("2019 AR", "government", "A shelter opened.")],
         "years that a list numbers"),
        ("2020 AR: The needs: 1. survey; 2. training.\n2019 AR: NIL.",
         [("2020 AR", "government", "The needs: 1. survey; 2. training."),
          ("2019 AR", "government", "NIL.")],
         "a list between years"),
    ],
)  # fmt: skip
def test_statements(
    baseline: Baseline, cell: str, expected: list[tuple[str, str, str]], reason: str
) -> None:
    report = baseline(challenges_government=cell)
    assert [s[:3] for s in statements(report, "challenges_government")] == expected, reason


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Yes.", "yes"),
        ("YES,", "yes"),
        ("Yes: copies were sent.", "yes"),
        ("2020 AR: Yes, the Government did.", "yes"),
        ("No.", "no"),
        ("NO", "no"),
        ("No, not yet.", "no"),
        ("NIL", "nil"),
        ("None.", "nil"),
        ("Not applicable", "nil"),
        ("NIL¹", "nil"),
        ("YES² Copies were sent.", "yes"),
        ("No\n\nHowever, a draft exists.", "no"),
        ("NIL.", "nil"),
        ("", "blank"),
        ("2020 AR:", "blank"),
        ("No impediments are known.", "text"),
        ("No\nimpediments are known.", "text"),
        ("No. 152 of 2006 sets out compensation.", "text"),
        ("Nothing to report.", "text"),
        ("2020 AR: According to the Government: No.", "no"),
        ("YES, According to the Government: copies were sent.", "yes"),
        ("YES\nCopies were sent.", "yes"),
    ],
)
def test_answers(baseline: Baseline, cell: str, answer: str) -> None:
    report = baseline(offer=cell)
    assert [s[3] for s in statements(report, "offer")] == [answer]


# ---- items --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected", "reason"),
    [
        ("The measures include: a) One; b) Two; and c) Three.",
         [("a", "One"), ("b", "Two"), ("c", "Three")], "a lead-in is no item"),
        ("They are: a) One; f) Six; and h) Eight. A sentence follows.",
         [("a", "One"), ("f", "Six"), ("h", "Eight"), ("", "A sentence follows")],
         "letters are the questionnaire's, so they can skip"),
        ("a) One or two; or three; b) Two. And more; c) “Three. Or so.”; d) Four",
         [("a", "One or two; or three"), ("b", "Two. And more"), ("c", "“Three. Or so.”"), ("d", "Four")],
         "items hold semicolons, full stops and quotations"),
        ("a) Act No. 12 on work. Another sentence.",
         [("a", "Act No. 12 on work"), ("", "Another sentence")], "an abbreviation ends no sentence"),
        ("(i) One; (ii) Two; (iii) Three; (iv) Four.",
         [("i", "One"), ("ii", "Two"), ("iii", "Three"), ("iv", "Four")], "roman numbers"),
        ("Courses:\ni. One;\nii. Two;\niii. Three.",
         [("i", "One"), ("ii", "Two"), ("iii", "Three")], "as browsers print them"),
        ("Courses:\nA. One.\nB. Two.", [("A", "One"), ("B", "Two")], "capital letters"),
        ("The steps: 1) One; 2) Two.", [("1", "One"), ("2", "Two")], "numbers"),
        ("h) Eight; i) Nine; j) Ten.", [("h", "Eight"), ("i", "Nine"), ("j", "Ten")],
         "i) after h) is a letter"),
        ("Section 12(b) forbids it, and article 5 a) too.",
         [("", "Section 12(b) forbids it, and article 5 a) too")], "references are no list"),
        ("a) One as under (d) above; b) Two.", [("a", "One as under (d) above"), ("b", "Two")],
         "a reference inside an item"),
        ("A law was passed.", [("", "A law was passed")], "an answer without a list is one item"),
        ("A law was passed in 2019. It includes: a) One; b) Two.",
         [("", "A law was passed in 2019"), ("a", "One"), ("b", "Two")],
         "only the sentence before the list introduces it"),
        ("Yes.", [("", "Yes")], "that there is one is all that is said"),
        ("Yes. The plan: a) One.", [("a", "One")], "a yes before a list"),
        ("The measures include a) One; b) Two.", [("a", "One"), ("b", "Two")],
         "no colon before the list"),
        ("They include a)One; b)Two", [("a", "One"), ("b", "Two")], "no space behind the letter"),
        ("a) One;\n2\nb) Two", [("a", "One; 2"), ("b", "Two")], "a lone page number"),
        ("a) One; b) Two. A second plan covers: a) Three.",
         [("a", "One"), ("b", "Two"), ("a", "Three")], "a second list"),
        ("a) One; b) Two. In addition: c) Three", [("a", "One"), ("b", "Two"), ("c", "Three")],
         "an introduction in the middle of the list"),
        ("The law says: “a) no; b) never.” It has: a) One; b) Two.",
         [("", "The law says: “a) no; b) never.”"), ("a", "One"), ("b", "Two")],
         "a list inside a quotation"),
        ("a) One (with x; and b) yarn); b) Two (see c) below); d) Four",
         [("a", "One (with x; and b) yarn)"), ("b", "Two (see c) below)"), ("d", "Four")],
         "marks inside brackets"),
        ("The Government asked for a) a child labour survey and b) training.",
         [("a", "a child labour survey"), ("b", "training")], "two entries within a sentence"),
        ("The Act names articles 5 a) and b) as its base.",
         [("", "The Act names articles 5 a) and b) as its base")], "two references"),
        ("Courts hear a) and b) cases.", [("", "Courts hear a) and b) cases")], "two names"),
        ("Children (a) under 15 and (b) under 18 are protected.",
         [("", "Children (a) under 15 and (b) under 18 are protected")], "an enumeration in prose"),
        ("The law, section 4 (a) and (b), provides.", [("", "The law, section 4 (a) and (b), provides")],
         "a reference to two letters"),
        ("a) amended section 12(b) of the Act; b) training.",
         [("a", "amended section 12(b) of the Act"), ("b", "training")], "a reference inside an item"),
        ("They apply Article 2 (a); (b) and (c).", [("", "They apply Article 2 (a); (b) and (c)")],
         "references parted by semicolons"),
        ("a) One; b) Two;\nThe Government thanks them.",
         [("a", "One"), ("b", "Two"), ("", "The Government thanks them")], "a new line's sentence"),
        ("1. One\n2. Two", [("1", "One"), ("2", "Two")], "numbers with full stops"),
        ("1. Data. 2. Act No. 3. Funds. 3. Other.",
         [("1", "Data"), ("2", "Act No. 3. Funds"), ("3", "Other")], "on one line"),
        ("Labour inspectors: 12. Fines are paid.",
         [("", "Labour inspectors: 12. Fines are paid")], "a number behind a colon"),
        ("Cases: 1. They were tried.", [("", "Cases: 1. They were tried")], "a number alone"),
        ("The Act was amended. Minimum age: 15.",
         [("", "The Act was amended. Minimum age: 15")], "a number at the end"),
        ("One ruling: R. v. Kato, a fine.", [("", "One ruling: R. v. Kato, a fine")], "a case"),
        ("The plan:\n• One\n• Two", [("", "One"), ("", "Two")], "bullets"),
        ("For: • one; • two; and • three.", [("", "one"), ("", "two"), ("", "three")],
         "bullets in one line"),
        ("- one; - two", [("", "one"), ("", "two")], "dashes in one line"),
        ("• One: - x; - y\n• Two", [("", "One: - x; - y"), ("", "Two")], "dashes within a line of a list"),
        ("The plan: - short - is known.", [("", "The plan: - short - is known")], "dashes in prose"),
        ("1- one; 2- two", [("1", "one"), ("2", "two")], "numbers with dashes"),
        ("1 - one; 2 - two", [("1", "one"), ("2", "two")], "numbers apart from their dashes"),
        ("1/ one; 2/ two", [("1", "one"), ("2", "two")], "numbers with strokes"),
        ("a- one; b- two", [("a", "one"), ("b", "two")], "letters with dashes"),
        ("1° one; 2° two", [("1", "one"), ("2", "two")], "numbers with degree signs"),
        ("1- Training of teachers 2- Training of inspectors 3- Funds",
         [("1", "Training of teachers"), ("2", "Training of inspectors"), ("3", "Funds")],
         "numbers with dashes and nothing between"),
        ("Courses for 2- and 3- year pupils.", [("", "Courses for 2- and 3- year pupils")], "no first one"),
        ("In order of priority, 1. data; 2. funds", [("1", "data"), ("2", "funds")], "behind a comma"),
        ("As of today, 1. May is a holiday.", [("", "As of today, 1. May is a holiday")],
         "one number behind a comma"),
        ("– poverty – gangs – lack of schools.", [("", "poverty"), ("", "gangs"), ("", "lack of schools")],
         "dashes between short entries"),
        ("– The Act – which is old – is known.", [("", "The Act – which is old – is known")],
         "dashes around what is inserted"),
        ("– Act 3 – of 2005 – on work.", [("", "Act 3 – of 2005 – on work")], "inserted without a verb"),
        ("Ages: 14 – light work; 15 – all work.", [("", "Ages: 14 – light work; 15 – all work")], "ages"),
        ("Further: 4- one; 5- two", [("4", "one"), ("5", "two")], "numbers that go on from another list"),
        ("Contact: A. Hoxha; B. Leka.", [("", "Contact: A. Hoxha; B. Leka")], "initials"),
        ("Members: A. Inspectors of mills; B. Judges.", [("A", "Inspectors of mills"), ("B", "Judges")],
         "letters before more than a name"),
        ("Courses: A. Law; B. Safety", [("A", "Law"), ("B", "Safety")], "letters where nobody is named"),
        ("A. Schools were built. B. Roads were made. C. Bridges too.",
         [("A", "Schools were built"), ("B", "Roads were made"), ("C", "Bridges too")],
         "capital letters before sentences of a line"),
        ("a. Schools were built. b. Roads were made.", [("a", "Schools were built"), ("b", "Roads were made")],
         "small letters before sentences of a line"),
        ("I. Schools were built. II. Roads were made. III. Bridges.",
         [("I", "Schools were built"), ("II", "Roads were made"), ("III", "Bridges")],
         "roman numbers before sentences of a line"),
        ("i. Schools were built. ii. Roads were made.", [("i", "Schools were built"), ("ii", "Roads were made")],
         "small roman numbers before sentences of a line"),
        ("The steps: I. Schools were built. II. Roads were made.",
         [("I", "Schools were built"), ("II", "Roads were made")], "roman numbers behind a colon"),
        ("A. Law. It is new. B. Plan by C. Hoxha. C. Aid. It is free.",
         [("A", "Law. It is new"), ("B", "Plan by C. Hoxha"), ("C", "Aid"), ("", "It is free")],
         "several sentences in an entry, and an initial"),
        ("a) One. J. Hoxha led it. b) Two.", [("a", "One. J. Hoxha led it"), ("b", "Two")],
         "an initial in a list of another kind"),
        ("a) One. B. Leka led it. b) Two.", [("a", "One. B. Leka led it"), ("b", "Two")],
         "an initial that would be the next letter"),
        ("1. One. A. Hoxha led it. B. Leka too. 2. Two.",
         [("1", "One. A. Hoxha led it. B. Leka too"), ("2", "Two")], "initials in an entry"),
        ("- One. A. Hoxha led it.\n- Two.", [("", "One. A. Hoxha led it"), ("", "Two")],
         "an initial in an entry with a dash"),
        ("The judge was A. Hoxha. B. Leka was the clerk.",
         [("", "The judge was A. Hoxha. B. Leka was the clerk")], "initials in prose"),
        ("A case was heard. A. Hoxha was fined. B. Leka was not.",
         [("", "A case was heard. A. Hoxha was fined. B. Leka was not")], "initials behind a sentence"),
        ("A. Hoxha was fined. J. Leka was jailed.",
         [("", "A. Hoxha was fined. J. Leka was jailed")], "letters that do not follow"),
        ("A. Schools were built. C. Roads were made.",
         [("", "A. Schools were built. C. Roads were made")], "letters that may be initials"),
        ("The U.S. A. study was made.", [("", "The U.S. A. study was made")], "an abbreviation"),
        ("The steps are as follows: a law; aid (food; beds); and more schools. They began in May.",
         [("", "a law"), ("", "aid (food; beds)"), ("", "more schools"), ("", "They began in May")],
         "a series that is introduced"),
        ("A law was passed. It has the following three aims: peace; work.",
         [("", "A law was passed"), ("", "peace"), ("", "work")], "a series of aims"),
        ("The aims are as follows: peace; these are known.",
         [("", "The aims are as follows: peace; these are known")], "a sentence behind a semicolon"),
        ("The steps: a law; more schools", [("", "The steps: a law; more schools")],
         "a colon that may explain"),
        ("They fell: 1 - 5 in 2005; 2 - 3 in 2006.", [("", "They fell: 1 - 5 in 2005; 2 - 3 in 2006")],
         "spans of numbers"),
        ("The plan: 1 - it is short.", [("", "The plan: 1 - it is short")], "one number with a dash"),
        ("Courses: A. one; B. two", [("A", "one"), ("B", "two")], "capital letters behind a colon"),
        ("1. one 2. two 3. three", [("1", "one"), ("2", "two"), ("3", "three")],
         "numbers with nothing between"),
        ("1. One (x) 2. Two", [("1", "One (x)"), ("2", "Two")], "numbers before capitals"),
        ("The measures of law No. 2. of 1999 hold.", [("", "The measures of law No. 2. of 1999 hold")],
         "a law's number"),
        ("1. Adopted on May 2. It holds. 2. Other", [("1", "Adopted on May 2. It holds"), ("2", "Other")],
         "a day of a month"),
        ("1. One for grade 2. Two for all. 2. Other", [("1", "One for grade 2. Two for all"), ("2", "Other")],
         "a number that the word before it counts"),
        ("A new law;\nFree schools; and\nMore inspectors.",
         [("", "A new law"), ("", "Free schools"), ("", "More inspectors")], "lines closed by semicolons"),
        ("The law is known;\nit is in force.", [("", "The law is known; it is in force")],
         "a sentence that goes on in a new line"),
        ("None.", [], "none is nil"),
        ("There is no plan yet.", [], "prose that says there is none"),
        ("Based on information in GB.282/LILS/7.", [], "a note of the source"),
        ("(Based on the report of 2003)", [], "a note of the source in brackets"),
        ("Source: GB.282/LILS/7", [], "a source"),
        ("See document GB.282/LILS/7.", [], "a reference to the source"),
        ("Idem.", [], "a reference to another answer"),
        ("Same as above.", [], "the answer above"),
        ("Same as in the 2018 AR.", [], "the answer for another year"),
        ("See 2018 AR.", [], "another year"),
        ("See under “Policy, legislation and/or regulations”.", [], "the answer of another row"),
        ("Same as above, and a new law.", [("", "Same as above, and a new law")],
         "more than a reference"),
        ("Based on a survey, inspectors were trained.",
         [("", "Based on a survey, inspectors were trained")], "what a measure is based on"),
        ("Made-up Union comment: Nothing: a) no law; b) no inspector.", [],
         "what others say of the Government is no measure of its"),
        ("No.", [], "no measure"),
        ("No, there is no plan.", [], "why there is none is no measure"),
        ("There is none.", [], "none of what a heading names"),
        ("Monitoring is not carried out for lack of funds.", [], "what is not done"),
        ("The planned seminar could not be held.", [], "what could not be done"),
        ("The Government has taken no measures.", [], "no measure in the middle of a sentence"),
        ("Inspections are not carried out by the police.",
         [("", "Inspections are not carried out by the police")], "who does not do it"),
        ("The Government has taken no measures against unions.",
         [("", "The Government has taken no measures against unions")], "what the State leaves alone"),
        ("The seminar could not be held, but leaflets were printed.",
         [("", "The seminar could not be held, but leaflets were printed")], "what was done instead"),
        ("None besides the Labour Department.", [("", "None besides the Labour Department")], "an exception"),
        ("No seminar was held, but leaflets were printed.",
         [("", "No seminar was held, but leaflets were printed")], "one measure and not the other"),
        ("No, but leaflets were printed.", [], "behind a no"),
        ("There is no plan to save jobs.", [], "a verb that excepts nothing"),
        ("NIL", [], "nothing"),
        ("", [], "blank"),
    ],
)  # fmt: skip
def test_items(baseline: Baseline, cell: str, expected: list[tuple[str, str]], reason: str) -> None:
    report = baseline(prevention=cell)
    (statement,) = [s for s in report.statements if s.field == "prevention"]
    assert [(i.letter, i.text) for i in statement.items] == expected, reason
    assert len({i.id for i in statement.items}) == len(statement.items)


@pytest.mark.parametrize(
    ("answer", "items"),
    [
        ("According to the Government: Poverty; lack of staff; and weak courts.",
         ["Poverty", "lack of staff", "weak courts"]),
        ("Poverty; lack of staff. The Made-up Office helps.",
         ["Poverty", "lack of staff", "The Made-up Office helps"]),
        ("There are two: courts (slow; and far) and distance; customs.",
         ["courts (slow; and far) and distance", "customs"]),
        ("The law is old; it must be revised.", ["The law is old; it must be revised"]),
        ("Strikes are rare; for example, in ports.", ["Strikes are rare; for example, in ports"]),
        ("The law is clear. Courts are slow; customs differ.",
         ["The law is clear. Courts are slow; customs differ"]),
        *((f"{said}.", [said]) for said in (
            "Data are lacking; a survey will be made",
            "Training of inspectors; to be carried out in 2006",
            "Training; funded by the Made-up Office",
            "Project ALB/03: training; equipment",
            "Ratio of inspectors 1:2,000; 40 per cent are trained",
            "Under Articles 3; 4; and 7",
        )),
    ],
)  # fmt: skip
def test_needs_and_challenges_divided_by_semicolons_are_a_list(
    baseline: Baseline, answer: str, items: list[str]
) -> None:
    cell = f"2020 AR: {answer}"
    report = baseline(request=cell, challenges_government=cell, remedies=cell)
    by_field = {
        each.field: [item.text for item in each.items]
        for each in report.statements
        if each.field in ("request", "challenges_government")
    }
    assert by_field == {"request": items, "challenges_government": items}


def test_a_denial_before_a_semicolon_denies_the_whole(baseline: Baseline) -> None:
    report = baseline(
        request="2020 AR: There are no needs; the law is applied.",
        challenges_government="2020 AR: No challenges; the law is applied.",
    )
    assert not any(each.items for each in report.statements)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("The Government has no request for the moment.", []),
        ("The Government has not asked for help.", []),
        ("The Government has not met with any difficulties.", []),
        ("There are no needs except those of the 2018 AR.", []),
        ("The Guild of Mills stated that it met no difficulty.", []),
        ("The Guild of Mills stated that the Government met no difficulty.",
         ["The Guild of Mills stated that the Government met no difficulty"]),
        ("No change report.", []),
        ("No change report.\nTraining of judges.", ["Training of judges"]),
        ("No change report. The Government has no needs.", []),
        ("The Government has not overcome the difficulties of past years.",
         ["The Government has not overcome the difficulties of past years"]),
        ("There are no difficulties except poverty.", ["There are no difficulties except poverty"]),
        ("No, but training would be welcome.", ["training would be welcome"]),
        ("NIL, but the Government will inform the Office in due time.", []),
        ("The Government did not request assistance in 2004 and now requests training.",
         ["The Government did not request assistance in 2004 and now requests training"]),
        ("The Government has not requested assistance. It seeks training.",
         ["The Government has not requested assistance. It seeks training"]),
        ("No, but the Government thanks the ILO for its help.", []),
        ("NIL. The ILO has not only trained but also advised officials.", []),
        ("NIL. The Act covers all but domestic workers.", []),
        ("There are no needs. The Act covers all but domestic workers.", []),
        ("No. It needs no help except from the ILO.", []),
        ("The Government did not report on needs.", []),
        ("The Government stated that there is no need as such.", []),
        ("Same needs as before.", []),
        ("Albania has not requested assistance.", []),
        ("Albania has requested no technical assistance.", []),
        ("Inspectors have not requested assistance.", ["Inspectors have not requested assistance"]),
        *((said, [said]) for said in (
            "There are no difficulties save poverty",
            "None beyond poverty",
            "None besides poverty",
            "None other than the law",
            "There are no problems in law, unlike in practice",
        )),
        ("There are no problems, unlike in previous years.", []),
        ("None other than those of the 2018 AR.", []),
    ],
)  # fmt: skip
def test_a_denial_is_no_need_and_what_it_excepts_is_one(
    baseline: Baseline, cell: str, expected: list[str]
) -> None:
    report = baseline(request=cell, challenges_government=cell)
    for field in ("request", "challenges_government"):
        (statement,) = [s for s in report.statements if s.field == field]
        assert [i.text for i in statement.items] == expected


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        ("EEF did not encounter problems", False),
        ("The Union of Weavers (UOW) does not meet any difficulty in this", False),
        ("The UOW has not met the needs of its members", True),
        ("The Government stated that there is no challenge as such", False),
        ("The UOW is of the opinion that there is no discrimination in work", False),
        ("The UOW stated that there is no discrimination law", True),
        ("The UOW stated that there is no problem, although wages are low", True),
        ("UOW: no comment", False),
        ("UOW: none", False),
        ("UOW: as in 2018 AR", False),
        ("UOW: no inspectors", True),
        ("No labour inspectors", True),
        ("Number of inspectors in the south: none", True),
        ("There is no inspection in the hills", True),
        ("There is no child labour policy", True),
        ("There is no child labour in the hills", False),
        ("No particular challenges or obstacles exist", False),
        ("No case of forced labour was found", False),
        ("There are no major barriers hindering ratification", False),
        ("There are no hindering barriers and few funds", True),
        ("No problem solving skills", True),
        ("The UOW has no problem solving skills", True),
        ("The UOW reported no difficulties", False),
        ("The UOW reported no difficulties in towns and many in the hills", True),
        ("The UOW has not encountered any difficulty in realizing the principle and right", False),
        ("The UOW has not encountered any difficulty in towns and meets many in the hills", True),
        ("The Union of Weavers has met with no obstacles", False),
        ("The Union of Weavers has met with no reply", True),
        ("It has met with no obstacles", False),
        ("Albania has met with no obstacles", False),
        ("Employers have met with no obstacles in dismissing members", True),
        ("Difficulties do not exist", False),
        ("Difficulties do not exist in towns; in the hills they do", True),
        ("Difficulties do not exist only in the hills", True),
        ("No major difficulties have been met", False),
        ("Difficulties have not been overcome", True),
        ("There are none, since forced labour is unknown in the country", False),
        ("There are none in the hills", True),
        ("The UOW is not aware of any difficulty", False),
        ("Employers are not aware of any law", True),
        ("The UOW is not aware of any child labour law", True),
        ("Not aware of any child labour", False),
        ("The UOW is aware of no cases", False),
        ("The principle and right is fully realized in Albania", False),
        ("The principle and right is not fully realized", True),
        ("The principle is fully realized in law", True),
        ("The principle is fully realized in law but not in practice", True),
        ("Forced labour does not exist", False),
        ("Forced labour does not exist as an offence", True),
        ("Forced labour does not exist in the Penal Code", True),
        ("Child labour is unknown in the hills", False),
        ("Child labour is unknown to inspectors", True),
        ("No problems in law, many in practice", True),
        ("No problems in law, as many know", False),
        ("None of the mills has an inspector", True),
        ("None of these exists", False),
        ("None of the members reported a challenge", False),
        ("None of its affiliates has met with any difficulty", False),
        ("None of the mills reported its problems to the inspectors", True),
        ("None of the members has overcome the difficulties", True),
        ("None of the members reported a challenge, but costs are high", True),
        ("None of the workers had a challenge procedure", True),
        ("Nothing is done for children", True),
        ("Nothing prevents ratification", False),
        ("Nothing was reported", False),
        ("No definition of forced labour in the Penal Code", True),
        ("No more forced labour", False),
        ("No difficulties are known, though figures are scarce", True),
    ],
)
def test_a_challenge_that_is_denied_is_none_and_a_lack_is_one(
    baseline: Baseline, cell: str, is_one: bool
) -> None:
    report = baseline(challenges_employers=cell)
    (statement,) = [s for s in report.statements if s.field == "challenges_employers"]
    assert [i.text for i in statement.items] == [cell] * is_one


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        ("The Government is not in a position to offer assistance", False),
        ("The Government cannot provide technical assistance at present", False),
        ("The Government cannot provide assistance to victims", True),
        ("The Government thanks the ILO for its help and has no further request", False),
        ("The Government thanks the ILO for its help and has a further request", True),
        ("The Government has no pending requests", False),
        ("The Government has no inspectors", True),
    ],
)
def test_a_need_that_is_denied_is_none(baseline: Baseline, cell: str, is_one: bool) -> None:
    report = baseline(request=cell, offer=cell)
    for field in ("request", "offer"):
        (statement,) = [s for s in report.statements if s.field == field]
        assert [i.text for i in statement.items] == [cell] * is_one


@pytest.mark.parametrize(
    ("field", "cell", "item"),
    [
        ("request", "None. However, training would help.", "training would help"),
        ("request", "NO. Training of judges would help.", "Training of judges would help"),
        ("request", "Nil; training of judges is needed.", "training of judges is needed"),
        ("request", "NIL. The Government requests made-up kits.", "The Government requests made-up kits"),
        ("request", "No, training would be welcome.", "training would be welcome"),
        ("request", "NO\nTraining of judges is still needed.", "Training of judges is still needed"),
        ("request", "None. There are no needs. However, kits would be useful.", "kits would be useful"),
        ("request", "No. The law covers it. Training is needed.", "Training is needed"),
        ("request", "There are no needs. Training of judges is required.", "Training of judges is required"),
        ("request", "None. There is a need for kits. There is no law.", "There is a need for kits. There is no law"),
        ("offer", "No. Albania could share its kits.", "Albania could share its kits"),
        ("challenges_government", "None. Inspectors lack cars.", "Inspectors lack cars"),
        ("challenges_government", "NIL; inspectors are too few.", "inspectors are too few"),
        ("challenges_government", "No. Courts are slow.", "Courts are slow"),
        ("challenges_government", "There are no challenges. Still, poverty remains a problem.",
         "poverty remains a problem"),
        ("challenges_workers", "None. There is a shortage of judges.", "There is a shortage of judges"),
    ],
)  # fmt: skip
def test_a_sentence_behind_a_denial_that_names_a_need_or_challenge_is_one(
    baseline: Baseline, field: str, cell: str, item: str
) -> None:
    report = baseline(**{field: f"2020 AR: {cell}"})
    assert [i.text for s in report.statements if s.field == field for i in s.items] == [item]
    assert report.problems == ()


@pytest.mark.parametrize("field", ["request", "challenges_government"])
@pytest.mark.parametrize(
    "cell",
    ["None. The Government has no request at present.", "No. The law covers it.",
     "NIL. The Government thanks the ILO.", "NIL. Albania would like to thank the ILO.", "No. Assistance is not needed.",
     "No. None. There are no needs.", "None. See above.", "No, not yet.", "No. Not at present.",
     "None, as the law is clear.", "No, because the principle is applied.",
     "There are no challenges. The Act is in force.",
     "NIL. The Government will provide information in due time.", "No. A made-up project ended in 2004.",
     "NO\nAlbania has made-up agreements with Italy", "No. The social partners are consulted.",
     "NIL. The Convention was ratified in 1957.", "NO\nThe Labour Code is under revision"],
)  # fmt: skip
def test_what_names_no_need_or_challenge_behind_a_denial_is_neither_item_nor_problem(
    baseline: Baseline, field: str, cell: str
) -> None:
    report = baseline(**{field: f"2020 AR: {cell}"})
    assert not any(each.items for each in report.statements)
    assert report.problems == ()


@pytest.mark.parametrize(
    ("field", "cell", "doubtful"),
    [
        ("request", "None. Training of judges.", "Training of judges"),
        ("challenges_government", "NIL. The Act covers all but domestic workers.",
         "The Act covers all but domestic workers"),
        ("request", "NIL\nCapacity building for made-up inspectors", "Capacity building for made-up inspectors"),
        ("challenges_workers", "No. The union was not consulted.", "The union was not consulted"),
        ("request", "Nil. Training would help if asked for.", "Training would help if asked for"),
        *((field, f"None. {said}.", said) for field, said in (
            ("request", "The Government will submit its needs later"),
            ("request", "Made-up guilds can help victims"),
            ("request", "A permit is required"),
            ("request", "Training needs were met in 2004"),
            ("request", "The needs of judges are met"),
            ("request", "Its requests in 2004 were granted"),
            ("challenges_government", "It is difficult to say"),
            ("challenges_government", "The Government is unaware of problems"),
            ("challenges_government", "Complaints are scarce"),
            ("challenges_government", "The Office lacked cars in 2001"),
        )),
        ("challenges_government", "None. Inspectors were beaten.", "Inspectors were beaten"),
        ("challenges_government", "None. The law is known. The difficulties of 2005 were overcome.",
         "The difficulties of 2005 were overcome"),
        ("challenges_government", "None. Inspectors do not lack cars.", "Inspectors do not lack cars"),
        ("challenges_government", "No challenges. There are no inspectors.", "There are no inspectors"),
    ],
)  # fmt: skip
def test_what_may_be_a_need_or_challenge_behind_a_denial_is_a_problem(
    baseline: Baseline, field: str, cell: str, doubtful: str
) -> None:
    report = baseline(**{field: f"2020 AR: {cell}"})
    assert not any(each.items for each in report.statements)
    assert [(p.kind, p.text) for p in report.problems] == [("answer_unclear", doubtful)]


def test_what_stands_between_a_denial_and_a_need_is_a_problem(baseline: Baseline) -> None:
    said = "No. A project ended. The needs of 2004 were met. Training is needed. It is urgent."
    report = baseline(request=said)
    (statement,) = [s for s in report.statements if s.field == "request"]
    assert [i.text for i in statement.items] == ["Training is needed. It is urgent"]
    assert [(p.kind, p.text) for p in report.problems] == [
        ("answer_unclear", "The needs of 2004 were met.")
    ]


@pytest.mark.parametrize(
    "cell",
    ["Not at present.", "Not at this time.", "Not yet.", "Unchanged.", "NIL for the moment.",
     "No change.", "Nothing new.", "Not at the moment.", "Not for now.", "Not so far.",
     "Not for the time being.", "Currently none.", "At present, none.", "For the time being, nil.",
     "None yet.", "Nil so far.", "NIL for 2019.", "No longer.", "Not as yet.", "Not at all.",
     "Nothing further to report.", "Nothing to add.", "No changes since the 2018 AR.",
     "No new developments.", "Unchanged since 2018.", "The situation is unchanged.",
     "The situation remains the same.", "It has not changed since the last report.",
     "The needs remain unchanged.", "Same.", "As before.", "As previously reported.",
     "Already reported.", "As stated above.", "Not known.", "Nil report.", "Never."],
)  # fmt: skip
def test_a_short_whole_answer_that_reports_nothing_is_no_item(
    baseline: Baseline, cell: str
) -> None:
    fields = ("request", "offer", "challenges_government", "challenges_employers", "prevention")
    report = baseline(**dict.fromkeys(fields, f"2020 AR: {cell}"))
    assert not any(each.items for each in report.statements)
    assert report.problems == ()


@pytest.mark.parametrize(
    "cell",
    ["Not enough inspectors", "Not yet trained judges", "Unchanged poverty", "Never enough funds",
     "The law remains unchanged and old", "Not known to inspectors: the law",
     "The situation is unchanged: inspectors lack cars", "Not available to all: schools",
     "The situation has not changed for migrants", "Same lack of inspectors",
     "At present, training is needed", "Not at present, but training would help"],
)  # fmt: skip
def test_what_only_begins_like_such_an_answer_is_an_item(baseline: Baseline, cell: str) -> None:
    report = baseline(request=f"{cell}.", challenges_government=f"{cell}.")
    assert [i.text for s in report.statements for i in s.items] == [cell, cell]


def test_a_measure_that_met_with_no_difficulties_is_one(baseline: Baseline) -> None:
    said = "The Government had no difficulties in adopting the Plan of 2005"
    (statement,) = [s for s in baseline(prevention=said).statements if s.field == "prevention"]
    assert [i.text for i in statement.items] == [said]


TIERS = [
    ("Most important: a) One; Least important: b) Two", [("most_important", "One"), ("less_important", "Two")]),
    ("Very important: a) One. Not so important: a) Two", [("important", "One"), ("less_important", "Two")]),
    ("Most important needs: a) One. Important needs: a) Two", [("most_important", "One"), ("important", "Two")]),
    ("(most important): a) One; (important): a) Two", [("most_important", "One"), ("important", "Two")]),
    ("Most important – a) One; important – b) Two", [("most_important", "One"), ("important", "Two")]),
    ("These are most important: a) One; and important: c) Two", [("most_important", "One"), ("important", "Two")]),
    ("Most important: a) One. The Government offers help.", [("most_important", "One"), ("unspecified", "The Government offers help")]),
    ("Most important: NIL.", []),
    ("1) One (most important); 2) Two (important); 3) Three (less important).", [("most_important", "One"), ("important", "Two"), ("less_important", "Three")]),
    ("a) One – most important; b) Two [important]; c) Three", [("most_important", "One"), ("important", "Two"), ("unspecified", "Three")]),
    ("a) Most important: One; b) (Important) Two", [("most_important", "One"), ("important", "Two")]),
    ("These are most important: a) One; b) Two are less important", [("most_important", "One"), ("most_important", "Two are less important")]),
    ("Most important: a) One on what the ILO says are important", [("most_important", "One on what the ILO says are important")]),
    ("Important: a) One on work that is less important", [("important", "One on work that is less important")]),
    ("Important: a) One; b) Identify which needs are important", [("important", "One"), ("important", "Identify which needs are important")]),
    ("(most important) a) One; b) Two; (important) c) Three.", [("most_important", "One"), ("most_important", "Two"), ("important", "Three")]),
    ("a) Schools are important; b) Two", [("unspecified", "Schools are important"), ("unspecified", "Two")]),
    ("The important: a) One; the not important: b) Two", [("important", "One"), ("unspecified", "Two")]),
    ("Most important need: a) One. Second most important: b) Two", [("most_important", "One"), ("important", "Two")]),
    ("Important: a) One. Third most important: b) Two; c) Three", [("important", "One"), ("unspecified", "Two"), ("unspecified", "Three")]),
    ("Most important: one; two (a; b); and three. Important: four; five.", [("most_important", "one"), ("most_important", "two (a; b)"), ("most_important", "three"), ("important", "four"), ("important", "five")]),
    ("Most important: one; this is urgent.", [("most_important", "one; this is urgent")]),
    ("Most important: one; two. The Government offers help.", [("most_important", "one"), ("most_important", "two"), ("unspecified", "The Government offers help")]),
    ("Priority needs for technical cooperation (most important): one; important: two", [("most_important", "one"), ("important", "two")]),
    ("a) One on cooperation (important): for all; b) Two", [("unspecified", "One on cooperation (important): for all"), ("unspecified", "Two")]),
    ("Priority 1: one. Priority 2: two. Priority 3: three.", [("most_important", "one"), ("important", "two"), ("unspecified", "three")]),
    ("First priority: one; second priority: two", [("most_important", "one"), ("important", "two")]),
    ("One of priority 1 and one of priority 2", [("unspecified", "One of priority 1 and one of priority 2")]),
    ("Most important\n\nData\n\nVery important\n\nTwo", [("most_important", "Data"), ("important", "Two")]),
    ("Needs:\nMost important\n- One\n- Two\nImportant\n- Three", [("most_important", "One"), ("most_important", "Two"), ("important", "Three")]),
    ("MOST IMPORTANT:\na) One;\nb) Two\nIMPORTANT:\na) Three", [("most_important", "One"), ("most_important", "Two"), ("important", "Three")]),
    ("One is what is\nImportant\nfor all.", [("unspecified", "One is what is Important for all")]),
    ("It is important for the country: a) One; b) Two", [("unspecified", "One"), ("unspecified", "Two")]),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), TIERS)
def test_tiers_are_read_however_they_are_put(
    baseline: Baseline, cell: str, expected: list[tuple[str, str]]
) -> None:
    (statement,) = [s for s in baseline(request=cell).statements if s.field == "request"]
    assert [(i.priority, i.text) for i in statement.items] == expected


def test_a_wide_gap_within_an_entry_takes_no_time() -> None:
    text = f"Important: a) One{' ' * 20_000}more"
    (label,) = [field for field in FORM.fields if field.name == "request"]
    span = (0, len(text))
    tokens = tokenize(text, FORM)
    began = time.process_time()
    ((item,), _) = find_items(text, span, 0, tokens, "text", Asked(label, FORM))
    assert time.process_time() - began < 1
    assert item.text == "One more"


def test_a_mark_that_fits_no_list_is_a_problem(baseline: Baseline) -> None:
    report = baseline(prevention="2020 AR: a) One; a) Two; b) Three.")
    assert [(p.kind, p.text) for p in report.problems] == [("list_unclear", "a)")]


def test_a_letter_before_a_sentence_of_a_list_that_does_not_follow_is_a_problem(
    baseline: Baseline,
) -> None:
    report = baseline(prevention="2020 AR: A. One. B. Two. J. Leka led it. C. Three.")
    items = [i.text for s in report.statements for i in s.items]
    assert items == ["One", "Two. J. Leka led it", "Three"]
    assert [(p.kind, p.text) for p in report.problems] == [("list_unclear", "J.")]


def test_tiers_restart_their_lists(baseline: Baseline) -> None:
    cell = (
        "2020 AR: Help is needed: most important: a) One and b) Two; still two. "
        "Important: a) Three. Less important: Four."
    )
    report = baseline(request=cell)
    (statement,) = [s for s in report.statements if s.field == "request"]
    assert [(i.id, i.priority, i.text) for i in statement.items] == [
        ("most_important/a", "most_important", "One"),
        ("most_important/b", "most_important", "Two; still two"),
        ("important/a", "important", "Three"),
        ("less_important/4", "less_important", "Four"),
    ]


WORDS = (
    st.lists(
        st.sampled_from("training of labour inspectors for all, and others in Section 5".split()),
        min_size=1,
        max_size=6,
    )
    .map(" ".join)
    .map(lambda text: "Free " + text.rstrip(",").removesuffix(" and") + " here")
)


@given(
    st.lists(WORDS, min_size=1, max_size=8),
    st.sets(st.sampled_from("abcdefghijkl"), min_size=8, max_size=8),
)
def test_any_list_comes_back_item_by_item(texts: list[str], letters: set[str]) -> None:
    marks = sorted(letters)[: len(texts)]
    cell = "The measures are: " + "; ".join(
        f"{mark}) {text}" for mark, text in zip(marks, texts, strict=True)
    )
    text = made_up({"prevention": cell + "."})
    report = parse.parse(source.from_bytes(text.encode(), "made-up.txt"))
    (statement,) = [s for s in report.statements if s.field == "prevention"]
    assert [(i.letter, i.text) for i in statement.items] == list(zip(marks, texts, strict=True))


# ---- what follows the last answer ---------------------------------------------------------------

FOOT = [
    "Last update: 12 March 2012 ^ top",
    "Copyright © 1996-2012 Made-up Office",
    "Copyright and permissions 1996-2012 Made-up Office of Labour Matters (MOLM) | Disclaimer",
    "Privacy policy | Disclaimer",
]


@pytest.mark.parametrize(
    ("last", "answer", "reason"),
    [
        (["NIL.", *FOOT], "NIL.", "the foot of a printed web page"),
        (["NIL.", "", *FOOT, ""], "NIL.", "below a blank line"),
        (["Update: a bill on child", "labour."], "Update: a bill on child labour.", "an answer"),
        (["The list was", "last updated: 2009."], "The list was last updated: 2009.", "a sentence"),
    ],
)
def test_the_foot_of_a_copied_page_is_no_answer(
    baseline: Baseline, last: list[str], answer: str, reason: str
) -> None:
    report = baseline(offer="\n".join(last))
    assert report.statements[-1].text == answer, reason
    assert [(p.kind, p.text) for p in report.problems] == [
        ("text_unplaced", line) for line in last if line in FOOT
    ]


@pytest.mark.parametrize(
    ("last", "answer", "numbers"),
    [
        (["NIL.", "6"], "NIL.", "6"),
        (["NIL.", "", "- 6 -", *FOOT], "NIL.", "- 6 -"),
        (["", "", "6"], "", "6"),
        (["ILO aid for Convention No.", "29"], "ILO aid for Convention No. 29", ""),
        (["Sums: 5 and", "", "6", "7"], "Sums: 5 and 6", "7"),
    ],
)
def test_a_number_alone_as_the_last_line_is_a_pages(
    baseline: Baseline, last: list[str], answer: str, numbers: str
) -> None:
    report = baseline(offer="\n".join(last))
    assert report.statements[-1].text == answer
    assert [p.text for p in report.problems if p.kind == "page_numbers"] == [numbers] * bool(
        numbers
    )


NOTE = (
    "Country baselines under the ILO Declaration Annual Review are based on the following elements: "
    "reports by the Government, and observations by the Governing Body."
)
WHERE = (
    "For any further information on the realization of this principle and right, see: made.up/books"
)


@pytest.mark.parametrize(
    ("last", "answer", "footnote"),
    [
        (f"2020 AR: Fairs.\n1 {NOTE}", "Fairs.", f"1 {NOTE}"),
        (f"2020 AR: Fairs.\n{NOTE} Made up.", "Fairs.", f"{NOTE} Made up."),
        (f"2020 AR: Fairs. 1 {NOTE}", "Fairs.", f"1 {NOTE}"),
        (f"2020 AR: Fairs.\n\n{WHERE}", "Fairs.", WHERE),
        (f"2020 AR: {WHERE.partition(',')[0]} we ask: books.",
         f"{WHERE.partition(',')[0]} we ask: books.", ""),
        ("2020 AR: For further information on fairs: ask.", "For further information on fairs: ask.", ""),
        ("2020 AR: Fairs on what country baselines are based on.",
         "Fairs on what country baselines are based on.", ""),
        ("2020 AR: Country baselines under the ILO Declaration were printed.",
         "Country baselines under the ILO Declaration were printed.", ""),
    ],
)  # fmt: skip
def test_what_the_office_says_of_all_baselines_is_no_answer(
    baseline: Baseline, last: str, answer: str, footnote: str
) -> None:
    report = baseline(offer=last)
    assert report.statements[-1].text == answer
    assert [(p.kind, p.text) for p in report.problems] == [("footnote", footnote)] * bool(footnote)


def test_an_answer_goes_on_behind_what_the_office_says(baseline: Baseline) -> None:
    report = baseline(prevention=f"2020 AR: Fairs were held.\n{NOTE}\n2019 AR: A fair was held.")
    said = [(s.years, s.text) for s in report.statements if s.field == "prevention"]
    assert said == [((2020,), "Fairs were held."), ((2019,), "A fair was held.")]


# ---- ratification -------------------------------------------------------------------------------


def test_what_a_social_partner_says_of_ratification_is_not_the_countrys_word(
    baseline: Baseline,
) -> None:
    cell = "2020 AR: Under consideration. Made-up Union comment: It is unlikely."
    tables = ar.tidy([baseline("ALBANIA (2020)", ratification_intention=cell)])
    row = tables.ratification.iloc[0]
    assert (row["intention"], row["text"]) == ("under_consideration", "Under consideration.")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Albania has not yet ratified the Protocol.", "not_ratified"),
        ("The Protocol has not been ratified.", "not_ratified"),
        ("Albania has ratified the Protocol.", "ratified"),
        ("Ratified in 2019.", "ratified"),
        ("Albania ratified the Protocol on 3 May 2019.", "ratified"),
        ("It has ratified Convention No. 29; the rest is open.", "unknown"),
        ("No.", "not_ratified"),
        ("", "unknown"),
        ("See above.", "unknown"),
        # other instruments; the Convention's name within the Protocol's own
        ("Albania has ratified the Forced Labour Convention, 1930 (No. 29).", "unknown"),
        ("Both Conventions on forced labour have been ratified.", "unknown"),
        ("The Palermo Protocol was ratified in 2003.", "unknown"),
        (
            "It has ratified the Protocol of 2014 to the Forced Labour Convention, 1930 (No. 29).",
            "ratified",
        ),
        ("Albania, which has ratified C.29, has not ratified the Protocol.", "not_ratified"),
        ("The Protocol to Convention No. 29 has not been ratified.", "not_ratified"),
        (
            "The Protocol is not ratified, as the Protocol needs laws, rules and means.",
            "not_ratified",
        ),
        # said of another time, or with words between
        ("The Protocol will be ratified in 2020.", "unknown"),
        ("Albania has not, however, ratified the Protocol.", "not_ratified"),
        ("It is not clear when it was ratified.", "unknown"),
    ],
)
def test_ratification_status(text: str, status: str) -> None:
    assert classify(text, "ratification_status", FORM, ["P029"]) == {"P029": status}


@pytest.mark.parametrize(
    ("text", "intention"),
    [
        ("There are no impediments and it is likely to be ratified.", "likely"),
        ("The Government intends to ratify the Protocol.", "likely"),
        ("Ratification is unlikely for now.", "unlikely"),
        ("It is not likely.", "unlikely"),
        ("The Government does not intend to ratify.", "not_intended"),
        ("There is no intention to ratify.", "not_intended"),
        ("It doesn’t intend to ratify.", "not_intended"),
        ("The Government will not ratify.", "not_intended"),
        ("It cannot be said whether it will ratify.", "unknown"),
        ("It is unlikely that obstacles exist.", "unknown"),
        ("Ratification is planned for 2020.", "likely"),
        ("The Government is considering whether to ratify.", "under_consideration"),
        ("Ratification is under consideration.", "under_consideration"),
        ("The ministry is examining the Protocol.", "under_consideration"),
        ("No intention was stated.", "unknown"),
        ("See above.", "unknown"),
    ],
)
def test_ratification_intention(text: str, intention: str) -> None:
    assert classify(text, "ratification_intention", FORM, ["P029"]) == {"P029": intention}


YES, NO, OPEN = "ratified", "not_ratified", "unknown"


@pytest.mark.parametrize(
    ("text", "c029", "c105"),
    [
        # lists
        ("It has ratified neither C.29 nor C.105.", NO, NO),
        ("It has ratified neither the Forced Labour Convention, 1930 (No. 29) (C.29), nor the Abolition of Forced Labour Convention, 1957 (No. 105) (C.105).", NO, NO),
        ("Neither Convention No. 29 nor Convention No. 105 has been ratified.", NO, NO),
        ("It has not ratified Conventions Nos. 29 or 105.", NO, NO),
        ("Fiji ratified C029 and C105 in 1974.", YES, YES),
        ("It has ratified Convention No. 29, 1930, and the Convention on Its Abolition (No. 105).", YES, OPEN),
        # one by one
        ("It has ratified Convention No. 29 in 1960 but not Convention No. 105.", YES, NO),
        ("It ratified C.105 in 1966. However, it has not ratified C.29.", NO, YES),
        ("C.29 was ratified in 1960, and C.105 on 3 May 1999.", YES, YES),
        ("While C.29 was ratified in 1960, C.105 was not.", YES, NO),
        ("It has ratified C.29 and intends to ratify C.105.", YES, OPEN),
        ("It has ratified the Forced Labour Convention.", YES, OPEN),
        ("C.29: YES. C.105: NO.", YES, NO),
        ("C.29 – ratified in 1960; C.105 – not ratified", YES, NO),
        ("It has ratified all but C.105.", OPEN, OPEN),
        ("It has not ratified C.105 and C.29 is under study.", OPEN, NO),
        ("C.29 has not been ratified, nor has C.105.", NO, NO),
        ("It has ratified C.29² and C.105³.", YES, YES),
        ("It has ratified C.29² but not C.105.", YES, NO),
        # each with a bracket of its own
        ("C29 (1974), C105 (not ratified)", YES, NO),
        ("C.29 (not ratified) and C.105 (1974).", NO, YES),
        ("C.29 (YES), C.105 (NO)", YES, NO),
        ("C.29 [1974], C.105 [not ratified]", YES, NO),
        ("C.29 (ratified in 1974) / C.105 (not ratified)", YES, NO),
        ("Forced Labour Convention (No. 29) (1974), Abolition of Forced Labour Convention (No. 105) (not ratified)", YES, NO),
        ("C.29 (ratified in 1974), C.105 (under study)", YES, OPEN),
        ("C.29 (1974), C.105 (2001)", YES, YES),
        ("C.29 (denounced in 1990), C.105 (1974)", NO, YES),
        ("It ratified C.29 (1974), C.105 (not ratified).", YES, NO),
        ("C.29 (1974), C.105 – not ratified", YES, NO),
        ("C.29 (ratified in 1974), C.105.", YES, OPEN),
        ("It has ratified C.29 (1974) and C.105 (2001).", YES, YES),
        ("It intends to ratify C.29 (2019) and C.105 (2020).", OPEN, OPEN),
        ("C.29 (1930), C.105 (1957)", OPEN, OPEN),
        ("Neither C.29 (1930) nor C.105 (1957) has been ratified.", NO, NO),
        ("Neither C.29 (forced labour) nor C.105 (abolition) has been ratified.", NO, NO),
        ("C.29 (forced labour) and C.105 (abolition) have not been ratified.", NO, NO),
        ("C.29 (1930) was ratified in 1974, C.105 (1957) was not.", YES, NO),
        # all of them
        ("Neither of the two Conventions has been ratified.", NO, NO),
        ("Both Conventions have been ratified.", YES, YES),
        ("None of the fundamental Conventions is ratified.", NO, NO),
        ("It has not ratified either Convention.", NO, NO),
        ("It has ratified neither.", NO, NO),
        # open
        ("It has been ratified.", OPEN, OPEN),
        ("NO.", OPEN, OPEN),
        ("It has ratified one of the two Conventions.", OPEN, OPEN),
        ("It has ratified all Conventions except C.105.", "ratified", "not_ratified"),
        ("It ratified either C.29 or C.105.", OPEN, OPEN),
        ("C.105 has not been ratified since C.29 was ratified in 1960.", OPEN, OPEN),
        ("It has ratified C.29 and has not, for lack of time and money, ratified C.105.", OPEN, OPEN),
        ("C.29 and C.105 went to Parliament, which ratified the latter in 2003.", OPEN, OPEN),
        ("It will have ratified C.29 in 2010.", OPEN, OPEN),
        ("It has ratified the Conventions on safety.", OPEN, OPEN),
        ("It was ratified by Act No. 29 of 1960.", OPEN, OPEN),
    ],
)  # fmt: skip
def test_each_instrument_of_several_has_its_own_status(text: str, c029: str, c105: str) -> None:
    found = classify(text, "ratification_status", FORM, ["C029", "C105"])
    assert found == {"C029": c029, "C105": c105}


@pytest.mark.parametrize(
    ("text", "c087", "c098"),
    [
        ("YES, there is an intention to ratify C.98 in the near future.", OPEN, "likely"),
        ("Ratification of C.87 and C.98 is under consideration, and a study was begun.", "under_consideration", "under_consideration"),
        ("It intends to ratify neither C.87 nor C.98.", "not_intended", "not_intended"),
        ("Neither C.87 nor C.98 is likely to be ratified.", "unlikely", "unlikely"),
        ("Either C.87 or C.98 will be ratified.", OPEN, OPEN),
        ("NO for C.87; under study for C.98.", "not_intended", "under_consideration"),
        ("Ratification is planned.", OPEN, OPEN),
        ("It is considering whether to ratify the two Conventions.", "under_consideration", "under_consideration"),
    ],
)  # fmt: skip
def test_each_instrument_of_several_has_its_own_intention(text: str, c087: str, c098: str) -> None:
    found = classify(text, "ratification_intention", FORM, ["C087", "C098"])
    assert found == {"C087": c087, "C098": c098}


def test_the_protocol_beside_two_conventions_is_not_one_of_both() -> None:
    text = "Both Conventions were ratified. The Protocol to the Forced Labour Convention was not ratified."
    found = classify(text, "ratification_status", FORM, ["C029", "C105", "P029"])
    assert found == {"C029": YES, "C105": YES, "P029": NO}


# ---- lists in lists, years in prose ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "entries"),
    [
        (
            "Measures: a) campaigns by means of: (i) leaflets; (ii) posters; (iii) films; and b) aid.",
            [("a", "campaigns by means of: (i) leaflets; (ii) posters; (iii) films"), ("b", "aid")],
        ),
        (
            "Measures: a) one; and b) by: (i) two; (ii) three; and (iii) four.",
            [("a", "one"), ("b", "by: (i) two; (ii) three; and (iii) four")],
        ),
        (
            "Measures: h) one; i) two; and j) three.",
            [("h", "one"), ("i", "two"), ("j", "three")],
        ),
        (
            "Measures: (i) one; (ii) two; (iii) three; (iv) four; (v) five.",
            [("i", "one"), ("ii", "two"), ("iii", "three"), ("iv", "four"), ("v", "five")],
        ),
    ],
)
def test_a_list_in_an_entry_belongs_to_the_entry(
    baseline: Baseline, answer: str, entries: list[tuple[str, str]]
) -> None:
    report = baseline(prevention=answer)
    (statement,) = [s for s in report.statements if s.field == "prevention"]
    assert [(item.letter, item.text) for item in statement.items] == entries
    assert report.problems == ()


def test_years_behind_an_article_at_a_lines_end_are_no_doubtful_prefix(baseline: Baseline) -> None:
    answer = "2020 AR: Domestic workers come first, as reported in the\n2019 AR. It is so still."
    assert baseline(prevention=answer).problems == ()


def test_many_statements_in_one_cell_keep_their_own_marks(baseline: Baseline) -> None:
    answer = "\n".join(f"{year} AR: These: a) one of {year}; b) two." for year in (2020, 2019))
    report = baseline(prevention=answer)
    found = [s for s in report.statements if s.field == "prevention"]
    assert [(s.years, [i.text for i in s.items]) for s in found] == [
        ((2020,), ["one of 2020", "two"]),
        ((2019,), ["one of 2019", "two"]),
    ]


# ---- boxes to tick ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "text", "answer"),
    [
        ("☒ Yes ☐ No", "☒ Yes", "yes"),
        ("☐ Yes ☒ No", "☒ No", "no"),
        ("☐ Yes\n☑ No", "☑ No", "no"),
        ("Yes ☒ No ☐", "Yes ☒", "yes"),
        ("Yes ☐ No ☒", "No ☒", "no"),
        ("☑ Yes □ No", "☑ Yes", "yes"),
        ("[x] Yes [ ] No", "[x] Yes", "yes"),
        ("( ) Yes (X) No", "(X) No", "no"),
        ("(☐) Yes (☒) No", "(☒) No", "no"),
        ("✓ Yes ☐ No", "✓ Yes", "yes"),
        ("☒ Yes ☐ No. Inspectors were trained.", "☒ Yes Inspectors were trained.", "yes"),
        ("☐\nYes\n☒\nNo", "☒ No", "no"),
        ("Yes. ☒ No. ☐", "Yes. ☒", "yes"),
        ("☐ Yes ☐ No", "", "blank"),
        ("Yes No", "", "blank"),
        ("NO / YES", "", "blank"),
        ("Choose an item.", "", "blank"),
        ("Click or tap here to enter text.", "", "blank"),
        ("Choisissez un élément.", "", "blank"),
        ("Elija un elemento.", "", "blank"),
        ("Klicken Sie hier, um Text einzugeben.", "", "blank"),
        ("Выберите элемент.", "", "blank"),
        ("单击或点击此处输入文字。", "", "blank"),
        ("The form says: elija un elemento de la lista.", None, "text"),
        ("☐ Inspectors of all districts were trained\n☐ a court was founded", None, "text"),
        ("□ Yes, in all districts\n□ a court was founded", None, "text"),
        ("✓ Inspectors were trained\n□ a court was founded", None, "text"),
        ("■ Yes, in a district\n■ No court was founded", None, "text"),
        ("☒ Yes. No court was founded", None, "yes"),
    ],
)
def test_only_what_is_ticked_is_an_answer(
    baseline: Baseline, printed: str, text: str | None, answer: str
) -> None:
    report = baseline(prevention=f"2019 AR: {printed}")
    said = " ".join(printed.split()) if text is None else text
    assert statements(report, "prevention") == [("2019 AR", "government", said, answer)]
    unticked = [p.text for p in report.problems if p.kind == "not_ticked"]
    assert bool(unticked) == (text is not None)


@pytest.mark.parametrize(
    ("printed", "text", "answer"),
    [
        ("Yes\n☐\nNo\n☒", "No ☒", "no"),
        ("Yes\n\n☒\n\nNo\n\n☐", "Yes ☒", "yes"),
        ("Yes\nNo\n☐\n☒", "No ☒", "no"),
        ("Yes No\n☐ ☒", "No ☒", "no"),
        ("Yes ___ No _X_", "No _X_", "no"),
        ("Yes: ____   No: __x__", "No: __x__", "no"),
        ("___ Yes   _X_ No", "_X_ No", "no"),
        ("Yes: No: X", "No: X", "no"),
        ("Yes No X", "No X", "no"),
        ("X Yes No", "X Yes", "yes"),
        ("□ Yes ✓ No", "✓ No", "no"),
        ("✓ Yes □ No", "✓ Yes", "yes"),
        ("□ Yes ✔ No □ Under consideration", "✔ No", "no"),
        ("○ Yes ● No", "● No", "no"),
        ("■ Yes □ No", "■ Yes", "yes"),
        ("Yes ___ No _X_ In 2018, one.", "No _X_ In 2018, one.", "no"),
        ("Yes ☐ No ☒ One had been planned.", "No ☒ One had been planned.", "no"),
        ("Yes ☒ No ☐ One was trained.", "Yes ☒ One was trained.", "yes"),
        ("✓ Yes ✗ No", "✓ Yes", "yes"),
        ("✗ Yes ✓ No", "✓ No", "no"),
        ("☑ Yes ✗ No", "☑ Yes", "yes"),
        ("☑ Yes ☒ No", "", "blank"),  # a cross in a box may be a mark too
        ("✓ Yes ☒ No", "", "blank"),
        ("Yes ☑ No ☒", "", "blank"),
        ("☑ Yes ☒ No ☐ Under consideration", "", "blank"),
        ("☒ Yes ☒ No One was trained.", "One was trained.", "text"),
        ("Yes\n\n✗\n\nNo\n\n✓", "No ✓", "no"),
        ("✓ Yes ✓ No", "", "blank"),
        ("Yes\nNo\nX", "", "blank"),  # in cells, X can stand below Yes or beside No
        ("Yes X No", "", "blank"),
        ("☒ Yes ☒ No", "", "blank"),
        ("Yes ___ No ___", "", "blank"),
    ],
)
def test_a_choice_between_yes_and_no_is_what_its_mark_shows_or_nothing(
    baseline: Baseline, printed: str, text: str, answer: str
) -> None:
    report = baseline(prevention=printed)
    assert statements(report, "prevention") == [("", "government", text, answer)]
    assert {p.kind for p in report.problems} == {"not_ticked"}
    assert "☒" not in {item.text for statement in report.statements for item in statement.items}


@pytest.mark.parametrize(
    ("others", "answer"),
    [
        (["☐ Yes ☒ No"], "☒ No"),
        (["☑ Yes ☐ No", "Yes ☐ No ☑"], "☑ Yes"),
        (["☑ Yes ☐ No", "☒ Yes ☐ No"], ""),
        (["☒ Yes ☑ No"], ""),
    ],
)
def test_other_choices_show_whether_a_check_mark_or_a_cross_marks_what_is_chosen(
    baseline: Baseline, others: list[str], answer: str
) -> None:
    fields = dict(zip(("protection", "remedies"), others, strict=False))
    report = baseline(prevention="2019 AR: ☑ Yes ☒ No 2018 AR: One was trained.", **fields)
    (first, second) = statements(report, "prevention")
    assert (first[2], second[2]) == (answer, "One was trained.")
    assert "not_ticked" in {p.kind for p in report.problems}


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ("<td>Yes<td>☐<td>No<td>☒", "No ☒"),
        ("<td>Yes<td>☒<tr><td>No<td>☐", "Yes ☒"),
        ("<td>Yes<td>No<tr><td>☐<td>☒", "No ☒"),
    ],
)
def test_boxes_and_their_words_can_have_cells_of_their_own(cells: str, text: str) -> None:
    title, subject, _, *lines = made_up({"reporting_obligations": "NIL"}).splitlines()
    rows = "".join(
        f"<tr><td rowspan={cells.count('<tr>') + 1}>{line}{cells}"
        if line.startswith("Measures taken or envisaged to prevent")
        else f"<tr><td>{line}<td>NIL<td><td><td>"
        for line in lines
        if line and line != "NIL"
    )
    page = f"<title>Made up</title><p>{title}<p>{subject}<table>{rows}</table>"
    report = parse.parse(source.from_bytes(page.encode(), "made-up.html", source.HTML))
    assert [s.text for s in report.statements if s.field == "prevention"] == [text]


@pytest.mark.parametrize("left", ["/ No", "2019 AR: / No", "No /", "or no"])
def test_what_stood_between_yes_and_no_before_one_was_struck_out_is_no_answer(
    baseline: Baseline, left: str
) -> None:
    (statement,) = statements(baseline(prevention=left), "prevention")
    assert statement[2:] == (left.strip("/ ").split()[-1], "no")


def test_a_placeholder_over_several_lines_of_a_cell_is_left_out_and_named_once() -> None:
    lines = tuple(map(Line, ("2019 AR: Cliquez ou appuyez ici", "pour entrer du", "texte.")))
    extract = ticked_only(Extract((Row((Cell(0, 1, lines),), 1),)))
    (row,) = extract.blocks
    assert isinstance(row, Row)
    kept = [line.text.replace("\u2060", "") for line in row.cells[0].lines]
    assert kept == ["2019 AR:", "", ""]
    placeholder = "Cliquez ou appuyez ici pour entrer du texte."
    assert [(note.kind, note.line.text) for note in extract.notes] == [("placeholder", placeholder)]


def test_each_year_has_its_own_boxes(baseline: Baseline) -> None:
    report = baseline(prevention="2020 AR: ☒ Yes ☐ No 2019 AR: ☐ Yes ☒ No")
    assert statements(report, "prevention") == [
        ("2020 AR", "government", "☒ Yes", "yes"),
        ("2019 AR", "government", "☒ No", "no"),
    ]


@pytest.mark.parametrize("bullet", list("•▪○■□❖➢►✓→o☐"))
def test_bullets_of_any_shape_make_a_list(baseline: Baseline, bullet: str) -> None:
    entries = ("Inspectors of a district were trained", "a made-up court was founded")
    report = baseline(prevention="2019 AR:\n" + "\n".join(f"{bullet} {entry}" for entry in entries))
    found = next(s for s in report.statements if s.field == "prevention")
    assert [item.text for item in found.items] == list(entries)
