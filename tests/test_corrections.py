"""The ledger of decisions: what it holds, when it refuses, and that nothing in it is lost."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import gxkit
from gxkit.document import Extent, Where
from gxkit.errors import CorrectionError
from gxkit.folder.applying import apply_corrections, find_strays, settled_findings
from gxkit.folder.decisions import (
    ACCEPT,
    CORRECT,
    DECISIONS,
    KEEP,
    POSTPONE,
    Correction,
    Decision,
    add_decision,
    change_corrections,
    read_corrections,
    write_corrections,
)
from gxkit.forms import forget, register_texts
from gxkit.report import (
    Explanation,
    Finding,
    FindingKind,
    Meta,
    MistakeKind,
    Report,
    Status,
    Value,
    Verdict,
)
from gxkit.text import Sentence

PART, REST, TOTAL = (("t", "r", c) for c in ("part", "rest", "total"))
SHA = "a" * 64
TOTAL_IS_7 = Explanation(
    1, (MistakeKind.ONE_CELL,), ("t:R4:r",), ((TOTAL, 0, 7),), Sentence("合计", "total")
)
PART_IS_0 = Explanation(
    1, (MistakeKind.ONE_CELL,), ("t:R4:r",), ((PART, 7, 0),), Sentence("分项", "part")
)


OWN = """
id = "x"
title_zh = "自拟统计表"
title_en = "A table of one's own"
short_zh = "自拟"
short_en = "own"
family = "own"
family_zh = "自拟"
family_en = "own"
basis = "无"
in_force = [2023, 2023]
[[tables]]
id = "t"
title_zh = "自拟统计表"
title_en = "A table of one's own"
short_zh = "表"
short_en = "table"
layout = "down"
headers = ["项目"]
columns = [
    { id = "part", label = "分项" },
    { id = "rest", label = "其余" },
    { id = "total", label = "合计" },
]
rows = [{ id = "r", label = "申请", unit = "件" }]
[[tables.rules]]
id = "R4"
each = "row"
left = ["part", "rest"]
right = ["total"]
says_zh = "分项之和应等于合计"
says_en = "the parts add up to the total"
"""


@pytest.fixture(autouse=True)
def form():
    """The form of the report below, which states its one rule."""
    yield register_texts([("x.toml", OWN)])
    forget("x")


def value(key, printed, number):
    return Value(
        "x", *key, "/".join(key), printed, number, "件", Status.PRINTED, None, Verdict.CONTRADICTED
    )


@pytest.fixture
def report() -> Report:
    """Part 7, rest 0, total 0, and two explanations that tie."""
    finding = Finding(
        "t:R4:r",
        "R4",
        FindingKind.FAILS,
        (PART, REST, TOTAL),
        7,
        0,
        Sentence("不成立。", "It fails."),
    )
    values = (value(PART, "7", 7), value(REST, "０", 0), value(TOTAL, "0", 0))
    return Report(
        "2023-x",
        Meta(year=2023),
        {"t": "x"},
        values,
        findings=(finding,),
        explanations=(TOTAL_IS_7, PART_IS_0),
        source="x.html",
        sha256=SHA,
    )


TO_7 = (Correction(TOTAL, "0", 7),)


def decide(decision=ACCEPT, cells=TO_7, findings=("t:R4:r",), **others) -> Decision:
    facts = {
        "report": "2023-x",
        "sha256": (SHA,),
        "reason": "总计没有填。",
        "evidence": ("分项为 7。",),
        "who": "an editor",
        "when": date(2026, 11, 21),
    }
    return Decision(**facts | {"decision": decision, "cells": cells, "findings": findings} | others)


# what a decision does


def test_an_accepted_explanation_gives_the_reconciled_figure_and_touches_nothing_printed(report):
    done = apply_corrections(report, [decide()])
    assert [v.reconciled for v in done] == [None, None, 7]
    assert [(v.printed, v.value) for v in done] == [(v.printed, v.value) for v in report]
    assert [v.verdict for v in done] == ["cleared", "cleared", "contradicted"]


def test_what_is_settled_says_so_in_finding_and_explanation(report):
    done = apply_corrections(report, [decide()])
    assert done.findings[0].kind == "fails"
    assert (
        done.findings[0].sentence == "不成立。已定，接受解释：总计没有填。（an editor，2026-11-21）"
    )
    assert (
        done.findings[0].sentence_en
        == "It fails. Decided, accept explanation: 总计没有填。 (an editor, 2026-11-21)"
    )
    assert done.explanations[0].evidence == ("接受解释：总计没有填。（an editor，2026-11-21）",)
    assert done.explanations[0].evidence_en == (
        "accept explanation: 总计没有填。 (an editor, 2026-11-21)",
    )
    assert done.explanations[0].decided == "accept explanation"
    assert done.explanations[1] == replace(PART_IS_0, decided="another accepted")
    assert done.follows(done.explanations[0])
    assert not done.follows(done.explanations[1])
    assert list(settled_findings(report, [decide()])) == ["t:R4:r"]


def test_applying_twice_changes_nothing_more(report):
    once = apply_corrections(report, [decide()])
    assert apply_corrections(once, [decide()]) == once


def test_kept_as_published_clears_what_an_explanation_had_reconciled(report):
    guessed = replace(
        report, values=tuple(replace(v, reconciled=7) if v.key == TOTAL else v for v in report)
    )
    kept = decide(KEEP, (Correction(TOTAL, "0"),))
    assert [v.reconciled for v in apply_corrections(guessed, [kept])] == [None, None, None]


def test_accepting_one_explanation_clears_the_figures_of_the_others(report):
    guessed = replace(
        report, values=tuple(replace(v, reconciled=0) if v.key == PART else v for v in report)
    )
    assert [v.reconciled for v in apply_corrections(guessed, [decide()])] == [None, None, 7]


def test_a_rule_can_be_settled_without_naming_a_cell(report):
    kept = decide(KEEP, ())
    assert list(settled_findings(report, [kept])) == ["t:R4:r"]
    assert [v.reconciled for v in apply_corrections(report, [kept])] == [None, None, None]


def test_a_figure_is_corrected_to_a_number_that_no_explanation_gives(report):
    done = apply_corrections(
        report, [decide(CORRECT, (Correction(REST, "０", Decimal("2.5")),), ())]
    )
    assert done[REST].reconciled == Decimal("2.5")
    assert done[TOTAL].reconciled is None


def test_decisions_for_other_files_leave_a_report_alone(report):
    assert apply_corrections(report, [decide(sha256=("b" * 64,))]) == report
    assert apply_corrections(replace(report, sha256=""), [decide()]) == replace(report, sha256="")


def test_of_a_file_with_several_reports_a_decision_holds_for_the_one_it_names(report):
    first = replace(report, covers=Extent(Where(page=1), Where(page=2)))
    second = replace(first, id="2023-x#2")
    assert [value.reconciled for value in apply_corrections(first, [decide()])] == [None, None, 7]
    assert apply_corrections(second, [decide()]) == second


def test_one_decision_may_hold_for_two_files_of_a_report(report):
    both = decide(sha256=("b" * 64, SHA))
    assert apply_corrections(report, [both])[TOTAL].reconciled == 7


def test_the_cells_of_an_explanation_decide_and_not_its_name(report):
    assert apply_corrections(report, [decide(kind="a name of old")])[TOTAL].reconciled == 7


# when an expectation no longer holds


def test_another_printed_text_fails_loudly(report):
    with pytest.raises(CorrectionError) as error:
        apply_corrections(report, [decide(cells=(Correction(TOTAL, "1", 7),))])
    assert str(error.value) == (
        "Decision of 2026-11-21 on 2023-x, t/r/total: in x.html, t/r/total should be printed '1' "
        "and is '0'; probably the reading of the file has changed: look at the file and decide "
        "again in corrections.toml."
    )


def test_a_cell_that_is_gone_fails_loudly(report):
    with pytest.raises(
        CorrectionError, match=r"x\.html should have the cell t/r/gone and has none; probably its"
    ):
        apply_corrections(report, [decide(CORRECT, (Correction(("t", "r", "gone"), "0", 7),))])


def test_an_explanation_that_is_no_longer_offered_fails_loudly(report):
    with pytest.raises(
        CorrectionError, match=r"with its 1 cells should be .* \(offered: one cell \(1 cells\)\)"
    ):
        apply_corrections(
            replace(report, explanations=(PART_IS_0,)), [decide(kind="total not filled in")]
        )


def test_an_explanation_with_another_number_is_another_one(report):
    with pytest.raises(CorrectionError, match="should be offered"):
        apply_corrections(report, [decide(cells=(Correction(TOTAL, "0", 8),))])


def test_a_rule_that_no_longer_fails_fails_loudly(report):
    with pytest.raises(
        CorrectionError,
        match=r"the rule t:R9 should fail in x\.html and does not \(failing: t:R4:r\)",
    ):
        apply_corrections(report, [decide(KEEP, (), ("t:R9",))])


def test_every_broken_decision_of_a_report_is_named_at_once(report):
    broken = [decide(CORRECT, (Correction(k, "9", 1),), ()) for k in (PART, REST)]
    with pytest.raises(CorrectionError) as error:
        apply_corrections(report, broken)
    assert len(str(error.value).splitlines()) == 2


def test_a_decision_for_a_file_that_is_not_there_is_reported_and_kept():
    (said,) = find_strays([decide(sha256=("b" * 64,))], [SHA])
    assert str(said).startswith(
        "Decision of 2026-11-21 on 2023-x, t/r/total: no file has the SHA-256 bbbbbbbbbbbb…"
    )
    assert find_strays([decide()], [SHA]) == []
    assert find_strays([decide(sha256=(SHA, "b" * 64))], [SHA]) == []


# what a decision must say


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            {"decision": "guess"},
            "expected one of accept explanation, keep as published, correct to",
        ),
        ({"sha256": ("abc",)}, "'abc' is no SHA-256"),
        ({"sha256": ()}, "sha256 is empty"),
        ({"reason": ""}, "reason is empty"),
        ({"evidence": ()}, "evidence is empty"),
        ({"who": ""}, "who is empty"),
        ({"cells": ()}, "cells is empty"),
        ({"cells": (Correction(TOTAL, "0"),)}, "t/r/total has None for its number"),
        ({"decision": KEEP}, "t/r/total has 7 for its number"),
    ],
)
def test_a_decision_without_reason_evidence_or_guard_is_none(wrong, says):
    with pytest.raises(CorrectionError, match=says):
        decide(**wrong)


def test_two_decisions_on_one_figure_of_a_file_contradict_each_other():
    with pytest.raises(CorrectionError, match="t/r/total is decided already"):
        add_decision([decide()], decide(CORRECT, (Correction(TOTAL, "0", 8),), ()))
    with pytest.raises(CorrectionError, match="t:R4:r is decided already"):
        add_decision([decide()], decide(KEEP, ()))
    assert len(add_decision([decide()], decide(KEEP, (), sha256=("b" * 64,)))) == 2


def test_the_same_decision_twice_is_one():
    assert add_decision([decide()], decide()) == (decide(),)


# the file

AMOUNT = decide(
    CORRECT,
    (Correction(("t", "fees", "amount"), "1，234．50元", Decimal("1234.50")),),
    (),
    reason='他说"二" \\ 行\n',
    evidence=("一", "二\x7f"),
)


def test_a_ledger_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "corrections.toml"
    write_corrections(path, [decide(), AMOUNT])
    assert set(read_corrections(path)) == {decide(), AMOUNT}
    assert read_corrections(path)[0].cells[0].number == Decimal("1234.50")


def test_the_same_decisions_give_the_same_bytes_in_whatever_order(tmp_path):
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    write_corrections(one, [decide(), AMOUNT])
    write_corrections(two, [AMOUNT, decide(), AMOUNT])
    write_corrections(two, read_corrections(two))
    assert one.read_bytes() == two.read_bytes()
    assert [p.name for p in sorted(tmp_path.glob("[!.]*"))] == ["one.toml", "two.toml"]


def test_writing_never_loses_a_decision(tmp_path):
    path = tmp_path / "corrections.toml"
    write_corrections(path, [decide(), AMOUNT])
    before = path.read_bytes()
    with pytest.raises(
        CorrectionError, match="1 decisions would be lost, the first: Decision of 2026-11-21"
    ):
        write_corrections(path, [decide()])
    assert path.read_bytes() == before


# two writers, and people with an editor

NOTES = """# ours: agreed on the 3rd of May

