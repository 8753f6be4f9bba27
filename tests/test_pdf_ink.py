"""Text of a PDF that nobody sees, or that does not count: the figure is what is seen."""

from __future__ import annotations

import math
from pathlib import Path

import matplotlib
import pytest

from gxkit.document import Cell, Document, Omission, Unread
from gxkit.readers import read
from gxkit.readers.pdf.streams import find_names
from gxkit.readers.pdf.told import find_doubled
from pdf_pages import Face, Note, Sheet, figures, pdf, rules, text

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


def test_a_figure_of_which_a_digit_is_clipped_away_is_in_doubt(tmp_path):
    rows = [["name", "made", "repealed"], ["rules", "", "2"], ["orders", "12", "305"]]
    clipped = "q 150 660 11 20 re W n " + text(152, 666.8, "176") + "Q\n"
    cell = seventeen(read_pdf(tmp_path, pdf([rules(XS, YS) + figures(XS, YS, rows) + clipped])))
    assert (cell.text, cell.unread, cell.omitted[0].text) == ("17", Unread.CUT, "6")


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


def line(x: float, y: float, end: float, width: float = 0.6) -> str:
    return f"{width} w {x} {y} m {end} {y} l S\n"


@pytest.mark.parametrize("drawn", ["stroke", "thin rectangle", "two strokes"])
def test_a_figure_that_a_line_strikes_out_is_left_out_of_the_cell(tmp_path, drawn):
    x, y = 180.0, 666.2
    lines = {
        "stroke": line(x, y + 3, x + 18),
        "thin rectangle": fill(0, (x - 1, y + 2.8, x + 19, y + 3.6)),
        "two strokes": line(x, y + 2.6, x + 18) + line(x, y + 3.8, x + 18),
    }
    table = rules(XS, YS) + text(x, y, "1999") + lines[drawn] + figures(XS, YS, ROWS)
    (grid,) = read_pdf(tmp_path, pdf([table])).grids
    cell = next(cell for cell in grid.cells if (cell.row, cell.column) == (1, 1))
    assert grid.shape == (3, 3)
    assert cell.text == "17"
    assert [(left.text, left.why) for left in cell.omitted] == [("1999", Omission.STRUCK)]


def test_of_two_figures_side_by_side_only_the_one_under_the_line_is_struck(tmp_path):
    rows = [["name", "made", "repealed"], ["rules", "1926", "2"], ["orders", "12", "305"]]
    table = rules(XS, YS) + figures(XS, YS, rows) + line(151.5, 669.8, 161.4)
    cell = seventeen(read_pdf(tmp_path, pdf([table])))
    assert (cell.text, cell.omitted[0].text) == ("26", "19")


def pen(*points: tuple[float, float]) -> str:
    """A line from point to point."""
    corners = [f"{x} {y} {'l' if n else 'm'}" for n, (x, y) in enumerate(points)]
    return "0.7 w " + " ".join(corners) + " S\n"


@pytest.mark.parametrize("drawn", ["slash", "back", "cross", "slim polygon"])
def test_a_figure_that_a_slash_or_a_cross_strikes_out_is_left_out_of_the_cell(tmp_path, drawn):
    x, y = 180.0, 666.2
    slash, back = pen((x - 1, y - 1), (x + 19, y + 7)), pen((x - 1, y + 7), (x + 19, y - 1))
    slim = slash.replace(" S\n", f" {x + 19} {y + 7.8} l {x - 1} {y - 0.2} l h f\n")
    lines = {"slash": slash, "back": back, "cross": slash + back, "slim polygon": slim}
    table = rules(XS, YS) + text(x, y, "1999") + lines[drawn] + figures(XS, YS, ROWS)
    cell = seventeen(read_pdf(tmp_path, pdf([table])))
    assert (cell.text, cell.unread) == ("17", None)
    assert [(left.text, left.why) for left in cell.omitted] == [("1999", Omission.STRUCK)]


