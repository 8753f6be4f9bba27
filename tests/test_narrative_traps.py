"""Figures beside the words of the tables that are of another time, body or thing."""

import random
import sys
from collections import Counter
from decimal import Decimal

import pytest

from gxkit.narrative import check_claims, find_claims
from gxkit.narrative.numerals import find_tokens
from gxkit.narrative.phrasebook import LONGEST_NAME, phrasebook
from gxkit.narrative.prose import LONGEST_STATEMENT, find_statements, read_prose
from gxkit.report import FindingKind, Section
from gxkit.text import fold
from test_narrative import AREA, BODY, OFFICE, findings, links, report_of

RECEIVED = "requests_received"
ORGANISATIONS = "+".join(
    f"applicants.{who}"
    for who in ("business", "research", "public_interest", "legal_service", "other_org")
)

TIMES = [
    ("5月收到申请7件。", []),
    ("1—11月收到申请41件。", []),
    ("2022年6月，收到申请3件。", []),
    ("第二季度收到申请8件，全年合计收到申请29件。", [(29, RECEIVED)]),
    ("第四季度未收到政府信息公开申请。", []),
    ("2022年1月1日至12月31日，收到申请45件。", [(45, RECEIVED)]),
    ("2022年1月1日起至2022年12月31日止，收到申请45件。", [(45, RECEIVED)]),
    ("2022年1—12月，收到申请45件。", [(45, RECEIVED)]),
    ("截至2022年12月底，全年收到申请45件。", [(45, RECEIVED)]),
    ("3月印发工作要点。收到申请45件。", [(45, RECEIVED)]),
    ("近三年收到申请145件，年均收到申请48件。", []),
    ("五年来共收到申请145件。", []),
    ("一年来共收到申请45件。", [(45, RECEIVED)]),
    ("2018—2022年，共收到申请145件。", []),
    ("2020年至2022年，收到申请145件。", []),
    ("疫情期间收到申请6件。", []),
    ("与2021年受理申请38件相比，2022年受理申请45件。", [(45, RECEIVED)]),
    (
        "收到申请23件（去年18件），办结申请22件（2021年：17件），结转下年度1件。",
        [(23, RECEIVED), (22, "decided"), (1, "carried_out")],
    ),
    ("与2021年相比，共受理申请45件。", [(45, RECEIVED)]),
    ("比上年多收到申请7件，同比少办结申请3件。", []),
    (
        "2021年结转2022年办理申请4件，2022年结转2023年办理申请5件。",
        [(4, "carried_in"), (5, "carried_out")],
    ),
    ("除张某外，没有收到政府信息公开申请。", []),
]


@pytest.mark.parametrize(("text", "expected"), TIMES, ids=[t[0][:16] for t in TIMES])
def test_a_figure_of_another_time_is_no_figure_of_the_year(text, expected):
    assert links(report_of(text)) == expected


def test_a_figure_after_a_cumulative_one_is_not_taken_for_cumulative():
    text = "主动公开信息80条，历年累计410条；受理申请3件，历年累计受理申请15件。"
    report = report_of(
        text,
        "fujian-2014",
        requests__year=3,
        requests__cumulative=15,
        disclosed__year=80,
        disclosed__cumulative=410,
    )
    assert findings(report) == []
    assert [n for n, _ in links(report)] == [80, 410, 3, 15]
    assert [
        n for n, _ in links(report_of("历年累计受理申请15件，受理申请3件。", "fujian-2014"))
    ] == [15]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("《条例》施行至今累计受理申请15件。", ["cumulative"]),
        ("累计受理申请15件，其中本年受理申请3件。", ["cumulative", "year"]),
        ("2008年以来累计受理申请15件，其中2016年受理申请3件。", ["cumulative", "year"]),
        ("截至2016年底，历年累计受理申请15件，2016年受理申请3件。", ["cumulative", "year"]),
        ("截至2016年底，没有收到申请。", []),
        ("全年累计受理申请3件。", ["year"]),
        ("累计受理申请15件。", []),
    ],
)
def test_figures_added_up_are_of_all_years_where_the_year_stands_beside_them(text, columns):
    claims = find_claims(report_of(text, "fujian-2014"))
    assert [column for claim in claims for _, _, column in claim.cells] == columns


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2022年12月31日", ["year"]),
        ("2022年3月", ["year", "part"]),
        ("至12月31日", ["skip"]),
        ("近五年", ["part"]),
        ("1月至12月", ["skip"]),
        ("7-12月", ["part"]),
        ("第三季度", ["part"]),
        ("2020-2022年", ["part"]),
    ],
)
def test_spans_of_time_are_told_from_the_year(text, kinds):
    assert [t.kind for t in find_tokens(fold(text))] == kinds


