"""What reports are made from: tables, notebooks, code and environment as they are now.

From these come what a report is about, checksums of what it is made of, and whether one that stands
is out of date.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from annual_review import analysis, program, project
from annual_review.errors import AnnualReviewError
from annual_review.reports import cache_key, machine_paths, pages, report_page, scope
from annual_review.reports.manifest import Record
from annual_review.tables import Tables, data_version, store
from annual_review.tables.ratifications import FILE


class _Notebook(NamedTuple):
    node: Any
    text: str
    checksum: str
    sees_own_country: bool


class Inputs:
    """Tables and notebooks as they are when it is made.

    `data` is what the project says of its data (`data`), `version` that of the data. With a folder
    `copy`, the tables and the dates of ratification beside them are copied into it, and `read` is
    then the copy of the folder of tables.

    Raises TableError if the tables cannot be read, OSError if they cannot be copied.
    """

    def __init__(self, tidy: Path, folder: Path, copy: Path | None = None) -> None:
        self.tidy, self.folder = tidy.resolve(), folder.resolve()
        self.read = self.tidy
        if copy:
            self.read = copy / self.tidy.name
            self.read.mkdir(parents=True)
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(self.tidy.parent / FILE, copy / FILE)
        self.tables = store.load(self.tidy, self.read if copy else None)
        self.data = data()
        self.version = data_version(self.tables)
        self.rows = cache_key.rows(self.tables)
        self._code = cache_key.of(program.code() + cache_key.modules(self.folder))
        beside = cache_key.ratifications(self.read)
        self._all_rows = cache_key.of(json.dumps([beside, *sorted(self.rows.items())]))
        self._notebooks: dict[str, _Notebook] = {}
        self._chosen: dict[tuple[Any, ...], Tables] = {}

    def _notebook(self, name: str) -> _Notebook:
        if name not in self._notebooks:
            node: Any = nbformat.read(self.folder / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
            text = nbformat.writes(node)  # type: ignore[no-untyped-call]
            own = cache_key.sees_own_country(node)
            self._notebooks[name] = _Notebook(node, text, cache_key.notebook(node), own)
        return self._notebooks[name]

    def cited(self, part: str = "") -> dict[str, str]:
        """How to cite the data, or a page that is made from them now (`pages.cited`)."""
        day = datetime.datetime.now(datetime.UTC).date()
        if not part:
            day = project.about().released or day
        return pages.cited(self.data, self.version, day.year, part)

    def source(self, notebook: str) -> str:
        """A notebook as JSON."""
        return self._notebook(notebook).text

    def heading(self, notebook: str, run: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a report's page says it is about (`about`)."""
        node, tables = self._notebook(notebook).node, self._own(values)
        return about(notebook, run, values, node, tables, self.data, self.version)

    def parts(
        self, notebook: str, values: Mapping[str, Any], heading: Mapping[str, Any]
    ) -> dict[str, str]:
        """Checksums of what a report is made of, one for each of `manifest.PARTS`.

        The version of the data is not part of it: other documents change that, too.
        """
        read = self._notebook(notebook)
        said = {name: heading[name] for name in heading if name not in ("made", "version")}
        rows = self._all_rows
        if read.sees_own_country and "country" in scope.limits(values):
            seen = sorted(self._own(values).reports["report_id"])
            rows = cache_key.of(json.dumps([(each, self.rows[each]) for each in seen]))
        given = machine_paths.hidden(dict(values))
        return {
            "notebook": read.checksum,
            "parameters": cache_key.of(json.dumps(given, sort_keys=True)),
            "rows": cache_key.of(rows + json.dumps(said, sort_keys=True, default=str)),
            "code": self._code,
            "environment": program.environment(),
        }

    def _own(self, values: Mapping[str, Any]) -> Tables:
        """The tables with the reports of the country, subject and region of a run."""
        asked = tuple(scope.limits(values).get(name) for name in ("country", "subject", "region"))
        if asked not in self._chosen:
            self._chosen[asked] = scope.narrowed(self.tables, values)
        return self._chosen[asked]

    def is_gone(self, listed: Record) -> bool:
        """Whether the notebook or the documents of a report that stands are no longer there."""
        if self._is_own(listed) and not (self.folder / f"{listed['notebook']}.ipynb").is_file():
            return True
        return not scope.exist(listed["values"], self._own(listed["values"]))

    def _is_own(self, listed: Record) -> bool:
        """Whether a report is of this folder of notebooks."""
        return listed["folder"] == cache_key.folder(self.folder)

    def is_stale(self, listed: Record) -> bool:
        """Whether the page that stands is not what would be made now.

        That of a notebook in another folder is what it was.
        """
        if not listed["page"]:
            return False
        if listed["status"] == "failed" or self.is_gone(listed):
            return True
        if not self._is_own(listed):
            return listed["stale"]
        notebook, values = listed["notebook"], listed["values"]
        try:
            parts = self.parts(notebook, values, self.heading(notebook, listed["run"], values))
        except (AnnualReviewError, LookupError, ValueError, TypeError):  # a notebook now damaged
            return True
        return parts != listed["parts"]


def data() -> dict[str, Any]:
    """What the project says of its data: title, authors, address, licence."""
    said = project.about()._asdict()
    del said["released"]  # of no page
    return {**said, "authors": list(said["authors"])}


def about(
    notebook: str,
    run: str,
    values: Mapping[str, Any],
    node: Any,
    tables: Tables,
    said: Mapping[str, Any] | None = None,
    version: str = "",
) -> dict[str, Any]:
    """What a report is about, for its page and the index.

    notebook, run; heading: the notebook's title; country: name, iso3; region: the country's, or the
    one that the report is limited to; subject: code, subject_name; years: as in `2017–2018`;
    sources: a dict for each country baseline that it can show (report_id, source: file, sha256,
    url: empty if not known); made: ISO time, UTC; data: what is `said` of the data (default: what
    the project says); version: that of the data (default: that of these tables). What a report is
    not limited to is empty, except that years are then all there are.
    """
    asked = scope.limits(values)
    iso3, subject = str(asked.get("country", "")), str(asked.get("subject", ""))
    state = tables.countries[tables.countries["iso3"] == iso3].fillna(analysis.OTHER)
    name, region = state[["name", "region"]].iloc[0] if len(state) else (iso3, "")
    reports = scope.narrowed(tables, asked).reports
    ends = [asked.get("year", asked.get(end)) for end in ("from_year", "to_year")]
    if len(reports):
        ends = [ends[0] or reports["first_year"].min(), ends[1] or reports["last_year"].max()]
    years = [str(year) for year in dict.fromkeys(ends) if year]
    sources = reports[["report_id", "source", "sha256", "url"]].sort_values("report_id")
    return {
        "notebook": notebook,
        "run": run,
        "heading": report_page.title(node) or notebook,
        "country": name,
        "iso3": iso3,
        "region": asked.get("region", region),
        "subject": subject,
        "subject_name": analysis.subject_name(subject) if subject else "",
        "years": "–".join(years),
        "sources": sources.to_dict("records"),
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "data": data() if said is None else said,
        "version": version or data_version(tables),
    }
