"""What a report says of itself: title, agency, year, date, in the layouts of sites and files."""

import pytest

from gxkit.filling.choice.telling import say_title
from gxkit.filling.titles.naming import SIGN
from gxkit.filling.titles.title import read_meta
from gxkit.readers import read
from gxkit.text import fold
from title_layouts import LAYOUTS


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_title_is_taken_apart_in_every_layout(tmp_path, layout):
    path = tmp_path / ("page.html" if layout.is_page else "report.txt")
    path.write_text(layout.write(), "utf-8")
    meta = read_meta(read(path))
    told = (meta.title, meta.agency, meta.year, meta.published)
    assert told == (layout.title, layout.agency, layout.year, layout.published)


def test_a_running_head_without_a_year_hides_no_title_whose_last_word_is_torn(tmp_path):
    head, title = (
        "青山县教育局政府信息公开工作年度报告",
        "青山县教育局2023年政府信息公开工作年度报告",
    )
    path = tmp_path / "report.txt"
    path.write_text("\n".join([head, title[:-1], title[-1], "一、总体情况"]), "utf-8")
    meta = read_meta(read(path))
    assert (meta.title, meta.agency, meta.year) == (title, "青山县教育局", 2023)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("青山县教育局2023年上半年政府信息公开工作报告", "上半年"),
        ("青山县教育局2023年第一季度政府信息公开工作报告", "第一季度"),
        ("青山县教育局2023年1-12月政府信息公开工作报告", ""),
        ("青山县教育局2023年1月1日至12月31日政府信息公开工作年度报告", ""),
        ("青山县教育局2023年政府信息公开工作年度报告", ""),
    ],
)
def test_a_report_of_a_part_of_a_year_is_said_not_to_be_the_annual_one(title, said):
    remarks = [remark.say("zh") for remark in say_title(title)]
    assert bool(remarks) == bool(said)
    assert all(f"标题说的是{said}" in remark for remark in remarks)


def test_a_report_of_two_years_is_of_neither(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("青山县教育局2021-2022年政府信息公开工作年度报告\n一、总体情况", "utf-8")
    meta = read_meta(read(path))
    assert (meta.agency, meta.year) == ("青山县教育局", None)


def test_no_other_character_is_folded_into_the_one_by_which_titles_are_told():
    others = (chr(code) for code in range(0x110000) if chr(code) != SIGN)
    assert not any(SIGN in fold(other) for other in others)
