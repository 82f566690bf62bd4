"""HTML pages: tables, paragraphs and notes come out as a browser shows them; what is around does not."""

from __future__ import annotations

import base64
import contextlib
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_review.errors import SourceError
from annual_review.readers import web, web_page
from annual_review.readers.rows import Extract, Row
from annual_review.readers.web import read_html
from tests.readers.extracts import line_texts, notes, paragraphs, rows

TEXT = "This document is made up for tests."
ANSWER = f"2019-2020 ARs: Yes, measures were taken in all districts. {TEXT} " * 5
LONG = " ".join(ANSWER.split())


def read(page: str) -> Extract:
    return read_html(page.encode(), "made-up.html")


def cells(page: str) -> list[list[str]]:
    return [[" / ".join(lines) for _, _, lines in row] for row in rows(read(page))]


# ---- encodings ----------------------------------------------------------------------------------

SHOWN = "CÔTE D’IVOIRE – “naïve”"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(f"<p>{SHOWN}".encode("utf-8-sig"), id="utf-8 with mark"),
        pytest.param(f"<p>{SHOWN}".encode("utf-16"), id="utf-16 with mark"),
        pytest.param(f"<p>{SHOWN}".encode(), id="utf-8"),
        pytest.param(f"<p>{SHOWN}".encode("cp1252"), id="windows-1252"),
        pytest.param(f"<meta charset=iso-8859-1><p>{SHOWN}".encode("cp1252"), id="latin-1 is windows-1252"),
        pytest.param(f"<meta charset=utf-8><p>{SHOWN}".encode("cp1252"), id="declared wrongly"),
        pytest.param(f"<meta charset=iso-8859-1><p>{SHOWN}".encode("mac-roman"), id="Mac Roman as Latin-1"),
        pytest.param(f"<meta charset=utf-16><p>{SHOWN}".encode(), id="declared impossibly"),
        pytest.param(f"<meta charset=rot13><p>{SHOWN}".encode(), id="no encoding of text"),
        pytest.param(
            f'<meta http-equiv="Content-Type" content="text/html; charset=macintosh"><p>{SHOWN}'.encode("mac-roman"),
            id="declared the old way",
        ),
        pytest.param(f'<?xml version="1.0" encoding="cp1250"?><p>C&Ocirc;TE{SHOWN[4:]}'.replace("ï", "&iuml;").encode("cp1250"), id="declared by XML"),
    ],
)  # fmt: skip
def test_every_encoding_gives_the_same_text(raw: bytes) -> None:
    assert paragraphs(read_html(raw, "x.html")) == [[SHOWN]]


# ---- lines and paragraphs -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h1>Title</h1><p>one\n  <b>t</b>wo<br>three", [["Title"], ["one two", "three"]]),
        ("<p>a<br><br>b<p> <p>&nbsp;<p>c", [["a"], ["b"], ["c"]]),
        ("label<div>answer<div>more</div>rest</div>", [["label"], ["answer"], ["more"], ["rest"]]),
        ("<dl><dt>term<dd>one<br>two<dt>next</dl>", [["term"], ["one", "two"], ["next"]]),
        ("<pre>a  b\n c\n\nd</pre>", [["a  b", " c"], ["d"]]),
        ("<p>a &amp; b&nbsp;c &#8217;&#146; co&shy;op x<sup>2</sup>", [["a & b\xa0c ’’ co\xadop x²"]]),
        ("<p>a<wbr>b <q>said</q> <u>c</u><ruby>d<rp>(</rp></ruby>", [["ab “said” cd"]]),
        ("<p>one<p hidden>no<p style='display: none'>no<p aria-hidden=true>two", [["one"], ["two"]]),
        ("<title>no</title><script>no</script><style>no</style><noscript>no</noscript><template>no</template>a", [["a"]]),
        ("<select><option>no</select><button>no</button><textarea>no</textarea><!-- no -->a", [["a"]]),
        ("<p>not <i>closed<p>next</b></div></td>", [["not closed"], ["next"]]),
        ("a\0b\x01c", [["abc"]]),
    ],
)  # fmt: skip
def test_lines_and_paragraphs(page: str, expected: list[list[str]]) -> None:
    assert paragraphs(read(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ul><li>x<li>y</ul>", ["• x", "• y"]),
        ("<ol><li>x<li>y</ol>", ["1. x", "2. y"]),
        ("<ol type=a start=25><li>x<li>y<li>z</ol>", ["y. x", "z. y", "aa. z"]),
        ("<ol type=A><li>x<li value=7>y<li>z</ol>", ["A. x", "G. y", "H. z"]),
        ("<ol type=i start=4><li>x<li>y</ol>", ["iv. x", "v. y"]),
        ("<ol type=I reversed><li>x<li>y</ol>", ["II. x", "I. y"]),
        ("<ol style='list-style-type: lower-alpha'><li>x</ol>", ["a. x"]),
        ("<ol style='list-style: none'><li>a) x<li>b) y</ol>", ["a) x", "b) y"]),
        (
            "<ol><li>x<ol type=a><li>in</ol><li>y<ul><li>in</ul></ol>",
            ["1. x", "a. in", "2. y", "• in"],
        ),
        ("<ol><li>x<br>more<li>y</ol>", ["1. x", "more", "2. y"]),
        ("<ol start=-1><li>x<li>y</ol>", ["-1. x", "0. y"]),
        ("<ol type=a start=x><li>x</ol>", ["a. x"]),
        ("<style>.a{list-style-type:lower-latin}</style><ol class=a><li>x</ol>", ["a. x"]),
        ("<style>div ol{list-style:upper-roman}</style><div><ol><li>x</ol></div>", ["I. x"]),
        (
            "<style>div.k ol{list-style:decimal} div ol{list-style:lower-roman}</style>"
            "<div class=k><ol><li>x</ol></div>",
            ["1. x"],
        ),
        ("<style>ul{list-style:none}li{background:url(b.gif)}</style><ul><li>x</ul>", ["• x"]),
        ("<style>ol li::before{content:' '}</style><ol><li>x<li>y</ol>", ["1. x", "2. y"]),
        ("<style>div li::before{content:'→ '}</style><div><ol><li>x</ol></div>", ["1. x"]),
        ("<style>ol{list-style:none}li::before{content:'→ '}</style><ol><li>x</ol>", ["• x"]),
        ("<style>ul{list-style:none}li::before{content:'→ '}</style><ul><li>x</ul>", ["• x"]),
        (
            "<style>ol.k{list-style-type:none}.k > li:before{content:'' "
            'counter(n,lower-latin) ") "}</style><ol class=k><li>x<li>y</ol>',
            ["a) x", "b) y"],
        ),
    ],
)
def test_lists_are_one_paragraph_marked_as_browsers_do(page: str, expected: list[str]) -> None:
    assert paragraphs(read(page)) == [expected]


