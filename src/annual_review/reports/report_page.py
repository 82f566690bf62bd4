"""The page of a report: an executed notebook as HTML."""

from __future__ import annotations

import copy
import datetime
import html
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import metadata, resources
from typing import Any

import lxml.html
from markupsafe import Markup

from annual_review.reports.pages import PageError, render
from annual_review.show import SOURCE_PAGES

_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def title(node: Any) -> str:
    """The title of a notebook, its first heading of the first level; empty if it has none."""
    first = next((cell for cell in node.cells if cell.cell_type == "markdown"), None)
    found = _TITLE.search(first.source) if first else None
    return str(found[1]) if found else ""


def page(node: Any, about: Mapping[str, Any]) -> str:
    """Render an executed notebook as one HTML page that needs no other file and no network.

    `about` is what `inputs.about` gives. Headings follow one another without a gap,
    whatever their levels in the notebook.

    Raises PageError, with the cell and the picture, if a picture has no text alternative.
    """
    body, _ = _exporter().from_notebook_node(_static(node))
    parser = lxml.html.HTMLParser(huge_tree=True)  # also for pictures of 10 MB
    (root,) = lxml.html.document_fromstring(f"<body>{body}", parser=parser).iter("body")
    _refuse_without_alternative(root, f"{about['notebook']} {about['run']}")
    contents = _order_headings(root)
    _finish_tables(root)
    for link in root.iter("a"):
        target = link.get("href", "")
        if target.startswith(SOURCE_PAGES):
            link.set("href", target.replace(SOURCE_PAGES, "../sources/", 1))
    given = node.metadata.get("papermill", {}).get("parameters", {})
    return render(
        "report.html.j2",
        script="explore.js" if root.xpath("boolean(.//@data-explore)") else "",
        about=about,
        made=datetime.datetime.fromisoformat(about["made"]),
        version=metadata.version("annual-review"),
        contents=contents,
        parameters={name: value for name, value in given.items() if name != "tidy"},
        # what the notebook shows; the policy runs none of it
        body=Markup(_inside(root)),  # noqa: S704
    )


@cache
def _exporter() -> Any:
    """An exporter of a notebook's body. `page` finishes the HTML, as HTMLExporter would."""
    from nbconvert import HTMLExporter, TemplateExporter
    from nbconvert.filters import Highlight2HTML

    html: Any = HTMLExporter(exclude_anchor_links=True)  # type: ignore[no-untyped-call]
    folder = resources.files(__package__) / "templates"
    with resources.as_file(folder) as extracted:
        exporter: Any = TemplateExporter(  # type: ignore[no-untyped-call]
            config=html.default_config,
            template_name="notebook",
            template_file="index.html.j2",
            extra_template_basedirs=[str(extracted)],
            exclude_input=True,
            exclude_input_prompt=True,
            exclude_output_prompt=True,
        )
        exporter.register_filter("markdown2html", html.markdown2html)
        exporter.register_filter("highlight_code", Highlight2HTML())  # type: ignore[no-untyped-call]
        exporter.template  # noqa: B018 -- reads the files, which an archive lends only here
    return exporter


def _static(node: Any) -> Any:
    """The notebook without its title, which the page has, and with words for its controls."""
    static = copy.deepcopy(node)
    titled = next((cell for cell in static.cells if cell.cell_type == "markdown"), None)
    if titled is not None:
        titled.source = _TITLE.sub("", titled.source, count=1)
    note = "<p><em>Open the notebook in JupyterLab: controls to choose from stand here.</em></p>"
    for cell in static.cells:
        for output in cell.get("outputs", ()):
            if "application/vnd.jupyter.widget-view+json" in output.get("data", {}):
                output["data"] = {"text/html": output["data"].get("text/html", note)}
    return static


_PICTURES = ["img", "svg", "canvas", "object", "embed"]


def _inside(root: lxml.html.HtmlElement) -> str:
    parts = [lxml.html.tostring(each, encoding="unicode") for each in root]
    return html.escape(root.text or "", quote=False) + "".join(parts)


def _refuse_without_alternative(root: lxml.html.HtmlElement, where: str) -> None:
    for number, cell in enumerate(root.xpath(".//*[@data-cell]"), 1):
        for nth, picture in enumerate(cell.iter(*_PICTURES), 1):
            named = [picture.get(name) for name in ("alt", "aria-label", "aria-labelledby")]
            if picture.tag == "svg":
                named.append(picture.findtext("title"))
            if not any((each or "").strip() for each in named):
                kind = re.match(r"data:(image/[\w+.-]+)", picture.get("src", ""))
                raise PageError(
                    f"{where}, cell {number} from the top",
                    found=f"picture {nth} of the cell ({kind[1] if kind else picture.tag}) "
                    "without a text alternative",
                    expected="words for those who cannot see it",
                    remedy="Pictures of annual_review.show have them; give them to another with "
                    "display(picture, metadata={'image/png': {'alt': '…'}}).",
                )


def _order_headings(root: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    """Close gaps between levels below the page's own title; ids and titles of the second level."""
    contents: list[tuple[str, str]] = []
    level, taken = 1, Counter({"main": 1, "contents": 1, "about-this-report": 1})
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = min(max(int(heading.tag[1]), 2), level + 1)
        heading.tag = f"h{level}"
        title = _words(heading)
        name = re.sub(r"[^\w-]+", "-", title).strip("-").casefold() or "part"
        taken[name] += 1
        heading.set("id", name if taken[name] == 1 else f"{name}-{taken[name]}")
        if level == 2:
            contents.append((heading.get("id", ""), title))
    return contents


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(" ".join(element.xpath(".//text()")).split())


def _finish_tables(root: lxml.html.HtmlElement) -> None:
    """Say which cells a header is for, and let wide tables move within the page, by key as well."""
    for table in list(root.iter("table")):
        before = next(table.itersiblings("*", preceding=True), None)
        if before is not None and before.tag == "style":
            before.drop_tree()  # for JupyterLab; the page has its own
        for header in table.iter("th"):
            if not header.get("scope"):
                in_head = next(header.iterancestors("thead"), None) is not None
                header.set("scope", "col" if in_head else "row")
        box = lxml.html.Element("div", {"class": "scroll"})
        if not table.xpath("boolean(.//a/@href)"):  # else its links can be reached, and scroll it
            box.attrib.update({"tabindex": "0", "role": "region", "aria-label": _caption(table)})
        table.addprevious(box)
        box.append(table)  # with what follows it, which goes behind the box
        box.tail, table.tail = table.tail, None


def _caption(table: lxml.html.HtmlElement) -> str:
    caption = table.find("caption")
    return "Table" if caption is None else f"Table: {' '.join(caption.text_content().split())}"
