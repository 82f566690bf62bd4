"""The index: reports by country and by question with their findings, documents, and the batch."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from annual_review.countries import alphabetical
from annual_review.reports import manifest, scope
from annual_review.reports.pages import local, render, write
from annual_review.show.words import count, listing, number, sentence

REASONS = {
    "new": "new",
    "notebook": "notebook",
    "parameters": "parameters",
    "rows": "data",
    "code": "program",
    "environment": "environment",
    "forced": "on request",
    "failed": "failed before",
    "removed": "files were gone",
}
"""Why a report was made: the manifest's words, and how the index says them."""

CODEBOOK = "codebook.html"
"""The page of the codebook beside the index; linked if it is there."""

_MOST_NAMED = 3
"""Reports that are named where many need attention for the same reason."""

_MOST_ERRORS = 5
"""Errors that are told at the top; the others are counted."""

_MOST_OPEN = 40
"""Questions on countries that are listed at once; of more, the reader opens a country."""

_MOST_FINDINGS = 5_000
"""Reports that are all told with their findings and how they were made; of more, the main ones."""

_MOST_TOLD = 100
"""Reports in the table of how they were made, up to which all its rows are shown at once."""

_PARTS = {"from_year": "period", "to_year": "period"}
"""What reports are made by, where the name of their parameter does not say it."""


def write_index(outputs: Path) -> Path:
    """Write `index.html` from the manifest: reports, what needs attention, documents, the batch.

    Raises ManifestError if the manifest is damaged or of another version.
    """
    return write(outputs / "index.html", page(manifest.read(outputs), outputs))


def page(
    held: manifest.Manifest,
    outputs: Path,
    downloads: str = "",
    cited: Mapping[str, str] | None = None,
) -> str:
    """Render the index of the reports that a manifest lists and whose pages stand in `outputs`.

    `downloads` is the address of a page from which the data can be downloaded; with it, the index
    is one for visitors, who see no manifest. `cited` says how to cite the data (`pages.cited`;
    default: as at the last batch).
    """
    batch = held["batch"]
    reports = [_entry(each, batch["id"] if batch else "", outputs) for each in held["reports"]]
    subjects = len({each["subject"] for each in reports if each["subject"]}) > 1
    of_countries = _of_countries((each for each in reports if each["iso3"]), subjects=subjects)
    questions = _questions(
        (each for each in reports if not each["iso3"]), ["notebook"], subjects=subjects
    )
    documents = {source["report_id"]: source for each in reports for source in each["sources"]}
    attention = {
        state: [each for each in reports if each["state"] == state]
        for state in ("failed", "stale", "missing")
    }
    fresh = [each for each in reports if each["fresh"]]
    chosen = _chosen(reports) if len(of_countries) > 1 or len(reports) > _MOST_OPEN else {}
    return render(
        "index.html.j2",
        script="back.js plain.js index.js",
        downloads=downloads,
        cited=cited or (batch["cited"] if batch else None),
        scope=_scope(documents, of_countries),
        reports=sorted(reports, key=lambda each: (each["notebook"], each["run"])),
        chosen=chosen,
        countries=of_countries,
        open=sum(len(each["questions"]) for each in of_countries) <= _MOST_OPEN,
        # those without a finding, such as the one to search in, come last
        questions=sorted(questions, key=lambda each: not each["main"]["finding"]),
        attention=attention,
        errors=manifest.failed_together((f, f["error"], f["values"]) for f in attention["failed"]),
        all_findings=len(reports) <= _MOST_FINDINGS,
        most_named=_MOST_NAMED,
        most_errors=_MOST_ERRORS,
        most_told=_MOST_TOLD,
        codebook=CODEBOOK if (outputs / CODEBOOK).is_file() else "",
        documents=[documents[name] for name in sorted(documents)],
        uses=Counter(source["report_id"] for each in reports for source in each["sources"]),
        batch=batch and {**batch, "began": _time(batch["began"]), "ended": _time(batch["ended"])},
        fresh=len(fresh),
        changed=Counter(reason for each in fresh for reason in each["changed"]).most_common(),
    )


def _entry(report: manifest.Record, batch: str, outputs: Path) -> dict[str, Any]:
    """A report of the manifest as the index shows it."""
    about = report["about"]
    there = bool(local(report["page"])) and (outputs / str(report["page"])).is_file()
    state: str = report["status"]
    if state != "failed":
        state = "missing" if not there else "stale" if report["stale"] else "made"
    ends = [int(year) for year in re.findall(r"\d{4}", about["years"])]
    return {
        **report,
        **about,
        "limits": scope.told(report["values"]),
        "span": range(ends[0], ends[-1] + 1) if ends else range(0),
        "state": state,
        "fresh": report["batch"] == batch,
        "changed": [REASONS[reason] for reason in report["changed"] if reason in REASONS],
        "made": _time(report["made"]),
        "page": report["page"] if there else "",
        "page_made": _time(report["page_made"]),
        "pdf": printed(outputs, str(report["page"])) if there else "",
    }


