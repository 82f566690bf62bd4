"""Word documents: what stands in them comes out in rows, paragraphs and notes; what is none is refused."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from annual_review.errors import SourceError
from annual_review.readers import word_package
from annual_review.readers.rows import Extract, Row
from annual_review.readers.word import read_docx
from tests.readers.extracts import line_texts, notes, paragraphs, rows

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = (
    f'xmlns:w="{MAIN}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TEXT = "This document is made up for tests."


def packed(**parts: str) -> bytes:
    """A ZIP with the document and, as the document's relations, whatever parts are given."""
    relations = "".join(
        f'<Relationship Id="{kind}" Type="http://x/relationships/{kind.rstrip("0123456789")}" '
        f'Target="{kind}.xml"/>'
        for kind in parts
        if kind != "document"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>"
        )
        for kind, content in parts.items():
            archive.writestr(f"word/{kind}.xml", content)
    return file.getvalue()


def document(body: str) -> str:
    return f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"


def read(body: str, **parts: str) -> Extract:
    return read_docx(packed(document=document(body), **parts), "made-up.docx")


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or '<w:p/>'}</w:tc>"


def tbl(*rows: str, columns: int = 0) -> str:
    grid = "<w:gridCol/>" * columns
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


# ---- tables -------------------------------------------------------------------------------------


def test_a_document_that_python_docx_makes() -> None:
    made = Document()
    made.add_paragraph("ALBANIA (2019-2020)")
    table = made.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "REPORTING"
    table.cell(0, 1).text, table.cell(0, 2).text = "Obligations", "Yes."
    table.cell(1, 1).text, table.cell(1, 2).text = "Involvement", TEXT
    table.cell(2, 0).merge(table.cell(2, 2)).text = "The end"
    made.sections[0].header.paragraphs[0].text = "A running head"
    file = io.BytesIO()
    made.save(file)
    extract = read_docx(file.getvalue(), "made-up.docx")
    assert paragraphs(extract) == [["ALBANIA (2019-2020)"]]
    assert rows(extract) == [
        [(0, 1, ["REPORTING"]), (1, 1, ["Obligations"]), (2, 1, ["Yes."])],
        [(1, 1, ["Involvement"]), (2, 1, [TEXT])],
        [(0, 3, ["The end"])],
    ]
    assert {block.columns for block in extract.blocks if isinstance(block, Row)} == {3}
    assert notes(extract) == [("running_head", "A running head")]


def test_cells_stand_at_their_columns_of_the_grid() -> None:
    before, after = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="2"/>'
    wide = '<w:gridSpan w:val="2"/>'
    extract = read(
        tbl(
            tr(tc(p(r("a"))), tc(p(r("b")), wide), tc(p(r("c")))),
            tr(tc(p(r("d")), wide), properties=before),
            tr(tc(p(r("e"))), properties=before + after),
            columns=4,
        )
    )
    assert rows(extract) == [
        [(0, 1, ["a"]), (1, 2, ["b"]), (3, 1, ["c"])],
        [(1, 2, ["d"])],
        [(1, 1, ["e"])],
    ]
    assert [block.columns for block in extract.blocks if isinstance(block, Row)] == [4, 4, 4]


def test_a_cell_merged_downwards_stands_in_its_first_row_only() -> None:
    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    extract = read(
        tbl(
            tr(tc(p(r("a")), first), tc(p(r("1")))),
            tr(tc("", more), tc(p(r("2")))),
            tr(tc(p(r("b")), first), tc(p(r("3")))),
            tr(tc(p(r("goes on from nothing"))), tc(p(r("4")), more)),
        )
    )
    assert rows(extract) == [
        [(0, 1, ["a"]), (1, 1, ["1"])],
        [(1, 1, ["2"])],
        [(0, 1, ["b"]), (1, 1, ["3"])],
        [(0, 1, ["goes on from nothing"]), (1, 1, ["4"])],
    ]


