"""Which technical cooperation countries ask for and offer, and how it compares."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.answers import ANSWERED
from annual_review.analysis.changes import same_words
from annual_review.analysis.codes import codes_of_items, codes_written, in_codebook_order
from annual_review.analysis.grid import Grid, counted, frame_of, gathered, joined, where_answered
from annual_review.analysis.measures import coded_measures
from annual_review.analysis.selection import (
    by_year,
    country_names,
    in_charge,
    of_subject,
    of_year,
    years,
)
from annual_review.codebook import codebook
from annual_review.tables import PRIORITIES, Tables

NOT_ASKED, NO_ANSWER, NO_REPORT = "not asked", "no answer", "no report"
"""Why `needs_over_years` has no priority: the country asks for other things; it does not answer
the question; it has no report for the year."""

AGAIN, EARLIER, NEW, FIRST = STATUSES = ("again", "earlier", "new", "no earlier report")
"""What `asked_before` says about a need: the country's previous report asks for it, too; only an
earlier one does; none does; there is no earlier report in the data."""


def needs(
    tables: Tables, subject: str = "P029", year: int | None = None, iso3: str | None = None
) -> pd.DataFrame:
    """Return needs of technical cooperation, the most urgent first.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.
    year : int, optional
        Year to keep; all by default.
    iso3 : str, optional
        ISO 3166-1 alpha-3 code of the country to keep; all by default.

    Returns
    -------
    DataFrame
        One row per need and year; a need without a year has a row for every year of its report.
        `country`, `iso3`, `year` (Int64), `direction` (request, offer), `priority` (ordered
        category), `code` (the primary one), `codes` (all of them, separated by commas), `letter`,
        `text`, `need_id`, `statement_id`.

    Examples
    --------
    >>> analysis.needs(ar.load(), "P029", 2018)["code"].iloc[0]
    'need.livelihoods'
    """
    chosen = tables.needs[tables.needs["subject"] == subject]
    if iso3 is not None:
        chosen = chosen[chosen["iso3"] == iso3]
    frame = by_year(tables, chosen, None if year is None else [year])
    frame = frame.assign(
        year=frame["counted_for"].astype("Int64"),
        country=frame["iso3"].map(country_names(tables)).astype("string"),
        codes=codes_written(tables, frame["need_id"]),
        priority=pd.Categorical(frame["priority"], categories=PRIORITIES, ordered=True),
    )
    columns = "country iso3 year direction priority code codes letter text need_id statement_id"
    frame = frame[columns.split()]
    return frame.sort_values(["year", "priority", "country"], kind="stable").reset_index(drop=True)


def requests(tables: Tables, subject: str = "P029", year: int | None = None) -> pd.DataFrame:
    """Return what countries ask for: the rows of `needs` that are not offers.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.
    year : int, optional
        Year to keep; all by default.

    Returns
    -------
    DataFrame
        Columns of `needs`.
    """
    frame = needs(tables, subject, year)
    return frame[frame["direction"] == "request"].reset_index(drop=True)


def _answers_on_requests(tables: Tables) -> pd.DataFrame:
    """Statements that answer the question what the country asks for, by year."""
    asked = tables.statements[tables.statements["field"] == "request"]
    return by_year(tables, asked[asked["answer"].isin(ANSWERED)])


def _by_code(found: pd.DataFrame) -> pd.DataFrame:
    """Needs, one row for each of their codes, with their `ids`."""
    each = found.assign(code=found["codes"].str.split(", ")).explode("code")
    return each.rename(columns={"need_id": "ids"})


def needs_by_tier(tables: Tables, subject: str = "P029") -> Grid:
    """Count what countries ask for, by priority and year.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    Grid
        One row per priority, one column per year: number of needs (Int64), <NA> where no report
        for the year answers the question.

    Examples
    --------
    >>> analysis.needs_by_tier(ar.load()).cells[2018].to_dict()
    {'most_important': 2, 'important': 3, 'less_important': 0, 'unspecified': 0}
    """
    chosen = of_subject(tables, subject)
    found = requests(chosen, subject).rename(columns={"need_id": "ids"})
    counts = counted(found, "priority", "year", "ids", rows=PRIORITIES, columns=years(chosen))
    answers = gathered(_answers_on_requests(chosen), ["counted_for"], "statement_id")
    in_every_tier = {(tier, year): ids for tier in PRIORITIES for (year,), ids in answers.items()}
    return where_answered(counts, in_every_tier)


def needs_by_code(tables: Tables, subject: str, year: int) -> Grid:
    """Count what countries ask for in a year, by code and priority.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.
    year : int

    Returns
    -------
    Grid
        One row per code, one column per priority: number of needs (Int64). A need with several
        codes counts in each.
    """
    found = _by_code(requests(tables, subject, year))
    order = in_codebook_order("need", found["code"])
    return counted(found, "code", "priority", "ids", rows=order, columns=PRIORITIES)


def needs_by_country(tables: Tables, subject: str, year: int) -> Grid:
    """Count what countries ask for in a year, by country and code.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.
    year : int

    Returns
    -------
    Grid
        One row per country with a report for the year, one column per code: number of needs
        (Int64), <NA> where the country does not answer the question. A need with several codes
        counts in each.
    """
    chosen = of_subject(tables, subject)
    found = _by_code(requests(chosen, subject, year))
    order = in_codebook_order("need", found["code"])
    reports = chosen.reports[chosen.reports["report_id"].isin(in_charge(chosen, year))]
    names = country_names(chosen)
    rows = sorted(names[iso3] for iso3 in reports["iso3"])
    counts = counted(found, "country", "code", "ids", rows=rows, columns=order)
    answers = _answers_on_requests(chosen)
    answered = [names[iso3] for iso3 in answers.loc[answers["counted_for"] == year, "iso3"]]
    return where_answered(counts, {(name, code): () for name in answered for code in order})


def needs_over_years(tables: Tables, subject: str, until: int) -> Grid:
    """Lay out what one country asked for over the years.

    Parameters
    ----------
    tables : Tables
        Those of one country, as `select` returns them.
    subject : str
        P029, or the code of a principle.
    until : int
        Last year to show.

    Returns
    -------
    Grid
        One row per code, one column per year, including years without a report: the priorities
        with which the code was asked for, or `NOT_ASKED`, `NO_ANSWER`, `NO_REPORT`.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> analysis.needs_over_years(tables, "P029", 2018).cells.loc["need.data"].tolist()
    ['not asked', 'important']
    """
    chosen = of_subject(tables, subject)
    covered = [year for year in years(chosen) if year <= until]
    columns = list(range(covered[0], covered[-1] + 1)) if covered else []
    found = _by_code(requests(chosen, subject))
    found = found[found["year"].isin(columns)]
    index = pd.Index(in_codebook_order("need", found["code"]), name="code")
    cells = pd.DataFrame(NOT_ASKED, index=index, columns=columns, dtype="object")
    ids = pd.DataFrame("", index=index, columns=columns, dtype="object")
    answers = gathered(_answers_on_requests(chosen), ["counted_for"], "statement_id")
    for year in columns:
        if (year,) not in answers:
            cells[year] = NO_ANSWER if year in covered else NO_REPORT
        ids[year] = joined(answers.get((year,), ()))
    for key, group in found.groupby(["code", "year"], sort=False):
        tiers = [tier for tier in PRIORITIES if tier in set(group["priority"])]
        cells.loc[key] = ", ".join(tiers).replace("_", " ")
        ids.loc[key] = joined(group["ids"])
    return Grid(cells, ids)


def beside(tables: Tables, subject: str, year: int) -> pd.DataFrame:
    """Put what countries ask for in a year beside their measures in the same area.

    The codebook of needs says which codes of measures are in the area of a need. A measure in the
    same area does not necessarily meet the need.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.
    year : int

    Returns
    -------
    DataFrame
        One row per need and code: `country`, `priority`, `need` (its text), `code`, `measures`
        (Int64, their number), `texts` (of the measures, one per line), `need_id`, `measure_ids`
        (in the order of the lines).

    Examples
    --------
    >>> pairs = analysis.beside(ar.load(), "P029", 2018)
    >>> int(pairs.set_index("code")["measures"]["need.data"])
    1
    """
    areas = {each.code: set(each.measures) for each in codebook("need")}
    measures = of_year(tables, coded_measures(tables), year)
    measures = measures[measures["subject"] == subject]
    codes = codes_of_items(tables)
    rows = []
    for need in requests(tables, subject, year).to_dict("records"):
        own = measures[measures["iso3"] == need["iso3"]]
        for code in codes[need["need_id"]]:
            near = own.loc[[bool(areas[code] & {c, c.split(".")[0]}) for c in own["code"]]]
            near = near.drop_duplicates("measure_id")
            rows.append(
                {
                    **need,
                    "need": need["text"],
                    "code": code,
                    "measures": len(near),
                    "texts": "\n".join(near["text"]),
                    "measure_ids": " ".join(near["measure_id"]),
                }
            )
    columns = "country priority need code measures texts need_id measure_ids"
    return frame_of(rows, columns, measures="Int64")


def asked_before(tables: Tables, subject: str, year: int) -> pd.DataFrame:
    """Return what countries ask for in a year, and when they asked for it before.

    Two needs are the same if they have a code in common, other than `need.other`.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.
    year : int

    Returns
    -------
    DataFrame
        One row per need: `country`, `priority`, `code`, `text`, `status` (one of `STATUSES`),
        `before` (earlier years that ask for it, empty if there are none), `word_for_word` (those
        of them that ask in the same words), `need_id`, `earlier_ids`. All columns are strings.

    Examples
    --------
    >>> analysis.asked_before(ar.load(), "P029", 2018)["status"].unique().tolist()
    ['new']
    """
    codes = codes_of_items(tables)
    on_subject = of_subject(tables, subject).reports
    every = requests(tables, subject)
    rows = []
    for need in every[every["year"] == year].to_dict("records"):
        reports = on_subject[on_subject["iso3"] == need["iso3"]]
        first, last = reports["first_year"], reports["last_year"]
        previous = [y for y in range(first.min(), year) if ((first <= y) & (y <= last)).any()]
        earlier = every[(every["iso3"] == need["iso3"]) & (every["year"] < year)]
        own = set(codes[need["need_id"]]) - {"need.other"}
        earlier = earlier.loc[[bool(own & set(codes[n])) for n in earlier["need_id"]]]
        words = same_words(need["text"])
        worded = earlier.loc[[same_words(text) == words for text in earlier["text"]]]
        asked = sorted(set(earlier["year"]))
        if not previous:
            status = FIRST
        elif not asked:
            status = NEW
        else:
            status = AGAIN if asked[-1] == previous[-1] else EARLIER
        rows.append(
            {
                **need,
                "status": status,
                "before": ", ".join(map(str, asked)),
                "word_for_word": ", ".join(map(str, sorted(set(worded["year"])))),
                "earlier_ids": joined(earlier["need_id"]),
            }
        )
    columns = "country priority code text status before word_for_word need_id earlier_ids"
    return frame_of(rows, columns)
