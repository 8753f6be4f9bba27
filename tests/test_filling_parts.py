"""Tables of which only a part stands in the file, and texts that use the form's words."""

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest

import gxkit
from gxkit.errors import NoReportError
from gxkit.report import Status
from specimens import draw_figures, write_html, write_text

HEAD = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"
FIRST = "一、本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t2\t8\n"


def parse_text(folder: Path, text: str, name: str = "report.txt") -> gxkit.report.Report:
    (folder / name).write_text(text, encoding="utf-8")
    return gxkit.parse(folder / name)


def row(report, table, row_id):
    return [value.value for value in report if (value.table, value.row) == (table, row_id)]


BROKEN_AT = [("三、本年度办理结果", 2), ("3.危及", 6), ("（四）无法提供", 12), ("（七）总计", 23)]


@pytest.mark.parametrize("shape", ["tabs", "cells"])
@pytest.mark.parametrize(("broken_at", "rows"), BROKEN_AT)
def test_a_table_that_breaks_off_is_read_as_far_as_it_stands(tmp_path, shape, broken_at, rows):
    figures = draw_figures("2021", random.Random(5))
    text = write_text("2021", figures, shape, 2023)
    report = parse_text(tmp_path, text[: text.index(broken_at)])
    read = [value for value in report if value.value is not None]
    assert all(value.value == figures[value.key] for value in read)
    there = {value.row for value in read if value.table == "requests"}
    assert len(there) == rows
    gone = [value for value in report if value.table == "requests" and value.row not in there]
    assert {value.status for value in gone} == {Status.MISSING}


def test_one_row_below_its_head_is_a_part_of_the_table(tmp_path):
    report = parse_text(tmp_path, "某局2022年政府信息公开工作年度报告\n" + HEAD + FIRST)
    assert row(report, "requests", "received") == [5, 1, 0, 0, 0, 2, 8]
    assert row(report, "requests", "carried_in") == [None] * 7


def test_the_last_rows_of_a_table_without_its_head_are_read(tmp_path):
    figures = draw_figures("2021", random.Random(6))
    page = write_html("2021", figures)
    lines = page[page.index("2.重复申请") :]
    end = lines.index("<p>四、政府信息公开行政复议")
    title = "<h1>某局2022年政府信息公开工作年度报告</h1>"
    part = f"{title}<table><tr><td>{lines[:end]}"
    report = parse_text(tmp_path, part, "page.html")
    for last in ("not_processed.repeat", "decided", "carried_out"):
        own = [number for (_, row_id, _), number in figures.items() if row_id == last]
        assert row(report, "requests", last) == own


def said(report):
    return " ".join(remark.say("en") for remark in report.remarks)


def test_a_part_and_the_editions_that_it_fits_are_told(tmp_path):
    report = parse_text(tmp_path, "某局政府信息公开工作年度报告\n" + HEAD + FIRST)
    assert "Only a part of Table 3 stands in the file (from line 3" in said(report)
    assert "fits 2021 just as well; it is read as 2019" in said(report)
    dated = parse_text(tmp_path, "某局2023年政府信息公开工作年度报告\n" + HEAD + FIRST)
    assert dated.editions["requests"] == "2021"
    assert "just as well" not in said(dated)


def test_a_table_that_begins_and_is_not_read_is_named_with_its_figures(tmp_path):
    figures = draw_figures("2021", random.Random(5))
    whole = write_text("2021", figures, "tabs", 2023)
    rest = "三、收到和处理政府信息公开申请情况\n1.信访举报投诉类申请\t9\t4\n2.重复申请\t7\n"
    report = parse_text(tmp_path, whole[: whole.index("三、收到")] + rest)
    assert {value.status for value in report if value.table == "requests"} == {Status.MISSING}
    assert "2 of its 25 labels were found, too few to read it" in said(report)
    unplaced = [one.printed for one in report.unplaced if one.table == "requests"]
    assert unplaced == ["9", "4", "7"]


def test_a_file_with_nothing_but_a_beginning_is_not_said_to_have_its_table_elsewhere(tmp_path):
    title = "某局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
    with pytest.raises(NoReportError, match=r"begins at line 2.* only 1 of its 25 labels"):
        parse_text(tmp_path, title + "2.重复申请\t7\n")


def test_a_label_at_which_the_file_breaks_off_has_no_cells(tmp_path):
    text = f"某局2022年政府信息公开工作年度报告\n{HEAD}{FIRST}二、上年结转政府信息公开申请数量\n"
    report = parse_text(tmp_path, text)
    assert row(report, "requests", "received") == [5, 1, 0, 0, 0, 2, 8]
    assert report["requests", "carried_in", "total"].status is Status.MISSING


