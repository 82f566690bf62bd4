"""Fetch an address with consideration for the site: one request at a time, and pauses between.

What a site answers is not trusted: time, size and redirects have limits.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import NamedTuple
from urllib.robotparser import RobotFileParser

import httpx

from annual_review.baseline.source import MAX_BYTES
from annual_review.errors import AnnualReviewError, brief

NAME = "annual-review"
USER_AGENT = f"{NAME}/{version(NAME)} (fetches country baselines of the ILO's Annual Review)"


class FetchError(AnnualReviewError):
    """An address that gives no document."""


class _PassingError(FetchError):
    """A fault that may be over soon.

    `after` is how long the site asks to wait, in seconds. If the fault does not pass, it concerns
    the whole of `host`, if that is given.
    """

    after = 0.0
    host = ""


class Limits(NamedTuple):
    """Limits of fetching, in seconds and bytes.

    seconds: longest time for one answer, its redirects included; silence: longest time without a
    byte; size: largest document; pause: between two requests to one host; waits: before each new
    attempt after a fault; longest_wait: the longest that a site may ask for.
    """

    seconds: float = 120
    silence: float = 20
    size: int = MAX_BYTES
    pause: float = 2
    waits: tuple[float, ...] = (2, 8, 32)
    longest_wait: float = 120


_MOST_REDIRECTS = 5
_LONGEST_PAUSE = 30.0  # of those that a robots.txt asks for
_MOST_ROBOTS = 500_000  # bytes; RFC 9309 asks for no more
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_ENCODINGS = ("", "identity", "gzip", "deflate")  # one only: several hide a bomb
_LATER = "Run the command again later: it continues where it stopped."


def parse_address(text: str) -> httpx.URL:
    """Return a web address in its parts. Raises FetchError if it is none, or has credentials."""
    shown = text[:_LONGEST_ADDRESS]
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise FetchError(shown, found=f"{shown!r} ({error})", expected=_EXPECTED) from error
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(shown, found=f"the address {shown!r}", expected=_EXPECTED)
    if len(text) > _LONGEST_ADDRESS:
        raise FetchError(shown, found=f"an address of {len(text):,} letters", expected=_EXPECTED)
    if url.userinfo:
        shown = f"{url.scheme}://…@{url.host}"  # a password must not be printed
        raise FetchError(shown, found="a user name in the address", expected=_EXPECTED)
    return url


_LONGEST_ADDRESS = 2000  # as long as browsers take
_EXPECTED = "an address that begins with https:// or http:// and needs no password"


class Fetcher:
    """Fetches addresses, one at a time; `with Fetcher() as fetcher` closes its connections."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
            timeout=self._limits.silence,
        )
        self._due: dict[str, float] = {}  # when a host may be asked again
        self._pauses: dict[str, float] = {}  # those that hosts ask for
        self._rules: dict[str, RobotFileParser] = {}
        self._given_up: dict[str, str] = {}  # hosts that are not asked again, and why

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def fetch(self, address: str) -> bytes:
        """Return what stands at an address. After a fault that may pass, it is asked again.

        A host that cannot be reached at all, or asks for a wait longer than `longest_wait`, is not
        asked for anything else.

        Raises FetchError if there is nothing, the site forbids it, or it exceeds a limit.
        """
        return self._runner.run(self._persist(address))

    async def _persist(self, address: str) -> bytes:
        for wait in (*self._limits.waits, None):
            try:
                async with asyncio.timeout(self._limits.seconds):
                    return await self._follow(parse_address(address), robots=True)
            except TimeoutError:
                raise FetchError(
                    address,
                    found=f"an answer that takes more than {self._limits.seconds:g} seconds",
                    expected="a document the size of a country baseline",
                ) from None
            except _PassingError as fault:
                if wait is None or fault.after > self._limits.longest_wait:
                    if fault.host:
                        self._given_up[fault.host] = fault.found
                    raise
                seconds = max(wait, fault.after)
            await asyncio.sleep(seconds)
        raise AssertionError("the last attempt returns or raises")

    async def _follow(self, url: httpx.URL, *, robots: bool) -> bytes:
        """The bytes at an address, or where it redirects to. With `robots`, their rules apply."""
        start, size = url, self._limits.size if robots else _MOST_ROBOTS
        for _ in range(_MOST_REDIRECTS + 1):
            if robots:
                await self._refuse_forbidden(url)
            async with self._request(url) as response:
                if response.next_request is None:
                    return await _body(response, size)
                url = parse_address(str(response.next_request.url))
        raise FetchError(
            str(start),
            found=f"more than {_MOST_REDIRECTS} redirects, the last to {url}",
            expected="a document",
        )

    async def _refuse_forbidden(self, url: httpx.URL) -> None:
        """Raise FetchError if the site's robots.txt forbids an address."""
        robots = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        if str(robots) not in self._rules:
            rules = RobotFileParser()
            rules.parse([])
            try:
                text = await self._follow(robots, robots=False)
                rules.parse(text.decode("utf-8", "replace").splitlines())
            except _PassingError:
                raise  # not known yet
            except (FetchError, ValueError):
                pass  # there is none, or none that can be read
            self._rules[str(robots)] = rules
            asked = float(rules.crawl_delay(NAME) or 0)
            self._pauses[url.host] = max(self._limits.pause, min(asked, _LONGEST_PAUSE))
        if not self._rules[str(robots)].can_fetch(NAME, str(url)):
            raise FetchError(
                str(url),
                found=f"that {robots} forbids it to programs",
                expected="an address that programs may fetch",
                remedy="Open it in a browser, and save the document yourself.",
            )

    @asynccontextmanager
    async def _request(self, url: httpx.URL) -> AsyncIterator[httpx.Response]:
        """Ask a host once, after its pause."""
        if url.host in self._given_up:
            raise FetchError(
                str(url),
                found=f"that {url.host} was given up after {self._given_up[url.host]}",
                expected="a site that answers",
                remedy=_LATER,
            )
        await asyncio.sleep(self._due.get(url.host, 0) - time.monotonic())
        try:
            async with self._client.stream("GET", url) as response:
                yield response
        except httpx.HTTPError as error:
            said = brief(error, 120) or f"after {self._limits.silence:g} seconds"
            fault = _PassingError(
                str(url),
                found=f"no complete answer ({type(error).__name__}: {said})",
                expected="a document",
                remedy=_LATER,
            )
            if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
                fault.host = url.host
            raise fault from error
        finally:
            pause = self._pauses.get(url.host, self._limits.pause)
            self._due[url.host] = time.monotonic() + pause


async def _body(response: httpx.Response, size: int) -> bytes:
    """The bytes of an answer. Raises FetchError if it is an error, empty or too large."""
    address = str(response.url)
    if response.status_code != 200:
        passing = response.status_code in _PASSING
        fault = (_PassingError if passing else FetchError)(
            address,
            found=f"HTTP status {response.status_code} ({response.reason_phrase[:60]})",
            expected="200 (OK)",
            remedy=_LATER if passing else "Open it in a browser: the document may have moved.",
        )
        if isinstance(fault, _PassingError) and (after := _retry_after(response)):
            fault.after, fault.host = after, response.url.host
        raise fault
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise FetchError(
            address,
            found=f"the content encoding '{encoding[:80]}'",
            expected="gzip, deflate or none",
        )
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > size:
            raise FetchError(
                address,
                found=f"more than {size:,} bytes",
                expected="a document the size of a country baseline",
            )
    if not body:
        raise FetchError(address, found="an empty answer (0 bytes)", expected="a document")
    return bytes(body)


def _retry_after(response: httpx.Response) -> float:
    """How many seconds a site asks to wait; 0 if it does not say."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
