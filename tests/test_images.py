"""Pictures that stand in web pages and Word files: of tables, of anything else, from elsewhere."""

from __future__ import annotations

import base64
import io
import random
import re
import zipfile

import numpy as np
import pytest
from docx import Document as WordDocument
from docx.shared import Inches
from PIL import Image

from gxkit import parse
from gxkit.readers import read, read_pictured
from scan_pages import DOTS, ROWS, TABLE, draw_page, texts_of
from specimens import draw_figures, write_html

FIGURES = [list(row[1:]) for row in ROWS]


def to_png(image):
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(DOTS, DOTS))
    return file.getvalue()


@pytest.fixture(scope="module")
def table():
    return to_png(draw_page(TABLE, ()).crop((120, 400, 1120, 740)))


@pytest.fixture(scope="module")
def photo():
    noise = np.random.default_rng(3)
    small = Image.fromarray(noise.integers(0, 255, (40, 60)).astype(np.uint8))
    return to_png(small.resize((600, 400)))


def read_page(folder, source):
    path = folder / "pages" / "page.html"
    path.write_text(f"<h1>年度报告</h1><p>情况如下</p><img src='{source}'><p>完</p>", "utf-8")
    return read(path)


@pytest.fixture
def beside(tmp_path, table, photo):
    """A folder of pages with pictures in it, below it and above it."""
    (tmp_path / "pages" / "page_files").mkdir(parents=True)
    for name in ("pages/表.png", "pages/page_files/a.png", "above.png", "pages/logo.png"):
        (tmp_path / name).write_bytes(table)
    (tmp_path / "pages" / "photo.png").write_bytes(photo)
    (tmp_path / "pages" / "link.png").symlink_to(tmp_path / "above.png")
    return tmp_path


PROACTIVE = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "1", "0", "346"),
    ("行政规范性文件", "14", "5", "678"),
    ("信息内容", "本年处理决定数量", "", ""),
    ("行政许可", "13", "", ""),
)


@pytest.mark.parametrize("packed", [False, True])
def test_a_picture_beside_tables_is_read_where_one_of_the_form_is_wanting(tmp_path, packed):
    page = write_html("2021", draw_figures("2021", random.Random(4)))
    table = re.search("(?s)<table.*?</table>", page).group()
    (tmp_path / "a.png").write_bytes(to_png(draw_page(PROACTIVE, ())))
    address = "a.png"
    if packed:
        content = base64.b64encode((tmp_path / "a.png").read_bytes()).decode()
        address = f"data:image/png;base64,{content}"
    path = tmp_path / "page.html"
    path.write_text(page.replace(table, f"<img src='{address}'>"), "utf-8")
    assert len(read(path).grids) + 1 == len(read_pictured(path).grids)
    report = parse(path)
    assert report["proactive", "normative_documents", "in_force"].value == 678
    assert report["requests", "received", "total"].value is not None


def figures_of(document):
    return [[row[1:] for row in texts_of(grid)[1:]] for grid in document.grids]


@pytest.mark.parametrize("source", ["%E8%A1%A8.png", "./page_files/a.png?v=1", "data:"])
def test_a_picture_of_a_table_is_read_and_its_place_names_it(beside, table, source):
    if source == "data:":
        source = f"data:image/png;base64,{base64.b64encode(table).decode()}"
    document = read_page(beside, source)
    assert figures_of(document) == [FIGURES]
    name = {"%": "表.png", ".": "a.png", "d": "image1.png"}[source[0]]
    assert document.grids[0].cells[0].where.file == name
    assert [str(remark) for remark in document.remarks] == [
        f"“{name}” is a picture; its words and figures were recognised."
    ]


@pytest.mark.parametrize(
    "source",
    ["../above.png", "link.png", "/etc/a.png", "//a.gov.cn/表.png", "logo.png", "photo.png"],
)
def test_what_lies_elsewhere_and_what_adorns_the_page_says_nothing(beside, source):
    document = read_page(beside, source)
    assert (document.grids, document.remarks) == ((), ())
    assert document.text == "年度报告\n情况如下\n完"


def test_a_page_with_a_table_of_figures_asks_no_picture(beside):
    row = "".join(f"<td>{figure}</td>" for figure in range(8))
    document = read_page(beside, f"表.png'><table><tr>{row}</tr></table><img alt='")
    assert len(document.grids) == 1


def test_a_picture_inside_an_archive_has_no_files_beside_it(beside, monkeypatch):
    path = beside / "pages" / "page.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("page.html", "<h1>年度报告</h1><img src='表.png'>")
    monkeypatch.chdir(beside / "pages")
    assert read(path).grids == ()


def test_the_picture_of_a_word_file_is_read_beside_its_text(tmp_path, table, photo):
    document = WordDocument()
    document.add_paragraph("年度报告")
    for picture in (photo, table):
        document.add_picture(io.BytesIO(picture), width=Inches(6))
    path = tmp_path / "report.docx"
    document.save(path)
    read_back = read(path)
    assert figures_of(read_back) == [FIGURES]
    assert str(read_back.grids[0].cells[0].where).startswith("file “picture2”")
    assert read_back.text == "年度报告"