ZONE = ("某市高新区管理委员会", "body")
CUSTOMS = ("中华人民共和国某湾海关", "body")
FIRM = ("某市水务集团有限公司", "body")
TOWN = ("某县青山镇人民政府", "body")
SPEAKERS = [
    (
        AREA,
        "各县（市、区）收到申请500件，市直部门收到申请98件，全市收到申请640件。",
        [(640, RECEIVED)],
    ),
    (AREA, "全市各县区、各部门收到申请640件。", [(640, RECEIVED)]),
    (AREA, "全市各级行政机关、各乡镇街道2022年共受理申请640件。", [(640, RECEIVED)]),
    (AREA, "全市公安机关收到申请66件，全市水利系统收到申请20件，县级行政机关收到申请40件。", []),
    (AREA, "东县收到申请120件，高新区管委会收到申请21件，乡镇（街道）收到申请10件。", []),
    (AREA, "全市收到申请640件，市政府收到申请56件。", [(640, RECEIVED)]),
    (AREA, "某市2022年收到申请640件。", [(640, RECEIVED)]),
    (AREA, "某市东区收到申请120件。", []),
    (
        AREA,
        "全市新收申请640件，办结630件。市政府新收申请56件，办结50件，结转下年度6件。",
        [(640, RECEIVED), (630, "decided")],
    ),
    (AREA, "市政府共制发行政规范性文件12件。", []),
    (ZONE, "2022年度管委会共收到政府信息公开申请30件。", [(30, RECEIVED)]),
    (CUSTOMS, "本关收到申请12件，某港海关收到申请3件，隶属海关收到申请2件。", [(12, RECEIVED)]),
    (BODY, "某镇税务所受理申请3件。", []),
    (AREA, "部分乡镇全年未收到政府信息公开申请。", []),
    (AREA, "市审计局、市统计局未收到政府信息公开申请。", []),
    (AREA, "市场监管部门收到申请9件，个别部门反映未收到政府信息公开申请。", []),
    (
        BODY,
        "收到申请9件，其中自然人8件，商业企业1件。",
        [(9, RECEIVED), (8, "applicants.natural_person"), (1, "applicants.business")],
    ),
    (BODY, "水政科收到申请8件，市属企业收到申请6件，各村未收到申请。", []),
    (AREA, "申请较多的单位有4家，共收到申请350件。", []),
    (AREA, "18个乡镇没有发生信息公开行政复议。", []),
    (AREA, "全市没有发生信息公开行政复议。", [(0, "reconsideration")]),
    (BODY, "区县水务局收到申请45件，所属单位收到申请6件，市水务局收到申请20件。", [(20, RECEIVED)]),
    (BODY, "某市收到申请640件，某市水务局收到申请20件。", [(20, RECEIVED)]),
    (BODY, "全系统收到申请60件，其中局机关收到申请45件。", [(45, RECEIVED)]),
    (BODY, "直属高校收到申请45件，市司法局审查文件9件，制定规范性文件2件。", []),
    (AREA, "市水务局行政处罚决定12件，全市行政处罚决定90件。", [(90, "penalties_decisions")]),
    (
        ("某市某区发展和改革局", "body"),
        "市发改局收到申请9件，区发改局收到申请4件，已答复4件。",
        [(4, RECEIVED), (4, "decided")],
    ),
    (OFFICE, "市政府收到申请12件，市政府办公厅收到申请5件。", [(5, RECEIVED)]),
    (OFFICE, "市政府办公厅代表市政府共收到申请5件。", [(5, RECEIVED)]),
    (ZONE, "全区收到申请21件，高新区收到申请21件。", [(21, RECEIVED), (21, RECEIVED)]),
    (
        TOWN,
        "本镇收到申请3件，青山镇收到申请3件，某县收到申请98件。",
        [(3, RECEIVED), (3, RECEIVED)],
    ),
    (AREA, "市直单位和各县（市、区）共收到申请640件。", [(640, RECEIVED)]),
    (AREA, "市水务局收到申请12件，市教育局收到申请9件，合计收到申请21件。", [(21, RECEIVED)]),
    (AREA, "较多的有市水务局收到申请12件，市教育局收到申请9件，合计收到申请21件。", []),
    (BODY, "局机关收到申请9件，下属单位收到申请5件，全局共收到申请14件。", [(14, RECEIVED)]),
    (("某区水务分局", "body"), "全区收到申请90件，我分局收到申请3件。", [(3, RECEIVED)]),
    (BODY, "全县收到申请90件。办结申请80件。", []),
    (AREA, "市水务局被复议4件。", []),
    # who reports is no applicant of that kind
    (FIRM, "公司全年收到申请3件，集团公司均已答复。", [(3, RECEIVED)]),
    (
        FIRM,
        "2022年，公司受理申请3件，其中公司提出1件。",
        [(3, RECEIVED), (1, "applicants.business")],
    ),
    (FIRM, "子公司收到申请2件。企业收到申请1件。", []),
    (ZONE, "全区收到申请86件，其中管委会收到15件。", []),
    (ZONE, "管委会收到申请15件，全区共收到申请86件。", [(15, RECEIVED)]),
    (
        AREA,
        "全市制发规范性文件21件，其中市政府办公室制发12件；废止6件。",
        [(21, "normative_documents_made"), (6, "normative_documents_repealed")],
    ),
]


