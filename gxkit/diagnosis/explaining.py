"""Which mistake explains the broken sums of a table?

The broken rules are taken in blocks that share no cell. For each block the scenarios that mend it
are searched (`search`), what is known from elsewhere is applied (`evidence`), and they are ranked
(`ranking`). One mistake that mends several blocks at once, such as two columns exchanged, is one
explanation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gxkit.diagnosis.certainty import find_certain
from gxkit.diagnosis.circumstances import find_circumstances
from gxkit.diagnosis.equations import Effect, Entry, Known, Rules, Sheet, Structure
from gxkit.diagnosis.evidence import OF_ITS_OWN
from gxkit.diagnosis.kinds import A_FURTHER_MISTAKE
from gxkit.diagnosis.mistakes import Mistake
from gxkit.diagnosis.ranking import MARGIN, Ranked, mending_most, rank_block
from gxkit.diagnosis.search import (
    Scenario,
    cheapest_first,
    find_scenarios,
    find_wide_mistakes,
    make_scenario,
    single_scenarios,
)
from gxkit.diagnosis.wording import say_mistakes
from gxkit.forms import Slot, Table, find_form, per_form_set
from gxkit.report import (
    Explanation,
    Finding,
    FindingKind,
    Key,
    Number,
    Report,
    Source,
    Status,
    Witness,
)
from gxkit.report.work import give_up_late

MOST_HOLD = 0.6
"""the share of identities over blanks that must hold with 0 for the blanks to be zeros: one row
that was left empty by mistake breaks most of those that it is the only blank of"""
TOO_CLOSE = 0.25
"""by how much one mistake for several problems must be cheaper than one for each"""
UNEXPLAINED = 6.0
"""what a problem without an explanation counts for when this is weighed"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Broken rules that are explained together, with what would mend them, cheapest first."""

    rules: Rules
    scenarios: list[Scenario]

    @property
    def cost(self) -> float:
        if not self.scenarios:
            return UNEXPLAINED
        return self.scenarios[0].cost


@per_form_set
def structure_of(table: Table) -> Structure:
    """The rules of a table, prepared once."""
    return Structure(table)


def sheet_of(report: Report, table_id: str) -> Sheet:
    """The numbers of one table of a report with the gaps of its rules, and what is known of it."""
    form = find_form(report.editions[table_id])
    structure = structure_of(form.table(table_id))
    numbers: Effect = {}
    blanks: list[Slot] = []
    for slot in structure.table.slots:
        value = report[(table_id, *slot)]
        numbers[slot] = value.value
        if value.status is Status.BLANK:
            blanks.append(slot)
    told = _collect(report, table_id, OF_ITS_OWN)
    past = _collect(report, table_id, (Source.LAST,))
    sheet = Sheet(structure, numbers, known=Known(told, past))
    # a table without a blank is asked nothing more
    if not blanks:
        return sheet
    return _with_blanks(sheet, blanks)


def _collect(
    report: Report,
    table_id: str,
    sources: Collection[Source],
) -> dict[Slot, Number]:
    """The numbers that witnesses of some kinds have for cells, where they do not disagree."""
    found: dict[Slot, Number] = {}
    disputed: set[Slot] = set()
    for witness in report.witnesses:
        table, *slot = witness.key
        if table != table_id or witness.source not in sources:
            continue
        row, column = slot
        if found.setdefault((row, column), witness.number) != witness.number:
            disputed.add((row, column))
    return {slot: number for slot, number in found.items() if slot not in disputed}


def _with_blanks(sheet: Sheet, blanks: Sequence[Slot]) -> Sheet:
    """The sheet with its blanks as 0, if most identities over them hold then; else as it is.

    A body that prints no zeros leaves most sums without a number. What follows from it is offered
    to a person, and nothing that rests on such a sum is certain.
    """
    numbers = {**sheet.numbers, **dict.fromkeys(blanks, 0)}
    known = replace(sheet.known, assumed=frozenset(blanks))
    filled = Sheet(sheet.structure, numbers, known=known)
    # a table that adds up, whatever its blanks hold, has nothing to explain
    if not _failing_rules(filled):
        return sheet
    asked = 0
    holding = 0
    for rule in range(len(sheet.gaps)):
        was_open = sheet.gaps[rule] is None
        if not was_open or not filled.is_assessable_identity(rule):
            continue
        asked += 1
        if rule not in filled.broken:
            holding += 1
    if holding < MOST_HOLD * asked:
        return sheet
    return filled