# about the total
[[decisions]]  # see the letter
report = "2021-y"
sha256 = ["%s"]
decision = "keep as published"
findings = ["t:R1:x"]
cells = []
reason = "it stands"   # as they said
evidence = ["a letter"]
who = "us"
when = 2026-05-03

# about the other one
"""


def test_what_a_person_wrote_into_the_file_stays(tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_text(NOTES % ("c" * 64), "utf-8")
    change_corrections(path, lambda ledger: add_decision(ledger, decide()))
    change_corrections(path, lambda ledger: add_decision(ledger, AMOUNT))
    text = path.read_text("utf-8")
    assert text.startswith(NOTES % ("c" * 64))
    own = read_corrections(path)
    assert len(own) == 3
    # taken out one by one, in any order, no comment goes with them
    for gone in own:
        change_corrections(path, lambda ledger, gone=gone: [d for d in ledger if d != gone])
    left = path.read_text("utf-8")
    assert read_corrections(path) == ()
    for comment in ("# ours: agreed", "# about the total", "# about the other one"):
        assert comment in left
    write_corrections(path, [decide()])
    assert read_corrections(path) == (decide(),)


def test_a_file_that_is_saved_by_hand_meanwhile_is_read_again(tmp_path):
    path = tmp_path / "corrections.toml"
    write_corrections(path, [decide()])
    seen = []

    def change(ledger):
        if not seen:
            path.write_text(path.read_text("utf-8") + "\n# a note\n", "utf-8")
        seen.append(ledger)
        return add_decision(ledger, AMOUNT)

    change_corrections(path, change)
    assert len(seen) == 2
    assert "# a note" in path.read_text("utf-8")
    assert set(read_corrections(path)) == {decide(), AMOUNT}

    def scribble(ledger):
        path.write_text(f"{path.read_text('utf-8')}# more\n", "utf-8")
        return ()

    with pytest.raises(CorrectionError, match="changes all the time"):
        change_corrections(path, scribble)


WRITER = """
import sys
from dataclasses import replace
from gxkit.folder.decisions import add_decision, change_corrections, read_corrections
path, number = sys.argv[1:]
(first, *_) = read_corrections(path)
for turn in range(4):
    rule = (f"t:R4:{number}-{turn}",)
    own = replace(first, findings=rule, cells=(), decision="keep as published")
    change_corrections(path, lambda ledger: add_decision(ledger, own))
