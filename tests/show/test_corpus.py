"""The sentences and the map that 01-corpus opens with, at no, one, few and many States."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

import annual_review as ar
from annual_review import analysis, countries, show
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.show.picture import Picture
from annual_review.show.tiles import _tiles
from annual_review.tables import Tables
from tests.conftest import made_up

Baseline = Callable[..., Report]


def said(tables: Tables, year: int = 0) -> list[str]:
    chosen = analysis.reports_of_year(tables, year)
    answers, topics = analysis.reporting(tables), analysis.coded_items(tables, "measure", chosen)
    return [each.text for each in show.corpus_findings(tables, chosen, answers, topics, year)]


def test_one_baseline_is_told_as_one(tables: Tables) -> None:
    found = said(tables)
    actions = found.pop(3)
    assert actions.startswith("The kinds of action that it reports most often for 2018 are “Law” (")
    assert found == [
        "The data hold one baseline, that of Azerbaijan on the Protocol of 2014, for 2017 and 2018.",
        "On its reporting obligations for 2018, the Government answers “yes”.",
        "It answers 11 of 20 questions for 2018: eight cells are blank and one answers for other"
        " years only.",
        "Its measures for 2018 are on 29 of the codebook’s 31 topics; none is on “Enforcement of the law”"
        " and “Systematic and coordinated action”.",
        "In the baseline on the Protocol, no measure for 2018 was coded to article 2(c)(ii) (labour"
        " inspection and other services that enforce the law).",
    ]


def test_a_few_states_are_named_and_their_years_compared(baseline: Baseline) -> None:
    tables = ar.tidy(
        [
            baseline("ALBANIA (2019-2020)", prevention="2020 AR: Free legal aid for victims."),
            baseline("BRAZIL (2020-2020)", reporting_obligations="No.", prevention="No."),
        ]
    )
    held, obligations, answers, actions, topics, articles = said(tables)
    assert held == (
        "The data hold two baselines of Albania and Brazil, on the Protocol of 2014, for 2019 and"
        " 2020. For 2020, Albania and Brazil have a baseline, one more than for 2019."
    )
    assert obligations == (
        "On its reporting obligations for 2020, the Government answers “yes” in one of 2 baselines"
        " and “no” in one."
    )
    assert answers.startswith("The baselines answer 10% of the questions for 2020, most often ")
    assert actions.startswith("Of 2 States that answer on measures for 2020, ")
    assert topics.startswith("The only topic named is “Legal aid” (1 of 2); none on ")
    assert articles.startswith(
        "In the two baselines on the Protocol, no measure for 2020 was coded to articles "
    )
    assert said(tables, 2019)[0].endswith("2020. For 2019, Albania has a baseline.")
    (nothing,) = said(tables, 2018)
    assert nothing.endswith("2020. No baseline is for 2018.")


def test_a_topic_named_least_often_is_not_among_those_named_most(baseline: Baseline) -> None:
    both = "2020 AR: a) Free legal aid for victims. b) Penalties for traffickers were raised."
    more = " c) Leaflets on safe migration. d) Shelters for victims. e) A hotline for migrants."
    more += " f) Training of prosecutors on forced labour. g) Compensation funds for victims."
    tables = ar.tidy(
        [
            baseline("ALBANIA (2020-2020)", prevention=both + more),
            baseline("CHILE (2020-2020)", prevention="2020 AR: Free legal aid for victims."),
        ]
    )
    lead = "Of 2 States that answer on forced labour for 2020, most name measures on “Legal aid”"
    (topics,) = (each for each in said(tables) if " States that answer on forced labour" in each)
    assert topics.startswith(f"{lead} (2); fewest on ")


def test_what_is_true_of_two_is_true_of_both(baseline: Baseline) -> None:
    four = "a) Free legal aid. b) Shelters for victims. c) Hotlines. d) Compensation funds."
    own = {"reporting_obligations": "Yes.", "prevention": f"2020 AR: {four}"}
    titles = ("ALBANIA (2020-2020)", "CHILE (2020-2020)")
    _, obligations, *_, topics, _ = said(ar.tidy([baseline(each, **own) for each in titles]))
    assert obligations.endswith("answers “yes” in both baselines.")
    assert " topics are named by both States for 2020; none on " in topics


def test_topics_as_frequent_as_one_left_out_are_not_named_as_the_most(baseline: Baseline) -> None:
    measures = "2020 AR: a) Free legal aid for victims. b) Leaflets on safe migration. c) Shelters"
    more = "; d) Compensation funds for victims. e) A hotline for migrants."
    tables = ar.tidy(
        [
            baseline("ALBANIA (2020-2020)", prevention=measures + more),
            baseline("CHILE (2020-2020)", prevention="2020 AR: Free legal aid for victims."),
            baseline("FIJI (2018-2019)", prevention="2019 AR: Free legal aid for victims."),
        ]
    )
    *_, topics, articles = said(tables)
    lead = "Of 3 States that answer on forced labour for their last year, most name measures on"
    assert topics.startswith(f"{lead} “Legal aid” (3); ")
    assert "no measure for their last year was coded to articles 1(1), " in articles
    assert "(sanction" not in articles, "too many to say of each what it is about"
    assert said(tables)[0].partition(". ")[0].endswith("for 2018–2020")


def test_no_answer_on_measures_is_not_no_measure(baseline: Baseline) -> None:
    tables = ar.tidy([baseline("ALBANIA (2020-2020)"), baseline("CHILE (2020-2020)")])
    assert "No question on measures is answered." in said(tables)


@pytest.fixture(scope="module")
def all_states() -> Tables:
    """Azerbaijan's baseline as if it were that of every member State, and of Macao."""
    report = ar.read("data/sources/azerbaijan-p029-2017-2018.txt")
    members = [(each.iso3, each.name) for each in countries.members()]
    every = [*members, ("MAC", "Macao")]
    return ar.tidy(dataclasses.replace(report, iso3=iso3, name=name) for iso3, name in every)


