"""Marks that lead on: from a row to the words it rests on, and from a label to the codebook.

An id is never printed in a table: it is the address of a small link and its tooltip. A number that
rests on several statements or items opens a list of them (`<details>`, which needs no script and
works with the keyboard): with the tables at hand, of their words, each with its country and year.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from urllib.parse import quote

from annual_review.show.questions import short
from annual_review.show.sentences import escaped, label
from annual_review.tables import CODES, ITEMS, Tables

OUTPUTS = "../outputs/"
"""Where notebooks, in their folder, find the pages; those of reports are one folder nearer."""

SOURCE_PAGES = f"{OUTPUTS}sources/"
CODEBOOK_PAGE = f"{OUTPUTS}codebook.html"

MOST = 12
"""Statements or items that one number lists."""

_FEWEST = 3
"""Fewer are not worth opening, if those of other years can be left out instead."""

BUDGET = 100_000
"""Characters that the lists behind the numbers of one table may have."""

_CLIPPED = 140
"""Characters that a list shows of a statement or an item."""

_KEYS = {"statements": "statement_id", **ITEMS, "problems": "problem_id"}
"""The column with the ids of each table whose rows have words."""


def names_ids(column: str) -> bool:
    """Whether a column holds ids of reports, statements, items or problems."""
    return column.endswith(("_id", "_ids")) or column.startswith("id_")


def code(name: str) -> str:
    """A code's label, which leads to the codebook; any other text as it is."""
    if name not in CODES:
        return escaped(name)
    return (
        f'<a class="code" href="{CODEBOOK_PAGE}#{quote(name)}" title="{name}">'
        f"{escaped(label(name))}</a>"
    )


def reference(name: str, words: str = "source", title: str = "") -> str:
    """A small link to the place of an id in the page of its source; of a report, to the page."""
    target = f"{SOURCE_PAGES}{quote(name.split('/')[0])}.html"
    target += f"#{quote(name)}" if "/" in name else ""
    titled = f' title="{html.escape(title)}"' if title else ""
    return f'<a class="ref" href="{target}"{titled}>{escaped(words)}</a>'


def references(ids: str, words: str = "source", place: str = "") -> str:
    """A link to one id; of several, the numbers 1, 2, 3 as links. Tooltips say the ids."""
    names = ids.split()
    if len(names) == 1:
        return reference(names[0], words, f"{names[0]}, {place}" if place else names[0])
    numbered = " ".join(reference(name, str(n), name) for n, name in enumerate(names, 1))
    return numbered if words == "source" or not names else f"{escaped(words)} {numbered}"


def resting(
    columns: Sequence[Sequence[tuple[str, str]]],
    tables: Tables | None = None,
    *,
    newest: Sequence[int] = (),
) -> list[list[str]]:
    """Values, each with the ids it rests on, as markup that leads to these.

    With `tables`, a value opens the words of what it rests on; without them, links to these. If
    all lists of the table together would be longer than `BUDGET`, each of them is shorter; if they
    would be too short and the columns are years, only the values of the newest ones open: `newest`
    has the places of such columns, the newest first.
    """
    ids = [[own.split() for _, own in column] for column in columns]
    wanted = dict.fromkeys(n for column in ids for own in column for n in own[: _most(own, MOST)])
    lines = _lines(wanted, tables)
    fits = (n for n in range(MOST, 0, -1) if _length(ids, lines, n) <= BUDGET)
    most = [next(fits, 0)] * len(ids)
    if newest and most[0] < _FEWEST:
        totals = accumulate(_length([ids[place]], lines, _FEWEST) for place in newest)
        for place, total in zip(newest, totals, strict=True):
            most[place] = _FEWEST * (total <= BUDGET)
    return [
        [
            _opening(value, own, lines, n, alone=tables is None)
            for (value, _), own in zip(column, names, strict=True)
        ]
        for column, names, n in zip(columns, ids, most, strict=True)
    ]


def _most(ids: Sequence[str], most: int) -> int:
    """How many of these ids to list: more of countries, whose names are short."""
    return most * 16 if ids and _is_country(ids[0]) else most


def _is_country(name: str) -> bool:
    return len(name) == 3


def _length(ids: list[list[list[str]]], lines: Mapping[str, str], most: int) -> int:
    return sum(
        len(lines[name]) + len("<li></li>")
        for column in ids
        for own in column
        for name in own[: _most(own, most)]
    )


def _opening(
    value: str, names: list[str], lines: Mapping[str, str], most: int, *, alone: bool
) -> str:
    """A value that opens the lines of what it rests on; without words, one id is a mere link."""
    if not names or not most:
        return escaped(value)
    if alone and len(names) == 1 and not _is_country(names[0]):
        return reference(names[0], value, names[0])
    listed = [lines[name] for name in names[: _most(names, most)]]
    left = len(names) - len(listed)
    more = [f"and {left:,} more"] if left else []
    if _is_country(names[0]):
        listed = [", ".join(listed)]
    items = "".join(f"<li>{line}</li>" for line in [*listed, *more])
    return f"<details><summary>{escaped(value)}</summary><ul>{items}</ul></details>"


def _lines(ids: Iterable[str], tables: Tables | None) -> dict[str, str]:
    """What a list says of each id, as markup."""
    if tables is None:
        return {
            name: escaped(name) if _is_country(name) else reference(name, _short(name))
            for name in ids
        }
    names = dict(zip(tables.countries["iso3"], tables.countries["name"], strict=True))
    words = _words(set(ids), tables)
    several = len(set(tables.reports["iso3"])) > 1
    found = {}
    for name in ids:
        if name in names:  # a country
            found[name] = escaped(names[name])
            continue
        said, year = words.get(name, ("", ""))
        iso3 = name.partition("-")[0]
        where = " ".join(filter(None, [names.get(iso3, iso3) if several else "", year]))
        line = ": ".join(filter(None, [where, said]))
        found[name] = f"{escaped(line)} {reference(name)}" if line else reference(name)
    return found


def _short(name: str) -> str:
    """An id in words, without the subject and years of its report."""
    report, *place = name.split("/")
    if not place:
        return name
    return " ".join([f"{report.partition('-')[0]}:", short(place[0]), *place[1:]])


def _words(ids: set[str], tables: Tables) -> dict[str, tuple[str, str]]:
    """The words of statements, items and problems, clipped, and the years that they are for."""
    found: dict[str, tuple[str, str]] = {}
    for table, key in _KEYS.items():
        frame = tables[table]
        frame = frame[frame[key].isin(ids)]
        texts = frame.drop_duplicates(key).set_index(key)["text"].fillna("")
        years = {}
        if "year" in frame:
            spans = frame.groupby(key, sort=False)["year"].agg(["min", "max"]).dropna()
            years = {k: _span(first, last) for k, first, last in spans.itertuples()}
        blank = "blank cell" if table == "statements" else ""
        found |= {str(k): (clipped(text) or blank, years.get(k, "")) for k, text in texts.items()}
    spans = tables.reports[tables.reports["report_id"].isin(ids)]
    for report in spans.to_dict("records"):
        found[report["report_id"]] = ("", _span(report["first_year"], report["last_year"]))
    return found


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def clipped(text: str) -> str:
    """The beginning of a text, whole words of it."""
    if len(text) <= _CLIPPED:
        return text
    return text[:_CLIPPED].rpartition(" ")[0].rstrip(" ,;:") + " …"
