"""Turn reports into tidy tables, with every item coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import pandas as pd

from annual_review.baseline.parse import Problem, Report, Statement
from annual_review.baseline.ratification import classify
from annual_review.codebook.coding import Scheme, code
from annual_review.tables.schema import SCHEMAS, Tables, check


class HandCoding(NamedTuple):
    """A row of `codings.csv`: a code that a person gave to an item.

    item_id, code: as in the tables; coder: the person's initials; date: ISO date; note: why; text:
    the item as the person read it, or empty (then it is not noticed if the text changes).
    """

    item_id: str
    code: str
    coder: str
    date: str
    note: str
    text: str

    def fits(self, item_id: str, text: str | None) -> bool:
        """Whether this is about that item, and the item still reads as it did when coded."""
        return self.item_id == item_id and text is not None and self.text in ("", text)


Rows = dict[str, list[dict[str, Any]]]
"""Rows of every table by its name."""

_BATCH = 200
"""How many reports become frames at once: as rows they take ten times the memory."""


def tidy(reports: Iterable[Report], codings: Iterable[HandCoding] = ()) -> Tables:
    """Turn reports into tables, in order of report id, with every item coded.

    Parameters
    ----------
    reports
        What `read` returned, each of another country, subject or span of years.
    codings
        Codes that people gave. They override the rules: the first one for an item is its primary
        code. A coding is left out if its item is not in the reports or has another text.

    Returns
    -------
    Tables
        The tables as DataFrames.

    Raises
    ------
    TableError
        If two reports have the same id.

    Examples
    --------
    >>> import annual_review as ar
    >>> tables = ar.tidy([ar.read("data/sources/azerbaijan-p029-2017-2018.txt")])
    >>> len(tables.measures), len(tables.needs)
    (42, 15)
    """
    by_hand = list(codings)
    return from_rows(rows(report, by_hand) for report in reports)


def rows(report: Report, codings: Iterable[HandCoding] = ()) -> Rows:
    """Return the rows that one report adds to every table, its items coded."""
    found: Rows = {name: [] for name in SCHEMAS}
    _add_report(found, report)
    _add_codings(found, list(codings))
    return found


def from_rows(every: Iterable[Rows]) -> Tables:
    """Make tables from the rows of reports, in order of report id, and check them."""
    parts: dict[str, list[pd.DataFrame]] = {name: [_frame(name, [])] for name in SCHEMAS}
    iterator = iter(every)
    while batch := list(islice(iterator, _BATCH)):
        for name in SCHEMAS:
            parts[name].append(_frame(name, [row for each in batch for row in each[name]]))
    tables = Tables(**{name: _in_order(pd.concat(parts.pop(name))) for name in SCHEMAS})
    check(tables)
    return tables


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort by report, and leave the rows of each report in their order."""
    if "report_id" in frame:
        return frame.sort_values("report_id", kind="stable", ignore_index=True)
    reports = frame.iloc[:, 0].str.split("/").str[0]
    return frame.iloc[reports.argsort(kind="stable")].reset_index(drop=True)


def _frame(name: str, found: list[dict[str, Any]]) -> pd.DataFrame:
    columns = {
        column: pd.Series([row[column] for row in found], dtype=str(spec.dtype))
        for column, spec in SCHEMAS[name].columns.items()
    }
    return pd.DataFrame(columns)


def _add_report(rows: dict[str, list[dict[str, Any]]], report: Report) -> None:
    report_id = report.report_id
    about = {"report_id": report_id, "iso3": report.iso3, "subject": report.subject}
    rows["reports"].append(
        {
            **about,
            "country": report.name,
            "principle": report.principle,
            "instruments": ";".join(report.instruments),
            "first_year": report.first_year,
            "last_year": report.last_year,
            "language": report.language,
            "source": report.source.path,
            "sha256": report.source.sha256,
            "media_type": report.source.media_type,
            "coverage": round(report.coverage, 4),
            "problems": len(report.problems),
        }
    )
    rows["texts"].append({"report_id": report_id, "text": report.text})
    for statement in report.statements:
        rows["statements"] += _statement_rows(about, statement)
        for name, key in (("measures", "measure_id"), ("needs", "need_id")):
            if report.form.items(statement.field) == name:
                rows[name] += _item_rows(about, statement, key)
    rows["ratification"] += _ratification_rows(about, report)
    rows["problems"] += [
        {
            "problem_id": f"{report_id}/problem/{n}",
            "report_id": report_id,
            **_problem_row(problem),
        }
        for n, problem in enumerate(report.problems, 1)
    ]


