"""Which technical cooperation countries ask for and offer in a year, and how it compares."""

from __future__ import annotations

import numpy as np
import pandas as pd

from annual_review.analysis.answers import (
    ANSWER_ORDER,
    ANSWERED,
    BY_OTHERS,
    NO_LABEL,
    given,
    reporting,
)
from annual_review.analysis.changes import same_words
from annual_review.analysis.codes import (
    coded_measures,
    codes_written,
    codings_that_count,
    in_codebook_order,
)
from annual_review.analysis.grid import ALL, Grid, counted, frame_of, joined, named, with_all
from annual_review.analysis.selection import (
    by_name,
    country_names,
    each_year,
    in_ranges,
    rows_for,
    tables_on,
    with_countries,
    years_of_reports,
)
from annual_review.codebook import codebook, subjects_of
from annual_review.tables import PRIORITIES, Tables

ASKS, NOT_ASKED, NO_ANSWER, NO_REPORT = SAYS = (
    "asks for help",
    "names no need",
    "no answer",
    "no report",
)
"""What `on_needs` says of a State in a year: it names a need; it answers (“no”, “nil”, or words
without a need); its cell is blank, missing, or holds words of others or for other years only; its
reports do not cover the year."""

AGAIN, EARLIER, NEW, FIRST, UNDATED = STATUSES = (
    "asked again",
    "asked earlier",
    "new",
    "no earlier report",
    "no year",
)
"""What `asked_for` says of a kind of help: the State's previous report year asks for it, too; only
an earlier one does; none does; no report of the State covers an earlier year; the document gives no
year for the request, so that nobody knows whether it is new."""


def needs(tables: Tables, subject: str = "P029", year: int | None = None) -> pd.DataFrame:
    """Return needs of technical cooperation, the most urgent first.

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
        One row per need and year; a need without a year has a row for every year of its report.
        `country`, `iso3`, `year` (Int64), `direction` (request, offer), `priority` (ordered
        category), `code` (the primary one), `codes` (all of them, separated by commas), `letter`,
        `text`, `need_id`, `statement_id`, `dated` (boolean: whether the document gives the year).

    Examples
    --------
    >>> analysis.needs(ar.load(), "P029", 2018)["code"].iloc[0]
    'need.livelihoods'
    """
    chosen = tables.needs[tables.needs["subject"] == subject]
    spoken_for = years_of_reports(tables, year or 0, year or 9999)
    frame = each_year(chosen, spoken_for)
    frame = frame.assign(
        dated=frame["year"].notna(),
        year=frame["counted_for"],
        country=frame["iso3"].map(country_names(tables)),
        codes=codes_written(tables, frame["need_id"]),
        priority=pd.Categorical(frame["priority"], categories=PRIORITIES, ordered=True),
    )
    columns = (
        "country iso3 year direction priority code codes letter text need_id statement_id dated"
    )
    frame = frame.sort_values(["year", "priority", "country"], kind="stable", key=by_name)
    return frame_of(frame, columns, year="Int64", priority="category", dated="boolean")


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


def on_needs(tables: Tables, subject: str, year: int) -> pd.DataFrame:
    """Tell which States ask for help in a year, which name no need, and which do not answer.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.
    year : int

    Returns
    -------
    DataFrame
        One row per State with reports on the subject, by name: `country`, `iso3`, `region`, `says`
        (one of `SAYS`), `answer` (one of `KINDS`: what the Government says in the row for requests,
        or `BY_OTHERS`; empty without a report), `statement_ids` (its answers for the year). All
        columns are strings.

    Examples
    --------
    >>> analysis.on_needs(ar.load(), "P029", 2018)["says"].tolist()
    ['asks for help']
    """
    chosen = tables_on(tables, subject=subject)
    spoken_for = years_of_reports(chosen, year, year)
    answers = rows_for(given(chosen, ["request"]), spoken_for)
    answers = answers[answers["party"] == "government"]
    ids = answers.groupby("iso3")["statement_id"].agg(joined)
    found = pd.DataFrame({"iso3": chosen.reports["iso3"].unique()})
    known = (requests(chosen, subject, year)["iso3"], answers["iso3"], spoken_for["iso3"])
    says = np.select([found["iso3"].isin(each.unique()) for each in known], SAYS[:3], NO_REPORT)
    rows = reporting(chosen)
    rows = rows[(rows["field"] == "request") & (rows["year"] == year)].set_index("iso3")
    kinds = answers.groupby("iso3")["answer"].agg(lambda own: min(own, key=ANSWER_ORDER.index))
    of_others = rows["answer"].mask(rows["answer"].isin(ANSWERED), BY_OTHERS)
    answer = found["iso3"].map({**of_others, **kinds}).astype("string").fillna(NO_LABEL)
    found = found.assign(
        says=says,
        answer=answer.mask(says == NO_REPORT, ""),
        statement_ids=found["iso3"].map(ids).astype("string").fillna(""),
    )
    found = with_countries(chosen, found).sort_values("country", kind="stable", key=by_name)
    return frame_of(found, "country iso3 region says answer statement_ids")


