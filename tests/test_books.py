"""Workbooks: what each sheet shows, whatever program has written the file."""

from __future__ import annotations

import random
import struct
from dataclasses import replace

import pytest

import gxkit
from books import (
    Page,
    binary,
    binary_cell,
    font,
    formula,
    joined,
    label,
    low_column,
    low_row,
    number,
    ods,
    ods_xml,
    page_of,
    style,
    styles,
    wide,
    xls,
    xlsb,
    xlsx,
    xml2003,
)
from gxkit.document import Omission, Unread
from gxkit.errors import DamagedFileError, EncryptedFileError, TooLargeError
from reading import read_bytes, texts
from specimens import HEADS, draw_figures, write_html

HEAD = {"A1": "处理结果", "B1": "数量"}


def only_grid(tmp_path, data):
    (grid,) = read_bytes(tmp_path, data).grids
    return grid


def cell_of(grid, row, column):
    (found,) = [cell for cell in grid.cells if (cell.row, cell.column) == (row, column)]
    return found


def shown(tmp_path, *cells, **more):
    """What the cells of a column below a head show."""
    rows = {f"A{row}": f"第{row}项" for row in range(2, len(cells) + 2)}
    figures = {f"B{row}": cell for row, cell in enumerate(cells, 2)}
    grid = only_grid(tmp_path, xlsx([Page("Sheet1", {**HEAD, **rows, **figures})], **more))
    return [cell for cell in grid.cells if cell.column == 1 and cell.row > 0]


# ---- whole reports


@pytest.fixture
def report(tmp_path):
    """The tables of a report as grids, and their figures."""
    figures = draw_figures("2021", random.Random(3))
    page = write_html("2021", figures, 2022)
    return read_bytes(tmp_path, page.encode(), "report.html").grids, figures


def assert_all_right(path, figures):
    report = gxkit.parse(path)
    wrong = {key: number for key, number in figures.items() if report[key].value != number}
    assert wrong == {}
    assert not report.findings


def test_three_sheets_of_a_workbook_are_read_to_the_cell(tmp_path, report):
    grids, figures = report
    pages = [
        page_of(head, grid.cells, row=1) for head, grid in zip(HEADS.values(), grids, strict=False)
    ]
    path = tmp_path / "report.xlsx"
    path.write_bytes(xlsx(pages))
    assert_all_right(path, figures)
    parsed = gxkit.parse(path)
    assert str(parsed["requests", "received", "total"].where) == "sheet 2, row 5, column J"


def test_one_sheet_with_all_tables_is_read_to_the_cell(tmp_path, report):
    grids, figures = report
    whole = Page("年报", {"A1": "某区民政局2022年政府信息公开工作年度报告"}, [])
    row = 1
    for head, grid in zip(HEADS.values(), grids, strict=False):
        part = page_of("", grid.cells, row=row + 1)
        whole.cells = {**whole.cells, f"A{row + 1}": head, **part.cells}
        whole.joined = [*whole.joined, *part.joined]
        row += grid.shape[0] + 1
    path = tmp_path / "report.xlsx"
    path.write_bytes(xlsx([whole]))
    assert_all_right(path, figures)
    assert gxkit.parse(path).meta.agency == "某区民政局"


# ---- what a sheet shows


def test_numbers_are_read_as_their_formats_show_them(tmp_path):
    formats = ['0"件"', "0;-0;;@", 'm"月"d"日"', '0!.0,"万"']
    looks = [f'numFmtId="{number}"' for number in (2, 3, 9, 164, 165, 166, 167)]
    values = (3, 1234567, 0.25, 5, 0, 44197, 12345)
    cells = [f'<c s="{at}"><v>{value}</v></c>' for at, value in enumerate(values, 1)]
    found = shown(tmp_path, *cells, styles=styles(*looks, formats=formats))
    assert [cell.text for cell in found] == [
        "3.00",
        "1,234,567",
        "25%",
        "5件",
        "",
        "1月1日",
        "1.2万",
    ]
    assert found[4].omitted[0].text == "0"


