"""Random reports of every edition: web pages and texts, sound or damaged as published files are.

`draw_report(seed)` always gives the same report. Nothing here names a table: what a form has is
drawn, so that an edition that is added is drawn too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from gxkit.forms import Row, Table, all_forms

Key = tuple[str, str, str]
Truth = dict[Key, int | None]

HAN = [chr(code) for code in range(0x4E00, 0x9FA5, 97)]
"""letters that a misprint puts in the place of another"""
NARRATIVE = [
    "一、总体情况",
    "本机关全年主动公开政府信息{a}条，收到政府信息公开申请{b}件，其中自然人{b}件。",
    "予以公开{a}件，部分公开{b}件，不予公开0件，其他处理{b}件，总计{a}件。",
    "行政复议{a}件，其中结果维持{b}件；行政诉讼0件，复议后起诉0件。",
    "制发规章{a}件、行政规范性文件{b}件，行政许可{a}件，行政处罚{b}件。",
]
BLANK_SIGNS = ("", "", "-", "/", "无", "——", "--")

SHORTEST_CHANGED = 3
"""characters of a label in which a misprint still leaves a label"""
SHORTEST_CUT = 6
"""characters of a label that a page cuts in two"""
SHORTEST_BROKEN = 7
"""lines of a table that goes on as another after a page"""


def happens(rng: random.Random, chance: float) -> bool:
    return rng.random() < chance


@dataclass(frozen=True)
class Box:
    """One cell of a drawn table: its text, its spans, and whether it is a figure's."""

    text: str
    columns: int = 1
    rows: int = 1
    figure: bool = False


@dataclass(frozen=True)
class Drawn:
    """A drawn report: file name, text, what its cells truly hold, and what was done to it."""

    seed: int
    name: str
    text: str
    truth: Truth
    edition: str
    layout: str
    damage: tuple[str, ...]


def draw_figures(table: Table, rng: random.Random, largest: int, blanks: float) -> Truth:
    """Figures that satisfy the sums of a table; some of them blank."""
    numbers = {slot: rng.choice((0, 0, rng.randint(0, largest))) for slot in table.slots}
    for _ in range(3):  # sums of sums need a round each
        for rule in table.rules:
            if rule.relation == "equal" and len(rule.right) <= len(rule.left) and not rule.soft:
                rest = sum(numbers[slot] for slot in rule.right[:-1])
                numbers[rule.right[-1]] = sum(numbers[slot] for slot in rule.left) - rest
    figures: Truth = {}
    for (row, column), number in numbers.items():
        left_blank = happens(rng, blanks)
        figures[table.id, row, column] = None if left_blank else number
    return figures


def draw_boxes(table: Table, truth: Truth, rng: random.Random, year: int) -> list[list[Box]]:
    """The table as a notice lays it out; blank cells hold nothing or, table by table, a sign."""
    sign = rng.choice(BLANK_SIGNS)
    labels = {c.id: c.label.replace("{year}", str(year)) for c in table.columns}

    def figure(row: str, column: str) -> Box:
        number = truth[table.id, row, column]
        return Box(sign if number is None else str(number), figure=True)

    if table.layout == "across":
        return _boxes_across(table, labels, figure)
    depth = max(len(row.path) for row in table.rows)
    units = happens(rng, 0.5) and len({row.columns for row in table.rows}) == 1
    counts = {key: len(list(group)) for key, group in groupby(_groups(table))}
    made: list[list[Box]] = []
    head: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    for row in table.rows:
        if row.columns != head:
            unit = [Box("计量单位")] if units else []
            heading = table.headers[0] if table.headers else "指标名称"
            made.append([Box(heading, depth), *unit, *(Box(labels[c]) for c in row.columns)])
            head = row.columns
        new = [g for i, g in enumerate(row.path[:-1]) if row.path[: i + 1] != before[: i + 1]]
        groups = [Box(g, rows=max(1, counts.get((g,), 1))) for g in new]
        unit = [Box(row.units[0])] if units else []
        own = Box(row.label, depth - len(row.path) + 1)
        made.append([*groups, own, *unit, *(figure(row.id, c) for c in row.columns)])
        before = row.path[:-1]
    return made


def _groups(table: Table) -> Iterator[tuple[str, ...]]:
    for row in table.rows:
        yield row.path[-2:-1]


