"""How the documents are put together that are as untidy as the Office's pages.

What a document is to show is written out (`association_and_forced_labour`,
`children_and_discrimination`); the other rows are drawn as `drawn` draws them, the same every time.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.documents.cast import NOTE, SUBJECTS, Cast, capitalized, chance
from tests.documents.drawn import DEFINITIONS, untidy
from tests.documents.truth import MADE_UP, Statement, Style, Truth, complete
from tests.documents.writing import continued, prose


def document(
    country: str,
    iso3: str,
    subject: str,
    years: tuple[int, int],
    said: Sequence[Statement],
    style: Style,
    *,
    page: str = "",
    page_years: tuple[int, int] | None = None,
    mark: bool = True,
    labels: dict[str, str] | None = None,
    absent: Sequence[str] = (),
    own_rows: bool = False,
) -> Truth:
    """A document; `page` is its country in the title of the page, `mark` the glued footnote's."""
    name = "-".join([*capitalized(country).lower().split(), subject.lower(), *map(str, years)])
    rng = random.Random(name)  # noqa: S311 - the same document every time is what is wanted
    observed = any(statement.field.endswith("_observations") for statement in said)
    named = not observed and chance(rng, 0.6)
    cast = Cast(rng, subject, capitalized(country), *years, named=named)
    first, last = page_years or years
    title = (
        f"{page or capitalized(country)} - Country baselines under the ILO Declaration Annual Review "
        f"({first}-{last}): {SUBJECTS[subject]}",
        f"COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW ({years[0]}-{years[1]})"
        f"{f'{{^{NOTE}^}}' if mark else ''}: {country}",
    )
    statements = complete("principle", untidy(cast, said, absent, own_rows=own_rows), absent)
    words = {"definition": DEFINITIONS[subject], **(labels or {})}
    return Truth(
        f"made-up-{name}",
        "principle",
        subject,
        country,
        iso3,
        *years,
        title,
        statements,
        words,
        style,
    )


def recognition(provisions: str) -> dict[str, str]:
    means = f"(prospect(s), means of action, {provisions})"
    return {"recognition": f"Recognition of the principle and right {means}"}


def since(year: int) -> Statement:
    """How the first answer of most real ones begins."""
    opening = f"YES, since the {year} Annual Review (AR)."
    return prose("reporting_obligations", (), MADE_UP, opening=opening, answer="yes")


def under(entry: Statement, who: str, text: str, party: str, *, joins: bool = False) -> Statement:
    """What somebody else says below an entry, whose years it has."""
    said = prose(entry.field, (), text, speaker=who, party=party, items=(), joins=joins)
    return continued(said, entry)
