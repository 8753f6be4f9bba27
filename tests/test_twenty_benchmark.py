"""benchmarks/twenty.py: its hands write what is read whole, and it counts what is not."""

import sys
from pathlib import Path

import pytest

import gxkit

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import twenty
from hands.drawn import LAYOUTS, draw_report, replaced

FORMATS = {form.name: form for form in twenty.FORMATS}
KEY = "requests", "received", "natural_person"


@pytest.mark.parametrize("name", ["OpenDocument sheet", "Markdown"])
def test_every_layout_of_a_format_gives_the_same_cells(tmp_path, name):
    tally = twenty.measure(FORMATS[name], 1, tmp_path)
    cells = len(draw_report(0, LAYOUTS[0]).truth)
    counted = {what: tally.cells[what] for what in ("right", "flagged", "silent", "files")}
    assert counted == {"right": 4 * cells, "flagged": 0, "silent": 0, "files": 4}


def test_another_number_than_the_reports_is_silent_unless_something_is_said(tmp_path):
    report = draw_report(0, LAYOUTS[0])
    path = tmp_path / "report.html"
    path.write_bytes(FORMATS["web page"].write(replaced(report, {KEY: "7000"})))
    judged = dict(map(reversed, twenty.judge(gxkit.parse(path), report.truth)))
    assert judged[KEY] == "flagged"
    sound = FORMATS["web page"].write(report)
    path.write_bytes(sound)
    other = report.truth | {KEY: report.truth[KEY] + 1}
    assert dict(map(reversed, twenty.judge(gxkit.parse(path), other)))[KEY] == "silent"
