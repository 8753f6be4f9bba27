"""Strategies that find a row's label: exact, unnumbered, cut in two, misprinted, shortened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gxkit.filling import weights
from gxkit.filling.finding.lexicon import HAN, Lexicon, Wording, is_shortened
from gxkit.filling.finding.spots import (
    EXACT,
    Gap,
    Sign,
    Spot,
    Tail,
    find_opening,
)
from gxkit.filling.tape import Border, Tape, Token
from gxkit.text import Label, split_label

VALUE_AHEAD = re.compile(
    # a stroke is what a copied table leaves of the border of a cell
    r"\|*(?:\([^()]{0,30}\))?\|*(?:万元|人次|[条件元项份次个])?\|*[-+/\\\d无]"
)
_DIGIT = re.compile(r"\d")
_SEGMENT = re.compile(r"[^\d/\\+-]{2,}")
_ITEM_LEAD = re.compile(
    r"(?:其中:?)?(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|[.、,:)])?"
)
_ITEM_BEFORE = re.compile(r"\(?(\d{1,2}|[一二三四五六七八九十]{1,3})[.、,:)]{1,2}$")
_LONGEST_ITEM = 6
_UNIT_TAIL = re.compile(r"(?:万元|人次|[条件元项份次])?$")
# Letters that a segment may have beside a label and still be compared as a whole.
_LONGER_BY = 2
# Letters of a page's head that may stand between the two halves of a label.
_MOST_BETWEEN = 30
# A label with its number, as far as it goes before its figures.
_LABEL = re.compile(r"(?:\d{1,2}[.、,:)])?[^\d/\\+-]{2,}")
# Letters of a shortened label: with the form's number two tell which it is, 重复 of 2.重复申请.
_FEWEST_LETTERS = 2
# The likeness, in percent, of a label that stands there letter by letter.
_FULL = 100.0


class _Printed(NamedTuple):
    """A wording as it stands on the tape, from its item number on, and its points."""

    start: int
    end: int
    score: float
    signs: tuple[Sign, ...]

    def spot(
        self,
        row: int,
        way: str,
        likeness: float = 1.0,
        tail: Tail | None = None,
    ) -> Spot:
        """The spot of a row that is printed so."""
        return Spot(
            row,
            self.start,
            self.end,
            self.score,
            way,
            self.signs,
            likeness,
            tail,
        )


def _weigh(
    tape: Tape,
    wording: Wording,
    start: int,
    end: int,
    likeness: float = 1.0,
) -> _Printed:
    """What speaks for a wording whose core, or something like it, stands at [start, end)."""
    w = weights.IN_USE
    opening = find_opening(tape, start, wording)
    letters = min(len(wording.core), w.letters_at_most)
    score = w.letter * letters * likeness
    signs = []
    if opening.same_item:
        signs.append(Sign.ITEM)
        score += w.item_number
    if opening.opens:
        signs.append(Sign.OPENS)
        score += w.opens
    if wording.own:
        signs.append(Sign.OWN)
        score += w.own_wording
    if VALUE_AHEAD.match(tape.text, end):
        signs.append(Sign.FIGURE)
        score += w.figure_ahead
    return _Printed(opening.start, end, score, tuple(signs))


def find_exact(gap: Gap) -> Iterator[Spot]:
    """Every place where a wording of a row stands; of two that end alike the better."""
    for row in gap.rows:
        best: dict[int, _Printed] = {}
        for wording in gap.words.wordings[row]:
            # Most wordings of most editions stand nowhere.
            if not gap.tape.places(wording.core):
                continue
            for printed in gap.tape.once(_find_wording, wording):
                other = best.get(printed.end)
                if other is None or printed.score > other.score:
                    best[printed.end] = printed
        for printed in best.values():
            yield printed.spot(row, EXACT)


def _find_wording(tape: Tape, wording: Wording) -> list[_Printed]:
    """Every place where a wording stands that may be a row's label; editions share wordings."""
    found = []
    for start in tape.places(wording.core):
        end = start + len(wording.core)
        printed = _weigh(tape, wording, start, end)
        if _stands_out(wording, printed.signs):
            found.append(printed)
    return found


def find_opened(tape: Tape, words: Lexicon, row: int) -> list[int]:
    """Where a wording of a row opens a cell or a word."""
    found: list[int] = []
    for wording in words.wordings[row]:
        printed = tape.once(_find_wording, wording)
        found += [one.start for one in printed if Sign.OPENS in one.signs]
    return found