def _boxes_across(table: Table, labels: dict[str, str], figure: object) -> list[list[Box]]:
    width = len(table.columns)
    first, *others = table.rows
    top = [Box(first.path[0], width), Box(others[0].path[0], width * len(others))]
    heads = [Box(labels[c], rows=2) for c in first.columns]
    middle = [*heads, *(Box(row.label, width) for row in others)]
    bottom = [Box(labels[c]) for row in others for c in row.columns]
    figures = [figure(row.id, c) for row in table.rows for c in row.columns]  # type: ignore[operator]
    return [top, middle, bottom, figures]


Rows = list[list[Box]]


def misprint(rows: Rows, rng: random.Random) -> Rows:
    """A letter of some labels wrong, missing or too many."""
    return _change_labels(rows, rng, 0.25, _spoil)


def _spoil(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    put = rng.choice(("", rng.choice(HAN), text[at] + rng.choice(HAN)))
    return text[:at] + put + text[at + 1 :]


def reword(rows: Rows, rng: random.Random) -> Rows:
    """Labels in other words: a clause left out, a number of another kind, 度 or 数 added."""
    return _change_labels(rows, rng, 0.4, _say_otherwise)


def _say_otherwise(text: str, rng: random.Random) -> str:
    ways = (
        lambda t: t.split("、")[-1] if t[:1] in "一二三四" else t.split("、")[0],
        lambda t: re.sub(r"^(?:其中：)?\d[.、]", "", t),
        lambda t: t.replace("本年", "本年度"),
        lambda t: t.replace("数量", "数"),
        lambda t: re.sub(r"（[^）]{4,}）", "", t),
        lambda t: t.replace("（", "(").replace("）", ")"),
        lambda t: f"{t}数",
    )
    return rng.choice(ways)(text)


def _change_labels(rows: Rows, rng: random.Random, share: float, change: object) -> Rows:
    made = []
    for row in rows:
        has_figures = any(box.figure for box in row)
        new = []
        for box in row:
            chosen = (
                has_figures
                and not box.figure
                and len(box.text) >= SHORTEST_CHANGED
                and happens(rng, share)
            )
            new.append(replace(box, text=change(box.text, rng)) if chosen else box)  # type: ignore[operator]
        made.append(new)
    return made


def drop_item_numbers(rows: Rows, rng: random.Random) -> Rows:
    """Labels without their numbers."""
    bare = re.compile(
        r"^(?:其中：)?(?:（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．]|[一二三四]、)"
    )
    return _change_labels(rows, rng, 1.0, lambda text, _: bare.sub("", text) or text)


def leave_out_a_row(rows: Rows, rng: random.Random) -> Rows:
    """One row of figures that is not there."""
    return [row for i, row in enumerate(rows) if i != _a_row_of_figures(rows, rng)]


def exchange_rows(rows: Rows, rng: random.Random) -> Rows:
    """Two neighbouring rows in the other order."""
    at = _a_row_of_figures(rows, rng)
    if at + 1 >= len(rows) or len(rows[at]) != len(rows[at + 1]):
        return rows
    return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]


def add_a_row(rows: Rows, rng: random.Random) -> Rows:
    """A row that the form does not have."""
    at = _a_row_of_figures(rows, rng)
    strange = [
        Box("其中：网上办理情形") if not b.figure else replace(b, text="88") for b in rows[at]
    ]
    return [*rows[: at + 1], strange, *rows[at + 1 :]]


def drop_a_cell(rows: Rows, rng: random.Random) -> Rows:
    """A row with a cell of figures too few."""
    at = _a_row_of_figures(rows, rng)
    place = rng.choice([i for i, box in enumerate(rows[at]) if box.figure])
    return [*rows[:at], [b for i, b in enumerate(rows[at]) if i != place], *rows[at + 1 :]]


def number_the_rows(rows: Rows, rng: random.Random) -> Rows:
    """A column of codes between labels and figures."""
    made = []
    for number, row in enumerate(rows, 1):
        first = next((i for i, box in enumerate(row) if box.figure), len(row))
        made.append([*row[:first], Box(f"{number:02}"), *row[first:]])
    return made


def join_two_cells(rows: Rows, rng: random.Random) -> Rows:
    """Two neighbouring figures of some rows in one cell, with or without a blank between them."""
    made = []
    for row in rows:
        places = [i for i, box in enumerate(row[:-1]) if box.figure and row[i + 1].figure]
        if places and happens(rng, 0.3):
            at = rng.choice(places)
            text = rng.choice(("", " ")).join((row[at].text, row[at + 1].text))
            row = [*row[:at], replace(row[at], text=text, columns=2), *row[at + 2 :]]
        made.append(row)
    return made


def print_separators(rows: Rows, rng: random.Random) -> Rows:
    """Thousands with a comma."""
    return [
        [replace(b, text=f"{int(b.text):,}") if b.figure and b.text.isdigit() else b for b in row]
        for row in rows
    ]


