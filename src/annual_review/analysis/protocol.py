"""Which measures on the Protocol of 2014 States report, and which articles these answer to."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.codes import coded_measures, is_unsure
from annual_review.analysis.comparison import answering_on, by_code, coded_items
from annual_review.analysis.grid import frame_of, gathered
from annual_review.analysis.selection import each_year, tables_on, years_of_reports
from annual_review.codebook import codebook, protocol_articles
from annual_review.tables import Tables

PROTOCOL = "P029"
"""The subject of the reports that the articles of the Protocol apply to."""


def shared_codes() -> dict[str, list[str]]:
    """Return the codes of measures that answer to several articles, with these articles.

    A measure with such a code counts for each of them, whichever it is about.

    Returns
    -------
    dict of str to list of str

    Examples
    --------
    >>> analysis.shared_codes()
    {'prevention.awareness': ['2(a)', '2(b)']}
    """
    return {code: own for code, own in _articles().items() if len(own) > 1}


def _articles() -> dict[str, list[str]]:
    """The articles that each code of measures answers to."""
    return {code.code: list(code.articles) for code in codebook("measure")}


def protocol_coverage(tables: Tables) -> pd.DataFrame:
    """Count measures by article of the Protocol.

    An article that is not covered is one that the report names no measure on; there may be some.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per report on the Protocol, year it speaks for and article.

        =======================  =======  =========================================================
        report_id, iso3          string
        year                     Int64
        article, about           string   as in `codebook.protocol_articles`
        items                    Int64    number of measures with a code that answers to the
                                          article; a measure can answer to several
        covered                  boolean
        unsure_items             Int64    number of measures of the report and year, whatever their
                                          article, whose code the program is unsure of: some
                                          may answer to this article
        measure_ids              string
        codes                    string   codes that answer to the article
        shared_with              string   other articles that one of these codes answers to, so
                                          that the number does not tell them apart; else empty
        =======================  =======  =========================================================

    Examples
    --------
    >>> coverage = analysis.protocol_coverage(ar.load())
    >>> coverage.loc[~coverage["covered"], ["year", "article"]].to_numpy().tolist()
    [[2017, '2(e)'], [2017, '2(f)'], [2017, '4(2)'], [2018, '2(c)(ii)']]
    """
    chosen = tables_on(tables, subject=PROTOCOL)
    spoken_for = years_of_reports(chosen).sort_values(["report_id", "year"])
    coded = each_year(coded_measures(chosen), spoken_for).merge(_by_code(), on="code")
    ids = gathered(coded, ["report_id", "counted_for", "article"], "measure_id")
    doubtful = gathered(
        each_year(chosen.measures[is_unsure(chosen, chosen.measures["measure_id"])], spoken_for),
        ["report_id", "counted_for"],
        "measure_id",
    )
    about = protocol_articles()
    codes = {a: [code for code, own in _articles().items() if a in own] for a in about}
    shared = {
        a: [other for other in about if other != a and set(codes[a]) & set(codes[other])]
        for a in about
    }
    rows = []
    for report_id, year in spoken_for[["report_id", "year"]].itertuples(index=False, name=None):
        for article, words in about.items():
            measures = list(dict.fromkeys(ids.get((report_id, year, article), ())))
            rows.append(
                {
                    "report_id": report_id,
                    "iso3": report_id.split("-")[0],
                    "year": year,
                    "article": article,
                    "about": words,
                    "items": len(measures),
                    "covered": bool(measures),
                    "unsure_items": len(set(doubtful.get((report_id, year), ()))),
                    "measure_ids": " ".join(measures),
                    "codes": ", ".join(codes[article]),
                    "shared_with": ", ".join(shared[article]),
                }
            )
    return frame_of(
        rows,
        "report_id iso3 year article about items covered unsure_items measure_ids codes"
        " shared_with",
        year="Int64",
        items="Int64",
        unsure_items="Int64",
        covered="boolean",
    )


def articles_of(coded: pd.DataFrame) -> pd.DataFrame:
    """Repeat coded measures on the Protocol for each article that they answer to (`article`)."""
    of_protocol = coded[coded["subject"] == PROTOCOL]
    found = of_protocol.merge(_by_code(), on="code")
    return found.assign(article=found["article"] + " " + found["article"].map(protocol_articles()))


def _by_code() -> pd.DataFrame:
    """A row for each code of measures and each article that it answers to."""
    pairs = [(code, article) for code, own in _articles().items() for article in own]
    return pd.DataFrame(pairs, columns=["code", "article"])


def options(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return the share of States that report each measure of the Protocol of 2014 in a period.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per code of measures, in the order of the codebook, also if no State has it.

        ============  =======  ===================================================================
        code          string
        articles      string   of the Protocol, separated by commas
        states        Int64    States with a measure that has the code
        answering     Int64    States whose reports on the Protocol answer a question on measures
                               for the period; the same in every row
        share         Int64    per cent; <NA> if no State answers
        measures      Int64    number of measures
        countries     string   names, separated by semicolons
        ============  =======  ===================================================================

    Examples
    --------
    >>> found = analysis.options(ar.load(), 2018, 2018).set_index("code")
    >>> int(found.loc["prevention.migration", "measures"])
    2
    """
    chosen = years_of_reports(tables, from_year, to_year)
    chosen = chosen[chosen["subject"] == PROTOCOL]
    answering = int(answering_on(tables, "measure", chosen)["answering"].iloc[-1])
    counts = by_code(coded_items(tables, "measure", chosen)).set_index("code")
    codes = codebook("measure")
    found = counts.reindex([each.code for each in codes]).reset_index()
    states = found["states"].fillna(0)
    shares = [round(100 * own / answering) if answering else None for own in states]
    found = found.assign(
        articles=[", ".join(each.articles) for each in codes],
        states=states,
        answering=answering,
        share=pd.Series(shares, dtype="Int64"),
        measures=found["items"].fillna(0),
        countries=found["countries"].fillna(""),
    )
    return frame_of(
        found,
        "code articles states answering share measures countries",
        **dict.fromkeys(("states", "answering", "share", "measures"), "Int64"),
    )
