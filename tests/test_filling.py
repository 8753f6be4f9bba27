"""Documents put into the forms: labels in order, damage, joined figures, blanks, editions."""

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest

import gxkit
from gxkit.errors import NoReportError
from gxkit.filling.cells.joined import settle, split_figures
from gxkit.forms import find_form
from gxkit.report import Status, Verdict
from specimens import draw_figures, write_html, write_text

REQUESTS = find_form("2021").table("requests")
REMEDIES = find_form("2021").table("remedies")
PROCUREMENT = (("procurement", "projects"), ("procurement", "amount"))


def parse_text(folder: Path, text: str, name: str = "report.txt") -> gxkit.report.Report:
    (folder / name).write_text(text, encoding="utf-8")
    return gxkit.parse(folder / name)


def row(report, table, row_id):
    return [v.value for v in report if (v.table, v.row) == (table, row_id)]


def silent(report, figures):
    """Cells that are wrong while nothing shows it."""
    found = {v.key: v for v in report}
    return [
        key
        for key, number in figures.items()
        if key not in found
        or (
            found[key].value != number
            and found[key].status is Status.PRINTED
            and found[key].verdict is not Verdict.CONTRADICTED
        )
    ]


# joined figures


@pytest.mark.parametrize(
    ("digits", "readings"),
    [
        ("1000001", [(1, 0, 0, 0, 0, 0, 1)]),
        ("640020470", [(64, 0, 0, 2, 0, 4, 70)]),
        ("0000000", [(0,) * 7]),
        ("271023001700", []),
        (
            "270110019291",
            [(270, 1, 1, 0, 0, 19, 291), (270, 1, 10, 0, 1, 9, 291), (270, 11, 0, 0, 1, 9, 291)],
        ),
    ],
)
def test_joined_figures_of_a_request_row_split_where_the_total_allows(digits, readings):
    slots = [("received", c.id) for c in REQUESTS.columns]
    assert split_figures([digits], slots, REQUESTS.rules) == (readings, True)


def test_a_certain_border_between_joined_figures_is_kept():
    slots = [("received", c.id) for c in REQUESTS.columns]
    assert split_figures(["230", "000023"], slots, REQUESTS.rules)[0] == [(23, 0, 0, 0, 0, 0, 23)]


def test_fifteen_joined_cells_of_table_four_come_apart_by_their_three_totals():
    readings, complete = split_figures(["10203120001200000"], REMEDIES.slots, REMEDIES.rules)
    assert complete
    assert readings == [(1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0)]


def test_without_a_rule_all_splits_remain_and_no_fraction_is_cut():
    readings, _ = split_figures(["12375.50"], PROCUREMENT, [])
    assert readings == [
        (1, Decimal("2375.50")),
        (12, Decimal("375.50")),
        (123, Decimal("75.50")),
        (1237, Decimal("5.50")),
    ]


def test_rules_across_rows_settle_what_a_row_leaves_open():
    columns = [c.id for c in REQUESTS.columns]
    open_rows = {0: [(270, 1, 1, 0, 0, 19, 291), (270, 11, 0, 0, 1, 9, 291)]}
    slots = {0: tuple(("received", c) for c in columns)}
    known = {(r, c): 0 for r in ("carried_in", "carried_out") for c in columns}
    known |= dict(zip((("decided", c) for c in columns), (270, 11, 0, 0, 1, 9, 291), strict=True))
    assert settle(open_rows, slots, known, REQUESTS.rules) == {0: [(270, 11, 0, 0, 1, 9, 291)]}


def test_a_published_mistake_across_rows_rules_no_reading_out():
    columns = [c.id for c in REQUESTS.columns]
    open_rows = {0: [(270, 1, 1, 0, 0, 19, 291), (270, 11, 0, 0, 1, 9, 291)]}
    slots = {0: tuple(("received", c) for c in columns)}
    known = {(r, c): 0 for r in ("carried_in", "carried_out", "decided") for c in columns}
    assert settle(open_rows, slots, known, REQUESTS.rules) == open_rows


def test_an_amount_without_a_border_stays_ambiguous_with_its_candidates(tmp_path):
    figures = draw_figures("2019", random.Random(1))
    text = write_text("2019", figures, "tabs")
    start = text.index("政府集中采购")
    report = parse_text(
        tmp_path, text[:start] + "政府集中采购123833092元" + text[text.index("\n", start) :]
    )
    projects = report["proactive", "procurement", "projects"]
    assert (projects.status, projects.value, projects.printed) == (
        Status.AMBIGUOUS,
        None,
        "123833092元",
    )
    assert 123 in projects.candidates
    assert report["proactive", "procurement", "amount"].unit == "元"


