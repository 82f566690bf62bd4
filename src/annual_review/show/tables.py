"""Tables of frames: escaped, captioned, in words, with marks that lead to the sources.

Codes and fields are shown by their labels. Ids of a row, and its place in the document, are one
narrow column of small links at its end; a value leads to what it rests on (`references`). As text,
a table has the same labels, and the ids themselves.
"""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Mapping
from numbers import Integral
from typing import Any, NamedTuple

import pandas as pd

from annual_review.analysis import Grid
from annual_review.show import references
from annual_review.show.questions import short
from annual_review.show.sentences import Shown, escaped, label, plain
from annual_review.tables import CODES, Tables

MISSING = "–"
"""How tables show a value that is missing or empty."""

_FIELDS = {"field": label, "elsewhere": short}
"""Columns with names of fields, separated by spaces: shown as the form's labels, or short names."""

_CODES = {"code", "codes"}
"""Columns with codes, separated by commas, which are shown by their labels."""

_MOST_CODES = 6
"""Codes that a cell names; of more, it counts the others. As text, a table has all."""

_VOCABULARIES = {"priority", "section", "change", "kind", "status", "intention", "before"}
_YEARS = re.compile(r"(^|[_ ])(years?|since|last|last_named)$", re.IGNORECASE)
"""Columns whose numbers are years; others have separators of thousands."""

_PROSE = {"text", "text_from", "text_to", "texts", "need", "measure", "message", "about"}
_NAMES = {"countries", "elsewhere", "who"}
"""Columns with many names, which are wide as those with prose are."""

STYLE = (
    "table.annual-review .number{text-align:right}"
    "table.annual-review .prose{min-width:16em}"
    "table.annual-review .refs{white-space:nowrap;width:1%}"
    "table.annual-review :is(.refs,li) a.ref{font-size:85%}"
    "table.annual-review a.code{color:inherit;text-decoration:underline dotted}"
    "table.annual-review ul{list-style:none;margin:0;padding:0}"
    "table.annual-review td>ul>li+li{margin-top:.35em}"
    "table.annual-review summary{list-style:none;cursor:pointer;"
    "color:var(--jp-content-link-color,#005a9c);text-decoration:underline dotted}"
    "table.annual-review summary::-webkit-details-marker{display:none}"
    "table.annual-review details[open]>summary{font-weight:600}"
    "table.annual-review details ul{width:20em;max-width:70vw;text-align:left;font-size:90%}"
    "table.annual-review details li{margin:.3em 0}"
    "table.annual-review.wide th,table.annual-review.wide td{padding:.2em .35em;min-width:0}"
    "table.annual-review.upright thead th:not(:first-child)"
    "{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap;"
    "text-align:left;vertical-align:bottom;font-weight:normal}"
)
"""What tables need wherever they stand; the pages of reports have it once."""

_LAB_STYLE = (
    "table.annual-review{border-collapse:collapse;margin:.5em 0}"
    "table.annual-review caption{caption-side:top;text-align:left;font-weight:600;padding:.3em 0}"
    "table.annual-review th,table.annual-review td"
    "{text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #ccc;"
    "white-space:normal}"
    "table.annual-review th[scope=row]{font-weight:normal}"
)
"""The house style, for JupyterLab."""

_WIDE = 10
"""A grid with more columns has narrow ones; headings with more letters are then set upright."""


class _Head(NamedTuple):
    """The head of a column: as text, as markup, and the class of its cells."""

    text: str
    markup: str
    kind: str


