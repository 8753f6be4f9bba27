"""A statutory table as a report fills it, in the layout of its form.

Colour never speaks alone: each mark is also a sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise, takewhile

from gxkit.forms import Row, Table, find_form
from gxkit.notebook.markup import Face, aligned, cell, head, table
from gxkit.report import Report, Status, Value, Verdict
from gxkit.text import Listed, choose, shown_language

# the ground of a place for which the form has no cell
NO_CELL = "background:#f7f7f7"
# what a cell looks like, by its verdict or status; the sign in it says the same
TINTS: Mapping[str, str] = {
    Verdict.CONTRADICTED: "background:#f6d5c3",
    Status.AMBIGUOUS: "background:#fbf0bf",
    Status.MISSING: "background:#ececec",
    Status.ILLEGIBLE: "background:#ececec",
    Verdict.VERIFIED: "background:#e3f0f9",
    Verdict.CLEARED: "background:#e3f0f9",
}
# in Chinese and in English, in the order of the legend
SIGNS: Mapping[Verdict | Status, tuple[str, str]] = {
    Verdict.VERIFIED: ("✓", "✓"),
    Verdict.CLEARED: ("○", "○"),
    Verdict.CONTRADICTED: ("×", "×"),
    Status.BLANK: ("空", "blank"),
    Status.MISSING: ("缺", "missing"),
    Status.AMBIGUOUS: ("?", "?"),
    Status.ILLEGIBLE: ("#", "#"),
}
# the form has no such cell
NOT_IN_FORM = "·"
# figures, labels of rows and the heads of groups stand as the form prints them
FIGURE = "text-align:right"
LABEL = "text-align:left;font-weight:normal"
GROUP = "text-align:center"
ONE_LINE = "white-space:nowrap"


def value_text(value: Value | None, language: str | None = None) -> str:
    """What a cell of the form shows: the text as printed, and a sign where something is amiss.

    `·` the form has no such cell, `空` blank, `缺` missing, `?` several readings, `#` no number,
    `×` contradicted by an identity (with what would explain it), `✓` verified, `○` cleared, for
    other cells mend what is broken. `→` leads to the reconciled figure, `⇒` to the implied one.
    """
    if value is None:
        return NOT_IN_FORM
    language = shown_language(language)
    if value.status is Status.AMBIGUOUS:
        shown = _readings_text(value, language)
    else:
        shown = _printed_text(value, language)
        if value.verdict is Verdict.CONTRADICTED or _is_sound(value):
            shown += f" {_sign(value.verdict, language)}"
    if value.reconciled is not None:
        return f"{shown} → {value.reconciled}"
    return shown if value.implied is None else f"{shown} ⇒ {value.implied}"


def _sign(state: Verdict | Status, language: str) -> str:
    return choose(*SIGNS[state], language)


def _is_sound(value: Value) -> bool:
    """Whether to say so: of a blank cell nobody would know what was verified."""
    is_sound = value.verdict in (Verdict.VERIFIED, Verdict.CLEARED)
    return is_sound and value.status is Status.PRINTED


def _printed_text(value: Value, language: str) -> str:
    if value.status is Status.PRINTED:
        return value.printed or str(value.value)
    sign = _sign(value.status, language)
    if value.status is Status.BLANK:
        return f"{sign}{value.printed}"
    return sign if value.status is Status.MISSING else f"{sign} {value.printed}"


def _readings_text(value: Value, language: str) -> str:
    sign, blank = _sign(value.status, language), Status.BLANK.say(language)
    readings = [blank if number is None else str(number) for number in value.candidates]
    several = " | ".join(readings)
    return choose(
        f"{sign} {value.printed}（{several}）", f"{sign} {value.printed} ({several})", language
    )


def _value_cell(value: Value | None, language: str) -> str:
    if value is None:
        return cell("", NO_CELL)
    is_contradicted = value.verdict is Verdict.CONTRADICTED
    is_printed = value.status is Status.PRINTED
    # what is wrong with a cell says more than that it is blank or unclear
    state = value.verdict if is_contradicted or is_printed else value.status
    tint = TINTS.get(state, "")
    # several readings need their lines
    wrap = "" if value.status is Status.AMBIGUOUS else f"{ONE_LINE};"
    told = (
        value.label,
        value.status.say(language),
        value.verdict.say(language),
        Listed(value.verified_by).say(language),
        value.where.say(language) if value.where else "",
    )
    return cell(
        value_text(value, language),
        f"{FIGURE};{wrap}{tint}",
        title=" · ".join(filter(None, told)),
    )


def _run(rows: Sequence[Row], group: tuple[str, ...]) -> int:
    """How many of the first rows stand under a group of labels."""
    under = takewhile(lambda row: row.path[: len(group)] == group, rows)
    return len(list(under))


def _label_cells(rows: Sequence[Row]) -> list[str]:
    """The label cells of each row: a group once over its rows, a label over the columns left."""
    depth = max(len(row.path) for row in rows)
    above: tuple[str, ...] = ()
    made = []
    for place, row in enumerate(rows):
        cells = ""
        for level, label in enumerate(row.path, 1):
            group = row.path[:level]
            if group == row.path:
                cells += head(label, LABEL, colspan=depth - level + 1)
            elif above[:level] != group:
                cells += head(
                    label,
                    LABEL,
                    rowspan=_run(rows[place:], group),
                )
        above = row.path
        made.append(cells)
    return made


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Runs of rows that share a head: one for most tables, or one for each article."""
    return [list(block) for _, block in groupby(rows, key=lambda row: row.columns)]


