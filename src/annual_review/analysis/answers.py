"""Who answered what: the kind of each answer, field by field and year by year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from annual_review.analysis.grid import Grid, behind, counted, frame_of, joined
from annual_review.analysis.selection import form_fields, years_of_reports
from annual_review.tables import Tables

ANSWER_ORDER = ["text", "yes", "no", "nil", "blank"]
"""Where one cell has several answers for a year, the first in this order stands for the cell."""

ANSWERED = ["text", "yes", "no", "nil"]
"""Answers that say something; a blank cell does not."""

NOT_STATED = "not stated"
"""The cell has answers for other years only."""
NO_LABEL = "no label"
"""The document lacks the field's label, so nothing is known about the cell."""

BY_OTHERS = "by others"
"""Of a Government or a side: only others speak in its cell."""

SPEAKERS = ("government", "employers", "workers", "unknown")
"""Sides; unknown if several speak together or none can be told."""

KINDS = [*ANSWER_ORDER, NOT_STATED, NO_LABEL]
"""Every value of `answer` in `reporting`."""


def given(tables: Tables, fields: Iterable[str] | None = None) -> pd.DataFrame:
    """The statements that say something, in these fields or in any; a blank cell does not."""
    said = tables.statements
    said = said if fields is None else said[said["field"].isin(list(fields))]
    return said[said["answer"].isin(ANSWERED)]


def in_words(statements: pd.DataFrame) -> pd.Series[bool]:
    """Whether each answer is in words: no bare yes or no, nil, or blank cell."""
    longer = statements["text"].str.len() > len("YES.")
    return (statements["answer"] == "text") | (statements["answer"].isin(["yes", "no"]) & longer)


def reporting(tables: Tables) -> pd.DataFrame:
    """Return who answered what, with blank, "no", nil and "not stated" kept apart.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per report, year it speaks for and field of its questionnaire, but for rows that
        its table need not have and does not.

        ====================================  =======  ============================================
        report_id, iso3, subject,             string
        section, field
        year                                  Int64
        answer                                string   one of `KINDS`
        dated                                 boolean  whether the document gives the year; an
                                                       answer without a year has a row for every
                                                       year of the report
        statements                            Int64    number of answers
        chars                                 Int64    their length
        statement_ids                         string   the answers; if there are none, what the
                                                       cell says about other years; if the document
                                                       lacks the label, the report
        ====================================  =======  ============================================

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> analysis.reporting(tables)["answer"].value_counts().to_dict()
    {'text': 16, 'blank': 16, 'no': 4, 'yes': 3, 'not stated': 1}
    """
    questions, rows = _asked(tables)
    filled = _filled(tables.statements, pd.Index(_cells(questions)))
    undated = filled["year"].isna()
    dated = rows[["n", "cell", "year"]].merge(filled[~undated], on=["cell", "year"])
    rows["dated"] = rows["n"].isin(dated["n"])
    silent = rows.loc[~rows["dated"], ["n", "cell"]]
    said = pd.concat([dated, silent.merge(filled[undated], on="cell")])
    said = said[said["kind"].notna()]
    of_row, of_cell = said.groupby("n"), filled[filled["kind"].notna()]
    answer = of_row["kind"].min().map(dict(enumerate(ANSWER_ORDER)))
    in_cell = rows["cell"].map(_joined(of_cell["cell"], of_cell["statement_id"]))
    found = rows.assign(
        answer=answer.reindex(rows["n"]).fillna(
            in_cell.isna().map({False: NOT_STATED, True: NO_LABEL})
        ),
        statements=of_row.size().reindex(rows["n"]).fillna(0),
        chars=of_row["chars"].sum().reindex(rows["n"]).fillna(0),
        statement_ids=_joined(said["n"], said["statement_id"])
        .reindex(rows["n"])
        .fillna(in_cell)
        .fillna(rows["report_id"]),
    )
    columns = (
        "report_id iso3 subject section field year answer dated statements chars statement_ids"
    )
    numbers = dict.fromkeys(("year", "statements", "chars"), "Int64")
    return frame_of(found, columns, dated="boolean", **numbers)


def _cells(frame: pd.DataFrame) -> pd.Series[Any]:
    """The cell of each row: its report and field."""
    return frame["report_id"].str.cat(frame["field"], "/")


