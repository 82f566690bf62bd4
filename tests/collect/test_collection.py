"""Collecting: what is kept, under which name, what is refused, and what an interruption leaves."""

from __future__ import annotations

import csv
import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

import annual_review as ar
from annual_review.collect import Fetcher, Outcome, Wanted, collect, collection
from annual_review.collect.collection import extension
from annual_review.errors import AnnualReviewError
from annual_review.files import locked
from annual_review.tables import sources
from tests.collect.site import Site, answer, redirect
from tests.documents.files import content

FIJI = {
    suffix: content(f"made-up-fiji-cl-2010-2011.{made}")
    for suffix, made in {
        ".html": "table.html",
        ".pdf": "pdf",
        ".docx": "docx",
        ".txt": "rows.txt",
    }.items()
}
PAGE = FIJI[".html"]
CONSENT = b"<html><body><h1>Cookies</h1><p>We use cookies. Accept all?</p></body></html>"


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read documents in this process, which is quicker than in one of their own."""
    monkeypatch.setattr(collection, "guarded", ar.read)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mine"


def fiji(*urls: str) -> Wanted:
    return Wanted("FJI", "CL", "en", 2010, 2011, urls)


def one(wanted: Wanted, folder: Path, fetcher: Fetcher) -> Outcome:
    (outcome,) = collect([wanted], folder, fetcher)
    return outcome


def listed(folder: Path) -> list[dict[str, str]]:
    with folder.with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def names(folder: Path) -> list[str]:
    """Everything beside and in a folder of sources, hidden or not."""
    return sorted(str(path.relative_to(folder.parent)) for path in folder.parent.rglob("*"))


@pytest.mark.parametrize("suffix", FIJI)
def test_a_document_is_kept_under_its_own_name_with_its_row(
    site: Site, fetcher: Fetcher, folder: Path, suffix: str
) -> None:
    headers = {
        "Content_Type": "application/octet-stream",
        "Content_Disposition": 'attachment; filename="../../x.exe"',
    }
    url = site.page("/x.php", answer(FIJI[suffix], **headers))
    assert one(fiji(url), folder, fetcher).what == "collected"
    name = f"fji-cl-2010-2011{suffix}"
    assert names(folder) == ["mine", "mine.csv", f"mine/{name}"]
    assert (folder / name).read_bytes() == FIJI[suffix]
    (row,) = listed(folder)
    assert row == {
        "file": name,
        "iso3": "FJI",
        "url": url,
        "accessed": date.today().isoformat(),
        "sha256": hashlib.sha256(FIJI[suffix]).hexdigest(),
    }
    built = ar.build(folder, folder.parent / "tidy")
    assert list(built.reports["report_id"]) == ["FJI-CL-2010-2011"]


def test_what_is_there_is_not_fetched_again(site: Site, fetcher: Fetcher, folder: Path) -> None:
    url = site.page("/a", answer(PAGE))
    one(fiji(url), folder, fetcher)
    asked = len(site.asked)
    again = one(fiji(url), folder, fetcher)
    assert (again.what, again.file) == ("kept", "fji-cl-2010-2011.html")
    assert len(site.asked) == asked
    own = folder / "fiji.html"  # a user's own name, for the same address
    (folder / "fji-cl-2010-2011.html").rename(own)
    listing = folder.with_suffix(".csv")
    listing.write_text(listing.read_text("utf-8").replace("fji-cl-2010-2011", "fiji"), "utf-8")
    assert one(fiji(url), folder, fetcher).what == "kept"
    own.unlink()
    (error,) = one(fiji(url), folder, fetcher).errors
    assert "fiji.html: found no such file; expected the file that mine.csv lists" in str(error)
    assert len(site.asked) == asked


def test_rows_of_the_user_keep_their_bytes(site: Site, fetcher: Fetcher, folder: Path) -> None:
    listing = folder.with_suffix(".csv")
    before = (
        b"\xef\xbb\xbfnote,iso3,file,url,accessed,sha256\r\n"
        b'"by hand, ""twice""",AZE,a.txt,unknown,,00\r\n'
        b" ,,b.txt , ,,"  # no line end
    )
    listing.write_bytes(before)
    one(fiji(site.page("/a", answer(PAGE))), folder, fetcher)
    after = listing.read_bytes()
    assert after.startswith(before + b"\r\n,FJI,fji-cl-2010-2011.html,http://127.0.0.1:")
    assert after.endswith(b"\r\n")
    assert names(folder) == ["mine", "mine.csv", "mine/fji-cl-2010-2011.html"]


