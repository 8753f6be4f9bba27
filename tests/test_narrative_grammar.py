"""Sentences whose words name their figures in other orders than the form's."""

import pytest

from gxkit.narrative import check_claims, claim_witnesses
from gxkit.report import FindingKind
from test_narrative import AREA, BODY, links, report_of

REQUESTS = "（二）依申请公开办理情况"
REMEDIES = "（四）行政复议、行政诉讼情况"
PAPERS = "（三）政府信息管理情况"
OWN_INITIATIVE = "（一）主动公开情况"
LEGACY = "二、主动公开政府信息情况"
LEGACY_REQUESTS = "三、依申请公开政府信息办理情况"
RECEIVED = (7, "requests_received")
NOTHING = [(0, "carried_in"), (0, "reconsideration")]

NAMED = [
    # a figure before what it counts
    ("2021", REQUESTS, "先后有7件申请登记受理。", [RECEIVED]),
    (
        "2021",
        REQUESTS,
        "登记7件申请，5件全部公开，2件无法提供。",
        [(5, "granted"), (2, "unavailable")],
    ),
    ("2021", PAPERS, "新出台3件规范性文件，废止1件。", [(3, "normative_documents_made")]),
    # a change stands between a whole and its parts and is none of them
    (
        "2021",
        REQUESTS,
        "收到申请7件，同比减少5件，其中予以公开4件，部分公开3件。",
        [RECEIVED, (4, "granted"), (3, "partial")],
    ),
    (
        "2021",
        REQUESTS,
        "收到申请七件，六件予以公开，一件部分公开，一件件落实。",
        [RECEIVED, (6, "granted"), (1, "partial")],
    ),
    ("2021", REMEDIES, "被诉3件（均在审理）。", [(3, "litigation")]),
    # what is denied
    ("2021", REQUESTS, "办结申请7件，无结转。", [(7, "decided"), (0, "carried_out")]),
    ("2021", REQUESTS, "上一年度亦无结转，无一引发信息公开行政复议。", NOTHING),
    # a bare verb, of what the heading says
    ("2021", REQUESTS, "收7件，办结6件，结转下一年度1件。", [RECEIVED, (6, "decided")]),
    (
        "2021",
        REQUESTS,
        "新收7，结转2，办结8，在办1。",
        [RECEIVED, (2, "carried_in"), (8, "decided")],
    ),
    ("2021", REQUESTS, "办结8件，结转1件。", [(8, "decided"), (1, "carried_out")]),
    ("2021", OWN_INITIATIVE, "许可12件，处罚3件。", [(12, "licensing_decisions")]),
    # sums
    ("2021", REMEDIES, "复议诉讼案件合计4起。", [(4, "reconsideration+litigation")]),
    ("2021", REQUESTS, "部分公开和无法提供共9件。", [(9, "partial+unavailable")]),
    (
        "2021",
        REQUESTS,
        "办理9件，其中新收7件、上年结转2件。",
        [(9, "requests_received+carried_in")],
    ),
    ("2021", REMEDIES, "复议3件，诉讼1件，共计4件。", [(4, "reconsideration+litigation")]),
    ("2021", REQUESTS, "涉及拆迁4件，涉及低保3件，合计7件。", [RECEIVED]),
    # figures dealt out
    ("2021", REMEDIES, "诉讼和复议分别为1件、3件。", [(1, "litigation"), (3, "reconsideration")]),
    (
        "2019",
        OWN_INITIATIVE,
        "行政强制、行政处罚处理决定依次为2件和9件。",
        [(2, "coercion_decisions"), (9, "penalties_decisions")],
    ),
    # several years at once: the report's own is of the table
    (
        "2021",
        REQUESTS,
        "2020年、2021年、2022年分别收到申请5件、6件、7件。",
        [RECEIVED],
    ),
    ("2021", REQUESTS, "2021年和2022年办结申请5件和8件。", [(8, "decided")]),
    ("2021", REQUESTS, "2020年至2022年共收到申请18件，其中2022年7件。", [RECEIVED]),
    # the row of the form goes on
    (
        "2019",
        OWN_INITIATIVE,
        "行政处罚事项上一年12项，处理决定9件。",
        [(12, "penalties_items_before"), (9, "penalties_decisions")],
    ),
    (
        "2021",
        OWN_INITIATIVE,
        "收取报名费、考试费等行政事业性收费8万元。",
        [(8, "fee_amount_wan_yuan")],
    ),
    ("2021", "（五）其他", "没有收取任何行政事业性费用。", [(0, "fee_amount_wan_yuan")]),
    ("2021", OWN_INITIATIVE, "制定规章3部。", [(3, "regulations_made")]),
    # what is left, and what was told to the applicant
    ("2021", REQUESTS, "其余8件按其他方式处理。", [(8, "other_handling")]),
    ("2021", REQUESTS, "收到申请7件，其余2件转下年办理。", [RECEIVED, (2, "carried_out")]),
    ("2021", REQUESTS, "公开类（含部分公开）9件。", [(9, "granted+partial")]),
    ("2021", REQUESTS, "告知不予重复处理2件。", [(2, "not_processed.repeat")]),
    ("2021", REQUESTS, "不属于本机关掌握的，依法告知2件。", [(2, "unavailable.not_held")]),
    ("2021", REQUESTS, "上年结转和结转下年均为零。", [(0, "carried_in"), (0, "carried_out")]),
    ("2021", REQUESTS, "收7件，答复数为零。", [RECEIVED, (0, "decided")]),
    ("2021", REQUESTS, "期间个人申请7件。", [(7, "applicants.natural_person")]),
    (
        "2021",
        REMEDIES,
        "行政诉讼一审、二审案件9件。",
        [(9, "litigation")],
    ),
    ("fujian-2014", LEGACY_REQUESTS, "历年累计受理9条、答复8条。", [(8, "decided")]),
    # reasons and applicants
    ("2021", REQUESTS, "因属过程性信息不予公开2件。", [(2, "denied.deliberative")]),
    ("2021", REQUESTS, "逾期未补正的2件。", [(2, "other_handling.not_corrected")]),
    ("2021", REQUESTS, "5件由自然人提出。", [(5, "applicants.natural_person")]),
    ("2021", REQUESTS, "收到申请7件，自然人5件、其他2件。", [(2, "applicants.other_org")]),
    # what is left out is taken from the figure or the heading before
    ("2021", REMEDIES, "诉讼3件，维持2件，在审1件。", [(2, "litigation.upheld")]),
    ("2019", PAPERS, "对外公开规章2件、规范性文件9件。", [(9, "normative_documents_public")]),
    ("2021", "（四）结转下年度继续办理情况", "2件。", [(2, "carried_out")]),
    ("2021", REQUESTS, "关于群众的依申请公开事项，共办结7件。", [(7, "decided")]),
    ("2019", OWN_INITIATIVE, "集中采购4项，金额30万元。", [(30, "procurement_amount_yuan")]),
    # fillers, and a word that nobody knows before a name beyond doubt
    ("2021", REQUESTS, "我局依法依规共收到各类申请7件。", [RECEIVED]),
    ("2021", REQUESTS, "专班值守、全年收到政府信息公开申请7件。", [RECEIVED]),
    # what is said of all tells nothing of which are counted
    ("2021", REQUESTS, "全年7件申请均经平台提交。", [RECEIVED]),
    ("2021", REQUESTS, "7件申请已办结6件。", [RECEIVED, (6, "decided")]),
    ("2021", REQUESTS, "2021年末未办结2件。", [(2, "carried_in")]),
    ("2021", REQUESTS, "因本机关不掌握等原因无法提供9件。", [(9, "unavailable")]),
    # a letter or a sign before a name is no word
    ("2021", REQUESTS, "a.予以公开5件；b.部分公开2件。", [(5, "granted"), (2, "partial")]),
    ("2021", REQUESTS, "新收7件+上年结转2件=办结9件。", [RECEIVED, (9, "decided")]),
    # each with a name of its own behind 分别, and 结转 by its place in the order
    ("2021", REQUESTS, "分别是重复申请4件，信访类3件。", [(4, "not_processed.repeat")]),
    ("2021", REQUESTS, "收到、答复、结转分别为7件、6件、1件。", [RECEIVED, (1, "carried_out")]),
    # the quotation marks were the sign between two
    ("2021", REQUESTS, "以“部分公开”“不予公开”处理9件。", [(9, "partial+denied")]),
    ("2021", REQUESTS, "不予公开及部分公开9件，占办结18件的50%。", [(9, "denied+partial")]),
    # why they are left, and whose a share is
    ("2021", REQUESTS, "另有2件因12月末收到，结转下年。", [(2, "carried_out")]),
    ("2021", REQUESTS, "85%来自企业，计17件。", [(17, "applicants.business")]),
    # 申请公开事项 are requests, and nothing that was granted
    ("2021", REQUESTS, "办理申请公开事项6件。", [(6, "decided")]),
    ("2021", REMEDIES, "本局作为被申请人的复议案3件。", [(3, "reconsideration")]),
    ("2021", REMEDIES, "以我局为被告的案件2件。", [(2, "litigation")]),
    # what 未结 is of, the chapter tells
    ("2021", REQUESTS, "收到8件，办结6件，未结2件。", [(2, "carried_out")]),
    ("2021", REMEDIES, "复议8件，未结2件。", [(2, "reconsideration.pending")]),
    ("2021", REQUESTS, "收到申请同比增长75%，达到7件。", [RECEIVED]),
    ("2021", REMEDIES, "行政官司5起，径直起诉3起。", [(5, "litigation"), (3, "litigation_direct")]),
    ("2021", REQUESTS, "办结6件，其余2件依法结转下年。", [(2, "carried_out")]),
    # the form's own words for an outcome, where the chapter is about everything
    ("2021", "一、总体情况", "复议7件，其中结果维持5件。", [(5, "reconsideration.upheld")]),
    ("2021", REQUESTS, "年初在办3件，上年度节转2件。", [(3, "carried_in"), (2, "carried_in")]),
    ("2021", REMEDIES, "复议审结后纠正2件。", [(2, "reconsideration.corrected")]),
    ("2021", "3.无法提供情况", "补正后仍不明确3件。", [(3, "unavailable.unclear")]),
    # zeros
    ("2021", REMEDIES, "行政复议、行政诉讼一件也没有。", [(0, "reconsideration")]),
    ("2021", PAPERS, "未制发规范性文件。", [(0, "normative_documents_made")]),
    ("2021", OWN_INITIATIVE, "行政处罚、行政强制均未发生。", [(0, "coercion_decisions")]),
    # the same thing of another body, of the year beside all years, or as what a share is of
    ("2021", REQUESTS, "全省330件，本省900件申请中，我局办理7件。", [RECEIVED]),
    ("2021", REQUESTS, "无法提供5件，占办结总数9件的五成。", [(9, "decided")]),
    ("fujian-2014", LEGACY, "今年公开30条，累计90条。", [(90, "disclosed_cumulative")]),
    ("2021", REQUESTS, "全年7件，均已办结。", [RECEIVED]),
    # words that the figures beside them settle
    ("2021", REQUESTS, "村民申请3件，企业申请1件。", [(3, "applicants.natural_person")]),
    ("2021", REQUESTS, "收到申请9件（含上年结转2件）。", [(9, "requests_received+carried_in")]),
    ("2021", REMEDIES, "被诉3件。", [(3, "litigation")]),
    # the old tables
    ("fujian-2014", LEGACY_REQUESTS, "当面递交2条，在线提交5条。", [(5, "channels.online")]),
    ("fujian-2014", LEGACY, "公报刊登9条，网站公布80条。", [(9, "disclosed_gazette_year")]),
    ("fujian-2014", LEGACY, "规划类6条，农业类4条，共计10条。", [(10, "disclosed_year")]),
]

