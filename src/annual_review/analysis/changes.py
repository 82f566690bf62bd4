"""What changed from one year's report to another's, and what was only repeated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
from rapidfuzz.utils import default_process

from annual_review.analysis.answers import answers_by_year, given
from annual_review.analysis.codes import coded_measures, is_unsure, items
from annual_review.analysis.grid import Grid, counted, frame_of, gathered, joined
from annual_review.analysis.selection import (
    AnalysisError,
    each_year,
    measure_fields,
    rows_for,
    select,
    years,
    years_of_reports,
)
from annual_review.codebook.spelling import words
from annual_review.tables import Tables

CHANGES = ["kept", "reworded", "same_topic", "added", "dropped", "unanswered"]
"""What became of a code in a field.

kept: both years have an item with the code in the same words, apart from case and punctuation.
reworded: both years have an item with the code, and these are alike in words (`SAME_ITEM`).
same_topic: both years have the code, but for measures that have little in common beside it. added,
dropped: only the later or only the earlier year has the code in this field. unanswered: the other
year says nothing in this cell (it is blank, or answers for other years only), so nothing can be
said.
"""

SAME_ITEM = 0.6
"""Least `similarity` of two wordings of one measure. Chosen on the 76 pairs of measures in
`tests/gold/same-measure.csv`, which a reader judged: it agrees with the reader on 74."""

WITHOUT_YEAR = "answer without a year"

_COMMON = frozenset(
    "a all also an and any appropriate are as at be been being by for from government had has have"
    " in into is it its may measure measures must no not of on or provide provided provision that"
    " the their these they this those to under victim victims was were which who with".split()
)
"""Words that say nothing about which measure it is."""

_STEM = 5
"""Words that begin with the same letters, this many, count as one: `inspectors`, `inspection`."""


def changes(
    tables: Tables, iso3: str, from_year: int, to_year: int, subject: str = "P029"
) -> pd.DataFrame:
    """Compare the measures in two years' reports, field by field and code by code.

    An item with several codes counts for each of them. Items that no code covers (`*.other`) are
    compared one by one: they are the same measure if their wording is alike (`SAME_ITEM`), and are
    not looked for elsewhere.

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
        One row per field and code reported in either year, and per item that no code covers;
        strings, except `similarity` and `unsure`.

        ======================  ==================================================================
        field, code
        change                  one of `CHANGES`
        letter_from, letter_to  <NA> where the year does not have the code
        text_from, text_to      several items with one code are separated by ` / `
        similarity              Float64, 0 to 1: share of words that the two most similar items
                                have in common; <NA> if only one year has the code
        id_from, id_to          ids of the measures, separated by spaces
        repeated                if both years have the code because the whole answer is the same:
                                `one answer for both years`, `answer copied` or, of an answer that
                                counts for both, `WITHOUT_YEAR`; else empty
        elsewhere               if only one year has the code: other fields in which the other year
                                names it, separated by spaces; else empty
        id_elsewhere            the measures there
        unsure                  boolean: whether the program is unsure of a code
        ======================  ==================================================================

    Raises
    ------
    AnalysisError
        If the country has no report for one of the years.

    Examples
    --------
    >>> changed = analysis.changes(ar.load(), "AZE", 2017, 2018)
    >>> changed["change"].value_counts().to_dict()
    {'kept': 15, 'added': 10, 'dropped': 9, 'same_topic': 4, 'reworded': 3}
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
    spoken_for = [years_of_reports(chosen, year, year) for year in pair]
    measures = [rows_for(coded, own) for own in spoken_for]
    answers = given(chosen)
    answered = [set(rows_for(answers, own)["field"]) for own in spoken_for]
    rows: list[dict[str, Any]] = []
    for field in measure_fields(subject):
        before, after = (frame[frame["field"] == field] for frame in measures)
        known = [field in fields for fields in answered]
        for code in dict.fromkeys([*after["code"], *before["code"]]):
            sides = (before[before["code"] == code], after[after["code"] == code])
            rows += [{"field": field, "code": code} | row for row in _compared(code, *sides, known)]
    statements = chosen.statements.drop_duplicates("statement_id").set_index("statement_id")
    for row in rows:
        row["repeated"] = _repeated(row, statements)
        other = measures[0] if row["id_from"] is None else measures[1]
        in_both = row["id_from"] is not None and row["id_to"] is not None
        if in_both or row["code"].endswith(".other"):
            other = other.iloc[:0]
        named = other[(other["code"] == row["code"]) & (other["field"] != row["field"])]
        row["elsewhere"] = joined(named["field"])
        row["id_elsewhere"] = joined(named["measure_id"])
    found = frame_of(
        rows,
        "field code change letter_from letter_to text_from text_to similarity id_from id_to"
        " repeated elsewhere id_elsewhere",
        similarity="Float64",
    )
    ids = found["id_from"].fillna("") + " " + found["id_to"].fillna("")
    return found.assign(unsure=is_unsure(chosen, ids))


