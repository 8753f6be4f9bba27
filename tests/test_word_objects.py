"""What stands in a cell of a Word file and is no run of text; documents inside a document."""

from __future__ import annotations

import random

import pytest

import gxkit
from gxkit.document import Cell, Omission, Unread
from gxkit.readers import read
from reading import read_bytes
from specimens import draw_figures, write_html, write_text
from test_word import OFFICE, PACKAGE, docx_bytes, p, tc

NAMES = {
    "r": OFFICE + "/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "m": OFFICE + "/math",
}
DECLARED = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMES.items())


def run(inside: str) -> str:
    return f"<w:r {DECLARED}>{inside}</w:r>"


def shown(text: str) -> str:
    return run(f"<w:t>{text}</w:t>")


def cell_of(folder, paragraph: str) -> Cell:
    """The cell of a table that holds a paragraph, or whatever is given."""
    is_block = paragraph.startswith("<w:sdt>") and "<w:p>" in paragraph
    inside = paragraph if is_block else f"<w:p>{paragraph}</w:p>"
    row = f"<w:tr>{tc('甲')}<w:tc>{inside}</w:tc></w:tr>"
    document = read_bytes(folder, docx_bytes(f"<w:tbl>{row}</w:tbl>"))
    (grid,) = document.grids
    return grid.cells[1]


def drawing(inside: str = "", place: str = "inline", size: int = 200_000) -> str:
    extent = f'<wp:extent cx="{size}" cy="{size}"/>'
    return run(f"<w:drawing><wp:{place}>{extent}{inside}</wp:{place}></w:drawing>")


def field(code: str, result: str | None = None, data: str = "") -> str:
    parts = [f'<w:fldChar w:fldCharType="begin">{data}</w:fldChar>']
    parts.append(f"<w:instrText>{code}</w:instrText>")
    if result is not None:
        parts.append(f'<w:fldChar w:fldCharType="separate"/></w:r>{shown(result)}<w:r>')
    return run("".join(parts) + '<w:fldChar w:fldCharType="end"/>')


BLIP = '<a:blip r:embed="x"/>'
HINT = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
CHOICES = '<w:listEntry w:val="0"/><w:listEntry w:val="12"/>'


@pytest.mark.parametrize(
    ("inside", "unread"),
    [
        (drawing(BLIP), Unread.PICTURE),
        (drawing("<wps:wsp/>"), Unread.DRAWING),
        (drawing(BLIP, "anchor"), Unread.PICTURE),
        (run("<w:pict><v:shape><v:imagedata/></v:shape></w:pict>"), Unread.PICTURE),
        (run("<w:pict><v:line/></w:pict>"), Unread.DRAWING),
        (run('<w:object><o:OLEObject ProgID="Equation.3"/></w:object>'), Unread.OBJECT),
        (run('<w:sym w:font="Wingdings" w:char="F0FC"/>'), Unread.GLYPHS),
        (run('<w:sym w:font="Wingdings" w:char="none"/>'), Unread.GLYPHS),
        (f"<w:sdt>{HINT}<w:sdtContent>{shown('请输入')}</w:sdtContent></w:sdt>", Unread.CONTROL),
        (f"<w:sdt>{HINT}<w:sdtContent>{p('请输入')}</w:sdtContent></w:sdt>", Unread.CONTROL),
        (field("=SUM(ABOVE)"), Unread.CONTROL),
        (field("FORMCHECKBOX", data="<w:ffData><w:checkBox/></w:ffData>"), Unread.CONTROL),
        (
            f"<mc:AlternateContent><mc:Choice>{drawing(BLIP)}</mc:Choice></mc:AlternateContent>",
            Unread.PICTURE,
        ),
    ],
)
def test_a_cell_with_what_is_no_text_says_what_it_is(tmp_path, inside, unread):
    cell = cell_of(tmp_path, inside)
    assert (cell.text, cell.unread) == ("", unread)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (field(r"EQ \o\ac(○,5)"), "5"),
        (run('<w:pict><v:shape><v:textpath string="12"/></v:shape></w:pict>'), "12"),
        (drawing('<wp:docPr descr="7"/>' + BLIP), "7"),
    ],
)
def test_what_the_file_says_of_it_in_words_is_kept(tmp_path, inside, said):
    cell = cell_of(tmp_path, inside)
    assert cell.unread is not None
    assert [(one.text, one.why) for one in cell.omitted] == [(said, Omission.ALTERNATIVE)]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run('<w:sym w:font="Wingdings" w:char="F083"/>'), "③"),
        (run('<w:sym w:font="Wingdings 2" w:char="F076"/>'), "②"),
        (run('<w:sym w:font="Symbol" w:char="F035"/>'), "5"),
        (field("=SUM(ABOVE)", "12"), "12"),
        (field("FORMTEXT", "12", "<w:ffData><w:textInput/></w:ffData>"), "12"),
        (
            field(
                "FORMDROPDOWN",
                data=f'<w:ffData><w:ddList><w:result w:val="1"/>{CHOICES}</w:ddList></w:ffData>',
            ),
            "12",
        ),
        (f'<w:fldSimple w:instr="=1+2">{shown("3")}</w:fldSimple>', "3"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{shown('12')}</w:sdtContent></w:sdt>", "12"),
        (f"<m:oMath {DECLARED}><m:r><m:t>12</m:t></m:r></m:oMath>", "12"),
        (
            drawing(
                f"<wps:wsp><wps:txbx><w:txbxContent>{p('12')}</w:txbxContent></wps:txbx></wps:wsp>"
            ),
            "12",
        ),
        (shown("12") + drawing(BLIP, size=9_000), "12"),
        (shown("12") + drawing(BLIP, "anchor"), "12"),
    ],
)
def test_fields_controls_and_boxes_say_their_text(tmp_path, inside, text):
    cell = cell_of(tmp_path, inside)
    assert (cell.text, cell.unread) == (text, None)