def test_a_list_that_is_a_link_is_added_to_where_it_is(
    site: Site, fetcher: Fetcher, folder: Path, tmp_path: Path
) -> None:
    shared = tmp_path / "shared" / "list.csv"
    shared.parent.mkdir()
    shared.write_text(",".join(sources.LISTING_COLUMNS) + "\n", "utf-8")
    folder.with_suffix(".csv").symlink_to(shared)
    one(fiji(site.page("/fiji", answer(PAGE))), folder, fetcher)
    assert folder.with_suffix(".csv").is_symlink()
    assert len(shared.read_text("utf-8").splitlines()) == 2


def test_a_malformed_list_stops_before_anything_is_fetched(
    site: Site, fetcher: Fetcher, folder: Path
) -> None:
    folder.with_suffix(".csv").write_text("name,where\n", "utf-8")
    with pytest.raises(AnnualReviewError, match=r"mine\.csv: found a first line"):
        one(fiji(site.page("/a", answer(PAGE))), folder, fetcher)
    assert site.asked == []


def test_a_file_that_is_not_listed_is_never_overwritten(
    site: Site, fetcher: Fetcher, folder: Path
) -> None:
    folder.mkdir()
    (folder / "fji-cl-2010-2011.pdf").write_bytes(b"mine")
    (error,) = one(fiji(site.page("/a", answer(PAGE))), folder, fetcher).errors
    assert "found a file that mine.csv does not list" in str(error)
    assert names(folder) == ["mine", "mine/fji-cl-2010-2011.pdf"]
    assert site.asked == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (CONSENT, "0 of the questionnaire's"),
        (b"<html><body></body></html>", "a page without text"),
        (b"Moved to our new site.", "0 of the questionnaire's"),
        (
            PAGE.replace(b"FIJI", b"TONGA").replace(b"Fiji", b"Tonga"),
            "a baseline of Tonga (TON)",
        ),
        (FIJI[".pdf"][:3000], ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), "a picture"),
        (b"\xd0\xcf\x11\xe0" + bytes(1000), "an old or encrypted Office file"),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
            b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x--',
            "",
        ),
    ],
    ids=["consent", "empty", "text", "another-country", "cut", "picture", "old-word", "archive"],
)
def test_a_page_that_is_not_the_baseline_is_named_and_not_kept(
    site: Site, fetcher: Fetcher, folder: Path, page: bytes, found: str
) -> None:
    url = site.page("/a", answer(page, Content_Type="text/html"))
    outcome = one(fiji(url), folder, fetcher)
    assert outcome.what == "failed"
    first, second = outcome.errors
    assert str(first).startswith(f"{url}: found ")
    assert first.found.startswith(found)
    assert "It was not kept" in first.remedy
    assert "HTTP status 404" in second.found  # the archive has no copy
    assert names(folder) == ["mine"]


def test_another_subject_is_not_kept(site: Site, fetcher: Fetcher, folder: Path) -> None:
    url = site.page("/a", answer(PAGE))
    outcome = one(Wanted("FJI", "FL", "en", 2010, 2011, (url,)), folder, fetcher)
    assert outcome.errors[0].found == "a baseline of Fiji (FJI) on CL in en"


def test_another_language_is_named(site: Site, fetcher: Fetcher, folder: Path) -> None:
    url = site.page("/a", answer(PAGE))
    outcome = one(Wanted("FJI", "CL", "fr", 2010, 2011, (url,)), folder, fetcher)
    assert outcome.errors[0].found.endswith(" in en")
    assert "on CL in fr" in outcome.errors[0].expected


def test_other_years_are_kept_and_named(site: Site, fetcher: Fetcher, folder: Path) -> None:
    url = site.page("/a", answer(PAGE))
    outcome = one(Wanted("FJI", "CL", "en", 2010, 2019, (url,)), folder, fetcher)
    assert outcome.file == "fji-cl-2010-2019.html"
    assert outcome.note == "its years are 2010 to 2011; the catalogue says 2010 to 2019"


def test_an_archives_copy_is_the_second_address(site: Site, fetcher: Fetcher, folder: Path) -> None:
    url = site.page("/a", redirect("/home"))
    site.page("/home", answer(CONSENT))
    site.page(f"/archive/2012id_/{url}", redirect(f"/archive/20120304id_/{url}"))
    site.page(f"/archive/20120304id_/{url}", answer(PAGE))
    outcome = one(fiji(url), folder, fetcher)
    assert outcome.what == "collected"
    assert [error.where for error in outcome.errors] == [url]
    assert listed(folder)[0]["url"] == f"{site.address}/archive/2012id_/{url}"
    assert one(fiji(url), folder, fetcher).what == "kept"


