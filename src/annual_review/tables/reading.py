"""Read one document, or many: in this process, in processes with limits, or on a cluster.

A document that takes too long, or too much memory, costs its own process and nothing else.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, wait
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from annual_review.baseline import corrections, parse, source
from annual_review.codebook.classifier import trained_on_all
from annual_review.errors import AnnualReviewError, SourceError, brief
from annual_review.forms.questionnaire import forms, on_ratification
from annual_review.tables import cache, tidy
from annual_review.tables.cache import Given, Read
from annual_review.tables.hand_codings import may_hold
from annual_review.tables.processes import EndedError, ProcessError, pool
from annual_review.tables.sources import Source


class Limits(NamedTuple):
    """What reading one document may take: wall seconds, and megabytes beyond an idle process."""

    seconds: float = 60.0
    megabytes: int = 1500


_AHEAD = 64
"""How many documents are handed out before the first result is taken."""


def read(path: Path | str) -> parse.Report:
    """Read one baseline, in this process and without limits of time and memory.

    A file made to do harm can take all memory, or never end. For files of unknown origin, use
    `annual_review.tables.reading.guarded(path)`, which takes a second or two longer and has the
    limits of `annual-review build`, or `build(folder, processes=1)`.

    Parameters
    ----------
    path
        A PDF, Word document, web page or text file.

    Returns
    -------
    Report
        What the document says: country, years, statements, and problems found on the way.

    Raises
    ------
    SourceError
        If the file cannot be opened, or is not of the kind that its name says.
    ParseError
        If it is not a country baseline. The message names the document and page.

    Examples
    --------
    >>> import annual_review as ar
    >>> report = ar.read("data/sources/azerbaijan-p029-2017-2018.txt")
    >>> report.iso3, report.first_year, report.last_year
    ('AZE', 2017, 2018)
    """
    return parse.parse(source.read(Path(path)))


def read_all(
    documents: Sequence[Source],
    given: Given,
    *,
    processes: int | None = None,
    limits: Limits | None = None,
    executor: Executor | None = None,
) -> Iterator[Read | AnnualReviewError]:
    """Read documents and yield what came of each, in their order.

    With `executor` (of `concurrent.futures`, or a cluster's), its machines read; they get the
    documents' bytes, so need not have the files. With `processes`, that many read, and each
    document has `limits`. With neither, this process reads, without limits.
    """
    limits = limits or Limits()
    if executor is not None:
        elsewhere = given._replace(folder="")
        hand_out = _unless_known(
            given, lambda each, raw: executor.submit(read_one, each, elsewhere, raw)
        )
        yield from _in_order(documents, hand_out, limits)
    elif processes is not None:
        with pool(min(processes, len(documents)), _prepare_for_coding, *limits) as call:
            hand_out = _unless_known(
                given, lambda each, _: call(_attempt, each.name, read_one, each, given)
            )
            yield from _in_order(documents, hand_out, limits)
    else:
        for document in documents:
            yield read_one(document, given)


def guarded(path: Path | str, limits: Limits | None = None) -> parse.Report:
    """Read one document in a process of its own, within limits.

    Raises SourceError or ParseError; SourceError too if it exceeds the limits. Raises ProcessError
    if no process can be started.
    """
    limits, path = limits or Limits(), Path(path)
    document = Source(str(path), path.name)
    with pool(1, forms, *limits) as call:
        (outcome,) = _in_order(
            [document], lambda each: call(_attempt, each.name, read, path), limits
        )
    if isinstance(outcome, AnnualReviewError):
        raise outcome
    report: parse.Report = outcome
    return report


def read_one(document: Source, given: Given, raw: bytes | None = None) -> Read | AnnualReviewError:
    """Read one document, or take what was read of the same bytes before."""
    path, name = Path(document.path), document.name
    try:
        raw, key, found = _known(document, given, raw)
        if found is None:
            report = parse.parse(source.from_bytes(raw, name, source.format_of(path, name)))
            report, applied = corrections.apply(report, given.corrections)
            rows = tidy.rows(report, may_hold(given.codings, report.report_id))
            found = Read(key, rows, applied, given.checksum(report.report_id))
            if given.folder:
                cache.keep(found, given.folder)
        return _as_listed(found, document)
    except (AnnualReviewError, MemoryError, RecursionError) as error:
        return _explained(name, error)


def _known(
    document: Source, given: Given, raw: bytes | None = None
) -> tuple[bytes, str, Read | None]:
    """The bytes of a document, their key in the cache, and what was read of them before."""
    name = document.name
    if raw is None:
        raw = source.load(Path(document.path), name)
    sha256 = hashlib.sha256(raw).hexdigest()
    if document.listing and sha256 != document.sha256:
        raise SourceError(
            name,
            found=f"the checksum {sha256}",
            expected=f"{document.sha256 or 'a checksum'}, as {document.listing} says",
            remedy="Sources are never edited: put the original back, or, if this is a new "
            "edition, correct its row.",
        )
    key = cache.key(name, sha256)
    return raw, key, cache.get(key, given) if given.folder else None


def _as_listed(read: Read, document: Source) -> Read:
    """Add what the folder's list says of a document. Raises SourceError if the two differ."""
    read.about["url"] = document.url
    if document.iso3 and document.iso3 != read.about["iso3"]:
        raise SourceError(
            document.name,
            found=f"a report of {read.about['country']} ({read.about['iso3']})",
            expected=f"one of {document.iso3}, as {document.listing} says",
            remedy="Correct the row, or put the right file there.",
        )
    return read


# ---- where documents are read -------------------------------------------------------------------


def _in_order(
    documents: Iterable[Source], hand_out: Callable[[Source], Future[Any]], limits: Limits
) -> Iterator[Any]:
    """Hand out documents, `_AHEAD` at a time, and yield what comes of each in their order.

    A document whose process was ended from outside, as when memory ends, is tried once more when
    no other is being read.
    """
    iterator = iter(documents)
    waiting = deque((each, hand_out(each)) for each in islice(iterator, _AHEAD))
    while waiting:
        document, future = waiting.popleft()
        try:
            try:
                outcome = future.result()
            except EndedError as ended:
                if not ended.from_outside:
                    raise
                wait(other for _, other in waiting)
                outcome = hand_out(document).result()
        except (CancelledError, ProcessError):
            raise  # no fault of this document, and the others would end the same way
        except (TimeoutError, EndedError) as error:
            outcome = _beyond(limits, document.name, error)
        except Exception as error:  # whatever happens with one document must not stop the others
            outcome = _explained(document.name, error)
        waiting.extend((each, hand_out(each)) for each in islice(iterator, 1))
        yield outcome


def _attempt(name: str, function: Callable[..., Any], *arguments: object) -> Any:
    """What a function gives, or an error that says what went wrong with a document."""
    try:
        return function(*arguments)
    except Exception as error:
        return _explained(name, error)


def _prepare_for_coding() -> None:
    """Make ready what the first document would wait for, for seconds, within its own limits."""
    for form in forms():
        on_ratification(form.language)
    trained_on_all()


def _unless_known(
    given: Given, read: Callable[[Source, bytes], Future[Any]]
) -> Callable[[Source], Future[Any]]:
    """Give a function that has a document, with its bytes, read elsewhere unless it was before."""

    def hand_out(document: Source) -> Future[Any]:
        outcome: Future[Any] = Future()
        try:
            raw, _, known = _known(document, given)
            if known is None:
                return read(document, raw)
            outcome.set_result(_as_listed(known, document))
        except AnnualReviewError as error:
            outcome.set_result(error)
        return outcome

    return hand_out


def _beyond(limits: Limits, name: str, error: TimeoutError | EndedError) -> SourceError:
    """Say which limit of its process a document exceeded."""
    match error:
        case TimeoutError():
            found = f"that reading it takes more than {limits.seconds:g} seconds"
            expected = "a document the size of a country baseline"
            remedy = "Check what the file holds, or allow more with --timeout."
        case EndedError(from_outside=True):
            found = f"that the system twice ended the process that read it (signal {-error.code})"
            expected = f"up to {limits.megabytes:,} MB of free memory"
            remedy = "The document may be sound: close other programs, and try it again."
        case EndedError():
            found = f"that reading it ended its process (exit code {error.code})"
            expected = f"a document that can be read within {limits.megabytes:,} MB of memory"
            remedy = "Check what the file holds, or save it as text."
    return SourceError(name, found=found, expected=expected, remedy=remedy)


def _explained(name: str, error: Exception) -> AnnualReviewError:
    """Say what went wrong with a document for the person who has to mend it."""
    match error:
        case AnnualReviewError():
            return error
        case MemoryError():
            found = "that reading it takes more memory than allowed"
            expected = "a document that can be read within the memory limit"
            remedy = "A baseline needs far less: check the file, or allow more with --memory "
            remedy += "and, if it is lower, `ulimit -v`."
        case RecursionError():
            found, expected = "parts nested too deeply to be read", "a country baseline"
            remedy = "Check what the file holds, or save it as text."
        case _:
            found = f"an unexpected error ({type(error).__name__}: {brief(error, 200)})"
            expected = "a document that can be read"
            remedy = "Please report this as a bug, with the document."
    return SourceError(name, found=found, expected=expected, remedy=remedy)