@pytest.mark.parametrize(("whose", "text", "expected"), SPEAKERS, ids=[s[1][:16] for s in SPEAKERS])
def test_a_figure_of_another_body_is_no_figure_of_the_report(whose, text, expected):
    assert links(report_of(text, whose=whose)) == expected


def test_figures_of_other_bodies_are_left_alone_and_that_is_said_once():
    text = "市水务局收到申请12件，市教育局收到申请9件；全市收到申请88件。"
    report = report_of(text, whose=AREA, received__total=88)
    (remark,) = check_claims(report)
    assert (remark.kind, remark.left, remark.right) == ("remark", 12, 88)
    assert "and 1 more, which is another body's figure" in remark.sentence_en
    assert findings(report_of("镇政府收到申请8件。", whose=TOWN, received__total=8)) == []


THINGS = [
    ("2021", "通过网络渠道收到申请8件，邮寄渠道收到申请5件，另收到申请2件。", []),
    ("2021", "通过网络、信函等方式收到申请15件。", [(15, RECEIVED)]),
    ("2021", "收到公民申请12件，收到法人或其他组织申请3件。", []),
    (
        "2021",
        "未收到法人或其他组织的政府信息公开申请，没有收到其他政府信息公开申请。",
        [(0, ORGANISATIONS)],
    ),
    (
        "2021",
        "2022年无依申请公开事项，收到政府信息公开申请量为0件。",
        [(0, RECEIVED), (0, RECEIVED)],
    ),
    ("2021", "会同法律顾问研究答复申请6件，协调办结申请2件。", []),
    ("2021", "收到申请30件，本年度办理答复30件。", [(30, RECEIVED), (30, "decided")]),
    ("2021", "自然人申请予以公开6件、部分公开2件，涉及征地的申请予以公开3件。", []),
    ("2021", "上年结转的申请中，予以公开2件，不予公开1件。", []),
    (
        "2021",
        "收到申请40件，其中20件予以公开，5件部分公开、3件不予公开。",
        [(40, RECEIVED), (20, "granted"), (5, "partial"), (3, "denied")],
    ),
    ("2021", "收到申请40件，商业秘密2件、个人隐私1件不予公开。", [(40, RECEIVED)]),
    ("2021", "1件申请因需征求第三方意见，按规定结转下年度办理。", [(1, "carried_out")]),
    (
        "2021",
        "信息公开行政复议案件2件、行政诉讼案件1件。",
        [(2, "reconsideration"), (1, "litigation")],
    ),
    (
        "2021",
        "信息公开行政复议4件，其中维持2件，占50%；纠正1件，占25%。",
        [(4, "reconsideration"), (2, "reconsideration.upheld"), (1, "reconsideration.corrected")],
    ),
    ("2021", "我局作为被告的信息公开行政诉讼6件。", []),
    ("2021", "未发生一起信息公开行政复议、行政诉讼。", [(0, "reconsideration"), (0, "litigation")]),
    (
        "2021",
        "发生一起信息公开行政复议，未收到一件政府信息公开申请。",
        [(1, "reconsideration"), (0, RECEIVED)],
    ),
    (
        "2021",
        "收到申请9件，不予公开1件，结转下年度2件。",
        [(9, RECEIVED), (1, "denied"), (2, "carried_out")],
    ),
    (
        "2021",
        "行政许可决定、行政处罚决定分别为1180件、56件，去年和今年分别收到申请18件、23件。",
        [(1180, "licensing_decisions"), (56, "penalties_decisions")],
    ),
    ("2021", "办理行政许可申请1200件，予以公开1195件。代收行政事业性收费120万元。", []),
    (
        "2021",
        "没有发生信息公开行政复议、行政诉讼和申诉案件。",
        [(0, "reconsideration"), (0, "litigation")],
    ),
    ("2021", "未发生因不服征地批复引起的行政复议、行政诉讼。", []),
    (
        "2021",
        "未被申请行政复议，没有发生相关行政诉讼。",
        [(0, "reconsideration"), (0, "litigation")],
    ),
    ("2021", "复议机构审理信息公开行政复议案件56件，纠正8件。", []),
    (
        "2021",
        "依申请公开目录收录信息45条，其中予以公开20条。生成信息120条：依申请公开30条、不予公开22条。",
        [],
    ),
    (
        "2021",
        "收到申请9件。已办结8件，结转上年1件。按时答复7件，逾期答复1件。",
        [(9, RECEIVED), (8, "decided"), (1, "carried_in")],
    ),
    ("2021", "牵头制定规范性文件3件，参与制定规范性文件5件。", []),
    ("2021", "行政复议案件90件，其中政府信息公开类4件。", []),
    ("2021", "信息公开方面，向市政府申请行政复议1件，新增行政复议1件。", []),
    ("2021", "建议废止规范性文件2件，人均行政处罚决定3件。", []),
    (
        "2021",
        "受理依申请公开5件，办结4件，上一年度结转2件，结转下一年度3件。",
        [(5, RECEIVED), (4, "decided"), (2, "carried_in"), (3, "carried_out")],
    ),
    ("2021", "收到申请3至5件的科室有2个，十二点五万元、2万3千件和廿三件。", []),
    ("2021", "以市政府名义制发规范性文件12件，起草市政府规范性文件3件。", []),
    ("2021", "重大行政处罚决定5件，撤销行政处罚决定1件。", []),
    ("2021", "通过邮政寄递收到申请28件，通过政府网站收到申请17件。", []),
    (
        "2021",
        "热线受理群众诉求4.6万件，结转下年128件。新收复议案件30件，上年结转5件，结转下年度7件。",
        [],
    ),
    (
        "2021",
        "协助处理行政复议1件、行政诉讼4件。行政复议2件、行政诉讼3件，均与政府信息公开无关。",
        [],
    ),
    (
        "2021",
        "行政复议案件18件、行政诉讼案件27件，其中涉及政府信息公开的行政复议5件、行政诉讼2件。",
        [(5, "reconsideration"), (2, "litigation")],
    ),
    (
        "2021",
        "信息公开行政诉讼3件（均为未经复议直接起诉），复议后起诉6件。",
        [(6, "litigation_after_reconsideration")],
    ),
    (
        "2021",
        "作出行政处罚决定15件，其中简易程序行政处罚决定3件，准予行政许可决定45件。",
        [(15, "penalties_decisions")],
    ),
    (
        "2021",
        "作出行政许可、行政处罚决定45件。",
        [(45, "licensing_decisions+penalties_decisions")],
    ),
    ("2021", "收到申请30件，涉及商业企业2件，经沟通撤回3件，其中自然人2件。", [(30, RECEIVED)]),
    ("2021", "信息公开行政复议3件，其中上年度结转1件，结转下年度2件。", [(3, "reconsideration")]),
    ("2021", "行政诉讼上年结转1件。我局作为第三人参加信息公开行政诉讼2件。", []),
    ("2021", "免征行政事业性收费12.5万元，新增信息公开行政诉讼2件。", []),
    ("2021", "行政复议案件90件，维持80件、纠正3件；其中信息公开类4件。", []),
    (
        "2021",
        "收到申请30件，予以公开12件（含上年结转2件），经征求第三方意见后予以公开1件。",
        [(30, RECEIVED), (12, "granted")],
    ),
    (
        "2021",
        "指导法律服务机构12件次，向科研机构、法律服务机构购买服务3件，收到申请4件。",
        [(4, RECEIVED)],
    ),
    ("2019", "行政许可事项418项，处理行政许可决定96件。", [(96, "licensing_decisions")]),
    (
        "fujian-2014",
        "主动公开960条，其中县政府网站413条、各部门子站529条、政府公报18条。",
        [(960, "disclosed_year")],
    ),
    (
        "2019",
        "新公开规范性文件4件，对外公开规范性文件总数31件。",
        [(4, "normative_documents_published"), (31, "normative_documents_public")],
    ),
]