def test_all_states_are_counted_and_territories_told_apart(all_states: Tables) -> None:
    held, obligations, answers, actions, topics, articles = said(all_states)
    assert held == (
        "The data hold 188 baselines of all 187 member States of the ILO and of Macao, on the"
        " Protocol of 2014, for 2017 and 2018."
        " For 2018, 188 countries and territories have a baseline, as many as for 2017."
    )
    assert obligations.endswith("answers “yes” in all 188 baselines.")
    assert answers.startswith("The baselines answer 55% of the questions")
    assert actions.startswith(
        "Of 188 States that answer on measures for 2018, all report action of the kinds “Law”, “"
    )
    assert topics == (
        "29 topics are named by all 188 States for 2018; none on “Enforcement of the law” and “Systematic"
        " and coordinated action”."
    )
    assert "the 188 baselines on the Protocol" in articles


def test_every_member_state_has_a_tile_of_its_own_beside_its_region() -> None:
    tiles = _tiles()
    assert set(tiles) == {each.iso3 for each in countries.members()}
    assert len(set(tiles.values())) == 187


def test_the_map_shades_by_share_and_sums_up_by_region_in_words(
    tables: Tables, all_states: Tables
) -> None:
    answers = analysis.reporting(tables)
    shares = analysis.answered(answers, answers["iso3"])  # 23 of 40
    picture = show.tile_map(tables, shares, "A title", "questions answered")
    assert isinstance(picture, Picture)
    assert picture.alt == (
        "A title. Africa: none of 54 States. Americas: none of 35 States. Arab States: none of 11"
        " States. Asia and the Pacific: none of 36 States. Europe and Central Asia: 1 of 51 States,"
        " 57% of questions answered."
    )
    legend = [text.get_text() for text in picture.legends[0].texts]
    assert legend == ["41–60%", "no baseline"]
    (axes,) = picture.axes
    fills = {patch.get_facecolor() for patch in axes.patches}
    assert len(axes.patches) == 187
    assert len(fills) == 2
    every = analysis.reporting(all_states)
    picture = show.tile_map(all_states, analysis.answered(every, every["iso3"]), "A title", "a")
    assert "Other: 1 of 1 territories" in picture.alt
    assert "MAC" in [text.get_text() for text in picture.axes[0].texts]


def test_bars_show_the_largest_and_smallest_and_say_how_many_are_between(tables: Tables) -> None:
    topics = analysis.coded_items(tables, "measure", analysis.reports_of_year(tables))
    named = analysis.states_by_topic(tables, topics).cells[["All"]].assign(of=2)
    picture = show.share_bars(named, "A title", "Topic", "Share", most=2, least=1)
    assert isinstance(picture, Picture)
    assert picture.alt.startswith("A title. Awareness raising: 1 of 2; ")
    assert f"; {len(named) - 3} between these; " in picture.alt
    long = named.rename({named.index[0]: "a name of so many words that it takes three lines"})
    higher = show.share_bars(long, "A title", "Topic", "Share", most=2, least=1)
    assert isinstance(higher, Picture)
    more = higher.get_figheight() - picture.get_figheight()
    assert more == pytest.approx(0.3), "two lines of 0.15 inches, for one bar and not for each"
    alone = show.share_bars(named.assign(of=1), "A title", "Topic", "Share")
    assert (
        repr(alone)
        == "Not drawn: “A title”. With only one State or baseline, there are no shares to draw."
    )
    nothing = show.share_bars(named.assign(of=0), "A title", "Topic", "Share")
    assert repr(nothing) == "A title: nothing to show."


def test_one_year_is_no_picture_of_years(tables: Tables) -> None:
    counts = analysis.states_by_year(tables).cells
    alone = show.stacked_by_year(counts.head(1), "A title", "States")
    assert repr(alone) == "Not drawn: “A title”. There is only one year."
    ones = show.stacked_by_year(counts, "A title", "States")
    assert repr(ones) == "Not drawn: “A title”. No year has more than one."


def test_the_one_of_several_states_that_answers_is_named(baseline: Baseline) -> None:
    tables = ar.tidy(
        [baseline("ALBANIA (2020)", protection="Free legal assistance."), baseline("FIJI (2020)")]
    )
    kinds, topics = said(tables)[3:5]
    assert kinds.startswith("The kinds of action that Albania reports most often for 2020 are ")
    assert topics.startswith(
        "The measures of Albania for 2020 are on 1 of the codebook’s 31 topics"
    )


def test_blank_and_answered_questions_of_one_baseline_add_up() -> None:
    cells = {"monitoring": "2010 AR: Inspections."}
    text = made_up(cells, "ALBANIA (2010)", "Freedom of association (FACB)", "principle")
    tables = ar.tidy([parse(from_bytes(text.encode(), "made-up.txt"))])
    # 26 rows, of which Expert-Advisers and the Governing Body write two
    assert said(tables)[2] == "It answers 2 of 24 questions for 2010: 22 cells are blank."


def test_no_baseline_at_all_is_said(tables: Tables) -> None:
    assert said(analysis.tables_on(tables, subject="CL")) == ["The data hold no baseline."]
