"""What reports stand on: tables, notebooks, code and environment as they are now.

From these comes what a report is about, its key, whether one that stands is out of date, and the
pages of the sources.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pandas as pd

from annual_review import analysis, countries
from annual_review.errors import AnnualReviewError
from annual_review.reports import cache_key, manifest, pages, report, source_page
from annual_review.reports.manifest import About, Report
from annual_review.tables import build as corpus
from annual_review.tables.schema import TableError, Tables

LISTING = corpus.SOURCES.with_suffix(".csv")
"""The project's list of sources, which has the documents' addresses."""


class _Notebook(NamedTuple):
    node: Any
    text: str
    checksum: str
    sees_one_country: bool


class Ground:
    """Tables and notebooks as they are when it is made; `checksum` is that of the tables' files.

    Raises TableError if the tables cannot be read, or change while they are.
    """

    def __init__(self, tidy: Path, folder: Path) -> None:
        self.tidy, self.folder = tidy.resolve(), folder.resolve()
        self.checksum = cache_key.files(self.tidy)
        self.tables = corpus.load(self.tidy)
        if cache_key.files(self.tidy) != self.checksum:
            raise TableError(
                str(tidy),
                found="tables that changed while they were read",
                expected="tables that stay as they are",
                remedy="Run again when the build has ended.",
            )
        self.rows = cache_key.rows(self.tables)
        self._code = cache_key.of(report.PACKAGE + cache_key.modules(self.folder))
        self._all_rows = cache_key.of(json.dumps(sorted(self.rows.items())))
        self._notebooks: dict[str, _Notebook] = {}
        self._headings: dict[tuple[str, str], dict[str, Any]] = {}
        self._chosen: dict[tuple[Any, Any], Tables] = {}

    def _notebook(self, name: str) -> _Notebook:
        if name not in self._notebooks:
            node: Any = nbformat.read(self.folder / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
            text = nbformat.writes(node)  # type: ignore[no-untyped-call]
            one = cache_key.sees_one_country(node)
            self._notebooks[name] = _Notebook(node, text, cache_key.notebook(node), one)
        return self._notebooks[name]

    def source(self, notebook: str) -> str:
        """A notebook as JSON."""
        return self._notebook(notebook).text

    def heading(self, notebook: str, run: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a report's page says it is about (`about`)."""
        if (notebook, run) not in self._headings:
            node, own = self._notebook(notebook).node, self._own(values)
            self._headings[notebook, run] = about(notebook, run, values, node, own)
        return self._headings[notebook, run]

    def parts(self, notebook: str, run: str, values: Mapping[str, Any]) -> dict[str, str]:
        """Checksums of what a report is made of, a `manifest.PARTS` each."""
        read = self._notebook(notebook)
        heading = self.heading(notebook, run, values)
        said = {name: value for name, value in heading.items() if name != "made"}
        rows = self._all_rows
        if read.sees_one_country and {"country", "subject"} <= values.keys():
            seen = sorted(self._own(values).reports["report_id"])
            rows = cache_key.of(json.dumps([(each, self.rows[each]) for each in seen]))
        return {
            "notebook": read.checksum,
            "parameters": cache_key.parameters(values),
            "rows": cache_key.of(rows + json.dumps(said, sort_keys=True, default=str)),
            "code": self._code,
            "environment": cache_key.environment(),
        }

    def about(self, notebook: str, run: str, values: Mapping[str, Any]) -> About:
        """What the manifest says a report is about."""
        heading = self.heading(notebook, run, values)
        reports = self._own(values).reports
        sources: Any = reports[["report_id", "source", "sha256"]].to_dict("records")
        return {
            "heading": str(heading["heading"]),
            "country": str(heading["country"]),
            "iso3": str(values.get("country", "")),
            "subject": str(heading["subject"]),
            "subject_name": str(heading["subject_name"]),
            "years": str(heading["years"]),
            "sources": sources,
        }

    def _own(self, values: Mapping[str, Any]) -> Tables:
        """The tables with the reports of the country and subject, where these are parameters."""
        asked = values.get("country"), values.get("subject")
        if asked not in self._chosen:
            reports = self.tables.reports
            for column, value in zip(("iso3", "subject"), asked, strict=True):
                if value is not None:
                    reports = reports[reports[column] == value]
            self._chosen[asked] = dataclasses.replace(self.tables, reports=reports)
        return self._chosen[asked]

    def is_stale(self, report: Report) -> bool:
        """Whether the page that stands is not what would be made now, or its data are gone."""
        notebook, values = report["notebook"], report["values"]
        if not report["page"]:
            return False
        if report["status"] == "failed" or not (self.folder / f"{notebook}.ipynb").is_file():
            return True
        if self._own(values).reports.empty:
            return True
        try:
            parts = self.parts(notebook, report["run"], values)
        except (AnnualReviewError, LookupError, ValueError, TypeError):  # a notebook now damaged
            return True
        return cache_key.combined(parts) != report["key"]


