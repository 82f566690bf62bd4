"""The source of a report as a page: its text with every statement and item marked and addressable.

A mark's address is its id (`#AZE-P029-2017-2018/prevention/1/a`), so that every row of a report can
link to the words it rests on. Its label says the id, and for an item its codes and how each was
found; it can lead on to the row that a report has of it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from annual_review import program
from annual_review.analysis import codings_that_count, country_names, subject_name
from annual_review.reports import cache_key, pages
from annual_review.reports.inputs import Inputs
from annual_review.show import label
from annual_review.tables.schema import ITEMS, Tables, owners


class _Mark(NamedTuple):
    """A place in the text; of what the document lacks, `start` and `end` are missing.

    row: the id of the row that a country's report has of it; empty if it has none.
    """

    start: int
    end: int
    kind: str  # statement, item, problem
    id: str
    note: str
    row: str = ""

    @property
    def label(self) -> str:
        return f"{self.id.split('/', 1)[1]}: {self.note}"


def page(
    tables: Tables, report_id: str, rows: str = "", cited: Mapping[str, str] | None = None
) -> str:
    """Render the text that a report was read from, as one HTML page that needs no other file.

    `rows` is the address of a page whose rows have the ids as their own addresses (`show.table`
    with `anchor`), to which the marks of statements and items then lead on. `cited` says how to
    cite the page (`pages.cited`).
    """
    report = tables.reports.set_index("report_id").loc[report_id]
    text = str(tables.texts.set_index("report_id").loc[report_id, "text"])
    marks = _marks(tables, report_id)
    placed = [mark for mark in marks if pd.notna(mark.start)]
    return pages.render(
        "source.html.j2",
        script="back.js",
        report_id=report_id,
        report=report.to_dict(),
        country=country_names(tables)[str(report["iso3"])],
        subject_name=subject_name(str(report["subject"])),
        counts={kind: sum(m.kind == kind for m in placed) for kind in ("statement", "item")},
        body=_marked(text, placed, rows),
        placeless=[mark for mark in marks if pd.isna(mark.start)],
        cited=cited,
    )


def _marks(tables: Tables, report_id: str) -> list[_Mark]:
    """Statements, the items in them, and problems, each once."""
    marks: list[_Mark] = []
    said = tables.statements[tables.statements["report_id"] == report_id]
    for row in said.drop_duplicates("statement_id").to_dict("records"):
        answer = "no such question" if pd.isna(row["answer"]) else row["answer"]
        note = f"{label(row['field'])}, {row['years_as_printed'] or 'no year'}: {answer}"
        note += f"; corrected: {row['corrected']}" if row["corrected"] else ""
        said_in = row["statement_id"]
        marks.append(_Mark(row["start"], row["end"], "statement", said_in, note, said_in))
    counting = codings_that_count(tables)
    named = counting["code"].map(label) + " (" + counting["method"] + ")"
    codes = named.groupby(counting["item_id"], sort=False).agg(", ".join)
    for name, key in ITEMS.items():
        frame = tables[name]
        own = frame[frame["report_id"] == report_id].drop_duplicates(key)
        for row in own.to_dict("records"):
            note = codes[row[key]]
            note += f"; corrected: {row['corrected']}" if row["corrected"] else ""
            # a report lists challenges within their statements, not one by one
            listed = row["statement_id" if name == "challenges" else key]
            marks.append(_Mark(row["start"], row["end"], "item", row[key], note, listed))
    problems = tables.problems[tables.problems["report_id"] == report_id]
    for row in problems.to_dict("records"):
        marks.append(_Mark(row["start"], row["end"], "problem", row["problem_id"], row["message"]))
    return marks


def _marked(text: str, marks: list[_Mark], rows: str = "") -> Markup:
    """The text within its marks: each an element with the mark's id, that its note opens.

    Marks stand within one another. Where two overlap instead, the inner one is cut at the end of
    the outer one, and its second part has no id.
    """
    out: list[Markup] = []
    around: list[_Mark] = []  # the marks that are open, the outermost first
    starting: dict[int, list[_Mark]] = {}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end, m.kind != "statement")):
        starting.setdefault(mark.start, []).append(mark)
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    for edge, following in zip(edges, [*edges[1:], len(text)], strict=True):
        going_on = [mark for mark in around if mark.end > edge]
        same = next((n for n, mark in enumerate(around) if mark.end <= edge), len(around))
        out += [Markup("</span>")] * (len(around) - same)
        out += [Markup('<span class="{}">').format(mark.kind) for mark in going_on[same:]]
        around = going_on
        for mark in starting.get(edge, ()):
            notes = Markup('<a class="note" href="#{}">{}</a>').format(mark.id, mark.label)
            if rows and mark.row:
                notes += Markup('<a class="note" href="{}#{}" title="{}">report</a>').format(
                    rows, mark.row, f"{mark.row} in the report"
                )
            if mark.kind == "statement":  # whose notes have a line of their own
                notes = Markup('<span class="notes">{}</span>').format(notes)
            out.append(Markup('<span class="{}" id="{}">{}').format(mark.kind, mark.id, notes))
            if mark.end > edge:
                around.append(mark)
            else:
                out.append(Markup("</span>"))
        out.append(Markup("{}").format(text[edge:following]))
    return Markup().join(out)


def write_changed(
    inputs: Inputs, outputs: Path, stood: Mapping[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """Write `sources/<report_id>.html` for every report whose page is missing or out of date.

    Their marks lead to the rows of the country's report, where that stands in `outputs`. A page
    that is kept says from which version of the data it was made.

    stood: what the manifest says of the pages that stand. Returns what the manifest is to say.
    """
    tables, data = inputs.tables, json.dumps(inputs.data, sort_keys=True)
    listed: dict[str, dict[str, str]] = {}
    parts: dict[str, Tables] = {}
    for report in tables.reports.to_dict("records"):
        report_id = report["report_id"]
        country = f"02-country/{report['iso3']}-{report['subject']}.html"
        leads_to = f"../{country}" if (outputs / country).is_file() else ""
        file = outputs / "sources" / f"{report_id}.html"
        key = cache_key.of(program.code() + inputs.rows[report_id] + leads_to + data)
        listed[report_id] = {"page": f"sources/{file.name}", "key": key}
        if stood.get(report_id) != listed[report_id] or not file.is_file():
            parts = parts or _by_report(tables)
            cited = inputs.cited(f"Source text of {report_id}")
            pages.write(file, page(parts[report_id], report_id, leads_to, cited))
    return listed


def _by_report(tables: Tables) -> dict[str, Tables]:
    """The tables of each report, by its id."""
    grouped: dict[str, dict[str, pd.DataFrame]] = {
        name: {str(key): part for key, part in tables[name].groupby(owning.to_numpy())}
        for name, owning in owners(tables).items()
    }
    return {
        report_id: dataclasses.replace(
            tables,
            **{
                name: parts.get(report_id, tables[name].iloc[:0]).reset_index(drop=True)
                for name, parts in grouped.items()
            },
        )
        for report_id in tables.reports["report_id"]
    }
