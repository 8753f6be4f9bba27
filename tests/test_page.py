"""The page beside the number: every cell is framed where it is printed, or one sentence says why
not."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import replace
from html import escape, unescape
from urllib.parse import unquote

import numpy as np
import pytest
from lxml import html
from PIL import Image

import gxkit
from gxkit.document import Cell, Grid, Line, Where
from gxkit.errors import GxkitError, NoCellError, NotAFileError, ReadError
from gxkit.notebook.page import pages_of
from gxkit.notebook.page.rendered import Marks, render
from gxkit.readers import drawn as drawing
from gxkit.readers import read
from gxkit.readers.drawn import Page, draw_page
from gxkit.report import Value
from pdf_pages import pdf, text
from scan_pages import DOTS
from scan_pages import draw_page as draw_scan

PDF = "2021-jinjiang-government.pdf"
RENDERED = (
    "2019-pingtan-zone.html",
    "2019-jinjiang-development-zone.docx",
    "2016-jinjiang-science-ip.txt",
    "2017-pingtan-zone.html",
)
DARK = 140
"""of 255: ink of a rule, in print and in a scan"""


@pytest.fixture(scope="module")
def reports(data_folder):
    return {
        name: gxkit.parse(data_folder / "reports" / name, second_reading="off")
        for name in (PDF, *RENDERED)
    }


@pytest.fixture
def report(reports):
    return reports[PDF]


def pixels_of(drawn):
    return np.asarray(Image.open(io.BytesIO(drawn.picture)).convert("L"))


def are_ruled(drawn, boxes):
    """The share of the boxes whose lower edge is a dark line of the picture."""
    pixels = pixels_of(drawn)
    scale = pixels.shape[1] / drawn.width
    ruled = 0
    for left, bottom, right, _ in boxes:
        y = round((drawn.height - bottom) * scale)
        band = pixels[max(0, y - 3) : y + 4, round(left * scale) + 3 : round(right * scale) - 3]
        ruled += bool(band.size and (band.min(axis=0) < DARK).mean() > 0.9)
    return ruled / len(boxes)


def test_cells_of_a_pdf_lie_between_the_rules_of_the_page(report):
    pages = pages_of(report)
    for number in {spot.leaf for spot in pages.spots.values()}:
        leaf = pages.leaf(number)
        boxes = [spot.where.box for spot in pages.on(number).values()]
        assert are_ruled(leaf.drawn, boxes) > 0.95
        shares = [leaf.share_of(spot) for spot in pages.on(number).values()]
        assert all(0 < left < left + width < 1 for left, _, width, _ in shares)


@pytest.mark.parametrize("degrees", [0.0, 2.5, 180.0])
def test_cells_of_a_scan_lie_between_its_rules_however_it_lay(tmp_path, degrees):
    path = tmp_path / "page.png"
    draw_scan().rotate(degrees, fillcolor=255).save(path, dpi=(DOTS, DOTS))
    (grid,) = read(path).grids
    boxes = [cell.where.box for cell in grid.cells]
    drawn = draw_page(path.name, path.read_bytes(), "picture", Page(1, boxes, is_seen=True))
    assert drawn.is_fitting
    assert are_ruled(drawn, boxes) > 0.95


def test_a_scan_whose_cells_are_not_found_again_is_shown_as_it_lies(tmp_path):
    path = tmp_path / "page.png"
    draw_scan().save(path, dpi=(DOTS, DOTS))
    elsewhere = [(100.0, 700.0 - 13 * row, 200.0, 711.0 - 13 * row) for row in range(9)]
    assert not draw_page(
        path.name, path.read_bytes(), "picture", Page(1, elsewhere, is_seen=True)
    ).is_fitting


@pytest.mark.parametrize("name", RENDERED)
def test_each_printed_cell_has_its_element_on_the_rendered_page(reports, name):
    report = reports[name]
    pages = pages_of(report)
    found = {}
    for number in range(len(pages)):
        page = html.fromstring(pages.leaf(number).html)
        found |= {one.get("data-place"): one.text_content() for one in page.iter() if one.attrib}
    printed = [value for value in report if value.where and value.printed]
    assert printed
    for value in printed:
        shown = found[pages.spots[value.key].anchor]
        assert "".join(value.printed.split()) in "".join(shown.split())


def test_a_figure_on_a_line_without_rules_has_a_box_of_its_own(tmp_path):
    path = tmp_path / "lines.pdf"
    path.write_bytes(pdf([text(72, 700, "共计公开信息 345 条，均已办结", 12)]))
    (line,) = read(path).lines
    at = line.text.index("345")
    page = Page(1, [line.where.box], spans={0: (line.text, at + 1, at + 3)})
    left, bottom, right, top = draw_page(path.name, path.read_bytes(), "pdf", page).figures[0]
    whole = line.where.box
    assert whole[0] + 20 < left < right < whole[2] - 10
    assert bottom < whole[3]
    assert top > whole[1]


def svg_of(face):
    (address,) = re.findall(r'src="data:image/svg\+xml,([^"]+)"', face._repr_html_())
    return unquote(unescape(address))


def test_a_value_is_framed_with_its_row_and_column_lit(report):
    face = report["requests", "decided", "total"].show("en")
    svg = svg_of(face)
    assert svg.count("<rect") == 3
    assert "page 3" in repr(face)
    assert "contradicted" in repr(face)


def test_rows_that_were_exchanged_are_joined_by_an_arrow(report):
    (finding, *_) = [one for one in report.findings if "settled" in one.say("en").lower()]
    shown = finding.show("en")
    assert "are exchanged" in repr(shown)
    pictures = re.findall(r'src="data:image/svg\+xml,([^"]+)"', shown._repr_html_())
    arrows = [unquote(picture).count("<path") for picture in pictures]
    assert sum(arrows) == 2
    assert svg_of(report.explanations[0].show()).count("<path") == 2


def test_a_finding_on_the_narrative_frames_its_words(data_folder):
    report = gxkit.parse(data_folder / "reports" / "2017-jinjiang-economy-it.pdf")
    (finding, *_) = [one for one in report.findings if not one.cells]
    assert svg_of(finding.show()).count("<rect") == 1
    assert "nowhere" not in repr(finding.show("en"))


def test_a_table_a_claim_and_a_witness_show_their_places(report):
    drawn = report.requests.show()._repr_html_()
    pages = re.findall(r'src="data:image/svg\+xml,([^"]+)"', drawn)
    # on each page the table is lit, and what is in doubt is framed
    assert [unquote(page).count("<rect") for page in pages] == [1, 11]
    claim = next(one for one in report.claims if one.cells and one.where)
    shown = claim.show()
    assert claim.sentence[:20] in repr(shown)
    assert "<rect" in unquote(shown._repr_html_())
    witness = report.witnesses[0]
    assert witness.say("zh") in repr(witness.show())
    assert repr(report.show("requests/decided/total")).startswith("三、本年度办理结果")


def test_a_page_that_was_drawn_is_kept_for_its_other_cells(report, monkeypatch):
    value, other = report["requests", "decided", "total"], report["requests", "decided", "business"]
    first = value.show()._repr_html_()
    monkeypatch.setattr(drawing, "import_module", None)
    assert value.show()._repr_html_() == first
    assert other.show()._repr_html_() != first
    # the memory for them has an end
    assert len(drawing._kept) <= drawing.MOST_KEPT


def test_rows_of_a_rendered_table_are_joined_by_a_bracket():
    cells = [
        Cell(row, column, f"{row}{column}", Where(table=1, row=row + 1, column=column + 1))
        for row in range(4)
        for column in range(2)
    ]
    places = [cell.where for cell in cells]
    page = render([Grid(tuple(cells))], {}, Marks(places[2:4], (places[2], places[6])))
    (bracket,) = [one for one in html.fromstring(page).iter("td") if one.text == "⇅"]
    assert bracket.get("rowspan") == "3"


def test_a_page_can_be_shown_by_its_number(report):
    assert "第1页" in repr(report.show(1, "zh"))
    with pytest.raises(ValueError, match="has 3 pages"):
        report.show(9, "en")


def test_a_cell_of_a_wrong_name_is_named(report):
    with pytest.raises((NoCellError, KeyError)):
        report.show(("requests", "nothing", "total"))


def test_a_missing_cell_has_no_place_and_that_is_said(report):
    value = report["requests", "decided", "total"]
    missing = replace(report, values=(replace(value, where=None, printed=""),))
    assert "nowhere in the file" in repr(missing.values[0].show("en"))


def test_many_files_read_in_a_row_show_their_pages_too(data_folder):
    paths = [data_folder / "reports" / name for name in (PDF, RENDERED[0])]
    for report in gxkit.parse_many(paths, second_reading="off"):
        assert report.filling is None
        spots = pages_of(report).spots
        assert set(spots) == {value.key for value in report if value.where}


def test_a_file_that_is_gone_or_changed_is_told_in_one_sentence(tmp_path, data_folder):
    path = tmp_path / PDF
    shutil.copy(data_folder / "reports" / PDF, path)
    report = gxkit.parse(path, second_reading="off")
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ReadError, match="has changed since it was read"):
        report["requests", "decided", "total"].show()
    path.unlink()
    with pytest.raises(NotAFileError, match="no longer at"):
        report.show(1)
    with pytest.raises(GxkitError, match="not known where"):
        replace(report, path="").show(1)


def test_a_page_of_a_file_in_an_archive_is_drawn_too(tmp_path, data_folder):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(data_folder / "reports" / PDF, f"2021/{PDF}")
    pages = pages_of(gxkit.parse(path, second_reading="off"))
    (number, *_) = {spot.leaf for spot in pages.spots.values()}
    leaf = pages.leaf(number)
    assert are_ruled(leaf.drawn, list(leaf.boxes.values())) > 0.95


def test_a_value_of_no_report_says_so(report):
    value: Value = replace(report["requests", "decided", "total"], report=None)
    with pytest.raises(ValueError, match="belongs to no report"):
        value.show()


def test_texts_of_a_file_cannot_break_out_of_the_page():
    hostile = '</td><script>alert("x")</script>'
    cell = Cell(0, 0, hostile, Where(table=1, row=1, column=1))
    line = Line(hostile, Where(line=1))
    page = render([line, Grid((cell,))], {cell.where: 'p"0'})
    assert "<script" not in page
    assert page.count(escape(hostile)) == 2
    assert 'data-place="p&quot;0"' in page
