"""Building a folder: a bad document does not stop the others; tables change completely or not."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import annual_review as ar
from annual_review import codebook, project
from annual_review.errors import SourceError
from annual_review.tables import SCHEMAS, TableError
from annual_review.tables.build import BuildError
from annual_review.tables.sources import find
from annual_review.tables.store import save
from tests.conftest import AZERBAIJAN, made_up


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "made-up-albania.txt").write_text(made_up({"prevention": "2019 AR: a) One; b) Two."}))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_sources_give_the_same_bytes(sources: Path, tmp_path: Path) -> None:
    (sources / "azerbaijan.txt").write_bytes(AZERBAIJAN.read_bytes())
    for name in ("one", "two"):
        ar.build(sources, tmp_path / name, parquet=True)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(contents(tmp_path / "one")) == 2 * len(SCHEMAS)


BAD = {
    "empty.txt": (b"", "an empty file"),
    "blank.txt": (b"\n \n", "without a single word"),
    "binary.txt": (b"\x00\x01\x02\x03" * 9, "bytes that are not text"),
    "letter.txt": (b"Dear Sir,\nthank you.\n", "labels"),
    "named.pdf": (b"AZERBAIJAN (2017-2018)", "a PDF, as its extension"),
    "named.docx": (b"AZERBAIJAN (2017-2018)", "a Word document, as its extension"),
    "table.xlsx": (b"PK\x03\x04", "ending in '.xlsx'"),
    "nowhere.txt": (made_up({}, "(2019-2020)").encode(), "no country in the title"),
    "atlantis.txt": (made_up({}, "ATLANTIS (2019-2020)").encode(), "no country known here"),
    "reversed.txt": (made_up({}, "ALBANIA (2020-2019)").encode(), "the later one first"),
    "yearless.txt": (made_up({}, "ALBANIA").encode(), "without years"),
    "second.txt": (made_up({}).encode(), "which made-up-albania.txt also holds"),
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
    with pytest.raises(BuildError, match="the tables were not changed"):
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
    documents, _ = find(project.root() / project.SOURCES)
    listed = next(each for each in documents if each.name == AZERBAIJAN.name)
    assert listed.sha256 == hashlib.sha256(AZERBAIJAN.read_bytes()).hexdigest()
    assert listed.iso3 == "AZE"


@pytest.mark.parametrize(
    ("listed", "url"),
    [
        ("https://example.org/albania", "https://example.org/albania"),
        ("unknown", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_tables_say_where_a_document_is_from(sources: Path, listed: str, url: str) -> None:
    (document,) = sources.iterdir()
    checksum = hashlib.sha256(document.read_bytes()).hexdigest()
    sources.with_suffix(".csv").write_text(
        f"file,iso3,url,accessed,sha256\n{document.name},ALB,{listed},,{checksum}\n", "utf-8"
    )
    assert ar.build(sources).reports["url"].tolist() == [url]


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


def test_files_that_cannot_be_opened_or_named_do_not_stop_the_others(
    sources: Path, tmp_path: Path
) -> None:
    (sources / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    name = os.fsdecode(b"caf\xe9.txt")
    (sources / name).write_bytes(AZERBAIJAN.read_bytes())
    with pytest.raises(BuildError) as error:
        ar.build(sources, tmp_path / "tidy")
    assert [failure.where for failure in error.value.failures] == ["dangling.txt"]
    assert "caf�.txt" in set(ar.load(tmp_path / "tidy").reports["source"])


def test_links_in_a_circle_end_and_give_no_document_twice(sources: Path, tmp_path: Path) -> None:
    (sources / "deeper").mkdir()
    (sources / "deeper" / "up").symlink_to(sources)
    (sources / "here").symlink_to(".")
    (sources / "above").symlink_to(tmp_path)
    (sources / "a-deeper").symlink_to("deeper")
    (sources / "deeper" / "ghana.txt").write_text(made_up({}, "GHANA (2019-2020)"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "fiji.txt").write_text(made_up({}, "FIJI (2019-2020)"))
    (outside / "back").symlink_to(sources)
    (sources / "linked").symlink_to(outside)
    (sources / "linked-again").symlink_to(outside)
    documents, errors = find(sources)
    assert errors == []
    assert [document.name for document in documents] == [
        "deeper/ghana.txt",
        "linked/fiji.txt",
        "made-up-albania.txt",
    ]


def test_saving_twice_at_once_does_no_harm(sources: Path, tmp_path: Path) -> None:
    tables = ar.build(sources, tmp_path / "tidy")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: save(tables, tmp_path / "tidy"), range(12)))
    assert sorted(contents(tmp_path / "tidy")) == sorted(f"{name}.csv" for name in SCHEMAS)


def test_a_source_that_is_not_listed_is_read_too(sources: Path, tmp_path: Path) -> None:
    listing(sources, "")
    assert len(ar.build(sources, tmp_path / "tidy").reports) == 1


def test_an_empty_list_is_refused_with_the_line_that_it_needs(sources: Path) -> None:
    sources.with_suffix(".csv").write_bytes(b"")
    with pytest.raises(
        SourceError, match="first line that reads nothing; expected the columns file"
    ):
        ar.build(sources)


def test_many_wrong_rows_are_one_message_with_their_number(sources: Path) -> None:
    listing(sources, "".join(f"gone-{n}.txt,ALB,unknown,,\n" for n in range(3000)))
    codings = "".join(f"gone/{n},remedies.legal_aid,AB,,,\n" for n in range(2000))
    beside = sources.parent
    (beside / "codings.csv").write_text("item_id,code,coder,date,note,text\n" + codings)
    entry = "- {report: R, place: p/1, column: text, found: x, should_be: y, reason: z}\n"
    (beside / "corrections.yml").write_text(entry * 1000)
    with pytest.raises(BuildError) as error:
        ar.build(sources)
    told = {failure.where: str(failure) for failure in error.value.failures}
    assert list(told) == ["codings.csv", "corrections.yml", "sources.csv"]
    for name, number in (("sources", "3,000"), ("codings", "2,000"), ("corrections", "1,000")):
        message = next(said for where, said in told.items() if where.startswith(name))
        assert f"found {number} errors like these: " in message
        assert len(message) < 1500
    assert "gone-0.txt: no such file; gone-1.txt" in told["sources.csv"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "- {report: R, place: p, column: text, found: 2020-13-01, should_be: y, reason: z}",
        "- {report: R, place: p, column: text, found: 1" + "1" * 5000 + ", should_be: y, reason: z}",
        "- {report: R, place: p, column: text, found: 0x" + "1" * 5000 + ", should_be: y, reason: z}",
        '- {report: R, place: p, column: text, found: "\\ud800", should_be: y, reason: z}',
        "- {report: R, place: p, column: text, found: [x], should_be: y, reason: z}",
    ],
)  # fmt: skip
def test_corrections_that_yaml_cannot_hold_are_refused(sources: Path, text: str) -> None:
    (sources.parent / "corrections.yml").write_text(text)
    with pytest.raises(SourceError, match=r"^corrections\.yml"):
        ar.build(sources)


# ---- corrections and codings by people ----------------------------------------------------------

ENTRY = """
- report: ALB-P029-2019-2020
  place: {place}
  column: {column}
  found: {found}
  should_be: {should_be}
  reason: made up for tests
