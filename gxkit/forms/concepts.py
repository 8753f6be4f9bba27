"""The concepts: what several editions count under different labels, defined in `concepts.toml`.

Which cells of an edition carry a concept stands in the edition's own TOML. What is said of the
shipped families, pair by pair, stands here beside the definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gxkit.forms.form import Pair
from gxkit.forms.reading import read_pairs
from gxkit.forms.strict import ENTRIES, TEXT, Source

FILE = "concepts.toml"
_ALL = {"concepts": ENTRIES, "comparability": ENTRIES}
_CONCEPT = dict.fromkeys(("id", "zh", "en", "definition_zh", "definition_en", "unit"), TEXT)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a concept is, and the unit of its figures."""

    id: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    unit: str


@dataclass(frozen=True, slots=True)
class Concepts:
    """The definitions by id and what is said of the shipped editions and families."""

    definitions: Mapping[str, Definition]
    pairs: tuple[Pair, ...]

    @property
    def units(self) -> dict[str, str]:
        """The unit of each concept by its id."""
        return {name: one.unit for name, one in self.definitions.items()}


def read_concepts(text: str, name: str = FILE) -> Concepts:
    """The concepts from their TOML text; FormError, with file and line, for what is wrong in it."""
    source = Source(name, text)
    data = source.take(source.data, (), "the file", _ALL)
    entries = data["concepts"]
    for number, entry in enumerate(entries):
        source.take(entry, ("concepts", number), "a concept", _CONCEPT)
    source.unique([entry["id"] for entry in entries], ("concepts",), "the concept id")
    found = Concepts({entry["id"]: Definition(**entry) for entry in entries}, ())
    return Concepts(found.definitions, read_pairs(source, "", found.units))


@cache
def concepts() -> Concepts:
    """The concepts that gxkit knows."""
    return read_concepts(resources.files("gxkit.forms").joinpath(FILE).read_text("utf-8"))
