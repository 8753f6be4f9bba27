"""A document laid out and looked through: its tape, the tables that fit, the places of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from gxkit.document import Document
from gxkit.filling.choice.choosing import Looked, look_for_tables
from gxkit.filling.choice.places import (
    Place,
    find_places,
    part_places,
)
from gxkit.filling.lines.unfolding import unfold
from gxkit.filling.tape import Tape, lay_tape
from gxkit.filling.titles.cutting import Stand


@dataclass(frozen=True, slots=True)
class Looking:
    """What stands in a document before any of it is taken.

    `tape` has all of it, `shown_tape` only what is shown; `places` are those of all tables in the
    order of the tape, hidden ones last.
    """

    document: Document
    tape: Tape
    shown_tape: Tape
    looked: Looked
    places: tuple[Place, ...]

    def shown(self, first: int = 0) -> list[Stand]:
        """The tables that are shown, in their order; `first` is the document's first block."""
        tables = []
        for place in self.places:
            if not place.hidden:
                block = place.tape.token_at(place.start).block
                tables.append(Stand(place.kind, first + block, place.where.file, place.where.sheet))
        return tables


def look(document: Document) -> Looking:
    """A document with every table that stands in it, shown and hidden ones apart."""
    tape = lay_tape(unfold(document))
    hidden = list(_stretches(tape, hidden=True))
    shown_tape = tape.without(hidden)
    looked = look_for_tables(shown_tape)
    places = part_places(find_places(shown_tape, looked.kinds))
    if hidden:
        # A row that is shown and one that is not are never rows of one table.
        hidden_tape = tape.without(_stretches(tape, hidden=False))
        unseen = look_for_tables(hidden_tape)
        places += part_places(find_places(hidden_tape, unseen.kinds, hidden=True))
        looked = looked.with_hidden(unseen)
    return Looking(document, tape, shown_tape, looked, tuple(places))


def _stretches(
    tape: Tape,
    *,
    hidden: bool,
) -> Iterator[range]:
    """The numbers of the tokens that are hidden, or of those that are not."""
    if not any(block.hidden for block in tape.blocks):
        return
    numbered = enumerate(tape.tokens)
    for is_hidden, group in groupby(numbered, key=lambda item: tape.blocks[item[1].block].hidden):
        numbers = [number for number, _ in group]
        if is_hidden == hidden:
            yield range(numbers[0], numbers[-1] + 1)
