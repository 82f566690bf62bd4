"""The pages people read: reports, the sources' pages and the index of all of them.

Every page is one file that needs no other and no network. What documents say is escaped.
"""

from __future__ import annotations

import contextlib
import copy
import datetime
import html
import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2

from annual_review import analysis, countries, present, provenance
from annual_review.tables import Tables

_TEMPLATES = resources.files(__package__) / "templates"


def about(
    notebook: str, run: str, values: Mapping[str, Any], node: Any, tables: Tables
) -> dict[str, Any]:
    """What a report is about, for its heading and the index."""
    heading = next(
        (
            match[1]
            for cell in node.cells
            if cell.cell_type == "markdown" and (match := re.match(r"#\s+(.+)", cell.source))
        ),
        notebook,
    )
    country = countries.by_iso3(str(values["country"])) if "country" in values else None
    subject = str(values.get("subject", ""))
    reports = tables.reports
    if country:
        reports = reports[reports["iso3"] == country.iso3]
    if subject:
        reports = reports[reports["subject"] == subject]
    if "from_year" in values:
        years = f"{values['from_year']}–{values['to_year']}"
    elif "year" in values:
        years = str(values["year"])
    elif len(reports):
        first, last = reports["first_year"].min(), reports["last_year"].max()
        years = str(first) if first == last else f"{first}–{last}"
    else:
        years = ""
    return {
        "notebook": notebook,
        "run": run,
        "heading": heading,
        "country": country.name if country else "",
        "subject": subject,
        "subject_name": analysis.subject_name(subject) if subject else "",
        "years": years,
        "sources": sorted(set(reports["report_id"])),
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="minutes"),
    }


def page(node: Any, about: Mapping[str, Any]) -> str:
    """Render an executed notebook as one HTML page that needs no other file and no network."""
    from nbconvert import HTMLExporter

    with resources.as_file(_TEMPLATES) as folder:
        exporter = HTMLExporter(  # type: ignore[no-untyped-call]
            template_name="report",
            extra_template_basedirs=[str(folder)],
            exclude_input=True,
            exclude_input_prompt=True,
            exclude_output_prompt=True,
        )
        body, _ = exporter.from_notebook_node(_without_widgets(node), {"about": _escaped(about)})
    return str(body).replace(f'href="{present.SOURCE_PAGES}', 'href="../sources/')


def _without_widgets(node: Any) -> Any:
    """Say where a control stands instead of showing one that needs a kernel."""
    static = copy.deepcopy(node)
    note = "<p><em>Open the notebook in JupyterLab: controls to choose from stand here.</em></p>"
    for cell in static.cells:
        for output in cell.get("outputs", ()):
            if "application/vnd.jupyter.widget-view+json" in output.get("data", {}):
                output["data"] = {"text/html": note}
    return static


def _escaped(about: Mapping[str, Any]) -> dict[str, Any]:
    """Escape values for a template of nbconvert's, which does not do so by itself."""
    return {
        name: [html.escape(each) for each in value]
        if isinstance(value, list)
        else html.escape(str(value))
        for name, value in about.items()
    }


def write_sources(tables: Tables, outputs: Path) -> None:
    """Write `sources/<report_id>.html` for every report: its text with all that was read marked."""
    folder = outputs / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    for report_id in tables.reports["report_id"]:
        part = folder / f".{report_id}.part"
        write(part, provenance.page(tables, report_id))
        part.replace(folder / f"{report_id}.html")


def write_index(outputs: Path) -> Path:
    """Write `index.html`, which lists every report that stands in the folder."""
    listed = []
    for notebook in sorted(outputs.glob("*/*.ipynb")):
        if notebook.with_suffix(".html").is_file():
            with contextlib.suppress(ValueError, KeyError):  # a notebook that is none of ours
                node = json.loads(notebook.read_text(encoding="utf-8"))
                listed.append(node["metadata"]["annual_review"])
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string((_TEMPLATES / "index.html.j2").read_text("utf-8"))
    style = (_TEMPLATES / "report" / "style.css").read_text("utf-8")
    outputs.mkdir(parents=True, exist_ok=True)
    part = outputs / ".index.html.part"
    write(part, template.render(reports=listed, style=style))
    return part.replace(outputs / "index.html")


def write(file: Path, text: str) -> None:
    """Write a page, with the same bytes on every system."""
    file.write_text(text, encoding="utf-8", newline="\n")