def test_what_a_program_computed_beyond_what_it_shows_is_left_out(tmp_path):
    found = shown(tmp_path, 3.0000000001, 0.1 + 0.2, 958.0, "'12", "’5")
    assert [cell.text for cell in found] == ["3", "0.3", "958", "12", "5"]


def test_a_formula_without_a_saved_result_is_named_and_not_blank(tmp_path):
    found = shown(
        tmp_path,
        "<c><f>SUM(B3:B4)</f></c>",
        "<c><f>SUM(B3:B4)</f><v></v></c>",
        '<c t="str"><f>IF(A1="","","")</f><v></v></c>',
        "<c><f>1+1</f><v>2</v></c>",
        '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>',
    )
    assert [cell.unread for cell in found] == [
        Unread.FORMULA,
        Unread.FORMULA,
        None,
        None,
        Unread.ERROR,
        Unread.PICTURE,
    ]
    assert found[3].text == "2"


def test_runs_that_are_struck_out_or_are_reading_aids_are_left_out(tmp_path):
    runs = (
        "<c t='inlineStr'><is><r><rPr><strike/></rPr><t>12</t></r><r><t>15</t></r></is></c>",
        "<c t='inlineStr'><is><t>件</t><rPh sb='0' eb='1'><t>jian</t></rPh></is></c>",
        "<c t='inlineStr'><is><r><t>15</t></r><r><rPr><vertAlign val='superscript'/></rPr>"
        "<t>1</t></r></is></c>",
        '<c s="1"><v>7</v></c>',
        '<c s="2"><v>8</v></c>',
    )
    fonts = "<font><strike/></font><font><color rgb='FFFFFFFF'/></font>"
    looks = styles('fontId="1"', 'fontId="2"', fonts=fonts)
    found = shown(tmp_path, *runs, styles=looks)
    assert [cell.text for cell in found] == ["15", "件", "15", "", ""]
    assert [cell.omitted[0].why for cell in found] == [
        Omission.STRUCK,
        Omission.RUBY,
        Omission.MARK,
        Omission.STRUCK,
        Omission.HIDDEN,
    ]


def test_hidden_rows_columns_and_sheets_are_left_out_and_named(tmp_path):
    cells = {
        **HEAD,
        "C1": "备注",
        "A2": "上年",
        "B2": 9,
        "C2": "x",
        "A3": "本年",
        "B3": 4,
        "C3": "y",
    }
    hidden_column = '<cols><col min="3" max="3" hidden="1"/></cols>'
    pages = [
        Page("本年", cells, hidden_rows=[2], columns=hidden_column),
        Page("草稿", {**HEAD, "A2": "上年", "B2": 1}, state="veryHidden"),
    ]
    document = read_bytes(tmp_path, xlsx(pages))
    grid, draft = document.grids
    assert texts(grid) == [["处理结果", "数量"], ["本年", "4"]]
    assert draft.hidden
    assert [remark.say("en") for remark in document.remarks] == [
        "These rows hold text and are not shown when the file is opened; they were left out: "
        "sheet 1, row 2.",
        "These columns hold text and are not shown; they were left out: sheet 1, column C.",
        "These sheets are hidden and were left out: “草稿”.",
    ]


def test_rows_without_numbers_stand_where_their_cells_say(tmp_path):
    page = Page("Sheet1", {**HEAD, "A3": "予以公开", "B3": 4})
    unnamed = replace(page, names_rows=False)
    there = read_bytes(tmp_path, xlsx([unnamed]))
    assert there.blocks == read_bytes(tmp_path, xlsx([page])).blocks


def test_what_lies_below_joined_cells_is_not_read(tmp_path):
    page = Page("Sheet1", {**HEAD, "C1": "数量", "A2": "本年", "B2": 4, "C2": 5}, ["B2:C2"])
    grid = only_grid(tmp_path, xlsx([page]))
    assert texts(grid)[1] == ["本年", "4"]


