"""What the table itself says for an explanation: identities that agree, figures that stand near.

Each circumstance looks at one mistake and gives what it sees; none moves a cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from gxkit.diagnosis.equations import Rules, Sheet
from gxkit.diagnosis.mistakes import Mistake, totals_left_open
from gxkit.diagnosis.wording import EACH_IMPLIES, NOTHING_BETWEEN, TOO_AT_ZERO, TWO_PAGES
from gxkit.document import Where
from gxkit.forms import Slot
from gxkit.report import Circumstance, CircumstanceKind, Key, MistakeKind, Report
from gxkit.text import Listed

MOST_CELLS = 2
"""where more cells change at once, that each of them is implied twice is no coincidence"""
PAGES = 2
"""rows that changed places over one page break stand on two"""


def find_circumstances(
    report: Report,
    sheet: Sheet,
    mistakes: Sequence[Mistake],
) -> Iterator[Circumstance]:
    """What is seen about each of the mistakes that together make an explanation."""
    for mistake in mistakes:
        for see in _SIGHTS:
            seen = see(report, sheet, mistake)
            if seen is not None:
                yield seen


def _keys(sheet: Sheet, slots: Iterable[Slot]) -> tuple[Key, ...]:
    table = sheet.structure.table.id
    return tuple((table, *slot) for slot in slots)


def _changed_keys(sheet: Sheet, mistake: Mistake) -> tuple[Key, ...]:
    return _keys(sheet, dict(mistake.change))


def _places(
    report: Report,
    sheet: Sheet,
    mistake: Mistake,
) -> list[Where]:
    """Where the changed cells stand, those of which it is known."""
    places = [report[key].where for key in _changed_keys(sheet, mistake)]
    return [where for where in places if where is not None]


def _implied_twice(
    report: Report,
    sheet: Sheet,
    mistake: Mistake,
) -> Circumstance | None:
    """That each changed cell stands in several broken identities which want the same number."""
    # an exchange mends both its rows by its nature: that is no further sign
    if len(mistake.change) > MOST_CELLS or mistake.kind.exchanges:
        return None
    mended = _mended_identities(sheet, mistake)
    agreeing: set[str] | None = None
    for slot, _ in mistake.change:
        over = [rule for rule, _ in sheet.structure.over[slot] if rule in mended]
        names = {sheet.structure.rules[rule].id for rule in over}
        agreeing = names if agreeing is None else agreeing & names
    # one identity implies some number for any cell
    if agreeing is None or len(agreeing) <= 1:
        return None
    rules = Listed(tuple(sorted(agreeing)), en=" and ")
    return Circumstance(
        CircumstanceKind.IMPLIED_TWICE,
        _changed_keys(sheet, mistake),
        EACH_IMPLIES.fill(rules=rules),
    )


def _mended_identities(sheet: Sheet, mistake: Mistake) -> Rules:
    after = sheet.after(mistake.effect)
    equal = sheet.structure.equal
    return frozenset(rule for rule in sheet.broken if equal[rule] and after.gaps[rule] == 0)


def _other_totals_at_zero(
    report: Report,
    sheet: Sheet,
    mistake: Mistake,
) -> Circumstance | None:
    """That further totals of the table are 0 over parts that are not."""
    if mistake.kind is not MistakeKind.UNFILLED:
        return None
    own = dict(mistake.change)
    others = [slot for slot in totals_left_open(sheet) if slot not in own]
    if not others:
        return None
    keys = _keys(sheet, others)
    labels = [report[key].label for key in keys]
    return Circumstance(
        CircumstanceKind.TOTALS_AT_ZERO,
        keys,
        TOO_AT_ZERO.fill(labels=Listed(tuple(labels))),
    )


def _exchanged_over_a_page(
    report: Report,
    sheet: Sheet,
    mistake: Mistake,
) -> Circumstance | None:
    """The page break between two exchanged rows, as far as the file tells its pages."""
    if mistake.kind is not MistakeKind.ROWS_EXCHANGED:
        return None
    places = _places(report, sheet, mistake)
    pages = dict.fromkeys(where.page for where in places if where.page)
    if len(pages) != PAGES:
        return None
    one, other = pages
    return Circumstance(
        CircumstanceKind.OVER_A_PAGE,
        _changed_keys(sheet, mistake),
        TWO_PAGES.fill(one=one, other=other),
    )


def _run_together(
    report: Report,
    sheet: Sheet,
    mistake: Mistake,
) -> Circumstance | None:
    """That two figures stand in the file without anything between them."""
    if mistake.kind is not MistakeKind.SPLIT_ELSEWHERE:
        return None
    places = _places(report, sheet, mistake)
    spans = [where for where in places if where.line and where.start]
    # a file without lines, or with a cell that has no place
    if len(spans) < len(mistake.change):
        return None
    one, other = sorted(spans, key=lambda where: where.start or 0)
    if one.line != other.line or one.end is None:
        return None
    # a blank between them is a border
    if one.end + 1 != other.start:
        return None
    return Circumstance(
        CircumstanceKind.RUN_TOGETHER,
        _changed_keys(sheet, mistake),
        NOTHING_BETWEEN.fill(one=one, other=other),
    )


_SIGHTS: tuple[Callable[[Report, Sheet, Mistake], Circumstance | None], ...] = (
    _implied_twice,
    _other_totals_at_zero,
    _exchanged_over_a_page,
    _run_together,
)
