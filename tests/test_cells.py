"""What stands in one cell: figures side by side, numbers in other clothes, what is no text."""

from pathlib import Path

import pytest

import gxkit
from gxkit.errors import NoReportError
from gxkit.report import Report, Status, Value

TITLE = "某局2022年政府信息公开工作年度报告"
NAMES = ("规章", "行政规范性文件")
LICENSING = ("proactive", "licensing", "decisions")
PENALTIES = ("proactive", "penalties", "decisions")
CHANGE = ("proactive", "licensing", "change")


def proactive(licensing: str, penalties: str = "7", regulations: str = "1") -> list[list[str]]:
    """Table one of 2021, three of its cells as given."""
    return [
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", regulations, "4"],
        ["行政规范性文件", "2", "0", "15"],
        ["第二十条第（五）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", licensing],
        ["第二十条第（六）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政处罚", penalties],
        ["行政强制", "0"],
        ["第二十条第（八）项"],
        ["信息内容", "本年收费金额（单位：万元）"],
        ["行政事业性收费", "3.5"],
    ]


def write_page(rows: list[list[str]]) -> str:
    lines = []
    for cells in rows:
        last = f"<td colspan={5 - len(cells)}>{cells[-1]}</td>"
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells[:-1]) + last + "</tr>")
    head = f"<meta charset=utf-8><h1>{TITLE}</h1><h2>二、主动公开政府信息情况</h2>"
    return f"{head}<table>{''.join(lines)}</table>"


def write_tabs(rows: list[list[str]]) -> str:
    lines = ["\t".join(cells) for cells in rows]
    return "\n".join([TITLE, "二、主动公开政府信息情况", *lines])


def parse_page(folder: Path, *cells: str) -> Report:
    (folder / "page.html").write_text(write_page(proactive(*cells)), "utf-8")
    return gxkit.parse(folder / "page.html")


def parse_tabs(folder: Path, *cells: str) -> Report:
    (folder / "page.txt").write_text(write_tabs(proactive(*cells)), "utf-8")
    return gxkit.parse(folder / "page.txt")


def others_stand(report: Report) -> bool:
    """Whether the cells around those in question are as printed."""
    around = [report["proactive", "normative_documents", c].value for c in ("made", "in_force")]
    return around == [2, 15] and report["proactive", "regulations", "in_force"].value == 4


def is_doubted(value: Value) -> bool:
    return value.value is None and value.status in (Status.AMBIGUOUS, Status.ILLEGIBLE)


# figures side by side

APART = [
    "上年6本年3",
    "3 1834",
    "150 00",
    "45  52",
    "12\u300015",
    "12/15",
    "12、15",
    "3（5）",
    "5→7",
    "12；15",
]


@pytest.mark.parametrize("text", [*APART, "3<br>1834", "3<p>1834</p>", "12&nbsp;15"])
def test_two_figures_in_a_cell_of_a_page_are_candidates(tmp_path, text):
    report = parse_page(tmp_path, text, "7", text)
    for key in (LICENSING, ("proactive", "regulations", "repealed")):
        assert report[key].status is Status.AMBIGUOUS
        assert len(report[key].candidates) > 1
    assert others_stand(report)


@pytest.mark.parametrize("text", APART)
def test_two_figures_between_tabs_are_candidates(tmp_path, text):
    report = parse_tabs(tmp_path, text, "7", text)
    for key in (LICENSING, ("proactive", "regulations", "repealed")):
        assert report[key].status is Status.AMBIGUOUS
        assert len(report[key].candidates) > 1
    assert others_stand(report)


@pytest.mark.parametrize("text", ["1 234", "1,234", "1，234", "1\u2009234", "1​234", "1&shy;234"])
def test_groups_and_breaks_by_width_are_one_number(tmp_path, text):
    assert parse_page(tmp_path, text)[LICENSING].value == 1234


def test_groups_of_three_that_the_file_does_not_use_are_doubted(tmp_path):
    assert parse_page(tmp_path, "1 234", "5 678")[LICENSING].value == 1234
    report = parse_page(tmp_path, "1 234", "5678")
    assert report[LICENSING].candidates == (1234, 1, 234)
    assert "1 234" in report.remarks[0].say("en")
    # an old figure and a new one look like a group
    assert parse_page(tmp_path, "104 101")[LICENSING].candidates == (104101, 104, 101)


