"""Which part the rows and columns of a table play in its rules.

The role of a line is what its cells are in the rules that reach beyond the line. Two lines of one
role may change places, and no rule would notice: parts of one total, newly received and carried in.
"""

from __future__ import annotations

from collections.abc import Mapping

from gxkit.forms.form import Rule, Slot, Table

ROW, COLUMN = 0, 1
"""which part of a slot names the line that it stands in"""
SIDES = (ROW, COLUMN)
Line = tuple[Slot, ...]
Part = tuple[str, str, int]
"""a rule by its name, the place of a cell along its line, and on which side of the rule it is"""
Role = tuple[tuple[str, ...], frozenset[Part]]
"""the places over which a line runs, and the parts that its cells have"""


def roles_of(table: Table, side: int) -> Mapping[Line, Role]:
    """The rows, or the columns, of a table in their order, each with its role."""
    crossing = COLUMN if side == ROW else ROW
    lines: dict[str, list[Slot]] = {}
    for slot in table.slots:
        lines.setdefault(slot[side], []).append(slot)
    parts: dict[str, set[Part]] = {name: set() for name in lines}
    for rule in table.rules:
        if not _tells_apart(rule, side):
            continue
        for number, cells in enumerate((rule.left, rule.right)):
            for slot in cells:
                part = rule.name, slot[crossing], number
                parts[slot[side]].add(part)
    found: dict[Line, Role] = {}
    for name, line in lines.items():
        places = tuple(slot[crossing] for slot in line)
        found[tuple(line)] = places, frozenset(parts[name])
    return found


def _tells_apart(rule: Rule, side: int) -> bool:
    """Whether a rule would notice that lines have changed places."""
    # a soft rule may fail in a sound table
    if rule.soft:
        return False
    # a rule within each line goes with the line wherever that stands
    lines = {slot[side] for slot in rule.cells}
    return len(lines) > 1
