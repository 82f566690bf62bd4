"""What a period comes to: the numbers that the Office reports every year."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from annual_review.analysis.challenges import challenges, challenges_by_side, fields_of_sides
from annual_review.analysis.comparison import answering_on, coded_items
from annual_review.analysis.cooperation import period_needs
from annual_review.analysis.grid import frame_of
from annual_review.analysis.intentions import NO_EARLIER, RATIFIED, intentions
from annual_review.analysis.laws import new_laws
from annual_review.analysis.observations import answers_in_cells, consultation, observations
from annual_review.analysis.organizations import OBSERVATIONS
from annual_review.analysis.protocol import PROTOCOL, options
from annual_review.analysis.receipts import RECEIVED
from annual_review.analysis.reporting_rate import received, reports_due
from annual_review.analysis.selection import period_before, years_of_reports
from annual_review.codebook import SCHEMES, Scheme
from annual_review.tables import Tables


class Period(NamedTuple):
    """All that a page says of a period; each frame is what the function of its name gave.

    `cells` is what `answers_in_cells` gave for observations and challenges, `laws` what
    `new_laws`, `sides` what `challenges_by_side`, `needs` what `period_needs`. `coded` has what
    `coded_items` gave and `answering` what `answering_on` gave, for each scheme of codes.
    """

    from_year: int
    to_year: int
    received: pd.DataFrame
    due: pd.DataFrame
    observations: pd.DataFrame
    consultation: pd.DataFrame
    cells: pd.DataFrame
    intentions: pd.DataFrame
    laws: pd.DataFrame
    options: pd.DataFrame
    challenges: pd.DataFrame
    sides: pd.DataFrame
    needs: pd.DataFrame
    coded: dict[Scheme, pd.DataFrame]
    answering: dict[Scheme, pd.DataFrame]


def period(tables: Tables, ratifications: pd.DataFrame, from_year: int, to_year: int) -> Period:
    """Ask all questions of a period.

    Parameters
    ----------
    tables : Tables
    ratifications : DataFrame
        What `tables.ratifications` returned.
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    Period

    Examples
    --------
    >>> found = analysis.period(ar.load(), ar.tables.ratifications(), 2017, 2018)
    >>> found.intentions["country"].tolist()
    ['Azerbaijan']
    """
    span = from_year, to_year
    chosen = years_of_reports(tables, *span)
    return Period(
        *span,
        received(tables, *span),
        reports_due(tables, ratifications, *span),
        observations(tables, *span),
        consultation(tables, *span),
        answers_in_cells(tables, [*OBSERVATIONS, *fields_of_sides().values()], *span),
        intentions(tables, *span),
        new_laws(tables, *span),
        options(tables, *span),
        challenges(tables, *span),
        challenges_by_side(tables, *span),
        period_needs(tables, *span),
        {scheme: coded_items(tables, scheme, chosen) for scheme in SCHEMES},
        {scheme: answering_on(tables, scheme, chosen) for scheme in SCHEMES},
    )


def headline(tables: Tables, ratifications: pd.DataFrame, now: Period) -> pd.DataFrame:
    """Return the numbers of a period and of the period before.

    Parameters
    ----------
    tables : Tables
    ratifications : DataFrame
        What `tables.ratifications` returned.
    now : Period

    Returns
    -------
    DataFrame
        One row per number: `what` (one of the names below), `now`, `before` (Int64; <NA> if no
        report in the tables covers the period before, or dates of ratification are missing).

        ===============  =========================================================================
        states           States whose baselines cover a year of the period
        reports          reports received
        due, rate        reports due, and received of those, in per cent
        observing        States whose organizations made observations
        consulted        States that answer “yes” to having involved the organizations
        likely           States that consider ratification of some instrument likely
        considering      States that have it under consideration
        ratified         States that ratified since the period before, as reports say; <NA> if no
                         report on the same instrument covers that period
        laws             new answers on laws and policies, where an earlier year is in the tables
        measures         States that name a measure on the Protocol; <NA> without a report on it
        challenges       States in which somebody names challenges
        requests         States that ask for technical cooperation
        offers           States that offer it
        ===============  =========================================================================
    """
    numbers = _numbers(now)
    span = period_before(now.from_year, now.to_year)
    before: dict[str, int | None] = {}
    if len(years_of_reports(tables, *span)):
        before = _numbers(period(tables, ratifications, *span))
    rows = [(what, number, before.get(what)) for what, number in numbers.items()]
    return frame_of(rows, "what now before", now="Int64", before="Int64")


def _numbers(found: Period) -> dict[str, int | None]:
    own, owed, said = found.received, found.due, found.intentions
    on_protocol = (own["subject"] == PROTOCOL).any()
    measures = found.coded["measure"]
    asked = found.needs["direction"] == "request"
    observing = found.observations[found.observations["observations"] > 0]
    return {
        "states": own["iso3"].nunique(),
        "reports": int((own["received"] == RECEIVED).sum()),
        "due": len(owed) or None,
        "rate": round(100 * int(owed["received"].sum()) / len(owed)) if len(owed) else None,
        "observing": observing["iso3"].nunique(),
        "consulted": int((found.consultation["answer"] == "yes").sum()),
        "likely": said.loc[said["intention"] == "likely", "iso3"].nunique(),
        "considering": said.loc[said["intention"] == "under_consideration", "iso3"].nunique(),
        "ratified": said.loc[said["change"] == RATIFIED, "iso3"].nunique()
        if (said["change"] != NO_EARLIER).any()
        else None,
        "laws": int(found.laws["known"].sum()) if found.laws["known"].any() else None,
        "measures": measures.loc[measures["subject"] == PROTOCOL, "iso3"].nunique()
        if on_protocol
        else None,
        "challenges": found.challenges["iso3"].nunique(),
        "requests": found.needs.loc[asked, "iso3"].nunique(),
        "offers": found.needs.loc[~asked, "iso3"].nunique(),
    }
