"""Tables of frames: escaped, captioned, with readable names and links to the sources.

Every id links to its place in the page of its source. A number leads to what it rests on: it is a
link to one id or, if there are several, opens a list of them (`<details>`, which needs no script
and works with the keyboard).
"""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import pandas as pd

from annual_review.analysis import Grid
from annual_review.show.sentences import Shown, escaped, label

SOURCE_PAGES = "../outputs/sources/"
"""Where notebooks, in their folder, find the pages of the sources; reports set their own."""

MISSING = "–"
"""How tables show a value that is missing or empty."""

_FIELDS = {"field", "elsewhere"}
"""Columns with names of fields, separated by spaces, which are shown as the form's labels."""

_VOCABULARIES = {"priority", "section", "change", "kind", "status", "intention"}
_PROSE = {"text", "text_from", "text_to", "texts", "need", "measure", "message", "about"}

_STYLE = (
    "table.annual-review{border-collapse:collapse;margin:.5em 0}"
    "table.annual-review caption{caption-side:top;text-align:left;font-weight:600;padding:.3em 0}"
    "table.annual-review th,table.annual-review td"
    "{text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #ccc;"
    "white-space:normal}"
    "table.annual-review .number{text-align:right}"
    "table.annual-review .prose{min-width:16em}"
    "table.annual-review td.id{min-width:10em;overflow-wrap:anywhere;font-size:85%}"
    "table.annual-review th[scope=row]{font-weight:normal}"
    "table.annual-review ul{list-style:none;margin:0;padding:0}"
    "table.annual-review td>ul>li+li{margin-top:.35em}"
    "table.annual-review summary{list-style:none;cursor:pointer;"
    "color:var(--jp-content-link-color,#005a9c);text-decoration:underline dotted}"
    "table.annual-review summary::-webkit-details-marker{display:none}"
    "table.annual-review details[open]>summary{font-weight:600}"
    "table.annual-review details ul{min-width:13em;text-align:left;font-size:85%}"
    "table.annual-review.wide th,table.annual-review.wide td{padding:.2em .35em;min-width:0}"
    "table.annual-review.upright thead th:not(:first-child)"
    "{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap;"
    "text-align:left;vertical-align:bottom;font-weight:normal}"
    "@media print{table.annual-review:not(.wide) details::details-content"
    "{content-visibility:visible;block-size:auto}}"
)
"""In print, the lists behind numbers are open, except in tables with very many columns."""

_WIDE = 10
"""A grid with more columns has narrow ones; headings with more letters are then set upright."""


def table(
    frame: pd.DataFrame,
    caption: str,
    names: Mapping[str, str] | None = None,
    *,
    rests: Mapping[str, str] | None = None,
    anchor: str | None = None,
) -> Shown:
    """Show a frame as a table with a caption, whole texts and readable names.

    Parameters
    ----------
    frame : DataFrame
        Fields are shown by the form's labels, ids as links. A boolean column `unsure` is not shown:
        where it is true, the codes in the row are marked.
    caption : str
    names : mapping of str to str, optional
        New names for columns; the others lose their underscores.
    rests : mapping of str to str, optional
        For a column, the column of ids that its values rest on, which then has no column of its
        own. A column of texts is shown line by line, each line with its own id.
    anchor : str, optional
        A column of ids that become the addresses of their rows on the page; if several rows have
        one id, of the first.

    Returns
    -------
    Shown

    Examples
    --------
    >>> frame = pd.DataFrame({"field": ["offer"], "first_year": [2017]})
    >>> show.table(frame, "Fields")
    Fields
    field | first year
    Offer | 2017
    """
    rests = rests or {}
    shown = frame.drop(columns=list({*rests.values(), "unsure"} & {*frame.columns}))
    columns = [str(column) for column in shown.columns]
    rows = _rows(shown)
    cells = [
        [_linked(column, value) for column, value in zip(columns, row, strict=True)] for row in rows
    ]
    for column, ids in rests.items():
        at = columns.index(column)
        show = _lines if column in _PROSE else _resting
        for row, values, of in zip(cells, rows, frame[ids], strict=True):
            row[at] = show(values[at], "" if pd.isna(of) else str(of))
    if "unsure" in frame:
        _mark_unsure(columns, rows, cells, frame["unsure"].tolist())
    anchors = None if anchor is None else [str(value) for value in frame[anchor]]
    return _table(shown, caption, names or {}, rows, cells, anchors=anchors)


