"""Pages of a hostile document: its words are shown, and nothing of it runs, loads or leads away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the extra `browser` is not installed")

from typing import TYPE_CHECKING

import annual_review as ar
from annual_review.forms.questionnaire import forms
from annual_review.reports import batch, plan
from tests.conftest import made_up

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., "Page"]

ATTACKS = (
    "<script>window.canary = 1</script>",
    "</script></style></textarea><script>window.canary = 1</script>",
    "<img class=canary src=x onerror='window.canary = 1'>",
    "<svg class=canary onload='alert(1)'></svg>",
    "<iframe class=canary src='javascript:parent.canary = 1'></iframe>",
    "<a class=canary href='javascript:window.canary = 1'>canary</a>",
    "[canary](javascript:window.canary=1) ![canary](https://example.org/canary.png)",
    "<details open ontoggle='window.canary = 1' class=canary><summary>canary</summary></details>",
    "<style class=canary>@import 'https://example.org/canary.css'</style>",
    "<meta class=canary http-equiv=refresh content='0;url=https://example.org/canary'>",
    "\" onfocus='window.canary = 1' autofocus class=canary x=\"",
    "{{ canary }} {% raw %} ${window.canary = 1} $\\href{javascript:canary}{canary}$ <!-- ]]>",
)
NAME = "<img class=canary src=x onerror='window.canary = 1'>.txt"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All pages of a document that says each of the attacks in all its answers."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "sources").mkdir()
    form = next(form for form in forms() if form.name == "p029")
    items = " ".join(
        f"{letter}) {attack}" for letter, attack in zip("abcdefghijkl", ATTACKS, strict=True)
    )
    said = (
        f"2017 AR: {items} 2018 AR: According to the <b class=canary>Union</b> (TUC): {ATTACKS[0]}"
    )
    answers = {label.name: said for label in form.labels if label.kind == "field"}
    (folder / "sources" / NAME).write_text(made_up(answers, "ALBANIA (2017-2018)"), "utf-8")
    tables = ar.build(folder / "sources", folder / "tidy")
    planned = [
        *plan.plan(["01-corpus", "04-cooperation-needs", "05-explore"], {}, tables),
        *plan.plan(["02-country", "03-across-years"], {}, tables, every=True),
    ]
    outcomes = list(batch.execute(planned, folder / "outputs", folder / "tidy"))
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return sorted((folder / "outputs").rglob("*.html"))


def test_nothing_that_a_document_says_runs_loads_or_becomes_an_element(
    tab: Open, pages: list[Path]
) -> None:
    assert len(pages) >= 8
    dialogs: list[str] = []
    saying = 0
    for file in pages:
        page = tab()
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(file.as_uri())
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        page.wait_for_timeout(100)
        assert page.url == file.as_uri()
        assert page.evaluate("window.canary") is None, file
        assert page.locator(".canary, [onerror], [onload], [onfocus], iframe").count() == 0, file
        assert page.locator("a[href^='javascript:' i], [src*='example.org']").count() == 0, file
        saying += "window.canary" in page.inner_text("body")
        page.context.close()
    assert dialogs == []
    assert saying >= 5
