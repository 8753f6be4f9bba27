"""A section of the narrative as statements: folded, its line breaks mended, each character with its
place.

Text layers break lines anywhere, and some dumps put an empty line after each. A break divides two
sentences only after a full stop, before or after an item (（一）, 一是, 1.), or where a line ends
long before the others do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gxkit.document import Where
from gxkit.narrative.numerals import Token, TokenKind, find_tokens
from gxkit.report import Section
from gxkit.text import fold, fold_places

_ITEM = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,3}\)"
    r"|[一二三四五六七八九十]{1,2}(?:、|是)"
    r"|\d{1,2}(?:[.、](?!\d)))"
)
"""what opens an item: （一）, 一、, 一是, 1."""
_JUNK = re.compile(r"https?://\S*$|-+\d{1,3}-+$|第?\d{1,3}页(?:共\d+页)?$")
"""the foot of a page between two lines of one sentence"""
_END = re.compile(r"[。!?\n]")
_SIGN = re.compile(r"[，,;:。]")
_HEADING_ENDS = re.compile(r"(?:情况|事项|管理|建设|保障|公开|工作|办理|处理|复议|诉讼|申请)$")
"""with these an item's heading is complete, however long its line"""
_CUTS = (";", "，", "、")
_KEPT_COMMA = str.maketrans({"，": "\u2e34"})
"""folding makes the full-width comma a plain one; it must not group digits"""

_SIGNS = {TokenKind.NUMBER: "#", TokenKind.YEAR: "~", TokenKind.PART: "@"}
_TITLE = "《》"

LONGEST_ITEM = 30
"""a longer line that opens like an item is a sentence and no heading"""
LONGEST_PLAIN_HEADING = 16
"""a longer line without a number is text"""
LONGEST_STATEMENT = 600
"""characters of a sentence read at once: what is said of a figure is looked for before each of
them, and a list of 400 in one sentence took 400 times as long as one of 20"""
SHORT_LINE = 0.6
"""a line of less than this share of the longest ends a paragraph, whatever its last sign"""
SHORT_HEADING = 0.9
"""the same for the heading of an item, which seldom fills its line"""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a section, folded.

    In `masked` figures stand as #, years as ~, parts of a year and spans of years as @; other dates
    are dropped, titles stand as 《》. `marks` has for each token its index in `masked`. `start` is
    where the statement begins in the section's prose. `item` is the heading of the item it stands
    under, `before` the statement before it in the same item ('' if it is the first), `year_before`
    the last year named in that.
    """

    start: int
    text: str
    masked: str
    tokens: tuple[Token, ...]
    marks: tuple[int, ...]
    item: str
    before: str
    year_before: int | None


@dataclass(frozen=True, slots=True)
class Prose:
    """A section folded: `text`, and for each of its characters its place in the section's own
    text."""

    number: int
    section: Section
    text: str
    places: Sequence[int]
    line_starts: Sequence[int]

    def span(
        self,
        start: int,
        end: int,
    ) -> tuple[int, int]:
        """The characters of the section's own text that a stretch of the folded text comes from."""
        return self.places[start], self.places[end - 1] + 1

    def where(
        self,
        start: int,
        end: int,
    ) -> Where | None:
        """The place of a stretch.

        Line and characters where the section knows its lines, else the place of its heading.
        """
        known = self.section.places
        left, right = self.span(start, end)
        following = bisect_right(self.line_starts, left)
        number = following - 1
        if number >= len(known):
            return self.section.where
        line = known[number]
        offset = (line.start or 1) - self.line_starts[number]
        if following < len(self.line_starts):
            # a stretch that runs over the end of its line is said to end there
            right = min(right, self.line_starts[following] - 1)
        return line.span(left + offset, right + offset - 1)

    def quote(
        self,
        start: int,
        end: int,
    ) -> str:
        """A stretch as printed, without line breaks and blanks."""
        left, right = self.span(start, end)
        return "".join(self.section.text[left:right].split())


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a section that says something; `start` is where it begins in the section's text."""

    start: int
    printed: str
    folded: str


def _is_item(line: str) -> bool:
    # 1.5万 at the head of a line is a figure of a sentence, not an item
    if not _ITEM.match(line) or len(line) > LONGEST_ITEM:
        return False
    return "。" not in line and ";" not in line


def _divides(
    line: str,
    following: str,
    longest: int,
) -> bool:
    """Whether the break between two folded lines ends a sentence."""
    if line[-1] in "。!?" or _ITEM.match(following):
        return True
    if _is_item(line) and _HEADING_ENDS.search(line):
        return True
    # these signs call for more, and digits may be the first half of a figure
    if line[-1] in "，,、;:(-" or line[-1].isdigit():
        return False
    # a line that is broken by hand ends early
    share = SHORT_HEADING if _is_item(line) else SHORT_LINE
    return len(line) < longest * share


