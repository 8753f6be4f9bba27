"""What stands beside a label: the fields of a zone of the tape, as the file cuts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from gxkit.document import Cell, Where
from gxkit.filling import weights
from gxkit.filling.lexicon import HAN
from gxkit.filling.tape import Border, Tape, Token
from gxkit.report import Number
from gxkit.text import (
    BLANK_MARKS,
    BLANK_SIGN,
    leading_unit,
    read_number,
)

_DIGITS = re.compile(r"\d+(?:,\d{3,})*(?:\.\d+)?$")
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(
    # behind a Latin letter digits are part of a code (E2, E14), never a figure of their own
    r"(?<![a-z])(?<![a-z]\d)(?<![a-z]\d\d)(?<![a-z]\d\d\d)"
    r"(?:[+-](?=\d))?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:,\d{3,})*)(?:\.\d+)?"
)
# Figures and signs for empty cells without a border between them.
_RUN = re.compile(rf"(?:\d[\d,]*(?:\.\d+)?|{BLANK_SIGN})+")
# A run that is more than one figure with its sign.
_MARKED = re.compile(rf".+{BLANK_SIGN}|(?!-){BLANK_SIGN}")
_ASIDE = re.compile(r"\([^()]*\)|[()]")
_LONGEST_UNIT = 2


def is_aside(text: str) -> bool:
    """Whether a folded text is nothing but a parenthesis or punctuation."""
    return not _ASIDE.sub("", text).strip(".,、:;。*")


class Kind(StrEnum):
    """What a field holds."""

    NUMBER = "number"
    DIGITS = "digits"
    """digits that are no single number: cells run together, perhaps with signs for empty ones"""
    MARK = "mark"
    """a sign that stands for an empty cell, or nothing but such signs run together"""
    EMPTY = "empty"
    ILLEGIBLE = "illegible"
    """digits with a word or sign that makes them no number (约5)"""
    TEXT = "text"


_FIGURES = frozenset((Kind.NUMBER, Kind.DIGITS, Kind.MARK, Kind.ILLEGIBLE))
# What a word of running text is whose figures and letters are to be told apart.
_MIXED = frozenset((Kind.TEXT, Kind.ILLEGIBLE))


class Field(NamedTuple):
    """One field of a zone.

    `text` is folded, `start` and `end` its place on the tape; `borders` counts those since the
    label; `token` is the one it begins in, `column` and `span` the grid columns it covers (-1 in
    running text), `words` the pieces that blanks cut it into.
    """

    kind: Kind
    text: str
    start: int
    borders: int
    token: Token
    number: Number | None = None
    unit: str = ""
    words: tuple[str, ...] = ()
    column: int = -1
    span: int = 1

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_figure(self) -> bool:
        """Whether it is what stands in a cell that is not empty, legible or not."""
        return self.kind in _FIGURES

    @property
    def is_cell(self) -> bool:
        """Whether it is what stands in a cell of figures, empty or not."""
        return self.kind is not Kind.TEXT

    @property
    def tabs(self) -> int:
        """How many tabs stand before it in its line; -1 in a grid."""
        source = self.token.source
        if isinstance(source, Cell):
            return -1
        return source.text.count("\t", 0, self.token.first)

    def place(self) -> tuple[str, Where]:
        """The printed text and where it stands."""
        source = self.token.source
        if isinstance(source, Cell):
            return source.text.strip(), source.where
        return self.token.place(self.start, self.end)


@weights.cached
def classify(text: str) -> tuple[Kind, Number | None, str]:
    """What a folded text is, its number if it is one, and the unit printed with it."""
    if not text:
        return Kind.EMPTY, None, ""
    if text in BLANK_MARKS:
        return Kind.MARK, None, ""
    if found := read_number(text):
        return Kind.NUMBER, found.value, found.unit
    unit = trailing_unit(text)
    if _DIGITS.match(text.removesuffix(unit)):
        return Kind.DIGITS, None, unit
    letters = len(HAN.findall(text))
    # 约5 is a figure that cannot be read; a sentence with a figure in it is none.
    if letters <= weights.IN_USE.spoiling_letters and _DIGIT.search(text):
        return Kind.ILLEGIBLE, None, ""
    return Kind.TEXT, None, ""


def trailing_unit(text: str) -> str:
    """The unit that ends a folded text, or ''."""
    return leading_unit(text[-_LONGEST_UNIT:]) or leading_unit(text[-1:])


def zone_fields(
    tape: Tape,
    low: int,
    high: int,
    known: re.Pattern[str],
) -> Iterator[Field]:
    """The fields between two positions of the tape, empty ones included.

    `known` matches texts that are no noise.
    """
    borders = 0
    cell: list[Token] = []
    first = tape.index_at(max(low - 1, 0))
    for token in islice(tape.tokens, first, None):
        start, text = token.start, token.text
        # An empty token at the very end still belongs to the zone: it is the line's last cell.
        if start > high or (text and start == high):
            break
        if cell and token.border is not Border.BLANK:
            yield _cell_field(cell, low, high, borders)
            cell = []
        end = start + len(text)
        # The label itself, or what stands before it in its cell.
        if text and end <= low:
            continue
        borders += start >= low
        if token.row is not None:
            cell.append(token)
            continue
        if start < low or end > high:
            text = _clip(token, low, high)
            start = max(low, start)
        kind, number, unit = classify(text)
        if kind in _MIXED:
            word = _Word(token, text, start, borders)
            yield from _word_fields(word, known, opens=start == low)
        else:
            yield Field(kind, text, start, borders, token, number, unit, (text,))
    if cell:
        yield _cell_field(cell, low, high, borders)


def _clip(token: Token, low: int, high: int) -> str:
    """The text of a token between two positions of the tape."""
    first = max(0, low - token.start)
    last = max(0, high - token.start)
    return token.text[first:last]


def _cell_field(
    tokens: Sequence[Token],
    low: int,
    high: int,
    borders: int,
) -> Field:
    """The part of one grid cell between two positions of the tape, as one field."""
    first = tokens[0]
    start, text = first.start, first.text
    words = [text]
    if len(tokens) > 1 or start < low or start + len(text) > high:
        words = [_clip(token, low, high) for token in tokens]
        text = "".join(words)
        start = max(low, start)
    kind, number, unit = classify(text)
    return Field(
        kind,
        text,
        start,
        borders,
        first,
        number,
        unit,
        tuple([word for word in words if word]),
        first.column,
        first.span,
    )


class _Word(NamedTuple):
    """A word of running text, or a part of it, that begins at `start` of the tape."""

    token: Token
    text: str
    start: int
    borders: int


class _Piece(NamedTuple):
    """A part of a word: what it is, where it ends, its words, whether it is one of the form's."""

    kind: Kind
    end: int
    words: tuple[str, ...] = ()
    is_known: bool = False


