"""What the documents say, as printed, and how much of each document was placed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from annual_review.analysis.codes import codes_written, codings_that_count, items
from annual_review.analysis.grid import gathered
from annual_review.analysis.selection import AnalysisError, country_names, regions
from annual_review.tables import ITEMS, Tables


def statements_as_printed(tables: Tables) -> pd.DataFrame:
    """Return statements as printed.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per statement, however many years it is for: `field`, `years` (as printed, empty if
        undated), `speaker`, `answer`, `text`, `statement_id`, `place` (in the document), and
        `corrected` if an error of a source was corrected. All columns are strings.

    Examples
    --------
    >>> found = analysis.statements_as_printed(analysis.select(ar.load(), "AZE", "P029"))
    >>> found.loc[found["field"] == "prevention", "years"].tolist()
    ['2018 AR', '2017 AR']
    """
    frame = tables.statements.drop_duplicates("statement_id")
    frame = frame.assign(years=frame["years_as_printed"], place=_places(frame))
    return _shown(frame, "field years speaker answer text statement_id place")


FOUND = {"statements": "statement_id", **ITEMS}
"""What `search` finds, each with the column of its ids."""


def search(
    tables: Tables,
    *,
    kind: str = "statements",
    iso3: str | None = None,
    region: str = "",
    subject: str = "",
    fields: Sequence[str] = (),
    span: tuple[int, int] | None = None,
    undated: bool = True,
    party: str = "",
    codes: Sequence[str] = (),
    words: str = "",
) -> pd.DataFrame:
    """Find statements, or measures, needs or challenges, by country, year, code and words.

    Parameters
    ----------
    tables : Tables
    kind : str
        What to find: `statements`, `measures`, `needs` or `challenges`.
    iso3 : str, optional
        ISO 3166-1 alpha-3 code of the country.
    region : str
        Region of the ILO, as in `regions`; all if empty.
    subject : str
        P029, or the code of a principle; all if empty.
    fields : sequence of str
        Fields of the questionnaire; all if empty.
    span : (int, int), optional
        First and last year.
    undated : bool
        Whether to keep what has no year.
    party : str
        Who speaks: `government`, `employers`, `workers` or `unknown`; all if empty.
    codes : sequence of str
        Codes of which the item, or an item of the statement, must have one; all if empty.
    words : str
        Words, or phrases in double quotes. The text must contain all of them, on their own or as
        part of longer words. Case, accents and the shape of quotation marks make no difference.

    Returns
    -------
    DataFrame
        One row per statement or item, however many years it is for: `country`, `subject`, `field`,
        `years` (as printed, empty if undated), `speaker`, `party`, `answer` (of the statement),
        `text`, `codes` (separated by commas), the id (`statement_id`, `need_id` …), `place`
        (in the document), and `corrected` if an error of a source was corrected. All columns are
        strings. What a later baseline of the country repeats is listed once, from the latest.

    Raises
    ------
    AnalysisError
        If `kind` is none of these.

    Examples
    --------
    >>> len(analysis.search(ar.load(), iso3="AZE", words="trafficking"))
    4
    >>> analysis.search(ar.load(), kind="needs", words="vocational")["codes"].tolist()
    ['need.livelihoods']
    """
    if kind not in FOUND:
        raise AnalysisError("kind", found=repr(kind), expected=f"one of {', '.join(FOUND)}")
    key = FOUND[kind]
    frame = without_repeats(tables)
    for column, value in {"iso3": iso3, "subject": subject, "party": party}.items():
        frame = frame[frame[column] == value] if value else frame
    if region:
        frame = frame[frame["iso3"].map(regions(tables)) == region]
    if fields:
        frame = frame[frame["field"].isin(fields)]
    if span or not undated:
        dateless = tables.statements["year"].isna()
        in_span = tables.statements["year"].between(*span).fillna(False) if span else True
        kept = (dateless & undated) | (~dateless & in_span)
        frame = frame[frame["statement_id"].isin(tables.statements.loc[kept, "statement_id"])]
    if kind != "statements":
        frame = _items(tables, kind, frame)
    coded = _coded(tables).rename(columns={"item_id": key} if kind != "statements" else {})
    if codes:
        frame = frame[frame[key].isin(coded.loc[coded["code"].isin(codes), key])]
    if words:
        frame = frame[_contain(frame["text"], words)]
    coded = coded[coded[key].isin(frame[key])].drop_duplicates([key, "code"])
    written = {id_: ", ".join(own) for id_, own in gathered(coded, key, "code").items()}
    frame = frame.assign(
        country=frame["iso3"].map(country_names(tables)).astype("string"),
        years=frame["years_as_printed"],
        codes=frame[key].map(written).astype("string").fillna(""),
        place=_places(frame),
    )
    return _shown(frame, f"country subject field years speaker party answer text codes {key} place")


def without_repeats(tables: Tables) -> pd.DataFrame:
    """Return each statement once, and what several baselines print from the latest only.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per statement, with the columns of `tables.statements` except `year`. Statements of
        a country are the same if question, years, speaker and words are. Questions whose label a
        document lacks have no statement.
    """
    answered = tables.statements[tables.statements["answer"].notna()]
    frame = answered.drop(columns="year").drop_duplicates("statement_id")
    last = frame["report_id"].map(tables.reports.set_index("report_id")["last_year"])
    latest_last = frame.loc[last.sort_values(kind="stable").index]
    same = ["iso3", "subject", "field", "years_as_printed", "speaker", "text"]
    return latest_last.drop_duplicates(same, keep="last").sort_index()


def _items(tables: Tables, kind: str, statements: pd.DataFrame) -> pd.DataFrame:
    """The items in these statements, each once, with what its statement says of it."""
    found = tables[kind].drop_duplicates(FOUND[kind])
    own = ["statement_id", FOUND[kind], "text", "start", "end", "corrected"]
    around = statements.drop(columns=own, errors="ignore").assign(
        statement_id=statements["statement_id"]
    )
    return found[own].merge(around, on="statement_id")


def _coded(tables: Tables) -> pd.DataFrame:
    """The codes that count, each with its item and the item's statement."""
    owners = items(tables)[["item_id", "statement_id"]].drop_duplicates("item_id")
    return codings_that_count(tables)[["item_id", "code"]].merge(owners, on="item_id")