def print_units(rows: Rows, rng: random.Random) -> Rows:
    """A unit after some figures."""
    made = []
    for row in rows:
        unit = rng.choice(("件", "条", "", "", ""))
        made.append([replace(b, text=b.text + unit) if b.figure and b.text else b for b in row])
    return made


def turn_the_columns(rows: Rows, rng: random.Random) -> Rows:
    """The last column first, in the head too."""
    made = []
    for row in rows:
        first = next((i for i, box in enumerate(row) if box.figure), None)
        if first is None:
            labels = [i for i, box in enumerate(row) if box.columns == 1]
            first = labels[0] if labels else len(row)
        made.append([*row[:first], *row[-1:], *row[first:-1]] if first < len(row) else row)
    return made


def make_spans_wrong(rows: Rows, rng: random.Random) -> Rows:
    """Labels that span a row or a column more or less than they should."""
    made = []
    for row in rows:
        step = rng.choice((-1, 0, 0, 0, 1))
        which = rng.choice(("rows", "columns"))
        new = []
        for box in row:
            span = max(1, getattr(box, which) + step)
            new.append(box if box.figure else replace(box, **{which: span}))
        made.append(new)
    return made


def repeat_the_head(rows: Rows, rng: random.Random) -> Rows:
    """The head once more, as a page break does it."""
    at = _a_row_of_figures(rows, rng)
    return [*rows[:at], rows[0], *rows[at:]]


def print_strange_figures(rows: Rows, rng: random.Random) -> Rows:
    """Figures that are no numbers, and footnote marks."""
    made = []
    for row in rows:
        new = []
        for box in row:
            text = rng.choice(("约{}", "{}①", "{}*", "+{}", "00{}", "{} {}")).replace(
                "{}", box.text
            )
            new.append(replace(box, text=text) if box.figure and happens(rng, 0.04) else box)
        made.append(new)
    return made


def _a_row_of_figures(rows: Rows, rng: random.Random) -> int:
    return rng.choice([i for i, row in enumerate(rows) if any(box.figure for box in row)])


DAMAGE = (
    misprint,
    reword,
    drop_item_numbers,
    leave_out_a_row,
    exchange_rows,
    add_a_row,
    drop_a_cell,
    number_the_rows,
    join_two_cells,
    print_separators,
    print_units,
    turn_the_columns,
    make_spans_wrong,
    repeat_the_head,
    print_strange_figures,
)


def write_page(rows: Rows, rng: random.Random) -> str:
    """A table of a web page; now and then two, as a page break leaves it."""
    lines = []
    for row in rows:
        cells = "".join(f"<td colspan={b.columns} rowspan={b.rows}>{b.text}</td>" for b in row)
        lines.append(f"<tr>{cells}</tr>")
    if happens(rng, 0.15) and len(lines) >= SHORTEST_BROKEN:
        at = rng.randrange(3, len(lines) - 2)
        lines.insert(at, "</table><p>— 4 —</p><table>")
    return "<table>" + "".join(lines) + "</table>"


def write_tabs(rows: Rows, rng: random.Random) -> str:
    """Cells between tabs; labels that span columns leave empty fields or none."""
    spread = happens(rng, 0.5)
    lines = []
    for row in rows:
        cells = []
        for box in row:
            cells += [box.text, *([""] * (box.columns - 1) if spread else [])]
        lines.append("\t".join(cells))
    if happens(rng, 0.2):
        lines.insert(rng.randrange(len(lines)), "\n— 3 —\n")
    return "\n".join(lines)


def write_blanks(rows: Rows, rng: random.Random) -> str:
    """Cells between blanks."""
    return "\n".join(rng.choice(("  ", " ")).join(b.text for b in row if b.text) for row in rows)


def write_cells(rows: Rows, rng: random.Random) -> str:
    """One cell a line; a row begins after an empty line."""
    lead = rng.choice(("\t", ""))
    return "\n".join("\n".join(lead + box.text for box in row) + "\n" for row in rows)


def write_joined(rows: Rows, rng: random.Random) -> str:
    """Cells run together."""
    return "\n".join("".join(box.text for box in row) for row in rows)


def write_paragraph(rows: Rows, rng: random.Random) -> str:
    """The whole table in one line, cells between blanks."""
    return " ".join(box.text for row in rows for box in row if box.text)


def write_browser_copy(rows: Rows, rng: random.Random) -> str:
    """Cells that hold paragraphs, as a browser copies them."""
    return "\n\n\n\n\n".join("\n\n\t\n\n".join(b.text or "\xa0" for b in row) for row in rows)


