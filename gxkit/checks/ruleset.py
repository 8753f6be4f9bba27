"""Does the set of rules that a form states about itself make sense?

Contradictions and repetitions are named.

The rules are homogeneous (a table of zeros satisfies any set of them), so that a set is
contradictory when it leaves some cell no other number than 0: then no table with a positive number
in every cell satisfies it. Which rules clash is found by leaving out one rule at a time until what
remains can no longer do without any of them (a deletion filter: J. W. Chinneck, E. W. Dravnieks
1991, ORSA Journal on Computing 3(2), 157-168). An instance of a rule is redundant when those before
it already imply it: an identity if it is a combination of other identities (rank), a bound if no
table that satisfies the others exceeds it (linear program).

A rule is named when all of its instances are redundant. That some are follows from the layout and
is no fault: where each row has a total and each column has one, the corner is summed twice; where
every part is at most its cumulative figure, so is their sum. A form that prints a rule although it
follows from the others says so in its TOML: `repeats = true`.

A form's rules are checked when they are first asked of a report. The linear programs take longer
than reading a report, so that sets found sound are remembered by their digest in sound.txt: only a
form that is new, or whose rules were edited, is checked again. `make rules` checks every form of
the package and writes sound.txt anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import Any

from gxkit.errors import FormError
from gxkit.forms import Form, Rule, Slot, Table, shipped_forms

# by how much a bound may be exceeded in a linear program and hold all the same: its rounding
NOTHING = 1e-9


def _matrix(rules: Sequence[Rule], slots: Sequence[Slot]) -> Any:
    """One line a rule: +1 for the cells of its left side, -1 for those of its right."""
    import numpy as np

    places = {slot: i for i, slot in enumerate(slots)}
    matrix = np.zeros((len(rules), len(slots)))
    for line, rule in enumerate(rules):
        for slot in rule.left:
            matrix[line, places[slot]] += 1
        for slot in rule.right:
            matrix[line, places[slot]] -= 1
    return matrix


def _solve(
    rules: Sequence[Rule],
    slots: Sequence[Slot],
    aim: Any,
    low: float,
    high: float,
) -> Any:
    """The linear program over tables whose cells lie between two numbers and satisfy the rules."""
    from scipy.optimize import linprog

    # linprog takes None, and no matrix without lines, for a kind of rule that there is none of.
    program: dict[str, Any] = {}
    for relation, (matrix, right) in _PARTS.items():
        own = [rule for rule in rules if rule.relation == relation]
        if own:
            program |= {matrix: _matrix(own, slots), right: [0.0] * len(own)}
    return linprog(aim, bounds=(low, high), **program)


# what linprog calls the two kinds of rule: their matrix and their right side
_PARTS = {"equal": ("A_eq", "b_eq"), "at most": ("A_ub", "b_ub")}


def _can_hold(rules: Sequence[Rule], slots: Sequence[Slot]) -> bool:
    """Whether a table without a 0 satisfies the rules."""
    import numpy as np

    # any such table will do, so that the program aims at nothing
    nowhere = np.zeros(len(slots))
    solved = _solve(rules, slots, nowhere, 1.0, np.inf)
    return bool(solved.status == 0)


def find_contradiction(rules: Sequence[Rule], slots: Sequence[Slot]) -> list[Rule]:
    """Rules that no table without a 0 satisfies together while fewer could; [] if all can hold."""
    if _can_hold(rules, slots):
        return []
    kept = list(rules)
    for rule in rules:
        without = [other for other in kept if other is not rule]
        # what still clashes without a rule clashes for another reason
        if not _can_hold(without, slots):
            kept = without
    return kept


def find_redundant(rules: Sequence[Rule], slots: Sequence[Slot]) -> list[Rule]:
    """Identities that follow from those before them, bounds that follow from all other rules."""
    return [*_redundant_identities(rules, slots), *_redundant_bounds(rules, slots)]


def _redundant_identities(rules: Sequence[Rule], slots: Sequence[Slot]) -> Iterator[Rule]:
    import numpy as np

    identities = [rule for rule in rules if rule.relation == "equal"]
    matrix = _matrix(identities, slots)
    rank = 0
    for line, rule in enumerate(identities):
        # a line that adds no rank is a combination of those before it
        now = int(np.linalg.matrix_rank(matrix[: line + 1]))
        if now == rank:
            yield rule
        rank = now


def _redundant_bounds(rules: Sequence[Rule], slots: Sequence[Slot]) -> Iterator[Rule]:
    kept = list(rules)
    for rule in rules:
        if rule.relation == "equal":
            continue
        others = [other for other in kept if other is not rule]
        excess = _matrix([rule], slots)[0]
        # the most by which a table that satisfies the others can exceed this bound
        solved = _solve(others, slots, -excess, 0.0, 1.0)
        if -solved.fun <= NOTHING:
            yield rule
            kept = others


def _stated(rule: Rule) -> str:
    """The rule as its form states it, of which this is the instance of one row or column."""
    return rule.name.rpartition(":")[0]


def _find_repetitions(table: Table) -> Iterator[list[Rule]]:
    """The rules of which every instance follows from the others, each with its instances."""
    hard = [rule for rule in table.rules if not rule.soft]
    redundant = {rule.name for rule in find_redundant(hard, table.slots)}
    for _, same in groupby(hard, key=_stated):
        own = list(same)
        if not own[0].repeats and all(rule.name in redundant for rule in own):
            yield own


def _place(rule: Rule, source: str) -> str:
    """Where a rule is stated: file and line, or the file and the table."""
    return str(rule.at or f"{source}, table {rule.table}")


def _check_table(table: Table, source: str) -> list[str]:
    if clash := find_contradiction(table.rules, table.slots):
        place = _place(clash[-1], source)
        names = ", ".join(rule.name for rule in clash)
        return [
            f"{place}: the rules {names} contradict each other: together they leave a cell no "
            "other number than 0; look at the rows and columns that they name."
        ]
    said = []
    for rules in _find_repetitions(table):
        place = _place(rules[0], source)
        names = ", ".join(rule.name for rule in rules)
        said.append(
            f"{place}: the rule {names} follows from the others and can be left out; if the form "
            "prints it, say repeats = true."
        )
    return said


def check_rules(form: Form) -> list[str]:
    """One sentence for each set of contradictory rules and each repeated rule; [] if there is none.

    Soft rules take part in contradictions (a rule that can never hold is no remark) and not in
    repetitions.
    """
    said = []
    for table in form.tables:
        if table.rules:
            said += _check_table(table, form.source)
    return said


SOUND = "sound.txt"


def digest(form: Form) -> str:
    """A fingerprint of the rules of a form, which no change of its wording touches."""
    rules = [
        (r.table, r.name, r.left, r.right, r.soft, r.relation)
        for table in form.tables
        for r in table.rules
    ]
    return hashlib.sha256(repr(rules).encode()).hexdigest()


@cache
def require_sound(form: Form) -> None:
    """FormError, one sentence for each fault, if the rules of a form make no sense."""
    known = resources.files("gxkit.checks").joinpath(SOUND).read_text("utf-8").split()
    # only a form that is new, or whose rules were edited, is worth the linear programs
    if digest(form) not in known and (said := check_rules(form)):
        raise FormError("\n".join(said))


def remember_sound() -> None:
    """Check every form of the package and write the digests of its rules to sound.txt.

    FormError if one makes no sense.
    """
    forms = shipped_forms().values()
    said: list[str] = []
    for form in forms:
        said += check_rules(form)
    if said:
        raise FormError("\n".join(said))
    lines = sorted(f"{form.id} {digest(form)}\n" for form in forms)
    Path(__file__).with_name(SOUND).write_text("".join(lines), encoding="utf-8")
