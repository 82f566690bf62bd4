"""Reports in, tidy tables out, with every item coded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from importlib.metadata import version
from itertools import islice, product
from typing import Any

import pandas as pd

from annual_review import countries
from annual_review.baseline.corrections import all_said
from annual_review.baseline.parse import Report, Statement
from annual_review.baseline.ratification import ratification
from annual_review.codebook import Scheme, Uncoded, code_each, subjects_of
from annual_review.tables.columns import SCHEMAS, TYPES
from annual_review.tables.hand_codings import (
    SETTLED,
    HandCoding,
    by_subject,
    in_force,
    may_hold,
    question,
)
from annual_review.tables.schema import ITEMS, Tables, check

Rows = dict[str, list[dict[str, Any]]]
"""Rows by the name of their table."""

_COUNTRIES = "countries"
_OF_REPORTS = [name for name in SCHEMAS if name != _COUNTRIES]
"""Tables whose rows come from reports."""

_READER = version("annual-review")

_BATCH = 200
"""How many reports become frames at once: as rows they take ten times the memory."""


def tidy(reports: Iterable[Report], codings: Iterable[HandCoding] = ()) -> Tables:
    """Turn reports into tables, in order of report id, with every item coded.

    Parameters
    ----------
    reports
        What `read` returned, each of another country, subject or span of years.
    codings
        Codes that people gave. They override the program's: the first one for an item is its
        primary code, unless people settled on another (`SETTLED`). They hold for all items with
        the same words on the same question, in every report of the country on the subject.

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
    (53, 6)
    """
    by_hand = by_subject(codings)
    tables = from_rows(rows(each, may_hold(by_hand, each.report_id)) for each in reports)
    check(tables)
    return tables


def rows(report: Report, codings: Iterable[HandCoding] = ()) -> Rows:
    """Return the rows that one report adds to every table, its items coded."""
    found: Rows = {name: [] for name in _OF_REPORTS}
    _add_report(found, report)
    _add_codings(found, codings)
    return found


def from_rows(every: Iterable[Rows]) -> Tables:
    """Make tables from the rows of reports, in order of report id; they are not checked yet."""
    parts: dict[str, list[pd.DataFrame]] = {name: [_frame(name, [])] for name in _OF_REPORTS}
    iterator = iter(every)
    while batch := list(islice(iterator, _BATCH)):
        for name in _OF_REPORTS:
            parts[name].append(_frame(name, [row for each in batch for row in each[name]]))
    frames = {name: _in_order(pd.concat(parts.pop(name))) for name in _OF_REPORTS}
    return Tables(**frames, countries=_countries(set(frames["reports"]["iso3"])))


def _countries(reporting: set[str]) -> pd.DataFrame:
    """The member States, and what else reports: a territory, which has no region."""
    rows: dict[str, dict[str, Any]] = {each.iso3: each._asdict() for each in countries.members()}
    for iso3 in reporting - rows.keys():
        known = countries.by_iso3(iso3)
        rows[iso3] = {
            "iso3": iso3,
            "name": known.name if known else iso3,
            "region": None,
            "subregion": None,
        }
    return _frame(_COUNTRIES, [rows[iso3] for iso3 in sorted(rows)])


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort by report, and leave the rows of each report in their order."""
    if "report_id" in frame:
        return frame.sort_values("report_id", kind="stable", ignore_index=True)
    reports = frame.iloc[:, 0].str.split("/").str[0]
    return frame.iloc[reports.argsort(kind="stable")].reset_index(drop=True)


def _frame(name: str, found: list[dict[str, Any]]) -> pd.DataFrame:
    columns = {
        column: pd.Series([row[column] for row in found], dtype=kind)
        for column, kind in TYPES[name].items()
    }
    return pd.DataFrame(columns)


def _add_report(rows: Rows, report: Report) -> None:
    about = {"report_id": report.report_id, "iso3": report.iso3, "subject": report.subject}
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
            "url": "",  # a folder's list may have it
            "sha256": report.source.sha256,
            "media_type": report.source.media_type,
            "coverage": round(report.coverage, 4),
            "problems": len(report.problems),
            "reader": _READER,
        }
    )
    rows["texts"].append({"report_id": report.report_id, "text": report.text})
    for statement in report.statements:
        _add_statement(rows, about, statement, report.form.items(statement.field))
    rows["ratification"] += [{**about, **each._asdict()} for each in ratification(report)]
    for n, problem in enumerate(report.problems, 1):
        placed = problem.end > 0
        rows["problems"].append(
            {
                "problem_id": f"{report.report_id}/problem/{n}",
                "report_id": report.report_id,
                "kind": problem.kind,
                "message": problem.message,
                "text": problem.text,
                "page": problem.page,
                "start": problem.start if placed else None,
                "end": problem.end if placed else None,
            }
        )