SILENT = [
    ("2021", REQUESTS, "受理投诉举报21件，办结援助案件40件。"),
    ("2021", REQUESTS, "受理求助21件，答复20件。"),
    ("2021", REQUESTS, "走访企业21家，重复9件。"),
    ("2021", REQUESTS, "信息不存在，无法提供6件。"),
    ("2021", REQUESTS, "受理热线工单20件，未结1件。"),
    ("2021", REQUESTS, "上年结转的申请中，予以公开2件。"),
    ("2021", REQUESTS, "关于征地的申请予以公开3件。"),
    ("2021", REQUESTS, "当场答复3件，电话沟通21次，收到感谢信2封。"),
    ("2021", REQUESTS, "收到留言30件，其中不予公开2件、自然人9件。"),
    ("2021", REQUESTS, "会同司法局答复申请4件，通过热线收到申请5件。"),
    ("2021", REQUESTS, "收到申请和咨询分别为4件、5件、6件。"),
    ("2021", REQUESTS, "收到8件，结转2件的科室有3个。"),
    ("2021", OWN_INITIATIVE, "公示行政许可12件，网站点击9万次，行政处罚类信息6条。"),
    ("2021", REMEDIES, "审理行政复议案件30件，维持20件。"),
    ("2021", "一、总体情况", "受理行政复议申请30件，结果维持20件。"),
    ("2021", PAPERS, "起草规范性文件3件，清理旧文件9件。"),
    ("2021", "（五）监督保障情况", "举办培训3期，参训90人，共93件。"),
    ("fujian-2014", LEGACY, "形成公文信息90条，确定为依申请公开的40条。"),
]