def test_a_heading_without_its_table_is_told(tmp_path):
    figures = draw_figures("2021", random.Random(5))
    whole = write_text("2021", figures, "tabs", 2023)
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    report = parse_text(tmp_path, f"{whole[: whole.index(heading)]}{heading}\n见附图。\n")
    assert "The heading of Table 4 stands at line" in said(report)


def test_total_in_the_next_tables_head_is_no_row_of_a_table_that_breaks_off(tmp_path):
    figures = draw_figures("2021", random.Random(5))
    text = write_text("2021", figures, "cells", 2023)
    start, end = text.index("（四）无法提供"), text.index("四、政府信息公开行政复议")
    report = parse_text(tmp_path, text[:start] + text[end:])
    assert row(report, "requests", "decided") == [None] * 7
    assert report["requests", "decided", "total"].status is Status.MISSING
    # The edition of 2019 is shorter, and not for that the likelier one.
    assert report.editions["requests"] == "2021"


def test_a_short_table_of_an_older_edition_is_not_filled_with_a_part_of_another(tmp_path):
    figures = draw_figures("fujian-2013", random.Random(5))
    text = write_text("fujian-2013", figures, "tabs", 2013)
    report = parse_text(tmp_path, text[text.index("4、网上申请数") :])
    assert report.editions == {"legacy": "fujian-2013"}
    assert all(value.value == figures[value.key] for value in report if value.value is not None)


@pytest.mark.parametrize("shape", ["tabs", "cells"])
def test_rows_whose_labels_are_lost_are_read_in_order_where_none_is_missing(tmp_path, shape):
    figures = draw_figures("2021", random.Random(7))
    text = write_text("2021", figures, shape, 2023)
    for label in ("1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"):
        text = text.replace(label, "")
    report = parse_text(tmp_path, text)
    assert {value.key: value.value for value in report} == figures
    assert "without labels are read in the form's order (3:" in said(report)
    why = report.why("requests", "denied.law", "total", "en")
    assert "as many lines as rows are missing" in why
    fewer = text.replace("4.保护第三方合法权益", "四点")
    doubted = parse_text(tmp_path, fewer)
    read = [v for v in doubted if v.row.startswith("denied.") and v.value is not None]
    assert all(value.value == figures[value.key] for value in read)


HYBRID = """某局2022年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量
规章\t1\t2\t3
行政规范性文件\t4\t5\t16
第二十条第（五）项
信息内容\t{decisions}
行政许可\t117
第二十条第（六）项
信息内容\t{decisions}
行政处罚\t9
行政强制\t0
第二十条第（八）项
信息内容\t本年收费金额（单位：万元）
行政事业性收费\t3.5
"""


@pytest.mark.parametrize("shape", ["tabs", "page"])
def test_a_table_of_two_editions_is_read_by_its_own_heads(tmp_path, shape):
    text, name = HYBRID.format(decisions="本年处理决定数量"), "report.txt"
    if shape == "page":
        title, *lines = text.splitlines()
        rows = [f"<tr><td>{line.replace(chr(9), '<td>')}" for line in lines]
        text, name = f"<h1>{title}</h1><table>{''.join(rows)}</table>", "page.html"
    report = parse_text(tmp_path, text, name)
    read = {value.key[1:]: value.value for value in report if value.table == "proactive"}
    assert read["regulations", "made"] == 1
    assert read["regulations", "published"] == 2
    assert read["normative_documents", "total_public"] == 16
    assert read["licensing", "decisions"] == 117
    assert read["fees", "amount_wan_yuan"] == Decimal("3.5")
    assert report["proactive", "regulations", "repealed"].status is Status.MISSING
    assert report["proactive", "regulations", "published"].edition == "2019"
    assert "are those of the 2019 edition" in said(report)


def test_a_row_read_by_another_editions_head_may_fall_as_that_edition_says(tmp_path):
    text = HYBRID.format(decisions="本年处理决定数量")
    text = text.replace(
        "本年新制作数量\t本年新公开数量\t对外公开总数量", "本年制发件数\t本年废止件数\t现行有效件数"
    )
    older = (
        "信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政处罚\t7\t-2\t9\n行政强制\t4\t0\t0"
    )
    text = text.replace("信息内容\t本年处理决定数量\n行政处罚\t9\n行政强制\t0", older)
    report = parse_text(tmp_path, text)
    assert report["proactive", "penalties", "change"].value == -2
    assert "below zero" not in said(report)


SHORTENED = {
    "一、本年新收政府信息公开申请数量": "一、本年新收申请",
    "二、上年结转政府信息公开申请数量": "二、上年结转",
    "5.要求行政机关确认或重新出具已获取信息": "5.重新出具",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期未缴费",
    "四、结转下年度继续办理": "四、结转",
    "自然人": "自然",
    "社会公益组织": "公益",
}


