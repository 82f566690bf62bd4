"""Where a project's tables and documents are, so that nothing else is written among them."""

from __future__ import annotations

from pathlib import Path

from annual_review import project
from annual_review.tables import store


def among(folder: Path, tidy: Path, *inside: Path) -> str:
    """Say which tables or documents a folder would be mixed with; nothing if with none.

    The documents are those of the project, and those that the tables of `tidy` were made from,
    where all of them lie in a folder above `folder` or in one of `inside`.
    """
    folder, tidy = folder.resolve(), tidy.resolve()
    root = project.find()
    sources = [(root / project.SOURCES).resolve()] if root else []
    documents = store.load(tidy).reports["source"].tolist()
    above = [each for each in (folder, *folder.parents) if not tidy.is_relative_to(each)]
    for each in (*above, *inside):
        if documents and all((each / source).is_file() for source in documents):
            sources.append(each)
    for place, what in ((tidy, "the tables"), *((each, "the documents") for each in sources)):
        if folder.is_relative_to(place) or place.is_relative_to(folder):
            return f"a folder that holds {what}, or lies in their folder ({place})"
    return ""
