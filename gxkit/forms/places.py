"""On which line of a TOML text each table, key and entry stands, for the sentence about a fault.

The text has been read by tomllib before, so that nothing is checked here: the scan follows the
brackets and the strings and notes where things begin.
"""

from __future__ import annotations

import re
from bisect import bisect_right

# keys, and the number of the entry in a list: `("tables", 0, "rows", 3, "id")`
Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
_KEY = re.compile(
    r"""
    [ \t]*
    (?: "(?P<basic> (?:[^"\\]|\\.)* )"
      | '(?P<literal> [^']* )'
      | (?P<bare> [A-Za-z0-9_-]+ )
    )
    [ \t]*
    (?P<dot> \. )?
    """,
    re.VERBOSE,
)
_VALUE = re.compile(
    r"""
      \"\"\" (?:[^\\]|\\.)*? \"{3,5}
    | ''' .*? '{3,5}
    | " (?:[^"\\\n]|\\.)* "
    | ' [^'\n]* '
    | [^,\]}\n#]*
    """,
    re.VERBOSE | re.DOTALL,
)
"""a string of one of four kinds, or what stands up to the next sign"""


class _Scan:
    """A walk over the text; `lines` fills with the line (from 1) of each path."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {(): 1}
        self.counts: dict[Path, int] = {}
        # where each line begins
        self.starts = [0]
        self.starts += [match.end() for match in re.finditer("\n", text)]

    def walk(self) -> None:
        """The whole text: heads of tables, and the keys under each."""
        path: Path = ()
        while opening := self.skip():
            if opening == "[":
                path = self.head()
            else:
                self.pair(path)

    def note(self, path: Path, at: int) -> None:
        """The line of a path; where it is met again, the first time counts."""
        if path not in self.lines:
            self.lines[path] = bisect_right(self.starts, at)

    def skip(self) -> str:
        """Go over blanks, commas and comments; the sign that comes then, '' at the end."""
        self.eat(_BLANK)
        return self.text[self.at : self.at + 1]

    def eat(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Go over what fits a pattern, if anything does."""
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def key(self) -> list[str]:
        """A key, its parts where it is dotted."""
        parts: list[str] = []
        while match := self.eat(_KEY):
            # quoted or bare, and a quoted one may be empty
            named = [match[kind] for kind in ("bare", "basic", "literal")]
            parts += [name for name in named if name is not None]
            # a dot, and another part of the key follows
            if not match["dot"]:
                break
        return parts

    def pair(self, path: Path) -> None:
        """`key = value`."""
        start = self.at
        for name in self.key():
            path = (*path, name)
            self.note(path, start)
        self.at = self.text.index("=", self.at) + 1
        self.value(path)

    def value(self, path: Path) -> None:
        opening = self.skip()
        if opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline(path)
        else:
            self.eat(_VALUE)

    def array(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self.skip() not in ("]", ""):
            own = (*path, number)
            self.note(own, self.at)
            self.value(own)
            number += 1
        self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        while self.skip() not in ("}", ""):
            self.pair(path)
        self.at += 1

    def head(self) -> Path:
        """`[table]` or `[[table]]`: the path of what follows, each entry with its number."""
        start = self.at
        brackets = "[[" if self.text.startswith("[[", start) else "["
        self.at += len(brackets)
        names = self.key()
        # a double bracket opens the next entry of a list
        if brackets == "[[":
            self._count(names)
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self.counts:
                path = (*path, self.counts[path])
        self.note(path, start)
        self.at = self.text.index("]", self.at) + len(brackets)
        return path

    def _count(self, names: list[str]) -> None:
        """One more entry of the list that a double bracket names."""
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self.counts:
                path = (*path, self.counts[path])
        path = (*path, names[-1])
        self.counts[path] = self.counts.get(path, -1) + 1


def find_lines(text: str) -> dict[Path, int]:
    """The line, from 1, of each table, key and entry of a TOML text that tomllib has accepted.

    >>> lines = find_lines('a = 1\\n[[t]]\\nrows = [\\n  { id = "x" },\\n  { id = "y" },\\n]')
    >>> lines["t", 0], lines["t", 0, "rows", 1, "id"]
    (2, 5)
    """
    scan = _Scan(text)
    scan.walk()
    return scan.lines