def _asked(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The questions of every report, in printed order; and the same for every year it speaks for.

    `cell` is the place of a question, and `n` the place of a question and year.
    """
    fields = pd.DataFrame(
        [
            (subject, each.section, each.name, each.optional, each.replaced_by)
            for subject in tables.reports["subject"].unique()
            for each in form_fields(subject)
        ],
        columns=["subject", "section", "field", "optional", "replaced_by"],
    )
    rows = tables.reports[["report_id", "iso3", "subject"]].merge(fields, on="subject")
    there = set(_cells(tables.statements))
    kept = [
        cell in there or not (optional or any(f"{report_id}/{other}" in there for other in instead))
        for cell, optional, instead, report_id in zip(
            _cells(rows), rows["optional"], rows["replaced_by"], rows["report_id"], strict=True
        )
    ]
    questions = rows.loc[kept, ["report_id", "iso3", "subject", "section", "field"]]
    questions["cell"] = range(len(questions))
    rows = questions.merge(years_of_reports(tables)[["report_id", "year"]], on="report_id")
    rows = rows.sort_values(["cell", "year"], ignore_index=True)
    return questions, rows.assign(n=rows.index)


def _filled(statements: pd.DataFrame, cells: pd.Index[Any]) -> pd.DataFrame:
    """What stands in each of these cells: its `kind` is a place in `ANSWER_ORDER`."""
    kinds = {answer: place for place, answer in enumerate(ANSWER_ORDER)}
    filled = pd.DataFrame(
        {
            "cell": cells.get_indexer(pd.Index(_cells(statements))),
            "year": statements["year"],
            "kind": statements["answer"].map(kinds),
            "chars": statements["text"].str.len(),
            "statement_id": statements["statement_id"],
        }
    )
    return filled[filled["cell"] >= 0]


def _joined(groups: pd.Series[Any], ids: pd.Series[Any]) -> pd.Series[Any]:
    """The ids of each group, joined; most groups have one."""
    alone = ~groups.duplicated(keep=False)
    several = ids[~alone].groupby(groups[~alone]).agg(joined)
    found: pd.Series[Any] = pd.concat([ids[alone].set_axis(groups[alone]), several])
    return found


def answers_by_field(answers: pd.DataFrame) -> Grid:
    """Count the answers to each question.

    Parameters
    ----------
    answers : DataFrame
        Rows of `reporting`, such as those of one year (`rows_for`).

    Returns
    -------
    Grid
        One row per field, in printed order, one column per kind of answer (`KINDS`): number of
        reports and years. The numbers rest on the answers or, if these are of many countries, on
        the countries (`behind`).

    Examples
    --------
    >>> counts = analysis.answers_by_field(analysis.reporting(ar.load())).cells
    >>> int(counts.loc["offer", "blank"])
    2
    """
    found = answers.assign(
        of=answers["report_id"] + answers["year"].astype("string"),
        ids=behind(answers, "statement_ids"),
    )
    printed = [each for subject in found["subject"].unique() for each in form_fields(subject)]
    sections = list(dict.fromkeys(each.section for each in printed))
    printed.sort(key=lambda each: sections.index(each.section))
    asked = set(found["field"])
    fields = list(dict.fromkeys(each.name for each in printed if each.name in asked))
    return counted(found, "field", "answer", "of", rows=fields, columns=KINDS)


def answers_by_year(tables: Tables) -> Grid:
    """Lay out the answers of one country on one subject.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.

    Returns
    -------
    Grid
        One row per field, one column per year: the kind of answer (`KINDS`).

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> analysis.answers_by_year(tables).cells.loc["social_partner_involvement"].tolist()
    ['yes', 'not stated']
    """
    frame = reporting(tables)
    order = list(dict.fromkeys(frame["field"]))
    cells, ids = (
        frame.pivot(index="field", columns="year", values=values).reindex(order)
        for values in ("answer", "statement_ids")
    )
    return Grid(cells.fillna(NO_LABEL), ids.fillna(""))


def states_by_side(said: pd.DataFrame) -> pd.DataFrame:
    """Count the States in which each side says something, by region.

    Parameters
    ----------
    said : DataFrame
        With `iso3`, `region` and `party`, such as `challenges` and `observations` return.

    Returns
    -------
    DataFrame
        One row per region; columns `region` and one per side (`SPEAKERS`, those for which there is
        nothing included): number of States (Int64).
    """
    each = said.drop_duplicates(["iso3", "party"])
    counts = pd.crosstab(each["region"], each["party"])
    counts = counts.reindex(columns=list(SPEAKERS), fill_value=0).astype("Int64")
    return counts.rename_axis(columns=None).reset_index()
