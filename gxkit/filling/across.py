"""A table whose rows stand side by side: its head, and the one line of figures below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.filling import weights
from gxkit.filling.entries import Entry
from gxkit.filling.fields import Field, Kind, zone_fields
from gxkit.filling.lexicon import HAN, Lexicon
from gxkit.filling.spots import Spot
from gxkit.filling.tape import Tape

_SENTENCE = re.compile(r"[,，。;]")


def _head_places(tape: Tape, label: str) -> list[int]:
    """Where a label of the head stands; in a sentence of the narrative only if nowhere else."""
    places = list(tape.places(label))
    return [place for place in places if not _is_in_sentence(tape, place)] or places


def _is_in_sentence(tape: Tape, place: int) -> bool:
    token = tape.token_at(place)
    return token.row is None and _SENTENCE.search(tape.text, token.start, token.end) is not None


def find_head(tape: Tape, words: Lexicon) -> Spot | None:
    """The head of a table across: where the labels of its later rows stand close together.

    Column labels may be torn (all first halves, then all second halves), so they only add to its
    score.
    """
    w = weights.IN_USE
    heads = [_head_places(tape, label) for label in words.rows[1:] or words.rows]
    best: Spot | None = None
    for anchor in heads[0]:
        near = [_first_near(places, anchor) for places in heads]
        start, end = min(near), max(near)
        if start < 0:
            continue
        while start and tape.text[start - 1] in words.vocabulary:
            start -= 1
        stop = end + w.below_head
        printed = sum(tape.text.count(label, start, stop) for label in words.columns)
        score = w.head_label * (len(words.columns) + printed)
        if best is None or score > best.score:
            best = Spot(0, start, end, score, "across")
    return best


def _first_near(places: Sequence[int], anchor: int) -> int:
    for place in places:
        if abs(place - anchor) < weights.IN_USE.head_width:
            return place
    return -1


def _is_foreign(text: str, words: Lexicon) -> bool:
    """Whether most letters of a text are none of the table's: one in a label may be another."""
    letters = HAN.findall(text)
    strange = sum(letter not in words.vocabulary for letter in letters)
    return strange > weights.IN_USE.foreign_letters * len(letters)


def read_line_across(tape: Tape, words: Lexicon, spot: Spot) -> Entry:
    """The one line of figures after all labels of the head."""
    fields: list[Field] = []
    high = min(len(tape.text), spot.start + weights.IN_USE.figures_below_head)
    enough = len(words.columns) - 1
    for item in zone_fields(tape, spot.start, high, words.landmarks):
        if item.kind is not Kind.TEXT:
            fields.append(item)
            continue
        ended = any(f.is_figure for f in fields[enough:])
        if ended or _is_foreign(item.text, words):
            break
        if not any(f.is_figure for f in fields):
            fields.clear()
    home = tape.token_at(spot.start)
    return Entry(words.table.slots, home.where, tuple(_value_row(fields)))


def _value_row(fields: list[Field]) -> list[Field]:
    """The fields of the row or tabbed line that holds all figures, else all fields.

    Of a grid without any figure its last row.
    """
    figures = [f for f in fields if f.is_figure]
    if not figures:
        if not fields or fields[-1].column < 0:
            return fields
        return _in_line_of(fields[-1], fields)
    same = _in_line_of(figures[0], fields)
    if sum(f.is_figure for f in same) == len(figures):
        return same
    return fields if figures[0].token.row is None else figures


def _in_line_of(one: Field, fields: Sequence[Field]) -> list[Field]:
    return [f for f in fields if f.token.home == one.token.home]
