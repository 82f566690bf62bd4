"""Codes that people gave to items, from a `codings.csv`, and the items for which they hold.

Who codes an item judges its words as an answer to a question. The next baseline of the country has
the same words again, under another id: the codes follow the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from annual_review.codebook import Scheme, scheme_of
from annual_review.errors import SourceError, did_you_mean
from annual_review.tables.columns import CODES
from annual_review.tables.sources import rows

SETTLED = "settled"
"""The coder of a code on which people agreed after they had differed. It counts instead of theirs,
which stay, so that it is known how often they agree."""


class HandCoding(NamedTuple):
    """A row of `codings.csv`: a code that a person gave to an item.

    item_id, code: as in the tables; coder: the person's initials, or `SETTLED`; date: ISO date;
    note: why; text: the item as the person read it, or empty (then the code holds for the id alone,
    whatever stands there).
    """

    item_id: str
    code: str
    coder: str
    date: str
    note: str
    text: str

    @property
    def scheme(self) -> Scheme:
        """The scheme of the code."""
        return scheme_of(self.code)

    @property
    def person(self) -> str:
        """Who coded it: the coder in capitals, as `ab` and `AB` are one person; or `SETTLED`."""
        return SETTLED if self.coder.lower() == SETTLED else self.coder.upper()

    @property
    def judged(self) -> str | tuple[str, str]:
        """What was judged: words as an answer to a question or, without a text, the item's id."""
        return (question(self.item_id), self.text) if self.text else self.item_id


def question(item_id: str) -> str:
    """What an item answers: country, subject and field, as in `AZE-P029/remedies`."""
    report_id, _, place = item_id.partition("/")
    return f"{_country_and_subject(report_id)}/{place.partition('/')[0]}"


def by_subject(codings: Iterable[HandCoding]) -> dict[str, list[HandCoding]]:
    """Codings by country and subject, as `AZE-P029`."""
    found = defaultdict(list)
    for each in codings:
        found[_country_and_subject(each.item_id.partition("/")[0])].append(each)
    return dict(found)


def may_hold(codings: Mapping[str, list[HandCoding]], report_id: str) -> list[HandCoding]:
    """Of codings by subject, those of a report: no others hold for its items."""
    return codings.get(_country_and_subject(report_id), [])


def in_force(codings: Iterable[HandCoding], texts: Mapping[str, str]) -> list[HandCoding]:
    """Return the codings that hold for items, under the items' own ids.

    A coding holds for all items with the words that were judged. If a person judged them more than
    once in a scheme, what was said of the item itself counts, else what was said last.

    Parameters
    ----------
    codings : iterable of HandCoding
    texts : mapping
        The text of each item by its id.
    """
    rows = defaultdict(list)
    latest: dict[str | tuple[str, str], dict[tuple[str, Scheme], HandCoding]] = defaultdict(dict)
    for n, each in enumerate(codings):
        who, judged = (each.person, each.scheme), each.judged
        rows[judged, who, each.item_id].append((n, each))
        if each.date >= latest[judged].setdefault(who, each).date:
            latest[judged][who] = each
    found = []
    for item_id, text in texts.items():
        words = question(item_id), text
        here = []
        for who, last in {**latest.get(words, {}), **latest.get(item_id, {})}.items():
            own = [
                each for judged in (item_id, words) for each in rows.get((judged, who, item_id), ())
            ]
            here += own or rows[words, who, last.item_id]
        found += [each._replace(item_id=item_id) for _, each in sorted(here)]
    return found


def read(file: Path) -> list[HandCoding]:
    """Return the codes that people gave to items, from a `codings.csv`; none if it is missing.

    Initials are in capitals, `settled` is in small letters, however they are written there.

    Raises SourceError if a column is missing, a code is not in the codebook, a coder is missing or
    called `rules`, or a coder gives one item the same code twice, unless it had other words.
    """
    found: list[HandCoding] = []
    known: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for number, row in enumerate(rows(file, HandCoding._fields), 2):
        coding = HandCoding(**{column: row[column].strip() for column in HandCoding._fields})
        where = f"{file.name}, line {number}"
        if coding.code not in CODES:
            raise SourceError(
                where,
                found=f"the code '{coding.code}'",
                expected="a code of the codebook",
                remedy=did_you_mean(coding.code, CODES),
            )
        coding = coding._replace(coder=coding.person)
        if coding.coder in ("", "RULES"):
            raise SourceError(
                where, found=f"the coder '{row['coder']}'", expected="a person's initials"
            )
        texts = known[coding[:3]]
        if texts & {coding.text, ""} or (texts and not coding.text):
            raise SourceError(where, found="the same coding again", expected="each coding once")
        texts.add(coding.text)
        found.append(coding)
    return found


def _country_and_subject(report_id: str) -> str:
    """What the ids of all baselines of a country on a subject begin with, as `AZE-P029`."""
    return report_id.rsplit("-", 2)[0]
