"""Files of every format that is read, damaged at random, and what must hold of whatever is read.

`mutant` gives one for each state of a random generator; `broken` says what is wrong with a Report.
"""

from __future__ import annotations

import base64
import io
import quopri
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import AnyStr
from unicodedata import is_normalized

from lxml import etree

import annual_review as ar
from annual_review.baseline.report import Report
from annual_review.errors import AnnualReviewError
from tests.documents.compare import FORMATS as ENDINGS
from tests.documents.files import MADE, content
from tests.documents.made import documents
from tests.documents.paper import write
from tests.made_pdf import CellAt, Page, made

SOURCES = Path(__file__).resolve().parents[1] / "data" / "sources"
FORMATS = ("txt", "docx", "pdf", "html", "mhtml")
MOST_BYTES = 10_000_000

NUMBERS = ("0", "-1", "1", "2", "255", "65536", "99999", "2147483648", "-9e9", "1e308", "0.001", "")
ODD = (
    "\0", "\r", "\f", "\v", "\t", "\x1b", "\x85", "\u00a0", "\u00ad", "\u0301", "\u200b", "\u202e",
    "\u2028", "\ufeff", "\uffff", "\U000e0041", "ﬃ", "²", "٣", "☐", "☒", "•", "-", "(", "\n", " ",
    "2017:", "2017-1999 ARs:", "0000 AR:", "NIL", "YES", "a)", "iv.", "&#0;", "&#xD800;", "]]>",
)  # fmt: skip


# ---- seeds --------------------------------------------------------------------------------------


@cache
def seeds(kind: str, folder: Path | None = None) -> tuple[bytes, ...]:
    """Sound files of a format: the made-up ones, the project's own, and those of a folder."""
    if kind == "mhtml":
        pages = seeds("html", folder)
        return tuple(_archive(page, n % 2 == 0) for n, page in enumerate(pages))
    endings = [ending for ending in ENDINGS if ending.endswith(kind)]
    names = sorted(f"{truth.name}.{ending}" for truth in documents() for ending in endings)
    found = folder.rglob(f"*.{kind}") if folder else ()
    files = [file for file in found if 0 < file.stat().st_size < 500_000]
    others = [_drawn(), *map(write, documents())] if kind == "pdf" else []
    files += SOURCES.glob(f"*.{kind}")
    return (*(file.read_bytes() for file in sorted(files)), *map(content, names), *others)


def _drawn() -> bytes:
    """A small PDF with all that `made_pdf` draws."""
    page = Page(picture=True, annotations=["/Subtype/Text/Rect[9 9 40 40]/Contents(Made up)"])
    cells = [CellAt(row, column, 1, 1, ("Made up", "2017")) for row in (0, 1) for column in (0, 1)]
    page.table([50, 250, 450], [50, 100, 150], cells)
    page.codes(50, 300, [1, 2, 3])
    return made([page, Page(rotate=90, drawn=page.drawn)], to_unicode={1: "a", 2: "ﬃ", 3: "\0"})


def _archive(page: bytes, quoted: bool) -> bytes:
    """A page as a browser saves it with its pictures."""
    coded = quopri.encodestring(page) if quoted else base64.encodebytes(page)
    return (
        b'From: <Saved by tests>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <p>\r\nContent-Transfer-Encoding: "
        + (b"quoted-printable" if quoted else b"base64")
        + b"\r\n\r\n"
        + coded
        + b"\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
    )


# ---- mutants ------------------------------------------------------------------------------------


def mutant(kind: str, pick: Random, folder: Path | None = None) -> bytes:
    """A file of a format, changed one to forty times."""
    raw = pick.choice(seeds(kind, folder))
    other = pick.choice(seeds(kind, folder))
    times = pick.choice((1, 2, 3, 6, 40))
    if pick.random() < 0.2:
        return _repeated(raw, lambda each: _any_bytes(each, other, pick), times)
    if kind == "txt":
        return _repeated(raw, lambda each: _lines(each, other, pick), times)
    if kind == "html":
        return _repeated(raw, lambda each: _tags(each, other, pick), times)
    if kind == "mhtml":
        page, other = pick.choice(seeds("html", folder)), pick.choice(seeds("html", folder))
        page = _repeated(page, lambda each: _tags(each, other, pick), times)
        return _headers(_archive(page, pick.random() < 0.5), pick)
    if kind == "docx":
        return _word(raw, other, pick, times)
    return _pdf(raw, other, pick, times)