def write_wrapped(rows: Rows, rng: random.Random) -> str:
    """Labels wrapped around their line of figures."""
    size = rng.randint(4, 9)
    made = []
    for row in rows:
        label = "".join(box.text for box in row if not box.figure)
        figures = [box.text for box in row if box.figure]
        lines = [label[i : i + size] for i in range(0, len(label), size)] or [""]
        if figures:
            at = rng.choice((0, len(lines) // 2))
            lines[at] = "   ".join([lines[at], *figures])
        made += lines
    return "\n".join(made)


def write_torn_labels(rows: Rows, rng: random.Random) -> str:
    """Between tabs, a label now and then cut in two by a page, figures beside the first part."""
    made = []
    for row in rows:
        labels = [box.text for box in row if not box.figure]
        figures = [box.text for box in row if box.figure]
        if figures and labels and len(labels[-1]) >= SHORTEST_CUT and happens(rng, 0.15):
            at = rng.randrange(3, len(labels[-1]) - 1)
            made.append("\t".join([*labels[:-1], labels[-1][:at], *figures]))
            made += ["", "— 5 —", "", "\t" + labels[-1][at:] + "\t\t"]
        else:
            made.append("\t".join([*labels, *figures]))
    return "\n".join(made)


TEXTS = {
    "tabs": write_tabs,
    "blanks": write_blanks,
    "one cell a line": write_cells,
    "joined": write_joined,
    "one paragraph": write_paragraph,
    "browser copy": write_browser_copy,
    "wrapped": write_wrapped,
    "torn labels": write_torn_labels,
}
PAGE = "web page"
LAYOUTS = (PAGE, PAGE, PAGE, *TEXTS)


def turn_across(table: Table, truth: Truth, rng: random.Random) -> Rows:
    """A table across set as bands one below the other, or turned."""

    def figure(row: Row, column: str) -> Box:
        number = truth[table.id, row.id, column]
        return Box("" if number is None else str(number), figure=True)

    labels = [Box(c.label) for c in table.columns]
    if happens(rng, 0.5):
        head = [Box(""), *(Box(row.label) for row in table.rows)]
        lines = [[Box(c.label), *(figure(r, c.id) for r in table.rows)] for c in table.columns]
        return [head, *lines]
    made: Rows = []
    for row in table.rows:
        made += [[Box(row.label)], labels, [figure(row, c) for c in row.columns]]
    return made


def draw_report(seed: int) -> Drawn:
    """One report: an edition, a layout and up to two kinds of damage, by the seed alone."""
    rng = random.Random(seed)
    edition = rng.choice(list(all_forms()))
    layout = rng.choice(LAYOUTS)
    damage = rng.sample(DAMAGE, rng.choice((0, 0, 1, 1, 2)))
    form = all_forms()[edition]
    year = rng.choice(form.in_force)
    largest = rng.choice((3, 30, 300, 5000))
    blanks = rng.choice((0, 0, 0.1, 0.4))
    truth: Truth = {}
    parts = _opening(rng, year)
    for table in form.tables:
        figures = draw_figures(table, rng, largest, blanks)
        if happens(rng, 0.04):
            continue  # a report without this table
        truth |= figures
        if table.layout == "across" and happens(rng, 0.25):
            rows = turn_across(table, figures, rng)
        else:
            rows = draw_boxes(table, figures, rng, year)
        for change in damage:
            if any(box.figure for row in rows for box in row):
                rows = change(rows, rng)
        parts.append(table.title)
        parts.append(write_page(rows, rng) if layout == PAGE else TEXTS[layout](rows, rng))
    parts += ["五、存在的主要问题及改进情况", "继续改进。", "六、其他需要报告的事项", "无"]
    if layout == PAGE:
        body = "".join(p if p.startswith("<table") else f"<p>{p}</p>" for p in parts)
        text = f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>"
    else:
        text = "\n".join(parts) + "\n"
    name = f"{seed}.html" if layout == PAGE else f"{seed}.txt"
    done = tuple(change.__name__ for change in damage)
    return Drawn(seed, name, text, truth, edition, layout, done)


def _opening(rng: random.Random, year: int) -> list[str]:
    """Title and, in some reports, a narrative in the words of the form."""
    title = f"青山县教育局{year}年政府信息公开工作年度报告"
    told = happens(rng, 0.6)
    sentences = [s.format(a=rng.randint(1, 99), b=rng.randint(0, 9)) for s in NARRATIVE]
    return [title, *(sentences if told else [])]
