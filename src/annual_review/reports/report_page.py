"""The page of a report: an executed notebook as HTML."""

from __future__ import annotations

import copy
import datetime
import html
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html
from markupsafe import Markup

from annual_review.reports import scope
from annual_review.reports.pages import cited, render
from annual_review.show.references import OUTPUTS
from annual_review.show.tables import STYLE

_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def title(node: Any) -> str:
    """The title of a notebook, its first heading of the first level; empty if it has none."""
    first = next((cell for cell in node.cells if cell.cell_type == "markdown"), None)
    found = _TITLE.search(first.source) if first else None
    return str(found[1]) if found else ""


def main_finding(node: Any) -> str:
    """The first finding of an executed notebook, or else its first claim; empty if it has none."""
    shown = [
        output["data"]["text/html"]
        for cell in node.cells
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]
    for name, path in (("findings", "ul[@class='findings']/li"), ("claim", "p[@class='claim']")):
        for markup in shown:
            root = lxml.html.fragment_fromstring(markup if name in markup else "", "div")
            for first in root.xpath(f".//{path}"):
                for link in first.findall("a"):  # to its rows, which are not in the index
                    link.drop_tree()
                return _words(first)
    return ""


_SCRIPTS = "back.js csv.js plain.js tables.js"


def page(
    node: Any, about: Mapping[str, Any], warn: Callable[[str], None] = lambda _warning: None
) -> str:
    """Render an executed notebook as one HTML page that needs no other file and no network.

    `about` is what `inputs.about` gives. Headings follow one another without a gap, whatever their
    levels in the notebook; a section whose heading stands in a cell tagged `folded` is folded. A
    picture without a text alternative gets the heading above it as one; `warn` is called with what
    its author should know of that.
    """
    body, _ = _exporter().from_notebook_node(_static(node))
    parser = lxml.html.HTMLParser(huge_tree=True)  # also for pictures of 10 MB
    (root,) = lxml.html.document_fromstring(f"<body>{body}", parser=parser).iter("body")
    for warning in _name_pictures(root, title(node) or "Picture"):
        warn(warning)
    contents, addresses = _order_headings(root)
    _fit_pictures(root)
    _finish_tables(root)
    _keep_options_whole(root)
    for link in root.iter("a"):
        target = link.get("href", "")
        if target.startswith(OUTPUTS):
            link.set("href", target.replace(OUTPUTS, "../", 1))
    _lead_to_headings(root, addresses)
    how_sure = _how_sure(root)
    _fold(root)
    opening, rest = _opening(root)
    beside = _is_tall_and_narrow(next(iter(root.iter("img")), None)) and bool(opening)
    given = node.metadata.get("papermill", {}).get("parameters", {})
    made = datetime.datetime.fromisoformat(about["made"])
    what = _titled(about)
    part = f"{what}. {about['subject_name']}" if about["subject_name"] else what
    return render(
        "report.html.j2",
        script=_SCRIPTS + (" explore.js" if root.xpath("boolean(.//@data-explore)") else ""),
        about=about,
        what=what,
        cited=cited(about["data"], about["version"], made.year, part),
        made=made,
        program=metadata.version("annual-review"),
        contents=contents,
        how_sure=how_sure,
        beside=beside,
        parameters={name: own for name, own in scope.told(given).items() if name != "tidy"},
        table_style=Markup(STYLE),  # noqa: S704 -- ours
        # what the notebook shows; the policy runs none of it
        opening=Markup(opening),  # noqa: S704
        body=Markup(rest),  # noqa: S704
    )


def _titled(about: Mapping[str, Any]) -> str:
    """What a report is about, as its title: the question, the country or region, the years."""
    where = about["country"] or about["region"]
    title = f"{about['heading']}: {where}" if where else str(about["heading"])
    return f"{title}, {about['years']}" if about["years"] else title


