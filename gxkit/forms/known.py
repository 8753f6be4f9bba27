"""Editions that gxkit can name and does not fill, so that none of them is forced into another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from gxkit.forms.strict import ENTRIES, NUMBER, TEXT, TEXTS, Source
from gxkit.text import fold

FILE = "unsupported.toml"
# what is said of each edition
_EDITION = {
    "id": TEXT,
    "title": TEXT,
    "basis": TEXT,
    "signs": TEXTS,
    "enough": NUMBER,
    "resembles": TEXTS,
}


@dataclass(frozen=True)
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

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        # asked of every document
        return tuple(map(fold, self.signs))

    def stands_in(self, folded: str, read: str = "") -> bool:
        """Whether enough signs stand in a folded text and not among the labels that were `read`.

        A label that a form fills is no sign of a table that nobody fills: whoever registers the
        edition has it read.
        """
        found = 0
        for sign in self._folded:
            # a sign may be a part of a label that a form prints with its item number
            if sign in folded and sign not in read:
                found += 1
        return found >= self.enough


@cache
def known_editions() -> tuple[KnownEdition, ...]:
    """The editions that gxkit recognises and does not fill by itself."""
    file = resources.files("gxkit.forms").joinpath(FILE)
    source = Source(FILE, file.read_text("utf-8"))
    whole = source.whole("the file").take({"editions": ENTRIES})
    made = []
    for entry in whole.entries("editions", "an edition"):
        entry.take(_EDITION)
        known = KnownEdition(
            id=entry["id"],
            title=entry["title"],
            basis=entry["basis"],
            signs=entry.texts("signs"),
            enough=entry["enough"],
            resembles=entry.texts("resembles"),
        )
        made.append(known)
    return tuple(made)
