"""What the figures say, in Chinese and English. One switch: `language`."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from numbers import Integral
from typing import TypeVar

from gxkit.charts import comparing_words, pointing_words
from gxkit.charts.lettering import count_letters
from gxkit.errors import NothingToDraw
from gxkit.text import LANGUAGES, Counted, Sentence

Choice = TypeVar("Choice")

# whose figures they are, as every figure and table of the study says
SOURCE = {
    "zh": "各行政机关政府信息公开工作年度报告",
    "en": "annual reports on government information disclosure",
}
# behind it, which figures a chart takes, where they are not the usual ones
TAKEN = {
    "printed": Sentence("；用所印的数", "; figures as printed"),
    "implied": Sentence("；用核对后的数和推得的数", "; reconciled and implied figures"),
}

WORDS: dict[str, tuple[str, str]] = {
    "source": ("资料来源：{}", "Source: {}"),
    "absent letters": (
        "字体中没有的字以其码位代替：{}。",
        "Letters that the font lacks are told by their code points: {}.",
    ),
    "cases": ("单位：件", "Number of requests"),
    "suits": ("占案件的百分比，条内为件数", "Share of cases, per cent; in the bars their number"),
    "reports": ("{}份报告", "{:report|reports}"),
    "and more": ("另{}份", "and {} more"),
    "all levels": ("全部机关", "All bodies"),
    "no level": ("级别不详", "Level unknown"),
    "more rows": (
        "另{}份报告未画出，逐份数字见同名CSV。",
        "{:more report is|more reports are} not drawn; all of them are in the CSV of the same "
        "name.",
    ),
    "more bodies": (
        "另{}个有多年报告的机关未画出，数字见同名CSV。",
        "{:more body|more bodies} with several years stand in the CSV.",
    ),
    "late of": ("逾期/n", "late/n"),
    "median days": ("中位数", "median"),
    "level fields note": (
        "机关多：每行一个级别；逐份见同名CSV。",
        "Many bodies: a row a level; report by report in the CSV of the same name.",
    ),
    "narrow fields note": (
        "格内为有数的格占应有格数的百分比。",
        "In the fields: cells with a number, per cent of all cells.",
    ),
    "board pooled note": (
        "报告多，每行一个年度；逐份见同名CSV。",
        "Many reports: a row a year; report by report in the CSV of the same name.",
    ),
    "all hold note": (
        "另{}份各条都成立，未画出。",
        "Not drawn, for every rule holds: {:more report|more reports}.",
    ),
    "received": ("收到", "received"),
    "decided": ("办理", "decided"),
    "series title": ("每年收到和办理的政府信息公开申请", "Requests received and decided, by year"),
    "gap note": (
        "竖线：统计表更换；线断开处口径改变，前后只能谨慎比较。没有点的年份未收录。",
        "Vertical lines: the form changed; where the line breaks, so did the definition. Dots are "
        "the years of reports at hand.",
    ),
    "reconciled note": (
        "* 核对后的数：所印的数自相矛盾。",
        "* Reconciled: the printed figures contradict each other.",
    ),
    "implied note": (
        "° 报告未印此数，由所印各数推得。",
        "° Not printed: it follows from the figures that are.",
    ),
    "cleared note": (
        "‡ 涉及此数的关系不成立，但错在另一格。",
        "‡ A rule over it is broken, and the mistake is in another cell.",
    ),
    "open note": (
        "? 未定：带端线的线和“小–大”为可能的最小值和最大值。",
        "? Undecided: the least and the most that it may be.",
    ),
    "outcomes title": ("申请办理结果的构成", "How requests were decided"),
    "outcomes few": (
        "n不足{}的条内为件数，不是百分比。",
        "In bars of n below {}: numbers, not per cent.",
    ),
    "outcomes unit": (
        "占办理总数的百分比 · n = 办理件数 · {}",
        "Share of requests decided, per cent · n = requests decided · {}",
    ),
    "left blank": ("未填或读不出", "blank or unread"),
    "none decided": ("未列（办理0件）：{}", "No request decided: {}"),
    "other form": (
        "未列（2019年以前的表，结果分类不同）：{}份",
        "Left out: forms before 2019, which class results differently ({})",
    ),
    "grounds title": ("不予公开的理由", "Grounds on which information was denied"),
    "grounds unit": (
        "占不予公开的百分比（件数） · {}",
        "Per cent of all denials (number of requests) · {}",
    ),
    "blank": ("–", "–"),
    "grounds fields": (
        "n = 不予公开的件数；不足{}件的空心，只写（件数）。–：未填或读不出",
        "n = requests denied; below {} hollow, the (number) alone. –: blank or unread",
    ),
    "none denied": (
        "未列（没有不予公开的）：{}份",
        "Nothing denied: {}",
    ),
    "total denied": ("n", "n"),
    "flow title": ("申请的去向", "Where the requests went"),
    "to handle": ("应办理", "to be handled"),
    "results unknown": ("结果未填或读不出", "Result blank or unread"),
    "gap over": ("去向不明", "Unaccounted for"),
    "gap under": (
        "去向合计比来源多{}件：报告所印数字不平。",
        "The results exceed the requests by {}: the printed figures do not balance.",
    ),
    "flow blank": ("未填或读不出：{}。", "Blank or unread: {}."),
    "flow open": ("未画出的未定数字：{}。", "Undecided and not drawn: {}."),
    "denied on": ("不予公开的理由：{}。", "Grounds of denial: {}."),
    "total blank": ("总计未填或读不出", "total blank or unread"),
    "remedies title": ("行政复议和行政诉讼的结果", "Reconsideration and litigation: results"),
    "remedies none": ("未列（没有案件）：{}", "No case: {}"),
    "reconsideration": ("行政复议", "Reconsideration"),
    "litigation_direct": ("直接起诉", "Direct suit"),
    "litigation_after_reconsideration": ("复议后起诉", "Suit after recons."),
    "upheld": ("结果维持", "Upheld"),
    "corrected": ("结果纠正", "Corrected"),
    "other": ("其他结果", "Other result"),
    "pending": ("尚未审结", "Pending"),
    "board title": ("各报告的数字是否自洽", "Do the reports' own figures add up?"),
    "board unit": (
        "每格：成立的／应成立的条数（无法核对的记最少–最多） · 空格：该表没有此项 · {}",
        "Rows or columns that hold (least–most) / that should · {}",
    ),
    "board reconciled note": (
        "* 不成立的都已有解释或决定。",
        "* What fails is settled by an explanation or a decision.",
    ),
    "board open note": (
        "? 不成立的还没有查明。",
        "? What fails is not settled.",
    ),
    "holds": ("成立", "holds"),
    "holds where assessable": ("可核对者成立", "holds where assessable"),
    "not checked": ("未核对", "not checked"),
    "does not apply": ("不适用", "does not apply"),
    "odd note": (
        "† 各类结果之和与（七）总计不符；图中以各类结果之和为100%。",
        "† The results do not add up to the total printed; here their sum is 100%.",
    ),
    "form totals": (
        "未列（2019年以前的表不分结果）：{}份",
        "Left out: forms before 2019, which print totals alone ({})",
    ),
    "form without": (
        "未列（2019年以前的表没有这些项目）：{}份",
        "Left out: forms before 2019, which do not ask for it ({})",
    ),
    "forms without": (
        "未列（{}：没有这些项目，或口径与其他表不同）：{}份",
        "Not shown ({}: does not have it, or defines it differently): {}",
    ),
    "revised note": (
        "{}本身在{}年修订过，图中不另标出。",
        "{} was itself revised in {}; not marked.",
    ),
    "percent": ("百分比", "Per cent"),
    "backlog title": ("结转：没有办完的申请", "Carried over: requests left undecided"),
    "backlog unit": (
        "占应办件数的百分比 · 应办＝本年新收＋上年结转 · {}",
        "Share of the workload, per cent · workload = received + carried in · {}",
    ),
    "carried in": ("上年结转", "carried in"),
    "carried out": ("结转下年", "carried out"),
    "workload": ("应办", "workload"),
    "no workload": ("未列（没有应办的申请）：{}", "No request to handle: {}"),
    "figures blank": (
        "未列（有关的格未填或读不出）：{}",
        "Blank or unread: {}",
    ),
    "gap title": (
        "自然人与法人组织：得到信息的比率",
        "People and organisations: how often they got information",
    ),
    "gap unit": (
        "予以公开＋部分公开，占各自办理件数的百分比 · {}",
        "Granted or partly granted, per cent of each · {}",
    ),
    "people": ("自然人", "people"),
    "organisations": ("法人和其他组织", "organisations"),
    "n people": ("n\n自然人", "n\npeople"),
    "n organisations": ("n\n组织", "n\norg."),
    "gap points": ("差（百分点）\n[95%区间]", "gap in points\n[95 % interval]"),
    "few": (
        "空心：办理不足{}件，不足为凭，不写差。n = 办理件数；–：没有申请，或有格未填",
        "Hollow: fewer than {} decided, which says little and has no gap. n = decided; –: none, or "
        "blank",
    ),
    "reversal title": (
        "复议、诉讼中被纠正的比率",
        "How often reconsideration and courts corrected the agency",
    ),
    "reversal unit": (
        "结果纠正占已审结件数的百分比 · 横线：95%威尔逊区间 · {}",
        "Corrected, per cent of closed · 95 % interval (Wilson) · {}",
    ),
    "corrected of closed": ("纠正/审结", "corrected/\nclosed"),
    "reversal none": ("未列（没有审结的案件）：{}份", "Not shown (no case closed): {}"),
    "interval note": (
        "横线越长，比率越不足为凭；空心：审结不足{}件。",
        "The longer the line, the less the rate says; hollow: fewer than {} closed.",
    ),
    "as printed": ("所印", "as printed"),
    "as reconciled": ("核对或推得", "reconciled\nor implied"),
    "printed blank": ("空", "blank"),
    "total": ("总计", "all applicants"),
    "claims title": ("报告正文与统计表", "What the text says and what the table says"),
    "claims unit": (
        "每点：正文中的一个数字，与同一事项的格对照 · {}个数字，{}",
        "Each dot: a figure in the text, set against the cell of the same thing · "
        "{:figure|figures}, {}",
    ),
    "agree": ("相符", "agrees"),
    "disagree": ("不符", "disagrees"),
    "text and table": ("不符者：正文 ≠ 表", "disagreeing: text ≠ table"),
    "claim reconciled note": (
        "* 表内所印 → 核对后的数。",
        "* The table as printed → as reconciled.",
    ),
    "claim open note": (
        "? 表内的数未定，“小–大”为可能的最小值和最大值；空心点：其中有与正文相符的。",
        "? The table's number is undecided: the least and the most that it may be; hollow: some of "
        "that agrees.",
    ),
    "not comparable": (
        "未列（无法对照）：{}个数字",
        "Not shown (figures that cannot be compared): {}",
    ),
    "timeliness title": ("年度报告是否按期公布", "Were the reports published in time?"),
    "timeliness unit": (
        "公布日与期限相差的天数（左：提前；右：逾期） · {}",
        "Days between publication and the day it was due (left: early; right: late) · {}",
    ),
    "in time": ("按期", "in time"),
    "late": ("逾期", "late"),
    "published on": ("公布", "published"),
    "due on": ("期限", "due"),
    "days": ("天", "days"),
    "undated": ("未列（公布日不详）：{}", "Day unknown: {}"),
    "no due date": (
        "未列（年度不详，期限无从确定）：{}",
        "Not shown (year unknown, hence no due day): {}",
    ),
    "any level note": (
        "? 级别不详，期限未定：带端线的线和“小 … 大”为各级别期限之下的最少和最多天数。",
        "? Level unknown, hence no due day: a line with caps, or two numbers, gives the fewest and "
        "the most days by the days of all levels.",
    ),
    "due note": (
        "期限：部门1月31日，县级以上政府3月31日；2018年度及以前一律3月31日。",
        "Due: departments 31 January, governments 31 March; for 2018 and before, all 31 March.",
    ),
    "coverage title": ("面板收录的报告", "The reports in the panel"),
    "coverage unit": (
        "每格：统计表的格式，有数的格／应有的格 · 点：未收录 · {}个机关，{}",
        "Each field: edition of the form, cells with a number / all its cells · dot: not in the "
        "panel · {:body|bodies}, {}",
    ),
    "body": ("本机关", "own"),
    "summary": ("汇总", "summary"),
    "outcome title": ("各报告核对的结果", "What reconciliation came to"),
    "disagreeing title": (
        "正文与统计表不符的数字",
        "Figures of the text that the table contradicts",
    ),
    "corrections title": (
        "核对后改用的数字及其位置",
        "Figures changed by reconciliation, with their places",
    ),
    "claims of": ("{}个，在可对照的{}个之中 · {}", "{} of the {} that can be compared · {}"),
    "cells of": ("{}格 · {}", "{:cell|cells} · {}"),
    "all hold": ("全部成立", "all hold"),
    "explained": ("有解释", "explained"),
    "undecided": ("未定", "undecided"),
    "level province": ("省级", "province"),
    "level prefecture": ("地市级", "prefecture"),
    "level prefecture-level zone": ("地市级实验区", "prefecture-level zone"),
    "level county": ("县级", "county"),
    "level township": ("乡镇", "township"),
    "level department": ("部门", "department"),
}
WORDS |= comparing_words.WORDS
WORDS |= pointing_words.WORDS

# why there is nothing to draw, by figure
NOTHING: dict[str, tuple[str, str]] = {
    "requests_by_year": (
        "没有哪个机关有两个年度的报告，画不出逐年变化。",
        "No body has reports of two years; two years make a series.",
    ),
    "outcomes": (
        "没有报告有办结的申请并列出办理结果，画不出结果的构成。",
        "No report has decided a request and lists the results, so there are no shares to draw.",
    ),
    "grounds": (
        "没有报告有办结的申请并列出不予公开的理由。",
        "No report has decided a request and lists the grounds of denial.",
    ),
    "flow": (
        "没有报告的申请表各项总计齐全、勾稽成立，画不出申请的去向。",
        "No report has a request table with all its totals and no broken rule, whose flow could "
        "be drawn.",
    ),
    "flow of": (
        "报告{}所用的表不问申请的去向：2019年以前的表都不问。",
        "The form of {} does not ask where requests went: only the 2019 and 2021 forms do.",
    ),
    "remedies": (
        "没有报告列出复议或诉讼案件的结果。",
        "No report lists a case of reconsideration or litigation with its result.",
    ),
    "rule_board": (
        "没有报告的表有可核对的勾稽关系。",
        "No report has a form that states a rule to check.",
    ),
    "backlog": (
        "没有报告列出应办和结转的申请。",
        "No report lists requests to be handled and those carried over.",
    ),
    "applicant_gap": (
        "没有报告分申请人列出办理结果。",
        "No report lists the results for each kind of applicant.",
    ),
    "reversals": (
        "没有报告有审结的复议或诉讼案件。",
        "No report has a case of reconsideration or litigation that was closed.",
    ),
    "differences": (
        "分母在20件以上的比率，没有一项因更正而不同，也没有未定的。",
        "No rate of 20 requests or more hangs on a correction, and none is undecided.",
    ),
    "claims": (
        "没有报告的正文有可与统计表对照的数字。",
        "No report has a figure in its text that can be compared with the table.",
    ),
    "timeliness": (
        "没有报告的公布日和期限都知道。",
        "Of no report are both the day of publication and the day due known.",
    ),
    "coverage": (
        "没有报告知道其年度。",
        "There is no report whose year is known.",
    ),
}
NOTHING |= comparing_words.NOTHING

HEADS: dict[str, tuple[str, str]] = {
    "body": ("机关", "Body"),
    "level": ("级别", "Level"),
    "scope": ("范围", "Scope"),
    "year": ("年度", "Year"),
    "years": ("报告年度", "Report years"),
    "editions": ("统计表格式", "Editions of the form"),
    "reports": ("报告", "Reports"),
    "cells": ("应有格数", "Cells"),
    "filled": ("有数的格", "With a number"),
    "verified": ("经核实的格", "Verified cells"),
    "cleared": ("已澄清的格", "Cleared cells"),
    "contradicted": ("有矛盾的格", "Contradicted cells"),
    "reconciled": ("改用他数的格", "Reconciled cells"),
    "rules": ("勾稽条数", "Rules"),
    "holds": ("成立", "Hold"),
    "fails": ("不成立", "Fail"),
    "remarks": ("值得注意", "Remarks"),
    "not_assessable": ("无法核对", "Not assessable"),
    "outcome": ("结果", "Outcome"),
    "claim": ("正文原文", "Claim as printed"),
    "counted": ("所指事项", "What is counted"),
    "stated": ("正文数", "In the text"),
    "table_value": ("表内数", "In the table"),
    "where": ("位置", "Place"),
    "cell": ("格", "Cell"),
    "printed": ("原文", "As printed"),
    "reconciled figure": ("勾稽所得", "Reconciled"),
    "decision": ("决定", "Decision"),
    "reason": ("理由", "Reason"),
    "who": ("决定人", "Decided by"),
    "when": ("日期", "Day"),
}


def pick(pair: tuple[Choice, Choice], language: str) -> Choice:
    """The Chinese or the English one of a pair; ValueError for a third language."""
    if language not in LANGUAGES:
        raise ValueError(
            f"The language is {language!r}; a figure is labelled in "
            "'zh' (Chinese) or 'en' (English)."
        )
    return pair[LANGUAGES.index(language)]


def word(key: str, language: str) -> str:
    """A text in one of the two languages; ValueError for a third."""
    return pick(WORDS[key], language)


def fill_word(
    key: str,
    language: str,
    *filling: object,
) -> str:
    """A text with its places filled, its words in agreement with the counts among them."""
    told = [Counted(one) if isinstance(one, Integral) else one for one in filling]
    return word(key, language).format(*told)


def refuse_empty(data: Sized, key: str) -> None:
    """NothingToDraw, with the sentence of a figure, if its data have no line."""
    # an empty pair of axes looks like a finding of zero
    if not len(data):
        raise NothingToDraw(*NOTHING[key])


def say_source(what: str, source: str, language: str) -> str:
    """Who published the figures of a figure or table; ValueError if that is not said."""
    if not source.strip():
        raise ValueError(
            f"A {what} needs its source: say who published the figures, as in "
            "source='各机关政府信息公开工作年度报告'."
        )
    return fill_word("source", language, source)


def scope_name(scope: str, language: str) -> str:
    """Whether a body reports for itself or for its whole area; another word stays as it is."""
    return word(scope, language) if scope in ("body", "summary") else scope


def level_name(level: str, language: str) -> str:
    """The level of a body; another word than the catalog's usual ones stays as it is."""
    key = f"level {level}"
    return word(key, language) if key in WORDS else level