# numbers in other clothes


@pytest.mark.parametrize(
    "text", ["十二", "（12）", "( 12 )", "⑫", "壹拾贰", "１２", "12 件次", "12件"]
)
@pytest.mark.parametrize("parse", [parse_page, parse_tabs])
def test_a_number_in_other_clothes_is_that_number(tmp_path, parse, text):
    report = parse(tmp_path, text)
    assert report[LICENSING].value == 12
    assert report[LICENSING].printed == text


@pytest.mark.parametrize("text", ["-15", "负15", "1.5", "－15"])
@pytest.mark.parametrize("parse", [parse_page, parse_tabs])
def test_a_count_below_zero_or_broken_is_doubted_with_a_remark(tmp_path, parse, text):
    report = parse(tmp_path, text)
    assert report[LICENSING].status is Status.AMBIGUOUS
    assert len(report.remarks) == 1
    assert text in report.remarks[0].say("zh")
    assert report["proactive", "fees", "amount_wan_yuan"].value is not None


@pytest.mark.parametrize("text", ["约5", "5余", "5%", "■", "�", "…", "待补充", "※"])
@pytest.mark.parametrize("parse", [parse_page, parse_tabs])
def test_what_cannot_be_read_is_not_blank_and_leaves_its_neighbours(tmp_path, parse, text):
    report = parse(tmp_path, text, "7", text)
    assert is_doubted(report[LICENSING])
    assert is_doubted(report["proactive", "regulations", "repealed"])
    assert others_stand(report)
    assert report[PENALTIES].value == 7


@pytest.mark.parametrize("text", ["", "—", "/", "无", "未发生", "&nbsp;"])
def test_signs_for_nothing_are_blank(tmp_path, text):
    assert parse_page(tmp_path, text)[LICENSING].status is Status.BLANK


def write_lines(rows: list[list[str]]) -> str:
    """Each cell in a line of its own."""
    cells = [cell for row in rows for cell in row]
    return "\n".join([TITLE, "二、主动公开政府信息情况", *cells])


@pytest.mark.parametrize("text", ["5（其中3）", "5至7", "5?", "第5", "(5", "5件左右", "√", "同上"])
def test_what_cannot_be_read_in_a_line_of_its_own_leaves_its_neighbours(tmp_path, text):
    lines = write_lines(proactive(text, "7", text))
    (tmp_path / "report.txt").write_text(lines, "utf-8")
    report = gxkit.parse(tmp_path / "report.txt")
    assert is_doubted(report[LICENSING])
    assert is_doubted(report["proactive", "regulations", "repealed"])
    assert others_stand(report)


# what is no text

PICTURES = [
    "<img src=a.png>",
    '<img src=a.png alt="" width=40>',
    "<svg><path d='M0 0h9'/></svg>",
    "<object data=a.swf></object>",
    "<canvas></canvas>",
    "<iframe src=a.html></iframe>",
    "<input type=text>",
    "<input type=checkbox>",
    "<textarea></textarea>",
    "<select><option><option>12</select>",
    "<script>document.write(12)</script>",
    "<video src=a.mp4></video>",
]


@pytest.mark.parametrize("markup", PICTURES)
def test_what_is_no_text_is_never_blank(tmp_path, markup):
    report = parse_page(tmp_path, markup, "7", markup)
    for key in (LICENSING, ("proactive", "regulations", "repealed")):
        assert report[key].status is Status.ILLEGIBLE
    assert others_stand(report)
    assert "格中有" in report.why(*LICENSING)


def test_the_ground_of_a_cell_may_be_its_figure(tmp_path):
    page = write_page(proactive("")).replace("<td colspan=3></td>", "<td background=a.png></td>")
    (tmp_path / "page.html").write_text(page, "utf-8")
    assert gxkit.parse(tmp_path / "page.html")[LICENSING].status is Status.ILLEGIBLE


@pytest.mark.parametrize("markup", ["<img src=a.png alt=12>", "<object data=a.swf>12</object>"])
def test_what_a_picture_is_said_to_be_is_a_candidate(tmp_path, markup):
    value = parse_page(tmp_path, markup)[LICENSING]
    assert (value.status, value.candidates) == (Status.AMBIGUOUS, (12,))


