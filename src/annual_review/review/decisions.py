"""What people decide, as rows of `codings.csv`: saved at once, without losing any other row."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import itertools
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from annual_review import project
from annual_review.codebook import NO_GROUP, Scheme, choices
from annual_review.errors import AnnualReviewError, did_you_mean
from annual_review.files import flush, locked, whole
from annual_review.tables import SETTLED, HandCoding
from annual_review.tables.sources import rows

_RESERVED = ("rules", SETTLED)
"""Coders that are no persons."""

_About = tuple[str | tuple[str, str], str, str]
"""What was judged, by whom and in which scheme."""


class ReviewError(AnnualReviewError):
    """A decision that cannot be taken: a wrong code, no initials, a file that cannot be written."""


class Decision(NamedTuple):
    """Codes of a scheme that a person gives to items with the same words, the primary one first.

    `items` are the texts by id.
    """

    scheme: Scheme
    items: Mapping[str, str]
    codes: tuple[str, ...]
    note: str = ""


def codings_beside(folder: Path | str = "") -> Path:
    """The `codings.csv` that stands beside a folder of tables or of sources.

    By default the project's own, `data/codings.csv`.
    """
    return project.path(project.TIDY, folder).resolve().parent / "codings.csv"


def decide(file: Path, decisions: Iterable[Decision], coder: str) -> None:
    """Save what a person decided, in place of what the same person decided before on these words.

    The file is read again under a lock and replaced as a whole, so that no other row is lost and
    nobody reads half of it.

    Parameters
    ----------
    file : Path
        A `codings.csv`; it is begun if it is missing.
    decisions : iterable of Decision
    coder : str
        The person's initials.

    Raises
    ------
    ReviewError
        If a code or the initials cannot be, or the file cannot be written. Nothing is saved then.
    SourceError
        If the file is no list of codings.
    """
    coder = initials(coder)
    _save(file, [row for each in decisions for row in _rows(each, coder, each.note)])


def settle(file: Path, decision: Decision, by: str) -> None:
    """Save the code that counts where two people differ. What they gave stays beside it.

    Parameters
    ----------
    file : Path
        As for `decide`; it raises the same errors.
    decision : Decision
    by : str
        The initials of who settles it.
    """
    _save(file, _rows(decision, SETTLED, f"by {initials(by)} {decision.note}"))


def initials(coder: str) -> str:
    """The initials of a person, in capitals. Raises ReviewError if they are none."""
    coder = coder.strip().upper()
    spaced = len(coder.split()) > 1
    if not coder or coder.lower() in _RESERVED or spaced or not coder.isprintable():
        raise ReviewError(
            "coder",
            found=f"'{coder if spaced else coder.lower()}'" if coder else "no initials",
            expected="the initials of the person who codes, without spaces, as in AB",
        )
    return coder


def code_named(text: str, scheme: Scheme, where: str) -> str:
    """The code of a scheme that a text names: the code or its label, in capitals or not.

    What follows a colon does not count. Raises ReviewError if the scheme has no such code.
    """
    names = {
        name.casefold(): code
        for code, each in choices(scheme).items()
        for name in (code, each.label)
    }
    code = text.partition(":")[0].strip()
    if code.casefold() not in names:
        raise ReviewError(
            where,
            found=f"'{code[:60]}'" if code else "no code",
            expected=f"a code of the scheme {scheme}",
            remedy=did_you_mean(code, choices(scheme)),
        )
    return names[code.casefold()]


def _rows(decision: Decision, coder: str, note: str) -> list[HandCoding]:
    """The rows of a decision, all its codes of the scheme."""
    codes = dict.fromkeys(code_named(each, decision.scheme, "code") for each in decision.codes)
    if len(codes) > 1 and NO_GROUP in codes:
        raise ReviewError("code", found=f"{NO_GROUP} beside a group", expected="one or the other")
    today = datetime.datetime.now().astimezone().date().isoformat()
    return [
        HandCoding(item_id, code, coder, today, " ".join(note.split()), text)
        for item_id, text in decision.items.items()
        for code in codes
    ]


def _save(file: Path, new: list[HandCoding]) -> None:
    """Write rows, in place of those by the same coders on the same words or items, and schemes."""
    file = file.resolve()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with locked(file.parent):
            old = rows(file, HandCoding._fields)  # it refuses what is malformed
            before = file.read_bytes() if file.exists() else b""
            with whole(file) as part:
                part.write_bytes(_written(before, list(map(_about, old)), new))
                if file.exists():
                    shutil.copymode(file, part)
            flush(file.parent)
    except OSError as error:
        remedy = "This decision was not saved; earlier ones are as they were."
        raise ReviewError.of_system(file, error, "a file that can be written to", remedy) from error


def _written(before: bytes, about: list[_About], new: list[HandCoding]) -> bytes:
    """A list of codings with new rows, else as it was before.

    They take the place of what is `about` the same: of two people, the first stays the first.
    """
    text = io.StringIO(before.decode("utf-8-sig"), newline="")
    # as lists, since columns of a person's own may share a name, or have none
    columns, *lines = filter(None, csv.reader(text)) if before else [HandCoding._fields]
    added: dict[_About, list[list[str]]] = {}
    replaced: dict[_About, _About] = {}
    for each in new:
        row = [each._asdict().get(column, "") for column in columns]
        judged = each.judged, each.person, each.scheme
        added.setdefault(judged, []).append(row)
        replaced |= {judged: judged, (each.item_id, each.person, each.scheme): judged}
    every: list[Sequence[str]] = [columns]
    for line, own in zip(lines, about, strict=True):
        every += added.pop(replaced[own], []) if own in replaced else [line]
    every += itertools.chain.from_iterable(added.values())
    # the module csv quotes a carriage return only if it ends the lines, or everything is quoted
    returns = any("\r" in cell for line in every for cell in line)
    made = io.StringIO()
    csv.writer(
        made,
        quoting=csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL,
        lineterminator="\r\n" if before.partition(b"\n")[0].endswith(b"\r") else "\n",
    ).writerows(every)
    return made.getvalue().encode("utf-8-sig" if before.startswith(codecs.BOM_UTF8) else "utf-8")


def _about(row: Mapping[str, str]) -> _About:
    """What a row judges, its coder and scheme; no scheme if its code is mistyped."""
    own = HandCoding(**{column: row[column].strip() for column in HandCoding._fields})
    try:
        return own.judged, own.person, own.scheme
    except KeyError:
        return own.judged, own.person, ""
