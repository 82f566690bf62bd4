"""Pages on paper, as Chromium prints them."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import nbformat
import pypdfium2
import pytest

from annual_review.reports import inputs, pages, printing, report_page
from annual_review.show.picture import LETTERS, NARROW, Picture
from annual_review.show.sentences import Finding, findings
from annual_review.tables.schema import Tables
from tests.conftest import PROJECT


def printed(page: Path, folder: Path) -> bytes:
    folder.mkdir(exist_ok=True)
    with printing.printer() as print_page:
        print_page(page, folder / "page.pdf")
    assert [path.name for path in folder.iterdir()] == ["page.pdf"]
    return (folder / "page.pdf").read_bytes()


def count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_report_prints_tagged_with_its_title_and_no_address_of_this_machine(
    tmp_path: Path, tables: Tables
) -> None:
    node = nbformat.read(PROJECT / "notebooks" / "02-country.ipynb", as_version=4)
    values = {"country": "AZE", "subject": "P029"}
    about = inputs.about("02-country", "AZE-P029", values, node, tables)
    page = pages.write(tmp_path / "AZE-P029.html", report_page.page(node, about))
    pdf = printed(page, tmp_path / "pdf")
    assert pdf.startswith(b"%PDF-")
    assert count(pdf) > 5
    for part in (b"/StructTreeRoot", b"/Outlines", b"/Lang (en)"):
        assert part in pdf
    assert b"file:" not in pdf


def test_the_picture_of_a_country_is_printed_readably_on_the_page_of_its_findings(
    tmp_path: Path, tables: Tables
) -> None:
    node = nbformat.read(PROJECT / "notebooks" / "02-country.ipynb", as_version=4)
    values = {"country": "AZE", "subject": "P029"}
    about = inputs.about("02-country", "AZE-P029", values, node, tables)
    page = pages.write(tmp_path / "AZE-P029.html", report_page.page(node, about))
    document = pypdfium2.PdfDocument(printed(page, tmp_path / "pdf"))
    first = document[0]
    assert "Questions answered, year by year" in first.get_textpage().get_text_range()
    (picture,) = first.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=5)
    _, bottom, _, top = picture.get_bounds()
    (shown,) = [
        metadata["image/png"]
        for cell in node.cells
        for output in cell.get("outputs", ())
        if "image/png" in (metadata := output.get("metadata", {}))
    ]
    points = shown["letters"] * (top - bottom) / shown["height"]
    assert points == pytest.approx(6, abs=0.1), "its smallest letters can be read"


def test_a_tall_picture_is_printed_as_small_as_it_can_be_read_and_a_short_one_as_it_is(
    tmp_path: Path, tables: Tables
) -> None:
    outputs = []
    for inches in (3, 7):
        picture = Picture(NARROW, inches, "A title", "What it shows")
        picture.subplots().set_xlabel("Across", fontsize=LETTERS)
        data, metadata = picture._repr_mimebundle_()
        data["image/png"] = base64.b64encode(data["image/png"]).decode()
        outputs.append(nbformat.v4.new_output("display_data", data=data, metadata=metadata))
    cells = [nbformat.v4.new_markdown_cell("# Title"), nbformat.v4.new_markdown_cell("## Pictures")]
    cells += [nbformat.v4.new_code_cell("", outputs=outputs, execution_count=1)]
    node = nbformat.v4.new_notebook(cells=cells)
    about = inputs.about("x", "x", {}, node, tables)
    page = pages.write(tmp_path / "x.html", report_page.page(node, about))
    first = pypdfium2.PdfDocument(printed(page, tmp_path / "pdf"))[0]
    shown = first.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=5)
    widths = [right - left for left, _, right, _ in (each.get_bounds() for each in shown)]
    short, tall = (LETTERS * width / (NARROW * 72) for width in widths)
    assert short > 9
    assert tall == pytest.approx(6, abs=0.1), "points of its letters"


def test_a_picture_that_does_not_fit_below_the_findings_is_printed_beside_them(
    tmp_path: Path, tables: Tables
) -> None:
    picture = Picture(NARROW, 7.9, "Of 26 questions", "What it shows")
    picture.subplots().set_xlabel("Across", fontsize=LETTERS)
    data, metadata = picture._repr_mimebundle_()
    data["image/png"] = base64.b64encode(data["image/png"]).decode()
    said = findings([Finding(f"Sentence {n}. {'Many words. ' * 15}", "") for n in range(6)])
    cells = [nbformat.v4.new_markdown_cell("# Title")]
    opening = nbformat.v4.new_output("display_data", data={"text/html": said._repr_html_()})
    cells += [nbformat.v4.new_code_cell("", outputs=[opening], execution_count=1)]
    cells += [nbformat.v4.new_markdown_cell("## Pictures")]
    shown = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    cells += [nbformat.v4.new_code_cell("", outputs=[shown], execution_count=2)]
    node = nbformat.v4.new_notebook(cells=cells)
    about = inputs.about("x", "x", {}, node, tables)
    page = pages.write(tmp_path / "x.html", report_page.page(node, about))
    first = pypdfium2.PdfDocument(printed(page, tmp_path / "pdf"))[0]
    words = first.get_textpage().get_text_range()
    assert all(each in words for each in ("Sentence 0", "Sentence 5", "Pictures"))
    (image,) = first.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=5)
    left, _, right, _ = image.get_bounds()
    assert left > first.get_width() / 2
    assert LETTERS * (right - left) / (NARROW * 72) == pytest.approx(6, abs=0.1)


def test_the_index_of_few_and_of_many_countries_prints_over_some_pages(
    tmp_path: Path, few: Path, many: Path
) -> None:
    for index in (few, many):
        assert 1 < count(printed(index, tmp_path / index.parent.name)) < 12


def test_a_page_that_cannot_be_read_is_named(tmp_path: Path, few: Path) -> None:
    printed(few, tmp_path / "there")
    fails = pytest.raises(pages.PageError, match=r"missing\.html: found a page that does not print")
    with printing.printer() as print_page, fails:
        print_page(tmp_path / "missing.html", tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()