def test_a_last_row_whose_figures_are_blank_is_one_of_the_table_if_joined_as_its_rows(tmp_path):
    cells = {"A1": "结果", "C1": "数量", "A2": "本年新收", "C2": 4, "A3": "结转下年度"}
    page = Page("Sheet1", {**cells, "B1": "其中"}, ["A2:B2", "A3:B3"])
    assert texts(only_grid(tmp_path, xlsx([page])))[2] == ["结转下年度", ""]
    below = replace(page, joined=["A2:B2"])
    document = read_bytes(tmp_path, xlsx([below]))
    assert [line.text for line in document.lines] == ["结转下年度"]


BARE = {"A2": "<c/>", "B2": "<c/>"}
HEADS_ALONE = {"A1": "结果维持", "B1": "结果纠正"}


@pytest.mark.parametrize("below", [{}, {"A4": "五、存在的主要问题及改进情况"}])
def test_a_row_below_heads_whose_figures_are_all_blank_is_one_if_its_cells_are_there(
    tmp_path, below
):
    there = only_grid(tmp_path, xlsx([Page("Sheet1", {**HEADS_ALONE, **BARE, **below})]))
    assert texts(there) == [["结果维持", "结果纠正"], ["", ""]]
    gone = only_grid(tmp_path, xlsx([Page("Sheet1", {**HEADS_ALONE, **below})]))
    assert texts(gone) == [["结果维持", "结果纠正"]]
    # below figures it has no label, and is no row
    full = {**HEADS_ALONE, "A2": "予以公开", "B2": 3, "A3": "<c/>", "B3": "<c/>"}
    assert len(texts(only_grid(tmp_path, xlsx([Page("Sheet1", {**full, **below})])))) == 2


def test_tables_beside_each_other_are_read_apart(tmp_path):
    beside = {"E1": "结果", "F1": "件", "E2": "维持", "F2": 7}
    page = Page("Sheet1", {**HEAD, **beside, "A2": "予以公开", "B2": 3})
    left, right = read_bytes(tmp_path, xlsx([page])).grids
    assert (texts(left)[1], texts(right)[1]) == (["予以公开", "3"], ["维持", "7"])


def test_a_cell_at_the_end_of_a_sheet_costs_nothing(tmp_path):
    page = Page(
        "Sheet1", {**HEAD, "A2": "予以公开", "B2": 3, "XFD1048576": "完"}, ["A4:XFD1048576"]
    )
    document = read_bytes(tmp_path, xlsx([page]))
    assert document.grids[0].shape == (2, 2)


def test_cells_strewn_over_a_sheet_are_refused(tmp_path):
    letters = [
        f"{a}{b}" for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ]
    cells = {f"{column}{row}": "完" for row, column in enumerate(letters, 1)}
    cells |= {f"A{row}": 1 for row in range(1, len(letters) + 1)}
    with pytest.raises(TooLargeError, match=r"^report\.bin: .*strewn"):
        read_bytes(tmp_path, xlsx([Page("Sheet1", cells)]))


def test_a_picture_on_a_sheet_without_a_table_is_handed_out(tmp_path):
    drawing = (
        '<d:wsDr xmlns:d="urn:d" xmlns:a="urn:a" xmlns:r="urn:r"><d:oneCellAnchor><d:from>'
        '<d:col>1</d:col><d:row>4</d:row></d:from><a:blip r:embed="i1"/></d:oneCellAnchor></d:wsDr>'
    )
    links = '<L xmlns="urn:l"><Relationship Id="{}" Type="x/{}" Target="{}"/></L>'
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": links.format("d1", "drawing", "../d.xml"),
        "xl/d.xml": drawing,
        "xl/_rels/d.xml.rels": links.format("i1", "image", "table.txt"),
        "xl/table.txt": "处理结果\t数量\n予以公开\t3\n",
    }
    page = Page("Sheet1", {"A1": "某局年报"}, extra='<drawing r:id="d1"/>')
    document = read_bytes(tmp_path, xlsx([page], parts=parts))
    assert [line.text for line in document.lines] == ["某局年报", "处理结果\t数量", "予以公开\t3"]
    table = Page("Sheet1", {**HEAD, "A2": "予以公开", "B2": 3}, extra='<drawing r:id="d1"/>')
    assert (
        str(read_bytes(tmp_path, xlsx([table], parts=parts)).pictures[0])
        == "sheet 1, row 5, column B"
    )


