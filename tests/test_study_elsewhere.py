"""Studies of other material than that of data/: true of it, and silent of what is not there."""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from country.bodies import draw_bodies
from country.memory import draw_collection, make_reports
from country.years import draw_yearly
from pandas import DataFrame

from gxkit.folder import Collection
from gxkit.paper import compute_variables, read_study
from gxkit.paper.comparing import list_shifts
from gxkit.paper.namesakes import tell_apart

LANGUAGES = ["zh", "en"]
DATA = Path(__file__).parents[1] / "data"
SEED = 7
# What no sentence may have, whatever the material: a gap, a count of nothing, a wrong plural.
UNFIT = {
    "zh": re.compile(
        r"nan|None|NA\b|[{}]|namespace|Undefined|[，、：；。][，、：；。]|（）|\(\)|(?:是|有|为)无[，。（]"
        r"|(?<![\d.,])0(?:份|处|项|条|个|格|次|种|对)"
    ),
    "en": re.compile(
        r"\bnan\b|None|<NA>|[{}]|namespace|Undefined|\(\)|, ,|,\.|\.\.|;\.| ,| \.|: ?\."
        r"|\b1 (?:reports|bodies|cells|checks|rates|times|mistakes|figures|cases)\b"
        r"|(?<![\d.,/])0 (?:of|report|bod|cell|check|rate|time|mistake|figure|case|differ|fail)"
        r"|\bthe the\b|\b(?:is|are) (?:is|are)\b"
    ),
}
PAIRS = ("()", "（）", "“”", "〔〕", "《》")


def draw_bodies_of(province, count, requests=(30, 2000), is_department=False):
    least, most = requests
    found = [
        body
        for body in draw_bodies(SEED)
        if body.code.startswith(province)
        and bool(body.number) is is_department
        and least <= body.requests < most
    ]
    return found[:count]


def collect(bodies, years, changes=None):
    """The reports of some bodies for some years; `changes` is what the catalog says otherwise."""
    reports, facts = [], {}
    for body in bodies:
        own, known = make_reports(one for one in draw_yearly(body, SEED) if one.year in years)
        reports += own
        facts |= {report: known[report] | (changes or {}) for report in known}
    reports.sort(key=lambda report: report.id)
    return Collection(tuple(reports), facts)


def collect_namesakes():
    bodies = [*draw_bodies_of("43", 1), *draw_bodies_of("61", 1)]
    return collect([replace(body, name="芷湖区人民政府") for body in bodies], (2022, 2023))


KINDS = {
    "one report": lambda: collect(draw_bodies_of("33", 1), (2023,)),
    "before 2013": lambda: collect(draw_bodies_of("35", 2), range(2009, 2013)),
    "three forms": lambda: collect(draw_bodies_of("35", 1), (2016, 2018, 2019, 2020, 2021, 2022)),
    "the 2019 form": lambda: collect(draw_bodies_of("37", 3), (2019, 2020)),
    "hardly a request": lambda: collect(draw_bodies_of("36", 3, (0, 1), True), (2022, 2023)),
    "nothing said": lambda: collect(
        draw_bodies_of("44", 2), (2021, 2022), {"level": "", "published": "", "scope": ""}
    ),
    "namesakes": collect_namesakes,
    "many": lambda: draw_collection(300, 1),
}


@cache
def study_of(kind):
    """A collection of a kind, and its study in each language."""
    collection = tell_apart(KINDS[kind]())
    variables = compute_variables(collection)
    papers = {one: read_study(collection, variables=variables, language=one) for one in LANGUAGES}
    return collection, papers


@pytest.fixture(params=KINDS)
def studies(request):
    return study_of(request.param)


