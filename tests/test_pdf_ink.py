"""Text of a PDF that nobody sees, or that does not count: the figure is what is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxkit.document import Cell, Document, Omission
from gxkit.readers import read
from pdf_pages import figures, pdf, rules, text

XS = [60.0, 150.0, 240.0, 330.0]
YS = [700.0, 680.0, 660.0, 640.0]
ROWS = [["name", "made", "repealed"], ["rules", "17", "2"], ["orders", "12", "305"]]
OLD = (152.0, 666.0)
"""where the figure 17 begins"""


def read_pdf(folder: Path, data: bytes) -> Document:
    path = folder / "report.pdf"
    path.write_bytes(data)
    return read(path)


def seventeen(document: Document) -> Cell:
    (grid,) = document.grids
    (cell,) = [cell for cell in grid.cells if (cell.row, cell.column) == (1, 1)]
    return cell


def fill(grey: float, box: tuple[float, ...]) -> str:
    left, bottom, right, top = box
    return f"q {grey} g {left} {bottom} {right - left} {top - bottom} re f Q\n"


def unseen(kind: str, printed: str) -> str:
    """A text over the figure 17 that is in the file and not seen."""
    shown = text(*OLD, printed)
    around = {
        "white": ("q 1 g ", " Q\n"),
        "nearly white": ("q 0.98 g ", " Q\n"),
        "invisible": ("q 3 Tr ", " Q\n"),
        "clipped": ("q 300 300 20 20 re W n ", " Q\n"),
        "covered": ("", fill(1, (150.5, 661, 239, 679))),
        "on dark ground": (fill(0.1, (150.5, 661, 239, 679)) + "q 0.1 g ", " Q\n"),
    }
    before, after = around[kind]
    return before + shown + after


@pytest.mark.parametrize("kind", ["white", "nearly white", "invisible", "clipped", "covered"])
def test_an_old_figure_that_is_not_seen_is_left_out_of_the_cell(tmp_path, kind):
    table = rules(XS, YS) + unseen(kind, "1999") + figures(XS, YS, ROWS)
    cell = seventeen(read_pdf(tmp_path, pdf([table])))
    assert cell.text == "17"
    assert [(left.text, left.why) for left in cell.omitted] == [("1999", Omission.HIDDEN)]


def test_a_figure_alone_that_is_not_seen_leaves_the_cell_blank_and_is_said(tmp_path):
    rows = [["name", "made", "repealed"], ["rules", "", "2"], ["orders", "12", "305"]]
    table = rules(XS, YS) + unseen("on dark ground", "1999") + figures(XS, YS, rows)
    cell = seventeen(read_pdf(tmp_path, pdf([table])))
    assert cell.text == ""
    assert [left.text for left in cell.omitted] == ["1999"]


def test_a_report_set_in_grey_is_seen(tmp_path):
    table = "0.75 g\n" + rules(XS, YS) + figures(XS, YS, ROWS)
    cell = seventeen(read_pdf(tmp_path, pdf([table])))
    assert (cell.text, cell.omitted) == ("17", ())


def test_white_figures_on_a_dark_ground_are_seen(tmp_path):
    table = rules(XS, YS) + fill(0.2, (60, 640, 330, 700)) + "1 g\n" + figures(XS, YS, ROWS)
    cell = seventeen(read_pdf(tmp_path, pdf([table])))
    assert (cell.text, cell.omitted) == ("17", ())


def test_a_table_that_is_not_seen_is_hidden_and_does_not_go_on_in_one_that_is(tmp_path):
    copy = f"q 1 G 1 g {rules(XS, YS)}{figures(XS, YS, ROWS)} Q\n"
    seen = rules(XS, YS) + figures(XS, YS, ROWS)
    document = read_pdf(tmp_path, pdf([copy, seen]))
    assert [(grid.hidden, grid.shape) for grid in document.grids] == [
        (True, (3, 3)),
        (False, (3, 3)),
    ]


def test_text_of_which_nothing_is_seen_is_that_of_a_lost_picture(tmp_path):
    table = "3 Tr\n" + rules(XS, YS) + figures(XS, YS, ROWS) + text(60, 500, "more than a stamp")
    assert seventeen(read_pdf(tmp_path, pdf([table]))).text == "17"
