"""How to cite the data of a project, or a page made from them."""

from __future__ import annotations

from annual_review.project import About


def cite(about: About, version: str, year: int, part: str = "") -> str:
    """Return a sentence that cites data: authors, year, title, version and address.

    Parameters
    ----------
    about
        What the project says of its data.
    version
        That of the data (`tables.data_version`).
    year
        In which the data were released, or the page was made.
    part
        The title of a page made from the data; empty to cite the data.
    """
    authors = "; ".join(about.authors) or "No author named"
    titled = f"{part}. In: {about.title}" if part else about.title
    address = f" {about.address}" if about.address else ""
    return f"{authors} ({year}). {titled}. Version {version}.{address}"