def _chosen(reports: Sequence[dict[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """What a reader can choose from, by the name of the choice: the words, and the value."""
    years = {str(year) for each in reports for year in each["span"]}
    found = {
        name: sorted(
            {(each[words], each[value]) for each in reports if each[value]},
            key=lambda pair: alphabetical(pair[0]),
        )
        for name, words, value in (
            ("country", "country", "iso3"),
            ("region", "region", "region"),
            ("kind", "heading", "notebook"),
            ("subject", "subject_name", "subject"),
        )
    }
    found["year"] = [(year, year) for year in sorted(years, reverse=True)]
    return {name: values for name, values in found.items() if len(values) > 1}


def _scope(documents: Iterable[str], countries: Sequence[dict[str, Any]]) -> dict[str, str]:
    """What the documents are about: `who`, as a sentence names them, `have` or has, `years`."""
    found = [re.fullmatch(r"([A-Z]{3})-.*-(\d{4})-(\d{4})", name) for name in documents]
    own = {each[1] for each in found if each}
    years = sorted({year for each in found if each for year in each.groups()[1:]})
    names = [each["name"] for each in countries if each["iso3"] in own]
    return {
        "who": names[0] if len(own) == len(names) == 1 else count(len(own), "country", "countries"),
        "have": "it has" if len(own) == 1 else "they have",
        "years": "–".join(dict.fromkeys([*years[:1], *years[-1:]])),
    }


def _of_countries(reports: Iterable[dict[str, Any]], *, subjects: bool) -> list[dict[str, Any]]:
    """The countries by name, each with its reports and documents."""
    own = defaultdict(list)
    for each in reports:
        own[each["country"], each["iso3"]].append(each)
    found = []
    for (name, iso3), several in sorted(own.items(), key=lambda of: alphabetical(of[0][0])):
        sources = {source["report_id"] for each in several for source in each["sources"]}
        listed = {
            "name": name,
            "iso3": iso3,
            "region": several[0]["region"],
            "questions": _questions(several, ("subject", "notebook"), subjects=subjects),
            "documents": sorted(sources),
        }
        found.append(listed)
    return found


def _questions(
    reports: Iterable[dict[str, Any]], by: Sequence[str], *, subjects: bool
) -> list[dict[str, Any]]:
    """Reports with the same of these, in order: the `main` one, and the `others`, of parts of it.

    The main one is of all that there is, or else of the newest year. `more` says what the others
    are made by.
    """
    own = defaultdict(list)
    for each in reports:
        own[tuple(each[name] for name in by)].append(each)
    found = []
    for _, several in sorted(own.items()):
        several.sort(key=lambda each: (len(each["limits"]), *each["limits"], *_newest(each)))
        main, *others = several
        subject = [main["subject_name"]] if subjects and main["subject"] else []
        said = [part for part in _limited(main, ("country", "subject")) if part != main["years"]]
        main["label"], main["of"] = main["heading"], ", ".join([*said, main["years"], *subject])
        for each in others:
            beside = ("country", "subject") if "subject" in by or not subjects else ("country",)
            each["label"], each["of"] = ", ".join(_limited(each, beside)) or each["run"], ""
        parts = {
            _PARTS.get(name, name.replace("_", " "))
            for name in dict.fromkeys(name for each in several for name in each["limits"])
            if len({str(each["limits"].get(name)) for each in several}) > 1
        }
        more = f"{sentence(number(len(others)))} more, by {listing(sorted(parts))}"
        found.append({"main": main, "others": others, "more": more})
    return found


def _limited(report: dict[str, Any], beside: Sequence[str] = ()) -> list[str]:
    """What a report is limited to, as a reader says it; without a limit in time, its years last."""
    limits = {name: value for name, value in report["limits"].items() if name not in beside}
    said = [str(limits[name]) for name in ("country", "region") if name in limits]
    said += [report["subject_name"]] if "subject" in limits else []
    said += [f"{name} {value}" for name, value in limits.items() if name not in scope.ALL]
    timed = {"year", "from_year", "to_year"} & limits.keys()
    return [*said, report["years"]] if timed or not said else said


def _newest(report: dict[str, Any]) -> tuple[Any, ...]:
    """A key that sorts the newest years first, the shorter period before the longer."""
    span = report["span"]
    return -(span[-1] if span else 0), -(span[0] if span else 0), report["run"]


def printed(outputs: Path, page: str) -> str:
    """The PDF beside a page, if it is of this page and not of an earlier one."""
    pdf = Path(page).with_suffix(".pdf")
    try:
        current = (outputs / pdf).stat().st_mtime_ns >= (outputs / page).stat().st_mtime_ns
    except FileNotFoundError:
        return ""
    return pdf.as_posix() if current else ""


def _time(printed: str | None) -> datetime.datetime | None:
    """A time of the manifest, in UTC."""
    return datetime.datetime.fromisoformat(printed) if printed else None
