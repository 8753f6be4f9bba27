"""Text laid out in columns whose labels wrap around their line of figures."""

import random

import pytest

import gxkit
from gxkit.errors import NoReportError
from gxkit.filling.finding.lexicon import lexicon
from gxkit.filling.lines.wrapped import find_wrapped
from gxkit.filling.tape import lay_tape
from gxkit.forms import find_form
from gxkit.readers import read as read_document
from gxkit.report import Status, Verdict
from specimens import HEADS, draw_figures


def wrap_label(label, size, beside):
    """A label as lines of `size` letters, and which of them the figures stand beside."""
    lines = [label[i : i + size] for i in range(0, len(label), size)]
    return lines, beside if beside >= 0 else len(lines) // 2


def write_wrapped(edition, figures, size=6, beside=-1, damage=""):
    """A form with every label wrapped; figures `beside` the first line (0) or the middle."""
    text = ["青山县教育局2022年政府信息公开工作年度报告"]
    for table in find_form(edition).tables:
        text += [
            "",
            HEADS[table.id],
            "",
            "  ".join(c.label.format(year=2022) for c in table.columns),
        ]
        if table.layout == "across":
            text += [
                "  ".join(row.label for row in table.rows),
                "  ".join(str(figures[table.id, *slot]) for slot in table.slots),
            ]
            continue
        rows = []
        for row in table.rows:
            lines, at = wrap_label(row.label, size, beside)
            lines[at] += "   " + "   ".join(str(figures[table.id, row.id, c]) for c in row.columns)
            rows.append(lines)
        if damage == "one line twice":
            rows[-1].append(
                "   "
                + rows[-1][wrap_label(table.rows[-1].label, size, beside)[1]].split("   ", 1)[1]
            )
        if damage == "rows exchanged":
            rows[0], rows[1] = rows[1], rows[0]
        if damage == "total first" and table.id == "requests":
            rows = [[_total_first(line) for line in lines] for lines in rows]
        text += [line for lines in rows for line in lines]
    return "\n".join(text) + "\n\n五、存在的主要问题及改进情况\n"


def _total_first(line):
    label, *cells = line.split("   ")
    return "   ".join([label, *cells[-1:], *cells[:-1]])


def read(folder, text):
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return {v.key: v for v in gxkit.parse(path)}


@pytest.mark.parametrize("edition", ["2021", "2019", "fujian-2017", "fujian-2011"])
@pytest.mark.parametrize(("size", "beside"), [(6, -1), (4, -1), (9, -1), (6, 0), (5, 0)])
def test_labels_that_wrap_around_their_figures_are_read(tmp_path, edition, size, beside):
    figures = draw_figures(edition, random.Random(size))
    found = read(tmp_path, write_wrapped(edition, figures, size, beside))
    assert {key: found[key].value for key in figures} == figures


@pytest.mark.parametrize("edition", ["2021", "2019", "fujian-2017"])
@pytest.mark.parametrize("damage", ["one line twice", "rows exchanged"])
def test_wrapped_labels_whose_order_is_not_the_forms_are_never_silently_wrong(
    tmp_path, edition, damage
):
    figures = draw_figures(edition, random.Random(3))
    try:
        found = read(tmp_path, write_wrapped(edition, figures, damage=damage))
    except NoReportError:
        return
    assert not [
        key
        for key, number in figures.items()
        if found[key].value != number
        and found[key].status is Status.PRINTED
        and found[key].verdict is not Verdict.CONTRADICTED
    ]


def test_lines_that_do_not_add_up_in_the_order_of_the_form_are_no_wrapped_table(tmp_path):
    figures = draw_figures("2021", random.Random(3))
    table = find_form("2021").table("requests")
    for damage, expected in (("", len(table.rows)), ("total first", 0)):
        path = tmp_path / "report.txt"
        path.write_text(write_wrapped("2021", figures, damage=damage), encoding="utf-8")
        assert len(find_wrapped(lay_tape(read_document(path)), lexicon(table))) == expected
