"""Which mistake explains the broken sums of a table?

The broken rules are taken in blocks that share no cell. For each block the mistakes that mend it are searched
(`search`), what is known from elsewhere is asked (`evidence`), and the explanations are ranked (`ranking`). One mistake
that mends several blocks at once, such as two columns exchanged, is one explanation.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gxkit.diagnosis.certainty import find_certain
from gxkit.diagnosis.circumstances import circumstances
from gxkit.diagnosis.equations import Layout, Sheet
from gxkit.diagnosis.mistakes import A_FURTHER_MISTAKE
from gxkit.diagnosis.ranking import Ranked, mending_most, rank_block
from gxkit.diagnosis.search import Attempt, alone, only, search, search_across
from gxkit.diagnosis.wording import say_mistakes
from gxkit.forms import Slot, Table, find_form
from gxkit.report import Explanation, Finding, FindingKind, Key, Number, Report, Witness

Group = tuple[frozenset[int], list[Attempt]]
"""broken rules, and the attempts that mend them"""
TOO_CLOSE = 0.25
"""by how much one mistake for several groups must be cheaper than one for each"""
UNEXPLAINED = 6.0
"""what a group without an explanation counts for when this is weighed"""


@cache
def layout_of(table: Table) -> Layout:
    """The rules of a table, prepared once."""
    return Layout(table)


def sheet_of(report: Report, table_id: str) -> Sheet:
    """The numbers of one table of a report with the gaps of its rules."""
    layout = layout_of(find_form(report.editions[table_id]).table(table_id))
    return Sheet(layout, {slot: report[(table_id, *slot)].value for slot in layout.table.slots})


def _groups(sheet: Sheet) -> list[Group]:
    """The broken rules in groups that can be explained apart, each with its attempts."""
    blocks = [block for block in sheet.layout.blocks if block & sheet.broken]
    found = [mending_most(sheet, search(sheet, block)) for block in blocks]
    found = [
        (rules or block & sheet.broken, attempts)
        for (rules, attempts), block in zip(found, blocks, strict=True)
    ]
    found.sort(key=lambda group: (-len(group[0]), min(group[0])))
    found = [
        group
        for i, group in enumerate(found)
        if not any(group[0] <= rules for rules, _ in found[:i])
    ]
    found.sort(key=lambda group: min(group[0]))
    bounds = sorted(sheet.broken.difference(*(rules for rules, _ in found)))
    return found + [(frozenset([rule]), alone(sheet, frozenset([rule]))) for rule in bounds]


def _cost(groups: Sequence[Group]) -> float:
    """What the best explanations of all groups cost together."""
    return sum(
        attempts[0].cost if attempts else UNEXPLAINED for _, attempts in groups
    ) + A_FURTHER_MISTAKE * max(0, len(groups) - 1)


def _joined(sheet: Sheet, found: list[Group]) -> list[Group]:
    """The groups, those that one mistake mends together made one, where that is the cheaper way to explain them all."""
    best, least = found, _cost(found) - TOO_CLOSE
    joint: dict[frozenset[int], list[Attempt]] = {}
    for mistake in search_across(sheet) if len(found) > 1 else ():
        attempt, after = only(sheet, mistake), sheet.after(mistake.effect)
        mended = sheet.mended_by(mistake.effect)
        joint[mended] = sorted([*joint.get(mended, ()), attempt], key=lambda a: a.cost)
        if attempt.cost >= least:
            continue
        disturbed = _shifted_lines(sheet, attempt)
        rest = [
            (rules, attempts)
            for rules, attempts in (_groups(after) if after.broken else ())
            if not all(disturbed.intersection(sheet.layout.signs[rule]) for rule in rules)
        ]
        if (cost := _cost([(mended, [attempt]), *rest])) < least:
            best, least = [(mended, joint[mended]), *rest], cost
    return (
        best if best is found else [(rules, joint.get(rules, attempts)) for rules, attempts in best]
    )


def _ranked(sheet: Sheet, witnesses: Sequence[Witness]) -> list[Ranked]:
    own = [w for w in witnesses if w.key[0] == sheet.layout.table.id]
    return [
        r
        for broken, attempts in _joined(sheet, _groups(sheet))
        for r in rank_block(sheet, attempts, own, broken)
    ]


def _shifted_lines(sheet: Sheet, attempt: Attempt) -> set[Slot]:
    """All cells of a shifted row or column: one lost its figure, and bounds that are broken over it say nothing new."""
    slots = {
        slot for mistake in attempt.mistakes if mistake.kind.shifts for slot, _ in mistake.change
    }
    lines = (*sheet.layout.lines, *sheet.layout.columns.values())
    return {slot for line in lines if slots and slots <= set(line) for slot in line}


def _explanation(report: Report, sheet: Sheet, ranked: Ranked, certain: bool) -> Explanation:
    table, attempt = sheet.layout.table.id, ranked.attempt
    cells: tuple[tuple[Key, Number | None, Number], ...] = tuple(
        ((table, *slot), sheet.numbers[slot], number) for slot, number in attempt.change
    )
    mistakes = [(m.kind, [((table, *slot), n) for slot, n in m.change]) for m in attempt.mistakes]
    rules = tuple(f"{table}:{sheet.layout.rules[rule].name}" for rule in sorted(ranked.mended))
    return Explanation(
        ranked.rank,
        tuple(m.kind for m in attempt.mistakes),
        rules,
        cells,
        say_mistakes(report, mistakes),
        blame=ranked.hearing.blame,
        heard=(*ranked.hearing.heard, *circumstances(report, sheet, attempt.mistakes)),
        certain=certain,
    )


def explain(report: Report, findings: Sequence[Finding]) -> tuple[Explanation, ...]:
    """The mistakes that account for the broken rules of each table, best first; nothing where none was found.

    The report's witnesses are heard about every changed cell. The same report and witnesses give the same explanations
    in the same order; those that the costs cannot tell apart share a rank.
    """
    tables = dict.fromkeys(
        key[0] for f in findings if f.kind is FindingKind.FAILS for key in f.cells
    )
    made: list[Explanation] = []
    for sheet in (sheet_of(report, table) for table in report.editions if table in tables):
        if sheet.broken:
            ranked = _ranked(sheet, report.witnesses)
            certain = set(map(id, find_certain(sheet, ranked)))
            made += [_explanation(report, sheet, one, id(one) in certain) for one in ranked]
    return tuple(made)
