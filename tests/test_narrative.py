"""What the narrative claims in figures, which cells they are, and what R8 to R10 make of it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import resources
from itertools import product
from pathlib import Path

import pytest

import gxkit
from gxkit.document import Document, Line, Where
from gxkit.errors import FormError
from gxkit.forms import find_form, forget, register_texts
from gxkit.narrative import (
    check_claims,
    claim_witnesses,
    find_claims,
    find_lists,
    read_sections,
    say_formalities,
    table_number,
)
from gxkit.narrative.naming import NAME_KEYS, naming, read_naming
from gxkit.narrative.numerals import find_tokens, read_chinese
from gxkit.narrative.openings import find_first
from gxkit.narrative.phrasebook import PHRASE_KEYS, ZERO_KEYS, phrasebook, read_phrasebook
from gxkit.narrative.shares import fit_share
from gxkit.parsing.judging import judge_report
from gxkit.report import FindingKind, Meta, Report, Section, Status, Value
from gxkit.text import fold

BODY = ("某市水务局", "body")
OFFICE = ("某市人民政府办公厅", "body")
AREA = ("某市人民政府", "summary")
YEAR = {"fujian-2014": 2016, "2019": 2019, "2021": 2022, "own-2022": 2022}


def report_of(text, edition="2021", whose=BODY, heading="一、总体情况", **numbers):
    """A report that says `text`, its form empty but for `numbers` (cell__total=3)."""
    form = find_form(edition)
    given = {key.replace("__", "/"): number for key, number in numbers.items()}
    values = []
    for table in form.tables:
        for row in table.rows:
            for column, unit in zip(row.columns, row.units, strict=True):
                number = given.get(f"{row.id.replace('.', '_')}/{column}")
                values.append(
                    Value(
                        edition,
                        table.id,
                        row.id,
                        column,
                        table.label(row, column),
                        "" if number is None else str(number),
                        number,
                        unit,
                        Status.BLANK if number is None else Status.PRINTED,
                        Where(line=90),
                    )
                )
    return Report(
        "own",
        Meta(agency=whose[0], scope=whose[1], year=YEAR[edition]),
        {table.id: edition for table in form.tables},
        tuple(values),
        (Section(heading, text, Where(line=1)),),
    )


def links(report):
    return [
        (claim.number, "+".join(claim.concepts)) for claim in find_claims(report) if claim.cells
    ]


NARRATIVES = [
    # (edition, whose, text, [(number, concept)] of the linked claims)
    ("2021", BODY, "本年度共收到政府信息公开申请12件，均已答复。", [(12, "requests_received")]),
    ("2021", BODY, "全年受理 7 件政府信息公开申请。", [(7, "requests_received")]),
    (
        "2021",
        BODY,
        "我局收到公民、法人和其他组织提出的信息公开申请三百二十一件，上年结转两件。",
        [(321, "requests_received"), (2, "carried_in")],
    ),
    (
        "2021",
        BODY,
        "新收申请1，204件，办结申请1,198件，结转下年度继续办理6件。",
        [(1198, "decided"), (6, "carried_out")],
    ),
    (
        "2021",
        BODY,
        "新收申请1,204件，\n\n办结申请1,19\n\n8件，结转下年度继续\n\n办理6件。",
        [(1204, "requests_received"), (1198, "decided"), (6, "carried_out")],
    ),
    (
        "2021",
        BODY,
        "收到申请40件，其中自然人申请38件，商业企业申请2件。",
        [(40, "requests_received"), (38, "applicants.natural_person"), (2, "applicants.business")],
    ),
    (
        "2021",
        BODY,
        "新收依申请公开30件，其中商业企业10件，科研机构5件，社会公益组织4件，法律服务机构3件。",
        [
            (30, "requests_received"),
            (10, "applicants.business"),
            (5, "applicants.research"),
            (4, "applicants.public_interest"),
            (3, "applicants.legal_service"),
        ],
    ),
    (
        "2021",
        BODY,
        "信息公开行政复议9件：结果维持5件，被纠正1件，其他结果2件，尚未审结1件；诉讼3件，尚未审结3件。",
        [
            (9, "reconsideration"),
            (5, "reconsideration.upheld"),
            (1, "reconsideration.corrected"),
            (2, "reconsideration.other"),
            (1, "reconsideration.pending"),
            (3, "litigation"),
            (3, "litigation.pending"),
        ],
    ),
    (
        "2021",
        BODY,
        "信息公开申请新收40件，9件予以公开、10件部分公开、不予处理5件（信访举报投诉类3件、重复申请2件）。",
        [
            (40, "requests_received"),
            (9, "granted"),
            (10, "partial"),
            (5, "not_processed"),
            (3, "not_processed.petition"),
            (2, "not_processed.repeat"),
        ],
    ),
    (
        "2021",
        BODY,
        "规范性文件新制发3件、清理废止5件、现行有效29件。",
        [
            (3, "normative_documents_made"),
            (5, "normative_documents_repealed"),
            (29, "normative_documents_in_force"),
        ],
    ),
    (
        "2019",
        BODY,
        "新制作规范性文件8件，新公开7件，对外公开总数41件。",
        [
            (8, "normative_documents_made"),
            (7, "normative_documents_published"),
            (41, "normative_documents_public"),
        ],
    ),
    (
        "fujian-2014",
        BODY,
        "受理申请9件，其他类型答复5件，减免政府信息公开收费120元，行政申诉举报2件。",
        [
            (9, "requests_received"),
            (5, "answers_other"),
            (120, "fees_waived_yuan"),
            (2, "complaints"),
        ],
    ),
    (
        "2021",
        BODY,
        "收到申请40件，作出答复38件：予以公开20件，部分公开5件，不予公开3件，无法提供9件，不予处理1件。",
        [
            (40, "requests_received"),
            (38, "decided"),
            (20, "granted"),
            (5, "partial"),
            (3, "denied"),
            (9, "unavailable"),
            (1, "not_processed"),
        ],
    ),
    ("2021", BODY, "对收到的申请，予以公开和部分公开共25件。", [(25, "granted+partial")]),
    (
        "2021",
        BODY,
        "因信息公开引起行政复议4件，行政诉讼3件。",
        [(4, "reconsideration"), (3, "litigation")],
    ),
    (
        "2021",
        BODY,
        "信息公开方面，行政复议和行政诉讼均为0件。",
        [(0, "reconsideration"), (0, "litigation")],
    ),
    (
        "2021",
        BODY,
        "因信息公开引起的行政复议、行政诉讼共5件。",
        [(5, "reconsideration+litigation")],
    ),
    (
        "2021",
        BODY,
        "信息公开行政复议2件，其中维持1件，纠正1件。",
        [(2, "reconsideration"), (1, "reconsideration.upheld"), (1, "reconsideration.corrected")],
    ),
    (
        "2021",
        BODY,
        "本年没有收到政府信息公开申请，也未发生因信息公开引起的行政复议、行政诉讼案件。",
        [(0, "requests_received"), (0, "reconsideration"), (0, "litigation")],
    ),
    ("2021", BODY, "未收到逾期答复的投诉，没有收到关于水价的申请，无超期情况。", []),
    (
        "2021",
        AREA,
        "全市制定行政规范性文件15件，废止行政规范性文件4件，现行有效行政规范性文件66件。",
        [
            (15, "normative_documents_made"),
            (4, "normative_documents_repealed"),
            (66, "normative_documents_in_force"),
        ],
    ),
    (
        "2021",
        AREA,
        "全市行政处罚决定8千件以上，作出行政许可决定5.3万件。",
        [(8000, "penalties_decisions"), (53000, "licensing_decisions")],
    ),
    ("2021", AREA, "全市行政事业性收费金额1.2亿元。", [(Decimal("1.2"), "fee_amount_wan_yuan")]),
    (
        "fujian-2014",
        BODY,
        "2016年主动公开信息80条，历年累计410条。受理依申请公开信息总数5条，对申请的答复5条。",
        [
            (80, "disclosed_year"),
            (410, "disclosed_cumulative"),
            (5, "requests_received"),
            (5, "decided"),
        ],
    ),
    (
        "fujian-2014",
        BODY,
        "当面申请2件，网上申请3件，信函、传真申请1件。",
        [(2, "channels.in_person"), (3, "channels.online"), (1, "channels.letter_fax")],
    ),
    (
        "2021",
        BODY,
        "今年以来，我局受理政府信息公开申请9件，属于四类过程性信息1件，本局不掌握相关政府信息2件。",
        [(9, "requests_received"), (1, "denied.deliberative"), (2, "unavailable.not_held")],
    ),
    (
        "2021",
        BODY,
        "2022年以来收到申请9件，无结转下年度申请。",
        [(9, "requests_received"), (0, "carried_out")],
    ),
    # the three traps
    (
        "fujian-2014",
        BODY,
        "全年形成文件90份，其中主动公开40份，依申请公开30份，不予公开20份。",
        [(40, "disclosed_year")],
    ),
    ("2021", BODY, "归为依申请公开的公文30份，归为不予公开的公文20份。", []),
    ("2021", AREA, "市政府办公室共收到政府信息公开申请9件，答复9件。", []),
    ("2021", AREA, "市政府办公室认真办理。全年收到政府信息公开申请9件。", []),
    ("2021", AREA, "市水务局受理政府信息公开申请9件。", []),
    (
        "2021",
        AREA,
        "本机关收到申请9件；全市各级各部门收到申请130件。",
        [(130, "requests_received")],
    ),
    (
        "2021",
        BODY,
        "全市共收到政府信息公开申请130件，我局收到政府信息公开申请12件。",
        [(12, "requests_received")],
    ),
    ("2021", OFFICE, "市政府办公厅共收到政府信息公开申请12件。", [(12, "requests_received")]),
    ("fujian-2014", BODY, "因信息公开引起行政诉讼3件。", [(3, "litigation")]),
    # other years, changes, plans, other things
    (
        "2021",
        BODY,
        "2021年收到政府信息公开申请8件，2022年收到政府信息公开申请12件，比上年增加4件，同比增长50%。",
        [(12, "requests_received")],
    ),
    ("2021", BODY, "去年收到申请8件。自2008年以来收到申请300件。", []),
    ("2021", BODY, "2021年收到申请8件。其中予以公开5件。", []),
    ("2021", BODY, "2022年，未收到依申请公开事项.", [(0, "requests_received")]),
    (
        "2021",
        BODY,
        "共收到依申请公开件35件，已办结33件，其余2件按规定结转至下年度办理。",
        [(35, "requests_received"), (33, "decided"), (2, "carried_out")],
    ),
    ("2021", BODY, "上半年收到申请5件。制定非规范性文件30件，公开非规范性文件30件。", []),
    ("2021", BODY, "下一步，拟受理申请20件。", []),
    ("2021", BODY, "办结12345热线工单300件，答复网民留言20条，办理行政复议案件15件。", []),
    (
        "2021",
        BODY,
        "根据《关于受理申请5件的通知》（某办发〔2022〕12号）第二十条第（五）项，邮编350000。",
        [],
    ),
    ("2021", BODY, "收到补正后的申请3件，收到网上提交的申请6件，撤回申请1件。", []),
]


@pytest.mark.parametrize(
    ("edition", "whose", "text", "expected"), NARRATIVES, ids=[n[2][:16] for n in NARRATIVES]
)
def test_a_figure_is_tied_to_the_cell_that_counts_the_same_or_to_none(
    edition, whose, text, expected
):
    assert links(report_of(text, edition, whose)) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("收到100余件", 100, 199, "件"),
        ("120多份", 120, 129, "份"),
        ("10余场", 10, 19, "场"),
        ("3万余人次", 30000, 39999, "人次"),
        ("近500条", None, 500, "条"),
        ("超123万人次", 1230000, None, "人次"),
        ("不足三十件", None, 30, "件"),
        ("50条以上", 50, None, "条"),
        ("约200次", 180, 220, "次"),
        ("1.5万件", 14500, 15500, "件"),
        ("千余家", 1000, 1999, "家"),
        ("数十家", 20, 100, "家"),
        ("3-5件", 3, 5, "件"),
        ("三至五件和3至5件", 3, 5, "件"),
        ("两三件", 2, 3, "件"),
        ("3千余件", 3000, 3999, "件"),
        ("十几件", 10, 19, "件"),
        ("20来件", 20, 29, "件"),
        ("最多30件", None, 30, "件"),
        ("2千万元", 2000, 2000, "万元"),
        ("1,136条", 1136, 1136, "条"),
        ("二〇一九年收到两千〇五件", 2005, 2005, "件"),
        ("百分之三十五点五", Decimal("35.5"), Decimal("35.5"), "%"),
        ("占12.3％", Decimal("12.3"), Decimal("12.3"), "%"),
        ("15387.251万元", Decimal("15387.2505"), Decimal("15387.2515"), "万元"),
        ("两亿元", 2, 2, "亿元"),
    ],
)
def test_words_of_measure_are_bounds(text, low, high, unit):
    token = next(t for t in find_tokens(fold(text)) if t.kind == "number")
    assert (token.low, token.high, token.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "2021年7月2日",
        "11月25日",
        "国办发〔2019〕54号",
        "第二十条第（五）项",
        "0591-1234567",
        "350000",
        "15个工作日",
        "两年来",
        "《2021年工作要点》",
        "一是",
        "三个方面",
        "十四五规划",
        "www.example.gov.cn/p/1234",
        "三分之二",
        "第3期",
        "G20峰会",
        "24小时",
        "3至5个工作日",
        "第35至38条",
    ],
)
def test_digits_that_count_nothing_are_no_claims(text):
    assert find_claims(report_of(f"按照{text}开展工作。")) == ()


def test_chinese_numerals_that_are_none_are_told():
    assert [read_chinese(t) for t in ("三百二十一", "一万二千", "两", "五五", "三件")] == [
        321,
        12000,
        2,
        55,
        None,
    ]


def test_a_change_is_never_a_count():
    claims = find_claims(
        report_of("收到申请859件，比上年减少120件，同比下降12.3%；申请数量较去年回落5件。")
    )
    assert [(c.kind, c.number) for c in claims] == [
        ("count", 859),
        ("change", 120),
        ("change", Decimal("12.3")),
        ("change", 5),
    ]


def test_a_claim_knows_its_sentence_its_year_and_what_it_counts():
    (claim,) = find_claims(report_of("总的来看。\n2021年，举办培训\n 6场。"))
    assert (claim.year, claim.counts, claim.printed) == (2021, "举办培训", "6场")
    assert claim.sentence == "2021年，举办培训6场"


def test_a_claim_has_line_and_characters_where_the_section_knows_its_lines():
    @dataclass(frozen=True)
    class Placed(Section):
        places: tuple = ()

    text = "一般情况。\n\n全年收到申请 12件。"
    report = report_of(text)
    section = Placed(
        "一、总体情况", text, Where(line=1), (Where(line=3), Where(line=4), Where(page=2, line=5))
    )
    (claim,) = find_claims(Report("own", report.meta, report.editions, report.values, (section,)))
    assert str(claim.where) == "page 2, line 5, characters 8-10"
    assert text[slice(*claim.span)] == "12件"
    assert find_claims(report)[0].where == Where(line=1)


# ---- R8


def findings(report):
    return [(f.kind, f.id, f.left, f.right) for f in check_claims(report)]


def test_a_count_that_is_not_its_cell_fails():
    report = report_of("收到申请14件，均已答复。", received__total=12)
    assert findings(report) == [("fails", "narrative:R8:requests/received/total", 14, 12)]
    (finding,) = check_claims(report)
    assert "14件" in finding.sentence
    assert "off by 2" in finding.sentence_en
    assert finding.cells == (("requests", "received", "total"),)


def test_a_count_that_is_its_cell_is_evidence_and_no_finding():
    report = report_of("收到申请12件，结转下年度1件。", received__total=12, carried_out__total=0)
    assert findings(report) == [("fails", "narrative:R8:requests/carried_out/total", 1, 0)]
    assert [(w.key[1], w.number, report[w.key].value) for w in claim_witnesses(report)] == [
        ("received", 12, 12),
        ("carried_out", 1, 0),
    ]


def test_bounds_are_compared_as_bounds():
    assert findings(report_of("收到申请100余件。", received__total=137)) == []
    assert findings(report_of("收到申请近100件。", received__total=137)) == [
        ("fails", "narrative:R8:requests/received/total", 100, 137)
    ]


def test_a_smaller_count_that_may_be_the_offices_alone_is_a_remark():
    assert findings(report_of("共收到申请9件。", whose=AREA, received__total=130)) == [
        ("remark", "narrative:R8:requests/received/total", 9, 130)
    ]
    assert (
        findings(report_of("全市收到申请9件。", whose=AREA, received__total=130))[0][0] == "fails"
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # near to the area's figure, or beside one that is the area's
        ("共收到申请120件。", "fails"),
        ("共收到申请9件，办结128件。", "fails"),
        ("共收到申请9件，办结申请9件。", "remark"),
    ],
)
def test_an_office_is_thought_of_only_where_its_own_figure_may_be_meant(text, kind):
    report = report_of(text, whose=AREA, received__total=130, decided__total=128)
    assert findings(report)[0][0] == kind


def test_requests_carried_in_may_be_counted_with_those_received():
    carried = {"carried_in__total": 1, "carried_in__natural_person": 1}
    received = {"received__total": 74, "received__natural_person": 71}
    report = report_of("收到申请75件，其中自然人72件，商业企业3件。", **carried, **received)
    assert [kind for kind, *_ in findings(report)][:2] == ["remark", "remark"]
    assert "received and carried in together" in check_claims(report)[0].sentence_en
    wrong = report_of("收到申请76件。", **carried, **received)
    assert [kind for kind, *_ in findings(wrong)] == ["fails"]


def with_chapters(*headings, text="略。", **meta):
    report = report_of(text)
    sections = tuple(Section(heading, text, Where(line=1)) for heading in headings)
    return replace(report, sections=sections, meta=replace(report.meta, **meta))


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (with_chapters("一、概况", published="2022-12-20"), "dated 2022-12-20, before 2022-12-31"),
        (with_chapters("一、概况", published="2023-01-20"), ""),
        (with_chapters("一、概况", published="2021-04-15"), ""),
        (with_chapters("一、甲", "二、乙", "三、丙", "三、丁"), "number 三 stands twice"),
        (with_chapters("一、甲", "一、乙", "二、丙", "二、丁"), ""),
        (with_chapters("一、甲", "六、其他需要报告的事项"), "does not say what fees"),
        (with_chapters("一、甲", "六、其他需要报告的事项", text="收取信息处理费0元。"), ""),
        (with_chapters("一、甲", "六、其他需要报告的事项", text="未收取任何费用。"), ""),
        (with_chapters("一、甲", "六、其他需要报告的事项", text="无其他需要报告的事项。"), ""),
    ],
)
def test_what_is_wrong_with_a_report_as_a_whole_is_a_remark(report, says):
    told = [sentence.say("en") for sentence in say_formalities(report)]
    assert len(told) == (1 if says else 0)
    assert says in "".join(told)


def test_a_blank_cell_is_not_assessable():
    assert findings(report_of("收到申请9件。")) == [
        ("not assessable", "narrative:R8:requests/received/total", 9, None)
    ]


def test_the_printed_figures_of_a_row_stand_in_for_its_blank_total():
    blank = {"granted__natural_person": 20, "granted__business": 2}
    assert findings(report_of("收到申请后，予以公开22件。", **blank)) == []
    assert findings(report_of("收到申请后，予以公开20件。", **blank)) == [
        ("remark", "narrative:R8:requests/granted/total", 20, 22)
    ]


def test_litigation_is_both_groups_together():
    groups = {"litigation_direct__total": 3, "litigation_after_reconsideration__total": 2}
    assert findings(report_of("信息公开行政诉讼5件。", **groups)) == []
    assert findings(report_of("信息公开行政诉讼3件。", **groups)) == [
        ("fails", "narrative:R8:litigation", 3, 5)
    ]


@pytest.mark.parametrize(("amount", "kinds"), [("12034.5", []), ("15034.5", ["fails"])])
def test_money_is_compared_in_the_unit_of_the_cell(amount, kinds):
    report = report_of(
        "全市行政事业性收费金额1.2亿元。", whose=AREA, fees__amount_wan_yuan=Decimal(amount)
    )
    assert [f.kind for f in check_claims(report)] == kinds


def test_a_cell_that_a_failing_sentence_contradicts_is_disputed_though_its_sums_hold():
    key = ("requests", "received", "natural_person")
    text = "本区共收到信息公开申请37件，其中自然人申请37件。"
    table = find_form("2021").table("requests")
    figures = {f"{row}__{column}".replace(".", "_"): 0 for row, column in table.slots}
    report = judge_report(report_of(text, whose=AREA, **figures))
    ids = [one.id for one in report.findings if one.kind == "fails"]
    assert "narrative:R8:requests/received/natural_person" in ids
    assert (report[key].disputed_by, report[key].fitness) == (("claim",), "disputed")


# ---- R9 and R10


@pytest.mark.parametrize(
    ("part", "whole", "printed", "how"),
    [
        (2, 37, "5.4", "rounded"),
        (1, 37, "5.4", ""),
        (14, 53, "26.41", "cut"),
        (1, 3, "33.4", "raised"),
        (0, 5, "0", "rounded"),
        (5, 5, "100", "rounded"),
        (1, 0, "10", ""),
    ],
)
def test_a_share_is_rounded_cut_raised_or_wrong(part, whole, printed, how):
    assert fit_share(part, whole, Decimal(printed)) == how


def test_shares_are_checked_against_the_whole_that_most_of_them_have():
    report = report_of(
        "制发文件70件，公开信息50条，其中政策类20条，占40%；人事类10条，占30%；财政类20条，占40％。"
    )
    assert findings(report) == [("fails", "narrative:R9:10/50", 30, 20)]


def test_a_lone_share_without_a_whole_that_fits_says_nothing():
    assert findings(report_of("公开信息50条。政策类20条，占33%。")) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("公开信息50条，其中政策类20条，占33%。", ["narrative:R9:20/50"]),
        ("公开信息50条，其中人事类30条，政策类20条，占33%。", ["narrative:R9:20/50"]),
        ("公开信息50条，网站40条（占总数80%），公报10条（占总数15%）。", ["narrative:R9:10/50"]),
        ("公开信息50条，其中政策类20条，占全县的33%。", []),
    ],
)
def test_one_wrong_share_fails_beside_right_ones_and_alone_in_a_list(text, wrong):
    assert [id for _, id, *_ in findings(report_of(text))] == wrong


def test_a_share_of_a_named_whole_is_checked_against_it():
    report = report_of(
        "收到申请40件，公开信息80条。自然人申请20件，占申请总数的60%。",
        received__total=40,
        received__natural_person=20,
    )
    assert findings(report) == [("fails", "narrative:R9:20/40", 60, 50)]


def test_kinds_claimed_and_kinds_listed_are_counted():
    report = report_of("公开信息20条，分为4类：政策10条，占50%；人事5条，占25%；财政5条，占25%。")
    assert findings(report) == [("fails", "narrative:R10:4类", 4, 3)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("发放材料100份，分别为：城区60份，乡镇30份。", ["fails"]),
        ("发放材料100份（城区60份，乡镇30份）。", ["remark"]),
        ("发放材料100份（城区60份，乡镇40份）。", []),
        ("发放材料100份，其中城区60份，乡镇30份。", []),
        ("发放材料100份，其中城区60份，乡镇30份，其他20份。", ["remark"]),
        ("发放材料100份（其中城区60份，乡镇30份）。", []),
        ("发放材料100份（另有手册60份，海报30份）。", []),
        ("发放材料100份，（城区60份，乡镇30份）。", ["remark"]),
        ("发放材料100份，分为2类：城区60份，乡镇30份。", ["fails"]),
        ("发放材料100份由城区60份和乡镇30份两部分组成。", ["fails"]),
        ("发放材料100份，由城区发60份，乡镇30份。", []),
        ("发放材料100份，其中机构类60份，政策类30份，人事类11份。", ["remark"]),
        ("发放材料100份，其中机构类60份，政策类20份，人事类5份。", []),
        ("城区60份（含社区8份），乡镇30份，合计100份。", ["fails"]),
        ("城区60份（含社区8份），乡镇40份，合计100份。", []),
        ("发放材料2份，城区60份，乡镇40份，合计100份。", []),
        ("印手册3份，海报2份，发放材料合计100份。", []),
    ],
)
def test_parts_that_claim_to_be_all_make_the_whole(text, kinds):
    assert [f.kind for f in check_claims(report_of(text))] == kinds


# ---- the phrases are data


def test_every_phrase_names_cells_that_some_edition_has():
    known = phrasebook()
    assert len(known.phrases) > 10
    for phrase in known.phrases:
        assert phrase.name
    assert all(zero.concepts for zero in known.zeros)


GRANTED = 'concepts = ["granted"]\n'
SPOILT = [
    # (an entry, the line of it that is meant, what is said of it)
    (
        'concepts = ["no_such"]\nunits = "requests"\nbefore = "a"',
        1,
        "the concept 'no_such' is not known; allowed: requests_received, ",
    ),
    (
        GRANTED + 'units = "requests"\nbefore = "<receiv>"',
        3,
        "the word 'receiv' is not known (is receive meant?); allowed: n, people, receive, ",
    ),
    (
        GRANTED + 'units = "requests"\nbefore = "("',
        3,
        "before is no valid pattern (missing ), unterminated subpattern); look for a bracket.",
    ),
    (
        GRANTED + 'units = "requests"\nbefor = "a"',
        3,
        "has the unknown key befor (is before meant?); allowed: units, concepts, cells, before, "
        "after, never, never_before, needs, weak, each.",
    ),
    (GRANTED + 'before = "a"', 0, "has no units; expected a text."),
    (
        GRANTED + 'units = "kilo"\nbefore = "a"',
        2,
        "units 'kilo' is not known; allowed: requests, cases, documents, ",
    ),
    (
        GRANTED + 'units = "requests"\nbefore = "a"\nweak = "yes"',
        4,
        "is 'yes'; expected true or false.",
    ),
    (GRANTED + 'units = "requests"', 0, "has no words; give before, after or both."),
    (
        'units = "requests"\nbefore = "a"',
        0,
        "names concepts and cells, or neither; give one of the two.",
    ),
    (
        'cells = ["legacy/x/year"]\nunits = "items"\nbefore = "a"',
        1,
        "'legacy/x/year' is no cell of an edition; a cell is written table/row/column, with the "
        "ids of its form.",
    ),
]


@pytest.mark.parametrize(("entry", "line", "says"), SPOILT)
def test_a_phrase_that_cannot_be_meant_is_told_with_file_and_line(entry, line, says):
    text = resources.files("gxkit.narrative").joinpath("phrases.toml").read_text("utf-8")
    begin = text.count("\n") + 2
    with pytest.raises(FormError) as told:
        read_phrasebook(f"{text}\n[[phrases]]\n{entry}\n")
    assert str(told.value).startswith(f"phrases.toml, line {begin + line}: ")
    assert says in str(told.value)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('[[words]]\ntag = "recieved"\ntext = "登账"', "the tag 'recieved' is not known"),
        ('[[words]]\ntag = "received"\ntext = "(登账"', "no valid pattern"),
        ('[[words]]\ntag = "received"\ntext = "(登账)"', "a group of its own"),
        ('[[names]]\nconcepts = ["grnted"]\nall = ["granted"]\nunits = "any"', "'grnted'"),
        ('[[names]]\nconcepts = ["granted"]\nall = ["grnted"]\nunits = "any"', "'grnted'"),
        ('[[names]]\nconcepts = ["granted"]\nall = ["granted"]', "has no units"),
    ],
)
def test_a_name_that_cannot_be_meant_is_told_with_file_and_line(entry, says):
    text = resources.files("gxkit.narrative").joinpath("names.toml").read_text("utf-8")
    with pytest.raises(FormError, match=r"^names\.toml, line \d+: ") as told:
        read_naming(f"{text}\n{entry}\n")
    assert says in str(told.value)


def test_a_word_begins_with_a_letter_by_which_it_is_looked_for():
    text = "经窗口新收到并登记受理申请#件,决定不予公开#件,法院维持原行为#件;尚未办结的结转下年#件"
    wordings = {one for some in naming().wordings.values() for one in some}
    begun = 0
    for position, letter in enumerate(text):
        matching = {one for one in wordings if one.pattern.match(text, position)}
        assert matching <= set(naming().wordings.get(letter, naming().always))
        begun += bool(matching)
    assert begun > 10


@pytest.mark.parametrize(
    "pattern",
    [
        "甲?乙",
        "(?:甲|乙丙)*丁",
        "甲{0,2}乙+",
        "(?<!甲)乙",
        "[甲乙]丙|丁?甲",
        "[^甲]乙",
        "甲?",
        "(?:甲?|乙)丙",
    ],
)
def test_no_first_letter_of_a_pattern_is_forgotten(pattern):
    first = find_first([pattern])
    texts = map("".join, product("甲乙丙丁", repeat=3))
    begun = {text[0] for text in texts if re.match(pattern, text)}
    assert begun <= (first or begun)
    # what may be empty begins with any letter
    assert first is not None or pattern in ("[^甲]乙", "甲?")


def test_a_name_is_among_those_that_its_tags_may_make():
    for name in naming().names:
        for tags in (name.all, name.all | name.also, name.all | {"settled"}):
            assert name in naming().names_for(tags)


def test_a_list_of_marks_that_lacks_one_is_told():
    text = resources.files("gxkit.narrative").joinpath("phrases.toml").read_text("utf-8")
    with pytest.raises(FormError, match=r"line \d+: \[marks\] has the unknown key offize"):
        read_phrasebook(text.replace("\noffice = ", "\noffize = "))


PAGE = (Path(__file__).parents[1] / "docs" / "phrases.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\s+```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("code", "output"), EXAMPLES)
def test_the_page_on_phrases_prints_what_it_says(code, output, capsys):
    exec(code, {})
    assert capsys.readouterr().out == output


def test_the_page_on_phrases_explains_each_key_and_no_other():
    of_phrases, of_zeros = PAGE.split("An entry of `[[zeros]]`")
    for text, keys in ((of_phrases, PHRASE_KEYS), (of_zeros, ZERO_KEYS)):
        table = text[text.rindex("| key |") :]
        assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(keys)
    of_names = PAGE[PAGE.index("| key of a name |") : PAGE.index("## Phrases")]
    assert set(re.findall(r"^\| `(\w+)` \|", of_names, re.MULTILINE)) == set(NAME_KEYS)


def test_the_page_on_phrases_shows_what_is_said_of_a_wrong_key():
    text = resources.files("gxkit.narrative").joinpath("phrases.toml").read_text("utf-8")
    spoilt = f'{text}\n[[phrases]]\n{GRANTED}units = "requests"\nbefor = "a"\n'
    with pytest.raises(FormError) as told:
        read_phrasebook(spoilt)
    (shown,) = re.findall(r"^phrases\.toml, line .*$", PAGE, re.MULTILINE)
    assert re.sub(r"\d+", "N", str(told.value)) == re.sub(r"\d+", "N", shown)


# ---- editions that nobody prescribed

OWN = """\
id = "own-2022"
title_zh = "自拟统计表"
title_en = "A table of one's own"
basis = "none"
in_force = [2022, 2022]