"""


def test_many_writers_lose_nothing(tmp_path):
    path = tmp_path / "corrections.toml"
    write_corrections(path, [decide(kind="")])
    command = [sys.executable, "-c", WRITER, str(path)]
    writers = [subprocess.Popen([*command, str(number)]) for number in range(8)]
    assert [writer.wait() for writer in writers] == [0] * 8
    rules = {name for decision in read_corrections(path) for name in decision.findings}
    assert rules == {f"t:R4:{n}-{turn}" for n in range(8) for turn in range(4)} | {"t:R4:r"}


def test_what_is_postponed_settles_nothing_and_gives_way_to_a_decision(report):
    waits = decide(POSTPONE, (), evidence=())
    assert apply_corrections(report, [waits]) == report
    assert settled_findings(report, [waits]) == {}
    assert add_decision([waits], decide()) == (decide(),)
    assert add_decision([decide()], waits) == (decide(),)
    with pytest.raises(CorrectionError, match="reason is empty"):
        decide(POSTPONE, (), evidence=(), reason="")


def test_no_file_holds_no_decisions(tmp_path):
    assert read_corrections(tmp_path / "corrections.toml") == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "reason =",
            "why =",
            "decision 1: unknown key why; missing key reason; expected cells, decision, ",
        ),
        ("when = 2026-11-21", 'when = "2026-11-21"', "expected a day without quotation marks"),
        (
            "when = 2026-11-21",
            "when = 2026-11-21T10:00:00",
            "expected a day without quotation marks",
        ),
        ('cell = "t/r/total"', 'cell = "t/total"', "expected table/row/column and a number"),
        ("number = 7", 'number = "7"', "expected table/row/column and a number"),
        ('sha256 = ["', 'sha256 = [1, "', "sha256 is .* expected a list"),
        ('who = "an editor"', "who = 5", "expected a text in quotation marks"),
        (
            "[[decisions]]",
            "[[decision]]",
            "unknown key decision; expected decisions",
        ),
        ("[[decisions]]", "[[decisions]", "is no TOML in UTF-8"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_says_where(tmp_path, old, new, says):
    path = tmp_path / "corrections.toml"
    write_corrections(path, [decide()])
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(CorrectionError, match=says):
        read_corrections(path)


# the decisions of this project


@pytest.fixture(scope="module")
def ledger(data_folder):
    return read_corrections(data_folder / "corrections.toml")


def test_the_ledger_of_the_project_is_written_as_gxkit_writes_it(data_folder, ledger, tmp_path):
    write_corrections(tmp_path / "corrections.toml", ledger)
    assert (tmp_path / "corrections.toml").read_bytes() == (
        data_folder / "corrections.toml"
    ).read_bytes()


def test_the_files_decided_on_are_in_the_catalog(data_folder, ledger):
    from gxkit.folder.catalog import read_catalog

    assert find_strays(ledger, [e.sha256 for e in read_catalog(data_folder / "catalog.csv")]) == []
    assert {d.decision for d in ledger} <= set(DECISIONS)


@pytest.mark.parametrize(
    ("file", "reconciled"),
    [
        (
            "2020-zhangzhou-industry-it.html",
            {"requests/decided/natural_person": 1, "requests/decided/total": 1},
        ),
        (
            "2020-zhangzhou-industry-it.txt",
            {"requests/decided/natural_person": 1, "requests/decided/total": 1},
        ),
        (
            "2021-jinjiang-government.pdf",
            {
                "requests/other.rest/natural_person": 0,
                "requests/other.rest/business": 0,
                "requests/other.rest/legal_service": 0,
                "requests/other.rest/other_org": 0,
                "requests/other.rest/total": 0,
                "requests/decided/natural_person": 270,
                "requests/decided/business": 11,
                "requests/decided/legal_service": 1,
                "requests/decided/other_org": 9,
                "requests/decided/total": 291,
            },
        ),
        (
            "2023-hongze-government.html",
            {
                "remedies/reconsideration/total": 11,
                "remedies/litigation_after_reconsideration/total": 5,
            },
        ),
    ],
)
def test_the_decisions_of_the_project_hold_for_its_files(data_folder, ledger, file, reconciled):
    report = gxkit.parse(data_folder / "reports" / file)
    done = apply_corrections(report, ledger)
    assert {"/".join(v.key): v.reconciled for v in done if v.reconciled is not None} == reconciled
    assert {f.id for f in report.findings if f.kind == "fails"} == set(
        settled_findings(report, ledger)
    )


def test_both_copies_of_a_report_come_to_the_same_figures(data_folder, ledger):
    done = [
        apply_corrections(
            gxkit.parse(data_folder / "reports" / f"2021-jinjiang-government.{kind}"), ledger
        )
        for kind in ("pdf", "txt")
    ]
    assert {v.key: v.reconciled for v in done[0]} == {v.key: v.reconciled for v in done[1]}
