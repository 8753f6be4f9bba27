"""TOML read strictly: an unknown key, a missing one or a wrong type is told with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NoReturn

from gxkit.errors import FormError
from gxkit.forms.places import Path, find_lines

Data = dict[str, Any]
TEXT = "a text"
FLAG = "true or false"
NUMBER = "a whole number"
TEXTS = "a list of texts"
TEXT_OR_TEXTS = "a text or a list of texts"
NAMES = "a table of texts or lists of texts"
YEARS = "two years, the first not after the last, as [2014, 2018]"
ENTRIES = "a list of tables"

_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_FIRST_YEAR, _LAST_YEAR = 1990, 9999
"""no report on disclosure is older than the Regulations' first drafts; 9999: still in use"""


def _are(kind: type, thing: Any) -> bool:
    return isinstance(thing, list) and all(isinstance(one, kind) for one in thing)


def _is_years(thing: Any) -> bool:
    if not _are(int, thing) or len(thing) != len(("first", "last")):
        return False
    return bool(_FIRST_YEAR <= thing[0] <= thing[1] <= _LAST_YEAR)


_IS: dict[str, Callable[[Any], bool]] = {
    TEXT: lambda thing: isinstance(thing, str) and bool(thing.strip()),
    FLAG: lambda thing: isinstance(thing, bool),
    NUMBER: lambda thing: isinstance(thing, int) and not isinstance(thing, bool),
    TEXTS: lambda thing: _are(str, thing),
    TEXT_OR_TEXTS: lambda thing: isinstance(thing, str) or _are(str, thing),
    NAMES: lambda thing: isinstance(thing, dict),
    YEARS: _is_years,
    ENTRIES: lambda thing: _are(dict, thing),
}
"""what a value must be -> whether it is"""


def fits(kind: str, thing: Any) -> bool:
    """Whether a value is what it must be."""
    return _IS[kind](thing)


@dataclass(frozen=True)
class Source:
    """A TOML text and its name, with which every complaint begins."""

    name: str
    text: str
    data: Data = field(init=False)

    def __post_init__(self) -> None:
        try:
            data = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise FormError(self._no_toml(str(error))) from None
        object.__setattr__(self, "data", data)

    @cached_property
    def lines(self) -> dict[Path, int]:
        return find_lines(self.text)

    def _no_toml(self, said: str) -> str:
        found = _LINE.search(said)
        # A text that breaks off has no line of its own: its last one is meant.
        line = int(found[1]) if found else self.text.count("\n") + 1
        return (
            f"{self.name}, line {line}: this is no TOML ({_LINE.sub('', said)}); look for a "
            "missing quotation mark or bracket, and write a key that has a dot in quotes, "
            'as "denied.law".'
        )

    def place(self, path: Path) -> str:
        """File and line of the innermost thing on a path that stands somewhere."""
        while path not in self.lines:
            path = path[:-1]
        return f"{self.name}, line {self.lines[path]}"

    def fail(self, path: Path, said: str) -> NoReturn:
        raise FormError(f"{self.place(path)}: {said}")

    def take(
        self,
        data: Data,
        path: Path,
        what: str,
        required: Mapping[str, str],
        optional: Mapping[str, str] | None = None,
    ) -> Data:
        """`data` if it has the required keys, no unknown ones, and of each the right type."""
        allowed = {**required, **(optional or {})}
        for key, thing in data.items():
            if key not in allowed:
                self.fail((*path, key), f"{what} has the unknown key {key}{_meant(key, allowed)}")
            if not fits(allowed[key], thing):
                self.fail((*path, key), f"{key} of {what} is {thing!r}; expected {allowed[key]}.")
        for key in required:
            if key not in data:
                self.fail(path, f"{what} has no {key}; expected {required[key]}.")
        return data

    def unique(self, ids: list[str], path: Path, what: str, key: str = "id") -> None:
        """FormError at the second of two entries that have one id."""
        for number, name in enumerate(ids):
            if name in ids[:number]:
                self.fail((*path, number, key), f"{what} {name!r} stands twice; ids differ.")

    def known(self, name: str, path: Path, what: str, known: Mapping[str, object]) -> None:
        """FormError for a name that is none of the known ones."""
        if name not in known:
            self.fail(path, f"{what} {name!r} is not known{_meant(name, known)}")


MOST_LISTED = 30
"""more names than these are no help in a sentence"""


def _meant(name: str, known: Mapping[str, object]) -> str:
    """The end of a complaint: what may stand there."""
    near = get_close_matches(name, known, n=1)
    guess = f" (is {near[0]} meant?)" if near else ""
    names = list(known)
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return f"{guess}; allowed: {', '.join(names[:MOST_LISTED])}{more}."
