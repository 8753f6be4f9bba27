"""The English edition of the study: the same study as the Chinese one, written in English."""

import re
from pathlib import Path

import pytest

from gxkit.errors import NothingToDraw
from gxkit.folder import Collection, read_collection
from gxkit.paper import (
    REFERENCES,
    STUDY,
    TEMPLATES,
    TemplateError,
    compute_variables,
    find_typed_numbers,
    read_study,
)
from gxkit.paper.blocks import Paper, read_paper
from gxkit.paper.omission import leave_out
from gxkit.paper.places import Places
from gxkit.paper.study import write_study
from gxkit.paper.template import variable_names
from gxkit.paper.typeset import to_typst
from gxkit.paper.webpage import write_html
from gxkit.paper.wording import filters

SOURCES = {language: (STUDY / name).read_text("utf-8") for language, name in TEMPLATES.items()}
DATA = Path(__file__).parents[1] / "data"
FUJIAN = ["2011-pingtan-county", "2011-pingtan-zone", "2012-pingtan-zone", "2014-pingtan-zone"]
# What no sentence may have: a gap, an empty bracket, a mark without its words, a wrong number.
UNFIT = re.compile(
    r"\bnan\b|None|<NA>|namespace|Undefined|\(\)|, ,|,\.|\.\.|;\.| ,| \."
    r"|\b1 (?:reports|bodies|cells)\b|\b(?:0|[2-9]|\d\d+) (?:report|body|cell)\b"
    r"|\bthe the\b|\b(?:is|are) (?:is|are)\b"
)
# Chinese letters, and marks as wide as they
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# a word of a form behind its English, what a text calls its parts, a notice by its number
ALLOWED = re.compile(r"\([一-鿿]+\)|“[一-鿿]+”|国办[一-鿿]+〔\d+〕\d+号")


@pytest.fixture(scope="module")
def collection():
    return read_collection(DATA)


def pick(collection, ids):
    reports = tuple(report for report in collection.reports if report.id in ids)
    return Collection(reports, {report.id: collection.facts[report.id] for report in reports})


def said_of(collection):
    """The English edition of a collection, and its text without tables."""
    paper = read_study(collection, language="en")
    runs = [block.spans for block in paper.blocks if block.kind in ("paragraph", "heading")]
    runs += [spans for block in paper.blocks for spans in (block.note, *block.paragraphs)]
    lines = ["".join(span.text for span in spans) for spans in runs]
    return paper, "\n".join(line for line in lines if line)


def outline(language):
    source = SOURCES[language]
    return {
        "sections": re.findall(r"^(##+\*?) ", source, re.MULTILINE),
        "figures and tables": re.findall(r"^::: (figure|table) (\S+)", source, re.MULTILINE),
        "named": sorted(set(re.findall(r"@(?:fig|tab):[\w-]+", source))),
        "cited": sorted(set(re.findall(r"\[@([\w-]+)\]", source))),
        "variables": variable_names(source),
        "lists": sorted(set(re.findall(r"tables/study-[a-z]+\.csv", source))),
    }


@pytest.mark.parametrize(
    "part",
    ["sections", "figures and tables", "named", "cited", "variables", "lists"],
)
def test_both_editions_have_the_same(part):
    assert outline("en")[part] == outline("zh")[part]


def test_the_columns_of_a_table_are_as_many_in_both_editions():
    for language, other in (("zh", "en"), ("en", "zh")):
        for key, rule in re.findall(
            r"^::: table (\S+).*\n+(?:\|.*\n+)(\|:.*)$", SOURCES[language], re.MULTILINE
        ):
            assert f"::: table {key} " in SOURCES[other]
            assert rule in SOURCES[other].partition(f"::: table {key} ")[2]


def test_no_number_is_typed_and_every_reference_stands_in_both_lists():
    assert find_typed_numbers(SOURCES["en"]) == []
    lists = [(STUDY / name).read_text("utf-8") for name in REFERENCES.values()]
    keys = [re.findall(r"^(\w+) = ", one, re.MULTILINE) for one in lists]
    assert keys[0] == keys[1]


def test_the_english_edition_says_the_numbers_of_the_chinese(collection):
    paper, text = said_of(collection)
    for found in (
        "34 reports of 15 public bodies for 2011 to 2025",
        "of the 1053 that can be made 1034 hold and 19 fail (Table 2, Figure 1)",
        "requests received rose from 23 in 2019 to 154 in 2025",
        "2012 “Disclosed” 2255 expected and 4359 printed",
        "disclosed 72,804 items, 95.3% of the 76,424 counted until then",
        "persons 184/270 (68.1%), organisations 21/21 (100.0%), difference −31.9",
        "lists outcomes that come to 716 and calls them 805, 89 apart",
        "by 31 January, and the department in charge",
    ):
        assert found in text
    assert (paper.language, paper.front["title"][:23]) == ("en", "Do the reports add up? ")


def test_the_edition_is_english_but_for_names_and_quoted_terms(collection):
    paper, text = said_of(collection)
    # the abstract in Chinese
    abstract = next(block for block in paper.blocks if block.language == "zh")
    other = {"".join(span.text for span in spans) for spans in abstract.paragraphs}
    said = [line for line in text.splitlines() if line not in other]
    for block in paper.blocks:
        # the glossary is of both languages, a correction quotes what is printed, a decision the
        # words of its reason
        if block.kind == "table" and block.key not in ("glossary", "corrections", "decisions"):
            said += ["".join(span.text for span in cell) for row in block.rows for cell in row]
    assert [line for line in said if CHINESE.search(ALLOWED.sub("", line))] == []