def test_a_figure_alone_that_a_slash_strikes_out_does_not_leave_the_cell_blank(tmp_path):
    table = rules(XS, YS) + figures(XS, YS, ROWS) + pen((151, 666), (162, 674))
    cell = seventeen(read_pdf(tmp_path, pdf([table])))
    assert (cell.text, cell.unread, cell.omitted[0].text) == ("", Unread.DRAWING, "17")


@pytest.mark.parametrize(
    "drawn",
    [
        pen((152, 664), (154, 673), (156, 664), (158, 673), (160, 664)),
        "0.7 w 151 668 m 154 674 157 663 162 669 c S\n",
        pen((152, 660), (164, 680)),
    ],
    ids=["scribble", "curve", "through the cell"],
)
def test_a_figure_with_another_stroke_through_it_is_doubted(tmp_path, drawn):
    cell = seventeen(read_pdf(tmp_path, pdf([rules(XS, YS) + figures(XS, YS, ROWS) + drawn])))
    assert (cell.text, cell.unread) == ("17", Unread.DRAWING)


@pytest.mark.parametrize(
    "drawn",
    [
        "0.5 w 156 663 m 170 663 170 677 156 677 c 145 677 145 663 156 663 c S\n",
        "0.9 g 151 661 m 151 679 l 190 679 l 195 670 l 190 661 l 170 661 l h f 0 g\n",
        pen((151, 664), (153, 663), (155, 664), (157, 663), (159, 664), (161, 663), (163, 664)),
        pen((60, 660), (150, 680)),
    ],
    ids=["around", "ground", "wave below", "slash in the cell beside"],
)
def test_what_is_drawn_around_and_below_a_figure_is_no_part_of_it(tmp_path, drawn):
    rows = [["name", "made", "repealed"], ["", "17", "2"], ["orders", "12", "305"]]
    cell = seventeen(read_pdf(tmp_path, pdf([drawn + rules(XS, YS) + figures(XS, YS, rows)])))
    assert (cell.text, cell.unread, cell.omitted) == ("17", None, ())


def test_an_underline_and_a_rule_onto_which_text_has_slipped_strike_nothing(tmp_path):
    slipped = text(152, 677, "88")
    table = rules(XS, YS, "boxes") + figures(XS, YS, ROWS) + slipped + line(152, 664.6, 161)
    (grid,) = read_pdf(tmp_path, pdf([table])).grids
    assert not any(cell.omitted for cell in grid.cells)


def tiled(printed: str, ink: str, degrees: float, size: float = 9) -> str:
    """A text all over the page, aslant or level."""
    angle = math.radians(degrees)
    matrix = f"{math.cos(angle)} {math.sin(angle)} {-math.sin(angle)} {math.cos(angle)}"
    places = [(x, y) for x in range(55, 560, 61) for y in range(60, 800, 47)]
    return f"q {ink} " + "".join(text(x, y, printed, size, "C", matrix) for x, y in places) + "Q\n"


@pytest.mark.parametrize("degrees", [0, 2, 20, 45, 90])
@pytest.mark.parametrize("ink", ["0.8 g", "0.9 0.6 0.6 rg", "0.7 g"])
@pytest.mark.parametrize("printed", ["2023-01-15", "8"])
def test_digits_that_are_tiled_over_the_page_are_no_figures(tmp_path, printed, ink, degrees):
    rows = [["name", "made", "repealed"], ["rules", "17", "2"], ["orders", "", "305"]]
    table = rules(XS, YS) + figures(XS, YS, rows) + tiled(printed, ink, degrees)
    (grid,) = read_pdf(tmp_path, pdf([table])).grids
    assert [cell.text for cell in grid.cells] == [text for row in rows for text in row]
    left_out = [left for cell in grid.cells for left in cell.omitted]
    assert {left.why for left in left_out} <= {Omission.WATERMARK}