@pytest.mark.parametrize(("edition", "text", "expected"), THINGS, ids=[t[1][:16] for t in THINGS])
def test_a_figure_of_another_thing_is_no_figure_of_the_cell(edition, text, expected):
    assert links(report_of(text, edition)) == expected


def test_decisions_shown_to_the_public_may_be_fewer_than_those_made():
    assert findings(report_of("公示行政处罚决定20件。", penalties__decisions=30)) == [
        ("remark", "narrative:R8:proactive/penalties/decisions", 20, 30)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "公开信息215条，其中公文15条，占7%，其他200条，占93%；历年累计公开1580条。",
        "公开信息23条（2021年：18条；2020年：12条）。",
        "公开信息80条（城区60条，乡镇20条），历年累计410条。",
    ],
)
def test_figures_of_other_years_are_no_parts_of_a_whole(text):
    assert findings(report_of(text)) == []


def test_what_names_of_bodies_end_with_hides_none_of_them():
    words = ["市", "区", "教育局", "部门", "人民政府", "代表市政府", "公安", "机关", "商业"]
    words += ["企业", "某某", "各", "#", "家", "个", "单位", "共", "全年", "其中", "受理"]
    words += ["收到", "，", "申请"]
    name, organ = phrasebook().marks["other"], phrasebook().organ
    chance = random.Random(1)
    seen = 0
    for _ in range(2000):
        text = "".join(chance.choices(words, k=chance.randint(1, 12)))
        whole = [match.span() for match in name.finditer(text)]
        first = organ.search(text)
        start = max(0, first.start() - LONGEST_NAME) if first else len(text)
        assert [match.span() for match in name.finditer(text, start)] == whole
        seen += bool(whole)
    assert seen > 500


