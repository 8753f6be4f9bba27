"""A person decides in a shell: accept, keep, correct, postpone, undo, and what comes of it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

import gxkit
from gxkit.cli import main
from gxkit.errors import CatalogError, CorrectionError
from gxkit.folder.applying import find_outlived
from gxkit.folder.collection import read_collection
from gxkit.folder.deciding import Choice, find_item, make_step, take_step, try_step
from gxkit.folder.decisions import Decision, read_corrections
from gxkit.folder.downloaded import decision_object, read_object
from gxkit.folder.effects import effects_of
from gxkit.folder.review import undecided
from gxkit.notebook.review.told import tell_causes
from tied import REPORT, make_tied_folder

TOTAL = ("remedies", "reconsideration", "total")
CAUSE = f"{REPORT}:remedies:R4:reconsideration"
BECAUSE = {"reason": "原因", "evidence": [], "who": "an editor", "when": date(2026, 5, 3)}


@pytest.fixture(scope="module")
def made(tmp_path_factory, data_folder) -> Path:
    return make_tied_folder(tmp_path_factory.mktemp("tied") / "study", data_folder / "reports")


@pytest.fixture
def study(made, tmp_path) -> Path:
    """The folder, each test its own."""
    return Path(shutil.copytree(made, tmp_path / "study"))


def ledger_of(study: Path) -> tuple[Decision, ...]:
    return read_corrections(study / "corrections.toml")


def decide(study: Path, *asked: str) -> int:
    return main(["decide", str(study), *asked])


def test_an_explanation_is_accepted_with_what_it_changes(study, capsys):
    asked = ("1", "--accept", "1", "--reason", "总计多加了3", "--who", "王", "--language", "en")
    assert decide(study, *asked, "--dry-run") == 0
    tried = capsys.readouterr().out
    assert tried.splitlines()[1:] == [
        "  remedies/reconsideration/total: 14 → 11",
        f"  Reconsideration incidence ({REPORT}): 66.7% → 52.4%",
        f"  Reconsideration reversal rate ({REPORT}): 7.1% → 9.1%",
    ]
    assert "would be written" in tried
    assert ledger_of(study) == ()
    assert decide(study, *asked) == 0
    assert capsys.readouterr().out == tried.replace("would be written", "written")
    (decision,) = ledger_of(study)
    assert (decision.reason, decision.who, decision.when) == ("总计多加了3", "王", date.today())
    assert decision.names[0] == CAUSE
    assert [(c.key, c.printed, c.number) for c in decision.cells] == [(TOTAL, "14", 11)]
    # what it rests on is told in both languages, though nobody typed it
    assert "不等于" in decision.evidence[0] or "相差" in decision.evidence[0]
    assert "add up to the total" in decision.evidence[0]
    assert read_collection(study).reports[0][TOTAL].reconciled == 11


def test_what_is_decided_is_listed_counted_on_and_undone_by_its_number(study, capsys):
    decide(study, "1", "--keep", "--reason", "as the body confirmed", "--who", "W")
    capsys.readouterr()
    main(["review", str(study), "--language", "en"])
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(f"2. decided {CAUSE}: keep as published: as the body confirmed (W, ")
    assert decide(study, "2", "--accept", "1", "--reason", "x") == 1
    assert "is decided already (keep as published" in capsys.readouterr().err
    assert decide(study, "2", "--undo") == 0
    assert ledger_of(study) == ()
    main(["review", str(study)])
    assert decide(study, "1", "--undo") == 1
    assert "there is nothing to undo" in capsys.readouterr().err


def test_a_number_is_refused_when_the_list_is_no_longer_the_one_that_was_printed(study, capsys):
    main(["review", str(study)])
    assert f"名称：{CAUSE}" in capsys.readouterr().out
    assert decide(study, "1", "--keep", "--reason", "x", "--who", "W", "--language", "en") == 0
    assert f"written: {CAUSE}, keep as published: x" in capsys.readouterr().out
    assert decide(study, "1", "--keep", "--reason", "x", "--who", "W") == 1
    assert f"(number 1 was {CAUSE})" in capsys.readouterr().err
    assert len(ledger_of(study)) == 1
    assert decide(study, CAUSE, "--undo") == 0


def test_a_cell_is_corrected_and_the_rules_over_it_are_decided(study):
    cell = "/".join(TOTAL)
    assert (
        decide(study, CAUSE, "--correct", f"{cell}=12", "--reason", "电话核实", "--who", "王") == 0
    )
    (decision,) = ledger_of(study)
    assert decision.findings == ("remedies:R4:reconsideration",)
    report = read_collection(study).reports[0]
    assert (report[TOTAL].printed, report[TOTAL].reconciled) == ("14", 12)


def test_the_rules_that_a_corrected_number_leaves_broken_are_named(study, capsys):
    cell = "/".join(TOTAL)
    asked = ("--reason", "x", "--language", "en", "--dry-run")
    decide(study, CAUSE, "--correct", f"{cell}=12", *asked)
    told = capsys.readouterr().out
    assert "  note: rules that do not hold then: remedies:R4:reconsideration" in told
    # the parts that are printed add up to 11
    decide(study, CAUSE, "--correct", f"{cell}=11", *asked)
    assert "do not hold" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("1", "--keep"), "A decision says why"),
        (("1", "--accept", "9", "--reason", "x"), "has 5 explanations and no number 9"),
        (("7", "--keep", "--reason", "x"), "There is no number 7: the list of gxkit review has 2"),
        (("2019-x:R1", "--keep", "--reason", "x"), "Nothing is called '2019-x:R1'"),
        (("1", "--correct", "remedies/total", "--reason", "x"), "expected a cell and its number"),
        (("1", "--correct", "a/b/c=3", "--reason", "x"), "has no cell a/b/c"),
        (("1", "--correct", "remedies/reconsideration/total=14", "--reason", "x"), "14 already"),
        (("1", "--correct", "remedies/reconsideration/total=-3", "--reason", "x"), "negative"),
        (("1", "--correct", "remedies/reconsideration/total=1.5", "--reason", "x"), "whole 件"),
        (
            ("1", "--correct", "requests/decided/total=3", "--reason", "x"),
            "none of the rules remedies:R4:reconsideration counts it",
        ),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence(study, capsys, asked, says):
    assert decide(study, *asked) == 1
    assert says in capsys.readouterr().err
    assert ledger_of(study) == ()


@pytest.mark.parametrize(
    "asked", [(), ("1",), ("1", "--keep", "--undo"), ("--from", "x", "--keep")]
)
def test_one_thing_is_chosen_at_a_time(study, capsys, asked):
    assert decide(study, *asked) == 2
    assert "and one of --accept K" in capsys.readouterr().err


def test_what_is_postponed_goes_to_the_end_and_says_what_is_waited_for(study, capsys):
    assert decide(study, "1", "--postpone", "--reason", "等年报更正", "--who", "王") == 0
    capsys.readouterr()
    collection = read_collection(study)
    items = undecided(collection.reports, collection.decisions)
    assert [item.postponed is not None for item in items] == [False, True]
    main(["review", str(study)])
    assert "已暂缓：暂缓：等年报更正（王，" in capsys.readouterr().out
    # a decision takes its place, or it is taken back
    assert decide(study, "2", "--undo") == 0
    assert ledger_of(study) == ()


def test_two_who_decide_the_same_do_not_overwrite_each_other(study):
    one, other = read_collection(study), read_collection(study)
    kept = make_step(one, find_item(one, CAUSE), Choice(keep=True), **BECAUSE)
    accepted = make_step(other, find_item(other, CAUSE), Choice(accept=2), **BECAUSE)
    take_step(one, kept)
    with pytest.raises(CorrectionError, match="is decided already"):
        take_step(other, accepted)
    (decision,) = ledger_of(study)
    assert decision == kept.made[0]


def test_a_decision_whose_printed_text_changed_is_named_and_not_applied(study, capsys):
    decide(study, "1", "--accept", "1", "--reason", "x", "--who", "W")
    ledger = study / "corrections.toml"
    text = ledger.read_text("utf-8")
    ledger.write_text(text.replace('printed = "14"', 'printed = "13"'), "utf-8")
    capsys.readouterr()
    with pytest.warns(UserWarning, match="should be printed '13' and is '14'"):
        collection = gxkit.open(study)
    assert collection.reports[0][TOTAL].reconciled is None
    assert main(["review", str(study)]) == 0
    shown = capsys.readouterr()
    assert "Not applied: " in shown.err
    # figures that are printed rest on no decision that fell away
    with pytest.raises(CorrectionError, match="should be printed '13'"):
        read_collection(study)
    assert main(["study", str(study), "--panel"]) == 1
    assert not (study / "panel.csv").exists()
    capsys.readouterr()
    # what it was made for is undecided again, and to decide again replaces it
    assert "(--accept 5)" in shown.out
    stale = ledger.read_text("utf-8")
    assert decide(study, "1", "--accept", "2", "--reason", "y", "--who", "W") == 0
    assert [decision.reason for decision in ledger_of(study)] == ["y"]
    ledger.write_text(stale, "utf-8")
    assert decide(study, CAUSE, "--undo") == 0
    assert ledger_of(study) == ()


def list_anew(study, old, new):
    """The catalog with another file in the place of one that it lists."""
    catalog = study / "catalog.csv"
    told, tells = (f"{sha256(data).hexdigest()},{len(data)}" for data in (old, new))
    listed = catalog.read_text("utf-8")
    assert told in listed
    catalog.write_text(listed.replace(told, tells), "utf-8")


def test_a_decision_that_outlives_its_file_is_listed_once_and_not_applied(study, capsys):
    decide(study, CAUSE, "--correct", f"{'/'.join(TOTAL)}=12", "--reason", "x", "--who", "W")
    page = study / "reports" / f"{REPORT}.html"
    text = page.read_text("utf-8")
    assert text.count("<p>10</p></td><td><p>1</p>") == 1
    # the cell decided on stays as it was, one beside it is another
    changed = text.replace("<p>10</p></td><td><p>1</p>", "<p>9</p></td><td><p>1</p>")
    page.write_text(changed, "utf-8")
    list_anew(study, text.encode(), changed.encode())
    capsys.readouterr()
    with pytest.warns(UserWarning, match="is not the file that it was made for; what it expects"):
        collection = gxkit.open(study)
    assert collection.reports[0][TOTAL].reconciled != 12
    assert main(["review", str(study), "--language", "en"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("no longer holds, not applied") == 1
    assert "decided 2023" not in shown
    with pytest.raises(CorrectionError, match="is not the file"):
        read_collection(study)
    page.unlink()
    (stray,) = find_outlived([], ledger_of(study))
    assert "no file has the SHA-256" in str(stray.says)


def test_the_indicators_of_several_worlds_are_computed_at_once(study):
    collection = read_collection(study)
    item = find_item(collection, CAUSE)
    worlds = []
    for number in range(1, len(item.explanations) + 1):
        step = make_step(collection, item, Choice(accept=number), **BECAUSE)
        worlds.append(try_step(collection, step).reports[0])
    effects = effects_of(collection, [*worlds, collection.reports[0]])
    reversal = [
        {one.indicator: one.said() for one in found}.get("reconsideration_reversal_rate")
        for found in effects
    ]
    assert reversal == [
        ("7.1%", "9.1%"),
        ("7.1%", "28.6%"),
        None,
        None,
        ("7.1%", "9.1%"),
        None,
    ]
    assert effects[-1] == []


# the page, and what a notebook asks


def test_the_page_of_a_review_fetches_nothing_and_lets_nothing_out(study, tmp_path, capsys):
    decide(study, "1", "--postpone", "--reason", "</script><b>", "--who", "W")
    file = tmp_path / "review.html"
    assert main(["review", str(study), "--to", str(file)]) == 0
    page = file.read_text("utf-8")
    assert "default-src 'none'" in unescape(page)
    assert "</script><b>" not in page
    assert page.count("<script") == 2
    assert not re.search(r"(src|href)=[\"']?http", page)
    assert main(["review", str(study), "--to", "pdf"]) == 2
    assert "expected text, json or a file that ends in .html" in capsys.readouterr().err


def test_a_cause_is_told_with_its_page_its_options_and_what_they_change(study):
    collection = gxkit.open(study)
    items = undecided(collection.reports, ())
    told = tell_causes(collection, items)
    assert list(told) == [CAUSE, f"{REPORT}:requests:R1:unavailable.not_held"]
    detail = told[CAUSE]
    kinds = [option["kind"] for option in detail["options"]]
    assert kinds == ["accept"] * 5 + ["keep", "postpone"]
    first = detail["options"][0]
    assert [(e["before"], e["after"]) for e in first["effects"]] == [
        ("66.7%", "52.4%"),
        ("7.1%", "9.1%"),
    ]
    assert (first["decision"]["reason"], first["decision"]["who"]) == ("", "")
    # the cells in doubt come first, each with the rules that to correct it decides on
    assert detail["cells"][0]["cell"] == "/".join(TOTAL)
    assert detail["cells"][0]["findings"] == ["remedies:R4:reconsideration"]


def test_a_report_whose_file_is_gone_is_decided_without_its_page(study):
    collection = gxkit.open(study)
    next((study / "reports").iterdir()).unlink()
    told = tell_causes(collection, undecided(collection.reports, ()))
    assert told[CAUSE]["view"]["leaves"] == []
    assert "is no longer at" in told[CAUSE]["view"]["note"]
    assert len(told[CAUSE]["options"]) == 7


def test_a_notebook_is_answered_what_is_wrong_and_nothing_is_written(study):
    pytest.importorskip("anywidget")
    folder = gxkit.open(study)
    review = folder.review("W", "en")
    assert "2 undecided things stand here" in repr(review) or "2 项待决定" in repr(review)
    said = []
    review.send = said.append
    (decision,) = make_step(folder, find_item(folder, CAUSE), Choice(accept=1), **BECAUSE).made
    wrong = decision_object(decision)
    wrong["cells"][0]["printed"] = "13"
    review._answer(review, {"ask": "save", "number": "1", "made": [wrong]}, [])
    assert said[-1]["to"] == "1"
    assert "should be printed '13' and is '14'" in said[-1]["error"]
    assert ledger_of(study) == ()
    review._answer(review, {"ask": "save", "number": "2", "made": [decision_object(decision)]}, [])
    assert [cause["name"] for cause in said[-1]["told"]["causes"]] != [CAUSE]
    assert ledger_of(study) == folder.decisions == (decision,)
    with pytest.raises(CatalogError, match="read from no data folder"):
        replace(folder, folder=None).review()


# the file that a page gives


def test_a_decision_survives_as_plain_data(study):
    collection = read_collection(study)
    choice = Choice(correct=[(TOTAL, Decimal("12.50"))])
    (decision,) = make_step(collection, find_item(collection, CAUSE), choice, **BECAUSE).made
    told = json.loads(json.dumps(decision_object(decision)))
    assert told["cells"][0]["number"] == "12.50"
    assert read_object(told, "here") == decision


def test_a_file_of_decisions_is_applied_and_what_does_not_fit_is_named(study, tmp_path, capsys):
    collection = read_collection(study)
    item = find_item(collection, CAUSE)
    (good,) = make_step(collection, item, Choice(accept=1), **BECAUSE).made
    strange = decision_object(good) | {"sha256": ["b" * 64]}
    changed = json.loads(json.dumps(decision_object(good)).replace('"14"', '"13"'))
    file = tmp_path / "decisions.json"
    file.write_text(json.dumps({"decisions": [strange, changed, decision_object(good)]}), "utf-8")
    assert main(["decide", str(study), "--from", str(file)]) == 1
    told = capsys.readouterr()
    assert "there is no report 2023-hongze-government of that file" in told.err
    assert "should be printed '13' and is '14'" in told.err
    assert ledger_of(study) == (good,)
    # once more it changes nothing; then it is taken back
    file.write_text(json.dumps({"decisions": [decision_object(good)]}), "utf-8")
    assert main(["decide", str(study), "--from", str(file)]) == 0
    assert ledger_of(study) == (good,)
    undone = {"decisions": [], "undone": [decision_object(good)]}
    file.write_text(json.dumps(undone), "utf-8")
    assert main(["decide", str(study), "--from", str(file)]) == 0
    assert ledger_of(study) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "holds no decisions"),
        ("{", "is no JSON in UTF-8"),
        ('{"decision": []}', "unknown key decision; missing key decisions"),
        ('{"decisions": [3]}', "decisions 1: expected a decision"),
        ('{"decisions": [{"when": "soon"}]}', "a day or a number is not as it should be"),
        ('{"decisions": [{"when": "2026-05-03", "cells": [3]}]}', "is not as it should be"),
        ('{"decisions": [{"when": "2026-05-03"}]}', "missing key decision, evidence, reason"),
    ],
)
def test_a_file_that_holds_no_decisions_says_what_is_wrong(study, tmp_path, capsys, text, says):
    file = tmp_path / "decisions.json"
    file.write_text(text, "utf-8")
    assert main(["decide", str(study), "--from", str(file)]) == 1
    assert says in capsys.readouterr().err


def test_what_a_person_corrected_is_told_with_that_number_and_no_explanation(study, capsys):
    decide(study, CAUSE, "--correct", f"{'/'.join(TOTAL)}=12", "--reason", "phoned", "--who", "W")
    capsys.readouterr()
    ledger = str(study / "corrections.toml")
    page = str(study / "reports" / f"{REPORT}.html")
    assert main(["check", page, "--corrections", ledger, "--language", "en"]) == 0
    shown = capsys.readouterr().out.partition("2/2")[2]
    # the explanations that it was not say 11, 4, 13
    assert "14 → 12" in shown
    assert "phoned" in shown
    assert "either" not in shown
    assert "14 → 11" not in shown


def test_a_decision_covers_all_files_of_the_report_but_not_the_page_that_led_to_it(study):
    catalog = study / "catalog.csv"
    head, line = catalog.read_text("utf-8").splitlines()[:2]
    names = head.split(",")
    own = dict(zip(names, line.split(","), strict=True))
    more = []
    for copy, text in (("", "同一报告"), ("page", "见附件")):
        data = text.encode()
        said = {"path": f"reports/{copy}.txt", "copy": copy, "format": "txt"}
        more.append(own | said | {"sha256": sha256(data).hexdigest(), "bytes": str(len(data))})
        (study / said["path"]).write_bytes(data)
    lines = [head, line, *(",".join(one.get(name, "") for name in names) for one in more)]
    catalog.write_text("\n".join(lines) + "\n", "utf-8")
    collection = read_collection(study)
    item = find_item(collection, CAUSE)
    for choice in (Choice(accept=1), Choice(keep=True), Choice(correct=[(TOTAL, 12)]), Choice()):
        (decision,) = make_step(collection, item, choice, **BECAUSE).made
        assert decision.sha256 == (own["sha256"], more[0]["sha256"])