def _compared(
    code: str, before: pd.DataFrame, after: pd.DataFrame, known: list[bool]
) -> Iterator[dict[str, Any]]:
    """Rows on one field and code: one, or one per item where no code covers them."""
    only_new = "added" if known[0] else "unanswered"
    only_old = "dropped" if known[1] else "unanswered"
    nothing = before.iloc[:0]
    old, new = before["text"].tolist(), after["text"].tolist()
    if code.endswith(".other"):
        pairs = _alike(old, new)
        for m, n, alike in pairs:
            yield _row(_change(old[m], new[n]), before.iloc[[m]], after.iloc[[n]], alike)
        for n in sorted({*range(len(new))} - {pair[1] for pair in pairs}):
            yield _row(only_new, nothing, after.iloc[[n]])
        for m in sorted({*range(len(old))} - {pair[0] for pair in pairs}):
            yield _row(only_old, before.iloc[[m]], nothing)
    elif not old or not new:
        yield _row(only_old if old else only_new, before, after)
    else:
        found = {_change(a, b) for a in old for b in new}
        alike = max(similarity(a, b) for a in old for b in new)
        yield _row(min(found, key=CHANGES.index), before, after, alike)


def _change(old: str, new: str) -> str:
    """What became of a measure, if this is the later one on the same topic."""
    if same_words(old) == same_words(new):
        return "kept"
    return "reworded" if similarity(old, new) >= SAME_ITEM else "same_topic"


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, float]]:
    """Which texts are the same measure, each in one pair, the most similar pairs first."""
    found = [
        (m, n, alike)
        for m, a in enumerate(old)
        for n, b in enumerate(new)
        if (alike := similarity(a, b)) >= SAME_ITEM
    ]
    pairs: list[tuple[int, int, float]] = []
    for m, n, alike in sorted(found, key=lambda each: -each[2]):
        if all(m != pair[0] and n != pair[1] for pair in pairs):
            pairs.append((m, n, alike))
    return pairs


def similarity(old: str, new: str) -> float:
    """The share of words that two wordings of a measure have in common, 0 to 1.

    Words that say nothing about which measure it is, such as `of`, `measures` or `victims`, are
    left out, and words that begin with the same five letters count as the same.
    """
    if same_words(old) == same_words(new):
        return 1.0
    before, after = _telling(old), _telling(new)
    return 2 * len(before & after) / max(1, len(before) + len(after))


@lru_cache(maxsize=2_000)
def _telling(text: str) -> frozenset[str]:
    """The beginnings of the words that say which measure it is."""
    return frozenset(word[:_STEM] for word in words(text) if word not in _COMMON)


def _row(
    change: str, before: pd.DataFrame, after: pd.DataFrame, similarity: float | None = None
) -> dict[str, Any]:
    row: dict[str, Any] = {"change": change, "similarity": similarity}
    for side, own in (("from", before), ("to", after)):
        for name, column, between in (
            ("letter", "letter", ", "),
            ("text", "text", " / "),
            ("id", "measure_id", " "),
        ):
            values = between.join(filter(None, own[column]))
            row[f"{name}_{side}"] = values if len(own) else None
    return row


def same_words(text: str) -> str:
    """A text without case and punctuation, to compare it with others."""
    return " ".join(default_process(text).split())