@pytest.mark.parametrize("printed", ["2023-01-15", "8"])
def test_pale_marks_that_stand_in_no_pattern_are_no_figures(tmp_path, printed):
    places = [(158, 690.5), (212, 671.5), (290, 651.5), (95, 668.2), (248, 678.4), (310, 662)]
    marks = "".join(text(x, y, printed) for x, y in places)
    rows = [["name", "made", "repealed"], ["rules", "17", "2"], ["orders", "", "305"]]
    table = rules(XS, YS) + figures(XS, YS, rows) + f"q 0.75 g {marks} Q\n"
    (grid,) = read_pdf(tmp_path, pdf([table])).grids
    assert [cell.text for cell in grid.cells] == [text for row in rows for text in row]


@pytest.mark.parametrize(("printed", "degrees"), [("SAMPLE 8", 0), ("1234", 40), ("2024", 3)])
def test_a_large_mark_across_the_table_is_no_figure(tmp_path, printed, degrees):
    angle = math.radians(degrees)
    turned = f"{math.cos(angle)} {math.sin(angle)} {-math.sin(angle)} {math.cos(angle)}"
    mark = "q 0.8 g " + text(70, 645, printed, 48, "C", turned) + "Q\n"
    (grid,) = read_pdf(tmp_path, pdf([rules(XS, YS) + figures(XS, YS, ROWS) + mark])).grids
    assert [cell.text for cell in grid.cells] == [text for row in ROWS for text in row]


def test_figures_of_another_ink_that_slip_over_rules_are_no_watermark(tmp_path):
    labels = [["name", "made", "repealed"], ["rules", "", ""], ["orders", "", ""]]
    zeros = [["", "", ""], ["", "0", "0"], ["", "0", "0"]]
    shifted = [x - 4 for x in XS]
    table = rules(XS, YS) + figures(XS, YS, labels) + "0 0 1 rg\n" + figures(shifted, YS, zeros)
    (grid,) = read_pdf(tmp_path, pdf([table])).grids
    assert not any(cell.omitted for cell in grid.cells)


def test_grey_figures_that_repeat_in_their_cells_are_no_watermark(tmp_path):
    labels = [["name", "made", "repealed"], ["rules", "", ""], ["orders", "", ""]]
    zeros = [["", "", ""], ["", "0", "0"], ["", "0", "0"]]
    table = rules(XS, YS) + figures(XS, YS, labels) + "0.7 g\n" + figures(XS, YS, zeros)
    (grid,) = read_pdf(tmp_path, pdf([table])).grids
    assert [cell.text for cell in grid.cells][4:6] == ["0", "0"]
    assert not any(cell.omitted for cell in grid.cells)


def note(kind: str, box: tuple[float, ...], words: str, ground: str | None = "1 g") -> Note:
    """An annotation or a field with a look of its own where a `ground` is given ('': none)."""
    left, bottom, right, top = box
    filled = f"{ground} 0 0 {right - left} {top - bottom} re f 0 g " if ground else ""
    look = None if ground is None else filled
    return Note(kind, box, words, look)


CELL_17 = (151.0, 661.0, 239.0, 679.0)


@pytest.mark.parametrize("ground", ["1 g", "", None])
@pytest.mark.parametrize("kind", ["FreeText", "Widget"])
def test_figures_in_fields_and_annotations_stand_in_their_cells(tmp_path, kind, ground):
    rows = [["name", "made", "repealed"], ["rules", "", "2"], ["orders", "12", "305"]]
    sheet = Sheet(rules(XS, YS) + figures(XS, YS, rows), notes=(note(kind, CELL_17, "17", ground),))
    cell = seventeen(read_pdf(tmp_path, pdf([sheet])))
    assert (cell.text, cell.omitted) == ("17", ())


def test_an_annotation_that_covers_a_figure_counts_in_its_place(tmp_path):
    rows = [["name", "made", "repealed"], ["rules", "1999", "2"], ["orders", "12", "305"]]
    sheet = Sheet(rules(XS, YS) + figures(XS, YS, rows), notes=(note("FreeText", CELL_17, "17"),))
    cell = seventeen(read_pdf(tmp_path, pdf([sheet])))
    assert (cell.text, [left.text for left in cell.omitted]) == ("17", ["1999"])