def test_cells_merged_the_old_way_across() -> None:
    extract = read(
        tbl(tr(tc(p(r("a")), '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc(p(r("b")))))
    )
    assert rows(extract) == [[(0, 2, ["a"]), (2, 1, ["b"])]]


def test_a_table_in_a_cell_gives_its_lines_in_order() -> None:
    inner = tbl(tr(tc(p(r("one"))), tc(p(r("two")))), tr(tc(p(r("three")))))
    answer = tc(p(r("before")) + inner + p("") + p(r("after")))
    extract = read(tbl(tr(tc(p(r("A label that is as long"))), answer)))
    assert rows(extract)[0][1] == (1, 1, ["before", "one", "two", "three", "", "after"])


def test_tables_that_lay_out_the_page_are_looked_through() -> None:
    table = tbl(
        tr(tc(p(r("label"))), tc(p(r("A made-up answer")))), tr(tc(p(r("next"))), tc(p("")))
    )
    around = tbl(tr(tc(p(r("title")) + table + p(""))))
    for body in (around, tbl(tr(tc(around))), tbl(tr(tc(p(r("side"))), tc(around)))):
        extract = read(body)
        assert line_texts(extract)[-1] == "title"
        assert (
            rows(extract)
            == rows(read(table))
            == [
                [(0, 1, ["label"]), (1, 1, ["A made-up answer"])],
                [(0, 1, ["next"]), (1, 1, [])],
            ]
        )


def form(kind: str, inside: str, result: str = "") -> str:
    """A form field of older Word files."""
    data = f"<w:ffData><w:enabled/><w:{kind}>{inside}</w:{kind}></w:ffData>"
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        "<w:r><w:instrText> FORM </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (form("checkBox", '<w:default w:val="0"/><w:checked/>'), "☒"),
        (form("checkBox", '<w:default w:val="1"/>'), "☒"),
        (form("checkBox", '<w:default w:val="1"/><w:checked w:val="0"/>'), "☐"),
        (form("checkBox", "<w:sizeAuto/>"), "☐"),
        (
            form(
                "ddList", '<w:result w:val="1"/><w:listEntry w:val="No"/><w:listEntry w:val="Yes"/>'
            ),
            "Yes",
        ),
        (
            form(
                "ddList",
                '<w:default w:val="1"/><w:listEntry w:val="No"/><w:listEntry w:val="Yes"/>',
            ),
            "Yes",
        ),
        (form("ddList", '<w:listEntry w:val="No"/><w:listEntry w:val="Yes"/>', r("No")), "No"),
        (form("ddList", '<w:result w:val="7"/><w:listEntry w:val="No"/>'), ""),
        (form("textInput", '<w:default w:val="none"/>', r("in part")), "in part"),
    ],
)
def test_form_fields_are_read_as_they_look(field: str, shown: str) -> None:
    assert paragraphs(read(p(r("a") + field + r("b")))) == [[f"a{shown}b"]]


STYLES = (
    f'<w:styles xmlns:w="{MAIN}"><w:style w:type="character" w:styleId="Gone"><w:rPr><w:strike/>'
    '</w:rPr></w:style><w:style w:type="character" w:styleId="Sign"><w:rPr><w:rFonts w:ascii='
    '"Wingdings"/></w:rPr></w:style></w:styles>'
)


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ("<w:strike/>", "struck"),
        ('<w:dstrike w:val="true"/>', "struck"),
        ('<w:rStyle w:val="Gone"/>', "struck"),
        ("<w:vanish/>", "unseen"),
        ('<w:color w:val="FFFFFF"/>', "unseen"),
        ('<w:color w:val="FEFEFE"/>', "unseen"),
        ('<w:color w:val="auto" w:themeColor="background1"/>', "unseen"),
        ('<w:color w:val="D9D9D9" w:themeColor="background1" w:themeShade="D9"/>', ""),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000080"/>', ""),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>', ""),
        ('<w:rStyle w:val="Gone"/><w:strike w:val="0"/>', ""),
        ('<w:strike w:val="0"/><w:dstrike w:val="0"/>', ""),
    ],
)
def test_struck_and_hidden_words_are_notes(properties: str, kind: str) -> None:
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>no</w:t><w:tab/><w:t>court</w:t></w:r>"
    extract = read(p(r("a ") + run), styles=STYLES)
    assert paragraphs(extract) == ([["a "]] if kind else [["a no\tcourt"]])
    assert notes(extract) == ([(kind, "no\tcourt")] if kind else [])


