"""How many cells and labels an engine put where they belong, given the truth of a specimen.

A cell is right if its number is the whole text of one printed cell, in one row with the other
numbers of its row and in one column with those of its column. gxkit joins tables over pages itself
and is held to the rows and columns of its joined tables; for the other engines parts are stacked
here by the x positions of their columns, as none of them does.

A label is right if it is the whole text of a cell: a row's label in the row of its figures, a
heading above its column, a group's label anywhere. White space and width (NFKC) are no difference.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from engines import Printed
from printed import Specimen, TruthCell

from gxkit.forms import find_form

if TYPE_CHECKING:
    from gxkit.report import Report

_SAME_X = 4.0
Key = tuple[str, str, str]
Place = tuple[object, object]


@dataclass(frozen=True, slots=True)
class Score:
    """Right and all; `wrong` says what went wrong with each of the others."""

    cells: int = 0
    all_cells: int = 0
    labels: int = 0
    all_labels: int = 0
    silent: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(
            self.cells + other.cells,
            self.all_cells + other.all_cells,
            self.labels + other.labels,
            self.all_labels + other.all_labels,
            self.silent + other.silent,
            self.wrong + other.wrong,
        )


def bare(text: str) -> str:
    """The text without white space, in ordinary width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def judge_grids(specimen: Specimen, printed: Sequence[Printed], joined: bool) -> Score:
    """The score of an engine's cells; `joined` where it joins the parts of a table itself."""
    by_text: dict[str, list[Printed]] = defaultdict(list)
    for cell in printed:
        by_text[bare(cell.text)].append(cell)
    found = {(c.table, c.row, c.column): by_text.get(c.number, [None])[0] for c in specimen.truth}
    rows: dict[tuple[str, str], Counter[object]] = defaultdict(Counter)
    columns: dict[tuple[str, str], Counter[object]] = defaultdict(Counter)
    places: dict[Key, Place] = {}
    across = {c.table for c in specimen.truth if not c.labels}
    blocks = _blocks(specimen)
    for (table, row, column), cell in found.items():
        if cell is not None:
            upright: object = (
                (cell.fragment[1], cell.column) if joined else round((cell.x0 or 0) / _SAME_X)
            )
            line: object = (cell.fragment, cell.row)
            places[table, row, column] = line, upright
            rows[table, "" if table in across else row][line] += 1
            columns[table, blocks.get((table, row), row) + column][upright] += 1
    right, wrong = 0, []
    for key, cell in found.items():
        table, row, column = key
        if cell is None:
            wrong.append(f"{'/'.join(key)}: the number is no cell's text")
            continue
        line, upright = places[key]
        best_row = rows[table, "" if table in across else row].most_common(1)[0][0]
        best = columns[table, blocks.get((table, row), row) + column].most_common(1)[0][0]
        same = upright == best if joined else abs(upright - best) <= 1  # type: ignore[operator]
        if line == best_row and same:
            right += 1
        else:
            where = "row" if line != best_row else "column"
            wrong.append(f"{'/'.join(key)}: in another {where} than its neighbours")
    labels, lost = _judge_labels(specimen.truth, found, by_text)
    return Score(right, len(found), labels, labels + len(lost), 0, (*wrong, *lost))


def _blocks(specimen: Specimen) -> dict[tuple[str, str], str]:
    """table, row -> within what its columns are compared: the table, or a head's block."""
    found: dict[tuple[str, str], str] = {}
    for table_id, edition in specimen.forms.items():
        table = find_form(edition).table(table_id)
        if table.layout == "down":
            found |= {
                (table_id, row.id): row.path[0] if table_id == "proactive" else ""
                for row in table.rows
            }
    return found


def _judge_labels(
    truth: Sequence[TruthCell],
    found: dict[Key, Printed | None],
    by_text: dict[str, list[Printed]],
) -> tuple[int, list[str]]:
    """How many labels are right, and what is wrong with the others."""
    judged = [
        *_judge_row_labels(truth, found, by_text),
        *_judge_group_labels(truth, by_text),
        *_judge_headings(truth, found, by_text),
    ]
    wrong = [sentence for sentence in judged if sentence]
    return len(judged) - len(wrong), wrong


