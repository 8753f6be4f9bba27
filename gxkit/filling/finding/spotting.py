"""Where the rows of a statutory table stand on a tape, in order.

Exact labels are searched first; of all the places where they stand, the chain with the best score
is taken (Needleman-Wunsch over labels instead of letters: order is kept, skipped rows and
unexplained text in between cost). Only the rows still open are then looked for between their
neighbours: without their number, cut in two by a page, misprinted or shortened.
"""

from __future__ import annotations

from collections.abc import (
    Collection,
    Iterable,
    Iterator,
    Sequence,
)

from gxkit.filling import weights
from gxkit.filling.finding.labels import (
    find_bare,
    find_cut,
    find_exact,
    find_misprinted,
    find_shortened,
)
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.finding.spots import (
    EXACT,
    Gap,
    Sign,
    Spot,
)
from gxkit.filling.tape import Tape
from gxkit.filling.ways import Way

# Strategies that look on the whole tape; the best chain of what they find is the table.
ANYWHERE = (Way(EXACT, find_exact),)
# Strategies that look for rows still open between their neighbours.
BETWEEN = (
    Way("bare", find_bare),
    Way("cut", find_cut),
    Way("misprinted", find_misprinted),
    Way("shortened", find_shortened),
)

# The signs of figures, of which no text of a form is made.
_OF_FIGURES = "0123456789.,+-/\\"

# Rows above and below a part among which damaged labels are looked for.
_BESIDE_PART = 2

# The spots found, by row.
Found = dict[int, Spot]
Chain = list[Spot]


def spot_rows(
    tape: Tape,
    words: Lexicon,
) -> tuple[float, Chain]:
    """The rows of a table that stand on the tape, in the order of the tape, and their score."""
    rows = range(len(words.rows))
    whole_tape = Gap(tape, words, rows, 0, len(tape.text))
    candidates = _find(ANYWHERE, whole_tape)
    score, chain = _best_chain(candidates, tape, words)
    if not chain:
        return 0.0, []
    found = _add_out_of_order(tape, words, chain, candidates)
    spots = _add_damaged(tape, words, found, range(len(words.rows)))
    return score + _weigh_further(found, spots), spots


def _weigh_further(found: Chain, spots: Chain) -> float:
    """What damaged labels add to the score of a table: without it an edition that lacks their rows
    is the better one."""
    before = {spot.row for spot in found}
    further = [spot for spot in spots if spot.row not in before]
    score = sum(spot.score for spot in further)
    saved = weights.IN_USE.skipped_row
    return score + saved * len(further)


def spot_part(
    tape: Tape,
    words: Lexicon,
) -> tuple[float, Chain]:
    """The rows of a part of a table, and their score; rows that are not there cost nothing.

    Each label opens a cell or a word: what a sentence names is no row of a broken table.
    """
    rows = range(len(words.rows))
    whole_tape = Gap(tape, words, rows, 0, len(tape.text))
    candidates = [spot for spot in _find(ANYWHERE, whole_tape) if Sign.OPENS in spot.signs]
    # Nothing but a label with a figure beside it can be a row; most tables end here.
    if not any(spot.is_whole for spot in candidates):
        return 0.0, []
    score, chain = _best_chain(candidates, tape, words, is_part=True)
    found = _add_out_of_order(tape, words, chain, candidates)
    there = [spot.row for spot in found]
    # Further above and below a part anything may stand.
    first = max(0, min(there) - _BESIDE_PART)
    inside = range(first, min(len(words.rows), max(there) + 1 + _BESIDE_PART))
    return score, _add_damaged(tape, words, found, inside)


def count_present(tape: Tape, words: Lexicon) -> int:
    """How many rows have a wording that stands somewhere on the tape."""
    return tape.count_said(words.cores)


def _find(
    ways: Iterable[Way[[Gap], Iterator[Spot]]],
    gap: Gap,
) -> Chain:
    found: Chain = []
    for way in ways:
        found += way.ask(gap)
    return sorted(found, key=_in_order)