# ---- tables -------------------------------------------------------------------------------------


def test_a_merged_cell_stands_once_at_its_columns() -> None:
    extract = read(
        "<table><caption>Caption</caption><tr><th colspan=3>Head<th rowspan=2>R"
        "<tr><td rowspan=2>A<td>B<td>C<tr><td colspan=2>D<td>E</table>"
    )
    assert paragraphs(extract) == [["Caption"]]
    assert rows(extract) == [
        [(0, 3, ["Head"]), (3, 1, ["R"])],
        [(0, 1, ["A"]), (1, 1, ["B"]), (2, 1, ["C"])],
        [(1, 2, ["D"]), (3, 1, ["E"])],
    ]
    assert {block.columns for block in extract.blocks if isinstance(block, Row)} == {4}


def test_columns_in_which_no_cell_begins_do_not_count() -> None:
    extract = read("<table><tr><td colspan=99999999>All<tr><td colspan=2>a<td colspan=3>b</table>")
    assert rows(extract) == [[(0, 2, ["All"])], [(0, 1, ["a"]), (1, 1, ["b"])]]


def test_a_span_ends_with_its_group_of_rows_and_groups_are_in_printed_order() -> None:
    page = (
        "<table><tfoot><tr><td>foot<td>f</tfoot><tbody><tr><td rowspan=0>a<td>b<tr><td>c</tbody>"
        "<tbody><tr><td>d<td>e</tbody><thead><tr><td>head<td>h</thead></table>"
    )
    assert rows(read(page)) == [
        [(0, 1, ["head"]), (1, 1, ["h"])],
        [(0, 1, ["a"]), (1, 1, ["b"])],
        [(1, 1, ["c"])],
        [(0, 1, ["d"]), (1, 1, ["e"])],
        [(0, 1, ["foot"]), (1, 1, ["f"])],
    ]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("<td>Row", [["Label", "Answer"], ["Row", "Answer"], ["Last", "NIL"]]),
        ("<td>of two lines", [["Label", "Answer"], ["of two lines"], ["Last", "NIL"]]),
    ],
)
def test_an_answer_beside_two_labels_is_that_of_both(
    second: str, expected: list[list[str]]
) -> None:
    page = f"<table><tr><td>Label<td rowspan=2>Answer<tr>{second}<tr><td>Last<td>NIL</table>"
    assert cells(page) == expected


def test_a_remark_beside_several_answers_is_none_of_them() -> None:
    page = "<table><tr><td>Label<td>Answer<td rowspan=2>Remark<tr><td>Row<td>Its own</table>"
    assert cells(page) == [["Label", "Answer", "Remark"], ["Row", "Its own"]]


def test_lines_of_a_cell_are_those_a_browser_begins() -> None:
    page = (
        "<table><tr><td>label<td><p>one<br>two</p><p>three</p><div>four</div><ul><li>five<li>six</ul>"
        "<br><br>seven<tr><td hidden>no<td>x<td></table>"
    )
    assert rows(read(page)) == [
        [(0, 1, ["label"]), (1, 1, ["one", "two", "", "three", "", "four", "", "• five", "• six", "", "seven"])],
        [(0, 1, ["x"]), (1, 1, [])],
    ]  # fmt: skip


def test_a_table_in_a_cell_of_data_gives_lines() -> None:
    inner = "<table><tr><td>n1<td>n2<tr><td>n3</table>"
    page = "<table>" + "".join(
        f"<tr><td>Label {number}<td>{inner if number == 3 else ANSWER}" for number in range(8)
    )
    found = cells(page + "</table>")
    assert len(found) == 8
    assert found[3] == ["Label 3", "n1 / n2 / n3"]


