"""Reading many documents: only what changed, within limits, the same wherever it is done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

import pytest

import annual_review as ar
from annual_review import program
from annual_review.tables import HandCoding, processes, reading
from annual_review.tables.build import BuildError
from annual_review.tables.cache import Given
from annual_review.tables.reading import Limits, read_all
from annual_review.tables.sources import Source
from tests.conftest import AZERBAIJAN, made_up
from tests.documents.files import content

FORMATS = {
    "made-up-albania-p029-2017-2021": "docx",
    "made-up-chile-p029-2017-2024": "pdf",
    "made-up-fiji-cl-2010-2011": "table.html",
    "made-up-kenya-disc-2003-2016": "interleaved.txt",
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with a made-up document of every format."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, ending in FORMATS.items():
        file = f"{name}.{ending}"
        (folder / file).write_bytes(content(file))
    return folder


def csv(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("*.csv")}


def test_tables_are_the_same_wherever_documents_are_read(sources: Path, tmp_path: Path) -> None:
    ar.build(sources, tmp_path / "here")
    ar.build(sources, tmp_path / "processes", processes=2)
    with ThreadPoolExecutor(2) as executor:
        ar.build(sources, tmp_path / "executor", executor=executor)
    assert csv(tmp_path / "here") == csv(tmp_path / "processes") == csv(tmp_path / "executor")
    reports = ar.load(tmp_path / "here").reports
    assert list(reports["iso3"]) == ["ALB", "CHL", "FJI", "KEN"]
    assert len(set(reports["media_type"])) == 4


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources, read = tmp_path / "sources", []
    sources.mkdir()
    for country in ("ALBANIA", "GHANA"):
        (sources / f"{country}.txt").write_text(made_up({}, f"{country} (2019-2020)"), "utf-8")
    parse = reading.parse.parse
    monkeypatch.setattr(
        reading.parse,
        "parse",
        lambda document: read.append(document.source.path) or parse(document),
    )

    ar.build(sources, tmp_path / "tidy")
    first = csv(tmp_path / "tidy")
    ar.build(sources, tmp_path / "tidy")
    assert read == ["ALBANIA.txt", "GHANA.txt"]
    assert csv(tmp_path / "tidy") == first

    text = made_up({"offer": "2020 AR: Training."}, "GHANA (2019-2020)")
    (sources / "GHANA.txt").write_text(text, "utf-8")
    ar.build(sources, tmp_path / "tidy")
    assert read[2:] == ["GHANA.txt"]

    (tmp_path / "corrections.yml").write_text(
        "- {report: GHA-P029-2019-2020, place: offer/1, column: text, found: Training., "
        "should_be: Training of inspectors., reason: a test}\n"
    )
    built = ar.build(sources, tmp_path / "tidy")
    assert read[3:] == ["GHANA.txt"]
    assert "Training of inspectors." in set(built.statements["text"])

    coding = "ALB-P029-2019-2020/prevention/1/1,prevention.awareness,AB,,,"
    (tmp_path / "codings.csv").write_text(f"{','.join(HandCoding._fields)}\n{coding}\n")
    with pytest.raises(BuildError, match="for an item that is gone"):
        ar.build(sources, tmp_path / "tidy")
    assert read[4:] == ["ALBANIA.txt"]

    (tmp_path / "codings.csv").unlink()
    (tmp_path / "corrections.yml").unlink()
    built = ar.build(sources, tmp_path / "tidy")
    assert read[5:] == ["ALBANIA.txt", "GHANA.txt"]
    assert "Training." in set(built.statements["text"])

    installed = metadata.version
    monkeypatch.setattr(program, "requirements", program.requirements.__wrapped__)
    for other in ("ftfy", "annual-review"):  # which the tables name as their reader
        monkeypatch.setattr(
            metadata,
            "version",
            lambda name, other=other: "99" if name == other else installed(name),
        )
        read.clear()
        ar.build(sources, tmp_path / "tidy")
        assert read == ["ALBANIA.txt", "GHANA.txt"]

    ar.build(sources, tmp_path / "tidy", again=True)
    assert len(read) == 4


def test_a_build_that_finds_nothing_changed_starts_no_process_and_asks_no_other_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "ghana.txt").write_text(made_up({}, "GHANA (2019-2020)"), "utf-8")
    ar.build(sources, tmp_path / "tidy")
    first = csv(tmp_path / "tidy")
    monkeypatch.setattr(processes, "Process", None)
    ar.build(sources, tmp_path / "tidy", processes=2)
    with ThreadPoolExecutor(1) as executor:
        monkeypatch.setattr(executor, "submit", None)
        ar.build(sources, tmp_path / "tidy", executor=executor)
    assert csv(tmp_path / "tidy") == first


def test_reading_needs_no_library_that_only_notebooks_need(monkeypatch: pytest.MonkeyPatch) -> None:
    distribution = metadata.distribution
    known = program.requirements.__wrapped__()

    def without_jupyterlab(name: str) -> metadata.Distribution:
        return distribution("no-such-library" if name == "jupyterlab" else name)

    monkeypatch.setattr(metadata, "distribution", without_jupyterlab)
    assert program.requirements.__wrapped__() != known


def test_what_was_kept_and_is_damaged_is_read_again(tmp_path: Path) -> None:
    given = Given(folder=str(tmp_path / "kept"))
    document = Source(str(AZERBAIJAN), AZERBAIJAN.name)
    (first,) = read_all([document], given)
    (kept,) = (tmp_path / "kept").iterdir()
    for damage in (b"", b"{}", b"[" * 100_000, kept.read_bytes()[:-9]):
        kept.write_bytes(damage)
        assert list(read_all([document], given)) == [first]


def test_a_document_that_takes_too_long_does_not_stop_the_others(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    said = " ".join(f"Ratify{n} was planned." for n in range(38_000))  # each is looked at anew
    slow = made_up({"ratification_intention": f"2019 AR: {said}"}, "ALBANIA (2019-2020)")
    (sources / "slow.txt").write_text(slow, "utf-8")
    (sources / "other.txt").write_text(made_up({}, "GHANA (2019-2020)"), "utf-8")
    with pytest.raises(BuildError) as error:
        ar.build(sources, tmp_path / "tidy", processes=2, limits=Limits(seconds=6))
    (failure,) = error.value.failures
    assert "slow.txt: found that reading it takes more than 6 seconds" in str(failure)
    assert list(ar.load(tmp_path / "tidy").reports["iso3"]) == ["GHA"]


def test_a_document_that_takes_too_much_memory_does_not_stop_the_others(
    sources: Path, tmp_path: Path
) -> None:
    (sources / "huge.txt").write_bytes(b"word and word again\n" * 2_000_000)
    with pytest.raises(BuildError) as error:
        ar.build(sources, tmp_path / "tidy", processes=2, limits=Limits(60, 120))
    assert [failure.where for failure in error.value.failures] == ["huge.txt"]
    assert "memory" in str(error.value.failures[0])
    assert len(ar.load(tmp_path / "tidy").reports) == len(FORMATS)