# ---- other programs' files


def test_an_opendocument_spreadsheet_shows_what_its_cells_say(tmp_path):
    rows = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>处理结果'
        "</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>数量"
        "</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:visibility="collapse"><table:table-cell><text:p>上年</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>公开</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="3">'
        "<office:annotation><text:p>核对</text:p></office:annotation><text:p>3.00</text:p>"
        "</table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>合计</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=SUM([.A1])"/><table:table-cell><text:p>'
        '<text:span text:style-name="T1">4</text:span>5</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="1024"/></table:table-row>'
    )
    struck = (
        '<style:style style:name="T1"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
    )
    for data in (ods({"表1": rows}, struck), ods_xml({"表1": rows}, struck).encode()):
        grid = only_grid(tmp_path, data)
        assert texts(grid) == [
            ["处理结果", "数量"],
            ["公开", "公开", "3.00"],
            ["合计", "", "5"],
        ]
        assert cell_of(grid, 2, 1).unread is Unread.FORMULA
        assert cell_of(grid, 2, 2).omitted[0].text == "4"


def test_a_spreadsheet_with_a_password_asks_for_one_without(tmp_path):
    from books import zipped

    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "META-INF/manifest.xml": "<m:encryption-data/>", "content.xml": "?"}
    with pytest.raises(EncryptedFileError, match="without one"):
        read_bytes(tmp_path, zipped(parts))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_workbook_in_one_xml_is_read_in_any_encoding(tmp_path, encoding):
    rows = (
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">处理结果</Data></Cell>'
        '<Cell><Data ss:Type="String">数量</Data></Cell></Row>'
        '<Row ss:Index="3" ss:Hidden="1"><Cell><Data ss:Type="String">上年</Data></Cell></Row>'
        '<Row ss:Index="4"><Cell ss:MergeAcross="1"><Data ss:Type="String">公开</Data></Cell>'
        '<Cell ss:StyleID="s1"><Data ss:Type="Number">3</Data></Cell></Row>'
        '<Row><Cell ss:Index="3" ss:Formula="=R[-1]C"/></Row>'
    )
    look = '<Style ss:ID="s1"><NumberFormat ss:Format="Fixed"/></Style>'
    data = xml2003({"表1": rows}, look).encode(encoding)
    upper, lower = read_bytes(tmp_path, data).grids
    assert texts(upper) == [["处理结果", "数量"]]
    assert texts(lower)[0] == ["公开", "3.00"]
    assert lower.cells[-1].unread is Unread.FORMULA


def test_a_workbook_of_excel_97_shows_what_its_records_say(tmp_path):
    records = [
        low_column(3),
        low_row(1),
        label(0, 0, "处理结果"),
        label(0, 2, "数量"),
        label(0, 3, "备注"),
        label(1, 0, "上年"),
        label(2, 0, "公开"),
        number(2, 2, 3, 1),
        label(3, 0, "不予公开"),
        number(3, 1, 4, 2),
        formula(3, 2, b"\3" + bytes(5) + b"\xff\xff"),
        joined(0, 0, 0, 1),
    ]
    looks = [font(), font(struck=True), style(), style(0, 2), style(6, 0)]
    data = xls({"表1": records, "草稿": [label(0, 0, "无")]}, looks, hidden=["草稿"])
    document = read_bytes(tmp_path, data)
    (grid,) = document.grids
    assert texts(grid) == [
        ["处理结果", "数量"],
        ["公开", "", "3.00"],
        ["不予公开", "", ""],
    ]
    assert cell_of(grid, 2, 1).omitted[0].why is Omission.STRUCK
    assert cell_of(grid, 2, 2).unread is Unread.FORMULA
    assert len(document.remarks) == 3