def _repeated(raw: bytes, change: Callable[[bytes], bytes], times: int) -> bytes:
    for _ in range(times):
        changed = change(raw)
        if len(changed) <= MOST_BYTES:  # repeated again and again, it is large and no longer odd
            raw = changed
    return raw


def _span(length: int, pick: Random, most: int = 4000) -> slice:
    at = pick.randint(0, length)
    return slice(at, min(length, at + int(2 ** pick.uniform(0, most.bit_length()))))


def _any_bytes(raw: bytes, other: bytes, pick: Random) -> bytes:
    span, there = _span(len(raw), pick), _span(len(other), pick)
    match pick.randrange(8):
        case 0:
            some = bytearray(raw)
            for _ in range(pick.randint(1, 20)):
                some[pick.randrange(len(some))] ^= 1 << pick.randrange(8)
            return bytes(some)
        case 1:
            return raw[: span.start] + raw[span.stop :]
        case 2:
            return raw[: span.stop] + raw[span] * pick.choice((1, 2, 50)) + raw[span.stop :]
        case 3:
            return raw[: span.start] + other[there] + raw[span.stop :]
        case 4:
            return raw[: span.start] + other[there.start :]
        case 5:
            return raw[: span.start] + pick.randbytes(pick.randint(1, 8)) + raw[span.stop :]
        case 6:
            odd = pick.choice(ODD).encode(pick.choice(("utf-8", "utf-16")))
            return raw[: span.start] + odd + raw[span.start :]
        case _:
            return _numbers(raw, pick)


def _numbers(raw: bytes, pick: Random) -> bytes:
    """Another number in place of one."""
    found = list(re.finditer(rb"\d+", raw))
    if not found:
        return raw
    one = pick.choice(found)
    return raw[: one.start()] + pick.choice(NUMBERS).encode() + raw[one.end() :]


def _moved(parts: list[AnyStr], others: list[AnyStr], pick: Random) -> list[AnyStr]:
    """Some parts dropped, repeated, moved, reversed, or taken from another file."""
    parts, span = list(parts), _span(len(parts), pick, 60)
    some, there = parts[span], _span(len(others), pick, 60)
    match pick.randrange(6):
        case 0:
            del parts[span]
        case 1:
            parts[span] = some * pick.choice((2, 3, 60))
        case 2:
            del parts[span]
            at = pick.randint(0, len(parts))
            parts[at:at] = some
        case 3:
            parts[span] = some[::-1]
        case 4:
            parts[span] = others[there]
        case _:
            pick.shuffle(some)
            parts[span] = some
    return parts


def _text(text: str, pick: Random) -> str:
    """A text with something odd in it, or written otherwise."""
    at = pick.randint(0, len(text))
    match pick.randrange(7):
        case 0:
            return text[:at] + pick.choice(ODD) * pick.choice((1, 1, 3, 400)) + text[at:]
        case 1:
            return text.upper()
        case 2:
            return text[:at]
        case 3:
            return text[at:] + text[:at]
        case 4:
            return _numbers(text.encode(), pick).decode()
        case 5:
            return " " * pick.choice((1, 8, 60)) + text
        case _:
            return re.sub(r"\s+", lambda _: pick.choice((" ", "", "   ", "\t")), text)


def _lines(raw: bytes, other: bytes, pick: Random) -> bytes:
    lines, others = (each.decode("utf-8", "replace").split("\n") for each in (raw, other))
    chance = pick.random()
    if chance < 0.5:
        lines = _moved(lines, others, pick)
    elif chance < 0.6:  # side by side, as columns are
        at, wide = pick.randrange(len(others)), pick.choice((0, 40, 60))
        lines = [
            f"{line:{wide}}  {more}" for line, more in zip_longest(lines, others[at:], fillvalue="")
        ]
    else:
        for _ in range(pick.choice((1, 5, 50))):
            at = pick.randrange(len(lines))
            lines[at] = _text(lines[at], pick)
    joined = pick.choice(("\n",) * 8 + ("\r\n", "\r", "\n\n", "\f"))
    return joined.join(lines).encode(pick.choice(("utf-8",) * 8 + ("utf-16", "cp1252")), "replace")


