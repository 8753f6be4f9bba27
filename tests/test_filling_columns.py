"""Which column a figure stands in: what printed heads say, and what they leave in doubt."""

from __future__ import annotations

import random

import pytest

import gxkit
from gxkit.forms import find_form
from gxkit.report import Status
from specimens import draw_figures, write_html

TITLE = "青山县2022年政府信息公开工作年度报告"
TABLE = find_form("2021").table("requests")
LABELS = {column.id: column.label for column in TABLE.columns}
FORM = list(LABELS)
GROUP = "法人或其他组织"


HANDLED = "本年处理决定数量"
PROACTIVE = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "1", "0", "346"],
    ["行政规范性文件", "14", "5", "678"],
]


def draw(seed=1):
    return draw_figures("2021", random.Random(seed))


def page(rows):
    """A web page of a table whose rows are lists of (text, columns, rows)."""
    lines = []
    for row in rows:
        cells = [f'<td colspan="{c}" rowspan="{r}">{text}</td>' for text, c, r in row]
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return f"<p>{TITLE}</p><table>{''.join(lines)}</table>"


def official_head(order):
    """The form's head of two rows with its columns in an order, each organisation below a group."""
    upper, lower = [("", 1, 2)], []
    for column in order:
        if column in ("natural_person", "total"):
            upper.append((LABELS[column], 1, 2))
        elif upper[-1][0] == GROUP:
            upper[-1] = (GROUP, upper[-1][1] + 1, 1)
        else:
            upper.append((GROUP, 1, 1))
        if column not in ("natural_person", "total"):
            lower.append((LABELS[column], 1, 1))
    return [upper, lower]


def body(figures, columns):
    """A line for each row of the form: `columns` give a column's id, or make a text of a row."""
    lines = []
    for number, row in enumerate(TABLE.rows, 1):
        cells = [(row.label, 1, 1)]
        for column in columns:
            own = column(number) if callable(column) else figures["requests", row.id, column]
            cells.append((str(own), 1, 1))
        lines.append(cells)
    return lines


def parse(folder, text, name="report.html"):
    path = folder / name
    path.write_text(text, "utf-8")
    return gxkit.parse(path)


def assert_right(report, figures):
    for key, number in figures.items():
        if key[0] == "requests":
            assert (report[key].value, report[key].status) == (number, Status.PRINTED), key


@pytest.mark.parametrize("seed", range(4))
def test_a_head_of_two_rows_decides_where_no_sum_does(tmp_path, seed):
    figures, order = draw(seed), FORM[:]
    random.Random(seed).shuffle(order)
    report = parse(tmp_path, page([*official_head(order), *body(figures, order)]))
    assert_right(report, figures)


@pytest.mark.parametrize("head", ["序号", "占比", "备注", "较上年增减", "小计"])
@pytest.mark.parametrize("at", [0, 3, 7])
def test_a_column_that_offices_add_takes_no_figure(tmp_path, head, at):
    figures = draw()
    heads = [("", 1, 1), *((label, 1, 1) for label in LABELS.values())]
    heads.insert(at + 1, (head, 1, 1))
    columns = [*FORM[:at], str, *FORM[at:]]
    assert_right(parse(tmp_path, page([heads, *body(figures, columns)])), figures)


def test_a_label_that_nobody_knows_leaves_its_column_in_doubt(tmp_path):
    figures = draw()
    heads = [("", 1, 1), *((label, 1, 1) for label in LABELS.values())]
    heads[2] = ("个体户", 1, 1)
    report = parse(tmp_path, page([heads, *body(figures, FORM)]))
    for row in TABLE.rows:
        value = report["requests", row.id, "business"]
        assert value.status is Status.AMBIGUOUS
        assert value.candidates == (figures["requests", row.id, "business"],)
        assert report["requests", row.id, "research"].status is Status.PRINTED
    assert "个体户" in report.remarks[-1].say("zh")


def beside(heads, pairs):
    """Two tables side by side, or in pairs of columns; `heads` are those of the years."""
    figures, earlier = draw(1), draw(2)
    lines = []
    for one, other in zip(body(figures, FORM), body(earlier, FORM), strict=True):
        if pairs:
            cells = [cell for two in zip(other[1:], one[1:], strict=True) for cell in two]
        else:
            cells = [*other[1:], *one[1:]]
        lines.append([one[0], *cells])
    labels = [(label, 1, 1) for label in LABELS.values()]
    if pairs:
        upper = [(label, 2, 1) for label, _, _ in labels]
        lower = [(head, 1, 1) for _ in labels for head in heads]
        return figures, [[("", 1, 2), *upper], lower, *lines]
    upper = [(head, 7, 1) for head in heads]
    return figures, [[("", 1, 2), *upper], [*labels, *labels], *lines]


