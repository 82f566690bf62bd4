"""What every page has: a policy, a style, and escaped words.

Every page is one file that needs no other and no network, and may run nothing but a script of the
package's own.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from annual_review.errors import AnnualReviewError
from annual_review.files import whole
from annual_review.project import About
from annual_review.tables.spreadsheet import FORMULA


class PageError(AnnualReviewError):
    """A page that cannot be made as it should be."""


_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {}; "
    "base-uri 'none'; form-action 'none'"
)


def render(template: str, *, script: str = "", **values: Any) -> str:
    """Render a template of the package with these values, escaped, as a whole page.

    `script` names what the page may run, separated by spaces: it becomes one script, whose checksum
    stands in the policy.
    """
    code = "\n".join(_environment().get_template(name).render() for name in script.split())
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return (
        _environment()
        .get_template(template)
        .render(
            policy=_POLICY.format(f"'sha256-{digest}'" if script else "'none'"),
            style=Markup(_environment().get_template("style.css").render()),  # noqa: S704 -- ours
            script=Markup(code),  # noqa: S704 -- ours
            **values,
        )
    )


def cited(data: Mapping[str, Any], version: str, year: int, part: str = "") -> dict[str, str]:
    """How a page says to cite it, for its template: `text`, `address` and `version`.

    `data` is what the project says of its data (the fields of `project.About`), `version` that of
    the data which the page was made from, `year` when it was made, and `part` its title, empty to
    cite the data as a whole.
    """
    about = About(**{**data, "authors": tuple(data["authors"]), "address": ""})
    text = about.cited(version, year, part)
    return {"text": text, "address": data["address"], "version": version}


def local(path: str | None) -> str:
    """A path below the folder of a page as an address; empty if it leads out of the folder."""
    parts = (path or "").split("/")
    return "" if ".." in parts or parts[0] == "" or "\\" in (path or "") else quote(path or "")


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__),
        autoescape=jinja2.select_autoescape(["html", "html.j2"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["local"] = local
    environment.globals["formula"] = FORMULA
    return environment


def write(file: Path, text: str) -> Path:
    """Write a page whole or not at all, with the same bytes on every system."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with whole(file) as part:
        part.write_text(text, "utf-8", newline="\n")
    return file