def work(text):
    """How many calls it takes to find and check the claims of a text."""
    report, calls = report_of(text, received__total=5), Counter()
    sys.setprofile(lambda frame, event, _: calls.update([event]))
    try:
        check_claims(report, find_claims(report))
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"]


@pytest.mark.parametrize(
    "unit",
    [
        "收到申请12件，",
        "市教育局收到申请3件，",
        "公开信息4条，其中甲2条，",
        "甲3条，乙2条，合计6条，",
        "公开信息40条（甲3条，占3%），",
    ],
)
def test_twice_the_text_is_twice_the_work(unit):
    # the first reading loads the phrases
    work(unit)
    assert work(unit * 160) <= 2.2 * work(unit * 80)


def test_a_long_sentence_is_read_in_pieces_that_go_on_with_its_year_and_body():
    text = "2021年情况：" + "；".join(f"某局收到申请{number}件" for number in range(200))
    prose = read_prose(0, Section("一、总体情况", text, None))
    pieces = list(find_statements(prose))
    assert "".join(piece.text for piece in pieces) == prose.text
    assert max(len(piece.text) for piece in pieces) <= LONGEST_STATEMENT
    assert {claim.year for claim in find_claims(report_of(text))} == {2021}


SEAT = ("某县人民政府办公室", "body")
REQUESTS = "（二）依申请公开办理情况"
REMEDIES = "（四）行政复议、行政诉讼情况"
LEGACY_DISCLOSED = "二、主动公开政府信息的情况"
NO_FAILURES = [
    # what became of listed cases is told behind the last of them
    (
        REMEDIES,
        BODY,
        "全年8件复议案件、3件诉讼案件被纠正。",
        {"reconsideration__total": 40, "reconsideration__corrected": 8},
    ),
    # what was decided holds requests of the year before, and what is left is not decided
    (
        REQUESTS,
        BODY,
        "处理申请36件，含上年结转4件。",
        {"received__total": 39, "carried_in__total": 4},
    ),
    (REQUESTS, BODY, "仍有2件在法定期限内处理。", {"received__total": 20, "carried_out__total": 2}),
    (REQUESTS, BODY, "收到申请46件（不包括上年结转3件）。", {"received__total": 46}),
    # vague words and names made of digits
    (REQUESTS, BODY, "收到申请三十余件次，其中有效申请28件。", {"received__total": 28}),
    (REQUESTS, BODY, "受理12345诉求408件。", {"received__total": 3}),
    # the office counts itself beside its county, and the table counts the county
    (
        REQUESTS,
        SEAT,
        "全县收到申请240件，其中县政府办公室31件、县教育局22件。",
        {"received__total": 240},
    ),
    (REQUESTS, SEAT, "县政府办公室受理申请31件，县教育局受理22件。", {"received__total": 240}),
    # some are handed on, and what is done is not all
    (REQUESTS, BODY, "收件20件，办9件、转办3件。", {"received__total": 20, "decided__total": 18}),
    # what is left of the requests is not all of them
    (
        REQUESTS,
        BODY,
        "撤回5件，其余15件作出答复。",
        {"received__total": 20, "carried_out__total": 0},
    ),
    # beside words that nobody knows a name is presumed
    (REQUESTS, BODY, "线上窗口咨询帮办收到申请9件。", {"received__total": 4}),
]