@pytest.mark.parametrize("pairs", [False, True])
@pytest.mark.parametrize(
    "heads",
    [("2021年", "2022年"), ("上年", "本年"), ("上年数（2021年）", "2022年度"), ("去年", "今年")],
)
def test_of_two_years_side_by_side_the_reports_is_read(tmp_path, heads, pairs):
    figures, rows = beside(heads, pairs)
    report = parse(tmp_path, page(rows))
    assert_right(report, figures)
    assert "several years side by side" in report.remarks[-1].say("en")
    assert not any("holds no other" in str(remark) for remark in report.remarks)


@pytest.mark.parametrize("heads", [("市本级", "全市"), ("2018年", "2019年")])
def test_two_figures_under_one_label_are_both_candidates(tmp_path, heads):
    figures, rows = beside(heads, pairs=False)
    report = parse(tmp_path, page(rows))
    for key, number in figures.items():
        if key[0] == "requests":
            assert number in (report[key].value, *report[key].candidates)
    assert report["requests", "received", "total"].status is Status.AMBIGUOUS


def lines(figures, order, sep="\t"):
    texts = []
    for row in TABLE.rows:
        cells = [str(figures["requests", row.id, column]) for column in order]
        texts.append(sep.join([row.label, *cells]))
    return texts


def text(head, body):
    return "\n".join([TITLE, "三、收到和处理政府信息公开申请情况", *head, *body, ""])


OFFICIAL = ["申请人情况", GROUP, "自然人 总计", "商业企业 科研机构 社会公益组织 法律服务机构 其他"]
EXCHANGED = ["business", "natural_person", *FORM[2:]]


def test_a_head_of_several_lines_is_no_order_of_columns(tmp_path):
    figures = draw()
    report = parse(tmp_path, text(OFFICIAL, lines(figures, FORM, " ")), "report.txt")
    assert_right(report, figures)
    assert not report.remarks


@pytest.mark.parametrize("order", [EXCHANGED, ["total", *FORM[:6]]])
def test_a_head_in_one_line_decides_where_the_sums_agree(tmp_path, order):
    figures = draw()
    head = ["\t".join(LABELS[column] for column in order)]
    assert_right(parse(tmp_path, text(head, lines(figures, order)), "report.txt"), figures)


def test_an_order_made_of_several_lines_is_a_doubt_where_the_sums_are_indifferent(tmp_path):
    figures = draw()
    head = [f"{GROUP}\t自然人\t总计", *OFFICIAL[3:]]
    order = [*FORM[1:6], "natural_person", "total"]
    report = parse(tmp_path, text(head, lines(figures, order)), "report.txt")
    for key, number in figures.items():
        if key[0] == "requests":
            assert number in (report[key].value, *report[key].candidates)
    assert report["requests", "received", "total"].status is Status.PRINTED


def aligned(figures, order):
    """Lines with each figure, and its label in the head, at its own column of characters."""
    heads = "".join(LABELS[column].ljust(20 - len(LABELS[column])) for column in order)
    body = []
    for row in TABLE.rows:
        cells = [str(figures["requests", row.id, column]).ljust(20) for column in order]
        label = row.label[:20]
        body.append(label + " " * (60 - 2 * len(label)) + "".join(cells))
    upper, lower = [], []
    for at, column in enumerate(order):
        row = upper if column in ("natural_person", "total") else lower
        row.append((60 + 20 * at, LABELS[column]))
    return [place(upper), place(lower)], body, heads


def place(labels):
    line = ""
    for at, label in labels:
        width = len(line) + sum(sign > "\x7f" for sign in line)
        line += " " * (at - width) + label
    return line


@pytest.mark.parametrize("order", [FORM, EXCHANGED, [*FORM[1:6], "natural_person", "total"]])
def test_a_head_is_laid_out_by_columns_of_characters(tmp_path, order):
    figures = draw()
    head, body, _ = aligned(figures, order)
    assert_right(parse(tmp_path, text(head, body), "report.txt"), figures)


