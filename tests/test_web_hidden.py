"""What a page holds and does not show: style sheets, struck figures, marks of notes."""

from __future__ import annotations

import pytest

from gxkit.document import Document, Omission, Omitted, Unread
from gxkit.readers.web.sheets import is_for_screens
from reading import read_bytes, texts


def read_page(folder, style: str, body: str) -> Document:
    page = f"<html><head><style>{style}</style></head><body>{body}</body></html>"
    return read_bytes(folder, page.encode(), "page.html")


def cell_of(folder, style: str, inside: str):
    document = read_page(folder, style, f"<table><tr><td>甲<td>{inside}<tr><td>乙<td>7</table>")
    return document.grids[0].cells[1]


HIDING = {
    "a class": (".old{display:none}", 'class="old"'),
    "an id": ("#old{display:none}", 'id="old"'),
    "a child": ("td>.old{visibility:hidden}", 'class="old"'),
    "a descendant": ("table td span{opacity:0}", ""),
    "a place among others": ("td span:nth-of-type(1){display:none}", ""),
    "not": ("span:not(.new){display:none}", ""),
    "an attribute": ("[data-old]{display:none}", 'data-old="1"'),
    "is": (":is(.old,.older){display:none}", 'class="older"'),
    "nested rules": ("table{.old{display:none}}", 'class="old"'),
    "important": (".old{display:none!important} .old{display:inline}", 'class="old"'),
    "important over its own": (
        ".old{display:none!important}",
        'class="old" style="display:inline"',
    ),
    "a screen": ("@media screen and (min-width:600px){.old{display:none}}", 'class="old"'),
    "a variable": (":root{--gone:none} .old{display:var(--gone)}", 'class="old"'),
    "an escape": (r".old{dis\70 lay:n\6fne}", 'class="old"'),
    "white by a name": (".old{color:white}", 'class="old"'),
    "white by its parts": (".old{color:hsl(0 0% 100%)}", 'class="old"'),
    "nearly white": ("", 'style="color:#fefefe"'),
    "the colour of the ground": ("td{background:#036} .old{color:#036}", 'class="old"'),
    "see through": ("", 'style="color:rgba(0,0,0,0)"'),
    "no size": ("", 'style="font:0/0 a"'),
    "the size of nothing": ("td{font-size:0} .new{font-size:12px}", ""),
    "far left": ("", 'style="position:absolute;left:-999em"'),
    "moved away": ("", 'style="position:absolute;transform:translateX(-9999px)"'),
    "shrunk": ("", 'style="display:inline-block;transform:scale(0)"'),
    "clipped": ("", 'style="position:absolute;clip-path:inset(50%)"'),
    "without room": ("", 'style="display:inline-block;width:0;overflow:hidden"'),
    "Word's own": ("", "style='mso-hide:all'"),
    "an attribute of its own": ("", "hidden"),
}


@pytest.mark.parametrize("kind", HIDING)
def test_what_a_style_hides_is_no_part_of_a_figure(tmp_path, kind):
    style, attribute = HIDING[kind]
    inside = f'<span {attribute}>9</span><b class="new">5</b>'
    cell = cell_of(tmp_path, style, inside)
    assert (cell.text, cell.omitted) == ("5", (Omitted("9", Omission.HIDDEN),))