def _in_order(spot: Spot) -> tuple[int, int, int]:
    return spot.start, spot.end, spot.row


def _by_place(spots: Iterable[Spot]) -> Chain:
    return sorted(spots, key=lambda spot: spot.start)


def _best_chain(
    spots: Chain,
    tape: Tape,
    words: Lexicon,
    *,
    is_part: bool = False,
) -> tuple[float, Chain]:
    """The best score of spots whose rows and places both ascend, and those spots.

    Of a part no row is missed above the first and below the last one.
    """
    skipped = 0.0 if is_part else weights.IN_USE.skipped_row
    last_row = len(words.rows) - 1
    best_score, last = 0.0, -1
    scores: list[float] = []
    before: list[int] = []
    for number, spot in enumerate(spots):
        alone = -skipped * spot.row
        score, link = _best_before(spots, number, scores, alone, tape.text, words)
        score += spot.score
        scores.append(score)
        before.append(link)
        whole = score - skipped * (last_row - spot.row)
        if last < 0 or whole > best_score:
            best_score, last = whole, number
    chain = []
    while last >= 0:
        chain.append(spots[last])
        last = before[last]
    return best_score, chain[::-1]


def _best_before(
    spots: Chain,
    number: int,
    scores: Sequence[float],
    alone: float,
    text: str,
    words: Lexicon,
) -> tuple[float, int]:
    """The score of the best chain that a spot may continue, and its last spot (-1: none).

    `alone` is the score of beginning with this spot.
    """
    w = weights.IN_USE
    spot = spots[number]
    best, link = alone, -1
    for at in range(number - 1, -1, -1):
        other = spots[at]
        # Spots stand in order: all that follow are further away still.
        if spot.start - other.end > w.longest_gap:
            break
        # The chain ascends in rows and places, and labels do not overlap.
        if other.row >= spot.row or other.end > spot.start:
            continue
        skipped = spot.row - other.row - 1
        score = scores[at] - w.skipped_row * skipped
        if score <= best:
            continue
        score -= _gap_cost(text[other.end : spot.start], words)
        if score > best:
            best, link = score, at
    return best, link


def _gap_cost(between: str, words: Lexicon) -> float:
    """What the text between two rows costs that no head of the form explains."""
    w = weights.IN_USE
    # Not worth counting: the page between two reports, or a whole chapter.
    if len(between) > w.gap_looked_at:
        return w.unexplained_at_most
    # Between most rows stand figures, and a unit that the form knows.
    if between.strip(_OF_FIGURES) in words.units or not HAN.search(between):
        return 0.0
    noise = words.landmarks.sub("", between)
    letters = len(HAN.findall(noise))
    return min(w.unexplained_at_most, w.unexplained * letters)


def _is_in_grid(tape: Tape, spot: Spot) -> bool:
    return tape.token_at(spot.end - 1).row is not None


def _add_out_of_order(
    tape: Tape,
    words: Lexicon,
    chain: Chain,
    candidates: Chain,
) -> Chain:
    """With rows printed out of order: an exact label inside the table that no other row has taken.

    It opens a cell or a word, in a grid where the others do: a sentence of the narrative uses the
    same words.
    """
    reach = weights.IN_USE.around_chain
    low, high = chain[0].start - reach, chain[-1].end + reach
    in_grid = _is_in_grid(tape, chain[0])
    found = list(chain)
    rows = {spot.row for spot in chain}
    for spot in candidates:
        # Far from the table it is the narrative's word, or another report's row.
        if spot.row in rows or not low <= spot.start <= high:
            continue
        is_label = _is_label(tape, spot) or _fills_place(tape, words, chain, spot)
        if not is_label or any(map(spot.overlaps, found)):
            continue
        if in_grid and not _is_in_grid(tape, spot):
            continue
        found.append(spot)
        rows.add(spot.row)
    return _by_place(found)


def _is_label(tape: Tape, spot: Spot) -> bool:
    """Whether a label opens a token, has its figure beside it and is worth something."""
    if not spot.is_whole or spot.score < weights.IN_USE.out_of_order:
        return False
    return tape.token_at(spot.start).start == spot.start