def test_an_annotation_over_a_figure_without_a_ground_makes_two_figures(tmp_path):
    rows = [["name", "made", "repealed"], ["rules", "1999", "2"], ["orders", "12", "305"]]
    over = note("FreeText", (150.0, 663.0, 239.0, 681.0), "2017", "")
    sheet = Sheet(rules(XS, YS) + figures(XS, YS, rows), notes=(over,))
    cell = seventeen(read_pdf(tmp_path, pdf([sheet])))
    assert sorted(cell.text.split("\n")) == ["1999", "2017"]


@pytest.mark.parametrize("flags", [2, 32])
def test_fields_that_are_not_shown_and_comments_are_no_text_of_the_page(tmp_path, flags):
    field = note("Widget", CELL_17, "1999")
    hidden = Note(field.kind, field.box, field.words, field.look, flags)
    comment = note("Text", CELL_17, "1998")
    sheet = Sheet(rules(XS, YS) + figures(XS, YS, ROWS), notes=(hidden, comment))
    cell = seventeen(read_pdf(tmp_path, pdf([sheet])))
    assert (cell.text, cell.omitted) == ("17", ())


SEVEN = ((0, 8), (5, 8), (5, 7), (2, 0), (1, 0), (4, 7), (0, 7))


def outline(x: float, y: float) -> str:
    corners = [f"{x + a} {y + b} {'l' if n else 'm'}" for n, (a, b) in enumerate(SEVEN)]
    return " ".join(corners) + " h f\n"


@pytest.mark.parametrize(
    ("drawn", "unread"),
    [
        ("155 664 m 165 676 l 175 664 l 185 676 l 195 664 l 175 660 l h f\n", Unread.DRAWING),
        ("q 20 0 0 12 160 664 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n", Unread.PICTURE),
        (line(155, 670, 175), None),
        (line(150, 660, 240).replace(" 240 660", " 240 680"), None),
        (fill(0.9, (150, 660, 240, 680)), None),
        ("0.5 w 152 662 60 14 re S\n", None),
    ],
    ids=["zigzag", "picture", "dash", "slash", "ground", "frame"],
)
def test_a_cell_with_a_drawing_instead_of_text_is_not_blank(tmp_path, drawn, unread):
    rows = [["name", "made", "repealed"], ["rules", "", "2"], ["orders", "12", "305"]]
    cell = seventeen(read_pdf(tmp_path, pdf([drawn + rules(XS, YS) + figures(XS, YS, rows)])))
    assert (cell.text, cell.unread) == ("", unread)


@pytest.mark.parametrize(
    "drawn",
    [
        outline(160, 666),
        outline(160, 666).replace(" h f\n", " h ") + outline(260, 646),
    ],
    ids=["alone", "in one path with another"],
)
def test_a_figure_that_is_drawn_as_an_outline_is_read_from_the_page(tmp_path, drawn):
    rows = [["name", "made", "repealed"], ["rules", "", "2"], ["orders", "12", ""]]
    document = read_pdf(tmp_path, pdf([drawn + rules(XS, YS) + figures(XS, YS, rows)]))
    cell = seventeen(document)
    assert (cell.text, cell.unread) == ("7", None)
    assert cell.recognised is not None
    (remark,) = document.remarks
    assert "recognised from a picture of the page" in remark.say("en")


def test_a_digit_that_is_drawn_beside_the_others_of_a_figure_leaves_it_in_doubt(tmp_path):
    table = rules(XS, YS) + outline(162, 666.8) + figures(XS, YS, ROWS)
    assert seventeen(read_pdf(tmp_path, pdf([table]))).unread is Unread.DRAWING


FACES = Path(matplotlib.get_data_path(), "fonts", "ttf")
SUMS = [["name", "made", "repealed"], ["rules", "1746", "2935"], ["orders", "12", "805"]]