def test_cells_and_rows_without_their_tags() -> None:
    assert cells(
        "<table><td>a<td>b<form><tr><td>c<td><font><div>d<tr><td><b>e</form><td>f</table>"
    ) == [
        ["a", "b"],
        ["c", "d"],
        ["e", "f"],
    ]


# ---- what is around the document ----------------------------------------------------------------

TABLE = f"<table border=1><tr><td>Label one<td>{ANSWER}<tr><td>Label two<td>No.</table>"
DATA = [["Label one", LONG], ["Label two", "No."]]
MENU = "".join(f"<li><a href=/{n}>Link number {n}</a>" for n in range(5))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<nav>Nav</nav><p>ALBANIA<p>{}<footer>Office</footer><aside>x</aside>", id="by tag"),
        pytest.param("<div role=banner>x</div><p>ALBANIA</p>{}<div role=contentinfo>y</div>", id="by role"),
        pytest.param("<a href=#c>Skip to main content</a><ul>" + MENU + "</ul><p>ALBANIA</p>{}", id="skip and menu"),
        pytest.param("<div class=breadcrumb><a>Home</a> &gt; Baselines</div><p>ALBANIA</p>{}", id="breadcrumb"),
        pytest.param("<p>ALBANIA</p>{}<div id='cookie-banner'>We use cookies. Agree?</div>", id="cookies"),
        pytest.param("<p>junk<main><p>ALBANIA</p>{}</main><p>more junk", id="main"),
        pytest.param("<p>junk<div role=main><p>ALBANIA</p>{}</div>junk", id="role main"),
        pytest.param("<p>junk<article><header><p>ALBANIA</p></header>{}</article>junk", id="article"),
        pytest.param("<form><div><div><p>ALBANIA</p>{}</div></div></form><p>Last update: 12 May 2005<p>^ top<p>© 1996-2005 Office", id="old footer"),
        pytest.param("<div title=header><p>Office</div><p>ALBANIA</p>{}<div title=footer><p>6</div>", id="head and foot"),
        pytest.param("<table width=100%><tr><td><ul>" + MENU + "</ul><td><p>ALBANIA</p>{}<tr><td colspan=2>Contact the Office</table>", id="layout table"),
        pytest.param("<table><tr><td><a href=/>Home</a><br><a href=/t>Topics</a><br><a href=/r>Regions</a><br>Contact<td><p>ALBANIA</p>{}<p>Updated by AB. Last update: 12.5.2005</table>", id="layout with menu"),
        pytest.param("<table><tr><td><table><tr><td><p>ALBANIA</p>{}</table></table>", id="layout in layout"),
        pytest.param("<table><tr><td><p>ALBANIA</p><tr><td>{}</table>", id="layout in one column"),
        pytest.param("<span class=sr-only>Read aloud</span><p>ALBANIA</p>{}", id="screen readers"),
    ],
)  # fmt: skip
def test_what_is_around_the_document_is_left_out(page: str) -> None:
    extract = read(page.replace("{}", TABLE))
    assert paragraphs(extract) == [["ALBANIA"]]
    assert cells(page.replace("{}", TABLE)) == DATA


def test_a_layout_table_of_many_rows_around_paragraphs() -> None:
    links = "<a href=/>Home</a> | <a href=/m>Map</a> | <a href=/s>Search</a>"
    page = (
        f"<table><tr><td colspan=2>{links}<tr><td colspan=2>&nbsp;<tr><td><ul>{MENU}</ul>"
        f"<td><h2>ALBANIA</h2><p>Label</p><p>{ANSWER}</p><tr><td colspan=2>&nbsp;"
        "<tr><td colspan=2>© 1996-2005 Office - <a href=/d>Disclaimer</a></table>"
    )
    assert paragraphs(read(page)) == [["ALBANIA"], ["Label"], [LONG]]


def test_a_place_to_link_to_is_no_link() -> None:
    labels = "".join(f"<div><a name=r{n}>Label {n}</a></div>" for n in range(4))
    page = f"<div>{labels}</div><p>{ANSWER}</p>"
    assert paragraphs(read(page)) == [*[[f"Label {n}"] for n in range(4)], [LONG]]


def test_labels_and_answers_that_are_paragraphs() -> None:
    body = "".join(f"<p><b>Label {number}</b></p><p>{ANSWER}</p>" for number in range(3))
    page = f"<div><a href=/>Home</a> | <a href=/a>About</a> | <a href=/c>Contact</a></div><h1>ALBANIA</h1>{body}"
    assert paragraphs(read(page)) == [
        ["ALBANIA"],
        *[[text] for number in range(3) for text in (f"Label {number}", LONG)],
    ]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param(f"<ul>{MENU}</ul>", [f"• Link number {n}" for n in range(5)], id="a list of links"),
        pytest.param("<p>The Copyright Act 1998 applies.", ["The Copyright Act 1998 applies."], id="copyright"),
        pytest.param("<p>Updated legislation exists.", ["Updated legislation exists."], id="updated"),
        pytest.param("<p>See <a href=/>home</a> work.", ["See home work."], id="a link in a sentence"),
        pytest.param("<p class=shareholders>x", ["x"], id="a class like another"),
        pytest.param("<h2 class=banner>NEW", ["NEW"], id="a heading"),
    ],
)  # fmt: skip
def test_answers_that_look_like_furniture_are_kept(inside: str, expected: list[str]) -> None:
    found = paragraphs(read(f"<p>{ANSWER}</p>{inside}<p>{ANSWER}</p>"))
    assert [line for lines in found[1:-1] for line in lines] == expected