def test_a_torn_head_whose_lines_name_another_order_leaves_the_columns_in_doubt(tmp_path):
    figures = draw()
    head = [GROUP, "自然", "人 科研机 商业企 总计", "社会公益组织 法律服务机构 其他", "构 业"]
    order = ["natural_person", "research", "business", *FORM[3:]]
    report = parse(tmp_path, text(head, lines(figures, order)), "report.txt")
    received = {column: report["requests", "received", column].status for column in FORM}
    assert received.pop("total") is Status.PRINTED
    assert set(received.values()) == {Status.AMBIGUOUS}


def turned(rows):
    """The rows of a table, each a list of (text, columns, rows), as columns."""
    matrix = [[text for text, _, _ in row] for row in rows]
    return [[(text, 1, 1) for text in column] for column in zip(*matrix, strict=True)]


@pytest.mark.parametrize("is_grouped", [False, True])
def test_a_turned_table_is_turned_back(tmp_path, is_grouped):
    figures = draw()
    heads = [("", 1, 1), *((label, 1, 1) for label in LABELS.values())]
    rows = body(figures, FORM)
    for row, printed in zip(TABLE.rows, rows, strict=True):
        if is_grouped:
            printed[0] = ("".join(row.path[-2:]), 1, 1)
    report = parse(tmp_path, page(turned([heads, *rows])))
    assert_right(report, figures)
    # a cell keeps the place where it is printed
    assert report["requests", "received", "total"].where.row == len(FORM) + 1


def test_lines_of_a_text_that_turn_a_table_are_read_by_their_labels(tmp_path):
    figures = draw()
    head = ["\t".join(row.label for row in TABLE.rows)]
    rows = []
    for column, label in LABELS.items():
        cells = [str(figures["requests", row.id, column]) for row in TABLE.rows]
        rows.append("\t".join([label, *cells]))
    assert_right(parse(tmp_path, text(head, rows), "report.txt"), figures)


@pytest.mark.parametrize("years", [["2017年度"], ["2017年度", "2016年度"]])
def test_a_turned_line_that_a_year_opens_is_read_if_it_is_the_only_one(tmp_path, years):
    rows = find_form("fujian-2017").table("legacy").rows
    lines = ["青山县2017年政府信息公开工作年度报告"]
    lines.append("\t".join(["指标名称", *(row.label for row in rows)]))
    for line, label in enumerate([*years, "历年累计"]):
        cells = [str(100 * line + at) for at in range(len(rows))]
        lines.append("\t".join([label, *cells]))
    path = tmp_path / "report.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    report = gxkit.parse(path)
    of_year = [report["legacy", row.id, "year"] for row in rows]
    if len(years) == 1:
        assert [cell.value for cell in of_year] == list(range(len(rows)))
    else:
        assert Status.PRINTED not in {cell.status for cell in of_year}


@pytest.mark.parametrize("grids", [1, 2])
def test_two_halves_of_a_table_are_joined(tmp_path, grids):
    figures = draw()
    halves = []
    for columns in (FORM[:4], FORM[4:]):
        heads = [("", 1, 1), *((LABELS[column], 1, 1) for column in columns)]
        halves.append([heads, *body(figures, columns)])
    both = page([*halves[0], *halves[1]])
    if grids == len(halves):
        both = page(halves[0]) + page(halves[1])
    assert_right(parse(tmp_path, both), figures)


def test_labels_that_stand_beside_their_figures_again_part_no_row(tmp_path):
    figures, earlier = draw(1), draw(2)
    heads = [("", 1, 1), *((label, 1, 1) for label in LABELS.values())]
    years = [("", 1, 1), ("2022年", 7, 1), ("", 1, 1), ("2021年", 7, 1)]
    rows = [years, [*heads, *heads]]
    for one, other in zip(body(figures, FORM), body(earlier, FORM), strict=True):
        rows.append([*one, *other])
    assert_right(parse(tmp_path, page(rows)), figures)


REMEDIES = find_form("2021").table("remedies")
OUTCOMES = [column.id for column in REMEDIES.columns]
WAYS = [row.id for row in REMEDIES.rows]


@pytest.mark.parametrize("ways", [WAYS, [*WAYS[1:], WAYS[0]]])
@pytest.mark.parametrize("outcomes", [OUTCOMES, [OUTCOMES[4], *OUTCOMES[:4]], OUTCOMES[::-1]])
def test_the_heads_of_table_four_name_its_cells_in_any_order(tmp_path, ways, outcomes):
    figures = draw()
    rows = {row.id: row for row in REMEDIES.rows}
    upper = [(rows[way].label, len(outcomes), 1) for way in ways]
    lower, line = [], []
    for way in ways:
        for outcome in outcomes:
            lower.append((REMEDIES.column(outcome).label, 1, 1))
            line.append((str(figures["remedies", way, outcome]), 1, 1))
    report = parse(tmp_path, page([upper, lower, line]))
    for key, number in figures.items():
        if key[0] == "remedies":
            assert (report[key].value, report[key].status) == (number, Status.PRINTED)


