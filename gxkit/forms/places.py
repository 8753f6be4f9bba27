"""On which line of a TOML text each table, key and entry stands, for the sentence about a fault.

The text has been read by tomllib before, so that nothing is checked here: the scan follows the
brackets and the strings and notes where things begin.
"""

from __future__ import annotations

import re
from bisect import bisect_right

Path = tuple[str | int, ...]
"""keys, and the number of the entry in a list: `("tables", 0, "rows", 3, "id")`"""

_BLANK = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))[ \t]*(\.)?""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}' + r"|'''.*?'{3,5}" + r'|"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]*")


class _Scan:
    """A walk over the text; `lines` fills with the line (from 1) of each path."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {(): 1}
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def note(self, path: Path) -> None:
        self.lines.setdefault(path, bisect_right(self._starts, self.at))

    def skip(self) -> str:
        """Go over blanks, commas and comments; the character that comes then, '' at the end."""
        blank = _BLANK.match(self.text, self.at)
        if blank:
            self.at = blank.end()
        return self.text[self.at : self.at + 1]

    def key(self) -> tuple[str, ...]:
        """A key, dotted or not."""
        parts: list[str] = []
        while match := _KEY.match(self.text, self.at):
            parts.append(next(part for part in match.groups()[:3] if part is not None))
            self.at = match.end()
            if not match[4]:
                break
        return tuple(parts)

    def pair(self, path: Path) -> None:
        """`key = value`."""
        start = self.at
        own = (*path, *self.key())
        after, self.at = self.at, start
        for length in range(len(path) + 1, len(own) + 1):
            self.note(own[:length])
        self.at = self.text.index("=", after) + 1
        self.value(own)

    def value(self, path: Path) -> None:
        opening = self.skip()
        if opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline(path)
        else:
            match = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.at = match.end() if match else self.at + 1

    def array(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self.skip() not in ("]", ""):
            self.note((*path, number))
            self.value((*path, number))
            number += 1
        self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        while self.skip() not in ("}", ""):
            self.pair(path)
        self.at += 1

    def header(self, counts: dict[Path, int]) -> Path:
        """`[table]` or `[[table]]`: the path of what follows, its entry numbered."""
        several = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if several else 1
        names = self.key()
        path: Path = ()
        for depth, name in enumerate(names):
            path = (*path, name)
            if several and depth == len(names) - 1:
                counts[path] = counts.get(path, -1) + 1
            if path in counts:
                path = (*path, counts[path])
        after, self.at = self.at, start
        self.note(path)
        self.at = self.text.index("]", after) + (2 if several else 1)
        return path


def find_lines(text: str) -> dict[Path, int]:
    """The line, from 1, of each table, key and entry of a TOML text that tomllib has accepted.

    >>> lines = find_lines('a = 1\\n[[t]]\\nrows = [\\n  { id = "x" },\\n  { id = "y" },\\n]')
    >>> lines["t", 0], lines["t", 0, "rows", 1, "id"]
    (2, 5)
    """
    scan = _Scan(text)
    counts: dict[Path, int] = {}
    path: Path = ()
    while opening := scan.skip():
        if opening == "[":
            path = scan.header(counts)
        else:
            scan.pair(path)
    return scan.lines
