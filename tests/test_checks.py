"""The arithmetic of the forms: findings, verdicts, explanations."""

import random
from dataclasses import replace

import pytest

import gxkit
from gxkit.checks import judge
from gxkit.report import Ground, Report, Status, Verdict, Witness
from gxkit.text import Sentence
from specimens import draw_figures, write_html

SUITS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


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


def test_below_a_total_that_is_reached_every_open_cell_is_0_and_totals_follow(sound):
    zeros = [v.key for v in sound if v.row.startswith("denied.") and v.value == 0]
    opened = change(sound, **{"__".join(key): None for key in zeros})
    assert {v.key: v.implied for v in opened if v.implied is not None} == dict.fromkeys(zeros, 0)
    assert all(v.implied_by and v.value is None for v in opened if v.implied is not None)
    remarks = [f for f in opened.findings if f.rule == "implied"]
    assert [(f.id, f.cells) for f in remarks] == [("implied:requests", tuple(zeros))]


def test_what_is_implied_says_by_which_rules_in_the_order_of_the_proof(sound):
    part = next(v for v in sound if v.row == "granted" and v.value)
    column = part.column
    rows, columns = ("decided", "granted"), (column, "total")
    chain = {f"requests__{row}__{one}": None for row in rows for one in columns}
    opened = change(sound, **chain)
    value = opened[part.key]
    assert (value.implied, value.implied_by) == (part.value, (f"R3:{column}", f"R2:{column}"))


def test_nothing_follows_from_cells_that_a_broken_rule_covers(sound):
    total = sound["requests", "decided", "business"].value
    broken = {"requests__decided__business": total + 3}
    blank = {"requests__granted__business": None, "requests__granted__total": None}
    assert change(sound, **blank)["requests", "granted", "business"].implied is not None
    assert change(sound, **broken, **blank)["requests", "granted", "business"].implied is None


def test_an_ambiguous_cell_is_implied_only_what_is_one_of_its_readings(sound):
    key = ("requests", "granted", "business")
    number = sound[key].value
    for readings, implied in (((number, number + 90), number), ((number + 1, number + 9), None)):
        unclear = replace(sound[key], value=None, status=Status.AMBIGUOUS, candidates=readings)
        values = tuple(unclear if v.key == key else v for v in sound.values)
        assert judge(replace(sound, values=values))[key].implied == implied


def test_a_column_left_at_0_verifies_no_zeros_and_implies_none(sound):
    totals = {"__".join(v.key): 0 for v in sound if v.key[::2] == ("requests", "total")}
    zeros = {"__".join(v.key): 0 for v in sound if v.row == "unavailable.not_held"}
    parts = {"__".join(v.key): None for v in sound if v.row == "partial" and v.column != "total"}
    left = change(sound, **zeros | parts | totals)
    assert left["requests", "unavailable.not_held", "total"].verdict is not Verdict.VERIFIED
    assert left["requests", "partial", "business"].implied is None


def test_parts_above_their_total_fail_whatever_the_blanks_hold(sound):
    parts = {"upheld": 5, "corrected": 2, "other": 0, "pending": None, "total": 6}
    figures = {f"remedies__reconsideration__{column}": n for column, n in parts.items()}
    (found,) = [one for one in change(sound, **figures).findings if one.rule == "R4"]
    assert (found.kind, found.left, found.right) == ("fails", 7, 6)
    assert "whatever the blank cells hold" in found.says.en


def test_a_total_of_0_above_a_figure_is_not_verified_by_other_zeros(sound):
    """All totals were left 0, and of one kind of applicant nothing is counted but 3 granted."""
    zeros = [v.key for v in sound if v.row == "decided" or v.key[::2] == ("requests", "research")]
    figures = {"__".join(key): 0 for key in zeros}
    figures |= {"requests__granted__research": 3, "requests__partial__research": None}
    left = change(sound, **figures)
    assert left["requests", "decided", "research"].verdict is Verdict.CONTRADICTED


