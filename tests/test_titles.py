"""What a report says of itself: title, agency, year, date, in the layouts of sites and files."""

import pytest

from gxkit.filling.title import read_meta
from gxkit.readers import read
from title_layouts import LAYOUTS


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_title_is_taken_apart_in_every_layout(tmp_path, layout):
    path = tmp_path / ("page.html" if layout.is_page else "report.txt")
    path.write_text(layout.write(), "utf-8")
    meta = read_meta(read(path))
    told = (meta.title, meta.agency, meta.year, meta.published)
    assert told == (layout.title, layout.agency, layout.year, layout.published)