SHOWING = {
    "for printing": ("@media print{.old{display:none}}", 'class="old"'),
    "for small screens": ("@media (max-width:600px){.old{display:none}}", 'class="old"'),
    "overruled later": (".old{display:none} .old{display:inline}", 'class="old"'),
    "overruled by a special one": ("td .old{display:inline} .old{display:none}", 'class="old"'),
    "overruled by its own": (".old{display:none}", 'class="old" style="display:inline"'),
    "made visible again": ("td{visibility:hidden} span,b{visibility:visible}", ""),
    "white on dark": ("td{background:#036;color:#fff}", ""),
    "white on a picture": ("td{background:url(a.png);color:#fff}", ""),
    "of another element": ("p .old, .old p{display:none}", 'class="old"'),
    "under the mouse": (".old:hover{display:none}", 'class="old"'),
    "a width that a cell ignores": ("td{width:0;overflow:hidden}", ""),
    "laid out from the middle": ("", 'style="position:absolute;left:50%;margin-left:-500px"'),
    "comes in slowly": (".old{opacity:0;animation:rise 1s forwards}", 'class="old"'),
    "with a shadow": ("", 'style="color:#fff;text-shadow:0 0 2px #000"'),
    "what is no value": (".old{display:none;display:shown}span{display:inline}", ""),
    "an attribute that a style overrules": ("[hidden]{display:inline} i{display:none}", "hidden"),
    "for those who hear": ("", 'aria-hidden="true"'),
}


@pytest.mark.parametrize("kind", SHOWING)
def test_what_a_style_shows_is_read(tmp_path, kind):
    style, attribute = SHOWING[kind]
    cell = cell_of(tmp_path, style, f'<span {attribute}>9</span><b class="new">5</b>')
    assert "".join(cell.text.split()) == "95"


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        ('style="display:block"', "9\n5"),
        ('style="position:absolute;top:3px"', "9\n5"),
        ('style="float:right"', "9\n5"),
        ('style="margin-right:2em"', "9 5"),
        ('style="font-size:50%"', "9 5"),
        ('style="color:red"', "9 5"),
        ('style="color:#333"', "95"),
        ('style="display:inline-block"', "95"),
        ('style="font-size:15px"', "95"),
    ],
)
def test_figures_that_stand_apart_are_no_one_figure(tmp_path, attribute, text):
    assert cell_of(tmp_path, "", f"<span {attribute}>9</span>5").text == text


@pytest.mark.parametrize(
    "old",
    [
        "<s>9</s>",
        "<del>9</del>",
        "<strike>9</strike>",
        '<span class="old">9</span>',
        '<span style="text-decoration:line-through red">9</span>',
    ],
)
def test_what_is_struck_out_is_no_part_of_a_figure(tmp_path, old):
    cell = cell_of(tmp_path, ".old{text-decoration:line-through}", f"{old}5")
    assert (cell.text, cell.omitted) == ("5", (Omitted("9", Omission.STRUCK),))
    alone = cell_of(tmp_path, ".old{text-decoration:line-through}", old)
    assert (alone.text, alone.omitted) == ("", (Omitted("9", Omission.STRUCK),))


@pytest.mark.parametrize(
    "mark",
    [
        "<sup>2</sup>",
        "<sub>2</sub>",
        '<span style="vertical-align:super;font-size:60%">2</span>',
        '<span class="note">2</span>',
        '<a href="#note2">2</a>',
        '<a href="#_ftn2"><span class="note">[2]</span></a>',
        "<sup>注2</sup>",
        '<a href="notes.html">2</a>',
        '<a id="fnref2">2</a>',
        '<span class="MsoFootnoteReference">2</span>',
    ],
)
def test_the_mark_of_a_note_is_no_digit_of_a_figure(tmp_path, mark):
    style = ".note{position:relative;top:-4px;font-size:8px}"
    cell = cell_of(tmp_path, style, f"10{mark}")
    assert cell.text == "10"
    assert [omitted.why for omitted in cell.omitted] == [Omission.MARK]


def test_what_is_raised_or_linked_alone_is_the_figure(tmp_path):
    assert cell_of(tmp_path, "", "<sup>12</sup>").text == "12"
    assert cell_of(tmp_path, "", '<a href="#a">12</a>').text == "12"
    assert cell_of(tmp_path, "", '<a href="a">12</a><a href="b">3</a>').text == "123"


