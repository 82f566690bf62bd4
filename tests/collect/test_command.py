"""The command: what it prints, and its exit statuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from annual_review import collect
from annual_review.collect.catalogue import COLUMNS
from tests.collect.conftest import QUICK
from tests.collect.site import Site, answer
from tests.conftest import Command
from tests.documents.files import content

PAGE = content("made-up-fiji-cl-2010-2011.table.html")


def test_each_document_has_a_line_and_the_last_line_has_the_sum(
    site: Site,
    tmp_path: Path,
    run: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = collect.Fetcher
    monkeypatch.setattr(collect, "Fetcher", lambda: made(QUICK))
    fiji, tonga = site.page("/a", answer(PAGE)), f"{site.address}/b"
    rows = [",".join(COLUMNS), f"FJI,CL,en,2010,2011,{fiji}", f"TON,CL,en,2010,2011,{tonga}"]
    catalogue, mine = tmp_path / "catalogue.csv", tmp_path / "mine"
    catalogue.write_text("\n".join(rows), "utf-8")
    command = ["collect", "--catalogue", str(catalogue), "--to", str(mine)]

    status, out, err = run(*command, "--country", "Fiji,TON", "--dry-run")
    assert (status, err, site.asked) == (0, "", [])
    assert not mine.exists()
    assert out.splitlines() == [
        f"would collect {mine}/fji-cl-2010-2011.* from {fiji}, "
        f"else {site.address}/archive/2012id_/{fiji}",
        f"would collect {mine}/ton-cl-2010-2011.* from {tonga}, "
        f"else {site.address}/archive/2012id_/{tonga}",
    ]

    status, out, err = run(*command)
    assert status == 1
    assert out.splitlines() == [
        f"collected fji-cl-2010-2011.html, from {fiji}",
        "failed ton-cl-2010-2011, named above",
        f"1 collected, 0 kept, 1 failed: {mine}",
    ]
    assert [line.partition(": found ")[0] for line in err.splitlines()] == [
        f"error: ton-cl-2010-2011: {tonga}",
        f"error: ton-cl-2010-2011: {site.address}/archive/2012id_/{tonga}",
    ]

    status, out, err = run(*command, "--country", "FJI")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "kept fji-cl-2010-2011.html, from before",
        f"0 collected, 1 kept, 0 failed: {mine}",
    ]

    catalogue.write_text("\n".join([*rows, f"XXX,CL,en,2010,2011,{site.address}/c"]), "utf-8")
    assert run(*command, "--country", "FJI", "--dry-run")[0] == 1
    status, out, err = run(*command, "--country", "FJI")
    assert status == 1
    assert "catalogue.csv, row 4: found iso3 'XXX'" in err
    assert "1 kept" in out