def test_nothing_is_left_out_of_a_table_of_data() -> None:
    page = f"<table><tr><td>Label<td class=menu><ul>{MENU}</ul><tr><td>Share<td>Print<tr><td>a<td>{ANSWER}</table>"
    assert cells(page)[:2] == [
        ["Label", " / ".join(f"• Link number {n}" for n in range(5))],
        ["Share", "Print"],
    ]


def test_what_holds_half_of_the_words_is_the_document_whatever_it_is_called() -> None:
    assert paragraphs(read(f"<aside class=sidebar><p>{ANSWER}</aside><p>x")) == [[LONG], ["x"]]


def test_a_title_before_main_is_kept_where_main_has_no_heading() -> None:
    assert paragraphs(read(f"<header>Office<h1>ALBANIA</h1></header><main><p>{ANSWER}</main>")) == [
        ["ALBANIA"],
        [LONG],
    ]


# ---- notes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("<sup>1</sup>", "<p><sup>1</sup> The note."),
        ("<sup><a href=#n1 id=r1>1</a></sup>", "<p id=n1><a href=#r1>1</a>. The note."),
        ("<a href=#fn1><sup>1</sup></a>", "<ol><li id=fn1>The note. <a href=#r1>↩</a></ol>"),
        ("<a href='#_ftn1' name='_ftnref1'>[1]</a>", "<div><p><a href='#_ftnref1' name='_ftn1'>[1]</a> The note.</div>"),
        ("<sup>*</sup>", "<div><sup>*</sup>The note.</div>"),
    ],
)  # fmt: skip
def test_footnotes_are_notes_and_leave_no_mark(mark: str, note: str) -> None:
    extract = read(f"<p>REVIEW (2000-2008){mark}: CHINA</p>{TABLE}{note}")
    assert paragraphs(extract) == [["REVIEW (2000-2008): CHINA"]]
    assert notes(extract) == [("footnote", "The note.")]


def test_comments_of_word_s_pages_are_notes_and_leave_no_mark() -> None:
    mark = "<span><a href='#_msocom_1' name='_msoanchor_1'>[AB1]</a></span>"
    note = "<div><p><span><a href='#_msoanchor_1' name='_msocom_1'>[AB1]</a></span>Is it?</p></div>"
    extract = read(f"<p>A fund{mark} <a href=#x name=x>[AB2]</a> pays.</p>{TABLE}{note}")
    assert paragraphs(extract) == [["A fund [AB2] pays."]]
    assert notes(extract) == [("footnote", "[AB1]Is it?")]


def test_raised_text_and_links_that_are_no_footnotes_stay() -> None:
    page = (
        "<p>The 1<sup>st</sup> of 5 km<sup>2</sup>, see <a href=#s>2</a><p id=s>Section 2<p>other"
    )
    extract = read(page)
    assert paragraphs(extract) == [["The 1st of 5 km², see 2"], ["Section 2"], ["other"]]
    assert notes(extract) == []


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("10<sup>6</sup> people", "10⁶ people"),
        ("10<sup><b>12</b></sup> people", "10¹² people"),
        ("10<sup>-3</sup>", "10⁻³"),
        ("10<span style='vertical-align: super'>6</span> people", "10⁶ people"),
        ("law one<sup>2</sup> of 1999", "law one² of 1999"),
        ("laws<sup>2, 3</sup>", "laws², ³"),
        ("the 2<sup>nd</sup>, 3<sup>rd</sup> and 21<sup>st</sup> century", "the 2nd, 3rd and 21st century"),
        ("n<sup>o</sup> 5 of 2007", "no 5 of 2007"),
        ("CO<sub>2</sub>", "CO2"),
        ("10<sup style='vertical-align: baseline'>6</sup>", "106"),
        ("<sup>All of it is raised in 2007.</sup>", "All of it is raised in 2007."),
        ("<sup>2007</sup> AR", "2007 AR"),
    ],
)  # fmt: skip
def test_raised_figures_are_no_digits_of_the_number_before(printed: str, read_as: str) -> None:
    extract = read(f"<p>{printed}<p>made up")
    assert paragraphs(extract) == [[read_as], ["made up"]]


def test_deleted_text_is_a_note() -> None:
    extract = read("<p>a <del>old</del><ins>new</ins><table><tr><td>x<td>y <del>z</del></table>")
    assert paragraphs(extract) == [["a new"]]
    assert notes(extract) == [("deleted", "old"), ("deleted", "z")]


@pytest.mark.parametrize(
    "struck",
    [
        "<s>no</s>",
        "<strike>no</strike>",
        "<span style='text-decoration: underline LINE-THROUGH'>n<b>o</b></span>",
        "<span style='text-decoration-line:line-through'>no</span>",
        "<style>/* a */ .gone, b { text-decoration:line-through }</style><i class=gone>no</i>",
    ],
)
def test_struck_words_are_a_note(struck: str) -> None:
    extract = read(f"<table><tr><td>x<td>yes {struck}</table>")
    assert rows(extract) == [[(0, 1, ["x"]), (1, 1, ["yes"])]]
    assert notes(extract) == [("struck", "no")]


