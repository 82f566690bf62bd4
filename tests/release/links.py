"""Follow every link of a folder of pages."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html


def dead(folder: Path) -> tuple[int, list[str]]:
    """How many links within the folder its pages have, and those whose file or place is missing."""
    ids: dict[Path, set[str]] = {}
    links: list[tuple[Path, str]] = []
    for file in sorted(folder.rglob("*.html")):
        root = lxml.html.parse(
            file, lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
        ).getroot()
        ids[file] = set(root.xpath("//@id"))
        links += [(file, str(each)) for each in root.xpath("//@href | //@src")]
    count, found = 0, []
    for file, link in links:
        if urlsplit(link).scheme:
            continue
        count += 1
        address, place = urldefrag(urljoin(file.as_uri(), link))
        target = Path(unquote(urlsplit(address).path))
        inside = target.is_file() and target.is_relative_to(folder)
        there = not place or "=" in place or unquote(place) in ids.get(target, ())
        if not (inside and there):
            found.append(f"{file.relative_to(folder)}: {link}")
    return count, found
