"""The arithmetic inside a table: every rule of its form evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from gxkit.checks.ruleset import require_sound
from gxkit.forms import Rule, Slot, find_form
from gxkit.report import Finding, FindingKind, Key, Number, Report
from gxkit.report.work import give_up_late
from gxkit.text import Said, Sentence, distance

_SUM_OF = Sentence("{first} … {last}（{count} 项之和）", "{first} … {last} (sum of {count})")
_OFF = Sentence(
    "{left_side} 为 {left}，{right_side} 为 {right}，相差 {gap}",
    "{left_side} is {left}, {right_side} is {right}, off by {gap}",
)
_OPEN = Sentence(
    "{label} {status}{others}，无法核对", "{label} is {status}{others}; not assessable"
)
_WHATEVER = Sentence("{found}；空白格无论填何数都不成立", "{found}, whatever the blank cells hold")
_ONE_OF = Sentence("等 {count} 格无数", ", one of {count} cells without a number")

A_COLUMN = 3
"""so many totals are 0 over figures in a column that was not filled in: one or two left out say
nothing of the others"""
A_ROW = 2
"""the same in a row, where a single case stands in the column of its applicant and in that of
all"""


def rules_of(report: Report) -> Iterator[Rule]:
    """The rules that the report's forms state, table by table.

    FormError if a form's rules make no sense.
    """
    for table_id, edition in report.editions.items():
        form = find_form(edition)
        require_sound(form)
        yield from form.table(table_id).rules


def name_rule(rule: Rule) -> str:
    """The id of a finding by this rule."""
    return f"{rule.table}:{rule.name}"


def keys_of(rule: Rule, slots: Sequence[Slot]) -> tuple[Key, ...]:
    """Cells of the rule's table as a report knows them."""
    return tuple((rule.table, row, column) for row, column in slots)


def find_broken_rules(report: Report) -> Iterator[Finding]:
    """Every rule of the report's forms that fails, gives a remark or cannot be assessed, in the
    order of the forms.

    A rule over a cell without a number is `not assessable`, never passed, or fails where no count
    there could mend it; of a soft one nothing is said then. Source of the rules: the forms
    themselves.
    """
    numbers: dict[str, dict[Slot, Number | None]] = {}
    for value in report.values:
        numbers.setdefault(value.table, {})[value.row, value.column] = value.value
    for rule in rules_of(report):
        give_up_late()
        left, right = rule.sides(numbers[rule.table].__getitem__)
        if left is not None and right is not None:
            if not rule.holds(left, right):
                yield _mismatch(report, rule, left, right)
        # a soft rule asks for a second look at figures; where there are none it asks for nothing
        elif rule.soft:
            continue
        elif can_hold(report, rule):
            yield _not_assessable(report, rule, left, right)
        else:
            yield _impossible(report, rule)


def find_unfilled(rules: Iterable[Rule], numbers: Callable[[Key], Number | None]) -> set[Key]:
    """The cells of a row or column of totals that was left at 0.

    They are the right sides of a statement of the form that fails again and again, and holds only
    where both its sides are 0.
    """
    failing: dict[str, int] = {}
    zeros: dict[str, set[Key]] = {}
    least: dict[str, int] = {}
    kept: set[str] = set()
    for rule in rules:
        # a sum that equals another sum has no line of totals
        if len(rule.right) > 1:
            continue
        (total,) = keys_of(rule, rule.right)
        stated = f"{rule.table}:{rule.name.rpartition(':')[0]}"
        number = numbers(total)
        if number:
            kept.add(stated)
        if number != 0:
            continue
        zeros.setdefault(stated, set()).add(total)
        is_across = rule.left[0][0] == total[1]
        least[stated] = A_COLUMN if is_across else A_ROW
        if any(numbers(key) for key in keys_of(rule, rule.left)):
            failing[stated] = failing.get(stated, 0) + 1
    unfilled: set[Key] = set()
    for stated, times in failing.items():
        if times >= least[stated] and stated not in kept:
            unfilled |= zeros[stated]
    return unfilled


def can_hold(report: Report, rule: Rule) -> bool:
    """Whether counts in the cells without a number can make a rule hold: not where the known parts
    are more than a known total."""
    left, left_open = _known_sum(report, rule, rule.left)
    right, right_open = _known_sum(report, rule, rule.right)
    # a side with an open cell can be any number from its known sum on
    if left > right and not right_open:
        return False
    return not rule.is_identity or left_open or left >= right


def _known_sum(
    report: Report,
    rule: Rule,
    side: Sequence[Slot],
) -> tuple[Number, bool]:
    """The sum of the cells of a side that have a number, and whether some have none."""
    numbers = [report[key].value for key in keys_of(rule, side)]
    known = [number for number in numbers if number is not None]
    return sum(known), len(known) < len(numbers)


def _impossible(report: Report, rule: Rule) -> Finding:
    """A rule over cells without a number that no counts in them can mend, with what is known of
    its sides."""
    left, _ = _known_sum(report, rule, rule.left)
    right, _ = _known_sum(report, rule, rule.right)
    found = _mismatch(report, rule, left, right)
    return replace(found, says=_WHATEVER.fill(found=found.says))


def _mismatch(
    report: Report,
    rule: Rule,
    left: Number,
    right: Number,
) -> Finding:
    """A rule whose two sides do not stand in its relation, at the place of its right side."""
    rights = keys_of(rule, rule.right)
    says = _OFF.fill(
        left_side=_name_side(report, keys_of(rule, rule.left)),
        left=left,
        right_side=_name_side(report, rights),
        right=right,
        gap=distance(left, right),
    )
    return Finding(
        name_rule(rule),
        rule.id,
        FindingKind.REMARK if rule.soft else FindingKind.FAILS,
        rule.keys,
        left,
        right,
        says,
        place=report[rights[0]].where or report.id,
        words=rule.words,
    )


def _name_side(report: Report, keys: Sequence[Key]) -> Said:
    """One side of a rule: its one cell's label, or how many cells from which to which."""
    first, last = report[keys[0]], report[keys[-1]]
    if len(keys) == 1:
        return first.label
    return _SUM_OF.fill(
        first=first.label,
        last=last.label,
        count=len(keys),
    )


def _not_assessable(
    report: Report,
    rule: Rule,
    left: Number | None,
    right: Number | None,
) -> Finding:
    """A rule over cells without a number, at the place of the first of them."""
    empty = [value for value in report.at(rule.keys) if value.value is None]
    # the place of the first is enough to find the row; naming each would bury it
    first = empty[0]
    others = _ONE_OF.fill(count=len(empty)) if len(empty) > 1 else None
    return Finding(
        name_rule(rule),
        rule.id,
        FindingKind.NOT_ASSESSABLE,
        rule.keys,
        left,
        right,
        _OPEN.fill(
            label=first.label,
            status=first.status,
            others=others,
        ),
        place=first.where or report.id,
        words=rule.words,
    )
