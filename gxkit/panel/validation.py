"""Whether a frame is a panel: its columns, types and values, and what must agree in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from pandas import DataFrame, Series

from gxkit.forms import all_forms, per_form_set
from gxkit.forms.crosswalk import concept_of_cells
from gxkit.panel import schema
from gxkit.panel.columns import CELL, KEY, NUMBERS, WHO
from gxkit.report import Status
from gxkit.text import UNITS

if TYPE_CHECKING:
    import pandera.pandas as pa

_PLAIN = {
    "column_in_dataframe": "all columns of a panel",
    "column_in_schema": "no columns but those of a panel",
    "column_ordered": "the columns in the order of a panel",
    "multiple_fields_uniqueness": "one line a cell",
}
"""pandera's names for its own checks, in words"""


@per_form_set
def cells_of_forms() -> Mapping[tuple[str, ...], tuple[str, str]]:
    """(edition, table, row, column) -> unit and concept ('' if none) of each cell of each form."""
    concepts = concept_of_cells()
    made: dict[tuple[str, ...], tuple[str, str]] = {}
    for form in all_forms().values():
        for table in form.tables:
            for row in table.rows:
                for column, unit in zip(row.columns, row.units, strict=True):
                    cell = (
                        form.id,
                        table.id,
                        row.id,
                        column,
                    )
                    made[cell] = unit, concepts.get(cell, "")
    return made


def panel_schema() -> pa.DataFrameSchema:
    """The schema of a panel of `gxkit.panel.stack` for pandera.

    Columns in order, types, values, what must agree.
    """
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {column.name: _column(column) for column in schema.PANEL},
        strict=True,
        ordered=True,
        unique=list(KEY),
        # Of a cell that stands twice the first is right as it is: only the others are told.
        report_duplicates="exclude_first",
        checks=[
            pa.Check(_is_cell, error="a cell of its form"),
            pa.Check(_is_as_defined, error="the unit and the concept of the cell"),
            pa.Check(_has_value, error="a value where the status is printed, and nowhere else"),
            pa.Check(_differs, error="reconciled only where it differs from the value"),
            pa.Check(_is_unprinted, error="implied only where no value is printed"),
            pa.Check(_is_one_body, error="one body, scope and year a report"),
        ],
    )


def _column(one: schema.Column) -> pa.Column:
    """A column of the panel for pandera; text is never NA, '' stands for nothing."""
    import pandera.pandas as pa

    is_text = one.type == "string"
    # Text is never NA: two ways of saying nothing would be one too many for those who filter.
    return pa.Column(
        NUMBERS.get(one.name, "str"),
        _checks(one),
        nullable=not is_text,
    )


def _checks(one: schema.Column) -> list[pa.Check]:
    import pandera.pandas as pa

    limits = one.constraints
    may_be_empty = one.type == "string" and not limits.get("required")
    if "enum" in limits:
        allowed = [*limits["enum"], ""] if may_be_empty else limits["enum"]
        return [pa.Check.isin(allowed, error="a value of the dictionary")]
    if "pattern" in limits:
        pattern = limits["pattern"]
        whole = f"^(?:{pattern})?$" if may_be_empty else f"^(?:{pattern})$"
        return [pa.Check(_matches, pattern=whole, error=f"the form {pattern}")]
    if "minimum" in limits:
        least, most = limits["minimum"], limits["maximum"]
        return [pa.Check.in_range(least, most, error=f"{least} to {most}")]
    if one.type == "string" and not may_be_empty:
        return [pa.Check.str_length(min_value=1, error="a text")]
    return []


def _ask_kinds(
    frame: DataFrame,
    columns: Sequence[str],
    ask: Callable[..., bool],
) -> Series[bool]:
    """Whether lines are as they should be, asked once of all that are alike in some columns.

    A panel of a million lines has a few hundred kinds of them, and to ask each line took longer
    than to write all.
    """
    names = list(columns)
    kind = frame.groupby(names, sort=False, dropna=False).ngroup()
    kinds = frame[names].drop_duplicates().itertuples(index=False, name=None)
    answers = np.fromiter((ask(*one) for one in kinds), dtype=bool)
    return Series(answers[kind], index=frame.index)


