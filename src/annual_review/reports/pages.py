"""The pages people read: reports and the index of all of them; and their PDF.

Every page is one file that needs no other and no network, and may run nothing but the index's own
script. What documents say is escaped.
"""

from __future__ import annotations

import base64
import copy
import datetime
import hashlib
import html
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jinja2
import lxml.html
from markupsafe import Markup

from annual_review.errors import AnnualReviewError
from annual_review.reports import manifest
from annual_review.show import SOURCE_PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class PageError(AnnualReviewError):
    """A page that cannot be made as it should be."""


# ---- every page ---------------------------------------------------------------------------------

_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {}; "
    "base-uri 'none'; form-action 'none'"
)


def render(template: str, *, script: str = "", **values: Any) -> str:
    """Render a template of the package with these values, escaped, as a whole page.

    `script` names the one script that the page may run; its checksum stands in the policy.
    """
    code = _environment().get_template(script).render() if script else ""
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return (
        _environment()
        .get_template(template)
        .render(
            policy=_POLICY.format(f"'sha256-{digest}'" if script else "'none'"),
            style=Markup(_environment().get_template("style.css").render()),  # noqa: S704 -- ours
            script=Markup(code),  # noqa: S704 -- ours
            **values,
        )
    )


def local(path: str | None) -> str:
    """A path below the folder of a page as an address; empty if it leads out of the folder."""
    parts = (path or "").split("/")
    return "" if ".." in parts or parts[0] == "" or "\\" in (path or "") else quote(path or "")


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__),
        autoescape=jinja2.select_autoescape(["html", "html.j2"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["local"] = local
    return environment


# ---- a report -----------------------------------------------------------------------------------


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
                output["data"] = {"text/html": note}
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


def write(file: Path, text: str) -> Path:
    """Write a page whole or not at all, with the same bytes on every system."""
    file.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_whole(file, text)
    return file


# ---- the index ----------------------------------------------------------------------------------

REASONS = {
    "new": "new",
    "notebook": "notebook",
    "parameters": "parameters",
    "rows": "data",
    "code": "program",
    "environment": "environment",
    "forced": "on request",
    "failed": "failed before",
    "removed": "files were gone",
}
"""Why a report was made: the manifest's words, and how the index says them."""

_MOST_ATTENTION = 50
"""Failed and stale reports that the index has at its top, above the table of all."""


def write_index(outputs: Path) -> Path:
    """Write `index.html` from the manifest: every report, what failed, what changed, the sources.

    Raises ManifestError if the manifest is damaged or of another version.
    """
    held = manifest.read(outputs)
    batch = held["batch"]
    reports = [_entry(each, batch["id"] if batch else "", outputs) for each in held["reports"]]
    reports.sort(key=lambda each: (each["notebook"], each["country"], each["run"]))
    order = ("failed", "missing", "stale")
    attention = [each for state in order for each in reports if each["state"] == state]
    fresh = [each for each in reports if each["fresh"]]
    documents = {source["report_id"]: source for each in reports for source in each["sources"]}
    return write(
        outputs / "index.html",
        render(
            "index.html.j2",
            script="index.js",
            batch=batch
            and {**batch, "began": _time(batch["began"]), "ended": _time(batch["ended"])},
            reports=reports,
            states=Counter(each["state"] for each in reports),
            attention=attention[:_MOST_ATTENTION],
            attention_left=len(attention[_MOST_ATTENTION:]),
            fresh=len(fresh),
            changed=Counter(reason for each in fresh for reason in each["changed"]).most_common(),
            reasons=REASONS,
            kinds=dict(sorted({each["notebook"]: each["heading"] for each in reports}.items())),
            countries=sorted({(e["country"], e["iso3"]) for e in reports if e["iso3"]}),
            subjects=sorted({(e["subject_name"], e["subject"]) for e in reports if e["subject"]}),
            years=sorted({year for each in reports for year in each["span"]}, reverse=True),
            documents=[documents[name] for name in sorted(documents)],
            uses=Counter(source["report_id"] for each in reports for source in each["sources"]),
        ),
    )


def _entry(report: manifest.Report, batch: str, outputs: Path) -> dict[str, Any]:
    """A report of the manifest as the index shows it."""
    about, values = report["about"], report["values"]
    there = bool(local(report["page"])) and (outputs / str(report["page"])).is_file()
    state: str = report["status"]
    if state != "failed":
        state = "missing" if not there else "stale" if report["stale"] else "made"
    ends = [int(year) for year in re.findall(r"\d{4}", about["years"])]
    reasons = [REASONS[reason] for reason in report["changed"] if reason in REASONS]
    return {
        **{name: report[name] for name in ("notebook", "run", "ipynb", "error")},
        **about,
        "given": ", ".join(f"{name} = {value}" for name, value in values.items()),
        "span": list(range(ends[0], ends[-1] + 1)) if ends else [],
        "state": state,
        "fresh": report["batch"] == batch,
        "changed": reasons,
        "made": _time(report["made"]),
        "page": report["page"] if there else "",
        "page_made": _time(report["page_made"]),
        "pdf": _printed(outputs, str(report["page"])) if there else "",
    }


def _printed(outputs: Path, page: str) -> str:
    """The PDF beside a page, if it is of this page and not of an earlier one."""
    pdf = Path(page).with_suffix(".pdf")
    try:
        current = (outputs / pdf).stat().st_mtime_ns >= (outputs / page).stat().st_mtime_ns
    except FileNotFoundError:
        return ""
    return pdf.as_posix() if current else ""


def _time(printed: str | None) -> datetime.datetime | None:
    """A time of the manifest, in UTC."""
    if not printed:
        return None
    moment = datetime.datetime.fromisoformat(printed)
    return moment.astimezone(datetime.UTC) if moment.tzinfo else moment


# ---- PDF ----------------------------------------------------------------------------------------

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
                env={**os.environ},
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
            part = pdf.with_name(f".{pdf.name}.part")
            sheet = context.new_page()
            try:
                # as text and not by its address, which would stand in the PDF's links
                sheet.set_content(html.read_text(encoding="utf-8"))
                sheet.pdf(
                    path=part,
                    prefer_css_page_size=True,
                    print_background=True,
                    tagged=True,
                    outline=True,
                )
                part.replace(pdf)
            except (OSError, Error) as error:
                raise PageError(
                    str(html),
                    found=f"a page that does not print ({str(error).splitlines()[0]})",
                    expected=f"{pdf.name} to be written",
                ) from error
            finally:
                sheet.close()
                part.unlink(missing_ok=True)

        yield print_page


def pdf(html: Path, pdf: Path) -> None:
    """Print a finished page as PDF, with its pages numbered; `printer` does so for many.

    Raises PageError if the extra `pdf` or Chromium is missing, or the page cannot be printed.
    """
    with printer() as print_page:
        print_page(html, pdf)


def write_pdfs(reports: Sequence[Path], outputs: Path) -> list[AnnualReviewError]:
    """Print the pages whose PDF is missing or older, list them on the index, return the failures.

    Raises PageError if the extra `pdf` or Chromium is missing.
    """
    failures: list[AnnualReviewError] = []
    with printer() as print_page:
        for page in reports:
            target = page.with_suffix(".pdf")
            if target.is_file() and target.stat().st_mtime >= page.stat().st_mtime:
                continue
            try:
                print_page(page, target)
            except PageError as error:
                failures.append(error)
    write_index(outputs)
    return failures
