"""Whether PDFium may take much time or memory over a file, asked of its bytes before it is opened.

Three kilobytes of forms that draw forms took eight gigabytes, and PDFium then ends the process that
it is in. Nobody can stop it from within: what may do harm is read in a process of its own. The
question is cheap, and errs on the side of care: a sound file that is taken for one costs a start.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

# Contents are drawn once for each time that something draws them; a page of a report unpacks to
# some hundred kilobytes.
_MOST_DRAWN = 20_000_000
_HEAD = 600
"""bytes before a stream in which its dictionary begins"""
_STREAM = re.compile(rb"stream\r?\n")
# what is drawn by programs of its own, tile by tile, or through masks: drawing it may take hours
_SLOW = re.compile(rb"/(?:PatternType\s+1|ShadingType|Luminosity|Type3)\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
# neither is drawn as a content, and both are large
_NO_CONTENT = re.compile(rb"/Subtype\s*/Image\b|/Length1\b|/FontFile|/ObjStm|/XRef|/CIDFontType0C")
_PACKED = re.compile(rb"/(?:Fl|FlateDecode)\b")
_OTHERWISE = re.compile(rb"/(?:LZW|LZWDecode|RL|RunLengthDecode|A85|ASCII85Decode|AHx)\b")
_DRAWS = re.compile(rb"\bDo\b")


class _Content(NamedTuple):
    """A stream that may be drawn: how many bytes it has, how often it draws another, and whether
    it is a form."""

    size: int
    draws: int
    is_form: bool


def may_do_harm(data: bytes) -> bool:
    """Whether a PDF draws forms in forms, draws too much, or what is slow to be drawn."""
    if _SLOW.search(data):
        return True
    contents = list(_contents(data))
    forms = [content for content in contents if content.is_form]
    if any(form.draws for form in forms):
        return True
    largest = max((form.size for form in forms), default=0)
    drawn = sum(content.size + content.draws * largest for content in contents)
    return drawn > _MOST_DRAWN


def _contents(data: bytes) -> Iterator[_Content]:
    for match in _STREAM.finditer(data):
        start = match.start()
        _, _, head = data[max(0, start - _HEAD) : start].rpartition(b" obj")
        if _NO_CONTENT.search(head):
            continue
        is_form = _FORM.search(head) is not None
        # what is packed in another way too is taken for the worst
        if _OTHERWISE.search(head):
            yield _Content(_MOST_DRAWN + 1, 0, is_form)
            continue
        end = data.find(b"endstream", match.end())
        content = data[match.end() : end]
        if _PACKED.search(head):
            content = _unpack(content)
        yield _Content(len(content), len(_DRAWS.findall(content)), is_form)


def _unpack(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST_DRAWN + 1)
    except zlib.error:
        return data
