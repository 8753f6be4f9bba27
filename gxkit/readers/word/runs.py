"""The text of a paragraph of a Word file: runs, signs, and what is left out of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from gxkit.document import Omission, Omitted, Unread
from gxkit.readers.seen import set_aside
from gxkit.readers.word.objects import OBJECTS, is_unfinished_sum, see, shows_hint
from gxkit.readers.word.styles import Look, Setting, Styles, is_alike
from gxkit.readers.word.tags import (
    ALTERNATE,
    MATH_TEXT,
    PARAGRAPH_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TABLE,
    TEXT,
    TEXT_BOX,
    Element,
    W,
    find_child,
)
from gxkit.text import lower_alone, raise_digits

SKIPPED = frozenset(
    W + name
    for name in (
        # how something is set; a content control's properties hold its placeholder's text
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "tcPr",
        "trPr",
        "sdtPr",
        "sdtEndPr",
        "sectPr",
        "lastRenderedPageBreak",
        # what was deleted or moved away while changes were tracked
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        # pinyin above characters, and marks of notes, which would be read into figures
        "rt",
        "footnoteReference",
        "endnoteReference",
    )
)
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_DELETED_TEXT = W + "delText"
_NOTES = (W + "footnoteReference", W + "endnoteReference")
_ANCHOR = W + "anchor"
_CODES = W + "instr"
_NOTING = re.compile(r"\s*(?:NOTEREF|FTNREF)\b")
_LINKING = re.compile(r"\s*HYPERLINK\b")
_DRAWING_PROPERTIES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
)
_HIDDEN_SHAPE = re.compile(r"visibility\s*:\s*hidden|(?:width|height)\s*:\s*0(?:p[tx])?\s*(?:;|$)")
# Of the size of the letters beside: a heading has half as large again as its text.
_OTHER_SIZE = 0.7
# Half points: typists lower half a line by one or two to have it level.
_OTHER_LEVEL = 4
_CODE = W + "instrText"
_FIELD_TYPE = W + "fldCharType"
_FIELD_PARTS = frozenset((_CODE, W + "fldChar"))
_MATH = MATH_TEXT.removesuffix("t")
_STRUCTURES = [
    _MATH + name for name in ("f", "sSup", "sSub", "sSubSup", "sPre", "rad", "nary", "m")
]


_SAYING_NOTHING = frozenset(
    (PARAGRAPH_PROPERTIES, W + "bookmarkStart", W + "bookmarkEnd", W + "proofErr")
)
"""what stands among the runs of most paragraphs, and holds no text"""


@dataclass(slots=True)
class Text:
    """The text of a paragraph while it is read; text boxes on the way are kept and not read.

    `setting` is what surrounds its runs. `omitted` is what is left out, `marks` the places among
    the parts of what is left out of a cell with a figure. `unread` is what stands there and is no
    text, `slight` what would be an ornament beside a figure. `code` is that of an open field.
    """

    styles: Styles
    setting: Setting
    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    omitted: list[Omitted] = field(default_factory=list)
    marks: dict[int, Omitted] = field(default_factory=dict)
    before: Look | None = None
    linked: int = 0
    unread: Unread | None = None
    slight: Unread | None = None
    code: str = ""

    def read(self, element: Element) -> Text:
        """Adds what is shown below an element."""
        for child in element:
            take = _TAKERS.get(child.tag, Text.read)
            take(self, child)
        return self

    def shown(self) -> str:
        """All of it as one string."""
        return lower_alone("".join(self.parts))

    def shown_in_cell(self) -> str:
        """All of it as one string, without the marks of notes if a figure stands there."""
        if self.marks:
            self.parts, left_out = set_aside(self.parts, self.marks)
            self.omitted += left_out
        return self.shown()

    def hidden(self) -> str:
        """What was left out of it, as one string."""
        texts = [one.text for one in self.omitted if one.why is not Omission.RUBY]
        return "".join(texts).strip()

    def take_text(self, element: Element) -> None:
        """The characters of a `w:t`."""
        self.parts.append(element.text or "")

    def take_run(self, run: Element) -> None:
        """A run, unless it is hidden or struck out; raised digits are marks of notes, which folding
        drops."""
        if not self.styles.may_hide:
            self.read(run)
            return
        properties = find_child(run, RUN_PROPERTIES)
        look = self.styles.look_of(properties, self.setting)
        begun = len(self.parts)
        unread, slight = self.unread, self.slight
        self.read(run)
        if look.omission is not None:
            self._omit(begun, look.omission)
            self.unread, self.slight = unread, slight
        elif look.is_mark or _has_note(run):
            self._mark(begun)
            self.parts[begun:] = map(raise_digits, self.parts[begun:])
        else:
            self._part(begun, look)

    def _part(self, begun: int, look: Look) -> None:
        """Keeps a figure from one before it in another colour, in quite other letters, or on
        another level."""
        before = self.before or look
        self.before = look
        smaller, larger = sorted((look.size, before.size))
        is_other = not is_alike(look.colour, before.colour) or smaller <= _OTHER_SIZE * larger
        is_other = is_other or abs(look.position - before.position) >= _OTHER_LEVEL
        if not is_other or begun == len(self.parts):
            return
        if self._ends_in_digit(begun) and self.parts[begun][:1].isdigit():
            self.parts.insert(begun, " ")

    def _ends_in_digit(self, begun: int) -> bool:
        return begun > 0 and self.parts[begun - 1][-1:].isdigit()

    def _omit(self, begun: int, why: Omission) -> None:
        """Leaves out what was read from a place on."""
        text = "".join(self.parts[begun:])
        del self.parts[begun:]
        if text.strip():
            self.omitted.append(Omitted(text, why))

    def _mark(self, begun: int) -> None:
        """What was read from a place on may be the mark of a note."""
        for at in range(begun, len(self.parts)):
            self.marks[at] = Omitted(self.parts[at], Omission.MARK)

    def take_link(self, link: Element) -> None:
        """A link. One to a place in the file, or in the midst of digits, may be the mark of a note:
        nobody links half a figure."""
        begun = len(self.parts)
        is_amid = self._ends_in_digit(begun) and self.linked != begun
        self.read(link)
        self.linked = len(self.parts)
        if is_amid or (link.get(_ANCHOR) and begun):
            self._mark(begun)

    def take_field(self, field_: Element) -> None:
        """A field with its result, which may be the mark of a note or a link."""
        codes = field_.get(_CODES) or ""
        if _LINKING.match(codes):
            self.take_link(field_)
            return
        begun = len(self.parts)
        self.read(field_)
        if _NOTING.match(codes) and begun:
            self._mark(begun)

    def take_sign(self, element: Element) -> None:
        """A character that has an element of its own."""
        self.parts.append(_SIGNS[element.tag])

    def take_break(self, element: Element) -> None:
        """A line break; one of a page or column parts no text."""
        if element.get(W + "type") not in ("page", "column"):
            self.parts.append("\n")

    def take_box(self, box: Element) -> None:
        """A text box, to be read after the paragraph that it hangs on, unless it is hidden."""
        if _is_hidden_box(box):
            text = "".join(part.text or "" for part in box.iter(TEXT))
            self.omitted.append(Omitted(text, Omission.HIDDEN))
        else:
            self.boxes.append(box)

    def take_branch(self, alternate: Element) -> None:
        """One of several ways to write the same."""
        branch = find_branch(alternate)
        if branch is not None:
            self.read(branch)

    def take_deleted(self, deleted: Element) -> None:
        """What was deleted while changes were tracked."""
        text = "".join(part.text or "" for part in deleted.iter(_DELETED_TEXT))
        if text.strip():
            self.omitted.append(Omitted(text, Omission.STRUCK))

    def take_ruby(self, ruby: Element) -> None:
        """What stands above characters to say how they are read."""
        text = "".join(part.text or "" for part in ruby.iter(TEXT))
        if text.strip():
            self.omitted.append(Omitted(text, Omission.RUBY))

    def take_object(self, element: Element) -> None:
        """A picture, a shape, a symbol or a field: what is seen of it, and the text in it."""
        seen = see(element)
        if seen.text:
            self.parts.append(seen.text)
        if seen.said:
            self.omitted.append(Omitted(seen.said, Omission.ALTERNATIVE))
        if seen.slight:
            self.slight = self.slight or seen.unread
        else:
            self.unread = self.unread or seen.unread
        if element.tag in _FIELD_PARTS:
            self._follow_field(element)
        else:
            self.read(element)

    def _follow_field(self, element: Element) -> None:
        """The code of a field, and whether a result follows it."""
        if element.tag == _CODE:
            self.code += element.text or ""
            return
        kind = element.get(_FIELD_TYPE)
        if kind == "end" and is_unfinished_sum(self.code):
            self.unread = self.unread or Unread.CONTROL
        self.code = ""

    def take_control(self, control: Element) -> None:
        """A content control; what it says to type into it was not typed."""
        if shows_hint(control):
            self.unread = self.unread or Unread.CONTROL
        else:
            self.read(control)

    def take_direction(self, element: Element) -> None:
        """Characters whose order the file overrides: from right to left 12 is seen as 21."""
        if element.get(W + "val") == "rtl":
            self.unread = Unread.REVERSED
        self.read(element)

    def take_formula(self, structure: Element) -> None:
        """A fraction or a power: its parts are no digits of one figure."""
        for at, part in enumerate(structure):
            if at and part.tag.startswith(_MATH):
                self.parts.append("/")
            self.read(part)

    def leave_out(self, _: Element) -> None:
        """What is not shown, or says how something is shown."""


_TAKERS: dict[object, Callable[[Text, Element], object]] = {
    TEXT: Text.take_text,
    MATH_TEXT: Text.take_text,
    RUN: Text.take_run,
    W + "br": Text.take_break,
    W + "bdo": Text.take_direction,
    W + "hyperlink": Text.take_link,
    W + "fldSimple": Text.take_field,
    TEXT_BOX: Text.take_box,
    ALTERNATE: Text.take_branch,
    **dict.fromkeys(_SIGNS, Text.take_sign),
    **dict.fromkeys(SKIPPED, Text.leave_out),
    **dict.fromkeys(OBJECTS, Text.take_object),
    **dict.fromkeys(_STRUCTURES, Text.take_formula),
    W + "sdt": Text.take_control,
    W + "del": Text.take_deleted,
    W + "rt": Text.take_ruby,
}


def read_plain(paragraph: Element) -> str | None:
    """What a paragraph says that holds nothing but runs of text; None for any other.

    Only where nothing can be hidden: how its runs look is not asked.
    """
    parts: list[str] = []
    for child in paragraph:
        tag = child.tag
        if tag == RUN:
            for inner in child:
                if inner.tag == TEXT:
                    parts.append(inner.text or "")
                elif inner.tag != RUN_PROPERTIES:
                    return None
        elif tag not in _SAYING_NOTHING:
            return None
    return lower_alone("".join(parts))


def _is_hidden_box(box: Element) -> bool:
    """Whether the shape that holds a box says that it is hidden."""
    for shape in box.iterancestors():
        if shape.tag in (RUN, ALTERNATE):
            return False
        properties = shape.find(_DRAWING_PROPERTIES)
        if properties is not None and properties.get("hidden") in ("1", "true"):
            return True
        if _HIDDEN_SHAPE.search(shape.get("style") or ""):
            return True
    return False


def _has_note(run: Element) -> bool:
    """Whether a run is the mark of a note that its author typed."""
    return any(child.tag in _NOTES for child in run)


def find_branch(
    alternate: Element,
) -> Element | None:
    """The first branch of alternate contents that holds any text, else the first: all of them say
    the same."""
    branches = list(alternate.iterchildren("*"))
    for branch in branches:
        if next(branch.iter(TEXT, TABLE), None) is not None:
            return branch
    return branches[0] if branches else None
