"""What one country reports on one subject: its measures year by year, and every answer once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from annual_review.analysis.answers import (
    ANSWER_ORDER,
    ANSWERED,
    BY_OTHERS,
    NOT_STATED,
    given,
    reporting,
)
from annual_review.analysis.changes import same_words
from annual_review.analysis.codes import coded_measures, codes_written, in_codebook_order, items
from annual_review.analysis.grid import frame_of, joined
from annual_review.analysis.protocol import protocol_coverage
from annual_review.analysis.selection import (
    each_year,
    form_fields,
    in_ranges,
    measure_fields,
    years,
    years_of_reports,
)
from annual_review.tables import PRIORITIES, Tables


def measures_by_year(tables: Tables) -> pd.DataFrame:
    """Count what a country says on measures, year by year.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.

    Returns
    -------
    DataFrame
        One row per year that a report covers, ascending; Int64.

        ==================  ==================================================================
        year
        questions           questions on measures in the form
        answered            those answered for the year, with words, yes, no or nil
        measures            number of measures; <NA> if no question is answered
        topics              number of codes that they have, without those for other things
        as_in_form          measures in the very words of one of the form's options
        undated             measures that the document gives without a year
        ==================  ==================================================================

    Examples
    --------
    >>> counts = analysis.measures_by_year(analysis.select(ar.load(), "AZE", "P029"))
    >>> counts.set_index("year").loc[2018, ["measures", "as_in_form"]].tolist()
    [30, 28]
    """
    answers = reporting(tables)
    answers = answers[answers["field"].isin(measure_fields(*tables.reports["subject"].unique()))]
    said = answers[answers["answer"].isin(ANSWERED)]
    coded = each_year(coded_measures(tables), years_of_reports(tables))
    on_topic = coded[~coded["code"].str.endswith(".other")]
    exact = tables.codings[tables.codings["method"] == "exact"]
    copied = coded[coded["measure_id"].isin(exact["item_id"])]
    counts = pd.DataFrame(
        {
            "questions": answers.groupby("year").size(),
            "answered": said.groupby("year").size(),
            "measures": coded.groupby("counted_for")["measure_id"].nunique(),
            "topics": on_topic.groupby("counted_for")["code"].nunique(),
            "as_in_form": copied.groupby("counted_for")["measure_id"].nunique(),
            "undated": coded[coded["year"].isna()].groupby("counted_for")["measure_id"].nunique(),
        },
        index=pd.Index(years(tables), name="year"),
    )
    counts = counts.fillna(0).astype("Int64")
    counts.loc[counts["answered"] == 0, ["measures", "topics", "as_in_form", "undated"]] = pd.NA
    return counts.reset_index().astype({"year": "Int64"})


def items_by_question(tables: Tables) -> pd.DataFrame:
    """Count the measures, needs and challenges in the answers of one country on one subject.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.

    Returns
    -------
    DataFrame
        One row per question and year with at least one: `field`, `year`, `items` (Int64).

    Examples
    --------
    >>> counts = analysis.items_by_question(analysis.select(ar.load(), "AZE", "P029"))
    >>> counts.set_index(["field", "year"])["items"][("request", 2018)]
    np.int64(5)
    """
    columns = ["report_id", "field", "year", "item_id"]
    rows = each_year(items(tables)[columns], years_of_reports(tables))
    counts = rows.groupby(["field", "counted_for"], sort=False)["item_id"]
    frame = counts.nunique().reset_index(name="items").rename(columns={"counted_for": "year"})
    return frame.astype({"year": "Int64", "items": "Int64"})


def areas(tables: Tables, year: int) -> pd.DataFrame:
    """Return what the measures of a year are about, question by question.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.
    year : int

    Returns
    -------
    DataFrame
        One row per question on measures, in printed order: `field`, `answer` (one of `KINDS`),
        `measures` (Int64, <NA> where the question is not answered), `codes` (of all of them,
        separated by commas, in the order of the codebook), `measure_ids`.

    Examples
    --------
    >>> found = analysis.areas(analysis.select(ar.load(), "AZE", "P029"), 2018)
    >>> found.dropna(subset="measures").set_index("field")["measures"].to_dict()
    {'policy_or_plan': 1, 'prevention': 10, 'protection': 9, 'remedies': 9, 'cooperation': 1}
    """
    answers = reporting(tables)
    answers = answers[answers["year"] == year].set_index("field")
    coded = each_year(coded_measures(tables), years_of_reports(tables, year, year))
    rows = []
    for field in measure_fields(*tables.reports["subject"].unique()):
        if field not in answers.index:
            continue
        own, answer = coded[coded["field"] == field], answers["answer"][field]
        rows.append(
            {
                "field": field,
                "answer": answer,
                "measures": own["measure_id"].nunique() if answer in ANSWERED else None,
                "codes": ", ".join(in_codebook_order(own["code"])),
                "measure_ids": joined(own["measure_id"]),
            }
        )
    return frame_of(rows, "field answer measures codes measure_ids", measures="Int64")


def articles(tables: Tables) -> pd.DataFrame:
    """Return which articles of the Protocol a country's measures answer to.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.

    Returns
    -------
    DataFrame
        One row per article; none for another subject than the Protocol, or without measures.

        ===============  ======  ==============================================================
        article, about   string  as in `codebook.protocol_articles`
        year             Int64   the last that names measures
        measures         Int64   number of its measures that are coded to the article
        years            string  all years with at least one, as in `2010–2012`
        unsure_items     Int64   measures of the year whose code is unsure, on any article
        measure_ids      string
        ===============  ======  ==============================================================

    Examples
    --------
    >>> found = analysis.articles(analysis.select(ar.load(), "AZE", "P029"))
    >>> found.loc[found["measures"] == 0, ["article", "years"]].to_numpy().tolist()
    [['2(c)(ii)', '2017']]
    """
    coverage = protocol_coverage(tables)
    covered = coverage[coverage["covered"]]
    latest = coverage[coverage["year"] == covered["year"].max()]
    spans = {a: in_ranges(of) for a, of in covered.groupby("article")["year"]}
    found = latest.rename(columns={"items": "measures"})
    found = found.assign(years=[spans.get(article, "") for article in found["article"]])
    columns = "article about year measures years unsure_items measure_ids"
    return frame_of(found, columns, year="Int64", measures="Int64", unsure_items="Int64")


def challenges_by_party(tables: Tables) -> pd.DataFrame:
    """Return who names challenges, and for which years.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.

    Returns
    -------
    DataFrame
        One row for each of employers, workers and government, and one for speakers whose side is
        not known, if there are any.

        ==============  ======  ================================================================
        party           string
        answer          string  what was said for the last year: the kind of answer, as in `KINDS`;
                                `BY_OTHERS` if only others speak in the cell
        named           string  years for which challenges are named, as in `2010–2012`
        last_named      Int64   the last of them
        statement_ids   string  what names them in that year
        ==============  ======  ================================================================

    Examples
    --------
    >>> analysis.challenges_by_party(analysis.select(ar.load(), "AZE", "P029"))["answer"].tolist()
    ['blank', 'blank', 'blank']
    """
    last = years(tables)[-1]
    answers = reporting(tables)
    cells = answers[answers["year"] == last].set_index("field")["answer"]
    said = given(tables)
    said = each_year(said[said["section"] == "challenges"], years_of_reports(tables))
    rows = []
    for party in ("employers", "workers", "government", "unknown"):
        own = said[said["party"] == party]
        if party == "unknown" and own.empty:
            continue
        named = own[own["statement_id"].isin(tables.challenges["statement_id"])]
        latest = named[named["counted_for"] == named["counted_for"].max()]
        kinds = set(own.loc[own["counted_for"] == last, "answer"])
        in_cell = cells.get(f"challenges_{party}", NOT_STATED)
        if in_cell in ANSWERED:
            in_cell = BY_OTHERS
        rows.append(
            {
                "party": party,
                "answer": min(kinds, key=ANSWER_ORDER.index) if kinds else in_cell,
                "named": in_ranges(set(named["counted_for"])),
                "last_named": latest["counted_for"].max() if len(latest) else None,
                "statement_ids": joined(latest["statement_id"]),
            }
        )
    return frame_of(rows, "party answer named last_named statement_ids", last_named="Int64")


def statements_once(tables: Tables, fields: Sequence[str] = ()) -> pd.DataFrame:
    """Return what the reports say, with what is said for several years as one row.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.
    fields : sequence of str
        Fields of the questionnaire to keep; all if empty.

    Returns
    -------
    DataFrame
        One row per field, speaker and wording, apart from case and punctuation: `field`,
        `speaker`, `party`, `answer`, `text`, `years` (as in `2017–2018`; in brackets if the
        document gives no year), `statement_ids`. In printed order of the fields, the latest first.
        Blank cells are left out. All columns are strings.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> analysis.statements_once(tables, ["prevention", "offer"])["years"].tolist()
    ['2018', '2017']
    """
    said = given(tables, fields or None)
    frame = _once(tables, said, ["field", "speaker", "party", "answer"], "statement_id")
    frame = frame.sort_values(["place", "last"], ascending=[True, False], kind="stable")
    columns = "field speaker party answer text years statement_ids"
    return frame_of(frame, columns)


def measures_once(tables: Tables) -> pd.DataFrame:
    """Return the measures, with what is said for several years as one row.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.

    Returns
    -------
    DataFrame
        As in `statements_once`, one row per field and wording: `field`, `letter` (as printed, of
        the latest year), `text`, `codes` (separated by commas, the primary one first), `years`,
        `measure_ids`. All columns are strings.

    Examples
    --------
    >>> once = analysis.measures_once(analysis.select(ar.load(), "AZE", "P029"))
    >>> once.loc[once["field"] == "cooperation", "years"].tolist()
    ['2017–2018']
    """
    frame = _once(tables, tables.measures, ["field"], "measure_id")
    frame["codes"] = codes_written(tables, frame["measure_id"])
    frame = frame.sort_values(["place", "last"], ascending=[True, False], kind="stable")
    columns = "field letter text codes years measure_ids"
    return frame_of(frame, columns)


def needs_once(tables: Tables) -> pd.DataFrame:
    """Return what is asked for and offered, with what is said for several years as one row.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.

    Returns
    -------
    DataFrame
        As in `statements_once`, one row per wording and priority, the latest and most urgent
        first, offers last: `direction`, `priority`, `letter`, `text`, `codes`, `years`, `last`
        (Int64, the last of the years), `need_ids`.

    Examples
    --------
    >>> asked = analysis.needs_once(analysis.select(ar.load(), "AZE", "P029"))
    >>> asked["priority"].tolist()[:3]
    ['most_important', 'most_important', 'important']
    """
    frame = _once(tables, tables.needs, ["direction", "priority"], "need_id")
    frame["codes"] = codes_written(tables, frame["need_id"])
    frame["offer"] = frame["direction"] == "offer"
    frame["tier"] = frame["priority"].map(PRIORITIES.index)
    frame = frame.sort_values(
        ["offer", "last", "tier"], ascending=[True, False, True], kind="stable"
    )
    columns = "direction priority letter text codes years last need_ids"
    return frame_of(frame, columns, last="Int64")


def challenges_once(tables: Tables) -> pd.DataFrame:
    """Return what is named as a challenge, with what is said for several years as one row.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.

    Returns
    -------
    DataFrame
        As in `statements_once`, one row per speaker and wording, the latest first: `speaker`,
        `party`, `text`, `codes`, `years`, `last` (Int64, the last of the years), `challenge_ids`.

    Examples
    --------
    >>> len(analysis.challenges_once(analysis.select(ar.load(), "AZE", "P029")))
    0
    """
    frame = _once(tables, tables.challenges, ["field", "speaker", "party"], "challenge_id")
    frame["codes"] = codes_written(tables, frame["challenge_id"])
    frame = frame.sort_values(["last", "place"], ascending=[False, True], kind="stable")
    columns = "speaker party text codes years last challenge_ids"
    return frame_of(frame, columns, last="Int64")


def _once(tables: Tables, frame: pd.DataFrame, by: list[str], key: str) -> pd.DataFrame:
    """Join rows of the same words: the latest of them, with all their `years` and ids.

    `place` is that of the field in the form, `last` the last of the years. A row that the form of
    another subject has, as a document may, comes last.
    """
    fields = [f.name for s in dict.fromkeys(tables.reports["subject"]) for f in form_fields(s)]
    places = {name: n for n, name in enumerate(dict.fromkeys(fields))}
    of = each_year(frame, years_of_reports(tables))
    of = of.assign(words=of["text"].map(same_words)).sort_values(
        "counted_for", ascending=False, kind="stable"
    )
    rows: list[dict[Any, Any]] = []
    for _, group in of.groupby([*by, "words"], sort=False):
        spoken_for = in_ranges(set(group["counted_for"]))
        rows.append(
            {
                **group.iloc[0].to_dict(),
                "place": places.get(group["field"].iloc[0], len(places)),
                "years": f"({spoken_for})" if group["year"].isna().all() else spoken_for,
                "last": group["counted_for"].iloc[0],
                f"{key}s": joined(group[key]),
            }
        )
    return pd.DataFrame(rows, columns=[*of.columns, "place", "years", "last", f"{key}s"])