# damage


@pytest.mark.parametrize("shape", ["tabs", "cells", "blanks"])
@pytest.mark.parametrize(
    "edition", ["fujian-2011", "fujian-2014-jinjiang", "fujian-2017", "2019", "2021"]
)
def test_text_with_its_borders_gives_every_figure(tmp_path, shape, edition):
    figures = draw_figures(edition, random.Random(edition + shape))
    report = parse_text(tmp_path, write_text(edition, figures, shape))
    assert {v.key: v.value for v in report} == figures


@pytest.mark.parametrize("shape", ["tabs", "cells"])
def test_blank_cells_keep_their_place_between_tabs_and_lines(tmp_path, shape):
    figures = draw_figures("2021", random.Random(3), blanks=0.2)
    report = parse_text(tmp_path, write_text("2021", figures, shape))
    assert {v.key: v.value for v in report} == figures
    assert {v.status for v in report if v.value is None} == {Status.BLANK}


def test_a_web_page_with_spans_and_blanks_gives_every_figure(tmp_path):
    for seed, edition in enumerate(("fujian-2013", "2019", "2021")):
        figures = draw_figures(edition, random.Random(seed), blanks=0.1)
        report = parse_text(tmp_path, write_html(edition, figures), "page.html")
        assert {v.key: v.value for v in report} == figures


def test_a_sentence_that_names_both_kinds_of_litigation_is_no_head_of_their_table(tmp_path):
    figures = draw_figures("2021", random.Random(5))
    said = "<p>行政诉讼8件，其中未经复议直接起诉3件，复议后起诉5件。</p>"
    page = write_html("2021", figures)
    place = page.rindex("<table>")
    report = parse_text(tmp_path, page[:place] + said + page[place:], "page.html")
    assert {v.key: v.value for v in report} == figures
    assert [v.printed for v in report if v.table == "remedies"] == [
        str(number) for key, number in figures.items() if key[0] == "remedies"
    ]
    assert "复议后起诉5件" in report.sections[-1].text


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_silently_wrong_in_joined_or_blank_separated_text(tmp_path, seed):
    rng = random.Random(seed)
    edition = rng.choice(("fujian-2014", "2019", "2021"))
    shape = rng.choice(("joined", "blanks"))
    figures = draw_figures(
        edition, rng, rng.choice((3, 30, 300)), blanks=0.15 if shape == "blanks" else 0
    )
    report = parse_text(tmp_path, write_text(edition, figures, shape))
    assert silent(report, figures) == []


def test_a_row_cut_by_a_page_is_one_row(tmp_path):
    figures = draw_figures("2021", random.Random(7))
    text = write_text("2021", figures, "tabs")
    start = text.index("3.危及“三安全一稳定”")
    end = text.index("\n", start)
    numbers = text[start:end].split("\t")[1:8]
    cut = "3.危及“三安全一\t" + "\t".join(numbers) + "\n\n— 5 —\n\n\t稳定”\t\t\t"
    report = parse_text(tmp_path, text[:start] + cut + text[end:])
    assert {v.key: v.value for v in report} == figures


def test_a_head_repeated_after_a_page_break_is_no_row(tmp_path):
    figures = draw_figures("2019", random.Random(8))
    text = write_text("2019", figures, "tabs")
    at = text.index("（四）无法提供")
    head = (
        "三、本年度办理结果\t申请人情况\t自然人\t法人或其他组织\t总计\n"
        "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n"
    )
    report = parse_text(tmp_path, text[:at] + "\n" + head + text[at:])
    assert {v.key: v.value for v in report} == figures


def test_single_misprints_and_other_item_numbers_are_tolerated(tmp_path):
    figures = draw_figures("2021", random.Random(9))
    text = write_text("2021", figures, "tabs").replace("属于国家秘密", "属于国家秘蜜")
    text = text.replace("其他法律行政法规禁止公开", "其他法律行政止公开")
    text = (
        text.replace("2.重复申请", "2、重复申请")
        .replace("（七）总计", "(七) 总 计")
        .replace("行政强制", "行政强值")
    )
    assert {v.key: v.value for v in parse_text(tmp_path, text)} == figures