def _problem_row(problem: Problem) -> dict[str, Any]:
    placed = problem.end > 0
    return {
        "kind": problem.kind,
        "message": problem.message,
        "text": problem.text,
        "page": problem.page,
        "start": problem.start if placed else None,
        "end": problem.end if placed else None,
    }


def _statement_id(report_id: str, statement: Statement) -> str:
    return f"{report_id}/{statement.field}/{statement.n}"


def _statement_rows(about: dict[str, str], statement: Statement) -> Iterator[dict[str, Any]]:
    printed = statement.answer is not None
    for year in statement.years or (None,):
        yield {
            "statement_id": _statement_id(about["report_id"], statement),
            **about,
            "section": statement.section,
            "field": statement.field,
            "year": year,
            "years_as_printed": statement.years_as_printed,
            "speaker": statement.speaker,
            "answer": statement.answer,
            "text": statement.text,
            "page": statement.page,
            "start": statement.start if printed else None,
            "end": statement.end if printed else None,
            "corrected": statement.corrected,
        }


def _item_rows(about: dict[str, str], statement: Statement, key: str) -> Iterator[dict[str, Any]]:
    statement_id = _statement_id(about["report_id"], statement)
    for item in statement.items:
        need = {"direction": statement.field, "priority": item.priority}
        for year in statement.years or (None,):
            yield {
                key: f"{statement_id}/{item.id}",
                "statement_id": statement_id,
                **about,
                "field": statement.field,
                "year": year,
                **(need if key == "need_id" else {}),
                "letter": item.letter,
                "text": item.text,
                "code": None,
                "start": item.start,
                "end": item.end,
                "corrected": item.corrected or statement.corrected,
            }


def _add_codings(rows: dict[str, list[dict[str, Any]]], by_hand: list[HandCoding]) -> None:
    """Code every item once, whatever number of years it is for, and fill its column `code`."""
    schemes: tuple[tuple[Scheme, str, str], ...] = (
        ("measure", "measures", "measure_id"),
        ("need", "needs", "need_id"),
    )
    for scheme, name, key in schemes:
        primary: dict[str, str] = {}
        for row in rows[name]:
            item_id = row[key]
            if item_id not in primary:
                found = _codings(scheme, item_id, row, by_hand)
                rows["codings"] += found
                primary[item_id] = next(each["code"] for each in found if each["primary"])
            row["code"] = primary[item_id]


def _codings(
    scheme: Scheme, item_id: str, row: dict[str, Any], by_hand: list[HandCoding]
) -> list[dict[str, Any]]:
    manual = [each for each in by_hand if each.fits(item_id, row["text"])]
    found = [
        {
            "item_id": item_id,
            "code": each.code,
            "coder": each.coder,
            "method": "manual",
            "score": 1.0,
        }
        for each in manual
    ]
    found += [
        {"item_id": item_id, "coder": "rules", **each._asdict()}
        for each in code(row["text"], scheme, row["field"])
    ]
    return [{**each, "primary": n == 0} for n, each in enumerate(found)]


def stale_codings(tables: Tables, codings: Iterable[HandCoding]) -> list[HandCoding]:
    """Codings by hand that fit no item: it is gone, or its text is another."""
    items = dict(zip(tables.measures["measure_id"], tables.measures["text"], strict=True))
    items |= dict(zip(tables.needs["need_id"], tables.needs["text"], strict=True))
    return [each for each in codings if not each.fits(each.item_id, items.get(each.item_id))]


def _ratification_rows(about: dict[str, str], report: Report) -> Iterator[dict[str, Any]]:
    """A row an instrument and year; what is said without a year counts for all years."""
    kinds = ("status", "intention")

    @cache  # most years say the same
    def classified(kind: str, text: str) -> dict[str, str]:
        return classify(text, f"ratification_{kind}", report.form, report.instruments)

    by_year = {}
    for year in range(report.first_year, report.last_year + 1):
        said = {
            name: [
                statement.text
                for statement in report.statements
                if statement.field == f"ratification_{name}"
                and statement.speaker == "government"
                and (not statement.years_as_printed or year in statement.years)
            ]
            for name in kinds
        }
        by_year[year] = said, {name: classified(name, "\n".join(said[name])) for name in kinds}
    for instrument in report.instruments:
        for year, (said, read) in by_year.items():
            yield {
                **about,
                "instrument": instrument,
                "year": year,
                **{name: read[name][instrument] for name in kinds},
                "text": " ".join(text for name in kinds for text in said[name] if text),
            }
