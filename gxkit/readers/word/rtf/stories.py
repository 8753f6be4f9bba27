"""What an RTF file says, as it comes: runs into paragraphs, paragraphs into tables and boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

from gxkit.document import Unread
from gxkit.readers.word.building import PLAIN, Builder, Drawing, Face
from gxkit.readers.word.package import Package
from gxkit.readers.word.rtf.tables import Levels
from gxkit.readers.word.tags import Element

# A box in a box is seen in the wild; what is deeper was made to do harm.
_MOST_BOXES = 10


@dataclass(slots=True)
class _Story:
    """A text with its paragraphs: that of the document, or that of a box in it."""

    levels: Levels
    paragraph: Element
    text: list[str] = field(default_factory=list)
    face: Face = PLAIN


class Stories:
    """The stories that are open, the innermost last; what comes goes into that one."""

    def __init__(self) -> None:
        self.builder = Builder()
        self._open = [self._make_story()]
        self._is_numbered = False

    def _make_story(self) -> _Story:
        return _Story(Levels(self.builder), self.builder.make_paragraph())

    @property
    def levels(self) -> Levels:
        """The tables of the story."""
        return self._open[-1].levels

    def say(
        self,
        text: str,
        face: Face,
    ) -> None:
        """Adds text that looks in some way."""
        story = self._open[-1]
        if face != story.face:
            self._part()
            story.face = face
        # 1. before 3 is no 1.3
        if self._is_numbered and text[:1].isdecimal():
            story.text.append(" ")
        self._is_numbered = False
        story.text.append(text)

    def say_number(
        self,
        number: str,
        face: Face,
    ) -> None:
        """Adds the automatic number of a paragraph; a bullet is no part of a label."""
        if any(map(str.isalnum, number)):
            self.say(number, face)
            self._is_numbered = True

    def add_symbols(
        self,
        font: str,
        text: str,
        face: Face,
    ) -> None:
        """Adds characters of a font of symbols: which are digits is known of some."""
        paragraph = self._part()
        for character in text:
            if not character.isspace():
                self.builder.add_symbol(paragraph, font, ord(character), face)

    def add_field(
        self,
        part: str,
        code: str = "",
    ) -> None:
        self.builder.add_field(self._part(), part, code)

    def add_hint(self) -> None:
        self.builder.add_hint(self._part())

    def add_drawing(
        self,
        what: Unread,
        sides: tuple[float, float] | None = None,
        data: bytes = b"",
    ) -> None:
        drawing = Drawing(what, sides, data=data)
        self.builder.add_drawing(self._part(), drawing)

    def end_paragraph(
        self,
        depth: int,
        ground: str = "",
    ) -> None:
        """Ends the paragraph, which stands in tables of a depth and on a ground."""
        paragraph = self._part()
        story = self._open[-1]
        # some programs say of the first paragraph alone that it stands in a table
        if depth == 0 and story.levels.has_open_row():
            depth = 1
        self.builder.shade(paragraph, ground)
        story.levels.add(paragraph, depth)
        story.paragraph = self.builder.make_paragraph()
        self._is_numbered = False

    def end_cell(
        self,
        depth: int,
        ground: str,
    ) -> None:
        self.end_paragraph(depth, ground)
        self.levels.end_cell(depth)

    def end_row(
        self,
        depth: int,
    ) -> None:
        # what was not ended before its row ends belongs to it
        if len(self._part()):
            self.end_paragraph(depth)
        self.levels.end_row(depth)

    def begin_box(self) -> bool:
        """Whether a box may begin here; what comes next goes into it."""
        if len(self._open) > _MOST_BOXES:
            return False
        self._part()
        self._open.append(self._make_story())
        return True

    def end_box(self) -> None:
        """Puts a box into the paragraph that it hangs on."""
        blocks = self._close_story()
        self._open.pop()
        self.builder.add_box(self._part(), blocks)

    def close(self) -> Package:
        """All that was said."""
        while len(self._open) > 1:
            self.end_box()
        return self.builder.to_package(self._close_story())

    def _close_story(self) -> list[Element]:
        if len(self._part()):
            self.end_paragraph(0)
        return self.levels.close()

    def _part(self) -> Element:
        """The open paragraph, with all that was said so far."""
        story = self._open[-1]
        if story.text:
            text = "".join(story.text)
            story.text.clear()
            self.builder.add_text(story.paragraph, text, story.face)
        return story.paragraph
