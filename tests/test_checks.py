"""The arithmetic of the forms: findings, verdicts, explanations."""

import random
from dataclasses import replace

import pytest

import gxkit
from gxkit.checks import judge
from gxkit.report import Report, Status, Verdict
from specimens import draw_figures, write_html


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A report of the 2021 edition whose figures satisfy every rule."""
    path = tmp_path_factory.mktemp("sound") / "report.html"
    path.write_text(
        write_html("2021", draw_figures("2021", random.Random(11), 60)), encoding="utf-8"
    )
    return gxkit.parse(path)


def change(report: Report, **numbers: int | None) -> Report:
    """The report with other figures; keys as requests__decided__total."""
    wanted = {tuple(key.split("__")): number for key, number in numbers.items()}
    values = tuple(
        replace(
            v,
            value=wanted[v.key],
            printed=str(wanted[v.key]),
            status=Status.BLANK if wanted[v.key] is None else v.status,
        )
        if v.key in wanted
        else v
        for v in report.values
    )
    return judge(replace(report, values=values))


def test_a_sound_table_has_no_finding_and_every_covered_cell_is_verified(sound):
    assert sound.findings == ()
    assert {v.verdict for v in sound if v.table != "proactive"} == {Verdict.VERIFIED}
    assert {v.verdict for v in sound if v.table == "proactive"} == {Verdict.UNVERIFIED}


def test_a_wrong_figure_breaks_the_rules_over_it_and_contradicts_their_cells(sound):
    value = sound["requests", "granted", "business"].value
    broken = change(sound, requests__granted__business=value + 5)
    assert [f.id for f in broken.findings] == ["requests:R1:granted", "requests:R2:business"]
    assert broken["requests", "granted", "business"].verdict is Verdict.CONTRADICTED
    assert broken["requests", "received", "business"].verdict is Verdict.VERIFIED


def test_a_finding_says_where_which_rule_both_sides_and_the_gap(sound):
    total = sound["remedies", "reconsideration", "total"].value
    finding = change(sound, remedies__reconsideration__total=total + 7).findings[0]
    assert (finding.left, finding.right) == (total, total + 7)
    assert finding.sentence.startswith("表3第4行第5列：R4（")
    assert finding.sentence.endswith(f"行政复议 · 总计 为 {total + 7}，相差 7。")
    assert finding.sentence_en.endswith(f"行政复议 · 总计 is {total + 7}, off by 7.")


def test_a_rule_over_a_blank_is_not_assessable_and_verifies_nothing(sound):
    blank = change(sound, remedies__reconsideration__other=None)
    assert [(f.id, f.kind) for f in blank.findings] == [
        ("remedies:R4:reconsideration", "not assessable"),
        ("implied:remedies/reconsideration/other", "remark"),
    ]
    assert blank["remedies", "reconsideration", "total"].verdict is Verdict.UNVERIFIED
    assert "空白" in blank.findings[0].sentence


def test_one_wrong_cell_is_one_explanation_with_its_figure(sound):
    value = sound["requests", "granted", "natural_person"].value
    broken = change(sound, requests__granted__natural_person=value + 9)
    best = [e for e in broken.explanations if e.rank == 1]
    assert [e.cells for e in best] == [
        ((("requests", "granted", "natural_person"), value + 9, value),)
    ]
    assert broken["requests", "granted", "natural_person"].reconciled == value
    assert best[0].blame == "undecided"


def test_exchanged_rows_are_named_before_anything_else(sound):
    rows = list(dict.fromkeys(v.row for v in sound if v.table == "requests"))
    pair = rows[-2], rows[-3]
    numbers = {
        f"requests__{one}__{v.column}": sound["requests", other, v.column].value
        for one, other in (pair, pair[::-1])
        for v in sound
        if v.row == one and v.table == "requests"
    }
    broken = change(sound, **numbers)
    assert [e.kind for e in broken.explanations if e.rank == 1] == ["rows exchanged"]
    assert (
        broken["requests", "decided", "total"].reconciled
        == sound["requests", "decided", "total"].value
    )


def test_ties_stay_ties_and_reconcile_nothing(sound):
    cells = [v for v in sound if v.table == "remedies" and v.row == "litigation_direct"]
    numbers = {
        f"remedies__litigation_direct__{v.column}": n
        for v, n in zip(cells, (5, 4, 3, 2, 13), strict=True)
    }
    tied = change(sound, **numbers)
    assert sum(e.rank == 1 for e in tied.explanations) == 5
    assert all(v.reconciled is None for v in tied)


def test_planting_a_mistake_and_undoing_it_restores_the_report(sound):
    value = sound["requests", "decided", "total"].value
    assert (
        change(
            change(sound, requests__decided__total=value + 1), requests__decided__total=value
        ).findings
        == ()
    )


def test_soft_rules_give_remarks_only(tmp_path):
    figures = draw_figures("fujian-2014", random.Random(1))
    figures["legacy", "disclosed", "year"] += 3
    figures["legacy", "disclosed", "cumulative"] += 3
    path = tmp_path / "report.html"
    path.write_text(write_html("fujian-2014", figures), encoding="utf-8")
    report = gxkit.parse(path)
    assert {(f.rule, f.kind) for f in report.findings if f.rule == "S1"} == {("S1", "remark")}
    assert all(v.verdict is not Verdict.CONTRADICTED for v in report)


def test_the_order_of_findings_is_that_of_the_form(sound):
    broken = change(sound, requests__received__total=1, remedies__reconsideration__total=99999)
    assert [f.id.split(":")[1] for f in broken.findings] == ["R1", "R3", "R4"]