@pytest.mark.parametrize("shown", ["1234567890", "0183456729", "9876543210"])
def test_digits_that_are_drawn_as_others_are_read_from_the_page(tmp_path, shown):
    face = Face(FACES / "DejaVuSans.ttf", str.maketrans("0123456789", shown))
    table = rules(XS, YS) + figures(XS, YS, SUMS)
    document = read_pdf(tmp_path, pdf([table], face=face))
    cells = document.grids[0].cells
    assert cells[0].text == "name"
    for cell, said in zip(cells[4:6], ("1746", "2935"), strict=True):
        assert cell.recognised is not None
        assert cell.text == said.translate(str.maketrans("0123456789", shown))
    remark = document.remarks[-1]
    assert "draws other digits than it says" in remark.say("en")


@pytest.mark.parametrize("face", ["DejaVuSans", "STIXGeneral"])
@pytest.mark.parametrize(
    ("said", "drawn"), [("3", "8"), ("8", "3"), ("5", "6"), ("1", "7"), ("6", "9"), ("9", "6")]
)
def test_a_digit_that_a_font_draws_in_two_shapes_is_read_from_the_page(tmp_path, face, said, drawn):
    honest = f"<{ord(drawn):04x}> <{ord(drawn):04x}>".encode()
    lie = f"<{ord(drawn):04x}> <{ord(said):04x}>".encode()
    rows = [
        ["name", "made", "repealed"],
        ["rules", said + "40", "2"],
        ["orders", drawn + "40", "90"],
    ]
    table = rules(XS, YS) + figures(XS, YS, rows)
    data = pdf([table], face=Face(FACES / f"{face}.ttf", {})).replace(honest, lie)
    document = read_pdf(tmp_path, data)
    recognised = {cell.text for cell in document.grids[0].cells if cell.recognised}
    assert recognised >= {said + "40", drawn + "40"}
    remark = document.remarks[-1]
    assert f"what it calls {said} is drawn as" in remark.say("en")


def test_one_digit_that_is_drawn_as_another_gives_a_font_away(tmp_path):
    face = Face(FACES / "DejaVuSans.ttf", str.maketrans("5", "6"))
    document = read_pdf(tmp_path, pdf([rules(XS, YS) + figures(XS, YS, SUMS)], face=face))
    assert [cell.text for cell in document.grids[0].cells][-1] == "806"
    remark = document.remarks[-1]
    assert "what it calls 5 is drawn as 6" in remark.say("en")


def test_a_digit_that_looks_like_one_that_its_font_lacks_gives_the_font_away(tmp_path):
    face = Face(FACES / "STIXGeneral.ttf", str.maketrans("3", "5"))
    rows = [["name", "made", "repealed"], ["rules", "1746", "2930"], ["orders", "12", "804"]]
    document = read_pdf(tmp_path, pdf([rules(XS, YS) + figures(XS, YS, rows)], face=face))
    assert "2930" not in {cell.text for cell in document.grids[0].cells}


@pytest.mark.parametrize(
    ("told", "digits"),
    [
        ("2 beginbfchar\n<05> <0035>\n<06><0036> endbfchar", set()),
        ("2 beginbfchar <05> <0036> <06> <0036> endbfchar", {"6"}),
        ("1 beginbfrange <10> <1F> <0030> endbfrange 1 beginbfchar <33> <0033> endbfchar", {"3"}),
        ("1 beginbfrange <10> <12> [<0031> <0032> <0031>] endbfrange", {"1"}),
    ],
)
def test_digits_that_a_map_gives_to_several_codes_are_found_in_the_bytes(told, digits):
    words = f"<< /Length {len(told)} >>\nstream\nbegincmap {told} endcmap\nendstream"
    assert find_doubled(f"7 0 obj\n{words}".encode(), ()) == digits
    locked = b"7 0 obj << /Encrypt 3 0 R >> endobj"
    assert find_doubled(locked, find_names(locked)) is None


