"""Which figures are a row's: blank rows, rows of no form, labels at the right, rows in one."""

import random
from pathlib import Path

import pytest

import gxkit
from gxkit.document import Where
from gxkit.report import Status
from specimens import draw_figures, write_html, write_text

TITLE = "某局2022年政府信息公开工作年度报告"
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
LABELS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
)
ROWS = ("received", "carried_in", "granted", "partial", "denied.state_secret", "denied.law")
FIGURES = [[row, 0, 10 * row, 0, 0, 1, 11 * row + 1] for row in range(1, 7)]


def parse_text(folder: Path, text: str, name: str = "report.txt") -> gxkit.report.Report:
    (folder / name).write_text(text, encoding="utf-8")
    return gxkit.parse(folder / name)


def parse_grid(folder: Path, lines: list[list[object]]) -> gxkit.report.Report:
    rows = []
    for line in lines:
        cells = "".join(f"<td>{cell}</td>" for cell in line)
        rows.append(f"<tr>{cells}</tr>")
    page = f"<meta charset=utf-8><h1>{TITLE}</h1><table>{''.join(rows)}</table>"
    return parse_text(folder, page, "page.html")


def row(report, row_id):
    return [value.value for value in report if (value.table, value.row) == ("requests", row_id)]


def statuses(report, row_id):
    return {value.status for value in report if (value.table, value.row) == ("requests", row_id)}


def table(**changed: list[object]) -> list[list[object]]:
    """Six rows of table three with head and labels; `changed` lines stand in place of theirs."""
    lines: list[list[object]] = [["", *APPLICANTS]]
    for row_id, label, figures in zip(ROWS, LABELS, FIGURES, strict=True):
        lines.append(changed.get(row_id.replace(".", "_"), [label, *figures]))
    return lines


@pytest.mark.parametrize("extra", ["小计", "其中：行政机关", "合 计"])
def test_a_blank_row_leaves_the_figures_of_a_row_that_no_form_has_alone(tmp_path, extra):
    lines = table(carried_in=[LABELS[1], *[""] * 7])
    lines.insert(3, [extra, 4, 0, 0, 0, 0, 0, 4])
    report = parse_grid(tmp_path, lines)
    assert statuses(report, "carried_in") == {Status.BLANK}
    assert row(report, "granted") == FIGURES[2]
    unplaced = [(one.printed, one.where) for one in report.unplaced]
    assert unplaced[0] == ("4", Where(table=1, row=4, column=2))
    assert len(unplaced) == 7


@pytest.mark.parametrize("shape", ["grid", "tabs", "cells"])
def test_labels_at_the_right_have_the_figures_of_their_own_row(tmp_path, shape):
    lines = [[*line[1:], line[0]] for line in table()]
    if shape == "grid":
        report = parse_grid(tmp_path, lines)
    else:
        joint = "\t" if shape == "tabs" else "\n"
        texts = [joint.join(map(str, line)) for line in lines]
        report = parse_text(tmp_path, "\n".join([TITLE, *texts, "无。"]))
    assert [row(report, row_id) for row_id in ROWS] == FIGURES


@pytest.mark.parametrize("joint", ["<br>", "<p>"])
def test_rows_that_share_their_cells_have_the_line_of_their_label(tmp_path, joint):
    shared = [joint.join(map(str, pair)) for pair in zip(FIGURES[1], FIGURES[2], strict=True)]
    lines = table(carried_in=[joint.join(LABELS[1:3]), *shared])
    del lines[3]
    report = parse_grid(tmp_path, lines)
    assert [row(report, row_id) for row_id in ROWS] == FIGURES
    assert report["requests", "granted", "total"].printed == "34"