def _find_lines(text: str) -> tuple[list[_Line], list[int]]:
    """The lines of a section that say something, and where each line, empty or not, begins."""
    lines: list[_Line] = []
    starts: list[int] = []
    start = 0
    for printed in text.translate(_KEPT_COMMA).split("\n"):
        starts.append(start)
        folded = fold(printed)
        # an empty line or a page's foot is no end of a sentence
        if folded and not _JUNK.match(folded):
            comma_back = folded.replace("\u2e34", "，")
            lines.append(_Line(start, printed, comma_back))
        start += len(printed) + 1
    return lines, starts


def read_prose(
    number: int,
    section: Section,
) -> Prose:
    """A section as one folded text in which a line break stands only where one sentence ends."""
    lines, starts = _find_lines(section.text)
    longest = max((len(line.folded) for line in lines), default=0)
    text: list[str] = []
    places: list[int] = []
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        text.append(line.folded)
        places += [line.start + place for place in fold_places(line.printed)]
        if following and _divides(line.folded, following.folded, longest):
            text.append("\n")
            places.append(line.start + len(line.printed) - 1)
    return Prose(number, section, "".join(text), places, starts)


def _mask(
    text: str,
    tokens: Sequence[Token],
) -> tuple[str, tuple[int, ...]]:
    """The text with its tokens as signs, and the index of each token in it."""
    pieces: list[str] = []
    marks: list[int] = []
    length = position = 0
    for token in tokens:
        between = text[position : token.start]
        sign = _sign_of(token, text)
        marks.append(length + len(between))
        pieces += between, sign
        length += len(between) + len(sign)
        position = token.end
    pieces.append(text[position:])
    return "".join(pieces), tuple(marks)


def _sign_of(
    token: Token,
    text: str,
) -> str:
    """What stands for a token in the masked text: a figure keeps its unit, for phrases look at
    it."""
    if token.kind is TokenKind.NUMBER:
        return "#" + token.unit
    title = _TITLE if text[token.start] == "《" else ""
    return _SIGNS.get(token.kind, title)


def masked_length(
    statement: Statement,
    token: Token,
) -> int:
    """How many characters of the masked text stand for a token."""
    return len(_sign_of(token, statement.text))


def find_statements(prose: Prose) -> Iterator[Statement]:
    """The statements of a section in order."""
    item = before = ""
    year: int | None = None
    for start, end, goes_on in _find_pieces(prose.text):
        text = prose.text[start:end]
        if text:
            if _opens_item(text) and not goes_on:
                # a new item does not go on with the year of the one before
                before, year = "", None
                if len(text) <= LONGEST_ITEM:
                    item = text
            tokens = tuple(find_tokens(text))
            figures = any(token.kind is TokenKind.NUMBER for token in tokens)
            if not figures and _is_heading(prose.text, start, end):
                item = text
            masked, marks = _mask(text, tokens)
            yield Statement(start, text, masked, tokens, marks, item, before, year)
            before = masked
            named = _last_year(tokens)
            year = year if goes_on and named is None else named


def _find_pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where the sentences of a text begin and end; one that is too long to be looked through for
    each of its figures is taken in pieces, of which all but the first go on."""
    start = 0
    ends = [match.start() for match in _END.finditer(text)]
    for end in (*ends, len(text)):
        goes_on = False
        while end - start > LONGEST_STATEMENT:
            cut = _find_cut(text, start)
            yield start, cut, goes_on
            start, goes_on = cut, True
        yield start, end, goes_on
        start = end + 1


def _find_cut(
    text: str,
    start: int,
) -> int:
    """Where a long sentence is cut: behind a sign, as late and as strong a one as there is."""
    limit = start + LONGEST_STATEMENT
    for sign in _CUTS:
        cut = text.rfind(sign, start + LONGEST_STATEMENT // 2, limit)
        if cut >= 0:
            return cut + 1
    # a text without any sign says nothing that could be torn
    return limit


def _is_heading(
    text: str,
    start: int,
    end: int,
) -> bool:
    """Whether a line is a heading without a number: short, alone, and without any sign."""
    if end - start > LONGEST_PLAIN_HEADING or text[end : end + 1] != "\n":
        return False
    return _SIGN.search(text, start, end) is None


def _opens_item(text: str) -> bool:
    """Whether a statement begins an item; 一是 goes on with what was said before it."""
    opening = _ITEM.match(text)
    return opening is not None and not opening.group().endswith("是")


def _last_year(tokens: Sequence[Token]) -> int | None:
    years = [token.number for token in tokens if token.kind is TokenKind.YEAR]
    last = years[-1] if years else None
    return last if isinstance(last, int) else None
