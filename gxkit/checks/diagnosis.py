"""Which mistake explains the broken sums of a table?

The broken rules are taken in blocks that share no cell. For each block the mistakes that mend it are searched
(`search`), what is known from elsewhere is asked (`evidence`), and the explanations are ranked (`ranking`). One mistake
that mends several blocks at once, such as two columns exchanged, is one explanation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from gxkit.checks.equations import Layout, Sheet
from gxkit.checks.evidence import NO_EVIDENCE, Evidence
from gxkit.checks.mistakes import A_FURTHER_MISTAKE
from gxkit.checks.ranking import Ranked, mending_most, rank_block
from gxkit.checks.search import Attempt, alone, only, search, search_across
from gxkit.checks.wording import say_mistakes
from gxkit.forms import Slot, Table, find_form
from gxkit.report import Explanation, Finding, Key, Number, Report

Group = tuple[frozenset[int], list[Attempt]]
"""broken rules, and the attempts that mend them"""
TOO_CLOSE = 0.25
"""by how much one mistake for several groups must be cheaper than one for each"""
UNEXPLAINED = 6.0
"""what a group without an explanation counts for when this is weighed"""


MOST_CERTAIN = 2
"""with more separate mistakes than this in one table none of its explanations is taken for certain"""


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
    found = [(rules or block & sheet.broken, attempts) for (rules, attempts), block in zip(found, blocks, strict=True)]
    found.sort(key=lambda group: (-len(group[0]), min(group[0])))
    found = [group for i, group in enumerate(found) if not any(group[0] <= rules for rules, _ in found[:i])]
    found.sort(key=lambda group: min(group[0]))
    bounds = sorted(sheet.broken.difference(*(rules for rules, _ in found)))
    return found + [(frozenset([rule]), alone(sheet, frozenset([rule]))) for rule in bounds]


def _cost(groups: Sequence[Group]) -> float:
    """What the best explanations of all groups cost together."""
    return sum(attempts[0].cost if attempts else UNEXPLAINED for _, attempts in groups) + A_FURTHER_MISTAKE * max(
        0, len(groups) - 1)


def _joined(sheet: Sheet, found: list[Group]) -> list[Group]:
    """The groups, those that one mistake mends together made one, where that is the cheaper way to explain them all."""
    best, least = found, _cost(found) - TOO_CLOSE
    joint: dict[frozenset[int], list[Attempt]] = {}
    for mistake in search_across(sheet) if len(found) > 1 else ():
        attempt, after = only(sheet, mistake), sheet.after(dict(mistake.change))
        mended = sheet.broken - after.broken
        joint[mended] = sorted([*joint.get(mended, ()), attempt], key=lambda a: a.cost)
        if attempt.cost >= least:
            continue
        disturbed = _shifted_lines(sheet, attempt)
        rest = [(rules, attempts) for rules, attempts in (_groups(after) if after.broken else ())
                if not all(disturbed.intersection(sheet.layout.signs[rule]) for rule in rules)]
        if (cost := _cost([(mended, [attempt]), *rest])) < least:
            best, least = [(mended, joint[mended]), *rest], cost
    return best if best is found else [(rules, joint.get(rules, attempts)) for rules, attempts in best]


def _ranked(sheet: Sheet, evidence: Evidence) -> Iterator[Ranked]:
    for broken, attempts in _joined(sheet, _groups(sheet)):
        yield from rank_block(sheet, attempts, evidence, broken)


def _shifted_lines(sheet: Sheet, attempt: Attempt) -> set[Slot]:
    """All cells of a shifted row or column: one lost its figure, and bounds that are broken over it say nothing new."""
    slots = {slot for mistake in attempt.mistakes if "shifted" in mistake.kind for slot, _ in mistake.change}
    lines = (*sheet.layout.lines, *sheet.layout.columns.values())
    return {slot for line in lines if slots and slots <= set(line) for slot in line}


def _exchanged_over_a_page(report: Report, table: str, kind: str, slots: Sequence[Slot]) -> tuple[str, ...]:
    """The page break between two exchanged rows, as far as the file tells its pages."""
    pages = list(dict.fromkeys(where.page for slot in slots if (where := report[(table, *slot)].where) and where.page))
    if kind == "rows exchanged" and len(pages) == 2:
        return (f"两行分处第 {pages[0]} 页与第 {pages[1]} 页。",)
    return ()


def _run_together(report: Report, table: str, kind: str, slots: Sequence[Slot]) -> tuple[str, ...]:
    """That two figures stand in the file without anything between them."""
    places = [report[(table, *slot)].where for slot in slots]
    if kind == "split elsewhere" and len(places) == 2 and all(w and w.line and w.start for w in places):
        one, other = sorted((w for w in places if w), key=lambda w: w.start or 0)
        if one.line == other.line and one.end is not None and one.end + 1 == other.start:
            return (f"两格数字在文件中连写：{one}，{other}。",)
    return ()


def _explanation(report: Report, sheet: Sheet, ranked: Ranked) -> Explanation:
    table, attempt = sheet.layout.table.id, ranked.attempt
    cells: tuple[tuple[Key, Number | None, Number], ...] = tuple(
        ((table, *slot), sheet.numbers[slot], number) for slot, number in attempt.change)
    places = [e for m in attempt.mistakes for see in (_exchanged_over_a_page, _run_together)
              for e in see(report, table, m.kind, [slot for slot, _ in m.change])]
    zh, en = say_mistakes(report, [(m.kind, [((table, *slot), n) for slot, n in m.change]) for m in attempt.mistakes])
    rules = tuple(f"{table}:{sheet.layout.rules[rule].name}" for rule in sorted(ranked.mended))
    return Explanation(ranked.rank, " + ".join(m.kind for m in attempt.mistakes), rules, cells, ranked.hearing.blame,
                       (*ranked.hearing.sentences, *places), zh, en)


def explain(report: Report, findings: Sequence[Finding], evidence: Evidence = NO_EVIDENCE) -> tuple[Explanation, ...]:
    """The mistakes that account for the broken rules of each table, best first; nothing where none was found.

    `evidence` is asked about every changed cell. The same report and evidence give the same explanations in the same
    order; those that the costs cannot tell apart share a rank.
    """
    tables = dict.fromkeys(key[0] for f in findings if f.kind == "fails" for key in f.cells)
    sheets = [sheet_of(report, table) for table in report.editions if table in tables]
    return tuple(_explanation(report, sheet, ranked) for sheet in sheets if sheet.broken
                 for ranked in _ranked(sheet, evidence))


def single_best(explanations: Sequence[Explanation], bounds: Collection[str] = ()) -> dict[Key, Number]:
    """The figures under those explanations that are alone at rank 1 for their findings.

    `bounds` are the findings that are no identities: they say that a number is wrong and confirm none. A table that
    needs more than MOST_CERTAIN separate explanations has no certain one: something is amiss that was not found.
    """
    first: dict[tuple[str, ...], list[Explanation]] = {}
    for explanation in explanations:
        if explanation.rank == 1:
            first.setdefault(explanation.findings, []).append(explanation)
    tables = Counter(findings[0].split(":")[0] for findings in first)
    return {key: number for findings, best in first.items() for key, _, number in best[0].cells
            if len(best) == 1 and not set(findings) <= set(bounds)
            and tables[findings[0].split(":")[0]] <= MOST_CERTAIN}


def apply_explanation(report: Report, explanation: Explanation) -> Report:
    """The report with the numbers of an explanation as reconciled ones; what is printed stays.

    For an explanation that a person accepted. What another explanation of the same findings had reconciled is dropped.
    ValueError if a cell no longer holds the number that the explanation was made for.
    """
    for key, printed, _ in explanation.cells:
        if report[key].value != printed:
            raise ValueError(f"{'/'.join(key)} holds {report[key].value}, the explanation was made for {printed}; "
                             "check the report again and decide anew.")
    rivals = {key for e in report.explanations if set(e.findings) & set(explanation.findings) for key, _, _ in e.cells}
    wanted = {key: number for key, _, number in explanation.cells}
    return replace(report, values=tuple(
        replace(v, reconciled=wanted.get(v.key)) if v.key in rivals or v.key in wanted else v for v in report.values))
