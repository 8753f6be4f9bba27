"""What the figures say, in Chinese and English. One switch: `language`."""

from __future__ import annotations

import textwrap

WORDS: dict[str, tuple[str, str]] = {
    "source": ("资料来源：{}", "Source: {}"),
    "cases": ("单位：件", "Number of requests"),
    "suits": ("单位：件", "Number of cases"),
    "reports": ("{}份报告", "{} reports"),
    "one report": ("1份报告", "1 report"),
    "received": ("收到", "received"),
    "decided": ("办理", "decided"),
    "form fujian": ("福建省统计表", "Fujian's own form"),
    "form 2019": ("2019年格式", "2019 form"),
    "form 2021": ("2021年格式", "2021 form"),
    "series title": ("每年收到和办理的政府信息公开申请", "Requests received and decided, by year"),
    "gap note": (
        "竖线：统计表更换；线在此断开，表示口径改变，前后只能谨慎比较。点为报告年份，其间年份未收录。",
        "Vertical lines: the form changed. Where the line breaks the definition changed too: compare with caution.\n"
        "Dots are the years of reports at hand.",
    ),
    "reconciled note": (
        "* 报告所印数字自相矛盾，图中用可解释该矛盾的数字（面板两者都有）。",
        "* The printed figures contradict each other; the figure that explains it is drawn (the panel has both).",
    ),
    "outcomes title": ("申请办理结果的构成", "How requests were decided"),
    "outcomes unit": (
        "占办理总数的百分比 · n = 办理件数 · {}",
        "Share of requests decided, per cent · n = requests decided · {}",
    ),
    "left blank": ("未填或读不出", "blank or unread"),
    "none decided": ("未列（办理0件）：{}", "Not shown (no request decided): {}"),
    "other form": (
        "未列（2019年以前的表，结果分类不同）：{}份",
        "Not shown (forms before 2019, which class results differently): {}",
    ),
    "grounds title": ("不予公开的理由", "Grounds on which information was denied"),
    "grounds unit": (
        "单位：件 · {} · n = 办理件数 · –：未填或读不出",
        "Number of requests · {} · n = requests decided · –: blank or unread",
    ),
    "blank": ("–", "–"),
    "total denied": ("不予公开合计", "All grounds"),
    "flow title": ("申请的去向", "Where the requests went"),
    "to handle": ("应办理", "to be handled"),
    "results unknown": ("结果未填或读不出", "Result blank or unread"),
    "gap over": ("去向不明", "Unaccounted for"),
    "gap under": (
        "去向合计比来源多{}件：报告所印数字不平。",
        "The results exceed the requests by {}: the printed figures do not balance.",
    ),
    "flow blank": ("未填或读不出：{}。", "Blank or unread: {}."),
    "denied on": ("不予公开的理由：{}。", "Grounds of denial: {}."),
    "total blank": ("总计未填或读不出", "total blank or unread"),
    "remedies title": ("行政复议和行政诉讼的结果", "Reconsideration and litigation: results"),
    "remedies none": ("未列（没有案件）：{}", "Not shown (no case): {}"),
    "reconsideration": ("行政复议", "Reconsideration"),
    "litigation_direct": ("直接起诉", "Direct suit"),
    "litigation_after_reconsideration": ("复议后起诉", "Suit after recons."),
    "upheld": ("结果维持", "Upheld"),
    "corrected": ("结果纠正", "Corrected"),
    "other": ("其他结果", "Other result"),
    "pending": ("尚未审结", "Pending"),
    "board title": ("各报告的数字是否自洽", "Do the reports' own figures add up?"),
    "board unit": (
        "每格：成立的条数／应成立的条数 · 空格：该表没有此项勾稽 · {}",
        "Each field: rows or columns that hold / that should · empty: not a rule of that form · {}",
    ),
    "holds": ("成立", "holds"),
    "holds where assessable": ("可核对者成立", "holds where assessable"),
    "remark": ("值得注意", "worth a remark"),
    "fails": ("不成立", "fails"),
    "not assessable": ("缺数，无法核对", "figures lacking, not assessable"),
    "not checked": ("未核对", "not checked"),
    "does not apply": ("不适用", "does not apply"),
    "R1": ("各申请人之和\n＝总计", "applicants\n= total"),
    "R2": ("各类结果之和\n＝（七）总计", "results\n= all decided"),
    "R3": ("新收＋上年结转\n＝办理＋结转下年", "in + carried in\n= decided + out"),
    "R4": ("复议诉讼结果\n之和＝总计", "remedies' results\n= total"),
    "R5": ("渠道、答复\n之和＝总数", "channels, answers\n= totals"),
    "R7": ("历年累计\n≥本年", "cumulative\n≥ year"),
    "S1": ("网站＋公报\n＝主动公开", "site + gazette\n= disclosed"),
    "S2": ("申请数\n＝答复数", "requests\n= answers"),
    "odd note": (
        "† 各类结果之和与（七）总计不符；图中以各类结果之和为100%。",
        "† The results do not add up to the total printed; here their sum is 100%.",
    ),
}


def word(key: str, language: str) -> str:
    """A text in one of the two languages; ValueError for a third."""
    if language not in ("zh", "en"):
        raise ValueError(f"The language is {language!r}; a figure is labelled in 'zh' (Chinese) or 'en' (English).")
    return WORDS[key][language == "en"]


def count_reports(number: int, language: str) -> str:
    """`3份报告` or `3 reports`."""
    return word("one report" if number == 1 else "reports", language).format(number)


def joined(texts: list[str], language: str) -> str:
    return ("、" if language == "zh" else "; ").join(texts)


def in_lines(key: str, items: list[str], language: str, width: int = 110) -> str:
    """A note that lists things, over several lines if need be, none of them cut in two."""
    lines, mark = [""], "、" if language == "zh" else "; "
    for item in items:
        candidate = lines[-1] + (mark if lines[-1] else "") + item
        if lines[-1] and sum(1 + (not c.isascii()) for c in candidate) > width:
            lines[-1] += mark.rstrip()
            lines.append(item)
        else:
            lines[-1] = candidate
    return word(key, language).format("\n".join(lines))


def name_of(agency: str, agency_en: str, language: str) -> str:
    """The body's name; its Chinese one where no English one is known."""
    return agency_en if language == "en" and agency_en else agency


def folded(text: str, width: int) -> str:
    """A name over several lines of at most `width` letters (a Chinese character counts as two)."""
    if text.isascii():
        return textwrap.fill(text, width, break_long_words=False)
    lines = -(-2 * len(text) // width)
    per_line = -(-len(text) // lines) if text else 1
    return "\n".join(text[i:i + per_line] for i in range(0, len(text), per_line))