@pytest.mark.parametrize("write", [write_html, lambda *it: write_text(*it, "tabs", 2023)])
def test_shortened_labels_are_those_of_their_rows_and_columns(tmp_path, write):
    figures = draw_figures("2021", random.Random(9))
    text = write("2021", figures)
    for label, short in SHORTENED.items():
        assert label in text
        text = text.replace(label, short)
    name = "page.html" if text.startswith("<") else "report.txt"
    report = parse_text(tmp_path, text, name)
    assert set(report.editions.values()) == {"2021"}
    assert all(value.value == figures[value.key] for value in report)


def test_a_word_that_begins_like_a_label_is_no_half_of_one_that_a_page_cut(tmp_path):
    lines = [
        "青山县2015年政府信息公开情况统计表",
        "指标名称\t计量单位\t2015年度\t历年累计",
        "主动公开文件数\t条\t90\t94",
        "其中：1.政府网站公开数\t条\t90\t94",
        "其中：1.当面受理数\t条\t0\t43",
        "2.网上受理数\t条\t0\t30",
        "3.信函、传真申请数量\t条\t351\t353",
        "其中：1.同意公开答复数\t条\t0\t0",
        "2.同意部分公开答复数\t条\t36\t73",
        "3.不予公开答复数\t条\t0\t2",
        "接受行政申诉、举报数\t件\t0\t16",
        "行政复议数\t件\t12\t13",
        "行政诉讼数\t件\t0\t20",
    ]
    report = parse_text(tmp_path, "\n".join(lines))
    assert report.editions["legacy"] == "fujian-2014"
    assert row(report, "legacy", "requests.letter_fax") == [351, 353]


FOREIGN = {
    "（六）其他处理": "（六）",
    "1.申请人无正当": "甲类",
    "2.申请人逾期": "乙类",
    "3.其他\t": "丙类\t",
}


@pytest.mark.parametrize("year", [2023, None])
def test_the_edition_of_a_table_whose_telling_rows_have_foreign_labels_is_the_years_or_doubted(
    tmp_path, year
):
    figures = draw_figures("2021", random.Random(9))
    text = write_text("2021", figures, "tabs", 2023).replace("2023年", f"{year}年" if year else "")
    for label, other in FOREIGN.items():
        text = text.replace(label, other)
    for rest in ("理由逾期不补正", "未按收费通知要求缴纳费用"):
        text = text.replace(f"{rest}、行政机关不再处理其政府信息公开申请", "")
    report = parse_text(tmp_path, text)
    is_doubted = "may be those that tell editions apart" in said(report)
    assert (report.editions["requests"] == "2021") if year else is_doubted


def test_a_head_that_leaves_columns_out_leaves_their_cells_missing(tmp_path):
    report = parse_text(tmp_path, HYBRID.format(decisions="处理决定数量"))
    row_of_2019 = [value for value in report if value.row == "licensing" and value.value]
    assert [(value.column, value.value) for value in row_of_2019] == [("decisions", 117)]


NEWS = """某市2022年法治政府建设情况
全市行政机关共办理行政许可 12345 件，行政处罚 2345 件，行政强制 34 件，行政事业性收费 56.7 万元。
行政复议 23 件，行政诉讼 12 件，其中结果维持 10 件，结果纠正 2 件。
"""
ENFORCEMENT = """某市2022年行政执法统计年报
项目\t数量\t同比
行政许可\t12345\t3%
行政处罚\t2345\t5%
行政强制\t34\t1%
行政检查\t8888\t2%
行政事业性收费\t5\t1
"""
HOTLINE = """某市2023年热线受理情况统计表
类别\t自然人\t商业企业\t科研机构\t其他\t总计
一、本年新收诉求数量\t100\t10\t1\t2\t113
三、本年度办理结果\t\t\t\t\t
（一）予以支持\t90\t8\t1\t1\t100
（七）总计\t107\t11\t1\t2\t121
四、结转下年度继续办理\t3\t0\t0\t0\t3
"""
BUDGET = """某局2022年部门预算公开表
项目\t自然人\t法人\t其他\t总计
一、一般公共预算拨款收入\t1234.56\t0\t0\t1234.56
政府集中采购\t12\t0\t0\t12
行政事业性收费\t3\t0\t0\t3
"""
EXPLANATION = """政府信息公开工作年度报告填报说明
一、本年新收政府信息公开申请数量：指1月1日至12月31日收到的申请。
1.属于国家秘密 2.其他法律行政法规禁止公开 3.危及“三安全一稳定” 4.保护第三方合法权益
"""
PROVINCE = """某省2012年政府信息公开情况统计表
指标名称\t单位\t数量
主动公开政府信息数\t条\t100
其中：1.网站公开\t条\t90
2.政府公报公开\t条\t10
3.新闻发布会公开\t次\t4
受理依申请公开信息总数\t件\t20
其中：1.当面申请数\t件\t3
2.传真申请数\t件\t1
对申请的答复总数\t件\t20
其中：1.同意公开答复数\t件\t17
行政复议数\t件\t0
行政诉讼数\t件\t0
"""


