"""What an edition's TOML says of the cells of concepts, and of how it compares with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gxkit.forms.form import Comparability, Pair, Table
from gxkit.forms.strict import TEXT, TEXT_OR_TEXTS, TEXTS, Entry, fits
from gxkit.text import Key

# what a pair must say; one of the others says with whom
_PAIR = {"kind": TEXT, "concepts": TEXT_OR_TEXTS, "why_zh": TEXT, "why_en": TEXT}
_PAIR_MAY = {"with": TEXT_OR_TEXTS, "between": TEXTS}
# concepts = "all": of every concept that both editions have
ALL = "all"
# in the unit of every amount
MONEY = "元"
# of a pair
_ENDS = 2


def read_cells(
    whole: Entry,
    tables: Iterable[Table],
    units: Mapping[str, str],
) -> dict[str, tuple[Key, ...]]:
    """The cells of each concept that a form asks for, in the order of concepts.toml.

    FormError for an unknown concept or cell, for one cell that is to be two concepts, and for an
    amount in another unit than the concept's.
    """
    cells = _cell_units(tables)
    own = whole.table("concepts")
    made: dict[str, tuple[Key, ...]] = {}
    alone: dict[Key, str] = {}
    for concept, said in own.data.items():
        own.check_known(concept, "the concept", units, concept)
        keys = _read_keys(own, concept, said, cells, units[concept])
        made[concept] = keys
        # a sum of cells may share them with other sums: only a cell alone is its concept
        if len(keys) > 1:
            continue
        other = alone.setdefault(keys[0], concept)
        if other != concept:
            own.fail(f"{other} and {concept} are one cell; one cell is one concept.", concept)
    return {concept: made[concept] for concept in units if concept in made}


def _cell_units(tables: Iterable[Table]) -> dict[Key, str]:
    """The unit of every cell of some tables."""
    units: dict[Key, str] = {}
    for table in tables:
        for row in table.rows:
            for column, unit in zip(row.columns, row.units, strict=True):
                units[table.id, row.id, column] = unit
    return units


def _read_keys(
    own: Entry,
    concept: str,
    said: object,
    cells: Mapping[Key, str],
    unit: str,
) -> tuple[Key, ...]:
    # TOML takes a dot in a bare key for a table in a table
    if isinstance(said, dict):
        part = next(iter(said), "")
        own.fail(f'write an id with a dot in quotes: "{concept}.{part}".', concept)
    if not said or not fits(TEXT_OR_TEXTS, said):
        own.fail(f"the cells of {concept} are {said!r}; expected {TEXT_OR_TEXTS}.", concept)
    keys: list[Key] = []
    for text in own.texts(concept):
        table, _, rest = text.partition("/")
        row, _, column = rest.partition("/")
        key = (table, row, column)
        if key not in cells:
            wanted = "expected table/row/column of this file"
            own.fail(f"the form has no cell {text!r}; {wanted}.", concept)
        # 元 added to 万元 would give a number that means nothing
        if MONEY in cells[key] + unit and cells[key] != unit:
            has = cells[key] or "no unit"
            own.fail(f"the cell {text} is in {has}, the concept {concept} in {unit}.", concept)
        keys.append(key)
    return tuple(keys)


def read_pairs(
    whole: Entry,
    own: str,
    concepts: Iterable[str],
) -> tuple[Pair, ...]:
    """Every pair of `[[comparability]]`; `own` is the edition that `with` speaks of, if any."""
    known = list(concepts)
    made: list[Pair] = []
    for entry in whole.entries("comparability", "a comparability"):
        made += _read_pair(entry.take(_PAIR, _PAIR_MAY), own, known)
    return tuple(made)


def _read_pair(
    entry: Entry,
    own: str,
    known: list[str],
) -> Iterator[Pair]:
    """One pair for each edition that is named after `with`, or the one of `between`."""
    kind = Comparability(entry.choose("kind", Comparability))
    concepts = _read_concepts(entry, known)
    if ("with" in entry) == ("between" in entry):
        entry.fail("expected either with (other editions) or between (two of them).")
    if "with" in entry and not own:
        entry.fail("with speaks of no edition here; expected between.", "with")
    key = "between" if "between" in entry else "with"
    named = entry.texts(key)
    # a TOML that was copied and kept the id of the one it was copied from
    if key == "with" and own in named:
        wanted = "expected other ones, or another id for this form"
        entry.fail(f"with names the edition {own} itself; {wanted}.", key)
    ends = [named] if key == "between" else [(own, other) for other in named]
    for both in ends:
        # an edition compares with itself, and a pair has two ends
        if len(both) != _ENDS or len(set(both)) != _ENDS:
            said = " and ".join(both) or "nobody"
            entry.fail(f"{said} are no two editions or families.", key)
        yield Pair(
            one=both[0],
            other=both[1],
            kind=kind,
            concepts=concepts,
            why_zh=entry["why_zh"],
            why_en=entry["why_en"],
            at=entry.place(key),
        )


def _read_concepts(entry: Entry, known: list[str]) -> tuple[str, ...] | None:
    """The concepts that a pair is about; None for all."""
    said = entry["concepts"]
    if said == ALL:
        return None
    if isinstance(said, str) or not said:
        entry.fail(f"concepts is {said!r}; expected {ALL!r} or a list.", "concepts")
    for number, concept in enumerate(said):
        entry.check_known(concept, "the concept", known, "concepts", number)
    return tuple(said)
