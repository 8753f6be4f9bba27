"""Rich Text files (.rtf): groups, words and bytes are followed, and WordprocessingML is made of
them, which is then walked like that of any other Word file (Rich Text Format 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gxkit.document import Unread
from gxkit.errors import DamagedFileError
from gxkit.readers.formats import Contents
from gxkit.readers.word.building import PLAIN
from gxkit.readers.word.markup import body_to_contents
from gxkit.readers.word.rtf.charsets import page_to_encoding
from gxkit.readers.word.rtf.fonts import PARTS, Colours, Fonts
from gxkit.readers.word.rtf.states import Picture, State
from gxkit.readers.word.rtf.stories import Stories
from gxkit.readers.word.rtf.tables import MERGES, MOST_DEEP
from gxkit.readers.word.rtf.words import (
    KNOWN,
    MEASURED,
    MOST_MEASURED,
    NO_TEXT,
    SIGNS,
    SYMBOLS,
    TURNED,
)
from gxkit.text import Sentence

# Groups in groups: Word makes some dozen; what is deeper was made to do harm.
_MOST_GROUPS = 500
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}]+)", re.DOTALL
)
_BINARY = b"bin"
_OF_UNICODE = frozenset(("u", "uc"))
_IN_UNICODE = "ud"
_CHOSEN = ("FORMDROPDOWN", "FORMCHECKBOX")
_TWO_BYTES = 0xFFFF
_BREAKS = b"\r\n\0"
_CUT = Sentence(
    "文件在中途断开（有{count}处没有结束），其后的内容没有。",
    "The file breaks off ({count} of its groups do not end); what came after is not in it.",
)


class _Walk:
    """One walk through a file: the groups that are open, and what was found."""

    def __init__(self) -> None:
        self.stories = Stories()
        self.fonts = Fonts()
        self.colours = Colours()
        self.state = State()
        self.groups: list[State] = []
        self.raw = bytearray()
        self.units: list[int] = []
        self.to_skip = 0
        self.is_starred = False
        self.word = ""
        self.number: int | None = None
        self.aside: list[str] = []
        self.picture = Picture()

    @property
    def value(self) -> int:
        """The number of the word that is being done, 0 where it has none."""
        return self.number or 0

    # ---- groups, words and bytes

    def follow(
        self,
        data: bytes,
    ) -> int:
        """Follows a file to the end of its outermost group; gives how many groups were left open
        where it breaks off."""
        at = 0
        while found := _TOKEN.match(data, at):
            at = found.end()
            word, number, byte, sign, brace, plain = found.groups()
            if word is not None:
                value = None if number is None else int(number)
                # bytes follow, which may be anything
                if word == _BINARY:
                    end = at + max(value or 0, 0)
                    self.picture.binary = data[at:end]
                    at = end
                self.take_word(word.decode(), value)
            elif plain is not None:
                self.take_bytes(plain.translate(None, _BREAKS))
            elif byte is not None:
                self.take_bytes(bytes.fromhex(byte.decode()))
            elif sign is not None:
                self.take_sign(sign)
            else:
                self.take_brace(brace)
                if not self.groups:
                    break
        self.flush()
        return len(self.groups)

    def take_bytes(
        self,
        found: bytes,
    ) -> None:
        if self.to_skip:
            skipped = min(self.to_skip, len(found))
            self.to_skip -= skipped
            found = found[skipped:]
        if found and not self.state.is_silent:
            self.flush_units()
            self.raw += found

    def take_brace(
        self,
        brace: bytes,
    ) -> None:
        self.flush()
        self.to_skip = 0
        self.is_starred = False
        if brace == b"{":
            if len(self.groups) >= _MOST_GROUPS:
                raise ValueError("its groups stand too deep in each other")
            self.groups.append(self.state)
            self.state = replace(self.state, end=None)
        elif self.groups:
            end = self.state.end
            self.state = self.groups.pop()
            if end is not None and not self.state.is_silent:
                end()

    def take_sign(
        self,
        sign: bytes,
    ) -> None:
        if sign == b"*":
            self.is_starred = True
        elif sign in b"\r\n":
            self.take_word("par", None)
        elif sign in SYMBOLS:
            self.say_sign(SYMBOLS[sign])

    def take_word(
        self,
        word: str,
        number: int | None,
    ) -> None:
        """Does what a word says, or passes over the group that it opens."""
        # Unicode of which characters are made in pairs may have \uc between
        if word not in _OF_UNICODE:
            self.flush()
        is_unknown = self.is_starred and word not in KNOWN
        self.is_starred = False
        if is_unknown or word in NO_TEXT:
            self.state.is_silent = True
        elif word == _IN_UNICODE and self.state.is_pair:
            self.state.is_silent = False
        elif self.state.is_silent:
            return
        elif word in SIGNS:
            self.say_sign(SIGNS[word])
        elif word in _WORDS:
            self.word, self.number = word, number
            _WORDS[word](self)

    # ---- text

    def flush(self) -> None:
        """Says what bytes and Unicode have come so far."""
        self.flush_units()
        if self.raw:
            raw = bytes(self.raw)
            self.raw.clear()
            font = self.state.font
            is_symbol = self.fonts.is_of_symbols(font)
            self.say(raw.decode("latin-1") if is_symbol else self.fonts.decode(raw, font))

    def flush_units(self) -> None:
        if self.units:
            wide = b"".join(unit.to_bytes(2, "little") for unit in self.units)
            self.units.clear()
            self.say(wide.decode("utf-16-le", "replace"))

    def say_sign(
        self,
        sign: str,
    ) -> None:
        """A character that is written as a word; it may stand there for other programs."""
        self.flush()
        if self.to_skip:
            self.to_skip -= 1
        elif not self.state.is_silent:
            self.say(sign)

    def say(
        self,
        text: str,
    ) -> None:
        """Puts text where it belongs."""
        state = self.state
        face = state.face._replace(struck=True) if state.is_deleted else state.face
        is_symbol = self.fonts.is_of_symbols(state.font)
        if state.into is not None:
            # a bullet is no number, whatever letter has its place
            state.into("" if is_symbol else text)
        elif is_symbol:
            self.stories.add_symbols(self.fonts.name(state.font), text, face)
        else:
            self.stories.say(text, face)

    def take_unicode(self) -> None:
        if self.raw:
            self.flush()
        self.units.append(self.value & _TWO_BYTES)
        self.to_skip = self.state.for_others

    def begin_pair(self) -> None:
        self.state.is_pair = True
        self.state.is_silent = True

    def take_for_others(self) -> None:
        self.state.for_others = 1 if self.number is None else max(self.number, 0)

    # ---- paragraphs and tables

    def end_paragraph(self) -> None:
        self.stories.end_paragraph(self.state.depth, self.state.ground)

    def end_cell(self) -> None:
        depth = 1 if self.word == "cell" else max(self.state.depth, 2)
        self.stories.end_cell(depth, self.state.ground)

    def end_row(self) -> None:
        depth = 1 if self.word == "row" else max(self.state.depth, 2)
        self.stories.end_row(depth)

    def row_depth(self) -> int:
        return max(self.state.depth, 2) if self.state.is_nested else 1

    def begin_row(self) -> None:
        self.stories.levels.begin_shape(self.row_depth())

    def shape_row(self) -> None:
        """What is said of a row or of its next cell."""
        shape = self.stories.levels.shape_at(self.row_depth())
        value = self.value
        if self.word in MERGES:
            shape.next.merges.append(MERGES[self.word])
        elif self.word == "cellx":
            shape.end_cell(value)
        elif self.word == "clcbpat":
            shape.next.ground = self.colours[value]
        elif self.word == "trleft":
            shape.left = value
        elif value < 0:
            # a height below 0 is exact, all others are the least
            shape.height = -value

    def begin_paragraph(self) -> None:
        self.state.depth = 0
        self.state.ground = ""

    def set_depth(self) -> None:
        if self.word == "itap":
            self.state.depth = min(max(self.value, 0), MOST_DEEP)
        else:
            self.state.depth = max(self.state.depth, 1)

    def set_nested(self) -> None:
        self.state.is_nested = True

    def shade_paragraph(self) -> None:
        self.state.ground = self.colours[self.value]

    # ---- how characters look

    def begin_characters(self) -> None:
        self.state.face = PLAIN
        self.state.is_deleted = False
        self.state.font = self.fonts.usual

    def turn_on(self) -> None:
        """A look that is on or off; without a number it is on."""
        name = TURNED[self.word]
        self.change_face(name, self.number != 0)

    def set_measure(self) -> None:
        name, usual = MEASURED[self.word]
        value = usual if self.number is None else min(max(self.number, 0), MOST_MEASURED)
        self.change_face(name, value)

    def end_raised(self) -> None:
        self.change_face("raised", False)

    def set_colour(self) -> None:
        self.change_face("colour", self.colours[self.value])

    def set_ground(self) -> None:
        self.change_face("ground", self.colours[self.value])

    def change_face(
        self,
        name: str,
        value: object,
    ) -> None:
        changed: dict[str, Any] = {name: value}
        self.state.face = self.state.face._replace(**changed)

    def set_deleted(self) -> None:
        self.state.is_deleted = self.number != 0

    # ---- fonts, colours and encodings

    def set_font(self) -> None:
        if self.state.into == self.fonts.add_name:
            self.fonts.named = self.value
        else:
            self.state.font = self.value

    def set_usual_font(self) -> None:
        self.fonts.usual = self.state.font = self.value

    def begin_fonts(self) -> None:
        self.state.into = self.fonts.add_name

    def set_charset(self) -> None:
        self.fonts.set_charset(self.value)

    def set_page(self) -> None:
        if self.word == "cpg":
            self.fonts.set_page(self.value)
        else:
            self.fonts.encoding = page_to_encoding(self.value)

    def begin_colours(self) -> None:
        self.state.into = self.colours.end_colours

    def set_part(self) -> None:
        self.colours.set_part(self.word, self.value)

    # ---- what is no text: numbers, fields, pictures, boxes

    def gather(
        self,
        end: Callable[[], None],
    ) -> None:
        """Lays the text of a group aside until it ends."""
        self.aside = []
        self.state.into = self.aside.append
        self.state.end = end

    def begin_number(self) -> None:
        """An automatic self.number, written out for programs that do not count."""
        self.gather(self.end_number)

    def end_number(self) -> None:
        self.stories.say_number("".join(self.aside).strip(), self.state.face)

    def begin_code(self) -> None:
        self.gather(self.end_code)

    def end_code(self) -> None:
        code = "".join(self.aside)
        self.stories.add_field("begin", code)
        # which entry of a list was chosen stands apart from what is shown
        if any(kind in code for kind in _CHOSEN):
            self.stories.add_hint()

    def begin_result(self) -> None:
        self.stories.add_field("separate")

    def begin_field(self) -> None:
        self.state.end = self.end_field

    def end_field(self) -> None:
        self.stories.add_field("end")

    def begin_picture(self) -> None:
        self.picture = Picture()
        self.state.into = self.picture.digits.append
        self.state.end = self.end_picture

    def measure_picture(self) -> None:
        self.picture.lengths[self.word] = self.value

    def end_picture(self) -> None:
        sides = self.picture.points()
        self.stories.add_drawing(Unread.PICTURE, sides, self.picture.data())

    def mark_structure(self) -> None:
        """A fraction or a power: its parts are no digits of one figure."""
        self.stories.add_drawing(Unread.OBJECT)

    def begin_box(self) -> None:
        self.state.depth = 0
        if self.stories.begin_box():
            self.state.end = self.stories.end_box
        else:
            self.state.is_silent = True


_Take = Callable[[_Walk], None]

#: what a word does
_WORDS: dict[str, _Take] = {
    "u": _Walk.take_unicode,
    "upr": _Walk.begin_pair,
    "uc": _Walk.take_for_others,
    **dict.fromkeys(("par", "sect"), _Walk.end_paragraph),
    **dict.fromkeys(("cell", "nestcell"), _Walk.end_cell),
    **dict.fromkeys(("row", "nestrow"), _Walk.end_row),
    "trowd": _Walk.begin_row,
    **dict.fromkeys((*MERGES, "cellx", "clcbpat", "trleft", "trrh"), _Walk.shape_row),
    "pard": _Walk.begin_paragraph,
    **dict.fromkeys(("intbl", "itap"), _Walk.set_depth),
    "nesttableprops": _Walk.set_nested,
    "cbpat": _Walk.shade_paragraph,
    "plain": _Walk.begin_characters,
    **dict.fromkeys(TURNED, _Walk.turn_on),
    **dict.fromkeys(MEASURED, _Walk.set_measure),
    "nosupersub": _Walk.end_raised,
    "cf": _Walk.set_colour,
    **dict.fromkeys(("highlight", "chcbpat", "cb"), _Walk.set_ground),
    "deleted": _Walk.set_deleted,
    "f": _Walk.set_font,
    "deff": _Walk.set_usual_font,
    "fonttbl": _Walk.begin_fonts,
    "fcharset": _Walk.set_charset,
    **dict.fromkeys(("ansicpg", "cpg"), _Walk.set_page),
    "colortbl": _Walk.begin_colours,
    **dict.fromkeys(PARTS, _Walk.set_part),
    **dict.fromkeys(("listtext", "pntext"), _Walk.begin_number),
    "field": _Walk.begin_field,
    "fldinst": _Walk.begin_code,
    "fldrslt": _Walk.begin_result,
    "pict": _Walk.begin_picture,
    **dict.fromkeys(("picwgoal", "pichgoal", "picscalex", "picscaley"), _Walk.measure_picture),
    **dict.fromkeys(("mf", "msSup", "msSub", "msSubSup", "mrad", "mnary"), _Walk.mark_structure),
    **dict.fromkeys(("shptxt", "dptxbxtext"), _Walk.begin_box),
}


def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines and grids of a Rich Text file; it says nothing of itself that could be relied on.

    Raises DamagedFileError where groups stand too deep in each other.
    """
    walk = _Walk()
    try:
        left_open = walk.follow(data)
    except ValueError as error:
        raise DamagedFileError(
            f"{path.name}：RTF 文件已损坏（{error}）；请重新下载，或用 Word 或 WPS 打开，另存"
            "为 .docx。",
            f"{path.name}: the Rich Text file is damaged ({error}); fetch it again, or open it in "
            "Word or WPS and save it as .docx.",
        ) from error
    contents = body_to_contents(walk.stories.close())
    if left_open:
        said = _CUT.fill(count=left_open)
        return contents._replace(remarks=(*contents.remarks, said))
    return contents
