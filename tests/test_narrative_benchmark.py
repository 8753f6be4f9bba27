"""The sentences of benchmarks/narrative.py: they are what they say, and what is counted is true."""

import json
import sys
from pathlib import Path

import pytest

from gxkit.forms import find_form

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import narrative

ITEMS = json.loads(narrative.OWN.read_text("utf-8"))
RECEIVED = "requests/received/total"


def an_item(text, figures, received):
    table = {
        RECEIVED: received,
        "requests/received/natural_person": received,
        "requests/granted/total": received,
        "requests/granted/natural_person": received,
        "requests/decided/total": received,
        "requests/decided/natural_person": received,
    }
    return {
        "id": "one",
        "family": "own",
        "edition": "2021",
        "year": 2023,
        "scope": "body",
        "agency": "青山县教育局",
        "heading": "（二）依申请公开情况",
        "text": text,
        "figures": figures,
        "table": table,
    }


def a_figure(text, at, cells, relation="agree"):
    return {"text": text, "at": at, "cells": cells, "relation": relation, "scored": True}


def scored(item, folder):
    report, _ = narrative.read(item, folder)
    return narrative.score(item, report).counts


def test_every_figure_stands_where_its_item_says():
    for item in ITEMS:
        for figure in item["figures"]:
            at, printed = figure["at"], figure["text"]
            assert item["text"][at : at + len(printed)] == printed, item["id"]


def test_every_table_keeps_the_rules_of_its_form():
    for item in ITEMS:
        for table in find_form(item["edition"]).tables:
            numbers = {
                slot: item["table"].get("/".join((table.id, *slot)), 0) for slot in table.slots
            }
            broken = [
                rule.name
                for rule in table.rules
                if not rule.soft and not rule.holds(*rule.sides(numbers.__getitem__))
            ]
            assert not broken, item["id"]


def test_a_figure_agrees_with_the_table_unless_it_is_called_a_conflict():
    for item in ITEMS:
        for figure in item["figures"]:
            if not figure["cells"]:
                continue
            in_table = sum(item["table"].get(cell, 0) for cell in figure["cells"])
            assert figure["table_value"] == pytest.approx(in_table), item["id"]
            if figure["relation"] == "conflict":
                assert figure["value"] != figure["table_value"], item["id"]


def test_a_tie_to_what_a_figure_counts_is_right(tmp_path):
    text = "全年收到政府信息公开申请12件，开展培训3次。"
    figures = [a_figure("12", 12, [RECEIVED]), a_figure("3", 20, [], "none")]
    counts = scored(an_item(text, figures, 12), tmp_path)
    assert (counts["figures"], counts["found"], counts["ties"], counts["right"]) == (1, 1, 1, 1)
    assert counts["false"] == 0


def test_a_tie_to_another_cell_is_wrong(tmp_path):
    figures = [a_figure("12", 12, ["requests/decided/total"])]
    counts = scored(an_item("全年收到政府信息公开申请12件。", figures, 12), tmp_path)
    assert (counts["found"], counts["wrong"]) == (0, 1)


@pytest.mark.parametrize(("relation", "seen", "false"), [("conflict", 1, 0), ("agree", 0, 1)])
def test_a_finding_is_seen_where_the_figure_contradicts_and_false_elsewhere(
    tmp_path, relation, seen, false
):
    figures = [a_figure("12", 12, [RECEIVED], relation)]
    counts = scored(an_item("全年收到政府信息公开申请12件。", figures, 17), tmp_path)
    assert (counts["conflict seen"], counts["false"]) == (seen, false)