def _judge_row_labels(
    truth: Sequence[TruthCell],
    found: dict[Key, Printed | None],
    by_text: dict[str, list[Printed]],
) -> Iterator[str]:
    """One sentence a row's label; empty where the label is right."""
    labels = dict.fromkeys((c.table, c.row, c.labels[-1]) for c in truth if c.labels)
    for table, row, label in labels:
        own = [cell for key, cell in found.items() if key[:2] == (table, row)]
        lines = Counter((cell.fragment, cell.row) for cell in own if cell is not None)
        is_right = False
        if lines:
            (fragment, line), _ = lines.most_common(1)[0]
            is_right = any(
                cell.fragment == fragment and cell.row <= line < cell.row + cell.rowspan
                for cell in by_text.get(bare(label), ())
            )
        yield "" if is_right else f"{table}/{row}: the label is not in the row of its figures"


def _judge_group_labels(
    truth: Sequence[TruthCell], by_text: dict[str, list[Printed]]
) -> Iterator[str]:
    groups = dict.fromkeys((c.table, label) for c in truth for label in c.labels[:-1])
    for table, label in groups:
        is_right = bool(by_text.get(bare(label)))
        yield "" if is_right else f"{table}: the group's label {label} is no cell's text"


def _judge_headings(
    truth: Sequence[TruthCell],
    found: dict[Key, Printed | None],
    by_text: dict[str, list[Printed]],
) -> Iterator[str]:
    seen = set()
    for cell in truth:
        key = cell.table, cell.row, cell.column
        figure = found[key]
        for heading in cell.headings:
            # a table that runs across has one row of figures, so that each has its own heading
            once = (cell.table, cell.column, heading, "" if cell.labels else cell.row)
            if once in seen:
                continue
            seen.add(once)
            heads = by_text.get(bare(heading), ())
            is_right = figure is not None and any(_is_above(head, figure) for head in heads)
            yield "" if is_right else f"{'/'.join(key)}: the heading {heading} is not above it"


def _is_above(head: Printed, figure: Printed) -> bool:
    if head.x0 is None or head.x1 is None or figure.x0 is None or figure.x1 is None:
        return False
    middle = (figure.x0 + figure.x1) / 2
    if head.fragment == figure.fragment and head.row >= figure.row:
        return False
    return head.fragment[0] <= figure.fragment[0] and head.x0 - 1 <= middle <= head.x1 + 1


def judge_report(expected: dict[Key, Decimal | None], report: Report) -> Score:
    """The form's cells; silent are those that are wrong, absent or invented with nothing amiss."""
    right, silent, wrong = 0, 0, []
    for key, number in expected.items():
        value = report.get(key)
        if value is not None and value.value == number:
            right += 1
            continue
        flagged = value is not None and (
            value.status != "printed" or value.verdict == "contradicted"
        )
        silent += not flagged
        said = "absent" if value is None else f"{value.status} {value.value} {value.verdict}"
        wrong.append(f"{'/'.join(key)}: {said} instead of {number}{'' if flagged else ', SILENT'}")
    for value in report:
        if value.key not in expected and value.value is not None:
            silent += 1
            wrong.append(f"{'/'.join(value.key)}: {value.value} is invented, SILENT")
    return Score(right, len(expected), 0, 0, silent, tuple(wrong))


def judge_parse(path: Path, expected: dict[Key, Decimal | None]) -> Score:
    """The score of `gxkit.parse`; a file that it refuses has no cell right, and says so."""
    import gxkit
    from gxkit.errors import GxkitError

    try:
        return judge_report(expected, gxkit.parse(path))
    except GxkitError as error:
        return Score(0, len(expected), 0, 0, 0, (f"not parsed: {error}",))


def expected_of(specimen: Specimen) -> dict[Key, Decimal | None]:
    """The form's cells of a specimen."""
    return {(c.table, c.row, c.column): Decimal(c.number) for c in specimen.truth}