def test_table_four_in_text_is_in_doubt_where_its_head_and_no_sum_name_another_order(tmp_path):
    figures = draw()
    labels = [REMEDIES.column(outcome).label for outcome in OUTCOMES]
    head = ["行政诉讼\t行政复议", "未经复议直接起诉\t复议后起诉\t" + "\t".join(labels)]
    ways = [*WAYS[1:], WAYS[0]]
    cells = [str(figures["remedies", way, outcome]) for way in ways for outcome in OUTCOMES]
    lines_ = [TITLE, *head, "\t".join(labels * 2), "\t".join(cells), ""]
    report = parse(tmp_path, "\n".join(lines_), "report.txt")
    for key, number in figures.items():
        if key[0] == "remedies":
            assert number in (report[key].value, *report[key].candidates)


def test_lines_that_only_add_up_with_the_total_elsewhere_are_misread_and_nothing_is_certain(
    tmp_path,
):
    figures = draw()
    order = [*FORM[:3], "total", *FORM[3:6]]
    report = parse(tmp_path, text([], lines(figures, order)), "report.txt")
    assert "do not add up in the order of the form" in report.remarks[-1].say("en")
    assert not any(explanation.certain for explanation in report.explanations)
    for key, number in figures.items():
        if key[0] == "requests":
            assert number in (report[key].value, *report[key].candidates)


def three_rows(order, **spans):
    """The notice's head of three rows; `spans` make one of them wrong."""
    upper = []
    for column in order:
        if column in ("natural_person", "total"):
            upper.append((LABELS[column], 1, spans.get(column, 2)))
        elif not upper or upper[-1][0] != GROUP:
            upper.append((GROUP, spans.get("group", 5), 1))
    lower = [(LABELS[column], 1, 1) for column in order if column in FORM[1:6]]
    return [[("", 1, spans.get("corner", 3)), ("申请人情况", 7, 1)], upper, lower]


WRONG_SPANS = [{"corner": 2}, {"natural_person": 1}, {"total": 1}, {"group": 4}, {"group": 6}]


@pytest.mark.parametrize("spans", WRONG_SPANS)
def test_a_wrong_span_of_a_head_moves_no_column_that_its_rows_name_in_order(tmp_path, spans):
    figures = draw()
    report = parse(tmp_path, page([*three_rows(FORM, **spans), *body(figures, FORM)]))
    assert_right(report, figures)
    assert not report.remarks


@pytest.mark.parametrize("spans", WRONG_SPANS)
def test_a_head_of_wrong_spans_in_another_order_is_never_followed_in_silence(tmp_path, spans):
    figures = draw()
    order = ["natural_person", "research", "business", *FORM[3:]]
    report = parse(tmp_path, page([*three_rows(order, **spans), *body(figures, order)]))
    for key, number in figures.items():
        if key[0] == "requests":
            assert number in (report[key].value, *report[key].candidates)


def test_checks_of_an_office_right_of_the_table_belong_to_no_cell(tmp_path):
    figures = draw()
    upper, lower = official_head(FORM)
    columns = [*FORM, lambda _: "√", lambda _: "0"]
    rows = [[*upper, ("", 1, 2), ("", 1, 2)], lower, *body(figures, columns)]
    report = parse(tmp_path, page(rows))
    assert_right(report, figures)
    assert "without a label" in report.remarks[-1].say("en")


def test_a_column_that_neither_head_nor_rows_have_is_missing_and_the_others_are_read(tmp_path):
    figures = draw()
    order = [column for column in FORM if column != "research"]
    report = parse(tmp_path, page([*official_head(order), *body(figures, order)]))
    for (table, row, column), number in figures.items():
        if table == "requests":
            value = report[table, row, column]
            expected = (None, Status.MISSING) if column == "research" else (number, Status.PRINTED)
            assert (value.value, value.status) == expected
    assert "科研机构" in report.remarks[-1].say("zh")


@pytest.mark.parametrize("deleted", range(5))
def test_rows_that_moved_up_over_deleted_cells_are_in_doubt(tmp_path, deleted):
    figures = draw()
    moved = [*FORM[:deleted], *FORM[deleted + 1 :], lambda _: ""]
    report = parse(tmp_path, page([*official_head(FORM), *body(figures, moved)]))
    assert not any(value.status is Status.PRINTED for value in report if value.table == "requests")
    assert any("place too far left" in remark.say("en") for remark in report.remarks)