_SOUGHT = re.compile(r'"([^"]+)"?|([^\s"]+)')


def _contain(texts: pd.Series[Any], words: str) -> pd.Series[Any]:
    """Whether each text has all of these words."""
    texts = _folded(texts)
    found = pd.Series(True, texts.index)
    for phrase, word in _SOUGHT.findall(_folded(pd.Series([words]))[0]):
        found &= texts.str.contains(" ".join((phrase or word).split()), regex=False)
    return found


def _folded(texts: pd.Series[Any]) -> pd.Series[Any]:
    """Texts without capitals and accents, with plain quotation marks."""
    plain = texts.str.normalize("NFD")
    for signs, sign in (("[\u0300-\u036f]", ""), ("[‘’‚‛]", "'"), ("[“”„‟«»]", '"')):
        plain = plain.str.replace(signs, sign, regex=True)
    return plain.str.lower()


def measures_as_printed(tables: Tables) -> pd.DataFrame:
    """Return measures as printed.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per measure, however many years it is for: `field`, `years` (as printed, empty if
        undated), `letter`, `text`, `codes` (separated by commas, the primary one first),
        `measure_id`, `place` (in the document), and `corrected` if an error of a source was
        corrected. All columns are strings.
    """
    frame = _items_as_printed(tables, tables.measures, "measure_id")
    return _shown(frame, "field years letter text codes measure_id place")


def needs_as_printed(tables: Tables) -> pd.DataFrame:
    """Return requests and offers as printed.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per need, however many years it is for: `direction` (request, offer), `priority`,
        and then as `measures_as_printed`, with `need_id`. All columns are strings.
    """
    frame = _items_as_printed(tables, tables.needs, "need_id")
    return _shown(frame, "direction priority years letter text codes need_id place")


def _items_as_printed(tables: Tables, items: pd.DataFrame, key: str) -> pd.DataFrame:
    """Each item once, with its codes, its place and the years that its document prints."""
    statements = tables.statements.drop_duplicates("statement_id").set_index("statement_id")
    frame = items.drop_duplicates(key)
    frame = frame.assign(
        page=frame["statement_id"].map(statements["page"]),
        years=frame["statement_id"].map(statements["years_as_printed"]),
        codes=codes_written(tables, frame[key]),
    )
    return frame.assign(place=_places(frame))


def _shown(frame: pd.DataFrame, columns: str) -> pd.DataFrame:
    corrected = ["corrected"] if (frame["corrected"] != "").any() else []
    return frame[[*columns.split(), *corrected]].reset_index(drop=True)


def _places(frame: pd.DataFrame) -> pd.Series[Any]:
    """Where each row stands: the page, where there are pages, and characters of the text."""
    spans = frame["start"].astype("string") + "–" + frame["end"].astype("string")
    pages = "page " + frame["page"].astype("string") + ", "
    return (pages.fillna("") + "characters " + spans).astype("string")


def coverage(tables: Tables) -> pd.DataFrame:
    """Return how much of each document was placed.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per report: `report_id`, `source`, `media_type`, `coverage` (share, 0 to 1),
        `problems` (Int64, number), `problem_ids`.

    Examples
    --------
    >>> analysis.coverage(analysis.select(ar.load(), "AZE", "P029"))["coverage"].tolist()
    [1.0]
    """
    frame = tables.reports[["report_id", "source", "media_type", "coverage", "problems"]]
    problems = gathered(tables.problems, "report_id", "problem_id")
    ids = [" ".join(problems.get(report_id, ())) for report_id in frame["report_id"]]
    return frame.assign(problem_ids=ids).astype({"problem_ids": "string"})
