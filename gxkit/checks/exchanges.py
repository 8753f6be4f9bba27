"""Which cells an exchange of two rows or columns would leave fitting every sum.

Had two lines of one role been filled in for each other, no rule would notice, so that sums alone do
not tell which number belongs in which of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gxkit.forms import Slot, Table, find_form, per_form_set
from gxkit.forms.crosswalk import crosswalk
from gxkit.forms.roles import SIDES, Line, Role, roles_of
from gxkit.report import Ground, Key, Number, Report, Value

USUALLY_MORE = ("requests_received", "carried_in")
"""two concepts of one role, of which the first is usually the larger: a body receives more requests
in a year than it still has from the year before"""
UNUSUAL_TIMES, UNUSUAL_CASES = 2, 5
"""from so many times as much, and so many cases, more carried in than received is doubted: an
office with few requests may well carry in a few and receive none"""
Keys = tuple[Key, ...]
Lines = tuple[Line, ...]


def alike_lines(table: Table) -> tuple[Lines, ...]:
    """The rows, then the columns, of a table in sets that may change places freely."""
    found: list[Lines] = []
    for side in SIDES:
        sets: dict[Role, list[Line]] = {}
        for line, role in roles_of(table, side).items():
            alike = sets.setdefault(role, [])
            alike.append(line)
        alike_sets = [lines for lines in sets.values() if len(lines) > 1]
        found += map(tuple, alike_sets)
    return tuple(found)


@per_form_set
def _exchanged_cells(table: Table) -> tuple[Keys, ...]:
    """The cells of a table in sets that change places with one another when lines do."""
    found: list[Keys] = []
    for lines in alike_lines(table):
        for across in zip(*lines, strict=True):
            keys = _keys_of(table, across)
            found.append(keys)
    return tuple(found)


def _keys_of(table: Table, slots: Iterable[Slot]) -> Keys:
    return tuple((table.id, *slot) for slot in slots)


def exchange_grounds(report: Report) -> Mapping[Key, Ground]:
    """The cells whose number an exchange of lines would change without breaking a rule, with what
    identities over them are worth."""
    found: dict[Key, Ground] = {}
    for table_id, edition in report.editions.items():
        unusual = _unusual_rows(report, table_id, edition)
        table = find_form(edition).table(table_id)
        for keys in _exchanged_cells(table):
            # equal numbers can change places and are the same
            if not _differ(report, keys):
                continue
            rows = {row for _, row, _ in keys}
            are_both = bool(unusual) and unusual <= rows
            for key in keys:
                doubted = are_both and key[1] in unusual
                ground = Ground.UNLIKELY if doubted else Ground.EXCHANGE
                found.setdefault(key, ground)
    return found


def _differ(report: Report, keys: Keys) -> bool:
    """Whether not all of some cells have the same number."""
    numbers = {value.value for value in report.at(keys)}
    return len(numbers) > 1


def _unusual_rows(
    report: Report,
    table_id: str,
    edition: str,
) -> frozenset[str]:
    """The two rows that USUALLY_MORE names, where the report has them the other way round."""
    values: list[Value] = []
    for name in USUALLY_MORE:
        concept = crosswalk().concepts[name]
        keys = concept.cells.get(edition, ())
        # a concept that is a sum has no row of its own
        if len(keys) == 1:
            values += report.at(keys)
    numbers: list[Number] = []
    rows: set[str] = set()
    for value in values:
        if value.table == table_id and value.value is not None:
            numbers.append(value.value)
            rows.add(value.row)
    if len(numbers) != len(USUALLY_MORE):
        return frozenset()
    more, less = numbers
    if less < UNUSUAL_CASES or less <= UNUSUAL_TIMES * more:
        return frozenset()
    return frozenset(rows)