def test_a_column_without_a_label_is_the_one_that_no_label_names(tmp_path):
    figures = draw()
    heads = [("", 1, 1), *((LABELS[column], 1, 1) for column in EXCHANGED)]
    heads[3] = ("", 1, 1)
    assert_right(parse(tmp_path, page([heads, *body(figures, EXCHANGED)])), figures)


@pytest.mark.parametrize("lost", range(5))
@pytest.mark.parametrize("titled", [False, True])
def test_a_head_that_has_lost_a_label_moves_no_column_in_silence(tmp_path, lost, titled):
    figures = draw()
    upper, lower = official_head(FORM)
    del lower[lost]
    rows = [upper, lower, *body(figures, FORM)]
    if titled:
        rows.insert(0, [("三、收到和处理政府信息公开申请情况", 8, 1)])
    report = parse(tmp_path, page(rows))
    assert not any(explanation.certain for explanation in report.explanations)
    for key, number in figures.items():
        if key[0] == "requests":
            assert number in (report[key].value, *report[key].candidates)


def test_blanks_behind_the_columns_hide_no_head_that_the_sums_deny(tmp_path):
    figures = draw()
    order = ["natural_person", "total", *FORM[1:-1]]
    lines = [["", *(LABELS[column] for column in order)]]
    lines += [[text for text, _, _ in line] for line in body(figures, FORM)]
    text = "\n".join(",".join([*line, "", "", ""]) for line in lines)
    report = parse(tmp_path, f"{TITLE},,,\n{text}\n", "report.csv")
    for key, number in figures.items():
        if key[0] == "requests":
            assert number in (report[key].value, *report[key].candidates)


def test_a_figure_beside_the_only_label_of_its_head_is_not_left_out_as_if_blank(tmp_path):
    rows = [["第二十条第（五）项"], ["信息内容", "", HANDLED, HANDLED], ["行政许可", "31", "", ""]]
    rows = [*PROACTIVE, *rows, ["行政处罚", "7", "", ""]]
    report = parse(tmp_path, page([[(text, 1, 1) for text in row] for row in rows]))
    assert report["proactive", "licensing", "decisions"].printed == "31"


@pytest.mark.parametrize("words", [("总计", "合计"), ("其他", "其它"), ("商业企业", "企业")])
def test_another_wording_or_a_part_of_a_label_names_its_column(tmp_path, words):
    figures = draw()
    label, printed = words
    heads = [printed if text == label else text for text in LABELS.values()]
    rows = [[("", 1, 1), *((text, 1, 1) for text in heads)], *body(figures, FORM)]
    assert_right(parse(tmp_path, page(rows)), figures)


@pytest.mark.parametrize("unit", ["数", "（件）", "（单位：件）", "申请数量"])
def test_a_label_with_its_unit_names_its_column(tmp_path, unit):
    figures = draw()
    heads = [f"{text}{unit}" for text in LABELS.values()]
    rows = [[("", 1, 1), *((text, 1, 1) for text in heads)], *body(figures, FORM)]
    report = parse(tmp_path, page(rows))
    assert_right(report, figures)
    assert not report.remarks


def test_shares_beside_each_figure_take_no_place(tmp_path):
    figures = draw()
    upper = [("", 1, 2), *((label, 2, 1) for label in LABELS.values())]
    lower = [(word, 1, 1) for _ in FORM for word in ("数量", "占比")]
    columns = []
    for column in FORM:
        columns += [column, lambda number: f"{number}%"]
    assert_right(parse(tmp_path, page([upper, lower, *body(figures, columns)])), figures)


@pytest.mark.parametrize("sep", ["\t", "\n"])
def test_each_band_of_table_two_has_its_columns_in_the_order_of_its_own_head(tmp_path, sep):
    figures = draw()
    order = ["in_force", "made", "repealed"]
    proactive = find_form("2021").table("proactive")
    labels = [proactive.column(column).label for column in order]
    texts = [TITLE, "第二十条第（一）项", sep.join(["信息内容", *labels])]
    for row in proactive.rows:
        if row.columns[0] == "decisions" and row.path[0] not in texts:
            texts += [row.path[0], sep.join(["信息内容", "本年处理决定数量"])]
        own = order if row.columns[0] == "made" else row.columns
        cells = [str(figures["proactive", row.id, column]) for column in own]
        texts.append(sep.join([row.label, *cells]))
    report = parse(tmp_path, "\n".join([*texts, ""]), "report.txt")
    for key, number in figures.items():
        if key[0] == "proactive":
            assert report[key].value == number, key


