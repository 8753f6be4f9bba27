"""The study: no number in it is typed, each comes from the panel, and both faces are complete."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from matplotlib.colors import to_rgb

from gxkit.charts import draw_figures
from gxkit.charts.house import BLUE, INK, MUTED, SKY, readable_on
from gxkit.charts.pointing import NAMED
from gxkit.errors import CatalogError
from gxkit.folder import Collection, read_collection
from gxkit.panel.frames import stack
from gxkit.panel.series import concept_series
from gxkit.paper import (
    STUDY,
    TemplateError,
    build_paper,
    compute_variables,
    fill,
    find_figures,
    find_typed_numbers,
    read_study,
)
from gxkit.paper.blocks import read_paper
from gxkit.paper.lists import write_lists
from gxkit.paper.places import Places, find_printed
from gxkit.paper.portions import spread, tabulate, tell
from gxkit.paper.sampling import describe_sample
from gxkit.paper.template import TRACED, variable_names
from gxkit.paper.webpage import inline_svg
from gxkit.paper.wording import filters
from gxkit.report import Status

TEMPLATE = (STUDY / "template.zh.md").read_text("utf-8")
FRONT = "title: 题\ntitle_other: T\nauthors: A\ndate: D\n\n"
FUJIAN = ["2011-pingtan-county", "2011-pingtan-zone", "2012-pingtan-zone", "2014-pingtan-zone"]
DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def collection():
    return read_collection(DATA)


@pytest.fixture(scope="module")
def variables(collection):
    return compute_variables(collection)


def told(variables):
    """The study's text, without the cells that its numbers name."""
    before, between, after = TRACED
    return re.sub(f"{before}[^{between}]*{between}|{after}", "", fill(TEMPLATE, variables))


@pytest.fixture(scope="module")
def text(variables):
    return told(variables)


