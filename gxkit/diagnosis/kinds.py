"""What is known of each kind of mistake that published tables show: its cost, and its ways.

A cost is a power of ten of the odds: one unit more, ten times less likely. It is made of how often
the kind is met and of how much the kind could have done: a digit lost leaves few other numbers than
the one printed, while a cell replaced by any number leaves about a hundred, so that `one cell`
costs a unit or more beyond the kinds that name what happened.

The frequencies that the costs assume, of a hundred mistakes in print: 14 are totals not filled in;
8 each are rows exchanged, signs lost, totals without a part and last year's figures; 4 each the
kinds that cost 1.5, 2 each those of 1.75, 1 each those of 2; any other number in one cell is 1 in
400. Of rows exchanged one in eighteen changed places with a given empty row.
`benchmarks/slips.py` shows what comes of it where mistakes are met otherwise.

A kind more is a member of `MistakeKind`, an entry here, a generator of `displacements` (or a test
of `slips`) that proposes it, and a sentence in `wording`.
"""

from __future__ import annotations

from dataclasses import dataclass

from gxkit.report import MistakeKind


@dataclass(frozen=True, slots=True)
class Traits:
    """What a kind costs and why, and how it behaves.

    `any_number`: it leads from any number to any other, so that a rare number is as unlikely to be
    printed by mistake as it is to be right (an exchange leaves all numbers in the table).
    `fixed`: the printed number says which one is meant. `moves`: several cells at once, each of
    which fixes the others' numbers. `needs_witness`: what it mends is mended by other mistakes as
    well, and only a witness tells them apart.
    `never_certain`: several figures are wrong at once, and a person must judge.
    """

    cost: float
    why: str
    any_number: bool = False
    fixed: bool = False
    moves: bool = False
    needs_witness: bool = False
    never_certain: bool = False


KINDS: dict[MistakeKind, Traits] = {
    MistakeKind.UNFILLED: Traits(
        1.0,
        "three of the four published mistakes at hand; totals are typed last",
    ),
    MistakeKind.ROWS_EXCHANGED: Traits(
        1.25,
        "labels and figures are set apart where a page breaks; the other published mistake",
        any_number=True,
        needs_witness=True,
    ),
    MistakeKind.COLUMNS_EXCHANGED: Traits(
        1.5,
        "as rows, but the head of a table is copied from the notice",
        any_number=True,
        needs_witness=True,
    ),
    MistakeKind.SIGN_LOST: Traits(
        1.25,
        "a count cannot be negative: nothing else explains a minus",
        any_number=True,
        fixed=True,
    ),
    MistakeKind.ROW_SHIFTED: Traits(
        1.5,
        "one cell too many or too few moves all that follow",
        needs_witness=True,
    ),
    MistakeKind.COLUMN_SHIFTED: Traits(
        1.75,
        "as a row, but figures are typed row by row",
        needs_witness=True,
    ),
    MistakeKind.NEIGHBOUR: Traits(
        1.5,
        "the figure is right and stands one place off",
        needs_witness=True,
    ),
    MistakeKind.CELLS_EXCHANGED: Traits(
        1.5,
        "both figures are right, and in each other's place",
        needs_witness=True,
    ),
    MistakeKind.SPLIT_ELSEWHERE: Traits(
        1.75,
        "the digits are right and the border between two cells that ran together is not",
        moves=True,
    ),
    MistakeKind.TRANSPOSED: Traits(
        1.5,
        "the commonest slip in typing figures",
    ),
    MistakeKind.DIGIT_LOST: Traits(
        1.5,
        "a key not struck, a digit cut off or not recognised",
    ),
    MistakeKind.DIGIT_DOUBLED: Traits(
        1.5,
        "a key struck twice",
    ),
    MistakeKind.UNIT: Traits(
        1.5,
        "the same amount in 元 and 万元",
        fixed=True,
    ),
    MistakeKind.POINT: Traits(
        1.5,
        "1,234 typed as 1.234, or a point that is lost",
        fixed=True,
    ),
    MistakeKind.DIGIT_MISTYPED: Traits(
        1.75,
        "the key beside the right one: one of three digits, at one place",
    ),
    MistakeKind.LEFT_EMPTY: Traits(
        2.0,
        "a cell or a line is skipped: any of the empty ones, and any figures",
    ),
    MistakeKind.PART_OMITTED: Traits(
        1.25,
        "the range of a sum ends a row early; which part is left out costs besides",
    ),
    MistakeKind.PART_TWICE: Traits(
        1.5,
        "a subtotal added to its items, or open cases counted as decided",
    ),
    MistakeKind.STALE: Traits(
        2.0,
        "parts were put right late and their totals were not",
    ),
    MistakeKind.COPIED: Traits(
        1.75,
        "a cell or a line is filled down; few figures repeat what stands beside them",
    ),
    MistakeKind.LAST_YEAR: Traits(
        1.25,
        "the form is last year's file, and a line was not typed over",
    ),
    MistakeKind.ONE_CELL: Traits(
        2.75,
        "any other number in one cell",
        any_number=True,
    ),
    MistakeKind.IMPOSSIBLE: Traits(
        6.0,
        "a negative or broken count, and not by its sign or unit: two mistakes in one cell",
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
AN_EMPTY_LINE = 1.25
"""what it costs that a line changed places with an empty one: each of the empty lines may have been
the one, and a sum that left the line out looks the same"""
A_LONE_FIGURE = 1.0
"""what it costs that a total left 0 stands over one figure only, which may as well have slipped in;
not where another total of the table was left 0 too"""
A_TELLING_COPY = -0.5
"""where what stands twice is no chance: a number of three digits, or a cumulative figure that is
the year's own, as it rightly is where the count began this year, and then in other rows too"""
NEAR = 10
A_NEAR_MISS = -0.5
"""a number less than NEAR off is likelier than any other"""
A_FURTHER_MISTAKE = 2.0
"""two mistakes in one block of rules: one report in a hundred that has one has another there"""

RARITY, MOST_RARITY = 0.5, 2.0
"""what a further digit in a part costs, and where that ends: half of what Zipf's law says, for
small bodies have many small tables and large ones have large tables throughout"""

MOST_CHOICE = 1.0
"""what it costs at most that any of several parts may have been left out: a range ends a line too
early far more often than it skips one in its middle"""
A_SMALL_LINE = 0.75
"""what it costs that a line of a balance was counted in whose one figure is below BEYOND_CHANCE"""
BEYOND_CHANCE = 10
"""a number of one digit stands beside its like by chance"""
NO_CHANCE = 100
"""and one of three digits in one table of a hundred"""

FACTOR = 10_000
"""from 元 to 万元"""
