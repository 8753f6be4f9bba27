"""An edition from its TOML; each fault is told in one sentence with file and line."""

from __future__ import annotations

from collections.abc import Mapping

from gxkit.forms.comparing import read_cells, read_pairs
from gxkit.forms.form import Form, Table
from gxkit.forms.strict import ENTRIES, NAMES, TEXT, YEARS, Entry, Source, check_ids
from gxkit.forms.tables import read_id, read_table

# what the file of an edition must say, and what it may say
_FORM = {
    "id": TEXT,
    "title_zh": TEXT,
    "title_en": TEXT,
    "basis": TEXT,
    "in_force": YEARS,
    "tables": ENTRIES,
}
_FORM_MAY = {
    "short_zh": TEXT,
    "short_en": TEXT,
    "family": TEXT,
    "family_zh": TEXT,
    "family_en": TEXT,
    "concepts": NAMES,
    "comparability": ENTRIES,
}


def make_form(source: Source, units: Mapping[str, str]) -> Form:
    """A form from its TOML; FormError, with file and line, for whatever is wrong in it.

    `units` gives the concepts that it may name, with the unit of each.
    """
    whole = source.whole("the form").take(_FORM, _FORM_MAY)
    form = read_id(whole)
    tables = _read_tables(whole, form)
    return Form(
        id=form,
        title=whole["title_zh"],
        basis=whole["basis"],
        in_force=tuple(whole["in_force"]),
        tables=tables,
        title_en=whole["title_en"],
        short_zh=whole.text("short_zh"),
        short_en=whole.text("short_en"),
        # an edition without relatives is a family of its own
        family=whole.get("family", form),
        family_zh=whole.text("family_zh"),
        family_en=whole.text("family_en"),
        concepts=read_cells(whole, tables, units),
        pairs=read_pairs(whole, form, units),
        source=source.name,
        text=source.text,
    )


def _read_tables(whole: Entry, form: str) -> tuple[Table, ...]:
    """The tables in the order of the file, but where `order` says otherwise."""
    entries = whole.entries("tables", f"a table of {form}")
    if not entries:
        whole.fail("the form has no tables; expected one [[tables]] at least.", "tables")
    check_ids(entries)
    made = [read_table(entry, form) for entry in entries]
    places = [entry.get("order", place) for place, entry in enumerate(entries)]
    # tables with the same number stay in the order of the file
    ordered = sorted(range(len(made)), key=places.__getitem__)
    return tuple(made[place] for place in ordered)
