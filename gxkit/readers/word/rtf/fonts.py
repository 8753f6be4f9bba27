"""The fonts and the colours that an RTF file lists at its head, and the encodings of its fonts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from gxkit.readers.word.rtf.charsets import (
    CHARSETS,
    SYMBOLS,
    WESTERN,
    decode,
    page_to_encoding,
)

NO_FONT = -1
_HIGHEST = 255


@dataclass(slots=True)
class Fonts:
    """The fonts by their numbers; `usual` is that of text that names none."""

    usual: int = NO_FONT
    encoding: str = WESTERN
    """that of the file, for fonts without one"""
    named: int = NO_FONT
    """the font of which the list is saying something"""
    _encodings: dict[int, str] = field(default_factory=dict)
    _symbols: set[int] = field(default_factory=set)
    _names: dict[int, str] = field(default_factory=dict)

    def add_name(
        self,
        text: str,
    ) -> None:
        """Takes a part of the name of the font that is named."""
        self._names[self.named] = self._names.get(self.named, "") + text

    def set_charset(
        self,
        charset: int,
    ) -> None:
        if charset == SYMBOLS:
            self._symbols.add(self.named)
        elif charset in CHARSETS:
            self._encodings[self.named] = CHARSETS[charset]

    def set_page(
        self,
        page: int,
    ) -> None:
        self._encodings[self.named] = page_to_encoding(page)

    def name(
        self,
        font: int,
    ) -> str:
        return self._names.get(font, "").strip(" ;")

    def is_of_symbols(
        self,
        font: int,
    ) -> bool:
        return font in self._symbols

    def decode(
        self,
        raw: bytes,
        font: int,
    ) -> str:
        """The text of some bytes in a font."""
        return decode(raw, self._encodings.get(font), self.encoding)


class _Colour(NamedTuple):
    """A colour while its parts are said; None where the file leaves it to the program."""

    red: int | None = None
    green: int | None = None
    blue: int | None = None

    def __str__(self) -> str:
        parts = [min(part, _HIGHEST) for part in self if part is not None]
        is_whole = len(parts) == len(self)
        return bytes(parts).hex().upper() if is_whole else ""


PARTS = _Colour._fields
_LEFT_OPEN = _Colour()


@dataclass(slots=True)
class Colours:
    """The colours by their numbers, in six hexadecimal digits."""

    _colours: list[str] = field(default_factory=list)
    _next: _Colour = _LEFT_OPEN

    def set_part(
        self,
        part: str,
        value: int,
    ) -> None:
        at = PARTS.index(part)
        parts = list(self._next)
        parts[at] = max(value, 0)
        self._next = _Colour(*parts)

    def end_colours(
        self,
        text: str,
    ) -> None:
        """Takes the text of the list, in which a semicolon ends a colour."""
        for _ in range(text.count(";")):
            self._colours.append(str(self._next))
            self._next = _LEFT_OPEN

    def __getitem__(
        self,
        number: int,
    ) -> str:
        """The colour of a number; '' where it is left to the program, or none."""
        return self._colours[number] if 0 <= number < len(self._colours) else ""
