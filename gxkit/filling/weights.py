"""Every weight and threshold of filling in one table, each with its reason.

Scores are counted in points: a letter of a label that stands on the tape is worth two. What is
called a share lies between 0 and 1, what is called a reach is a number of characters of the tape.
`python benchmarks/filling.py` says what changes when one of them moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import (
    dataclass,
    field,
    fields,
    replace,
)
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

T = TypeVar("T")


def _weight(value: float, why: str) -> Any:
    return field(default=value, metadata={"why": why})


@dataclass(frozen=True, slots=True)
class Weights:
    """What filling counts with; the reason for each weight is its field's metadata."""

    # Labels: what a row's label is worth where it stands.
    letter: float = _weight(2.0, "the measure of all others: a letter of a label found")
    letters_at_most: int = _weight(12, "a longer label is no surer than one of a dozen letters")
    item_number: float = _weight(6.0, "the form's own number before a label: worth three letters")
    opens: float = _weight(2.0, "a label opens a cell or a word; in a sentence it does not")
    own_wording: float = _weight(1.0, "of two wordings at one place the form's own is meant")
    figure_ahead: float = _weight(4.0, "a figure follows at once, as beside a label of a table")
    clause: int = _weight(8, "a clause of a label that is as long names its row alone")
    short_label: int = _weight(
        3, "letters; 总计 stands everywhere, so that it needs its number or a figure"
    )

    # The chain: which of the places where labels stand are the table.
    skipped_row: float = _weight(4.0, "a row of the form that is not there: two letters' worth")
    unexplained: float = _weight(0.4, "a letter between two rows that no head of the form explains")
    unexplained_at_most: float = _weight(40.0, "a long sentence in between is no worse than a page")
    gap_looked_at: int = _weight(
        400, "a gap as long is a page of text; its letters are not counted"
    )
    longest_gap: int = _weight(2500, "two rows further apart stand in two reports")
    around_chain: int = _weight(400, "the reach in which a row printed out of order is looked for")
    out_of_order: float = _weight(
        14.0, "what a label out of order must be worth: chance words are not"
    )

    # Rows still open: looked for between their neighbours, damaged.
    likeness: int = _weight(
        74, "percent; one letter in four may be wrong, 行政许可 is not 行政处罚"
    )
    likeness_renumbered: int = _weight(
        85, "percent, where another number than the form's stands before the label"
    )
    misprint_letters: int = _weight(4, "a label of three letters with one wrong is any word")
    beside_table: int = _weight(
        120, "the reach above the first and below the last row found, for each row missing there"
    )

    # Tables: when they are there, and which edition they are.
    labels_present: float = _weight(
        0.4, "the share of rows whose words stand somewhere in the file; others may be shortened"
    )
    rows_found: float = _weight(
        0.6, "the share of rows that must stand in order; two editions share half"
    )
    part: float = _weight(
        60.0, "what the rows and the head of a part must be worth: one row and its head, or three"
    )
    telling_label: int = _weight(
        6, "letters; a shorter label without a number stands in other statistics too"
    )
    part_columns: float = _weight(
        0.5, "the share of a part's columns that stand above, or of its rows that are full"
    )
    other_rows: float = _weight(
        0.5, "rows of another table for each of the form's: with more it is that other table"
    )
    column_label: float = _weight(
        6.0, "a column label above: what tells editions with alike rows apart"
    )

    # The same table at several places of a file.
    rows_again: float = _weight(
        0.5, "the share of rows that a second table must have; a list in the narrative has less"
    )
    rows_between: float = _weight(
        0.25, "the share of rows between two rows that shows that they are of two tables"
    )
    said_above: int = _weight(8, "lines above a table that may say of which year it is")

    head: int = _weight(60, "the reach above the first row in which the columns' labels stand")

    band_head: int = _weight(
        120, "the reach above a row in which the head of its band stands, rows of it in between"
    )

    # Labels wrapped around their figures.
    wrapped_letters: float = _weight(
        0.9, "the share of a label's letters around its line of figures"
    )
    wrapped_outside: int = _weight(60, "the reach above and below in which a label goes on")
    wrapped_line: float = _weight(
        12.0, "a line with the right number of figures: half a full label"
    )
    wrapped_sums: float = _weight(
        0.5, "the share of lines that add up, else the columns' order is unknown"
    )

    # Tables whose rows stand side by side.
    head_width: int = _weight(
        150, "the reach of the labels of one head; a sentence spreads them wider"
    )
    figures_below_head: int = _weight(
        1500, "the reach below a head in which its figures are looked for"
    )
    foreign_letters: float = _weight(
        0.5, "the share of letters that are none of the form's: other text"
    )
    band: int = _weight(400, "the reach from one band's label to the next")

    # Lines of figures.
    last_row: int = _weight(200, "the reach of a text's last row; then the narrative begins")
    spoiling_letters: int = _weight(
        2, "letters beside digits that spoil a figure (约5); more are text"
    )
    codes_printed: float = _weight(0.6, "the share of lines that open with their row's code")
    run_together: float = _weight(
        0.2, "the share of lines with joined figures from which borders are gone"
    )
    surplus: int = _weight(3, "figures too many that may be left out; more are another table's")
    usual_column: float = _weight(
        0.5, "a share of the rows with a figure beside the head is a column of codes or remarks"
    )
    most_alignments: int = _weight(
        40, "ways to lay a row into its columns; of more nothing could be said"
    )
    scrambled: float = _weight(
        2.0, "times the figures of a line: it holds those of another line too"
    )

    # Limits of the search for readings.
    most_readings: int = _weight(400, "ways to read a line; with more it is ambiguous anyway")
    most_steps: int = _weight(60_000, "steps of one search: a third of a second")
    most_solutions: int = _weight(15_000, "steps of the search over the whole table")
    most_candidates: int = _weight(20, "candidates that a value keeps; a person reads no more")


IN_USE = Weights()
_CACHED: list[_lru_cache_wrapper[Any]] = []


def cached(function: Callable[..., T]) -> _lru_cache_wrapper[T]:
    """A function whose answers are kept as long as the weights stay as they are."""
    made = lru_cache(maxsize=4096)(function)
    _CACHED.append(made)
    return made


def reasons() -> dict[str, tuple[float, str]]:
    """Each weight's name with its value and its reason."""
    told = {}
    for one in fields(Weights):
        value = getattr(IN_USE, one.name)
        told[one.name] = (value, one.metadata["why"])
    return told


@contextmanager
def using(**changed: Any) -> Iterator[Weights]:
    """Fill with some weights changed, to see what they are worth."""
    before = IN_USE
    _put_in_use(replace(before, **changed))
    try:
        yield IN_USE
    finally:
        _put_in_use(before)


def _put_in_use(weights: Weights) -> None:
    global IN_USE
    IN_USE = weights
    for function in _CACHED:
        function.cache_clear()