def count_reports(number: int, language: str) -> str:
    """`3份报告` or `3 reports`."""
    return fill_word("reports", language, number)


def signed(number: float, digits: int = 0) -> str:
    """A difference with its sign, a true minus among them; what comes to nothing has none.

    >>> signed(-3.2), signed(2), signed(-0.4)
    ('−3', '+2', '0')
    """
    text = f"{number:+.{digits}f}".replace("-", "−")
    return text if text[1:].strip("0.") else "0"


def joined(texts: Iterable[str], language: str) -> str:
    """Things of a list, which may be several words each: `甲、乙` or `A; B`."""
    return pick(("、", "; "), language).join(texts)


def listed(texts: Iterable[str], language: str) -> str:
    """Short things in a sentence, `2013、2017` or `2013, 2017`."""
    return pick(("、", ", "), language).join(texts)


def in_lines(key: str, items: Iterable[str], language: str, width: int = 72) -> str:
    """A note that lists things, over several lines if need be, none of them cut in two."""
    mark = joined(["", ""], language)
    lines: list[str] = []
    for item in items:
        longer = f"{lines[-1]}{mark}{item}" if lines else item
        if lines and count_letters(longer) > width:
            lines[-1] += mark.rstrip()
            lines.append(item)
        else:
            lines[-1:] = [longer]
    return fill_word(key, language, "\n".join(lines))


def name_of(agency: str, agency_en: str, language: str) -> str:
    """The body's name; its Chinese one where no English one is known."""
    return agency_en if language == "en" and agency_en else agency
