"""The rule board: which identities hold in which report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pandas import DataFrame

from gxkit.forms import Key, Rule, all_forms, find_form, per_form_set
from gxkit.panel import columns
from gxkit.panel.frames import Line, head_of, in_order, tidy_frame
from gxkit.panel.index import ORDER
from gxkit.report import Facts, Finding, FindingKind, Origin, Report, Verdict

STATES = (
    "holds",
    "holds where assessable",
    "remark",
    "fails",
    "not assessable",
    "not checked",
    "does not apply",
)
HOLDS = "holds"
_GRAVITY = (
    HOLDS,
    FindingKind.NOT_ASSESSABLE,
    FindingKind.REMARK,
    FindingKind.FAILS,
)
"""what becomes of an instance of a rule, the mildest first"""
_COUNTED = (
    HOLDS,
    FindingKind.FAILS,
    FindingKind.REMARK,
    FindingKind.NOT_ASSESSABLE,
)
"""the same in the order of columns.SETTLED"""


def rule_board(
    reports: Iterable[Report],
    facts: Facts | None = None,
) -> DataFrame:
    """Which identities hold in which report: a line a report and rule (R1, R2, …), columns.BOARD.

    `instances` counts the rows or columns in which the report's forms state the rule; one about
    whose cells there is no finding holds. `state` is one of STATES; a report in which no cell has a
    verdict and nothing was found is `not checked`. `mended` counts the instances that fail and are
    settled: by an explanation, a decision or a reading. Rules that no form states about one of its
    tables (R6, R8 to R10) are not on the board, nor are findings between years. Sorted by code,
    agency, year, report and rule.
    """
    rows: list[Line] = []
    for report in in_order(reports):
        head = head_of(report, facts)
        rows += [(*head, *line) for line in _lines(report)]
    board = tidy_frame(columns.BOARD, rows)
    return board.sort_values([*ORDER, "rule"], ignore_index=True)


def _lines(report: Report) -> list[Line]:
    """For each rule of any form: whether it is soft, its instances in a report, how they stand."""
    # R7 holds inside a table and over the years; the board counts what the table says of itself.
    found = [finding for finding in report.findings if finding.origin is not Origin.YEARS]
    verdicts = {value.verdict for value in report}
    # Without a verdict and without a finding nobody has asked: such a rule must not count as held.
    is_checked = bool(found or verdicts - {Verdict.UNVERIFIED})
    stated = _stated(report)
    made: list[Line] = []
    for rule, is_soft in sorted(_softness().items()):
        own = [one for one in stated if one.id == rule]
        about = [finding for finding in found if finding.rule == rule]
        kinds = [_settle(one, about) for one in own if is_checked]
        counts = [kinds.count(kind) for kind in _COUNTED]
        state = _state(len(own), *counts)
        mended = sum(_is_mended(one, about) for one in own)
        made.append(
            (
                rule,
                is_soft,
                len(own),
                *counts,
                state,
                mended,
            )
        )
    return made


@per_form_set
def _softness() -> dict[str, bool]:
    """Every rule that some form states of its tables, and whether breaking it is but a remark."""
    tables = (table for form in all_forms().values() for table in form.tables)
    return {rule.id: rule.soft for table in tables for rule in table.rules}


def _stated(report: Report) -> list[Rule]:
    """Every instance of every rule that the tables of this report state about themselves."""
    made: list[Rule] = []
    for table, edition in sorted(report.editions.items()):
        made += find_form(edition).table(table).rules
    return made


def _settle(
    rule: Rule,
    findings: Sequence[Finding],
) -> str:
    """How an instance of a rule stands: `holds`, or the gravest kind of finding about its cells."""
    cells = {(rule.table, row, column) for row, column in rule.cells}
    kinds = [finding.kind for finding in findings if _is_about(finding, rule, cells)]
    return max([HOLDS, *kinds], key=_GRAVITY.index)


def _is_mended(
    rule: Rule,
    findings: Sequence[Finding],
) -> bool:
    """Whether an instance of a rule fails, and all that fails of it is settled."""
    cells = {(rule.table, row, column) for row, column in rule.cells}
    about = [finding for finding in findings if _is_about(finding, rule, cells)]
    failing = [finding for finding in about if finding.kind is FindingKind.FAILS]
    return bool(failing) and all(finding.settled is not None for finding in failing)


def _is_about(
    finding: Finding,
    rule: Rule,
    cells: set[Key],
) -> bool:
    """Whether a finding speaks of an instance of its rule: by its name, or by its cells."""
    if finding.id == f"{rule.table}:{rule.name}":
        return True
    about = set(finding.cells)
    # A finding may name some of the cells only, as a blank one, or those of several instances.
    return bool(about) and (about <= cells or cells <= about)


def _state(
    instances: int,
    holds: int,
    fails: int,
    remarks: int,
    open_: int,
) -> str:
    """One of STATES, from how many instances there are and how they stand."""
    # The gravest comes first: one broken row makes a broken rule, however many others hold.
    if not instances:
        return "does not apply"
    if fails:
        return "fails"
    if remarks:
        return "remark"
    if open_:
        return "holds where assessable" if holds else "not assessable"
    return "holds" if holds else "not checked"
