"""What reports can be of: the values that the tables have for parameters, and those of `--all`.

The values of `country`, `subject`, `region`, `year`, `from_year` and `to_year` have to be in the
tables. An empty text, and the year 0, stand for all that there is: a notebook whose parameter has
such a default can be run for all countries, subjects, regions or years.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from annual_review import analysis
from annual_review.tables import Tables

ALL: dict[str, Any] = {
    "country": "",
    "subject": "",
    "region": "",
    "year": 0,
    "from_year": 0,
    "to_year": 0,
}
"""The parameters whose values have to be in the tables, each with the value that stands for all."""


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of parameters without those that stand for all.

    Examples
    --------
    >>> told({"region": "Africa", "year": 0, "most": 0})
    {'region': 'Africa', 'most': 0}
    """
    return {name: value for name, value in values.items() if ALL.get(name, ...) != value}


def limits(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `ALL`'s parameters without those that stand for all.

    Examples
    --------
    >>> limits({"region": "Africa", "year": 0, "most": 0})
    {'region': 'Africa'}
    """
    return {name: value for name, value in told(values).items() if name in ALL}


def narrowed(tables: Tables, values: Mapping[str, Any]) -> Tables:
    """Return the tables with the reports of the country, subject and region only."""
    asked, reports = limits(values), tables.reports
    for name, column in (("country", "iso3"), ("subject", "subject")):
        if name in asked:
            reports = reports[reports[column] == asked[name]]
    if "region" in asked:
        reports = reports[reports["iso3"].map(analysis.regions(tables)) == asked["region"]]
    return replace(tables, reports=reports)


def exist(values: Mapping[str, Any], tables: Tables) -> bool:
    """Whether the tables hold a report with all of these values.

    A period of one country has two years, which are compared; any other may be one year.
    """
    asked = limits(values)
    own = narrowed(tables, asked)
    years = set(analysis.years(own))
    ends = [asked[name] for name in ("from_year", "to_year") if name in asked]
    in_order = ends == sorted(ends) and not ("country" in asked and len(set(ends)) < len(ends))
    among = {asked[name] for name in ("year", "from_year", "to_year") if name in asked}
    return in_order and among <= years and (len(own.reports) > 0 or not asked)


def of_all(
    names: Sequence[str], optional: Sequence[str], given: Mapping[str, Any], tables: Tables
) -> list[dict[str, Any]]:
    """Return the values for which `--all` makes reports, in order.

    Every combination that the tables have of the parameters which need a value. For those that are
    `optional`, one report of all, and one of each value if there are several; not of their
    combinations, which can be asked for. `given` values are taken as they are.
    """
    found: list[dict[str, Any]] = []
    fixed = limits(given)
    own = narrowed(tables, fixed)
    optional = [name for name in optional if name not in ("from_year", "to_year")]
    for varied in ("", *(name for name in optional if name not in given)):
        asked = [name for name in names if name not in optional or name in fixed or name == varied]
        several = [
            values
            for values in combinations(asked, own, successive=True)
            if fixed.items() <= values.items()
        ]
        alike = Counter(_without(varied, values) for values in several)
        found += [
            {name: values.get(name, ALL[name]) for name in names}
            for values in several
            if not varied or alike[_without(varied, values)] > 1
        ]
    return found


def _without(varied: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(value for name, value in values.items() if name != varied)


def combinations(names: Sequence[str], tables: Tables, *, successive: bool) -> list[dict[str, Any]]:
    """Return every set of values that the tables have for parameters with these names, in order.

    `from_year` and `to_year` are any two years of a country, the earlier one first, or, if
    `successive`, any that follow one another. Without a country, they are any period that begins
    and ends in a year of the tables, or, if `successive`, each of the years and the whole.
    """
    reports = tables.reports.assign(country=tables.reports["iso3"])
    if "region" in names:
        reports["region"] = reports["iso3"].map(analysis.regions(tables))
    by = [name for name in ("subject", "country", "region") if name in names]
    found: list[dict[str, Any]] = []
    for key, own in reports.groupby(by, sort=True) if by else [((), reports)]:
        base = dict(zip(by, map(str, key), strict=True))
        chosen = replace(tables, reports=own)
        if "from_year" in names or "to_year" in names:
            periods = _pairs if "country" in names else _periods
            ends = periods(chosen, successive)
            found += [{**base, "from_year": first, "to_year": last} for first, last in ends]
        elif "year" in names:
            found += [{**base, "year": year} for year in analysis.years(chosen)]
        elif len(own):
            found.append(base)
    kept = [{name: values[name] for name in names} for values in found]
    return list({tuple(values.values()): values for values in kept}.values())


def _pairs(tables: Tables, successive: bool) -> list[tuple[int, int]]:
    years = analysis.years(tables)
    return analysis.steps(tables) if successive else list(itertools.combinations(years, 2))


def _periods(tables: Tables, successive: bool) -> list[tuple[int, int]]:
    years = analysis.years(tables)
    if not successive:
        return list(itertools.combinations_with_replacement(years, 2))
    whole = [(years[0], years[-1])] if len(years) > 1 else []
    return [*((year, year) for year in years), *whole]
