"""Which laws the answers name, and which laws and policies are reported for the first time."""

from __future__ import annotations

import re

import pandas as pd

from annual_review.analysis.answers import given, in_words
from annual_review.analysis.changes import same_words
from annual_review.analysis.grid import frame_of, gathered, joined
from annual_review.analysis.selection import (
    by_name,
    each_year,
    in_ranges,
    measure_fields,
    with_countries,
    years_of_reports,
)
from annual_review.forms.questionnaire import fields
from annual_review.tables import Tables

_KIND = r"(?:Act|Code|Law|Decree|Ordinance|Order|Regulations?|Proclamation|Statute)"
_CAPITAL = r"[A-Z][\w’'-]*"
_JOIN = r"(?:(?:of|on|and|for|the|against|in|to|concerning)\s+)"
_NUMBER = r",?\s+(?:No\.?\s*\d[\w/-]*(?:\s+of\s+\d{4})?|(?:of\s+)?\(?(?:1[89]|20)\d\d\)?)"
_TITLE = re.compile(
    rf"\b(?:(?P<before>(?:{_CAPITAL}\s+{_JOIN}{{0,2}}){{0,7}}?{_CAPITAL}\s+)?{_KIND}\b"
    rf"(?P<number>{_NUMBER})?"
    rf"(?P<behind>\s+(?:of|on|for|against|concerning)\s+(?:the\s+)?{_CAPITAL}"
    rf"(?:\s+(?!and\s+the\b){_JOIN}{{0,2}}{_CAPITAL}){{0,6}})?"
    rf"(?:{_NUMBER})?|(?P<constitution>Constitution)\b)"
)
"""The title of a law: words with capitals, what kind of law it is, its number or its year."""
_NOT_OF_TITLE = re.compile(
    rf"^(?:(?:The|This|That|These|Its|Their|An?|In|Under|By|Of|And|On|Sections?|Articles?|New)\s+"
    rf"|{_JOIN})+"
)


def laws(tables: Tables) -> pd.DataFrame:
    """Find the laws that the Government's answers on measures name.

    A law is found by the capital letters of its title, as in `Labour Code` or `Decree No. 45/2003`;
    one that is only described is not found. Short titles that stand for several laws (`the Act`)
    are left out.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `select` returns them.

    Returns
    -------
    DataFrame
        One row per title: `law` (as printed where it is longest), `years` (as in `2010–2012`),
        `last` (Int64, the last of them), `statement_ids`. The latest first, of those the one that
        most statements name.

    Examples
    --------
    >>> analysis.laws(analysis.select(ar.load(), "AZE", "P029"))["law"].tolist()
    ['Constitution']
    """
    said = given(tables, measure_fields(*tables.reports["subject"].unique()))
    said = each_year(said[said["party"] == "government"], years_of_reports(tables))
    texts = said.drop_duplicates("statement_id")
    pairs = [
        (title, statement)
        for statement, text in zip(texts["statement_id"], texts["text"], strict=True)
        for title in dict.fromkeys(_titles(text))
    ]
    found = pd.DataFrame(pairs, columns=["law", "statement_id"])
    found["words"] = [same_words(re.sub(_NUMBER, "", law)) for law in found["law"]]
    counted_for = gathered(said, "statement_id", "counted_for")
    rows = []
    for _, group in found.groupby("words", sort=False):
        of = {year for each in group["statement_id"] for year in counted_for[each]}
        rows.append(
            {
                "law": max(group["law"], key=len),
                "years": in_ranges(of),
                "last": max(of),
                "statement_ids": joined(group["statement_id"]),
                "named": len(group),
            }
        )
    rows.sort(key=lambda row: (-row["last"], -row["named"]))
    return frame_of(rows, "law years last statement_ids", last="Int64")


def _titles(text: str) -> list[str]:
    titles = []
    for match in _TITLE.finditer(text):
        title = _NOT_OF_TITLE.sub("", " ".join(match[0].split())).rstrip(",")
        if match["constitution"] or " " in title:
            titles.append(title)
    return titles


def new_laws(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return what States say of laws and policies in a period and in no earlier year.

    These are the Government's answers for a year to the questions that ask for laws and policies.
    An answer that the State gave on the subject for an earlier year in the same words, apart from
    case and punctuation, or without a year in a report that covers an earlier one, is left out.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per statement, the latest first: `iso3`, `country`, `region`, `subject`, `field`,
        `year` (Int64, the first it is for), `text`, `known` (boolean: whether an earlier year of
        the State and subject is in the tables; if not, the answer may be an old one),
        `statement_id`.

    Examples
    --------
    >>> analysis.new_laws(ar.load(), 2017, 2018)[["year", "known"]].to_numpy().tolist()
    [[2017, False]]
    """
    answers = tables.statements
    answers = answers[
        answers["field"].isin([name for name, each in fields().items() if each.asks == "laws"])
        & in_words(answers)
        & (answers["answer"] != "no")
        & (answers["party"] == "government")
    ]
    covered = years_of_reports(tables, 0, to_year)
    every = each_year(answers, covered)
    every = every[every["year"].notna() | (every["counted_for"] < from_year)]
    words = {text: same_words(text) for text in every["text"].unique()}
    every = every.assign(words=every["text"].map(words))
    keys = ["iso3", "subject", "words"]
    every = every.sort_values([*keys[:2], "counted_for"], kind="stable").drop_duplicates(keys)
    rows = with_countries(tables, every[every["counted_for"] >= from_year])
    begins = covered.groupby(["iso3", "subject"])["year"].min().to_dict()
    pairs = zip(rows["iso3"], rows["subject"], rows["year"], strict=True)
    rows["known"] = pd.array([begins[iso3, s] < year for iso3, s, year in pairs], dtype="boolean")
    by = ["year", "region", "country", "subject"]
    latest_first = [False, True, True, True]
    rows = rows.sort_values(by, ascending=latest_first, kind="stable", key=by_name)
    columns = "iso3 country region subject field year text known statement_id"
    return frame_of(rows, columns, year="Int64", known="boolean")