def test_a_binary_workbook_shows_what_its_records_say(tmp_path):
    def row(number, low=False):
        return binary(0, struct.pack("<2IH2B", number, 0, 300, 0, 0x10 * low), bytes(5))

    packed = struct.pack("<i", 346 << 2 | 2)
    hundredth = struct.pack("<i", 250 << 2 | 3)
    sheet = b"".join(
        (
            row(0),
            binary_cell(7, 0, struct.pack("<I", 0)),
            binary_cell(6, 2, wide("数量")),
            row(1, low=True),
            binary_cell(2, 2, packed),
            row(2),
            binary_cell(7, 0, struct.pack("<I", 1)),
            binary_cell(2, 2, packed, 1),
            row(3),
            binary_cell(6, 0, wide("合计")),
            binary_cell(2, 1, hundredth),
            binary_cell(9, 2, struct.pack("<d", 7.0), 2),
            binary(176, struct.pack("<4I", 0, 0, 0, 1)),
        )
    )
    fonts = [binary(43, struct.pack("<2H", 220, bits), bytes(20)) for bits in (0, 8)]
    looks = [(0, 0), (2, 0), (0, 1)]
    cells = [binary(47, struct.pack("<5H", 0, *look, 0, 0), bytes(6)) for look in looks]
    looks_part = b"".join((*fonts, binary(617), *cells, binary(618)))
    runs = struct.pack("<I4H", 2, 0, 1, 2, 0)
    texts_part = binary(19, b"\0", wide("处理结果")) + binary(19, b"\1", wide("旧名公开"), runs)
    grid = only_grid(tmp_path, xlsb(sheet, looks_part, texts_part))
    assert texts(grid) == [["处理结果", "数量"], ["公开", "", "346.00"], ["合计", "2.5", ""]]
    assert [one.text for cell in grid.cells for one in cell.omitted] == ["旧名", "7"]


def circling(data):
    """An .xls whose stream is its own neighbour in the directory."""
    entry = data.index("Workbook".encode("utf-16-le"))
    return data[: entry + 68] + (1).to_bytes(4, "little") + data[entry + 72 :]


@pytest.mark.parametrize(
    "data",
    [
        xlsx([Page("Sheet1", {"A1": 1})]).replace(b"<sheetData>", b"<sheetDat>>"),
        xls({"Sheet1": [label(0, 0, "公开")]})[:1200],
        circling(xls({"Sheet1": [label(0, 0, "公开")]})),
        ods({"表1": "<table:table-row>"}),
        xml2003({"表1": "<Row>"}).encode(),
    ],
    ids=["xlsx", "xls", "xls in a circle", "ods", "xml"],
)
def test_a_damaged_workbook_says_what_to_do(tmp_path, data):
    with pytest.raises(DamagedFileError, match="fetch it again"):
        read_bytes(tmp_path, data)


def test_a_workbook_of_excel_97_with_a_password_asks_for_one_without(tmp_path):
    from books import compound, record

    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 6))
    locked = record(0x002F, struct.pack("<HHH", 1, 1, 1), bytes(48))
    with pytest.raises(EncryptedFileError, match="without one"):
        read_bytes(tmp_path, compound("Workbook", begin + locked + record(0x000A)))


# ---- several reports


def test_sheets_that_are_reports_each_are_told_by_their_tabs(tmp_path, report):
    grids, _ = report
    pages = []
    for name in ("区教育局", "区民政局2021年"):
        whole = Page(name)
        row = 0
        for head, grid in zip(HEADS.values(), grids, strict=False):
            part = page_of("", grid.cells, row=row + 1)
            whole.cells = {**whole.cells, f"A{row + 1}": head, **part.cells}
            whole.joined = [*whole.joined, *part.joined]
            row += grid.shape[0] + 1
        pages.append(whole)
    cover = Page("封面", {"A1": "某区2021年政府信息公开工作年度报告"})
    path = tmp_path / "reports.xlsx"
    path.write_bytes(xlsx([cover, *pages]))
    found = gxkit.parse_many([path]).reports
    assert [(one.meta.agency, one.meta.year) for one in found] == [
        ("区教育局", None),
        ("区民政局", 2021),
    ]