_ATTRIBUTES = (
    "colspan=9999", "rowspan=0", "rowspan=65534", "colspan=-3", "colspan=1e9", "rowspan=2",
    "colspan=3", "hidden", 'style="display:none"', 'style="display:table-cell;float:left"',
    'style="text-decoration:line-through;color:#fff"', 'start="99999999999999999999"', "type=i",
    'type=a start="-7"', "value=1e3", "checked", "type=checkbox", 'class="x" id="x"', "dir=rtl",
)  # fmt: skip
_SELECTORS = (
    "td",
    "*",
    "tr > td:not(.x)",
    "table table",
    "::before",
    "p,",
    "@media print{td",
    "#x",
)
_DECLARATIONS = (
    "display:none", "display:block", "visibility:hidden", "display:contents", "display:table-row",
    "text-decoration:line-through", "content:'x'", "font-size:0", "white-space:pre",
    "position:absolute;left:-9999px", "list-style:lower-greek", "text-transform:uppercase", "}",
)  # fmt: skip
_ELEMENTS = (
    "table tr td th thead tbody ul ol li dl dt dd p div span b s del ins sup sub pre br hr template "
    "script style title body html head frameset svg math select option input textarea details "
    "summary noscript iframe object a caption colgroup col center font"
).split()


def _tags(raw: bytes, other: bytes, pick: Random) -> bytes:
    parts, others = (
        re.findall(r"<[^>]*>|[^<]+|<", each.decode("utf-8", "replace")) for each in (raw, other)
    )
    match pick.randrange(7):
        case 0 | 1:
            parts = _moved(parts, others, pick)
        case 6:
            rule = f"{pick.choice(_SELECTORS)}{{{pick.choice(_DECLARATIONS)}}}"
            parts.insert(pick.randrange(len(parts)), f"<style>{rule}</style>")
        case 2:
            for _ in range(pick.choice((1, 5, 50))):
                at = pick.randrange(len(parts))
                if parts[at].startswith("<"):
                    parts[at] = parts[at][:-1] + f" {pick.choice(_ATTRIBUTES)}>"
                else:
                    parts[at] = _text(parts[at], pick)
        case 3:
            span, name = _span(len(parts), pick, 200), pick.choice(_ELEMENTS)
            times = pick.choice((1, 1, 2, 30, 1000))
            parts[span.stop : span.stop] = [f"</{name}>" * times] * pick.choice((0, 1, 1))
            parts[span.start : span.start] = [f"<{name} {pick.choice(_ATTRIBUTES)}>" * times]
        case 4:
            for _ in range(pick.choice((1, 5, 50))):
                at, name = pick.randrange(len(parts)), pick.choice(_ELEMENTS)
                parts[at] = re.sub(r"(?<=^<)\w+|(?<=^</)\w+", name, parts[at])
        case _:
            for _ in range(pick.choice((1, 5))):
                del parts[pick.randrange(len(parts))]
                parts = parts or [""]
    coded = pick.choice(("utf-8",) * 8 + ("utf-16", "latin-1"))
    return "".join(parts).encode(coded, "replace")


def _headers(raw: bytes, pick: Random) -> bytes:
    """A web archive with other headers, some of the time."""
    if pick.random() < 0.5:
        return raw
    lines = raw.split(b"\r\n")
    head = [number for number, line in enumerate(lines) if b":" in line or line.startswith(b"--")]
    for _ in range(pick.randint(1, 3)):
        at = pick.choice(head)
        lines[at] = pick.choice(
            (
                lines[at] * 2, b"", b"--b", b"--b--", b"Content-Type: message/rfc822",
                b"Content-Type: multipart/mixed", b"Content-Type: text/html; charset=base64",
                b"Content-Type: text/html; charset*=x''%FF", b"Content-Transfer-Encoding: x-uuencode",
                b"Content-Type: text/html; charset=\xff\xfe", b"Content-Type: text/html; charset=idna",
                b"Content-Type: multipart/related; start*0=<p; start*1=>", b'start="\xff"',
                lines[at][: pick.randint(0, len(lines[at]))], _any_bytes(lines[at] or b"x", b"y", pick),
            )
        )  # fmt: skip
    return b"\r\n".join(lines)


