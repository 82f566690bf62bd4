"""Print a truth as DOCX, with python-docx and the XML it has no words for.

Merged label cells, footnotes, tracked changes, lists numbered by Word, tables in cells, running
heads and page numbers. `accepted` prints tracked changes as done, for the PDF made from it.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from tests.documents.render import ANSWER, cells
from tests.documents.truth import MADE_UP, MARKUP, Paragraph, Truth

_PAGES = {"A4": (21.0, 29.7), "letter": (21.59, 27.94)}
_WHEN = datetime(2020, 1, 1)
_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
_NUMBERING = {
    ("a", ")"): ("lowerLetter", "%1)"),
    ("(a", ")"): ("lowerLetter", "(%1)"),
    ("(i", ")"): ("lowerRoman", "(%1)"),
    ("1", "."): ("decimal", "%1."),
    ("•", ""): ("bullet", "•"),
}
"""How the first mark of a list begins and ends: Word's number format and its text."""


def write(truth: Truth, *, accepted: bool = False) -> bytes:
    """The document as the bytes of a DOCX; the same truth gives the same bytes."""
    writer = _Writer(truth, accepted)
    writer.body()
    buffer = io.BytesIO()
    writer.document.save(buffer)
    return _undated(buffer.getvalue())


def _undated(data: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), old.read(name), 8)
    return out.getvalue()