def _find_problems(sheet: Sheet) -> list[Problem]:
    """The broken rules in sets that can be explained apart, each with its scenarios."""
    found: list[Problem] = []
    for block in sheet.structure.blocks:
        broken = block & sheet.broken
        if broken:
            scenarios = _within(sheet, block, find_scenarios(sheet, block))
            rules, scenarios = mending_most(sheet, scenarios)
            found.append(Problem(rules or broken, scenarios))
    problems = _without_covered(found)
    problems.sort(key=lambda problem: min(problem.rules))
    explained: set[int] = set()
    for problem in problems:
        explained |= problem.rules
    # bounds that no block explained stand alone
    for bound in sorted(sheet.broken - explained):
        rules = frozenset([bound])
        problems.append(Problem(rules, single_scenarios(sheet, rules)))
    return problems


def _within(
    sheet: Sheet,
    block: Rules,
    scenarios: list[Scenario],
) -> list[Scenario]:
    """The scenarios that mend no sum of another block, if there are any.

    Those that do are weighed against one mistake for each block, not beside what mends one.
    """
    elsewhere = sheet.broken - block
    own: list[Scenario] = []
    for scenario in scenarios:
        mended = sheet.mended_by(scenario.effect) & elsewhere
        if not any(sheet.structure.equal[rule] for rule in mended):
            own.append(scenario)
    return own or scenarios


def _without_covered(found: Iterable[Problem]) -> list[Problem]:
    """The problems without those whose rules another one mends as well."""
    largest_first = sorted(found, key=_size_and_place)
    kept: list[Problem] = []
    seen: list[Rules] = []
    for problem in largest_first:
        if not any(problem.rules <= rules for rules in seen):
            kept.append(problem)
        seen.append(problem.rules)
    return kept


def _size_and_place(problem: Problem) -> tuple[int, int]:
    return -len(problem.rules), min(problem.rules)


def _cost_together(problems: Sequence[Problem]) -> float:
    """What the best explanations of all problems cost together."""
    apart = sum(problem.cost for problem in problems)
    further = max(0, len(problems) - 1)
    return apart + A_FURTHER_MISTAKE * further


def _unite_problems(sheet: Sheet, apart: list[Problem]) -> list[Problem]:
    """The problems, those that one mistake mends together made one where that is cheaper."""
    # one problem has nothing to be united with
    if len(apart) <= 1:
        return apart
    best: list[Problem] | None = None
    least = _cost_together(apart) - TOO_CLOSE
    wide: dict[Rules, list[Scenario]] = {}
    for mistake in find_wide_mistakes(sheet):
        scenario = make_scenario(sheet, mistake)
        mended = sheet.mended_by(mistake.effect)
        wide.setdefault(mended, []).append(scenario)
        # what each problem says by itself, and alone, need not be said of all in one
        if _says_nothing_new(scenario, mended, apart):
            least = min(least, scenario.cost)
            continue
        # dearer than what is known, whatever it leaves
        if scenario.cost >= least:
            continue
        united = [Problem(mended, [scenario]), *_problems_left(sheet, mistake)]
        cost = _cost_together(united)
        if cost < least:
            best, least = united, cost
    if best is None:
        return apart
    return [_with_rivals(problem, wide) for problem in best]


def _says_nothing_new(
    scenario: Scenario,
    mended: Rules,
    apart: Iterable[Problem],
) -> bool:
    """Whether a mistake is nothing but the first explanations of the problems that it mends, each
    a part of it."""
    change: set[tuple[Slot, Number]] = set()
    for problem in apart:
        if mended.isdisjoint(problem.rules):
            continue
        if not problem.scenarios:
            return False
        first, *rivals = problem.scenarios
        if any(rival.cost < first.cost + MARGIN for rival in rivals):
            return False
        # one mistake that each of them names is one
        if set(first.change) == set(scenario.change):
            return False
        change.update(first.change)
    return change == set(scenario.change)


def _with_rivals(problem: Problem, wide: Mapping[Rules, list[Scenario]]) -> Problem:
    """A problem with all the mistakes that mend its rules together, if there are any."""
    rivals = wide.get(problem.rules)
    if rivals is None:
        return problem
    return Problem(problem.rules, cheapest_first(rivals))


