"""Who answered what: the kind of each answer, field by field and year by year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from annual_review.analysis.grid import Grid, counted, frame_of, joined, where_answered
from annual_review.analysis.selection import (
    country_names,
    form_fields,
    of_subject,
    years,
    years_in_charge,
)
from annual_review.tables import Tables

ANSWER_ORDER = ["text", "yes", "no", "nil", "blank"]
"""Where one cell has several answers for a year, the first in this order stands for the cell."""

ANSWERED = ["text", "yes", "no", "nil"]
"""Answers that say something; a blank cell does not."""

NOT_STATED = "not stated"
"""The cell has answers for other years only."""
NO_LABEL = "no label"
"""The document lacks the field's label, so nothing is known about the cell."""

KINDS = [*ANSWER_ORDER, NOT_STATED, NO_LABEL]
"""Every value of `answer` in `reporting`."""


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
    cells: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for statement in tables.statements.to_dict("records"):
        cells.setdefault((statement["report_id"], statement["field"]), []).append(statement)
    spoken_for = years_in_charge(tables)
    rows = [
        {
            **{column: report[column] for column in ("report_id", "iso3", "subject")},
            "section": label.section,
            "field": label.name,
            "year": year,
            **_answer(cells.get((report["report_id"], label.name), []), year, report["report_id"]),
        }
        for report in tables.reports.to_dict("records")
        for label in form_fields(report["subject"])
        if (report["report_id"], label.name) in cells
        or not (label.optional or any((report["report_id"], n) in cells for n in label.replaced_by))
        for year in spoken_for[report["report_id"]]
    ]
    return frame_of(
        rows,
        "report_id iso3 subject section field year answer dated statements chars statement_ids",
        year="Int64",
        dated="boolean",
        statements="Int64",
        chars="Int64",
    )


def _answer(cell: list[dict[Any, Any]], year: int, report_id: str) -> dict[str, Any]:
    """What the statements of one cell say for a year."""
    given = [each for each in cell if pd.notna(each["answer"])]
    undated = [each for each in cell if pd.isna(each["year"])]
    dated = [each for each in cell if pd.notna(each["year"]) and each["year"] == year]
    said = [each for each in dated or undated if pd.notna(each["answer"])]
    kinds = {each["answer"] for each in said} or {NOT_STATED if given else NO_LABEL}
    return {
        "answer": min(kinds, key=KINDS.index),
        "dated": bool(dated),
        "statements": len(said),
        "chars": sum(len(each["text"]) for each in said),
        "statement_ids": joined(each["statement_id"] for each in said or given) or report_id,
    }


def answers_by_field(tables: Tables, subject: str) -> Grid:
    """Count the answers to each question, over all reports and years.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    Grid
        One row per field, one column per kind of answer (`KINDS`): number of reports and years.

    Examples
    --------
    >>> counts = analysis.answers_by_field(ar.load(), "P029").cells
    >>> int(counts.loc["offer", "blank"])
    2
    """
    frame = reporting(of_subject(tables, subject)).rename(columns={"statement_ids": "ids"})
    frame["of"] = frame["report_id"] + frame["year"].astype("string")
    fields = [label.name for label in form_fields(subject)]
    return counted(frame, "field", "answer", "of", rows=fields, columns=KINDS)


def answers_by_report(tables: Tables) -> Grid:
    """Count the answers in each report, over its fields and years.

    Years that a later report of the country speaks for are not counted.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    Grid
        One row per report, one column per kind of answer (`KINDS`): number of fields and years.
    """
    frame = reporting(tables).rename(columns={"statement_ids": "ids"})
    frame["of"] = frame["field"] + frame["year"].astype("string")
    rows = list(tables.reports["report_id"])
    return counted(frame, "report_id", "answer", "of", rows=rows, columns=KINDS)


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


def answered_by_country(tables: Tables, subject: str) -> Grid:
    """Count the questions that each country answers.

    "No" and nil are answers; a blank cell is not.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    Grid
        One row per country, one column per year: number of fields (Int64), <NA> where no report of
        the country covers the year.

    Examples
    --------
    >>> analysis.answered_by_country(ar.load(), "P029").cells.loc["Azerbaijan"].tolist()
    [12, 11]
    """
    chosen = of_subject(tables, subject)
    frame = reporting(chosen).rename(columns={"statement_ids": "ids"})
    names = country_names(chosen)
    frame["country"] = frame["iso3"].map(names)
    answers = frame[frame["answer"].isin(ANSWERED)]
    rows = sorted(names.values())
    counts = counted(answers, "country", "year", "field", rows=rows, columns=years(chosen))
    covered = zip(frame["country"], frame["year"], strict=True)
    return where_answered(counts, dict.fromkeys(covered, ()))