def test_a_line_of_a_shared_cell_whose_label_no_form_has_is_no_other_rows(tmp_path):
    figures = zip(FIGURES[1], [9] * 7, FIGURES[2], strict=True)
    shared = ["<br>".join(map(str, three)) for three in figures]
    lines = table(carried_in=[f"{LABELS[1]}<br>小计<br>{LABELS[2]}", *shared])
    del lines[3]
    report = parse_grid(tmp_path, lines)
    assert [row(report, row_id) for row_id in ROWS] == FIGURES


@pytest.mark.parametrize("cell", ["2 3", "2", "2<br>3<br>4"])
def test_a_cell_of_two_rows_that_nothing_parts_is_ambiguous_for_both(tmp_path, cell):
    pairs = [f"{one}<br>{other}" for one, other in zip(FIGURES[1], FIGURES[2], strict=True)]
    lines = table(carried_in=["<br>".join(LABELS[1:3]), cell, *pairs[1:]])
    del lines[3]
    report = parse_grid(tmp_path, lines)
    for row_id in ("carried_in", "granted"):
        assert statuses(report, row_id) == {Status.AMBIGUOUS}
        assert 2 in report["requests", row_id, "natural_person"].candidates
    assert row(report, "partial") == FIGURES[3]


def test_a_blank_row_above_one_that_no_form_has_is_no_label_wrapped_around_its_figures(tmp_path):
    figures = draw_figures("2021", random.Random(3))
    lines = write_text("2021", figures, "tabs").splitlines()
    at = next(number for number, line in enumerate(lines) if "3.补正后申请内容" in line)
    label = lines[at][: lines[at].index("明确") + 2]
    lines[at : at + 1] = [label + "\t" * 7, "小计\t0\t4\t0\t0\t0\t0\t4"]
    report = parse_text(tmp_path, "\n".join(lines))
    assert statuses(report, "unavailable.unclear") == {Status.BLANK}
    assert (
        row(report, "unavailable.not_compiled")[6]
        == figures["requests", "unavailable.not_compiled", "total"]
    )


def test_a_label_in_other_words_is_no_other_rows(tmp_path):
    lines = table(received=["一、新收政府信息公开申请数量", *FIGURES[0]])
    del lines[2]
    lines[1:1] = [["规章", 70, 0, 3], ["本年", 1, 2, 3]]
    report = parse_grid(tmp_path, lines)
    assert row(report, "received") == FIGURES[0]
    assert row(report, "carried_in") == [None] * 7
    assert row(report, "granted") == FIGURES[2]


def test_a_groups_label_is_no_misprint_of_a_row_that_is_not_there(tmp_path):
    lines = table(granted=["（三）不予公开", "1.属于国家秘密", *FIGURES[4]])
    del lines[4:6]
    report = parse_grid(tmp_path, lines)
    assert row(report, "granted") == [None] * 7
    assert row(report, "denied.state_secret") == FIGURES[4]


@pytest.mark.parametrize("shape", ["grid", "tabs"])
def test_the_label_of_a_group_has_not_the_figures_of_a_row_beside_it(tmp_path, shape):
    """Under 其他处理 the edition of 2021 has rows, and that of 2019 is a row itself."""
    lines = table()
    lines.append(["（六）其他处理", "3.其他", *FIGURES[0]])
    if shape == "grid":
        report = parse_grid(tmp_path, lines)
    else:
        texts = ["\t".join(map(str, line)) for line in lines]
        report = parse_text(tmp_path, "\n".join([TITLE, *texts]))
    read = {value.row for value in report if value.value is not None}
    assert "other" not in read
    assert read <= {*ROWS, "other.rest"}


def test_a_head_without_its_corner_beside_a_column_of_remarks_moves_no_figure(tmp_path):
    lines = [[*line, "见说明"] for line in table()]
    lines[0] = [*APPLICANTS, "备注"]
    lines[1][-1] = ""
    report = parse_grid(tmp_path, lines)
    assert row(report, "received") in (FIGURES[0], [None] * 7)
    assert Status.BLANK not in statuses(report, "received")