def test_white_words_in_a_dark_cell_are_shown() -> None:
    white = p(r("label", '<w:color w:val="FFFFFF"/>'))
    dark = '<w:shd w:val="clear" w:fill="1F3864"/>'
    styled = '<w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr>'
    for table in (
        tbl(tr(tc(white, dark))),
        tbl(tr(tc(white))).replace("<w:tblGrid>", styled + "<w:tblGrid>"),
    ):
        assert rows(read(table)) == [[(0, 1, ["label"])]]
    assert notes(read(tbl(tr(tc(white))))) == [("unseen", "label")]


@pytest.mark.parametrize(
    ("key", "inside", "shown"),
    [
        ("Grilledutableau", '<w:name w:val="Table Grid"/>', False),
        ("Own", '<w:basedOn w:val="Plain"/><w:tblPr><w:shd w:fill="auto"/></w:tblPr>', False),
        ("Own", '<w:tblStylePr><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr></w:tblStylePr>', True),
        ("Own", '<w:tcPr><w:shd w:fill="auto" w:themeFill="accent1"/></w:tcPr>', True),
        ("Own", '<w:basedOn w:val="Dark"/>', True),
    ],
)
def test_white_words_are_shown_if_the_style_of_their_table_has_a_colour(
    key: str, inside: str, shown: bool
) -> None:
    styles = (
        f'<w:styles xmlns:w="{MAIN}"><w:style w:type="table" w:styleId="{key}">{inside}</w:style>'
        '<w:style w:type="table" w:styleId="Plain"/><w:style w:type="table" w:styleId="Dark">'
        '<w:tcPr><w:shd w:fill="000080"/></w:tcPr></w:style></w:styles>'
    )
    table = tbl(tr(tc(p(r("label", '<w:color w:val="FFFFFF"/>')))))
    styled = f'<w:tblPr><w:tblStyle w:val="{key}"/></w:tblPr><w:tblGrid>'
    extract = read(table.replace("<w:tblGrid>", styled), styles=styles)
    assert notes(extract) == ([] if shown else [("unseen", "label")])


def test_raised_figures_are_no_digits_of_the_number_before() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    down = '<w:vertAlign w:val="subscript"/>'
    styles = (
        f'<w:styles {SPACES}><w:style w:type="character" w:styleId="Up"><w:rPr>{up}</w:rPr></w:style>'
        "</w:styles>"
    )
    formula = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e>"
        "<m:sup><m:r><m:t>9</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    extract = read(
        p(r("10") + r("6", up) + r(" people on 5 km") + r("2", '<w:rStyle w:val="Up"/>'))
        + p(r("law one") + r("2", up) + r(", CO") + r("2", down) + r(" and ") + formula)
        + p(r("the 1") + r("st", up) + r(" and 22") + r("nd", up) + r(" made-up law")),
        styles=styles,
    )
    assert line_texts(extract) == [
        "10⁶ people on 5 km²",
        "law one², CO2 and 10⁹",
        "the 1st and 22nd made-up law",
    ]


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ('<w:sym w:font="Wingdings 2" w:char="F053"/>', "☒"),
        ('<w:sym w:font="Wingdings 2" w:char="F0A3"/>', "□"),
        ('<w:sym w:font="Symbol" w:char="F031"/><w:sym w:font="Symbol" w:char="F061"/>', "1α"),
        ('<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>5+6,7-8.</w:t>', "5+6,7−8."),
        ('<w:sym w:font="Wingdings" w:char="F04A"/>', "\uf04a"),
        ('<w:sym w:font="MS Gothic" w:char="2612"/>', "☒"),
        ('<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>þ</w:t>', "☑"),
        ('<w:rPr><w:rStyle w:val="Sign"/></w:rPr><w:t>\uf0fc</w:t>', "✓"),
        ('<w:rPr><w:rFonts w:ascii="Marlett"/></w:rPr><w:t>a</w:t>', "✓"),
        ('<w:rPr><w:rFonts w:ascii="Monotype Sorts"/></w:rPr><w:t>n</w:t>', "■"),
        ('<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0b7 \uf032</w:t>', "• 2"),
    ],
)
def test_symbol_fonts_are_read_as_they_look(run: str, shown: str) -> None:
    assert paragraphs(read(p(f"<w:r>{run}</w:r>"), styles=STYLES)) == [[shown]]


