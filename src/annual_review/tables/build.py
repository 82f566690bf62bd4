"""The verbs `build` and `load`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from annual_review import project
from annual_review.baseline import corrections
from annual_review.errors import MOST_TOLD, AnnualReviewError, SourceError, few
from annual_review.tables import cache, hand_codings, misprints, store
from annual_review.tables.hand_codings import HandCoding
from annual_review.tables.reading import Limits, read_all
from annual_review.tables.schema import Tables, check
from annual_review.tables.sources import find
from annual_review.tables.tidy import Rows, from_rows, stale_codings


class BuildError(AnnualReviewError):
    """Some documents could not be read.

    `failures` has the error of each, in order of file name. `tables` are those of the other
    documents, or None if none could be read.
    """

    def __init__(self, where: str, failures: list[AnnualReviewError], built: Tables | None) -> None:
        self.failures, self.tables = failures, built
        super().__init__(
            where,
            found="; ".join(str(failure) for failure in failures),
            expected="documents that can be read",
            remedy="" if built else "No document could be read, so the tables were not changed.",
        )


def load(tidy: Path | str = "") -> Tables:
    """Load tables that were built before.

    Parameters
    ----------
    tidy
        The folder of the tables. The default is `data/tidy` of the project, which is the nearest
        folder above the working folder with a file `annual-review.toml`.

    Returns
    -------
    Tables
        The tables as DataFrames. They can be changed without affecting later calls.

    Raises
    ------
    TableError
        If a table is missing or damaged.
    ProjectError
        If no folder is given and there is no project.

    Examples
    --------
    >>> import annual_review as ar
    >>> tables = ar.load()
    >>> "AZE-P029-2017-2018" in set(tables.reports["report_id"])
    True
    """
    return store.load(project.tables(tidy))


def build(
    sources: Path | str,
    tidy: Path | str | None = None,
    *,
    parquet: bool = False,
    processes: int | None = None,
    limits: Limits | None = None,
    executor: Executor | None = None,
    again: bool = False,
) -> Tables:
    """Read every document in a folder and return the tables made from them, saved if asked.

    A document that cannot be read does not stop the others. A document is read again only if it,
    the program, or the corrections or codings have changed. The same sources always give the same
    bytes.

    Parameters
    ----------
    sources
        The folder of documents. Its list (`sources.csv` for a folder `sources`),
        `corrections.yml` and `codings.csv` may stand beside it.
    tidy
        The folder to save the tables to, outside `sources`. By default they are not saved, and
        every document is read.
    parquet
        Whether to save Parquet files as well as CSV.
    processes
        How many processes read, each document within `limits`. The default is to read in this
        process, without limits: for files of unknown origin, give a number.
    limits
        What reading one document may take, if processes read.
    executor
        An executor that reads instead, such as `dask.distributed.Client().get_executor()`.
    again
        Whether to read documents again that have not changed.

    Returns
    -------
    Tables
        The tables, as saved.

    Raises
    ------
    BuildError
        If any document failed. The tables of the others are saved, and are its `tables`.
    SourceError
        If the folder is missing or empty, a file beside it is malformed, or `tidy` has documents
        or files of a person in it.
    TableError
        If the tables cannot be saved.

    Examples
    --------
    >>> import tempfile
    >>> import annual_review as ar
    >>> tables = ar.build("data/sources")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     tables = ar.build("data/sources", f"{folder}/tidy")
    >>> "AZE-P029-2017-2018" in set(tables.reports["report_id"])
    True
    """
    folder, cached = Path(sources), ""
    if tidy is not None:
        _refuse_among_documents(Path(tidy), folder)
        whole = Path(tidy).absolute()
        cached = str(whole.with_name(f".{whole.name}.read"))  # what was read, for the next build
    beside = folder.resolve().parent
    to_correct = corrections.read(beside / "corrections.yml")
    by_hand = hand_codings.read(beside / "codings.csv")
    if again and cached:
        shutil.rmtree(cached, ignore_errors=True)
    documents, missing = find(folder)
    given = cache.Given(tuple(to_correct), hand_codings.by_subject(by_hand), cached)
    failures: list[AnnualReviewError] = [*missing]
    reports: dict[str, dict[str, Any]] = {}  # by their id, in the order of the documents
    applied: set[corrections.Correction] = set()
    keys: set[str] = set()

    def rows() -> Iterator[Rows]:
        for outcome in read_all(
            documents, given, processes=processes, limits=limits, executor=executor
        ):
            if isinstance(outcome, AnnualReviewError):
                failures.append(outcome)
                continue
            first = reports.setdefault(outcome.about["report_id"], outcome.about)
            if first is not outcome.about:
                failures.append(_twice(outcome.about, first))
                continue
            applied.update(outcome.applied)
            keys.add(outcome.key)
            yield outcome.rows

    built = from_rows(rows())
    if tidy is None:
        check(built)  # those that are saved are checked by `save`
    if reports:
        gone = [_stale_coding(each) for each in stale_codings(built, by_hand)]
        failures += few("codings.csv", gone)
    if reports and tidy is not None:
        failures += _unused_codings(Path(tidy), beside / "codings.csv", by_hand, built)
        store.save(built, tidy, parquet=parquet)
        cache.forget_others(keys, cached)
    stale = [each for each in to_correct if each not in applied]
    told = len(stale) <= MOST_TOLD
    failures += few(
        "corrections.yml",
        [corrections.stale(each, misprints.instead(built, each) if told else "") for each in stale],
    )
    if failures or not reports:
        failures.sort(key=lambda failure: failure.where)
        raise BuildError(str(folder), failures, built if reports else None)
    return built


def _refuse_among_documents(tidy: Path, sources: Path) -> None:
    """Raise SourceError if the tables would stand among documents or files that people write."""
    if not tidy.name and tidy.is_absolute():
        raise SourceError(
            str(tidy), found="the root of all folders", expected="a folder for the tables alone"
        )
    folder, root = tidy.resolve(), project.find()
    if folder.is_relative_to(sources.resolve()):
        raise SourceError(
            str(tidy),
            found="the tables' folder within the folder of sources",
            expected="another folder",
            remedy="The tables would be read as sources: choose another folder with --tidy.",
        )
    found = ""
    own = (project.SOURCES, project.OUTPUTS, project.NOTEBOOKS)
    places = [(root / each).resolve() for each in own] if root else []
    if sources.resolve().is_relative_to(folder):
        found = "a folder for tables that has the sources in it"
    elif any(folder.is_relative_to(each) or each.is_relative_to(folder) for each in places):
        found = "a folder for tables among the project's documents, reports or notebooks"
    elif others := store.others(folder):
        found = f"{', '.join(others)}, which this program did not write"
    if found:
        raise SourceError(
            str(tidy),
            found=found,
            expected="a folder that holds nothing else",
            remedy="Nothing was written: choose another folder with --tidy.",
        )


def _twice(second: dict[str, Any], first: dict[str, Any]) -> SourceError:
    same = " with the same bytes" if second["sha256"] == first["sha256"] else ""
    return SourceError(
        second["source"],
        found=f"the report {second['report_id']}, which {first['source']} also holds{same}",
        expected="one source for each report",
        remedy=f"Remove one of the two files; the tables use {first['source']}.",
    )


def _unused_codings(
    tidy: Path, used: Path, by_hand: list[HandCoding], built: Tables
) -> list[SourceError]:
    """Tell of codes beside the tables, where people save them, that the build does not use."""
    file = tidy.resolve().parent / used.name
    if file == used:
        return []
    try:
        others = set(hand_codings.read(file)) - set(by_hand)
    except SourceError as error:
        return [error]
    unused = len(others) - len(stale_codings(built, others))  # they may be of other documents
    if not unused:
        return []
    return [
        SourceError(
            str(file),
            found=f"{unused:,} row{'s' * (unused > 1)} that {used} does not have",
            expected="all codes that people gave in that file",
            remedy="They were not applied: move them there. People's codes are saved beside the "
            "tables, so keep these beside the sources, or use `annual-review review --sources`.",
        )
    ]


def _stale_coding(coding: HandCoding) -> SourceError:
    return SourceError(
        f"codings.csv, {coding.item_id}",
        found=f"the code {coding.code} by {coding.coder} for an item that is gone,"
        " that has no codes of that scheme"
        + (f" or no longer reads “{coding.text[:60]}”" if coding.text else ""),
        expected="an item in the tables with the text that was coded, in an answer of that country "
        "to that question, and codes of that scheme",
        remedy="The coding was not applied: check the item, then correct or remove the row.",
    )
