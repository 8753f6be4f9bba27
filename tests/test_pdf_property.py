"""A random form, random figures, random typesetting in; the same figures out."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gxkit.filling import fill
from gxkit.forms import Table, find_form
from gxkit.readers import read
from pdf_pages import STYLES, Sheet, figures, pdf, rules, text

TOP, BOTTOM, LEFT = 760.0, 80.0, 50.0
Figures = dict[tuple[str, str], str]


def draw_figures(table: Table, dice: random.Random, blanks: float) -> Figures:
    """A figure for each cell, each another; some blank, but no row of them all."""
    numbers = iter(dice.sample(range(1, 99_999), len(table.slots)))
    drawn = {slot: "" if dice.random() < blanks else str(next(numbers)) for slot in table.slots}
    for row in table.rows:
        if not any(drawn[row.id, column] for column in row.columns):
            drawn[row.id, row.columns[0]] = str(next(numbers))
    return drawn


def wrap(label: str, width: float, size: float) -> list[str]:
    """The label in lines, none of one character: PDFium drops a lone one whose font is not at hand."""
    most = max(4, int((width - 4) / size))
    while len(label) % most == 1:
        most -= 1
    return [label[at : at + most] for at in range(0, len(label), most)]


def typeset(
    table: Table, drawn: Figures, dice: random.Random, style: str, rotate: int, in_form: bool
) -> bytes:
    """The table over as many pages as it takes, each part closed by rules; labels wrap, figures stand in the middle."""
    size = dice.choice((7.0, 8.0, 9.0, 10.5))
    label_width = dice.uniform(140, 190)
    columns = [column.id for column in table.columns]
    width = dice.uniform(38, 45) if len(columns) > 5 else dice.uniform(50, 60)
    xs = [
        LEFT,
        LEFT + label_width,
        *(LEFT + label_width + width * (n + 1) for n in range(len(columns))),
    ]
    sheets: list[Sheet] = []
    y = TOP
    content = text(LEFT, 800, "某某市2021年政府信息公开工作年度报告", 12)
    part: list[tuple[float, float, list[list[str]], list[str]]] = []

    def close() -> None:
        nonlocal content
        ys = [part[0][0], *(bottom for _, bottom, _, _ in part)]
        content += rules(xs, ys, style)
        for top, bottom, lines, cells in part:
            middle = (top + bottom) / 2
            for n, line in enumerate(lines[0]):
                content += text(
                    xs[0] + 2, middle + (len(lines[0]) / 2 - n - 0.85) * size * 1.15, line, size
                )
            content += figures(xs[1:], [top, bottom], [cells], size)
        content += text(280, 40, f"- {len(sheets) + 1} -")
        sheets.append(
            Sheet("q /X0 Do Q", rotate=rotate, forms=((content, "1 0 0 1 3 -4"),))
            if in_form
            else Sheet(content, rotate=rotate)
        )
        content = ""
        part.clear()

    head = ["", *(column.label.replace("{year}", "2021")[:3] for column in table.columns)]
    entries: list[tuple[list[str], list[str]]] = [([table.headers[0][:8]], head[1:])]
    for row in table.rows:
        cells = [drawn.get((row.id, column), "") for column in columns]
        entries.append((wrap(row.label, label_width, size), cells))
    first_page_ends = dice.uniform(300, 700)
    for lines, cells in entries:
        height = max(1.6, 1.25 * len(lines) + 0.5) * size
        if part and y - height < (first_page_ends if not sheets else BOTTOM):
            close()
            y = TOP
        part.append((y, y - height, [lines], cells))
        y -= height
    close()
    return pdf(sheets, packed=dice.random() < 0.5)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 2**32),
    edition=st.sampled_from(["2019", "2021"]),
    style=st.sampled_from(STYLES),
    rotate=st.sampled_from([0, 0, 90, 270]),
    blanks=st.sampled_from([0.0, 0.1, 0.4]),
    in_form=st.booleans(),
)
def test_a_random_table_however_typeset_gives_the_same_figures(
    tmp_path, seed, edition, style, rotate, blanks, in_form
):
    dice = random.Random(seed)
    table = find_form(edition).table("requests")
    drawn = draw_figures(table, dice, blanks)
    path = Path(tmp_path, "report.pdf")
    path.write_bytes(typeset(table, drawn, dice, style, rotate, in_form))
    report = fill(read(path))
    read_back = {
        (value.row, value.column): value.printed for value in report if value.table == "requests"
    }
    assert read_back == drawn
