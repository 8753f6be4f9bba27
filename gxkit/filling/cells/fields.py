"""What stands beside a label: the fields of a zone of the tape, as the file cuts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from gxkit.document import (
    Cell,
    Omission,
    Unread,
    Where,
)
from gxkit.filling.cells.kinds import (
    ASIDE,
    ITEM,
    LONGEST_UNIT,
    Kind,
    classify,
    classify_cell,
    numbers_item,
)
from gxkit.filling.finding.lexicon import HAN
from gxkit.filling.tape import (
    Border,
    Tape,
    Token,
    place_together,
)
from gxkit.report import Number
from gxkit.text import (
    BLANK_SIGN,
    find_figures,
    fold,
    holds_seam,
    leading_unit,
)

_DIGIT = re.compile(r"\d")
_FROM_RIGHT = "\u202e"
_FIGURE = re.compile(
    # behind a Latin letter digits are part of a code (E2, E14), never a figure of their own
    r"(?<![a-z])(?<![a-z]\d)(?<![a-z]\d\d)(?<![a-z]\d\d\d)"
    r"(?:[+-](?=\d))?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:,\d{3,})*)(?:\.\d+)?"
)
_LIST = re.compile(r"[\d.]+(?:,[\d.]+){2,}")
# Figures and signs for empty cells without a border between them.
# Each is taken whole: a hundred digits can be parted in more ways than there is time for.
_RUN = re.compile(rf"(?:\d[\d,]*+(?:\.\d++)?+|{BLANK_SIGN})+")
# Here behind two decimals another figure may begin.
_WHOLE_RUN = rf"(?:\d[\d,]*+(?:\.\d\d[\d,]*+)*+(?:\.\d)?+|{BLANK_SIGN})+"
_NO_CELL = re.compile(rf"{_WHOLE_RUN}|[a-z]+\d+")
# A run that is more than one figure with its sign.
_MARKED = re.compile(rf".+{BLANK_SIGN}|(?!-){BLANK_SIGN}")
# What fills a line as it would a cell: zero and numerals of several characters number no item.
_NO_ITEM = re.compile(
    r"[零〇]|[一二三四五六七八九十百千万零〇壹贰叁肆伍陆柒捌玖拾佰仟]{2,}"
    # signs that stand for what could not be printed
    r"|[■□▇█▓?？�#＃…⋯×○●]{1,4}"
)
# Signs beside digits that make them no count: 5%, 5余, 约5.
_SPOILED = re.compile(r"[%‰余多几]")
_SPOILS = frozenset("约近超逾第(")


_FIGURES = frozenset((Kind.NUMBER, Kind.DIGITS, Kind.SEVERAL, Kind.MARK, Kind.ILLEGIBLE))
# What a cell of a grid may be that says more to who reads it as a cell than as words.
_PUZZLING = frozenset((Kind.TEXT, Kind.EMPTY, Kind.ILLEGIBLE))
# A word of running text whose figures and letters are to be told apart.
_MIXED = frozenset((Kind.TEXT, Kind.ILLEGIBLE))


class Field(NamedTuple):
    """One field of a zone.

    `text` is folded, `start` and `end` its place on the tape; `borders` counts those since the
    label; `token` is the one it begins in, `column` and `span` the grid columns it covers (-1 in
    running text), `words` the pieces that blanks cut it into, `until` the last token of a cell of
    a text that holds several, or of a line of a cell that holds several rows.
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
    until: Token | None = None

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

    @property
    def unread(self) -> Unread | None:
        """What stands in its cell that is no text, a picture or a control, or why its line says
        nothing of cells; None where nothing."""
        return self.token.source.unread

    def readings(self) -> tuple[Number, ...]:
        """What the cell may hold where its text is no single number or not all that stands there.

        What the file says in words of a picture counts.
        """
        source = self.token.source
        if self.kind is Kind.NUMBER and self.number is not None:
            return (self.number,)
        if not isinstance(source, Cell) or self.until is not None:
            return find_figures(self.place()[0])
        said = [other.text for other in source.omitted if other.why is Omission.ALTERNATIVE]
        return find_figures(" / ".join([source.text, *said]))

    def place(self) -> tuple[str, Where]:
        """The printed text and where it stands."""
        source = self.token.source
        if isinstance(source, Cell):
            text = source.text[self.token.first : self.until.stop] if self.until else source.text
            return text.strip(), source.where
        if self.until is None:
            return self.token.place(self.start, self.end)
        return place_together(self.token, self.until)