@pytest.mark.parametrize("named", [str.upper, lambda x: x.replace("/", "\\"), "./{}".format])
def test_names_in_the_package_may_have_backslashes_and_any_case(
    named: Callable[[str], str],
) -> None:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(
            io.BytesIO(packed(document=document(p(r("a")) + p(r("b"))), styles=STYLES))
        ) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for info in old.infolist():
            content = old.read(info).replace(b'"styles.xml', b'".\\styles.xml')
            new.writestr(zipfile.ZipInfo(named(info.filename)), content)
        new.writestr(
            "_rels\\.rels",
            '<Relationships><Relationship Type="http://x/relationships/officeDocument" '
            'Target="word\\document.xml"/></Relationships>',
        )
    assert paragraphs(read_docx(made.getvalue(), "made-up.docx")) == [["a"], ["b"]]


def test_content_controls_are_looked_through_and_their_placeholders_left_out() -> None:
    def sdt(inside: str, about: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    placeholder = "<w:showingPlcHdr/>"
    extract = read(
        sdt(p(r("block")))
        + p(r("a ") + sdt(r("run")) + sdt(r("Click here to enter text."), placeholder))
        + tbl(sdt(tr(sdt(tc(p(r("cell")))), tc(sdt(p(r("Click here")), placeholder) + p("")))))
    )
    assert paragraphs(extract) == [["block"], ["a run"]]
    assert rows(extract) == [[(0, 1, ["cell"]), (1, 1, [])]]


def test_a_content_control_that_is_filled_though_it_says_it_is_not_keeps_its_words() -> None:
    def control(text: str, properties: str = "") -> str:
        about = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        return f"<w:sdt>{about}<w:sdtContent>{p(r(text, properties))}</w:sdtContent></w:sdt>"

    styles = (
        f'<w:styles {SPACES}><w:style w:styleId="Textedelespacerserv">'
        '<w:name w:val="Placeholder Text"/></w:style></w:styles>'
    )
    style = '<w:rStyle w:val="Textedelespacerserv"/>'
    body = (
        control("A hotline was opened.")
        + control("Choisissez un élément.", style)
        + control("Name the measures", style)
    )
    extract = read(body, styles=styles)
    assert line_texts(extract) == ["A hotline was opened."]
    assert notes(extract) == [("placeholder", "Name the measures")]


def test_empty_paragraphs_are_empty_lines_within_cells_only() -> None:
    body = p(r("one")) + p(r(" ")) + p("") + p(r("two")) + p("")
    extract = read(body + tbl(tr(tc(p("") + body))))
    assert paragraphs(extract) == [["one"], ["two"]]
    assert rows(extract) == [[(0, 1, ["one", "", "two"])]]


# ---- tracked changes ----------------------------------------------------------------------------


def test_insertions_count_and_deletions_are_notes() -> None:
    def deleted(text: str) -> str:
        return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"

    extract = read(
        p(
            r("a ")
            + f"<w:ins>{r('new ')}</w:ins>"
            + deleted("o")
            + deleted("ld")
            + r("b")
            + deleted("x")
        )
        + tbl(
            tr(tc(p(r("kept")))),
            tr(tc(p(deleted("a row"))), properties="<w:del/>"),
            tr(tc(p(r("added"))), properties="<w:ins/>"),
        )
    )
    assert paragraphs(extract) == [["a new b"]]
    assert rows(extract) == [[(0, 1, ["kept"])], [(0, 1, ["added"])]]
    assert notes(extract) == [("deleted", "old"), ("deleted", "x"), ("deleted", "a row")]


def test_moved_text_stands_where_it_was_moved_to() -> None:
    extract = read(
        p(f"<w:moveFrom>{r('moved')}</w:moveFrom>" + r("stays"))
        + p(f"<w:moveTo>{r('moved')}</w:moveTo>")
    )
    assert line_texts(extract) == ["stays", "moved"]
    assert notes(extract) == []


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    assert line_texts(
        read(p(r("one "), "<w:rPr><w:del/></w:rPr>") + p(r("line")) + p(r("two")))
    ) == [
        "one line",
        "two",
    ]


# ---- text ---------------------------------------------------------------------------------------

INSTRUCTION = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param(r("a") + "<w:r><w:tab/></w:r>" + r("b"), ["a\tb"], id="tab"),
        pytest.param(r("a") + "<w:r><w:br/></w:r>" + r("b"), ["a", "b"], id="line break"),
        pytest.param("<w:r><w:t> a </w:t></w:r>" + r(" b "), ["a b "], id="space not preserved"),
        pytest.param(r("law") + "<w:r><w:noBreakHyphen/></w:r>" + r("abiding"), ["law-abiding"], id="hyphen"),
        pytest.param(r("co") + "<w:r><w:softHyphen/></w:r>" + r("op"), ["co\u00adop"], id="soft hyphen"),
        pytest.param(r("a") + '<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', ["a•"], id="symbol"),
        pytest.param(r("a") + r("b", "<w:vanish/>") + r("c", '<w:vanish w:val="0"/>'), ["ac"], id="hidden"),
        pytest.param(f"<w:hyperlink>{r('a link')}</w:hyperlink>", ["a link"], id="link"),
        pytest.param(f'<w:fldSimple w:instr="DATE">{r("1 May")}</w:fldSimple>', ["1 May"], id="simple field"),
        pytest.param(r("p. ") + BEGIN + INSTRUCTION + r("hidden") + SEPARATE + r("3") + END + r("."), ["p. 3."], id="field"),
        pytest.param(
            BEGIN + r("x") + BEGIN + INSTRUCTION + SEPARATE + r("y") + END + SEPARATE + r("result") + END,
            ["result"],
            id="field within a field's instruction",
        ),
        pytest.param(SEPARATE + r("goes on") + END + END, ["goes on"], id="field begun before"),
        pytest.param("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", ["x=1"], id="formula"),
        pytest.param(r("a") + "<w:proofErr/><w:bookmarkStart/>" + r("b"), ["ab"], id="runs that go on"),
    ],
)  # fmt: skip
def test_what_a_paragraph_holds(inside: str, expected: list[str]) -> None:
    assert line_texts(read(p(inside) + p(r("next")))) == [*expected, "next"]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<w:drawing><a descr="a scan"><blip/></a></w:drawing>', "a scan"),
        (
            '<w:pict><v:shape><v:textpath string="2019 AR: A fund"/></v:shape></w:pict>',
            "2019 AR: A fund",
        ),
        ('<w:object><v:imagedata/><OLEObject ProgID="Excel.Sheet.12"/></w:object>', "picture"),
        ("<w:pict><v:line/></w:pict>", ""),
    ],
)
def test_a_picture_in_a_cell_without_words_is_a_note(inside: str, said: str) -> None:
    picture = f"<w:r>{inside}</w:r>"
    noted = [("picture", f"Offer [{said}]")] if said else []
    for cell in (p(picture), p(r("2019 AR:") + picture)):
        assert notes(read(tbl(tr(tc(p(r("Offer"))), tc(cell))))) == noted
    assert notes(read(tbl(tr(tc(p(r("Offer"))), tc(p(r("Yes.") + picture)))))) == []