def needs_by_year(tables: Tables) -> pd.DataFrame:
    """Name the States that ask for help and that offer it, by subject and year.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per subject and year that a report covers, with names separated by semicolons.

        ================  ======  ================================================================
        subject           string
        year              Int64
        reporting         string  States with a report
        asking, offering  string  those that ask for help, and that offer it; a need without a year
                                  counts for every year of its report
        dated             string  those that ask with the year
        ================  ======  ================================================================

    Examples
    --------
    >>> analysis.needs_by_year(ar.load())[["year", "asking", "offering"]].to_numpy().tolist()
    [[2017, 'Azerbaijan', ''], [2018, 'Azerbaijan', '']]
    """
    covered = years_of_reports(tables)
    every = each_year(tables.needs, covered)
    request = every["direction"] == "request"
    kinds = {
        "reporting": covered.assign(counted_for=covered["year"]),
        "asking": every[request],
        "offering": every[~request],
        "dated": every[request & every["year"].notna()],
    }
    found = covered[["subject", "year"]].drop_duplicates().sort_values(["subject", "year"])
    for name, rows in kinds.items():
        country = rows["iso3"].map(country_names(tables))
        names = country.groupby([rows["subject"], rows["counted_for"]]).agg(named)
        found = found.join(names.rename(name), on=["subject", "year"])
    found = found.fillna(dict.fromkeys(kinds, ""))
    return frame_of(found, " ".join(["subject", "year", *kinds]), year="Int64")


def asked_for(tables: Tables, subject: str, year: int) -> pd.DataFrame:
    """Return which kinds of help each State asks for in a year, and whether it did so before.

    A need that names several things counts for each of their codes. Needs that no code covers
    (`need.other`) are the same as earlier ones only if their words are. A need without a year
    counts as an earlier one if it is in another report than the one that speaks for the year.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.
    year : int

    Returns
    -------
    DataFrame
        One row per State and code, the most urgent first, then by name.

        ======================  ========  =========================================================
        country, iso3, region   string
        code                    string
        priority                category  the most urgent of `PRIORITIES` that the State gives it
        status                  string    one of `STATUSES`
        before                  string    earlier years that ask for it, as in `2018–2020`
        text                    string    the needs, one per line
        need_ids                string    in the order of the lines
        earlier_ids             string    the needs of the last of the earlier years
        ======================  ========  =========================================================

    Examples
    --------
    >>> asked = analysis.asked_for(ar.load(), "P029", 2018)
    >>> asked.loc[asked["priority"] == "most_important", "code"].tolist()
    ['need.livelihoods', 'need.exchange']
    """
    chosen = tables_on(tables, subject=subject)
    every = requests(chosen, subject)
    each = each_code(chosen, every[every["year"] <= year])
    own = each[each["year"] == year]
    speaks = set(years_of_reports(chosen, year, year)["report_id"])
    of_others = ~each["need_id"].str.split("/").str[0].isin(speaks)
    earlier = each[(each["year"] < year) & (each["dated"] | of_others)]
    earlier = earlier.merge(own[["iso3", "what"]].drop_duplicates(), on=["iso3", "what"])
    keys = ["iso3", "code"]
    found = own.groupby(keys, sort=False).agg(
        priority=("priority", "min"),
        dated=("dated", "all"),
        text=("text", "\n".join),
        need_ids=("need_id", " ".join),
    )
    before = earlier.groupby(keys)["year"]
    last = earlier[earlier["year"] == before.transform("max")]
    found["last"] = before.max()
    found["before"] = before.unique().map(in_ranges).astype("string")
    found["earlier_ids"] = last.groupby(keys)["need_id"].agg(joined).astype("string")
    found = found.reset_index()
    previous = years_of_reports(chosen, 0, year - 1).groupby("iso3")["year"].max()
    previous = found["iso3"].map(previous)
    found["status"] = np.select(
        [
            ~found["dated"],
            previous.isna(),
            found["last"].isna(),
            (found["last"] == previous).fillna(False),
        ],
        [UNDATED, FIRST, NEW, AGAIN],
        EARLIER,
    )
    found = with_countries(chosen, found.fillna({"before": "", "earlier_ids": ""}))
    found = found.sort_values(["priority", "country"], kind="stable", key=by_name)
    columns = "country iso3 region code priority status before text need_ids earlier_ids"
    return frame_of(found, columns, priority="category")