def _fills_place(
    tape: Tape,
    words: Lexicon,
    chain: Chain,
    spot: Spot,
) -> bool:
    """Whether a label between the rows of a table is all that its cell or the start of its line
    holds: 规章 is short, may be blank, and is no chance word there."""
    if spot.way != EXACT or not chain[0].start < spot.start < chain[-1].start:
        return False
    token = tape.token_at(spot.start)
    if (token.start, token.end) != (spot.start, spot.end):
        return False
    # A head that a page break prints again holds 总计, and the row of that name has a number.
    own = words.wordings[spot.row][0]
    if own.item and Sign.ITEM not in spot.signs:
        return False
    return not token.source.text[: token.first].strip()


def _add_damaged(
    tape: Tape,
    words: Lexicon,
    spots: Chain,
    expected: range,
) -> Chain:
    """With rows that were cut, misprinted or lost their number, between their neighbours."""
    found = {spot.row: spot for spot in spots}
    top = spots[0]
    in_grid = _is_in_grid(tape, top)
    for rows in _open_rows(list(found), expected):
        low, high = _reach(rows, found, top, len(tape.text))
        # Two neighbours that touch leave no room for a row.
        if low >= high:
            continue
        candidates = _find(BETWEEN, Gap(tape, words, rows, low, high))
        if rows[-1] > max(found):
            candidates = [spot for spot in candidates if _goes_on(tape, words, low, spot)]
        # A table in a grid does not go on in a sentence beside it.
        if in_grid:
            candidates = [spot for spot in candidates if _is_in_grid(tape, spot)]
        for spot in _best_in_order(candidates):
            found[spot.row] = spot
    return _by_place(found.values())


def _goes_on(
    tape: Tape,
    words: Lexicon,
    low: int,
    spot: Spot,
) -> bool:
    """Whether a label below the last row is the table's: 总计 stands in the next one's head too."""
    is_short = spot.end - spot.start <= weights.IN_USE.short_label
    between = words.landmarks.sub("", tape.text[low : spot.start])
    return not is_short or HAN.search(between) is None


def _open_rows(
    found: Collection[int],
    rows: range,
) -> Iterator[range]:
    """The runs of rows that have not been found."""
    first = rows.start
    for row in range(rows.start, rows.stop + 1):
        if row == rows.stop or row in found:
            if first < row:
                yield range(first, row)
            first = row + 1


def _reach(
    rows: range,
    found: Found,
    top: Spot,
    length: int,
) -> tuple[int, int]:
    """Where rows may stand that are still open: between those found, or close above and below."""
    above, below = [], []
    for row, spot in found.items():
        if row < rows[0]:
            above.append(spot.tail[1] if spot.tail else spot.end)
        elif row > rows[-1]:
            below.append(spot.start)
    reach = weights.IN_USE.beside_table * len(rows)
    low = max(above) if above else max(0, top.start - reach)
    high = min(below) if below else min(length, low + reach)
    return low, high


def _best_in_order(spots: Chain) -> Chain:
    """Of all spots those with the best score together whose rows and places both ascend.

    A row that is found saves what it costs to skip it.
    """
    found = weights.IN_USE.skipped_row
    chains: list[tuple[float, Chain]] = []
    best_score, best = 0.0, list[Spot]()
    for spot in spots:
        score, chain = _best_to_continue(chains, spot)
        score += spot.score + found
        chain = [*chain, spot]
        chains.append((score, chain))
        if score > best_score:
            best_score, best = score, chain
    return best


def _best_to_continue(
    chains: Iterable[tuple[float, Chain]],
    spot: Spot,
) -> tuple[float, Chain]:
    """The best chain whose last spot stands before another, in rows and places."""
    best_score, best = 0.0, list[Spot]()
    for score, chain in chains:
        last = chain[-1]
        before = last.row < spot.row and last.end <= spot.start
        if before and score > best_score:
            best_score, best = score, chain
    return best_score, best