def test_a_text_box_comes_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p(r('in the box'))}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert line_texts(read(p(r("a") + f"<w:r>{drawing}</w:r>" + r("b")))) == ["ab", "in the box"]


def test_footnotes_and_endnotes_are_notes_and_leave_no_mark() -> None:
    def noted(kind: str) -> str:
        return (
            f"<w:{kind}s {SPACES}><w:{kind} w:type='separator' w:id='-1'>{p(r('line'))}</w:{kind}>"
            f"<w:{kind} w:id='2'><w:p><w:r><w:{kind}Ref/></w:r>{r(' The ' + kind + '.')}</w:p>{p(r('More.'))}"
            f"</w:{kind}></w:{kind}s>"
        )

    extract = read(
        p(r("Law") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r(" of 1998"))
        + p(
            r("Act")
            + '<w:r><w:endnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
        ),
        footnotes=noted("footnote"),
        endnotes=noted("endnote"),
    )
    assert line_texts(extract) == ["Law of 1998", "Act"]
    assert notes(extract) == [
        ("footnote", "The footnote. More."),
        ("footnote", "The endnote. More."),
    ]


def test_headers_and_footers_are_running_heads_each_once() -> None:
    head = f"<w:hdr {SPACES}>{p(r('Annual  Review'))}</w:hdr>"
    extract = read(
        p(r("a")), header1=head, header2=head, footer1=f"<w:ftr {SPACES}>{p(r('Page 1'))}</w:ftr>"
    )
    assert notes(extract) == [("running_head", "Annual Review"), ("running_head", "Page 1")]


