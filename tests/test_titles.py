"""What a report says of itself: title, agency, year, date, in the layouts of sites and files."""

import pytest

from gxkit.filling.titles.title import read_meta
from gxkit.readers import read
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
