"""The page on which findings are told: how wide it is, and whether it has colours."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TextIO

from gxkit.text.terminal import columns_of, cut_text

UNLIMITED = 10_000
"""lines of a text that is told in full"""
WIDTH, NARROWEST, WIDEST = 80, 40, 100
"""columns of a line where nobody knows the terminal's, and between which a terminal's are taken:
in longer lines the eye loses its way"""

RED, GREEN, YELLOW, DIM = 31, 32, 33, 2
"""codes of a terminal (ECMA-48, select graphic rendition)"""


@dataclass(frozen=True, slots=True)
class Page:
    """In which language, how wide and how fully a report's findings are told."""

    language: str
    width: int = WIDTH
    colours: bool = False
    everything: bool = False

    def paint(
        self,
        text: str,
        colour: int,
    ) -> str:
        """A text in a colour, where there are colours."""
        return f"\033[{colour}m{text}\033[0m" if self.colours and text.strip() else text

    def set(
        self,
        margin: str,
        text: str,
        most: int,
    ) -> list[str]:
        """A text in at most so many lines beside a word in the margin."""
        indent = columns_of(margin)
        room = self.width - indent
        first, *others = cut_text(
            text,
            room,
            UNLIMITED if self.everything else most,
        )
        return [self.paint(margin, DIM) + first, *(" " * indent + line for line in others)]


def page_for(
    stream: TextIO,
    language: str,
    *,
    everything: bool = False,
) -> Page:
    """The page that a stream is: a terminal has its own width, and colours unless told not to."""
    if not stream.isatty():
        return Page(language, everything=everything)
    columns = shutil.get_terminal_size((WIDTH, 24)).columns
    width = max(NARROWEST, min(columns, WIDEST))
    # as no-color.org asks; a dumb terminal would show the codes themselves
    is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Page(
        language,
        width,
        not is_plain,
        everything,
    )