def test_a_label_with_another_character_for_other_is_the_forms(tmp_path):
    figures = draw_figures("2021", random.Random(4))
    page = write_html("2021", figures, 2023).replace("其他", "其它")
    report = parse_text(tmp_path, page, "page.html")
    assert {key: report[key].value for key in figures} == figures


def test_figures_of_a_row_in_two_lines_stand_where_their_tabs_say(tmp_path):
    lines = [TITLE, "\t".join(["", *APPLICANTS])]
    for label, figures in zip(LABELS, FIGURES, strict=True):
        lines.append("\t".join([label, *map(str, figures)]))
    lines[3] = f"{LABELS[1]}\t2\t0\t\t0\t0\t1\t"
    lines.insert(4, "\t\t\t20\t\t\t\t23")
    report = parse_text(tmp_path, "\n".join(lines))
    columns = ("natural_person", "business", "research", "public_interest", "total")
    read = [report["requests", "carried_in", column].value for column in columns]
    assert read == [2, 0, 20, 0, 23]


def test_the_number_of_a_row_left_of_its_label_is_no_figure_of_blank_cells(tmp_path):
    head = ["序号", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    lines = [head, [1, "规章", 6, "", 72], [2, "行政规范性文件", "", "", ""]]
    decisions = {"行政许可": "", "行政处罚": "", "行政强制": 3}
    for number, (label, figure) in enumerate(decisions.items(), 3):
        lines += [["序号", "信息内容", "本年处理决定数量", "", ""], [number, label, figure, "", ""]]
    report = parse_grid(tmp_path, lines)
    rows = ("licensing", "penalties", "coercion")
    assert [report["proactive", one, "decisions"].value for one in rows] == [None, None, 3]
    assert report["proactive", "normative_documents", "made"].status is Status.BLANK


@pytest.mark.parametrize("own", [[6, 1, 72], ["", "", ""]])
def test_a_short_label_out_of_its_order_is_found_where_it_fills_its_cell(tmp_path, own):
    head = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    lines = [head, ["行政规范性文件", 12, 4, 160], ["规章", *own]]
    for label in ("行政许可", "行政处罚", "行政强制"):
        lines += [["信息内容", "本年处理决定数量", "", ""], [label, 3, "", ""]]
    report = parse_grid(tmp_path, lines)
    found = [report["proactive", "regulations", column] for column in ("made", "in_force")]
    assert [value.value for value in found] == [own[0] or None, own[2] or None]
    assert Status.MISSING not in {value.status for value in found}
    assert report["proactive", "normative_documents", "in_force"].value == 160


def test_a_sign_outside_the_columns_of_a_row_leaves_its_figures_in_theirs(tmp_path):
    head = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量"]
    lines = [
        head,
        ["规章", 1, 2, 3, "/"],
        ["行政规范性文件", 66, "", 7, "/"],
        ["行政许可", "/", "/", "/", 4],
    ]
    report = parse_grid(tmp_path, [*lines, ["行政处罚", "/", "/", "/", 5]])
    columns = ("made", "repealed", "in_force")
    found = [report["proactive", "normative_documents", column].value for column in columns]
    assert found == [66, None, 7]


def test_numbers_that_count_the_rows_and_a_repeated_head_are_no_figures_without_a_cell(tmp_path):
    figures = draw_figures("fujian-2013", random.Random(4))
    page = write_html("fujian-2013", figures, 2013)
    rows = page.split("<tr>")
    numbered = [f"<td>{at or '序号'}</td>{row}" for at, row in enumerate(rows[1:])]
    rows = [rows[0], *numbered[:6], numbered[0], *numbered[6:]]
    report = parse_text(tmp_path, "<tr>".join(rows), "page.html")
    assert {key: report[key].value for key in figures} == figures
    assert report.unplaced == ()


def test_figures_before_a_blank_remark_are_the_rows_as_in_the_rows_with_one(tmp_path):
    labels = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
    labels += ["（一）予以公开", "1.属于国家秘密", "2.其他法律行政法规禁止公开", "（七）总计"]
    names = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    inner = "".join(f"<td>{name}</td>" for name in names)
    # the head's corner is left out, and 自然人 reaches one row too far
    head = "<tr><td rowspan=3>自然人</td><td colspan=5>法人或其他组织</td>"
    rows = [head + "<td rowspan=3>总计</td></tr>", f"<tr>{inner}</tr>"]
    for number, label in enumerate(labels):
        remark = "见说明" if number else ""
        figures = "".join(f"<td>{figure}</td>" for figure in (5, 1, 1, 1, 1, 1, 10, remark))
        rows.append(f"<tr><td colspan=3>{label}</td>{figures}</tr>")
    page = f"<h1>某某县2023年政府信息公开工作年度报告</h1><table>{''.join(rows)}</table>"
    report = parse_text(tmp_path, page, "page.html")
    received = [value.value for value in report if value.row == "received"]
    assert received == [5, 1, 1, 1, 1, 1, 10]


@pytest.mark.parametrize("shape", ["grid", "tabs"])
def test_a_row_that_has_lost_a_cell_is_not_read_from_its_left(tmp_path, shape):
    lines = table(granted=[LABELS[2], "", 30, "", "", "", 30])
    if shape == "grid":
        report = parse_grid(tmp_path, lines)
    else:
        texts = ["\t".join(map(str, line)) for line in lines]
        report = parse_text(tmp_path, "\n".join([TITLE, *texts, "无。"]))
    assert statuses(report, "granted") == {Status.AMBIGUOUS}
    assert set(report["requests", "granted", "total"].candidates) == {30, None}
    assert row(report, "partial") == FIGURES[3]


def test_a_row_beside_its_head_is_placed_by_its_sum(tmp_path):
    moved = table(
        granted=[LABELS[2], "", *FIGURES[2]], partial=[LABELS[3], "", 4, 0, 0, "", 1, 0, 5]
    )
    report = parse_grid(tmp_path, [[*line, ""] if len(line) == 8 else line for line in moved])
    assert row(report, "granted") == FIGURES[2]
    assert row(report, "partial") == [4, 0, 0, None, 1, 0, 5]


def test_a_row_whose_total_is_blank_and_stands_one_place_left_is_in_doubt(tmp_path):
    report = parse_grid(tmp_path, table(granted=[LABELS[2], 30, 0, 0, 0, 0, 30, ""]))
    assert report["requests", "granted", "total"].candidates == (30, None)
    assert report["requests", "granted", "business"].value is None


@pytest.mark.parametrize("lost", [1, 2])
def test_rows_of_a_cut_table_that_lost_the_cell_of_their_group_are_whole(tmp_path, lost):
    lines: list[list[object]] = [["", "", "", *APPLICANTS]]
    for label, figures in zip(LABELS, FIGURES, strict=True):
        lines.append([*[""] * (2 - lost), label, *figures, *[""] * lost])
    lines[3] = [*[""] * (2 - lost), LABELS[2], *[0] * 7, *[""] * lost]
    report = parse_grid(tmp_path, lines)
    for row_id, figures in zip(ROWS, FIGURES, strict=True):
        expected = [0] * 7 if row_id == "granted" else figures
        assert row(report, row_id) == expected


def listed(*years: str) -> list[list[object]]:
    """Each cell of the six rows in a row of its own; those of other years are 9 more."""
    lines: list[list[object]] = [["年份", "项目", "申请人", "件数"][not years :]]
    for label, figures in zip(LABELS, FIGURES, strict=True):
        for applicant, figure in zip(APPLICANTS, figures, strict=True):
            for year in years or ("2022",):
                number = figure + 9 * (year != "2022")
                lines.append([year, label, applicant, number][not years :])
    return lines


@pytest.mark.parametrize("years", [(), ("2021", "2022")])
@pytest.mark.parametrize("shape", ["grid", "tabs", "csv"])
def test_a_list_with_a_row_for_each_cell_is_read_by_its_labels(tmp_path, shape, years):
    lines = listed(*years)
    if shape == "grid":
        report = parse_grid(tmp_path, lines)
    else:
        joint = "\t" if shape == "tabs" else ","
        texts = [joint.join(map(str, line)) for line in lines]
        report = parse_text(tmp_path, "\n".join([TITLE, *texts, "无。"]), f"report.{shape}")
    assert [row(report, row_id) for row_id in ROWS] == FIGURES
    if shape == "grid" and not years:
        assert report["requests", "received", "total"].where == Where(table=1, row=8, column=3)


def test_a_list_without_its_zeros_gives_no_cell_a_figure_of_another(tmp_path):
    lines = [line for line in listed() if line[-1] != 0]
    report = parse_grid(tmp_path, lines)
    for row_id, figures in zip(ROWS, FIGURES, strict=True):
        read = row(report, row_id)
        assert all(one in (None, other) for one, other in zip(read, figures, strict=True))


def write_page(folder: Path, changed: str) -> gxkit.report.Report:
    """The table with a row in other cells."""
    rows = []
    for line in table():
        cells = "".join(f"<td>{cell}</td>" for cell in line[1:])
        if line[0] == LABELS[2]:
            cells = changed
        rows.append(f"<tr><td>{line[0]}</td>{cells}</tr>")
    page = f"<meta charset=utf-8><h1>{TITLE}</h1><table>{''.join(rows)}</table>"
    return parse_text(folder, page, "page.html")


@pytest.mark.parametrize(("printed", "number"), [("0", 0), ("无", None), ("/", None)])
def test_nothing_in_a_cell_that_all_columns_share_stands_for_each(tmp_path, printed, number):
    report = write_page(tmp_path, f"<td colspan=7>{printed}</td>")
    assert row(report, "granted") == [number] * 7
    expected = Status.BLANK if number is None else Status.PRINTED
    assert statuses(report, "granted") == {expected}


@pytest.mark.parametrize("figure", ["11", "40"])
def test_a_figure_below_two_heads_is_no_ones_alone(tmp_path, figure):
    cells = f"<td colspan=2>{figure}</td><td></td><td></td><td></td><td></td><td>{figure}</td>"
    report = write_page(tmp_path, cells)
    assert report["requests", "granted", "natural_person"].status is Status.AMBIGUOUS
    assert report["requests", "granted", "business"].status is Status.AMBIGUOUS


def test_a_zero_that_ends_before_its_head_does_not_stand_for_every_cell(tmp_path):
    report = write_page(tmp_path, "<td colspan=6>0</td>")
    assert statuses(report, "granted") == {Status.AMBIGUOUS}


def test_a_figure_in_the_blank_place_behind_its_column_tells_that_its_row_slipped(tmp_path):
    lines = [[*line, ""] for line in table()]
    lines[5] = [LABELS[4], "", 2, "", "", "", "", "", 2]
    text = "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
    report = parse_text(tmp_path, f"{TITLE}\n{text}\n无。")
    slipped = report["requests", "denied.state_secret", "natural_person"]
    assert (slipped.status, slipped.candidates) == (Status.AMBIGUOUS, (2, None))
    assert row(report, "denied.law") == FIGURES[5]


def test_figures_that_all_stand_a_row_too_high_are_in_doubt(tmp_path):
    head, *lines = table()
    figures = [line[1:] for line in lines]
    first = [f"{label}<br>{figure}" for label, figure in zip(APPLICANTS, figures[0], strict=True)]
    moved = [[head[0], *first]]
    for label, own in zip(LABELS, [*figures[1:], [""] * 7], strict=True):
        moved.append([label, *own])
    report = parse_grid(tmp_path, moved)
    assert all(statuses(report, row_id) == {Status.AMBIGUOUS} for row_id in ROWS)


def test_numbers_of_columns_above_a_blank_last_row_doubt_nothing(tmp_path):
    lines = table(denied_law=[LABELS[5], *[""] * 7])
    lines[0] = ["", *[f"{label}<br>{at}" for at, label in enumerate(APPLICANTS, 1)]]
    report = parse_grid(tmp_path, lines)
    assert [row(report, row_id) for row_id in ROWS[:-1]] == FIGURES[:-1]


def test_a_blank_cell_below_one_with_two_figures_may_hold_one_of_them(tmp_path):
    lines = table()
    lines[2][1], lines[3][1] = "2<br>3", ""
    report = parse_grid(tmp_path, lines)
    blank = report["requests", "granted", "natural_person"]
    assert (blank.status, blank.candidates) == (Status.AMBIGUOUS, (None, 2, 3))


def test_a_blank_cell_near_a_line_of_figures_without_a_label_may_hold_one_of_them(tmp_path):
    lines = ["\t".join(map(str, line)) for line in table()]
    lines[3:4] = ["\t3\t30\t\t\t\t\t", LABELS[2], "\t\t\t0\t0\t0\t1\t34"]
    report = parse_text(tmp_path, "\n".join([TITLE, *lines, "无。"]))
    first = report["requests", "granted", "natural_person"]
    assert first.status is not Status.BLANK
    assert row(report, "partial") == FIGURES[3]


def test_digits_that_run_into_the_next_label_may_end_in_its_number(tmp_path):
    figures = draw_figures("fujian-2014", random.Random(5))
    lines = write_text("fujian-2014", figures, "tabs").splitlines()
    at = next(number for number, line in enumerate(lines) if "2.政府公报公开数" in line)
    lines[at - 1 : at + 1] = [lines[at - 1].strip() + lines[at].replace("2.政府", "2政府")]
    report = parse_text(tmp_path, "\n".join(lines))
    glued = report["legacy", "disclosed.website", "cumulative"]
    assert glued.status is Status.ILLEGIBLE
    assert report["legacy", "disclosed.gazette", "year"].status is Status.PRINTED


def test_a_blank_last_row_takes_no_figure_of_the_next_table(tmp_path):
    figures = draw_figures("2021", random.Random(5))
    lines = write_text("2021", figures, "tabs").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("行政事业性收费"))
    lines[at] = "行政事业性收费"
    report = parse_text(tmp_path, " ".join(lines).replace("\t", " "))
    assert report["proactive", "fees", "amount_wan_yuan"].value is None


