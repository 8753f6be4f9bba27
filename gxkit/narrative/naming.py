"""The words that name what a figure counts, read from names.toml and checked.

Each word has a tag; the tags of a stretch together name a concept. How they are matched, written
and tested is told in docs/phrases.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from gxkit.forms.concepts import concepts
from gxkit.forms.strict import ENTRIES, FLAG, NAMES, TEXT, TEXT_OR_TEXTS, TEXTS, Entry, Source
from gxkit.narrative.openings import find_first

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
    "loosely": FLAG,
}
_NAME_NEEDS = ("concepts", "all", "units")
EACH, SHARED, TOTAL, NOT = "each", "shared", "total", "not"
AND, PART, BESIDES, TOWARDS, FILLER = "and", "part", "besides", "towards", "filler"
JOINING = frozenset((EACH, SHARED, TOTAL, NOT, AND, PART, BESIDES, TOWARDS, FILLER))
"""tags of words that name nothing"""
_WITHOUT_KIND = ("settled", "submitted", "not_decided", "spoilt", "etc")
"""tags of words of which two things never are joined"""
INHERITED = ("remedy", "paper", "money", "affair")
"""kinds of tags that a figure takes from the one before: 复议9件，其中维持5件"""
_NEUTRAL = frozenset(("settled", "case"))
"""tags that may stand with any name: 均已办结"""
_MOST_REMEMBERED = 2000
"""sets of tags whose names are remembered: the reports of a province have some hundred"""


@dataclass(frozen=True, slots=True)
class Word:
    """A known word in a masked statement, from `start` to `end`."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How a known word is written: its tag, its pattern, and the characters with which it may
    begin, perhaps some more (None: any)."""

    tag: str
    pattern: Pattern
    first: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Name:
    """Tags that together name a concept, or several the figure of which is their sum.

    `all` must be there, `also` may be; no other tag may. `topic` must be the matter of the chapter
    or be said in the sentence, `heading` the matter of the chapter. `whole` are the concepts one of
    which the figure counts that this one is a part of. With `parts` behind it the figure is their
    sum. `own_time` words hold a year that is not the figure's (上年结转). `loosely`: in words that
    are not the form's (败诉), and believed only where the table has the number.
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
    loosely: bool


@dataclass(frozen=True, slots=True, eq=False)
class Naming:
    """All that names.toml says; `wordings` are those of the words that may begin with a character,
    in order, and `always` those that may begin with any: most characters begin none of a hundred.
    `denying` are the wordings of 未, 没有 and the like, `loose_units` those in which requests are
    counted now and then.
    """

    names: tuple[Name, ...]
    kinds: Mapping[str, str]
    others: Mapping[str, str]
    topics: Mapping[str, Pattern]
    not_before: Mapping[str, Pattern]
    loose_units: Tags
    wordings: Mapping[str, Sequence[Wording]]
    always: Sequence[Wording]
    denying: Sequence[Wording]

    @property
    def matters(self) -> Iterator[str]:
        """The topics that a heading may name."""
        return (topic for topic in self.topics if "_" not in topic)

    def names_for(self, tags: Tags) -> Sequence[Name]:
        """The names that tags may make with what was said before them, in order."""
        return _names_for(self, tags)

    def find_word(self, text: str, position: int) -> Word | None:
        """The word that begins at a position of a text; of several the first in the file."""
        for wording in self.wordings.get(text[position], self.always):
            match = wording.pattern.match(text, position)
            if match is not None:
                end = match.end()
                return Word(position, end, wording.tag) if end > position else None
        return None

    def find_tag(self, text: str, position: int) -> str:
        """The tag of the word that begins at a position of a text; '' where none does."""
        word = self.find_word(text, position) if position < len(text) else None
        return word.tag if word else ""

    def may_deny(self, text: str) -> bool:
        """Whether a word that denies may stand in a text; where one stands it is never False."""
        letters = set(text)
        for wording in self.denying:
            is_absent = wording.first is not None and letters.isdisjoint(wording.first)
            if not is_absent and wording.pattern.search(text):
                return True
        return False

    def is_about(self, topic: str, text: str) -> bool:
        """Whether a text is about a topic."""
        return self.topics[topic].search(text) is not None


@lru_cache(maxsize=_MOST_REMEMBERED)
def _names_for(naming: Naming, tags: Tags) -> Sequence[Name]:
    return [name for name in naming.names if _may_make(tags, name, naming.kinds)]


def _may_make(tags: Tags, name: Name, kinds: Mapping[str, str]) -> bool:
    """Whether tags may make a name: none is of another, and what they lack may have been said."""
    if tags - name.all - name.also - _NEUTRAL:
        return False
    if any(kinds.get(tag, "") not in INHERITED for tag in name.all - tags):
        return False
    if name.all & tags:
        return True
    # 金额48万元: of what the figure before it says; other names need a word of their own
    own = {kinds.get(tag, "") for tag in name.all}
    return own == {"money"} and not name.also.isdisjoint(tags)


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
            loosely=entry.get("loosely", False),
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


def _read_words(whole: Entry, kinds: Iterable[str]) -> list[Wording]:
    """The words in order."""
    known = (*kinds, *JOINING, *_WITHOUT_KIND)
    wordings: list[Wording] = []
    for word in whole.entries("words", "word {}"):
        word.take(_WORD)
        word.check_known(word.text("tag"), "the tag", known, "tag")
        first = find_first(word.texts("text"))
        wordings.append(Wording(word.text("tag"), _compile(word, "text"), first))
    return wordings


def _by_first(wordings: Sequence[Wording]) -> dict[str, Sequence[Wording]]:
    """For each character the wordings that may begin with it."""
    letters: set[str] = set()
    for wording in wordings:
        letters.update(wording.first or ())
    made: dict[str, Sequence[Wording]] = {}
    for letter in letters:
        made[letter] = [one for one in wordings if one.first is None or letter in one.first]
    return made


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
    wordings = _read_words(whole, kinds)
    tags = [wording.tag for wording in wordings]
    others = {kind: str(tag) for kind, tag in whole.table("others").data.items()}
    names = _NameReader(whole, (*tags, *others.values()))
    return Naming(
        tuple(names.read(entry) for entry in whole.entries("names", "name {}")),
        kinds,
        others,
        _read_patterns(whole.table("topics")),
        _read_patterns(whole.table("not_before")),
        frozenset(whole.table("units").texts("loosely")),
        _by_first(wordings),
        [wording for wording in wordings if wording.first is None],
        [wording for wording in wordings if wording.tag == NOT],
    )


@cache
def naming() -> Naming:
    """The names that gxkit knows."""
    file = resources.files("gxkit.narrative").joinpath(FILE)
    return read_naming(file.read_text("utf-8"))
