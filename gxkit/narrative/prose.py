"""A section of the narrative as sentences: folded, its hard line breaks mended, every character with its place.

Text layers break lines anywhere, and some dumps put an empty line after each. A break divides two sentences only after
a full stop, before or after an item (（一）, 一是, 1.), or where a line ends long before the others do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gxkit.document import Where
from gxkit.narrative.numerals import Token, find_tokens
from gxkit.report import Section
from gxkit.text import fold, fold_places

_ITEM = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,2}(?:、|是)|\d{1,2}(?:[.、](?!\d)))"
)
_JUNK = re.compile(r"https?://\S*$|-+\d{1,3}-+$|第?\d{1,3}页(?:共\d+页)?$")
_END = re.compile(r"[。!?\n]")
_KEPT_COMMA = str.maketrans({"，": "\u2e34"})
"""folding makes the full-width comma a plain one; it must not group digits"""

_SIGNS = {"number": "#", "year": "~", "part": "@"}

LONGEST_ITEM = 30
SHORT_LINE = 0.6


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a section: its text folded, and `masked` with figures as #, years as ~, parts of a year
    and spans of years as @, other dates and titles dropped.

    `start` is where it begins in the section's prose. `item` is the heading of the item it stands under, `before` the
    sentence before it in the same item ('' if it is the first), `year_before` the last year named in that.
    """

    start: int
    text: str
    masked: str
    tokens: tuple[Token, ...]
    marks: tuple[int, ...]
    """for each token its index in `masked`"""
    item: str
    before: str
    year_before: int | None


@dataclass(frozen=True, slots=True)
class Prose:
    """A section folded: `text`, and for each of its characters the character of the section's own text (from 0)."""

    number: int
    section: Section
    text: str
    places: Sequence[int]
    line_starts: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the section's own text that a stretch of the folded text comes from."""
        return self.places[start], self.places[end - 1] + 1

    def where(self, start: int, end: int) -> Where | None:
        """The place of a stretch: line and characters where the section knows its lines, else that of its heading."""
        known: Sequence[Where | None] = getattr(self.section, "places", ())
        left, right = self.span(start, end)
        number = bisect_right(self.line_starts, left) - 1
        line = known[number] if number < len(known) else None
        if line is None:
            return self.section.where
        begins = self.line_starts[number] - (line.start or 1) + 1
        if number + 1 < len(self.line_starts):
            right = min(right, self.line_starts[number + 1] - 1)
        return replace(line, start=left - begins + 1, end=right - begins)

    def quote(self, start: int, end: int) -> str:
        """A stretch as printed, without line breaks and blanks."""
        left, right = self.span(start, end)
        return "".join(self.section.text[left:right].split())


def _is_item(line: str) -> bool:
    return (
        bool(_ITEM.match(line)) and len(line) <= LONGEST_ITEM and not any(c in line for c in "。;")
    )


def _divides(line: str, following: str, longest: int) -> bool:
    """Whether the break between two folded lines ends a sentence."""
    if line[-1] in "。!?" or _ITEM.match(following):
        return True
    if line[-1] in "，,、;:(-" or line[-1].isdigit():
        return False
    return (_is_item(line) and len(line) < longest * 0.9) or len(line) < longest * SHORT_LINE


def read_prose(number: int, section: Section) -> Prose:
    """A section as one folded text in which a line break stands only where one sentence ends."""
    starts: list[int] = []
    lines: list[tuple[int, str, str]] = []
    start = 0
    for raw in section.text.translate(_KEPT_COMMA).split("\n"):
        starts.append(start)
        folded = fold(raw)
        if folded and not _JUNK.match(folded):
            lines.append((start, folded.replace("\u2e34", "，"), raw))
        start += len(raw) + 1
    longest = max((len(folded) for _, folded, _ in lines), default=0)
    text: list[str] = []
    places: list[int] = []
    for (start, folded, raw), (_, following, _) in zip(
        lines, [*lines[1:], (0, "", "")], strict=False
    ):
        text.append(folded)
        places += [start + place for place in fold_places(raw)]
        if following and _divides(folded, following, longest):
            text.append("\n")
            places.append(start + len(raw) - 1)
    return Prose(number, section, "".join(text), places, starts)


def _mask(text: str, tokens: Sequence[Token]) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    marks: list[int] = []
    length = position = 0
    for token in tokens:
        sign = _SIGNS.get(token.kind, "《》" if text[token.start] == "《" else "")
        tail = token.unit if token.kind == "number" else ""
        pieces.append(text[position : token.start])
        length += token.start - position
        marks.append(length)
        pieces.append(sign + tail)
        length += len(sign + tail)
        position = token.end
    return "".join([*pieces, text[position:]]), tuple(marks)


def find_sentences(prose: Prose) -> Iterator[Sentence]:
    """The sentences of a section in order."""
    item = before = ""
    year: int | None = None
    start = 0
    for end in [*(m.start() for m in _END.finditer(prose.text)), len(prose.text)]:
        text = prose.text[start:end]
        if text:
            opening = _ITEM.match(text)
            if opening and text[opening.end() - 1] != "是":
                before, year = "", None
                if len(text) <= LONGEST_ITEM:
                    item = text
            tokens = tuple(find_tokens(text))
            masked, marks = _mask(text, tokens)
            yield Sentence(start, text, masked, tokens, marks, item, before, year)
            before = masked
            years = [t.number for t in tokens if t.kind == "year" and isinstance(t.number, int)]
            year = years[-1] if years else None
        start = end + 1