[[tables]]
id = "desk"
title_zh = "办件统计表"
title_en = "Cases at the desk"
layout = "down"
columns = [
    { id = "paper", label = "书面" },
    { id = "web", label = "网上" },
    { id = "sum", label = "合计" },
]
rows = [{ id = "asked", label = "收到的申请", unit = "件" }]

[[tables.rules]]
id = "D1"
each = "row"
left = ["paper", "web"]
right = ["sum"]
says_zh = "书面与网上之和应等于合计"
says_en = "paper and web make the sum"
"""
OWN_CONCEPTS = """
[concepts]
requests_received = "desk/asked/sum"
"""


@pytest.fixture
def own_edition():
    """Registers the edition, with or without concepts, and takes it back."""
    made = []

    def add(text):
        made.extend(register_texts([("own.toml", text)]))

    yield add
    for form in made:
        forget(form.id)


def test_a_concept_of_an_invented_edition_is_found_in_the_narrative_and_checked(own_edition):
    own_edition(OWN + OWN_CONCEPTS)
    report = report_of("共收到政府信息公开申请14件。", "own-2022", asked__sum=12)
    assert links(report) == [(14, "requests_received")]
    assert findings(report) == [("fails", "narrative:R8:desk/asked/sum", 14, 12)]
    assert [(w.key, w.number) for w in claim_witnesses(report)] == [(("desk", "asked", "sum"), 14)]


def test_a_blank_total_is_filled_by_the_rules_of_its_edition_whatever_its_columns_are_called(
    own_edition,
):
    own_edition(OWN + OWN_CONCEPTS)
    report = report_of("收到申请12件。", "own-2022", asked__paper=9, asked__web=3)
    assert table_number(report, [("desk", "asked", "sum")]) == (12, True)
    assert findings(report) == []


def test_an_edition_without_concepts_has_no_cells_for_the_narrative(own_edition):
    own_edition(OWN)
    report = report_of("收到申请14件，行政复议2件，没有发生行政诉讼。", "own-2022", asked__sum=12)
    assert len(find_claims(report)) == 2
    assert links(report) == []
    assert check_claims(report) == ()


# ---- real reports and their facsimiles

EXPECTED = {
    # (findings: kind, rule, left, right), (numbers of linked claims in the order of the text)
    "2016-jinjiang-science-ip": ([], [0, 0, 0]),
    "2017-jinjiang-economy-it": (
        [
            ("remark", "R8", 37, 11),
            ("fails", "R9", Decimal("5.4"), Decimal("2.7")),
            ("fails", "R10", 10, 9),
        ],
        [37, 11, 68, 0, 0, 0, 0, 0],
    ),
    "2019-jinjiang-development-zone": ([("remark", "R9", Decimal("26.41"), Decimal("26.42"))], []),
    "2020-zhangzhou-industry-it": ([], []),
    "2021-jinjiang-government": ([], [94, 131, 291, 291, 0]),
    "2023-hongze-government": ([], [21]),
}
SHANGHAI = {
    265: "unavailable",
    859: "requests_received",
    805: "decided",
    18: "carried_in",
    72: "carried_out",
    258: "granted+partial",
    35: "denied",
    158: "not_processed",
    0: "other_handling",
    7: "reconsideration",
    9: "litigation",
}


def found_in(report):
    return [(f.kind, f.rule, f.left, f.right) for f in check_claims(report)]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_narratives_of_the_collected_reports(shared_reports, name):
    path = next(p for p in sorted((shared_reports / name).iterdir()) if p.stem == "report")
    report = gxkit.parse(path)
    expected, numbers = EXPECTED[name]
    assert found_in(report) == expected
    assert [c.number for c in find_claims(report) if c.cells] == numbers


@pytest.mark.parametrize("name", EXPECTED)
def test_the_narratives_of_the_facsimiles(data_folder, name):
    for path in sorted((data_folder / "reports").glob(f"{name}.*")):
        report = gxkit.parse(path)
        assert found_in(report) == EXPECTED[name][0], path.name
        assert sorted(c.number for c in find_claims(report) if c.cells) == sorted(
            EXPECTED[name][1]
        ), path.name


def test_the_narrative_of_the_shanghai_report(shared_reports):
    report = gxkit.parse(shared_reports / "2019-shanghai-general-office" / "report.html")
    assert {c.number: "+".join(c.concepts) for c in find_claims(report) if c.cells} == SHANGHAI
    assert {(f.kind, f.rule, f.left, f.right) for f in check_claims(report)} == {
        ("remark", "R8", 258, 275),
        ("remark", "R8", 265, 337),
        ("not assessable", "R8", 0, None),
        ("fails", "R9", Decimal("33.9"), Decimal("32.0")),
        ("remark", "R9", Decimal("4.34"), Decimal("4.35")),
        ("remark", "R10", 716, 805),
    }
    assert [len(b.parts) for b in find_lists(report, find_claims(report))] == [5, 2]


def test_the_narrative_names_what_the_table_has_exchanged(data_folder):
    report = gxkit.parse(data_folder / "reports" / "2021-jinjiang-government.txt")
    said = claim_witnesses(report)
    assert [(w.key, w.number) for w in said if report[w.key].value != w.number] == [
        (("requests", "decided", "total"), 291)
    ]


def test_a_text_in_one_line_has_its_chapters_and_their_places(tmp_path):
    prose = "2021年收到申请3件。"
    text = " ".join(
        (
            "某某县水务局2021年政府信息公开工作年度报告",
            "目录 一、总体情况 二、主动公开政府信息情况",
            f"一、总体情况 {prose}",
            "二、主动公开政府信息情况 及时更新。第二十条第（一）项 信息内容 本年制发件数 规章 0 0",
            "三、收到和处理政府信息公开申请情况 一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3",
            "五、存在的主要问题及改进情况 人员不足。",
            "六、其他需要报告的事项 无",
            "附注 " + "本页由网站生成 " * 30,
        )
    )
    document = Document("a.txt", "text", "", (Line(text, Where(line=1)),))
    sections = read_sections(document, {0})
    told = [(section.heading, section.text) for section in sections]
    assert told[:4] == [
        ("一、总体情况", prose),
        ("二、主动公开政府信息情况", "及时更新。"),
        ("三、收到和处理政府信息公开申请情况", ""),
        ("五、存在的主要问题及改进情况", "人员不足。"),
    ]
    first = sections[0].places[0]
    assert text[first.start - 1 :].startswith(prose)


def test_a_long_line_that_names_one_chapter_is_a_paragraph():
    text = "详见一、总体情况。" + "持续推进政府信息公开工作，" * 40
    document = Document("a.txt", "text", "", (Line(text, Where(line=1)),))
    assert read_sections(document) == ()


@pytest.mark.parametrize(
    "text",
    [
        # in a bracket without 占
        "办结50件：予以公开25件（50%），部分公开15件（30%），无法提供10件（22%）。",
        # the whole behind its parts
        "自然人25件，占50%；企业15件，占30%；其他10件，占22%。收到申请50件。",
    ],
)
def test_one_wrong_share_beside_right_ones_fails(text):
    findings = check_claims(report_of(text, heading="（二）依申请公开办理情况"))
    wrong = [finding for finding in findings if finding.kind is FindingKind.FAILS]
    assert [(finding.rule, finding.left, finding.right) for finding in wrong] == [("R9", 22, 20)]