def _mark_unsure(
    columns: list[str], rows: list[list[str]], cells: list[list[str]], unsure: list[bool]
) -> None:
    """Mark the codes in the rows that are unsure."""
    for at in (n for n, column in enumerate(columns) if column in ("code", "codes")):
        for row, cell, doubted in zip(rows, cells, unsure, strict=True):
            if doubted:
                row[at] += " (unsure)"
                cell[at] += ' <small class="unsure">unsure</small>'


def grid(shown: Grid, caption: str, names: Mapping[str, str] | None = None) -> Shown:
    """Show a Grid as a table in which each value leads to what it rests on.

    Parameters
    ----------
    shown : Grid
        Its index becomes the first column; fields are shown by the form's labels.
    caption : str
    names : mapping of str to str, optional
        New names for columns.

    Returns
    -------
    Shown

    Examples
    --------
    >>> counts = analysis.answered_by_country(ar.load(), "P029")
    >>> show.grid(counts, "Questions answered")
    Questions answered
    country | 2017 | 2018
    Azerbaijan | 12 | 11
    """
    frame = shown.cells.reset_index()
    rows = _rows(frame)
    ids = shown.ids.to_numpy().tolist()
    cells = [
        [
            _linked(str(frame.columns[0]), row[0]),
            *(_resting(v, i) for v, i in zip(row[1:], of, strict=True)),
        ]
        for row, of in zip(rows, ids, strict=True)
    ]
    return _table(frame, caption, names or {}, rows, cells, heads_of_rows=True)


