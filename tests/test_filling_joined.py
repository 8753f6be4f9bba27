"""Tables whose cells are run together: what shows that blanks were lost."""

import random

import pytest

import gxkit
from gxkit.filling.cells.joined import split_figures
from gxkit.forms import find_form
from gxkit.report import Status, Verdict
from specimens import draw_figures


def join_cells(edition, figures, blank=""):
    """Every table of a form as text, one line a row, its cells run together."""
    lines = ["青山县教育局政府信息公开年度报告"]
    for table in find_form(edition).tables:
        lines += ["", table.title, *table.headers, "".join(c.label for c in table.columns)]
        texts = [
            "".join(figures.get((table.id, row.id, c)) or blank for c in row.columns)
            for row in table.rows
        ]
        labels = [row.label + (row.units[0] if table.id == "legacy" else "") for row in table.rows]
        if table.layout == "across":
            lines += ["".join(labels), "".join(texts)]
        else:
            lines += [label + text for label, text in zip(labels, texts, strict=True)]
    return "\n".join(lines) + "\n"


def parse_cells(folder, edition, figures, blank=""):
    path = folder / "report.txt"
    path.write_text(join_cells(edition, figures, blank), encoding="utf-8")
    return {v.key: v for v in gxkit.parse(path)}


def silent(found, figures):
    return [
        key
        for key, text in figures.items()
        if found[key].status is Status.PRINTED
        and found[key].verdict is not Verdict.CONTRADICTED
        and str(found[key].value) != text
    ]


def drawn(edition, seed, zero):
    """Figures of a report as texts; its zeros as `zero`."""
    return {
        key: str(number or zero)
        for key, number in draw_figures(edition, random.Random(seed)).items()
    }


@pytest.mark.parametrize("edition", ["2021", "2019", "fujian-2017", "fujian-2013"])
@pytest.mark.parametrize("seed", range(4))
def test_blanks_lost_between_joined_figures_never_pass_as_digits_of_others(tmp_path, edition, seed):
    figures = drawn(edition, seed, "")
    assert not silent(parse_cells(tmp_path, edition, figures), figures)


def test_a_joined_row_without_a_sum_is_read_where_the_table_prints_its_zeros(tmp_path):
    figures = dict.fromkeys(
        ((t.id, r, c) for t in find_form("2021").tables for r, c in t.slots), "0"
    )
    keys = [("proactive", "normative_documents", c) for c in ("made", "repealed", "in_force")]
    figures |= dict(zip(keys, "449", strict=True))
    found = parse_cells(tmp_path, "2021", figures)
    assert [found[key].value for key in keys] == [4, 4, 9]


def test_a_joined_row_without_a_sum_is_in_doubt_where_nothing_shows_that_zeros_are_printed(
    tmp_path,
):
    figures = {("legacy", r, c): "25" for r, c in find_form("fujian-2017").table("legacy").slots}
    keys = [("legacy", "reconsideration", c) for c in ("year", "cumulative")]
    figures |= dict(zip(keys, ("", "35"), strict=True))
    found = parse_cells(tmp_path, "fujian-2017", figures)
    assert {found[key].status for key in keys} == {Status.AMBIGUOUS}


@pytest.mark.parametrize("edition", ["2021", "2019", "fujian-2017", "fujian-2013"])
@pytest.mark.parametrize("mark", ["—", "——", "/", "无"])
def test_signs_for_empty_cells_among_joined_figures_are_never_forgotten(tmp_path, edition, mark):
    figures = drawn(edition, 5, "")
    found = parse_cells(tmp_path, edition, figures, mark)
    assert not silent(found, figures)
    read = sum(
        str(found[key].value or "") == text and found[key].status is not Status.AMBIGUOUS
        for key, text in figures.items()
    )
    assert read > (0.9, 0.4)[edition.startswith("fujian")] * len(figures)


def test_signs_after_a_joined_figure_leave_it_whole(tmp_path):
    figures = drawn("2021", 5, "0")
    keys = [("proactive", "regulations", c) for c in ("made", "repealed", "in_force")]
    found = parse_cells(
        tmp_path, "2021", figures | dict(zip(keys, ("161", "无", "无"), strict=True))
    )
    assert [found[key].value for key in keys] == [161, None, None]


def test_two_dashes_after_a_joined_figure_may_be_one_sign(tmp_path):
    figures = drawn("2021", 5, "0")
    keys = [("proactive", "regulations", c) for c in ("made", "repealed", "in_force")]
    found = parse_cells(tmp_path, "2021", figures | dict(zip(keys, ("161", "—", "—"), strict=True)))
    assert found[keys[0]].candidates == (1, 16, 161)


def test_a_dash_before_a_figure_without_a_sum_may_be_its_sign():
    slots = [("fees", "prior_items"), ("fees", "change")]
    assert split_figures(["5-3"], slots, ()) == ([(5, -3)], True)
    assert split_figures(["5-3"], [*slots, ("fees", "decisions")], ())[0] == [(5, None, 3)]


def test_a_slash_between_joined_figures_is_no_certain_blank(tmp_path):
    figures = drawn("2019", 5, "0")
    keys = [("proactive", "licensing", c) for c in ("prior_items", "change", "decisions")]
    found = parse_cells(tmp_path, "2019", figures | dict(zip(keys, ("4", "0/0", "3"), strict=True)))
    assert {found[key].status for key in keys} == {Status.AMBIGUOUS}


def parse_text(folder, text):
    (folder / "report.txt").write_text(text, encoding="utf-8")
    return gxkit.parse(folder / "report.txt")


JOINED = """某市2017年政府信息公开工作年度报告
附表：政府信息公开情况统计表
指标名称计量单位2017年度历年累计
主动公开文件数条{disclosed}
其中：1、政府网站公开数条{disclosed}
2、政府公报公开数条00
受理政府信息依申请公开总数条945
其中：1、当面申请数条{in_person}
2、网上申请数条{online}
3、信函、传真申请数条00
对申请的答复总数条165
其中：1、同意公开答复数条165
2、同意部分公开答复数条00
3、不予公开答复数条00
4、其他类型答复数条00
接受行政诉讼、举报数件00
行政复议数件00
行政诉讼数件00
"""


def test_digits_that_may_be_one_number_beside_a_blank_are_not_cut_for_certain(tmp_path):
    text = JOINED.format(disclosed="1020", in_person="00", online="945")
    report = parse_text(tmp_path, text)
    for row_id, whole in (("requests.online", 945), ("answers", 165), ("disclosed", 1020)):
        for column in ("year", "cumulative"):
            assert report["legacy", row_id, column].status is Status.AMBIGUOUS
        assert whole in report["legacy", row_id, "cumulative"].candidates
        assert None in report["legacy", row_id, "year"].candidates


def test_digits_are_cut_where_uncut_they_would_not_add_up(tmp_path):
    text = JOINED.format(disclosed="1020", in_person="440", online="55")
    report = parse_text(tmp_path, text)
    assert report["legacy", "requests.in_person", "year"].value == 4
    assert report["legacy", "requests.online", "cumulative"].value == 5
    assert report["legacy", "requests", "cumulative"].value == 45


def test_thousands_of_digits_run_together_are_no_figures_and_no_fault():
    slots = [("fees", "prior_items"), ("fees", "change")]
    assert split_figures(["9" * 5000], slots, ())[0] == []
    assert split_figures(["12" * 8], slots, ())[0]
