"""The reports as a static site that any web server can serve, with the data to download."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from annual_review import project
from annual_review.errors import AnnualReviewError
from annual_review.files import locked, names, whole_folder
from annual_review.release import addresses, downloads
from annual_review.release.facts import summary
from annual_review.reports import index_page, manifest, pages
from annual_review.reports.inputs import Inputs
from annual_review.show.words import listing
from annual_review.tables.store import overlap

MARKER = "site.json"
"""The file by which a folder is known to be a site of ours."""

_MISSING = "404.html"
_MOST_NAMED = 5


class SiteError(AnnualReviewError):
    """Reports that cannot be published as they are."""


class Published(NamedTuple):
    """A site that was written: its folder and address, and how many files of which kind it has."""

    folder: Path
    base: str
    reports: int
    sources: int
    downloads: int


def publish(
    folder: Path,
    inputs: Inputs,
    outputs: Path,
    export: Callable[[Path], object],
    *,
    base: str = "",
) -> Published:
    """Write the reports of `outputs` as a static site, whole or not at all.

    The site has an index, the reports with their notebooks and PDFs, the sources, the codebook and
    a page of downloads. Nothing else in `outputs` gets into it. Links are relative. A folder that
    an earlier call wrote is replaced as a whole.

    Parameters
    ----------
    folder
        Where to write.
    inputs
        The tables and notebooks, as they are now.
    outputs
        The folder of the reports.
    export
        Called with a folder that does not exist, into which it writes what visitors can download.
    base
        The address that the site will have. With it, pages say their own address, and there are a
        sitemap and a description for search engines. Default: where the project says that its data
        are published (`addresses.base`).

    Raises
    ------
    SiteError
        If there are no reports; or some failed, are out of date or lack a file.
    FolderError
        If `folder` holds something else than an earlier site, or cannot be written.
    AddressError
        If `base` is not the address of a site.
    """
    about = project.about()
    base = addresses.base(base, about)
    outputs = outputs.resolve()
    _refuse_inside(folder, outputs, inputs.tidy)
    with locked(outputs):
        held = manifest.read(outputs)
        _refuse_unready(held, inputs, outputs)
        said = {"made_by": "annual-review", "version": inputs.version, "address": base}
        with whole_folder(folder, MARKER, said) as stage:
            for name in _copied(held, outputs):
                _copy(outputs / name, stage / name, addresses.on(base, name) if base else "")
            export(stage / downloads.FOLDER)
            files = downloads.prepare(stage / downloads.FOLDER)
            cited = inputs.cited()
            cited["address"] = cited["address"] or base
            index = index_page.page(held, outputs, downloads.PAGE, cited)
            offered = downloads.page(files, about, cited, summary(inputs.tables))
            if base:
                cite = f"{cited['text']} {cited['address']}"
                described = addresses.dataset(
                    inputs.tables, about, inputs.version, cite, base, files
                )
                index = addresses.headed(index, base, described)
                offered = addresses.headed(offered, addresses.on(base, downloads.PAGE))
            written = {
                "index.html": index,
                downloads.PAGE: offered,
                _MISSING: pages.render("missing.html.j2", home=base, cited=None),
                ".nojekyll": "",  # else GitHub Pages leaves out files
            }
            if base:
                there = [name for name in names(stage) if name.endswith(".html")]
                own = [name for name in there if not name.startswith(f"{downloads.FOLDER}/")]
                every = [*own, "index.html", downloads.PAGE]
                written |= addresses.for_crawlers(base, every)
            for name, text in written.items():
                pages.write(stage / name, text)
    return Published(folder, base, len(held["reports"]), len(held["sources"]), len(files))


def _refuse_inside(folder: Path, outputs: Path, tidy: Path) -> None:
    site, found = folder.resolve(), overlap(folder, tidy)
    if site.is_relative_to(outputs) or outputs.is_relative_to(site):
        found = "the folder of the reports, or one that is in it or around it"
    if found:
        raise SiteError(str(folder), found=found, expected="a folder apart")


def _refuse_unready(held: manifest.Manifest, inputs: Inputs, outputs: Path) -> None:
    """Refuse reports that are not what would be made now."""
    batch = held["batch"]
    if batch is None or not held["reports"]:
        raise SiteError(
            str(outputs),
            found="no reports",
            expected="reports to publish",
            remedy="Make them with `annual-review run --all`.",
        )
    unready = [
        f"{each['notebook']} {each['run']}"
        for each in held["reports"]
        if not manifest.stands(outputs, each) or inputs.is_stale(each)
    ]
    if unready:
        raise SiteError(
            str(outputs),
            found=f"reports that failed, are out of date or lack a file ({len(unready):,}: "
            f"{listing(unready, _MOST_NAMED)})",
            expected="every report as the tables, notebooks and program would make it now",
            remedy="Run `annual-review run --all`. Reports with values of your own are made with "
            "`annual-review run NOTEBOOK -p NAME=VALUE`; or delete their pages first.",
        )
    others = [each["page"] for each in held["sources"].values()]
    gone = [name for name in [index_page.CODEBOOK, *others] if not (outputs / name).is_file()]
    if gone or not batch["ended"] or batch["cited"]["version"] != inputs.version:
        stopped = "" if batch["ended"] else "a batch that was stopped"
        raise SiteError(
            str(outputs),
            found=f"no {listing(gone, _MOST_NAMED)}"
            if gone
            else stopped or "pages of other tables",
            expected=f"pages of all documents of version {inputs.version} of the data",
            remedy="Run `annual-review run --all`.",
        )


def _copied(held: manifest.Manifest, outputs: Path) -> Iterator[str]:
    """The files of `outputs` that visitors get as they are, but for what pages say of addresses."""
    yield index_page.CODEBOOK
    for report in held["reports"]:
        page, notebook = str(report["page"]), str(report["ipynb"])
        yield from (page, notebook)
        if pdf := index_page.printed(outputs, page):
            yield pdf
    for source in held["sources"].values():
        yield source["page"]


def _copy(file: Path, target: Path, address: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if address and file.suffix == ".html":
        pages.write(
            target, addresses.cited(addresses.headed(file.read_text("utf-8"), address), address)
        )
    else:
        shutil.copyfile(file, target)
