"""Which report speaks for a year."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

import annual_review as ar
from annual_review import analysis
from annual_review.baseline.parse import Report
from annual_review.tables import Tables

Baseline = Callable[..., Report]


def two_editions(baseline: Baseline) -> Tables:
    first = baseline("ALBANIA (2010-2012)", prevention="Poster campaigns. 2011 AR: Leaflets.")
    later = baseline("ALBANIA (2012-2013)", prevention="2013 AR: Films.")
    return ar.tidy([later, first, baseline("BRAZIL (2012)")])


def test_the_later_of_two_reports_speaks_for_a_year_that_both_cover(baseline: Baseline) -> None:
    found = analysis.years_of_reports(two_editions(baseline))
    assert found[["year", "report_id"]].to_numpy().tolist() == [
        [2010, "ALB-P029-2010-2012"],
        [2011, "ALB-P029-2010-2012"],
        [2012, "ALB-P029-2012-2013"],
        [2012, "BRA-P029-2012-2012"],
        [2013, "ALB-P029-2012-2013"],
    ]


def test_rows_count_for_their_year_or_for_all_years_that_their_report_speaks_for(
    baseline: Baseline,
) -> None:
    tables = two_editions(baseline)
    counted = pd.concat(
        [
            analysis.rows_for(
                tables.measures, analysis.years_of_reports(tables, year, year)
            ).assign(of=year)
            for year in range(2010, 2014)
        ]
    )
    assert counted[["of", "text"]].to_numpy().tolist() == [
        [2010, "Poster campaigns"],
        [2011, "Poster campaigns"],
        [2011, "Leaflets"],
        [2013, "Films"],
    ]
