"""What word processors save beside .docx: each format gives the report that was put into it, and
nothing that its reader would not see."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from pathlib import Path

import pytest

import gxkit
from gxkit.document import Document, Line, Omission, Unread
from gxkit.errors import DamagedFileError, EncryptedFileError, TooLargeError
from gxkit.readers import read
from gxkit.readers.formats import Inner, find_format
from office_files import (
    OPEN_TEXT,
    PACKAGE,
    RELATIONS,
    RTF_HEAD,
    SCHEMAS,
    open_body,
    pack,
    word_body,
    word_document,
    write_flat,
    write_fodt,
    write_odt,
    write_rtf,
    write_strict,
    write_word_2003,
)
from reading import read_bytes, texts
from specimens import draw_figures, write_html

FIGURES = draw_figures("2021", random.Random(12))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("office") / "report.html"
    path.write_text(write_html("2021", FIGURES, 2022), encoding="utf-8")
    return read(path)


def assert_same(folder: Path, data: bytes, format_: str, report: Document) -> None:
    """The file gives the report's figures, and its cells their spans and places."""
    path = folder / "report.bin"
    path.write_bytes(data)
    document = read(path)
    assert document.format == format_
    assert document.remarks == ()
    assert [grid.cells for grid in document.grids] == [grid.cells for grid in report.grids]
    parsed = gxkit.parse(path)
    assert {key: parsed[key].value for key in FIGURES} == FIGURES
    assert parsed.meta.year == 2022
    assert not [key for key in FIGURES if parsed[key].verdict == "contradicted"]


WORD_FILES = {"docx": write_strict, "wordml": write_word_2003, "wordml ": write_flat}


@pytest.mark.parametrize("format_", WORD_FILES)
def test_a_report_of_word_is_the_same_in_all_its_formats(tmp_path, format_, report):
    data = WORD_FILES[format_](word_body(report))
    assert_same(tmp_path, data, format_.strip(), report)


def word_table(*cells: str) -> str:
    """A body of a table of one row and one below."""
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:body><w:tbl><w:tr>{row}</w:tr><w:tr>{row}</w:tr></w:tbl></w:body>"


def word_run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_lengths_of_strict_packages_have_units(tmp_path):
    tiny = word_run("9", '<w:sz w:val="1pt"/>')
    body = word_table(f"<w:p>{word_run('5')}{tiny}</w:p>", f"<w:p>{word_run('6')}</w:p>")
    document = read_bytes(tmp_path, write_strict(body))
    assert texts(document.grids[0]) == [["5", "6"]] * 2
    assert document.grids[0].cells[0].omitted[0].why is Omission.HIDDEN


def test_what_word_2003_deleted_or_noted_is_no_part_of_a_figure(tmp_path):
    deleted = (
        '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>7</w:delText></w:r>'
        "</aml:content></aml:annotation>"
    )
    inserted = deleted.replace("Deletion", "Insertion").replace("delText", "t")
    comment = inserted.replace("Insertion", "Comment")
    note = f"<w:r><w:footnote><w:p>{word_run('注1')}</w:p></w:footnote></w:r>"
    cell = f"<w:p>{word_run('4')}{deleted}{comment}{note}</w:p>"
    body = word_table(cell, f"<w:p>{word_run('1')}{inserted}</w:p>")
    document = read_bytes(tmp_path, write_word_2003(body))
    assert texts(document.grids[0]) == [["4", "17"]] * 2


def test_lists_of_word_2003_count_on(tmp_path):
    lists = (
        '<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:nfc w:val="37"/><w:lvlText w:val="%1、"/></w:lvl></w:listDef>'
        '<w:list w:ilfo="2"><w:ilst w:val="3"/></w:list></w:lists>'
    )
    listed = '<w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="2"/></w:listPr></w:pPr>'
    paragraphs = [f"<w:p>{listed}{word_run(text)}</w:p>" for text in ("总体情况", "主动公开")]
    body = f"{lists}<w:body>{''.join(paragraphs)}</w:body>"
    document = read_bytes(tmp_path, write_word_2003(body))
    assert document.text.splitlines() == ["一、总体情况", "二、主动公开"]


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


