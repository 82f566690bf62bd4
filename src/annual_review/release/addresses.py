"""What the pages of a site say once its address is known, for search engines and for citations."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from annual_review.errors import AnnualReviewError
from annual_review.project import About
from annual_review.release.citation_files import licence_address
from annual_review.release.downloads import FOLDER, File
from annual_review.release.facts import TERMS, summary
from annual_review.tables import Tables

_MOST = 50_000
"""Addresses that one sitemap may have."""

_OF_DOI = ("doi.org", "dx.doi.org")


class AddressError(AnnualReviewError):
    """An address that no site can have."""


def base(given: str, about: About) -> str:
    """Return the address of the site, which ends in a slash; empty if it is not known.

    It is what was given or, if nothing was, where the project says that its data are published: not
    if that is a DOI, below which there are no pages.

    Raises AddressError if it is not the address of a folder on the web.
    """
    if not given and urlsplit(about.address).hostname in _OF_DOI:
        return ""
    address = given or about.address
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise AddressError(
            "--base" if given else "address",
            found=f"'{address}'",
            expected="the address of a site, as in https://example.org/reviews/",
        )
    return address.rstrip("/") + "/"


def on(base: str, path: str) -> str:
    """Return the address of a file of the site; that of the folder for the index."""
    return base + ("" if path == "index.html" else quote(path))


def headed(page: str, address: str, more: str = "") -> str:
    """Return a page whose head says its address; `more` is further markup for the head."""
    before, mark, after = page.partition("<title>")
    where = html.escape(address)
    head = (
        f'<link rel="canonical" href="{where}">\n<meta property="og:type" content="website">\n'
        f'<meta property="og:url" content="{where}">\n'
        f'<meta property="og:title" content="{after.partition("</title>")[0]}">\n{more}'
    )
    return before + head + mark + after


def cited(page: str, address: str) -> str:
    """Return a page that gives this address where it says how to cite it."""
    before, mark, after = page.rpartition('<span class="address">')
    if not mark:
        return page
    where = html.escape(address)
    link = f'<a href="{where}">{where}</a>'
    return f"{before}{mark}{link}</span>{after.partition('</span>')[2]}"


def dataset(
    tables: Tables, about: About, version: str, cite: str, base: str, files: Sequence[File]
) -> str:
    """Return markup for a page's head by which search engines find the data (schema.org)."""
    reports = tables.reports
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.title,
        "description": summary(tables),
        "url": base,
        "version": version,
        "citation": cite,
        "creator": [  # `Family, Given` is a person
            {"@type": "Person" if "," in each else "Organization", "name": each}
            for each in about.authors
        ],
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "keywords": ["labour rights", "International Labour Organization", "Annual Review"],
        "temporalCoverage": f"{reports['first_year'].min()}/{reports['last_year'].max()}",
        "spatialCoverage": sorted(set(reports["country"])),
        "usageInfo": TERMS,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": each.title or each.path,
                "contentUrl": on(base, f"{FOLDER}/{each.path}"),
                "encodingFormat": each.path.rpartition(".")[2],
                "contentSize": f"{each.size} B",
                "sha256": each.sha256,
            }
            for each in files
        ],
    }
    if about.licence:
        described["license"] = licence_address(about.licence)
    if about.address and about.address.rstrip("/") != base.rstrip("/"):
        described["identifier"] = about.address
    if about.released:
        described["datePublished"] = about.released.isoformat()
    written = json.dumps(described, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    words = html.escape(described["description"])
    return (
        f'<meta name="description" content="{words}">\n'
        f'<meta property="og:description" content="{words}">\n'
        f'<script type="application/ld+json">\n{written}\n</script>\n'
    )


def for_crawlers(base: str, paths: Iterable[str]) -> dict[str, str]:
    """Return sitemaps of these pages and a robots.txt that names them, by file name."""
    made, every = {}, sorted(paths)
    for first in range(0, len(every), _MOST):
        some = [html.escape(on(base, path)) for path in every[first : first + _MOST]]
        urls = "".join(f"<url><loc>{each}</loc></url>\n" for each in some)
        made[f"sitemap-{first // _MOST + 1}.xml" if first else "sitemap.xml"] = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
        )
    named = "".join(f"Sitemap: {base}{name}\n" for name in made)
    return {**made, "robots.txt": f"User-agent: *\nAllow: /\n{named}"}
