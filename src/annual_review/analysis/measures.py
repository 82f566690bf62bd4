"""Questions asked of the tables, as functions of frames: who answered, what changed, needs.

Blank, "no", "nil" and "not stated for that year" are kept apart throughout, and a year without a
report is an error or an absent row, never a year without measures. What is counted comes as a
`Grid`, whose every number knows the ids of what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from annual_review.codebook.coding import codebook
from annual_review.errors import AnnualReviewError
from annual_review.forms.questionnaire import Form, Label, forms
from annual_review.tables.schema import PRIORITIES, Tables

ANSWER_ORDER = ["text", "yes", "no", "nil", "blank"]
"""Of several answers in one cell and year, the one that comes first here stands for the cell."""

ANSWERED = ["text", "yes", "no", "nil"]
"""Answers that say something; a blank cell does not."""

NOT_STATED = "not stated"
"""The cell answers for other years than this one."""
NO_LABEL = "no label"
"""The document lacks the field's label, so nothing is known of the cell."""

CHANGES = ["kept", "reworded", "added", "dropped", "unanswered"]
"""What becomes of an item from one year to another.

kept: an item of the code stands word for word, apart from case and punctuation, in both years.
reworded: the same code in other words. added, dropped: the code stands in the field in one of the
two years only. unanswered: the other year says nothing in this cell (it is blank, or answers for
other years only), so that nothing can be said.
"""

SAME_ITEM = 0.6
"""Least similarity of two wordings of one item that no code covers. Chosen on Azerbaijan's
reports of 2017 and 2018, where items that a reader holds for the same have 0.63 or more."""


class AnalysisError(AnnualReviewError):
    """A question about a country, subject or year that the tables do not hold."""


class Grid(NamedTuple):
    """Numbers or words by row and column, and what each of them rests on.

    `ids` has the index and columns of `cells`; each of its cells holds the ids of statements and
    items, parted by spaces: those that a number counts, or those of the answers that say that
    there is nothing to count. Empty where nothing was said.
    """

    cells: pd.DataFrame
    ids: pd.DataFrame


def _counted(
    found: pd.DataFrame,
    row: str,
    column: str,
    count: str,
    *,
    rows: list[Any],
    columns: list[Any],
) -> Grid:
    """Count the different values of `count` by row and column (Int64, 0 where there are none).

    `found` holds what is counted, and in `ids` what each row of it rests on.
    """
    counted = _gathered(found, [row, column], count)
    rest_on = _gathered(found, [row, column], "ids")
    keys = [[(r, c) for c in columns] for r in rows]
    return _grid(
        pd.Index(rows, name=row),
        columns,
        [[len(set(counted.get(key, []))) for key in of_row] for of_row in keys],
        [[_joined(rest_on.get(key, [])) for key in of_row] for of_row in keys],
    )


def _gathered(
    frame: pd.DataFrame, keys: list[str], column: str
) -> dict[tuple[Any, ...], list[Any]]:
    """Values of a column by those of other columns: by far faster than groups of a few rows."""
    gathered: dict[tuple[Any, ...], list[Any]] = {}
    of_keys = zip(*(frame[key].tolist() for key in keys), strict=True)
    for key, value in zip(of_keys, frame[column].tolist(), strict=True):
        gathered.setdefault(key, []).append(value)
    return gathered


def _grid(
    index: pd.Index[Any], columns: list[Any], numbers: list[list[Any]], ids: list[list[str]]
) -> Grid:
    """A Grid of these numbers (Int64) and ids, row by row."""
    by_column = {
        column: pd.array([row[n] for row in numbers], dtype="Int64")
        for n, column in enumerate(columns)
    }
    return Grid(
        pd.DataFrame(by_column, index=index),
        pd.DataFrame(ids, index=index, columns=columns, dtype="object"),
    )


def _joined(ids: Iterable[str]) -> str:
    """Ids parted by spaces, each once."""
    return " ".join(dict.fromkeys(" ".join(ids).split()))


def subject_name(subject: str) -> str:
    """Return what a subject is called, as in `Protocol of 2014 to the Forced Labour Convention`."""
    return next(known.name for known in _form(subject).subjects if known.subject == subject)


def form_fields(subject: str) -> list[Label]:
    """Fields of the form that a subject is reported on with, in printed order."""
    return list(_form(subject).fields)


def _form(subject: str) -> Form:
    for form in forms():
        if any(known.subject == subject for known in form.subjects):
            return form
    known = sorted({known.subject for form in forms() for known in form.subjects})
    raise AnalysisError("subject", found=repr(subject), expected=f"one of {', '.join(known)}")


def select(tables: Tables, iso3: str, subject: str) -> Tables:
    """Keep what the tables hold of one country and subject.

    Raises AnalysisError if there is no report, naming the reports there are.
    """
    reports = tables.reports
    kept = reports.loc[(reports["iso3"] == iso3) & (reports["subject"] == subject), "report_id"]
    if kept.empty:
        raise AnalysisError(
            "the tables",
            found=f"no report of {iso3} on {subject}",
            expected=f"one of {', '.join(reports['report_id'])}",
            remedy="Add the baseline to the sources and build, or choose one of these.",
        )
    return _of_reports(tables, kept)


def of_subject(tables: Tables, subject: str) -> Tables:
    """Keep what the tables hold of one subject; without a report on it, nothing."""
    of_it = tables.reports["subject"] == subject
    return tables if of_it.all() else _of_reports(tables, tables.reports.loc[of_it, "report_id"])


def _of_reports(tables: Tables, kept: pd.Series[Any]) -> Tables:
    items = pd.concat([tables.measures["measure_id"], tables.needs["need_id"]])
    of_report = pd.concat([tables.measures["report_id"], tables.needs["report_id"]]).isin(kept)
    return Tables(
        **{
            name: frame[
                frame["item_id"].isin(items[of_report])
                if name == "codings"
                else frame["report_id"].isin(kept)
            ].reset_index(drop=True)
            for name, frame in tables
        }
    )


