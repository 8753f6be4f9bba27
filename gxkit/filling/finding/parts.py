"""A table of which only a part stands in the file: is it one, or another table that says alike?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gxkit.filling import weights
from gxkit.filling.cells.fields import zone_fields
from gxkit.filling.cells.kinds import Kind, classify
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.finding.spots import Sign, Spot
from gxkit.filling.tape import (
    Border,
    Tape,
    Token,
)
from gxkit.text import fold, leading_unit

_FIGURES = (Kind.NUMBER, Kind.DIGITS)
_CELLS = (*_FIGURES, Kind.MARK, Kind.EMPTY)
# What stands before a word of a sentence.
_IN_SENTENCE = re.compile(r"[\u4e00-\u9fff,;:。、]")
# Strokes and parentheses beside a label, such as (区分处理的,只计这一情形).
_ASIDE = re.compile(r"\([^()]*\)|\|")
# Tokens after a label among which its figure is looked for: unit, strokes, aside.
_FAR = 6
# A letter or two beside a word of the form are a unit or a stray mark.
_MOST_STRAY = 2


def follow_each_other(spots: Sequence[Spot]) -> bool:
    """Whether most rows of the form between the first and the last one found are there."""
    rows = [spot.row for spot in spots]
    between = max(rows) - min(rows) + 1
    return len(rows) >= weights.IN_USE.rows_found * between


def weigh_title(tape: Tape, words: Lexicon, spots: Sequence[Spot]) -> float:
    """What the table's title is worth shortly above its first row: as much as two columns."""
    low = max(0, spots[0].start - weights.IN_USE.around_chain)
    title = fold(words.table.title)
    stands_above = title in tape.text[low : spots[0].start]
    return 2 * weights.IN_USE.column_label * stands_above


def columns_above(
    tape: Tape,
    words: Lexicon,
    spots: Sequence[Spot],
) -> int:
    """How many column labels stand above the first row found or between rows.

    Row labels may hold the same words (其他处理, （七）总计): they do not count.
    """
    low = max(0, spots[0].start - weights.IN_USE.head)
    pieces = []
    for spot in spots:
        pieces.append(tape.text[low : spot.start])
        low = spot.end
    printed = "|".join(pieces)
    return sum(label in printed for label in words.columns)


def weigh_rows(
    tape: Tape,
    words: Lexicon,
    spots: Sequence[Spot],
    head: int,
) -> float:
    """What the labels that open a row speak for, with what stands above them.

    Without any head 行政许可 and 行政处罚 are rows of other statistics too: only labels count that
    are numbered or long.
    """
    w = weights.IN_USE
    points = w.column_label * head
    for spot in spots:
        is_own = head or Sign.ITEM in spot.signs or _is_long(words, spot)
        if is_own and _opens_row(tape, spot):
            points += spot.score
    return points


def _is_long(words: Lexicon, spot: Spot) -> bool:
    return len(words.rows[spot.row]) >= weights.IN_USE.telling_label


def _opens_row(tape: Tape, spot: Spot) -> bool:
    """Whether a label opens a word, or follows a figure or a rule and no word of a sentence."""
    if Sign.OPENS in spot.signs:
        return True
    return _IN_SENTENCE.match(tape.text, spot.start - 1) is None


def beside_figures(tape: Tape, spots: Sequence[Spot]) -> list[Spot]:
    """The labels beside which a figure stands, or an empty cell of their row."""
    return [spot for spot in spots if _is_beside_figure(tape, spot)]


def _is_beside_figure(tape: Tape, spot: Spot) -> bool:
    at = tape.index_at(spot.end - 1)
    token = tape.tokens[at]
    rest = _ASIDE.sub("", token.text[spot.end - token.start :])
    # Label and figures run together; 2. of the next label in a list is no figure.
    if rest and leading_unit(rest) != rest:
        return classify(rest)[0] in _CELLS
    for beside in tape.tokens[at + 1 : at + _FAR]:
        text = _ASIDE.sub("", beside.text)
        # A unit, or the stroke of a border, stands between them.
        if beside.text and (not text or leading_unit(text) == text):
            continue
        kind = classify(beside.text)[0]
        return kind in _CELLS and (kind is not Kind.EMPTY or beside.border is Border.CELL)
    return False


def is_head(words: Lexicon, head: int) -> bool:
    """Whether so many column labels are most of a table's."""
    return head > weights.IN_USE.part_columns * len(words.columns)


def shows_columns(
    tape: Tape,
    words: Lexicon,
    spots: Sequence[Spot],
    head: int,
) -> bool:
    """Whether most columns stand above, or most rows have a figure for each of their cells.

    Other tables count the same things, and in other columns.
    """
    if is_head(words, head):
        return True
    ends = [*(spot.start for spot in spots[1:]), spots[-1].end + weights.IN_USE.last_row]
    full = 0
    for spot, end in zip(spots, ends, strict=True):
        slots = words.slots[spot.row]
        full += _count_cells(tape, words, spot.end, end, len(slots)) >= len(slots)
    return full > weights.IN_USE.part_columns * len(spots)


def _count_cells(
    tape: Tape,
    words: Lexicon,
    low: int,
    high: int,
    most: int,
) -> int:
    """How many figures and empty cells follow a label, of a run of figures each letter; at most
    so many."""
    found = 0
    for item in zone_fields(tape, low, high, words.landmarks):
        # The label's own unit and aside stand before its figures, the next text behind them.
        if item.kind is Kind.TEXT and found:
            break
        is_run = item.kind is Kind.DIGITS
        found += len(item.text) if is_run else item.is_cell
        if found >= most:
            break
    return found


def has_other_rows(
    tape: Tape,
    words: Lexicon,
    spots: Sequence[Spot],
) -> bool:
    """Whether the table goes on with rows that are not the form's: it is another table then."""
    allowed = weights.IN_USE.other_rows * len(spots)
    return sum(1 for _ in _other_rows(tape, words, spots)) >= allowed


def _other_rows(
    tape: Tape,
    words: Lexicon,
    spots: Sequence[Spot],
) -> Iterator[str]:
    """The texts before figures that are none of the form's words."""
    own = [(spot.start, spot.end) for spot in spots]
    label = ""
    for token in _tokens_of(tape, spots):
        if HAN.search(token.text):
            is_own = any(start < token.end and token.start < end for start, end in own)
            label = "" if is_own else _strange(token.text, words)
        elif label and classify(token.text)[0] in _FIGURES:
            yield label
            label = ""


def _strange(text: str, words: Lexicon) -> str:
    """A text without the words of the form; '' where little is left."""
    rest = words.landmarks.sub("", text)
    return rest if len(HAN.findall(rest)) > _MOST_STRAY else ""


def _tokens_of(tape: Tape, spots: Sequence[Spot]) -> Iterator[Token]:
    """The tokens of the table: from its head to the end of its grid, or a little below."""
    first = tape.index_at(max(0, spots[0].start - weights.IN_USE.head))
    last = tape.token_at(spots[-1].end - 1)
    high = last.end + weights.IN_USE.last_row
    for token in tape.tokens[first:]:
        is_of_grid = last.row is not None and token.block <= last.block
        if not is_of_grid and token.start > (high if last.row is None else last.end):
            return
        yield token
