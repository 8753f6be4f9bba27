"""PDF files as files: what a table, a scan, a locked or a broken file gives. Text is Helvetica."""

from __future__ import annotations

import pytest

from gxkit.errors import DamagedFileError, EncryptedFileError, NoTextError
from pdf_pages import assemble
from reading import read_bytes, texts


def pdf_bytes(contents: list[str], encrypt: str = "", rotate: int = 0) -> bytes:
    """A PDF with one page of 200 by 200 points for each content stream; the font is Helvetica."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, content in enumerate(contents):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Rotate {rotate} "
            f"/Contents {5 + 2 * i} 0 R /Resources << /Font << /F 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return assemble([text.encode() for text in objects], encrypt)


def show(x: int, y: int, text: str) -> str:
    return f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n"


#: a table of three columns at x 20, 80, 140, 180 and rows at y 160, 140, 120, its first row merged
#: over two columns
RULED = (
    "0.5 w 20 160 m 180 160 l S 20 140 m 180 140 l S 20 120 m 180 120 l S 20 120 m 20 160 l S "
    "180 120 m 180 160 l S 140 120 m 140 160 l S 80 120 m 80 140 l S\n"
    + show(25, 145, "made")
    + show(145, 145, "total")
    + show(25, 125, "row")
    + show(85, 125, "12")
    + show(145, 125, "7730.28")
)


def test_a_ruled_table_is_a_grid_with_spans_boxes_and_lines_around_it(tmp_path):
    document = read_bytes(
        tmp_path, pdf_bytes([show(20, 180, "before 2023") + RULED + show(20, 100, "after")])
    )
    before, grid, after = document.blocks
    assert (before.text, str(before.where)) == ("before 2023", "page 1, line 1")
    assert (after.text, str(after.where)) == ("after", "page 1, line 2")
    assert [(c.text, c.row, c.column, c.colspan) for c in grid.cells] == [
        ("made", 0, 0, 2),
        ("total", 0, 2, 1),
        ("row", 1, 0, 1),
        ("12", 1, 1, 1),
        ("7730.28", 1, 2, 1),
    ]
    assert grid.caption == "before 2023"
    assert str(grid.cells[4].where) == "page 1, table 1, row 2, column 3"
    assert grid.cells[4].where.box == pytest.approx((140, 120, 180, 140), abs=1)


def test_a_page_that_is_turned_reads_the_same(tmp_path):
    upright = read_bytes(tmp_path, pdf_bytes([RULED]))
    turned = read_bytes(tmp_path, pdf_bytes([RULED], rotate=90))
    assert [texts(grid) for grid in turned.grids] == [texts(grid) for grid in upright.grids]
    assert turned.lines == ()


def test_the_line_before_a_page_break_is_the_caption_page_numbers_aside(tmp_path):
    document = read_bytes(
        tmp_path, pdf_bytes([show(20, 50, "table two") + show(90, 10, "- 1 -"), RULED])
    )
    assert document.grids[0].caption == "table two"
    assert document.grids[0].cells[0].where.page == 2


def test_characters_on_a_ruling_are_kept(tmp_path):
    document = read_bytes(tmp_path, pdf_bytes([RULED + show(70, 125, "345678901234")]))
    printed = "".join(text for row in texts(document.grids[0]) for text in row)
    assert sorted(c for c in printed if c.isdigit()) == sorted("12" + "773028" + "345678901234")


def test_a_pdf_that_shows_neither_text_nor_a_table_says_what_was_expected(tmp_path):
    with pytest.raises(NoTextError, match="scanned whole"):
        read_bytes(tmp_path, pdf_bytes(["0 0 m 10 10 l S"]))


def test_a_pdf_with_a_password_says_so(tmp_path):
    key = "<" + "41" * 32 + ">"
    encrypt = f"/ID [<41> <41>] /Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>"
    with pytest.raises(EncryptedFileError, match="password"):
        read_bytes(tmp_path, pdf_bytes([RULED], encrypt))


def test_a_pdf_that_cannot_be_opened_is_not_called_locked_because_the_one_before_it_was(tmp_path):
    test_a_pdf_with_a_password_says_so(tmp_path)
    with pytest.raises(DamagedFileError):
        read_bytes(tmp_path, pdf_bytes([]))


def test_a_pdf_that_breaks_off_is_refused_for_pages_may_be_missing(tmp_path):
    with pytest.raises(DamagedFileError, match="breaks off"):
        read_bytes(tmp_path, pdf_bytes([RULED, RULED])[:-60])
