"""The shapes in which exports and copies leave a table in plain text."""

import random
import time
from itertools import groupby

import pytest

from gxkit import parse
from gxkit.document import Grid, Line
from gxkit.errors import TooLargeError
from gxkit.readers import read
from gxkit.readers.text.separated import _Run
from gxkit.report import Status
from reading import read_bytes
from specimens import draw_figures, write_html

ROWS = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "1", "0", "346"],
    ["行政规范性文件", "1234", "5", "678"],
    ["第二十条第（五）项", "", "", ""],
    ["信息内容", "本年处理决定数量", "", ""],
    ["行政许可", "13", "", ""],
    ["第二十条第（六）项", "", "", ""],
    ["信息内容", "本年处理决定数量", "", ""],
    ["行政处罚", "7", "", ""],
    ["行政强制", "0", "", ""],
    ["第二十条第（八）项", "", "", ""],
    ["信息内容", "本年收费金额（单位：万元）", "", ""],
    ["行政事业性收费", "2.5", "", ""],
]
TITLE = "某某县2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
READ = {"regulations": (1, 0, 346), "normative_documents": (1234, 5, 678), "licensing": (13,)}


def separated(rows, sign):
    return "\n".join(sign.join(row) for row in rows)


def drawn(rows, frame, pad=""):
    (left, middle, right), dash, bar = frame
    widths = [max(2 * len(text) for text in column) for column in zip(*rows, strict=True)]
    between = left + middle.join(dash * (width + 2 * len(pad)) for width in widths) + right
    lines = [between]
    for row in rows:
        cells = []
        for text, width in zip(row, widths, strict=True):
            wide = sum(letter > "\x7f" for letter in text)
            cells.append(pad + text + " " * (width - len(text) - wide) + pad)
        lines += [bar + bar.join(cells) + bar, between]
    return "\n".join(lines)