def table(
    frame: pd.DataFrame,
    caption: str,
    names: Mapping[str, str] | None = None,
    *,
    rests: Mapping[str, str] | None = None,
    anchor: str | None = None,
    tables: Tables | None = None,
    out_of: int | None = None,
) -> Shown:
    """Show a frame as a table with a caption, whole texts and readable names.

    Parameters
    ----------
    frame : DataFrame
        Fields and codes are shown by their labels. Columns of ids (`…_id`, `…_ids`, `id_…`) and
        `place` become one column of links to the sources. A boolean column `unsure` is not shown:
        where it is true, the codes in the row are marked.
    caption : str
    names : mapping of str to str, optional
        New names for columns; the others lose their underscores. If there are several columns of
        ids, these are the words of their links.
    rests : mapping of str to str, optional
        For a column, the column of ids that its values rest on, which then has no column of its
        own. A column of texts is shown line by line, each line with its own id.
    anchor : str, optional
        A column of ids that become the addresses of their rows on the page; if several rows have
        one id, of the first.
    tables : Tables, optional
        With them, a value in `rests` opens the words of what it rests on, not only links to them.
    out_of : int, optional
        How many rows there are in all; if the frame has fewer, the caption says how many.

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
    if out_of is not None and len(frame) < out_of:
        caption += f" ({len(frame):,} of {out_of:,})"
    rests = rests or {}
    shown = frame.drop(columns=list({*rests.values(), "unsure"} & {*frame.columns}))
    cells = _cells(shown)
    for column, ids in rests.items():
        values = [_value(column, value) for value in frame[column]]
        of = ["" if pd.isna(each) else str(each) for each in frame[ids]]
        if column in _PROSE:
            cells[column] = [_lines(*pair) for pair in zip(values, of, strict=True)]
        else:
            pairs = [[pair] for pair in zip(values, of, strict=True)]
            cells[column] = [cell for (cell,) in references.resting(pairs, tables)]
    anchors = None if anchor is None else [str(value) for value in frame[anchor]]
    unsure = frame["unsure"].tolist() if "unsure" in frame else [False] * len(frame)
    for column in _CODES & cells.keys():
        marks = [' <small class="unsure">unsure</small>' * each for each in unsure]
        cells[column] = [cell + mark for cell, mark in zip(cells[column], marks, strict=True)]
    return _table(shown, caption, names or {}, cells, anchors=anchors, unsure=unsure)


def grid(
    shown: Grid,
    caption: str,
    names: Mapping[str, str] | None = None,
    *,
    tables: Tables | None = None,
) -> Shown:
    """Show a Grid as a table in which each value leads to what it rests on.

    Parameters
    ----------
    shown : Grid
        Its index becomes the first column. Fields and codes are shown by their labels.
    caption : str
    names : mapping of str to str, optional
        New names for columns.
    tables : Tables, optional
        With them, a value opens the words that it rests on, each with its country and year, or
        the names of the States that it counts; else links to them. No value lists more than
        twelve, and fewer where the page would grow too long.

    Returns
    -------
    Shown

    Examples
    --------
    >>> counts = analysis.topics_by_year(ar.load())
    >>> print(repr(show.grid(counts, "States")).splitlines()[1])
    code | 2018 | 2017
    """
    frame = shown.cells.reset_index()
    frame.columns = frame.columns.map(str)
    first, *rest = frame.columns
    values = [[_value(column, value) for value in frame[column]] for column in rest]
    ids = [["" if pd.isna(own) else str(own) for own in of] for of in shown.ids.to_numpy().T]
    pairs = [list(zip(*column, strict=True)) for column in zip(values, ids, strict=True)]
    cells = {first: [_markup(first, value) for value in frame[first]]}
    years = all(re.match(r"\d{4}\b", column) for column in rest)
    newest = sorted(range(len(rest)), key=rest.__getitem__, reverse=True) if years else []
    opening = references.resting(pairs, tables, newest=newest)
    cells |= dict(zip(rest, opening, strict=True))
    return _table(frame, caption, names or {}, cells, heads_of_rows=True)


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
    cells = _cells(frame)
    sides = [[_value(side, value) for value in frame[side]] for side in ("text_from", "text_to")]
    marked = [_marked(old, new) for old, new in zip(*sides, strict=True)]
    cells["text_from"] = [old for old, _ in marked]
    cells["text_to"] = [new for _, new in marked]
    return _table(frame, caption, names or {}, cells)


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
    cells: dict[str, list[str]],
    *,
    anchors: list[str] | None = None,
    unsure: list[bool] | None = None,
    heads_of_rows: bool = False,
) -> Shown:
    """A table whose columns are `cells`, which are markup, and the references of its rows."""
    text = _text(frame, caption, names, unsure or [False] * len(frame))
    heads = [_head(column, names, frame[column]) for column in cells]
    columns = list(cells.values())
    cited = [c for c in frame.columns if c not in cells]
    if cited:
        heads.append(_Head("source", "source", ' class="refs"'))
        columns.append(_references(frame[cited], names))
    shape = " wide" if heads_of_rows and len(heads) > _WIDE + 1 else ""
    shape += " upright" if shape and max(len(head.text) for head in heads[1:]) > _WIDE else ""
    head = "".join(f'<th scope="col"{each.kind}>{each.markup}</th>' for each in heads)
    lines = []
    used: set[str] = set()
    for n, row in enumerate(zip(*columns, strict=True)):
        address = ""
        if anchors and anchors[n] not in used:  # a page has each address once
            used.add(anchors[n])
            address = f' id="{html.escape(anchors[n])}"'
        tds = [f"<td{each.kind}>{cell}</td>" for cell, each in zip(row, heads, strict=True)]
        if heads_of_rows:
            tds[0] = f'<th scope="row">{row[0]}</th>'
        lines.append(f"<tr{address}>{''.join(tds)}</tr>")
    body = "\n".join(lines) or f'<tr><td colspan="{len(heads)}">none</td></tr>'
    markup = (
        f"<style>{_LAB_STYLE}{STYLE}</style>\n"
        f'<table class="annual-review{shape}"><caption>{escaped(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    )
    return Shown(markup, text)


def _text(frame: pd.DataFrame, caption: str, names: Mapping[str, str], unsure: list[bool]) -> str:
    """The table as text, with the ids as they are."""
    columns = [str(column) for column in frame.columns]
    rows = [
        " | ".join(
            _value(column, value) + " (unsure)" * (doubted and column in _CODES)
            for column, value in zip(columns, row, strict=True)
        )
        for row, doubted in zip(frame.itertuples(index=False, name=None), unsure, strict=True)
    ]
    heads = " | ".join(names.get(column, plain(column)) for column in columns)
    return "\n".join([caption, heads, *rows])


def _cells(frame: pd.DataFrame) -> dict[str, list[str]]:
    """The cells of a frame as markup by column; without the columns that make its references."""
    ids = any(references.names_ids(str(column)) for column in frame.columns)
    return {
        str(column): [_markup(str(column), value) for value in frame[column]]
        for column in frame.columns
        if not (references.names_ids(str(column)) or (ids and column == "place"))
    }


def _references(cited: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """The links of each row to its sources, from its columns of ids and its place."""
    columns = [column for column in cited.columns if column != "place"]
    words = dict.fromkeys(columns, "source")
    if len(columns) > 1:
        for column in columns:
            own = re.sub(r"_ids?$|^id_", "", column)
            words[column] = names.get(column, names.get(f"text_{own}", own.replace("_", " ")))
    places = cited["place"] if "place" in cited else [""] * len(cited)
    return [
        " ".join(
            references.references(str(ids), words[column], str(place))
            for column, ids in zip(columns, row, strict=True)
            if not pd.isna(ids) and ids
        )
        or MISSING
        for row, place in zip(
            cited[columns].itertuples(index=False, name=None), places, strict=True
        )
    ]


def _head(column: str, names: Mapping[str, str], values: pd.Series[Any]) -> _Head:
    if column in names:
        return _Head(names[column], escaped(names[column]), _class(column, values))
    markup = references.code(column) if column in CODES else escaped(plain(column))
    return _Head(plain(column), markup, _class(column, values))


def _class(column: str, values: pd.Series[Any]) -> str:
    if len(values) and pd.api.types.is_numeric_dtype(values):  # an empty column has any type
        return ' class="number"'
    return ' class="prose"' if column in _PROSE | _NAMES else ""


def _value(column: str, value: Any) -> str:
    """A value as text."""
    if value is None or value is pd.NA or value == "" or (value != value):
        return MISSING
    if column in _FIELDS:
        return "; ".join(map(_FIELDS[column], str(value).split(" ")))
    if column in _CODES:
        return "; ".join(label(name) for name in str(value).split(", "))
    if isinstance(value, float):
        return f"{value:,.2f}"
    if isinstance(value, Integral) and not isinstance(value, bool) and not _YEARS.search(column):
        return f"{value:,}"
    return str(value).replace("_", " ") if column in _VOCABULARIES else str(value)


def _markup(column: str, value: Any) -> str:
    """A value as markup: codes lead to the codebook, ids to their place in their source."""
    shown = _value(column, value)
    if column in _CODES and shown != MISSING:
        names = str(value).split(", ")
        more = f" and {len(names) - _MOST_CODES} more" if len(names) > _MOST_CODES else ""
        return "; ".join(map(references.code, names[:_MOST_CODES])) + more
    if references.names_ids(column) and shown != MISSING:
        return " ".join(references.reference(name, name) for name in shown.split())
    return escaped(shown)


def _lines(value: str, ids: str) -> str:
    """The lines of a value as a list, each with a link to its own id."""
    if value == MISSING:
        return escaped(value)
    each = zip(value.split("\n"), ids.split(), strict=True)
    items = "".join(
        f"<li>{escaped(line)} {references.reference(name, title=name)}</li>" for line, name in each
    )
    return f"<ul>{items}</ul>"