def _word(raw: bytes, other: bytes, pick: Random, times: int) -> bytes:
    """A Word document with other XML in some of its parts."""
    parts, others = _parts(raw), _parts(other)
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    if "word/document.xml" not in names:
        return _any_bytes(raw, other, pick)
    for _ in range(times):
        name = "word/document.xml" if pick.random() < 0.6 else pick.choice(names)
        if pick.random() < 0.7:
            parts[name] = _elements(parts[name], others.get(name, parts[name]), pick)
        elif pick.random() < 0.5:
            parts[name] = _any_bytes(parts[name] or b" ", others.get(name, b" "), pick)
        else:
            parts[name] = others.get(name, b"")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def _parts(raw: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            return {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):  # damaged, or encrypted
        return {}


def _elements(raw: bytes, other: bytes, pick: Random) -> bytes:
    """XML that stays well-formed, with elements dropped, repeated, moved, nested or renamed."""
    try:
        root, strange = etree.fromstring(raw), etree.fromstring(other)
    except etree.XMLSyntaxError:
        return raw
    for _ in range(pick.choice((1, 3, 30))):
        every, others = list(root.iter("*")), list(strange.iter("*"))
        one, target, foreign = pick.choice(every), pick.choice(every), pick.choice(others)
        above = one.getparent()
        copied = etree.fromstring(etree.tostring(pick.choice((one, foreign)), with_tail=False))
        match pick.randrange(7):
            case 0 if above is not None:
                above.remove(one)
            case 1 if above is not None:
                above.insert(pick.randint(0, len(above)), copied)
            case 2 if len(every) < 20_000:
                target.append(copied)
            case 3:
                one.tag = foreign.tag
            case 4 if one.attrib:
                name = pick.choice(list(one.attrib))
                one.attrib[name] = pick.choice((*NUMBERS, "nil", "restart", "%1%2%9", "lowerRoman"))
            case 5:
                one.text = re.sub("[^\t\n\r -\ud7ff]", "", _text(one.text or "made up", pick))
            case _ if one not in (target, *target.iterancestors()):
                target.extend(list(one))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_OBJECT = re.compile(rb"\b(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)\bstream\r?\n(.*)\r?\nendstream", re.DOTALL)


def _pdf(raw: bytes, other: bytes, pick: Random, times: int) -> bytes:
    """A PDF with other objects, or other operators in its pages, and with a true table of places."""
    objects, others = ({int(n): body for n, body in _OBJECT.findall(each)} for each in (raw, other))
    if not objects or not others:
        return _any_bytes(raw, other, pick)
    trailer = raw[raw.rfind(b"trailer") :].partition(b"startxref")[0] or b"trailer<</Root 1 0 R>>"
    if pick.random() < 0.05:
        trailer = _numbers(trailer, pick)
    drawn = [n for n, body in objects.items() if b"stream" in body and b"/Type" not in body]
    for _ in range(times):
        number = pick.choice(drawn if drawn and pick.random() < 0.6 else list(objects))
        body = objects[number]
        if (parts := _STREAM.fullmatch(body.strip())) is None:
            objects[number] = pick.choice((_numbers, _reordered))(body, pick)
            if pick.random() < 0.3:  # another object is referred to, perhaps one that refers to it
                there = b"%d 0 R" % pick.choice(list(objects))
                places = [each.span() for each in re.finditer(rb"\d+ 0 R", body)]
                start, stop = pick.choice(places or [(0, 0)])
                objects[number] = body[:start] + there + body[stop:]
            elif pick.random() < 0.1:
                objects[number] = objects.get(pick.choice(list(others)), body)
            continue
        entries, content = parts.groups()
        try:
            content = zlib.decompress(content) if b"FlateDecode" in entries else content
        except zlib.error:
            continue
        for _ in range(pick.choice((1, 3, 30))):
            content = pick.choice((_numbers, _numbers, _operators, _reordered))(content, pick)
        entries = re.sub(rb"/Length \d+( 0 R)?|/Filter\s*/FlateDecode", b"", entries)
        entries = entries.replace(b"<<", b"<</Length %d" % len(content), 1)
        objects[number] = b"%sstream\n%s\nendstream" % (entries, content)
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj%sendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    return bytes(out + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start)


def _operators(content: bytes, pick: Random) -> bytes:
    lines = content.split(b"\n")
    return b"\n".join(_moved(lines, lines, pick))


_DRAW = (
    b"q", b"Q", b"BT", b"ET", b"3 Tr", b"7 Tr", b"W n", b"h f", b"S", b"0 0 0 0 re f", b"/I1 Do",
    b"1e9 0 0 1e9 0 0 cm", b"0 0 0 0 0 0 cm", b"1 1 1 1 0 0 cm", b"0 1 -1 0 0 0 cm", b"0 Tz",
    b"-100 Tz", b"99999 Tc", b"/F1 0 Tf", b"/F1 1e6 Tf", b"/F2 9 Tf <00010002ffff> Tj", b"1 1 1 rg",
    b"/Off BDC", b"EMC", b"[] 0 d", b"[0 0] 0 d", b"-5 w", b"0 0 m 500 700 l S", b"/Clear gs",
)  # fmt: skip


def _reordered(body: bytes, pick: Random) -> bytes:
    """Words dropped, repeated or replaced."""
    words = re.findall(rb"\S+|\s+", body) or [b" "]
    at = pick.randrange(len(words))
    words[at] = pick.choice((b"", words[at] * 2, pick.choice(words), b" %s " % pick.choice(_DRAW)))
    return b"".join(words)


# ---- what must hold -----------------------------------------------------------------------------


def broken(report: Report, *, tables: bool = True) -> str:
    """What is wrong with a Report, or nothing; the check of its tables takes most of the time."""
    text, length = report.text, len(report.text)
    if not 0 <= report.coverage <= 1:
        return f"coverage of {report.coverage}"
    if not report.first_year <= report.last_year:
        return "years in the wrong order"
    if not is_normalized("NFC", text) or re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text):
        return "a text that is not clean"
    ids = Counter((each.field, each.n) for each in report.statements)
    if ids.total() != len(ids):
        return "two statements with one id"
    for each in report.statements:
        if not 0 <= each.start <= each.end <= length:
            return "a statement outside of the text"
        if not _within(each.text, text[each.start : each.end]):
            return "a statement with words that are not at its place"
        if len(set(each.years)) != len(each.years):
            return "a statement with a year twice"
        if len({item.id for item in each.items}) != len(each.items):
            return "two items with one id"
        for item in each.items:
            if not each.start <= item.start <= item.end <= each.end:
                return "an item outside of its statement"
            if not item.text.strip():
                return "an item without text"
            if not _within(item.text, text[item.start : item.end]):
                return "an item with words that are not at its place"
    for problem in report.problems:
        if not 0 <= problem.start <= problem.end <= length:
            return "a problem outside of the text"
    for saved in (text, report.country, *(each.message for each in report.problems)):
        saved.encode()
    if tables:
        ar.tidy([report])  # checks them
    return ""


