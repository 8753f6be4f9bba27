"""A statutory table as a report fills it, in the layout of its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gxkit.errors import NoTableError
from gxkit.forms import Table, all_forms, find_form
from gxkit.notebook.found import MORE, MOST_TEXT
from gxkit.notebook.layout import Box, Kind, lay_out
from gxkit.notebook.looks import LOOKS, NOT_IN_FORM, ground_of, legend, told_of, value_text
from gxkit.notebook.markup import Face, aligned, cell, table
from gxkit.notebook.single import values_face
from gxkit.report import Report, ReportTable, Status, Value
from gxkit.text import shown_language
from gxkit.text.terminal import CUT, columns_of, cut_text, terminal_width

# a place for which the form has no cell
NO_CELL = "background:rgba(128,128,128,.10)"
# figures, labels of rows and the heads of groups stand as the form prints them
FIGURE = "text-align:right;"
LABEL = "text-align:left;font-weight:normal"
GROUP = "text-align:center"
ONE_LINE = "white-space:nowrap;"
# a long label is broken, so that the figures beside it stay on the page
LONGEST = ";max-width:230px;white-space:normal"
SET_IN, SHORTEST = "  ", 20
"""in a shell, before the label of a row in a group; columns that a label has in any case"""
_STYLES: Mapping[Kind, tuple[str, str]] = {
    Kind.HEAD: ("th", FIGURE + "white-space:normal"),
    Kind.GROUP: ("th", GROUP),
    Kind.LABEL: ("th", LABEL + LONGEST),
    Kind.UNIT: ("td", ""),
}
"""the tag and the style of what is no figure"""


def face(
    shown: ReportTable,
    language: str,
) -> Face:
    """The table of a report; its values alone where the edition is not known any more."""
    if shown.edition not in all_forms():
        return values_face(shown.values, language)
    return table_html(shown.report, shown.id, language)


def table_html(
    report: Report,
    table_id: str,
    language: str | None = None,
) -> Face:
    """A statutory table as the report fills it, in the layout of its form.

    Signs as in `value_text`; the tooltip of a cell says where it was printed. NoTableError if the
    report has no such table.
    """
    if table_id not in report.editions:
        raise NoTableError(
            f"报告 {report.id!r} 没有表 {table_id!r}；它有 "
            f"{', '.join(report.editions) or 'none'}。",
            f"Report {report.id!r} has no table {table_id!r}; "
            f"it has {', '.join(report.editions) or 'none'}.",
        )
    language = shown_language(language)
    edition = find_form(report.editions[table_id])
    form = edition.table(table_id)
    lines = lay_out(report, form, language)
    rows = []
    for line in lines:
        boxes = [_box_html(box, language) for box in line]
        rows.append("".join(boxes))
    values = ReportTable(report, table_id).values
    parts = (
        report.id,
        form.name(language),
        edition.short(language),
        legend(values, language),
    )
    caption = " · ".join(filter(None, parts))
    text = _text(_text_lines(report, form, language), language)
    return Face(table(rows, caption), text)


def _box_html(
    box: Box,
    language: str,
) -> str:
    if box.kind is Kind.FIGURE:
        return _figure_html(box.value, language)
    tag, style = _STYLES[box.kind]
    return cell(
        box.text,
        style,
        tag,
        under=box.under,
        rowspan=box.down,
        colspan=box.across,
        title=box.name,
    )


def _figure_html(
    value: Value | None,
    language: str,
) -> str:
    if value is None:
        return cell("", NO_CELL)
    ground = ground_of(value)
    tint = f"background:{ground};" if ground else ""
    # several readings need their lines
    wrap = "" if value.status is Status.AMBIGUOUS else ONE_LINE
    text = value_text(value, language)
    figure, _, sign = text.rpartition(" ")
    # what is sound says so quietly: of two hundred signs one would see no other
    is_sound = not ground and sign == LOOKS[value.fitness].sign(language) and figure
    shown = {"text": figure, "faint": sign} if is_sound else {"text": text}
    return cell(
        style=FIGURE + wrap + tint,
        title=told_of(value, language),
        **shown,
        **{"data-cell": "/".join(value.key)},
    )


def _text_lines(
    report: Report,
    form: Table,
    language: str,
) -> list[list[str]]:
    """The table for a shell: a line a row, whatever its layout; of groups that go on only the new
    label, set in."""
    year = str(report.meta.year or "")
    heads = [column.label.replace("{year}", year) for column in form.columns]
    lines = [["", *heads]]
    above: tuple[str, ...] = ()
    for row in form.rows:
        shared = [one for one, other in zip(row.path[:-1], above, strict=False) if one == other]
        above = row.path
        line = [SET_IN * len(shared) + "/".join(row.path[len(shared) :])]
        for column in form.columns:
            value = report.get((form.id, row.id, column.id))
            line.append(NOT_IN_FORM if value is None else value_text(value, language))
        lines.append(line)
    return lines


def _text(
    lines: Sequence[Sequence[str]],
    language: str,
) -> str:
    """Lines as columns of a shell, labels cut where the figures need the room."""
    figures = aligned([line[1:] for line in lines]).split("\n")
    room = max(terminal_width() - max(map(columns_of, figures)) - 2, SHORTEST)
    labels = [_cut_label(line[0], room) for line in lines]
    width = max(map(columns_of, labels))
    rows = []
    for label, row in zip(labels, figures, strict=True):
        rows.append(f"{label}{' ' * (width - columns_of(label))}  {row}")
    left = len(rows) - MOST_TEXT
    if left > 0:
        rows[MOST_TEXT:] = [MORE.fill(count=left).say(language)]
    return "\n".join(rows)


def _cut_label(
    label: str,
    room: int,
) -> str:
    """A label in one line; what is set in stays so, and the groups give way first."""
    bare = label.lstrip()
    indent = label[: len(label) - len(bare)]
    _, slash, own = bare.rpartition("/")
    if slash and columns_of(label) > room:
        bare = f"{CUT}/{own}"
    return indent + cut_text(bare, room - len(indent), 1)[0]
