"""The words that name what a figure counts, read from names.toml and checked.

Each word has a tag; the tags of a stretch together name a concept. How they are matched, written
and tested is told in docs/phrases.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gxkit.forms.concepts import concepts
from gxkit.forms.strict import ENTRIES, FLAG, NAMES, TEXT, TEXT_OR_TEXTS, TEXTS, Entry, Source

FILE = "names.toml"
Pattern = re.Pattern[str]
Tags = frozenset[str]

_WHOLE_FILE = {
    "kinds": NAMES,
    "others": NAMES,
    "topics": NAMES,
    "not_before": NAMES,
    "units": NAMES,
    "words": ENTRIES,
    "names": ENTRIES,
}
_WORD = {"tag": TEXT, "text": TEXT_OR_TEXTS}
NAME_KEYS = {
    "concepts": TEXTS,
    "all": TEXTS,
    "units": TEXT,
    "also": TEXTS,
    "topic": TEXT,
    "heading": TEXT,
    "whole": TEXTS,
    "parts": TEXTS,
    "own_time": FLAG,
}
_NAME_NEEDS = ("concepts", "all", "units")
EACH, SHARED, TOTAL, NOT = "each", "shared", "total", "not"
AND, PART, BESIDES, TOWARDS, FILLER = "and", "part", "besides", "towards", "filler"
JOINING = frozenset((EACH, SHARED, TOTAL, NOT, AND, PART, BESIDES, TOWARDS, FILLER))
"""tags of words that name nothing"""
_WITHOUT_KIND = ("settled", "submitted", "not_decided", "spoilt", "etc")
"""tags of words of which two things never are joined"""


@dataclass(frozen=True, slots=True)
class Word:
    """A known word in a masked statement, from `start` to `end`."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Name:
    """Tags that together name a concept, or several the figure of which is their sum.

    `all` must be there, `also` may be; no other tag may. `topic` must be the matter of the chapter
    or be said in the sentence, `heading` the matter of the chapter. `whole` are the concepts one of
    which the figure counts that this one is a part of. With `parts` behind it the figure is their
    sum. `own_time` words hold a year that is not the figure's (上年结转).
    """

    concepts: tuple[str, ...]
    all: Tags
    also: Tags
    units: Tags
    topic: str
    heading: str
    whole: Tags
    parts: tuple[str, ...]
    own_time: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """All that names.toml says; `tags` are those of the groups of `pattern`."""

    names: tuple[Name, ...]
    kinds: Mapping[str, str]
    others: Mapping[str, str]
    topics: Mapping[str, Pattern]
    not_before: Mapping[str, Pattern]
    pattern: Pattern
    tags: tuple[str, ...]

    @property
    def matters(self) -> Iterator[str]:
        """The topics that a heading may name."""
        return (topic for topic in self.topics if "_" not in topic)

    def tag_of(self, match: re.Match[str]) -> str:
        """The tag of a word that the pattern found."""
        return self.tags[(match.lastindex or 1) - 1]

    def is_about(self, topic: str, text: str) -> bool:
        """Whether a text is about a topic."""
        return self.topics[topic].search(text) is not None


class _NameReader:
    """Reads the names; `known` are the tags of the file."""

    def __init__(self, whole: Entry, known: Iterable[str]) -> None:
        self.units = whole.table("units")
        self.topics = whole.table("topics")
        self.known = list(known)

    def read(self, entry: Entry) -> Name:
        required = {key: NAME_KEYS[key] for key in _NAME_NEEDS}
        entry.take(required, NAME_KEYS)
        for key in ("topic", "heading"):
            if key in entry:
                entry.choose(key, self.topics.data)
        return Name(
            concepts=self._concepts(entry, "concepts"),
            all=self._tags(entry, "all"),
            also=self._tags(entry, "also"),
            units=frozenset(self.units[entry.choose("units", self.units.data)]),
            topic=entry.text("topic"),
            heading=entry.text("heading"),
            whole=frozenset(self._concepts(entry, "whole")),
            parts=self._concepts(entry, "parts"),
            own_time=entry.get("own_time", False),
        )

    def _concepts(self, entry: Entry, key: str) -> tuple[str, ...]:
        for number, name in enumerate(entry.texts(key)):
            entry.check_known(name, "the concept", concepts().definitions, key, number)
        return entry.texts(key)

    def _tags(self, entry: Entry, key: str) -> Tags:
        for number, tag in enumerate(entry.texts(key)):
            entry.check_known(tag, "the tag", self.known, key, number)
        return frozenset(entry.texts(key))


def _compile(entry: Entry, key: str) -> Pattern:
    joined = "|".join(entry.texts(key))
    try:
        pattern = re.compile(f"({joined})")
    except re.error as error:
        entry.fail(f"{key} is no valid pattern ({error.msg}); look for a bracket.", key)
    # a group of its own would shift the tags of all words behind it
    if pattern.groups > 1:
        entry.fail(f"{key} has a group of its own; write (?:…) for (…).", key)
    return pattern


def _read_words(whole: Entry, kinds: Iterable[str]) -> tuple[list[str], list[str]]:
    """The patterns of the words in order, and their tags."""
    known = (*kinds, *JOINING, *_WITHOUT_KIND)
    patterns: list[str] = []
    tags: list[str] = []
    for word in whole.entries("words", "word {}"):
        word.take(_WORD)
        word.check_known(word.text("tag"), "the tag", known, "tag")
        patterns.append(_compile(word, "text").pattern)
        tags.append(word.text("tag"))
    return patterns, tags


def _read_kinds(table: Entry) -> dict[str, str]:
    """Of each tag its kind."""
    kinds: dict[str, str] = {}
    for kind in table.data:
        kinds.update(dict.fromkeys(table[kind], kind))
    return kinds


def _read_patterns(table: Entry) -> dict[str, Pattern]:
    return {key: _compile(table, key) for key in table.data}


def read_naming(text: str, name: str = FILE) -> Naming:
    """The names from their TOML text.

    FormError, with file and line, for what is wrong in it: an unknown or missing key, tag, unit,
    topic or concept, a pattern that is none.
    """
    whole = Source(name, text).whole("the file").take(_WHOLE_FILE)
    kinds = _read_kinds(whole.table("kinds"))
    patterns, tags = _read_words(whole, kinds)
    others = {kind: str(tag) for kind, tag in whole.table("others").data.items()}
    names = _NameReader(whole, (*tags, *others.values()))
    return Naming(
        tuple(names.read(entry) for entry in whole.entries("names", "name {}")),
        kinds,
        others,
        _read_patterns(whole.table("topics")),
        _read_patterns(whole.table("not_before")),
        re.compile("|".join(patterns)),
        tuple(tags),
    )


@cache
def naming() -> Naming:
    """The names that gxkit knows."""
    file = resources.files("gxkit.narrative").joinpath(FILE)
    return read_naming(file.read_text("utf-8"))
