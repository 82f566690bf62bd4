"""What web pages print around a document, recognized by its words.

If a page was printed or copied, what stood around its content has become lines like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annual_review.readers.rows import Extract, Line, Note, Paragraph, Row

_AROUND_WORDS = re.compile(
    r"(?:skip|jump) to .{1,40}|[\^↑▲]\s*top|(?:(?:back|go) to )?top of (?:the )?page|back to top"
    r"|(?:printer[- ]friendly|print(?:able)?)(?: this)? (?:page|version)|e-?mail this page"
    r"|(?:(?:page|site) )?(?:last )?(?:updated?|modified|revised)(?: on| by)?\s*:.{0,60}"
    r"|.{0,80}\blast (?:updated?|modified|revised)(?: on)?\s*:\s*.{0,20}\d.{0,20}"
    r"|(?:(?:page|site) )?last (?:updated?|modified|revised)(?: on)?"
    r" [\w ,./-]{0,14}\d[\w ,./-]{0,14}"
    r"|(?:copyright\s*)?©.{0,120}|copyright(?:\s*\(c\)| and permissions)? \d{4}.{0,100}"
    r"|.{0,100}all rights reserved\.?"
    r"|(?:this (?:web)?site uses|we use) cookies.{0,100}"
    r"|[«‹<]?\s*(?:ILO home(?: ?page)?|home ?page)\s*[»›>]?"
    r"|(?:site|a-z) index|about (?:us|the ILO)|what[’']s new|(?:previous|next) page"
    r"|contact(?: us)?|disclaimer|feedback|site ?map|accessibility|terms of use|privacy(?: policy)?"
    r"|(?:copyright(?: and permissions)?|disclaimer|privacy policy)\s?\|[^|]{1,40}"
    r"|(?:[^|]{1,40}\|){2,}[^|]{1,40}|\S+@\S+",
    re.IGNORECASE | re.DOTALL,
)
"""What short blocks around the content say, from beginning to end."""
_BEGINS_A_FOOT = re.compile(
    r"This (?:page|site|website)|(?:Page|Last|Print|E-?mail|Copyright|Back|Go|Top|Skip|Jump|We)\b"
    r"|(?:Contact|Disclaimer|Feedback|Site|Accessibility|Terms|Privacy|RSS|Follow|Help|Tags)\b"
    r"|[«‹<]|(?:ILO )?home|(?:Search|A-Z|About|What|Previous|Next|Regions|Unit)\b"
    r"|[©^↑▲]|.*\ball rights reserved|[^|]+\|[^|]+\||\S+@\S+\Z",
    re.IGNORECASE,
)
"""How such a line begins at the end of a document: an answer may end in `last updated: 2009`."""
_ONLY_AT_THE_FOOT = re.compile(
    r"[«‹<]?\s*home\s*[»›>]?|search|RSS(?: feeds?)?|follow us(?: on(?: \S+)?)?"
    r"|(?:ILO )?home(?:\s*[»›>]\s*[^«»‹›<>]{1,60})+|(?:help|RSS|search)(?:\s*\|\s*[\w -]{1,30})+"
    r"|(?:tags|regions and countries covered|unit responsible):.{1,80}",
    re.IGNORECASE,
)
"""Menu words, and what is told of a page, that elsewhere can be an answer's, or a part of one."""
_BARE_NUMBER = re.compile(r"[-–—]?\s*\d{1,3}\s*[-–—]?")
_NUMBER_FOLLOWS = re.compile(
    r"(?:\b(?:No|Nos|Art|articles?|sections?|chapters?|paragraphs?|pages?|parts?|Conventions?|age|and"
    r"|or|of|to|in|by|for|from|with|than|about|over|under|are|is|were|was|the)\.?|[,:;(/–—-])\Z",
    re.IGNORECASE,
)
"""How a line ends if its sentence continues with a number: `(Convention No.` / `29`."""


def says_furniture(text: str) -> bool:
    """Whether a short block says, from beginning to end, what only pages say."""
    return _AROUND_WORDS.fullmatch(text) is not None


def without_foot(extract: Extract) -> Extract:
    """Leave out last lines that only pages have: `Last update: …`, `Copyright …`, a page's number.

    They become Notes in the order of the document, `page_foot`, `footnote` and `page_number`; the
    last is a guess and names no page. Lines in a table stay.
    """
    blocks = list(extract.blocks)
    marks = set(_GLUED_MARK.findall("\n".join(_first_lines(blocks))))
    left_out: list[Note] = []
    while blocks and isinstance(block := blocks[-1], Paragraph):
        lines = list(block.lines)
        while lines:
            numbered = any(note.kind == "page_number" for note in left_out)
            if not numbered and _is_page_number(lines):
                left_out.insert(0, Note("page_number", lines.pop()._replace(page=None)))
            elif count := _foot(lines):
                left_out[:0] = [Note("page_foot", line) for line in lines[-count:] if line.text]
                del lines[-count:]
            elif (footnote := _FOOTNOTE.match(lines[-1].text)) and footnote["mark"] in marks:
                left_out.insert(0, Note("footnote", lines.pop()))
            else:
                break
        blocks.pop()
        if lines:
            blocks.append(Paragraph(tuple(lines)))
            break
    if not (blocks and left_out):
        return extract
    return extract._replace(blocks=tuple(blocks), notes=(*extract.notes, *left_out))


_GLUED_MARK = re.compile(r"\d{4}\)\s?(\d)(?!\d)")
"""A footnote's mark behind the years of a title: `(2000-2008)1: TONGA`."""
_FOOTNOTE = re.compile(r"\s*(?P<mark>\d)\s?(?=[A-Z][a-z])")
_TITLE_LINES = 12


def _first_lines(blocks: list[Row | Paragraph]) -> Iterator[str]:
    """The lines in which a title can stand."""
    for block in blocks[:_TITLE_LINES]:
        parts = block.cells if isinstance(block, Row) else [block]
        for part in parts:
            yield from (line.text for line in part.lines[:_TITLE_LINES])


def _is_page_number(lines: list[Line]) -> bool:
    """Whether the last line is a number alone that does not complete the sentence before."""
    before = lines[-2].text.rstrip() if len(lines) > 1 else ""
    is_number = _BARE_NUMBER.fullmatch(lines[-1].text.strip())
    return bool(is_number) and not _NUMBER_FOLLOWS.search(before)


def _foot(lines: list[Line]) -> int:
    """How many last lines are of the page's foot: a blank one, or what one or two say together."""
    if not lines[-1].text:
        return 1
    for count in (1, 2):
        said = " ".join(" ".join(line.text for line in lines[-count:]).split())
        marked, said = said.strip(" |·[]"), said.strip(" |·•-–[]")  # `- Search` is an answer's item
        is_menu = says_furniture(said) or _ONLY_AT_THE_FOOT.fullmatch(marked)
        if is_menu and not said[:1].islower() and _BEGINS_A_FOOT.match(said):
            return count
    return 0