class _Writer:
    """A DOCX in the making: numbers for its footnotes, lists and changes."""

    def __init__(self, truth: Truth, accepted: bool) -> None:
        self.truth, self.accepted = truth, accepted
        self.document = docx.Document()
        self.footnotes: list[str] = []
        self.changes = 0
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = truth.style.font, Pt(truth.style.size)
        style.paragraph_format.space_after = Pt(2)
        properties = self.document.core_properties
        properties.title, properties.author = f"{truth.name}: {MADE_UP}", "Made-up Office"
        properties.comments = MADE_UP
        properties.created = properties.modified = _WHEN
        properties.last_modified_by, properties.revision = "", 1

    def body(self) -> None:
        self._page()
        table_cells = cells(self.truth)
        extra = 1 if self.truth.style.title_in_table else 0
        table = self.document.add_table(len(self.truth.rows) + extra, ANSWER + 1)
        table.style, table.autofit = "Table Grid", False
        grid = [list(row.cells) for row in table.rows]
        for column, width in enumerate(self.truth.style.widths):
            table.columns[column].width = Cm(width)
            for row in grid:
                row[column].width = Cm(width)
        if extra:
            title = grid[0][0].merge(grid[0][ANSWER])
            self._fill(title, tuple(Paragraph(line) for line in self.truth.title), bold=True)
            table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        else:
            for line in self.truth.title:
                paragraph = self.document.add_paragraph()
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                self._runs(paragraph, line, bold=True)
                table._tbl.addprevious(paragraph._p)
        for cell in table_cells:
            top = grid[cell.row + extra][cell.column]
            if cell.columns > 1 or cell.rows > 1:
                last = grid[cell.row + extra + cell.rows - 1][cell.column + cell.columns - 1]
                top = top.merge(last)
            self._fill(top, cell.paragraphs, bold=cell.column == 0)
            if self.truth.style.centred and cell.column != ANSWER:
                top.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if self.footnotes:
            self._add_footnotes()

    def _page(self) -> None:
        section = self.document.sections[0]
        name, _, turned = self.truth.style.page.partition("-")
        width, height = _PAGES[name]
        if turned:
            width, height, section.orientation = height, width, WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(width), Cm(height)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        if self.truth.style.head:
            section.header.paragraphs[0].text = self.truth.style.head
        if self.truth.style.number:
            footer = section.footer.paragraphs[0]
            footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for part in re.split(r"(\{\w+\})", self.truth.style.number):
                if part in _FIELDS:
                    self._append(
                        footer, f'<w:fldSimple w:instr="{_FIELDS[part]}">{_run("1")}</w:fldSimple>'
                    )
                else:
                    footer.add_run(part)

    def _fill(self, cell: Any, paragraphs: tuple[Paragraph, ...], *, bold: bool = False) -> None:
        for paragraph in cell.paragraphs[1:]:  # merging leaves one of each cell
            paragraph._p.getparent().remove(paragraph._p)
        target: Any = cell.paragraphs[0]
        used, numbering, is_open = False, 0, False
        for paragraph in paragraphs:
            if paragraph.table:
                self._nested(cell, paragraph.table)
                target, used = cell.add_paragraph(), False  # a cell has to end with a paragraph
                continue
            target = cell.add_paragraph() if used else target
            used = True
            if paragraph.mark:
                if not is_open:
                    numbering = self._new_list(paragraph.mark)
                self._number(target, numbering)
            is_open = bool(paragraph.mark)
            self._runs(target, paragraph.text, bold=bold)

    def _nested(self, cell: Any, rows: tuple[tuple[str, ...], ...]) -> None:
        table = cell.add_table(len(rows), len(rows[0]))
        table.style = "Table Grid"
        for row, texts in zip(table.rows, rows, strict=True):
            for inner, text in zip(row.cells, texts, strict=True):
                inner.text = text

    def _runs(self, paragraph: Any, text: str, *, bold: bool = False) -> None:
        at = 0
        for match in MARKUP.finditer(text):
            self._run(paragraph, text[at : match.start()], bold)
            at = match.end()
            if match["note"]:
                self.footnotes.append(match["note"])
                self._note(paragraph, len(self.footnotes))
            elif match["inserted"]:
                run = self._run(paragraph, match["inserted"], bold)
                self._track(run, "ins")
            elif match["deleted"] and not self.accepted:
                run = self._run(paragraph, match["deleted"], bold)
                for part in run._r.findall(qn("w:t")):
                    part.tag = qn("w:delText")
                self._track(run, "del")
            elif match["link"]:
                self._append(
                    paragraph, f"<w:hyperlink w:anchor='made'>{_run(match['link'])}</w:hyperlink>"
                )
            elif match["control"]:
                content = f"<w:sdtContent>{_run(match['control'])}</w:sdtContent>"
                self._append(paragraph, f"<w:sdt><w:sdtPr/>{content}</w:sdt>")
        self._run(paragraph, text[at:], bold)

    def _append(self, paragraph: Any, xml: str) -> None:
        name, rest = re.match(r"<([\w:]+)(.*)", xml, re.S).groups()  # type: ignore[union-attr]
        paragraph._p.append(parse_xml(f"<{name} {nsdecls('w')}{rest}"))

    def _run(self, paragraph: Any, text: str, bold: bool) -> Any:
        run = paragraph.add_run(text)
        run.bold = bold or None
        return run

    def _track(self, run: Any, kind: str) -> None:
        """Wrap a run in a tracked change."""
        if self.accepted:
            return
        self.changes += 1
        change = parse_xml(
            f'<w:{kind} {nsdecls("w")} w:id="{900 + self.changes}" w:author="Made-up Author" '
            f'w:date="2020-01-01T00:00:00Z"/>'
        )
        run._r.addprevious(change)
        change.append(run._r)

    def _note(self, paragraph: Any, number: int) -> None:
        raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        reference = f'<w:footnoteReference w:id="{number + 1}"/>'
        self._append(paragraph, f"<w:r>{raised}{reference}</w:r>")

    def _add_footnotes(self) -> None:
        def note(kind: str, number: int, content: str) -> str:
            return f'<w:footnote {kind} w:id="{number}"><w:p>{content}</w:p></w:footnote>'

        notes = [
            note('w:type="separator"', 0, "<w:r><w:separator/></w:r>"),
            note('w:type="continuationSeparator"', 1, "<w:r><w:continuationSeparator/></w:r>"),
        ]
        for number, text in enumerate(self.footnotes, 1):
            mark = (
                '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
                f"{_run(' ' + text)}"
            )
            notes.append(note("", number + 1, mark))
        blob = f"<w:footnotes {nsdecls('w')}>{''.join(notes)}</w:footnotes>"
        part = Part(
            PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + blob.encode(),
            self.document.part.package,
        )
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _new_list(self, mark: str) -> int:
        """Define a list that begins with `mark` and counts from there; its number."""
        kind, text = next(
            value
            for (start, end), value in _NUMBERING.items()
            if mark.startswith(start) and mark.endswith(end)
        )
        numbering = self.document.part.numbering_part.element
        abstract = 100 + len(numbering.findall(qn("w:abstractNum")))
        numbering.insert(
            0,
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
                f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
                '<w:pPr><w:ind w:left="400" w:hanging="400"/></w:pPr></w:lvl></w:abstractNum>'
            ),
        )
        return numbering.add_num(abstract).numId

    def _number(self, paragraph: Any, numbering: int) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = numbering


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