@cache
def _exporter() -> Any:
    """An exporter of a notebook's body. `page` finishes the HTML, as HTMLExporter would."""
    from nbconvert import HTMLExporter, TemplateExporter
    from nbconvert.filters import Highlight2HTML

    html: Any = HTMLExporter(exclude_anchor_links=True)  # type: ignore[no-untyped-call]
    exporter: Any = TemplateExporter(  # type: ignore[no-untyped-call]
        config=html.default_config,
        template_name="notebook",
        template_file="index.html.j2",
        extra_template_basedirs=[str(Path(__file__).with_name("templates"))],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    exporter.register_filter("markdown2html", html.markdown2html)
    exporter.register_filter("highlight_code", Highlight2HTML())  # type: ignore[no-untyped-call]
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


def _opening(root: lxml.html.HtmlElement) -> tuple[str, str]:
    """The page up to its findings, and the rest of it; all is rest where there are none."""
    cells = list(root)
    opened = 0
    for number, cell in enumerate(cells, 1):
        if cell.xpath("boolean(.//ul[@class='findings'])"):
            opened = number
        if opened or next(cell.iter(*_HEADINGS), None) is not None:
            break
    parts = [lxml.html.tostring(each, encoding="unicode") for each in cells]
    before = html.escape(root.text or "", quote=False)
    return before + "".join(parts[:opened]), "".join(parts[opened:])


# ---- pictures -----------------------------------------------------------------------------------

_PICTURES = ["img", "svg", "canvas", "object", "embed"]

_SMALLEST = 10
"""Pixels of the smallest letters of a picture that people can read."""
_SMALLEST_IN_PRINT = 8
"""The same in print, where they are six points."""


def _name_pictures(root: lxml.html.HtmlElement, heading: str) -> Iterator[str]:
    """Give pictures without a text alternative the heading above them; a warning of each."""
    for number, cell in enumerate(root.xpath(".//*[@data-cell][not(@data-injected)]"), 1):
        for each in cell.iter(*_HEADINGS, *_PICTURES):
            if each.tag in _HEADINGS:
                heading = _words(each) or heading
                continue
            named = [each.get(name) for name in ("alt", "aria-label", "aria-labelledby")]
            if each.tag == "svg":
                named.append(each.findtext("title"))
            if any((name or "").strip() for name in named):
                continue
            if each.tag == "img":
                each.set("alt", heading)
            else:
                each.attrib.update({"role": "img", "aria-label": heading})
            yield (
                f"cell {number} from the top: picture without text alternative; “{heading}” is "
                "used. Give it one: display(picture, metadata={'image/png': {'alt': '…'}})."
            )


def _fit_pictures(root: lxml.html.HtmlElement) -> None:
    """Keep a picture as large as its smallest letters need, in a box of its own that scrolls."""
    for picture in list(root.iter("img")):
        try:
            width, height = float(picture.get("width")), float(picture.get("height"))
            letters = float(picture.attrib.pop("data-letters"))
        except (KeyError, TypeError, ValueError):
            continue  # not one of ours
        needed = min(width, math.ceil(width * _SMALLEST / letters))
        printed = math.ceil(height * _SMALLEST_IN_PRINT / letters)
        picture.set("style", f"min-width:{needed:g}px;--printed:{printed}px")
        box = lxml.html.Element("div", {"class": "scroll"})
        named = f"Picture: {picture.get('alt', '').partition('. ')[0]}"  # its title
        box.attrib.update({"tabindex": "0", "role": "region", "aria-label": named})
        picture.addprevious(box)
        box.append(picture)
        box.tail, picture.tail = picture.tail, None


_TALL, _BESIDE = 450, 300
"""Pixels in print from which a picture is tall, and which it may be wide to stand beside text."""


def _is_tall_and_narrow(picture: lxml.html.HtmlElement | None) -> bool:
    """Whether a picture in print may not fit below the findings, but beside them."""
    printed = re.search(r"--printed:(\d+)px", "" if picture is None else picture.get("style", ""))
    if picture is None or not printed:
        return False
    tall = int(printed[1])
    wide = tall * float(picture.get("width", 0)) / float(picture.get("height", 1))
    return tall > _TALL and wide < _BESIDE


# ---- headings and sections ----------------------------------------------------------------------

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_TAKEN = (
    "main", "about-this-report", "how-to-cite", "where-the-data-is-from", "how-it-was-made",
    "how-sure",
)  # fmt: skip
"""Ids of every report's page."""


def _order_headings(root: lxml.html.HtmlElement) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Close gaps between levels below the page's own title, and give every heading an id.

    Returns ids and titles of the second level, and the ids by JupyterLab's address of a heading.
    """
    contents: list[tuple[str, str]] = []
    addresses: dict[str, str] = {}
    level, taken = 1, Counter(_TAKEN)
    for heading in root.iter(*_HEADINGS):
        level = min(max(int(heading.tag[1]), 2), level + 1)
        heading.tag = f"h{level}"
        title = _words(heading)
        name = re.sub(r"[^\w-]+", "-", title).strip("-").casefold() or "part"
        taken[name] += 1
        heading.set("id", name if taken[name] == 1 else f"{name}-{taken[name]}")
        addresses.setdefault(re.sub(r"\s", "-", title), heading.get("id", ""))
        if level == 2:
            contents.append((heading.get("id", ""), title))
    return contents, addresses


def _lead_to_headings(root: lxml.html.HtmlElement, addresses: Mapping[str, str]) -> None:
    """Replace JupyterLab's addresses of headings in links, and drop links that lead nowhere."""
    ids = {*root.xpath(".//@id"), *_TAKEN}
    for link in list(root.iter("a")):
        address = link.get("href", "")
        target = unquote(address[1:])
        if not address.startswith("#"):
            continue
        if target in addresses:
            link.set("href", f"#{addresses[target]}")
        elif target not in ids and link.xpath("boolean(ancestor::ul[@class='findings'])"):
            link.drop_tree()
        elif target not in ids:
            link.drop_tag()


def _how_sure(root: lxml.html.HtmlElement) -> str:
    """The id of the sentence that says how sure the codes are; empty if there is none."""
    said = next(iter(root.xpath(".//p[@class='how-sure']")), None)
    if said is None:
        return ""
    said.set("id", "how-sure")
    return "how-sure"


def _fold(root: lxml.html.HtmlElement) -> None:
    """Put each section whose heading stands in a folded cell into `<details>`."""
    for cell in root.xpath("./*[@data-folded]"):
        heading = next(cell.iter(*_HEADINGS), None)
        if heading is None or next(heading.iterancestors("details"), None) is not None:
            continue
        section = [cell]
        for other in cell.itersiblings():
            levels = [int(each.tag[1]) for each in other.iter(*_HEADINGS)]
            if levels and min(levels) <= int(heading.tag[1]):
                break
            section.append(other)
        folded = lxml.html.Element("details", {"class": "folded"})
        summary = lxml.html.etree.SubElement(folded, "summary")
        cell.addprevious(folded)
        folded.extend(section)
        summary.append(heading)


def _keep_options_whole(root: lxml.html.HtmlElement) -> None:
    """Let no line end within an option of a command, such as `--jobs`."""
    for code in root.xpath(".//code[not(*)]"):
        code.text, *options = re.split(r"(?<!\S)(--?\w[\w-]*)", code.text or "")
        for option, after in zip(options[::2], options[1::2], strict=True):
            span = lxml.html.etree.SubElement(code, "span", {"class": "option"})
            span.text, span.tail = option, after


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(" ".join(element.xpath(".//text()")).split())


# ---- tables -------------------------------------------------------------------------------------

_FEW, _MANY, _FIRST = 5, 12, 8
_WORDY = 1_200
"""A table with more than `_FEW` rows can be sorted and downloaded. One with more than `_MANY`, or
`_FIRST` rows and `_WORDY` characters, is searched as well, and shows its `_FIRST` rows until it is
asked for all; on a telephone, fewer."""


def _finish_tables(root: lxml.html.HtmlElement) -> None:
    """Say which cells a header is for, fold long tables, and let wide ones move within the page."""
    for table in list(root.iter("table")):
        before = next(table.itersiblings("*", preceding=True), None)
        if before is not None and before.tag == "style":
            before.drop_tree()  # for JupyterLab; the page has its own
        for header in table.iter("th"):
            if not header.get("scope"):
                in_head = next(header.iterancestors("thead"), None) is not None
                header.set("scope", "col" if in_head else "row")
        scroll = lxml.html.Element("div", {"class": "scroll"})
        if not table.xpath("boolean(.//a/@href)"):  # else its links can be reached, and scroll it
            scroll.attrib.update({"tabindex": "0", "role": "region", "aria-label": _caption(table)})
        box = lxml.html.Element("div", {"class": "table"})
        table.addprevious(box)
        box.append(scroll)
        scroll.append(table)  # with what follows it, which goes behind the box
        box.tail, table.tail = table.tail, None
        _shorten(table, box)


def _shorten(table: lxml.html.HtmlElement, box: lxml.html.HtmlElement) -> None:
    """Mark what the page's style and script do with a table of many rows."""
    rows = len(table.xpath("./tbody/tr"))
    spanning = "./thead[count(tr) != 1]|.//*[@rowspan]|.//*[@colspan]|.//table"
    if rows <= _FEW or len(table.xpath("./thead")) != 1 or table.xpath(spanning):
        return
    box.set("class", "table tools")
    if rows > _MANY or (rows > _FIRST and len(table.text_content()) > _WORDY):
        box.set("class", "table tools long")
        all_rows = f'<label><input type="checkbox"> Show all {rows:,} rows</label>'
        on_paper = f"The first {_FIRST} of {rows:,} rows. The page has all of them."
        markup = f'<p class="all">{all_rows}<span class="printed">{on_paper}</span></p>'
        box.append(lxml.html.fragment_fromstring(markup))


def _caption(table: lxml.html.HtmlElement) -> str:
    caption = table.find("caption")
    return "Table" if caption is None else f"Table: {' '.join(caption.text_content().split())}"