def _stands_out(wording: Wording, signs: Sequence[Sign]) -> bool:
    """Whether a label is more than a word that stands everywhere, as 其他 and 总计 do.

    A short one needs the form's number or, if it has none, to open a cell or to have its figure.
    """
    is_long = len(wording.core) > weights.IN_USE.short_label
    if is_long or Sign.ITEM in signs:
        return True
    if wording.item:
        return False
    return Sign.OPENS in signs or Sign.FIGURE in signs


def find_bare(gap: Gap) -> Iterator[Spot]:
    """A label without its item number, where it opens a cell or a line and figures follow."""
    tape = gap.tape
    for row, wording in _wordings(gap):
        for start in tape.places(wording.core):
            end = start + len(wording.core)
            # Beyond its neighbours it is another table's row, or the narrative's word.
            if start < gap.low or end > gap.high:
                continue
            opens = tape.token_at(start).start == start
            if opens and VALUE_AHEAD.match(tape.text, end):
                printed = _weigh(tape, wording, start, end)
                yield printed.spot(row, "bare")
                break


def find_cut(gap: Gap) -> Iterator[Spot]:
    """A label with figures between its two parts, as a page break leaves it."""
    for row, wording in _wordings(gap):
        if parts := _cut_in_two(gap, wording.core):
            (start, end), tail = parts
            printed = _weigh(gap.tape, wording, start, end)
            yield printed.spot(row, "cut", tail=tail)


def _cut_in_two(gap: Gap, core: str) -> tuple[Tail, Tail] | None:
    """Where the two parts of a label stand; the first as long as possible, and of two letters."""
    text = gap.tape.text
    # Most labels are not there at all: any first part begins with two letters of its own.
    if text.find(core[:2], gap.low, gap.high) < 0:
        return None
    for length in range(len(core) - 1, 1, -1):
        head, rest = core[:length], core[length:]
        start = text.find(head, gap.low, gap.high)
        # A shorter part may be there.
        if start < 0:
            continue
        end = start + length
        tail = text.find(rest, end, gap.high)
        if tail >= 0 and _is_cut(gap, end, tail):
            return (start, end), (tail, tail + len(rest))
    return None


def _is_cut(gap: Gap, end: int, tail: int) -> bool:
    """Whether nothing but a row's figures and the head of the next page parts two halves."""
    tape, text = gap.tape, gap.tape.text
    # 当面 of 当面受理数 is no half of 当面申请数: a label is cut where a word or its figures end.
    ends = tape.token_at(end - 1).end == end or VALUE_AHEAD.match(text, end)
    goes_on = tape.token_at(tail).start == tail or not HAN.match(text, tail - 1)
    if not ends or not goes_on:
        return False
    # Without a figure in between it is another word that begins alike.
    if not _DIGIT.search(text, end, tail):
        return False
    # With the words of other rows in between the first half is a word of one of them.
    between = gap.words.landmarks.sub("", text[end:tail])
    return len(HAN.findall(between)) <= _MOST_BETWEEN


def find_misprinted(gap: Gap) -> Iterator[Spot]:
    """Where a label may stand with at most a letter in four wrong, missing or too many."""
    for row, wording in _wordings(gap):
        # A short label with a letter wrong is any word.
        if len(wording.core) < weights.IN_USE.misprint_letters:
            continue
        for start, end, percent in _alike(gap, wording.core):
            # 2.传真申请数 is no misprint of 3.信函、传真申请数: two letters and the number differ.
            is_sure = percent >= weights.IN_USE.likeness_renumbered
            if not is_sure and _has_other_item(gap.tape, wording, start):
                continue
            # 信函申请数 is a row of its own elsewhere, and no misprint of 信函、传真申请数.
            if gap.words.is_of_another(row, gap.tape.text[start:end]):
                continue
            share = percent / _FULL
            printed = _weigh(gap.tape, wording, start, end, share)
            yield printed.spot(row, "misprinted", share)


def _has_other_item(
    tape: Tape,
    wording: Wording,
    start: int,
) -> bool:
    """Whether another number than the form's stands before a label."""
    printed = _ITEM_BEFORE.search(tape.text, max(0, start - _LONGEST_ITEM), start)
    if printed is None or not wording.item:
        return False
    # The last digit of a figure may run on into the number.
    return not printed.group(1).endswith(wording.item)


