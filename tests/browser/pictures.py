"""The pictures of docs/pictures/, made in the browser that tests what they show."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from jupyterlab_pages import restart_and_run_all
from PIL import Image

import gxkit
from gxkit.notebook.review import review_page
from gxkit.notebook.viewer import view_page

sys.path.insert(0, str(Path(__file__).parents[1]))
from tied import make_tied_folder

ROOT = Path(__file__).parents[2]
DATA, PICTURES = ROOT / "data", ROOT / "docs" / "pictures"
REPORT = DATA / "reports" / "2021-jinjiang-government.pdf"
COLOURS = 96
"""of a picture: more cannot be told apart, and double its size"""
AROUND = "margin:16px;font:14px sans-serif"


@pytest.fixture(scope="module")
def report():
    gxkit.language("en")
    return gxkit.parse(REPORT)


@pytest.fixture(scope="module")
def folder():
    return gxkit.open(DATA, progress=False)


def keep(taken: bytes, name: str) -> None:
    """A picture in a palette of few colours, which is a quarter of the size."""
    PICTURES.mkdir(exist_ok=True)
    picture = (
        Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    )
    picture.save(PICTURES / f"{name}.png", optimize=True)


def show(open_page, tmp_path, html, wide=900, high=1200):
    file = tmp_path / "shown.html"
    file.write_text(html, "utf-8")
    return open_page(file.as_uri(), viewport={"width": wide, "height": high})


FACES = {
    "card": lambda report, folder: report,
    "table": lambda report, folder: report.requests,
    "finding": lambda report, folder: report.explanations,
    "value": lambda report, folder: report["requests", "decided", "total"].show(),
    "folder": lambda report, folder: folder,
    "batch": lambda report, folder: gxkit.parse_many(sorted(DATA.glob("reports/2019*"))),
}


@pytest.mark.parametrize("name", FACES)
def test_a_face(open_page, tmp_path, report, folder, name):
    shown = FACES[name](report, folder)
    html = f"<meta charset='utf-8'><div id='face' style='{AROUND}'>{shown._repr_html_()}</div>"
    page = show(open_page, tmp_path, html)
    taken = page.screenshot(full_page=True, clip=clip_of(page, "#face"))
    keep(taken, name)


def clip_of(page, selector, most=1100):
    box = page.locator(selector).bounding_box()
    return {
        "x": 0,
        "y": 0,
        "width": box["x"] + box["width"] + 16,
        "height": min(box["height"] + 32, most),
    }


def test_the_viewer(open_page, tmp_path, report):
    page = show(open_page, tmp_path, view_page(report, "en"), 1200, 760)
    page.wait_for_selector("td.gx-figure")
    page.click(".gx-explanation button >> nth=0")
    page.wait_for_timeout(500)
    keep(page.screenshot(), "viewer")


def test_the_review(open_page, tmp_path):
    study = make_tied_folder(tmp_path / "study", DATA / "reports")
    page = show(open_page, tmp_path, review_page(gxkit.open(study), "W", "en"), 1200, 760)
    page.wait_for_selector(".gx-card")
    page.click(".gx-accept >> nth=0")
    page.wait_for_timeout(500)
    keep(page.screenshot(), "review")


def test_a_figure_with_its_marks(folder, tmp_path):
    source = gxkit.charts.SOURCE["en"]
    drawn = gxkit.charts.draw_outcomes(folder.panel, figures="reconciled", source=source)
    keep(drawn._repr_png_(), "figure")


def test_a_notebook(lab, open_page):
    path = "notebooks/00_tour.ipynb"
    page = open_page(lab.address_of(path), viewport={"width": 1300, "height": 800})
    restart_and_run_all(page, lab.root / path)
    page.locator(".gx-view").scroll_into_view_if_needed()
    page.locator(".gx-view").press("n")
    page.wait_for_timeout(500)
    keep(page.screenshot(), "notebook")


def test_they_are_ten_and_small():
    pictures = list(PICTURES.glob("*.png"))
    assert len(pictures) == 10
    assert sum(file.stat().st_size for file in pictures) < 1_500_000
