"""Which column a figure stands in: what printed heads say, and what they leave in doubt."""

from __future__ import annotations

import random

import pytest

import gxkit
from gxkit.forms import find_form
from gxkit.report import Status
from specimens import draw_figures

TITLE = "青山县2022年政府信息公开工作年度报告"
TABLE = find_form("2021").table("requests")
LABELS = {column.id: column.label for column in TABLE.columns}
FORM = list(LABELS)
GROUP = "法人或其他组织"


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


@pytest.mark.parametrize("heads", [("市本级", "全市"), ("2018年", "2019年")])
def test_two_figures_under_one_label_are_both_candidates(tmp_path, heads):
    figures, rows = beside(heads, pairs=False)
    report = parse(tmp_path, page(rows))
    for key, number in figures.items():
        if key[0] == "requests":
            assert number in (report[key].value, *report[key].candidates)
    assert report["requests", "received", "total"].status is Status.AMBIGUOUS
