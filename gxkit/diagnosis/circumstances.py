"""What the table itself says for an explanation: identities that agree on a number, figures that stand near each other.

Each circumstance looks at one mistake and gives what it sees; none moves a cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gxkit.diagnosis.equations import Sheet
from gxkit.diagnosis.mistakes import Mistake
from gxkit.forms import Slot
from gxkit.report import Circumstance, CircumstanceKind, Key, MistakeKind, Report
from gxkit.text import Listed, Sentence

_EACH_IMPLIES = Sentence("{rules} 各自推出同样的数。", "{rules} each imply the same.")
_TOO_AT_ZERO = Sentence(
    "同表{labels}也印作0，与其分项不符。",
    "The same table has 0 for {labels} too, over parts that are not 0.",
)
_TWO_PAGES = Sentence(
    "两行分处第 {one} 页与第 {other} 页。",
    "The two rows are parted by the break between pages {one} and {other}.",
)
_NOTHING_BETWEEN = Sentence(
    "两格数字在文件中连写：{one}，{other}。",
    "The two figures run together in the file: {one}, {other}.",
)


def _keys(sheet: Sheet, slots: Iterable[Slot]) -> tuple[Key, ...]:
    return tuple((sheet.layout.table.id, *slot) for slot in slots)


def circumstances(
    report: Report, sheet: Sheet, mistakes: Sequence[Mistake]
) -> Iterator[Circumstance]:
    """The sentences about each of the mistakes that together make an explanation."""
    for mistake in mistakes:
        for see in (_implied_twice, _other_totals_at_zero, _exchanged_over_a_page, _run_together):
            yield from see(report, sheet, mistake)


def _implied_twice(report: Report, sheet: Sheet, mistake: Mistake) -> Iterator[Circumstance]:
    """That every changed cell stands in several broken identities, and that these want the same number."""
    if len(mistake.change) > 2 or mistake.kind.exchanges:
        return
    after = sheet.after(mistake.effect)
    mended = {rule for rule in sheet.broken if sheet.layout.equal[rule] and after.gaps[rule] == 0}
    rules = [
        {sheet.layout.rules[rule].id for rule, _ in sheet.layout.over[slot] if rule in mended}
        for slot, _ in mistake.change
    ]
    if rules and all(len(some) > 1 for some in rules):
        names = sorted(set.intersection(*rules))
        own = [slot for slot, _ in mistake.change]
        if len(names) > 1:
            says = _EACH_IMPLIES.fill(rules=Listed(tuple(names), en=" and "))
            yield Circumstance(CircumstanceKind.IMPLIED_TWICE, _keys(sheet, own), says)


def _other_totals_at_zero(report: Report, sheet: Sheet, mistake: Mistake) -> Iterator[Circumstance]:
    """That further totals of the table are 0 over parts that are not."""
    if mistake.kind != MistakeKind.UNFILLED:
        return
    own = {slot for slot, _ in mistake.change}
    others = [
        slot
        for slot, over in sheet.layout.totals.items()
        if slot not in own and sheet.numbers[slot] == 0 and sheet.broken.intersection(over)
    ]
    if others:
        labels = [report[(sheet.layout.table.id, *slot)].label for slot in others]
        says = _TOO_AT_ZERO.fill(labels=Listed(tuple(labels)))
        yield Circumstance(CircumstanceKind.TOTALS_AT_ZERO, _keys(sheet, others), says)


def _exchanged_over_a_page(
    report: Report, sheet: Sheet, mistake: Mistake
) -> Iterator[Circumstance]:
    """The page break between two exchanged rows, as far as the file tells its pages."""
    places = [report[(sheet.layout.table.id, *slot)].where for slot, _ in mistake.change]
    pages = list(dict.fromkeys(where.page for where in places if where and where.page))
    if mistake.kind == MistakeKind.ROWS_EXCHANGED and len(pages) == 2:
        says = _TWO_PAGES.fill(one=pages[0], other=pages[1])
        own = [slot for slot, _ in mistake.change]
        yield Circumstance(CircumstanceKind.OVER_A_PAGE, _keys(sheet, own), says)


def _run_together(report: Report, sheet: Sheet, mistake: Mistake) -> Iterator[Circumstance]:
    """That two figures stand in the file without anything between them."""
    places = [report[(sheet.layout.table.id, *slot)].where for slot, _ in mistake.change]
    if (
        mistake.kind == MistakeKind.SPLIT_ELSEWHERE
        and len(places) == 2
        and all(w and w.line and w.start for w in places)
    ):
        one, other = sorted((w for w in places if w), key=lambda w: w.start or 0)
        if one.line == other.line and one.end is not None and one.end + 1 == other.start:
            says = _NOTHING_BETWEEN.fill(one=one, other=other)
            own = [slot for slot, _ in mistake.change]
            yield Circumstance(CircumstanceKind.RUN_TOGETHER, _keys(sheet, own), says)
