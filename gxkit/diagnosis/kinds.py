"""What is known of each kind of mistake that published tables show: its cost, and its ways.

A cost is a power of ten of the odds: one unit more, ten times less likely. It is made of how often
the kind is met and of how much the kind could have done: a digit lost leaves few other numbers than
the one printed, while a cell replaced by any number leaves about a hundred, so that `one cell`
costs a unit or more beyond the kinds that name what happened.

A kind more is a member of `MistakeKind`, an entry here, a generator of `displacements` (or a test
of `slips`) that proposes it, and a sentence in `wording`.
"""

from __future__ import annotations

from dataclasses import dataclass

from gxkit.report import MistakeKind


@dataclass(frozen=True, slots=True)
class Traits:
    """What a kind costs and why, and how it behaves.

    `by_gap`: its number follows from the gap alone, and nearly every gap can be closed by it, so
    that closing one confirms nothing. `any_number`: it leads from any number to any other, so that
    a rare number is as unlikely to be printed by mistake as it is to be right. `never_certain`:
    several figures are wrong at once, and a person must judge.
    """

    cost: float
    why: str
    by_gap: bool = False
    any_number: bool = False
    never_certain: bool = False


KINDS: dict[MistakeKind, Traits] = {
    MistakeKind.UNFILLED: Traits(
        1.0,
        "three of the four published mistakes at hand; totals are typed last",
    ),
    MistakeKind.ROWS_EXCHANGED: Traits(
        1.25,
        "labels and figures are set apart where a page breaks; the other published mistake",
    ),
    MistakeKind.COLUMNS_EXCHANGED: Traits(
        1.5,
        "as rows, but the head of a table is copied from the notice",
    ),
    MistakeKind.SIGN_LOST: Traits(
        1.25,
        "a count cannot be negative: nothing else explains a minus",
        any_number=True,
    ),
    MistakeKind.ROW_SHIFTED: Traits(
        1.5,
        "one cell too many or too few moves all that follow",
    ),
    MistakeKind.COLUMN_SHIFTED: Traits(
        1.75,
        "as a row, but figures are typed row by row",
    ),
    MistakeKind.NEIGHBOUR: Traits(
        1.5,
        "the figure is right and stands one place off",
    ),
    MistakeKind.SPLIT_ELSEWHERE: Traits(
        1.75,
        "the digits are right and the border between two cells that ran together is not",
    ),
    MistakeKind.TRANSPOSED: Traits(
        1.5,
        "the commonest slip in typing figures",
    ),
    MistakeKind.DIGIT_LOST: Traits(
        1.5,
        "a key not struck, a digit cut off or not recognised",
        by_gap=True,
    ),
    MistakeKind.DIGIT_DOUBLED: Traits(
        1.5,
        "a key struck twice",
    ),
    MistakeKind.UNIT: Traits(
        1.5,
        "the same amount in 元 and 万元",
    ),
    MistakeKind.ONE_CELL: Traits(
        2.75,
        "any other number in one cell",
        by_gap=True,
        any_number=True,
    ),
    MistakeKind.IMPOSSIBLE: Traits(
        6.0,
        "a negative or broken count, and not by its sign or unit: two mistakes in one cell",
        by_gap=True,
        any_number=True,
    ),
    MistakeKind.ONE_LINE: Traits(
        3.5,
        "any other numbers in one row or column: one slip by its place, several by its figures",
        any_number=True,
        never_certain=True,
    ),
}


A_PLACE_APART = 0.25
MOST_APART = 6
"""an exchange is likelier between neighbours: each line in between adds to its cost, so far"""
A_LONE_FIGURE = 1.0
"""what it costs that a total left 0 stands over one figure only, which may as well have slipped in;
not where another total of the table was left 0 too"""
NEAR = 10
A_NEAR_MISS = -0.5
"""a number less than NEAR off is likelier than any other"""
A_FURTHER_MISTAKE = 2.0
"""two mistakes in one block of rules: one report in a hundred that has one has another there"""

RARITY, MOST_RARITY = 0.5, 2.0
"""what a further digit in a part costs, and where that ends: half of what Zipf's law says, for
small bodies have many small tables and large ones have large tables throughout"""

FACTOR = 10_000
"""from 元 to 万元"""