def _alike(gap: Gap, core: str) -> Iterator[tuple[int, int, float]]:
    """The places between figures that are like a label, with their likeness in percent."""
    from rapidfuzz import fuzz

    enough = weights.IN_USE.likeness
    for start, end, printed in gap.tape.once(_segments, gap.low, gap.high):
        # 不予公开 is a group's own label, and no misprint of 予以公开.
        if gap.words.landmarks.fullmatch(printed):
            continue
        if len(printed) <= len(core) + _LONGER_BY:
            percent = fuzz.ratio(core, printed)
            if percent >= enough:
                yield start, end, percent
            continue
        # The label may be a part of a longer text: a group's label stands before it.
        part = fuzz.partial_ratio_alignment(core, printed, score_cutoff=enough)
        if part is not None:
            yield start + part.dest_start, start + part.dest_end, part.score


def _segments(
    tape: Tape,
    low: int,
    high: int,
) -> list[tuple[int, int, str]]:
    """The texts between figures, each with its places; editions ask for the same ones."""
    found = []
    for segment in _SEGMENT.finditer(tape.text, low, high):
        start, end = _bare_label(segment)
        found.append((start, end, tape.text[start:end]))
    return found


def _bare_label(segment: re.Match[str]) -> tuple[int, int]:
    """A text between figures without an item number before it and a unit after it."""
    text = segment.group()
    start, end = segment.span()
    if lead := _ITEM_LEAD.match(text):
        start += len(lead.group())
    if unit := _UNIT_TAIL.search(text):
        end -= len(unit.group())
    return start, end


def find_shortened(gap: Gap) -> Iterator[Spot]:
    """A label of which only some letters stand there, in order: 结转下年 for 结转下年度继续办理."""
    for start, end in _labels_in(gap):
        text = gap.tape.text[start:end]
        # Most texts between figures are units.
        if len(text) < _FEWEST_LETTERS:
            continue
        printed = split_label(text)
        letters = HAN.findall(printed.core)
        rows = [row for row in gap.rows if _is_short_for(gap.words, row, printed, letters)]
        # What may be short for two labels is neither's.
        if len(rows) != 1:
            continue
        wording = gap.words.wordings[rows[0]][0]
        share = len(printed.core) / len(wording.core)
        start = end - len(printed.core)
        weighed = _weigh(gap.tape, wording, start, end, share)
        yield weighed.spot(rows[0], "shortened", share)


def _is_short_for(
    words: Lexicon,
    row: int,
    printed: Label,
    letters: Sequence[str],
) -> bool:
    """Whether the letters of a label stand in that of a row, in their order."""
    wording = words.wordings[row][0]
    has_number = bool(printed.item) and printed.item == wording.item
    fewest = weights.IN_USE.short_label
    if has_number:
        fewest = _FEWEST_LETTERS
    elif printed.item:
        # Another number than the form's is that of another row.
        return False
    if len(letters) < fewest:
        return False
    # 不予公开 is a group's own label, 总计 a column's.
    if words.landmarks.fullmatch(printed.core) or words.is_of_another(row, printed.core):
        return False
    return is_shortened("".join(letters), wording.core)


def _labels_in(gap: Gap) -> Iterator[tuple[int, int]]:
    """Where words of one cell or one line end in a gap with a figure or an empty cell behind them,
    from each word on that may be the first."""
    tape = gap.tape
    words: list[Token] = []
    for at in range(tape.index_at(gap.low), len(tape.tokens)):
        token = tape.tokens[at]
        if token.start >= gap.high:
            return
        if token.border is not Border.BLANK:
            words = []
        label = _LABEL.match(token.text)
        if label is None or token.start < gap.low:
            words = []
            continue
        words.append(token)
        end = token.start + label.end()
        if not VALUE_AHEAD.match(tape.text, end) and not _is_empty_cell(tape, at + 1):
            continue
        for word in words:
            yield word.start, end


def _is_empty_cell(tape: Tape, at: int) -> bool:
    if at >= len(tape.tokens):
        return False
    token = tape.tokens[at]
    return not token.text and token.border is Border.CELL


def _wordings(gap: Gap) -> Iterator[tuple[int, Wording]]:
    for row in gap.rows:
        for wording in gap.words.wordings[row]:
            yield row, wording