def _column_label(
    form: Table,
    column: str,
    year: int | None,
) -> str:
    return form.column(column).label.replace("{year}", str(year or ""))


def _has_units(form: Table) -> bool:
    """Whether the rows are counted in different units, one a row."""
    differ = any(one.units != other.units for one, other in pairwise(form.rows))
    return differ and len({len(row.columns) for row in form.rows}) == 1


def _down(
    report: Report,
    form: Table,
    language: str,
) -> list[str]:
    """The rows of a table whose labels open each row."""
    units = _has_units(form)
    lines: list[str] = []
    for block in _blocks(form.rows):
        lines.append(_block_head(report, form, block, language))
        for row, labels in zip(block, _label_cells(block), strict=True):
            unit = cell(row.units[0]) if units else ""
            lines.append(
                labels
                + unit
                + _figures(
                    report,
                    form,
                    row,
                    language,
                )
            )
    return lines


def _block_head(
    report: Report,
    form: Table,
    block: Sequence[Row],
    language: str,
) -> str:
    """The heads of the columns of a block, and of its labels."""
    depth = max(len(row.path) for row in block)
    opening = head("", colspan=depth)
    if _has_units(form):
        opening = head(
            choose(
                "指标",
                "item",
                language,
            ),
            colspan=depth,
        )
        opening += head(choose("单位", "unit", language))
    labels = [
        _column_label(
            form,
            column,
            report.meta.year,
        )
        for column in block[0].columns
    ]
    return opening + "".join(head(label, FIGURE) for label in labels)


def _figures(
    report: Report,
    form: Table,
    row: Row,
    language: str,
) -> str:
    values = [report.get((form.id, row.id, column)) for column in row.columns]
    return "".join(_value_cell(value, language) for value in values)


def _across(
    report: Report,
    form: Table,
    language: str,
) -> list[str]:
    """The rows of a table whose groups stand side by side over one line of figures."""
    depth = max(len(row.path) for row in form.rows)
    heads = [
        _group_heads(
            form.rows,
            level,
            depth,
        )
        for level in range(1, depth + 1)
    ]
    columns = [column for row in form.rows for column in row.columns]
    heads.append("".join(head(form.column(column).label, FIGURE) for column in columns))
    figures = [
        _figures(
            report,
            form,
            row,
            language,
        )
        for row in form.rows
    ]
    return [*heads, "".join(figures)]


def _group_heads(
    rows: Sequence[Row],
    level: int,
    depth: int,
) -> str:
    """The labels of one level, each over the columns of its rows."""
    paths = {row.path for row in rows}
    heads = ""
    for group, members in groupby(rows, key=lambda row: row.path[:level]):
        width = sum(len(row.columns) for row in members)
        # a row whose label ended above has reached down to the columns already
        if len(group) == level:
            down = depth - level + 1 if group in paths else 1
            heads += head(
                group[-1],
                GROUP,
                colspan=width,
                rowspan=down,
            )
    return heads


def _legend(language: str) -> str:
    """The signs and what they mean; one that is its own meaning is left out."""
    said = []
    for state in SIGNS:
        sign, meaning = _sign(state, language), state.say(language)
        if sign != meaning:
            said.append(f"{sign} {meaning}")
    return " ".join(said)


def table_html(
    report: Report,
    table_id: str,
    language: str | None = None,
) -> Face:
    """A statutory table as the report fills it, in the layout of its form.

    Signs as in `value_text`; the tooltip of a cell says where it was printed. ValueError if the
    report has no such table.
    """
    if table_id not in report.editions:
        raise ValueError(
            f"Report {report.id!r} has no table {table_id!r}; "
            f"it has {', '.join(report.editions) or 'none'}."
        )
    language = shown_language(language)
    edition = find_form(report.editions[table_id])
    form = edition.table(table_id)
    name = form.name(language)
    caption = f"{report.id} · {name} · {edition.id} · {_legend(language)}"
    lay_out = _across if form.layout == "across" else _down
    rows = lay_out(report, form, language)
    return Face(
        table(rows, caption),
        aligned(
            _text_lines(
                report,
                form,
                language,
            )
        ),
    )


def _text_lines(
    report: Report,
    form: Table,
    language: str,
) -> list[list[str]]:
    """The table for a shell: a line a row, whatever its layout."""
    columns = [column.id for column in form.columns]
    heads = [
        _column_label(
            form,
            column,
            report.meta.year,
        )
        for column in columns
    ]
    lines = [["", *heads]]
    for row in form.rows:
        values = [report.get((form.id, row.id, column)) for column in columns]
        texts = [value_text(value, language) for value in values]
        lines.append(["/".join(row.path), *texts])
    return lines