@pytest.mark.parametrize("text", [NEWS, ENFORCEMENT, HOTLINE, BUDGET, EXPLANATION, PROVINCE])
@pytest.mark.parametrize("shape", ["tabs", "cells", "page"])
def test_other_texts_and_statistics_that_use_the_forms_words_are_refused(tmp_path, text, shape):
    name = "text.txt"
    if shape == "cells":
        text = text.replace("\t", "\n")
    if shape == "page":
        name = "page.html"
        lines = [f"<tr><td>{line.replace(chr(9), '<td>')}" for line in text.splitlines()]
        text = f"<table>{''.join(lines)}</table>"
    with pytest.raises(NoReportError):
        parse_text(tmp_path, text, name)


REPORT = "青山县{}年政府信息公开工作年度报告"
CHAPTERS = ["一、总体情况", "平稳。", "二、主动公开政府信息情况"]
REFUSED = [
    (
        ["青山县发布2023年政府信息公开工作年度报告", "报告显示，全年新收申请12件。"],
        "holds none, neither",
    ),
    (
        ["政府信息公开年报", REPORT.format(2022), REPORT.format(2023)],
        "a list that names 2 disclosure",
    ),
    (
        ["关于做好年度报告工作的通知", "请各单位报送政府信息公开工作年度报告。"],
        "(it begins “关于做好",
    ),
    ([REPORT.format(2023), "附件下载"], "the report is probably attached to the page"),
    (["青山县2023年法治政府建设年度报告", "推进政府信息公开。"], "it begins “青山县2023年法治政府"),
    (["青山县2023年部门预算公开"], "is in this file"),
    (["锟斤拷锟斤拷锟斤拷"], "its characters are broken"),
    (["正在跳转，请稍候"], "an error or a login of the site was saved"),
    (["404 Not Found", "您访问的页面不存在"], "an error or a login of the site was saved"),
    ([REPORT.format(2023), *CHAPTERS, "主动公开12件。"], "they may be in an attachment"),
    ([REPORT.format(2023), *CHAPTERS, "无"], "in place of Table 2 it says “无”"),
]


@pytest.mark.parametrize(("lines", "why"), REFUSED)
def test_what_is_no_report_is_said_to_be_what_it_seems(tmp_path, lines, why):
    path = tmp_path / "page.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(NoReportError, match=re.escape(why)):
        gxkit.parse(path)


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("<p>青山县召开政府信息公开会议</p>", "news"),
        (f"<h1>{REPORT.format(2023)}</h1>", "picture itself"),
    ],
)
def test_a_picture_is_to_be_read_below_a_reports_title_and_not_in_news(tmp_path, title, why):
    page = tmp_path / "page.html"
    page.write_text(f"<html><body>{title}<img src='a.jpg'></body></html>", encoding="utf-8")
    with pytest.raises(NoReportError, match=why):
        gxkit.parse(page)


@pytest.mark.parametrize(
    "words", ["无。", "本年度无此类情况。", "2023年，我局未发生行政复议案件。"]
)
def test_words_in_place_of_a_table_are_quoted(tmp_path, words):
    text = write_text("2021", draw_figures("2021", random.Random(5)), "tabs", 2023)
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    before = text[: text.index(heading)]
    report = parse_text(tmp_path, f"{before}{heading}\n{words}\n五、存在的主要问题及改进情况\n")
    assert f"in place of the table “{words}”" in said(report)
    remedies = [value for value in report if value.table == "remedies"]
    assert {value.status for value in remedies} == {Status.MISSING}


def test_a_form_without_any_figure_is_said_to_be_empty(tmp_path):
    page = write_html("2021", draw_figures("2021", random.Random(5)))
    empty = re.sub(r"(<td[^>]*>)[\d.]+(</td>)", r"\1\2", page)
    assert "No cell of the tables holds a figure" in said(parse_text(tmp_path, empty, "page.html"))
    assert "holds a figure" not in said(parse_text(tmp_path, page, "filled.html"))


def test_words_that_other_statistics_share_begin_no_table(tmp_path):
    path = tmp_path / "page.html"
    rows = ["类别 收案 维持 纠正 尚未审结 总计", "行政复议 9 3 2 4 9", "行政诉讼 5 2 2 1 5"]
    cells = ["".join(f"<td>{text}</td>" for text in row.split()) for row in rows]
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    path.write_text(f"<p>政府信息公开 法治建设统计</p><table>{table}</table>", encoding="utf-8")
    with pytest.raises(NoReportError, match="no government information disclosure report"):
        gxkit.parse(path)