def test_a_struck_row_is_notes() -> None:
    extract = read("<table><tr><td>x<td>yes<tr style='text-decoration:line-through'><td>y<td>no")
    assert rows(extract)[1] == [(0, 1, []), (1, 1, [])]
    assert notes(extract) == [("struck", "y"), ("struck", "no")]


@pytest.mark.parametrize(
    "hidden",
    [
        "<span hidden>no</span>",
        "<span style='display:none !important'>no</span>",
        "<span style='visibility: hidden'>no</span>",
        "<span style='font-size:0pt'>no</span>",
        "<span style='opacity:0.0'>no</span>",
        "<span style='position:absolute;left:-9999px'>no</span>",
        "<span style='color:#FFFFFF'>no</span>",
        "<font color=white>no</font>",
        "<span style='color:#fffffe;background:#fff'>no</span>",
        "<span style='color: rgba(0, 0, 0, 0)'>no</span>",
        "<span style='color:black;background:#000'>no</span>",
        "<span style='color: rgb(0, 0, 128)'><b style='background-color:NAVY'>no</b></span>",
        "<div style='background:#c00 none'><font color='#CC0000'>no</font></div>",
        "<span style='background:navy'><b style='color:#fff;background:white'>no</b></span>",
        "<link rel=stylesheet href=a.css><span style='color:#000;background:#000'>no</span>",
        "<span style='clip:rect(0 0 0 0)'>no</span>",
        "<span style='clip: rect(1px, 1px, 1px, 1px)'>no</span>",
        "<span style='clip-path:inset(100%)'>no</span>",
        "<div style='height:0;overflow:hidden'>no</div>",
        "<div style='max-height:0px; overflow:hidden'>no</div>",
        "<span style='display:inline-block;transform:scale(0)'>no</span>",
        "<span style='content-visibility:hidden'>no</span>",
        "<style>.y{left:-9999px}</style><span class=y>no</span>",
        "<style>table tr > td .y.z{display:none}</style><span class='z y'>no</span>",
        "<style>td.x{color:red} span.y{display:none}</style><span class='x y'>no</span>",
        "<style>.y{display:inline} td .y{display:none}</style><span class=y>no</span>",
        "<style>@media only screen and (min-width:40em){.y{display:none}}</style><b class=y>no</b>",
    ],
)
def test_hidden_words_of_a_table_are_a_note(hidden: str) -> None:
    extract = read(f"<p>a<table><tr><td>x<td>yes {hidden}</table>")
    assert rows(extract) == [[(0, 1, ["x"]), (1, 1, ["yes"])]]
    assert notes(extract) == [("unseen", "no")]


@pytest.mark.parametrize("ground", ["bgcolor=000000", "bgcolor=Black", "style='background:#000'"])
def test_words_in_the_colour_of_their_cell_are_a_note(ground: str) -> None:
    extract = read(f"<table><tr><td>x<td {ground}><font color=black>no</font></table>")
    assert rows(extract) == [[(0, 1, ["x"]), (1, 1, [])]]
    assert notes(extract) == [("unseen", "no")]


@pytest.mark.parametrize(
    "page",
    [
        "<tr bgcolor=navy><td><font color=white>x</font>",
        "<tr><td style='background:#036;color:#fff'>x",
        "<style>.head td { background: navy }</style><tr class=head><td style='color:#fff'>x",
        "<style>@media print { td { display: none } }</style><tr><td>x",
        "<tr><td style='text-indent:-18.0pt;font-size:10pt'>x",
        "<tr><td><span aria-hidden=true>x</span>",
        "<tr><td><i style='visibility:hidden'><b style='visibility:visible'>x</b></i>",
        "<style>.z{display:none} .z{display:inline}</style><tr><td><span class=z>x</span>",
        "<style>.z{display:none} table .z{display:inline}</style><tr><td><span class=z>x</span>",
        "<style>.y .z,table>.z{display:none}</style><tr><td><span class=z>x</span>",
        "<style>.y.on .z{display:block} .y .z{display:none}</style><tr class='y on'><td><p class=z>x",
        "<style>td .z{display:none} p.z{display:block}</style><tr><td><p class=z>x",
        "<style>#k{display:block} td .z{display:none}</style><tr><td><p id=k class=z>x",
        "<style>td .z{display:none} .z{display:block !important}</style><tr><td><p class=z>x",
        "<style>td .z{display:none} @media (min-width: 768px) /* a */ {td .z{display:block}}</style>"
        "<tr><td><p class=z>x",
        "<style>td .z{display:none} @media print, screen{td .z{display:block}}</style>"
        "<tr><td><p class=z>x",
        "<style>.z{display:block} .y .z{display:none}</style><tr><td><p class=z>x",
        "<style>td .z{text-decoration:line-through} td .z{text-decoration:none}</style>"
        "<tr><td><p class=z>x",
        "<style>s.z{text-decoration:none}</style><tr><td><s class=z>x</s>",
        "<tr><td><font color=white><span style='background:#000'>x</span></font>",
        "<tr><td><font color=white><font color=black>x</font></font>",
        "<style>tr td{background:navy}</style>"
        "<tr><td><b style='color:white;background:transparent'>x</b>",
        "<tr><td style='background:none repeat scroll 0 0 #036;color:white'>x",
        "<tr bgcolor=navy><td><b style='color:white;background:rgba(255, 255, 255, 0)'>x</b>",
        "<tr bgcolor=navy><td><b style='color:white;background:rgba(255, 255, 255, 0.1)'>x</b>",
        "<tr><td><font color=white><b style='color:initial;background:initial'>x</b></font>",
        "<tr><td style='height:0'>x",
        "<tr bgcolor=black><td style='color:black;background:white'>x",
        "<tr bgcolor=black><td>x",  # a style sheet may colour it
        "<tr><td style='color:inherit;background:inherit'>x",
        "<tr><td style='color:rgb(0 0 0)'>x",
        "<tr><td style='color:rgb(255, 0, 0)'>x",
        "<tr><td style='color:rgb(99999,0,0);background:rgb(99999,0,0)'>x",
        "<tr><td bgcolor=navy style='color:navy'><a href=y>x</a>",
        "<tr><td style='background:red'><b style='color:red;background-image:url(a.png)'>x</b>",
        "<tr><td style='color:navy;background:navy url(a.png)'>x",
        "<tr><td style='color:navy;background:navy'><b style='color:var(--pale)'>x</b>",
        "<link rel=stylesheet href=a.css><tr bgcolor=black><td style='color:black'>x",
    ],
)
def test_words_that_only_seem_hidden_stay(page: str) -> None:
    extract = read(f"<table>{page}<td>y</table>")
    assert rows(extract) == [[(0, 1, ["x"]), (1, 1, ["y"])]]
    assert notes(extract) == []