def _rows(frame: pd.DataFrame) -> list[list[str]]:
    """The cells of a frame as text."""
    columns = [str(column) for column in frame.columns]
    return [
        [_value(column, value) for column, value in zip(columns, row, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]


def side_by_side(
    frame: pd.DataFrame, caption: str, names: Mapping[str, str] | None = None
) -> Shown:
    """Show two versions of a text, with the words marked that only one of them has.

    Parameters
    ----------
    frame : DataFrame
        With the columns `text_from` and `text_to`, such as the rows of `analysis.changes`.
    caption : str
    names : mapping of str to str, optional
        New names for columns; the others lose their underscores.

    Returns
    -------
    Shown
    """
    columns = [str(column) for column in frame.columns]
    old, new = columns.index("text_from"), columns.index("text_to")
    rows = _rows(frame)
    cells = []
    for row in rows:
        markup = [_linked(column, value) for column, value in zip(columns, row, strict=True)]
        markup[old], markup[new] = _marked(row[old], row[new])
        cells.append(markup)
    return _table(frame, caption, names or {}, rows, cells)


def _marked(old: str, new: str) -> tuple[str, str]:
    """Both texts, with the words that the other lacks in <mark>, but for case and punctuation."""
    before, after = old.split(), new.split()
    keys = [[re.sub(r"\W", "", word).casefold() for word in side] for side in (before, after)]
    matcher = difflib.SequenceMatcher(a=keys[0], b=keys[1], autojunk=False)
    blocks = matcher.get_matching_blocks()
    in_both = (
        {n for block in blocks for n in range(block.a, block.a + block.size)},
        {n for block in blocks for n in range(block.b, block.b + block.size)},
    )
    return _mark(before, in_both[0]), _mark(after, in_both[1])


def _mark(words: list[str], but: set[int]) -> str:
    marked = (
        escaped(word) if n in but else f"<mark>{escaped(word)}</mark>"
        for n, word in enumerate(words)
    )
    return " ".join(marked)


def _table(
    frame: pd.DataFrame,
    caption: str,
    names: Mapping[str, str],
    rows: list[list[str]],
    cells: list[list[str]],
    *,
    anchors: list[str] | None = None,
    heads_of_rows: bool = False,
) -> Shown:
    """A table of `cells`, which are markup, and `rows`, the same as text."""
    heads = [names.get(c, c if "." in c else c.replace("_", " ")) for c in map(str, frame.columns)]
    classes = [_class(str(column), frame[column]) for column in frame.columns]
    shape = " wide" if heads_of_rows and len(heads) > _WIDE + 1 else ""
    shape += " upright" if shape and max(map(len, heads[1:])) > _WIDE else ""
    head = "".join(
        f'<th scope="col"{kind}>{escaped(name)}</th>'
        for name, kind in zip(heads, classes, strict=True)
    )
    lines = []
    used: set[str] = set()
    for n, row in enumerate(cells):
        address = ""
        if anchors and anchors[n] not in used:  # a page has each address once
            used.add(anchors[n])
            address = f' id="{html.escape(anchors[n])}"'
        tds = [f"<td{kind}>{cell}</td>" for cell, kind in zip(row, classes, strict=True)]
        if heads_of_rows:
            tds[0] = f'<th scope="row">{row[0]}</th>'
        lines.append(f"<tr{address}>{''.join(tds)}</tr>")
    body = "\n".join(lines)
    if not rows:
        body = f'<tr><td colspan="{len(heads)}">none</td></tr>'
    markup = (
        f"<style>{_STYLE}</style>\n"
        f'<table class="annual-review{shape}"><caption>{escaped(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    )
    text = "\n".join([caption, " | ".join(heads), *(" | ".join(row) for row in rows)])
    return Shown(markup, text)


def _class(column: str, values: pd.Series[Any]) -> str:
    if pd.api.types.is_numeric_dtype(values):
        return ' class="number"'
    if column in _PROSE:
        return ' class="prose"'
    return ' class="id"' if _names_ids(column) or column == "place" else ""


def _value(column: str, value: Any) -> str:
    if value is None or value is pd.NA or value == "" or (value != value):
        return MISSING
    if column in _FIELDS:
        return "; ".join(label(name) for name in str(value).split(" "))
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value).replace("_", " ") if column in _VOCABULARIES else str(value)


def _linked(column: str, value: str) -> str:
    """A cell's markup; ids link to their place in the page of the source."""
    if not _names_ids(column) or value == MISSING:
        return escaped(value)
    return " ".join(_link(name, name) for name in value.split())


def _link(name: str, words: str, *, title: bool = False) -> str:
    """A link to the place of an id in the page of its source; of a report, to the whole page."""
    target = f"{SOURCE_PAGES}{quote(name.split('/')[0])}.html"
    target += f"#{quote(name)}" if "/" in name else ""
    titled = f' title="{html.escape(name)}"' if title else ""
    return f'<a href="{target}"{titled}>{escaped(words)}</a>'


def _resting(value: str, ids: str) -> str:
    """A value's markup, which leads to what it rests on: a link to one id, a list of several."""
    names = ids.split()
    if value == MISSING or not names:
        return escaped(value)
    if len(names) == 1:
        return _link(names[0], value, title=True)
    reports: dict[str, list[str]] = {}
    for name in names:
        reports.setdefault(name.split("/")[0], []).append(_link(name, _inner(name)))
    listed = _listed(f"{escaped(report)}: {', '.join(of)}" for report, of in reports.items())
    return f"<details><summary>{escaped(value)}</summary>{listed}</details>"


def _lines(value: str, ids: str) -> str:
    """The lines of a value as a list, each with a link to its own id."""
    if value == MISSING:
        return escaped(value)
    each = zip(value.split("\n"), ids.split(), strict=True)
    return _listed(f"{escaped(line)} {_link(name, _inner(name))}" for line, name in each)


def _inner(name: str) -> str:
    """An id without its report."""
    return name.partition("/")[2] or name


def _listed(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _names_ids(column: str) -> bool:
    return column.endswith(("_id", "_ids")) or column.startswith("id_")
