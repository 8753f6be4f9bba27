"""The phrases that tie a figure in a sentence to a cell, read from phrases.toml and checked when
loaded."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from gxkit.errors import FormError
from gxkit.forms.crosswalk import crosswalk
from gxkit.report import Key

MARKS = (
    "office area units beside other own plan earlier this half part cumulative change rest divided closed list "
    "open share_of share_of_after"
)
_WORD = re.compile(r"(?<!\?P)<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words around a figure that name a concept (or, for the Fujian tables, cells that no concept
    covers).

    A figure is meant if the text before it ends in `before`, or the text after it begins with
    `after` (either may be None), its unit is one of `units`, `never` is not found in its clause,
    nor `never_before` in the sentence up to it, and `needs` is found in its heading, item or
    sentence. `weak` words differ from the form's: a difference is then a remark. `each` lets one 0
    stand for each of several concepts.
    """

    concepts: tuple[str, ...]
    cells: tuple[Key, ...]
    units: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    never: re.Pattern[str] | None
    never_before: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    weak: bool
    each: bool

    @property
    def name(self) -> tuple[str, ...]:
        return self.concepts or tuple("/".join(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Zero:
    """Words after 没有收到, 未发生 that name a concept; `verb` and `never` are searched in the whole
    clause."""

    concepts: tuple[str, ...]
    verb: re.Pattern[str] | None
    object: re.Pattern[str]
    never: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Words:
    """All that phrases.toml says; `marks` are the words by which speakers, years, changes and lists
    are known."""

    phrases: tuple[Phrase, ...]
    zeros: tuple[Zero, ...]
    negation: re.Pattern[str]
    marks: dict[str, re.Pattern[str]]


def _take(data: dict[str, Any], where: str, required: str, optional: str = "") -> dict[str, Any]:
    allowed = {*required.split(), *optional.split()}
    if amiss := (set(data) - allowed) | (set(required.split()) - set(data)):
        raise FormError(
            f"{where}: unknown or missing key {', '.join(sorted(amiss))}; expected "
            f"{', '.join(sorted(allowed))}."
        )
    return data


class _Compiler:
    """Patterns with `<name>` for a word of the [words] table, each of which may use those above
    it."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words: dict[str, str] = {}
        for name, pattern in words.items():
            self.words[name] = self.expand(pattern, f"words.{name}")

    def expand(self, pattern: str, where: str) -> str:
        def word(match: re.Match[str]) -> str:
            if match[1] not in self.words:
                raise FormError(
                    f"phrases.toml, {where}: there is no word <{match[1]}>; the words are "
                    f"{', '.join(self.words)}."
                )
            return f"(?:{self.words[match[1]]})"

        return _WORD.sub(word, pattern)

    def __call__(
        self, pattern: str | list[str] | None, where: str, form: str = "{}"
    ) -> re.Pattern[str] | None:
        if not pattern:
            return None
        alternatives = [pattern] if isinstance(pattern, str) else pattern
        try:
            return re.compile(
                form.format("(?:" + "|".join(self.expand(p, where) for p in alternatives) + ")")
            )
        except re.error as error:
            raise FormError(f"phrases.toml, {where}: no valid pattern ({error}).") from None


def _known(concepts: list[str], where: str) -> tuple[str, ...]:
    if unknown := set(concepts) - set(crosswalk().concepts):
        raise FormError(
            f"phrases.toml, {where}: {', '.join(sorted(unknown))} is no concept of concepts.toml."
        )
    return tuple(concepts)


def _key(cell: str, where: str) -> Key:
    parts = cell.split("/")
    if len(parts) != 3:
        raise FormError(
            f"phrases.toml, {where}: {cell!r} is no cell; a cell is written table/row/column."
        )
    return parts[0], parts[1], parts[2]


def _phrase(
    data: dict[str, Any], number: int, compiled: _Compiler, units: dict[str, list[str]]
) -> Phrase:
    where = f"phrase {number} ({data.get('concepts') or data.get('cells')})"
    _take(
        data,
        f"phrases.toml, {where}",
        "units",
        "concepts cells before after never never_before needs weak each",
    )
    if ("concepts" in data) == ("cells" in data) or not (data.get("before") or data.get("after")):
        raise FormError(
            f"phrases.toml, {where}: give either concepts or cells, and before or after."
        )
    if data["units"] not in units:
        raise FormError(
            f"phrases.toml, {where}: units is {data['units']!r}; expected one of {', '.join(units)}."
        )
    cells = tuple(_key(cell, where) for cell in data.get("cells", ()))
    return Phrase(
        _known(data.get("concepts", []), where),
        cells,
        frozenset(units[data["units"]]),
        compiled(data.get("before"), where, "{}$"),
        compiled(data.get("after"), where),
        compiled(data.get("never"), where),
        compiled(data.get("never_before"), where),
        compiled(data.get("needs"), where),
        data.get("weak", False),
        data.get("each", False),
    )


def read_words(text: str) -> Words:
    """The phrases from their TOML text; FormError for an unknown key, word, unit or concept."""
    data = _take(tomllib.loads(text), "phrases.toml", "words units marks negation phrases zeros")
    compiled = _Compiler(data["words"])
    marks = _take(data["marks"], "phrases.toml, marks", MARKS)
    patterns = {name: compiled(pattern, f"marks.{name}") for name, pattern in marks.items()}
    zeros = []
    for entry in data["zeros"]:
        where = f"zero {entry.get('concepts')}"
        _take(entry, f"phrases.toml, {where}", "concepts object", "verb never")
        thing = compiled(entry["object"], where, "^{}$")
        assert thing is not None
        zeros.append(
            Zero(
                _known(entry["concepts"], where),
                compiled(entry.get("verb"), where),
                thing,
                compiled(entry.get("never"), where),
            )
        )
    negation = compiled(data["negation"], "negation")
    assert negation is not None
    return Words(
        tuple(_phrase(p, i + 1, compiled, data["units"]) for i, p in enumerate(data["phrases"])),
        tuple(zeros),
        negation,
        {name: p for name, p in patterns.items() if p is not None},
    )


@cache
def words() -> Words:
    """The phrases that gxkit knows."""
    return read_words(
        resources.files("gxkit.narrative").joinpath("phrases.toml").read_text("utf-8")
    )