def _word_fields(
    word: _Word,
    known: re.Pattern[str],
    *,
    opens: bool,
) -> Iterator[Field]:
    """The figures of a word that is no single one, and the texts between them.

    `opens` says whether it opens what follows the label.
    """
    token, text, start, borders = word
    position = 0
    while position < len(text):
        piece = _next_piece(text, position, opens, known)
        part = text[position : piece.end]
        kind = piece.kind
        number: Number | None = None
        unit = ""
        if kind is Kind.NUMBER:
            kind, number, unit = classify(part)
        place = start + position
        yield Field(kind, part, place, borders, token, number, unit, piece.words)
        opens = opens and piece.is_known
        position = piece.end


def _next_piece(
    text: str,
    position: int,
    opens: bool,
    known: re.Pattern[str],
) -> _Piece:
    """What begins at a position of a word.

    A figure comes back as a NUMBER, whatever it proves to be with its unit.
    """
    aside = known.match(text, position) or _ASIDE.match(text, position)
    if aside:
        return _Piece(Kind.TEXT, aside.end(), is_known=True)
    if end := _end_of_run(text, position, opens, known):
        run = text[position:end]
        kind = Kind.DIGITS if _DIGIT.search(run) else Kind.MARK
        return _Piece(kind, end, (run,))
    if figure := _FIGURE.match(text, position):
        end = figure.end()
        unit = leading_unit(text[end : end + _LONGEST_UNIT])
        return _Piece(Kind.NUMBER, end + len(unit), (figure.group(),))
    end = len(text)
    for pattern in (known, _FIGURE):
        if following := pattern.search(text, position + 1):
            end = min(end, following.start())
    return _Piece(Kind.TEXT, end)


def _end_of_run(
    text: str,
    position: int,
    opens: bool,
    known: re.Pattern[str],
) -> int:
    """Where a run of figures and signs for empty cells ends that begins here; 0 where none does.

    Signs alone stand for cells only where they open what follows the label (`opens`; a unit or a
    word of the form's head may stand between), and a 无 that goes on as a word (无正当理由) for
    none.
    """
    match = _RUN.match(text, position)
    if not match:
        return 0
    run, end = match.group(), match.end()
    # 无正当理由 is the beginning of a label, not a sign for nothing.
    is_word = HAN.match(text, end) and not known.match(text, end)
    if run.endswith("无") and is_word:
        run, end = run[:-1], end - 1
    # A dash within a text is punctuation.
    if not _DIGIT.search(run):
        return end if opens else 0
    return end if _MARKED.match(run) else 0
