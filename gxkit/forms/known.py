"""Editions that gxkit can name and does not fill, so that none of them is forced into another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from gxkit.forms.strict import ENTRIES, NUMBER, TEXT, TEXTS, Source
from gxkit.text import fold

FILE = "unsupported.toml"
_EDITION = {
    "id": TEXT,
    "title": TEXT,
    "basis": TEXT,
    "signs": TEXTS,
    "enough": NUMBER,
    "resembles": TEXTS,
}


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition of which at least `enough` of the labels `signs` must stand in a file.

    `resembles` are the ids of tables that its own would be forced into.
    """

    id: str
    title: str
    basis: str
    signs: tuple[str, ...]
    enough: int
    resembles: tuple[str, ...] = ()

    def stands_in(self, folded: str, read: str = "") -> bool:
        """Whether enough signs stand in a folded text and not among the labels that were `read`.

        A label that a form fills is no sign of a table that nobody fills: whoever registers the
        edition has it read.
        """
        signs = [sign for sign in map(fold, self.signs) if sign not in read]
        return sum(sign in folded for sign in signs) >= self.enough


@cache
def known_editions() -> tuple[KnownEdition, ...]:
    """The editions that gxkit recognises and does not fill by itself."""
    source = Source(FILE, resources.files("gxkit.forms").joinpath(FILE).read_text("utf-8"))
    made = []
    entries = source.take(source.data, (), "the file", {"editions": ENTRIES})["editions"]
    for number, data in enumerate(entries):
        source.take(data, ("editions", number), "an edition", _EDITION)
        signs, resembles = tuple(data["signs"]), tuple(data["resembles"])
        names = (data["id"], data["title"], data["basis"])
        made.append(KnownEdition(*names, signs, data["enough"], resembles))
    return tuple(made)