def test_a_colour_ends_with_its_cell_even_if_its_element_does_not() -> None:
    page = "<table bgcolor=navy><tr><td>a<td><font color=navy>no<tr><td>x<td>y</table>"
    assert cells(page)[-1] == ["x", "y"]


def test_a_space_that_does_not_break_is_a_space_in_a_symbol_font() -> None:
    page = "<table><tr><td>x<td><span style='font-family:Symbol'>·&nbsp;</span>one</table>"
    assert rows(read(page))[0][1][2] == ["•\xa0one"]


@pytest.mark.parametrize("itc", ["", "ITC "])
@pytest.mark.parametrize("name", ["Zapf Dingbats", "ZapfDingbats"])
def test_zapf_dingbats_shows_signs_in_each_spelling_of_its_name(itc: str, name: str) -> None:
    page = f"<table><tr><td>x<td><span style='font-family:{itc}{name}'>n</span> one</table>"
    assert rows(read(page))[0][1][2] == ["■ one"]


def test_symbol_fonts_and_form_controls_are_read_as_they_look() -> None:
    extract = read(
        "<form>search <input value=no></form><table><tr><td>x<td>"
        "<p><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7pt \"Times New Roman\"'>"
        " a</span></span> one<p><font face=Wingdings>\u00a8 \u00fe</font> Yes"
        "<p><input type=checkbox checked>Yes <input type=radio> No <input type=submit value=Send>"
        "<p><select><option>No<option selected>Likely</select> <input value='in part'></table>"
    )
    assert paragraphs(extract) == [["search"]]
    assert [line for line in rows(extract)[0][1][2] if line] == [
        "• a one",
        "□ ☑ Yes",
        "☒ Yes ☐ No",
        "Likely in part",
    ]


@pytest.mark.parametrize("control", ["<textarea>{}</textarea>", "<input value='{}'>"])
def test_a_form_laid_out_without_a_table_keeps_its_answers(control: str) -> None:
    answers = ["", "Yes.", "", "A made-up hotline.", ""]
    fields = [f"<label>{n}</label><br>{control.format(a)}<br>" for n, a in enumerate(answers)]
    assert line_texts(read("".join(fields))) == ["0", "1", "Yes.", "2", "3", answers[3], "4"]
    rows_of_data = "<table><tr><td>x<td>y<tr><td>x<td>y</table>"
    assert "Yes." not in line_texts(read("".join(fields) + rows_of_data))


@pytest.mark.parametrize(
    ("control", "shown", "noted"),
    [
        ("<input type=date value=2017-05-01>", ["2017-05-01"], []),
        ("<input type=unknown value=45>", ["45"], []),
        ("<input type=password value=45>", [], []),
        ("<select><option>Yes<option>No</select>", [], [("placeholder", "Yes")]),
        ("<select><optgroup><option>Yes</optgroup></select>", [], [("placeholder", "Yes")]),
        ("<select multiple><option>Yes<option>No</select>", [], []),
        ("<button>Yes</button>", [], [("aside", "Yes")]),
        ("yes <input type=search value='Search this'>", ["yes"], [("aside", "Search this")]),
        ("<img src=a.png alt='2019 AR: A fund'>", [], [("picture", "x [2019 AR: A fund]")]),
        ("<img src=spacer.gif><img src=a.png width=1>", [], []),
        ("<img src=img/pixel_trans.gif><img src=icons2.png><img src=transparent.gif>", [], []),
        ("<img src=silicon-report.png alt=a>", [], [("picture", "x [a]")]),
        ("<img src=transport.png alt=a>", [], [("picture", "x [a]")]),
    ],
)
def test_what_a_control_or_a_picture_shows_is_an_answer_or_a_note(
    control: str, shown: list[str], noted: list[tuple[str, str]]
) -> None:
    extract = read(f"<table><tr><td>x<td>{control}</table>")
    assert (rows(extract)[0][1][2], notes(extract)) == (shown, noted)