def test_a_reading_aid_is_no_part_of_a_figure(tmp_path):
    cell = cell_of(tmp_path, "", "<ruby>12<rp>(</rp><rt>约</rt><rp>)</rp></ruby>")
    assert (cell.text, cell.omitted) == ("12", (Omitted("(约)", Omission.RUBY),))


def test_a_hidden_part_keeps_its_place_and_says_so(tmp_path):
    table = "<table><tr><td>{}<td>{}</table>"
    document = read_page(
        tmp_path,
        ".tab{display:none}",
        f"<p>甲</p><div class=tab><p>乙</p>{table.format('丙', 1)}</div>{table.format('丁', 2)}",
    )
    first, second, hidden, shown = document.blocks
    assert [first.hidden, second.hidden, hidden.hidden, shown.hidden] == [False, True, True, False]
    assert (second.text, texts(hidden), texts(shown)) == ("乙", [["丙", "1"]], [["丁", "2"]])
    assert (hidden.caption, shown.caption) == ("甲", "甲")


def test_rows_and_columns_that_take_no_place_are_left_out(tmp_path):
    document = read_page(
        tmp_path,
        ".old{display:none} tbody.old2{visibility:collapse} td:nth-child(2){display:none}",
        "<table><tr><td>甲<td>1<td>2<tr class=old><td>乙<td>3<td>4"
        "<tbody class=old2><tr><td>丙<td>5<td>6<tbody><tr><td>丁<td>7<td>8</table>",
    )
    assert texts(document.grids[0]) == [["甲", "2"], ["丁", "8"]]
    assert [cell.where.row for cell in document.grids[0].cells] == [1, 1, 4, 4]
    (remark,) = document.remarks
    assert remark.say("en").endswith("they were left out: table 1, row 2; table 1, row 3.")


def test_a_span_counts_no_row_that_takes_no_place_and_a_collapsed_column_is_gone(tmp_path):
    document = read_page(
        tmp_path,
        ".gone{visibility:collapse}",
        "<table><col><col span=2 class=gone><col><tr><th rowspan=2>甲<td>1<td>2<td>3"
        "<tr hidden><td>4<td>5<td>6<tr><td>7<td>8<td>9<tr><td colspan=3>10<td>11</table>",
    )
    assert texts(document.grids[0]) == [["甲", "3"], ["9"], ["10", "11"]]
    assert [cell.column for cell in document.grids[0].cells] == [0, 1, 1, 0, 1]


@pytest.mark.parametrize("style", ["body{opacity:0}", "@media screen{.all{display:none}}"])
def test_a_page_that_shows_nothing_is_read_and_says_so(tmp_path, style):
    body = "<div class=all><p>甲</p><table><tr><td><s>1</s>2<td>3</table></div>"
    document = read_page(tmp_path, style, body)
    assert texts(document.grids[0]) == [["2", "3"]]
    assert document.text == "甲"
    assert "none of its tables" in document.remarks[0].say("en")


def test_white_text_is_hidden_beside_other_text_only_if_a_sheet_is_elsewhere(tmp_path):
    far = '<link rel="stylesheet" href="site.css">'
    table = '<table style="color:#fff"><tr><td>甲<td>9<span style="color:#000">5</span></table>'
    document = read_bytes(tmp_path, f"{far}{table}".encode(), "page.html")
    assert texts(document.grids[0]) == [["甲", "5"]]


def test_what_media_queries_say_of_a_screen():
    for media in ("all", "only screen", "not print", "print, screen", "(width >= 600px)"):
        assert is_for_screens(media), media
    for media in ("print", "not all", "screen and (min-width: 100em)", "(min-resolution: 2dppx)"):
        assert not is_for_screens(media), media


def test_sheets_that_are_too_large_are_followed_as_far_as_is_reasonable(tmp_path):
    rules = ".old{display:none}" + "".join(f"p ~ p ~ p:has(.x{n}){{color:red}}" for n in range(500))
    document = read_page(
        tmp_path, rules, "<p>甲</p>" * 2000 + "<p class=old>乙</p>" + "<b class=x1>"
    )
    assert document.lines[-1].hidden