class _Word(NamedTuple):
    """A word of running text, or a part of it, that begins at `start` of the tape."""

    token: Token
    text: str
    start: int
    borders: int


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
    words: list[_Word] = []
    for token in _zone_tokens(tape, low, high):
        start, text = token.start, token.text
        if token.border is not Border.BLANK:
            if cell:
                yield _cell_field(cell, low, high, borders)
                cell = []
            elif words:
                yield from _words_fields(words, known, low)
                words = []
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
        words.append(_Word(token, text, start, borders))
    if cell:
        yield _cell_field(cell, low, high, borders)
    yield from _words_fields(words, known, low)


def _zone_tokens(
    tape: Tape,
    low: int,
    high: int,
) -> Iterator[Token]:
    """The tokens between two positions; one that holds the character before is the first."""
    first = tape.index_at(max(low - 1, 0))
    for token in islice(tape.tokens, first, None):
        start = token.start
        # An empty token at the very end still belongs to the zone: it is the line's last cell.
        if start > high or (start == high and token.text):
            return
        yield token


def _words_fields(
    words: Sequence[_Word],
    known: re.Pattern[str],
    low: int,
) -> Iterator[Field]:
    """The words of a text between two borders: one field, or as many as there are figures."""
    whole = _between_tabs(words) if words else None
    if whole:
        yield whole
        return
    for word in words:
        yield from _text_fields(word, known, low)


def _between_tabs(words: Sequence[_Word]) -> Field | None:
    """The words of a cell between tabs as one field; None where they say more by themselves."""
    first, last = words[0].token, words[-1].token
    # Most cells hold one plain figure.
    if first is last and classify(first.text).kind not in _PUZZLING:
        return None
    printed = _alone(first, last)
    texts = tuple([word.text for word in words])
    # A label in the same word has been cut off.
    if printed is None or texts[0] != first.text or texts[-1] != last.text:
        return None
    text = "".join(texts)
    kind, number, unit = classify_cell(printed)
    # Figures that ran together are told apart further on, and E12 is the code of a row; commas
    # that part no thousands (269,7,940,382) part figures in more ways than one.
    is_known = "," not in text and _NO_CELL.fullmatch(text)
    is_odd = kind is Kind.ILLEGIBLE and not is_known
    if kind is not Kind.NUMBER and not is_odd:
        return None
    start, borders = words[0].start, words[0].borders
    until = None if first is last else last
    return Field(kind, text, start, borders, first, number, unit, texts, until=until)


def _alone(
    first: Token,
    last: Token,
) -> str | None:
    """The printed text of a cell between tabs that holds some words and nothing else.

    A line of its own is a cell too where it begins with a figure or can be no item number.
    """
    line = first.source.text
    printed = line[first.first : last.stop]
    if not printed:
        return None
    if "\t" not in line:
        is_cell = not first.text or printed[0].isdecimal() or _NO_ITEM.fullmatch(printed)
        return printed if is_cell and line.strip() == printed else None
    low = line.rfind("\t", 0, first.first) + 1
    high = line.find("\t", last.stop)
    cell = line[low:] if high < 0 else line[low:high]
    return printed if cell.strip() == printed else None


def _text_fields(
    word: _Word,
    known: re.Pattern[str],
    low: int,
) -> Iterator[Field]:
    """The fields of a word of a text, one where it is a figure by itself."""
    token, text, start, borders = word
    kind, number, unit = classify(text)
    if kind is not Kind.TEXT and numbers_item(token.source.text, token.first):
        yield Field(Kind.TEXT, text, start, borders, token, words=(text,))
    elif kind in _MIXED:
        yield from _word_fields(word, known, opens=start == low)
    else:
        yield Field(kind, text, start, borders, token, number, unit, (text,))


