"""The version of the data: which reader made the tables, and a checksum of what they hold."""

from __future__ import annotations

import hashlib

from annual_review.tables.schema import Tables

_DIGITS = 12


def data_version(tables: Tables) -> str:
    """Return the version of the data, as in `0.1.0+3f0a9c21b7de`.

    First the version of the reader (several, joined by dots, if reports were read by several; `0`
    if there are no reports), then the beginning of a checksum of every value in the tables but that
    one. Tables with the same version hold the same.
    """
    total = hashlib.sha256()
    for name, frame in tables:
        if name == "reports":
            frame = frame.drop(columns="reader")
        total.update(f"{name}\n".encode())
        total.update(
            frame.to_csv(index=False, lineterminator="\n").encode("utf-8", "surrogatepass")
        )
    readers = sorted(tables.reports["reader"].unique())
    return f"{'.'.join(readers) or '0'}+{total.hexdigest()[:_DIGITS]}"
