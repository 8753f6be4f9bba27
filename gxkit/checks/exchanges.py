"""Which cells an exchange of two rows or columns would leave fitting every sum.

Lines of one role stand in the same sums on the same side: parts of one total, newly received and
carried in. Had two of them been filled in for each other, no rule would notice, so that sums alone
do not tell which number belongs in which of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gxkit.forms import Rule, Slot, Table, find_form, per_form_set
from gxkit.forms.crosswalk import crosswalk
from gxkit.report import Ground, Key, Number, Report

ROW, COLUMN = 0, 1
"""which part of a slot names the line that it stands in"""
Line = tuple[Slot, ...]
USUALLY_MORE = ("requests_received", "carried_in")
"""two concepts of one role, of which the first is usually the larger: a body receives more requests
in a year than it still has from the year before"""
UNUSUAL = 2, 5
"""from so many times as much, and so many cases, more carried in than received is doubted: an
office with few requests may well carry in a few and receive none"""


def alike_lines(table: Table) -> tuple[tuple[Line, ...], ...]:
    """The rows, then the columns, of a table in sets that may change places freely."""
    rules = [rule for rule in table.rules if not rule.soft]
    found: list[tuple[Line, ...]] = []
    for side in (ROW, COLUMN):
        crossing = COLUMN if side == ROW else ROW
        lines: dict[str, list[Slot]] = {}
        for slot in table.slots:
            lines.setdefault(slot[side], []).append(slot)
        sets: dict[object, list[Line]] = {}
        for name, line in lines.items():
            places = tuple(slot[crossing] for slot in line)
            role = frozenset(_role_of(name, side, rules))
            sets.setdefault((places, role), []).append(tuple(line))
        found += [tuple(alike) for alike in sets.values() if len(alike) > 1]
    return tuple(found)


def _role_of(name: str, side: int, rules: Iterable[Rule]) -> Iterator[tuple[str, str, int]]:
    """For each cell of a line the rules over it that reach beyond the line, with their sides."""
    for rule in rules:
        # a rule within each line goes with the line wherever that stands
        if len({slot[side] for slot in rule.cells}) == 1:
            continue
        for part, slots in enumerate((rule.left, rule.right)):
            for slot in slots:
                if slot[side] == name:
                    yield rule.name, slot[1 - side], part


@per_form_set
def _exchanged_cells(table: Table) -> tuple[tuple[Key, ...], ...]:
    """The cells of a table in sets that change places with one another when lines do."""
    found: list[tuple[Key, ...]] = []
    for lines in alike_lines(table):
        crossings = zip(*lines, strict=True)
        found += [_keys_of(table, across) for across in crossings]
    return tuple(found)


def _keys_of(table: Table, slots: Iterable[Slot]) -> tuple[Key, ...]:
    return tuple((table.id, row, column) for row, column in slots)


def exchange_grounds(report: Report) -> Mapping[Key, Ground]:
    """The cells whose number an exchange of lines would change without breaking a rule, with what
    identities over them are worth."""
    found: dict[Key, Ground] = {}
    for table_id, edition in report.editions.items():
        unusual = _unusual_rows(report, table_id, edition)
        for keys in _exchanged_cells(find_form(edition).table(table_id)):
            numbers = {value.value for value in report.at(keys)}
            # equal numbers can change places and are the same
            if len(numbers) == 1:
                continue
            for key in keys:
                is_unusual = unusual and key[1] in unusual and unusual <= {k[1] for k in keys}
                found.setdefault(key, Ground.UNLIKELY if is_unusual else Ground.EXCHANGE)
    return found


def _unusual_rows(report: Report, table_id: str, edition: str) -> set[str]:
    """The two rows that USUALLY_MORE names, where the report has them the other way round."""
    cells: list[tuple[str, Number]] = []
    for name in USUALLY_MORE:
        keys = crosswalk().concepts[name].cells.get(edition, ())
        value = report.get(keys[0]) if len(keys) == 1 else None
        if value is None or value.value is None or value.table != table_id:
            return set()
        cells.append((value.row, value.value))
    (first, more), (second, less) = cells
    times, cases = UNUSUAL
    is_unusual = less > times * more and less >= cases
    return {first, second} if is_unusual else set()
