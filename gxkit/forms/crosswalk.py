"""Concepts across editions: which cells carry one thing in each form, and where a series breaks.

The crosswalk is data (`concepts.toml`). Its comparability follows the notices themselves: 国办公开办函〔2019〕60号,
国办公开办函〔2021〕30号 and the yearly notices of Fujian's provincial office.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from gxkit.errors import FormError
from gxkit.forms import all_forms

Key = tuple[str, str, str]
"""table, row, column"""


class Comparability(StrEnum):
    """What a step from one family of forms to the next does to a series, the mildest first."""

    COMPARABLE = "comparable"
    CAUTION = "caution"
    BREAK = "break"
    NONE = "none"

    @property
    def rank(self) -> int:
        return list(Comparability).index(self)


@dataclass(frozen=True, slots=True)
class Break:
    """The step between two neighbouring families, with the reason in Chinese and English."""

    before: str
    after: str
    kind: Comparability
    why_zh: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that several editions count; `cells` maps an edition that asks for it to the cells whose sum it is."""

    id: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    unit: str
    cells: Mapping[str, tuple[Key, ...]]
    breaks: tuple[Break, ...]

    def name(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """All concepts by id, and the families of editions in the order of time."""

    families: Mapping[str, tuple[str, ...]]
    concepts: Mapping[str, Concept]

    def family(self, edition: str) -> str:
        """The family of an edition; FormError if none claims it."""
        for family, editions in self.families.items():
            if edition in editions:
                return family
        raise FormError(
            f"No family of concepts.toml has the edition {edition!r}. Add it there, with cells and breaks."
        )

    def comparability(self, concept: Concept, one: str, other: str) -> Comparability:
        """The worst step between two families; `comparable` for one and the same."""
        order = list(self.families)
        first, last = sorted((order.index(one), order.index(other)))
        return max(
            (b.kind for b in concept.breaks[first:last]),
            key=lambda k: k.rank,
            default=Comparability.COMPARABLE,
        )


def _take(data: dict[str, Any], where: str, keys: str) -> dict[str, Any]:
    wanted = set(keys.split())
    if set(data) != wanted:
        amiss = ", ".join(sorted(set(data) ^ wanted))
        raise FormError(
            f"{where}: unknown or missing key {amiss}; expected exactly {', '.join(sorted(wanted))}."
        )
    return data


def _cells(
    data: dict[str, list[str]], families: Mapping[str, tuple[str, ...]], where: str
) -> dict[str, tuple[Key, ...]]:
    known = {e for editions in families.values() for e in editions}
    if unknown := set(data) - set(families) - known:
        raise FormError(
            f"{where}: {', '.join(sorted(unknown))} is neither a family nor an edition."
        )
    by_edition = {e: data[f] for f, editions in families.items() if f in data for e in editions}
    by_edition |= {e: cells for e, cells in data.items() if e in known}
    made: dict[str, tuple[Key, ...]] = {}
    for edition, texts in by_edition.items():
        slots = {(t.id, *slot) for t in all_forms()[edition].tables for slot in t.slots}
        keys = tuple(tuple(text.split("/")) for text in texts)
        if absent := [text for text, key in zip(texts, keys, strict=True) if key not in slots]:
            raise FormError(f"{where}: form {edition} has no cell {', '.join(absent)}.")
        made[edition] = keys  # type: ignore[assignment]
    return made


def _breaks(data: list[dict[str, Any]], families: list[str], where: str) -> tuple[Break, ...]:
    found = [_take(b, f"{where}, break", "from to kind why_zh why_en") for b in data]
    if [(b["from"], b["to"]) for b in found] != list(pairwise(families)):
        raise FormError(
            f"{where}: the breaks must be one for each step of {' > '.join(families)}, in this order."
        )
    if wrong := [b["kind"] for b in found if b["kind"] not in list(Comparability)]:
        raise FormError(
            f"{where}: {wrong[0]!r} is no kind of break; the kinds are {', '.join(Comparability)}."
        )
    return tuple(
        Break(b["from"], b["to"], Comparability(b["kind"]), b["why_zh"], b["why_en"]) for b in found
    )


def _check_breaks(concept: Concept, families: Mapping[str, tuple[str, ...]]) -> None:
    """A step is `none` exactly where one of the two families has no cell."""
    asked = {f for f, editions in families.items() if any(e in concept.cells for e in editions)}
    for step in concept.breaks:
        if (step.kind is Comparability.NONE) == ({step.before, step.after} <= asked):
            raise FormError(
                f"concept {concept.id}: the break {step.before} > {step.after} says {step.kind}, "
                "which its cells belie."
            )


def read_crosswalk(text: str) -> Crosswalk:
    """The crosswalk from its TOML text; FormError for an unknown key, cell, family, or a break that is not stated."""
    data = _take(tomllib.loads(text), "concepts.toml", "families concepts")
    families = {f: tuple(editions) for f, editions in data["families"].items()}
    if unclaimed := set(all_forms()) ^ {e for editions in families.values() for e in editions}:
        raise FormError(
            f"concepts.toml: the families and the forms differ in {', '.join(sorted(unclaimed))}."
        )
    concepts: dict[str, Concept] = {}
    for entry in data["concepts"]:
        where = f"concept {entry.get('id')}"
        _take(entry, where, "id zh en definition_zh definition_en unit cells breaks")
        if entry["id"] in concepts:
            raise FormError(f"{where}: this id stands twice.")
        concept = Concept(
            entry["id"],
            entry["zh"],
            entry["en"],
            entry["definition_zh"],
            entry["definition_en"],
            entry["unit"],
            _cells(entry["cells"], families, where),
            _breaks(entry["breaks"], list(families), where),
        )
        _check_breaks(concept, families)
        concepts[concept.id] = concept
    return Crosswalk(families, concepts)


@cache
def crosswalk() -> Crosswalk:
    """The crosswalk of the editions that gxkit supports."""
    return read_crosswalk(
        resources.files("gxkit.forms").joinpath("concepts.toml").read_text("utf-8")
    )


def find_concept(concept_id: str) -> Concept:
    """The concept of that id; FormError, listing the known ones, if there is none."""
    try:
        return crosswalk().concepts[concept_id]
    except KeyError:
        raise FormError(
            f"There is no concept {concept_id!r}; the concepts are "
            f"{', '.join(crosswalk().concepts)}."
        ) from None


@cache
def concept_of_cells() -> Mapping[tuple[str, str, str, str], str]:
    """(edition, table, row, column) -> the concept that is this one cell; FormError if two claim it."""
    claimed: dict[tuple[str, str, str, str], str] = {}
    for concept in crosswalk().concepts.values():
        for edition, cells in concept.cells.items():
            if len(cells) == 1:
                other = claimed.setdefault((edition, *cells[0]), concept.id)
                if other != concept.id:
                    raise FormError(
                        f"concepts.toml: {other} and {concept.id} are the same cell of form {edition}."
                    )
    return claimed