def _add_statement(
    rows: Rows, about: dict[str, str], statement: Statement, items: str | None
) -> None:
    """Add a statement's rows, and those of its items to the table `items`, if there is one."""
    years = statement.years or (None,)
    shared = {
        "statement_id": f"{about['report_id']}/{statement.field}/{statement.n}",
        **about,
        "field": statement.field,
    }
    printed = statement.answer is not None
    row = {
        **shared,
        "section": statement.section,
        "years_as_printed": statement.years_as_printed,
        "speaker": statement.speaker,
        "party": statement.party,
        "answer": statement.answer,
        "text": statement.text,
        "page": statement.page,
        "start": statement.start if printed else None,
        "end": statement.end if printed else None,
        "corrected": statement.corrected,
    }
    rows["statements"] += [{**row, "year": year} for year in years]
    if items is None:
        return
    for item in statement.items:
        row = {
            **shared,
            ITEMS[items]: f"{shared['statement_id']}/{item.id}",
            "letter": item.letter,
            "text": item.text,
            "start": item.start,
            "end": item.end,
            "corrected": all_said(statement.corrected, item.corrected),
        }
        if items == "needs":
            row |= {"direction": statement.field, "priority": item.priority}
        if items == "challenges":
            row |= {"speaker": statement.speaker, "party": statement.party}
        rows[items] += [{**row, "year": year} for year in years]


def _schemes(items: str, subject: str) -> tuple[Scheme, ...]:
    """The schemes that items are coded by. The first is that of their column `code`."""
    if items == "needs":
        return "need", "group"
    if items == "challenges":
        return "challenge", "group"
    if subject in subjects_of("measure"):
        return "measure", "action", "group"
    return "action", "group"


def _add_codings(rows: Rows, by_hand: Iterable[HandCoding]) -> None:
    """Code every item once, however many years it is for, and fill its column `code`."""
    report = rows["reports"][0]
    items = {
        row[key]: Uncoded(row["text"], row["field"], _schemes(name, report["subject"]))
        for name, key in ITEMS.items()
        for row in rows[name]
    }
    given: dict[tuple[str, Scheme], list[HandCoding]] = defaultdict(list)
    texts = {item_id: item.text for item_id, item in items.items()}
    for each in in_force(by_hand, texts):
        given[each.item_id, each.scheme].append(each)
    coded = dict(zip(items, code_each(list(items.values())), strict=True))
    for name, key in ITEMS.items():
        primary: dict[str, str] = {}
        for scheme in _schemes(name, report["subject"]):
            for item_id in dict.fromkeys(row[key] for row in rows[name]):
                people = given.get((item_id, scheme), [])
                manual = [
                    {"code": each.code, "coder": each.coder, "method": "manual", "score": 1.0}
                    for each in sorted(people, key=lambda each: each.coder != SETTLED)
                ]
                found = coded[item_id][scheme]
                rules = [{**each._asdict(), "sure": each.sure, "coder": "rules"} for each in found]
                for n, coding in enumerate([*manual, *rules]):
                    shared = {"item_id": item_id, "scheme": scheme, "primary": n == 0}
                    rows["codings"].append({"sure": True, **coding, **shared})
                    primary.setdefault(item_id, coding["code"])
        for row in rows[name]:
            row["code"] = primary[row[key]]


def stale_codings(tables: Tables, codings: Iterable[HandCoding]) -> list[HandCoding]:
    """Return codings by hand that no item has a place for.

    No item has the words that were coded, on that question of the country, or none with codes of
    that scheme.
    """
    coded: set[tuple[str | tuple[str, str], Scheme]] = set()
    for name, key in ITEMS.items():
        frame = tables[name]
        for item_id, subject, text in zip(frame[key], frame["subject"], frame["text"], strict=True):
            judged = item_id, (question(item_id), text)
            coded.update(product(judged, _schemes(name, subject)))
    return [each for each in codings if (each.judged, each.scheme) not in coded]