def test_units_and_separators_in_cells_are_read(tmp_path):
    page = write_html("2019", draw_figures("2019", random.Random(2)))
    at = page.index("政府集中采购</td>") + len("政府集中采购</td>")
    cells = "<td>1,234项</td><td colspan=2>5,678.90元</td>"
    report = parse_text(tmp_path, page[:at] + cells + page[page.index("</tr>", at) :], "page.html")
    assert report["proactive", "procurement", "projects"].value == 1234
    amount = report["proactive", "procurement", "amount"]
    assert (amount.value, amount.unit) == (Decimal("5678.90"), "元")


def test_money_keeps_the_unit_that_the_head_prints(tmp_path):
    text = write_text("2021", draw_figures("2021", random.Random(4)), "tabs").replace(
        "（单位：万元）", "（单位：元）"
    )
    assert parse_text(tmp_path, text)["proactive", "fees", "amount_wan_yuan"].unit == "元"


def test_a_surplus_figure_is_listed_as_unplaced(tmp_path):
    figures = draw_figures("2021", random.Random(5))
    page = write_html("2021", figures)
    at = page.index("<tr>", page.index("4.无正当理由大量反复申请"))
    extra = "<tr><td>6.其他不予处理情形</td>" + "<td>88</td>" * 7 + "</tr>"
    report = parse_text(tmp_path, page[:at] + extra + page[at:], "page.html")
    assert {v.key: v.value for v in report} == figures
    assert [u.printed for u in report.unplaced] == ["88"] * 7


def test_dash_slash_and_word_for_nothing_are_blank_and_kept_as_printed(tmp_path):
    page = write_html("2021", draw_figures("2021", random.Random(6)))
    at = page.index("<td >", page.index("规章"))
    cells = "<td>-</td><td>/</td><td>无</td>"
    report = parse_text(tmp_path, page[:at] + cells + page[page.index("</tr>", at) :], "page.html")
    values = [v for v in report if v.row == "regulations"]
    assert [(v.printed, v.value, v.status) for v in values] == [
        (m, None, Status.BLANK) for m in "-/无"
    ]


def test_text_that_is_no_number_is_illegible(tmp_path):
    page = write_html("2021", draw_figures("2021", random.Random(6)))
    at = page.index("<td >", page.index("规章"))
    report = parse_text(
        tmp_path,
        page[:at] + "<td>约5</td><td>0</td><td>0</td>" + page[page.index("</tr>", at) :],
        "page.html",
    )
    made = report["proactive", "regulations", "made"]
    assert (made.printed, made.value, made.status) == ("约5", None, Status.ILLEGIBLE)


# editions


def test_editions_are_decided_for_each_table(tmp_path):
    new, old = draw_figures("2021", random.Random(1)), draw_figures("2019", random.Random(1))
    first, second = write_html("2021", new), write_html("2019", old)
    mixed = first[: first.index("<p>三、收到")] + second[second.index("<p>三、收到") :]
    report = parse_text(tmp_path, mixed, "page.html")
    assert report.editions == {"proactive": "2021", "requests": "2019", "remedies": "2019"}


def test_a_table_that_is_not_there_is_missing_cell_by_cell(tmp_path):
    page = write_html("2021", draw_figures("2021", random.Random(1)))
    report = parse_text(tmp_path, page[: page.index("<p>四、政府信息公开行政复议")], "page.html")
    remedies = [v for v in report if v.table == "remedies"]
    assert len(remedies) == 15
    assert {(v.status, v.where) for v in remedies} == {(Status.MISSING, None)}


def test_a_table_of_an_unsupported_edition_is_named_and_not_forced_into_another(tmp_path):
    rows = [
        "统计指标\t单位\t统计数",
        "一、主动公开情况\t——\t",
        "其中：主动公开规范性文件数\t条\t12",
        "制发规范性文件总数\t件\t12",
        "1.当面申请数\t件\t1",
        "2.传真申请数\t件\t0",
        "四、行政复议数量\t件\t3",
        "五、行政诉讼数量\t件\t1",
    ]
    report = parse_text(tmp_path, "某市2016年政府信息公开工作年度报告\n" + "\n".join(rows))
    assert len(report) == 0
    assert report.unsupported[0].startswith("national-2014 政府信息公开情况统计表")


def test_a_budget_report_is_no_disclosure_report(tmp_path):
    with pytest.raises(NoReportError, match="no government information disclosure report"):
        parse_text(
            tmp_path, "某局2022年度部门预算\n项目\t预算数\n一般公共服务支出\t1234.56\n行政许可\t5\n"
        )