@pytest.mark.parametrize(("edition", "heading", "text", "expected"), NAMED)
def test_the_words_of_a_stretch_name_its_figure_in_any_order(edition, heading, text, expected):
    found = links(report_of(text, edition, heading=heading))
    assert [link for link in expected if link not in found] == []


@pytest.mark.parametrize(("edition", "heading", "text"), SILENT)
def test_a_word_that_is_not_known_silences_its_figure(edition, heading, text):
    found = links(report_of(text, edition, heading=heading))
    assert [number for number, _ in found if number != 8] == []


def test_a_word_that_is_not_known_silences_no_other_figure():
    text = "收到申请7件，疏导来访9件，办结6件。"
    assert links(report_of(text, heading=REQUESTS)) == [RECEIVED, (6, "decided")]


def test_what_several_bodies_count_makes_a_total():
    text = "县教育局处罚3件，县水利局处罚4件，全县合计7件。"
    assert links(report_of(text, whose=AREA, heading=OWN_INITIATIVE)) == [
        (7, "penalties_decisions")
    ]


def test_an_applicant_is_no_body_that_speaks():
    text = "收到申请7件，其中企业2件。"
    assert links(report_of(text, whose=BODY, heading=REQUESTS)) == [
        RECEIVED,
        (2, "applicants.business"),
    ]


