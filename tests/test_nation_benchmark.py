"""benchmarks/nation.py: the same seed gives the same nation, whose sound reports are sound."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from country.bodies import draw_bodies
from country.folder import choose, read_truth, write_nation
from country.measuring import Group, Measured, on_paper
from country.memory import draw_collection
from country.papers import FORMATS, LAYOUTS, make_papers
from country.years import draw_yearly, years_of
from slip_reports import make_report

import gxkit
from gxkit.checks import judge
from gxkit.report import FindingKind


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation")
    write_nation(folder, 12, seed=5, jobs=1)
    return folder


def test_there_are_about_thirty_thousand_bodies_each_with_an_id_of_its_own():
    bodies = draw_bodies(1)
    assert 28_000 < len(bodies) < 32_000
    assert len({body.id for body in bodies}) == len(bodies)
    assert len({body.code[:2] for body in bodies}) == 31


def test_few_bodies_get_many_requests_and_many_get_none():
    sizes = Counter(body.size for body in draw_bodies(1))
    assert sizes["province"] < sizes["city"] < sizes["county"] < sizes["office"]
    assert sizes["none"] > 3000


def test_bodies_of_fujian_report_in_its_forms_until_2018():
    assert years_of("35")[0] == 2009
    assert years_of("44")[0] == 2019
    fujian = [body for body in draw_bodies(1) if body.code.startswith("35")]
    editions = [yearly.edition for yearly in draw_yearly(fujian[40], 1)]
    assert all(edition.startswith("fujian") for edition in editions[:10])
    assert editions[10:] == ["2019"] * 2 + ["2021"] * 5


def test_no_rule_fails_in_the_sound_figures_of_any_year():
    bodies = draw_bodies(3)
    fujian = [body for body in bodies if body.code.startswith("35")]
    for body in (*fujian[:60:10], *bodies[:2000:200]):
        for yearly in draw_yearly(body, 3):
            report = judge(make_report(body.name, yearly.year, yearly.edition, yearly.sound))
            failing = [f.sentence_en for f in report.findings if f.kind is FindingKind.FAILS]
            assert failing == [], yearly.id


def test_more_reports_are_the_same_ones_and_others_behind_them():
    assert list(choose(70, 4))[:9] == list(choose(700, 4))[:9]
    assert sum(years for _, years in choose(70, 4)) == 70


def test_the_same_seed_writes_the_same_files_whoever_writes_them(nation, tmp_path):
    write_nation(tmp_path, 12, seed=5, jobs=2)
    names = sorted(path.relative_to(nation) for path in nation.rglob("*.*"))
    assert len(names) == 12 + 3
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")) == names
    for name in names:
        assert (nation / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_a_nation_opens_as_a_data_folder_and_holds_what_its_truth_says(nation):
    known = {one.report: one for one in read_truth(nation)}
    collection = gxkit.open(nation, progress=False)
    assert len(collection) == len(known) == 12
    wrong = 0
    for report in collection:
        truth = known[report.id].printed
        wrong += sum(report[key].value != expected.value for key, expected in truth.items())
    assert wrong <= 5


def test_reports_without_files_have_frames_like_those_that_were_read():
    collection = draw_collection(20, 5)
    assert len(collection) == collection.panel["report"].nunique() == 20
    assert len(collection.indicators) > 0


def test_every_format_of_the_nation_is_written_and_read_whole(tmp_path):
    pytest.importorskip("xlwt", reason="xlwt writes .xls: see benchmarks/requirements.txt")
    (body,) = [one for one in draw_bodies(2) if one.code == "110101" and one.number == 0]
    paper = next(make_papers(draw_yearly(body, 2), 2))
    for form in FORMATS.values():
        # a scan takes ten seconds, and is no matter of this test
        if form.kind == "scan":
            continue
        path = tmp_path / f"2019.{form.ending}"
        path.write_bytes(form.write(paper.draft))
        report = gxkit.parse(path)
        values = {key: report[key].value for key in paper.draft.truth}
        assert values == {key: one.value for key, one in paper.draft.truth.items()}, form


def test_shares_are_of_a_hundred_reports():
    assert sum(one.share for one in FORMATS.values()) == pytest.approx(100, abs=1)
    assert sum(LAYOUTS.values()) == 100


def test_hours_on_paper_follow_from_rate_and_shares():
    group = Group("format", "web page", 2, ())
    measured = Measured(group, 400, 10.0, 50.0, 100.0, Counter())
    assert measured.rate == 40
    # half a million files of 50 ms each are 25 000 seconds
    assert "50.0 ms each (workers: 2): 3.47 h on 2" in next(on_paper([measured]))