def test_text_hidden_by_its_style() -> None:
    styles = (
        f'<w:styles {SPACES}><w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="I"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style></w:styles>'
    )
    body = p(r("a") + r("b", '<w:rStyle w:val="I"/>') + r("c", '<w:rStyle w:val="loop"/>'))
    assert line_texts(read(body + p(r("d"), '<w:pStyle w:val="H"/>'), styles=styles)) == ["ac"]


def test_what_the_styles_of_words_and_paragraph_both_strike_is_not_struck() -> None:
    styles = (
        f'<w:styles {SPACES}><w:style w:styleId="P"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:styleId="C"><w:rPr><w:strike/></w:rPr></w:style></w:styles>'
    )
    both, one = r("kept", '<w:rStyle w:val="C"/>'), r(" gone")
    extract = read(p(both + one, '<w:pStyle w:val="P"/>'), styles=styles)
    assert (line_texts(extract), notes(extract)) == (["kept"], [("struck", " gone")])


def test_a_strict_document_is_read() -> None:
    raw = packed(document=document(tbl(tr(tc(p(r("a")))))).replace(MAIN, STRICT))
    assert rows(read_docx(raw, "x.docx")) == [[(0, 1, ["a"])]]


# ---- lists that Word numbers --------------------------------------------------------------------


def level(number: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, nums: str = "") -> str:
    return (
        f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{nums}</w:numbering>'
    )


def item(text: str, at: int = 0, num: int = 1) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>')


@pytest.mark.parametrize(
    ("form", "text", "start", "marks"),
    [
        ("lowerLetter", "%1)", 1, ["a)", "b)", "c)"]),
        ("lowerLetter", "%1)", 26, ["z)", "aa)", "bb)"]),
        ("upperLetter", "%1.", 1, ["A.", "B.", "C."]),
        ("lowerRoman", "(%1)", 3, ["(iii)", "(iv)", "(v)"]),
        ("upperRoman", "%1", 9, ["IX", "X", "XI"]),
        ("decimal", "Art. %1 –", 9, ["Art. 9 –", "Art. 10 –", "Art. 11 –"]),
        ("decimalZero", "%1", 9, ["09", "10", "11"]),
        ("ordinal", "%1", 10, ["10th", "11th", "12th"]),
        ("bullet", "\uf0b7", 1, ["•", "•", "•"]),
        ("bullet", "–", 1, ["–", "–", "–"]),
        ("unknown", "%1.", 4, ["4.", "5.", "6."]),
    ],
)
def test_marks_are_printed(form: str, text: str, start: int, marks: list[str]) -> None:
    found = line_texts(
        read(
            item("x") + p(r("between")) + item("y") + item("z"),
            numbering=numbering(level(0, form, text, start)),
        )
    )
    assert found == [f"{marks[0]} x", "between", f"{marks[1]} y", f"{marks[2]} z"]


