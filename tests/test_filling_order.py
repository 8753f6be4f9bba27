"""Columns and rows that a file sets in another order than the form."""

import random

import pytest

import gxkit
from gxkit.forms import find_form
from gxkit.report import Status
from specimens import draw_figures

REQUESTS = find_form("2021").table("requests")
REMEDIES = find_form("2021").table("remedies")
PARTS = [c.id for c in REQUESTS.columns][:-1]


def tr(*cells):
    return "<tr>" + "".join(f"<td{more}>{text}</td>" for text, more in cells) + "</tr>"


def write_requests(figures, order, total_first, blank="0"):
    """Table three with a head of three rows that names the total first or last."""
    parts = tr(*((REQUESTS.column(c).label, "") for c in PARTS[1:]))
    ends = [
        ("总计", " rowspan=2"),
        (REQUESTS.column(PARTS[0]).label, " rowspan=2"),
        ("法人或其他组织", " colspan=5"),
    ]
    head = tr(("", " rowspan=3"), ("申请人情况", " colspan=7")) + tr(
        *(ends if total_first else [*ends[1:], ends[0]])
    )
    body = "".join(
        tr((row.label, ""), *((str(figures["requests", row.id, c] or blank), "") for c in order))
        for row in REQUESTS.rows
    )
    return f"<p>青山县2022年政府信息公开工作年度报告</p><table>{head}{parts}{body}</table>"


def read(folder, page):
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    return {v.key: v for v in gxkit.parse(path)}


@pytest.mark.parametrize("total_first", [True, False])
@pytest.mark.parametrize("blank", ["0", "", "—"])
def test_figures_follow_a_head_of_several_rows_that_names_the_total_first(
    tmp_path, total_first, blank
):
    figures = draw_figures("2021", random.Random(1))
    order = ["total", *PARTS] if total_first else [*PARTS, "total"]
    found = read(tmp_path, write_requests(figures, order, total_first, blank))
    assert all(
        (found[key].value or 0) == number for key, number in figures.items() if key[0] == "requests"
    )


def test_cells_are_in_doubt_where_the_sums_deny_the_order_of_a_head(tmp_path):
    figures = draw_figures("2021", random.Random(1))
    path = tmp_path / "report.html"
    path.write_text(write_requests(figures, [*PARTS, "total"], total_first=True), "utf-8")
    report = gxkit.parse(path)
    for key, number in figures.items():
        if key[0] == "requests":
            value = report[key]
            assert value.value == number or number in value.candidates
    assert "hold only in the form's" in report.remarks[-1].say("en")
    assert not any(explanation.certain for explanation in report.explanations)


def test_blanks_do_not_bring_exchanged_columns_back_into_the_order_of_the_form(tmp_path):
    legacy = find_form("fujian-2017").table("legacy")
    rows = "".join(tr((r.label, ""), (r.units[0], ""), ("7", ""), ("", "")) for r in legacy.rows)
    head = tr(("指标名称", ""), ("计量单位", ""), ("历年累计", ""), ("2017年度", ""))
    found = read(tmp_path, f"<p>政府信息公开工作年度报告</p><table>{head}{rows}</table>")
    for row in legacy.rows:
        assert found["legacy", row.id, "cumulative"].value == 7
        assert found["legacy", row.id, "year"].status is Status.BLANK


@pytest.mark.parametrize("drop", [False, True])
@pytest.mark.parametrize(
    "borders", [("<tr><td>", "</td><td>", "</td></tr>"), ("", "\t", "\n"), ("", "  ", "\n")]
)
def test_table_four_turned_is_read_where_every_cell_stands_there(tmp_path, borders, drop):
    figures = {
        key: n for key, n in draw_figures("2021", random.Random(2)).items() if key[0] == "remedies"
    }
    columns = [c.id for c in REMEDIES.columns]
    rows = [["", *(row.label for row in REMEDIES.rows)]] + [
        [REMEDIES.column(c).label, *(str(figures["remedies", row.id, c]) for row in REMEDIES.rows)]
        for c in columns
    ]
    if drop:
        rows[2].pop()
    opened, between, closed = borders
    table = "".join(opened + between.join(cells) + closed for cells in rows)
    page = write_requests(
        draw_figures("2021", random.Random(2)), [*PARTS, "total"], total_first=False
    )
    name = "report.html" if opened else "report.txt"
    title = "四、政府信息公开行政复议、行政诉讼情况"
    text = (
        f"{page}<p>{title}</p><table>{table}</table>"
        if opened
        else f"政府信息公开工作年度报告\n{title}\n{table}"
    )
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = {v.key: v for v in gxkit.parse(tmp_path / name)}
    if drop:
        assert all(found[key].value in (None, number) for key, number in figures.items())
    else:
        assert all(found[key].value == number for key, number in figures.items())