@pytest.mark.parametrize(
    ("rule", "noted"),
    [
        ("td:last-child{text-decoration:line-through}", [("doubtful", "x")]),
        ("tr[lang]{display:none}", [("doubtful", "x no")]),
        ("td + .a{visibility:hidden}", [("doubtful", "no")]),
        ("tr:not(.b) td.a:nth-child(2){display:none}", [("doubtful", "no")]),
        (":not(.b) > .a{display:none}", [("doubtful", "no")]),
        ("table:not(.b) td.other b{display:none} table:not(.b) .c td{display:none}", []),
        ("td:hover{display:none} td + p{display:none} td:last-child{color:red}", []),
    ],
)
def test_words_that_a_rule_not_understood_may_hide_are_named_once(
    rule: str, noted: list[tuple[str, str]]
) -> None:
    extract = read(f"<style>{rule}</style><table><tr><td>x<td class=a>no<tr><td>y</table>")
    assert rows(extract)[0] == [(0, 1, ["x"]), (1, 1, ["no"])]
    assert notes(extract) == noted


# ---- web archives -------------------------------------------------------------------------------

HEAD = 'From: <Saved by tests>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--b"; start="<p>"\r\n\r\n'
PICTURE = (
    "----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
)
PAGE = "<table><tr><td>label<td>Victims’ shelters = safe</table>"


def archive(encoding: str, charset: str, body: bytes, *, other: str = "") -> bytes:
    part = f"----b\r\nContent-Type: text/html; charset={charset}\r\nContent-ID: <p>\r\n"
    part += f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    return (HEAD + PICTURE + other + part).encode() + body + b"\r\n----b--\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        archive("quoted-printable", "utf-8", quopri.encodestring(PAGE.encode())),
        archive("base64", "windows-1252", base64.encodebytes(PAGE.encode("cp1252"))),
        archive("base64", "unicode", base64.encodebytes(PAGE.encode("utf-16"))),
        archive("8bit", "iso-8859-1", PAGE.encode("cp1252")),
        archive("binary", "none-known", PAGE.encode()),
        archive(
            "8bit",
            "utf-8",
            PAGE.encode(),
            other="----b\r\nContent-Type: text/html\r\n\r\n<p>no\r\n",
        ),
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
        b"Content-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(PAGE.encode()),
    ],
)
def test_web_archives_are_read_as_the_page_in_them(raw: bytes) -> None:
    assert rows(read_html(raw, "made-up.html")) == [
        [(0, 1, ["label"]), (1, 1, ["Victims’ shelters = safe"])]
    ]


def test_a_web_archive_without_a_page_is_refused() -> None:
    with pytest.raises(SourceError, match="without a page in it"):
        read_html((HEAD + PICTURE + "----b--").encode(), "made-up.mht")


SHEET = ".gone { display: none } ol { list-style: lower-alpha }"
STYLED = "<table><tr><td>label<td><ol><li>one<li>two</ol><p class=gone>no</p></table>"


@pytest.mark.parametrize(
    ("header", "link"),
    [
        ("Content-ID: <css-1@made-up>", '<link rel=stylesheet href="cid:css-1@made-up">'),
        ("Content-Location: http://made.up/s.css", '<link rel=stylesheet href="http://made.up/s.css">'),
        ("Content-Location:\r\n http://made.up/s.css", '<link rel=stylesheet href="../s.css" media=screen>'),
    ],
)  # fmt: skip
def test_style_sheets_in_parts_of_a_web_archive_count(header: str, link: str) -> None:
    location = "Content-Location: http://made.up/a/page.htm"
    sheet = f"----b\r\nContent-Type: text/css\r\n{header}\r\n\r\n{SHEET}\r\n"
    raw = archive("8bit", "utf-8", (link + STYLED).encode(), other=sheet)
    raw = raw.replace(b"Content-ID: <p>", f"Content-ID: <p>\r\n{location}".encode())
    extract = read_html(raw, "made-up.mhtml")
    assert rows(extract) == [[(0, 1, ["label"]), (1, 1, ["a. one", "b. two"])]]
    assert notes(extract) == [("unseen", "no")]


@pytest.mark.parametrize(
    "head",
    [
        '<link rel=stylesheet href="cid:other">',
        '<link rel=stylesheet href="http://[made.up/">',
        '<link rel="alternate stylesheet" href="cid:css">',
        '<link rel=stylesheet media=print href="cid:css">',
        '<link rel=stylesheet disabled href="cid:css">',
        f"<style media=print>{SHEET}</style>",
    ],
)
def test_style_sheets_that_do_not_apply_do_not_count(head: str) -> None:
    sheet = f"----b\r\nContent-Type: text/css\r\nContent-ID: <css>\r\n\r\n{SHEET}\r\n"
    raw = archive("8bit", "utf-8", (head + STYLED).encode(), other=sheet)
    assert rows(read_html(raw, "made-up.mhtml"))[0][1] == (1, 1, ["1. one", "2. two", "", "no"])