def test_a_row_of_totals_left_at_0_verifies_none_of_its_zeros(sound):
    """The row of decided cases was left at 0, above a column in which nothing is counted."""
    moved = {}
    for row in dict.fromkeys(v.row for v in sound if v.table == "requests"):
        both = sound.at([("requests", row, c) for c in ("business", "research")])
        moved[f"requests__{row}__business"] = sum(v.value for v in both)
        moved[f"requests__{row}__research"] = 0
    filled = change(sound, **moved)
    assert filled["requests", "decided", "research"].verdict is Verdict.VERIFIED
    decided = ["__".join(v.key) for v in sound if v.row == "decided"]
    left = change(filled, **dict.fromkeys(decided, 0))
    assert left["requests", "decided", "research"].verdict is Verdict.UNVERIFIED


def test_what_only_sums_verify_is_told_apart_where_an_exchange_of_lines_would_fit(sound):
    same = change(sound, **{f"remedies__{v.row}__{v.column}": 0 for v in sound if v.row in SUITS})
    grounds = {v.verified_by for v in same if v.row in SUITS}
    # zeros can change places and are the same
    assert grounds == {(Ground.IDENTITY,)}
    differing = change(same, remedies__reconsideration__upheld=0)
    key = ("requests", "received", "total")
    assert differing["requests", "decided", "total"].verified_by == (Ground.IDENTITY,)
    assert differing[key].verified_by == (Ground.EXCHANGE,)


def test_more_carried_in_than_received_is_to_be_used_with_care_if_only_sums_speak_for_it(sound):
    columns = [v.column for v in sound if v.row == "received"]
    swapped = {}
    for column in columns:
        received = sound["requests", "received", column].value
        swapped[f"requests__received__{column}"] = sound["requests", "carried_in", column].value
        swapped[f"requests__carried_in__{column}"] = received
    report = change(sound, **swapped)
    value = report["requests", "carried_in", "total"]
    assert (value.verdict, value.use, value.fitness) == ("verified", "with care", "unlikely order")
    says = Sentence("上年结转。", "Carried in.")
    heard = judge(replace(report, witnesses=(Witness("year", value.key, value.value, says),)))
    assert heard[value.key].verified_by == (Ground.UNLIKELY, Ground.YEAR)
    assert heard[value.key].use == "yes"


def test_a_witness_confirms_what_nothing_else_covers_and_one_that_differs_is_heard(sound):
    key = ("proactive", "regulations", "made")
    value = sound[key]
    says = Sentence("制发规章。", "Rules made.")

    def heard(*numbers):
        told = tuple(Witness("claim", key, number, says) for number in numbers)
        return judge(replace(sound, witnesses=told))[key]

    assert (value.verdict, value.use) == ("unverified", "with care")
    agreeing = heard(value.value)
    assert (agreeing.verdict, agreeing.verified_by, agreeing.use) == (
        "verified",
        (Ground.CLAIM,),
        "yes",
    )
    differing = heard(value.value + 1)
    assert (differing.verdict, differing.disputed_by, differing.fitness) == (
        "unverified",
        (Ground.CLAIM,),
        "disputed",
    )


def test_cells_that_a_certain_explanation_leaves_alone_are_cleared_and_the_rules_settled(sound):
    value = sound["requests", "granted", "natural_person"].value
    broken = change(sound, requests__granted__natural_person=value + 9)
    wrong = broken["requests", "granted", "natural_person"]
    assert (wrong.verdict, wrong.reconciled, wrong.use) == ("contradicted", value, "with care")
    others = [broken[key] for f in broken.findings for key in f.cells if key != wrong.key]
    assert {(v.verdict, v.use) for v in others} == {("cleared", "yes")}
    assert {f.settled for f in broken.findings} == {"certain explanation"}
    assert broken.findings[0].sentence_en.endswith("Settled by a certain explanation.")


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
    # what an exchange mends may be mended otherwise: without a witness nothing is certain
    assert all(value.reconciled is None for value in broken)


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
