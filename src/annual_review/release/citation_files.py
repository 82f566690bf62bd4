"""The files of a release for people and archives: README, licence, CITATION.cff, .zenodo.json."""

from __future__ import annotations

import json
import textwrap
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from annual_review.project import FILE, About, ProjectError
from annual_review.release.facts import TERMS, facts, summary
from annual_review.tables import Tables

KEYWORDS = [
    "International Labour Organization",
    "ILO",
    "Annual Review",
    "fundamental principles and rights at work",
    "forced labour",
    "child labour",
    "freedom of association",
    "discrimination",
    "labour rights",
]
"""What archives file the data under."""

FOLLOW_UP = "https://www.ilo.org/declaration/follow-up/lang--en/index.htm"
"""The Office's page on the follow-up to the Declaration, of which the Annual Review is a part."""


def check(about: About) -> None:
    """Raise ProjectError if the licence that the project's file names is no SPDX identifier."""
    if about.licence and not _known(about.licence):
        raise ProjectError(
            FILE,
            found=f"licence = '{about.licence}'",
            expected="an identifier of https://spdx.org/licenses, such as CC-BY-4.0",
        )


def _known(licence: str) -> bool:
    """Whether this is one licence, as SPDX writes it."""
    try:
        return canonicalize_license_expression(licence) == licence and " " not in licence
    except InvalidLicenseExpression:
        return False


def licence_address(licence: str) -> str:
    """The page with the text of a licence."""
    return f"https://spdx.org/licenses/{licence}.html"


def write(tables: Tables, about: About, version: str, folder: Path, files: list[str]) -> None:
    """Write README.md, LICENSE.md, CITATION.cff and .zenodo.json into a folder.

    The last two are left out if no author is named: they would not be valid.

    `about` has passed `check` and says when the data are released. `version` is that of the data
    (`tables.data_version`). `files` is what the README says of the other files: rows of a table in
    Markdown.
    """
    told = facts(tables, about, version)
    texts = {"README.md": _readme(told, about, files), "LICENSE.md": _licence(about)}
    if about.authors:
        cff = yaml.safe_dump(
            _cff(tables, told, about), sort_keys=False, allow_unicode=True, width=100
        )
        zenodo = json.dumps(_zenodo(tables, told, about), ensure_ascii=False, indent=2)
        texts |= {"CITATION.cff": cff, ".zenodo.json": f"{zenodo}\n"}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")


def _cff(tables: Tables, told: dict[str, str], about: About) -> dict[str, Any]:
    """What CITATION.cff says (https://citation-file-format.github.io, version 1.2.0)."""
    said = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below, with their version.",
        "type": "dataset",
        "title": about.title,
        "abstract": summary(tables),
        "authors": [_author(each) for each in about.authors],
        "version": told["version"],
        "date-released": about.released,
        "license": about.licence,
        "url": about.address,
        "keywords": KEYWORDS,
    }
    return {name: value for name, value in said.items() if value}


def _author(name: str) -> dict[str, str]:
    """A person if the name has a comma (`Family, Given`), otherwise an organization."""
    family, comma, given = (part.strip() for part in name.partition(","))
    return {"family-names": family, "given-names": given} if comma else {"name": name}


def _zenodo(tables: Tables, told: dict[str, str], about: About) -> dict[str, Any]:
    addresses = sorted({each for each in tables.reports["url"] if each})
    return {
        "upload_type": "dataset",
        "title": about.title,
        "description": "".join(
            f"<p>{told[part]}</p>" for part in ("description", "contents", "codes", "terms")
        ),
        "creators": [{"name": each} for each in about.authors],
        "version": told["version"],
        "publication_date": told["released"],
        "access_right": "open",
        "license": about.licence or "notspecified",
        "language": "eng",
        "keywords": KEYWORDS,
        "related_identifiers": [
            {"identifier": FOLLOW_UP, "relation": "references", "scheme": "url"},
            *(
                {"identifier": each, "relation": "isDerivedFrom", "scheme": "url"}
                for each in addresses
            ),
        ],
    }


def _licence(about: About) -> str:
    by = f" by {'; '.join(about.authors)}" if about.authors else ""
    own = (
        f"The tables are published{by} under {about.licence}: {licence_address(about.licence)}"
        if about.licence
        else f"No licence is named for the tables. They are published{by}: ask before you use them."
    )
    return _template("LICENSE.md").format(own=_filled(own), terms=TERMS)


def _readme(told: dict[str, str], about: About, files: list[str]) -> str:
    managers = " `CITATION.cff` says the same to reference managers." if about.authors else ""
    return _template("README.md").format(
        title=told["title"],
        description=_filled(told["description"]),
        contents=_filled(f"{told['contents']} {told['codes']}"),
        version=told["version"],
        released=told["released"],
        files="\n".join(files),
        citation=_filled(told["citation"] + managers),
        terms=_filled(told["terms"]),
    )


def _template(name: str) -> str:
    return (resources.files(__package__) / "templates" / name).read_text("utf-8")


def _filled(text: str) -> str:
    return textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False)
