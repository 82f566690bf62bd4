"""What 05-explore opens with: how much there is to search, of whom, and how much is unsure."""

from __future__ import annotations

import pandas as pd

from annual_review import analysis
from annual_review.analysis.answers import in_words
from annual_review.countries import alphabetical
from annual_review.show.certainty import TO_CHECK
from annual_review.show.explore_page import counts_written
from annual_review.show.sentences import Finding
from annual_review.show.words import are, count, listing, number, sentence, some_of, verb
from annual_review.tables import ITEMS, Tables

_SEARCH, _HOW_SURE = "Search", "How sure the codes are"


def explore_findings(tables: Tables) -> list[Finding]:
    """Say what there is to search: how much, of whom, for which years, and how much is unsure.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> show.findings(show.explore_findings(ar.load())[:1])
    One country baseline of Azerbaijan holds 24 statements, 51 measures and six needs.
    """
    statements = analysis.without_repeats(tables)
    if statements.empty:
        return _nothing(tables)
    names = analysis.country_names(tables)
    countries = sorted((names[iso3] for iso3 in set(statements["iso3"])), key=alphabetical)
    said = (
        _held(tables, statements, countries),
        _worded(statements),
        _years(tables, statements),
        _items(tables, len(countries)),
    )
    return [*(Finding(each, _SEARCH) for each in said if each), *_sure(tables)]


_ADDED = "Baselines that are added are here once the tables and this page are made again."


def _nothing(tables: Tables) -> list[Finding]:
    n = len(tables.reports)
    said = "No country baseline is in this part of the data"
    if n:
        said = f"{sentence(count(n, 'country baseline'))} without statements {are(n)} in the data"
    return [
        Finding("There are no statements to search.", _SEARCH),
        Finding(f"{said}: what countries reported is not known.", _SEARCH),
        Finding(_ADDED, _SEARCH),
    ]


def _held(tables: Tables, statements: pd.DataFrame, countries: list[str]) -> str:
    baselines = len(tables.reports)
    where = listing(countries, most=3, rest="other countries")
    some = sentence(count(baselines, "country baseline"))
    return f"{some} of {where} {verb(baselines, 'hold')} {counts_written(tables, statements)}."


def _worded(statements: pd.DataFrame) -> str:
    """How many statements are in words, and how many of these the social partners'."""
    worded = in_words(statements)
    partners = int((worded & statements["party"].isin(["employers", "workers"])).sum())
    written = int(worded.sum())
    rest = "; the others are a bare yes or no, nil, or a blank cell" * (written < len(statements))
    own = f"{number(partners) if partners else 'none'} of them"
    return sentence(
        f"{count(written, 'statement')} {are(written)} in words, {own} from employers’ or workers’"
        f" organizations{rest}."
    )


def _years(tables: Tables, statements: pd.DataFrame) -> str:
    """Which years the baselines cover, and how many statements have none."""
    covered = analysis.years(tables)
    dated = tables.statements.loc[tables.statements["year"].notna(), "statement_id"]
    without = int((~statements["statement_id"].isin(dated)).sum())
    which = "year covered is" if len(covered) == 1 else "years covered are"
    years = f"The {which} {analysis.in_ranges(covered)}"
    if not without:
        return f"{years}; every statement has its year."
    return f"{years}; {count(without, 'statement')} {verb(without, 'have')} no year."


def _items(tables: Tables, countries: int) -> str:
    """Of how many countries there are measures, needs and challenges."""
    numbers = {name: tables[name]["iso3"].nunique() for name in ITEMS}
    if countries > 1 and any(numbers.values()):
        every = {countries: "both" if countries == 2 else f"all {number(countries)}", 0: "none"}
        (first, most), *others = numbers.items()
        parts = [f"{first} are from {some_of(most, countries, 'country', 'countries')}"]
        parts += [f"{name} from {every.get(n, number(n))}" for name, n in others]
        return sentence(f"{listing(parts)}.")
    none = [name for name, n in numbers.items() if not n]
    if not none:
        return ""
    return f"No {listing(none, last='or')} were found, which does not mean that there are none."


def _sure(tables: Tables) -> list[Finding]:
    """How many codes are unsure, and how many items people coded."""
    here = analysis.certainty(tables)
    if not here.items:
        return []
    people = "no person has coded any"
    if here.by_people:
        people = f"people have coded {some_of(here.by_people, here.items, 'item')}"
    if not here.unsure:
        return [Finding(f"The code of no item is unsure; {people}.", _HOW_SURE)]
    some = some_of(here.unsure, here.items, "item")
    return [Finding(f"The program is unsure of the code of {some}; {people}.", TO_CHECK)]
