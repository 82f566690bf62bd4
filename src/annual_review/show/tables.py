"""Show frames and sentences in notebooks and reports: escaped, captioned, the same in each.

What documents say is never taken for HTML, Markdown or mathematics. Every id leads to its place in
the source's page, and a number to what it rests on: it is a link to it or, where that is more than
one, opens the list of it (`<details>`, which needs no script and opens by keyboard, too).
"""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

import pandas as pd

from annual_review import analysis
from annual_review.analysis import Grid
from annual_review.forms.questionnaire import forms
from annual_review.tables.schema import Tables

SOURCE_PAGES = "../outputs/sources/"
"""Where notebooks, in their folder, find the sources' pages; reports' pages have it otherwise."""

MISSING = "–"
"""How tables show what is missing or empty."""

_FIELDS = {"field", "elsewhere"}
"""Columns that hold names of fields, parted by spaces: they are shown as the form's labels."""

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
"""Printed, the lists behind numbers stand open, but not in tables of very many columns."""

_WIDE = 10
"""A grid of more columns has narrow ones; heads of more letters than these then stand upright."""


class Shown:
    """Something to show as the last line of a cell: as HTML, and as the text that it says."""

    def __init__(self, markup: str, text: str) -> None:
        self._markup, self._text = markup, text

    def _repr_html_(self) -> str:
        return self._markup

    def __repr__(self) -> str:
        return self._text


def say(sentence: str) -> Shown:
    """Show a sentence, such as the claim that the rows below it support."""
    return Shown(f"<p class='claim'>{_literal(sentence)}</p>", sentence)


def heading(text: str) -> Shown:
    """Show a heading below those of the notebook, such as the country that tables are about."""
    return Shown(f"<h3>{_literal(text)}</h3>", text)


def table(
    frame: pd.DataFrame,
    caption: str,
    names: Mapping[str, str] | None = None,
    *,
    rests: Mapping[str, str] | None = None,
    anchor: str | None = None,
) -> Shown:
    """Show a frame as a table with a caption, whole texts, and its columns under readable names.

    Ids of statements and items link to their place in the source's page. `names` renames columns;
    others lose their underscores. Values of `field` and `elsewhere` are shown as the form's labels.

    `rests` gives for a column, such as a count, the column of ids that its values rest on; these
    are shown with the values, and not in a column of their own. Of a column of texts each line is
    shown on its own, with its own id. `anchor` is a column of ids that become the addresses
    of their rows (of the first with each) on the page.
    """
    rests = rests or {}
    shown = frame.drop(columns=list(dict.fromkeys(rests.values())))
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
    anchors = None if anchor is None else [str(value) for value in frame[anchor]]
    return _table(shown, caption, names or {}, rows, cells, anchors=anchors)