def test_a_cell_that_a_line_cuts_in_two_is_not_blank(tmp_path):
    whole = [f"<td rowspan=2>{figure}</td>" for figure in FIGURES[2][1:]]
    cells = "".join(["<td></td>", *whole, "</tr><tr><td>31</td>"])
    write_page(tmp_path, cells)
    text = (tmp_path / "page.html").read_text("utf-8")
    text = text.replace(f"<td>{LABELS[2]}", f"<td rowspan=2>{LABELS[2]}")
    report = parse_text(tmp_path, text, "page.html")
    assert report["requests", "granted", "natural_person"].status is Status.ILLEGIBLE
    assert row(report, "granted")[1:] == FIGURES[2][1:]
    assert row(report, "partial") == FIGURES[3]


def test_a_row_that_begins_blank_and_has_lost_its_total_may_stand_a_place_to_the_right(tmp_path):
    lines = table(granted=[LABELS[2], "", 3, "", "", "", "", ""])
    moved = parse_grid(tmp_path, lines)["requests", "granted", "business"]
    assert (moved.status, moved.candidates) == (Status.AMBIGUOUS, (3, None))
    lines = [[*line[:-1], ""] for line in lines]
    assert parse_grid(tmp_path, lines)["requests", "granted", "business"].value == 3
