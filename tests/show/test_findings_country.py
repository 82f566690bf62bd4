"""Sentences of a country's page: true and good English at zero, one, some and all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import nbformat
import pytest

import annual_review as ar
from annual_review import analysis, show
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.show.findings import country
from annual_review.tables import Tables
from tests.conftest import PROJECT, made_up

Baseline = Callable[..., Report]
RATIFICATION, MEASURES, NEEDS, CHALLENGES, ORGANIZATIONS, ANSWERS = range(6)


def said(which: int, *reports: Report) -> str:
    return show.country_findings(ar.tidy(reports))[which].text


def principle(title: str = "ALBANIA (2009-2010)", **answers: str) -> Report:
    text = made_up(answers, title, "Freedom of association (FACB)", "principle")
    return parse(from_bytes(text.encode(), "made-up.txt"))


def test_of_azerbaijan_they_say_what_a_reader_of_the_report_would(tables: Tables) -> None:
    found = show.country_findings(tables)
    assert [each.text for each in found] == [
        "By 2018 Azerbaijan had not ratified the Protocol of 2014. It considered ratification likely,"
        " as in 2017.",
        "In 2018 it named 30 measures (23 in 2017) in five of nine areas, most in prevention (10),"
        " protection of victims (9) and access to remedies (9). They cover 29 topics, nine more than"
        " in 2017. Of the measures, 28 repeat options of the questionnaire word for word.",
        "In 2018 it asked the ILO most urgently for “Vocational training …” and “Exchange of"
        " experiences between countries or regions …”, and less urgently for “Awareness-raising and"
        " mobilization activities” and two more.",
        "In 2018 it reported no challenges: all three cells are blank.",
        "In 2017 it said that employers’ and workers’ organizations were involved in reporting; in"
        " 2018 it did not say. They made no observations: both cells are answered “no”.",
        "In 2018 it answered 11 of the 20 questions, left eight blank and answered one for other"
        " years only.",
    ]


def ratified(report: Report, rows: list[tuple[str, int, str, str]]) -> str:
    """The sentence on made-up rows: instrument, year, status, intention."""
    tables = ar.tidy([report])
    frame = tables.ratification.iloc[[0] * len(rows)].reset_index(drop=True)
    columns = ["instrument", "year", "status", "intention"]
    for column, values in zip(columns, zip(*rows, strict=True), strict=True):
        frame[column] = list(values)
    frame = frame.astype(tables.ratification.dtypes.to_dict())
    return show.country_findings(replace(tables, ratification=frame))[RATIFICATION].text


NOT, YES = "not_ratified", "ratified"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("C087", 2010, YES, "likely")], "By 2010 Albania had ratified Convention No. 87."),
        (
            [("C087", 2010, YES, "unknown"), ("C098", 2010, YES, "unknown")],
            "By 2010 Albania had ratified both Convention No. 87 and Convention No. 98.",
        ),
        (
            [("C087", 2010, NOT, "not_intended"), ("C098", 2010, NOT, "not_intended")],
            "By 2010 Albania had ratified neither Convention No. 87 nor Convention No. 98. It did not"
            " intend to ratify.",
        ),
        (
            [("C087", 2010, NOT, "likely"), ("C098", 2010, NOT, "not_intended")],
            "By 2010 Albania had ratified neither Convention No. 87 nor Convention No. 98. It"
            " considered ratification of Convention No. 87 likely. It did not intend to ratify"
            " Convention No. 98.",
        ),
        (
            [("C087", 2010, YES, "unknown"), ("C098", 2010, NOT, "unknown")],
            "By 2010 Albania had ratified Convention No. 87, but not Convention No. 98. It stated no"
            " clear intention.",
        ),
        (
            [("C087", 2010, "unknown", "unknown")],
            "Whether Albania had ratified Convention No. 87 is not clear from its words. It stated no"
            " clear intention.",
        ),
        (
            [("C087", 2009, NOT, "likely"), ("C087", 2010, "unknown", "unknown")],
            "By 2009, the last year that it tells, Albania had not ratified Convention No. 87. In"
            " 2009, when it last said, it considered ratification likely.",
        ),
        (
            [("C087", 2009, NOT, "unlikely"), ("C087", 2010, NOT, "under_consideration")],
            "By 2010 Albania had not ratified Convention No. 87. It was considering ratification;"
            " before that it had considered it unlikely.",
        ),
    ],
)
def test_ratification_is_told_instrument_by_instrument(
    rows: list[tuple[str, int, str, str]], sentence: str
) -> None:
    assert ratified(principle(), rows) == sentence


def test_an_intention_held_for_long_is_told_with_its_first_year() -> None:
    rows = [("C087", year, NOT, "likely") for year in (2006, 2008, 2010)]
    rows.insert(1, ("C087", 2007, NOT, "unknown"))
    sentence = ratified(principle("ALBANIA (2006-2010)"), rows)
    assert sentence.endswith("considered ratification likely, as in all clear answers since 2006.")


@pytest.mark.parametrize(
    ("prevention", "sentence"),
    [
        ("", "It answered none of the nine questions on measures."),
        ("No.", "In 2020 it answered one of the nine questions on measures and named none."),
        ("2020 AR: Campaigns for farmers.", "In 2020 it named one measure, on prevention."),
        (
            "2020 AR: Information on rights for farmers. 2019 AR: No.",
            "In 2020 it named one measure (none in 2019), on prevention.",
        ),
        (
            "2020 AR: a) Campaigns; b) Basic social security guarantees; 2019 AR: a) Posters; b) Films;",
            "In 2020 it named two measures (as many as in 2019), on prevention. They cover two"
            " topics, one more than in 2019. Of the measures, one repeats an option of the"
            " questionnaire word for word.",
        ),
        (
            "Campaigns for farmers.",
            "In 2020 it named one measure (as many as in 2019), on prevention. It is given"
            " without a year and counts for every year.",
        ),
        (
            "a) Campaigns for farmers; b) Films for farmers.",
            "In 2020 it named two measures (as many as in 2019), on prevention. All of them are"
            " given without a year and count for every year. They cover one topic, as many as in"
            " 2019.",
        ),
        (
            "2019 AR: Campaigns for farmers.",
            "In 2020 it answered none of the nine questions on measures. In 2019 it named one"
            " measure, on prevention.",
        ),
    ],
)
def test_measures_at_none_one_and_some(baseline: Baseline, prevention: str, sentence: str) -> None:
    assert said(MEASURES, baseline(prevention=prevention)) == sentence


def test_areas_with_as_many_measures_as_others_are_not_said_to_have_most(
    baseline: Baseline,
) -> None:
    four = dict.fromkeys(["prevention", "protection", "remedies", "cooperation"], "One thing.")
    assert "in four of nine areas." in said(MEASURES, baseline(**four))
    more = "a) One thing; b) Another thing."
    found = said(MEASURES, baseline(**{**four, "protection": more}))
    assert (
        "five measures in four of nine areas, most in protection of victims (2)."
        in found.replace(" (as many as in 2019)", "")
    )


def test_many_years_are_summed_up_by_the_least_and_the_most(baseline: Baseline) -> None:
    answers = [f"{year} AR: a) One; b) Two;" for year in (2020, 2019, 2018, 2017)]
    answers += ["2016 AR: a) One; b) Two; c) Three;", "2015 AR: No."]
    found = said(MEASURES, baseline("ALBANIA (2015-2020)", prevention=" ".join(answers)))
    assert found.endswith(
        "They cover two topics, as many as in 2019. Since 2015 it named no measures at the least (in "
        "2015) and three at the most (in 2016)."
    )


def test_other_subjects_are_told_by_questions_and_laws_and_not_by_measures() -> None:
    report = principle(
        constitution="Yes.",
        policy_legislation="2010 AR: The Labour Code, No. 12 of 1997, and the Wages Act.",
    )
    assert said(MEASURES, report) == (
        "In 2010 it answered two of the 13 questions on recognizing and exercising the principle."
        " Laws that it named: Labour Code, No. 12 of 1997; Wages Act."
        " The kinds of action that it reported most often: “Law” (1)."
    )
    assert said(MEASURES, principle()).startswith("It answered none of the 13 questions on")


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        ("", "In 2020 it named no needs: the cell is blank."),
        ("No.", "In 2020 it named no needs: the cell is answered “no”."),
        (
            "2019 AR: Statistics.",
            "In 2020 it named no needs: the cell answers for other years only. It last asked the ILO"
            " in 2019, for help of the kind “Data and research”, without saying how urgently.",
        ),
        (
            "2020 AR: most important: a) Legal advice.",
            "In 2020 it asked the ILO most urgently for “Legal advice”.",
        ),
        (
            "2020 AR: a) Data; b) Legal advice; c) Films; d) Boats; e) Radios;",
            "In 2020 it asked the ILO for “Data”, “Legal advice”, “Films” and two more, without"
            " saying how urgently.",
        ),
        (
            "2020 AR: A helicopter.",
            "In 2020 it asked the ILO for help (“A helicopter”), without saying how urgently.",
        ),
    ],
)
def test_needs_at_none_one_and_some(baseline: Baseline, request_: str, sentence: str) -> None:
    assert said(NEEDS, baseline(request=request_)) == sentence


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"challenges_government": "NIL.", "challenges_workers": "2019 AR: Low wages."},
            "In 2020 it reported no challenges: one cell is blank, one answers for other years only"
            " and one is answered “nil”. Earlier some were named by workers (last in 2019).",
        ),
        (
            {"challenges_government": "Few inspectors."},
            "In 2020 challenges were named by the Government; the other two cells are blank.",
        ),
        (
            dict.fromkeys([f"challenges_{p}" for p in ("government", "employers", "workers")], "Money."),
            "In 2020 challenges were named by the Government, workers and employers.",
        ),
    ],
)  # fmt: skip
def test_challenges_at_none_one_and_all(
    baseline: Baseline, cells: dict[str, str], sentence: str
) -> None:
    found = said(CHALLENGES, baseline(**cells))
    told, _, about = found.partition(" They are about “")
    assert told == sentence
    assert bool(about) == ("were named by" in sentence.partition(" Earlier")[0])


def test_a_cell_in_which_others_speak_is_said_to_be_answered_by_them(baseline: Baseline) -> None:
    union = "2020 AR: Observations by the Made-up Trade Union Congress (MTUC)."
    report = baseline(
        workers_observations=union,
        challenges_employers="2020 AR: MTUC comment: Few inspectors.",
        challenges_government="2020 AR: There are no challenges.",
    )
    assert said(CHALLENGES, report).startswith(
        "In 2020 challenges were named by workers; the employers’ cell is answered by others and"
        " the Government’s cell is answered without naming any."
    )


def test_observations_are_told_with_the_names_of_who_made_them(baseline: Baseline) -> None:
    found = said(
        ORGANIZATIONS,
        baseline(
            social_partner_involvement="2020 AR: No.",
            workers_observations="2019 AR: Observations by the Union of Drivers.",
        ),
    )
    assert found == (
        "In 2020 it answered “no” to whether employers’ and workers’ organizations were involved in"
        " reporting. The last observations, in 2019, came from the Union of Drivers."
    )
    nothing = said(ORGANIZATIONS, baseline())
    assert nothing.startswith("It did not say whether employers’ and workers’ organizations were")
    assert nothing.endswith("They made no observations: both cells are blank.")


def test_all_questions_answered_and_years_without_a_report(baseline: Baseline) -> None:
    gap = said(ANSWERS, baseline("ALBANIA (2010-2011)"), baseline("ALBANIA (2014-2014)"))
    assert gap == (
        "In 2014 it answered one of the 20 questions and left 19 blank. No report covers 2012–2013;"
        " what happened then is not known."
    )
    fields = [each.name for each in analysis.form_fields("P029")]
    full = baseline(**dict.fromkeys(fields, "Yes, in a made-up way."))
    assert said(ANSWERS, full) == "In 2020 it answered all 20 questions."


def test_every_sentence_leads_to_a_heading_of_the_notebook(tables: Tables) -> None:
    cells = nbformat.read(PROJECT / "notebooks" / "02-country.ipynb", as_version=4).cells
    lines = [line for cell in cells for line in cell.source.splitlines()]
    assert {f"## {each.section}" for each in show.country_findings(tables)} <= set(lines)


def test_a_long_need_is_cut_at_a_word_and_said_to_be_cut() -> None:
    assert (
        country._beginning("Boats, and more of them, " + "and more " * 9)
        == "Boats, and more of them …"
    )
    assert country._beginning("x" * 70) == "x" * 60 + " …"


@pytest.mark.parametrize(
    ("name", "within"),
    [("Azerbaijan", "Azerbaijan"), ("United Arab Emirates", "the United Arab Emirates")],
)
def test_states_have_an_article_where_english_has_one(name: str, within: str) -> None:
    assert show.state(name) == within


def test_rows_that_a_document_lacks_are_not_said_to_name_nothing() -> None:
    begun = made_up({}, "ALBANIA (2019-2020)").partition("CHALLENGES")[0]
    report = parse(from_bytes(begun.encode(), "made-up.txt"))
    assert said(NEEDS, report) == "What it needs is not in the document, which lacks that row."
    lacking = "Its challenges are not in the document, which lacks those rows."
    assert said(CHALLENGES, report) == lacking


def test_rows_of_the_bodies_of_the_ilo_are_no_questions_to_the_country() -> None:
    # the form has 26 rows; in two of them, Expert-Advisers and the Governing Body write
    report = principle("ALBANIA (2010-2010)", monitoring="2010 AR: Inspections.")
    assert said(ANSWERS, report) == "In 2010 it answered two of the 24 questions and left 22 blank."


def test_a_need_without_a_year_is_not_said_to_be_named_in_every_year() -> None:
    undated = principle("ALBANIA (2000-2008)", request="Statistics.")
    assert "years covered" not in said(NEEDS, undated)
    once = principle("ALBANIA (2000-2008)", request="2004 AR: Statistics.")
    assert said(NEEDS, once).endswith("It named needs in one of the nine years covered.")


def test_what_an_organization_says_in_a_cell_is_not_said_of_the_country(baseline: Baseline) -> None:
    report = baseline(
        request="2020 AR: MTUC comment: The MTUC requests training.",
        social_partner_involvement="2020 AR: MTUC comment: No, it was not consulted.",
        workers_observations="2020 AR: Observations by the Made-up Trade Union Congress (MTUC).",
    )
    assert said(NEEDS, report) == "In 2020 it named no needs: the cell is answered by others."
    assert said(ORGANIZATIONS, report).startswith("It did not say whether employers’ and workers’")
