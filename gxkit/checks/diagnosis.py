"""Which mistake explains the broken sums of a table?

The broken rules are taken in blocks that share no cell. For each block the mistakes that mend it are searched
(`search`), what is known from elsewhere is asked (`evidence`), and the explanations are ranked (`ranking`). One mistake
that mends several blocks at once, such as two columns exchanged, is one explanation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from gxkit.checks.equations import Layout, Sheet
from gxkit.checks.evidence import NO_EVIDENCE, Evidence
from gxkit.checks.ranking import Ranked, rank, rank_block
from gxkit.checks.search import search, search_across
from gxkit.checks.wording import say_mistakes
from gxkit.forms import Slot, Table, find_form
from gxkit.report import Explanation, Finding, Key, Number, Report


@cache
def layout_of(table: Table) -> Layout:
    """The rules of a table, prepared once."""
    return Layout(table)


def sheet_of(report: Report, table_id: str) -> Sheet:
    """The numbers of one table of a report with the gaps of its rules."""
    layout = layout_of(find_form(report.editions[table_id]).table(table_id))
    return Sheet(layout, {slot: report[(table_id, *slot)].value for slot in layout.table.slots})


def _ranked(sheet: Sheet, evidence: Evidence) -> Iterator[Ranked]:
    blocks = [block for block in sheet.layout.blocks if block & sheet.broken]
    found = [search(sheet, block) for block in blocks]
    if len(blocks) > 1 and (across := search_across(sheet)) and (
            not all(found) or across[0].cost < sum(attempts[0].cost for attempts in found)):
        yield from rank(sheet, across, evidence, sheet.broken)
        return
    for block, attempts in zip(blocks, found, strict=True):
        yield from rank_block(sheet, attempts, evidence, block & sheet.broken)


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


def single_best(explanations: Sequence[Explanation]) -> dict[Key, Number]:
    """The figures under those explanations that are alone at rank 1 for their findings."""
    first: dict[tuple[str, ...], list[Explanation]] = {}
    for explanation in explanations:
        if explanation.rank == 1:
            first.setdefault(explanation.findings, []).append(explanation)
    return {key: number for alone in first.values() if len(alone) == 1 for key, _, number in alone[0].cells}


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