def picture_docx() -> bytes:
    kind = f"{SCHEMAS}/officeDocument/2006/relationships"
    drawing = (
        f'<w:drawing><a:blip xmlns:a="{SCHEMAS}/drawingml/2006/main" xmlns:r="{kind}" '
        'r:embed="p"/></w:drawing>'
    )
    relation = f'<Relationship Id="p" Type="{kind}/image" Target="media/a.png"/>'
    body = f"<w:body><w:p>{word_run('前')}</w:p><w:p><w:r>{drawing}</w:r></w:p></w:body>"
    parts = {
        "_rels/.rels": RELATIONS,
        "word/document.xml": word_document(body),
        "word/_rels/document.xml.rels": f'<R xmlns="{PACKAGE}/relationships">{relation}</R>',
        "word/media/a.png": PICTURE,
    }
    return pack(parts)


def picture_2003() -> bytes:
    vml = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    written = base64.b64encode(PICTURE).decode()
    return write_word_2003(
        f"<w:body><w:p><w:r><w:t>前</w:t></w:r></w:p><w:p><w:r><w:pict {vml}>"
        f'<w:binData w:name="wordml://1">{written}</w:binData>'
        '<v:shape><v:imagedata src="wordml://1"/></v:shape></w:pict></w:r></w:p></w:body>'
    )


def picture_rtf() -> bytes:
    picture = rf"\pict\pngblip\picwgoal9000\pichgoal900 {PICTURE.hex()}"
    return rf"{RTF_HEAD}\pard 1\par{{\*\shppict{{{picture}}}}}\par}}".encode()


def picture_odt() -> bytes:
    image = '<draw:image xlink:href="a.png"/>'
    content = f'<draw:frame svg:width="12cm" svg:height="9cm">{image}</draw:frame>'
    xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return write_odt(f"<text:p>1</text:p><text:p {xlink}>{content}</text:p>", a=PICTURE)


@pytest.mark.parametrize("make", [picture_docx, picture_2003, picture_rtf, picture_odt])
def test_a_picture_in_a_file_without_tables_is_handed_out_where_it_stands(tmp_path, make):
    data = make()
    format_ = find_format(data)
    assert format_ is not None
    line, picture = format_.read(tmp_path / "report", data).blocks
    assert isinstance(line, Line)
    assert picture == Inner("picture1", PICTURE, inline=True)


CUT: list[tuple[Callable[[str], bytes], str]] = [
    (write_word_2003, "Word XML is damaged"),
    (write_flat, "Word XML is damaged"),
]