@pytest.fixture(scope="module")
def figures(collection, tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    draw_figures(collection, folder)
    return folder


@pytest.fixture(scope="module")
def built(collection, figures, tmp_path_factory):
    return build_paper(collection, figures, tmp_path_factory.mktemp("paper"))


def with_next_year(collection):
    """The collection with a report of Pingtan for the year after its last, all received doubled."""
    last = max(
        (r for r in collection.reports if r.id.endswith("pingtan-zone")), key=lambda r: r.meta.year
    )
    year = last.meta.year + 1
    values = tuple(
        replace(v, value=v.value * 2) if v.row == "received" and v.value is not None else v
        for v in last
    )
    added = replace(
        last,
        id=f"{year}-pingtan-zone",
        meta=replace(last.meta, year=year),
        values=values,
        findings=(),
    )
    fact = {**collection.facts[last.id], "year": year, "published": f"{year + 1}-01-20"}
    return Collection((*collection.reports, added), {**collection.facts, added.id: fact})


def test_no_number_in_the_template_is_typed():
    assert find_typed_numbers(TEMPLATE) == []


@pytest.mark.parametrize(
    "typed",
    [
        "收到23件",
        "收到２３件",
        "共三份报告",
        "两类表格",
        "公开率为七成",
        "百分之三十",
        "超过一半",
        "数十件",
        "翻了一番",
        "增长两倍",
        "③以下",
        "Ⅳ类",
        "十余件",
        "2021年收到的",
        "第23页",
        "〔2021〕共30件",
        "in 14 reports",
        "in fourteen reports",
        "half of the requests",
        "{{ 23 }}",
        "{{ '三份' }}",
        "{% set n = 23 %}{{ n }}",
        "{{ received[0] }}",
        "{{ 'a' if n > 3 else 'b' }}",
    ],
)
def test_a_typed_number_is_found_and_fails_the_build(typed):
    assert find_typed_numbers(f"前文{typed}后文")
    with pytest.raises(TemplateError, match="typed by hand"):
        fill(typed, {"received": [1], "n": 1})


@pytest.mark.parametrize(
    "named",
    [
        "国办公开办函〔2021〕30号",
        "国令第711号",
        "条例第四十九条第二款",
        "表三第三项",
        "2019年格式",
        "the 2021 form",
        "规则 R8 至 R10",
        "GB/T 7714",
        "SHA-256",
        "进一步统一",
        "第三方",
        "见@fig:figure-2",
        "{{ n }}件",
        "{{ n|pct }}",
        "十分宽",
    ],
)
def test_what_names_something_and_counts_nothing_is_no_number(named):
    assert find_typed_numbers(named) == []


def test_a_typed_number_is_reported_with_its_line():
    found = find_typed_numbers("这里没有数。\n\n{{ n }}件，其中\n另有23件。")
    assert [(f.line, f.number) for f in found] == [(4, "另有23件")]


def test_every_variable_of_the_template_is_computed(variables):
    assert variable_names(TEMPLATE) <= set(variables)


def test_an_unknown_variable_is_an_error(variables):
    with pytest.raises(TemplateError, match="uses nothing_of_the_kind"):
        fill("{{ nothing_of_the_kind }}", variables)
    with pytest.raises(TemplateError, match="does not compute"):
        fill("{{ n.nothing_of_the_kind }}", variables)
    with pytest.raises(TemplateError, match="line 2"):
        fill("text\n{{ n. }}", variables)


def test_the_numbers_of_the_text_are_those_of_the_panel(collection, text):
    frame = stack(collection.reports, collection.facts)
    series = concept_series(frame, "requests_received", figures="reconciled").set_index("report")[
        "value"
    ]
    received = {year: int(series[f"{year}-pingtan-zone"]) for year in (2019, 2021, 2025)}
    assert received == {2019: 23, 2021: 70, 2025: 154}
    for year, count in received.items():
        assert f"| 平潭综合实验区管理委员会 | {year} | {count} |" in text
    assert "平潭综合实验区管理委员会新收的申请从2019年的23件上升到2025年的154件" in text
    assert f"{len(frame)}个应填的格" in text
    assert f"收录{frame['agency'].nunique()}个机关" in text
    assert "上海市人民政府办公厅2025年208/1191（17.5%" in text


def test_the_relations_asked_are_those_held_broken_and_open(variables, text):
    audit = variables["audit"]
    inside = [r for r in variables["rules"] if r.where == "inside"]
    assert all(r.instances == r.holds + r.fails + r.remarks + r.open for r in inside)
    hard = [r for r in inside if not r.soft]
    assert audit.asked == sum(r.instances for r in hard)
    assert audit.checked == audit.holds + audit.fails == audit.asked - audit.open
    assert (audit.checked, audit.fails, audit.reports, audit.places) == (1053, 19, 5, 6)
    assert f"可检验的{audit.checked}条中，成立{audit.holds}条，不成立{audit.fails}条" in text


def test_the_cross_year_findings_are_in_the_text(text):
    for found in (
        "2012年“主动公开信息数”应为2255而印作4359",
        "2023年“行政规范性文件”应为643而印作470",
        "2024年“行政规范性文件”应为499而印作440",
        "2025年“行政规范性文件”应为453而印作546",
        "72804条，占当时累计76424条的95.3%",
    ):
        assert found in text


def test_the_text_of_2019_misses_its_whole_by_what_it_differs_from_the_table(text):
    assert "各项结果相加得716件，自称805件，差89件；逐项与表对照，差在17和72件" in text


def test_people_and_organisations_are_compared_by_their_difference(text):
    assert "晋江市人民政府2021年（自然人184/270（68.1%），组织21/21（100.0%），差−31.9个" in text


def test_full_disclosure_that_became_partial_is_told_with_its_pairs(variables, text):
    shifts = variables["shifts"]
    assert [(m.first, m.last) for m in shifts.found] == [(2021, 2025)]
    assert (2021, 2023) in [(m.first, m.last) for m in shifts.found[0].others]
    assert "30/69（43.5%）到22/81（27.2%），5/69（7.2%）到20/81（24.7%）" in text


def test_a_rate_is_told_by_each_denominator(text):
    told = "205/291（70.4%） | 205/274（74.8%） | 205/230（89.1%）"
    assert f"| 晋江市人民政府 | 2021 | {told} |" in text
    assert "| 淮安市洪泽区人民政府 | 2023 | 4/21（19.0%） | 4/20（20.0%） | 4/7 |" in text


def test_a_further_report_changes_the_prose(collection, text):
    more = with_next_year(collection)
    changed = told(compute_variables(more))
    assert "收录15个机关2011至2026年度的35份报告" in changed
    assert "上升到2026年的308件" in changed
    assert "资料截至2027年1月20日" in changed
    assert "上海市人民政府办公厅在首末年度之间缺2020至2024年的报告" in changed
    assert "2026年的308件" not in text


def test_a_fall_is_worded_as_a_fall(collection):
    few = Collection(
        reports=tuple(
            replace(
                r,
                values=tuple(
                    replace(v, value=type(v.value)(5), reconciled=None)
                    if v.key == ("requests", "received", "total")
                    else v
                    for v in r.values
                ),
            )
            if r.id == "2025-pingtan-zone"
            else r
            for r in collection.reports
        ),
        facts=collection.facts,
    )
    changed = told(compute_variables(few))
    assert "新收的申请从2019年的23件下降到2025年的5件" in changed


def test_what_is_undecided_is_told_by_its_ends_and_is_compared_with_nothing(collection):
    readings = {
        ("requests", "received", "total"): (18, 154),
        ("requests", "decided", "total"): (142, 148),
    }
    reports = [
        replace(
            r,
            values=tuple(
                replace(v, value=None, status=Status.AMBIGUOUS, candidates=readings[v.key])
                if r.id == "2025-pingtan-zone" and v.key in readings
                else v
                for v in r.values
            ),
        )
        for r in collection.reports
    ]
    facts = dict(collection.facts)
    facts["2023-pingtan-zone"] = facts["2023-pingtan-zone"] | {"level": "league"}
    said = told(compute_variables(Collection(tuple(reports), facts)))
    assert "2025年的18至154件（未定），升降未定" in said
    assert "新收的申请从2019年的23件上升" not in said
    assert "| 18–154? |" in said
    assert "平潭综合实验区管理委员会2025年（142至148件中的71件）" in said
    assert "级别或公布日不定、是否按期因而未定的是平潭综合实验区管理委员会（2023年）" in said
    assert not re.search(r"nan|None|<NA>|。。|，。|、。|（）", said)


@pytest.mark.parametrize(
    "wanted",
    [
        ["2019-pingtan-zone"],
        ["2016-jinjiang-science-ip"],
        ["2019-shanghai-general-office"],
        ["2021-pingtan-zone", "2023-pingtan-zone"],
        FUJIAN,
        ["2023-hongze-government", "2023-jinhu-government", "2024-huaian-government"],
    ],
)
def test_the_prose_stands_with_few_reports(collection, wanted):
    reports = [r for r in collection.reports if r.id in wanted]
    facts = {r.id: collection.facts[r.id] for r in reports}
    filled = told(compute_variables(Collection(tuple(reports), facts)))
    assert f"的{len(reports)}份报告" in filled
    assert not re.search(r"nan|None|<NA>|。。|，。|、。|（）", filled)


def test_the_prose_has_no_gap(text):
    assert not re.search(r"nan|None|<NA>|。。|，。|、。|（）|namespace|Undefined", text)


def test_figures_tables_and_references_are_numbered_in_order(collection):
    paper = read_study(collection)
    for kind in ("figure", "table", "reference"):
        numbers = [int(b.number) for b in paper.blocks if b.kind == kind]
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers
    assert sum(b.kind == "table" for b in paper.blocks) >= 4
    assert all(b.plain for b in paper.blocks if b.kind in ("figure", "table"))


def test_a_citation_or_a_figure_that_is_not_there_is_an_error(tmp_path):
    for text, message in (
        ("见[@nobody]。", "nobody"),
        ("见@fig:nothing。", "fig:nothing"),
        ("::: table a 题\n| x |\n", "does not close"),
        ("::: table a 题\n|:--|\n| a | b |\n:::", "columns"),
    ):
        with pytest.raises(TemplateError, match=message):
            read_paper(FRONT + text, {})
    with pytest.raises(TemplateError, match="nothing"):
        find_figures(read_paper(FRONT + "::: figure nothing 题\n:::\n", {}), tmp_path)


def test_what_a_figure_names_tells_its_cells_and_every_link_of_the_page_leads_somewhere(
    built, figures
):
    page = built[1].read_text("utf-8")
    parts = re.findall(r'<figure id="fig:(.+?)">(.+?)</figure>', page, re.DOTALL)
    for key, part in parts:
        (path,) = figures.glob(f"??-{key}.svg")
        named = path.read_text("utf-8").count(f'id="{NAMED}')
        assert part.count("<title>") == part.count('class="named"') == named > 0, key
        # days of publication have no cells
        assert '<a href="#cell-' in part or key == "timeliness", key
    assert NAMED not in page
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(re.findall(r'\bid="([^"]*)"', page))


def test_a_link_leads_to_the_last_cell_that_prints_its_number(collection):
    line = {
        "report": "2021-pingtan-zone",
        "cells": "requests/received/total requests/decided/total",
    }
    places = Places({one.id: one for one in collection.reports}, collection.facts, "en")
    cells = places.find_all(line)
    assert [cell.value.printed for cell in cells] == ["70", "69"]
    assert find_printed("69", cells).value.key == cells[1].value.key
    assert find_printed("1,069", cells).value.key == cells[0].value.key
    assert 'href="#cell-2"' in places.link("69", cells)


def brightness_of(color):
    """The relative luminance of a colour, as the rules on contrast have it (WCAG 2)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(color)
    ]
    return sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_a_dark_page_turns_the_greys_of_its_figures_and_its_letters_are_read(figures):
    page = (STUDY / "page.html").read_text("utf-8")
    dark = page.partition("(prefers-color-scheme: dark)")[2].partition("@page")[0]
    names = dict(re.findall(r"--(\w+): (#\w+);", dark))
    rules = re.findall(r"^  (.+) \{ \w+: (.+?) !important; \}", dark, re.MULTILINE)
    turned = {
        what: re.sub(r"var\(--(\w+)\)", lambda known: names[known[1]], instead)
        for selector, instead in rules
        for what in re.findall(r'\*="(.+?)"', selector)
    }
    for path in figures.glob("*.svg"):
        drawn = set(re.findall(r"(?:fill|stroke): #[0-9a-f]{6}", path.read_text("utf-8")))
        greys = {one for one in drawn if one[-6:-4] == one[-4:-2] == one[-2:]}
        assert greys - {"fill: #000000"} <= set(turned), path.name
    for one in (f"fill: {INK}", f"fill: {MUTED}", "fill: #0072b2", "fill: #c04f00"):
        on_page = (brightness_of(turned[one]) + 0.05) / (brightness_of(names["paper"]) + 0.05)
        assert on_page > 4.5, one
    for grey in ("#ececec", "#c9c9c9", "#d5d5d5"):
        ground = brightness_of(turned[f"fill: {grey}"]) + 0.05
        assert readable_on(grey) == INK
        assert (brightness_of(names["ink"]) + 0.05) / ground > 4.5, grey
    assert {readable_on(SKY), readable_on(BLUE)} == {"black", "white"}


def test_the_study_has_no_more_than_its_page_needs(built):
    page = built[1].read_text("utf-8")
    assert built[1].name == "study.html"
    assert not re.search(
        r'(?:src|data|poster)="(?!data:)|url\((?!data:|#)|<link|<script|@import|<iframe', page
    )
    assert not re.search(r'<(?:image|use)[^>]*href="(?!#|data:)', page)
    assert page.count("<svg ") == page.count('<figure id="fig:') == TEMPLATE.count("::: figure ")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', page) + re.findall(r"url\(#([^)]+)\)", page):
        assert target in ids


def test_a_number_of_the_page_leads_to_its_cell_and_its_file(built):
    page = built[1].read_text("utf-8")
    target, tip = re.search(
        r'<a class="cell" href="#(cell-\d+)" title="([^"]+)">208/1191</a>', page
    ).groups()
    assert "上海市人民政府办公厅 2025" in tip
    assert "“206”" in tip
    row = re.search(f'<tr id="{target}">(.+?)</tr>', page)[1]
    assert "2025-shanghai-general-office" in row
    assert "第" in row
    assert "图中的数和它们的格" in page


def test_a_long_table_is_cut_in_print_and_whole_on_the_page(collection):
    paper = read_study(collection)
    (flow,) = (block for block in paper.blocks if block.key == "flow" and block.kind == "table")
    assert len(flow.rows) - 1 - len(flow.more) == 12
    assert len(flow.more) == 9
    on_web = [b.number for b in paper.blocks if b.on_web and b.kind == "figure"]
    last = [block.number for block in paper.blocks if block.kind == "figure"][-len(on_web) :]
    # those of the page alone are numbered last, and the text says which they are
    assert on_web == last
    said = "".join(block.plain for block in paper.blocks)
    assert f"图{on_web[0]}–{on_web[-1]}" in said


def test_the_pdf_has_its_pages_and_its_text(built):
    assert built[0].name == "study.pdf"
    document = pypdfium2.PdfDocument(built[0])
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
        metadata = document.get_metadata_dict()
    finally:
        document.close()
    assert 8 <= len(pages) <= 14
    assert all(len(page) > 200 for page in pages)
    whole = re.sub(r"\s", "", "".join(pages))
    for words in (
        "摘要",
        "Abstract",
        "平潭综合实验区管理委员会新收的申请从2019年的23件上升到2025年的154件",
        "参考文献",
        "WILSONEB",
        f"共{len(pages)}页",
    ):
        assert re.sub(r"\s", "", words) in whole
    assert metadata["Author"] == "gxkit maintainers"
    assert metadata["CreationDate"].startswith("D:20260313")


def test_building_again_gives_the_same_bytes(collection, figures, built, tmp_path):
    for path in build_paper(collection, figures, tmp_path):
        first = next(p for p in built if p.name == path.name)
        assert path.read_bytes() == first.read_bytes(), path.name
    assert sorted(p.name for p in tmp_path.iterdir()) == ["study.html", "study.pdf"]


def test_a_figure_keeps_its_marks_to_itself():
    svg = (
        '<?xml version="1.0"?>\n<svg width="1pt" height="1pt" viewBox="0 0 1 1">'
        "<defs><style>*{a: b}</style>"
        '<path id="m"/></defs><use xlink:href="#m" clip-path="url(#m)"/></svg>'
    )
    made = inline_svg(svg, "one", "题 & 目")
    assert 'id="one-m"' in made
    assert 'href="#one-m"' in made
    assert "url(#one-m)" in made
    assert "#one-svg *{a: b}" in made
    assert 'aria-label="题 &amp; 目"' in made


def test_wording_gives_a_dash_where_there_is_no_number():
    assert [filters("zh")[name](None) for name in ("n", "pct", "points")] == ["—", "—", "—"]
    assert filters("zh")["zh"](["甲"]) == "甲"
    assert filters("zh")["en"]([]) == "none"


def test_a_study_of_fujian_years_alone_speaks_of_requests_accepted(collection):
    own = tuple(r for r in collection.reports if r.id in FUJIAN)
    said = told(compute_variables(Collection(own, collection.facts)))
    assert "受理的申请为" in said
    assert "没有跨表比较的问题，也就不能说明表格更换前后的情形" in said
    assert "国办公开办函" not in said


def test_few_things_are_told_one_by_one_and_of_many_the_most_telling_in_their_order():
    things = [SimpleNamespace(size=size) for size in (3, 9, 1, 7, 5, 8, 2, 6, 4, 0)]
    assert tell(things[:8], "size").shown == tuple(things[:8])
    told = tell(things, "size")
    assert [thing.size for thing in told.shown] == [9, 7, 5, 8, 6]
    assert (told.total, told.rest, told.many) == (10, 5, True)
    assert tabulate(things).rest == 0
    assert spread([0.1, 0.2]) is None


def test_years_and_bodies_of_many_are_told_shortly():
    reports = [SimpleNamespace(agency=f"机关{n}", agency_en="", year=2020) for n in range(10)]
    assert filters("zh")["bodies"](reports).endswith("等10个机关的10份报告")
    assert filters("zh")["bodies_only"](reports).endswith("机关4等10个机关")
    assert filters("zh")["years"]([2011, 2012, 2014, 2015, 2016]) == "2011、2012、2014至2016"


def test_the_lists_of_the_study_stand_whole_as_csv(variables, tmp_path):
    stale = tmp_path / "study-days.csv"
    stale.write_text("old", "utf-8")
    written = write_lists({**variables, "timeliness": SimpleNamespace(known=[])}, tmp_path)
    assert not stale.exists()
    assert "study-material.csv" in {path.name for path in written}
    lines = (tmp_path / "study-denominators.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + len(variables["denominators"].rows)
    assert "answerable_part" in lines[0]


def test_bodies_of_a_frame_are_weighted_and_without_one_nothing_is_claimed(collection, tmp_path):
    shown = [
        SimpleNamespace(id=f"{n}", level=level, code=f"35010{n}", agency=f"机关{n}")
        for n, level in enumerate(("county", "department", "department"))
    ]
    own = replace(collection, folder=tmp_path)
    alone = describe_sample(own, shown, {"0"})
    assert (alone.framed, alone.weighted) == (False, None)
    frame = tmp_path / "frame.csv"
    frame.write_text("level,bodies\ncounty,10\ndepartment,90\n", "utf-8")
    framed = describe_sample(own, shown, {"0"})
    assert framed.weighted == pytest.approx(0.1)
    frame.write_text("level,bodies\ncounty,many\n", "utf-8")
    with pytest.raises(CatalogError, match="how many bodies of the level there are"):
        describe_sample(own, shown, {"0"})


def plain_of(collection: Collection, ids: list[str], language: str) -> str:
    """The study of some reports as plain text, tables apart."""
    reports = tuple(report for report in collection.reports if report.id in ids)
    facts = {report.id: collection.facts[report.id] for report in reports}
    paper = read_study(Collection(reports, facts), language=language)
    pieces = [block.plain for block in paper.blocks]
    for block in paper.blocks:
        pieces += ["".join(span.text for span in spans) for spans in block.paragraphs]
    return "\n".join(pieces)


UNTRUE = {
    "zh": (
        "分布不均",
        "所收报告没有相邻的年度",
        "各份合计0件",
        "存量有0处",
        "认出0个",
        "0份中",
        "—件",
        "年度最多的是",
        "区间20.7%至100.0%",
        "占100.0%",
    ),
    "en": (
        "not spread evenly",
        "No reports are of neighbouring years",
        "together count 0",
        "no stocks",
        "no figures were recognised",
        "Of no reports",
        "The longest series is",
        "interval 20.7% to 100.0%",
        "100.0% of it",
    ),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "ids",
    [
        [*FUJIAN[:3], "2012-pingtan-county"],
        ["2021-jinjiang-government"],
        ["2020-zhangzhou-industry-it"],
    ],
    ids=["until 2012", "one report", "a department"],
)
def test_a_study_of_few_reports_says_nothing_that_is_not_so(collection, ids, language):
    said = plain_of(collection, ids, language)
    assert [words for words in UNTRUE[language] if words in said] == []


def test_no_sum_is_formed_where_a_county_reports_more_than_the_summary_above(collection):
    ids = [*FUJIAN[:3], "2012-pingtan-county"]
    assert "所报却比全部汇总还多，所以不合计" in plain_of(collection, ids, "zh")
    english = plain_of(collection, ids, "en")
    assert "give more than all summaries together, so no sum is formed" in english
    assert "“Disclosed · Cumulative”, for example, is 1516 in each" in english
    assert "All series are equally long; that of the Pingtan County" in english


def test_no_difference_is_tested_of_fewer_decisions_than_a_rate_is_told_of(collection):
    ids = ["2022-pingtan-zone", "2023-pingtan-zone"]
    assert "。不检验差别。" in plain_of(collection, ids, "zh")
    assert "No difference is tested." in plain_of(collection, ids, "en")
