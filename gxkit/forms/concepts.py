"""The concepts: what several editions count under different labels, defined in `concepts.toml`.

Which cells of an edition carry a concept stands in the edition's own TOML. What is said of the
shipped families, pair by pair, stands here beside the definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gxkit.forms.comparing import read_pairs
from gxkit.forms.form import Pair
from gxkit.forms.strict import ENTRIES, TEXT, Source, check_ids

FILE = "concepts.toml"
# what the file holds, and what each concept must say
_FILE = {"concepts": ENTRIES, "comparability": ENTRIES}
_CONCEPT = {
    "id": TEXT,
    "zh": TEXT,
    "en": TEXT,
    "definition_zh": TEXT,
    "definition_en": TEXT,
    "unit": TEXT,
}


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
    whole = Source(name, text).whole("the file").take(_FILE)
    entries = whole.entries("concepts", "a concept")
    check_ids(entries)
    definitions = {}
    for entry in entries:
        one = Definition(**entry.take(_CONCEPT).data)
        definitions[one.id] = one
    # no edition speaks here, so that each pair names both of its ends
    return Concepts(definitions, read_pairs(whole, "", definitions))


@cache
def concepts() -> Concepts:
    """The concepts that gxkit knows."""
    file = resources.files("gxkit.forms").joinpath(FILE)
    return read_concepts(file.read_text("utf-8"))