@pytest.mark.parametrize(("heading", "whose", "text", "cells"), NO_FAILURES)
def test_what_may_mean_another_thing_fails_no_cell(heading, whose, text, cells):
    found = check_claims(report_of(text, heading=heading, whose=whose, **cells))
    assert [finding for finding in found if finding.kind is FindingKind.FAILS] == []


@pytest.mark.parametrize(
    ("whose", "text", "cells"),
    [
        (BODY, "全年18件信息公开复议案件、3件诉讼案件被纠正。", {"reconsideration__corrected": 16}),
        (SEAT, "全县收到申请240件，答复238件。", {"received__total": 204, "decided__total": 238}),
        (BODY, "收到申请近40件。", {"received__total": 93}),
    ],
)
def test_what_is_told_beyond_doubt_fails(whose, text, cells):
    found = check_claims(report_of(text, heading=REQUESTS, whose=whose, **cells))
    assert FindingKind.FAILS in [finding.kind for finding in found]


BELIEVED = [
    # (heading, text, cells, the concept of the last figure)
    (
        REMEDIES,
        "被提起行政诉讼19件，其中胜诉15件。",
        {"litigation_direct__upheld": 15},
        "litigation",
    ),
    (
        REMEDIES,
        "行政复议14件，其中责令重新答复3件。",
        {"reconsideration__corrected": 3},
        "corrected",
    ),
    # by the table's own number, for other words of scope, year or topic
    (REQUESTS, "全县去年共收到申请67件。", {"received__total": 67}, "requests_received"),
    ("一、总体情况", "在全部结果中，予以公开684件。", {"granted__total": 684}, "granted"),
    (REQUESTS, "办理结果如下：1.予以公开18件；2.部分公开2件。", {"partial__total": 2}, "partial"),
    (REQUESTS, "答复结果中，予以公开19件，其他34件。", {"other_rest__total": 34}, "other_handling"),
]