"""

REASON = "- {{report: A, place: b, column: text, found: c, should_be: d, reason: {}}}"


def correct(sources: Path, **entry: str) -> None:
    (sources.parent / "corrections.yml").write_text(ENTRY.format(**entry))


def test_a_misprinted_year_is_corrected_and_says_so(sources: Path, tmp_path: Path) -> None:
    correct(
        sources,
        place="prevention/1",
        column="years_as_printed",
        found="2019 AR",
        should_be="2020 AR",
    )
    tables = ar.build(sources, tmp_path / "tidy")
    row = tables.statements[tables.statements["field"] == "prevention"].iloc[0]
    assert (row["year"], row["years_as_printed"]) == (2020, "2020 AR")
    assert row["corrected"] == "years_as_printed printed as: 2019 AR (made up for tests)"
    assert tables.measures["year"].tolist() == [2020, 2020]
    assert set(tables.measures["corrected"]) == {row["corrected"]}
    from annual_review import analysis

    assert "corrected" in analysis.statements_as_printed(tables)


def test_a_wrong_letter_is_corrected_and_the_id_stays(sources: Path, tmp_path: Path) -> None:
    correct(sources, place="prevention/1/b", column="letter", found="b", should_be="c")
    measures = ar.build(sources, tmp_path / "tidy").measures.set_index("measure_id")
    assert measures.loc["ALB-P029-2019-2020/prevention/1/b", "letter"] == "c"
    assert measures.loc["ALB-P029-2019-2020/prevention/1/a", "corrected"] == ""


@pytest.mark.parametrize(("speaker", "party"), [("workers", "workers"), ("the TUC", "unknown")])
def test_a_corrected_speaker_is_on_that_speaker_s_side(
    sources: Path, tmp_path: Path, speaker: str, party: str
) -> None:
    correct(sources, place="prevention/1", column="speaker", found="government", should_be=speaker)
    statements = ar.build(sources, tmp_path / "tidy").statements.set_index("field")
    assert statements.loc["prevention", "party"] == party


@pytest.mark.parametrize(
    ("place", "column", "found"),
    [("prevention/1", "years_as_printed", "2018 AR"), ("prevention/9", "text", "x"), ("prevention/1/z", "letter", "z")],
)  # fmt: skip
def test_a_correction_of_what_the_source_no_longer_says_is_named_as_stale(
    sources: Path, tmp_path: Path, place: str, column: str, found: str
) -> None:
    correct(sources, place=place, column=column, found=found, should_be="y")
    with pytest.raises(BuildError, match="The entry is stale and was not applied") as error:
        ar.build(sources, tmp_path / "tidy")
    assert error.value.tables is not None
    assert set(error.value.tables.statements["corrected"]) == {""}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- report: X\n", "lacks or adds column"),
        ("just words", "found str"),
        (ENTRY.format(place="prevention/1", column="answer", found="x", should_be="y"), "the column 'answer'"),
        ("- [", "expected a list of entries"),
        ("[" * 5_000, "expected a list of entries"),
        ("- " + "1" * 5_000, "expected a list of entries"),
        ("- 2020-13-01", "expected a list of entries"),
        (REASON.format('"a\\rb"'), "the character U.000D in reason"),
        (REASON.format('"a\\0b"'), "the character U.0000 in reason"),
        (REASON.format('"\\ud800"'), "the character U.D800 in reason"),
        (REASON.format("[a, b]"), "more than a text in reason"),
    ],
)  # fmt: skip
def test_a_malformed_correction_is_refused(
    sources: Path, tmp_path: Path, text: str, found: str
) -> None:
    (sources.parent / "corrections.yml").write_text(text)
    with pytest.raises(SourceError, match=found):
        ar.build(sources, tmp_path / "tidy")


def code(sources: Path, *rows: str) -> None:
    lines = ["item_id,code,coder,date,note,text", *rows]
    (sources.parent / "codings.csv").write_text("\n".join(lines) + "\n")


ITEM = "ALB-P029-2019-2020/prevention/1/a"


def test_codes_that_people_give_override_the_rules(sources: Path, tmp_path: Path) -> None:
    code(sources, f"{ITEM},prevention.education,XY,2020-01-01,why,One")
    tables = ar.build(sources, tmp_path / "tidy")
    first, second = tables.measures["code"]
    assert first == "prevention.education"
    assert second == codebook.code("Two", "measure", "prevention")[0].code
    manual = tables.codings[tables.codings["method"] == "manual"]
    assert manual[["item_id", "code"]].to_numpy().tolist() == [[ITEM, "prevention.education"]]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (f"{ITEM},prevention.education,XY,,,Another text", "no longer reads “Another text”"),
        (
            "ALB-P029-2019-2020/prevention/1/z,prevention.education,XY,,,",
            "for an item that is gone",
        ),
        (f"{ITEM},need.data,XY,,,One", "that has no codes of that scheme"),
        (f"{ITEM},prevention.educatoin,XY,,,", "Did you mean prevention.education?"),
        (f"{ITEM},prevention.education,rules,,,", "the coder 'rules'"),
    ],
)
def test_a_coding_that_fits_no_item_or_code_is_reported(
    sources: Path, tmp_path: Path, row: str, found: str
) -> None:
    code(sources, row)
    with pytest.raises(ar.AnnualReviewError) as error:
        ar.build(sources, tmp_path / "tidy")
    assert found in str(error.value)


def test_tables_are_not_built_where_people_write(sources: Path, tmp_path: Path) -> None:
    beside = sources.parent
    code(sources, f"{ITEM},prevention.education,XY,2020-01-01,why,One")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "codings.csv").write_text("item_id,code,coder,date,note,text\n")
    (tmp_path / "fewer").mkdir()
    (tmp_path / "fewer" / "codings.csv").write_text("item_id,code,coder\n")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "corrections.yml").write_text("[]")
    (tmp_path / "long").mkdir()
    (tmp_path / "long" / "texts.csv").write_text("x" * 200_000)
    (tmp_path / "lone").mkdir()
    (tmp_path / "lone" / "needs.parquet").write_text("of a person")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.*")}
    for tidy, found in (
        (beside, "the sources in it"),
        (beside / "sources" / "tidy", "within the folder of sources"),
        (tmp_path / "other", "codings.csv, which this program did not write"),
        (tmp_path / "fewer", "codings.csv, which this program did not write"),
        (tmp_path / "more", "corrections.yml, which this program did not write"),
        (tmp_path / "long", "texts.csv, which this program did not write"),
        (tmp_path / "lone", "needs.parquet, which this program did not write"),
        (project.root() / project.OUTPUTS, "the project's documents, reports or notebooks"),
        (project.root() / project.SOURCES / "tidy", "among the project's documents"),
        (project.root() / "data", "among the project's documents"),
        (Path("/"), "the root of all folders"),
    ):
        with pytest.raises(SourceError, match=found):
            ar.build(sources, tidy)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.*")} == before


def test_tables_of_an_earlier_version_are_replaced(sources: Path, tmp_path: Path) -> None:
    tidy = tmp_path / "tidy"
    tidy.mkdir()
    (tidy / "codings.csv").write_text("item_id,code,coder,method,score,primary\n")
    (tidy / "needs.csv").write_text("")
    assert len(ar.build(sources, tidy).reports) == len(ar.load(tidy).reports)


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


def test_fresh_parquet_survives_a_save_that_was_stopped(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, moved = Path.replace, []

    def stopped(self: Path, target: Path) -> Path:
        if len(moved) == 2 * len(SCHEMAS) - 1:
            raise KeyboardInterrupt
        moved.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        ar.build(sources, tmp_path / "tidy", parquet=True)
    monkeypatch.undo()
    ar.load(tmp_path / "tidy")
    assert len(contents(tmp_path / "tidy")) == 2 * len(SCHEMAS)


def test_parquet_goes_when_it_would_be_stale_and_other_files_stay(
    sources: Path, tmp_path: Path
) -> None:
    tidy = tmp_path / "tidy"
    ar.build(sources, tidy, parquet=True)
    (tidy / "notes.md").write_text("mine")
    ar.build(sources, tidy)
    assert sorted(contents(tidy)) == sorted([*(f"{name}.csv" for name in SCHEMAS), "notes.md"])


def test_a_stale_correction_comes_with_what_the_source_reads_and_the_entry_to_paste(
    sources: Path, tmp_path: Path
) -> None:
    correct(sources, place="prevention/1/b", column="text", found="Ones", should_be="Won")
    with pytest.raises(BuildError) as error:
        ar.build(sources, tmp_path / "tidy")
    (stale,) = error.value.failures
    assert "prevention/1/a: the text reads “" in stale.remedy
    entry = stale.remedy.partition("replace the entry by:\n")[2]
    (sources.parent / "corrections.yml").write_text(entry)
    tables = ar.build(sources, tmp_path / "tidy")
    assert tables.measures.set_index("measure_id").loc[ITEM, "text"] == "Won"