def test_a_narrative_without_tables_says_where_they_may_be(tmp_path):
    with pytest.raises(NoReportError, match="attachment"):
        parse_text(
            tmp_path, "某局2022年政府信息公开工作年度报告\n一、总体情况\n全年公开信息12条。\n"
        )


# what a report says of itself


def test_title_body_year_number_date_and_chapters_are_read(tmp_path):
    figures = draw_figures("fujian-2014", random.Random(1))
    table = write_text("fujian-2014", figures, "tabs", 2016).split("\n", 3)[3]
    report = parse_text(
        tmp_path,
        "某科〔2016〕43号\n某市科技局关于\n2016年政府信息公开工作年度报告\n"
        "数据统计期限自2016年1月1日至2016年12月31日。\n一、概述\n甲。\n二、主动公开情况\n乙。\n"
        + table
        + "\n2016年12月29日\n",
    )
    meta = report.meta
    assert (meta.title, meta.agency, meta.year) == (
        "某市科技局关于2016年政府信息公开工作年度报告",
        "某市科技局",
        2016,
    )
    assert (meta.document_number, meta.published, meta.scope) == (
        "某科〔2016〕43号",
        "2016-12-29",
        "body",
    )
    assert meta.period == ("2016-01-01", "2016-12-31")
    assert [s.heading for s in report.sections][:2] == ["一、概述", "二、主动公开情况"]


@pytest.mark.parametrize(
    ("agency", "scope"),
    [
        ("某市海关", "body"),
        ("某区管委会", "body"),
        ("某县红十字会", "body"),
        ("某市消防救援支队", "body"),
        ("某县青山镇人民政府", "body"),
        ("某县白水乡", "body"),
        ("某市人民政府", "summary"),
        ("某市", "summary"),
    ],
)
def test_an_organ_is_no_area(tmp_path, agency, scope):
    page = write_html("2021", draw_figures("2021", random.Random(2))).replace(
        "某某市人民政府", agency
    )
    assert parse_text(tmp_path, page, "page.html").meta.scope == scope


def test_places_point_at_the_printed_characters(tmp_path):
    text = write_text("2021", draw_figures("2021", random.Random(3)), "joined")
    report = parse_text(tmp_path, text)
    lines = text.split("\n")
    for value in report:
        if value.status is Status.PRINTED and value.table == "requests":
            assert lines[value.where.line - 1][value.where.start - 1 : value.where.end] == str(
                value.value
            )


def test_the_same_file_gives_the_same_report(tmp_path):
    text = write_text("2019", draw_figures("2019", random.Random(3)), "joined")
    assert parse_text(tmp_path, text) == parse_text(tmp_path, text)


def test_columns_that_a_head_prints_in_another_order_are_read_in_that_order(tmp_path):
    figures = draw_figures("fujian-2014", random.Random(3), 40)
    page = re.sub(
        r"<td >([^<]*)</td><td >([^<]*)</td></tr>",
        r"<td >\2</td><td >\1</td></tr>",
        write_html("fujian-2014", figures),
    )
    assert {v.key: v.value for v in parse_text(tmp_path, page, "page.html")} == figures


def test_a_column_of_codes_is_not_taken_for_figures(tmp_path):
    figures = draw_figures("fujian-2014", random.Random(3), 40)
    figures["legacy", "requests.online", "cumulative"] = None
    page = re.sub(
        r"(<td >[条件元]</td>)", r"\1<td>07</td>", write_html("fujian-2014", figures)
    ).replace("<td >计量单位</td>", "<td>计量单位</td><td>代码</td>")
    assert {v.key: v.value for v in parse_text(tmp_path, page, "page.html")} == figures


@pytest.mark.parametrize("seed", range(12))
def test_wrong_rowspans_of_a_page_never_shift_figures_silently(tmp_path, seed):
    rng = random.Random(seed)
    edition = rng.choice(("2019", "2021"))
    figures = draw_figures(edition, rng, 30, blanks=rng.choice((0, 0.2)))
    page = re.sub(
        r"rowspan=(\d+)",
        lambda m: f"rowspan={max(1, int(m[1]) + rng.choice((-1, 0, 0, 1)))}",
        write_html(edition, figures),
    )
    assert silent(parse_text(tmp_path, page, "page.html"), figures) == []


