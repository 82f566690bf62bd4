"""The source of a report as a page: its text with every statement and item marked and addressable.

A mark's address is its id (`#AZE-P029-2017-2018/prevention/1/a`), so that every row of a report can
link to the words it rests on. Its label says the id, and for an item its codes and how each was
found; it can lead on to the row that a report has of it.
"""

from __future__ import annotations

from importlib import resources
from typing import NamedTuple

import jinja2
from markupsafe import Markup

from annual_review.analysis import codings_that_count
from annual_review.present import label
from annual_review.tables import Tables

_TEMPLATES = resources.files(__package__) / "templates"


class _Mark(NamedTuple):
    start: int
    end: int
    kind: str  # statement, item, problem
    id: str
    note: str


def page(tables: Tables, report_id: str, rows: str = "") -> str:
    """Render the text that a report was read from, as one HTML page that needs no other file.

    `rows` is the address of a page whose rows have the ids as their own addresses
    (`present.table` with `anchor`), to which the marks of statements and items then lead on.
    """
    report = tables.reports.set_index("report_id").loc[report_id]
    text = str(tables.texts.set_index("report_id").loc[report_id, "text"])
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string((_TEMPLATES / "source.html.j2").read_text("utf-8"))
    return template.render(
        report_id=report_id,
        report=report.to_dict(),
        body=_marked(text, _marks(tables, report_id), rows),
        style=Markup((_TEMPLATES / "report" / "style.css").read_text("utf-8")),  # noqa: S704 -- ours
    )


def _marks(tables: Tables, report_id: str) -> list[_Mark]:
    """Statements, the items in them, and problems, each once."""
    marks: list[_Mark] = []
    said = tables.statements[tables.statements["report_id"] == report_id]
    said = said[said["start"].notna()].drop_duplicates("statement_id")
    for row in said.to_dict("records"):
        note = f"{label(row['field'])}, {row['years_as_printed'] or 'no year'}: {row['answer']}"
        note += f"; corrected: {row['corrected']}" if row["corrected"] else ""
        marks.append(_Mark(row["start"], row["end"], "statement", row["statement_id"], note))
    counting = codings_that_count(tables)
    named = counting["code"] + " (" + counting["method"] + ")"
    codes = named.groupby(counting["item_id"], sort=False).agg(", ".join)
    for frame, key in ((tables.measures, "measure_id"), (tables.needs, "need_id")):
        own = frame[frame["report_id"] == report_id].drop_duplicates(key)
        for row in own.to_dict("records"):
            note = codes[row[key]]
            note += f"; corrected: {row['corrected']}" if row["corrected"] else ""
            marks.append(_Mark(row["start"], row["end"], "item", row[key], note))
    problems = tables.problems[tables.problems["report_id"] == report_id]
    for row in problems[problems["start"].notna()].to_dict("records"):
        marks.append(_Mark(row["start"], row["end"], "problem", row["problem_id"], row["message"]))
    return marks


def _marked(text: str, marks: list[_Mark], rows: str) -> Markup:
    """The text with its marks: cut at every edge, each piece within the marks that cover it."""
    out = Markup()
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    outer_first = sorted(marks, key=lambda m: (m.start, -m.end, m.kind != "statement"))
    for edge, following in zip(edges, [*edges[1:], len(text)], strict=True):
        for mark in (m for m in outer_first if m.start == edge):
            out += Markup('<a class="note {}" id="{}" href="#{}">{}</a>').format(
                mark.kind, mark.id, mark.id, f"{mark.id.split('/', 1)[1]}: {mark.note}"
            )
            if rows and mark.kind != "problem":
                out += Markup('<a class="note" href="{}#{}" title="{}">report</a>').format(
                    rows, mark.id, f"{mark.id} in the report"
                )
        covering = {m.kind for m in marks if m.start <= edge and following <= m.end}
        piece = Markup("{}").format(text[edge:following])
        for kind in ("item", "problem", "statement"):
            if kind in covering and piece:
                piece = Markup('<span class="{}">{}</span>').format(kind, piece)
        out += piece
    return out