def test_levels_count_within_the_level_above() -> None:
    levels = (
        level(0, "decimal", "%1.")
        + level(1, "lowerLetter", "%1.%2)")
        + level(2, "upperRoman", "%3", more='<w:lvlRestart w:val="0"/>')
    )
    body = (
        item("x")
        + item("x", 1)
        + item("x", 2)
        + item("x", 1)
        + item("x", 2)
        + item("x")
        + item("x", 1)
        + item("x", 2)
    )
    found = [line.split(" ")[0] for line in line_texts(read(body, numbering=numbering(levels)))]
    assert found == ["1.", "1.a)", "I", "1.b)", "II", "2.", "2.a)", "III"]


def test_lists_of_one_definition_count_on_unless_they_start_anew() -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        f'<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1:")}</w:lvlOverride></w:num>'
    )
    body = "".join(item("x", num=num) for num in (1, 1, 2, 3, 3, 4))
    found = line_texts(read(body, numbering=numbering(level(0, "lowerLetter", "%1)"), nums)))
    assert found == ["a) x", "b) x", "c) x", "a) x", "b) x", "C: x"]


def test_styles_number_paragraphs_and_a_zero_takes_it_back() -> None:
    styles = (
        f'<w:styles {SPACES}><w:style w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="M"><w:basedOn w:val="L"/></w:style></w:styles>'
    )
    levels = level(0, "decimal", "%1.") + level(
        1, "lowerLetter", "%2)", more='<w:pStyle w:val="L"/>'
    )
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p(r("x"), '<w:pStyle w:val="L"/>')
        + p(r("y"), '<w:pStyle w:val="M"/>')
        + p(r("z"), f'<w:pStyle w:val="L"/>{none}')
    )
    assert line_texts(read(body, styles=styles, numbering=numbering(levels))) == [
        "a) x",
        "b) y",
        "z",
    ]


def test_a_definition_can_take_its_levels_from_a_style() -> None:
    styles = f'<w:styles {SPACES}><w:style w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    linked = (
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="8"/></w:num>'
    )
    assert line_texts(
        read(
            item("x", num=9),
            styles=styles,
            numbering=numbering(level(0, "lowerRoman", "%1)"), linked),
        )
    ) == ["i) x"]


def test_an_empty_item_prints_no_line_but_counts() -> None:
    found = read(tbl(tr(tc(item("") + item("x")))), numbering=numbering(level(0, "decimal", "%1.")))
    assert rows(found) == [[(0, 1, ["2. x"])]]


def test_a_hidden_item_does_not_count() -> None:
    hidden = item("x").replace("<w:numPr>", "<w:rPr><w:vanish/></w:rPr><w:numPr>")
    hidden = hidden.replace("<w:r><w:rPr>", "<w:r><w:rPr><w:vanish/>")
    found = read(
        tbl(tr(tc(item("a") + hidden + item("b")))), numbering=numbering(level(0, "decimal", "%1."))
    )
    assert rows(found) == [[(0, 1, ["1. a", "2. b"])]]


# ---- what is no document ------------------------------------------------------------------------

NESTED = "<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000
ENTITIES = '<!DOCTYPE w:document [<!ENTITY a "aaaa"><!ENTITY x SYSTEM "file:///etc/hostname">]>'