@pytest.mark.parametrize("markup", ["1<img src=a.png>2", "12<canvas></canvas>", "12<img src=a>"])
def test_a_figure_beside_a_picture_is_doubted(tmp_path, markup):
    value = parse_page(tmp_path, markup)[LICENSING]
    assert (value.status, value.candidates) == (Status.AMBIGUOUS, (12,))


@pytest.mark.parametrize(
    "markup",
    [
        "12<img src=spacer.gif>",
        "12<img src=a.gif width=1 height=1>",
        '<img src=arrow.png alt="">12',
        "<img src=up.png width=12 height=12>12",
        "<input value=12>",
        "<input type=number value=12><input type=hidden value=9>",
        "<textarea> 12 </textarea>",
        "<select><option>0<option selected>12</select>",
        "<button>12</button>",
        "<svg><text>12</text></svg>",
        "<math><mn>12</mn></math>",
        "12<script>track()</script>",
    ],
)
def test_controls_say_their_value_and_ornaments_nothing(tmp_path, markup):
    assert parse_page(tmp_path, markup)[LICENSING].value == 12


def test_a_word_among_the_figures_of_a_line_across_ends_no_line(tmp_path):
    heads = ["行政复议", "行政诉讼"]
    kinds = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    rows = [heads, [*kinds, "未经复议直接起诉", "复议后起诉"], [*kinds, *kinds]]
    figures = ["待补充", *"0000", *"00000", *"10001"]
    lines = ["\t".join(cells) for cells in (*rows, figures)]
    head = "四、政府信息公开行政复议、行政诉讼情况"
    text = write_tabs(proactive("1")) + "\n" + "\n".join([head, *lines])
    (tmp_path / "report.txt").write_text(text, "utf-8")
    report = gxkit.parse(tmp_path / "report.txt")
    assert is_doubted(report["remedies", "reconsideration", "upheld"])
    assert report["remedies", "litigation_after_reconsideration", "total"].value == 1
    assert report["remedies", "reconsideration", "total"].value == 0


def test_a_picture_where_a_table_is_wanting_is_named_with_its_place(tmp_path):
    page = write_page(proactive("1"))
    picture = "<p>三、收到和处理政府信息公开申请情况</p><p><img src=W020230101.png></p>"
    (tmp_path / "page.html").write_text(page + picture, "utf-8")
    *_, remark = gxkit.parse(tmp_path / "page.html").remarks
    assert (
        remark.say("zh") == "没有找到表三、表四；文件的第3行处有图片，表可能在图中，图片没有识读。"
    )
    (tmp_path / "none.html").write_text(f"<h1>{TITLE}</h1>{picture}", "utf-8")
    with pytest.raises(NoReportError, match="at line 2, which may show them"):
        gxkit.parse(tmp_path / "none.html")
    logo = page + "<img src=/images/logo.png><img src=a.png width=30>"
    (tmp_path / "logo.html").write_text(logo, "utf-8")
    assert gxkit.parse(tmp_path / "logo.html").remarks == ()


@pytest.mark.parametrize("word", ["待补充", "附件", "TBD"])
@pytest.mark.parametrize("at", [0, 4, 14])
def test_a_word_in_a_crossed_table_is_no_blank_of_the_head(tmp_path, word, at):
    kinds = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 "
    figures = [*"10023", *"00000", *"30014"]
    figures[at] = word
    lines = [
        "四、政府信息公开行政复议、行政诉讼情况",
        f"| 行政复议 |{' |' * 4} 行政诉讼 |{' |' * 9}",
        "|" + " --- |" * 15,
        f"{kinds}| 未经复议直接起诉 |{' |' * 4} 复议后起诉 |{' |' * 4}",
        f"|{'  |' * 5}{kinds[1:]}{kinds}|",
        f"| {' | '.join(figures)} |",
    ]
    (tmp_path / "report.md").write_text("\n".join([TITLE, *lines]), "utf-8")
    values = [value for value in gxkit.parse(tmp_path / "report.md") if value.table == "remedies"]
    assert not any(value.status is Status.BLANK for value in values)
    assert values[at].value is None
