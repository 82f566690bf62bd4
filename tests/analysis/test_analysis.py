"""What the analyses say about Azerbaijan, which is never more than the documents say."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis
from annual_review.analysis import NO_LABEL, AnalysisError
from annual_review.analysis.changes import SAME_ITEM, similarity
from annual_review.analysis.codes import alpha, coded_measures
from annual_review.analysis.protocol import articles_of
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.codebook import protocol_articles
from annual_review.forms.questionnaire import forms
from annual_review.tables import HandCoding, Tables
from tests.conftest import PROJECT, made_up

Baseline = Callable[..., Report]
AZE = "AZE-P029-2017-2018"


def test_blank_no_and_not_stated_are_kept_apart(tables: Tables) -> None:
    laid = analysis.answers_by_year(tables).cells
    assert laid.loc["offer"].tolist() == ["blank", "blank"]
    assert laid.loc["employers_observations"].tolist() == ["no", "no"]
    assert laid.loc["social_partner_involvement"].tolist() == ["yes", "not stated"]
    assert laid.loc["prevention"].tolist() == ["text", "text"]


def test_what_is_said_without_a_year_is_marked(tables: Tables) -> None:
    frame = analysis.reporting(tables).set_index(["field", "year"])
    assert not frame.loc[("reporting_obligations", 2017), "dated"]
    assert frame.loc[("prevention", 2017), "dated"]


def test_a_label_that_the_document_lacks_is_not_a_blank_cell(azerbaijan: Report) -> None:
    statements = tuple(s for s in azerbaijan.statements if s.field != "offer")
    lacking = Report(**{**vars(azerbaijan), "statements": statements})
    laid = analysis.answers_by_year(ar.tidy([lacking])).cells
    assert laid.loc["offer"].tolist() == ["no label", "no label"]


@pytest.mark.parametrize(
    ("subject", "cells", "absent"),
    [
        ("Discrimination (DISC)", {}, {"compulsory_education", "minimum_age"}),
        ("Child labour (CL)", {"minimum_age": "15."}, {"exercise_national", "exercise_international"}),
    ],
)  # fmt: skip
def test_rows_that_a_subject_s_table_does_not_have_are_not_said_to_be_missing(
    subject: str, cells: dict[str, str], absent: set[str]
) -> None:
    text = made_up(cells, "ALBANIA (2009-2010)", subject, "principle")
    for field in absent:
        label = next(each for form in forms() for each in form.fields if each.name == field)
        text = text.replace(f"{label.printed}\n", "")
    tables = ar.tidy([parse(from_bytes(text.encode(), "made-up.txt"))])
    assert absent.isdisjoint(analysis.reporting(tables)["field"])
    assert NO_LABEL not in set(analysis.reporting(tables)["answer"])


def test_of_several_answers_in_a_cell_the_one_that_says_most_counts(baseline: Baseline) -> None:
    report = baseline(workers_observations="2020 AR: No. 2020 AR: The second union objects.")
    laid = analysis.answers_by_year(ar.tidy([report])).cells
    assert laid.loc["workers_observations"].tolist() == ["not stated", "text"]


def test_items_of_a_blank_cell_are_unknown_and_of_a_no_none(baseline: Baseline) -> None:
    tables = ar.tidy([baseline(prevention="2020 AR: a) One; b) Two.", protection="No.")])
    before, now = (analysis.areas(tables, year).set_index("field") for year in (2019, 2020))
    named = [year["measures"]["prevention"] for year in (before, now)]
    assert named == [pd.NA, 2]
    assert [year["measures"]["protection"] for year in (before, now)] == [0, 0]
    assert all(pd.isna(year["measures"]["remedies"]) for year in (before, now))


def measures_in(tables: Tables, field: str) -> list[int]:
    """How many measures an answer names, year by year, without the years in which it names none."""
    counts = analysis.items_by_question(tables)
    return counts.loc[counts["field"] == field, "items"].tolist()


def test_items_of_azerbaijan(tables: Tables) -> None:
    assert measures_in(tables, "prevention") == [7, 10]
    assert measures_in(tables, "protection") == [6, 9]
    assert measures_in(tables, "remedies") == [8, 9]


# Read from the document: which codes the 2018 report names anew, keeps in other words, or no longer
# names, by the letters of 2017 and 2018 (- for a sentence without letter).
CHANGED = {
    ("prevention", "added"): {
        "prevention.due_diligence",
        "prevention.root_causes",
        "prevention.education",
        "prevention.association",
        "prevention.social_security",
    },
    ("prevention", "dropped"): {"prevention.enforcement", "remedies.compensation"},
    ("prevention", "kept"): {"prevention.migration"},
    ("remedies", "added"): {"remedies.non_prosecution", "remedies.other"},
    ("protection", "added"): {
        "protection.identification",
        "protection.material",
        "protection.children",
        "protection.migrants",
    },
    ("protection", "kept"): {
        "protection.medical",
        "protection.rehabilitation",
        "protection.privacy",
    },
    ("protection", "reworded"): {"protection.legal", "protection.accommodation"},
}


@pytest.mark.parametrize(("field", "change"), CHANGED)
def test_changes_are_those_that_a_reader_sees(tables: Tables, field: str, change: str) -> None:
    changed = analysis.changes(tables, "AZE", 2017, 2018)
    found = changed[(changed["field"] == field) & (changed["change"] == change)]
    assert set(found["code"]) == CHANGED[field, change]


def test_measures_that_share_a_topic_only_are_not_the_same(tables: Tables) -> None:
    changed = analysis.changes(tables, "AZE", 2017, 2018).set_index(["field", "code"])
    # 2017 has the Constitution, booklets and seminars where 2018 ticks the questionnaire's options
    other = changed.index[changed["change"] == "same_topic"]
    assert set(other) == {
        ("prevention", f"prevention.{topic}") for topic in ("legislation", "awareness", "capacity")
    }


def test_a_reader_agrees_on_what_is_the_same_measure() -> None:
    with (PROJECT / "tests" / "gold" / "same-measure.csv").open(encoding="utf-8") as lines:
        pairs = list(csv.DictReader(lines))
    agreed = [
        (similarity(pair["text_from"], pair["text_to"]) >= SAME_ITEM) == (pair["same"] == "yes")
        for pair in pairs
    ]
    assert (sum(agreed), len(agreed)) == (74, 76), "as the docstring of SAME_ITEM says"


def test_measures_that_no_code_covers_are_compared_one_by_one(baseline: Baseline) -> None:
    report = baseline(
        prevention="2019 AR: a) Qwxz kvjq zzkx vqqj; b) Jjxq wvzk."
        " 2020 AR: a) Zzkx qwxz kvjq vqqj; b) Xkkz vwjj; c) Jjxq wvzk."
    )
    tables = ar.tidy([report])
    changed = analysis.changes(tables, "ALB", 2019, 2020)
    assert set(changed["code"]) == {"prevention.other"}
    assert dict(zip(changed["change"], changed["letter_to"].fillna("-"), strict=True)) == {
        "kept": "c", "reworded": "a", "added": "b",
    }  # fmt: skip
    (pair,) = analysis.reworded(tables, changed)[["id_from", "id_to"]].to_numpy().tolist()
    assert [each.rpartition("/")[0][-1] for each in pair] == ["1", "2"]


def test_of_several_measures_on_a_topic_those_that_are_alike_are_paired(baseline: Baseline) -> None:
    report = baseline(
        protection="2019 AR: a) Shelter homes in the capital; b) Hostels for rescued women."
        " 2020 AR: a) Hostels for women who were rescued; b) Temporary lodging in guest houses."
    )
    tables = ar.tidy([report])
    changed = analysis.changes(tables, "ALB", 2019, 2020)
    assert changed["change"].tolist() == ["reworded"]
    pairs = analysis.reworded(tables, changed)
    assert pairs[["text_from", "text_to"]].to_numpy().tolist() == [
        ["Hostels for rescued women", "Hostels for women who were rescued"]
    ]


def test_texts_of_items_stand_line_by_line(baseline: Baseline) -> None:
    tables = ar.tidy([baseline(remedies="2020 AR: a) One; b) Two.")])
    a, b = (f"ALB-P029-2019-2020/remedies/1/{letter}" for letter in "ab")
    ids = pd.Series([f"{b} {a}", pd.NA], dtype="string")
    assert analysis.texts_of(tables, ids).tolist() == ["Two\nOne", ""]


def test_an_item_that_stands_word_for_word_in_both_years_is_kept(tables: Tables) -> None:
    changed = analysis.changes(tables, "AZE", 2017, 2018).set_index(["field", "code"])
    aid = changed.loc[("remedies", "remedies.legal_aid")]
    assert (aid["change"], aid["similarity"], aid["letter_to"]) == ("kept", 1.0, "b")
    assert aid["text_from"].startswith("Free legal assistance / The Center for Assistance")
    recruitment = changed.loc[("prevention", "prevention.recruitment")]
    assert recruitment["change"] == "reworded"
    assert 0.6 < recruitment["similarity"] < 1


def test_a_code_that_moved_to_another_cell_is_said_to_stand_there(tables: Tables) -> None:
    changed = analysis.changes(tables, "AZE", 2017, 2018).set_index(["field", "code"])
    # 2017 d) under prevention, the compensation resolution; 2018 e) under remedies
    compensation = changed.loc[("prevention", "remedies.compensation")]
    assert compensation[["change", "elsewhere", "id_elsewhere"]].tolist() == [
        "dropped", "remedies", f"{AZE}/remedies/1/e",
    ]  # fmt: skip
    # the State Labour Inspectorate of 2017 stands nowhere in 2018, due diligence nowhere in 2017
    assert changed.loc[("prevention", "prevention.enforcement"), "elsewhere"] == ""
    assert changed.loc[("prevention", "prevention.due_diligence"), "elsewhere"] == ""
    # in both years of one cell: nothing is said of other cells
    assert changed.loc[("prevention", "prevention.migration"), "elsewhere"] == ""


def test_codes_are_necessarily_kept_where_the_answer_is_repeated(
    tables: Tables, baseline: Baseline
) -> None:
    changed = analysis.changes(tables, "AZE", 2017, 2018)
    once = changed[changed["repeated"] == "one answer for both years"]
    assert set(once["field"]) == {"policy_or_plan", "cooperation"}
    assert set(changed["repeated"]) == {"one answer for both years", ""}
    copied = baseline(prevention="2020 AR: Poster campaigns. 2019 AR: Poster campaigns.")
    assert analysis.changes(ar.tidy([copied]), "ALB", 2019, 2020)["repeated"].tolist() == [
        "answer copied"
    ]


def test_items_that_no_code_covers_are_not_the_same_measure(baseline: Baseline) -> None:
    report = baseline(prevention="2020 AR: Qwxz kvjq zzkx. 2019 AR: Jjxq wvzk vqqj.")
    changed = analysis.changes(ar.tidy([report]), "ALB", 2019, 2020)
    assert changed["code"].tolist() == ["prevention.other"] * 2
    assert changed["change"].tolist() == ["added", "dropped"]


def test_articles_are_covered_by_what_the_measures_say(tables: Tables) -> None:
    frame = analysis.protocol_coverage(tables).set_index(["article", "year"])
    silent = {key for key, covered in frame["covered"].items() if not covered}
    # 2017 names no due diligence, root causes or non-prosecution, 2018 no labour inspection
    assert silent == {("2(e)", 2017), ("2(f)", 2017), ("4(2)", 2017), ("2(c)(ii)", 2018)}
    recruitment = frame.loc[("2(d)", 2018)]
    assert recruitment["items"] == 1
    assert recruitment["measure_ids"] == "AZE-P029-2017-2018/prevention/1/c"
    assert len(frame) == 2 * len(protocol_articles())


def test_measures_of_which_none_answers_to_an_article_cover_none(baseline: Baseline) -> None:
    report = baseline(prevention="2019 AR: Several made-up things were done in the province.")
    (item,) = ar.tidy([report]).measures["measure_id"]
    tables = ar.tidy([report], coded_by_hand((item, "prevention.other", "A")))
    assert not analysis.protocol_coverage(tables)["covered"].any()
    assert articles_of(coded_measures(tables)).empty


def test_articles_that_share_a_code_say_so(tables: Tables) -> None:
    frame = analysis.protocol_coverage(tables).set_index(["article", "year"])
    assert analysis.shared_codes() == {"prevention.awareness": ["2(a)", "2(b)"]}
    shared = frame.loc[("2(b)", 2017), ["codes", "shared_with"]].tolist()
    assert shared == ["prevention.awareness", "2(a)"]
    assert frame.loc[("2(a)", 2017), "shared_with"] == "2(b)"
    assert set(frame.loc[frame["shared_with"] != ""].index.get_level_values(0)) == {"2(a)", "2(b)"}


def test_every_number_of_azerbaijan_knows_what_it_rests_on(tables: Tables) -> None:
    grids = [
        analysis.answers_by_field(analysis.reporting(tables)),
        analysis.answers_by_year(tables),
        analysis.states_by_topic(
            tables, analysis.coded_items(tables, "measure", analysis.reports_of_year(tables))
        ),
        analysis.states_by_article(
            tables, analysis.coded_items(tables, "measure", analysis.reports_of_year(tables))
        ),
        analysis.topics_by_year(tables),
        analysis.changes_by_field(analysis.changes(tables, "AZE", 2017, 2018)),
    ]
    known = {
        *tables.statements["statement_id"], *tables.measures["measure_id"], *tables.needs["need_id"],
    }  # fmt: skip
    for cells, ids in grids:
        assert cells.size
        assert cells.index.equals(ids.index)
        assert list(cells.columns) == list(ids.columns)
        values = zip(cells.to_numpy().flat, ids.to_numpy().flat, strict=True)
        for value, names in values:
            assert set(names.split()) <= known
            assert names or pd.isna(value) or value == 0, value
    prevention = analysis.areas(tables, 2017).set_index("field")["measure_ids"]["prevention"]
    assert prevention.split() == [f"{AZE}/prevention/2/{letter}" for letter in "abcdefg"]
    blank = analysis.answers_by_field(analysis.reporting(tables)).ids.loc["offer", "blank"]
    assert blank == f"{AZE}/offer/1"


@pytest.fixture(scope="module")
def with_a_gap(baseline: Baseline) -> Tables:
    """Albania with reports for 2010 to 2012 and 2017 to 2018, Brazil for all years between."""
    old = baseline(
        "ALBANIA (2010-2012)",
        prevention="2012 AR: Poster campaigns. 2011 AR: No.",
        request="2011 AR: Statistics.",
    )
    new = baseline(
        "ALBANIA (2017-2018)",
        prevention="2018 AR: Poster campaigns. 2017 AR: Poster campaigns.",
        request="2018 AR: Statistics.",
    )
    return ar.tidy([old, new, baseline("BRAZIL (2010-2018)", prevention="2014 AR: Campaigns.")])


def test_a_year_without_a_report_is_not_a_year_without_measures(with_a_gap: Tables) -> None:
    albania = analysis.select(with_a_gap, "ALB", "P029")
    covered = [2010, 2011, 2012, 2017, 2018]
    assert analysis.years(albania) == covered
    assert analysis.without_report(albania) == [2013, 2014, 2015, 2016]
    assert analysis.in_ranges(covered) == "2010–2012, 2017–2018"
    counted = analysis.measures_by_year(albania)
    assert counted["year"].tolist() == covered
    assert counted["measures"].tolist() == [pd.NA, 0, 1, 1, 1]
    assert list(analysis.answers_by_year(albania).cells.columns) == covered
    assert set(analysis.protocol_coverage(albania)["year"]) == set(covered)
    own = analysis.reporting(albania)
    answered = analysis.answered(own, own["year"])["answered"]
    assert answered.index.tolist() == covered
    assert answered.loc[[2010, 2011, 2012]].tolist() == [1, 3, 2]
    by_year = analysis.states_by_year(with_a_gap).cells
    assert by_year["Americas"].tolist() == [1] * 9
    in_europe = by_year["Europe and Central Asia"]
    assert in_europe.index[in_europe > 0].tolist() == covered
    assert analysis.repeated_answers(albania)["years"].tolist() == [
        "2012, 2017, 2018",
        "2011, 2018",
    ]
    with pytest.raises(AnalysisError, match="no report for 2014"):
        analysis.changes(with_a_gap, "ALB", 2012, 2014)
    with pytest.raises(AnalysisError, match="no report for 2014"):
        analysis.changes(albania, "ALB", 2014, 2017)


def coded_by_hand(*codings: tuple[str, str, str]) -> list[HandCoding]:
    return [HandCoding(item, code, coder, "2020-01-01", "", "") for item, code, coder in codings]


def test_what_a_person_codes_overrides_the_rules(azerbaijan: Report) -> None:
    item = "AZE-P029-2017-2018/prevention/2/a"
    tables = ar.tidy([azerbaijan], coded_by_hand((item, "prevention.education", "XY")))
    measure = tables.measures.set_index("measure_id").loc[item]
    assert measure["code"] == "prevention.education"
    codings = tables.codings[tables.codings["item_id"] == item]
    first = codings[codings["primary"] & (codings["scheme"] == "measure")]
    assert first[["coder", "method"]].to_numpy().tolist() == [["XY", "manual"]]
    assert set(codings["coder"]) == {"XY", "rules"}
    coded = coded_measures(tables)
    assert coded.loc[coded["measure_id"] == item, "code"].tolist() == ["prevention.education"]
    listed = analysis.measures_as_printed(tables).set_index("measure_id")
    assert listed.loc[item, "codes"] == "prevention.education"


def test_a_need_for_several_years_is_listed_once_as_printed(azerbaijan: Report) -> None:
    tables = ar.tidy([azerbaijan])
    listed = analysis.needs_as_printed(tables)
    assert listed["need_id"].tolist() == tables.needs["need_id"].drop_duplicates().tolist()
    assert set(listed["years"]) == {"2018 AR", "2017 AR"}
    assert listed["place"].str.startswith("characters ").all()


def test_alpha_is_1_of_the_same_codes_and_unknown_of_one_person() -> None:
    codes = "aabb"
    assert alpha([], []) is None
    assert alpha("1234", codes) is None
    assert alpha("1234" * 2, codes * 2) == 1
    # by hand: values A 5, B 3; observed disagreement 2/8, expected 2*5*3/(8*7); 1 - (1/4)/(30/56)
    assert alpha("1234" * 2, codes + "aaba") == pytest.approx(1 - 0.25 * 56 / 30)


@pytest.mark.parametrize(
    ("coders", "expected"),
    [
        # section B: nominal data, two observers, no missing data
        (["aabbdcccedda", "babbbccceddd"], 0.692),
        # section C: nominal data, any number of observers, missing data
        (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743),
    ],
)
def test_alpha_is_that_of_krippendorffs_own_examples(coders: list[str], expected: float) -> None:
    given = [(str(n), code) for each in coders for n, code in enumerate(each) if code != "."]
    found = alpha([item for item, _ in given], [code for _, code in given])
    assert found == pytest.approx(expected, abs=0.0005)


def test_of_two_reports_that_cover_a_year_the_later_one_speaks(
    azerbaijan: Report, baseline: Baseline
) -> None:
    later = baseline("AZERBAIJAN (2018-2019)", prevention="2019 AR: Qwxz. 2018 AR: Jjxq wvzk.")
    both = ar.tidy([azerbaijan, later])
    laid = analysis.answers_by_year(analysis.select(both, "AZE", "P029")).cells
    assert list(laid.columns) == [2017, 2018, 2019]
    assert measures_in(both, "prevention") == [7, 1, 1]
    changed = analysis.changes(both, "AZE", 2017, 2018)
    assert changed.loc[changed["change"] == "added", "text_to"].tolist() == ["Jjxq wvzk"]


def test_what_is_said_without_a_year_counts_only_in_the_reports_own_years(
    azerbaijan: Report, baseline: Baseline
) -> None:
    earlier = baseline("AZERBAIJAN (2010-2011)", prevention="Campaigns.", request="Advice.")
    both = ar.tidy([azerbaijan, earlier])
    assert measures_in(both, "prevention") == [1, 1, 7, 10]
    assert set(analysis.changes(both, "AZE", 2017, 2018)["id_to"].dropna().str[:18]) == {
        "AZE-P029-2017-2018"
    }
    assert analysis.needs(both, "P029", 2018)["text"].str.contains("Advice").sum() == 0
    assert analysis.needs(both, "P029")["year"].tolist()[:2] == [2010, 2011]


def test_a_cell_that_is_silent_for_a_year_drops_nothing(baseline: Baseline) -> None:
    report = baseline(prevention="2019 AR: Campaigns.", protection="2020 AR: Shelters.")
    changed = analysis.changes(ar.tidy([report]), "ALB", 2019, 2020)
    assert changed["change"].tolist() == ["unanswered", "unanswered"]


@pytest.mark.parametrize("years", [(2016, 2018), (2017, 2019)])
def test_a_year_without_a_report_is_refused(tables: Tables, years: tuple[int, int]) -> None:
    with pytest.raises(AnalysisError, match="expected one of 2017, 2018"):
        analysis.changes(tables, "AZE", *years)


def test_countries_have_the_ilo_s_names_and_regions(azerbaijan: Report, baseline: Baseline) -> None:
    macao = dataclasses.replace(azerbaijan, iso3="MAC", name="Macao")
    tables = ar.tidy([macao, baseline(title="VIETNAM (2019-2020)")])
    assert analysis.country_names(tables) == {"MAC": "Macao", "VNM": "Viet Nam"}
    assert analysis.regions(tables)["VNM"] == "Asia and the Pacific"
    assert list(analysis.regions(tables).items())[-1] == ("MAC", "Other")
    assert len(analysis.select(tables, "VNM", "P029").countries) == 188


def test_a_country_without_a_report_is_refused(tables: Tables) -> None:
    with pytest.raises(AnalysisError, match=r"no report of ALB .* expected one of AZE-P029"):
        analysis.select(tables, "ALB", "P029")


def test_one_answer_for_two_years_is_said_to_be_so(tables: Tables, baseline: Baseline) -> None:
    repeated = analysis.repeated_answers(tables)
    assert repeated["field"].tolist() == ["ratification_intention", "policy_or_plan", "cooperation"]
    assert set(repeated["how"]) == {"one answer for several years"}
    copied = baseline(prevention="2020 AR: The same words. 2019 AR: The same words.")
    assert analysis.repeated_answers(ar.tidy([copied]))["how"].tolist() == ["copied"]


def test_search_narrows_by_country_field_years_and_words(tables: Tables) -> None:
    assert len(analysis.search(tables)) == 24
    assert analysis.search(tables, iso3="ALB").empty
    found = analysis.search(tables, fields=["prevention"], span=(2017, 2017), undated=False)
    assert found["years"].tolist() == ["2017 AR"]
    assert len(analysis.search(tables, undated=False)) == 12
    words = analysis.search(tables, words="SAFE migration")
    assert set(words["field"]) == {"prevention"}
    assert analysis.search(tables, words=".*").empty


def found_by(tables: Tables, words: str, **chosen: Any) -> list[str]:
    return analysis.search(tables, words=words, **chosen)["text"].tolist()


def test_search_takes_words_without_case_accents_and_kinds_of_quotation_marks(
    baseline: Baseline,
) -> None:
    text = "The Côte d’Ivoire plan on “forced labour” and other labour."
    tables = ar.tidy(
        [baseline(prevention=f"2020 AR: {text}", remedies="2020 AR: Labour is forced.")]
    )
    assert found_by(tables, "cote D'IVOIRE") == [text]
    assert found_by(tables, "labour forced") == [text, "Labour is forced."]
    assert found_by(tables, '"forced  labour"') == [text]
    assert found_by(tables, "“forced labour”") == [text]
    assert found_by(tables, '"and other') == [text]


def test_search_keeps_to_who_speaks(baseline: Baseline) -> None:
    said = {"employers_observations": "2020 AR: Good.", "prevention": "2020 AR: A good plan."}
    tables = ar.tidy([baseline("FIJI (2020)", **said)])
    assert found_by(tables, "good", party="employers") == ["Good."]
    assert found_by(tables, "good", party="government") == ["A good plan."]
    assert found_by(tables, "good", party="workers") == []


def test_search_finds_measures_and_needs_by_their_codes(tables: Tables) -> None:
    coded = analysis.search(tables, kind="needs", codes=["need.data"])
    assert coded["need_id"].tolist() == ["AZE-P029-2017-2018/request/1/important/b"]
    around = analysis.search(tables, codes=["need.data"])
    assert around["statement_id"].tolist() == ["AZE-P029-2017-2018/request/1"]
    assert len(analysis.search(tables, kind="measures")) == 51
    with pytest.raises(analysis.AnalysisError, match="one of statements, measures, needs"):
        analysis.search(tables, kind="words")


def test_search_keeps_to_a_region_and_a_subject(azerbaijan: Report, baseline: Baseline) -> None:
    both = ar.tidy([azerbaijan, baseline("FIJI (2020)", prevention="2020 AR: Advice.")])
    found = analysis.search(both, region="Asia and the Pacific", words="advice")
    assert found["country"].tolist() == ["Fiji"]
    assert analysis.search(both, region="Africa").empty
    assert analysis.search(both, subject="CL").empty
    assert analysis.tables_on(both, region="Asia and the Pacific").reports["iso3"].tolist() == [
        "FJI"
    ]
    assert len(analysis.tables_on(both, subject="P029").reports) == 2


def test_what_a_later_baseline_repeats_is_found_once_in_the_later_one(baseline: Baseline) -> None:
    old = baseline("FIJI (2000-2019)", prevention="2019 AR: Advice.", remedies="2019 AR: Courts.")
    new = baseline(
        "FIJI (2018-2020)", prevention="2019 AR: Advice.", remedies="2019 AR: Tribunals."
    )
    tables = ar.tidy([old, new])
    found = analysis.search(tables, words="advice")
    assert found["statement_id"].tolist() == ["FJI-P029-2018-2020/prevention/1"]
    assert len(analysis.search(tables, fields=["remedies"])) == 2
    assert len(analysis.search(tables, kind="measures", words="advice")) == 1
