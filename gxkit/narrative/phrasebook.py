"""The phrases that tie a figure in a sentence to a cell, read from phrases.toml and checked.

How they are matched, written and tested is told in docs/phrases.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from gxkit.forms import shipped_forms
from gxkit.forms.concepts import concepts
from gxkit.forms.strict import ENTRIES, FLAG, NAMES, TEXT, TEXT_OR_TEXTS, TEXTS, Entry, Source
from gxkit.report import Key

FILE = "phrases.toml"
Pattern = re.Pattern[str]

_WHOLE_FILE = {
    "negation": TEXT,
    "units": NAMES,
    "words": NAMES,
    "marks": NAMES,
    "phrases": ENTRIES,
    "zeros": ENTRIES,
}
_MARKS = (
    *("office", "area", "units", "beside", "other", "own", "together", "picked"),
    *("plan", "earlier", "this", "half", "part", "cumulative"),
    *("change", "rest", "divided", "closed", "list", "open"),
    *("made_up", "added_up", "of_kind", "share_of", "share_of_after"),
)
PHRASE_KEYS = {
    "concepts": TEXTS,
    "cells": TEXTS,
    "units": TEXT,
    "before": TEXT_OR_TEXTS,
    "after": TEXT_OR_TEXTS,
    "never": TEXT_OR_TEXTS,
    "never_before": TEXT_OR_TEXTS,
    "needs": TEXT_OR_TEXTS,
    "weak": FLAG,
    "each": FLAG,
}
_PHRASE_NEEDS = ("units",)
ZERO_KEYS = {
    "concepts": TEXTS,
    "object": TEXT_OR_TEXTS,
    "verb": TEXT_OR_TEXTS,
    "never": TEXT_OR_TEXTS,
}
_ZERO_NEEDS = ("concepts", "object")

_WORD = re.compile(r"(?<!\?P)<([a-z_]+)>")
"""a word of the [words] table in a pattern; (?P<name> is a group of its own"""
_AT_END = "{}$"
_AS_WHOLE = "^{}$"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words around a figure that name a concept, or cells that no concept covers.

    A figure is meant if the text before it ends in `before`, or the text after it begins with
    `after` (either may be None), its unit is one of `units`, `never` is not found in its clause,
    nor `never_before` in the sentence up to it, and `needs` is found in its heading, item or
    sentence.
    `weak` words differ from the form's: a difference is then a remark. `each` lets one 0 stand for
    each of several concepts.
    """

    concepts: tuple[str, ...]
    cells: tuple[Key, ...]
    units: frozenset[str]
    before: Pattern | None
    after: Pattern | None
    never: Pattern | None
    never_before: Pattern | None
    needs: Pattern | None
    weak: bool
    each: bool

    @property
    def name(self) -> tuple[str, ...]:
        """The concepts, or the cells written table/row/column."""
        return self.concepts or tuple("/".join(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Zero:
    """Words after 没有收到, 未发生 that name a concept.

    `verb` is searched in the verb denied, `never` in the whole object.
    """

    concepts: tuple[str, ...]
    verb: Pattern | None
    object: Pattern
    never: Pattern | None


LONGEST_NAME = 11
_NAME = f"[\\u4e00-\\u9fff]{{0,{LONGEST_NAME}}}"
"""what stands before the last words of a body's name, as the file has it"""


@dataclass(frozen=True)
class Phrasebook:
    """All that phrases.toml says.

    `marks` are the words by which speakers, years, changes and lists are known.
    """

    phrases: tuple[Phrase, ...]
    zeros: tuple[Zero, ...]
    negation: Pattern
    marks: Mapping[str, Pattern]

    @cached_property
    def organ(self) -> Pattern:
        """The words with which the name of another body ends: a sieve for it, several times as
        fast.

        It hides none: a name may be nothing but such words, so that both stand in the same texts.
        """
        return re.compile(self.marks["other"].pattern.replace(_NAME, ""))

    @cached_property
    def by_unit(self) -> Mapping[str, Sequence[Phrase]]:
        """The phrases that go with a unit, in the order of the file."""
        found: dict[str, list[Phrase]] = {}
        for phrase in self.phrases:
            for unit in phrase.units:
                found.setdefault(unit, []).append(phrase)
        return found


class _Patterns:
    """Patterns with `<name>` for a word of the [words] table; a word may use those above it."""

    def __init__(self, words: Entry) -> None:
        self.words: dict[str, str] = {}
        for name in words.data:
            self.words[name] = self._expand(words, name, words[name])

    def _expand(self, entry: Entry, key: str, pattern: str) -> str:
        def say_word(match: re.Match[str]) -> str:
            name = match[1]
            entry.check_known(name, "the word", self.words, key)
            return f"(?:{self.words[name]})"

        return _WORD.sub(say_word, pattern)

    def compile(
        self,
        entry: Entry,
        key: str,
        form: str = "{}",
    ) -> Pattern:
        """One pattern, or several any of which may match, put into a form."""
        alternatives = entry.texts(key)
        expanded = [self._expand(entry, key, alternative) for alternative in alternatives]
        # a group, so that alternatives stay within ^ and $
        joined = "(?:" + "|".join(expanded) + ")"
        try:
            return re.compile(form.format(joined))
        except re.error as error:
            entry.fail(f"{key} is no valid pattern ({error.msg}); look for a bracket.", key)

    def find(
        self,
        entry: Entry,
        key: str,
        form: str = "{}",
    ) -> Pattern | None:
        """The pattern of an entry under a key; None where it has none."""
        # an empty pattern would fit everything
        if not entry.get(key, ""):
            return None
        return self.compile(entry, key, form)


def _take_names(
    whole: Entry,
    table: str,
    kind: str,
    required: Sequence[str] | None = None,
) -> Entry:
    """A table of names of the file, each of which must be of one kind."""
    own = whole.table(table)
    names = list(own.data) if required is None else required
    return own.take(dict.fromkeys(names, kind))


def _take_entry(
    entry: Entry,
    keys: Mapping[str, str],
    needs: Sequence[str],
) -> Entry:
    """An entry of a list of the file, with the keys that it needs and no unknown ones."""
    required = {key: keys[key] for key in needs}
    optional = {key: kind for key, kind in keys.items() if key not in needs}
    return entry.take(required, optional)


def _read_concepts(entry: Entry) -> tuple[str, ...]:
    names = entry.texts("concepts")
    for number, name in enumerate(names):
        entry.check_known(name, "the concept", concepts().definitions, "concepts", number)
    return names


def _read_cells(entry: Entry) -> tuple[Key, ...]:
    """The cells of a phrase; a misspelt one would never be met, and nobody would notice."""
    cells: list[Key] = []
    for number, written in enumerate(entry.texts("cells")):
        cell = _find_cell(written)
        if cell is None:
            entry.fail(
                f"{written!r} is no cell of an edition; a cell is written table/row/column, "
                "with the ids of its form.",
                "cells",
                number,
            )
        cells.append(cell)
    return tuple(cells)


def _find_cell(written: str) -> Key | None:
    for form in shipped_forms().values():
        for table in form.tables:
            for row, column in table.slots:
                if written == f"{table.id}/{row}/{column}":
                    return table.id, row, column
    return None


def _read_phrase(
    entry: Entry,
    units: Entry,
    patterns: _Patterns,
) -> Phrase:
    _take_entry(entry, PHRASE_KEYS, _PHRASE_NEEDS)
    # concepts hold for every edition, cells for one: an entry is about either
    if ("concepts" in entry) == ("cells" in entry):
        entry.fail(f"{entry.what} names concepts and cells, or neither; give one of the two.")
    if not entry.get("before", "") and not entry.get("after", ""):
        entry.fail(f"{entry.what} has no words; give before, after or both.")
    unit = entry.choose("units", units.data)
    return Phrase(
        concepts=_read_concepts(entry),
        cells=_read_cells(entry),
        units=frozenset(units[unit]),
        before=patterns.find(entry, "before", _AT_END),
        after=patterns.find(entry, "after"),
        never=patterns.find(entry, "never"),
        never_before=patterns.find(entry, "never_before"),
        needs=patterns.find(entry, "needs"),
        weak=entry.get("weak", False),
        each=entry.get("each", False),
    )


def _read_zero(entry: Entry, patterns: _Patterns) -> Zero:
    _take_entry(entry, ZERO_KEYS, _ZERO_NEEDS)
    return Zero(
        concepts=_read_concepts(entry),
        verb=patterns.find(entry, "verb"),
        object=patterns.compile(entry, "object", _AS_WHOLE),
        never=patterns.find(entry, "never"),
    )


def read_phrasebook(text: str, name: str = FILE) -> Phrasebook:
    """The phrases from their TOML text.

    FormError, with file and line, for what is wrong in it: an unknown or missing key, word, unit,
    concept or cell, a pattern that is none.
    """
    whole = Source(name, text).whole("the file").take(_WHOLE_FILE)
    units = _take_names(whole, "units", TEXTS)
    patterns = _Patterns(_take_names(whole, "words", TEXT))
    marks = _take_names(whole, "marks", TEXT, _MARKS)
    phrases = whole.entries("phrases", "phrase {}")
    zeros = whole.entries("zeros", "zero {}")
    return Phrasebook(
        tuple(_read_phrase(entry, units, patterns) for entry in phrases),
        tuple(_read_zero(entry, patterns) for entry in zeros),
        patterns.compile(whole, "negation"),
        {mark: patterns.compile(marks, mark) for mark in marks.data},
    )


@cache
def phrasebook() -> Phrasebook:
    """The phrases that gxkit knows."""
    file = resources.files("gxkit.narrative").joinpath(FILE)
    return read_phrasebook(file.read_text("utf-8"))