def test_one_failure_does_not_stop_the_others(site: Site, fetcher: Fetcher, folder: Path) -> None:
    wanted = [
        Wanted("TON", "CL", "en", 2010, 2011, (site.page("/a", answer(CONSENT)),)),
        fiji(site.page("/b", answer(PAGE))),
    ]
    assert [each.what for each in collect(wanted, folder, fetcher)] == ["failed", "collected"]


def test_a_list_that_cannot_be_written_leaves_no_document(
    site: Site, fetcher: Fetcher, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sources.shutil, "copymode", full)
    listing = folder.with_suffix(".csv")
    listing.write_text(",".join(sources.LISTING_COLUMNS) + "\n", "utf-8")
    with pytest.raises(AnnualReviewError, match="found No space left on device"):
        one(fiji(site.page("/a", answer(PAGE))), folder, fetcher)
    assert [name for name in names(folder) if "fji" in name] == []


def test_a_document_that_was_listed_when_its_process_was_killed_is_not_lost(
    site: Site, fetcher: Fetcher, folder: Path
) -> None:
    address = site.page("/a", answer(PAGE))
    assert one(fiji(address), folder, fetcher).what == "collected"
    file = folder / listed(folder)[0]["file"]
    (folder / ".collecting").mkdir()
    file.rename(folder / ".collecting" / file.name)  # as a process leaves it that is killed then
    assert one(fiji(address), folder, fetcher).what == "kept"
    assert file.read_bytes() == PAGE
    assert site.paths() == ["/a"]
    assert not (folder / ".collecting").exists()


def test_two_processes_do_not_collect_into_one_folder(
    site: Site, fetcher: Fetcher, folder: Path
) -> None:
    folder.mkdir()
    with locked(folder), pytest.raises(AnnualReviewError, match="another process"):
        one(fiji(site.page("/a", answer(PAGE))), folder, fetcher)


SCRIPT = """
import sys
from pathlib import Path
from annual_review.collect import Fetcher, Wanted, collect
from annual_review.collect.fetch import Limits
if __name__ == "__main__":
    site, folder = sys.argv[1:]
    wanted = [
        Wanted("FJI", "CL", "en", 2010, 2011, (site + "/a",)),
        Wanted("TON", "CL", "en", 2010, 2011, (site + "/b",)),
    ]
    with Fetcher(Limits(pause=0)) as fetcher:
        for outcome in collect(wanted, Path(folder), fetcher):
            print(outcome.what, flush=True)
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_leaves_all_whole_and_is_continued(
    site: Site, fetcher: Fetcher, folder: Path, tmp_path: Path, sent: signal.Signals
) -> None:
    site.page("/a", answer(PAGE))
    site.page("/b", lambda _: time.sleep(60))
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    with subprocess.Popen(
        [sys.executable, str(script), site.address, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "collected\n"
        until = time.monotonic() + 60
        while "/b" not in site.paths() and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(sent)
        process.wait(60)
    script.unlink()
    assert [row["file"] for row in listed(folder)] == ["fji-cl-2010-2011.html"]
    site.page("/b", answer(PAGE.replace(b"FIJI", b"TONGA").replace(b"Fiji", b"Tonga")))
    wanted = [
        fiji(f"{site.address}/a"),
        Wanted("TON", "CL", "en", 2010, 2011, (f"{site.address}/b",)),
    ]
    assert [each.what for each in collect(wanted, folder, fetcher)] == ["kept", "collected"]
    assert site.paths() == ["/a", "/b", "/b"]
    assert names(folder) == [
        "mine",
        "mine.csv",
        "mine/fji-cl-2010-2011.html",
        "mine/ton-cl-2010-2011.html",
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"junk before\n%PDF-1.4", ".pdf"),
        (b"PK\x03\x04rest", ".docx"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", ".html"),
        ("\ufeff<HTML>".encode("utf-16"), ".html"),
        ("<html>".encode("utf-16-be"), ".html"),
        (b"<?xml version='1.0'?><html>", ".html"),
        (b"<!-- saved --><p>A page about %PDF-files", ".html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; x", ".mhtml"),
        (b"FIJI (2010-2011)\nFreedom", ".txt"),
    ],
)
def test_the_content_says_what_kind_of_file_it_is(raw: bytes, expected: str) -> None:
    assert extension(raw) == expected