RECEIVED_AND_DECIDED = {
    "received__total": 48,
    "decided__total": 46,
    "not_processed_petition__total": 9,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # unknown words beside those that name
        ("我局现已圆满办结46件。", [(46, "decided")]),
        ("合力攻坚登记申请48件。", [(48, "requests_received")]),
        # in a unit that is seldom used, and behind a comma
        ("学院登记申请48项。", [(48, "requests_received")]),
        ("申请渐多，计48件。", [(48, "requests_received")]),
        # all of the chapter, though its parts are not known
        ("甲处室20件，乙处室28件，总量48件。", [(48, "requests_received")]),
        # what is asked for is not what is counted
        ("名为公开文件、实为投诉举报9件。", [(9, "not_processed.petition")]),
        # 办件 is of those decided, or of all that came
        ("全年办件48件。", [(48, "requests_received")]),
        ("大批、频繁提出申请2件。", []),
        # the table says otherwise, and not as a misprint does
        ("我局现已圆满办结31件。", []),
        # what was dealt with is what nobody knows
        ("全年收到锦旗48件。", []),
        # of some only
        ("通过驿站收到48件。", []),
    ],
)
def test_a_figure_among_unknown_words_is_tied_where_the_table_prints_it(text, expected):
    report = report_of(text, heading=REQUESTS, **RECEIVED_AND_DECIDED)
    assert links(report) == expected


def test_a_misprint_among_unknown_words_is_a_remark_and_no_failure():
    report = report_of("我局现已圆满办结64件。", heading=REQUESTS, **RECEIVED_AND_DECIDED)
    assert links(report) == [(64, "decided")]
    (finding,) = check_claims(report)
    assert finding.kind is FindingKind.REMARK


