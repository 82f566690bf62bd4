"""The site: what visitors find there and what they do not, and that no link leads nowhere."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from bs4 import BeautifulSoup

import annual_review as ar
from annual_review import project
from annual_review.files import FolderError, names
from annual_review.release import addresses, site
from annual_review.reports import batch, manifest, plan
from annual_review.reports.inputs import Inputs
from annual_review.tables import SCHEMAS, Tables, save
from tests.conftest import PROJECT, made_up, write_notebook
from tests.release.links import dead

NAMES = ("01-corpus", "02-country")
OWN = "für alle & jeden"
"""A notebook whose name is not fit for an address as it is."""
MEASURES = "2019 AR: a) Training of labour inspectors; b) <i>/home/somebody</i> campaigns."
BASE = "https://example.org/reviews/"
HOSTILE = '</title></script><script>alert("1")</script>'


def export(folder: Path) -> None:
    """Write what a release holds, as far as the site has to know."""
    (folder / "data").mkdir(parents=True)
    held = ("data/needs.csv", "annual-review.xlsx", "README.md", "datapackage.json", ".zenodo.json")
    for name in held:
        (folder / name).write_text(f"This is {name}.")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with notebooks, tables of two documents, one lacking questions, and their reports."""
    folder = tmp_path_factory.mktemp("project")
    (folder / project.FILE).write_text('authors = ["Doe, Jane"]\nlicence = "CC-BY-4.0"\n')
    sources = folder / "sources"
    sources.mkdir()
    answers = {
        "prevention": MEASURES,
        "challenges_government": "2019 AR: a) Lack of data; b) Poverty.",
    }
    (sources / "benin.txt").write_text(made_up(answers, "BENIN (2018-2019)"))
    whole = made_up(answers)
    lacking = whole[: whole.index("Special initiatives")] + whole[whole.index("CHALLENGES") :]
    (sources / "albania.txt").write_text(lacking)
    tables = ar.build(sources, folder / "tidy")
    assert "label_missing" in set(tables.problems["kind"])
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    for name in NAMES:
        shutil.copy(PROJECT / "notebooks" / f"{name}.ipynb", notebooks)
    show = "from annual_review import show\nimport annual_review as ar\n"
    write_notebook(
        notebooks, OWN, f"{show}show.table(ar.load(tidy).problems, 'Problems', anchor='problem_id')"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(project.VARIABLE, str(folder))
        planned = [
            *plan.plan(["01-corpus", OWN], {}, tables, folder=notebooks),
            *plan.plan(["02-country"], {}, tables, every=True, folder=notebooks),
        ]  # fmt: skip
        outputs, tidy = folder / "outputs", folder / "tidy"
        done = list(batch.execute(planned, outputs, tidy, folder=notebooks, jobs=1))
    assert [outcome.error for outcome in done if outcome.error] == []
    return folder


Publish = Callable[..., Path]


@pytest.fixture
def publish(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """A function that writes the site of the reports."""
    monkeypatch.setenv(project.VARIABLE, str(made))

    def published(name: str = "site", **options: Any) -> Path:
        given = {
            "outputs": made / "outputs", "tidy": made / "tidy", "notebooks": made / "notebooks",
            "export": export, "base": "", **options,
        }  # fmt: skip
        inputs = Inputs(given.pop("tidy"), given.pop("notebooks"))
        return site.publish(tmp_path / name, inputs, **given).folder

    return published


def read(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text("utf-8"), "html.parser")


def text(soup: Any) -> str:
    return " ".join(soup.get_text(" ").split())


# ---- what is there ------------------------------------------------------------------------------


def test_visitors_get_the_pages_notebooks_and_data_and_nothing_else(
    made: Path, publish: Publish
) -> None:
    folder = publish()
    runs = ["01-corpus/corpus", "02-country/ALB-P029", "02-country/BEN-P029", f"{OWN}/{OWN}"]
    assert sorted(names(folder)) == sorted(
        [
            *(f"{run}.{ending}" for run in runs for ending in ("html", "ipynb")),
            "sources/ALB-P029-2019-2020.html", "sources/BEN-P029-2018-2019.html",
            "index.html", "codebook.html", "downloads.html", "404.html", ".nojekyll", "site.json",
            *(f"downloads/{name}" for name in ("annual-review-data.zip", "annual-review.xlsx",
              "README.md", "datapackage.json", "data/needs.csv")),
        ]
    )  # fmt: skip
    for name in names(folder):
        said = (folder / name).read_bytes().decode("utf-8", "replace")
        for private in (made, PROJECT, Path.home(), folder):
            assert f"{private}/" not in said, name


def test_every_link_of_every_page_leads_to_a_file_and_a_place_that_are_there(
    publish: Publish,
) -> None:
    folder = publish()
    count, found = dead(folder)
    assert count > 500
    assert found == []
    own = read(folder / OWN / f"{OWN}.html")
    lacks = [a["href"] for a in own.find_all("a") if "ALB-P029-2019-2020/problem/" in a["href"]]
    assert lacks, "problems without a place are led to as well"
    (folder / "codebook.html").write_text("<p id='x'>")
    assert any("codebook.html#" in each for each in dead(folder)[1])


def test_what_is_offered_for_download_is_listed_with_its_checksum(publish: Publish) -> None:
    folder = publish()
    page = read(folder / "downloads.html")
    rows = [[text(cell) for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")]
    assert [row[0] for row in rows] == [
        "annual-review.xlsx", "annual-review-data.zip", "needs.csv", "README.md", "datapackage.json",
    ]  # fmt: skip
    for row, link in zip(rows, page.select("tbody a"), strict=True):
        content = (folder / str(link["href"])).read_bytes()
        assert row[3] == hashlib.sha256(content).hexdigest()
    assert rows[2][1] == f"Needs {SCHEMAS['needs'].description}"
    assert rows[2][2] == "23 bytes"
    cite = page.select_one("p.cite")
    assert text(cite).startswith("Doe, Jane (20")
    licences = {str(a["href"]) for a in page.select("#licence ~ p a")}
    assert licences == {"https://spdx.org/licenses/CC-BY-4.0.html", "https://www.ilo.org/rights-and-permissions"}  # fmt: skip
    with zipfile.ZipFile(folder / "downloads" / "annual-review-data.zip") as archive:
        assert archive.read("annual-review-data/.zenodo.json") == b"This is .zenodo.json."
        assert len(archive.namelist()) == 5
    assert read(folder / "index.html").select('a[href="downloads.html"]')


def test_without_an_address_pages_are_what_the_reports_are(made: Path, publish: Publish) -> None:
    folder = publish()
    for name in ("02-country/ALB-P029.html", "sources/ALB-P029-2019-2020.html", "codebook.html"):
        assert (folder / name).read_bytes() == (made / "outputs" / name).read_bytes()
    assert not read(folder / "404.html").select("main a")


# ---- with an address ----------------------------------------------------------------------------


def test_with_an_address_pages_say_it_and_search_engines_find_pages_and_data(
    publish: Publish,
) -> None:
    folder = publish(base=BASE.rstrip("/"))
    assert dead(folder)[1] == []
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    listed = [each.text for each in lxml.etree.parse(folder / "sitemap.xml").iter(space)]
    assert len(listed) == 9
    assert BASE in listed
    own = f"{BASE}f%C3%BCr%20alle%20%26%20jeden/f%C3%BCr%20alle%20%26%20jeden.html"
    assert own in listed
    assert f"Sitemap: {BASE}sitemap.xml" in (folder / "robots.txt").read_text()
    said = []
    for file in folder.rglob("*.html"):
        page = read(file)
        if file.name != "404.html":
            (link,) = page.select('link[rel="canonical"]')
            said.append(link["href"])
            cited = [text(each) for each in page.select("p.cite .address")]
            of_data = file.name in ("index.html", "downloads.html")
            assert cited == [BASE if of_data else link["href"]]
    assert sorted(said) == sorted(str(each) for each in listed)
    described = json.loads(read(folder / "index.html").select('[type="application/ld+json"]')[0].text)  # fmt: skip
    assert described["@type"] == "Dataset"
    assert described["url"] == BASE
    assert described["creator"] == [{"@type": "Person", "name": "Doe, Jane"}]
    assert described["spatialCoverage"] == ["Albania", "Benin"]
    first = described["distribution"][0]
    assert first["contentUrl"] == f"{BASE}downloads/annual-review.xlsx"
    assert read(folder / "404.html").select_one("main a")["href"] == BASE  # type: ignore[index]


def test_what_is_said_to_search_engines_cannot_end_its_element(tables: Tables) -> None:
    about = project.About(title=HOSTILE, authors=(HOSTILE,))
    markup = addresses.dataset(tables, about, "1+a", HOSTILE, BASE, [])
    (script,) = BeautifulSoup(markup, "html.parser").find_all("script")
    assert json.loads(script.text)["name"] == HOSTILE


@pytest.mark.parametrize("wrong", ["example.org", "ftp://a/", "https://", "https://a.org/?q=1"])
def test_an_address_that_no_site_can_have_is_refused(wrong: str) -> None:
    with pytest.raises(addresses.AddressError, match="the address of a site"):
        addresses.base(wrong, project.About())


def test_the_projects_address_is_the_sites_unless_it_is_a_doi() -> None:
    assert addresses.base("", project.About(address="https://a.org/b")) == "https://a.org/b/"
    assert addresses.base("", project.About(address="https://doi.org/10.5281/zenodo.1")) == ""
    assert addresses.base("https://c.org", project.About(address="https://a.org/b")) == "https://c.org/"  # fmt: skip


# ---- whole or not at all ------------------------------------------------------------------------


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


def test_the_same_reports_give_the_same_site_byte_for_byte(publish: Publish) -> None:
    assert content(publish("one", base=BASE)) == content(publish("two", base=BASE))


def test_an_earlier_site_is_replaced_as_a_whole_and_nothing_else_is(publish: Publish) -> None:
    folder = publish(base=BASE)
    assert (folder / "sitemap.xml").is_file()
    publish()
    assert not (folder / "sitemap.xml").exists()
    (folder / "CNAME").write_text("example.org")
    with pytest.raises(FolderError, match="found CNAME"):
        publish()
    assert (folder / "CNAME").read_text() == "example.org"
    (folder / "CNAME").unlink()
    before = content(folder)

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(FolderError, match="No space left"):
        publish(export=full)
    assert content(folder) == before
    assert list(folder.parent.iterdir()) == [folder]


def test_a_folder_of_somebody_elses_is_refused(
    made: Path, publish: Publish, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    for marker in ('{"files": "no list"}', "[" * 100_000):
        (tmp_path / "mine" / "site.json").write_text(marker)
        with pytest.raises(FolderError, match=r"found site\.json"):
            publish("mine")
    apart = ("outputs", "outputs/site", "", "sources/site", "data/sources", "tidy/site")
    for inside in (made / each for each in apart):
        with pytest.raises(site.SiteError, match="a folder apart"):
            publish(str(inside))


# ---- what is not ready --------------------------------------------------------------------------


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    """A copy of the outputs, notebooks and tables, to change."""
    for name in ("outputs", "notebooks", "tidy"):
        shutil.copytree(made / name, tmp_path / "copy" / name)
    return tmp_path / "copy"


def test_a_report_that_lacks_a_file_is_named_and_refused(copied: Path, publish: Publish) -> None:
    (copied / "outputs" / "02-country" / "BEN-P029.html").unlink()
    with pytest.raises(site.SiteError, match=r"\(1: 02-country BEN-P029\).*run --all"):
        publish(outputs=copied / "outputs")


def test_reports_of_other_tables_are_named_and_refused(
    made: Path, copied: Path, publish: Publish
) -> None:
    tables = ar.load(made / "tidy")
    tables.statements.loc[tables.statements["iso3"] == "BEN", "text"] = "Other words."
    save(tables, copied / "tidy")
    with pytest.raises(site.SiteError, match="out of date") as refused:
        publish(tidy=copied / "tidy")
    assert "02-country BEN-P029" in str(refused.value)
    assert "02-country ALB-P029" not in str(refused.value)


def test_a_missing_page_of_a_source_and_a_batch_that_was_stopped_are_refused(
    copied: Path, publish: Publish
) -> None:
    page, file = "sources/ALB-P029-2019-2020.html", copied / "outputs" / manifest.FILE
    held = json.loads(file.read_text("utf-8"))
    held["batch"]["ended"] = None
    file.write_text(json.dumps(held))
    with pytest.raises(site.SiteError, match="a batch that was stopped"):
        publish(outputs=copied / "outputs")
    (copied / "outputs" / page).unlink()
    with pytest.raises(site.SiteError, match=f"found no {page}"):
        publish(outputs=copied / "outputs")


def test_a_folder_without_reports_is_refused(tmp_path: Path, publish: Publish) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(site.SiteError, match=r"found no reports.*run --all"):
        publish(outputs=tmp_path / "none")
