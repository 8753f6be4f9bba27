"""What each indicator is: `indicators.toml`, checked against the concepts and the forms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from gxkit.errors import FormError, check_keys
from gxkit.forms import Key, all_forms, per_form_set
from gxkit.forms.crosswalk import Concept, find_concept
from gxkit.text import WithFace

KINDS = {
    "count": "",
    "rate": "Wilson 95 %",
    "ratio": "",
    "concentration": "",
    "gap": "Newcombe 95 %",
    "step": "",
}
"""kind -> the interval that goes with it"""
NEEDS = {
    "count": {"numerator"},
    "rate": {"numerator", "denominator"},
    "ratio": {"numerator", "denominator"},
    "concentration": {"numerator"},
    "gap": {"of"},
    "step": {"numerator", "before"},
}
"""kind -> the sums that it is made of"""
SUMS = ("numerator", "denominator", "before")
WORDS = "id kind unit zh en definition_zh definition_en source"


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a table that stand together for one kind of applicant."""

    columns: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Term:
    """A concept in a sum: `sign` 1 or -1, `at` the columns taken instead of the concept's own.

    `cells` are, by edition, those whose sum the term is.
    """

    sign: int
    concept: Concept
    at: Columns | None
    cells: Mapping[str, tuple[Key, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", self._find_cells())

    def _find_cells(self) -> Mapping[str, tuple[Key, ...]]:
        if self.at is None:
            return self.concept.cells
        made: dict[str, tuple[Key, ...]] = {}
        for edition, keys in self.concept.cells.items():
            is_total = all(column == "total" for _, _, column in keys)
            # Only what is counted in the column of totals is counted in the others too.
            if is_total:
                made[edition] = tuple(_in_columns(keys, self.at.columns))
        return made

    def name(self, language: str) -> str:
        own = self.concept.name(language)
        if self.at is None:
            return own
        return f"{own}〔{self.at.zh}〕" if language == "zh" else f"{own} [{self.at.en}]"


def _in_columns(keys: Iterable[Key], columns: tuple[str, ...]) -> Iterator[Key]:
    """The rows of some cells in other columns."""
    for table, row, _ in keys:
        for column in columns:
            yield table, row, column


@dataclass(frozen=True, slots=True, repr=False)
class Indicator(WithFace):
    """One indicator; `family` is the id that it shares with its siblings, or its own.

    `of` are the two rates of a gap, `only` the editions that it is meant for (empty: all that have
    its cells), `terms` all that it is made of, `editions` those whose forms have all its cells. See
    indicators.toml.
    """

    id: str
    family: str
    kind: str
    unit: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    source: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    before: tuple[Term, ...]
    of: tuple[Indicator, ...]
    only: tuple[str, ...]
    terms: tuple[Term, ...] = field(init=False)
    editions: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        own = (*self.numerator, *self.denominator, *self.before)
        terms = own + tuple(term for one in self.of for term in one.terms)
        meant = self.only or tuple(all_forms())
        able = []
        for edition in all_forms():
            has_all = all(term.cells.get(edition) for term in terms)
            if edition in meant and has_all:
                able.append(edition)
        object.__setattr__(self, "terms", terms)
        object.__setattr__(self, "editions", tuple(able))

    def formula(self, language: str) -> str:
        """The definition as arithmetic, in the names of the concepts."""
        if self.kind == "gap":
            return " - ".join(one.formula(language) for one in self.of)
        said = _sum(self.numerator, language)
        if self.kind == "concentration":
            squares = " + ".join(f"{term.name(language)}²" for term in self.numerator)
            return f"({squares}) / ({said})²"
        if self.kind == "step":
            when = "上年" if language == "zh" else "year before"
            return f"{said} - {_sum(self.before, language)} ({when})"
        if not self.denominator:
            return said
        sides = (self.numerator, self.denominator)
        return " / ".join(_bracketed(side, language) for side in sides)


def _sum(terms: Iterable[Term], language: str) -> str:
    said = ""
    for term in terms:
        sign = " + " if term.sign > 0 else " - "
        said += sign + term.name(language)
    return said.removeprefix(" + ")


def _bracketed(terms: tuple[Term, ...], language: str) -> str:
    said = _sum(terms, language)
    return f"({said})" if len(terms) > 1 else said


def _term(
    text: str,
    columns: Mapping[str, Columns],
    where: str,
) -> Term:
    """A term as indicators.toml writes it: `concept`, `-concept`, `concept@columns`."""
    name, _, at = text.removeprefix("-").partition("@")
    # A misspelt name would silently be the concept's own column.
    if at and at not in columns:
        raise FormError(
            f"{where}: {text!r} names the columns {at!r}; [columns] has {', '.join(columns)}."
        )
    sign = -1 if text.startswith("-") else 1
    term = Term(
        sign,
        find_concept(name),
        columns[at] if at else None,
    )
    # Its sum would be blank in every report, and look like something the reports leave out.
    if not term.cells:
        raise FormError(
            f"{where}: {text!r} has no cells: only a concept of the column total can take another "
            "column."
        )
    return term


def _one(
    data: dict[str, Any],
    family: str,
    columns: Mapping[str, Columns],
    known: Mapping[str, Indicator],
) -> Indicator:
    """One indicator from its TOML table, checked."""
    where = f"indicator {data.get('id')}"
    check_keys(data, where, WORDS, f"{' '.join(SUMS)} of only")
    # A kind decides what is divided by what: an unknown one could not be computed.
    if data["kind"] not in KINDS:
        raise FormError(f"{where}: {data['kind']!r} is no kind; the kinds are {', '.join(KINDS)}.")
    # The file is read from top to bottom, so that no indicator can be made of itself.
    absent = [one for one in data.get("of", ()) if one not in known]
    if absent:
        raise FormError(f"{where}: it is made of {', '.join(absent)}, which must stand before it.")
    sums: dict[str, Any] = {}
    for name in SUMS:
        sums[name] = tuple(_term(text, columns, where) for text in data.get(name, ()))
    made = Indicator(
        **{name: data[name] for name in WORDS.split()},
        **sums,
        family=family,
        of=tuple(known[one] for one in data.get("of", ())),
        only=tuple(data.get("only", ())),
    )
    _check_sums(made, where)
    return made


def _check_sums(made: Indicator, where: str) -> None:
    """Refuse an indicator that is not made of what its kind needs, or that no form can have."""
    for name in (*SUMS, "of"):
        is_needed = name in NEEDS[made.kind]
        # A count may be a difference, but a ratio over nothing would be NaN everywhere.
        if bool(getattr(made, name)) != is_needed:
            verb = "needs" if is_needed else "has no"
            raise FormError(f"{where}: a {made.kind} {verb} {name}.")
    # Nothing would ever be computed of it, and nobody would learn why.
    if not made.editions:
        raise FormError(f"{where}: no edition has all its cells.")


def _parts(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The indicators of an entry: itself or, for a family, each part with names made of both."""
    parts = entry.pop("parts", None)
    if parts is None:
        yield entry
        return
    for part in parts:
        zh, en = _names(part)
        yield {
            **entry,
            **part,
            "id": f"{entry['id']}.{part['id']}",
            "zh": f"{entry['zh']}：{zh}",
            "en": f"{entry['en']}: {en}",
        }


def _names(part: Mapping[str, Any]) -> tuple[str, str]:
    """The names of a part: its own, or those of the concept that it counts."""
    if "zh" in part:
        return part["zh"], part["en"]
    concept = find_concept(part["numerator"][0])
    return concept.zh, concept.en


def read_indicators(text: str) -> Mapping[str, Indicator]:
    """The indicators by id from their TOML text.

    FormError for an unknown key, concept, column or kind.
    """
    data = tomllib.loads(text)
    columns = {
        name: Columns(
            tuple(own["columns"]),
            own["zh"],
            own["en"],
        )
        for name, own in data["columns"].items()
    }
    made: dict[str, Indicator] = {}
    for entry in data["indicators"]:
        for one in _parts(entry):
            # The second would replace the first without a word, in every table and figure.
            if one["id"] in made:
                raise FormError(f"indicator {one['id']}: this id stands twice.")
            made[one["id"]] = _one(one, entry["id"], columns, made)
    return made


@per_form_set
def all_indicators_by_id() -> Mapping[str, Indicator]:
    """Every indicator by id, in the order of the file."""
    folder = resources.files("gxkit.panel.indicators")
    return read_indicators(folder.joinpath("indicators.toml").read_text("utf-8"))


def find_indicators(indicator_id: str) -> tuple[Indicator, ...]:
    """The indicator of that id, or all of that family; FormError, listing the families, if none."""
    known = all_indicators_by_id()
    found = tuple(one for one in known.values() if indicator_id in (one.id, one.family))
    # Families, not ids: all the parts of each would bury the one that was meant.
    if not found:
        families = dict.fromkeys(one.family for one in known.values())
        raise FormError(
            f"没有指标 {indicator_id!r}；指标有 {', '.join(families)}。",
            f"There is no indicator {indicator_id!r}; the indicators are {', '.join(families)}.",
        )
    return found
