"""JupyterLab: people code items in `07-review-codes`; what they decide is there after a reload."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import annual_review as ar
from annual_review.codebook import codebook
from annual_review.tables import hand_codings, save
from tests.browser.test_lab import PATIENCE, started
from tests.conftest import AZERBAIJAN, PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NOTEBOOK = "07-review-codes.ipynb"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of tables with what is to check; codings go beside it."""
    folder = tmp_path_factory.mktemp("data")
    save(ar.tidy([ar.read(AZERBAIJAN)]), folder / "tidy")
    return folder


@pytest.fixture(scope="module")
def lab(browser: Browser, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001
    folder = tmp_path_factory.mktemp("lab")
    (folder / "notebooks").mkdir()
    shutil.copy(PROJECT / "notebooks" / NOTEBOOK, folder / "notebooks")
    file = folder / "notebooks" / NOTEBOOK
    file.write_text(
        file.read_text().replace('tidy: str = \\"\\"', f'tidy: str = \\"{data / "tidy"}\\"')
    )
    with started(folder, NOTEBOOK) as address:
        yield address


def run_all(page: Page) -> None:
    page.get_by_role("heading", name="Check the codes").wait_for()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    # a kernel that is idle may not be listening yet; what it was sent before that is lost
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
    page.get_by_label("Initials").wait_for()


def begin(page: Page, initials: str) -> None:
    page.get_by_label("Initials").fill(initials)
    page.get_by_label("Initials").press("Enter")


def words(page: Page) -> str:
    return page.locator(".to-code mark").first.inner_text()


def decide(page: Page, button: str) -> str:
    """Press a button by the keyboard; return the words that were asked about."""
    asked, item = words(page), page.get_by_label("Item to code")
    before = item.inner_text()
    page.wait_for_timeout(300)  # as a person, who reads the item first
    page.get_by_role("button", name=button, exact=True).press("Enter")
    page.wait_for_function(
        "text => document.querySelector('[aria-label=\"Item to code\"]')?.innerText.trim() !== text",
        arg=before.strip(),
    )
    return asked


def texts(file: Path) -> list[str]:
    """The words that were coded, in order, those of several items once."""
    return list(dict.fromkeys(each.text.casefold() for each in hand_codings.read(file)))


def test_items_coded_in_the_lab_are_saved_at_once_and_not_asked_again(
    browser: Browser, lab: str, data: Path
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(lab)
    run_all(page)
    begin(page, "AB")
    page.get_by_text(re.compile(r"^0 of \d+ checked$")).wait_for()
    file = data / "codings.csv"

    skipped = decide(page, "Skip")
    assert not file.exists()
    kept = decide(page, "Keep")
    assert texts(file) == [kept.casefold()]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_label("Initials").evaluate("each => each.scrollIntoView()")
    change = page.get_by_role("button", name="Change", exact=True)
    before = change.bounding_box()
    page.get_by_role("button", name=re.compile("^Pick 2: ")).click()
    page.wait_for_timeout(500)  # an entry of the codebook might appear above
    assert before == change.bounding_box()
    status = page.locator("#jp-main-statusbar").bounding_box()
    assert before and status  # noqa: PT018
    assert before["y"] + before["height"] < status["y"], "with the item in view"
    page.set_viewport_size({"width": 1280, "height": 1400})
    changed = decide(page, "Change")
    page.get_by_role("button", name=re.compile("^Pick 3: ")).click()
    added = decide(page, "Add")
    codings = hand_codings.read(file)
    assert texts(file) == [each.casefold() for each in (kept, changed, added)]
    assert {each.coder for each in codings} == {"AB"}
    of_added = [each for each in codings if each.text == added]
    assert len({each.code for each in of_added}) == 2

    page.reload()
    run_all(page)
    begin(page, "AB")
    page.get_by_text(re.compile(r"^3 of \d+ checked$")).wait_for()
    assert words(page) == skipped
    assert decide(page, "Skip") not in (kept, changed, added)
    assert hand_codings.read(file) == codings

    # a second person sees no codes, and only then the difference
    page.get_by_label(re.compile("^Blind")).check()
    begin(page, "CD")
    page.get_by_text("0 of 3 coded", exact=True).wait_for()
    assert page.get_by_text(re.compile("^Present code:")).count() == 0
    assert page.get_by_role("button", name=re.compile("^Pick ")).count() == 0
    assert page.get_by_role("button", name="Keep", exact=True).is_disabled()
    given = next(each for each in codings if each.text == words(page))
    other = next(each.code for each in codebook(given.scheme) if each.code != given.code)
    page.get_by_label("Code", exact=True).fill(other)
    decide(page, "Save")
    page.get_by_text("1 of 3 coded", exact=True).wait_for()
    page.get_by_label(re.compile("^Blind")).uncheck()
    page.get_by_role("heading", name="Differences to settle: 1").wait_for()
    context.close()
    assert complaints == []
