"""Does the set of rules that a form states about itself make sense? Contradictory and redundant rules are named.

The rules are homogeneous (a table of zeros satisfies any set of them), so that a set is contradictory when it leaves
some cell no other number than 0: then no table with a positive number in every cell satisfies it. Which rules clash is
found by leaving out one rule at a time until what remains can no longer do without any of them (a deletion filter:
J. W. Chinneck, E. W. Dravnieks 1991, ORSA Journal on Computing 3(2), 157-168). A rule is redundant when the rules
before it already imply it: an identity if it is a combination of other identities (rank), a bound if no table that
satisfies the others exceeds it (linear program).

Two redundancies of every national form and two of every Fujian form follow from its layout and are no fault: where each
row has a total and each column has one, the corner is summed twice (`R2:total` follows from R1 and the other columns of
R2; so does `R3:total`); and where every part is at most its cumulative figure, so is their sum (`R7:requests`,
`R7:answers`). They are in KNOWN and not named.

A form's rules are checked when they are first asked of a report. The linear programs take longer than reading a report,
so that sets found sound are remembered by their digest in sound.txt: only a form that is new, or whose rules were
edited, is checked again. `make rules` checks every form and writes sound.txt anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from gxkit.errors import FormError
from gxkit.forms import Form, Rule, Slot, Table, all_forms

KNOWN = frozenset(
    ("requests:R2:total", "requests:R3:total", "legacy:R7:requests", "legacy:R7:answers")
)
"""rules that follow from the others in the shipped forms, for the reasons above"""


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


def _solve(rules: Sequence[Rule], slots: Sequence[Slot], aim: Any, low: float, high: float) -> Any:
    """The linear program over tables whose cells lie between two numbers and satisfy the rules."""
    import numpy as np
    from scipy.optimize import linprog

    matrix = _matrix(rules, slots)
    equal = np.array([rule.relation == "equal" for rule in rules], dtype=bool)
    zeros = np.zeros(len(rules))
    return linprog(
        aim,
        A_eq=matrix[equal] if equal.any() else None,
        b_eq=zeros[equal] if equal.any() else None,
        A_ub=matrix[~equal] if (~equal).any() else None,
        b_ub=zeros[~equal] if (~equal).any() else None,
        bounds=(low, high),
    )


def _can_hold(rules: Sequence[Rule], slots: Sequence[Slot]) -> bool:
    """Whether a table without a 0 satisfies the rules."""
    import numpy as np

    return bool(_solve(rules, slots, np.zeros(len(slots)), 1.0, np.inf).status == 0)


def find_contradiction(rules: Sequence[Rule], slots: Sequence[Slot]) -> list[Rule]:
    """Rules that no table without a 0 satisfies together while any fewer of them could; [] if all can hold."""
    if _can_hold(rules, slots):
        return []
    kept = list(rules)
    for rule in rules:
        without = [r for r in kept if r is not rule]
        if not _can_hold(without, slots):
            kept = without
    return kept


def find_redundant(rules: Sequence[Rule], slots: Sequence[Slot]) -> list[Rule]:
    """The identities that follow from those before them, and the bounds that follow from all other rules."""
    import numpy as np

    redundant: list[Rule] = []
    identities = [rule for rule in rules if rule.relation == "equal"]
    matrix = _matrix(identities, slots)
    rank = 0
    for line, rule in enumerate(identities):
        now = int(np.linalg.matrix_rank(matrix[: line + 1]))
        if now == rank:
            redundant.append(rule)
        rank = now
    kept = list(rules)
    for rule in rules:
        if rule.relation != "equal":
            others = [r for r in kept if r is not rule]
            excess = _matrix([rule], slots)[0]
            if -_solve(others, slots, -excess, 0.0, 1.0).fun <= 1e-9:
                redundant.append(rule)
                kept = others
    return redundant


def _check_table(table: Table) -> list[str]:
    own = f"form {table.form}, table {table.id}"
    hard = [rule for rule in table.rules if not rule.soft]
    said = []
    if clash := find_contradiction(table.rules, table.slots):
        names = ", ".join(rule.name for rule in clash)
        said.append(
            f"{own}: the rules {names} contradict each other: together they leave a cell no other number than "
            "0; look at the rows and columns that they name."
        )
    else:
        said += [
            f"{own}: the rule {rule.name} follows from the others and can be left out; if the form prints it, "
            "list it in KNOWN with the reason."
            for rule in find_redundant(hard, table.slots)
            if f"{table.id}:{rule.name}" not in KNOWN
        ]
    return said


def check_rules(form: Form) -> list[str]:
    """One sentence for each set of contradictory rules and each redundant rule of a form; [] if there is none.

    Soft rules take part in contradictions (a rule that can never hold is no remark) and not in redundancies.
    """
    return [sentence for table in form.tables if table.rules for sentence in _check_table(table)]


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
    """FormError, one sentence for each contradiction or redundancy, if the rules of a form make no sense."""
    known = resources.files("gxkit.checks").joinpath(SOUND).read_text("utf-8").split()
    if digest(form) not in known and (said := check_rules(form)):
        raise FormError("\n".join(said))


def remember_sound() -> None:
    """Check every form and write the digests of its rules to sound.txt; FormError if one makes no sense."""
    if wrong := [sentence for form in all_forms().values() for sentence in check_rules(form)]:
        raise FormError("\n".join(wrong))
    lines = sorted(f"{form.id} {digest(form)}\n" for form in all_forms().values())
    Path(__file__).with_name(SOUND).write_text("".join(lines), encoding="utf-8")