def four_lines(labels):
    """Table four with two lines of figures, this year's and others, each with a label before it."""
    figures, earlier = draw(1), draw(2)
    upper = [("年度", 1, 2), *((row.label, len(OUTCOMES), 1) for row in REMEDIES.rows)]
    lower = [(REMEDIES.column(outcome).label, 1, 1) for _ in WAYS for outcome in OUTCOMES]
    rows = [upper, lower]
    for label in labels:
        own = figures if label in ("2022年", "本年", "全市") else earlier
        cells = [str(own["remedies", way, outcome]) for way in WAYS for outcome in OUTCOMES]
        rows.append([(label, 1, 1), *((cell, 1, 1) for cell in cells)])
    return figures, rows


@pytest.mark.parametrize(
    "labels", [("2021年", "2022年"), ("本年", "上年"), ("上年", "本年"), ("市本级", "全市")]
)
def test_of_two_lines_of_table_four_the_reports_year_is_read_or_both_are_candidates(
    tmp_path, labels
):
    figures, rows = four_lines(labels)
    report = parse(tmp_path, page(rows))
    for key, number in figures.items():
        if key[0] == "remedies" and "全市" in labels:
            assert number in (report[key].value, *report[key].candidates)
        elif key[0] == "remedies":
            assert report[key].value == number


def test_figures_beside_another_year_are_in_doubt(tmp_path):
    figures, earlier = draw(1), draw(2)
    rows = [[("", 2, 1), *((label, 1, 1) for label in LABELS.values())]]
    for one, other in zip(body(figures, FORM), body(earlier, FORM), strict=True):
        (label, _, _), *cells = other
        rows += [[(label, 1, 2), ("上年", 1, 1), *cells], [("本年", 1, 1), *one[1:]]]
    report = parse(tmp_path, page(rows))
    statuses = {value.status for value in report if value.table == "requests"}
    assert statuses == {Status.AMBIGUOUS}


@pytest.mark.parametrize("head", ["line", "grid"])
def test_a_grid_without_a_head_has_it_in_the_line_or_the_grid_above(tmp_path, head):
    figures = draw()
    labels = [LABELS[column] for column in EXCHANGED]
    above = f"<p>{' '.join(labels)}</p>"
    if head == "grid":
        above = page([[(label, 1, 1) for label in labels]])
    report = parse(tmp_path, above + page(body(figures, EXCHANGED)))
    assert_right(report, figures)


def test_a_numbered_label_of_a_head_is_no_figure(tmp_path):
    figures = draw()
    heads = [LABELS[column] for column in EXCHANGED]
    heads[1] = "1." + heads[1]
    rows = [[("", 1, 1), *((head, 1, 1) for head in heads)], *body(figures, EXCHANGED)]
    assert_right(parse(tmp_path, page(rows)), figures)


def test_a_line_of_table_four_that_begins_with_a_blank_has_a_field_for_each_cell(tmp_path):
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head = ["行政复议\t行政诉讼", "\t".join([*outcomes, "未经复议直接起诉", "复议后起诉"])]
    figures = [None, 2, None, None, 2, None, 3, None, 1, 4, *[None] * 5]
    line = "\t".join(["" if one is None else str(one) for one in figures])
    text = "\n".join([TITLE, *head, "\t".join(outcomes * 2), line])
    report = parse(tmp_path, text, "report.txt")
    values = [value for value in report if value.table == "remedies"]
    assert [value.value for value in values] == figures


def test_an_empty_column_at_the_edge_is_no_second_year(tmp_path):
    figures = draw_figures("2021", random.Random(3))
    page = write_html("2021", figures, 2023).replace("</tr>", "<td></td></tr>")
    report = parse(tmp_path, page)
    assert {key: report[key].value for key in figures} == figures
    assert report.remarks == ()


def test_a_row_of_changes_below_zero_is_no_head_of_the_next_rows(tmp_path):
    figures = draw_figures("2019", random.Random(3))
    row = {key: None for key in figures if key[:2] == ("proactive", "coercion")}
    figures |= row | {("proactive", "coercion", "change"): -2}
    report = parse(tmp_path, write_html("2019", figures, 2020))
    assert {key: report[key].value for key in figures} == figures
    assert report.remarks == ()