def _matches(
    column: Series,
    pattern: str,
) -> Series[bool]:
    """Which texts of a column are as a pattern says from the first letter on."""
    known = re.compile(pattern)
    return _ask_kinds(column.to_frame("text"), ["text"], lambda text: _is_match(known, text))


def _is_match(
    known: re.Pattern[str],
    text: object,
) -> bool:
    # what is no text is told by another check
    return not isinstance(text, str) or known.match(text) is not None


def _is_cell(frame: DataFrame) -> Series[bool]:
    known = cells_of_forms()
    return _ask_kinds(frame, ["edition", *CELL], lambda *cell: cell in known)


def _is_as_defined(frame: DataFrame) -> Series[bool]:
    """Whether unit and concept are those of the cell; true of a cell that no form has.

    A report may print another unit than its form, 次 for 件 or 元 for 万元: that one counts.
    """
    known = cells_of_forms()

    def agrees(unit: str, concept: str, *cell: str) -> bool:
        own_unit, own_concept = known.get(cell, (unit, concept))
        is_unit = unit == own_unit or unit in UNITS
        return is_unit and concept == own_concept

    return _ask_kinds(frame, ["unit", "only_cell_of", "edition", *CELL], agrees)


def _has_value(frame: DataFrame) -> Series[bool]:
    is_printed = frame["status"].eq(str(Status.PRINTED))
    return frame["value"].notna() == is_printed


def _differs(frame: DataFrame) -> Series[bool]:
    better = frame["reconciled"]
    return better.isna() | better.ne(frame["value"])


def _is_unprinted(frame: DataFrame) -> Series[bool]:
    return frame["implied"].isna() | frame["value"].isna()


def _is_one_body(frame: DataFrame) -> Series[bool]:
    # NA counts as a value here: a report with and without a year would be two reports.
    facts = [name for name in WHO if name != "report"]
    count = frame.groupby("report")[facts].transform("nunique", dropna=False)
    return count.le(1).all(axis=1)


def validate(frame: DataFrame) -> DataFrame:
    """The panel itself if it is as `panel_schema` says.

    ValueError that says what is not, with the first line of each; lines are counted from 0.
    """
    from pandera.errors import SchemaErrors

    # Pandera names lines by their index, and a reader counts them.
    plain = frame.reset_index(drop=True)
    try:
        panel_schema().validate(plain, lazy=True)
    except SchemaErrors as errors:
        told = "\n".join(_told(errors.failure_cases, plain))
        raise ValueError(f"The frame is no panel as gxkit.panel.stack gives it.\n{told}") from None
    return frame


def _told(
    failures: DataFrame,
    frame: DataFrame,
) -> list[str]:
    """One sentence a check that fails, column by column."""
    # A check over whole lines is told once, though pandera lists it for each column.
    is_whole = failures["schema_context"].eq("DataFrameSchema")
    column = failures["column"].mask(is_whole, "").fillna("")
    failing = failures.assign(of=column)
    groups = failing.groupby(["of", "check"], sort=False)
    return [_tell(str(check), lines, frame) for (_, check), lines in groups]


def _tell(
    check: str,
    lines: DataFrame,
    frame: DataFrame,
) -> str:
    """One sentence about the lines (from 0) that fail one check: of a column, or of whole lines."""
    check = _PLAIN.get(check, check)
    columns = lines["column"].dropna().unique()
    places = lines["index"].dropna().drop_duplicates()
    if places.empty:
        said = ", ".join(dict.fromkeys(map(str, lines["failure_case"])))
        return f"{', '.join(columns) or 'columns'}: expected {check}; got {said}"
    first = int(places.iloc[0])
    is_of_one = len(columns) == 1
    about = columns[0] if is_of_one else "lines"
    key = frame.loc[first, list(KEY)]
    cell = " / ".join(map(str, key))
    got = repr(lines["failure_case"].iloc[0]) if is_of_one else cell
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    return f"{about}: expected {check}; got {got} in line {first}{more}"