def years(tables: Tables) -> list[int]:
    """Years of the reports that the tables hold, ascending."""
    spans = zip(tables.reports["first_year"], tables.reports["last_year"], strict=True)
    return sorted({year for first, last in spans for year in range(first, last + 1)})


def in_charge(tables: Tables, year: int) -> set[str]:
    """Ids of the reports that speak for a year: of a country and subject the latest that covers it.

    A baseline is printed again with the next year's answers, so that two may cover a year.
    """
    columns = ["last_year", "report_id", "first_year", "iso3", "subject"]
    latest = {
        (iso3, subject): report_id
        for last, report_id, first, iso3, subject in sorted(
            zip(*(tables.reports[column].tolist() for column in columns), strict=True)
        )
        if first <= year <= last
    }
    return set(latest.values())


def of_year(tables: Tables, frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Keep the rows of a table that count for a year, by the reports in charge of it.

    What a report says without a year counts for every year of its span.
    """
    return frame.take([at for at, _ in _counting(tables, frame, [year])])


def _counting(tables: Tables, frame: pd.DataFrame, among: Iterable[int]) -> list[tuple[int, int]]:
    """Places of the rows of a table that count for each of these years, and the year."""
    said = list(zip(frame["year"].tolist(), frame["report_id"].tolist(), strict=True))
    return [
        (at, year)
        for year, charge in [(year, in_charge(tables, year)) for year in among]
        for at, (own, report_id) in enumerate(said)
        if report_id in charge and (own is pd.NA or own == year)
    ]


def in_ranges(among: Sequence[int]) -> str:
    """Say years as a reader would: `2010–2012, 2017–2018`."""
    spans: list[list[int]] = []
    for year in sorted(among):
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    said = [f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans]
    return ", ".join(said)


def without_report(tables: Tables) -> list[int]:
    """Years between the first and the last report that no report covers, ascending."""
    covered = years(tables)
    return sorted(set(range(covered[0], covered[-1] + 1)) - set(covered)) if covered else []


def country_names(tables: Tables) -> dict[str, str]:
    """Short names of the countries that the tables hold, by ISO 3166-1 alpha-3 code."""
    reports = tables.reports.drop_duplicates("iso3")
    return dict(zip(reports["iso3"], reports["country"], strict=True))


def latest_years(tables: Tables) -> dict[str, int]:
    """Last year that each country's reports cover, by ISO 3166-1 alpha-3 code."""
    return {str(k): int(v) for k, v in tables.reports.groupby("iso3")["last_year"].max().items()}


def steps(tables: Tables) -> list[tuple[int, int]]:
    """Pairs of successive years of reports, ascending."""
    return list(pairwise(years(tables)))


# ---- who answered -------------------------------------------------------------------------------


def reporting(tables: Tables) -> pd.DataFrame:
    """Return who answered what: a row a report, year it speaks for, and field of its form.

    Columns: report_id, iso3, subject, section, field, year (Int64), answer (text, yes, no, nil,
    blank, `not stated`: the cell answers for other years only, `no label`: the document lacks the
    label), dated (boolean: the document gives the year; what it says without one is repeated for
    every year), statements (Int64, count), chars (Int64, length of the answers), statement_ids
    (of the answers; where there are none, of what the cell says for other years; the report's id
    where the document lacks the label).
    """
    rows: list[dict[str, Any]] = []
    cells: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for statement in tables.statements.to_dict(
        "records"
    ):  # faster by far than frames of a few rows
        cells.setdefault((statement["report_id"], statement["field"]), []).append(statement)
    charge = {year: in_charge(tables, year) for year in years(tables)}
    for report in tables.reports.to_dict("records"):
        report_id = report["report_id"]
        for label in form_fields(report["subject"]):
            cell = cells.get((report_id, label.name), [])
            given = [each for each in cell if pd.notna(each["answer"])]
            dateless = [each for each in cell if pd.isna(each["year"])]
            for year in range(report["first_year"], report["last_year"] + 1):
                if report_id not in charge[year]:
                    continue
                dated = [
                    each for each in cell if each["year"] is not pd.NA and each["year"] == year
                ]
                said = [each for each in dated or dateless if pd.notna(each["answer"])]
                rows.append(
                    {
                        "report_id": report_id,
                        "iso3": report["iso3"],
                        "subject": report["subject"],
                        "section": label.section,
                        "field": label.name,
                        "year": year,
                        "answer": _cell_answer(given, said),
                        "dated": bool(dated),
                        "statements": len(said),
                        "chars": sum(len(each["text"]) for each in said),
                        "statement_ids": _joined(each["statement_id"] for each in said or given)
                        or report_id,
                    }
                )
    types = {"year": "Int64", "statements": "Int64", "chars": "Int64", "dated": "boolean"}
    columns = ["report_id", "iso3", "subject", "section", "field", "year", "answer", "dated"]
    frame = pd.DataFrame(rows, columns=[*columns, "statements", "chars", "statement_ids"])
    return frame.astype({column: types.get(column, "string") for column in map(str, frame)})


def _cell_answer(given: list[dict[Any, Any]], said: list[dict[Any, Any]]) -> str:
    """What stands for a cell and year: of all that it gives, what it says of that year."""
    if said:
        return min((str(each["answer"]) for each in said), key=ANSWER_ORDER.index)
    return NOT_STATED if given else NO_LABEL


KINDS = [*ANSWER_ORDER, NOT_STATED, NO_LABEL]
"""Every value of `answer` in `reporting`."""


def answers_by_field(tables: Tables, subject: str) -> Grid:
    """Count each field's answers over all reports and years: a row a field, a column an answer.

    The columns are `KINDS`; what is counted are reports and years.
    """
    frame = reporting(of_subject(tables, subject)).rename(columns={"statement_ids": "ids"})
    frame["of"] = frame["report_id"] + frame["year"].astype("string")
    fields = [label.name for label in form_fields(subject)]
    return _counted(frame, "field", "answer", "of", rows=fields, columns=KINDS)


def answers_by_report(tables: Tables) -> Grid:
    """Count the answers of each report, over its fields and years; columns as `answers_by_field`.

    Years that a later report of the country speaks for do not count.
    """
    frame = reporting(tables).rename(columns={"statement_ids": "ids"})
    frame["of"] = frame["field"] + frame["year"].astype("string")
    rows = list(tables.reports["report_id"])
    return _counted(frame, "report_id", "answer", "of", rows=rows, columns=KINDS)


def answered_by_country(tables: Tables, subject: str) -> Grid:
    """Count the fields that each country answers: a row a country, a column a year.

    Int64; <NA> where no report of the country covers the year. "No" and nil are answers, a blank
    cell is none.
    """
    chosen = of_subject(tables, subject)
    frame = reporting(chosen).rename(columns={"statement_ids": "ids"})
    names = country_names(chosen)
    frame["country"] = frame["iso3"].map(names)
    answers = frame[frame["answer"].isin(ANSWERED)]
    counted = _counted(
        answers, "country", "year", "field", rows=sorted(names.values()), columns=years(chosen)
    )
    covered = set(zip(frame["country"], frame["year"], strict=True))
    for country in counted.cells.index:
        silent = [year for year in counted.cells if (country, year) not in covered]
        counted.cells.loc[country, silent] = pd.NA
    return counted


def answers_by_year(tables: Tables) -> Grid:
    """Lay `reporting` of one country and subject out: a row a field, a column a year."""
    frame = reporting(tables)
    order = list(dict.fromkeys(frame["field"]))
    laid, ids = (
        frame.pivot(index="field", columns="year", values=values).reindex(order)
        for values in ("answer", "statement_ids")
    )
    return Grid(laid, ids.fillna(""))


# ---- what stands where --------------------------------------------------------------------------


def said(
    tables: Tables, *, sections: list[str] | None = None, fields: list[str] | None = None
) -> pd.DataFrame:
    """Return statements as printed: a row a statement, however many years it is for.

    Columns: field, years (as printed, empty for undated), speaker, answer, text, statement_id,
    place, and corrected where a source was. Narrowed to `sections` and `fields` if given.
    """
    frame = tables.statements.drop_duplicates("statement_id")
    if sections is not None:
        frame = frame[frame["section"].isin(sections)]
    if fields is not None:
        frame = frame[frame["field"].isin(fields)]
    frame = frame.assign(years=frame["years_as_printed"], place=_places(frame))
    columns = ["field", "years", "speaker", "answer", "text", "statement_id", "place"]
    columns += ["corrected"] if (frame["corrected"] != "").any() else []
    return frame[columns].reset_index(drop=True)


def search(
    tables: Tables,
    *,
    iso3: str | None = None,
    fields: Sequence[str] = (),
    span: tuple[int, int] | None = None,
    undated: bool = True,
    words: str = "",
) -> pd.DataFrame:
    """Return the statements that fit: a row a statement, with country and the columns of `said`.

    `fields` none means all; `span` is a first and last year; `undated` keeps statements without a
    year; of `words`, every one must stand in the text, whatever its case, as itself or as part of
    a longer word.
    """
    frame = tables.statements
    if iso3 is not None:
        frame = frame[frame["iso3"] == iso3]
    if fields:
        frame = frame[frame["field"].isin(fields)]
    dateless = frame["year"].isna()
    fits = dateless & undated
    fits |= ~dateless & (frame["year"].between(*span).fillna(False) if span else True)
    frame = frame[fits]
    for word in words.split():
        frame = frame[frame["text"].str.contains(word, case=False, regex=False)]
    kept = set(frame["statement_id"])
    shown = said(tables)
    shown = shown[shown["statement_id"].isin(kept)]
    names = tables.reports.set_index("report_id")["country"]
    countries = shown["statement_id"].str.split("/").str[0].map(names)
    shown.insert(0, "country", countries.astype("string"))
    return shown.reset_index(drop=True)


def listed(tables: Tables) -> pd.DataFrame:
    """Return measures as printed: a row an item, however many years it is for.

    Columns: field, years (empty for undated), letter, text, codes (as `codes_of_items`),
    measure_id, place.
    """
    pages = tables.statements.drop_duplicates("statement_id").set_index("statement_id")
    frame = tables.measures.drop_duplicates("measure_id")
    frame = frame.assign(
        page=frame["statement_id"].map(pages["page"]),
        years=frame["statement_id"].map(pages["years_as_printed"]),
    )
    frame = frame.assign(place=_places(frame), codes=_codes_said(tables, frame["measure_id"]))
    columns = ["field", "years", "letter", "text", "codes", "measure_id", "place"]
    columns += ["corrected"] if (frame["corrected"] != "").any() else []
    return frame[columns].reset_index(drop=True)


def _places(frame: pd.DataFrame) -> pd.Series[Any]:
    """Where each row stands: the page where there are pages, and characters of the read text."""
    spans = frame["start"].astype("string") + "–" + frame["end"].astype("string")
    pages = "page " + frame["page"].astype("string") + ", "
    return (pages.fillna("") + "characters " + spans).astype("string")


# ---- measures -----------------------------------------------------------------------------------


def items_by_field(tables: Tables, subject: str) -> Grid:
    """Count measures: a row a field that measures come from, a column a year of the reports.

    Int64; 0 where the answer for the year names no measure ("no", "nil"), <NA> where there is no
    answer: a blank cell, or statements for other years only.
    """
    chosen = of_subject(tables, subject)
    fields = [label.name for label in form_fields(subject) if label.items == "measures"]
    named = _by_year(chosen, chosen.measures.assign(ids=chosen.measures["measure_id"]))
    counted = _counted(named, "field", "counted_for", "ids", rows=fields, columns=years(chosen))
    answers = chosen.statements[chosen.statements["answer"].isin(ANSWERED)]
    return _where_answered(counted, _by_year(chosen, answers), "field")


def _by_year(tables: Tables, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table that count for each year, with that year in `counted_for`."""
    found = _counting(tables, frame, years(tables))
    counted_for = np.array([year for _, year in found], dtype="int64")
    return frame.take([at for at, _ in found]).assign(counted_for=counted_for)


def _where_answered(counted: Grid, answers: pd.DataFrame, row: str | None) -> Grid:
    """Make numbers <NA> where there is no answer, and let a 0 rest on the answers there are.

    `answers` are statements by year, for the rows that `row` names or (None) for all of them.
    """
    given = _gathered(
        answers, ["counted_for"] if row is None else [row, "counted_for"], "statement_id"
    )
    years_of = counted.cells.columns.tolist()
    numbers, ids = counted.cells.to_numpy().tolist(), counted.ids.to_numpy().tolist()
    for r, name in enumerate(counted.cells.index):
        for c, year in enumerate(years_of):
            key = (year,) if row is None else (name, year)
            if key not in given:
                numbers[r][c] = pd.NA
            elif numbers[r][c] == 0:
                ids[r][c] = _joined(given[key])
    return _grid(counted.cells.index, years_of, numbers, ids)


def changes(
    tables: Tables, iso3: str, from_year: int, to_year: int, subject: str = "P029"
) -> pd.DataFrame:
    """Compare the measures of two years' reports, field by field and code by code.

    A row a field and code reported in either year. Columns: field, code, change (see `CHANGES`),
    letter_from, letter_to, text_from, text_to (several items of one code parted by ` / `),
    similarity (0 to 1, of the two items most alike: the share of letters that their sorted words
    have in common; <NA> for a code of one year only), id_from, id_to, repeated (of a code of both
    years: `one answer for both years` or `answer copied`, else empty), elsewhere (of a code of one
    year only: the other fields in which the other year names it, parted by spaces, else empty),
    id_elsewhere. An item with several codes counts for each. Items that no code covers (`*.other`)
    are the same measure only if they are worded alike (`SAME_ITEM`), and never stand elsewhere.

    Raises AnalysisError if the country has no report for one of the years.
    """
    chosen = select(tables, iso3, subject)
    for year in (from_year, to_year):
        if year not in years(chosen):
            raise AnalysisError(
                f"{iso3}-{subject}",
                found=f"no report for {year}",
                expected=f"one of {', '.join(map(str, years(chosen)))}",
            )
    coded = coded_measures(chosen)
    rows: list[dict[str, Any]] = []
    for label in form_fields(subject):
        if label.items != "measures":
            continue
        cell = chosen.statements[chosen.statements["field"] == label.name]
        cell = cell[cell["answer"].isin(ANSWERED)]
        items = coded[coded["field"] == label.name]
        before, after = (of_year(chosen, items, year) for year in (from_year, to_year))
        silent = [of_year(chosen, cell, year).empty for year in (from_year, to_year)]
        for code in dict.fromkeys([*after["code"], *before["code"]]):
            pair = [frame[frame["code"] == code] for frame in (before, after)]
            rows += _changes_of_code(label.name, code, pair[0], pair[1], silent)
    answers = chosen.statements.drop_duplicates("statement_id").set_index("statement_id")["text"]
    all_of = {year: of_year(chosen, coded, year) for year in (from_year, to_year)}
    for row in rows:
        row["repeated"] = _repeated(row, answers)
        other = all_of[from_year if row["id_from"] is None else to_year]
        both = row["id_from"] is not None and row["id_to"] is not None
        named = other[(other["code"] == row["code"]) & (other["field"] != row["field"])]
        named = named.iloc[:0] if both or row["code"].endswith(".other") else named
        row["elsewhere"] = _joined(named["field"])
        row["id_elsewhere"] = _joined(named["measure_id"])
    columns = ["field", "code", "change", "letter_from", "letter_to", "text_from", "text_to"]
    columns += ["similarity", "id_from", "id_to", "repeated", "elsewhere", "id_elsewhere"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({c: "Float64" if c == "similarity" else "string" for c in frame})


def _repeated(row: dict[str, Any], answers: pd.Series[Any]) -> str:
    """Whether a code stands in both years because the whole answer does."""
    sides = [(row[side] or "").split() for side in ("id_from", "id_to")]
    if set(sides[0]) & set(sides[1]):
        return "one answer for both years"
    worded = [{answers[measure.rpartition("/")[0]] for measure in side} for side in sides]
    return "answer copied" if worded[0] & worded[1] else ""


def coded_measures(tables: Tables) -> pd.DataFrame:
    """Return measures with all their codes: a row an item, year and code.

    Columns of `measures`, with `code` the code, and method, score, primary of the coding. Where a
    person coded an item, only persons' codes count.
    """
    codings = codings_that_count(tables).rename(columns={"item_id": "measure_id"})
    codings = codings.drop(columns="coder")
    return tables.measures.drop(columns="code").merge(codings, on="measure_id")


def codings_that_count(tables: Tables) -> pd.DataFrame:
    """Return each item's codes once: persons' where a person coded it, else the rules'.

    Rows and columns of `codings`, the primary code of an item first.
    """
    codings = tables.codings
    by_hand = codings["method"] == "manual"
    coded_by_hand = codings["item_id"].isin(codings.loc[by_hand, "item_id"])
    return codings[by_hand | ~coded_by_hand].drop_duplicates(["item_id", "code"])


def _changes_of_code(
    field: str, code: str, before: pd.DataFrame, after: pd.DataFrame, silent: list[bool]
) -> list[dict[str, Any]]:
    """Rows of one field and code: one, or two where items that no code covers are not alike."""
    if before.empty or after.empty:
        unknown = silent[0] if before.empty else silent[1]
        only = "added" if before.empty else "dropped"
        return [_change(field, code, before, after, "unanswered" if unknown else only, None)]
    scores = [
        fuzz.token_sort_ratio(old, new, processor=default_process) / 100
        for old in before["text"]
        for new in after["text"]
    ]
    similarity = max(scores)
    if code.endswith(".other") and similarity < SAME_ITEM:
        nothing = before.iloc[:0]
        return [
            _change(field, code, nothing, after, "added", None),
            _change(field, code, before, nothing, "dropped", None),
        ]
    worded = [{" ".join(_words(text)) for text in frame["text"]} for frame in (before, after)]
    same = "kept" if worded[0] & worded[1] else "reworded"
    return [_change(field, code, before, after, same, similarity)]


def _words(text: str) -> list[str]:
    return default_process(text).split()


def _change(
    field: str,
    code: str,
    before: pd.DataFrame,
    after: pd.DataFrame,
    change: str,
    similarity: float | None,
) -> dict[str, Any]:
    def joined(frame: pd.DataFrame, column: str, between: str) -> str | None:
        return between.join(filter(None, frame[column])) if len(frame) else None

    return {
        "field": field,
        "code": code,
        "change": change,
        "letter_from": joined(before, "letter", ", "),
        "letter_to": joined(after, "letter", ", "),
        "text_from": joined(before, "text", " / "),
        "text_to": joined(after, "text", " / "),
        "similarity": similarity,
        "id_from": joined(before, "measure_id", " "),
        "id_to": joined(after, "measure_id", " "),
    }


def changes_by_field(changed: pd.DataFrame) -> Grid:
    """Count what `changes` found: a row a field, a column a kind of change, in their order.

    What is counted are codes; a code rests on its items of both years.
    """
    sides = [changed[side].fillna("") for side in ("id_from", "id_to")]
    found = changed.assign(ids=sides[0] + " " + sides[1], of=changed.index)
    order = list(dict.fromkeys(changed["field"]))
    return _counted(found, "field", "change", "of", rows=order, columns=CHANGES)


def repeated_answers(tables: Tables, both: tuple[int, int] | None = None) -> pd.DataFrame:
    """Find answers that stand for several years, or word for word in several statements.

    Columns: iso3, subject, field, years (as in `2017, 2018`), how (`one answer for several years`,
    `copied`: apart from case and punctuation, be it from one baseline to the next), text,
    statement_ids. `both` narrows them to those that stand for both of two years.
    """
    given = tables.statements[tables.statements["answer"].isin(["text", "yes"])]
    given = _by_year(tables, given[given["year"].notna()])
    given = given.assign(words=[" ".join(_words(text)) for text in given["text"]])
    given = given.sort_index(kind="stable")  # as the tables have it, not year by year
    columns = ["iso3", "subject", "field", "years", "how", "text", "statement_ids"]
    rows = []
    keys = ["iso3", "subject", "field", "words"]
    said_for, worded, named = (
        _gathered(given, keys, column) for column in ("counted_for", "text", "statement_id")
    )
    for key, counted_for in said_for.items():
        among = sorted(set(counted_for))
        if len(among) > 1 and set(both or ()) <= set(among):
            once = len(set(named[key])) == 1
            how = "one answer for several years" if once else "copied"
            said_in = ", ".join(map(str, among))
            rows.append((*key[:3], said_in, how, worded[key][0], _joined(named[key])))
    return pd.DataFrame(rows, columns=columns, dtype="string")


ARTICLES = {
    "1(1)": "sanction those who exact forced labour",
    "1(2)": "national policy and plan of action; systematic and coordinated action",
    "2(a)": "inform people at risk",
    "2(b)": "inform employers",
    "2(c)(i)": "law that covers all workers and sectors",
    "2(c)(ii)": "labour inspection and other services that enforce the law",
    "2(d)": "protection in recruitment and placement",
    "2(e)": "due diligence by the public and private sectors",
    "2(f)": "root causes",
    "3": "identify, release, protect and rehabilitate victims",
    "4(1)": "remedies such as compensation",
    "4(2)": "no prosecution for acts under compulsion",
    "5": "cooperation between Members",
}
"""Articles of the Protocol of 2014 that a code of measures answers to, and what each is about.

Article 6, on consulting the organizations of employers and workers, is answered by a question of
its own (`social_partner_involvement`) and by no measure.
"""


PROTOCOL = "P029"
"""The subject whose reports the articles of the Protocol apply to."""


def shared_codes() -> dict[str, list[str]]:
    """Codes of measures that answer to several articles of the Protocol, and these articles.

    A measure with such a code counts for each of them, whichever it is about.
    """
    return {
        code.code: list(code.articles) for code in codebook("measure") if len(code.articles) > 1
    }


def protocol_coverage(tables: Tables, subject: str = "P029") -> pd.DataFrame:
    """Count measures by article of the Protocol: a row a report, year and article.

    Columns: report_id, iso3, year (Int64), article, about, items (Int64, number of measures with a
    code that answers to the article; one can answer to several), covered (boolean), measure_ids,
    codes (of the codebook, that the article rests on), shared_with (other articles that one of
    these codes answers to as well, else empty: the number does not tell them apart).
    Not covered means that the report names no such measure, not that there is none. Empty for
    reports on other subjects than the Protocol.
    """
    articles = {code.code: code.articles for code in codebook("measure")}
    codes = {a: [code for code, of in articles.items() if a in of] for a in ARTICLES}
    shared = {
        a: [other for other in ARTICLES if other != a and set(codes[a]) & set(codes[other])]
        for a in ARTICLES
    }
    coded = coded_measures(tables)
    rows: list[dict[str, Any]] = []
    reports = tables.reports[tables.reports["subject"] == subject]
    for report in reports.to_dict("records") if subject == PROTOCOL else []:
        own = coded[coded["report_id"] == report["report_id"]]
        for year in range(report["first_year"], report["last_year"] + 1):
            if report["report_id"] not in in_charge(tables, year):
                continue
            said_then = _gathered(of_year(tables, own, year), ["measure_id"], "code")
            for article, about in ARTICLES.items():
                ids = [
                    measure
                    for (measure,), named in said_then.items()
                    if any(article in articles[code] for code in named)
                ]
                rows.append(
                    {
                        "report_id": report["report_id"],
                        "iso3": report["iso3"],
                        "year": year,
                        "article": article,
                        "about": about,
                        "items": len(ids),
                        "covered": bool(ids),
                        "measure_ids": " ".join(ids),
                        "codes": ", ".join(codes[article]),
                        "shared_with": ", ".join(shared[article]),
                    }
                )
    columns = ["report_id", "iso3", "year", "article", "about", "items", "covered", "measure_ids"]
    columns += ["codes", "shared_with"]
    frame = pd.DataFrame(rows, columns=columns)
    types = {"year": "Int64", "items": "Int64", "covered": "boolean"}
    return frame.astype({column: types.get(column, "string") for column in columns})


def articles_by_year(coverage: pd.DataFrame) -> Grid:
    """Lay `protocol_coverage` of one country out: a row an article, a column a year.

    The rows' names say what an article is about, and which others rest on the same code.
    """
    found = coverage.rename(columns={"measure_ids": "ids"})
    found["article"] = found["article"] + " " + found["about"]
    shares = found["shared_with"] != ""
    found.loc[shares, "article"] += " (same code as " + found["shared_with"][shares] + ")"
    order = list(dict.fromkeys(found["article"]))
    cells = found.pivot(index="article", columns="year", values="items").reindex(order)
    return Grid(cells, found.pivot(index="article", columns="year", values="ids").reindex(order))


def _answered_on_measures(tables: Tables) -> pd.DataFrame:
    """Statements that answer a field that measures come from, by the year they count for."""
    from_measures = [
        label.name
        for subject in sorted(set(tables.reports["subject"]))
        for label in form_fields(subject)
        if label.items == "measures"
    ]
    answers = tables.statements[tables.statements["answer"].isin(ANSWERED)]
    return _by_year(tables, answers[answers["field"].isin(from_measures)])


def codes_by_country(tables: Tables, subject: str = "P029") -> Grid:
    """Count measures by code: a row a country, in the last year of its reports; a column a code.

    The rows are named as in `Azerbaijan 2018`; the columns are the codes that some row has. Int64;
    0 where the reports name no such measure, <NA> where they answer on no measure at all.
    """
    chosen = of_subject(tables, subject)
    coded = _by_year(chosen, coded_measures(chosen)).rename(columns={"measure_id": "ids"})
    return _by_country(chosen, coded, [each.code for each in codebook("measure")])


def articles_by_country(tables: Tables, subject: str = "P029") -> Grid:
    """Count measures by article of the Protocol; rows and numbers as in `codes_by_country`.

    Without a column for other subjects than the Protocol.
    """
    chosen = of_subject(tables, subject)
    applies = subject == PROTOCOL and len(chosen.reports) > 0
    found = _of_articles(chosen) if applies else chosen.measures.iloc[:0]
    return _by_country(chosen, found, list(ARTICLES) if applies else [], every=True)


def _of_articles(tables: Tables) -> pd.DataFrame:
    """Measures by year, a row an article that they answer to (in `code`)."""
    articles = {code.code: list(code.articles) for code in codebook("measure")}
    coded = _by_year(tables, coded_measures(tables)).rename(columns={"measure_id": "ids"})
    each = coded.assign(code=coded["code"].map(articles)).explode("code")
    return each[each["code"].notna()]


def _by_country(
    tables: Tables, found: pd.DataFrame, order: list[str], *, every: bool = False
) -> Grid:
    names, latest = country_names(tables), latest_years(tables)
    rows = {iso3: f"{names[iso3]} {latest[iso3]}" for iso3 in sorted(names, key=names.__getitem__)}
    if order:
        found = found[found["counted_for"] == found["iso3"].map(latest)]
        found = found.assign(country=found["iso3"].map(rows))
    columns = order if every else [code for code in order if code in set(found["code"])]
    if not columns:
        empty = pd.DataFrame(index=pd.Index(list(rows.values()), name="country"))
        return Grid(empty, empty)
    counted = _counted(found, "country", "code", "ids", rows=list(rows.values()), columns=columns)
    answers = _answered_on_measures(tables)
    answered = set(answers.loc[answers["counted_for"] == answers["iso3"].map(latest), "iso3"])
    silent = [row for iso3, row in rows.items() if iso3 not in answered]
    counted.cells.loc[silent] = pd.NA
    return counted


def countries_by_code(tables: Tables, subject: str = "P029") -> Grid:
    """Count the countries that name a measure of a code: a row a code, a column a year.

    The columns say how many countries have a report for the year, as in `2018 (of 12)`.
    """
    chosen = of_subject(tables, subject)
    coded = _by_year(chosen, coded_measures(chosen)).rename(columns={"measure_id": "ids"})
    order = [each.code for each in codebook("measure") if each.code in set(coded["code"])]
    return _countries(chosen, coded, order, "code")


def countries_by_article(tables: Tables, subject: str = "P029") -> Grid:
    """Count the countries that name a measure under an article; columns as `countries_by_code`.

    Without a row for other subjects than the Protocol.
    """
    chosen = of_subject(tables, subject)
    if subject != PROTOCOL:
        empty = pd.DataFrame(index=pd.Index([], name="article"))
        return Grid(empty, empty)
    found = _of_articles(chosen).rename(columns={"code": "article"})
    return _countries(chosen, found, list(ARTICLES), "article")


def _countries(tables: Tables, found: pd.DataFrame, rows: list[str], row: str) -> Grid:
    spans = zip(tables.reports["iso3"], _spans(tables), strict=True)
    covered = {(iso3, year) for iso3, span in spans for year in span}
    reported = {year: len({i for i, y in covered if y == year}) for year in years(tables)}
    heads = {year: f"{year} (of {number})" for year, number in reported.items()}
    named = found.assign(year=found["counted_for"].map(heads))
    return _counted(named, row, "year", "iso3", rows=rows, columns=list(heads.values()))


def _spans(tables: Tables) -> list[range]:
    reports = zip(tables.reports["first_year"], tables.reports["last_year"], strict=True)
    return [range(first, last + 1) for first, last in reports]


def ratification(tables: Tables) -> pd.DataFrame:
    """Return the ratification by year: what was read, and the statements that it was read from.

    Columns: instrument, year (Int64), status, intention, statement_ids. A year that two reports
    cover has the row of the one in charge of it.
    """
    rows = []
    fields = ["ratification_status", "ratification_intention"]
    said_of = tables.statements[tables.statements["field"].isin(fields)]
    said_of = _by_year(tables, said_of[said_of["answer"].isin(ANSWERED)])
    rest_on = _gathered(said_of, ["report_id", "counted_for"], "statement_id")
    for row in tables.ratification.to_dict("records"):
        if row["report_id"] in in_charge(tables, row["year"]):
            key = row["report_id"], row["year"]
            rows.append({**row, "statement_ids": _joined(rest_on.get(key, []))})
    columns = ["instrument", "year", "status", "intention", "statement_ids"]
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.astype({c: "Int64" if c == "year" else "string" for c in columns})
    return frame.sort_values(["instrument", "year"], kind="stable").reset_index(drop=True)


def placed(tables: Tables) -> pd.DataFrame:
    """Return how much of each document was placed: a row a report.

    Columns: report_id, source, media_type, coverage (share, 0 to 1), problems (Int64, count),
    problem_ids.
    """
    problems = tables.problems
    of = {
        report: " ".join(problems.loc[problems["report_id"] == report, "problem_id"])
        for report in tables.reports["report_id"]
    }
    frame = tables.reports[["report_id", "source", "media_type", "coverage", "problems"]]
    return frame.assign(problem_ids=list(of.values())).astype({"problem_ids": "string"})


def agreement(tables: Tables) -> float | None:
    """Return Krippendorff's alpha (nominal) of the primary codes that people gave to items.

    None if no item was coded by two people, or all codes are one.
    """
    import krippendorff

    manual = tables.codings[tables.codings["method"] == "manual"]
    first = manual.drop_duplicates(["item_id", "coder"])
    matrix = first.pivot(index="coder", columns="item_id", values="code")
    matrix = matrix.loc[:, matrix.notna().sum() > 1]
    values = sorted(set(first.loc[first["item_id"].isin(matrix.columns), "code"]))
    if len(values) < 2:
        return None
    numbers = matrix.apply(lambda column: column.map(values.index, na_action="ignore"))
    return float(
        krippendorff.alpha(numbers.astype("float64").to_numpy(), level_of_measurement="nominal")
    )


# ---- needs --------------------------------------------------------------------------------------


def needs(
    tables: Tables, subject: str = "P029", year: int | None = None, iso3: str | None = None
) -> pd.DataFrame:
    """Return needs of technical cooperation, the most urgent first.

    A row a need and year of a report in charge of it. Columns: country, iso3, year (Int64),
    direction, priority (ordered category), code (the primary one), codes (all of them), letter,
    text, need_id, statement_id. `year` and
    `iso3` narrow the choice; what is asked without a year has a row for each year of its report.
    """
    chosen = tables.needs[tables.needs["subject"] == subject]
    if iso3 is not None:
        chosen = chosen[chosen["iso3"] == iso3]
    wanted = years(tables) if year is None else [year]
    found = _counting(tables, chosen, wanted)
    frame = chosen.take([at for at, _ in found])
    names = tables.reports.drop_duplicates("iso3").set_index("iso3")["country"]
    frame = frame.assign(
        year=pd.array([each for _, each in found], dtype="Int64"),
        country=frame["iso3"].map(names),
        codes=_codes_said(tables, frame["need_id"]),
        priority=pd.Categorical(frame["priority"], categories=PRIORITIES, ordered=True),
    )
    columns = [
        "country",
        "iso3",
        "year",
        "direction",
        "priority",
        "code",
        "codes",
        "letter",
        "text",
    ]
    frame = frame[[*columns, "need_id", "statement_id"]]
    return frame.sort_values(["year", "priority", "country"], kind="stable").reset_index(drop=True)


def requests(tables: Tables, subject: str = "P029", year: int | None = None) -> pd.DataFrame:
    """Return what countries ask for: the rows of `needs` that are no offers to others."""
    frame = needs(tables, subject, year)
    return frame[frame["direction"] == "request"].reset_index(drop=True)


def _answered_on_needs(tables: Tables) -> pd.DataFrame:
    """Statements that answer what the country asks for, by the year they count for."""
    asked = tables.statements[tables.statements["field"] == "request"]
    return _by_year(tables, asked[asked["answer"].isin(ANSWERED)])


def needs_by_tier(tables: Tables, subject: str = "P029") -> Grid:
    """Count what is asked for: a row a priority, a column a year of the reports; Int64.

    <NA> where no report of that year answers what it asks for.
    """
    chosen = of_subject(tables, subject)
    found = requests(chosen, subject).rename(columns={"need_id": "ids"})
    counted = _counted(found, "priority", "year", "ids", rows=PRIORITIES, columns=years(chosen))
    return _where_answered(counted, _answered_on_needs(chosen), None)


def needs_by_code(tables: Tables, subject: str, year: int) -> Grid:
    """Count what is asked for in a year: a row a code, a column a priority.

    A need with several codes counts in each.
    """
    each = _by_each_code(requests(tables, subject, year))
    order = [code.code for code in codebook("need") if code.code in set(each["code"])]
    return _counted(each, "code", "priority", "ids", rows=order, columns=PRIORITIES)


def needs_by_country(tables: Tables, subject: str, year: int) -> Grid:
    """Count what is asked for in a year: a row a country with a report for it, a column a code.

    A need with several codes counts in each. <NA> where the country does not answer what it asks
    for.
    """
    chosen = of_subject(tables, subject)
    each = _by_each_code(requests(chosen, subject, year))
    order = [code.code for code in codebook("need") if code.code in set(each["code"])]
    names = country_names(chosen)
    charge = chosen.reports["report_id"].isin(in_charge(chosen, year))
    reporting_then: set[str] = set(chosen.reports.loc[charge, "iso3"])
    rows = sorted(names[iso3] for iso3 in reporting_then)
    counted = _counted(each, "country", "code", "ids", rows=rows, columns=order)
    answers = _answered_on_needs(chosen)
    answered = set(answers.loc[answers["counted_for"] == year, "iso3"])
    silent = [names[iso3] for iso3 in reporting_then - answered]
    counted.cells.loc[silent] = pd.NA
    return counted


def _by_each_code(found: pd.DataFrame) -> pd.DataFrame:
    """Needs, a row each of their codes, with `ids`."""
    each = found.assign(code=found["codes"].str.split(", ")).explode("code")
    return each.rename(columns={"need_id": "ids"})


NOT_ASKED, NO_ANSWER, NO_REPORT = "not asked", "no answer", "no report"
"""Why `needs_over_years` has no priority: the answer asks for other help; there is none; the
country has no report for the year."""


def needs_over_years(tables: Tables, subject: str, until: int) -> Grid:
    """Lay out what one country asked for: a row a code, a column a year up to `until`.

    The tables are those of one country, as `select` gives them.

    A cell holds the priorities with which the code was asked for, or `NOT_ASKED`, `NO_ANSWER`,
    `NO_REPORT`; the years without a report between its reports have a column of their own.
    """
    chosen = of_subject(tables, subject)
    covered = [year for year in years(chosen) if year <= until]
    columns = list(range(covered[0], covered[-1] + 1)) if covered else []
    each = _by_each_code(requests(chosen, subject))
    each = each[each["year"].isin(columns)]
    order = [code.code for code in codebook("need") if code.code in set(each["code"])]
    index = pd.Index(order, name="code")
    cells = pd.DataFrame(NOT_ASKED, index=index, columns=columns, dtype="object")
    ids = pd.DataFrame("", index=index, columns=columns, dtype="object")
    answered = _answered_on_needs(chosen)
    for year in columns:
        said_then = answered[answered["counted_for"] == year]
        if said_then.empty:
            cells[year] = NO_ANSWER if year in covered else NO_REPORT
        ids[year] = _joined(said_then["statement_id"])
    for key, group in each.groupby(["code", "year"], sort=False):
        tiers = [tier for tier in PRIORITIES if tier in set(group["priority"])]
        cells.loc[key] = ", ".join(tiers).replace("_", " ")
        ids.loc[key] = _joined(group["ids"])
    return Grid(cells, ids)


def beside(tables: Tables, subject: str, year: int) -> pd.DataFrame:
    """Put what is asked for in a year beside the country's measures against the same thing.

    A row a need and code of it. Columns: country, priority, need, code, measures (Int64, number),
    texts (of the measures, a line each), need_id, measure_ids (in the order of the lines). Which
    codes of measures belong to a need's code, the codebook of needs says (`measures`). That a
    measure is of the same area does not say that it meets the need.
    """
    areas = {each.code: set(each.measures) for each in codebook("need")}
    measures = of_year(tables, coded_measures(tables), year)
    measures = measures[measures["subject"] == subject]
    rows: list[dict[str, Any]] = []
    codes = codes_of_items(tables)
    asked = requests(tables, subject, year)
    for need in asked.to_dict("records"):
        own = measures[measures["iso3"] == need["iso3"]]
        for code in codes[need["need_id"]]:
            near = own.loc[[bool(areas[code] & {c, c.split(".")[0]}) for c in own["code"]]]
            near = near.drop_duplicates("measure_id")
            rows.append(
                {
                    "country": need["country"],
                    "priority": need["priority"],
                    "need": need["text"],
                    "code": code,
                    "measures": len(near),
                    "texts": "\n".join(near["text"]),
                    "need_id": need["need_id"],
                    "measure_ids": " ".join(near["measure_id"]),
                }
            )
    columns = ["country", "priority", "need", "code", "measures", "texts", "need_id", "measure_ids"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({c: "Int64" if c == "measures" else "string" for c in columns})


def codes_of_items(tables: Tables) -> dict[str, list[str]]:
    """Return the codes of every item, the primary one first; where a person coded, only theirs."""
    codes = _gathered(codings_that_count(tables), ["item_id"], "code")
    return {item: own for (item,), own in codes.items()}


def _codes_said(tables: Tables, items: pd.Series[Any]) -> pd.Series[Any]:
    """The codes of each of these items, as in `need.training, need.data`."""
    said = {item: ", ".join(codes) for item, codes in codes_of_items(tables).items()}
    return items.map(said).astype("string")


AGAIN, EARLIER, NEW, FIRST = STATUSES = ("again", "earlier", "new", "no earlier report")
"""What `asked_before` says of a need: its country's report before this one asks for it too; only a
still earlier one does; none does; there is none in the data."""


def asked_before(tables: Tables, subject: str, year: int) -> pd.DataFrame:
    """Return what is asked for in a year, with the earlier years in which the country asked for it.

    Columns: country, priority, code, text, status (`AGAIN`, `EARLIER`, `NEW`, `FIRST`), before
    (years, empty if there are none), word_for_word (those of them in the same words), need_id,
    earlier_ids. The same is what has a code in common; `need.other` is never the same.
    """
    codings = codes_of_items(tables)
    every = requests(tables, subject)
    of_country = {
        iso3: [y for y in years(select(tables, iso3, subject)) if y < year]
        for iso3 in set(every["iso3"])
    }
    rows = []
    for need in requests(tables, subject, year).to_dict("records"):
        earlier = every[(every["iso3"] == need["iso3"]) & (every["year"] < year)]
        codes = set(codings[need["need_id"]]) - {"need.other"}
        earlier = earlier.loc[[bool(codes & set(codings[n])) for n in earlier["need_id"]]]
        words = _words(need["text"])
        same = earlier.loc[[_words(text) == words for text in earlier["text"]]]
        reported = of_country[need["iso3"]]
        asked = sorted(set(earlier["year"]))
        status = FIRST if not reported else NEW if not asked else EARLIER
        row = {c: need[c] for c in ("country", "priority", "code", "text", "need_id")}
        row["status"] = AGAIN if asked and asked[-1] == reported[-1] else status
        row["before"] = ", ".join(map(str, asked))
        row["word_for_word"] = ", ".join(str(y) for y in sorted(set(same["year"])))
        rows.append({**row, "earlier_ids": _joined(earlier["need_id"])})
    columns = ["country", "priority", "code", "text", "status", "before", "word_for_word"]
    return pd.DataFrame(rows, columns=[*columns, "need_id", "earlier_ids"], dtype="string")