def grid(shown: Grid, caption: str, names: Mapping[str, str] | None = None) -> Shown:
    """Show a `Grid` as a table, each value leading to what it rests on.

    The index is the first column; names of fields are shown as the form's labels. `names` renames
    columns.
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
    """What a frame's cells say."""
    columns = [str(column) for column in frame.columns]
    return [
        [_value(column, value) for column, value in zip(columns, row, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]


def side_by_side(
    frame: pd.DataFrame, caption: str, names: Mapping[str, str] | None = None
) -> Shown:
    """Show a frame with `text_from` and `text_to`, words that only one of them has marked."""
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
    """Both texts, words that the other lacks in <mark>; case and punctuation do not count."""
    sides = [old.split(), new.split()]
    keys = [[re.sub(r"\W", "", word).casefold() for word in side] for side in sides]
    matcher = difflib.SequenceMatcher(a=keys[0], b=keys[1], autojunk=False)
    same = [set[int](), set[int]()]
    for block in matcher.get_matching_blocks():
        same[0] |= set(range(block.a, block.a + block.size))
        same[1] |= set(range(block.b, block.b + block.size))
    marked = [
        " ".join(
            _literal(word) if n in kept else f"<mark>{_literal(word)}</mark>"
            for n, word in enumerate(side)
        )
        for side, kept in zip(sides, same, strict=True)
    ]
    return marked[0], marked[1]


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
    """A table of these cells (markup) that says these rows (text)."""
    heads = [names.get(c, c if "." in c else c.replace("_", " ")) for c in map(str, frame.columns)]
    classes = [_class(str(column), frame[column]) for column in frame.columns]
    shape = " wide" if heads_of_rows and len(heads) > _WIDE + 1 else ""
    shape += " upright" if shape and max(map(len, heads[1:])) > _WIDE else ""
    head = "".join(
        f'<th scope="col"{kind}>{_literal(name)}</th>'
        for name, kind in zip(heads, classes, strict=True)
    )
    lines = []
    used: set[str] = set()
    for n, row in enumerate(cells):
        line = "<tr>"
        if anchors and anchors[n] not in used:  # an address stands once on a page
            used.add(anchors[n])
            line = f'<tr id="{html.escape(anchors[n])}">'
        for at, (cell, kind) in enumerate(zip(row, classes, strict=True)):
            if heads_of_rows and at == 0:
                line += f'<th scope="row">{cell}</th>'
            else:
                line += f"<td{kind}>{cell}</td>"
        lines.append(line + "</tr>")
    body = "\n".join(lines)
    if not rows:
        body = f'<tr><td colspan="{len(heads)}">none</td></tr>'
    markup = (
        f"<style>{_STYLE}</style>\n"
        f'<table class="annual-review{shape}"><caption>{_literal(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    )
    text = "\n".join([caption, " | ".join(heads), *(" | ".join(row) for row in rows)])
    return Shown(markup, text)


def explorer(tables: Tables) -> Any:
    """Return controls and a table for JupyterLab: choose a country, questions, years, words."""
    import ipywidgets
    from itables.widget import ITable

    countries = dict(zip(tables.reports["country"], tables.reports["iso3"], strict=True))
    fields = {label(field): field for field in dict.fromkeys(tables.statements["field"])}
    years = analysis.years(tables)
    wide = {"width": "min(100%, 48em)"}
    country = ipywidgets.Dropdown(
        options=[("all", ""), *sorted(countries.items())], description="Country"
    )
    field = ipywidgets.SelectMultiple(
        options=list(fields.items()), description="Questions", rows=6, layout=wide
    )
    span = ipywidgets.SelectionRangeSlider(
        options=years, index=(0, len(years) - 1), description="Years"
    )
    undated = ipywidgets.Checkbox(value=True, description="also without a year")
    words = ipywidgets.Text(description="Words", placeholder="labour inspection", layout=wide)
    count = ipywidgets.Label()
    rows = ITable(pd.DataFrame(), classes="display", showIndex=False, maxBytes=0)

    def show(_change: object = None) -> None:
        found = analysis.search(
            tables,
            iso3=country.value or None,
            fields=field.value,
            span=span.value,
            undated=undated.value,
            words=words.value,
        )
        found["field"] = found["field"].map(label)
        count.value = f"{len(found)} statement(s)"
        rows.update(found)

    controls = (country, field, span, undated, words)
    for control in controls:
        control.observe(show, names="value")
    show()
    return ipywidgets.VBox([*controls, count, rows])


def label(field: str) -> str:
    """Return the label that a form prints for a field, told apart by its section where needed."""
    return _labels().get(field, field)


def plain(name: str) -> str:
    """Return a name as people write it: a field's label, a code as it is, others without `_`."""
    return name if "." in name else label(name).replace("_", " ")


@cache
def _labels() -> dict[str, str]:
    names: dict[str, str] = {}
    for form in forms():
        printed = [each.printed for each in form.fields]
        for each in form.fields:
            twice = printed.count(each.printed) > 1
            names[each.name] = f"{each.printed} ({each.section})" if twice else each.printed
    return names


def _class(column: str, values: pd.Series[Any]) -> str:
    if pd.api.types.is_numeric_dtype(values):
        return ' class="number"'
    if column in _PROSE:
        return ' class="prose"'
    identifies = _names_ids(column) or column == "place"
    return ' class="id"' if identifies else ""


def _value(column: str, value: Any) -> str:
    if value is None or value is pd.NA or value == "" or (value != value):
        return MISSING
    if column in _FIELDS:
        return "; ".join(label(name) for name in str(value).split(" "))
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value).replace("_", " ") if column in _VOCABULARIES else str(value)


def _linked(column: str, value: str) -> str:
    """A cell's markup; in a column of ids, each leads to its mark in the source's page."""
    if not _names_ids(column) or value == MISSING:
        return _literal(value)
    return " ".join(_link(name, name) for name in value.split())


def _link(name: str, words: str, *, title: bool = False) -> str:
    """A link to the place of an id in its source's page; a report's id leads to the whole page."""
    target = f"{SOURCE_PAGES}{quote(name.split('/')[0])}.html"
    target += f"#{quote(name)}" if "/" in name else ""
    titled = f' title="{html.escape(name)}"' if title else ""
    return f'<a href="{target}"{titled}>{_literal(words)}</a>'


def _resting(value: str, ids: str) -> str:
    """A value's markup that leads to what it rests on: a link to one id, a list of several."""
    names = ids.split()
    if value == MISSING or not names:
        return _literal(value)
    if len(names) == 1:
        return _link(names[0], value, title=True)
    reports: dict[str, list[str]] = {}
    for name in names:
        reports.setdefault(name.split("/")[0], []).append(_link(name, _inner(name)))
    listed = _listed(f"{_literal(report)}: {', '.join(of)}" for report, of in reports.items())
    return f"<details><summary>{_literal(value)}</summary>{listed}</details>"


def _lines(value: str, ids: str) -> str:
    """The lines of a value as a list, each with the link to its own id."""
    if value == MISSING:
        return _literal(value)
    each = zip(value.split("\n"), ids.split(), strict=True)
    return _listed(f"{_literal(line)} {_link(name, _inner(name))}" for line, name in each)


def _inner(name: str) -> str:
    """An id without its report, which stands before it or goes without saying."""
    return name.partition("/")[2] or name


def _listed(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _names_ids(column: str) -> bool:
    return column.endswith(("_id", "_ids")) or column.startswith("id_")


def _literal(text: str) -> str:
    """Escape for HTML, and keep dollar signs from being read as mathematics."""
    return re.sub(r"\$", '<span class="tex2jax_ignore">$</span>', html.escape(str(text)))