def _problems_left(sheet: Sheet, mistake: Mistake) -> list[Problem]:
    """The problems that a mistake leaves once it is undone."""
    after = sheet.after(mistake.effect)
    if not after.broken:
        return []
    disturbed = _find_disturbed(sheet, mistake)
    left: list[Problem] = []
    for problem in _find_problems(after):
        signs = [sheet.structure.signs[rule] for rule in problem.rules]
        # a shifted line has lost a figure: that bounds over it are broken says nothing new
        if not all(disturbed.intersection(cells) for cells in signs):
            left.append(problem)
    return left


def _find_disturbed(sheet: Sheet, mistake: Mistake) -> set[Slot]:
    """All cells of a shifted row or column; none where no line is shifted."""
    # any other mistake leaves its lines as they were
    if not mistake.kind.shifts:
        return set()
    disturbed: set[Slot] = set()
    shifted = {slot for slot, _ in mistake.change}
    for line in sheet.structure.printed_lines:
        if shifted.issubset(line):
            disturbed.update(line)
    return disturbed


def _rank_table(sheet: Sheet, witnesses: Sequence[Witness]) -> list[Ranked]:
    """The explanations of a table, problem by problem."""
    table = sheet.structure.table.id
    own = [witness for witness in witnesses if witness.key[0] == table]
    ranked: list[Ranked] = []
    for problem in _unite_problems(sheet, _find_problems(sheet)):
        ranked += rank_block(sheet, problem.scenarios, own, problem.rules)
    return ranked


def _explain_table(report: Report, sheet: Sheet) -> Iterator[Explanation]:
    ranked = _rank_table(sheet, report.witnesses)
    # by identity: a table may have two that are equal
    certain = {id(entry) for entry in find_certain(sheet, ranked)}
    failing = _failing_rules(sheet)
    for entry in ranked:
        # what is broken only if blanks are zeros nobody said
        if not failing.isdisjoint(entry.mended):
            yield _make_explanation(report, sheet, entry, failing, id(entry) in certain)


def _failing_rules(sheet: Sheet) -> Rules:
    """The broken rules that no counts in the blanks could mend."""
    return frozenset(rule for rule in sheet.broken if _fails_whatever(sheet, rule))


def _fails_whatever(sheet: Sheet, rule: int) -> bool:
    """Whether a broken rule stays broken, whatever its blanks hold: where none has a blank, or the
    side without one is too small."""
    gap = sheet.gaps[rule]
    assert gap is not None
    signs = sheet.structure.signs[rule]
    open_sides = {signs[slot] for slot in sheet.known.assumed if slot in signs}
    # what a blank holds makes its side larger, never smaller
    return all(side * gap > 0 for side in open_sides)


def _make_explanation(
    report: Report,
    sheet: Sheet,
    ranked: Ranked,
    failing: Rules,
    certain: bool,
) -> Explanation:
    table = sheet.structure.table
    scenario = ranked.scenario
    cells: list[tuple[Key, Entry, Number]] = []
    for slot, number in scenario.change:
        key = (table.id, *slot)
        cells.append((key, report[key].value, number))
    rules: list[str] = []
    for place in sorted(ranked.mended & failing):
        rule = sheet.structure.rules[place]
        rules.append(f"{table.id}:{rule.name}")
    seen = find_circumstances(report, sheet, scenario.mistakes)
    return Explanation(
        ranked.rank,
        tuple(mistake.kind for mistake in scenario.mistakes),
        tuple(rules),
        tuple(cells),
        say_mistakes(report, table, scenario.mistakes),
        blame=ranked.evidence.blame,
        heard=(*ranked.evidence.witnesses, *seen),
        certain=certain,
    )


def explain(report: Report, findings: Sequence[Finding]) -> tuple[Explanation, ...]:
    """The mistakes that account for the broken rules of each table, best first.

    Nothing where none was found. The report's witnesses are asked about every changed cell. The
    same report and witnesses give the same explanations in the same order; those that the costs
    cannot tell apart share a rank.
    """
    tables: set[str] = set()
    for finding in findings:
        if finding.kind is FindingKind.FAILS:
            tables.update(table for table, _, _ in finding.cells)
    made: list[Explanation] = []
    for table in report.editions:
        if table not in tables:
            continue
        give_up_late()
        sheet = sheet_of(report, table)
        if sheet.broken:
            made += _explain_table(report, sheet)
    return tuple(made)
