"""Grids: spans expanded, tables that a page cuts joined."""

from dataclasses import replace

from gxkit.document import Cell, Grid, Recognised, Where
from gxkit.readers.grids import attach_caption, expand, join


def grid(
    rows: list[list[str]],
    page: int | None,
    table: int = 1,
    xs: list[float] | None = None,
    caption: str = "",
) -> Grid:
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = (xs[c], 0.0, xs[c + 1], 10.0) if xs else None
            cells.append(
                Cell(r, c, text, Where(page=page, table=table, row=r + 1, column=c + 1, box=box))
            )
    return Grid(tuple(cells), caption)


def test_a_spanning_cell_stands_in_each_place_it_covers():
    where = Where(table=1)
    spanned = Grid((Cell(0, 0, "甲", where, 2, 2), Cell(0, 2, "乙", where), Cell(2, 1, "1", where)))
    assert expand(spanned) == [["甲", "甲", "乙"], ["甲", "甲", ""], ["", "1", ""]]


def test_of_overlapping_cells_the_first_one_stays():
    where = Where(table=1)
    assert expand(Grid((Cell(0, 0, "甲", where, 2, 1), Cell(1, 0, "乙", where, 1, 2)))) == [
        ["甲", ""],
        ["甲", "乙"],
    ]


def test_an_empty_grid_expands_to_nothing():
    assert expand(Grid(())) == []


def test_a_table_cut_by_a_page_is_one_and_each_cell_keeps_its_place():
    (joined,) = join([grid([["规章", "0"]], 2, 3, caption="二"), grid([["总计", "5"]], 3)])
    assert expand(joined) == [["规章", "0"], ["总计", "5"]]
    assert [cell.where.page for cell in joined.cells] == [2, 2, 3, 3]
    assert joined.cells[2].where.row == 1
    assert joined.caption == "二"


def test_a_cell_below_the_break_stays_what_was_recognised():
    upper, lower = grid([["规章", "0"]], 2), grid([["总计", "5"]], 3)
    seen = Recognised(("5", "6"), False, 0.5)
    label, figure = lower.cells
    lower = replace(lower, cells=(label, replace(figure, recognised=seen, noted=True)))
    (joined,) = join([upper, lower])
    assert (joined.cells[-1].recognised, joined.cells[-1].noted) == (seen, True)


def test_a_header_repeated_after_the_break_is_dropped():
    upper = grid([["信息内容", "数 量"], ["规章", "0"]], 1)
    lower = grid([["信息内容", "数量"], ["总计", "5"]], 2)
    (joined,) = join([upper, lower])
    assert expand(joined) == [["信息内容", "数 量"], ["规章", "0"], ["总计", "5"]]


def test_a_row_of_numbers_that_repeats_is_no_header():
    (joined,) = join([grid([["其他", "0"]], 1), grid([["其他", "0"], ["总计", "0"]], 2)])
    assert joined.shape == (3, 2)


def test_columns_merged_on_one_side_of_the_break_fit_by_their_positions():
    upper = grid([["规章", "1", "2", "3"]], 2, xs=[75, 200, 300, 400, 518])
    lower = grid([["行政处罚", "4119"]], 3, xs=[76, 201, 517])
    (joined,) = join([upper, lower])
    assert expand(joined)[1] == ["行政处罚", "4119", "4119", "4119"]


def test_other_positions_another_caption_or_another_page_make_another_table():
    first = grid([["规章", "1"]], 2, xs=[75, 200, 518])
    assert len(join([first, grid([["总计", "1"]], 3, xs=[75, 250, 518])])) == 2
    assert len(join([first, grid([["总计", "1"]], 3, xs=[75, 200, 518], caption="三")])) == 2
    assert len(join([first, grid([["总计", "1"]], 4, xs=[75, 200, 518])])) == 2
    assert len(join([first, grid([["总计", "1"]], 3, table=2, xs=[75, 200, 518])])) == 2


def test_tables_without_pages_are_never_joined():
    assert len(join([grid([["规章", "1"]], None), grid([["总计", "1"]], None, 2)])) == 2


def test_three_pages_of_one_table_are_one():
    (joined,) = join([grid([[str(n), "x"]], n) for n in (1, 2, 3)])
    assert [row[0] for row in expand(joined)] == ["1", "2", "3"]


def test_a_caption_is_attached_only_where_there_is_none():
    assert attach_caption(grid([["规章", "1"]], 1), "二").caption == "二"
    assert attach_caption(grid([["规章", "1"]], 1, caption="三"), "二").caption == "三"


def test_parts_that_each_show_columns_of_their_own_share_the_union():
    upper = grid([["（三）", "4", "5"]], 2, xs=[75, 200, 300, 518])
    lower = grid([["（三）", "1.国家秘密", "6", "7"]], 3, xs=[75, 120, 200, 300, 518])
    (joined,) = join([upper, lower])
    assert [(c.column, c.colspan) for c in joined.cells] == [
        (0, 2),
        (2, 1),
        (3, 1),
        (0, 1),
        (1, 1),
        (2, 1),
        (3, 1),
    ]


def test_of_tables_side_by_side_each_goes_on_in_its_own():
    def placed(rows: list[list[str]], page: int, table: int, left: float) -> Grid:
        return grid(rows, page, table, xs=[left, left + 100, left + 200])

    joined = join(
        [
            placed([["规章", "1"]], 1, 1, 50),
            placed([["序号", "无"]], 1, 2, 300),
            placed([["总计", "2"]], 2, 1, 50),
            placed([["备注", "有"]], 2, 2, 300),
        ]
    )
    assert [expand(g) for g in joined] == [
        [["规章", "1"], ["总计", "2"]],
        [["序号", "无"], ["备注", "有"]],
    ]
