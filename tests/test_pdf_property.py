"""A random form, random figures, random typesetting in; the same figures out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gxkit.filling import fill
from gxkit.forms import Table, find_form
from gxkit.readers import read
from gxkit.report import Status
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
    """The label in lines, none of one character: PDFium drops a lone one of a font not at hand."""
    most = max(4, int((width - 4) / size))
    while len(label) % most == 1:
        most -= 1
    return [label[at : at + most] for at in range(0, len(label), most)]


@dataclass(frozen=True)
class Manner:
    """How pages are set: how rules are drawn, how the page is turned, whether in a form object."""

    style: str
    rotate: int
    in_form: bool


@dataclass(frozen=True)
class Row:
    """A row of the table on its page: from where to where, the lines of its label, its figures."""

    top: float
    bottom: float
    label: list[str]
    cells: list[str]


class Typesetter:
    """The table over as many pages as it takes, each part closed by rules; labels wrap, figures
    stand in the middle."""

    def __init__(self, table: Table, dice: random.Random, manner: Manner) -> None:
        self.table = table
        self.manner = manner
        self.size = dice.choice((7.0, 8.0, 9.0, 10.5))
        self.label_width = dice.uniform(140, 190)
        self.columns = [column.id for column in table.columns]
        width = dice.uniform(38, 45) if len(self.columns) > 5 else dice.uniform(50, 60)
        first = LEFT + self.label_width
        self.xs = [LEFT, *(first + width * n for n in range(len(self.columns) + 1))]
        self.first_page_ends = dice.uniform(300, 700)
        self.sheets: list[Sheet] = []

    def rows(self, drawn: Figures) -> Iterator[tuple[list[str], list[str]]]:
        """The lines of each label and the figures beside it, the head first."""
        labels = [column.label.replace("{year}", "2021") for column in self.table.columns]
        yield [self.table.headers[0][:8]], [label[:3] for label in labels]
        for row in self.table.rows:
            cells = [drawn.get((row.id, column), "") for column in self.columns]
            yield wrap(row.label, self.label_width, self.size), cells

    def typeset(self, drawn: Figures) -> list[Sheet]:
        """The pages."""
        y = TOP
        part: list[Row] = []
        for lines, cells in self.rows(drawn):
            height = max(1.6, 1.25 * len(lines) + 0.5) * self.size
            lowest = BOTTOM if self.sheets else self.first_page_ends
            if part and y - height < lowest:
                self.end_page(part)
                y, part = TOP, []
            part.append(Row(y, y - height, lines, cells))
            y -= height
        self.end_page(part)
        return self.sheets

    def end_page(self, part: list[Row]) -> None:
        """A page with some rows, the title above them on the first one."""
        title = "" if self.sheets else text(LEFT, 800, "某某市2021年政府信息公开工作年度报告", 12)
        ys = [part[0].top, *(row.bottom for row in part)]
        content = title + rules(self.xs, ys, self.manner.style) + "".join(map(self.set_row, part))
        content += text(280, 40, f"- {len(self.sheets) + 1} -")
        rotate = self.manner.rotate
        if self.manner.in_form:
            form = (content, "1 0 0 1 3 -4")
            self.sheets.append(Sheet("q /X0 Do Q", rotate=rotate, forms=(form,)))
        else:
            self.sheets.append(Sheet(content, rotate=rotate))

    def set_row(self, row: Row) -> str:
        """The characters of a row."""
        middle = (row.top + row.bottom) / 2
        first = middle + (len(row.label) / 2 - 0.85) * self.size * 1.15
        label = "".join(
            text(self.xs[0] + 2, first - n * self.size * 1.15, line, self.size)
            for n, line in enumerate(row.label)
        )
        return label + figures(self.xs[1:], [row.top, row.bottom], [row.cells], self.size)


MANNERS = st.builds(
    Manner, st.sampled_from(STYLES), st.sampled_from([0, 0, 90, 270]), st.booleans()
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 2**32),
    edition=st.sampled_from(["2019", "2021"]),
    blanks=st.sampled_from([0.0, 0.1, 0.4]),
    manner=MANNERS,
)
# the dashes of its rows end a long gap before the last column does
@example(seed=883, edition="2019", blanks=0.0, manner=Manner("single dashes", 0, False))
def test_a_random_table_however_typeset_gives_the_same_figures(
    tmp_path, seed, edition, blanks, manner
):
    dice = random.Random(seed)
    table = find_form(edition).table("requests")
    drawn = draw_figures(table, dice, blanks)
    sheets = Typesetter(table, dice, manner).typeset(drawn)
    path = Path(tmp_path, "report.pdf")
    path.write_bytes(pdf(sheets, packed=dice.random() < 0.5))
    in_table = [value for value in fill(read(path)) if value.table == "requests"]
    figures = {(value.row, value.column): value.printed for value in in_table}
    assert figures == drawn
    assert not [value for value in in_table if value.status is Status.AMBIGUOUS]
