"""Cells without a number that the other figures of their rows and columns pin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gxkit.checks.rules import rules_of
from gxkit.forms import Rule, Slot
from gxkit.report import Finding, FindingKind, Key, Number, Origin, Report
from gxkit.text import Listed, Sentence

_FOLLOWS = Sentence(
    "{label} {status}；由 {rules} 推算应为 {number}。",
    "{label} is {status}; by {rules} it should be {number}.",
)
Numbers = Mapping[Key, Number | None]


@dataclass(frozen=True, slots=True)
class _Pinned:
    """What identities want a cell to be: one number or, where they disagree, several."""

    numbers: tuple[Number, ...]
    rules: tuple[str, ...]

    def joined(self, number: Number, rule: str) -> _Pinned:
        """With what a further identity wants."""
        numbers = dict.fromkeys((*self.numbers, number))
        rules = dict.fromkeys((*self.rules, rule))
        return _Pinned(tuple(numbers), tuple(rules))


_NOTHING = _Pinned((), ())


def find_implied(report: Report) -> Iterator[Finding]:
    """A remark for each blank, missing or ambiguous cell whose number follows from all other cells
    of an identity.

    A number found so may pin the next. Nothing is said of a cell on which two identities disagree,
    for which a negative number would follow, or whose candidates do not include it; a blank is
    never taken for 0.
    """
    identities = [rule for rule in rules_of(report) if rule.is_identity]
    numbers: dict[Key, Number | None] = {value.key: value.value for value in report.values}
    found: dict[Key, _Pinned] = {}
    refused: set[Key] = set()
    while True:
        pinned = _pin_cells(identities, numbers)
        refused |= {key for key, one in pinned.items() if not _is_possible(report, key, one)}
        # a cell refused once stays refused: what it would pin rests on a contradiction
        fresh = {key: one for key, one in pinned.items() if key not in refused}
        if not fresh:
            break
        found |= fresh
        numbers |= {key: one.numbers[0] for key, one in fresh.items()}
    # in the order of the form, whichever cell was pinned first
    for value in report.values:
        if value.key in found:
            yield _remark(report, value.key, found[value.key])


def _pin_cells(identities: Iterable[Rule], numbers: Numbers) -> dict[Key, _Pinned]:
    """The cells that are the only ones without a number in an identity, with what they must be."""
    pinned: dict[Key, _Pinned] = {}
    for rule in identities:
        opened = [key for key in rule.keys if numbers[key] is None]
        # two cells without a number share what is missing in ways that nothing tells apart
        if len(opened) == 1:
            key = opened[0]
            _, row, column = key
            number = _missing_part(rule, (row, column), numbers)
            pinned[key] = pinned.get(key, _NOTHING).joined(number, rule.id)
    return pinned


def _missing_part(
    rule: Rule,
    slot: Slot,
    numbers: Numbers,
) -> Number:
    """The number with which an identity holds in the one cell of it that has none."""
    known = {other: numbers[(rule.table, *other)] or 0 for other in rule.cells}
    left = sum(known[other] for other in rule.left)
    right = sum(known[other] for other in rule.right)
    return right - left if slot in rule.left else left - right


def _is_possible(
    report: Report,
    key: Key,
    pinned: _Pinned,
) -> bool:
    """Whether a cell can be what is wanted: one number, a count, one of its readings."""
    number, candidates = pinned.numbers[0], report[key].candidates
    # identities that disagree, or want a negative count, are over a wrong figure elsewhere
    if len(pinned.numbers) > 1 or number < 0:
        return False
    return not candidates or number in candidates


def _remark(
    report: Report,
    key: Key,
    pinned: _Pinned,
) -> Finding:
    value, number = report[key], pinned.numbers[0]
    says = _FOLLOWS.fill(
        label=value.label,
        status=value.status,
        rules=Listed(pinned.rules, en="、"),
        number=number,
    )
    return Finding(
        f"implied:{'/'.join(key)}",
        "implied",
        FindingKind.REMARK,
        (key,),
        None,
        number,
        says,
        place=value.where or report.id,
        origin=Origin.IMPLIED,
    )