@pytest.mark.parametrize(
    "face", ["DejaVuSans-Bold", "DejaVuSansMono-Oblique", "STIXGeneralItalic", "cmr10", "cmti10"]
)
def test_a_font_that_tells_the_truth_is_believed(tmp_path, face):
    file = FACES / f"{face}.ttf"
    table = rules(XS, YS) + figures(XS, YS, SUMS)
    document = read_pdf(tmp_path, pdf([table], face=Face(file, {})))
    assert [cell.text for cell in document.grids[0].cells] == [text for row in SUMS for text in row]
    assert not document.remarks


@pytest.mark.parametrize("said", ["0000", "0020", "200b", "00a0", "e001", "00ad"])
def test_digits_that_say_they_are_nothing_do_not_leave_their_cells_blank(tmp_path, said):
    table = rules(XS, YS) + figures(XS, YS, SUMS)
    data = pdf([table], face=Face(FACES / "DejaVuSans.ttf", {}))
    for digit in "0123456789":
        honest = f"<{ord(digit):04x}> <{ord(digit):04x}>".encode()
        data = data.replace(honest, f"<{ord(digit):04x}> <{said}>".encode())
    (grid,) = read_pdf(tmp_path, data).grids
    assert [cell.text for cell in grid.cells][4:6] == ["1746", "2935"]
    assert all(cell.recognised for cell in grid.cells[4:6])


def test_blanks_in_a_cell_leave_it_blank(tmp_path):
    blanks = [["", "", ""], ["", "  ", "\u3000"], ["", "\xa0", ""]]
    labels = [["name", "made", "repealed"], ["rules", "", ""], ["orders", "", "805"]]
    table = rules(XS, YS) + figures(XS, YS, labels) + figures(XS, YS, blanks)
    (grid,) = read_pdf(tmp_path, pdf([table])).grids
    assert not any(cell.unread for cell in grid.cells)


def test_a_page_whose_fonts_say_nothing_is_read_as_a_picture(tmp_path):
    rows = [["10", "20", "30"], ["11", "1746", "2935"], ["40", "12", "805"]]
    table = rules(XS, YS) + figures(XS, YS, rows)
    data = pdf([table], face=Face(FACES / "DejaVuSans.ttf", {}))
    document = read_pdf(tmp_path, data.replace(b"/ToUnicode", b"/ToNothing"))
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells] == [text for row in rows for text in row]
    assert grid.cells[4].recognised
    assert [remark.say("en")[:6] for remark in document.remarks] == ["Page 1"]


def test_a_figure_that_is_set_too_small_to_be_seen_is_left_out_of_the_cell(tmp_path):
    table = rules(XS, YS) + text(161, 667, "1999", 0.3) + figures(XS, YS, ROWS)
    cell = seventeen(read_pdf(tmp_path, pdf([table])))
    assert (cell.text, [left.text for left in cell.omitted]) == ("17", ["1999"])


def test_a_page_that_is_a_picture_but_for_its_number_is_named(tmp_path):
    scan = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID ~ EI Q\n" + text(290, 20, "- 2 -")
    table = rules(XS, YS) + figures(XS, YS, ROWS) + text(60, 500, "more than a few characters")
    (remark,) = read_pdf(tmp_path, pdf([table, scan])).remarks
    assert remark.say("en").startswith("Page 2: only a picture")


@pytest.mark.parametrize(("ink", "off"), [("0 g", 0.2), ("0 g", 0.0), ("0.7 g", 1.0)])
def test_a_figure_that_is_drawn_twice_for_its_weight_or_shadow_is_one(tmp_path, ink, off):
    rows = [["name", "made", "repealed"], ["rules", "4", "2"], ["orders", "12", "305"]]
    moved = f"q 1 0 0 1 {off} {-off} cm {ink}\n" + figures(XS, YS, rows) + "Q\n"
    document = read_pdf(tmp_path, pdf([rules(XS, YS) + moved + figures(XS, YS, rows)]))
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells] == [text for row in rows for text in row]
    assert not any(cell.omitted for cell in grid.cells)
