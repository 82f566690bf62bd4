"""No page exceeds its limits, folded, however many States have reported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annual_review.baseline.parse import Report
from annual_review.reports import batch, plan
from annual_review.tables.store import save
from tests.browser.conftest import MOST_BYTES, MOST_SCREENS, of_every_state, over_limits

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_the_longest_pages_of_187_states_and_the_codebook_are_within_the_limits(
    browser: Browser, azerbaijan: Report, tmp_path: Path
) -> None:
    tables = of_every_state(azerbaijan)
    save(tables, tmp_path / "tidy")
    runs = [
        *plan.plan(["06-annual-review"], {"from_year": 2017, "to_year": 2018}, tables),
        *plan.plan(["01-corpus"], {}, tables),
    ]
    outputs = tmp_path / "outputs"
    made = list(batch.execute(runs, outputs, tmp_path / "tidy"))
    assert [each.error for each in made] == [None, None]
    files = [*outputs.glob("0*/*.html"), outputs / "codebook.html", outputs / "index.html"]
    assert len(files) == 4
    for file in files:
        told, over = over_limits(browser, file)
        assert not over, f"{file.name}: {told}"


def test_a_page_that_is_too_large_or_too_long_is_over_the_limits(
    browser: Browser, tmp_path: Path
) -> None:
    assert (MOST_BYTES, MOST_SCREENS) == (1_500_000, 12)
    page = tmp_path / "page.html"

    def over(height: int, size: int) -> bool:
        page.write_text(f"<body style='margin: 0; height: {height}px'><!--{'x' * size}-->")
        return over_limits(browser, page)[1]

    assert not over(12 * 800, 1_400_000)
    assert over(12 * 800, 1_500_000)
    assert over(12 * 844 + 1, 0)