def parse_text(tmp_path, text, name="report.txt"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return parse(path)


def read_text(tmp_path, text, name="report.txt"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read(path)


SHAPES = {
    "commas": separated(ROWS, ","),
    "semicolons": separated(ROWS, ";"),
    "wide commas": separated(ROWS, "，"),
    "wide semicolons": separated(ROWS, "； "),
    "texts by force": separated([[f'="{text}"' for text in row] for row in ROWS], ","),
    "texts by force and tabs": separated([[f'="{text}"' for text in row] for row in ROWS], "\t"),
    "tabs and quotes": separated([[f'"{text}"' for text in row] for row in ROWS], "\t"),
    "a head of numbers above the title": "0,1,2,3\n" + TITLE + separated(ROWS, ","),
    "bars": separated(ROWS, "|"),
    "bars at both ends": "\n".join(f"| {' | '.join(row)} |" for row in ROWS),
    "rows filled up": "\n".join(" | ".join(filter(None, row)) + " |" for row in ROWS),
    "quotes": separated([[f'"{text}"' for text in row] for row in ROWS], ","),
    "breaks": separated(ROWS, ",").replace("行政规范性文件", '"行政规范\n性文件"'),
    "tabs and breaks": separated(ROWS, "\t").replace("行政规范性文件", '"行政规范\n性文件"'),
    "thousands in quotes": separated(ROWS, ",").replace("1234", '"1,234"'),
    "an index": separated(
        [["", "0", "1", "2", "3"], *([str(n), *r] for n, r in enumerate(ROWS))], ","
    ),
    "an index with a name": separated(
        [["序号", *"甲乙丙丁"], *([str(n), *r] for n, r in enumerate(ROWS, 1))], ","
    ),
    "an index in Markdown": "\n".join(
        [
            "|  | 0 | 1 | 2 | 3 |",
            "|---:|:---|:---|:---|:---|",
            *(
                f"| {n} | {' | '.join(text or 'nan' for text in row)} |"
                for n, row in enumerate(ROWS)
            ),
        ]
    ),
    "Python's lists": repr([[text or None for text in row] for row in ROWS]),
    "Python's lists a row a line": repr(ROWS).replace("], [", "],\n ["),
    "no frame": "\n".join(" │ ".join(row) for row in ROWS),
    "drawn": drawn(ROWS, ("├┼┤", "─", "│")),
    "drawn with blanks": drawn(ROWS, ("├┼┤", "─", "│"), " "),
    "plus and minus": drawn(ROWS, ("+++", "-", "|"), " "),
    "a bar below each cell": "\n|\n".join(text for row in ROWS for text in row),
    "a bar behind each cell": "\n".join(f"{text} |" for row in ROWS for text in row if text),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_in_text_is_read_in_every_shape(tmp_path, shape):
    path = tmp_path / "report.txt"
    path.write_text(TITLE + SHAPES[shape] + "\n三、其他\n", "utf-8")
    report = parse(path)
    for row, figures in READ.items():
        columns = ("decisions",) if len(figures) == 1 else ("made", "repealed", "in_force")
        got = tuple(report["proactive", row, column].value for column in columns)
        assert got == figures, row


@pytest.mark.parametrize("wide", [1, 2])
def test_a_table_as_it_is_shown_on_a_screen_has_its_columns(tmp_path, wide):
    rows = [["规章", "NaN", "12", "0"], ["行政许可", "7", "NaN", "3"], ["行政处罚", "1", "2", "3"]]

    def set_right(text, width):
        return " " * (width - sum(wide if letter > "\x7f" else 1 for letter in text)) + text

    lines = ["   " + "".join(set_right(str(number), 10) for number in range(4))]
    for number, row in enumerate(rows):
        lines.append(f"{number}  " + "".join(set_right(text, 10) for text in row))
    (grid,) = read_text(tmp_path, "\n".join(lines) + "\n完\n").grids
    texts = [["规章", "", "12", "0"], ["行政许可", "7", "", "3"], ["行政处罚", "1", "2", "3"]]
    assert [[cell.text for cell in row] for row in grid.by_rows()] == texts
    assert [cell.column for cell in grid.cells] == [0, 1, 2, 3] * 3


def test_commas_part_cells_where_the_lines_around_show_it(tmp_path):
    rows = read_text(
        tmp_path, "信息内容,制作,公开,总数,备注\n规章,32,34,10,—\n文件,0,3,996,见说明\n"
    )
    (grid,) = rows.grids
    assert [cell.text for cell in grid.cells[5:10]] == ["规章", "32", "34", "10", "—"]
    assert str(grid.cells[6].where) == "line 2, characters 4-5"


@pytest.mark.parametrize(
    "text",
    [
        "规章\n1,234\n5,678\n9,012\n",
        "规章 1,234 5,678\n文件 9,012 3,456\n",
        "我局认真落实,及时公开,健全机制\n全年受理申请,办结申请,无一逾期\n",
        "首页 | 公开 | 年报\n政务 | 服务 | 互动\n",
        "全年受理申请，\n5件，均已办结，\n予以公开，3件，部分公开，\n2件，无一逾期，\n",
        "规章 1，234 5，678\n文件 9，012 3，456\n",
    ],
)
def test_commas_of_thousands_and_of_sentences_part_no_cells(tmp_path, text):
    document = read_text(tmp_path, text)
    assert [block.text for block in document.blocks] == text.splitlines()


def test_wide_commas_in_parentheses_part_no_cells(tmp_path):
    label = "部分公开（区分处理的，只计这一情形）"
    text = f"项目，自然人，总计\n{label}，3，3\n予以公开，0，0\n"
    (grid,) = read_text(tmp_path, text).grids
    assert [cell.text for cell in grid.cells[3:6]] == [label, "3", "3"]


def test_a_cell_of_several_lines_and_rows_is_one_cell(tmp_path):
    table = """
+------+------+-----+
| 申请 | 总计 | 12  |
| 人   +------+-----+
| 情况 | 其他 | 3   |
+------+------+-----+
"""
    (grid,) = read_text(tmp_path, table).grids
    first = grid.cells[0]
    assert (first.text, first.rowspan, grid.shape) == ("申请人情况", 2, (2, 3))
    assert str(grid.cells[1].where) == "line 3, characters 8-9"


def test_a_sketch_of_bars_alone_is_no_table(tmp_path):
    contents = read_text(tmp_path, "甲 ──▶ 乙\n        │\n        ▼\n丙\n│\n│\n丁 ──▶ 戊\n")
    assert not contents.grids
    assert "丙" in [line.text for line in contents.lines]


def _seconds_of(folder, text):
    begun = time.process_time()
    read_bytes(folder, text)
    return time.process_time() - begun


def test_a_line_of_very_many_uprights_takes_no_longer_than_its_length(tmp_path):
    seconds = []
    for times in (2_000, 8_000):
        text = "│规章│1│\n".encode() * 3 + "│1".encode() * times
        # what other tests left is cleared away now and then: the quickest of three
        seconds.append(min(_seconds_of(tmp_path, text) for _ in range(3)))
    # four times the text took sixteen times as long
    assert seconds[1] < 8 * max(seconds[0], 0.05)


def test_two_figures_below_each_other_in_a_drawn_cell_stay_two(tmp_path):
    table = (
        "┌──┬────┐\n│规│ 12 │\n│章│ 15 │\n├──┼────┤\n│文│ 3  │\n├──┼────┤\n│件│ 4  │\n└──┴────┘\n"
    )
    (grid,) = read_text(tmp_path, table).grids
    assert [cell.text for cell in grid.cells] == ["规章", "12\n15", "文", "3", "件", "4"]


def test_spans_that_were_written_out_are_joined_again(tmp_path):
    table = """,0,1,2,3
0,项目,项目,申请人,申请人
1,一、新收,一、新收,3,3
2,二、上年结转,二、上年结转,4,5
3,三、结果,（一）公开,6,7
4,四、结转,四、结转,0,0
"""
    (grid,) = read_text(tmp_path, table).grids
    told = [(cell.column, cell.colspan, cell.text) for cell in grid.cells if cell.row == 1]
    assert told == [(0, 2, "一、新收"), (2, 2, "3")]


def test_an_empty_cell_between_two_bars_is_a_cell(tmp_path):
    lines = read_text(tmp_path, "规章\n|\n0\n|\n\n|\n6\n|\n文件\n|\n1\n|\n2\n").lines
    assert [line.text for line in lines] == ["规章", "0", "\t", "6", "文件", "1", "2"]


def test_a_line_of_two_bars_alone_holds_no_cell(tmp_path):
    rows = ["|  |", "|", *(f"| {' | '.join(row)} |" for row in ROWS)]
    report = parse_text(tmp_path, TITLE + "\n".join(rows))
    assert report["proactive", "regulations", "in_force"].value == 346


def test_headings_of_markdown_lose_their_marks_and_keep_their_places(tmp_path):
    lines = read_text(tmp_path, "# 年度报告\n\n**一、总体情况**\n# \n").lines
    assert [line.text for line in lines] == ["年度报告", "", "一、总体情况", "# "]
    assert lines[2] == Line("一、总体情况", lines[2].where)
    assert (lines[0].where.start, lines[2].where.start) == (3, 3)
    assert not any(isinstance(line, Grid) for line in lines)


def test_cells_of_markdown_show_no_marks_of_looks_escapes_or_entities(tmp_path):
    rows = "|**总计**|数量|\n|---|--:|\n|1\\. *规章*|`12`|\n|&nbsp;文件|2*3*4|\n|许可|~~7~~8|\n"
    (grid,) = read_text(tmp_path, rows).grids
    shown = [cell.text.strip() for cell in grid.cells]
    assert shown == ["总计", "数量", "1. 规章", "12", "文件", "2*3*4", "许可", "~~7~~8"]


def test_lines_filled_up_to_the_width_of_a_table_lose_the_filling(tmp_path):
    above = '一、总体情况,,,\n"收到1,234件。",,,\n二、主动公开,,,\n正文\n'
    document = read_text(tmp_path, above + separated(ROWS, ",") + "\n\n六、其他,,,\n1,,,\n")
    lines = [line.text for line in document.lines]
    assert lines[:4] == ["一、总体情况", "收到1,234件。", "二、主动公开", "正文"]
    assert str(document.lines[1].where) == "line 2, from character 2 on"
    assert "六、其他" in lines
    assert document.grids


def test_lines_filled_up_lose_their_index_too(tmp_path):
    rows = [
        "一、总体情况,,,",
        "正文。,,,",
        *separated(ROWS, ",").splitlines(),
        "不够丰富，将改进。,,,",
    ]
    text = "\n".join([",0,1,2,3", *(f"{number},{row}" for number, row in enumerate(rows))])
    lines = [line.text for line in read_text(tmp_path, text).lines]
    assert (lines[1], lines[-1]) == ("正文。", "不够丰富，将改进。")


def test_a_text_that_is_no_report_for_its_length_is_refused(tmp_path):
    with pytest.raises(TooLargeError, match="200,002 lines"):
        read_text(tmp_path, "1,2\n" * 200_001)
    picture = "![](data:image/png;base64," + "A," * 100_000
    document = read_text(tmp_path, picture + "\n" + separated(ROWS, ",") + "\n")
    assert len(document.lines[0].text) == len(picture)


def test_a_row_whose_thousands_part_fields_too_is_doubted(tmp_path):
    rows = separated(ROWS, ",").replace("行政规范性文件,1234,5,678", "行政规范性文件,1,234,5,678")
    path = tmp_path / "report.csv"
    path.write_text(TITLE + rows + "\n三、其他\n", "utf-8")
    report = parse(path)
    columns = ("made", "repealed", "in_force")
    doubted = [report["proactive", "normative_documents", column].value for column in columns]
    assert doubted == [None, None, None]
    assert report["proactive", "regulations", "in_force"].value == 346


APPLICANTS = """三、收到和处理政府信息公开申请情况
项目,,,申请人情况,,,,,,
,,,自然人,法人或其他组织,,,,,总计
,,,,商业企业,科研机构,社会公益组织,法律服务机构,其他,
一、本年新收政府信息公开申请数量,,,21,2,0,0,3,4
二、上年结转政府信息公开申请数量,,,1,0,0,0,0,0
三、本年度办理结果,（一）予以公开,,7,1,0,0,2,5
,（二）部分公开,,6,0,0,0,1,0
,（三）不予公开,1.属于国家秘密,5,0,0,0,0,0
,,2.其他法律行政法规禁止公开,4,0,0,0,0,0
,,3.危及“三安全一稳定”,3,0,0,0,0,0
,,4.保护第三方合法权益,2,1,0,0,0,0
,,5.属于三类内部事务信息,1,0,0,0,0,8
"""


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_rows_that_end_before_the_last_column_keep_their_figures_under_the_head(tmp_path, sign):
    path = tmp_path / "report.txt"
    path.write_text(TITLE + APPLICANTS.replace(",", sign), "utf-8")
    report = parse(path)
    row = [report["requests", "granted", column] for column in ("natural_person", "other_org")]
    assert [value.value for value in row] == [7, 5]
    total = report["requests", "granted", "total"]
    assert (total.value, total.status) == (None, Status.MISSING)


WIDE = "项目,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计"


@pytest.mark.parametrize("figures", ["9,3,239,0,0,0,2,3,250", "0,0,8,019,0,0,0,8,019"])
def test_thousands_that_part_fields_never_lose_their_thousands_in_silence(tmp_path, figures):
    labels = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
    labels += ["（一）予以公开", "1.属于国家秘密", "2.其他法律行政法规禁止公开", "（七）总计"]
    rows = [f"{label},1,0,0,0,0,0,1" for label in labels]
    rows[2:2] = [f"四、结转下年度继续办理,{figures}"]
    path = tmp_path / "report.csv"
    path.write_text("\n".join([TITLE, WIDE, *rows, "三、其他", ""]), "utf-8")
    total = parse(path)["requests", "carried_out", "total"]
    assert total.value in (None, 3250, 8019)


def test_figures_parted_by_commas_are_no_thousands_of_one_another(tmp_path):
    path = tmp_path / "report.csv"
    rows = separated(ROWS, ",").replace("行政规范性文件,1234,5,678", "行政规范性文件,14,27,911,218")
    path.write_text(TITLE + rows + "\n三、其他\n", "utf-8")
    report = parse(path)
    for column in ("made", "repealed", "in_force"):
        assert report["proactive", "normative_documents", column].value is None


def test_a_last_row_with_cells_left_out_takes_no_heading_for_one(tmp_path):
    lines = APPLICANTS.replace(",0", "").replace(",", "\n").split("\n")
    cells = "\n".join(filter(None, lines))
    lower = "四、结转下年度继续办理\n29\n1\n30\n四、政府信息公开行政复议、行政诉讼情况\n行政复议\n"
    path = tmp_path / "report.txt"
    path.write_text(TITLE + cells + "\n" + lower + "行政诉讼\n结果维持\n结果纠正\n", "utf-8")
    report = parse(path)
    carried = [value.status for value in report if value.row == "carried_out"]
    assert set(carried) <= {Status.AMBIGUOUS, Status.MISSING}


def test_lines_that_end_in_a_semicolon_keep_it(tmp_path):
    path = tmp_path / "page.txt"
    lines = ["名称", "53 javascript:void(0);", "55 javascript:void(0);", "年度"]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [line.text for line in read(path).lines] == lines


COUNTED = ("主动公开文件数 条 15 20", "其中：1.政府网站公开数 条 9 12", "2.政府公报公开数 条 6 8")
COUNTED += ("政府信息公开收费减免金额 元 3 761", "行政复议数 件 2 23", "行政诉讼数 件 0 5")


@pytest.mark.parametrize(
    "number", ["{}  ", "{:3d} ", "{:03d} ", "{}. ", "{}、", "({}) ", "第{}行：", "L{}: ", "{}\t"]
)
def test_numbers_that_count_the_lines_of_a_text_are_no_figures(tmp_path, number):
    lines = ["某县水利局2016年政府信息公开工作年度报告", "指标名称 计量单位 2016年度 历年累计"]
    lines += COUNTED
    text = "\n".join(number.format(at) + line for at, line in enumerate(lines, 1))
    path = tmp_path / "report.txt"
    path.write_text(text, "utf-8")
    report = parse(path)
    got = [(value.key[1], value.value) for value in report if value.status == "printed"]
    rows = ("disclosed", "disclosed.website", "disclosed.gazette", "fees_waived")
    figures = [tuple(map(int, line.split()[-2:])) for line in COUNTED]
    names = [*rows, "reconsideration", "litigation"]
    assert got == [(name, n) for name, two in zip(names, figures, strict=True) for n in two]
    assert str(report["legacy", "litigation", "year"].where).startswith("line 8, characters")


def test_numbers_at_the_ends_of_lines_and_at_every_fifth_count_them_too(tmp_path):
    rows = [f"第{letter}类申请 件 0" for letter in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"]
    behind = read_text(tmp_path, "\n".join(f"{row}   {at}" for at, row in enumerate(rows, 1)))
    assert [line.text for line in behind.blocks] == rows
    fifth = [f"{at} {row}" if at % 5 == 0 else row for at, row in enumerate(rows, 1)]
    assert [line.text for line in read_text(tmp_path, "\n".join(fifth)).blocks] == rows


def test_the_numbers_of_labels_and_of_years_count_no_lines(tmp_path):
    text = "\n".join(f"{at}.第{at}种情形 {at} 0" for at in range(1, 9))
    text += "\n" + "\n".join(f"{year}年受理申请 {year - 2000}" for year in range(2015, 2021))
    assert [line.text for line in read_text(tmp_path, text).blocks] == text.split("\n")


def test_two_figures_at_a_wide_semicolon_alone_on_their_line_stay_one_cell(tmp_path):
    rows = (
        "规章\n11；4\n0\n0",
        "行政许可\n18；25\n5\n0",
        "行政处罚\n4；1\n0\n0",
        "强制\n3；9\n0\n0",
    )
    read_lines = read_text(tmp_path, "\n".join(rows)).lines
    assert "4；1" in [line.text for line in read_lines]


def test_a_wide_semicolon_between_tabs_parts_no_cells(tmp_path):
    rows = ("规章\t0\t2；3", "行政许可\t5\t1；4", "行政处罚\t0\t7；9", "行政强制\t0\t0")
    lines = read_text(tmp_path, "\n".join(rows)).lines
    assert lines[0].text.split("\t")[-1] == "2；3"


NUMBERED = """某某县2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容|HEAD|本年制发件数|本年废止件数|现行有效件数
规章|#|0|0|3
行政规范性文件|#|12|4|160
第二十条第（五）项
信息内容|HEAD|本年处理决定数量
行政许可|#|
第二十条第（六）项
信息内容|HEAD|本年处理决定数量
行政处罚|#|7
行政强制|#|
第二十条第（八）项
信息内容|HEAD|本年收费金额（单位：万元）
行政事业性收费|#|2.5
"""
ONE_BY_ONE = ("licensing", "penalties", "coercion")


def number(text, head, write, between):
    """The table with a column of numbers, its head given or not, cells parted in one way."""
    for count in range(1, text.count("#") + 1):
        text = text.replace("#", write(count), 1)
    return text.replace("HEAD", head).replace("|", between)


@pytest.mark.parametrize("between", ["\t", "    ", "\n"], ids=["tabs", "blanks", "a cell a line"])
@pytest.mark.parametrize("write", ["{}", "{:02}", "{}.", "（{}）", "{}、"])
@pytest.mark.parametrize("head", ["行次", "序号", ""])
def test_a_number_of_the_row_is_never_the_figure_that_is_blank(tmp_path, head, write, between):
    text = number(NUMBERED, head, write.format, between)
    report = parse_text(tmp_path, text)
    got = [report["proactive", row, "decisions"] for row in ONE_BY_ONE]
    assert [value.value for value in got] == [None, 7, None]
    assert report["proactive", "normative_documents", "in_force"].value == 160


@pytest.mark.parametrize("between", ["\t", "    ", "\n"], ids=["tabs", "blanks", "a cell a line"])
@pytest.mark.parametrize("write", [str, lambda count: chr(0x245F + count)])
def test_a_number_before_a_label_is_no_figure_of_the_row_above(tmp_path, write, between):
    lines = []
    for line in NUMBERED.splitlines():
        label, *rest = line.replace("|HEAD", "").split("|#")
        lines.append("|".join(["#", label + rest[0]]) if rest else line.replace("HEAD|", ""))
    report = parse_text(tmp_path, number("\n".join(lines), "", write, between))
    got = [report["proactive", row, "decisions"] for row in ONE_BY_ONE]
    assert [value.value for value in got] == [None, 7, None]
    assert report["proactive", "normative_documents", "in_force"].value == 160


def test_counts_that_rise_by_one_are_read_below_their_head(tmp_path):
    text = NUMBERED.replace("|HEAD", "").replace("|#|", "\t").replace("|", "\t")
    text = text.replace("行政许可\t", "行政许可\t1").replace("行政强制\t", "行政强制\t2")
    report = parse_text(tmp_path, text.replace("\t7", "\t1"))
    got = [report["proactive", row, "decisions"].value for row in ONE_BY_ONE]
    assert got == [1, 1, 2]


def test_figures_that_count_all_rows_without_a_head_are_in_doubt(tmp_path):
    text = NUMBERED
    for figures in ("|0|0|3", "|12|4|160", "|7", "|2.5"):
        text = text.replace(figures, "")
    report = parse_text(tmp_path, number(text, "", str, "  "))
    got = [report["proactive", row, "decisions"] for row in ONE_BY_ONE]
    assert {value.status for value in got} == {Status.AMBIGUOUS}


ALIGNED = """
            自然人  商业企业  科研机构  总计
第一类      {}
第二类      1                           1
第三类              12        3         15

"""


def _texts_of_grid(folder, text):
    path = folder / "aligned.txt"
    path.write_text(text, "utf-8")
    grids = [block for block in read(path).blocks if isinstance(block, Grid)]
    return [[cell.text for cell in grid.cells] for grid in grids]


def test_cells_that_an_aligned_text_leaves_blank_keep_their_columns(tmp_path):
    (texts,) = _texts_of_grid(tmp_path, ALIGNED.format("4       5"))
    assert texts[5:10] == ["第一类", "4", "5", "", ""]
    assert texts[10:15] == ["第二类", "1", "", "", "1"]
    assert texts[15:20] == ["第三类", "", "12", "3", "15"]


def test_a_text_whose_figures_stand_beside_their_columns_stays_text(tmp_path):
    # a blank that was lost, or a figure too far to the left, may belong to either column
    assert _texts_of_grid(tmp_path, ALIGNED.format("4      5")) == []
    assert _texts_of_grid(tmp_path, ALIGNED.format("4 5")) == []


def test_a_figure_that_a_long_label_pushed_is_of_the_first_column(tmp_path):
    (found,) = _texts_of_grid(
        tmp_path, ALIGNED.format("4").replace("第一类      ", "第一类至第九 ")
    )
    assert found[5:10] == ["第一类至第九", "4", "", "", ""]
    # with room for two blanks it may be a part of the label
    assert _texts_of_grid(tmp_path, ALIGNED.format("4").replace("第一类      ", "第一类 ")) == []


ACROSS = """四、政府信息公开行政复议、行政诉讼情况
结果维持  结果纠正  其他结果  尚未审结  总计
                    {}
五、存在的主要问题
"""


def test_a_head_below_wide_labels_is_one_of_its_own_and_needs_no_labels(tmp_path):
    below = ALIGNED.format("4").strip("\n").splitlines()
    # the second table is no wider than the labels of the first
    wide = "\n".join(line[:3] + 48 * " " + line[3:] for line in below)
    first, second = _texts_of_grid(tmp_path, f"\n{wide}\n{ACROSS.format(7)}")
    assert len(first) == 20
    assert second[5:10] == ["", "", "7", "", ""]


HEAD_ACROSS = """
四、政府信息公开行政复议、行政诉讼情况
行政复议\t行政诉讼
结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t复议后起诉
结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计
"""


@pytest.mark.parametrize(
    ("line", "first", "second"),
    [
        ("\t" * 14, ("", Status.BLANK), ("", Status.BLANK)),
        ("\t3" + "\t" * 13, ("", Status.BLANK), ("3", Status.PRINTED)),
        ("\t" * 12, ("", Status.MISSING), ("", Status.MISSING)),
    ],
)
def test_a_line_of_tabs_below_its_head_holds_blank_cells(tmp_path, line, first, second):
    text = f"{TITLE}{separated(ROWS, chr(9))}{HEAD_ACROSS}{line}\n五、存在的主要问题\n无。\n"
    report = parse_text(tmp_path, text)
    for row, wanted in (("upheld", first), ("corrected", second)):
        value = report["remedies", "reconsideration", row]
        assert (value.printed, value.status) == wanted


@pytest.mark.parametrize("sign", ["\\", "/", "——", "无"])
def test_a_sign_for_a_blank_cell_ends_the_label_before_it(tmp_path, sign):
    figures = draw_figures("2019", random.Random(7))
    # of some rows nothing but signs: no digit ends their labels
    names = ("denied", "unavailable")
    blank = {key for key in figures if key[1].startswith(names)}
    page = write_html("2019", {**figures, **dict.fromkeys(blank, sign)}, 2020)
    lines = []
    for block in read_bytes(tmp_path, page.encode(), "report.html").blocks:
        if isinstance(block, Line):
            lines.append(block.text)
            continue
        for _, row in groupby(block.cells, key=lambda cell: cell.row):
            lines.append("\t".join(cell.text for cell in row))
    report = parse_text(tmp_path, "\n".join(lines))
    assert report.editions["requests"] == "2019"
    assert {report[key].status for key in blank} == {Status.BLANK}


def _stacked(tmp_path, change=lambda lines: lines):
    """A report whose cells stand each in a line, nothing in those of blanks."""
    figures = draw_figures("2021", random.Random(5))
    blank = {key for key in figures if key[0] == "requests" and key[2] in ("research", "business")}
    page = write_html("2021", {**figures, **dict.fromkeys(blank, "")}, 2022)
    lines = []
    for block in read_bytes(tmp_path, page.encode(), "report.html").blocks:
        lines += [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells]
    report = parse_text(tmp_path, "\n".join(change(lines)))
    return report, figures, blank


def test_an_empty_line_is_a_blank_cell_where_all_rows_are_as_long_with_them(tmp_path):
    report, figures, blank = _stacked(tmp_path)
    assert {report[key].status for key in blank} == {Status.BLANK}
    assert all(report[key].value == figures[key] for key in figures.keys() - blank)


def test_an_empty_line_that_came_in_by_chance_is_no_cell(tmp_path):
    def strew(lines):
        filled = [line for line in lines if line]
        figures = [at for at, line in enumerate(filled) if line.isdecimal()]
        for at in reversed(figures[::9]):
            filled.insert(at, "")
        return filled

    report, figures, blank = _stacked(tmp_path, strew)
    sure = [key for key in figures if report[key].status in (Status.PRINTED, Status.BLANK)]
    assert all(report[key].value == figures[key] for key in sure)
    assert not any(report[key].status is Status.BLANK for key in blank)


def test_rows_of_a_csv_are_compared_once_and_not_again_for_each(tmp_path, monkeypatch):
    asked = []
    is_even = _Run.is_even.fget
    counted = property(lambda run: asked.append(run) or is_even(run))
    monkeypatch.setattr(_Run, "is_even", counted)
    rows = [f"行政许可{number},{number},2,,\n" for number in range(200)]
    path = tmp_path / "long.csv"
    path.write_text("信息内容,本年制发件数,本年废止件数,,\n" + "".join(rows), "utf-8")
    read(path)
    assert len(asked) <= 2