def test_claims_are_told_in_english_as_are_their_cells(collection):
    paper, _ = said_of(collection)
    claims = next(block for block in paper.blocks if block.key == "claims")
    told = ["".join(span.text for span in row[-1]) for row in claims.rows]
    assert (
        "the narrative says “258”, the table's Granted · Total + Partial · Total is 275, off by "
        "17; the table leaves cells blank; the printed figures of the row stand in."
    ) in told
    assert any(line.startswith("Denied (“不予公开”) is given as 4.34%") for line in told)


@pytest.mark.parametrize(
    "ids",
    [
        ["2019-pingtan-zone"],
        ["2016-jinjiang-science-ip"],
        ["2019-shanghai-general-office"],
        ["2021-jinjiang-government"],
        ["2021-pingtan-zone", "2023-pingtan-zone"],
        FUJIAN,
        ["2023-hongze-government", "2023-jinhu-government", "2024-huaian-government"],
        [],
    ],
    ids=lambda ids: f"{len(ids)} {' '.join(ids)[:24]}",
)
def test_the_prose_stands_with_few_reports_and_with_all(collection, ids):
    _, text = said_of(pick(collection, ids) if ids else collection)
    assert UNFIT.findall(text) == []


def test_each_edition_has_the_abstract_of_the_other(collection):
    own = {}
    variables = compute_variables(collection)
    for language in TEMPLATES:
        paper = read_study(collection, STUDY, variables, language)
        own[language] = {b.label: b.paragraphs for b in paper.blocks if b.kind == "abstract"}
    for label in ("Abstract", "摘要"):
        assert own["zh"][label] == own["en"][label] != ()
    assert "要点" in own["zh"]
    assert "Highlights" in own["en"]


def test_an_abstract_that_neither_edition_has_is_an_error(collection, tmp_path):
    front = "title: T\ntitle_other: T\nauthors: A\ndate: D\n\n"
    for language, name in TEMPLATES.items():
        (tmp_path / name).write_text(f"{front}::: abstract Nowhere{language}\n:::\n", "utf-8")
        (tmp_path / REFERENCES[language]).write_text("", "utf-8")
    with pytest.raises(TemplateError, match=r"leaves the abstract Nowhereen to template.zh.md"):
        read_study(collection, tmp_path, {}, "en")


def test_figures_and_tables_are_named_in_the_language_and_addresses_are_links():
    front = "title: T\ntitle_other: 题\nauthors: A\ndate: D\n\n"
    body = "See @fig:one and\n“this” [@book].\n\n::: figure one Words\n:::\n"
    paper = read_paper(front + body, {"book": "A book. https://x.org/a."}, "en")
    said = paper.blocks[0].plain
    assert said == "See Figure 1 and “this” [1]."
    source = to_typst(paper, "", {"one": "one.svg"})
    assert 'language: "en"' in source
    assert '#link("https://x.org/a", "https://x.org/a")' in source
    left = leave_out(paper, {"one": NothingToDraw("没有", "Nothing.")})
    assert left.blocks[1].plain == "Figure 1 (Words) is left out: Nothing."
    page = (STUDY / "page.html").read_text("utf-8")
    made = write_html(
        Paper(paper.front, left.blocks, "en"), page, {}, Places({}, {}, "en")
    ).decode()
    assert '<html lang="en">' in made
    assert '<p lang="zh-Hans">题</p>' in made
    assert '<a href="https://x.org/a">https://x.org/a</a>.' in made


def test_words_follow_their_count_and_names_with_commas_are_told_apart():
    own = filters("en")
    assert [own["plural"](n, "body", "bodies") for n in (0, 1, 2)] == [
        "no bodies",
        "1 body",
        "2 bodies",
    ]
    assert own["listed"](["A, B", "C", "D"]) == "A, B; C; and D"
    assert own["listed"](["A", "C"]) == "A and C"
    assert own["years"]([2011, 2012, 2013, 2025]) == "2011–2013 and 2025"


def test_a_study_in_both_languages_has_the_english_edition_beside_the_chinese(collection, tmp_path):
    few = pick(collection, ["2023-hongze-government"])
    written = write_study(few, tmp_path, "both", formats=["svg"])
    names = {str(path.relative_to(tmp_path)) for path in written.paths}
    assert {"study.pdf", "study.html", "study.en.pdf", "study.en.html"} <= names
    assert {"figures/02-outcomes.svg", "figures/en/02-outcomes.svg"} <= names
    assert {"tables/coverage.csv", "tables/en/coverage.csv", "tables/study-material.csv"} <= names
    assert len(names) == len(written.paths)
    assert '<html lang="zh-Hans">' in (tmp_path / "study.html").read_text("utf-8")
    assert '<html lang="en">' in (tmp_path / "study.en.html").read_text("utf-8")


def test_a_language_that_is_none_is_refused_before_anything_is_written(collection, tmp_path):
    with pytest.raises(ValueError, match="'zh'"):
        write_study(collection, tmp_path / "out", "fr")
    assert not (tmp_path / "out").exists()


def test_what_begins_several_rows_of_a_table_is_printed_once_beside_them():
    front = "title: T\ntitle_other: T\nauthors: A\ndate: D\n\n"
    rows = "| Name | Year |\n|:--|:--|\n| A | x |\n| A | y |\n| B | z |\n"
    paper = read_paper(f"{front}::: table one Words\n{rows}:::\n", {}, "en")
    source = to_typst(paper, "", {})
    assert 'table.cell(rowspan: 2, align: left + top, [#"A"]), [#"x"], [#"y"], [#"B"]' in source
    nowhere = Places({}, {}, "en")
    page = write_html(paper, (STUDY / "page.html").read_text("utf-8"), {}, nowhere).decode()
    assert page.count('<td class="l">A</td>') == 2
