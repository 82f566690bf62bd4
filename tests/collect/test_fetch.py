"""Fetching from sites that misbehave, and with consideration for those that do not."""

from __future__ import annotations

import asyncio
import gzip
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from annual_review.collect.fetch import Fetcher, FetchError, parse_address
from tests.collect.conftest import QUICK
from tests.collect.site import Answer, Site, answer, cut, drip, redirect

OK = answer(b"a document")
HEAD = b"HTTP/1.1 200 OK\r\n"


def test_it_says_who_it_is(site: Site, fetcher: Fetcher) -> None:
    assert fetcher.fetch(site.page("/a", OK)) == b"a document"
    _, _, headers = site.asked[-1]
    assert headers["User-Agent"].startswith("annual-review/0.1.0 (")


@pytest.mark.parametrize(
    "fault",
    [answer(b"busy", 503), answer(b"", 429), answer(b"", 500), cut(b"half of it"), drip(b"", 9)],
    ids=["503", "429", "500", "cut", "silent"],
)
def test_a_fault_that_passes_is_waited_for(site: Site, fetcher: Fetcher, fault: Answer) -> None:
    assert fetcher.fetch(site.page("/a", fault, fault, OK)) == b"a document"
    assert site.paths() == ["/a", "/a", "/a"]


def test_a_fault_that_does_not_pass_is_named(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match=r"/a: found HTTP status 503 \(Service Unavailable\)"):
        fetcher.fetch(site.page("/a", answer(b"busy", 503)))
    assert site.paths() == ["/a", "/a", "/a"]


def test_waits_grow() -> None:
    waits = Fetcher()._limits.waits
    assert list(waits) == sorted(set(waits))


@pytest.mark.parametrize("as_date", [False, True])
def test_a_site_says_how_long_to_wait(
    site: Site, monkeypatch: pytest.MonkeyPatch, as_date: bool
) -> None:
    waited: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        waited.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", noted)
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    wait = answer(b"", 429, Retry_After=later if as_date else "3600")
    with Fetcher(QUICK._replace(longest_wait=4000)) as fetcher:
        fetcher.fetch(site.page("/a", wait, OK))
    assert any(3000 < each <= 3600 for each in waited)


def test_a_site_that_asks_for_a_long_wait_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    busy = answer(b"", 503, Retry_After="3600")
    with pytest.raises(FetchError, match="found HTTP status 503"):
        fetcher.fetch(site.page("/a", busy, OK))
    with pytest.raises(FetchError, match=r"found that 127\.0\.0\.1 was given up after HTTP"):
        fetcher.fetch(site.page("/b", OK))
    assert site.paths() == ["/a"]


def test_a_host_that_cannot_be_reached_is_asked_no_more(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="found no complete answer"):
        fetcher.fetch(f"http://127.0.0.1:{port}/a")
    with pytest.raises(FetchError, match="given up"):
        fetcher.fetch(f"http://127.0.0.1:{port}/b")


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (answer(b"gone", 404), r"HTTP status 404 \(Not Found\)"),
        (answer(b"no", 403), "HTTP status 403"),
        (answer(b"part", 206), "HTTP status 206"),
        (answer(b""), r"an empty answer \(0 bytes\)"),
        (answer(b"x" * 1_000_001), "more than 1,000,000 bytes"),
        (drip(HEAD + b"Content-Length: 100000\r\n\r\n"), "that takes more than 2 seconds"),
        (drip(HEAD + b"X-Header: "), "that takes more than 2 seconds"),
        (
            answer(gzip.compress(b"\0" * 20_000_000), Content_Encoding="gzip"),
            "more than 1,000,000 bytes",
        ),
        (answer(b"x", Content_Encoding="gzip, gzip"), "the content encoding 'gzip, gzip'"),
        (redirect("/a"), "more than 5 redirects"),
        (redirect("file:///etc/hostname"), "the address 'file://"),
        (redirect("/" + "a" * 5000), "an address of 5,0"),
        (redirect("ftp://127.0.0.1/a"), "the address 'ftp://"),
        (redirect("http://me:secret@127.0.0.1/"), "a user name in the address"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_faults_are_named_at_once(
    site: Site, fetcher: Fetcher, fault: Answer, found: str
) -> None:
    with pytest.raises(FetchError, match=found) as raised:
        fetcher.fetch(site.page("/a", fault))
    assert "secret" not in str(raised.value)
    assert len(site.paths()) == (6 if "redirects" in found else 1)


def test_redirects_are_followed(site: Site, fetcher: Fetcher) -> None:
    site.page("/c", OK)
    site.page("/b", redirect(f"{site.address}/c", 301))
    assert fetcher.fetch(site.page("/a", redirect("/b"))) == b"a document"


def test_compressed_answers_are_unpacked(site: Site, fetcher: Fetcher) -> None:
    packed = answer(gzip.compress(b"a document"), Content_Encoding="gzip")
    assert fetcher.fetch(site.page("/a", packed)) == b"a document"


def test_there_is_a_pause_between_two_requests_to_a_host(site: Site) -> None:
    site.page("/b", redirect("/c"))
    site.page("/c", OK)
    with Fetcher(QUICK._replace(pause=0.3)) as fetcher:
        fetcher.fetch(site.page("/a", answer(b"busy", 503), OK))
        fetcher.fetch(f"{site.address}/b")
    times = [at for at, *_ in site.asked]
    assert len(times) == 5  # robots.txt, /a twice, /b, /c
    assert min(b - a for a, b in pairwise(times)) > 0.25


def test_a_site_says_what_it_allows_and_how_often(site: Site, fetcher: Fetcher) -> None:
    rules = b"User-agent: *\nCrawl-delay: 1\nDisallow: /private/\n"
    site.page("/robots.txt", answer(rules))
    site.page("/private/a", OK)
    site.page("/b", redirect("/private/a"))
    for path in ("/private/a", "/b"):
        with pytest.raises(FetchError, match=r"robots\.txt forbids it to programs"):
            fetcher.fetch(site.address + path)
    fetcher.fetch(site.page("/c", OK))
    assert site.paths() == ["/b", "/c"]
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 1
    assert site.asked[2][0] - site.asked[1][0] > 0.9


BROKEN = answer(b"User-agent: *\nDisallow: http://[\n")


@pytest.mark.parametrize(
    "rules", [answer(b"no", 403), answer(b"x" * 600_000), answer(b"<html>"), BROKEN]
)
def test_a_site_without_rules_that_can_be_read_allows_all(
    site: Site, fetcher: Fetcher, rules: Answer
) -> None:
    site.page("/robots.txt", rules)
    assert fetcher.fetch(site.page("/a", OK)) == b"a document"


def test_a_site_whose_rules_are_not_known_yet_is_not_asked(site: Site, fetcher: Fetcher) -> None:
    site.page("/robots.txt", answer(b"busy", 503))
    with pytest.raises(FetchError, match=r"robots\.txt: found HTTP status 503"):
        fetcher.fetch(site.page("/a", OK))
    assert site.paths() == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "www.ilo.org/a",
        "http://",
        "https://me:secret@example.org/",
        "https://exa mple.org\n/",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(FetchError, match="expected an address that begins with https") as raised:
        parse_address(address)
    assert "secret" not in str(raised.value)