@pytest.mark.parametrize(("write", "said"), CUT)
def test_a_file_that_breaks_off_says_so(tmp_path, report, write, said):
    data = write(word_body(report))
    with pytest.raises(DamagedFileError, match=said):
        read_bytes(tmp_path, data[: len(data) // 2])


# ---- Rich Text


def test_a_report_in_rich_text_is_the_same(tmp_path, report):
    assert_same(tmp_path, write_rtf(report), "rtf", report)


def rtf(*texts: str) -> bytes:
    """A table of one row, and the same again below."""
    shapes = "".join(rf"\cellx{1000 * at}" for at in range(1, len(texts) + 1))
    cells = "".join(rf"\pard\plain\intbl {text}\cell " for text in texts)
    row = rf"\trowd {shapes}{cells}\row"
    return (RTF_HEAD + row + row + r"\pard\par}").encode("gbk")


IN_A_CELL = {
    "hidden": (r"4{\v 7}", "4"),
    "struck out": (r"4{\strike 7}\v0", "4"),
    "deleted in a revision": (r"{\deleted 7}{\revised 4}", "4"),
    "white": (r"4{\cf2 7}", "4"),
    "a footnote": (r"4{\super\chftn}{\footnote\pard\plain 2021\par}", "4"),
    "a comment": (r"4{\*\atnid 1}{\*\annotation\pard 7}", "4"),
    "a choice that is not written out": (
        r"{\field{\*\fldinst FORMDROPDOWN{\*\formfield{\ffres2}}}{\fldrslt}}",
        "",
    ),
    "a field": (r"{\field{\*\fldinst =SUM(ABOVE) 9}{\fldrslt 47}}", "47"),
    "unicode with two characters for others": (r"\uc2\u19977\'c8\'fd", "三"),
    "unicode in a pair": (r"\uc0\u-10187\u-9216", "\U0001d400"),
    "a character that a Western font says in Chinese": (r"\f2\'b6\'fe", "二"),
    "a figure in Chinese bytes": (r"\'a3\'b4\'a3\'b7", "４７"),
    "a line break": (r"4\line 7", "4\n7"),
    "paragraphs": (r"4\par 7", "4\n7"),
    "bytes": (r"4{\*\objdata \bin3 }7}}5", "45"),
    "both": (r"{\upr{4?}{\*\ud{4\u20214?}}}", "4件"),
    "an automatic number": (r"{\listtext\pard\plain 1.\tab}47", "1. 47"),
    "a bullet": (r"{\pntext\f1\'6c\tab}47", "47"),
    "a sign": (r"4\'3f\emdash\~7", "4?—\xa07"),
}


@pytest.mark.parametrize("kind", IN_A_CELL)
def test_what_a_cell_of_rich_text_shows(tmp_path, kind):
    written, shown = IN_A_CELL[kind]
    document = read_bytes(tmp_path, rtf("1", written, "2"))
    assert texts(document.grids[0]) == [["1", shown, "2"]] * 2


def test_a_table_in_a_table_of_rich_text_is_a_table(tmp_path):
    inner = r"\itap2 4\nestcell 7\nestcell{\*\nesttableprops\trowd\cellx400\cellx800\nestrow}"
    document = read_bytes(tmp_path, rtf("1", inner + r"{\nonesttables\par}\pard\intbl"))
    assert [texts(grid) for grid in document.grids] == [[["4", "7"]]] * 2
    assert document.text == "1\n1"


def test_a_paragraph_between_rows_ends_a_table(tmp_path):
    row = r"\trowd\cellx1000\cellx2000\pard\intbl 1\cell 2\cell\row"
    data = RTF_HEAD + row + row + r"\pard \'b6\'fe\par" + row + "}"
    document = read_bytes(tmp_path, data.encode())
    assert [grid.shape for grid in document.grids] == [(2, 2), (1, 2)]
    assert document.grids[1].caption == "二"


def test_what_is_no_text_in_rich_text_is_not_taken_for_a_blank(tmp_path):
    picture = r"{\*\shppict{\pict\pngblip\picwgoal900\pichgoal300 89504e47}}"
    document = read_bytes(tmp_path, rtf("1", picture, r"{\f1\'82}", r"{\f1\'f0}"))
    assert [cell.unread for cell in document.grids[0].cells[:4]] == [
        None,
        Unread.PICTURE,
        None,
        Unread.GLYPHS,
    ]
    assert document.grids[0].cells[2].text == "②"


def test_rich_text_that_breaks_off_says_so_and_gives_what_is_there(tmp_path):
    data = rtf("1", "47")
    document = read_bytes(tmp_path, data[: data.rindex(b"47")])
    assert texts(document.grids[0])[0] == ["1", "47"]
    assert [remark.say("en") for remark in document.remarks] == [
        "The file breaks off (1 of its groups do not end); what came after is not in it."
    ]


def test_groups_that_stand_too_deep_in_each_other_are_refused(tmp_path):
    with pytest.raises(DamagedFileError, match="too deep"):
        read_bytes(tmp_path, b"{\\rtf1" + b"{" * 100_000)


# ---- OpenDocument


@pytest.mark.parametrize("write", [write_odt, write_fodt])
def test_a_report_in_open_document_is_the_same(tmp_path, write, report):
    assert_same(tmp_path, write(open_body(report)), "odt", report)


STYLES = """
<style:style style:name="gone" style:family="text"><style:text-properties text:display="none"/>
</style:style>
<style:style style:name="out" style:family="text">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="later" style:family="text" style:parent-style-name="out"/>
<style:style style:name="back" style:family="text" style:parent-style-name="out">
<style:text-properties style:text-line-through-style="none"/></style:style>
<style:style style:name="white" style:family="text"><style:text-properties fo:color="#ffffff"/>
</style:style>
<style:style style:name="mark" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="tiny" style:family="paragraph">
<style:text-properties fo:font-size="1pt"/></style:style>
<style:style style:name="flat" style:family="table-row">
<style:table-row-properties style:row-height="0.01cm"/></style:style>
<text:list-style style:name="items"><text:list-level-style-number text:level="1"
style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:list-style>
"""


def span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def open_table(*texts: str, row: str = "") -> str:
    """A table of one row, and the same again below."""
    cells = "".join(f"<table:table-cell>{text}</table:table-cell>" for text in texts)
    row = f"<table:table-row {row}>{cells}</table:table-row>"
    return f"<table:table>{row}{row}</table:table>"


IN_AN_OPEN_CELL = {
    "hidden": (f"4{span('gone', '7')}", "4"),
    "struck out by a style below": (f"4{span('later', '7')}", "4"),
    "not struck out any more": (f"4{span('back', '7')}", "47"),
    "white": (f"4{span('white', '7')}", "4"),
    "the mark of a note": (f"4{span('mark', '7')}", "4"),
    "a note": ("4<text:note><text:note-citation>7</text:note-citation></text:note>", "4"),
    "a comment": ("4<office:annotation><text:p>7</text:p></office:annotation>", "4"),
    "white space of the file": ("\n  4\n  7 ", "4 7"),
    "blanks": ('4<text:s text:c="2"/>7', "4  7"),
    "a hidden text": (
        '4<text:hidden-text text:is-hidden="true" text:string-value="7"/>',
        "4",
    ),
    "a place where a page ends": ("4<text:soft-page-break/>7", "47"),
    "a box": (
        "<draw:frame><draw:text-box><text:p>47</text:p></draw:text-box></draw:frame>",
        "47",
    ),
}


@pytest.mark.parametrize("kind", IN_AN_OPEN_CELL)
def test_what_a_cell_of_open_document_shows(tmp_path, kind):
    written, shown = IN_AN_OPEN_CELL[kind]
    body = open_table("<text:p>1</text:p>", f"<text:p>{written}</text:p>")
    document = read_bytes(tmp_path, write_odt(body, STYLES))
    assert texts(document.grids[0]) == [["1", shown]] * 2


def test_what_is_hidden_or_deleted_in_open_document_is_not_shown(tmp_path):
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        "<text:p>7</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    change = '<text:p>4<text:change text:change-id="c"/></text:p>'
    hidden = f'<text:section text:display="none">{open_table("<text:p>9</text:p>" * 2)}'
    flat = open_table("<text:p>8</text:p>", "<text:p>8</text:p>", row='table:style-name="flat"')
    body = deleted + open_table(change, '<text:p text:style-name="tiny">5</text:p>')
    body += f"{hidden}<text:p>藏</text:p></text:section>{flat}"
    document = read_bytes(tmp_path, write_odt(body, STYLES))
    assert texts(document.grids[0]) == [["4", ""]] * 2
    assert [one.why for one in document.grids[0].cells[0].omitted] == [Omission.STRUCK]
    assert [grid.hidden for grid in document.grids] == [False, True]
    assert document.text == ""


def test_pictures_and_values_that_are_not_written_are_no_blanks(tmp_path):
    picture = '<text:p><draw:frame svg:width="2cm" svg:height="1cm"><draw:image/></draw:frame>'
    body = open_table(f"{picture}</text:p>", "<text:p/>")
    value = '<table:table-row><table:table-cell office:value="5"/><table:table-cell/>'
    body = body.replace("</table:table>", f"{value}</table:table-row></table:table>")
    document = read_bytes(tmp_path, write_odt(body))
    unread = [cell.unread for cell in document.grids[0].cells]
    assert unread == [Unread.PICTURE, None, Unread.PICTURE, None, Unread.OBJECT, None]


def test_lists_of_open_document_count_each_for_itself(tmp_path):
    item = "<text:list-item><text:p>甲</text:p><text:p>乙</text:p></text:list-item>"
    list_ = f'<text:list text:style-name="items">{item}{item}</text:list>'
    more = list_.replace("items", 'items" text:continue-numbering="true')
    document = read_bytes(tmp_path, write_odt(list_ + more + list_, STYLES))
    shown = document.text.split("\n乙\n")
    assert shown == ["一、甲", "二、甲", "三、甲", "四、甲", "一、甲", "二、甲\n乙"]


def test_cells_that_are_covered_may_be_left_out(tmp_path):
    first = '<table:table-cell table:number-rows-spanned="2"><text:p>甲</text:p></table:table-cell>'
    other = "<table:table-cell><text:p>1</text:p></table:table-cell>"
    rows = [f"<table:table-row>{row}</table:table-row>" for row in (first + other, other)]
    data = write_odt(f"<table:table>{''.join(rows)}</table:table>")
    (grid,) = read_bytes(tmp_path, data).grids
    assert [(cell.text, cell.row, cell.column) for cell in grid.cells] == [
        ("甲", 0, 0),
        ("1", 0, 1),
        ("1", 1, 1),
    ]


def test_rows_without_end_are_not_followed(tmp_path):
    row = f'<table:table-row table:number-rows-repeated="1000000">{"<table:table-cell/>" * 2}'
    data = write_odt(f"<table:table>{row}</table:table-row></table:table>")
    (grid,) = read_bytes(tmp_path, data).grids
    assert grid.shape == (1_000, 2)


def test_rows_repeated_in_rows_that_are_repeated_are_refused(tmp_path):
    inner = "<text:p>1</text:p>"
    for _ in range(4):
        row = f"<table:table-cell>{inner}</table:table-cell>" * 2
        inner = f'<table:table-row table:number-rows-repeated="999">{row}</table:table-row>'
        inner = f"<table:table>{inner}</table:table>"
    with pytest.raises(TooLargeError, match="200,000 cells"):
        read_bytes(tmp_path, write_odt(inner))


def test_an_open_document_that_is_damaged_or_locked_says_so(tmp_path, report):
    data = write_odt(open_body(report))
    with pytest.raises(DamagedFileError, match="damaged"):
        read_bytes(tmp_path, data[: len(data) // 2])
    with pytest.raises(DamagedFileError, match="damaged"):
        read_bytes(tmp_path, write_fodt(open_body(report))[:-20])
    locked = pack(
        {
            "mimetype": OPEN_TEXT,
            "content.xml": "x",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
        }
    )
    with pytest.raises(EncryptedFileError, match="password"):
        read_bytes(tmp_path, locked)


def test_rows_of_rich_text_whose_edges_say_nothing_keep_their_cells(tmp_path):
    row = r"\trowd\cellx0\cellx-5\pard\intbl 4\cell 7\cell 9\cell\row"
    document = read_bytes(tmp_path, f"{RTF_HEAD}{row}{row}}}".encode())
    assert texts(document.grids[0]) == [["4", "7", "9"]] * 2
