"""The vocabulary of a report: places, names of kinds, findings and explanations as data that is
worded last."""

import pickle
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from gxkit.document import Where
from gxkit.errors import NoCellError, NoTableError
from gxkit.forms.naming import Name, choose_name, find_key
from gxkit.report import (
    Blame,
    CircumstanceKind,
    Decided,
    Explanation,
    Finding,
    FindingKind,
    MistakeKind,
    Origin,
    Ruling,
    Source,
    Status,
    Verdict,
    Witness,
)
from gxkit.text import Listed, Sentence
from test_panel import reports

KINDS = (
    Blame,
    CircumstanceKind,
    Decided,
    FindingKind,
    MistakeKind,
    Origin,
    Source,
    Status,
    Verdict,
)
KEY = ("requests", "received", "total")
OFF = Sentence("{label} 为 {left}", "{label} is {left}").fill(label="总计", left=Decimal("2.50"))
FINDING = Finding(
    "requests:R1:received",
    "R1",
    FindingKind.FAILS,
    (KEY,),
    1,
    2,
    OFF,
    place=Where(page=3, table=1, row=2, column=4),
    words=Sentence("应相等", "equal"),
)
RULING = Ruling(Decided.KEEP, "原因", "an editor", date(2026, 11, 21))


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (
            Where(page=3, table=1, row=2, column=4),
            "第3页表1第2行第4列",
            "page 3, table 1, row 2, column 4",
        ),
        (Where(line=118, start=12, end=19), "第118行第12-19字", "line 118, characters 12-19"),
        (Where(), "", ""),
    ],
)
def test_a_place_says_itself_in_both_languages(place, zh, en):
    assert (place.say("zh"), place.say("en"), str(place)) == (zh, en, en)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_equals_its_plain_value_and_has_two_names(kind):
    for member in kind:
        assert member == str(member) == member.value
        assert kind(str(member)) is member
        assert not member.say("zh").isascii()
        assert member.say("en").isascii()
        assert pickle.loads(pickle.dumps(member)) is member


def test_a_sentence_is_said_with_its_fields_in_the_language():
    said = Sentence("{status}：{rules}", "{status}: {rules}").fill(
        status=Status.BLANK, rules=Listed(("R1", "R2"))
    )
    assert (said.say("zh"), said.say("en")) == ("空白：R1、R2", "blank: R1, R2")
    assert said["status"] is Status.BLANK
    assert Sentence.same("{x}").say("zh") == "{x}"
    with pytest.raises(ValueError, match="expected 'zh' or 'en'"):
        said.say("de")


def test_a_finding_says_place_rule_and_what_was_found():
    assert FINDING.sentence == "第3页表1第2行第4列：R1（应相等）：总计 为 2.50。"
    assert FINDING.sentence_en == "page 3, table 1, row 2, column 4: R1 (equal): 总计 is 2.50."
    assert FINDING.table == "requests"


def test_what_was_decided_of_a_finding_is_said_after_it_and_changes_nothing_else():
    plain = Finding("x", "R1", "fails", (), None, None, Sentence("不成立。", "It fails."))
    decided = Finding(
        "x", "R1", "fails", (), None, None, Sentence("不成立。", "It fails."), ruling=RULING
    )
    assert decided.found() == plain.found()
    assert decided.sentence == "不成立。已定，照原样保留：原因（an editor，2026-11-21）"
    assert (
        decided.sentence_en == "It fails. Decided, keep as published: 原因 (an editor, 2026-11-21)"
    )


def test_an_explanation_names_its_mistakes_and_says_each_evidence_once():
    reading = Sentence("两次识读相同。", "Two readings agree.")
    heard = tuple(
        Witness(Source.READING, (*KEY[:2], column), 1, reading) for column in ("total", "business")
    )
    explanation = Explanation(
        1, ("one cell", "digit lost"), ("a",), ((KEY, 1, 2),), OFF, heard=(*heard, RULING)
    )
    assert explanation.kinds == (MistakeKind.ONE_CELL, MistakeKind.DIGIT_LOST)
    assert explanation.kind == "one cell + digit lost"
    assert explanation.name("zh") == "一格有误 + 少一位数字"
    assert explanation.evidence == (
        "两次识读相同。",
        "照原样保留：原因（an editor，2026-11-21）",
    )
    assert explanation.blame is Blame.UNDECIDED


@pytest.mark.parametrize("thing", [FINDING, OFF, RULING, Listed((1, OFF))])
def test_what_is_said_can_be_compared_hashed_and_sent_to_another_process(thing):
    again = pickle.loads(pickle.dumps(thing))
    assert again == thing
    assert hash(again) == hash(thing)


# ---- keys


def jinjiang():
    return next(one for one in reports() if one.id == "2021-jinjiang-government")


DECIDED = ("requests", "decided", "total")


@pytest.mark.parametrize(
    "key",
    [
        DECIDED,
        ("表三", "（七）总计", "总计"),
        ("收到和处理政府信息公开申请情况", "总计", "Total"),
        ("Table 3", "三、本年度办理结果/（七）总计", "total"),
        ("requests", "三、本年度办理结果（七）总计", "总计"),
    ],
)
def test_a_cell_is_found_by_ids_and_by_labels(key):
    report = jinjiang()
    assert report[key] is report[DECIDED]
    assert key in report
    assert key[1:] in report.requests
    assert report["requests"][key[1:]] is report[DECIDED]


