"""What a Word file holds and does not show: by its own properties, and through its styles."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from doc2docx.cfb import CompoundFile

from gxkit.document import Cell, Document, Omission, Omitted
from reading import read_bytes, texts
from test_word import OFFICE, W, docx_bytes, p, relation

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def style(kind: str, name: str, inside: str, default: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}" {default}>{inside}</w:style>'


def rpr(inside: str) -> str:
    return f"<w:rPr>{inside}</w:rPr>"


STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='21'/></w:rPr></w:rPrDefault></w:docDefaults>"
    + style("paragraph", "plain", "", 'w:default="1"')
    + style("paragraph", "gone", rpr("<w:vanish/>"))
    + style("character", "old", rpr("<w:vanish/>"))
    + style("character", "heir", '<w:basedOn w:val="old"/>' + rpr("<w:b/>"))
    + style("character", "back", '<w:basedOn w:val="old"/>' + rpr('<w:vanish w:val="0"/>'))
    + style("character", "ring", '<w:basedOn w:val="ring"/>')
    + style("character", "struck", rpr("<w:strike/>"))
    + style("character", "pale", rpr('<w:color w:val="FEFEFE"/>'))
    + style("character", "tiny", rpr('<w:sz w:val="2"/>'))
    + style("character", "note", rpr('<w:vertAlign w:val="superscript"/>'))
    + style("table", "hushed", rpr("<w:vanish/>"))
    + style("table", "dark", '<w:tblPr><w:shd w:val="clear" w:fill="1F3864"/></w:tblPr>')
    + style(
        "table",
        "banded",
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>'
        "</w:tblStylePr>",
    )
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def table(cell: str, of_table: str = "", of_cell: str = "", of_paragraph: str = "") -> str:
    return (
        f"<w:tbl><w:tblPr>{of_table}</w:tblPr><w:tr><w:tc>{p('甲')}</w:tc><w:tc><w:tcPr>{of_cell}"
        f"</w:tcPr><w:p><w:pPr>{of_paragraph}</w:pPr>{cell}</w:p></w:tc></w:tr></w:tbl>"
    )


def read_word(folder, body: str) -> Document:
    parts = {
        "word/_rels/document.xml.rels": relation("styles", "styles.xml"),
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>',
    }
    return read_bytes(folder, docx_bytes(body, parts), "report.docx")


def cell_of(folder, *args: str) -> Cell:
    return read_word(folder, table(*args)).grids[0].cells[1]


HIDING = {
    "vanish": "<w:vanish/>",
    "special vanish": "<w:specVanish/>",
    "a style": '<w:rStyle w:val="old"/>',
    "a style based on it": '<w:rStyle w:val="heir"/>',
    "white": '<w:color w:val="FFFFFF"/>',
    "white of the theme": '<w:color w:val="auto" w:themeColor="background1"/>',
    "a pale style": '<w:rStyle w:val="pale"/>',
    "white over a style": '<w:rStyle w:val="note"/><w:color w:val="FFFFFF"/>',
    "the colour of its shade": '<w:color w:val="FF0000"/><w:shd w:val="clear" w:fill="FF0000"/>',
    "black on black": '<w:color w:val="000000"/><w:highlight w:val="black"/>',
    "one point": '<w:sz w:val="2"/>',
    "a tiny style": '<w:rStyle w:val="tiny"/>',
    "no width": '<w:w w:val="1"/>',
    "filled with white": (
        f'<w14:textFill xmlns:w14="{W14}"><w14:solidFill><w14:schemeClr w14:val="bg1"/>'
        "</w14:solidFill></w14:textFill>"
    ),
    "squeezed": '<w:fitText w:val="1"/>',
    "not filled": f'<w14:textFill xmlns:w14="{W14}"><w14:noFill/></w14:textFill>',
}


@pytest.mark.parametrize("kind", HIDING)
def test_text_that_word_does_not_show_is_no_part_of_a_figure(tmp_path, kind):
    cell = cell_of(tmp_path, run("9", HIDING[kind]) + run("5"))
    assert (cell.text, cell.omitted) == ("5", (Omitted("9", Omission.HIDDEN),))


SHOWING = {
    "turned off": '<w:vanish w:val="0"/>',
    "turned off over a style": '<w:rStyle w:val="old"/><w:vanish w:val="false"/>',
    "a style that turns it off": '<w:rStyle w:val="back"/>',
    "a style based on itself": '<w:rStyle w:val="ring"/>',
    "only in a browser": "<w:webHidden/>",
    "white on a shade": '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>',
    "white on a pen": '<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>',
    "an old property": "<w:rPrChange><w:rPr><w:vanish/><w:strike/></w:rPr></w:rPrChange>",
    "a grey": '<w:color w:val="808080"/>',
}


@pytest.mark.parametrize("kind", SHOWING)
def test_text_that_word_shows_is_read(tmp_path, kind):
    cell = cell_of(tmp_path, run("9", SHOWING[kind]) + run("5"))
    assert "".join(cell.text.split()) == "95"


def test_white_is_seen_on_the_shade_of_a_cell_a_paragraph_or_a_table(tmp_path):
    shade = '<w:shd w:val="clear" w:fill="1F3864"/>'
    white = run("9", '<w:color w:val="FFFFFF"/>')
    assert cell_of(tmp_path, white, "", shade).text == "9"
    assert cell_of(tmp_path, white, "", "", shade).text == "9"
    assert cell_of(tmp_path, white, shade).text == "9"
    for name in ("dark", "banded"):
        assert cell_of(tmp_path, white, f'<w:tblStyle w:val="{name}"/>').text == "9"
    assert cell_of(tmp_path, white).text == ""


def test_what_two_styles_turn_on_is_off(tmp_path):
    gone = '<w:pStyle w:val="gone"/>'
    old = run("9", '<w:rStyle w:val="old"/>')
    assert cell_of(tmp_path, old + run("5"), "", "", gone).text == "9"
    hushed = '<w:tblStyle w:val="hushed"/>'
    assert cell_of(tmp_path, old + run("5", "<w:vanish w:val='0'/>"), hushed).text == "95"


@pytest.mark.parametrize(
    "properties", ["<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="struck"/>']
)
def test_struck_text_is_no_part_of_a_figure(tmp_path, properties):
    struck = (Omitted("9", Omission.STRUCK),)
    cell = cell_of(tmp_path, run("9", properties) + run("5"))
    assert (cell.text, cell.omitted) == ("5", struck)
    alone = cell_of(tmp_path, run("9", properties))
    assert (alone.text, alone.omitted) == ("", struck)


def test_deleted_text_is_kept_as_struck_out(tmp_path):
    deleted = "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
    cell = cell_of(tmp_path, f"{deleted}<w:ins>{run('5')}</w:ins>")
    assert (cell.text, cell.omitted) == ("5", (Omitted("9", Omission.STRUCK),))


@pytest.mark.parametrize(
    "mark",
    [
        run("2", '<w:vertAlign w:val="superscript"/>'),
        run("2", '<w:vertAlign w:val="subscript"/>'),
        run("[2]", '<w:rStyle w:val="note"/>'),
        run("2", '<w:position w:val="6"/><w:sz w:val="12"/>'),
        f'<w:fldSimple w:instr="NOTEREF _Ref1">{run("2")}</w:fldSimple>',
        f'<w:hyperlink w:anchor="_ftn2">{run("2")}</w:hyperlink>',
        f'<w:hyperlink r:id="r1" xmlns:r="{OFFICE}/relationships">{run("2")}</w:hyperlink>',
        '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>2</w:t></w:r>',
    ],
)
def test_the_mark_of_a_note_is_no_digit_of_a_figure(tmp_path, mark):
    cell = cell_of(tmp_path, run("10") + mark)
    assert cell.text == "10"
    assert [omitted.why for omitted in cell.omitted] == [Omission.MARK]
    alone = cell_of(tmp_path, mark)
    assert "2" in alone.text


@pytest.mark.parametrize(("raised", "text"), [("6", "10 2"), ("-4", "10 2"), ("2", "102")])
def test_a_figure_on_another_level_is_kept_apart(tmp_path, raised, text):
    run_raised = run("2", f'<w:position w:val="{raised}"/>')
    assert cell_of(tmp_path, run("10") + run_raised).text == text


def test_ruby_is_no_part_of_a_figure(tmp_path):
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('约')}</w:rt><w:rubyBase>{run('5')}</w:rubyBase></w:ruby></w:r>"
    )
    cell = cell_of(tmp_path, ruby)
    assert (cell.text, cell.omitted) == ("5", (Omitted("约", Omission.RUBY),))


def test_hidden_rows_are_left_out_and_named(tmp_path):
    rows = [
        f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{p(text)}</w:tc><w:tc>{p(text)}</w:tc></w:tr>"
        for properties, text in (
            ("", "1"),
            ("<w:hidden/>", "2"),
            ('<w:trHeight w:val="1" w:hRule="exact"/>', "3"),
            ('<w:trHeight w:val="1"/>', "4"),
        )
    ]
    document = read_word(tmp_path, f"<w:tbl>{''.join(rows)}</w:tbl>")
    assert texts(document.grids[0]) == [["1", "1"], ["4", "4"]]
    assert [remark.say("en") for remark in document.remarks] == [
        "These rows hold text and are not shown when the file is opened; they were left out: "
        "table 1, row 2; table 1, row 3."
    ]


def test_a_hidden_table_and_a_hidden_paragraph_keep_their_place(tmp_path):
    hidden = table(run("9", "<w:vanish/>")).replace(p("甲"), p("甲", '<w:pStyle w:val="gone"/>'))
    lines = p("题") + f"<w:p>{run('隐', '<w:vanish/>')}</w:p>"
    document = read_word(tmp_path, lines + hidden + table(run("5")))
    assert [block.hidden for block in document.blocks] == [False, True, True, False]
    assert [texts(grid) for grid in document.grids] == [[["甲", "9"]], [["甲", "5"]]]
    assert document.grids[1].caption == "题"


def test_a_file_that_shows_nothing_is_read_and_says_so(tmp_path):
    tiny = '<w:sz w:val="1"/>'
    lines = f"<w:p>{run('一', tiny)}</w:p>{table(run('5', tiny)).replace(p('甲'), p(''))}"
    document = read_word(tmp_path, lines)
    assert [block.hidden for block in document.blocks] == [False, False]
    assert texts(document.grids[0]) == [["", "5"]]
    assert "none of its tables" in document.remarks[0].say("en")


WORD_97 = Path(__file__).parents[1] / "data/reports/2016-jinjiang-science-ip.doc"


def test_a_word_97_file_with_letters_of_a_point_shows_nothing(tmp_path):
    # sprmCHps: the size of letters in half points
    data = WORD_97.read_bytes()
    tiny = bytearray(data)
    for at in range(len(data) - 4):
        if data[at : at + 2] == b"CJ" and data[at + 3] == 0:
            tiny[at + 2] = 2
    document = read_bytes(tmp_path, bytes(tiny), "report.doc")
    assert "none of its tables" in document.remarks[0].say("en")
    assert document.blocks == read_bytes(tmp_path, data, "report.doc").blocks


def test_a_word_97_file_whose_drawings_make_no_sense_is_read_without_them(tmp_path):
    data = WORD_97.read_bytes()
    block = data.index(CompoundFile(data).open_stream("WordDocument")[:900])
    # the table that places drawings (PlcfSpaMom): one of 34 bytes, which are something else
    broken = bytearray(data)
    struct.pack_into("<II", broken, block + 0x9A + 8 * 40, 0, 34)
    document = read_bytes(tmp_path, bytes(broken), "report.doc")
    assert document.blocks == read_bytes(tmp_path, data, "report.doc").blocks
    assert "drawings in the file make no sense" in document.remarks[0].say("en")


def test_figures_in_quite_other_letters_are_not_one(tmp_path):
    assert cell_of(tmp_path, run("12") + run("3", '<w:sz w:val="12"/>')).text == "12 3"
    assert cell_of(tmp_path, run("12") + run("3", '<w:sz w:val="18"/>')).text == "123"
    red = '<w:strike w:val="0"/><w:color w:val="FF0000"/>'
    assert cell_of(tmp_path, run("12", red) + run("3")).text == "12 3"


def test_white_text_is_seen_in_a_box(tmp_path):
    white = run("九", '<w:color w:val="FFFFFF"/>')
    box = (
        f"<w:p><w:r><w:pict><w:txbxContent><w:p>{white}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert [line.hidden for line in read_word(tmp_path, box).lines] == [False]


def test_a_paragraph_without_height_and_a_hidden_box_are_no_part_of_a_cell(tmp_path):
    thin = '<w:spacing w:line="1" w:lineRule="exact"/>'
    assert cell_of(tmp_path, run("9"), "", "", thin).text == ""
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="visibility:hidden">'
        f"<v:textbox><w:txbxContent>{p('9')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    cell = cell_of(tmp_path, run("5") + box)
    assert (cell.text, cell.omitted) == ("5", (Omitted("9", Omission.HIDDEN),))
    shown = cell_of(tmp_path, run("5") + box.replace("visibility:hidden", "width:9pt"))
    assert shown.text == "5\n9"
