"""A table whose rows stand side by side: its head, and the one line of figures below it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field, fills_cell, zone_fields
from gxkit.filling.cells.kinds import Kind
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.finding.spots import Spot
from gxkit.filling.tape import Tape

_SENTENCE = re.compile(r"[,，。;]")


def find_head(
    tape: Tape,
    words: Lexicon,
) -> Spot | None:
    """The head of a table across: where the labels of its later rows stand close together.

    Column labels may be torn (all first halves, then all second halves), so they only add to its
    score.
    """
    labels = words.rows[1:] or words.rows
    heads = [_head_places(tape, label) for label in labels]
    best: Spot | None = None
    for anchor in heads[0]:
        near = [_nearest(places, anchor) for places in heads]
        # One label of the head is too far off: this is a sentence about lawsuits, not the table.
        if min(near) < 0:
            continue
        spot = _weigh_head(tape, words, min(near), max(near))
        if best is None or spot.score > best.score:
            best = spot
    return best


def _head_places(
    tape: Tape,
    label: str,
) -> Sequence[int]:
    """Where a label of the head stands; in a sentence of the narrative only if nowhere else."""
    places = tape.places(label)
    outside = [place for place in places if not _is_in_sentence(tape, place)]
    return outside or places


def _is_in_sentence(
    tape: Tape,
    place: int,
) -> bool:
    token = tape.token_at(place)
    # A cell of a grid holds no sentence, whatever marks stand in it.
    if token.row is not None:
        return False
    return _SENTENCE.search(token.text) is not None


def _nearest(
    places: Sequence[int],
    anchor: int,
) -> int:
    """The place next to an anchor, of several in order; -1 where none is in reach: the next table
    has its own."""
    at = bisect_left(places, anchor)
    beside = places[max(0, at - 1) : at + 1]
    nearest = min(beside, key=lambda place: abs(place - anchor), default=-1)
    is_near = abs(nearest - anchor) < weights.IN_USE.head_width
    return nearest if is_near else -1


def _weigh_head(
    tape: Tape,
    words: Lexicon,
    start: int,
    end: int,
) -> Spot:
    """The head whose later labels stand between two places, with what is printed left of them."""
    # A column label may stand torn above the row labels: all its letters are the form's. In a text
    # of nothing but labels each of thousands of heads went back to its beginning.
    low = max(0, start - weights.IN_USE.head_width)
    while start > low and tape.text[start - 1] in words.vocabulary:
        start -= 1
    stop = end + weights.IN_USE.head_width
    found = len(words.columns)
    for label in words.columns:
        found += tape.text.count(label, start, stop)
    score = weights.IN_USE.column_label * found
    return Spot(0, start, end, score, "across")


def read_line_across(
    tape: Tape,
    words: Lexicon,
    spot: Spot,
) -> Entry:
    """The one line of figures after all labels of the head."""
    farthest = spot.start + weights.IN_USE.figures_below_head
    high = min(len(tape.text), farthest)
    fields: list[Field] = []
    figures = 0
    zone = zone_fields(tape, spot.start, high, words.landmarks)
    for item in _spoil_texts(zone, words):
        if item.kind is not Kind.TEXT:
            fields.append(item)
            figures += item.is_figure
        # Text after the figures is the next chapter; foreign text before them another table.
        elif _has_ended(fields, words) or _is_foreign(item.text, words):
            break
        elif not figures:
            # Blanks before the figures are those of the head.
            fields.clear()
    home = tape.token_at(spot.start)
    row = _value_row(fields)
    return Entry(words.table.slots, home.where, _with_first_blank(row, words))


def _with_first_blank(
    row: Sequence[Field],
    words: Lexicon,
) -> tuple[Field, ...]:
    """The fields with the blank before the first tab, in a line of a text with a field a cell.

    No label stands before the first tab of the line of figures, and the blank there is a cell.
    """
    size = len(words.table.slots)
    if len(row) + 1 != size:
        return tuple(row)
    # of a line of nothing but tabs any cell tells
    at = next((at for at, item in enumerate(row) if item.is_figure), 0)
    first = row[at]
    line = first.token.source.text
    are_fields = line.startswith("\t") and line.count("\t") + 1 == size
    # Other blanks may be those of the head.
    if not are_fields or first.tabs != at + 1:
        return tuple(row)
    nothing = first.token._replace(text="", first=0, stop=0)
    blank = first._replace(
        kind=Kind.EMPTY,
        text="",
        token=nothing,
        number=None,
        unit="",
        words=(),
    )
    return (blank, *row)


def _spoil_texts(
    fields: Iterable[Field],
    words: Lexicon,
) -> Iterator[Field]:
    """The fields with those illegible that are words in the line of figures (待补充)."""
    size = len(words.table.slots)
    # Row by row, for whoever asks stops behind the figures, and the narrative is long.
    for _, row in groupby(fields, key=_home_of):
        own = list(row)
        figures = sum(item.is_figure for item in own)
        # A row with hardly a figure is one of the head.
        is_due = 2 * figures > size and sum(map(fills_cell, own)) == size
        for item in own:
            is_word = is_due and item.kind is Kind.TEXT and _is_foreign(item.text, words)
            yield item._replace(kind=Kind.ILLEGIBLE) if is_word else item


def _home_of(item: Field) -> tuple[int, int | None]:
    return item.token.home


def _has_ended(
    fields: Sequence[Field],
    words: Lexicon,
) -> bool:
    """Whether figures stand there that are not among the first row's: text ends the line then."""
    later = fields[len(words.columns) - 1 :]
    return any(item.is_figure for item in later)


def _is_foreign(
    text: str,
    words: Lexicon,
) -> bool:
    """Whether most letters of a text are none of the table's: one in a label may be another."""
    letters = HAN.findall(text)
    strange = [letter for letter in letters if letter not in words.vocabulary]
    return len(strange) > weights.IN_USE.foreign_letters * len(letters)


def _value_row(fields: list[Field]) -> list[Field]:
    """The fields of the row or tabbed line that holds all figures, else all fields.

    Without any figure the last row of a grid, or the last line where that is nothing but tabs.
    """
    figures = [item for item in fields if item.is_figure]
    if not figures:
        return _in_line_of(fields[-1], fields) if fields and _is_bare(fields[-1]) else fields
    same = _in_line_of(figures[0], fields)
    beside = [item for item in same if item.is_figure]
    if len(beside) == len(figures):
        return same
    return fields if figures[0].token.row is None else figures


def _is_bare(item: Field) -> bool:
    """Whether an empty field stands in a grid, or in a line of nothing but tabs."""
    text = item.token.source.text
    return item.column >= 0 or ("\t" in text and not text.strip("\t "))


def _in_line_of(
    one: Field,
    fields: Sequence[Field],
) -> list[Field]:
    home = one.token.home
    return [item for item in fields if item.token.home == home]
