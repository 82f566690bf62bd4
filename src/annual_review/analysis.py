"""Questions asked of the tables, as functions of frames: who answered, what changed, needs.

Blank, "no", "nil" and "not stated for that year" are kept apart throughout, and a year without a
report is an error or an absent row, never a year without measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from annual_review.coding import codebook
from annual_review.errors import AnnualReviewError
from annual_review.questionnaire import Form, Label, forms
from annual_review.tables import PRIORITIES, Tables

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
two years only. unanswered: the other year says nothing in this cell, not even that it is blank, so
that nothing can be said.
"""

SAME_ITEM = 0.6
"""Least similarity of two wordings of one item that no code covers. Chosen on Azerbaijan's
reports of 2017 and 2018, where items that a reader holds for the same have 0.63 or more."""


class AnalysisError(AnnualReviewError):
    """A question about a country, subject or year that the tables do not hold."""


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
    reports = tables.reports
    covering = reports[(reports["first_year"] <= year) & (reports["last_year"] >= year)]
    latest = covering.sort_values(["last_year", "report_id"])
    return set(latest.drop_duplicates(["iso3", "subject"], keep="last")["report_id"])


def of_year(tables: Tables, frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Keep the rows of a table that count for a year, by the reports in charge of it.

    What a report says without a year counts for every year of its span.
    """
    said = frame["year"].isna() | (frame["year"] == year).fillna(False)
    return frame[said & frame["report_id"].isin(in_charge(tables, year))]


def steps(tables: Tables) -> list[tuple[int, int]]:
    """Pairs of successive years of reports, ascending."""
    return list(pairwise(years(tables)))


# ---- who answered -------------------------------------------------------------------------------


def reporting(tables: Tables) -> pd.DataFrame:
    """Return who answered what: a row a report, year it speaks for, and field of its form.

    Columns: report_id, iso3, subject, section, field, year (Int64), answer (text, yes, no, nil,
    blank, `not stated`: the cell answers for other years only, `no label`: the document lacks the
    label), dated (boolean: the document gives the year; what it says without one is repeated for
    every year), statements (Int64, count), chars (Int64, length of the answers).
    """
    rows: list[dict[str, Any]] = []
    grouped = tables.statements.groupby(["report_id", "field"], sort=False)
    cells: dict[Any, Any] = dict(iter(grouped))
    charge = {year: in_charge(tables, year) for year in years(tables)}
    for report in tables.reports.to_dict("records"):
        for label in form_fields(report["subject"]):
            key = (report["report_id"], label.name)
            cell = cells[key] if key in cells else tables.statements.iloc[:0]
            for year in range(report["first_year"], report["last_year"] + 1):
                if report["report_id"] not in charge[year]:
                    continue
                dated = cell[cell["year"] == year]
                said = dated if len(dated) else cell[cell["year"].isna()]
                rows.append(
                    {
                        "report_id": report["report_id"],
                        "iso3": report["iso3"],
                        "subject": report["subject"],
                        "section": label.section,
                        "field": label.name,
                        "year": year,
                        "answer": _cell_answer(cell, said),
                        "dated": bool(len(dated)),
                        "statements": int(said["answer"].notna().sum()),
                        "chars": int(said["text"].str.len().sum()),
                    }
                )
    types = {"year": "Int64", "statements": "Int64", "chars": "Int64", "dated": "boolean"}
    columns = ["report_id", "iso3", "subject", "section", "field", "year", "answer", "dated"]
    frame = pd.DataFrame(rows, columns=[*columns, "statements", "chars"])
    return frame.astype({column: types.get(column, "string") for column in map(str, frame)})


def _cell_answer(cell: pd.DataFrame, said: pd.DataFrame) -> str:
    answers: set[str] = set(said["answer"].dropna())
    if answers:
        return min(answers, key=ANSWER_ORDER.index)
    return NOT_STATED if len(cell) and cell["answer"].notna().any() else NO_LABEL


def answers_by_field(tables: Tables, subject: str) -> pd.DataFrame:
    """Count each field's answers over all reports and years: a row a field, a column an answer.

    The columns are every value that `reporting` gives for `answer`, in the order of `ANSWERS`.
    """
    frame = reporting(tables)
    frame = frame[frame["subject"] == subject]
    order = [*ANSWER_ORDER, NOT_STATED, NO_LABEL]
    counted = pd.crosstab(frame["field"], frame["answer"])
    fields = [label.name for label in form_fields(subject)]
    return counted.reindex(index=fields, columns=order, fill_value=0)


def answers_by_report(tables: Tables) -> pd.DataFrame:
    """Count the fields of each report and year by their answer; columns as `answers_by_field`."""
    frame = reporting(tables)
    rows = frame["report_id"] + ", " + frame["year"].astype("string")
    counted = pd.crosstab(rows.rename("report and year"), frame["answer"])
    return counted.reindex(columns=[*ANSWER_ORDER, NOT_STATED, NO_LABEL], fill_value=0)


def answers_by_year(tables: Tables) -> pd.DataFrame:
    """Lay `reporting` of one country and subject out: a row a field, a column a year."""
    frame = reporting(tables)
    laid = frame.pivot(index="field", columns="year", values="answer")
    return laid.reindex(list(dict.fromkeys(frame["field"])))


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

    Columns: field, years (empty for undated), letter, text, codes (the primary one first),
    measure_id, place.
    """
    pages = tables.statements.drop_duplicates("statement_id").set_index("statement_id")
    frame = tables.measures.drop_duplicates("measure_id")
    frame = frame.assign(
        page=frame["statement_id"].map(pages["page"]),
        years=frame["statement_id"].map(pages["years_as_printed"]),
    )
    codes = tables.codings.drop_duplicates(["item_id", "code"]).groupby("item_id")["code"]
    frame = frame.assign(place=_places(frame), codes=frame["measure_id"].map(codes.agg(", ".join)))
    columns = ["field", "years", "letter", "text", "codes", "measure_id", "place"]
    columns += ["corrected"] if (frame["corrected"] != "").any() else []
    return frame[columns].reset_index(drop=True)


def _places(frame: pd.DataFrame) -> pd.Series[Any]:
    """Where each row stands: the page where there are pages, and characters of the read text."""
    spans = frame["start"].astype("string") + "–" + frame["end"].astype("string")
    pages = "page " + frame["page"].astype("string") + ", "
    return (pages.fillna("") + "characters " + spans).astype("string")


# ---- measures -----------------------------------------------------------------------------------


def items_by_field(tables: Tables, subject: str) -> pd.DataFrame:
    """Count measures: a row a field that measures come from, a column a year of the reports.

    Int64; 0 where the answer for the year names no measure ("no", "nil"), <NA> where there is no
    answer: a blank cell, or statements for other years only.
    """
    fields = [label.name for label in form_fields(subject) if label.items == "measures"]
    statements = tables.statements[tables.statements["subject"] == subject]
    measures = tables.measures[tables.measures["subject"] == subject]
    counts: dict[Any, list[Any]] = {}
    for year in years(tables):
        said_then = of_year(tables, statements, year)
        answered = set(said_then.loc[said_then["answer"].isin(ANSWERED), "field"])
        named = of_year(tables, measures, year)["field"].value_counts()
        counts[year] = [
            int(named.get(field, 0)) if field in answered else pd.NA for field in fields
        ]
    return pd.DataFrame(counts, index=pd.Index(fields, name="field"), dtype="Int64")


def changes(
    tables: Tables, iso3: str, from_year: int, to_year: int, subject: str = "P029"
) -> pd.DataFrame:
    """Compare the measures of two years' reports, field by field and code by code.

    A row a field and code reported in either year. Columns: field, code, change (see `CHANGES`),
    letter_from, letter_to, text_from, text_to (several items of one code parted by ` / `),
    similarity (0 to 1, of the two items most alike: the share of letters that their sorted words
    have in common; <NA> for a code of one year only), id_from, id_to. An item with several codes
    counts for each. Items that no code covers (`*.other`) are the same measure only if they are
    worded alike (`SAME_ITEM`).

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
        cell = cell[cell["answer"].notna()]
        items = coded[coded["field"] == label.name]
        before, after = (of_year(chosen, items, year) for year in (from_year, to_year))
        silent = [of_year(chosen, cell, year).empty for year in (from_year, to_year)]
        for code in dict.fromkeys([*after["code"], *before["code"]]):
            pair = [frame[frame["code"] == code] for frame in (before, after)]
            rows += _changes_of_code(label.name, code, pair[0], pair[1], silent)
    columns = ["field", "code", "change", "letter_from", "letter_to", "text_from", "text_to"]
    frame = pd.DataFrame(rows, columns=[*columns, "similarity", "id_from", "id_to"])
    return frame.astype({c: "Float64" if c == "similarity" else "string" for c in frame})


def coded_measures(tables: Tables) -> pd.DataFrame:
    """Return measures with all their codes: a row an item, year and code.

    Columns of `measures`, with `code` the code, and method, score, primary of the coding. Where a
    person coded an item, only persons' codes count.
    """
    codings = _codings_that_count(tables).rename(columns={"item_id": "measure_id"})
    codings = codings.drop(columns="coder")
    return tables.measures.drop(columns="code").merge(codings, on="measure_id")


def _codings_that_count(tables: Tables) -> pd.DataFrame:
    """Each item's codes once: persons' where a person coded it, else the rules'."""
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


def changes_by_field(changed: pd.DataFrame) -> pd.DataFrame:
    """Count what `changes` found: a row a field, a column a kind of change, in their order."""
    counted = pd.crosstab(changed["field"], changed["change"])
    order = list(dict.fromkeys(changed["field"]))
    return counted.reindex(index=order, columns=CHANGES, fill_value=0)


def repeated_answers(tables: Tables) -> pd.DataFrame:
    """Find answers that stand for several years, or word for word in several statements.

    Columns: report_id, field, years (as in `2017, 2018`), how (`one answer for several years`,
    `copied`), text, statement_ids.
    """
    said = tables.statements[tables.statements["answer"].isin(["text", "yes"])]
    said = said[said["year"].notna()]
    columns = ["report_id", "field", "years", "how", "text", "statement_ids"]
    rows = []
    for (report_id, field, text), group in said.groupby(["report_id", "field", "text"], sort=False):
        spans = ", ".join(str(year) for year in sorted(set(group["year"])))
        if "," in spans:
            once = len(set(group["statement_id"])) == 1
            how = "one answer for several years" if once else "copied"
            ids = " ".join(dict.fromkeys(group["statement_id"]))
            rows.append((report_id, field, spans, how, text, ids))
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


def protocol_coverage(tables: Tables, subject: str = "P029") -> pd.DataFrame:
    """Count measures by article of the Protocol: a row a report, year and article.

    Columns: report_id, iso3, year (Int64), article, about, items (Int64, number of measures with a
    code that answers to the article; one can answer to several), covered (boolean), measure_ids.
    Not covered means that the report names no such measure, not that there is none.
    """
    articles = {code.code: code.articles for code in codebook("measure")}
    coded = coded_measures(tables)
    rows: list[dict[str, Any]] = []
    reports = tables.reports[tables.reports["subject"] == subject]
    for report in reports.to_dict("records"):
        own = coded[coded["report_id"] == report["report_id"]]
        for year in range(report["first_year"], report["last_year"] + 1):
            if report["report_id"] not in in_charge(tables, year):
                continue
            said_then = of_year(tables, own, year)
            for article, about in ARTICLES.items():
                fits = [article in articles[code] for code in said_then["code"]]
                ids = list(dict.fromkeys(said_then.loc[fits, "measure_id"]))
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
                    }
                )
    columns = ["report_id", "iso3", "year", "article", "about", "items", "covered", "measure_ids"]
    frame = pd.DataFrame(rows, columns=columns)
    types = {"year": "Int64", "items": "Int64", "covered": "boolean"}
    return frame.astype({column: types.get(column, "string") for column in columns})


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
    frame = pd.concat([of_year(tables, chosen, each).assign(year=each) for each in wanted])
    frame = frame.astype({"year": "Int64"})
    names = tables.reports.drop_duplicates("iso3").set_index("iso3")["country"]
    frame = frame.assign(
        country=frame["iso3"].map(names),
        codes=frame["need_id"].map({k: ", ".join(v) for k, v in codes_of_items(tables).items()}),
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


def needs_by_tier(tables: Tables, subject: str = "P029") -> pd.DataFrame:
    """Count needs: a row a priority, a column a year of the reports; Int64.

    <NA> where no report of that year answers on technical cooperation.
    """
    frame = needs(tables, subject)
    asked = tables.statements[
        (tables.statements["subject"] == subject)
        & tables.statements["field"].isin(["request", "offer"])
        & tables.statements["answer"].isin(ANSWERED)
    ]
    counts = {}
    for year in years(tables):
        answered = len(of_year(tables, asked, year))
        found = frame.loc[frame["year"] == year, "priority"].value_counts()
        counts[year] = [int(found[tier]) if answered else pd.NA for tier in PRIORITIES]
    return pd.DataFrame(counts, index=pd.Index(PRIORITIES, name="priority"), dtype="Int64")


def needs_by_code(tables: Tables, subject: str, year: int) -> pd.DataFrame:
    """Count a year's needs: a row a code, a column a priority.

    A need with several codes counts in each.
    """
    frame = needs(tables, subject, year)
    each = frame.assign(code=frame["codes"].str.split(", ")).explode("code")
    counted = pd.crosstab(each["code"], each["priority"])
    order = [code.code for code in codebook("need") if code.code in set(each["code"])]
    counted = counted.reindex(index=order, columns=PRIORITIES, fill_value=0).astype("Int64")
    return counted.rename_axis(index="code", columns=None)


def beside(tables: Tables, subject: str, year: int) -> pd.DataFrame:
    """Put each need of a year beside the measures of its country and year against the same thing.

    A row a need and code of it. Columns: country, priority, need, code, measures (Int64, number),
    texts (of the measures, parted by ` / `), need_id, measure_ids. Which codes of measures belong
    to a need's code, the codebook of needs says (`measures`). That a measure is of the same area
    does not say that it meets the need.
    """
    areas = {each.code: set(each.measures) for each in codebook("need")}
    measures = of_year(tables, coded_measures(tables), year)
    measures = measures[measures["subject"] == subject]
    rows: list[dict[str, Any]] = []
    codes = codes_of_items(tables)
    for need in needs(tables, subject, year).to_dict("records"):
        own = measures[measures["iso3"] == need["iso3"]]
        for code in codes[need["need_id"]]:
            near = own[[bool(areas[code] & {c, c.split(".")[0]}) for c in own["code"]]]
            near = near.drop_duplicates("measure_id")
            rows.append(
                {
                    "country": need["country"],
                    "priority": need["priority"],
                    "need": need["text"],
                    "code": code,
                    "measures": len(near),
                    "texts": " / ".join(near["text"]),
                    "need_id": need["need_id"],
                    "measure_ids": " ".join(near["measure_id"]),
                }
            )
    columns = ["country", "priority", "need", "code", "measures", "texts", "need_id", "measure_ids"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({c: "Int64" if c == "measures" else "string" for c in columns})


def codes_of_items(tables: Tables) -> dict[str, list[str]]:
    """Return the codes of every item, the primary one first; where a person coded, only theirs."""
    codes = _codings_that_count(tables).groupby("item_id", sort=False)["code"]
    return {str(item): list(group) for item, group in codes}


def asked_before(tables: Tables, subject: str, year: int) -> pd.DataFrame:
    """Return a year's needs with the earlier years in which the country asked for the same.

    Columns: country, priority, code, text, before (years, empty if new), need_id. The same is
    what has a code in common; `need.other` is never the same.
    """
    codings = codes_of_items(tables)
    every = needs(tables, subject)
    rows = []
    for need in needs(tables, subject, year).to_dict("records"):
        earlier = every[(every["iso3"] == need["iso3"]) & (every["year"] < year)]
        codes = set(codings[need["need_id"]]) - {"need.other"}
        same = [bool(codes & set(codings[need_id])) for need_id in earlier["need_id"]]
        before = ", ".join(str(y) for y in sorted(set(earlier.loc[same, "year"])))
        row = {c: need[c] for c in ("country", "priority", "code", "text", "need_id")}
        rows.append({**row, "before": before})
    columns = ["country", "priority", "code", "text", "before", "need_id"]
    return pd.DataFrame(rows, columns=columns, dtype="string")


def codes_by_report(tables: Tables, subject: str = "P029") -> pd.DataFrame:
    """Count measures by code: a row a code that some report names, a column a country and year."""
    coded = coded_measures(tables)
    coded = coded[coded["subject"] == subject]
    names = tables.reports.drop_duplicates("iso3").set_index("iso3")["country"]
    counts = {}
    for year in years(tables):
        said_then = of_year(tables, coded, year)
        for iso3, own in said_then.groupby("iso3", sort=True):
            counts[f"{names[iso3]} {year}"] = own["code"].value_counts()
    order = [each.code for each in codebook("measure")]
    frame = pd.DataFrame(counts).reindex(order).dropna(how="all").fillna(0).astype("Int64")
    return frame[sorted(frame.columns)].rename_axis("code")