def test_a_figure_tied_because_it_agrees_is_no_witness():
    report = report_of("我局现已圆满办结46件。", heading=REQUESTS, **RECEIVED_AND_DECIDED)
    assert claim_witnesses(report) == ()


@pytest.mark.parametrize(
    ("whose", "text", "found"),
    [
        (BODY, "一科答复5件，二科答复4件，全局答复9件。", [9]),
        (AREA, "县政府作为被申请人的复议3件，全县总计9件。", [9]),
        (AREA, "县政府及所属部门受理申请9件。", [9]),
        (("某市某街道办事处", "body"), "我街道答复9件，全市答复700件。", [9]),
        (BODY, "县级机关合计收到申请96件，我局收到9件。", [9]),
    ],
)
def test_who_is_part_of_the_whole_told_behind_it_is_not_the_table(whose, text, found):
    heading = REMEDIES if "复议" in text else REQUESTS
    assert [number for number, _ in links(report_of(text, whose=whose, heading=heading))] == found


LEFT = [
    ("收到申请28件，26件已答复，2件经批准延期。", [(28, 26, 2)], {"carried_out__total": 2}),
    ("收到申请28件，26件已答复，其中2件延期答复。", [(28, 26)], {"carried_out__total": 2}),
    ("有2件结转下年度；其余26件均已办结。", [(2, 26)], {"decided__total": 26}),
    ("有2件结转下年度；其余26件均已办结。", [(2,)], {"decided__total": 25}),
]


@pytest.mark.parametrize(("text", "expected", "numbers"), LEFT)
def test_what_is_left_is_believed_where_the_table_has_it(text, expected, numbers):
    report = report_of(text, heading=REQUESTS, **numbers)
    assert [tuple(number for number, _ in links(report))] == expected


SUPERVISION = "（五）监督保障"


def test_a_remedy_among_what_supervises_disclosure_is_believed_where_the_table_has_it():
    cells = {"reconsideration__total": 4, "reconsideration__upheld": 4}
    text = "被申请行政复议4件（维持4件），复议培训4次。"
    report = report_of(text, heading=SUPERVISION, **cells)
    assert links(report) == [(4, "reconsideration"), (4, "reconsideration.upheld")]
    others = report_of("全年发生行政复议9件。", heading=SUPERVISION, **cells)
    assert links(others) == []


OF_KIND = [
    # what the second is counted out of is no second count of the kind
    ("企业申请占多数，19件中有11件。", [(11, "applicants.business")]),
    # nor is what a subject takes up of those received
    ("征地类申请是大头，在新收的57件申请里占了41件。", [(57, "requests_received")]),
]


@pytest.mark.parametrize(("text", "expected"), OF_KIND)
def test_a_figure_out_of_another_leaves_that_its_own_meaning(text, expected):
    assert links(report_of(text, heading=REQUESTS)) == expected


CARRIED = [
    ("收到的126份申请里，3份结转，123份办结。", [(126, 123), (3,)]),
    ("收到申请126份，结转3份，办结123份。", [(126, 123), (3,)]),
    ("收到申请22份，结转3份，办结25份。", [(22, 25), ()]),
]


@pytest.mark.parametrize(("text", "expected"), CARRIED)
def test_what_came_this_year_and_is_left_was_not_carried_in(text, expected):
    found = links(report_of(text, heading=REQUESTS))
    sides = ("requests_received", "decided"), ("carried_out",)
    assert [tuple(number for number, of in found if of in side) for side in sides] == expected
    carried_in = [number for number, of in found if of == "carried_in"]
    assert carried_in == ([3] if 25 in expected[0] else [])


def test_those_to_be_dealt_with_are_those_received_and_carried_in():
    text = "共14件需办理（含上年度转来的1件），办结13件。"
    found = links(report_of(text, heading=REQUESTS))
    assert found == [(14, "requests_received+carried_in"), (1, "carried_in"), (13, "decided")]


def test_a_denial_for_a_reason_is_of_that_reason_or_of_none():
    text = "1件因涉及第三方商业秘密不予公开、2件因会议纪要属讨论稿不予公开。"
    report = report_of(text, heading=REQUESTS, denied_law__total=2)
    assert links(report) == [(1, "denied.third_party")]
