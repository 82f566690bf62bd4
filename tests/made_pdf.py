"""A small writer of PDF files for tests: text and rules at places counted from the top left.

What it writes is made up for tests. Text is set in Courier, whose letters are all 0.6 of its size
wide, so that a test knows where each one stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

LETTER = 0.6


class CellAt(NamedTuple):
    """Rows and columns of a drawn table that one cell covers, and its lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...] = ()


@dataclass
class Page:
    """What is drawn on one page, as operators of its content stream."""

    width: float = 500
    height: float = 700
    rotate: int = 0
    drawn: list[str] = field(default_factory=list)
    picture: bool = False
    annotations: list[str] = field(default_factory=list)  # their entries

    def text(self, x: float, y: float, words: str, size: float = 10, font: str = "F1") -> None:
        """Print words, their base line at y."""
        self.put(f"1 0 0 1 {x:.3f} {self.height - y:.3f}", words, size, font)

    def put(self, matrix: str, words: str, size: float = 10, font: str = "F1") -> None:
        """Print words with a whole text matrix."""
        code = words.encode("cp1252").hex()
        self.drawn.append(f"BT /{font} {size} Tf {matrix} Tm <{code}> Tj ET")

    def codes(self, x: float, y: float, numbers: Iterable[int], size: float = 10) -> None:
        """Print characters of the composite font F2 by their numbers."""
        code = "".join(f"{number:04x}" for number in numbers)
        self.drawn.append(
            f"BT /F2 {size} Tf 1 0 0 1 {x:.3f} {self.height - y:.3f} Tm <{code}> Tj ET"
        )

    def stroke(self, x: float, y: float, to_x: float, to_y: float, width: float = 0.5) -> None:
        """Draw a line."""
        y, to_y = self.height - y, self.height - to_y
        self.drawn.append(f"{width} w {x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l S")

    def filled(self, x: float, y: float, width: float, height: float) -> None:
        """Fill a rectangle."""
        self.drawn.append(f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f")

    def rule(self, x: float, y: float, to_x: float, to_y: float, style: str) -> None:
        """Draw one side of a cell in one of the ways that programs have."""
        across = to_x > x
        if style == "strokes":
            self.stroke(x, y, to_x, to_y)
        elif style == "rectangles":
            self.filled(x - 0.25, y - 0.25, to_x - x + 0.5, to_y - y + 0.5)
        elif style == "word":  # sides that stop short of the corners, and a square in each
            if across:
                self.filled(x + 0.24, y - 0.24, to_x - x - 0.48, 0.48)
            else:
                self.filled(x - 0.24, y + 0.24, 0.48, to_y - y - 0.48)
            for corner in ((x, y), (to_x, to_y)):
                self.filled(corner[0] - 0.24, corner[1] - 0.24, 0.48, 0.48)
        elif style == "doubled":
            for shift in (-1, 1):
                dx, dy = (0, shift) if across else (shift, 0)
                self.stroke(x + dx, y + dy, to_x + dx, to_y + dy)
        elif style == "wide double":
            for shift in (-2.25, 2.25):
                dx, dy = (0, shift) if across else (shift, 0)
                self.stroke(x + dx, y + dy, to_x + dx, to_y + dy, 2.25)
        elif style == "thick":
            self.stroke(x, y, to_x, to_y, 4.5)
        elif style == "dotted":
            steps = int(max(to_x - x, to_y - y) // 2)
            for step in range(steps + 1):
                dx, dy = (2 * step, 0) if across else (0, 2 * step)
                self.filled(x + dx - 0.25, y + dy - 0.25, 0.5, 0.5)
        else:
            raise AssertionError(style)

    def table(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        cells: Iterable[CellAt],
        style: str = "strokes",
        size: float = 8,
        outer: bool = True,
    ) -> None:
        """Draw each cell's four sides, as programs do, and its lines from its upper left corner."""
        for cell in cells:
            left, right = xs[cell.column], xs[cell.column + cell.columns]
            top, bottom = ys[cell.row], ys[cell.row + cell.rows]
            if style == "frames":
                self.drawn.append(
                    f"0.5 w {left:.2f} {self.height - bottom:.2f} {right - left:.2f} "
                    f"{bottom - top:.2f} re S"
                )
            else:
                for x, y, to_x, to_y in (
                    (left, top, right, top),
                    (left, bottom, right, bottom),
                    (left, top, left, bottom),
                    (right, top, right, bottom),
                ):
                    edge = (x == to_x and x in (xs[0], xs[-1])) or (
                        y == to_y and y in (ys[0], ys[-1])
                    )
                    if outer or not edge:
                        self.rule(x, y, to_x, to_y, style)
            for number, line in enumerate(cell.lines):
                self.text(left + 4, top + (number + 1.1) * 1.2 * size, line, size)


def streamed(entries: str, content: str) -> str:
    """An object of a file that is a stream."""
    return f"<<{entries}/Length {len(content)}>>stream\n{content}\nendstream"


def made(
    pages: Sequence[Page],
    *,
    to_unicode: dict[int, str] | None = None,
    extra: str = "",
    catalog: str = "",
    others: Sequence[str] = (),
) -> bytes:
    """The bytes of a PDF with these pages.

    `to_unicode` says what the numbers of the composite font F2 stand for, each half its size
    wide; `extra` goes into the trailer, `catalog` into the catalogue. `others` are more objects,
    with numbers from 1000 on; F9 and I9 are the first of them as a font and as a picture.
    """
    objects = {1000 + number: body.encode("latin-1") for number, body in enumerate(others)}
    kids = []
    for number, page in enumerate(pages):
        content, this = 20 + 2 * number, 21 + 2 * number
        kids.append(f"{this} 0 R")
        drawn = list(page.drawn)
        if page.picture:
            drawn.append(f"q {page.width} 0 0 {page.height} 0 0 cm /I1 Do Q")
        stream = "\n".join(drawn).encode("latin-1")
        objects[content] = b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)
        objects[this] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.width} {page.height}]"
            f"/Rotate {page.rotate}/Contents {content} 0 R"
            "/Resources<</Font<</F1 3 0 R/F2 4 0 R/F9 1000 0 R>>/XObject<</I1 8 0 R/I9 1000 0 R>>"
            "/ExtGState<</Clear<</ca 0>>/Half<</ca 0.5>>>>"
            "/Properties<</Off 9 0 R>>>>"
            f"/Annots[{' '.join(f'<</Type/Annot{each}>>' for each in page.annotations)}]>>"
        ).encode()
    objects[1] = (
        f"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]>>>>{catalog}>>"
    ).encode()
    objects[9] = b"<</Type/OCG/Name(Made up)>>"
    objects[2] = f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(kids)}]>>".encode()
    objects[3] = b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"
    mapping = "" if to_unicode is None else "/ToUnicode 7 0 R"
    objects[4] = (
        "<</Type/Font/Subtype/Type0/BaseFont/MadeUp/Encoding/Identity-H"
        f"/DescendantFonts[5 0 R]{mapping}>>"
    ).encode()
    objects[5] = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/MadeUp/DW 500/FontDescriptor 6 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    )
    objects[6] = (
        b"<</Type/FontDescriptor/FontName/MadeUp/Flags 4/FontBBox[0 0 0 0]/Ascent 0/Descent 0"
        b"/CapHeight 0/StemV 80/ItalicAngle 0>>"
    )
    pairs = "".join(
        f"<{number:04x}><{text.encode('utf-16-be').hex()}>\n"
        for number, text in (to_unicode or {}).items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "1 begincodespacerange <0000><ffff> endcodespacerange\n"
        f"{len(to_unicode or {})} beginbfchar\n{pairs}endbfchar endcmap end end"
    ).encode()
    objects[7] = b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap)
    objects[8] = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Length 1>>stream\n\x7f\nendstream"
    )
    result = bytearray(b"%PDF-1.7\n% made up for tests\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(result)
        result += b"%d 0 obj%s endobj\n" % (number, body)
    start, last = len(result), max(objects)
    result += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        kind = "n" if number in places else "f"
        result += f"{places.get(number, 0):010d} 00000 {kind} \n".encode()
    result += f"trailer<</Root 1 0 R/Size {last + 1}{extra}>>\n".encode()
    return bytes(result + f"startxref\n{start}\n%%EOF\n".encode())


def drawing_itself(forms: int = 1, times: int = 2) -> bytes:
    """A PDF with forms that each draw all of them, so many times: without end, if followed."""
    page = Page()
    page.text(50, 50, "Made up")
    page.drawn.append("/I9 Do")
    names = [f"X{number}" for number in range(forms)]
    resources = " ".join(f"/{name} {1000 + number} 0 R" for number, name in enumerate(names))
    form = streamed(
        f"/Type/XObject/Subtype/Form/BBox[0 0 500 700]/Resources<</XObject<<{resources}>>>>",
        " ".join(f"/{name} Do" for name in names * times),
    )
    return made([page], others=[form] * forms)
