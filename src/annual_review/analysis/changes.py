"""What changed from one year's report to another's, and what was only repeated."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from annual_review.analysis.answers import ANSWERED
from annual_review.analysis.grid import Grid, counted, frame_of, gathered, joined
from annual_review.analysis.measures import coded_measures
from annual_review.analysis.selection import (
    AnalysisError,
    by_year,
    measure_fields,
    of_year,
    select,
    years,
)
from annual_review.tables import Tables

CHANGES = ["kept", "reworded", "added", "dropped", "unanswered"]
"""What became of a code in a field.

kept: both years have an item with the code in the same words, apart from case and punctuation.
reworded: both years have the code, in other words. added, dropped: only the later or only the
earlier year has the code in this field. unanswered: the other year says nothing in this cell (it
is blank, or answers for other years only), so nothing can be said.
"""

SAME_ITEM = 0.6
"""Least similarity of two wordings of one item that no code covers. Chosen on Azerbaijan's reports
for 2017 and 2018, where items that a reader takes for the same have 0.63 or more."""


def changes(
    tables: Tables, iso3: str, from_year: int, to_year: int, subject: str = "P029"
) -> pd.DataFrame:
    """Compare the measures in two years' reports, field by field and code by code.

    An item with several codes counts for each of them. Items that no code covers (`*.other`) are
    the same measure only if their wording is alike (`SAME_ITEM`), and are not looked for elsewhere.

    Parameters
    ----------
    tables : Tables
    iso3 : str
        ISO 3166-1 alpha-3 code of the country.
    from_year, to_year : int
        The two years.
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    DataFrame
        One row per field and code reported in either year; strings, except `similarity`.

        ======================  ==================================================================
        field, code
        change                  one of `CHANGES`
        letter_from, letter_to  <NA> where the year does not have the code
        text_from, text_to      several items with one code are separated by ` / `
        similarity              Float64, 0 to 1, of the two most similar items: the share of
                                letters that their sorted words have in common; <NA> if only one
                                year has the code
        id_from, id_to          ids of the measures, separated by spaces
        repeated                if both years have the code because the whole answer is the same:
                                `one answer for both years` or `answer copied`; else empty
        elsewhere               if only one year has the code: other fields in which the other year
                                names it, separated by spaces; else empty
        id_elsewhere            the measures there
        ======================  ==================================================================

    Raises
    ------
    AnalysisError
        If the country has no report for one of the years.

    Examples
    --------
    >>> changed = analysis.changes(ar.load(), "AZE", 2017, 2018)
    >>> changed["change"].value_counts().to_dict()
    {'kept': 14, 'added': 11, 'reworded': 6, 'dropped': 6}
    """
    chosen = select(tables, iso3, subject)
    pair = from_year, to_year
    for year in pair:
        if year not in years(chosen):
            raise AnalysisError(
                f"{iso3}-{subject}",
                found=f"no report for {year}",
                expected=f"one of {', '.join(map(str, years(chosen)))}",
            )
    coded = coded_measures(chosen)
    measures = [of_year(chosen, coded, year) for year in pair]
    given = chosen.statements[chosen.statements["answer"].isin(ANSWERED)]
    answered = [set(of_year(chosen, given, year)["field"]) for year in pair]
    rows: list[dict[str, Any]] = []
    for field in measure_fields(subject):
        before, after = (frame[frame["field"] == field] for frame in measures)
        known = [field in fields for fields in answered]
        for code in dict.fromkeys([*after["code"], *before["code"]]):
            sides = (before[before["code"] == code], after[after["code"] == code])
            rows += [{"field": field, "code": code} | row for row in _compared(code, *sides, known)]
    texts = chosen.statements.drop_duplicates("statement_id").set_index("statement_id")["text"]
    for row in rows:
        row["repeated"] = _repeated(row, texts)
        other = measures[0] if row["id_from"] is None else measures[1]
        in_both = row["id_from"] is not None and row["id_to"] is not None
        if in_both or row["code"].endswith(".other"):
            other = other.iloc[:0]
        named = other[(other["code"] == row["code"]) & (other["field"] != row["field"])]
        row["elsewhere"] = joined(named["field"])
        row["id_elsewhere"] = joined(named["measure_id"])
    return frame_of(
        rows,
        "field code change letter_from letter_to text_from text_to similarity id_from id_to"
        " repeated elsewhere id_elsewhere",
        similarity="Float64",
    )


def _compared(
    code: str, before: pd.DataFrame, after: pd.DataFrame, known: list[bool]
) -> list[dict[str, Any]]:
    """Rows on one field and code: one, or two where items that no code covers are not alike."""
    nothing = before.iloc[:0]
    if before.empty:
        return [_row("added" if known[0] else "unanswered", nothing, after)]
    if after.empty:
        return [_row("dropped" if known[1] else "unanswered", before, nothing)]
    similarity = max(
        fuzz.token_sort_ratio(old, new, processor=default_process) / 100
        for old in before["text"]
        for new in after["text"]
    )
    if code.endswith(".other") and similarity < SAME_ITEM:
        return [_row("added", nothing, after), _row("dropped", before, nothing)]
    kept = set(map(same_words, before["text"])) & set(map(same_words, after["text"]))
    return [_row("kept" if kept else "reworded", before, after, similarity)]


def _row(
    change: str, before: pd.DataFrame, after: pd.DataFrame, similarity: float | None = None
) -> dict[str, Any]:
    row: dict[str, Any] = {"change": change, "similarity": similarity}
    for side, items in (("from", before), ("to", after)):
        for name, column, between in (
            ("letter", "letter", ", "),
            ("text", "text", " / "),
            ("id", "measure_id", " "),
        ):
            values = between.join(filter(None, items[column]))
            row[f"{name}_{side}"] = values if len(items) else None
    return row


def same_words(text: str) -> str:
    """A text without case and punctuation, to compare it with others."""
    return " ".join(default_process(text).split())


def _repeated(row: dict[str, Any], texts: pd.Series[Any]) -> str:
    """Whether both years have a code because the whole answer is the same."""
    before, after = ((row[side] or "").split() for side in ("id_from", "id_to"))
    if set(before) & set(after):
        return "one answer for both years"
    answers = [{texts[measure.rpartition("/")[0]] for measure in side} for side in (before, after)]
    return "answer copied" if answers[0] & answers[1] else ""


def changes_by_field(changed: pd.DataFrame) -> Grid:
    """Count what became of the codes in each field.

    Parameters
    ----------
    changed : DataFrame
        What `changes` returned.

    Returns
    -------
    Grid
        One row per field, one column per kind of change (`CHANGES`): number of codes. Each rests on
        the measures of both years.

    Examples
    --------
    >>> changed = analysis.changes(ar.load(), "AZE", 2017, 2018)
    >>> int(analysis.changes_by_field(changed).cells.loc["prevention", "added"])
    5
    """
    ids = changed["id_from"].fillna("") + " " + changed["id_to"].fillna("")
    found = changed.assign(ids=ids, of=changed.index)
    order = list(dict.fromkeys(changed["field"]))
    return counted(found, "field", "change", "of", rows=order, columns=CHANGES)


def repeated_answers(tables: Tables, both: tuple[int, int] | None = None) -> pd.DataFrame:
    """Find answers that stand for several years, or word for word in several statements.

    Parameters
    ----------
    tables : Tables
    both : (int, int), optional
        Keep only the answers that stand for both of these years.

    Returns
    -------
    DataFrame
        `iso3`, `subject`, `field`, `years` (as in `2017, 2018`), `how` (`one answer for several
        years`, or `copied`: the same apart from case and punctuation, within one baseline or from
        one to the next), `text`, `statement_ids`. All columns are strings.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> analysis.repeated_answers(tables)["field"].tolist()
    ['ratification_intention', 'policy_or_plan', 'cooperation']
    """
    given = tables.statements[tables.statements["answer"].isin(["text", "yes"])]
    given = by_year(tables, given[given["year"].notna()])
    given = given.assign(words=given["text"].map(same_words))
    given = given.sort_index(kind="stable")  # in the order of the table, not year by year
    keys = ["iso3", "subject", "field", "words"]
    counted_for, texts, ids = (
        gathered(given, keys, column) for column in ("counted_for", "text", "statement_id")
    )
    rows = []
    for key in ids:
        stands_for = sorted(set(counted_for[key]))
        if len(stands_for) > 1 and set(both or ()) <= set(stands_for):
            how = "one answer for several years" if len(set(ids[key])) == 1 else "copied"
            years_named = ", ".join(map(str, stands_for))
            rows.append((*key[:3], years_named, how, texts[key][0], joined(ids[key])))
    return frame_of(rows, "iso3 subject field years how text statement_ids")
