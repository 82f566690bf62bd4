"""A site to fetch from, and an archive, both on the loopback address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from annual_review.collect import catalogue
from annual_review.collect.fetch import Fetcher, Limits
from tests.collect.site import Site, serve

QUICK = Limits(seconds=2, silence=0.5, size=1_000_000, pause=0, waits=(0.01, 0.02), longest_wait=1)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    made = Site()
    server = serve(made)
    monkeypatch.setattr(catalogue, "ARCHIVE", f"{made.address}/archive/{{year}}id_/{{url}}")
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(QUICK) as made:
        yield made