def test_the_parts_of_a_fraction_are_no_digits_of_one_figure(tmp_path):
    parts = "".join(
        f"<m:{part}><m:r><m:t>{digit}</m:t></m:r></m:{part}>"
        for part, digit in (("num", 1), ("den", 2))
    )
    assert cell_of(tmp_path, f"<m:oMath {DECLARED}><m:f>{parts}</m:f></m:oMath>").text == "1/2"


def test_a_picture_in_line_with_a_figure_may_be_one_of_its_digits(tmp_path):
    cell = cell_of(tmp_path, shown("1") + drawing(BLIP) + shown("2"))
    assert (cell.text, cell.unread) == ("12", Unread.PICTURE)


# documents inside

FIGURES = draw_figures("2021", random.Random(4))
CHUNK = f'<w:altChunk xmlns:r="{OFFICE}/relationships" r:id="r"/>'
PAGE = write_html("2021", FIGURES, 2022)
MAIL = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{PAGE}"


def with_part(body: str, kind: str, name: str, data: str | bytes) -> bytes:
    target = f'Id="r" Type="{OFFICE}/relationships/{kind}" Target="{name}"'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship {target}/>'
    extra = {"word/_rels/document.xml.rels": relations + "</Relationships>", f"word/{name}": data}
    return docx_bytes(body, extra)


@pytest.mark.parametrize(
    "data",
    [PAGE, MAIL, write_text("2021", FIGURES, "tabs", 2022), docx_bytes(p("无表"))],
)
def test_a_chunk_is_read_where_it_stands(tmp_path, data):
    made = with_part(p("前") + CHUNK + p("后"), "aFChunk", "a.bin", data)
    document = read_bytes(tmp_path, made, "report.docx")
    assert document.lines[0].text == "前"
    assert document.lines[-1].text == "后"
    assert document.remarks == ()
    assert {line.where.file for line in document.lines} == {""}
    if isinstance(data, str):
        report = gxkit.parse(tmp_path / "report.docx")
        assert {key: report[key].value for key in FIGURES} == FIGURES


def test_a_chunk_that_is_not_read_is_named(tmp_path):
    made = with_part(p("前") + CHUNK, "aFChunk", "a.ps", "%!PS x")
    (remark,) = read_bytes(tmp_path, made).remarks
    assert "“a.ps” (this is a PostScript file" in remark.say("en")


def test_a_report_that_hangs_in_a_cover_letter_is_read(tmp_path):
    icon = '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:x" r:id="r"/></w:object></w:r></w:p>'
    inner = docx_bytes(p("某局2022年政府信息公开工作年度报告"))
    cover = p("现将年度报告报上") + icon.replace("r:id", f'xmlns:r="{OFFICE}/relationships" r:id')
    (tmp_path / "cover.docx").write_bytes(with_part(cover, "package", "年报.docx", inner))
    document = read(tmp_path / "cover.docx")
    assert [line.where.file for line in document.lines] == ["", "年报.docx"]
    assert "年报.docx" in document.remarks[0].say("zh")


def test_characters_in_an_order_from_right_to_left_are_no_figure(tmp_path):
    assert cell_of(tmp_path, f'<w:bdo w:val="rtl">{shown("21")}</w:bdo>').unread is Unread.REVERSED
    assert cell_of(tmp_path, f'<w:bdo w:val="ltr">{shown("12")}</w:bdo>').unread is None
