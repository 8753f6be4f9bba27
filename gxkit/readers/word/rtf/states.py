"""What is known in the midst of an RTF file: of a group, and of a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gxkit.readers.word.building import PLAIN, Face
from gxkit.readers.word.rtf.fonts import NO_FONT
from gxkit.readers.word.tags import TWIPS


@dataclass(slots=True)
class Picture:
    """A picture while it is read: the lengths that it says of itself, in twips and per cent."""

    lengths: dict[str, int] = field(default_factory=dict)
    digits: list[str] = field(default_factory=list)
    """its bytes, in hexadecimal digits"""
    binary: bytes = b""
    """its bytes, where they stand in the file as they are"""

    def data(self) -> bytes:
        """Its bytes; b"" where they make no sense."""
        if self.binary:
            return self.binary
        try:
            return bytes.fromhex("".join(self.digits))
        except ValueError:
            return b""

    def points(self) -> tuple[float, float] | None:
        """Its sides; None where they are not said."""
        wide = self._side("picwgoal", "picscalex")
        high = self._side("pichgoal", "picscaley")
        return (wide, high) if wide and high else None

    def _side(
        self,
        length: str,
        scale: str,
    ) -> float:
        return self.lengths.get(length, 0) / TWIPS * self.lengths.get(scale, 100) / 100


@dataclass(slots=True)
class State:
    """What a group may change, and what is done where it ends."""

    face: Face = PLAIN
    is_deleted: bool = False
    font: int = NO_FONT
    for_others: int = 1
    """how many characters for older programs follow one of Unicode"""
    depth: int = 0
    """in how many tables the paragraph stands"""
    ground: str = ""
    is_nested: bool = False
    """whether rows are those of a table in a table"""
    is_silent: bool = False
    is_pair: bool = False
    """whether a part of it says the rest once more in Unicode"""
    into: Callable[[str], None] | None = None
    """who takes the text; None where it is the document's"""
    end: Callable[[], None] | None = None