def test_style_sheets_that_came_with_a_page_are_followed(tmp_path):
    table = "<table><tr><td>甲<td><i class=old>9</i>5</table>"
    sheet = ".old{display:none}"
    for link in (f"data:text/css,{sheet}", "data:text/css;base64,Lm9sZHtkaXNwbGF5Om5vbmV9"):
        page = f'<link rel="stylesheet" href="{link}">{table}'
        assert texts(read_bytes(tmp_path, page.encode(), "page.html").grids[0]) == [["甲", "5"]]
    boundary = "--part\r\nContent-Type: text/"
    saved = (
        "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="part"\r\n\r\n'
        f"{boundary}html; charset=utf-8\r\n\r\n"
        f'<link rel="stylesheet" href="cid:css-1@mhtml">{table}\r\n'
        f"{boundary}css\r\nContent-ID: <css-1@mhtml>\r\n\r\n{sheet}\r\n--part--"
    )
    document = read_bytes(tmp_path, saved.encode(), "page.mhtml")
    assert texts(document.grids[0]) == [["甲", "5"]]


@pytest.mark.parametrize(("name", "why"), [("d-none", "HIDDEN"), ("strike", "STRUCK")])
def test_a_name_tells_where_its_sheet_is_elsewhere(tmp_path, name, why):
    table = f"<table><tr><td>甲<td><i class='{name}'>9</i>5<td><i class={name}>7</i></table>"
    page = f'<link rel="stylesheet" href="site.css">{table}'
    cells = read_bytes(tmp_path, page.encode(), "page.html").grids[0].cells
    assert (cells[1].text, cells[1].omitted) == ("5", (Omitted("9", Omission[why]),))
    # alone it may be what the page shows
    assert cells[2].text == "7"
    here = read_bytes(tmp_path, table.encode(), "page.html")
    assert here.grids[0].cells[1].text == "95"


def test_figures_that_a_style_sheet_writes_are_not_read_and_not_called_blank(tmp_path):
    written = ".a::after{content:attr(data-n)} .b:before{content:'1'} .c::before{content:'·'}"
    assert cell_of(tmp_path, written, "<i class=a data-n=12></i>").unread is Unread.GLYPHS
    assert cell_of(tmp_path, written, "<i class=b>2</i>").unread is Unread.GLYPHS
    assert cell_of(tmp_path, written, "<i class=c>2</i>").unread is None


def test_an_old_page_writes_names_as_it_likes(tmp_path):
    cell = "<table><tr><td>甲<td><i class=OLD>9</i>5</table><style>.Old{display:none}</style>"
    for kind, text in (("", "5"), ("<!DOCTYPE html>", "95")):
        document = read_bytes(tmp_path, f"{kind}<html>{cell}</html>".encode(), "page.html")
        assert document.grids[0].cells[1].text == text


SHEET = '<link rel="stylesheet" href="/css/main.css">'
TABLE = "<tr><td>行政许可</td><td>5</td></tr>"


@pytest.mark.parametrize(
    ("page", "is_said"),
    [
        (f"{SHEET}<table class='hidden'>{TABLE}</table>", True),
        (f"{SHEET}<div class='tab hide'><table>{TABLE}</table></div>", True),
        (f"{SHEET}<table class='mobile-hide'>{TABLE}</table>", False),
        (f"{SHEET}<table class='report'>{TABLE}</table>", False),
        (f"<table class='hidden'>{TABLE}</table>", False),
    ],
)
def test_a_class_that_names_hiding_is_said_where_its_sheet_is_not_in_the_file(
    tmp_path, page, is_said
):
    markup = f"<html><body>{page}</body></html>"
    document = read_bytes(tmp_path, markup.encode(), "page.html")
    said = [remark.say("en") for remark in document.remarks]
    assert any("names hiding" in remark for remark in said) == is_said


