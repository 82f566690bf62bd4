"""The search that a page has in itself: what it holds, as JSON that the page's script reads.

The script is `reports/templates/explore.js`. Rows are lists, whose parts it knows by their places.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from annual_review import analysis
from annual_review.codebook import SCHEMES, codebook
from annual_review.show.sentences import Finding, Shown, escaped, label, plain
from annual_review.show.tables import table
from annual_review.show.words import count, listing, sentence
from annual_review.tables import PRIORITIES, Tables

MOST = 1_200_000
"""Characters of data that a page may hold, so that no page is larger than 1.5 MB."""

_READABLE = 200_000
"""Characters of data up to which they stand in the page as they are; more are compressed."""

_FIRST = 20
"""Rows that the page has without its script."""

_OTHERS = "../index.html#kind=05-explore"
"""Where a page finds the other pages of this search that there are."""

SIDES = {
    "government": "Government",
    "employers": "Employers’ organizations",
    "workers": "Workers’ organizations",
    "unknown": "Other or not known",
}
"""Who speaks."""


def explore_findings(tables: Tables, *, subject: str = "", region: str = "") -> list[Finding]:
    """Say how much there is to search.

    Parameters
    ----------
    tables : Tables
    subject, region : str
        A subject and a region of the ILO; all if empty.

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> show.findings(show.explore_findings(ar.load())[:1])
    One country baseline of Azerbaijan holds 24 statements, 51 measures and six needs.
    """
    statements = _statements(tables, subject, region)
    if statements.empty:
        return [Finding(f"There are no statements{_of(tables, subject, region)}.")]
    baselines = statements["report_id"].nunique()
    names = analysis.country_names(tables)
    countries = listing(
        sorted({names[iso3] for iso3 in statements["iso3"]}), most=3, rest="other countries"
    )
    in_words = int((statements["answer"] == "text").sum())
    partners = int(statements["party"].isin(["employers", "workers"]).sum())
    kinds = _counts(tables, statements)
    return [
        Finding(
            sentence(
                f"{count(baselines, 'country baseline')} of {countries} "
                f"{'holds' if baselines == 1 else 'hold'} {kinds}."
            ),
            "Search",
        ),
        Finding(
            sentence(
                f"{count(in_words, 'statement')} {'is' if in_words == 1 else 'are'} in words; the "
                "others are a bare yes or no, a nil or a blank cell."
                if in_words < len(statements)
                else "All statements are in words."
            ),
            "Search",
        ),
        Finding(
            sentence(
                f"{count(partners, 'statement')} {'comes' if partners == 1 else 'come'} from "
                "employers’ and workers’ organizations, or from the cells that are theirs."
            ),
            "Search",
        ),
    ]


def explorer_page(tables: Tables, *, subject: str = "", region: str = "") -> Shown:
    """Search statements, measures and needs in a report's page, without Python and a network.

    Parameters
    ----------
    tables : Tables
    subject, region : str
        A subject and a region of the ILO; all if empty.

    Returns
    -------
    Shown
        As HTML, what the script of the page searches and, for those who have no scripts, the first
        rows. Statements that would make the page larger than 1.5 MB are left out, the oldest years
        first, and the page says so.
    """
    statements = _statements(tables, subject, region)
    held = _held(tables, statements)
    said = _said(tables, statements, held, subject, region)
    first = analysis.said(tables).set_index("statement_id").loc[held.statements[:_FIRST]]
    first = first.reset_index()[["field", "years", "text", "statement_id"]]
    first.insert(0, "country", _countries(tables, first["statement_id"]))
    rows = table(first, f"The first {len(first)} statements")
    encoding = ' data-encoding="gzip"' if held.compressed else ""
    markup = (
        f'<div data-explore><p class="holds">{said}</p>\n'
        '<div class="instead"><p>With scripts switched on, this page searches the statements, '
        "measures and needs by country, question, year, topic and words, and saves what it finds "
        f"as CSV.</p>\n{rows._repr_html_()}</div>\n"
        f'<script type="application/json"{encoding}>{held.data}</script></div>'
    )
    return Shown(markup, f"Search of {_counts(tables, statements)}")


def _statements(tables: Tables, subject: str, region: str) -> pd.DataFrame:
    """The statements to search: by country, question and year, the latest first."""
    frame = analysis.without_repeats(tables)
    if subject:
        frame = frame[frame["subject"] == subject]
    if region:
        frame = frame[frame["iso3"].map(analysis.regions(tables)) == region]
    subjects = sorted(set(frame["subject"]))
    fields = [each.name for of in subjects for each in analysis.form_fields(of)]
    order = {field: n for n, field in enumerate(dict.fromkeys(fields))}
    years = tables.statements.groupby("statement_id")["year"].max()
    covered = frame["report_id"].map(tables.reports.set_index("report_id")["last_year"])
    frame = frame.assign(
        name=frame["iso3"].map(analysis.country_names(tables)),
        order=frame["field"].map(order),
        latest=frame["statement_id"].map(years).fillna(covered).astype("int64"),
    )
    by = ["name", "subject", "order", "latest"]
    frame = frame.sort_values(by, ascending=[True, True, True, False], kind="stable")
    return frame.reset_index(drop=True)


class _Held(NamedTuple):
    """What a page holds: ids of its statements, data, and the first of its years."""

    statements: list[str]
    data: str
    compressed: bool
    since: int | None


def _held(tables: Tables, statements: pd.DataFrame) -> _Held:
    """As many of the statements as a page may hold, by whole years, the latest first."""
    spans, items = _spans(tables, statements), _items(tables, statements)
    names = _Names()
    kept: list[tuple[int, int, list[Any]]] = []  # year, place, row
    size = 0.0
    for year, of_year in sorted(statements.groupby("latest"), reverse=True):
        rows = [
            _row(names, row, spans.get(row["statement_id"], []), items.get(row["statement_id"], []))
            for row in of_year.to_dict("records")
        ]
        size += len(gzip.compress(_json(rows).encode(), 6)) * 4 / 3
        if size > MOST:
            break
        kept += [(year, place, row) for place, row in zip(of_year.index, rows, strict=True)]
    while True:
        rows = [row for _, _, row in sorted(kept, key=lambda each: each[1])]
        data = _json({**_labels(tables, names, statements), "rows": rows})
        compressed = len(data) > _READABLE
        if compressed:
            data = base64.b64encode(gzip.compress(data.encode(), 9, mtime=0)).decode()
        since = min((year for year, _, _ in kept), default=None)
        if len(data) <= MOST or since is None:
            places = sorted(place for _, place, _ in kept)
            return _Held(statements["statement_id"][places].tolist(), data, compressed, since)
        kept = [each for each in kept if each[0] > since]


def _json(value: object) -> str:
    """JSON without a sign that could end the element it stands in."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