@pytest.mark.parametrize(("heading", "text", "cells", "concept"), BELIEVED)
def test_words_that_are_not_the_forms_are_believed_where_the_table_agrees(
    heading, text, cells, concept
):
    report = report_of(text, heading=heading, **cells)
    (*_, last) = find_claims(report)
    assert concept in "+".join(last.concepts)
    assert last.cells
    # and tell nothing where it does not
    other = report_of(text, heading=heading, **dict.fromkeys(cells, 401))
    found = check_claims(other)
    about = [finding for finding in found if finding.left == last.number]
    assert FindingKind.FAILS not in [finding.kind for finding in about if last.loose]


def test_added_up_again_behind_the_years_own_figure_is_of_all_years():
    text = "历年累计受理申请52条，其中本年6条；累计答复50条。"
    report = report_of(text, "fujian-2014", requests__cumulative=52, answers__cumulative=50)
    (*_, last) = find_claims(report)
    assert [key[-1] for key in last.cells] == ["cumulative"]


REASONS = {
    "denied_deliberative__total": 20,
    "denied_internal__total": 11,
    "denied_third_party__total": 6,
}
OPEN = [
    # a list that is not all, and one that is
    (
        "因属于过程性信息、内部事务信息等不予公开37件。",
        {**REASONS},
        "denied",
    ),
    (
        "因属于过程性信息、内部事务信息等不予公开31件。",
        {**REASONS},
        "denied.internal",
    ),
    ("自然人、企业等提出申请48件。", {"received__total": 61}, ""),
    # beside a figure that is added to it
    ("通过平台，收到49件申请，另有8件来信，合计57件。", {"received__total": 57}, ""),
    ("收到49件申请，另有8件来信。", {"received__total": 49}, "requests_received"),
    # 书面 is not known, and counted as well
    ("收到书面及网上申请23件。", {"received__total": 20}, ""),
    ("去年结转我局继续办理的申请7件。", {"carried_in__total": 7}, "carried_in"),
    (
        "上述276件申请中，答复266件。",
        {"received__total": 269, "carried_in__total": 7},
        "carried_in",
    ),
    ("上述276件申请中，答复266件。", {"received__total": 269}, ""),
    ("余10件因征求意见、补正等原因转下年办理。", {"carried_out__total": 10}, "carried_out"),
]


@pytest.mark.parametrize(("text", "cells", "concept"), OPEN)
def test_what_words_leave_open_the_table_decides_or_nobody(text, cells, concept):
    report = report_of(text, heading=REQUESTS, **cells)
    (first, *_) = find_claims(report)
    assert bool(first.cells) == bool(concept)
    assert concept in "+".join(first.concepts)
    fails = [one for one in check_claims(report) if one.kind is FindingKind.FAILS]
    assert [one for one in fails if one.left == first.number] == []


SUITS = "被提起行政诉讼63件，其中直接起诉24件、复议后起诉39件，判决纠正3件。"


@pytest.mark.parametrize(
    ("direct", "later", "concept"),
    [(2, 1, "litigation.corrected"), (1, 3, "litigation_after_reconsideration.corrected")],
)
def test_an_outcome_behind_both_groups_of_suits_is_what_the_table_has(direct, later, concept):
    cells = {"litigation_direct__corrected": direct}
    cells["litigation_after_reconsideration__corrected"] = later
    (*_, last) = find_claims(report_of(SUITS, heading=REMEDIES, **cells))
    assert last.concepts == (concept,)


def test_a_total_behind_a_list_of_parts_is_of_the_whole():
    text = "公开文件41条，其中网站公开40条、公报公开1条；历年累计296条。"
    report = report_of(text, "fujian-2014", heading="二、主动公开政府信息的情况")
    (*_, last) = find_claims(report)
    assert "gazette" not in "+".join(last.concepts)


def test_made_public_behind_the_years_documents_is_of_the_year_where_the_table_says_so():
    text = "制发规范性文件12件，对外公开10件。"
    cells = {"normative_documents__made": 12, "normative_documents__total_public": 77}
    for published, concept in ((10, "normative_documents_published"), (9, "")):
        report = report_of(text, "2019", normative_documents__published=published, **cells)
        (*_, last) = find_claims(report)
        assert "+".join(last.concepts) == concept