@pytest.mark.parametrize(
    "inside",
    [
        '<span data-v="12"></span>',
        '<em title="1,204"></em>',
        '<meter value="7" max="9"></meter>',
        '<i style="counter-reset: n 12"></i>',
        '<span x:num="12"></span>',
    ],
)
def test_a_figure_that_only_an_attribute_holds_is_not_blank(tmp_path, inside):
    cell = cell_of(tmp_path, "", inside)
    assert (cell.text, cell.unread) == ("", Unread.ATTRIBUTE)


@pytest.mark.parametrize(
    ("inside", "unread"),
    [
        ('<span v-text="row.n"></span>', Unread.SCRIPT),
        ('<span data-bind="text: n"></span>', Unread.SCRIPT),
        ("<my-figure></my-figure>", Unread.SCRIPT),
        ('<asp:Label runat="server" />', Unread.SCRIPT),
        ("<noscript>12</noscript>", Unread.SCRIPT),
        ("<b id=n></b><script>$('#n').load('n.txt')</script>", Unread.SCRIPT),
        ("<b id=n></b><script>$('#north').hide()</script>", None),
        ('<ol start="5"><li></li></ol>', Unread.NUMBER),
        ("<v:shape><v:imagedata src=x /></v:shape>", Unread.PICTURE),
        ("<!--[if gte vml 1]><v:imagedata/><![endif]-->", Unread.PICTURE),
        ("<!--[if gte mso 9]><xml><w:x/></xml><![endif]--><ul><li></li></ul><o:p></o:p>", None),
        ("<!--[if gte vml 1]><v:imagedata/><![endif]--><![if !vml]>12<![endif]>", None),
    ],
)
def test_a_cell_that_something_fills_when_the_page_is_shown_is_not_blank(tmp_path, inside, unread):
    assert cell_of(tmp_path, "", inside).unread is unread


@pytest.mark.parametrize(
    ("style", "inside", "unread"),
    [
        (".n{background:url(5.png)}", '<i class="n"></i>', Unread.PICTURE),
        ("#n{background-image:url(5.png)}", '<i id="n"></i>', Unread.PICTURE),
        ("td:nth-child(2){background:url(5.png)}", "", Unread.PICTURE),
        ("td{background:url(line.gif)}", "<i></i>", None),
        ("i{background:url(5.png)} .n{background:none}", '<i class="n"></i>', None),
    ],
)
def test_a_picture_that_a_style_sheet_lays_behind_one_cell_may_be_its_figure(
    tmp_path, style, inside, unread
):
    assert cell_of(tmp_path, style, inside).unread is unread


@pytest.mark.parametrize(("places", "is_said"), [(6, True), (5, False)])
def test_a_table_that_a_script_fills_is_said_to_be_one(tmp_path, places, is_said):
    cells = "".join(f'<tr><td>项目</td><td><b id="n{at}"></b></td></tr>' for at in range(places))
    document = read_page(tmp_path, "", f"<table>{cells}</table>")
    said = [remark.say("en") for remark in document.remarks]
    assert any("filled by a script" in remark for remark in said) == is_said


@pytest.mark.parametrize("inside", ['<span data-row="12"></span>', '<b style="--row: 3"></b>'])
def test_a_blank_cell_with_the_number_of_its_row_is_blank(tmp_path, inside):
    assert cell_of(tmp_path, "", inside).unread is None


@pytest.mark.parametrize(
    "inside",
    [
        '<bdo dir="rtl">21</bdo>',
        '<span style="direction:rtl;unicode-bidi:bidi-override">21</span>',
    ],
)
def test_a_figure_shown_from_right_to_left_is_not_what_the_file_holds(tmp_path, inside):
    assert cell_of(tmp_path, "", inside).unread is Unread.REVERSED
    assert cell_of(tmp_path, "", '<span dir="rtl">21</span>').unread is None
