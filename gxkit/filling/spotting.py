"""Where the rows of a statutory table stand on a tape, in order.

Exact labels are searched first; of all the places where they stand, the chain with the best score
is taken (Needleman-Wunsch over labels instead of letters: order is kept, skipped rows and
unexplained text in between cost). Only the rows still open are then looked for between their
neighbours: without their number, cut in two by a page, or misprinted.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from gxkit.filling import weights
from gxkit.filling.labels import find_bare, find_cut, find_exact, find_misprinted
from gxkit.filling.lexicon import HAN, Lexicon
from gxkit.filling.spots import EXACT, Gap, Spot
from gxkit.filling.tape import Tape
from gxkit.filling.ways import Way

ANYWHERE = (Way(EXACT, find_exact),)
"""strategies that look on the whole tape; the best chain of what they find is the table"""
BETWEEN = (
    Way("bare", find_bare),
    Way("cut", find_cut),
    Way("misprinted", find_misprinted),
)
"""strategies that look for rows still open between their neighbours"""


def _in_order(spot: Spot) -> tuple[int, int, int]:
    return spot.start, spot.end, spot.row


def _find(ways: Sequence[Way[[Gap], Iterator[Spot]]], gap: Gap) -> list[Spot]:
    found = [spot for way in ways for spot in way.ask(gap)]
    return sorted(found, key=_in_order)


def _gap_cost(text: str, start: int, end: int, known: re.Pattern[str]) -> float:
    """What the text between two rows costs that no head of the form explains."""
    w = weights.IN_USE
    if end - start > w.gap_looked_at:
        return w.unexplained_at_most
    if start == end or not HAN.search(text, start, end):
        return 0.0
    letters = len(HAN.findall(known.sub("", text[start:end])))
    return min(w.unexplained_at_most, w.unexplained * letters)


def _best_chain(spots: list[Spot], tape: Tape, words: Lexicon) -> tuple[float, list[Spot]]:
    """The best score of spots whose rows and places both ascend, and those spots."""
    if not spots:
        return 0.0, []
    skipped = weights.IN_USE.skipped_row
    scores: list[float] = []
    before: list[int] = []
    for number in range(len(spots)):
        best, link = _best_before(spots, scores, number, tape.text, words.landmarks)
        scores.append(best + spots[number].score)
        before.append(link)
    last_row = len(words.rows) - 1
    whole = [s - skipped * (last_row - spot.row) for s, spot in zip(scores, spots, strict=True)]
    last = max(range(len(whole)), key=lambda i: (whole[i], -i))
    score = whole[last]
    chain = []
    while last >= 0:
        chain.append(spots[last])
        last = before[last]
    return score, chain[::-1]


def _best_before(
    spots: list[Spot], scores: list[float], number: int, text: str, known: re.Pattern[str]
) -> tuple[float, int]:
    """The score of the best chain that a spot may continue, and its last spot (-1: none)."""
    w = weights.IN_USE
    spot = spots[number]
    best, link = -float(w.skipped_row * spot.row), -1
    for j in range(number - 1, -1, -1):
        other = spots[j]
        if spot.start - other.end > w.longest_gap:
            break
        if other.row >= spot.row or other.end > spot.start:
            continue
        score = scores[j] - w.skipped_row * (spot.row - other.row - 1)
        if score <= best:
            continue
        score -= _gap_cost(text, other.end, spot.start, known)
        if score > best:
            best, link = score, j
    return best, link


def _best_in_order(spots: list[Spot]) -> list[Spot]:
    """Of all spots those with the best score together whose rows and places both ascend."""
    chains: list[tuple[float, list[Spot]]] = []
    for spot in spots:
        score, chain = 0.0, []
        for other_score, other in chains:
            last = other[-1]
            if other_score > score and last.row < spot.row and last.end <= spot.start:
                score, chain = other_score, other
        chains.append((score + spot.score + weights.IN_USE.skipped_row, [*chain, spot]))
    return max(chains, default=(0.0, []), key=lambda chain: chain[0])[1]


def _open_rows(found: Container[int], rows: int) -> Iterator[range]:
    """The runs of rows that have not been found."""
    first = 0
    for row in range(rows + 1):
        if row == rows or row in found:
            if first < row:
                yield range(first, row)
            first = row + 1


def _is_in_grid(tape: Tape, spot: Spot) -> bool:
    return tape.token_at(spot.end - 1).row is not None


def _add_out_of_order(tape: Tape, spots: Sequence[Spot], candidates: Sequence[Spot]) -> list[Spot]:
    """With rows printed out of order: an exact label inside the table that no other row has taken.

    It opens a cell or a word, in a grid where the others do: a sentence of the narrative uses the
    same words.
    """
    w = weights.IN_USE
    found = list(spots)
    rows = {spot.row for spot in found}
    low, high = found[0].start - w.around_chain, found[-1].end + w.around_chain
    in_grid = _is_in_grid(tape, found[0])
    for spot in candidates:
        if spot.row in rows or spot.score < w.out_of_order or not spot.is_whole:
            continue
        if not low <= spot.start <= high or tape.token_at(spot.start).start != spot.start:
            continue
        if in_grid and not _is_in_grid(tape, spot):
            continue
        if any(spot.start < other.end and other.start < spot.end for other in found):
            continue
        found.append(spot)
        rows.add(spot.row)
    return sorted(found, key=lambda spot: spot.start)


def _add_damaged(tape: Tape, words: Lexicon, spots: Sequence[Spot]) -> list[Spot]:
    """With rows that were cut, misprinted or lost their number, between their neighbours."""
    found = {spot.row: spot for spot in spots}
    top = spots[0]
    in_grid = _is_in_grid(tape, top)
    for rows in list(_open_rows(set(found), len(words.rows))):
        gap = _gap_of(rows, found, top, tape, words)
        if gap.low >= gap.high:
            continue
        candidates = _find(BETWEEN, gap)
        if in_grid:
            candidates = [spot for spot in candidates if _is_in_grid(tape, spot)]
        found |= {spot.row: spot for spot in _best_in_order(candidates)}
    return sorted(found.values(), key=lambda spot: spot.start)


def _gap_of(rows: range, found: dict[int, Spot], top: Spot, tape: Tape, words: Lexicon) -> Gap:
    """Where rows may stand that are still open: between those found, or close above and below."""
    w = weights.IN_USE
    above = [spot.tail[1] if spot.tail else spot.end for r, spot in found.items() if r < rows[0]]
    low = max(above) if above else max(0, top.start - w.above_first * len(rows))
    below = [spot.start for r, spot in found.items() if r > rows[-1]]
    high = min(below) if below else min(len(tape.text), low + w.below_last * len(rows))
    return Gap(tape, words, rows, low, high)


def spot_rows(tape: Tape, words: Lexicon) -> tuple[float, list[Spot]]:
    """The rows of a table that stand on the tape, in the order of the tape, and their score."""
    whole_tape = Gap(tape, words, range(len(words.rows)), 0, len(tape.text))
    candidates = _find(ANYWHERE, whole_tape)
    score, chain = _best_chain(candidates, tape, words)
    if not chain:
        return 0.0, []
    return score, _add_damaged(tape, words, _add_out_of_order(tape, chain, candidates))


def count_present(tape: Tape, words: Lexicon) -> int:
    """How many rows have a wording that stands somewhere on the tape."""
    present = 0
    for wordings in words.wordings:
        present += any(tape.places(wording.core) for wording in wordings)
    return present