def test_a_governments_own_level_is_another_body_in_a_departments_report():
    text = "省政府本级办理政府信息公开行政复议案件146件。"
    assert links(report_of(text, heading=REMEDIES)) == []


@pytest.mark.parametrize(("agency", "linked"), [("某市职业学院", 4), ("某市水务局", 0)])
def test_a_school_is_itself_in_its_own_report_and_another_body_elsewhere(agency, linked):
    text = "本学年学校收到申请9件，同意公开6件，部分公开2件，非本校信息1件。"
    report = report_of(text, whose=(agency, "body"), heading=REQUESTS)
    assert len(links(report)) == linked


OTHER_OBJECTS = [
    # the verb behind is of the thing before it
    (REMEDIES, "收到各类复议申请64件，受理31件，其中信息公开类2件。"),
    (REQUESTS, "收到规范性文件草案8件，规范性文件受理审查件31件，办结31件。"),
    # a firm's own buying, a school's own charges
    ("（一）主动公开", "招标采购73项，采购金额2.3亿元，停车收费31万元。"),
    # suits about another thing
    (REMEDIES, "另有征收补偿类诉讼14件，工伤行政复议31件。"),
    # nought is equal by chance
    (REQUESTS, "收到投诉举报0起。"),
    # a medium of one's own shows not all
    (LEGACY_DISCLOSED, "校园信息网发布信息31条。"),
]


@pytest.mark.parametrize(("heading", "text"), OTHER_OBJECTS)
def test_a_verb_or_word_beside_another_thing_counts_no_cell(heading, text):
    edition = "fujian-2014" if heading == LEGACY_DISCLOSED else "2019"
    report = report_of(
        text,
        edition,
        heading=heading,
        received__total=12,
        not_processed_petition__total=0,
        disclosed__year=64,
    )
    assert links(report) == []


def test_a_total_over_the_years_behind_a_part_is_of_nobody_knows_what():
    text = "受理申请52条，其中上级转交8条，历年累计94条。"
    report = report_of(text, "fujian-2014", heading="三、依申请公开办理情况")
    assert [number for number, _ in links(report)][:1] == [52]
    assert 94 not in [number for number, _ in links(report)]


@pytest.mark.parametrize(("number", "linked"), [(8, True), (9, False)])
def test_what_is_left_of_the_results_is_those_not_named_if_they_are_so_many(number, linked):
    text = f"予以公开20件，部分公开5件，不予公开10件，其余{number}件。"
    report = report_of(
        text,
        heading=REQUESTS,
        unavailable_not_held__total=6,
        other_rest__total=2,
        not_processed_petition__total=0,
    )
    assert (number in [said for said, _ in links(report)]) == linked


def test_without_any_case_there_is_none_about_disclosure():
    report = report_of(
        "开展培训2次，复议0件，诉讼4件。",
        heading="（五）监督保障情况",
        reconsideration__total=0,
        litigation_direct__total=5,
    )
    assert [number for number, _ in links(report)] == [0]


def test_a_part_is_no_second_count_of_its_whole():
    text = "公布规章3件，其中新制定1件。收到申请9件，其中本级收到申请2件。"
    assert [number for number, _ in links(report_of(text))] == [3, 9, 2]


def test_an_amount_is_believed_in_whatever_unit_it_is_told():
    report = report_of(
        "收费总金额8.93亿元。", heading="（一）主动公开", fees__amount_wan_yuan=89312
    )
    assert links(report) == [(Decimal("8.93"), "fee_amount_wan_yuan")]


OF_ALL_YEARS = "今年收到申请19条，自《条例》施行以来共收到31条，今年答复19条，"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (OF_ALL_YEARS + "累计答复31条，其中同意公开累计27条。", "cumulative"),
        ("今年收到申请19条，答复19条，同意公开累计27条。", None),
    ],
)
def test_a_sum_over_the_years_behind_its_verb_is_never_that_of_the_year(text, column):
    report = report_of(text, "fujian-2014", heading="三、依申请公开办理情况")
    found = [claim.cells for claim in find_claims(report) if claim.number == 27]
    assert found == [(("legacy", "answers.granted", column),) if column else ()]
