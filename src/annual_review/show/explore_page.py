"""The search that a page has in itself: what it holds, as JSON that the page's script reads.

The script is `reports/templates/explore.js`. Rows are lists, whose parts it knows by their places.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections import defaultdict
from typing import Any, NamedTuple

import pandas as pd

from annual_review import analysis
from annual_review.analysis.grid import gathered
from annual_review.analysis.selection import runs
from annual_review.codebook import SCHEMES, codebook
from annual_review.countries import alphabetical
from annual_review.show.questions import subject_words
from annual_review.show.sentences import Shown, escaped, label, plain
from annual_review.show.tables import table
from annual_review.show.words import count, listing, sentence
from annual_review.tables import ITEMS, Tables

MOST = 1_200_000
"""Characters of data that a page may hold, so that no page is larger than 1.5 MB."""

_READABLE = 200_000
"""Characters of data up to which they stand in the page as they are; more are compressed."""

_SAMPLE = 5000
"""Statements that tell how well the others can be compressed."""

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


def explorer_page(tables: Tables, *, subject: str = "", region: str = "") -> Shown:
    """Search statements and their items in a report's page, without Python and a network.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle; all if empty.
    region : str
        Region of the ILO, as in `analysis.regions`; all if empty.

    Returns
    -------
    Shown
        As HTML, what the script of the page searches and, for those who have no scripts, the first
        rows. Statements that would make the page larger than 1.5 MB are left out, the oldest years
        first, and the page says so.
    """
    tables = analysis.tables_on(tables, subject=subject, region=region)
    statements = _statements(tables)
    held = _held(tables, statements)
    limits = f" of {region}" if region else ""
    limits += f" on “{analysis.subject_name(subject)}”" if subject else ""
    narrower = _narrower(tables, subject, region)
    said = f'<p class="holds">{_said(len(statements), held, escaped(limits), narrower)}</p>'
    text = f"Search of {counts_written(tables, statements)}"
    if held.statements.empty:
        return Shown(said, text)
    first = held.statements.head(_FIRST)
    columns = ["country", "field", "years_as_printed", "text", "statement_id"]
    rows = table(
        first.rename(columns={"name": "country"})[columns],
        f"The first {len(first)} of {count(len(held.statements), 'statement')}",
        {"years_as_printed": "years", "statement_id": "source"},
    )
    encoding = ' data-encoding="gzip"' if held.compressed else ""
    markup = (
        f"<div data-explore>{said}\n"
        '<div class="instead"><p>With scripts switched on, this page searches the statements, '
        "measures, needs and challenges by country, question, year, code and words, and saves "
        f"what it finds as CSV.</p>\n{rows._repr_html_()}</div>\n"
        f'<script type="application/json"{encoding}>{held.data}</script></div>'
    )
    return Shown(markup, text)


def _statements(tables: Tables) -> pd.DataFrame:
    """The statements to search: by country, question and year, the latest first."""
    frame = analysis.without_repeats(tables)
    subjects = sorted(set(frame["subject"]))
    fields = [each.name for of in subjects for each in analysis.form_fields(of)]
    order = {field: n for n, field in enumerate(dict.fromkeys(fields))}
    years = tables.statements.groupby("statement_id")["year"].max()
    covered = frame["report_id"].map(tables.reports.set_index("report_id")["last_year"])
    names = analysis.country_names(tables)
    frame = frame.assign(
        name=frame["iso3"].map(names),
        alphabet=frame["iso3"].map({iso3: alphabetical(name) for iso3, name in names.items()}),
        order=frame["field"].map(order),
        latest=frame["statement_id"].map(years).fillna(covered).astype("int64"),
    )
    by = ["alphabet", "subject", "order", "latest"]
    frame = frame.sort_values(by, ascending=[True, True, True, False], kind="stable")
    return frame.reset_index(drop=True)


class _Held(NamedTuple):
    """What a page holds: its statements, the data, and the first of the years."""

    statements: pd.DataFrame
    data: str
    compressed: bool
    since: int | None


def _held(tables: Tables, statements: pd.DataFrame) -> _Held:
    """As many of the statements as a page may hold, by whole years, the latest first."""
    letters = statements["text"].str.len().groupby(statements["latest"]).sum()
    size = letters.sort_index(ascending=False).cumsum()
    sample = "".join(statements["text"].head(_SAMPLE)).encode()
    room = MOST * (len(sample) + 1) / len(base64.b64encode(gzip.compress(sample)))
    years = [int(year) for year in size[size < room].index]  # more than fit, rather than fewer
    while years:
        kept = statements[statements["latest"] >= years[-1]]
        data = _json(_data(tables, kept))
        compressed = len(data) > _READABLE
        if compressed:
            data = base64.b64encode(gzip.compress(data.encode(), 9, mtime=0)).decode()
        if len(data) <= MOST:
            return _Held(kept, data, compressed, years[-1])
        # how many letters fit, if those of all years take as much room
        fitting = size[years[-1]] * MOST / len(data)
        years = [year for year in years[:-1] if size[year] <= fitting]
    return _Held(statements.head(0), "", False, None)


def _json(value: object) -> str:
    """JSON without a sign that could end the element it stands in."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


_TOPICS = [[each.code, each.label, scheme] for scheme in SCHEMES for each in codebook(scheme)]


