"""What each indicator is: `indicators.toml`, checked against the concepts and the forms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from gxkit.errors import FormError
from gxkit.forms import all_forms, per_form_set
from gxkit.forms.crosswalk import Concept, find_concept

KINDS = {
    "count": "",
    "rate": "Wilson 95 %",
    "ratio": "",
    "concentration": "",
    "gap": "Newcombe 95 %",
    "step": "",
}
"""kind -> the interval that goes with it"""
_WORDS = "id kind unit zh en definition_zh definition_en source"
_SUMS = "numerator denominator before of only"


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a table that stand together for one kind of applicant."""

    columns: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Term:
    """A concept in a sum: `sign` 1 or -1, `at` the columns taken instead of the concept's own (None: its own)."""

    sign: int
    concept: Concept
    at: Columns | None

    @property
    def cells(self) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """By edition, the cells whose sum the term is."""
        if self.at is None:
            return self.concept.cells
        return {
            e: tuple((table, row, c) for table, row, _ in keys for c in self.at.columns)
            for e, keys in self.concept.cells.items()
            if {key[2] for key in keys} == {"total"}
        }

    def name(self, language: str) -> str:
        if self.at is None:
            return self.concept.name(language)
        own = self.at.zh if language == "zh" else self.at.en
        return (
            f"{self.concept.name(language)}〔{own}〕"
            if language == "zh"
            else f"{self.concept.en} [{own}]"
        )


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; `family` is the id that it shares with its siblings, or its own. See indicators.toml."""

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

    @property
    def terms(self) -> tuple[Term, ...]:
        own = (*self.numerator, *self.denominator, *self.before)
        return own + tuple(term for one in self.of for term in one.terms)

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions whose forms have all the cells it needs."""
        return tuple(
            e
            for e in all_forms()
            if all(t.cells.get(e) for t in self.terms) and e in (self.only or [e])
        )

    def formula(self, language: str) -> str:
        """The definition as arithmetic, in the names of the concepts."""
        if self.kind == "gap":
            return " - ".join(one.formula(language) for one in self.of)
        if self.kind == "concentration":
            squares = " + ".join(f"{t.name(language)}²" for t in self.numerator)
            return f"({squares}) / ({_sum(self.numerator, language)})²"
        said = _sum(self.numerator, language)
        if self.kind == "step":
            return f"{said} - {_sum(self.before, language)} ({'上年' if language == 'zh' else 'year before'})"
        if not self.denominator:
            return said
        parts = [
            f"({_sum(s, language)})" if len(s) > 1 else _sum(s, language)
            for s in (self.numerator, self.denominator)
        ]
        return " / ".join(parts)


def _sum(terms: Iterable[Term], language: str) -> str:
    said = "".join((" + " if t.sign > 0 else " - ") + t.name(language) for t in terms)
    return said.removeprefix(" + ")


def _term(text: str, columns: Mapping[str, Columns], where: str) -> Term:
    name, _, at = text.removeprefix("-").partition("@")
    if at and at not in columns:
        raise FormError(
            f"{where}: {text!r} names the columns {at!r}; [columns] has {', '.join(columns)}."
        )
    term = Term(-1 if text.startswith("-") else 1, find_concept(name), columns[at] if at else None)
    if not term.cells:
        raise FormError(
            f"{where}: {text!r} has no cells: only a concept of the column total can take another column."
        )
    return term


def _one(
    data: dict[str, Any],
    family: str,
    columns: Mapping[str, Columns],
    known: Mapping[str, Indicator],
) -> Indicator:
    where = f"indicator {data.get('id')}"
    if unfit := (set(data) - set(_SUMS.split())) ^ set(_WORDS.split()):
        raise FormError(
            f"{where}: unknown or missing key {', '.join(sorted(unfit))}; "
            f"expected {', '.join(_WORDS.split())} and any of {', '.join(_SUMS.split())}."
        )
    if data["kind"] not in KINDS:
        raise FormError(f"{where}: {data['kind']!r} is no kind; the kinds are {', '.join(KINDS)}.")
    if absent := [i for i in data.get("of", ()) if i not in known]:
        raise FormError(f"{where}: it is made of {', '.join(absent)}, which must stand before it.")
    sums: dict[str, Any] = {
        key: tuple(_term(t, columns, where) for t in data.get(key, ()))
        for key in ("numerator", "denominator", "before")
    }
    made = Indicator(
        **{key: data[key] for key in _WORDS.split()},
        **sums,
        family=family,
        of=tuple(known[i] for i in data.get("of", ())),
        only=tuple(data.get("only", ())),
    )
    needs = {
        "numerator": made.kind != "gap",
        "denominator": made.kind in ("rate", "ratio"),
        "before": made.kind == "step",
        "of": made.kind == "gap",
    }
    if wrong := [key for key, wanted in needs.items() if bool(getattr(made, key)) != wanted]:
        raise FormError(
            f"{where}: a {made.kind} {'has no' if not needs[wrong[0]] else 'needs'} {wrong[0]}."
        )
    if not made.editions:
        raise FormError(f"{where}: no edition has all its cells.")
    return made


def read_indicators(text: str) -> Mapping[str, Indicator]:
    """The indicators by id from their TOML text; FormError for an unknown key, concept, column or kind."""
    data = tomllib.loads(text)
    columns = {
        name: Columns(tuple(c["columns"]), c["zh"], c["en"]) for name, c in data["columns"].items()
    }
    made: dict[str, Indicator] = {}
    for entry in data["indicators"]:
        parts = entry.pop("parts", [None])
        for part in parts:
            one = entry
            if part is not None:
                name = find_concept(part["numerator"][0]) if "zh" not in part else None
                zh, en = (part["zh"], part["en"]) if name is None else (name.zh, name.en)
                one = {
                    **entry,
                    **part,
                    "id": f"{entry['id']}.{part['id']}",
                    "zh": f"{entry['zh']}：{zh}",
                    "en": f"{entry['en']}: {en}",
                }
            if one["id"] in made:
                raise FormError(f"indicator {one['id']}: this id stands twice.")
            made[one["id"]] = _one(one, entry["id"], columns, made)
    return made


@per_form_set
def all_indicators_by_id() -> Mapping[str, Indicator]:
    """Every indicator by id, in the order of the file."""
    return read_indicators(
        resources.files("gxkit.panel.indicators").joinpath("indicators.toml").read_text("utf-8")
    )


def find_indicators(indicator_id: str) -> tuple[Indicator, ...]:
    """The indicator of that id, or all of that family; FormError, listing the known ones, if there is none."""
    known = all_indicators_by_id()
    found = tuple(i for i in known.values() if indicator_id in (i.id, i.family))
    if not found:
        families = dict.fromkeys(i.family for i in known.values())
        raise FormError(
            f"There is no indicator {indicator_id!r}; the indicators are {', '.join(families)}."
        )
    return found
