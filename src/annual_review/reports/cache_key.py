"""What a report is made of, as checksums: it is made again when one of them differs.

Five parts: the notebook (code, text and tags, not outputs), the parameters, the rows it can see,
the package's code and data with the modules beside the notebook, and the environment (Python and
every installed distribution). What a notebook reads besides tables and modules (the network, the
clock, a file of its own) is not among them: `--again` is for that.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from annual_review.files import checksum
from annual_review.tables import Tables, owners
from annual_review.tables.ratifications import FILE


def of(text: str) -> str:
    """Checksum (sha256, hexadecimal) of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# ---- notebook -----------------------------------------------------------------------------------


def notebook(node: Any) -> str:
    """Checksum of a notebook: its cells without outputs, and the kernel it asks for."""
    cells = [
        [cell["cell_type"], cell["source"], sorted(cell["metadata"].get("tags", []))]
        for cell in node["cells"]
    ]
    kernel = node["metadata"].get("kernelspec", {}).get("name", "")
    return of(json.dumps([kernel, cells]))


# ---- rows ---------------------------------------------------------------------------------------


def rows(tables: Tables) -> dict[str, str]:
    """Checksums of all that the tables hold of each report, and of countries, by `report_id`."""
    names = repr(tables.countries.to_numpy().tolist()).encode("utf-8", "surrogatepass")
    sums = {report_id: hashlib.sha256(names) for report_id in tables.reports["report_id"]}
    for name, owning in owners(tables).items():
        columns = [tables[name][column].tolist() for column in tables[name]]
        for owner, row in zip(owning.tolist(), zip(*columns, strict=True), strict=True):
            sums[owner].update(f"{name}{row!r}".encode("utf-8", "surrogatepass"))
    return {report_id: each.hexdigest() for report_id, each in sums.items()}


OWN_COUNTRY = "own-country"
"""Tag of a parameters cell: the notebook sees no rows but those of its own country and subject."""


def sees_own_country(node: Any) -> bool:
    """Whether a notebook declares that it selects its own country and subject and sees no more."""
    return any(OWN_COUNTRY in cell["metadata"].get("tags", []) for cell in node["cells"])


# ---- files --------------------------------------------------------------------------------------


def ratifications(tidy: Path) -> str:
    """Checksum of the file with dates of ratification, which need not exist."""
    return checksum(tidy.parent, [tidy.parent / FILE])


def folder(path: Path) -> str:
    """Checksum of a folder's path, which tells it from others without saying where it is."""
    return of(str(path.resolve()))


def modules(folder: Path) -> str:
    """Checksum of the Python modules beside the notebooks of a folder, which they could import."""
    return checksum(folder, folder.glob("*.py"))