def _data(tables: Tables, statements: pd.DataFrame) -> dict[str, Any]:
    """Rows, and what the numbers in them stand for.

    A row has the numbers of its report, question, speaker, side and answer, and the last part of
    its id; its years; its text; and its items, whose words are given by their place in the text.
    """
    spans, items = _spans(tables, statements), _items(tables, statements)
    numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def numbered(kind: str, name: str) -> int:
        return numbers[kind].setdefault(name, len(numbers[kind]))

    columns = ["report_id", "field", "statement_id", "speaker", "party", "answer", "text"]
    rows = []
    for report, field, name, speaker, party, answer, text in zip(
        *(statements[column].tolist() for column in columns), strict=True
    ):
        own = [
            [kind, tail, *_within(words, text), [numbered("codes", code) for code in codes], unsure]
            + ([numbered("priorities", priority)] if priority else [])
            for kind, tail, words, codes, unsure, priority in items.get(name, ())
        ]
        rows.append([
            numbered("reports", report), numbered("fields", field), int(name.rpartition("/")[2]),
            spans.get(name, []), numbered("speakers", "" if speaker in SIDES else speaker),
            numbered("parties", party), numbered("answers", answer), text, own,
        ])  # fmt: skip
    reports = tables.reports.set_index("report_id").loc[list(numbers["reports"])]
    countries, regions = analysis.country_names(tables), analysis.regions(tables)
    fields = dict.fromkeys(statements.sort_values("order", kind="stable")["field"])
    columns = ["iso3", "subject", "first_year", "last_year"]
    return {
        **{kind: list(names) for kind, names in numbers.items()},
        "reports": [list(each) for each in zip(
            reports.index, *(reports[column].tolist() for column in columns), strict=True
        )],
        "countries": {c: [countries[c], regions[c]] for c in sorted(set(statements["iso3"]))},
        "subjects": {s: sentence(subject_words(s)) for s in sorted(set(statements["subject"]))},
        "questions": {field: label(field) for field in fields},
        "sides": SIDES,
        "priorities": [
            "" if each == "unspecified" else sentence(plain(each))
            for each in numbers["priorities"]
        ],
        "topics": _TOPICS,
        "kinds": list(ITEMS),
        "rows": rows,
    }  # fmt: skip


def _within(item: str, statement: str) -> tuple[int | str, int]:
    """Where an item begins in its statement, and its length; else its words, and -1."""
    before, found, _ = statement.partition(item)
    return (_units(before), _units(item)) if found else (item, -1)


def _units(text: str) -> int:
    """How long the script finds a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _spans(tables: Tables, statements: pd.DataFrame) -> dict[str, list[list[int]]]:
    """The years of every statement that has any: the first and the last of each unbroken run."""
    rows = tables.statements[["statement_id", "year"]].dropna()
    rows = rows[rows["statement_id"].isin(statements["statement_id"])]
    return {name: runs(own) for name, own in gathered(rows, "statement_id", "year").items()}


def _items(tables: Tables, statements: pd.DataFrame) -> dict[str, list[Any]]:
    """The items of every statement, each with the number of its kind; 1 if a code is unsure."""
    codes = analysis.codes_of_items(tables)
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for kind, (name, key) in enumerate(ITEMS.items()):
        frame = tables[name]
        own = frame[frame["statement_id"].isin(statements["statement_id"])].drop_duplicates(key)
        unsure = analysis.is_unsure(tables, own[key])
        priorities = own["priority"] if "priority" in own else pd.Series("", own.index)
        rows = zip(own["statement_id"], own[key], own["text"], unsure, priorities, strict=True)
        for statement, item, text, doubted, priority in rows:
            tail = item.removeprefix(f"{statement}/")
            coded = codes.get(item, [])
            found[statement].append([kind, tail, text, coded, int(doubted), priority])
    return found


def counts_written(tables: Tables, statements: pd.DataFrame) -> str:
    """As in `24 statements, 51 measures and six needs`."""
    parts = [count(len(statements), "statement")]
    for name, key in ITEMS.items():
        there = tables[name]["statement_id"].isin(statements["statement_id"])
        if n := tables[name].loc[there, key].nunique():
            parts.append(count(n, name.removesuffix("s")))
    return listing(parts)


def _narrower(tables: Tables, subject: str, region: str) -> str:
    """Where the pages on one region and one subject are, and how to make them, as markup."""
    if subject and region:
        return ""
    regions = analysis.regions(tables)
    there = [region] if region else sorted({regions[each] for each in tables.reports["iso3"]})
    chosen = f" -p subject={subject}" if subject else " --all"
    command = f'annual-review run 05-explore{chosen} -p "region={",".join(there)}"'
    return (
        f' A page on one region and one subject holds more: see <a href="{_OTHERS}">the list of '
        f"search pages</a>. If it has none, this makes them: <code>{escaped(command)}</code>"
    )


def _said(total: int, held: _Held, limits: str, narrower: str) -> str:
    """What the page holds and what it does not, as markup."""
    if not total:
        return f"There are no statements{limits}."
    if len(held.statements) == total:
        if not limits:
            return "This page holds all statements and works offline."
        others = f'<a href="{_OTHERS}">the list of search pages</a>'
        return f"This page holds all statements{limits}. For others, see {others}."
    if held.since is None:
        return f"{total:,} statements{limits} are too many for one page.{narrower}"
    return (
        f"This page holds the {len(held.statements):,} statements{limits} from {held.since} on; "
        "one without a year counts for the last year of its baseline. "
        f"{total - len(held.statements):,} earlier statements did not fit.{narrower}"
    )
