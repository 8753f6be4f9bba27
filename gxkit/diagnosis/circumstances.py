"""What the table itself says for an explanation: identities that agree on a number, figures that stand near each other.

Each circumstance looks at one mistake and gives its sentences, Chinese and English; none moves a cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gxkit.diagnosis.equations import Sheet
from gxkit.diagnosis.mistakes import UNFILLED, Mistake
from gxkit.report import Report

Said = tuple[str, str]
"""a sentence in Chinese and English"""


def circumstances(report: Report, sheet: Sheet, mistakes: Sequence[Mistake]) -> Iterator[Said]:
    """The sentences about each of the mistakes that together make an explanation."""
    for mistake in mistakes:
        for see in (_implied_twice, _other_totals_at_zero, _exchanged_over_a_page, _run_together):
            yield from see(report, sheet, mistake)


def _implied_twice(report: Report, sheet: Sheet, mistake: Mistake) -> Iterator[Said]:
    """That every changed cell stands in several broken identities, and that these want the same number."""
    if len(mistake.change) > 2 or "exchanged" in mistake.kind:
        return
    after = sheet.after(mistake.effect)
    mended = {rule for rule in sheet.broken if sheet.layout.equal[rule] and after.gaps[rule] == 0}
    rules = [
        {sheet.layout.rules[rule].id for rule, _ in sheet.layout.over[slot] if rule in mended}
        for slot, _ in mistake.change
    ]
    if rules and all(len(some) > 1 for some in rules):
        names = sorted(set.intersection(*rules))
        if len(names) > 1:
            yield (
                f"{'、'.join(names)} 各自推出同样的数。",
                f"{' and '.join(names)} each imply the same.",
            )


def _other_totals_at_zero(report: Report, sheet: Sheet, mistake: Mistake) -> Iterator[Said]:
    """That further totals of the table are 0 over parts that are not."""
    if mistake.kind != UNFILLED:
        return
    own = {slot for slot, _ in mistake.change}
    others = [
        slot
        for slot, over in sheet.layout.totals.items()
        if slot not in own and sheet.numbers[slot] == 0 and sheet.broken.intersection(over)
    ]
    if others:
        labels = [report[(sheet.layout.table.id, *slot)].label for slot in others]
        yield (
            f"同表{'、'.join(labels)}也印作0，与其分项不符。",
            f"The same table has 0 for {', '.join(labels)} too, over parts that are not 0.",
        )


def _exchanged_over_a_page(report: Report, sheet: Sheet, mistake: Mistake) -> Iterator[Said]:
    """The page break between two exchanged rows, as far as the file tells its pages."""
    places = [report[(sheet.layout.table.id, *slot)].where for slot, _ in mistake.change]
    pages = list(dict.fromkeys(where.page for where in places if where and where.page))
    if mistake.kind == "rows exchanged" and len(pages) == 2:
        yield (
            f"两行分处第 {pages[0]} 页与第 {pages[1]} 页。",
            f"The two rows are parted by the break between pages {pages[0]} and {pages[1]}.",
        )


def _run_together(report: Report, sheet: Sheet, mistake: Mistake) -> Iterator[Said]:
    """That two figures stand in the file without anything between them."""
    places = [report[(sheet.layout.table.id, *slot)].where for slot, _ in mistake.change]
    if (
        mistake.kind == "split elsewhere"
        and len(places) == 2
        and all(w and w.line and w.start for w in places)
    ):
        one, other = sorted((w for w in places if w), key=lambda w: w.start or 0)
        if one.line == other.line and one.end is not None and one.end + 1 == other.start:
            yield (
                f"两格数字在文件中连写：{one}，{other}。",
                f"The two figures run together in the file: {one}, {other}.",
            )