def _clip(
    token: Token,
    low: int,
    high: int,
) -> str:
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
    first, last = tokens[0], tokens[-1]
    is_part = first.start < low or last.end > high
    texts: Sequence[str] = (first.text,)
    if is_part or first is not last:
        texts = [_clip(token, low, high) for token in tokens]
    words = tuple(filter(None, texts))
    text = "".join(words)
    kind, number, unit = classify(text)
    # Most cells hold one word that is a figure, or nothing.
    is_puzzling = first is not last or (kind in _PUZZLING and first.source.text != "")
    if is_puzzling:
        printed = first.source.text[first.first : last.stop]
        # Beside a label in its cell a numeral would be part of the label.
        if not is_part and _is_whole(first, last):
            kind, number, unit = classify_cell(printed)
        elif holds_seam(printed):
            kind, number, unit = Kind.SEVERAL, None, ""
    if _is_not_as_shown(kind, first):
        kind, number = Kind.ILLEGIBLE, None
    return Field(
        kind,
        text,
        max(low, first.start) if is_part else first.start,
        borders,
        first,
        number,
        unit,
        words,
        first.column,
        first.span,
    )


def _is_not_as_shown(kind: Kind, token: Token) -> bool:
    """Whether a cell shows something else than the number, or the nothing, that it holds."""
    source = token.source
    if kind is Kind.EMPTY:
        return isinstance(source, Cell) and source.unread is not None
    # Behind this sign 12 is shown as 21.
    return kind is Kind.NUMBER and _FROM_RIGHT in source.text


def _is_whole(
    first: Token,
    last: Token,
) -> bool:
    """Whether nothing else stands in the cell in which these are the first and the last token."""
    text = first.source.text
    return not text[: first.first].strip() and not text[last.stop :].strip()


def fills_cell(item: Field) -> bool:
    """Whether nothing else stands in the cell of a grid, between the tabs or in the line of a
    text."""
    token = item.token
    printed = token.source.text
    if item.column >= 0 or item.until is not None:
        return item.text == fold(printed)
    if item.text != token.text:
        return False
    if "\t" in printed:
        return _alone(token, token) is not None
    # A page may be one line of a thousand words: the first letter beside this one tells.
    beside = chain(printed[: token.first], printed[token.stop :])
    return not any(map(fold, beside))


def join_fields(fields: Sequence[Field]) -> Field:
    """The fields of one cell of a text as one."""
    first, last = fields[0], fields[-1]
    if first is last:
        return first
    token = last.token
    printed = first.token.source.text[first.token.first : token.stop]
    kind, number, unit = classify_cell(printed)
    words = tuple([item.text for item in fields])
    text = "".join(words)
    return first._replace(
        kind=kind,
        text=text,
        number=number,
        unit=unit,
        words=words,
        until=token,
    )


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
    aside = known.match(text, position) or ASIDE.match(text, position)
    if aside:
        return _Piece(Kind.TEXT, aside.end(), is_known=True)
    if end := _end_of_run(text, position, opens, known):
        run = text[position:end]
        kind = Kind.DIGITS if _DIGIT.search(run) else Kind.MARK
        return _Piece(kind, end, (run,))
    # 3.其他 opens the row of a label, and 3 is no figure.
    item = None if position else ITEM.match(text)
    if not item and (figure := _FIGURE.match(text, position)):
        end = figure.end()
        # 5% is no figure of a cell, and its 5 none either.
        percent = _SPOILED.match(text, end)
        spoiled = _listed_to(text, position) or (percent.end() if percent else 0)
        if spoiled:
            return _Piece(Kind.ILLEGIBLE, spoiled)
        if position and text[position - 1] in _SPOILS:
            return _Piece(Kind.ILLEGIBLE, end)
        unit = leading_unit(text[end : end + LONGEST_UNIT])
        return _Piece(Kind.NUMBER, end + len(unit), (figure.group(),))
    end = len(text)
    after = item.end() if item else position + 1
    for pattern in (known, _FIGURE):
        if following := pattern.search(text, after):
            end = min(end, following.start())
    return _Piece(Kind.TEXT, end)


def _listed_to(text: str, position: int) -> int:
    """Where figures end that begin here and are parted by commas of which some may be those of
    thousands (14,27,911,218); 0 where they do not."""
    match = _LIST.match(text, position)
    if match is None:
        return 0
    figures = [figure.group() for figure in _FIGURE.finditer(match.group())]
    is_mixed = len(figures) > 1 and any("," in figure for figure in figures)
    return match.end() if is_mixed else 0


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