def browser_copy(page):
    """A page's tables as a browser hands them over as text where each cell holds a paragraph."""
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", part) for part in page.split("<tr>")[1:]]
    cells = ["\n\n\t\n\n".join(cell or "\xa0" for cell in row) for row in rows]
    return (
        "某某市人民政府2023年政府信息公开工作年度报告\n\n"
        + "\n\n\n\n\n".join(cells)
        + "\n\n五、存在的主要问题\n"
    )


@pytest.mark.parametrize("seed", range(4))
def test_blank_cells_keep_their_place_where_a_browser_gives_each_border_a_line(tmp_path, seed):
    figures = draw_figures("2021", random.Random(seed), blanks=0.4)
    report = parse_text(tmp_path, browser_copy(write_html("2021", figures)))
    assert not silent(report, figures)
    requests = {key: number for key, number in figures.items() if key[0] == "requests"}
    found = {v.key: v for v in report}
    assert all(
        found[key].value == number
        for key, number in requests.items()
        if found[key].status is not Status.AMBIGUOUS
    )
    assert sum(found[key].status is Status.AMBIGUOUS for key in requests) < 20


def test_a_column_of_row_numbers_in_a_text_is_left_out_without_a_wrong_place(tmp_path):
    figures = draw_figures("2021", random.Random(8))
    lines = write_text("2021", figures, "tabs").split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("一、本年新收"))
    for number, i in enumerate(range(first, first + len(REQUESTS.rows)), 1):
        cells = lines[i].rstrip("\t").split("\t")
        lines[i] = "\t".join([*cells[:-7], str(number), *cells[-7:]])
    report = parse_text(tmp_path, "\n".join(lines))
    assert not silent(report, figures)


@pytest.mark.parametrize("shape", ["tabs", "blanks", "cells", "html"])
@pytest.mark.parametrize(
    "changes",
    [
        {"本年新收": "本年度新收", "上年结转": "上年度结转"},
        {"结转下年度继续": "结转下年继续"},
        {"、行政机关不再处理其政府信息公开申请": "，行政机关不再处理"},
        {"（七）总计": "（七）合计"},
        {
            "危及“三安全一稳定”": "危及三安全、一稳定",
            "本年新收": "本年收到",
            "（一）予以公开": "（一）予以公开数",
        },
    ],
)
def test_labels_reworded_side_by_side_keep_their_rows_beside_a_narrative_that_uses_the_forms_words(
    tmp_path, changes, shape
):
    figures = draw_figures("2021", random.Random(3))
    text = write_html("2021", figures) if shape == "html" else write_text("2021", figures, shape)
    for official, printed in changes.items():
        text = text.replace(official, printed)
    said = "全年新收政府信息公开申请777件，上年结转888件，结转下年度继续办理999件。"
    text = text.replace(
        "一、总体情况", f"一、总体情况{'<br>' if shape == 'html' else chr(10)}{said}"
    )
    report = parse_text(tmp_path, text, "page.html" if shape == "html" else "report.txt")
    assert report.editions["requests"] == "2021"
    assert {v.key: v.value for v in report} == figures


@pytest.mark.parametrize("shape", ["tabs", "html"])
def test_table_four_may_say_its_totals_and_results_in_other_words(tmp_path, shape):
    figures = draw_figures("2021", random.Random(4))
    text = write_html("2021", figures) if shape == "html" else write_text("2021", figures, shape)
    text = text.replace("总计", "合计").replace("其他结果", "其它结果")
    report = parse_text(tmp_path, text, "page.html" if shape == "html" else "report.txt")
    assert {v.key: v.value for v in report} == figures


def sheet_copy(page):
    """A page's tables as a spreadsheet copies them: every place of the grid between tabs."""
    lines = ["某某市人民政府2023年政府信息公开工作年度报告"]
    for table in page.split("<table>")[1:]:
        taken = {}
        rows = table.split("<tr>")[1:]
        for at, row in enumerate(rows):
            column = 0
            for attributes, text in re.findall(r"<td ?([^>]*)>(.*?)</td>", row):
                spans = dict(re.findall(r"(\w+)=(\d+)", attributes))
                while (at, column) in taken:
                    column += 1
                for down in range(int(spans.get("rowspan", 1))):
                    for right in range(int(spans.get("colspan", 1))):
                        taken[at + down, column + right] = "" if down or right else text
        width = max(column for _, column in taken) + 1
        lines += [
            "\t".join(taken.get((at, column), "") for column in range(width))
            for at in range(len(rows))
        ]
    return "\n".join(lines) + "\n五、存在的主要问题\n"