@pytest.mark.parametrize(
    "key",
    [
        "requests/decided/total",
        "表三/（七）总计/总计",
        "三、本年度办理结果/（七）总计 · 总计",
        "三、本年度办理结果（七）总计 总计",
        ("（七）总计", "总计"),
        ("decided", "total"),
    ],
)
def test_a_cell_is_found_by_one_text_and_without_its_table(key):
    report = jinjiang()
    assert report[key] is report[DECIDED]
    assert key in report


def test_each_label_that_is_printed_finds_its_own_cell():
    report = jinjiang()
    assert all(report[value.label] is value for value in report)
    assert all(report[value] is value and value in report for value in report)
    assert report.requests["decided/total"] is report[DECIDED]
    other = replace(report[DECIDED], printed="9")
    assert other not in report
    with pytest.raises(NoCellError, match="is none of report"):
        report[other]


def test_a_year_in_the_label_of_a_column_is_that_of_the_report():
    labels = {("legacy", "disclosed", "year"): "主动公开信息数 · 2013年度"}
    editions = {"legacy": "fujian-2013"}
    assert find_key(editions, labels, "主动公开信息数 · 2013年度") == (
        "legacy",
        "disclosed",
        "year",
    )
    with pytest.raises(NoCellError, match=r"no column '2012年度'.*year \(2013年度\)"):
        find_key(editions, labels, "主动公开信息数 · 2012年度")


def test_a_cell_of_several_tables_is_not_guessed():
    labels = {(table, "received", "total"): "新收 · 总计" for table in ("old", "new")}
    with pytest.raises(NoCellError, match="may stand in old, new; name the table"):
        find_key({}, labels, ("received", "total"))


def test_a_table_is_found_by_its_name_and_holds_its_own_values():
    report = jinjiang()
    assert report["表四"] == report.remedies == report["remedies"]
    assert {value.table for value in report.remedies} == {"remedies"}
    assert "requests" in report
    assert "legacy" not in report
    assert not hasattr(report, "legacy")
    with pytest.raises(NoTableError, match="no table legacy; it has proactive, requests, remedies"):
        _ = report.legacy


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("request", r"no table 'request'.*the nearest are requests \(收到和处理"),
        (("requests", "denied", "total"), r"denied\.state_secret \(1\.属于国家秘密\).* and 5 more"),
        (("requests", "不予公开", "总计"), r"denied\.state_secret \(1\.属于国家秘密\)"),
        (("requests", "decided", "totl"), r"the nearest are total \(总计\)"),
        ("totall", r"the nearest are …/total \(总计\)"),
        (
            "state_secret",
            r"the nearest are requests/denied\.state_secret/… \(1\.属于国家秘密\)",
        ),
        ("request/decided/total", r"no table 'request' .*requests \(收到和处理"),
        ("requests/decidd/total", r"no row 'decidd' in requests; .*decided \(（七）总计\)"),
        ("（七）总计", "requests/decided is a row, and a cell needs its column"),
        (
            ("requests", "decided"),
            r"is a row, and a cell needs its column: natural_person \(自然人",
        ),
        (("remedies", "litigation_direct", "其他"), "no column '其他'"),
        (("requests", "decided", "total", "more"), "A report is asked for a table"),
        (("表四", "结果维持"), r"is a column \(upheld .*its row, before the column: reconsid"),
        ("", r"no table '' in this report; the nearest are proactive \([^,]*, requests \("),
        (
            ("nope", "x", "y"),
            r"nearest are proactive \([^,]*, requests \([^,]*, remedies \([^)]*\)\.$",
        ),
        (7, "A report is asked for a table"),
        (["requests"], "A report is asked for a table"),
    ],
)
def test_a_wrong_key_is_a_key_error_that_names_the_nearest(key, said):
    report = jinjiang()
    assert key not in report
    with pytest.raises(KeyError, match=said) as caught:
        report[key]
    assert isinstance(caught.value, NoCellError)


def test_a_label_of_several_rows_is_refused():
    rows = [Name(one, "其他", ("其他",)) for one in ("denied.rest", "other.rest")]
    with pytest.raises(NoCellError, match=r"may be denied\.rest \(其他\), other\.rest .*by its id"):
        choose_name("其他", rows, ("requests",))
    assert choose_name("other.rest", rows, ("requests",)) == "other.rest"


def test_names_complete_after_the_bracket():
    report = jinjiang()
    offered = report._ipython_key_completions_()
    assert offered[:3] == ["proactive", "requests", "remedies"]
    assert DECIDED in offered
    assert all(key in report for key in offered)
    assert "requests/decided/total" in offered
    of_table = report.requests._ipython_key_completions_()
    assert ("decided", "total") in of_table
    assert all(key in report.requests for key in of_table)


def test_a_kind_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="guess"):
        Finding("x", "R1", "guess", (), None, None, OFF)