def about(
    notebook: str,
    run: str,
    values: Mapping[str, Any],
    node: Any,
    tables: Tables,
    listing: Path = LISTING,
) -> dict[str, Any]:
    """What a report is about, for its page and the index.

    notebook, run; heading: the notebook's title; country: name, iso3; subject: code, subject_name;
    years: as in `2017–2018`; sources: a dict for each country baseline that it can show
    (report_id, source: file, sha256, url: where the list of sources `listing` has the address of a
    file with this checksum, else empty); made: ISO time, UTC. What a report is not limited to is
    empty.

    Raises SourceError if the list of sources is damaged.
    """
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
    urls = _addresses(listing)
    sources = reports[["report_id", "source", "sha256"]].sort_values("report_id")
    return {
        "notebook": notebook,
        "run": run,
        "heading": pages.title(node) or notebook,
        "country": country.name if country else "",
        "iso3": country.iso3 if country else "",
        "subject": subject,
        "subject_name": analysis.subject_name(subject) if subject else "",
        "years": years,
        "sources": [
            {**each, "url": urls.get(each["sha256"], "")} for each in sources.to_dict("records")
        ],
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


def _addresses(listing: Path) -> dict[str, str]:
    """Addresses that a list of sources has; it is read once for all reports of a batch."""
    if not listing.is_file():
        return {}
    stands = listing.stat()
    return _read_addresses(listing, stands.st_mtime_ns, stands.st_size)


@lru_cache(maxsize=8)
def _read_addresses(listing: Path, _changed: int, _size: int) -> dict[str, str]:
    return corpus.addresses(listing)


# ---- the sources' pages -------------------------------------------------------------------------


class Sources:
    """Pages of the sources: those are written that are not there or were made from other rows.

    Their marks lead to the rows of the country's report, where that stands in `outputs` or is
    `planned` (pages below `outputs`). `listed` is what the manifest says of those that stand.
    """

    def __init__(self, ground: Ground, outputs: Path, planned: Collection[str] = ()) -> None:
        self._tables, self._rows, self._outputs = ground.tables, ground.rows, outputs
        self._parts: dict[str, Tables] | None = None
        try:
            self.listed = manifest.read(outputs)["sources"]
        except manifest.ManifestError:
            self.listed = {}
        self._plan(planned)

    def _plan(self, planned: Collection[str]) -> None:
        self._todo: list[tuple[str, str, dict[str, str]]] = []
        reports = self._tables.reports
        standing: dict[str, dict[str, str]] = {}
        for report_id, iso3, subject in zip(
            reports["report_id"], reports["iso3"], reports["subject"], strict=True
        ):
            country = f"02-country/{iso3}-{subject}.html"
            leads_on = country in planned or (self._outputs / country).is_file()
            rows = f"../{country}" if leads_on else ""
            page = f"sources/{report_id}.html"
            key = cache_key.of(report.PACKAGE + self._rows[report_id] + rows)
            listed = {"page": page, "key": key}
            if self.listed.get(report_id) == listed and (self._outputs / page).is_file():
                standing[report_id] = listed
            else:
                self._todo.append((report_id, rows, listed))
        self.listed = standing

    def write_one(self) -> bool:
        """Write the next page; False if none is left."""
        if not self._todo:
            return False
        if self._parts is None:
            self._parts = _by_report(self._tables)
        report_id, rows, listed = self._todo.pop()
        write_sources(self._parts[report_id], self._outputs, rows)
        self.listed[report_id] = listed
        return True

    def finish(self) -> None:
        """Write what is left, and again what leads to a planned report that was not made."""
        while self.write_one():
            pass
        self._plan(())
        while self.write_one():
            pass


def _by_report(tables: Tables) -> dict[str, Tables]:
    """The tables of each report, by its id."""
    owners = {
        **dict(zip(tables.measures["measure_id"], tables.measures["report_id"], strict=True)),
        **dict(zip(tables.needs["need_id"], tables.needs["report_id"], strict=True)),
    }
    grouped: dict[str, dict[str, pd.DataFrame]] = {}
    for name, frame in tables:
        of = frame["item_id"].map(owners) if name == "codings" else frame["report_id"]
        grouped[name] = {str(key): part for key, part in frame.groupby(of.to_numpy())}
    return {
        report_id: Tables(
            **{
                name: grouped[name].get(report_id, frame.iloc[:0]).reset_index(drop=True)
                for name, frame in tables
            }
        )
        for report_id in tables.reports["report_id"]
    }


def write_sources(tables: Tables, outputs: Path, rows: str = "", listing: Path = LISTING) -> None:
    """Write `sources/<report_id>.html` for every report: its text with all that was read marked.

    `rows` is as in `source_page.page`. Addresses of the documents are taken from the list of
    sources `listing`, as `about` does.
    """
    urls = _addresses(listing)
    for report_id in tables.reports["report_id"]:
        file = outputs / "sources" / f"{report_id}.html"
        pages.write(file, source_page.page(tables, report_id, urls, rows))
