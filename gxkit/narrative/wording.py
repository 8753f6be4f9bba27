"""What the findings about the narrative say, in Chinese and English."""

from __future__ import annotations

from gxkit.narrative.claim import Breakdown
from gxkit.report import Claim, Number, Report

RULES: dict[str, tuple[str, str]] = {
    "R8": (
        "叙述中的数应等于表中同一概念的数",
        "a count in the narrative equals the cell of the same concept",
    ),
    "R9": (
        "叙述中的占比应等于部分除以总数",
        "a share in the narrative equals its count over the total",
    ),
    "R10": (
        "叙述中列出的各部分应合成所称的总数",
        "parts listed in the narrative make the whole they claim to make",
    ),
}

_WHY = {
    "two senses": (
        "叙述另一处同一词的数与表一致，此处应另有含义",
        "elsewhere the narrative gives the table's figure under the same name, so the word means another "
        "thing here",
    ),
    "blank": (
        "表中有空白格，以同行已填各数代替",
        "the table leaves cells blank; the printed figures of the row stand in",
    ),
    "words": (
        "叙述用语与表中项目不尽相同，口径可能不同",
        "the narrative's words are not the form's; another thing may be meant",
    ),
    "office": (
        "表格涵盖全地区，叙述未说明范围，可能只计本机关",
        "the table covers the whole area; the narrative does not say whether it counts the office alone",
    ),
    "about": ("叙述为约数", "the narrative says it is approximate"),
}
_EXCERPT = 60


def _place(report: Report, claim: Claim) -> str:
    return str(claim.where) if claim.where else report.sections[claim.section].heading


def _excerpt(report: Report, claim: Claim) -> str:
    """The words around a claim, at most some sixty characters of its sentence."""
    sentence = claim.sentence
    if len(sentence) <= _EXCERPT:
        return sentence
    left, right = claim.span
    text = report.sections[claim.section].text
    begin = max(0, left - _EXCERPT // 2)
    return "…" + "".join(text[begin : right + _EXCERPT // 3].split()) + "…"


def _named(report: Report, claim: Claim) -> tuple[str, str]:
    first = report[claim.cells[0]].label
    if len(claim.cells) == 1:
        return first, first
    return f"{first} 等 {len(claim.cells)} 格之和", f"{first} … (sum of {len(claim.cells)})"


def _gap(claim: Claim, number: Number) -> Number:
    bound = claim.low if claim.number is None else claim.number
    gap = (claim.high if bound is None else bound or 0) or 0
    return gap - number if gap > number else number - gap


def count(
    report: Report, claim: Claim, number: Number, why: str, other: Claim | None
) -> tuple[str, str]:
    """A count that is not the cell's; `why` it is a remark only, '' if it fails, `other` the claim that agrees."""
    zh, en = _named(report, claim)
    place, quoted = _place(report, claim), _excerpt(report, claim)
    because_zh, because_en = _WHY.get(why, ("", ""))
    elsewhere = _place(report, other) if other and why == "two senses" else ""
    at_zh, at_en = (f"（{elsewhere}）", f" ({elsewhere})") if elsewhere else ("", "")
    return (
        f"{place}：R8（{RULES['R8'][0]}）：叙述为“{claim.printed}”（{quoted}），表中 {zh} 为 {number}，"
        f"相差 {_gap(claim, number)}{'；' + because_zh + at_zh if why else ''}。",
        f"{place}: R8 ({RULES['R8'][1]}): the narrative says “{claim.printed}” ({quoted}), the table's {en} is "
        f"{number}, off by {_gap(claim, number)}{'; ' + because_en + at_en if why else ''}.",
    )


def open_cell(report: Report, claim: Claim) -> tuple[str, str]:
    """A count whose cell has no number."""
    zh, en = _named(report, claim)
    place, quoted = _place(report, claim), _excerpt(report, claim)
    return (
        f"{place}：R8（{RULES['R8'][0]}）：叙述为“{claim.printed}”（{quoted}），表中 {zh} 无数，无法核对。",
        f"{place}: R8 ({RULES['R8'][1]}): the narrative says “{claim.printed}” ({quoted}); the table's {en} has no "
        f"number; not assessable.",
    )


def share(
    report: Report, part: Claim, printed: Claim, whole: Claim, due: Number | None, how: str
) -> tuple[str, str]:
    """A share that is not part / whole rounded; `how` is `cut`, `raised` or '' (neither)."""
    place, ratio = _place(report, printed), f"{part.number}/{whole.number}"
    zh = {"cut": "，系舍去尾数而非四舍五入", "raised": "，系进位而非四舍五入"}.get(how, "")
    en = {"cut": ": cut, not rounded", "raised": ": rounded up"}.get(how, "")
    gap = abs((printed.number or 0) - (due or 0))
    return (
        f"{place}：R9（{RULES['R9'][0]}）：{part.counts}占“{printed.printed}”，{ratio} 应为 {due}%，"
        f"相差 {gap} 个百分点{zh}。",
        f"{place}: R9 ({RULES['R9'][1]}): {part.counts} is given as {printed.printed}, {ratio} is {due}%, "
        f"off by {gap} points{en}.",
    )


def parts(report: Report, found: Breakdown, whole: Claim) -> tuple[str, str]:
    """Parts that do not add up to their whole."""
    place, many = _place(report, found.parts[0]), len(found.parts)
    listed = "+".join(str(p.number) for p in found.parts)
    gap = abs(found.total - (whole.number or 0))
    return (
        f"{place}：R10（{RULES['R10'][0]}）：所列 {many} 部分之和为 {listed}={found.total}，"
        f"总数为“{whole.printed}”，相差 {gap}。",
        f"{place}: R10 ({RULES['R10'][1]}): the {many} parts listed make {listed}={found.total}, the whole is "
        f"“{whole.printed}”, off by {gap}.",
    )


def kinds(report: Report, found: Breakdown, claimed: Claim) -> tuple[str, str]:
    """A list with more or fewer parts than the text says."""
    place, many = _place(report, claimed), len(found.parts)
    gap = abs((claimed.number or 0) - many)
    return (
        f"{place}：R10（{RULES['R10'][0]}）：叙述称分为“{claimed.printed}”，实际列出 {many} 项，相差 {gap}。",
        f"{place}: R10 ({RULES['R10'][1]}): the narrative claims “{claimed.printed}”, {many} are listed, "
        f"off by {gap}.",
    )