def _within(words: str, text: str) -> bool:
    """Whether letters stand in a text in this order, perhaps with others between."""
    letters = iter(text)
    return all(letter in letters for letter in words if not letter.isspace())


def prepare() -> None:
    """Import and learn what reading needs, and the check of tables: no mutant is to pay for that."""
    assert outcome(MADE / "made-up-albania-p029-2017-2021.docx") == "read"


def outcome(path: Path | str, tables: bool = True) -> str:
    """What comes of reading a file: `read`, `refused`, or what is wrong, and where."""
    try:
        report = ar.read(path)
    except AnnualReviewError as error:
        str(error).encode()
        return "refused"
    except MemoryError:
        raise
    except Exception as error:
        return f"{_place(error)} while reading"
    try:
        return broken(report, tables=tables) or "read"
    except MemoryError:
        raise
    except Exception as error:
        return f"{_place(error)} in tables: {getattr(error, 'found', error)}"[:300]


def _place(error: BaseException) -> str:
    """The kind of an error, and the last line of the project that it went through."""
    place, step = "?", error.__traceback__
    while step is not None:
        file = Path(step.tb_frame.f_code.co_filename)
        if "annual_review" in file.parts:
            place = f"{file.name}:{step.tb_lineno}"
        step = step.tb_next
    return f"{type(error).__name__} at {place}"