def _repeated(row: dict[str, Any], statements: pd.DataFrame) -> str:
    """Whether both years have a code because the whole answer is the same."""
    before, after = (
        {measure.rpartition("/")[0] for measure in (row[side] or "").split()}
        for side in ("id_from", "id_to")
    )
    if both := before & after:
        dated = statements.loc[list(both), "year"].notna().any()
        return "one answer for both years" if dated else WITHOUT_YEAR
    texts = statements["text"]
    return "answer copied" if {texts[i] for i in before} & {texts[i] for i in after} else ""


def texts_of(tables: Tables, ids: pd.Series[Any]) -> pd.Series[Any]:
    """Return the texts of the items that each value names.

    Parameters
    ----------
    tables : Tables
    ids : Series
        Ids of measures, needs or challenges, separated by spaces; may be empty or <NA>.

    Returns
    -------
    Series
        string: the text of each item on a line of its own, which `show.table` can link to its id.
    """
    texts = _texts(tables)
    found = ["\n".join(texts[item] for item in own.split()) for own in ids.fillna("").astype(str)]
    return pd.Series(found, index=ids.index, dtype="string")


def _texts(tables: Tables) -> dict[str, str]:
    """The text of every item."""
    every = items(tables)
    return dict(zip(every["item_id"], every["text"], strict=True))


def reworded(tables: Tables, changed: pd.DataFrame) -> pd.DataFrame:
    """Pair the measures that are the same in other words.

    Parameters
    ----------
    tables : Tables
    changed : DataFrame
        What `changes` returned.

    Returns
    -------
    DataFrame
        One row per pair of measures, for the rows of `changed` that are reworded: `field`, `code`,
        `text_from`, `text_to`, `similarity` (Float64, 0 to 1), `id_from`, `id_to`, `unsure`
        (boolean). The other columns are strings.

    Examples
    --------
    >>> tables = ar.load()
    >>> pairs = analysis.reworded(tables, analysis.changes(tables, "AZE", 2017, 2018))
    >>> pairs.loc[pairs["code"] == "protection.legal", ["text_from", "text_to"]].values.tolist()
    [['legal assistance and protection of victims', 'Legal protection of victims']]
    """
    texts = _texts(tables)
    columns = ["field", "code", "id_from", "id_to"]
    same = changed.loc[changed["change"] == "reworded", columns]
    rows: list[tuple[Any, ...]] = []
    for field, code, *sides in same.itertuples(index=False, name=None):
        ids_from, ids_to = (side.split() for side in sides)
        old, new = ([texts[each] for each in ids] for ids in (ids_from, ids_to))
        rows += [
            (field, code, old[m], new[n], alike, ids_from[m], ids_to[n])
            for m, n, alike in _alike(old, new)
        ]
    found = frame_of(
        rows,
        "field code text_from text_to similarity id_from id_to",
        similarity="Float64",
    )
    return found.assign(unsure=is_unsure(tables, found["id_from"] + " " + found["id_to"]))


def changed_answers(tables: Tables, from_year: int, to_year: int) -> Grid:
    """Find the questions whose kind of answer changed from one year to another.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject.
    from_year, to_year : int

    Returns
    -------
    Grid
        One row per question, one column per year: the kind of answer, as in `answers_by_year`.
    """
    laid = answers_by_year(tables)
    kinds = laid.cells[[from_year, to_year]]
    other = kinds[from_year] != kinds[to_year]
    return Grid(kinds[other], laid.ids.loc[other, [from_year, to_year]])


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
    4
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
    said = tables.statements[tables.statements["answer"].isin(["text", "yes"])]
    said = each_year(said[said["year"].notna()], years_of_reports(tables))
    said = said.assign(words=said["text"].map(same_words))
    said = said.sort_index(kind="stable")  # in the order of the table, not year by year
    keys = ["iso3", "subject", "field", "words"]
    counted_for, texts, ids = (
        gathered(said, keys, column) for column in ("counted_for", "text", "statement_id")
    )
    rows = []
    for key in ids:
        stands_for = sorted(set(counted_for[key]))
        if len(stands_for) > 1 and set(both or ()) <= set(stands_for):
            how = "one answer for several years" if len(set(ids[key])) == 1 else "copied"
            years_named = ", ".join(map(str, stands_for))
            rows.append((*key[:3], years_named, how, texts[key][0], joined(ids[key])))
    return frame_of(rows, "iso3 subject field years how text statement_ids")