def other(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


def encrypted() -> bytes:
    raw = bytearray(packed(document=document(p(r(TEXT)))))
    at = raw.index(b"PK\x01\x02")
    while at > 0:  # the flag of every entry in the directory
        raw[at + 8] |= 1
        at = raw.find(b"PK\x01\x02", at + 4)
    return bytes(raw)


def misdirected() -> bytes:
    raw = bytearray(packed(document=document(p(r(TEXT)))))
    raw[raw.rindex(b"PK\x05\x06") + 18] = 1  # the directory begins beyond the file's end
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        pytest.param(b"", "not a ZIP", id="nothing"),
        pytest.param(misdirected(), "cannot be unpacked", id="misdirected"),
        pytest.param(b"PK\x03\x04 and no more", "not a ZIP", id="cut off"),
        pytest.param(other("xl/workbook.xml"), "an Excel workbook", id="excel"),
        pytest.param(other("mimetype", "content.xml"), "an OpenDocument file", id="opendocument"),
        pytest.param(other("META-INF/MANIFEST.MF"), "a Java archive", id="java"),
        pytest.param(other("a.txt"), "a ZIP file that is not a Word document", id="zip"),
        pytest.param(other("word/document.xml"), "not a Word document", id="other root"),
        pytest.param(encrypted(), "an encrypted ZIP", id="encrypted"),
        pytest.param(packed(document="<w:document"), "not well-formed XML", id="damaged XML"),
        pytest.param(packed(document=document(NESTED)), "Excessive depth", id="nested"),
        pytest.param(packed(document=ENTITIES + document(p(r("&a;")))), "document type", id="entities"),
        pytest.param(packed(document=ENTITIES + document(p(r("&x;")))), "document type", id="outside"),
        pytest.param(packed(document=document("<w:p/>")), "without text", id="no text"),
        pytest.param(packed(document=document("<w:altChunk/>")), "embedded", id="embedded"),
        pytest.param(
            packed(document=document(tbl(tr(*[tc("", '<w:gridSpan w:val="99999999"/>')] * 3)))),
            "1,001 columns",
            id="columns without end",
        ),
    ],
)  # fmt: skip
def test_what_is_no_word_document_is_refused_and_named(raw: bytes, found: str) -> None:
    with pytest.raises(SourceError, match=found) as error:
        read_docx(raw, "bad.docx")
    assert str(error.value).startswith("bad.docx: found ")
    assert "\n" not in str(error.value)


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = packed(document=document(p(r(TEXT * 1000))))
    assert len(raw) < 2000
    monkeypatch.setattr(word_package, "MAX_PART", 10_000)
    with pytest.raises(SourceError, match="unpacks to"):
        read_docx(raw, "bomb.docx")
    monkeypatch.setattr(word_package, "MAX_PART", 30_000_000)
    monkeypatch.setattr(word_package, "MAX_TOTAL", 10_000)
    with pytest.raises(SourceError, match="unpacks to"):
        read_docx(raw, "bomb.docx")


def test_a_zip_that_lies_about_its_sizes_is_not_unpacked_beyond_them() -> None:
    raw = bytearray(packed(document=document(p(r("x" * 5_000_000)))))
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(SourceError, match="cannot be unpacked"):
        read_docx(bytes(raw), "lie.docx")


def test_too_many_files_or_tags_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "MAX_ENTRIES", 20)
    with pytest.raises(SourceError, match="a ZIP of 21 files"):
        read_docx(other(*map(str, range(21))), "many.docx")
    monkeypatch.setattr(word_package, "MAX_TAGS", 1000)
    with pytest.raises(SourceError, match="tags; expected at most 1,000"):
        read_docx(packed(document=document("<w:p/>" * 1000)), "many.docx")


def test_parts_that_are_not_read_may_be_damaged_or_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "MAX_PART", 10_000)
    raw = packed(document=document(p(r(TEXT))), image1="x" * 100_000, comments="<broken")
    assert line_texts(read_docx(raw, "x.docx")) == [TEXT]


SOUND = packed(
    document=document(tbl(tr(tc(item("x")), tc(p(r(TEXT)))))),
    numbering=numbering(level(0, "decimal", "%1.")),
)


@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=4), st.booleans())
def test_a_damaged_file_is_read_or_refused(at: int, new: bytes, cut: bool) -> None:
    raw = SOUND[:at] + new + (b"" if cut else SOUND[at + len(new) :])
    with contextlib.suppress(SourceError):
        assert isinstance(read_docx(raw, "damaged.docx"), Extract)


@given(st.text(alphabet="<>/w:pr tblc&;\"'x", max_size=60))
def test_any_xml_is_read_or_refused(inside: str) -> None:
    with contextlib.suppress(SourceError):
        assert isinstance(read(f"<w:p>{inside}</w:p>"), Extract)