def lines_of(paper):
    """The text of a study without its references, a line a paragraph."""
    lines = []
    for block in paper.blocks:
        runs = [block.spans, block.note, *block.paragraphs] if block.kind != "reference" else []
        lines += ["".join(span.text for span in run) for run in runs]
    return [line for line in lines if line]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_gap_or_counts_nothing(studies, language):
    lines = lines_of(studies[1][language])
    assert [line for line in lines if UNFIT[language].search(line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_brackets_and_quotation_marks_close(studies, language):
    for line in lines_of(studies[1][language]):
        for opens, closes in PAIRS:
            assert line.count(opens) == line.count(closes), line


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_says_something_and_every_table_has_a_line(studies, language):
    blocks = studies[1][language].blocks
    for one, following in pairwise(blocks):
        if one.kind == "heading" and following.kind == "heading":
            assert following.level > one.level, one
    assert [block.key for block in blocks if block.kind == "table" and len(block.rows) < 2] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_named_that_is_not_there(studies, language):
    collection, papers = studies
    said = "\n".join(lines_of(papers[language]))
    with (DATA / "catalog.csv").open(encoding="utf-8") as lines:
        elsewhere = {row[name] for row in csv.DictReader(lines) for name in ("agency", "agency_en")}
    assert [name for name in elsewhere if name and name in said] == []
    assert not re.search(r"平潭|晋江|洪泽|Pingtan|Jinjiang|Hongze", said)
    used = {edition for report in collection for edition in report.editions.values()}
    names = {
        "fujian": {"zh": "福建", "en": "Fujian"},
        "2019": {"zh": "2019年格式", "en": "2019 form"},
        "2021": {"zh": "2021年格式", "en": "2021 form"},
    }
    for family, words in names.items():
        is_used = any(edition.startswith(family) for edition in used)
        assert (words[language] in said) is is_used, family


def test_bodies_of_one_name_are_told_apart_by_their_codes():
    collection, papers = study_of("namesakes")
    codes = {fact["code"] for fact in collection.facts.values()}
    lines = lines_of(papers["zh"])
    # titles are those of the reports
    said = "\n".join(line for line in lines if "[R]" not in line)
    assert "同名的机关以行政区划代码区别" in said
    assert len(re.findall(r"芷湖区人民政府(?!\()", said)) == 0
    assert {f"芷湖区人民政府({code})" for code in codes} == set(
        re.findall(r"芷湖区人民政府\(\d+\)", said)
    )
    alone, _ = study_of("one report")
    assert tell_apart(alone) is alone


def test_what_a_form_does_not_ask_is_not_told_as_nothing():
    early = "\n".join(lines_of(study_of("before 2013")[1]["zh"]))
    assert "没有报告有已审结的复议" not in early
    assert "占已审结复议的比重。所收报告的统计表没有此项。" in early
    # and a cell that is left blank is no report without a case
    blank = "\n".join(lines_of(study_of("hardly a request")[1]["zh"]))
    assert re.search(r"填齐有关各格的\d份报告都没有已审结的复议，其余的有格空白", blank)


def test_of_many_bodies_all_are_counted_and_the_widest_told():
    lines = {one: "\n".join(lines_of(paper)) for one, paper in study_of("many")[1].items()}
    told = re.search(r"(\d+)个机关有多个年度的新收数，首末相比，(.*?)相差最大的如下。", lines["zh"])
    counted = [int(number) for number in re.findall(r"的(\d+)个", told[2])]
    assert sum(counted) == int(told[1]) > 30
    english = f"Of {told[1]} bodies that give requests received for several years they rose"
    assert english in lines["en"]
    assert "首末年度的分母都不少于20件的机关有" in lines["zh"]
    assert re.search(r"算不出公开率的报告有\d+份：没有办结的申请的\d+份，", lines["zh"])


def test_a_move_back_is_not_told_as_the_same_move():
    outcomes = DataFrame(
        {
            "report": ["one", "two", "three"],
            "agency": "甲市",
            "agency_en": "",
            "code": "330100",
            "scope": "body",
            "year": [2021, 2022, 2023],
            "granted": [80.0, 20.0, 80.0],
            "partial": [5.0, 60.0, 5.0],
            "decided": [100.0, 100.0, 100.0],
        }
    )
    (move,) = list_shifts(outcomes, []).found
    assert move.to_partial
    assert [(one.first, one.last) for one in move.back] == [(2022, 2023)]
    assert move.others == []
