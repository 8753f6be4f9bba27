"""TOML read strictly: an unknown key, a missing one or a wrong type is told with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NoReturn

from gxkit.errors import FormError
from gxkit.forms.places import Path, find_lines

Data = dict[str, Any]
# the keys of a table, and what each must be
Keys = Mapping[str, str]

TEXT = "a text"
FLAG = "true or false"
NUMBER = "a whole number"
TEXTS = "a list of texts"
TEXT_OR_TEXTS = "a text or a list of texts"
NAMES = "a table of texts or lists of texts"
YEARS = "two years, the first not after the last, as [2014, 2018]"
ENTRIES = "a list of tables"

_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
# no report is so old; a year before it is a slip of the keyboard
_FIRST_YEAR = 1990
# of an edition that is still in use
_LAST_YEAR = 9999
# more names than these are no help in a sentence
_MOST_LISTED = 30


def _are(kind: type, thing: Any) -> bool:
    if not isinstance(thing, list):
        return False
    return all(isinstance(one, kind) for one in thing)


def _is_text(thing: Any) -> bool:
    return isinstance(thing, str) and thing.strip() != ""


def _is_number(thing: Any) -> bool:
    # True is an int to Python and none to whoever wrote the file
    return isinstance(thing, int) and not isinstance(thing, bool)


def _is_text_or_texts(thing: Any) -> bool:
    return isinstance(thing, str) or _are(str, thing)


def _is_years(thing: Any) -> bool:
    if not _are(int, thing):
        return False
    try:
        first, last = thing
    except ValueError:
        return False
    return bool(_FIRST_YEAR <= first <= last <= _LAST_YEAR)


# what a value must be -> whether it is
_IS: dict[str, Callable[[Any], bool]] = {
    TEXT: _is_text,
    FLAG: lambda thing: isinstance(thing, bool),
    NUMBER: _is_number,
    TEXTS: lambda thing: _are(str, thing),
    TEXT_OR_TEXTS: _is_text_or_texts,
    NAMES: lambda thing: isinstance(thing, dict),
    YEARS: _is_years,
    ENTRIES: lambda thing: _are(dict, thing),
}


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
        except RecursionError:
            # brackets within brackets, some hundreds deep: tomllib reads by recursion
            raise FormError(
                f"{self.name}: its lists or tables are nested too deeply to be read; a form has "
                "tables, rows and rules, and nothing deeper."
            ) from None
        object.__setattr__(self, "data", data)

    @cached_property
    def lines(self) -> dict[Path, int]:
        """The line of each thing; looked for only when there is something to complain of."""
        return find_lines(self.text)

    def _no_toml(self, said: str) -> str:
        found = _LINE.search(said)
        what = _LINE.sub("", said)
        # a text that breaks off has no line of its own: its last one is meant
        line = found[1] if found else self.text.count("\n") + 1
        return (
            f"{self.name}, line {line}: this is no TOML ({what}); look for a missing quotation "
            'mark or bracket, and write a key that has a dot in quotes, as "denied.law".'
        )

    def place(self, path: Path) -> str:
        """File and line of the innermost thing on a path that stands somewhere."""
        while path not in self.lines:
            path = path[:-1]
        return f"{self.name}, line {self.lines[path]}"

    def whole(self, what: str) -> Entry:
        """All of the text as one entry."""
        return Entry(self, (), self.data, what)


@dataclass(frozen=True, slots=True)
class Place:
    """Something in a TOML text; the line is looked for only when it is said."""

    source: Source
    path: Path

    def __str__(self) -> str:
        return self.source.place(self.path)


@dataclass(frozen=True, slots=True)
class Entry:
    """A table of a TOML text: where it stands, what is in it, what a complaint calls it."""

    source: Source
    path: Path
    data: Data
    what: str

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def get(self, key: str, otherwise: Any) -> Any:
        return self.data.get(key, otherwise)

    def text(self, key: str) -> str:
        """A text that may be absent; '' then."""
        return str(self.data.get(key, ""))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that may be absent, or a single one."""
        own = self.data.get(key, ())
        return (own,) if isinstance(own, str) else tuple(own)

    def place(self, *key: str | int) -> Place:
        """Where this entry, or a key of it, stands."""
        return Place(self.source, (*self.path, *key))

    def fail(self, said: str, *key: str | int) -> NoReturn:
        """FormError about a key of this entry, or about all of it."""
        raise FormError(f"{self.place(*key)}: {said}")

    def take(self, required: Keys, optional: Keys | None = None) -> Entry:
        """The entry if it has the required keys, no unknown ones, and of each the right type."""
        allowed = {**required, **(optional or {})}
        for key, thing in self.data.items():
            if key not in allowed:
                meant = _meant(key, allowed)
                self.fail(f"{self.what} has the unknown key {key}{meant}", key)
            if not fits(allowed[key], thing):
                wanted = allowed[key]
                self.fail(f"{key} of {self.what} is {thing!r}; expected {wanted}.", key)
        for key in required:
            if key not in self.data:
                self.fail(f"{self.what} has no {key}; expected {required[key]}.")
        return self

    def table(self, key: str) -> Entry:
        """The table under a key; empty if it is absent."""
        return Entry(self.source, (*self.path, key), self.data.get(key, {}), f"[{key}]")

    def entries(self, key: str, what: str) -> list[Entry]:
        """The tables of a list, none if it is absent; `{}` in `what` is their number from 1."""
        made = []
        for number, data in enumerate(self.data.get(key, ())):
            path = (*self.path, key, number)
            made.append(Entry(self.source, path, data, what.format(number + 1)))
        return made

    def check_known(self, name: str, what: str, known: Iterable[str], *key: str | int) -> None:
        """FormError for a name that is none of the known ones."""
        names = list(known)
        if name not in names:
            self.fail(f"{what} {name!r} is not known{_meant(name, names)}", *key)

    def choose(self, key: str, among: Iterable[str]) -> str:
        """The value of a key that must be one of a few."""
        name = str(self.data[key])
        self.check_known(name, key, among, key)
        return name


def check_ids(entries: Iterable[Entry]) -> None:
    """FormError at the second of two entries that have one id."""
    seen: list[object] = []
    for entry in entries:
        name = entry.get("id", None)
        if name in seen and name is not None:
            entry.fail(f"the id {name!r} of {entry.what} stands twice; ids differ.", "id")
        seen.append(name)


def _meant(name: str, known: Iterable[str]) -> str:
    """The end of a complaint: what may stand there."""
    names = list(known)
    near = get_close_matches(name, names, n=1)
    guess = f" (is {near[0]} meant?)" if near else ""
    listed = ", ".join(names[:_MOST_LISTED])
    further = len(names) - _MOST_LISTED
    more = f" and {further} more" if further > 0 else ""
    return f"{guess}; allowed: {listed}{more}."