def each_code(tables: Tables, needs: pd.DataFrame) -> pd.DataFrame:
    """Repeat needs for each of their codes, with `what` they ask for, to compare."""
    codes = codings_that_count(tables)[["item_id", "code"]].rename(columns={"item_id": "need_id"})
    rows = needs.drop(columns="code").merge(codes, on="need_id")
    other = rows["code"] == "need.other"
    return rows.assign(what=rows["code"].mask(other, rows.loc[other, "text"].map(same_words)))


def kinds_of_help(asked: pd.DataFrame, before: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count and name the States that ask for each kind of help.

    Parameters
    ----------
    asked : DataFrame
        What `asked_for` returned for a year.
    before : DataFrame, optional
        What it returned for the year before; None if no report covers that year.

    Returns
    -------
    DataFrame
        One row per code of either year, that which most States ask for first: `code`; numbers of
        States (Int64): `states`, each of `PRIORITIES` (a State counts once, at its most urgent),
        `new` and, if known, `before` (in the year before); `countries` (their names, one per line)
        and `iso3s`, the most urgent first.

    Examples
    --------
    >>> asked, before = (analysis.asked_for(ar.load(), "P029", year) for year in (2018, 2017))
    >>> analysis.kinds_of_help(asked, before)["code"].tolist()[:2]
    ['need.livelihoods', 'need.exchange']
    """
    earlier = asked.iloc[:0] if before is None else before
    order = in_codebook_order([*asked["code"], *earlier["code"]])
    urgent = {tier: asked["priority"] == tier for tier in PRIORITIES}
    numbers = {
        "states": asked["code"].value_counts(),
        **{tier: asked.loc[own, "code"].value_counts() for tier, own in urgent.items()},
        "new": asked.loc[asked["status"] == NEW, "code"].value_counts(),
        "before": earlier["code"].value_counts(),
    }
    found = pd.DataFrame(numbers, index=pd.Index(order, name="code")).fillna(0)
    by_code = asked.groupby("code")
    found["countries"] = by_code["country"].agg("\n".join)
    found["iso3s"] = by_code["iso3"].agg(" ".join)
    found = found.fillna({"countries": "", "iso3s": ""}).reset_index()
    ranked = ["states", *PRIORITIES[:-1], "before"]
    found = found.sort_values(ranked, ascending=False, kind="stable")
    shown = [name for name in numbers if name != "before" or before is not None]
    columns = " ".join(["code", *shown, "countries", "iso3s"])
    return frame_of(found, columns, **dict.fromkeys(shown, "Int64"))


def help_by_region(asked: pd.DataFrame) -> Grid:
    """Count the States that ask for each kind of help, by region.

    Parameters
    ----------
    asked : DataFrame
        What `asked_for` returned.

    Returns
    -------
    Grid
        One row per code, that which most States ask for first, one column per region and `ALL`:
        number of States (Int64), resting on their ISO 3166-1 alpha-3 codes.
    """
    codes = kinds_of_help(asked)["code"].tolist()
    columns = [ALL, *sorted(set(asked["region"]))]
    found = with_all(asked.assign(ids=asked["iso3"]), "region")
    found = found.sort_values("country", kind="stable", key=by_name)
    return counted(found, "code", "region", "iso3", rows=codes, columns=columns)


def answers_by_region(says: pd.DataFrame) -> Grid:
    """Count the States that ask for help, that name no need, and that do not answer, by region.

    Parameters
    ----------
    says : DataFrame
        What `on_needs` returned.

    Returns
    -------
    Grid
        One row per region and one for `ALL`, one column per value of `SAYS`: number of States
        (Int64), resting on their ISO 3166-1 alpha-3 codes.
    """
    regional = sorted(set(says["region"]))
    rows = [ALL, *regional] if len(regional) > 1 else regional
    found = with_all(says.assign(ids=says["iso3"]), "region")
    return counted(found, "region", "says", "iso3", rows=rows, columns=list(SAYS))


def new_or_again(asked: pd.DataFrame) -> Grid:
    """Count the States by kind of help and by whether they asked for it before.

    Parameters
    ----------
    asked : DataFrame
        What `asked_for` returned.

    Returns
    -------
    Grid
        One row per code, that which most States ask for first, one column per value of `STATUSES`
        that occurs: number of States (Int64), resting on their ISO 3166-1 alpha-3 codes.
    """
    codes = kinds_of_help(asked)["code"].tolist()
    columns = [status for status in STATUSES if status in set(asked["status"])]
    found = asked.sort_values("country", kind="stable", key=by_name).assign(
        ids=lambda each: each["iso3"]
    )
    return counted(found, "code", "status", "iso3", rows=codes, columns=columns)


def with_own_measures(tables: Tables, asked: pd.DataFrame, subject: str, year: int) -> pd.DataFrame:
    """Put what States ask for in a year beside their own measures in the same area.

    The codebook of needs says which codes of measures are in the area of a need. A measure in the
    same area does not necessarily meet the need.

    Parameters
    ----------
    tables : Tables
    asked : DataFrame
        What `asked_for` returned for the subject and year.
    subject : str
        P029, or the code of a principle.
    year : int

    Returns
    -------
    DataFrame
        Rows of `asked` by name of the State, with `measures` (Int64: how many of its measures are
        in the area; <NA> for a kind of help whose area the codebook does not name, and for
        other subjects than forced labour, whose measures have no topics) and `measure_ids`.

    Examples
    --------
    >>> asked = analysis.asked_for(ar.load(), "P029", 2018)
    >>> pairs = analysis.with_own_measures(ar.load(), asked, "P029", 2018)
    >>> int(pairs.set_index("code")["measures"]["need.data"])
    1
    """
    chosen = tables_on(tables, subject=subject)
    areas = {
        need.code: [
            each.code
            for each in codebook("measure")
            if {each.code, each.code.split(".")[0]} & set(need.measures)
        ]
        for need in codebook("need")
    }
    of_area = pd.Series(areas, name="measure").explode().dropna().rename_axis("code").reset_index()
    measures = rows_for(coded_measures(chosen), years_of_reports(chosen, year, year))
    measures = measures[["iso3", "code", "measure_id"]]
    near = (
        asked[["iso3", "code"]]
        .merge(of_area, on="code")
        .merge(measures.rename(columns={"code": "measure"}), on=["iso3", "measure"])
        .drop_duplicates(["iso3", "code", "measure_id"])
        .groupby(["iso3", "code"])["measure_id"]
        .agg(measures="size", measure_ids=" ".join)
    )
    found = asked.sort_values(
        ["country", "priority"], kind="stable", key=by_name, ignore_index=True
    )
    found = found.join(near, on=["iso3", "code"])
    known = (found["code"].map(areas).map(len) > 0) & (subject in subjects_of("measure"))
    return found.assign(
        measures=found["measures"].astype("Int64").fillna(0).where(known),
        measure_ids=found["measure_ids"].astype("string").fillna(""),
    )
