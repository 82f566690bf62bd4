"""Building a folder: one bad document stops no other, and old tables are replaced whole or stay."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

import annual_review as ar
from annual_review import corpus
from annual_review.corpus import BuildError, SourceError
from annual_review.tables import SCHEMAS, TableError
from tests.conftest import AZERBAIJAN, PROJECT, made_up


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "made-up-albania.txt").write_text(made_up({"prevention": "2019 AR: a) One; b) Two."}))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_committed_tables_are_what_the_sources_give(tmp_path: Path) -> None:
    ar.build(PROJECT / "data" / "sources", tmp_path)
    assert contents(tmp_path) == contents(PROJECT / "data" / "tidy")


def test_the_same_sources_give_the_same_bytes(sources: Path, tmp_path: Path) -> None:
    (sources / "azerbaijan.txt").write_bytes(AZERBAIJAN.read_bytes())
    for name in ("one", "two"):
        ar.build(sources, tmp_path / name, parquet=True)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(contents(tmp_path / "one")) == 2 * len(SCHEMAS)


BAD = {
    "empty.txt": (b"", "an empty file"),
    "blank.txt": (b"\n \n", "without a single word"),
    "binary.txt": (b"\x00\x01\x02\x03" * 9, "bytes that are no text"),
    "letter.txt": (b"Dear Sir,\nthank you.\n", "labels"),
    "named.pdf": (b"AZERBAIJAN (2017-2018)", "a PDF, as the ending"),
    "named.docx": (b"AZERBAIJAN (2017-2018)", "a Word document, as the ending"),
    "table.xlsx": (b"PK\x03\x04", "ending in '.xlsx'"),
    "nowhere.txt": (made_up({}, "(2019-2020)").encode(), "no country in the title"),
    "atlantis.txt": (made_up({}, "ATLANTIS (2019-2020)").encode(), "no country known here"),
    "reversed.txt": (made_up({}, "ALBANIA (2020-2019)").encode(), "the later one first"),
    "yearless.txt": (made_up({}, "ALBANIA").encode(), "without years"),
    "cut.txt": (AZERBAIJAN.read_bytes()[:4000], "the document's end after"),
    "second.txt": (made_up({}).encode(), "which made-up-albania.txt holds too"),
}


def test_bad_documents_are_each_named_and_the_others_built(sources: Path, tmp_path: Path) -> None:
    for name, (raw, _) in BAD.items():
        (sources / name).write_bytes(raw)
    with pytest.raises(BuildError) as error:
        ar.build(sources, tmp_path / "tidy")
    messages = {failure.where.split(",")[0]: str(failure) for failure in error.value.failures}
    assert sorted(messages) == sorted(BAD)
    for name, (_, found) in BAD.items():
        assert found in messages[name]
    tables = ar.load(tmp_path / "tidy")
    assert list(tables.reports["report_id"]) == ["ALB-P029-2019-2020"]
    assert list(tables.measures["text"]) == ["One", "Two"]


def test_tables_stay_when_no_document_can_be_read(sources: Path, tmp_path: Path) -> None:
    ar.build(sources, tmp_path / "tidy")
    before = contents(tmp_path / "tidy")
    (sources / "made-up-albania.txt").write_text("no baseline")
    with pytest.raises(BuildError, match="the tables are as they were"):
        ar.build(sources, tmp_path / "tidy")
    assert contents(tmp_path / "tidy") == before


@pytest.mark.parametrize("fill", [False, True])
def test_a_folder_without_documents_is_refused(tmp_path: Path, fill: bool) -> None:
    if fill:
        (tmp_path / ".hidden").write_text("x")
    tidy = tmp_path.with_name(f"{tmp_path.name}-tidy")
    with pytest.raises(SourceError, match="an empty folder"):
        ar.build(tmp_path, tidy)
    with pytest.raises(SourceError, match="no such folder"):
        ar.build(tmp_path / "missing", tidy)
    with pytest.raises(SourceError, match="within the folder of sources"):
        ar.build(tmp_path, tmp_path / "tidy")


def test_documents_in_folders_are_read_under_their_path(sources: Path, tmp_path: Path) -> None:
    (sources / "caucasus").mkdir()
    (sources / "caucasus" / "azerbaijan.txt").write_bytes(AZERBAIJAN.read_bytes())
    tables = ar.build(sources, tmp_path / "tidy")
    assert set(tables.reports["source"]) == {"caucasus/azerbaijan.txt", "made-up-albania.txt"}


# ---- the list of sources ------------------------------------------------------------------------


def listing(sources: Path, rows: str) -> None:
    sources.with_suffix(".csv").write_text("file,iso3,url,accessed,sha256\n" + rows)


def test_the_azerbaijan_source_is_as_its_row_says() -> None:
    listed = corpus.listing(PROJECT / "data" / "sources")[AZERBAIJAN.name]
    assert listed.sha256 == hashlib.sha256(AZERBAIJAN.read_bytes()).hexdigest()
    assert listed.iso3 == "AZE"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("made-up-albania.txt,ALB,unknown,,0000\n", "found the checksum"),
        ("made-up-albania.txt,ALB,unknown,,\n", "expected a checksum"),
        ("made-up-albania.txt,AZE,unknown,,{sha}\n", "found a report of Albania"),
        ("made-up-albania.txt,ALB,unknown,,{sha}\ngone.txt,AZE,unknown,,00\n", "gone.txt: found no such file"),
        ("made-up-albania.txt\n", "found line 2 without iso3"),
        ("made-up-albania.txt,ALB,unknown,,{sha}\n" * 2, "in two rows"),
    ],
)  # fmt: skip
def test_a_source_that_differs_from_its_row_is_refused(
    sources: Path, tmp_path: Path, rows: str, found: str
) -> None:
    sha = hashlib.sha256((sources / "made-up-albania.txt").read_bytes()).hexdigest()
    listing(sources, rows.format(sha=sha))
    with pytest.raises(ar.AnnualReviewError, match=found):
        ar.build(sources, tmp_path / "tidy")


def test_a_list_without_its_first_line_is_refused(sources: Path, tmp_path: Path) -> None:
    sources.with_suffix(".csv").write_text("made-up-albania.txt,ALB,unknown,,0000\n")
    with pytest.raises(SourceError, match=r"found a first line that reads made-up-albania\.txt"):
        ar.build(sources, tmp_path / "tidy")


def test_files_that_cannot_be_opened_or_named_stop_no_other(sources: Path, tmp_path: Path) -> None:
    (sources / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    name = os.fsdecode(b"caf\xe9.txt")
    (sources / name).write_bytes(AZERBAIJAN.read_bytes())
    with pytest.raises(BuildError) as error:
        ar.build(sources, tmp_path / "tidy")
    assert [failure.where for failure in error.value.failures] == ["dangling.txt"]
    assert "caf�.txt" in set(ar.load(tmp_path / "tidy").reports["source"])


def test_a_source_that_is_not_listed_is_read_all_the_same(sources: Path, tmp_path: Path) -> None:
    listing(sources, "")
    assert len(ar.build(sources, tmp_path / "tidy").reports) == 1


# ---- saving -------------------------------------------------------------------------------------


def test_a_save_that_fails_leaves_the_old_tables(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidy = tmp_path / "tidy"
    ar.build(sources, tidy)
    before = contents(tidy)
    (sources / "made-up-albania.txt").write_text(made_up({"prevention": "2020 AR: Another."}))

    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pandas.DataFrame.to_csv", full)
    with pytest.raises(TableError, match="No space left"):
        ar.build(sources, tidy)
    assert contents(tidy) == before


def test_a_save_that_was_stopped_half_way_is_finished_by_the_next_reader(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidy = tmp_path / "tidy"
    ar.build(sources, tidy)
    (sources / "made-up-albania.txt").write_text(made_up({"prevention": "2020 AR: Another."}))
    replace, moved = Path.replace, []

    def stopped(self: Path, target: Path) -> Path:
        if len(moved) == 3:
            raise KeyboardInterrupt
        moved.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        ar.build(sources, tidy)
    monkeypatch.undo()
    tables = ar.load(tidy)
    assert list(tables.measures["text"]) == ["Another"]
    assert sorted(contents(tidy)) == sorted(f"{name}.csv" for name in SCHEMAS)


def test_parquet_goes_when_it_would_be_stale_and_other_files_stay(
    sources: Path, tmp_path: Path
) -> None:
    tidy = tmp_path / "tidy"
    ar.build(sources, tidy, parquet=True)
    (tidy / "notes.md").write_text("mine")
    ar.build(sources, tidy)
    assert sorted(contents(tidy)) == sorted([*(f"{name}.csv" for name in SCHEMAS), "notes.md"])