@pytest.mark.parametrize(
    "rule",
    ["opacity: 0", "font-size: 0", "clip: rect(0,0,0,0)", "left: -9999px", "height: 0; overflow: hidden"],
)  # fmt: skip
def test_linked_sheets_hide_words_only_if_they_say_so(rule: str) -> None:
    sheet = f"----b\r\nContent-Type: text/css\r\nContent-ID: <css>\r\n\r\n.x {{ {rule} }}\r\n"
    page = '<link rel=stylesheet href="cid:css"><table><tr><td>label<td><p class=x>yes</table>'
    extract = read_html(archive("8bit", "utf-8", page.encode(), other=sheet), "made-up.mhtml")
    assert rows(extract) == [[(0, 1, ["label"]), (1, 1, ["yes"])]]


FRAME = "----b\r\nContent-Type: text/html\r\nContent-ID: <f>\r\n\r\n{}\r\n"


@pytest.mark.parametrize(
    ("page", "framed", "expected"),
    [
        ("<p>Choose:<iframe src='cid:f'></iframe>", f"<table><tr><td>a<td>{TEXT * 9}</table>", ["a"]),
        ("<iframe src='cid:f'></iframe><table><tr><td>x<td>y</table>", "<table><tr><td>a<td>b</table>", ["x"]),
        ("<dl><dt>x<dd>y</dl><iframe src='cid:f'></iframe>", f"<p>{TEXT}", []),
        ("<p>x<p>y<iframe src='cid:f'></iframe>", "<table><tr><td>Buy!</table>", []),
    ],
)  # fmt: skip
def test_a_table_in_a_frame_of_a_web_archive_is_read_if_the_page_has_none(
    page: str, framed: str, expected: list[str]
) -> None:
    extract = read_html(
        archive("8bit", "utf-8", page.encode(), other=FRAME.format(framed)), "made-up.mhtml"
    )
    assert [row[0][2] for row in rows(extract)] == ([expected] if expected else [])
    assert bool(expected) or line_texts(extract) == ["x", "y"]


# ---- hostile pages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<table><caption>", "<font>"]
)
def test_nesting_is_read_or_refused(tag: str) -> None:
    depth = tag.count("<")
    assert paragraphs(read(tag * (1900 // depth) + "DEEP"))[-1][-1].endswith("DEEP")
    with pytest.raises(SourceError, match="nested 2,001 deep"):
        read(tag * 10_000 + "DEEP")


@pytest.mark.parametrize(
    ("page", "found"),
    [
        pytest.param("<script>document.write('x')</script>", "without text", id="scripts"),
        pytest.param("", "found", id="nothing"),
        pytest.param("<p title='" + "x>" * 1000, "without text", id="never closed"),
    ],
)  # fmt: skip
def test_pages_without_end_or_text_are_refused(page: str, found: str) -> None:
    with pytest.raises(SourceError, match=found) as error:
        read(page)
    assert str(error.value).startswith("made-up.html: found ")


@pytest.mark.parametrize(
    ("limit", "page", "found"),
    [
        ("MAX_ELEMENTS", "<br>" * 1001, "1,001 elements"),
        ("MAX_TAGS", "< " * 1001, "1,001 tags"),
        ("MAX_GRID", "<table><tr><td colspan=1000>x<td>y", "cells cover 1,0"),
        ("MAX_GRID", "<table><tr>" + "<td rowspan=60000>x" * 40 + "<tr><td>y" * 40, "cells cover 1,0"),
    ],
)  # fmt: skip
def test_pages_too_large_are_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, page: str, found: str
) -> None:
    monkeypatch.setattr(web if limit == "MAX_GRID" else web_page, limit, 1000)
    with pytest.raises(SourceError, match=found):
        read(page)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x", id="attributes"),
        pytest.param("<p>x" + "&amp;" * 100_000, id="entities"),
        pytest.param(f"<p style='{'list-style:' * 50_000}'>x", id="styles"),
        pytest.param("<p>x<!--" + "-" * 1_000_000, id="comment"),
        pytest.param("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><p>x &a;", id="entity of a file"),
    ],
)  # fmt: skip
def test_long_pages_are_read(page: str) -> None:
    assert paragraphs(read(page))[-1][0].startswith("x")


@given(
    st.lists(
        st.sampled_from(
            "<table> <tr> <td> <td\trowspan=2> <th\tcolspan=3> </table> </td> <tbody> <caption> <ul> <ol> <li> </ul>"
            " <p> </p> <br> <pre> </pre> <div> </div> <main> <nav> <sup> </sup> <a\thref=#n> </a> <p\tid=n> <del>"
            " <dl> <dt> <q> 1 words & &amp; < > <!-- --> \n".split(" ")
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_tags_are_read_or_refused(parts: list[str]) -> None:
    with contextlib.suppress(SourceError):
        extract = read("".join(parts).replace("\t", " "))
        for block in extract.blocks:
            if isinstance(block, Row):
                ends = [(cell.column, cell.column + cell.span) for cell in block.cells]
                flat = [place for pair in ends for place in pair]
                assert flat == sorted(flat), "cells stand beside each other"
                assert flat[-1] <= block.columns
            else:
                assert any(line.text.strip() for line in block.lines)


def test_the_third_entry_of_a_list_is_no_copyright() -> None:
    page = f"<main><p>{LONG}</p><p>(c) legal aid.</p><p>© 2004 Made-up Office</p></main>"
    assert paragraphs(read(page))[1:] == [["(c) legal aid."]]
