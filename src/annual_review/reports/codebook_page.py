"""The codebook as a page: what each code covers. Every label of a code leads to it here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup, escape

from annual_review.codebook import SCHEMES, about, choices
from annual_review.reports import pages
from annual_review.show import label
from annual_review.tables import CODES


def page(cited: Mapping[str, str] | None = None) -> str:
    """Render the codebook as one HTML page; the id of each entry is its code.

    `cited` says how to cite it (`pages.cited`).
    """
    schemes = [(*about(scheme), choices(scheme).values()) for scheme in SCHEMES]
    return pages.render("codebook.html.j2", schemes=schemes, in_words=_in_words, cited=cited)


def _in_words(text: str) -> Markup:
    """A text in which each code is its label, a link to its entry."""
    return Markup().join(
        Markup('<a href="#{}">{}</a>').format(each, label(each)) if each in CODES else escape(each)
        for each in re.split(r"(\w+\.\w+)", text)
    )


def write(outputs: Path, cited: Mapping[str, str] | None = None) -> Path:
    """Write `codebook.html` into the folder of reports."""
    return pages.write(outputs / "codebook.html", page(cited))