class _Names:
    """Names that rows have by their numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}

    def number(self, kind: str, name: str) -> int:
        known = self._numbers.setdefault(kind, {})
        return known.setdefault(name, len(known))

    def of(self, kind: str) -> list[str]:
        return list(self._numbers.get(kind, {}))


_TOPICS = {each.code: (scheme, each.label) for scheme in SCHEMES for each in codebook(scheme)}


def _row(names: _Names, row: dict[str, Any], spans: list[Any], items: list[Any]) -> list[Any]:
    speaker = row["speaker"] if row["speaker"] not in SIDES else ""
    return [
        names.number("reports", row["report_id"]),
        names.number("fields", row["field"]),
        int(row["statement_id"].rpartition("/")[2]),
        spans,
        names.number("speakers", speaker),
        names.number("parties", row["party"]),
        names.number("answers", row["answer"]),
        row["text"],
        [
            [kind, tail, *_within(text, row["text"]), [names.number("topics", c) for c in codes]]
            + ([names.number("priorities", priority)] if priority else [])
            for kind, tail, text, codes, priority in items
        ],
    ]


def _within(item: str, statement: str) -> tuple[int, int] | tuple[str, int]:
    """Where an item stands in its statement, counted as the script counts; else its words."""
    before, found, _ = statement.partition(item)
    if not found:
        return item, -1
    return _units(before), _units(item)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _spans(tables: Tables, statements: pd.DataFrame) -> dict[str, list[list[int]]]:
    """The years of every statement that has any: the first and the last of each unbroken run."""
    rows = tables.statements[["statement_id", "year"]].dropna()
    rows = rows[rows["statement_id"].isin(statements["statement_id"])]
    rows = rows.sort_values(["statement_id", "year"])
    same = rows["statement_id"].eq(rows["statement_id"].shift())
    begins = ~(same & rows["year"].eq(rows["year"].shift() + 1).fillna(False))
    ends = begins.shift(-1, fill_value=True)
    spans: dict[str, list[list[int]]] = {}
    for name, first, last in zip(
        rows.loc[begins, "statement_id"].tolist(),
        rows.loc[begins, "year"].tolist(),
        rows.loc[ends, "year"].tolist(),
        strict=True,
    ):
        spans.setdefault(name, []).append([first, last])
    return spans


def _items(tables: Tables, statements: pd.DataFrame) -> dict[str, list[Any]]:
    """The measures (0) and needs (1) in every statement, with their codes."""
    codes = analysis.codes_of_items(tables)
    found: dict[str, list[Any]] = {}
    for kind, (frame, key) in enumerate(
        ((tables.measures, "measure_id"), (tables.needs, "need_id"))
    ):
        own = frame[frame["statement_id"].isin(statements["statement_id"])].drop_duplicates(key)
        priorities = own["priority"] if "priority" in own else pd.Series("", own.index)
        rows = zip(own["statement_id"], own[key], own["text"], priorities, strict=True)
        for statement, name, text, priority in rows:
            tail = name.removeprefix(f"{statement}/")
            found.setdefault(statement, []).append(
                [kind, tail, text, codes.get(name, []), priority]
            )
    return found


def _labels(tables: Tables, names: _Names, statements: pd.DataFrame) -> dict[str, Any]:
    """What the numbers in rows stand for, and the words for it."""
    reports = tables.reports.set_index("report_id")
    countries, regions = analysis.country_names(tables), analysis.regions(tables)
    fields = list(dict.fromkeys(statements.sort_values("order", kind="stable")["field"]))
    priority = {each: sentence(plain(each)) for each in PRIORITIES if each != "unspecified"}
    return {
        "reports": [
            [name, *(reports.loc[name, c] for c in ("iso3", "subject")),
             *(int(reports.loc[name, c]) for c in ("first_year", "last_year"))]
            for name in names.of("reports")
        ],
        "countries": {c: [countries[c], regions[c]] for c in sorted(set(statements["iso3"]))},
        "subjects": {
            s: analysis.subject_name(s) for s in sorted(set(statements["subject"]))
        },
        "questions": {field: label(field) for field in fields},
        "sides": SIDES,
        "fields": names.of("fields"),
        "speakers": names.of("speakers"),
        "parties": names.of("parties"),
        "answers": names.of("answers"),
        "priorities": [priority.get(each, "") for each in names.of("priorities")],
        "codes": names.of("topics"),
        "topics": [[c, text, scheme] for c, (scheme, text) in _TOPICS.items()],
    }  # fmt: skip


def _countries(tables: Tables, ids: Iterable[str]) -> list[str]:
    names = analysis.country_names(tables)
    return [names[name.split("-")[0]] for name in ids]


def _counts(tables: Tables, statements: pd.DataFrame) -> str:
    """As in `24 statements, 51 measures and six needs`."""
    numbers = [
        frame.loc[frame["statement_id"].isin(statements["statement_id"]), key].nunique()
        for frame, key in ((tables.measures, "measure_id"), (tables.needs, "need_id"))
    ]
    nouns = zip([len(statements), *numbers], ["statement", "measure", "need"], strict=True)
    return listing(count(n, noun) for n, noun in nouns)


def _of(tables: Tables, subject: str, region: str) -> str:
    """As in ` of Africa on Child labour`."""
    return (f" of {region}" if region else "") + (
        f" on “{analysis.subject_name(subject)}”" if subject else ""
    )


def _said(tables: Tables, statements: pd.DataFrame, held: _Held, subject: str, region: str) -> str:
    """What the page holds and what it does not, as markup."""
    others = f'<a href="{_OTHERS}">the list of these pages</a>'
    which = escaped(_of(tables, subject, region))
    if len(held.statements) == len(statements):
        if not which:
            return "This page holds all statements, and works without a network."
        return f"This page holds all statements{which}. For others, see {others}."
    left = f"{len(statements) - len(held.statements):,}"
    narrower = "a page for one region and one subject holds more"
    if held.since is None:
        return (
            f"There are too many statements{which} for one page ({left}): {narrower}. See {others}."
        )
    return (
        f"This page holds the {len(held.statements):,} statements{which} for {held.since} and "
        f"later years; {left} for earlier years are too many for one page: {narrower}. "
        f"See {others}."
    )
