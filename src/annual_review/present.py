"""Show frames and sentences in notebooks and reports: escaped, captioned, the same in each.

What documents say is never taken for HTML, Markdown or mathematics.
"""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pandas as pd

from annual_review import analysis
from annual_review.questionnaire import forms
from annual_review.tables import Tables

MISSING = "–"
"""How tables show what is missing or empty."""

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
)


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


def table(frame: pd.DataFrame, caption: str, names: Mapping[str, str] | None = None) -> Shown:
    """Show a frame as a table with a caption, whole texts, and its columns under readable names.

    Ids of statements and items link to their place in the source's page.

    `names` renames columns; others lose their underscores. An index that has a name is shown as
    the table's first column. Values of columns named `field` are shown as the form's labels.
    """
    shown = frame.reset_index() if frame.index.name else frame
    columns = [str(column) for column in shown.columns]
    rows = [
        [_value(column, value) for column, value in zip(columns, row, strict=True)]
        for row in shown.itertuples(index=False, name=None)
    ]
    cells = [
        [_linked(column, value) for column, value in zip(columns, row, strict=True)] for row in rows
    ]
    return _table(shown, caption, names or {}, rows, cells)


def side_by_side(
    frame: pd.DataFrame, caption: str, names: Mapping[str, str] | None = None
) -> Shown:
    """Show a frame with `text_from` and `text_to`, words that only one of them has marked."""
    columns = [str(column) for column in frame.columns]
    old, new = columns.index("text_from"), columns.index("text_to")
    rows = [
        [_value(column, value) for column, value in zip(columns, row, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]
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
) -> Shown:
    """A table of these cells (markup) that says these rows (text)."""
    heads = [names.get(str(c), str(c).replace("_", " ")) for c in frame.columns]
    classes = [_class(str(column), frame[column]) for column in frame.columns]
    head = "".join(
        f'<th scope="col"{kind}>{_literal(name)}</th>'
        for name, kind in zip(heads, classes, strict=True)
    )
    body = "\n".join(
        "<tr>"
        + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, classes, strict=True))
        + "</tr>"
        for row in cells
    )
    if not rows:
        body = f'<tr><td colspan="{len(heads)}">none</td></tr>'
    markup = (
        f"<style>{_STYLE}</style>\n"
        f'<table class="annual-review"><caption>{_literal(caption)}</caption>\n'
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
    if column == "field":
        return label(str(value))
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value).replace("_", " ") if column in _VOCABULARIES else str(value)


SOURCE_PAGES = "../outputs/sources/"
"""Where notebooks, in their folder, find the sources' pages; reports' pages have it otherwise."""


def _linked(column: str, value: str) -> str:
    """A cell's markup; in a column of ids, each leads to its mark in the source's page."""
    if not _names_ids(column) or value == MISSING:
        return _literal(value)
    links = []
    for name in value.split():
        target = f"{SOURCE_PAGES}{quote(name.split('/')[0])}.html"
        target += f"#{quote(name)}" if "/" in name else ""
        links.append(f'<a href="{target}">{_literal(name)}</a>')
    return " ".join(links)


def _names_ids(column: str) -> bool:
    return column.endswith(("_id", "_ids")) or column.startswith("id_")


def _literal(text: str) -> str:
    """Escape for HTML, and keep dollar signs from being read as mathematics."""
    return re.sub(r"\$", '<span class="tex2jax_ignore">$</span>', html.escape(str(text)))
