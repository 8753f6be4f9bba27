"""A name that is made to break out goes through all that is written, and stays a name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest
from lxml import html
from openpyxl import load_workbook

import gxkit
from gxkit.charts.pointing import NAMED
from gxkit.charts.tables.face import Table, save_table
from gxkit.folder.add import add_report
from gxkit.folder.collection import read_collection
from gxkit.notebook.review import review_page
from gxkit.notebook.viewer import view_page
from gxkit.output import reports_to_csv
from gxkit.paper import STUDY, find_figures, read_study
from gxkit.paper.places import Places
from gxkit.paper.pointing import tell_marks
from gxkit.paper.typeset import write_pdf
from gxkit.paper.webpage import write_html
from gxkit.parsing.one import parse
from gxkit.text.escapes import to_field, to_html, to_line, to_name, to_script, to_typst_string

REPORTS = Path(__file__).resolve().parents[1] / "data" / "reports"
NAME = (
    '=cmd|"<script>alert(1)</script>|`x`$y$#z* http://a.cn/"onmouseover="a [@fellegi] '
    "@fig:identities **b** \u202e\x00\x0b\x85局\n## 局"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt"></svg>'


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    """A folder of two reports whose body has that name."""
    folder = tmp_path_factory.mktemp("folder") / "data"
    gxkit.new(folder)
    for year in (2021, 2023):
        add_report(
            folder,
            REPORTS / f"{year}-pingtan-zone.html",
            agency=NAME,
            agency_en=NAME,
            title=NAME,
            note=NAME,
            code="350128",
            level="county",
            scope="body",
        )
    return read_collection(folder)


def refuse_broken(page: str) -> None:
    """Fails where a page has a script of the name's, or an element with a handler."""
    tree = html.fromstring(page)
    scripts = [script.text_content() for script in tree.iter("script")]
    assert not [script for script in scripts if script.startswith("alert")]
    handlers = [name for element in tree.iter() for name in element.attrib if name[:2] == "on"]
    assert not handlers


def test_the_catalog_and_the_panel_have_the_name_in_one_line(collection):
    kept = set(collection.panel["agency"])
    assert kept == {to_line(NAME)}
    assert not re.search(r"[\x00-\x1f\x85\u202e]", kept.pop())


def test_the_page_of_a_review_shows_it(collection):
    refuse_broken(review_page(collection, "", "zh"))


@pytest.mark.parametrize("language", gxkit.text.LANGUAGES)
def test_the_study_is_written_as_a_page_and_as_a_pdf(language, collection, tmp_path):
    paper = read_study(collection, language=language)
    for block in paper.blocks:
        if block.kind == "figure":
            (tmp_path / f"{block.key}.svg").write_text(SVG)
    pictures = find_figures(paper, tmp_path)
    template = (STUDY / "page.html").read_text("utf-8")
    places = Places({report.id: report for report in collection.reports}, collection.facts, "zh")
    page = write_html(paper, template, pictures, places).decode()
    refuse_broken(page)
    assert to_html("局 ## 局") in page
    assert "[@fellegi] @fig:identities **b**" in html.fromstring(page).text_content()
    layout = (STUDY / "layout.typ").read_text("utf-8")
    assert write_pdf(paper, layout, pictures, "2024-01-01").startswith(b"%PDF")


def test_a_row_of_a_figure_tells_its_cells_under_that_name(collection, tmp_path):
    report = collection.reports[0]
    path = tmp_path / "f.svg"
    point = {"report": report.id, "concept": "requests_received"}
    pd.DataFrame([point]).to_csv(path.with_suffix(".csv"), index=False)
    asked = urlencode({"report": report.id})
    row = f'<g id="f{NAMED}{asked}"><path d="M 0 0"/></g>'
    places = Places({report.id: report}, collection.facts, "en")
    told = tell_marks(f"<svg>{row}</svg>", path, places)
    refuse_broken(told)
    (title,) = html.fromstring(told).iter("title")
    assert title.text.startswith('=cmd|"<script>alert(1)</script>')
    assert '<a href="#cell-1"><path' in told
    assert 'id="cell-1"' in places.write_all()
    assert NAMED not in told


def test_a_table_keeps_the_name_in_its_cell_in_every_format(tmp_path):
    frame = pd.DataFrame({NAME: [NAME], "数": [1]})
    page, marks, _ = save_table(Table(NAME, frame, NAME, NAME), tmp_path, "t")
    refuse_broken(page.read_text("utf-8"))
    lines = marks.read_text("utf-8").splitlines()
    row = next(line for line in lines if line.startswith("| :--"))
    for line in lines[lines.index(row) - 1 : lines.index(row) + 2]:
        assert len(re.findall(r"(?<!\\)\|", line)) == 3


def test_a_report_of_that_name_is_shown_reviewed_and_saved(tmp_path):
    report = parse(REPORTS / "2021-jinjiang-government.txt", NAME)
    assert report.id == to_line(NAME)
    refuse_broken(view_page(report, "zh"))
    refuse_broken(report._repr_html_())
    book = load_workbook(report.to_excel(tmp_path / "r.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    spreadsheet = reports_to_csv([report], for_spreadsheet=True)
    assert spreadsheet.splitlines()[1].startswith("\"'=cmd")


def test_each_place_has_its_escape():
    assert json.loads(to_script({"name": NAME})) == {"name": NAME}
    assert json.loads(to_script("\udcff")) == "□"
    assert "</" not in to_script(NAME)
    assert to_field("＝1+1") == "'＝1+1"
    assert to_typst_string('\x00"\\') == '"\\"\\\\"'
    assert to_name("../../县|\n局.html") == "_县_ 局.html"
    assert len(to_name("长" * 400).encode()) <= 200


def test_nobody_escapes_html_in_another_way():
    package = Path(gxkit.__file__).parent
    texts = {path: path.read_text("utf-8") for path in package.rglob("*.py")}
    escaping = re.compile(r"\bhtml\.escape|from html import (?:\w+, )*escape\b")
    own = [path.name for path, text in texts.items() if escaping.search(text)]
    assert own == ["escapes.py"]


@pytest.mark.parametrize("report", ["../../x", "..", "a/b", "/etc/x", "C:\\x", "a\nb"])
def test_no_id_leads_out_of_a_folder(report, tmp_path):
    gxkit.new(tmp_path / "d")
    with pytest.raises(gxkit.errors.CatalogError, match="no id of a report"):
        add_report(
            tmp_path / "d",
            REPORTS / "2021-jinjiang-government.txt",
            level="county",
            code="350582",
            report=report,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["d"]
