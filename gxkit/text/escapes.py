"""One escape for each kind of place into which a text may be put that came from a file.

An agency's name is what somebody wrote: it may end an attribute, a cell, a string or a folder if it
is put there as it is. Whoever writes HTML, Typst, Markdown, a field for a spreadsheet, JSON in a
script or the name of a file takes the escape of that kind from here.
"""

from __future__ import annotations

import html
import json
import re

_LOST = "□"
"""where a character was that cannot be written"""
_KEPT = "\t\n"
_CODES = [
    *range(0x20),
    *range(0x7F, 0xA0),
]
_CONTROLS = {code: "" for code in _CODES if chr(code) not in _KEPT}
_NO_CHARACTERS = [
    *range(0xFDD0, 0xFDF0),
    0xFFFE,
    0xFFFF,
]
_BYTES = {0xDC00 + byte: f"\\x{byte:02x}" for byte in range(0x80, 0x100)}
"""what Python makes of the bytes of a name that are no UTF-8, as bytes are written in a shell"""
_LOST_HALVES = dict.fromkeys(
    range(0xD800, 0xE000),
    _LOST,
)
_HALVES = _LOST_HALVES | _BYTES
"""halves of characters"""
_TURNS = [
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
]
"""signs that have what follows read from the other side, so that 1 and 2 stand as 21"""
_SEEN = {
    **_CONTROLS,
    **_HALVES,
    **dict.fromkeys(_NO_CHARACTERS, _LOST),
    **dict.fromkeys(_TURNS, ""),
    ord("\r"): "\n",
}
_UNSHOWN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
    # of two names one may be spelled as the other is
    r"|[\ud800-\udfff]|\\(?=x[0-9a-f]{2})"
)
_SPELLED = re.compile(rb"\\x([0-9a-f]{2})")
_LINE_ENDS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# In a script element only these can end it, or begin a comment that swallows the rest; the two
# separators end a line in old engines.
_IN_SCRIPT = "<>&\u2028\u2029"
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in _IN_SCRIPT}
# a byte as it is spelled would be no JSON
_SCRIPT = {**_LOST_HALVES, **_UNSAFE}
_MARKDOWN = re.compile(r"([\\`*_\[\]|$~])")
_OPENS_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    # spreadsheet programs of Chinese and Japanese take wide signs for the narrow ones
    "＝",
    "＋",
    "－",
    "＠",
)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\0-\x1f\x7f]+')
_STEPS_UP = re.compile(r"^(?:\.*_)+")
_OF_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
# a file system takes 255 bytes, and an ending and a number are still to come
_LONGEST_NAME = 200


def to_text(text: str) -> str:
    """What can be seen of a text and written anywhere: without control characters, halves of
    characters and signs that turn the direction.

    >>> to_text("县\\x00局\\u202e12\\ud83d")
    '县局12□'
    """
    # most are plain letters, and asking is quicker than looking at each
    if text.isprintable():
        return text
    return text.translate(_SEEN)


def to_line(text: str) -> str:
    """The same in one line."""
    line = _LINE_ENDS.sub(" ", text)
    return to_text(line)


def spell_name(name: str) -> str:
    """The name or path of a file so that it can be seen, written anywhere, and told from every
    other: what cannot be shown stands as its bytes. `read_name` gives it back.

    >>> spell_name("年报.html"), spell_name("\\udcbd\\udccc.html"), spell_name("a\\nb.html")
    ('年报.html', '\\\\xbd\\\\xcc.html', 'a\\\\x0ab.html')
    """
    if name.isprintable() and "\\" not in name:
        return name
    return _UNSHOWN.sub(_spell, name)


def _spell(found: re.Match[str]) -> str:
    sign = found[0]
    if ord(sign) in _BYTES:
        return _BYTES[ord(sign)]
    written = sign.encode("utf-8", "surrogatepass")
    return "".join(f"\\x{byte:02x}" for byte in written)


def read_name(spelled: str) -> str:
    """The name that was spelled so.

    >>> read_name(spell_name("\\udcbd\\udccc\\n\\\\x0a")) == "\\udcbd\\udccc\\n\\\\x0a"
    True
    """
    written = _SPELLED.sub(_read_byte, spelled.encode("utf-8", "surrogateescape"))
    return written.decode("utf-8", "surrogateescape")


def _read_byte(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode("ascii"))


def to_html(text: str) -> str:
    """A text between tags or in the quotes of an attribute.

    >>> to_html('<b> & "县"')
    '&lt;b&gt; &amp; &quot;县&quot;'
    """
    shown = to_text(text)
    return html.escape(shown)


def to_typst_string(text: str) -> str:
    """A text as a string of Typst, in which nothing is markup.

    >>> to_typst_string('#a "县"')
    '"#a \\\\"县\\\\""'
    """
    shown = to_text(text)
    for sign in ("\\", '"'):
        shown = shown.replace(sign, "\\" + sign)
    return f'"{shown}"'


def to_markdown(text: str) -> str:
    """A text in a line or a table of Markdown, in which nothing is a mark.

    >>> to_markdown("a|b *c* <d>")
    'a\\\\|b \\\\*c\\\\* &lt;d>'
    """
    line = to_line(text)
    marked = _MARKDOWN.sub(r"\\\1", line)
    for sign in "&<":
        marked = marked.replace(sign, html.escape(sign))
    return marked


def to_field(text: str) -> str:
    """A field as a spreadsheet program takes it for text; numbers stay numbers.

    >>> to_field("=1+1"), to_field("-"), to_field("-5.5"), to_field("总计")
    ("'=1+1", "'-", '-5.5', '总计')
    """
    if not text.startswith(_OPENS_FORMULA):
        return text
    if _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def to_script(told: object) -> str:
    """Data as JSON that can stand in a script element.

    >>> to_script({"name": "</script><b>"})
    '{"name":"\\\\u003c/script\\\\u003e\\\\u003cb\\\\u003e"}'
    """
    packed = json.dumps(
        told,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    # halves of characters cannot be written; what JSON escapes is safe already
    return packed.translate(_SCRIPT)


def to_name(text: str) -> str:
    """A text as the name of a file in any file system, in the folder that is meant and no other.

    >>> to_name("../../县|局"), to_name("con.html"), to_name("..")
    ('_县_局', '_con.html', '_')
    """
    line = to_line(text)
    safe = _NOT_IN_NAMES.sub("_", line)
    safe = _STEPS_UP.sub("_", safe.strip(". "))
    if _OF_DEVICES.match(safe):
        safe = f"_{safe}"
    kept = safe.encode()[:_LONGEST_NAME]
    short = kept.decode("utf-8", "ignore")
    return short or "_"
