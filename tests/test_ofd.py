"""OFD files: objects wherever their matrices and groups put them, what is seen of them, packages as
writers pack them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from gxkit.document import Document, Line, Omission, Unread
from gxkit.errors import DamagedFileError, EncryptedFileError, NoTextError, TooLargeError
from ofd_files import (
    Body,
    Dress,
    Page,
    coded,
    figures,
    filled,
    layer,
    line,
    ofd,
    pack,
    path,
    rules,
    text,
)
from reading import read_bytes, texts

XS = [20.0, 70.0, 100.0, 130.0]
YS = [40.0, 46.0, 52.0, 58.0]
ROWS = [["信息内容", "制发", "废止"], ["规章", "17", "2"], ["规范性文件", "", "305"]]
RULES = rules(XS, YS)
TABLE = RULES + figures(XS, YS, ROWS)
FIGURE = text(71, 50, "17")
BESIDE = TABLE.replace(FIGURE, "")
"""the table without its 17"""
assert FIGURE in TABLE


def read_ofd(folder: Path, data: bytes) -> Document:
    return read_bytes(folder, data, "report.ofd")


def rows_of(folder: Path, *pages: Page | str) -> list[list[str]]:
    (grid,) = read_ofd(folder, ofd(pages)).grids
    return texts(grid)


def cell_of(folder: Path, *pages: Page | str):
    """The cell in which the 17 stands."""
    (grid,) = read_ofd(folder, ofd(pages)).grids
    return grid.cells[4]


# --- places -----------------------------------------------------------------------------------


def test_a_table_is_read_with_places_that_are_found_with_the_finger(tmp_path):
    document = read_ofd(tmp_path, ofd([text(40, 20, "某局2023年年度报告", 5) + TABLE]))
    (grid,) = document.grids
    assert document.format == "ofd"
    assert texts(grid) == ROWS
    assert grid.caption == "某局2023年年度报告"
    assert str(grid.cells[4].where) == "page 1, table 1, row 2, column 2"
    left, bottom, right, top = grid.cells[4].where.box
    assert (left, right) == pytest.approx((198.4, 283.5), abs=0.6)
    assert (bottom, top) == pytest.approx((694.5, 711.5), abs=0.6)


#: one figure, put into its cell in each of the ways in which objects can be
MOVED = {
    "a matrix": text(71, 47.45, "17", 1, 'CTM="3 0 0 3 0 0" Boundary="71 47.45 9 9"'),
    "a matrix that moves": text(0, 0, "17", 3, 'CTM="1 0 0 1 71 47.45" Boundary="0 0 210 297"'),
    "a group": f'<:PageBlock ID="8">{FIGURE}</:PageBlock>',
    "groups in groups": "<:PageBlock>" * 5 + FIGURE + "</:PageBlock>" * 5,
    "steps by number": coded(71, 50, "17", 'X="0" Y="2.55" DeltaX="g 1 1.5"'),
    "steps for more than it has": coded(71, 50, "17", 'X="0" Y="2.55" DeltaX="g 9 1.5"'),
    "no steps": coded(71, 50, "17", 'X="0" Y="2.55"'),
    "a second code without a place": coded(71, 50, "1", 'X="0" Y="2.55"').replace(
        "</:TextObject>", '<:TextCode X="1.5">7</:TextCode></:TextObject>'
    ),
    "narrow type": coded(71, 50, "17", 'X="0" Y="2.55" DeltaX="0.75"', 'HScale="0.5"'),
    "line breaks around it": text(71, 50, "17").replace(">17<", ">\n      17\n    <"),
    "no boundary": coded(71, 50, "17", 'X="71" Y="50" DeltaX="1.5"', 'Boundary=""'),
    "a boundary of the page": coded(
        71, 50, "17", 'X="71" Y="50" DeltaX="1.5"', 'Boundary="0 0 210 297"'
    ),
    "digit by digit": text(71, 50, "1") + text(72.5, 50, "7"),
    "drawn twice": FIGURE + text(71.1, 50, "17"),
    "wide steps": coded(71, 50, "17", 'X="0" Y="2.55" DeltaX="3"'),
}


@pytest.mark.parametrize("way", MOVED)
def test_a_figure_stands_in_its_cell_however_it_is_put_there(tmp_path, way):
    assert rows_of(tmp_path, BESIDE + MOVED[way]) == ROWS


def test_a_whole_table_is_moved_by_the_group_that_is_drawn(tmp_path):
    group = f'<:CompositeGraphicUnit ID="7" Width="210" Height="297"><:Content>{TABLE}</:Content>'
    group = f"<:CompositeGraphicUnits>{group}</:CompositeGraphicUnit></:CompositeGraphicUnits>"
    drawn = '<:CompositeObject ID="9" ResourceID="7" Boundary="5 9 210 297" CTM="0.5 0 0 0.5 0 0"/>'
    (grid,) = read_ofd(tmp_path, ofd([Body([Page(drawn)], resources=group)])).grids
    assert texts(grid) == ROWS
    left, _, _, top = grid.cells[0].where.box
    assert left == pytest.approx((5 + 10) * 72 / 25.4, abs=0.6)
    assert top == pytest.approx((297 - 9 - 20) * 72 / 25.4, abs=0.6)


def test_groups_that_draw_one_another_end(tmp_path):
    own = '<:CompositeObject ID="9" ResourceID="7" Boundary="0 0 1 1"/>'
    group = f'<:CompositeGraphicUnit ID="7"><:Content>{own * 9}</:Content></:CompositeGraphicUnit>'
    group = f"<:CompositeGraphicUnits>{group}</:CompositeGraphicUnits>"
    pages = [Page(TABLE), Page(own)]
    document = read_ofd(tmp_path, ofd([Body(pages, resources=group)]))
    assert texts(document.grids[0]) == ROWS
    assert "Page 2: damaged or overfull" in str(document.remarks[0])


@pytest.mark.parametrize("order", ["Background", "Foreground", ""])
def test_the_rules_of_a_template_are_those_of_the_page(tmp_path, order):
    page = Page(figures(XS, YS, ROWS), '<:Template TemplateID="900"/>')
    (grid,) = read_ofd(tmp_path, ofd([Body([page], [(RULES, order)])])).grids
    assert texts(grid) == ROWS


def _cut_rule(x: float, y: float, wide: float, high: float) -> str:
    """A large black box of which its boundary shows a thin stripe."""
    return path(
        "M -200 -200 L 400 -200 L 400 400 L -200 400 C",
        f"{x} {y} {wide} {high}",
        'Stroke="false" Fill="true"',
    )


#: the rules of the table in each of the ways in which paths say them
DRAWN = {
    "words without blanks between": path(
        "".join(f"M{x - 20} 0L{x - 20} 18" for x in XS)
        + "".join(f"S0 {y - 40}L110,{y - 40}" for y in YS),
        "20 40 110 18",
    ),
    "boxes that are stroked": "".join(
        path(f"M 0 0 L {b - a} 0 L {b - a} 6 L 0 6 C", f"{a} {y} {b - a} 6")
        for a, b in pairwise(XS)
        for y in YS[:-1]
    ),
    "thin boxes that are filled": "".join(
        [filled(XS[0], y, XS[-1], y + 0.2, 0) for y in YS]
        + [filled(x, YS[0], x + 0.2, YS[-1], 0) for x in XS]
    ),
    "boxes that their boundaries cut": "".join(
        [_cut_rule(XS[0], y, 110, 0.2) for y in YS] + [_cut_rule(x, YS[0], 0.2, 18) for x in XS]
    ),
    "lines that a matrix stretches": "".join(
        [
            path("M 0 0 L 1 0", f"{XS[0]} {y} 110 0.3", 'CTM="110 0 0 1 0 0" LineWidth="0.2"')
            for y in YS
        ]
        + [
            path("M 0 0 L 0 1", f"{x} {YS[0]} 0.3 18", 'CTM="1 0 0 18 0 0" LineWidth="0.2"')
            for x in XS
        ]
    ),
    "one path of parts": path(
        " ".join(
            [f"M 0 {y - 40} L 110 {y - 40}" for y in YS]
            + [f"M {x - 20} 0 L {x - 20} 18" for x in XS]
        ),
        "20 40 110 18",
    ),
}


@pytest.mark.parametrize("way", DRAWN)
def test_a_table_is_the_same_however_its_rules_are_drawn(tmp_path, way):
    assert rows_of(tmp_path, DRAWN[way] + figures(XS, YS, ROWS)) == ROWS


def test_a_label_set_downwards_is_one_word(tmp_path):
    xs, ys = [20.0, 30.0, 70.0], [40.0, 70.0, 100.0]
    down = coded(23, 45, "办理结果", 'X="0" Y="2.55" DeltaY="g 3 4"')
    turned = text(23, 75, "总计", 3, 'CharDirection="90" ReadDirection="90"')
    turned = turned.replace("DeltaX", "DeltaY")
    drawn = rules(xs, ys) + down + turned + text(40, 55, "12") + text(40, 85, "8")
    assert rows_of(tmp_path, drawn) == [["办理结果", "12"], ["总计", "8"]]


def test_a_page_whose_text_lies_on_its_side_is_turned(tmp_path):
    inner = TABLE.replace("ID", "Name")
    group = '<:CompositeGraphicUnits><:CompositeGraphicUnit ID="7"><:Content>'
    group += inner + "</:Content></:CompositeGraphicUnit></:CompositeGraphicUnits>"
    for matrix in ("0 1 -1 0 210 0", "-1 0 0 -1 210 297", "0 -1 1 0 0 297"):
        drawn = f'<:CompositeObject ResourceID="7" Boundary="0 0 210 297" CTM="{matrix}"/>'
        (grid,) = read_ofd(tmp_path, ofd([Body([Page(drawn)], resources=group)])).grids
        assert texts(grid) == ROWS


def test_two_figures_of_one_object_stand_in_two_cells(tmp_path):
    both = coded(71, 50, "172", 'X="0" Y="2.55" DeltaX="1.5 29"')
    beside = BESIDE.replace(text(101, 50, "2"), "")
    assert rows_of(tmp_path, beside + both) == ROWS


def test_the_lines_of_a_label_follow_on_the_page_whatever_layer_they_are_in(tmp_path):
    xs, ys = [20.0, 60.0, 80.0], [40.0, 52.0, 58.0]
    first, second = text(21, 45, "本年新收政府信息"), text(21, 50, "公开申请数量")
    rest = text(21, 56, "其中") + text(61, 46, "12") + text(61, 56, "8")
    for objects in ((second, first + rest), (rest + second, first), (first, second + rest)):
        layers = layer(rules(xs, ys)) + "".join(map(layer, objects))
        assert rows_of(tmp_path, layers) == [
            ["本年新收政府信息\n公开申请数量", "12"],
            ["其中", "8"],
        ]


def test_a_table_that_a_page_cuts_is_one(tmp_path):
    top = rules(XS, YS[:3]) + figures(XS, YS[:3], ROWS[:2])
    low = [20.0, 26.0]
    rest = rules(XS, low) + figures(XS, low, ROWS[2:])
    (grid,) = read_ofd(tmp_path, ofd([top, rest])).grids
    assert texts(grid) == ROWS
    assert str(grid.cells[-1].where) == "page 2, table 1, row 1, column 3"


def test_columns_without_rules_are_parted_by_tabs(tmp_path):
    document = read_ofd(tmp_path, ofd([figures(XS, YS, ROWS)]))
    assert [line_.text for line_ in document.lines] == ["\t".join(row) for row in ROWS]


# --- what is seen -----------------------------------------------------------------------------

WHITE = '<:FillColor Value="255 255 255"/>'
GREY_PEN = (
    '<:DrawParams><:DrawParam ID="5"><:FillColor Value="255 255 255"/></:DrawParam>'
    '<:DrawParam ID="6" Relative="5" LineWidth="0.2"/></:DrawParams>'
)
#: a figure that nobody sees, in each of the ways in which it may stand there
HIDDEN = {
    "not to be shown": text(71, 50, "17", 3, 'Visible="false"'),
    "in a group not to be shown": f'<:PageBlock Visible="false">{FIGURE}</:PageBlock>',
    "white": text(71, 50, "17", inner=WHITE),
    "white by hexadecimals": text(71, 50, "17", inner='<:FillColor Value="#FF #FF #FF"/>'),
    "white by a chain of parameters": text(71, 50, "17", 3, 'DrawParam="6"'),
    "transparent": text(71, 50, "17", 3, 'Alpha="0"'),
    "of a transparent colour": text(71, 50, "17", inner='<:FillColor Value="0 0 0" Alpha="0"/>'),
    "neither filled nor outlined": text(71, 50, "17", 3, 'Fill="false"'),
    "under a box": FIGURE + filled(70.5, 46.5, 99, 51.5, 255),
}


@pytest.mark.parametrize("way", HIDDEN)
def test_a_figure_that_nobody_sees_is_none(tmp_path, way):
    body = Body([Page(BESIDE + HIDDEN[way])], resources=GREY_PEN)
    (grid,) = read_ofd(tmp_path, ofd([body])).grids
    cell = grid.cells[4]
    assert cell.text == ""
    assert [(left.text, left.why) for left in cell.omitted] == [("17", Omission.HIDDEN)]


#: a figure that is seen, though something about it is as of one that is not
SEEN = {
    "white on black": filled(70, 46, 100, 52, 0) + text(71, 50, "17", inner=WHITE),
    "on a ground": filled(70, 46, 100, 52, 230) + FIGURE,
    "under what lets it through": FIGURE + filled(70, 46, 100, 52, 230, 'Alpha="90"'),
    "outlined": text(71, 50, "17", 3, 'Fill="false" Stroke="true"'),
    "of a grey by one number": text(71, 50, "17", inner='<:FillColor Value="90"/>'),
    "of a colour without its value": text(71, 50, "17", inner="<:FillColor/>"),
}


@pytest.mark.parametrize("way", SEEN)
def test_a_figure_that_is_seen_counts(tmp_path, way):
    assert rows_of(tmp_path, BESIDE + SEEN[way]) == ROWS


def test_a_page_that_is_all_grey_has_no_watermark(tmp_path):
    grey = '<:FillColor Value="170 170 170"/>'
    drawn = (text(40, 20, "某局2023年年度报告", 9) + TABLE).replace(
        "<:TextCode", grey + "<:TextCode"
    )
    document = read_ofd(tmp_path, ofd([drawn]))
    assert document.lines[0].text == "某局2023年年度报告"
    assert texts(document.grids[0]) == ROWS


def test_a_large_title_on_a_dark_band_is_no_watermark(tmp_path):
    band = filled(0, 5, 210, 30, 60) + text(40, 20, "某局2023年年度报告", 9, inner=WHITE)
    document = read_ofd(tmp_path, ofd([band + TABLE]))
    assert document.lines[0].text == "某局2023年年度报告"


def test_a_struck_figure_is_none(tmp_path):
    cell = cell_of(tmp_path, TABLE + line(70.8, 48.9, 74.2, 48.9))
    assert (cell.text, cell.omitted[0].why) == ("", Omission.STRUCK)


def test_of_a_figure_that_is_partly_covered_nobody_knows(tmp_path):
    cell = cell_of(tmp_path, TABLE + filled(72.6, 46.5, 99, 51.5, 255))
    assert (cell.text, cell.unread) == ("17", Unread.CUT)


def test_a_watermark_is_no_text_of_a_cell(tmp_path):
    turned = 'CTM="0.7 -0.7 0.7 0.7 0 0" Boundary="60 60 100 50"'
    mark = text(0, 0, "内部资料", 12, turned, '<:FillColor Value="220 220 220"/>')
    assert rows_of(tmp_path, TABLE + mark) == ROWS


def note(kind: str, content: str, attributes: str = "") -> str:
    shown = f'<:Appearance Boundary="70 46 30 6">{content}</:Appearance>'
    return f'<:Annot ID="1" Type="{kind}" {attributes}>{shown}</:Annot>'


def test_what_an_annotation_says_over_a_figure_counts(tmp_path):
    over = filled(0.3, 0.3, 29, 5.5, 255) + text(1, 4, "18")
    cell = cell_of(tmp_path, Page(TABLE, notes=note("Path", over)))
    assert (cell.text, cell.noted) == ("18", True)
    assert cell.omitted[0].text == "17"
    hidden = cell_of(tmp_path, Page(TABLE, notes=note("Path", over, 'Visible="false"')))
    assert (hidden.text, hidden.noted) == ("17", False)


@pytest.mark.parametrize("kind", ["Stamp", "Watermark"])
def test_a_stamp_says_no_figure(tmp_path, kind):
    cell = cell_of(tmp_path, Page(BESIDE, notes=note(kind, text(1, 4, "18"))))
    assert cell.text == ""


def test_a_highlight_hides_nothing(tmp_path):
    bright = filled(0, 0, 30, 6, 240)
    assert cell_of(tmp_path, Page(TABLE, notes=note("Highlight", bright))).text == "17"


# --- what is no text --------------------------------------------------------------------------


def glyphs(printed: str, said: str, attributes: str = "") -> str:
    """A text object that says which glyphs it draws."""
    drawn = f'<:CGTransform CodePosition="0" {attributes}><:Glyphs>{said}</:Glyphs></:CGTransform>'
    return text(71, 50, printed, inner=drawn)


COUNTS = 'CodeCount="2" GlyphCount="2"'


def test_glyphs_with_their_characters_are_text(tmp_path):
    assert rows_of(tmp_path, BESIDE + glyphs("17", "20 26", COUNTS)) == ROWS


@pytest.mark.parametrize(
    "figure",
    [
        glyphs("¤¤", "20 26", COUNTS),
        glyphs("", "20 26", 'CodeCount="0" GlyphCount="2"'),
        glyphs("\ue011\ue012", "20 26", COUNTS),
        glyphs("  ", "20 26", COUNTS),
        glyphs("1", "20 26", 'CodeCount="1" GlyphCount="2"'),
    ],
    ids=["signs that stand for any", "none", "private", "several blanks", "two for one"],
)
def test_glyphs_without_characters_are_not_blank(tmp_path, figure):
    cell = cell_of(tmp_path, BESIDE + figure)
    assert (cell.text, cell.unread) == ("", Unread.GLYPHS)


def test_transforms_that_count_from_each_code_say_nothing(tmp_path):
    drawn = "".join(
        f'<:CGTransform CodePosition="0" CodeCount="1"><:Glyphs>{glyph}</:Glyphs></:CGTransform>'
        for glyph in (20, 26)
    )
    both = text(71, 50, "1", inner=drawn).replace(
        "</:TextObject>", '<:TextCode X="1.5">7</:TextCode></:TextObject>'
    )
    one = glyphs("17", "20 26", COUNTS).replace("Boundary", 'Visible="false" Boundary', 1)
    assert rows_of(tmp_path, BESIDE + both + one) == ROWS


def test_a_blank_that_a_font_draws_is_blank(tmp_path):
    blank = glyphs("   ", "3 3 3", 'CodeCount="3" GlyphCount="3"')
    cell = cell_of(tmp_path, BESIDE + blank)
    assert (cell.text, cell.unread) == ("", None)


def test_digits_that_one_glyph_draws_are_no_figure(tmp_path):
    lie = glyphs("17", "20 20", COUNTS)
    cell = cell_of(tmp_path, BESIDE + lie)
    assert "17" not in cell.text


def test_a_figure_that_is_drawn_is_not_blank(tmp_path):
    seven = path(
        "M 0 0 L 1.4 0 L 1.4 0.4 L 0.6 2.4 L 0.2 2.4 L 1 0.4 L 0 0.4 C",
        "72 48 2 3",
        'Fill="true" Stroke="false"',
    )
    cell = cell_of(tmp_path, BESIDE + seven)
    assert (cell.text, cell.unread) == ("", Unread.DRAWING)


LETTER = text(30, 60, "本报告根据《中华人民共和国政府信息公开条例》的规定编制。")
SMALL = b"<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"


def picture(boundary: str, wide: float, high: float) -> str:
    matrix = f'CTM="{wide} 0 0 {high} 0 0"'
    return f'<:ImageObject ID="3" ResourceID="4" Boundary="{boundary}" {matrix}/>'


MEDIA = (
    '<:MultiMedias><:MultiMedia ID="4" Type="Image" Format="PNG">'
    "<:MediaFile>image.png</:MediaFile></:MultiMedia></:MultiMedias>"
)


def test_a_picture_in_a_cell_is_not_blank(tmp_path):
    body = Body([Page(BESIDE + picture("72 47 5 4", 5, 4))], resources=MEDIA)
    (grid,) = read_ofd(tmp_path, ofd([body], files={"Doc_0/Res/image.png": b"\x89PNG"})).grids
    assert grid.cells[4].unread is Unread.PICTURE


def test_a_large_picture_is_handed_out_where_it_stands(tmp_path):
    page = b"<html><body><p>First.</p>" + SMALL + b"</body></html>"
    drawn = text(20, 20, "above") + picture("20 60 150 150", 150, 150) + text(20, 250, "below")
    body = Body([Page(drawn)], resources=MEDIA)
    document = read_ofd(tmp_path, ofd([body], files={"Doc_0/Res/image.png": page}))
    order = [block.text if isinstance(block, Line) else "table" for block in document.blocks]
    assert order == ["above", "First.", "table", "below"]
    assert str(document.grids[0].cells[0].where) == "page 1, table 1, row 1, column 1"


def test_beside_whole_tables_a_picture_is_named_and_not_opened(tmp_path):
    xs, ys = [20.0 + 8 * n for n in range(11)], [40.0 + 6 * n for n in range(12)]
    table = rules(xs, ys) + figures(xs, ys, [["1"] * 10] * 11)
    drawn = table + picture("20 150 150 90", 150, 90)
    body = Body([Page(drawn)], resources=MEDIA)
    document = read_ofd(tmp_path, ofd([body], files={"Doc_0/Res/image.png": b"\x89PNG"}))
    assert document.remarks == ()
    assert [place.page for place in document.pictures] == [1]


def test_a_picture_under_text_is_its_ground(tmp_path):
    drawn = picture("0 0 210 297", 210, 297) + TABLE
    body = Body([Page(drawn), Page(picture("0 0 210 297", 210, 297) + LETTER)], resources=MEDIA)
    document = read_ofd(tmp_path, ofd([body], files={"Doc_0/Res/image.png": b"\x89PNG"}))
    assert [texts(grid) for grid in document.grids] == [ROWS]
    assert document.remarks == ()


def test_text_that_recognition_laid_under_a_picture_is_read(tmp_path):
    picture_ = picture("0 0 210 297", 210, 297)
    body = Body([Page(TABLE.replace("<:TextObject", '<:TextObject Alpha="0"') + picture_)])
    body = replace(body, resources=MEDIA)
    (grid,) = read_ofd(tmp_path, ofd([body], files={"Doc_0/Res/image.png": b"\x89PNG"})).grids
    assert texts(grid) == ROWS


# --- packages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dress",
    [
        Dress(space="http://www.ofdspec.org"),
        Dress(prefix="p"),
        Dress(prefix=""),
        Dress(space="", prefix=""),
        Dress(space=""),
        Dress(declaration='<?xml version="1.0" encoding="GBK"?>', encoding="gbk"),
        Dress(declaration='<?xml version="1.0" encoding="UTF-8"?>', encoding="gbk"),
        Dress(declaration="", encoding="utf-16"),
    ],
    ids=[
        "an older space",
        "another prefix",
        "no prefix",
        "no space",
        "a prefix that is not declared",
        "GBK",
        "GBK called UTF-8",
        "UTF-16",
    ],
)
def test_parts_are_read_in_whatever_dress_they_are_written(tmp_path, dress):
    (grid,) = read_ofd(tmp_path, ofd([TABLE], dress)).grids
    assert texts(grid) == ROWS


@pytest.mark.parametrize("before", ["", "/Doc_0/", "Doc_0/", "./", "\\Doc_0\\", "/"])
def test_parts_are_found_however_their_place_is_said(tmp_path, before):
    page = Page(figures(XS, YS, ROWS), '<:Template TemplateID="900"/>')
    (grid,) = read_ofd(tmp_path, ofd([Body([page], [(RULES, "")], before=before)])).grids
    assert texts(grid) == ROWS


def test_an_archive_with_a_folder_around_the_package_is_one(tmp_path):
    parts = ofd([Body([Page(TABLE)], folder="Doc_0")])
    with zipfile.ZipFile(io.BytesIO(parts)) as archive:
        moved = {f"年报/{name}": archive.read(name) for name in archive.namelist()}
    (grid,) = read_ofd(tmp_path, pack(moved)).grids
    assert texts(grid) == ROWS


TITLE = text(40, 20, "某局2023年年度报告", 5)
EARLIER = TABLE.replace(FIGURE, text(71, 50, "16"))


def test_of_documents_with_one_title_the_last_counts(tmp_path):
    bodies = [Body([Page(TITLE + EARLIER)]), Body([Page(TITLE + TABLE)], folder="Doc_1")]
    document = read_ofd(tmp_path, ofd(bodies))
    (grid,) = document.grids
    assert texts(grid) == ROWS
    assert str(document.remarks[0]) == (
        "The OFD holds 2 documents of one title; the last one was read."
    )


def test_documents_with_other_titles_are_all_read(tmp_path):
    other = text(40, 20, "关于报送的通知", 5)
    bodies = [Body([Page(TITLE + TABLE)]), Body([Page(other)], folder="Doc_1")]
    document = read_ofd(tmp_path, ofd(bodies))
    assert [line_.text for line_ in document.lines] == ["某局2023年年度报告", "关于报送的通知"]
    assert str(document.lines[1].where) == "file “doc_1”, page 1, line 1"


@pytest.mark.parametrize("current", ["1", "2", ""])
def test_the_current_version_of_a_document_counts(tmp_path, current):
    listed = "".join(
        f'<:Version ID="{n}" Index="{n}" Current="{str(str(n) == current).lower()}" '
        f'BaseLoc="Doc_0/Versions/V{n}.xml"/>'
        for n in (1, 2)
    )
    said = f"<:Versions>{listed}</:Versions>"
    versions = {
        f"Doc_0/Versions/V{n}.xml": Dress().part(
            "DocVersion", f"<:DocRoot>/V{n}/Document.xml</:DocRoot>"
        )
        for n in (1, 2)
    }
    first = Body([Page(EARLIER)], folder="V1")
    second = Body([Page(TABLE)], folder="V2")
    parts: dict[str, bytes] = {}
    for made in (ofd([first]), ofd([second]), ofd([Body([Page("")], said=said)], files=versions)):
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            parts |= {name: archive.read(name) for name in archive.namelist()}
    (grid,) = read_ofd(tmp_path, pack(parts)).grids
    assert grid.cells[4].text == ("16" if current == "1" else "17")


def test_an_attached_report_is_read_where_the_pages_hold_none(tmp_path):
    listed = '<:Attachment ID="1" Name="年报.html"><:FileLoc>a.html</:FileLoc></:Attachment>'
    more = "<:Attachments>Attachs/Attachments.xml</:Attachments>"
    files = {
        "Doc_0/Attachs/Attachments.xml": Dress().part("Attachments", listed),
        "Doc_0/Attachs/a.html": b"<html>" + SMALL + b"</html>",
    }
    cover = read_ofd(tmp_path, ofd([Body([Page(TITLE)], more=more)], files=files))
    assert str(cover.grids[0].cells[0].where) == "file “年报.html”, table 1, row 1, column 1"
    whole = read_ofd(tmp_path, ofd([Body([Page(TABLE)], more=more)], files=files))
    assert len(whole.grids) == 1
    assert "attached to the OFD and were not read: 年报.html" in str(whole.remarks[0])


# --- silence ----------------------------------------------------------------------------------


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path):
    whole = ofd([TABLE])
    broken = Dress().part("Page", "").replace(b"</ofd:Page>", b"<ofd:TextCode>1")
    entity = b'<!DOCTYPE a [<!ENTITY x "9">]><Page><Content><Layer>1&x;</Layer></Content></Page>'
    refused = [
        (whole[:-200], DamagedFileError, "damaged or breaks off|damaged"),
        (ofd([TABLE], files={"Encryptions.xml": b"<a/>"}), EncryptedFileError, "is encrypted"),
        (ofd([glyphs("¤¤", "20 26", COUNTS)]), NoTextError, "2 of the OFD's 2 characters are"),
        (ofd([""]), NoTextError, "no text stands on the OFD's 1 pages"),
        (pack({"OFD.xml": b"<OFD"}), DamagedFileError, "OFD package is damaged"),
        (pack({"OFD.xml": b"<OFD/>"}), DamagedFileError, "lists no document"),
        (_with_page(broken), DamagedFileError, "none of the OFD's 1 pages can be read"),
        (_with_page(entity), DamagedFileError, "none of the OFD's 1 pages can be read"),
        (_bomb(), TooLargeError, "over the limit"),
    ]
    for data, error, sentence in refused:
        with pytest.raises(error, match=sentence):
            read_ofd(tmp_path, data)


def _with_page(part: bytes) -> bytes:
    return ofd([TABLE], files={"Doc_0/Pages/Page_0/Content.xml": part})


def _bomb() -> bytes:
    return ofd([TABLE], files={f"x{number}": bytes(30_000_000) for number in range(8)})


def test_numbers_beyond_all_bounds_do_no_harm(tmp_path):
    odd = coded(71, 50, "17", 'X="1e999" Y="nan" DeltaX="g 999999999 1"')
    odd += path("M 0 0 L 1e308 1e308 L nan 3", "0 0 1e308 1e308", 'CTM="1e308 0 0 1e308 0 0"')
    odd += text(1, 1, "1", 1e300)
    document = read_ofd(tmp_path, ofd([TABLE + odd]))
    assert document.grids
