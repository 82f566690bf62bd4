"""The index: every report, what needs attention, and the documents."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path
from typing import Any

from annual_review.reports import manifest
from annual_review.reports.pages import local, render, write

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

_MOST_ATTENTION = 50
"""Failed and stale reports that the index has at its top, above the table of all."""


def write_index(outputs: Path) -> Path:
    """Write `index.html` from the manifest: every report, what failed, what changed, the sources.

    Raises ManifestError if the manifest is damaged or of another version.
    """
    held = manifest.read(outputs)
    batch = held["batch"]
    reports = [_entry(each, batch["id"] if batch else "", outputs) for each in held["reports"]]
    reports.sort(key=lambda each: (each["notebook"], each["country"], each["run"]))
    order = ("failed", "missing", "stale")
    attention = [each for state in order for each in reports if each["state"] == state]
    fresh = [each for each in reports if each["fresh"]]
    documents = {source["report_id"]: source for each in reports for source in each["sources"]}
    return write(
        outputs / "index.html",
        render(
            "index.html.j2",
            script="index.js",
            batch=batch
            and {**batch, "began": _time(batch["began"]), "ended": _time(batch["ended"])},
            reports=reports,
            states=Counter(each["state"] for each in reports),
            attention=attention[:_MOST_ATTENTION],
            attention_left=len(attention[_MOST_ATTENTION:]),
            fresh=len(fresh),
            changed=Counter(reason for each in fresh for reason in each["changed"]).most_common(),
            reasons=REASONS,
            kinds=dict(sorted({each["notebook"]: each["heading"] for each in reports}.items())),
            countries=sorted({(e["country"], e["iso3"]) for e in reports if e["iso3"]}),
            subjects=sorted({(e["subject_name"], e["subject"]) for e in reports if e["subject"]}),
            years=sorted({year for each in reports for year in each["span"]}, reverse=True),
            documents=[documents[name] for name in sorted(documents)],
            uses=Counter(source["report_id"] for each in reports for source in each["sources"]),
        ),
    )


def _entry(report: manifest.Report, batch: str, outputs: Path) -> dict[str, Any]:
    """A report of the manifest as the index shows it."""
    about, values = report["about"], report["values"]
    there = bool(local(report["page"])) and (outputs / str(report["page"])).is_file()
    state: str = report["status"]
    if state != "failed":
        state = "missing" if not there else "stale" if report["stale"] else "made"
    ends = [int(year) for year in re.findall(r"\d{4}", about["years"])]
    reasons = [REASONS[reason] for reason in report["changed"] if reason in REASONS]
    return {
        **{name: report[name] for name in ("notebook", "run", "ipynb", "error")},
        **about,
        "given": ", ".join(f"{name} = {value}" for name, value in values.items()),
        "span": list(range(ends[0], ends[-1] + 1)) if ends else [],
        "state": state,
        "fresh": report["batch"] == batch,
        "changed": reasons,
        "made": _time(report["made"]),
        "page": report["page"] if there else "",
        "page_made": _time(report["page_made"]),
        "pdf": _printed(outputs, str(report["page"])) if there else "",
    }


def _printed(outputs: Path, page: str) -> str:
    """The PDF beside a page, if it is of this page and not of an earlier one."""
    pdf = Path(page).with_suffix(".pdf")
    try:
        current = (outputs / pdf).stat().st_mtime_ns >= (outputs / page).stat().st_mtime_ns
    except FileNotFoundError:
        return ""
    return pdf.as_posix() if current else ""


def _time(printed: str | None) -> datetime.datetime | None:
    """A time of the manifest, in UTC."""
    if not printed:
        return None
    moment = datetime.datetime.fromisoformat(printed)
    return moment.astimezone(datetime.UTC) if moment.tzinfo else moment
