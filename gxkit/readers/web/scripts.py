"""What a script keeps in its strings, found without running it: pieces of markup, texts, tables.

Strings that are joined by a plus are one; a value between them that only running the script would
tell leaves a mark, so that no cell in which it stands is taken for blank or whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from gxkit.readers.kept import unescape

# What the page would show at this place only a browser knows; the reader of pages doubts a cell
# with a script in it that writes.
GAP = "<script>document.write()</script>"
_TOKEN = re.compile(
    r"""
      (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|<!--[^\n]*)
    | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)
    | (?P<unclosed>["'](?:[^"'\\\n]|\\.)*|`(?:[^`\\]|\\.)*)
    | (?P<number>\d[\d.]*)
    | (?P<name>[A-Za-z_$][\w$]*)
    | (?P<plus>\+)
    | (?P<opening>[(\[{])
    | (?P<closing>[)\]}])
    | (?P<stop>[;,])
    | (?P<other>\S)
    """,
    re.DOTALL | re.VERBOSE,
)
_PATTERN = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,1000}/[a-z]*")
_BEFORE_VALUE = frozenset("=(,:[!&|?{};+")
"""signs behind which a stroke begins a pattern, and a bracket a value"""
_INSERTED = re.compile(r"\$\{(?:(?:[^{}]|\{[^{}]*\})*\})?")
# Braces that open a value are some dozen in a page; each that is no JSON costs a try.
_MOST_TRIES = 40
# Characters of a script in which strings are looked for: the libraries of a page have some 100 000.
_LONGEST = 4_000_000
_DECODER = json.JSONDecoder()


def read_script(script: str) -> list[object]:
    """The strings of a script and its values in JSON, in their order, each as it would be shown."""
    scan = _Scan(script[:_LONGEST])
    scan.run()
    return scan.values


@dataclass(slots=True)
class _Scan:
    """A walk over the tokens of a script.

    `parts` is the string that is being put together; `is_joined` whether a plus follows it, and
    `depth` counts the brackets that are open in a value between strings, None where none is.
    """

    script: str
    values: list[object] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    is_joined: bool = False
    depth: int | None = None
    before: str = "="
    tries: int = 0

    def run(self) -> None:
        """Reads the whole script."""
        at = 0
        while (token := _TOKEN.search(self.script, at)) is not None:
            at = self._jump(token) or token.end()
        self._flush()

    def _jump(self, token: re.Match[str]) -> int:
        """Takes one token in; where to go on if not behind it, else 0."""
        kind = token.lastgroup or ""
        if kind == "comment":
            return 0
        text = token[0]
        can_be_value = self.before in _BEFORE_VALUE
        self.before = text[-1]
        if text == "/" and can_be_value:
            pattern = _PATTERN.match(self.script, token.start())
            return pattern.end() if pattern else 0
        if text in "{[" and can_be_value and self.depth is None:
            stop = self._try_json(token.start())
            if stop:
                return stop
        if self.depth is not None:
            self._skip(kind)
        else:
            _TAKE.get(kind, _Scan._end)(self, text)
        return 0

    def _try_json(self, start: int) -> int:
        """Keeps the value in JSON that begins here; where it ends, 0 where there is none."""
        self.tries += 1
        if self.tries > _MOST_TRIES:
            return 0
        try:
            value, stop = _DECODER.raw_decode(self.script, start)
        except (ValueError, RecursionError):
            return 0
        self._flush()
        self.values.append(value)
        self.before = "}"
        return stop

    def _take_string(self, text: str) -> None:
        if not self.is_joined:
            self._flush()
        said = unescape(text[1:-1])
        self.parts.append(_INSERTED.sub(GAP, said) if text[0] == "`" else said)
        self.is_joined = False

    def _take_plus(self, _: str) -> None:
        self.is_joined = bool(self.parts)

    def _take_number(self, text: str) -> None:
        if self.is_joined:
            self.parts.append(text)
            self.is_joined = False
        else:
            self._flush()

    def _take_other(self, text: str) -> None:
        """A name or a bracket: behind a plus the value that stands between strings begins."""
        if not self.is_joined:
            self._flush()
            return
        self.parts.append(GAP)
        self.is_joined = False
        self.depth = int(text in "([{")

    def _skip(self, kind: str) -> None:
        """Goes on in a value between strings, to the plus behind it or to where all ends."""
        assert self.depth is not None
        self.depth += _DEPTHS.get(kind, 0)
        ends = self.depth == 0 and kind == "stop"
        if self.depth < 0 or ends:
            self.depth = None
            self._flush()
        elif self.depth == 0 and kind == "plus":
            self.depth = None
            self.is_joined = True

    def _end(self, _: str) -> None:
        self._flush()

    def _flush(self) -> None:
        if self.parts:
            self.values.append("".join(self.parts))
            self.parts.clear()
        self.is_joined = False


_DEPTHS = {"opening": 1, "closing": -1}
_TAKE: dict[str, Callable[[_Scan, str], None]] = {
    "string": _Scan._take_string,
    "plus": _Scan._take_plus,
    "number": _Scan._take_number,
    "name": _Scan._take_other,
    "opening": _Scan._take_other,
}
