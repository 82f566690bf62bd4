"""Pages printed as PDF by Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annual_review.errors import AnnualReviewError
from annual_review.files import locked, whole
from annual_review.reports.index_page import printed, write_index
from annual_review.reports.pages import PageError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, for as long as the context lasts: the one on the PATH, else playwright's own.

    Nothing is downloaded. Raises PageError, with what to install, if there is none.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise PageError(
            "Chromium",
            found="no package playwright, which drives it",
            expected="the extra `pdf`",
            remedy="Install it: pip install -e '.[pdf]'.",
        ) from error
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    with sync_playwright() as driver:
        try:
            started = driver.chromium.launch(
                executable_path=found,
                args=["--disable-gpu", "--disable-quic", "--disable-component-update"],
            )
        except Error as error:
            raise PageError(
                "Chromium",
                found=f"{found}, which does not start ({str(error).splitlines()[0]})"
                if found
                else f"none of {', '.join(_BROWSERS)}",
                expected="a browser of this kind on the PATH",
                remedy="Install it: apt-get install chromium (Debian), or playwright install "
                "chromium.",
            ) from error
        try:
            yield started
        finally:
            started.close()


@contextmanager
def printer() -> Iterator[Callable[[Path, Path], None]]:
    """What prints pages as PDF, one after another by one browser: call it with page and PDF.

    Raises PageError as `browser` does, and where called if a page cannot be printed.
    """
    with browser() as started:
        from playwright.sync_api import Error

        context = started.new_context(java_script_enabled=False, offline=True)

        def print_page(html: Path, pdf: Path) -> None:
            sheet = context.new_page()
            try:
                # as text and not by its address, which would stand in the PDF's links
                sheet.set_content(html.read_text(encoding="utf-8"))
                made = sheet.pdf(
                    prefer_css_page_size=True, print_background=True, tagged=True, outline=True
                )
                with locked(pdf.parent), whole(pdf) as part:
                    part.write_bytes(made)
            except (OSError, Error) as error:
                raise PageError(
                    str(html),
                    found=f"a page that does not print ({str(error).splitlines()[0]})",
                    expected=f"{pdf.name} to be written",
                ) from error
            finally:
                sheet.close()

        yield print_page


def write_pdfs(reports: Sequence[Path], outputs: Path) -> list[AnnualReviewError]:
    """Print the pages whose PDF is missing or older, list them on the index, return the failures.

    Raises PageError if the extra `pdf` or Chromium is missing.
    """
    failures: list[AnnualReviewError] = []
    with printer() as print_page:
        for page in reports:
            if printed(page.parent, page.name):
                continue
            try:
                print_page(page, page.with_suffix(".pdf"))
            except PageError as error:
                failures.append(error)
    with locked(outputs):
        write_index(outputs)
    return failures
