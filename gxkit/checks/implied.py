"""What the printed figures leave for cells that have no number.

No count is below 0. Each rule bounds each of its cells by what the others can be, so that every
open cell has an interval; rules are asked again until no interval gets smaller. A cell whose
interval is one number has that number implied: one cell that is left open in a sum, and every open
cell below a total that is reached already. This is bounds propagation over linear constraints, in
statistical data editing the deduction of ranges (de Waal, Pannekoek, Scholtus 2011, ch. 9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from gxkit.checks.rules import find_unfilled, rules_of
from gxkit.forms import Rule
from gxkit.report import Finding, FindingKind, Key, Number, Origin, Report, Value
from gxkit.text import Listed, Sentence

_FOLLOWS = Sentence(
    "{label} {status}；由 {rules} 推算应为 {number}。",
    "{label} is {status}; by {rules} it should be {number}.",
)
_FOLLOW = Sentence(
    "{count} 格无数，由 {rules} 推算：{numbers}。",
    "{count} cells without a number follow from the others by {rules}: {numbers}.",
)
_ZEROS = Sentence("{count} 格为 0", "{count} are 0")
_IS = Sentence("{label} 为 {number}", "{label} is {number}")
_MORE = Sentence("其余 {count} 格见各格", "{count} more stand beside their cells")
MOST_ROUNDS = 50
"""so often the rules are asked: two rules may shrink each other's intervals by one each time, and
would for as many rounds as there are cases"""
MOST_TOLD = 5
"""so many numbers other than 0 are told in one remark"""
Proof = tuple[str, ...]
Told = tuple[Number, Proof]
Term = int
"""a cell and the sign with which it stands in a sum: twice its place among the table's values, and
one more where it is taken off, so that `term ^ 1` is the cell with the other sign"""
Constraint = tuple[Rule, tuple[Term, ...]]
"""a sum that is at most 0, and the rule that says so"""


class Bounds:
    """Between which numbers the cells of a table lie, and by which rules.

    `least` has for each term the least that it adds to a sum: of a cell that is added its lowest
    number, of one taken off its highest turned round; None where nothing bounds it. `proofs` has
    for the terms that a rule narrowed the rules that prove it, `narrowed` the terms that are new
    since a round began, all before the first. `doubted` are the cells of rules that no numbers in
    the open cells satisfy.
    """

    def __init__(self, values: Sequence[Value], doubted: Iterable[Key]) -> None:
        self.values = values
        self.least: list[Number | None] = []
        self.proofs: dict[Term, Proof] = {}
        self.doubted = set(doubted)
        for value in values:
            number = value.value
            if number is None:
                # no count is below 0, and that needs no rule
                self.least += (0, None)
            else:
                self.least += (number, -number)
        self.narrowed = set(range(len(self.least)))

    def ask_round(self, constraints: Iterable[Constraint]) -> bool:
        """Ask each sum of which a cell was narrowed in the last round or in this one, for of the
        others nothing new follows; whether anything was news."""
        before, self.narrowed = self.narrowed, set()
        news = False
        for constraint in constraints:
            _, terms = constraint
            if not (before.isdisjoint(terms) and self.narrowed.isdisjoint(terms)):
                news |= self.ask(constraint)
        return news

    def ask(self, constraint: Constraint) -> bool:
        """Narrow the open cells of a sum by its others; whether that was news."""
        rule, terms = constraint
        told = [self.least[term] for term in terms]
        unbounded = told.count(None)
        # two cells that nothing bounds can be of any size
        if unbounded > 1:
            return False
        # what rests on a figure that may be wrong proves nothing
        if self.doubted and not self.doubted.isdisjoint(rule.keys):
            return False
        total = sum(number for number in told if number is not None)
        proved = [term for term in terms if term in self.proofs]
        news = False
        for term, own in zip(terms, told, strict=True):
            if unbounded and own is not None:
                continue
            rest = total - (own or 0)
            known = self.least[term ^ 1]
            if known is not None and rest <= known:
                continue
            value = self.values[term // 2]
            if value.value is not None:
                self.doubted.update(rule.keys)
                return True
            own_name = (rule.name,)
            proofs = [self.proofs[other] for other in proved if other != term]
            self.least[term ^ 1] = rest
            self.narrowed.add(term ^ 1)
            self.proofs[term ^ 1] = _joined((*proofs, own_name)) if proofs else own_name
            news = True
            if self._is_refused(term, value):
                self.doubted.update(rule.keys)
                return True
        return news

    def _is_refused(self, term: Term, value: Value) -> bool:
        """Whether a cell would have to be what it cannot be: nothing at all, or none of its
        readings."""
        added, taken = self.least[term & ~1], self.least[term | 1]
        if added is None or taken is None or added < -taken:
            return False
        readings = value.candidates
        return added > -taken or (bool(readings) and added not in readings)

    def pinned(self) -> dict[Key, Told]:
        """The open cells that can have one number only, each with it and its proof."""
        found: dict[Key, Told] = {}
        for place, value in enumerate(self.values):
            if value.value is not None:
                continue
            added, taken = self.least[2 * place], self.least[2 * place + 1]
            if added is not None and taken is not None and added == -taken:
                lowest = self.proofs.get(2 * place, ())
                highest = self.proofs.get(2 * place + 1, ())
                # most cells lie between 0, which needs no proof, and what one rule leaves them
                proof = _joined((lowest, highest)) if lowest else highest
                found[value.key] = added, proof
        return found


def _joined(proofs: Iterable[Proof]) -> Proof:
    """Several proofs as one, each rule where it is needed first."""
    return tuple(dict.fromkeys(chain.from_iterable(proofs)))


def imply(report: Report) -> Report:
    """The report with `implied` and `implied_by` for each cell that has no number and can have one
    only.

    Nothing follows from rules that fail, nor from cells that one of them covers. Nothing is said of
    a cell for which a negative number would follow, or one that is none of its readings, nor of
    what rests on it.
    """
    wanting = {value.table for value in report.values if value.value is None}
    # most tables are filled, and there is nothing to ask
    if not wanting:
        return report
    found: dict[Key, Told] = {}
    for table in wanting:
        rules = [rule for rule in rules_of(report) if rule.table == table and not rule.soft]
        own = [value for value in report.values if value.table == table]
        found |= _imply_table(rules, own)
    if not found:
        return report
    values: list[Value] = []
    for value in report.values:
        told = found.get(value.key)
        # most values stay as they are
        values.append(value if told is None else value.given(*told))
    return replace(report, values=tuple(values))


def _imply_table(rules: Sequence[Rule], values: Sequence[Value]) -> dict[Key, Told]:
    numbers = {(value.row, value.column): value.value for value in values}
    places = {value.key: place for place, value in enumerate(values)}
    by_key = {value.key: value.value for value in values}
    # a line of totals that was left at 0 proves no zeros below it
    doubted = find_unfilled(rules, by_key.__getitem__)
    constraints: list[Constraint] = []
    for rule in rules:
        left, right = rule.sides(numbers.__getitem__)
        if left is None or right is None:
            constraints += _constraints_of(rule, places)
        elif not rule.holds(left, right):
            doubted.update(rule.keys)
    while True:
        bounds = Bounds(values, doubted)
        for _ in range(MOST_ROUNDS):
            if not bounds.ask_round(constraints):
                break
        # what was found before a rule proved impossible may rest on its cells: all is asked anew
        if bounds.doubted == doubted:
            return bounds.pinned()
        doubted = bounds.doubted


def _constraints_of(rule: Rule, places: Mapping[Key, int]) -> Iterator[Constraint]:
    """A rule as sums that are at most 0: one for a bound, two for an identity."""
    left = len(rule.left)
    terms = [2 * places[key] for key in rule.keys]
    taken_off = [term + 1 for term in terms]
    yield rule, (*terms[:left], *taken_off[left:])
    if rule.is_identity:
        yield rule, (*taken_off[:left], *terms[left:])


def find_implied(report: Report) -> Iterator[Finding]:
    """A remark for each table of which open cells are implied, a blank being never taken for 0."""
    tables: dict[str, list[Value]] = {}
    for value in report.values:
        if value.implied is not None:
            tables.setdefault(value.table, []).append(value)
    for table, values in tables.items():
        yield _remark(report, table, values)


def _remark(
    report: Report,
    table: str,
    values: Sequence[Value],
) -> Finding:
    first = values[0]
    is_one = len(values) == 1
    names = _joined(value.implied_by for value in values)
    # which row or column of a rule stands beside each cell
    rules = Listed(tuple(dict.fromkeys(name.partition(":")[0] for name in names)), en="、")
    says = _FOLLOWS.fill(
        label=first.label,
        status=first.status,
        rules=rules,
        number=first.implied,
    )
    if not is_one:
        says = _FOLLOW.fill(count=len(values), rules=rules, numbers=_say_numbers(values))
    return Finding(
        f"implied:{'/'.join(first.key) if is_one else table}",
        "implied",
        FindingKind.REMARK,
        tuple(value.key for value in values),
        None,
        first.implied if is_one else None,
        says,
        place=first.where or report.id,
        origin=Origin.IMPLIED,
    )


def _say_numbers(values: Sequence[Value]) -> Listed:
    """How many are 0, and the first of the others with their labels."""
    others = [value for value in values if value.implied != 0]
    zeros, more = len(values) - len(others), len(others) - MOST_TOLD
    told = [_ZEROS.fill(count=zeros)] if zeros else []
    shown = others[:MOST_TOLD]
    told += [_IS.fill(label=value.label, number=value.implied) for value in shown]
    if more > 0:
        told.append(_MORE.fill(count=more))
    return Listed(tuple(told), "，", ", ")