@pytest.mark.parametrize("seed", range(8))
def test_a_wide_label_in_a_spreadsheets_text_shifts_no_figure_silently(tmp_path, seed):
    figures = draw_figures("2019", random.Random(seed), blanks=0.25)
    report = parse_text(tmp_path, sheet_copy(write_html("2019", figures)))
    assert not silent(report, figures)
    assert sum(v.status is Status.AMBIGUOUS for v in report) < 80


def banded(shape, figures):
    """Table four with its groups one below the other: in bands, or a row each behind its label."""
    labels = [c.label for c in REMEDIES.columns]
    rows = [
        [
            "" if figures["remedies", r.id, c] is None else str(figures["remedies", r.id, c])
            for c in r.columns
        ]
        for r in REMEDIES.rows
    ]
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    if shape == "rows":
        return [["类别", *labels], *([name, *row] for name, row in zip(names, rows, strict=True))]
    if shape == "two":
        return [[names[0]], labels, rows[0], ["行政诉讼"], names[1:], labels * 2, rows[1] + rows[2]]
    return [
        [names[0]],
        labels,
        rows[0],
        ["行政诉讼"],
        [names[1]],
        labels,
        rows[1],
        [names[2]],
        labels,
        rows[2],
    ]


@pytest.mark.parametrize("shape", ["two", "three", "rows"])
@pytest.mark.parametrize(
    ("name", "blanks"), [("page.html", 0.0), ("page.html", 0.3), ("report.txt", 0.0)]
)
def test_table_four_in_bands_one_below_the_other_is_read(tmp_path, shape, name, blanks):
    figures = draw_figures("2021", random.Random(shape), blanks=blanks)
    rows = banded(shape, figures)
    if name == "page.html":
        page = write_html("2021", figures)
        text = (
            page[: page.rindex("<table>")]
            + "<table>"
            + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
            + "</table></body></html>"
        )
    else:
        text = write_text("2021", figures, "tabs")
        head = text.index("四、政府信息公开行政复议")
        text = (
            text[: text.index("\n", head) + 1]
            + "\n".join("\t".join(row) for row in rows)
            + "\n五、存在的主要问题\n"
        )
    report = parse_text(tmp_path, text, name)
    assert {v.key: v.value for v in report if v.table == "remedies"} == {
        key: number for key, number in figures.items() if key[0] == "remedies"
    }


@pytest.mark.parametrize(("first", "second"), [("2021", "2019"), ("2019", "2021")])
def test_a_page_with_the_reports_of_two_years_is_read_as_the_one_its_title_names(
    tmp_path, first, second
):
    figures = draw_figures(first, random.Random(1))
    pages = [
        write_html(edition, drawn, year)
        for edition, drawn, year in (
            (first, figures, int(first)),
            (second, draw_figures(second, random.Random(2)), int(second)),
        )
    ]
    first_page, second_page = (page.removesuffix("</body></html>") for page in pages)
    report = parse_text(
        tmp_path, first_page + second_page[second_page.index("<h1>") :], "page.html"
    )
    assert set(report.editions.values()) == {first}
    assert {v.key: v.value for v in report} == figures


@pytest.mark.parametrize("seed", range(6))
def test_joined_figures_with_thousands_separators_are_never_silently_wrong(tmp_path, seed):
    figures = draw_figures("2021", random.Random(seed), largest=900)
    lines = []
    for line in write_text("2021", figures, "tabs").split("\n"):
        cells = [f"{int(cell):,}" if cell.isdigit() else cell for cell in line.split("\t")]
        lines.append("".join(cells))
    assert not silent(parse_text(tmp_path, "\n".join(lines)), figures)


def test_a_digit_of_the_next_rows_code_is_no_figure_of_a_blank_cell(tmp_path):
    figures = draw_figures("fujian-2017", random.Random(3))
    lines = write_text("fujian-2017", figures, "tabs", 2017).split("\n")
    table = [number for number, line in enumerate(lines) if line.endswith("\t")]
    for count, number in enumerate(table):
        lines[number] = f"E{count}\t{lines[number]}"
    complaints = next(number for number in table if "举报数" in lines[number])
    head, _, _ = lines[complaints].rstrip("\t").rpartition("\t")
    lines[complaints] = head + "\t\t"
    report = parse_text(tmp_path, "\n".join(lines))
    blank = report["legacy", "complaints", "cumulative"]
    assert (blank.status, blank.value) == (Status.BLANK, None)
    following = report["legacy", "reconsideration", "year"]
    assert following.value == figures[following.key]
