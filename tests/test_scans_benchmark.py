"""benchmarks/scans.py: its reports are sound, its damage leaves pages, and it counts rightly."""

import random
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from gxkit.forms import find_form
from gxkit.report import Status, Value, Verdict

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import scans
from scanning import damage
from scanning.faces import find_faces
from scanning.mutations import MUTATIONS, draw_style
from scanning.reports import EDITIONS, draw_report
from scanning.typeset import Page, Typesetter

PRINTED = Value(
    "2021",
    "requests",
    "received",
    "total",
    "",
    "7",
    7,
    "件",
    Status.PRINTED,
    None,
    Verdict.VERIFIED,
)


@pytest.mark.parametrize("edition", dict.fromkeys(EDITIONS))
def test_a_drawn_report_keeps_the_sums_of_its_form(edition):
    truth = {key: number or 0 for key, number in draw_report(3, edition).truth.items()}
    for table in find_form(edition).tables:
        for rule in table.rules:
            if rule.relation == "equal" and not rule.soft:
                left = sum(truth[table.id, *slot] for slot in rule.left)
                assert left == sum(truth[table.id, *slot] for slot in rule.right)


def test_only_a_cell_that_counts_nothing_is_printed_blank():
    blank = draw_report(3, "2021", blanks=1.0).truth
    full = draw_report(3, "2021", blanks=0.0).truth
    assert {full[key] for key, number in blank.items() if number is None} == {Decimal(0)}


def test_a_report_is_set_on_pages_that_say_where_its_tables_are():
    face = find_faces([])[0]
    style = draw_style(random.Random(1), {"long": False, "filler": 1})
    pages = Typesetter(face, style).set(draw_report(1, "2021"), 72)
    assert len(pages) in (2, 3, 4)
    for left, top, right, bottom in pages[0].tables:
        ink = pages[0].picture[top:bottom, left:right].min()
        assert ink < 100


@pytest.mark.parametrize("name", [m.name for m in MUTATIONS.values() if m.damages])
def test_every_damage_leaves_pages_with_ink_on_them(name):
    picture = np.full((330, 234, 3), 255, np.uint8)
    picture[100:230:20, 60:190] = 0
    page = Page(picture, [(60, 100, 190, 230)])
    way = damage.Way(np.random.default_rng(1), 100, find_faces([])[0])
    made = damage.chain(MUTATIONS[name].damages, [page, replace(page)], way)
    assert made
    for page in made:
        assert page.picture.dtype == np.uint8
        assert page.picture.ndim == 3
        assert np.ptp(page.picture) > 50


@pytest.mark.parametrize(
    ("truth", "value", "kind"),
    [
        (Decimal(7), PRINTED, "right"),
        (Decimal(7), replace(PRINTED, verdict=Verdict.CONTRADICTED), "alarm"),
        (Decimal(1), PRINTED, "SILENT"),
        (None, PRINTED, "SILENT"),
        (Decimal(1), replace(PRINTED, verdict=Verdict.CONTRADICTED), "flagged"),
        (Decimal(7), replace(PRINTED, status=Status.AMBIGUOUS, value=None), "flagged"),
        (Decimal(7), replace(PRINTED, status=Status.BLANK, value=None), "blank"),
        (None, replace(PRINTED, status=Status.BLANK, value=None), "right"),
        (Decimal(7), None, "lost"),
    ],
)
def test_a_cell_is_counted_for_what_became_of_it(truth, value, kind):
    assert scans.judge(truth, value) == kind


def test_a_sound_scan_is_read_right(tmp_path):
    mutation = MUTATIONS["edition: fujian-2017"]
    _, made = scans.run(replace(mutation, dpis=(150,)), 1, find_faces([]), tmp_path)
    assert made.counts["right"] == made.counts["cells"] > 0
    assert made.counts["both"] == 0
