"""The kinds of things that are said of a report, each with its name in Chinese and English.

A member equals its plain value (`FindingKind.FAILS == "fails"`), which is what CSV and JSON hold;
`.say("zh")` and `.say("en")` are for people.
"""

from __future__ import annotations

from gxkit.text import Named


class Status(Named):
    """What stands in a cell of the form."""

    PRINTED = ("printed", "已填", "printed", "印有数字", "a number is printed")
    BLANK = ("blank", "空白", "blank", "有此格而为空白", "the cell is there and empty")
    MISSING = (
        "missing",
        "缺失",
        "missing",
        "文件中没有此行或此列",
        "the row or column is not in the file",
    )
    # no guess is made among readings: the cell has no number, and its candidates are kept
    AMBIGUOUS = ("ambiguous", "有多种读法", "ambiguous", "有几种读法", "it has several readings")
    ILLEGIBLE = ("illegible", "不是数字", "illegible", "印的不是数字", "its text is no number")


class Verdict(Named):
    """What the arithmetic of the form, or a second reading, says of a value."""

    VERIFIED = (
        "verified",
        "经核实",
        "verified",
        "有勾稽关系涉及此数且成立，或两次独立读取相同",
        "a rule covers it and holds, or a second independent reading agrees",
    )
    CONTRADICTED = (
        "contradicted",
        "有矛盾",
        "contradicted",
        "涉及此数的勾稽关系不成立",
        "a rule that covers it is broken",
    )
    UNVERIFIED = (
        "unverified",
        "未核实",
        "unverified",
        "没有可核对此数的勾稽关系",
        "no rule that can be assessed covers it",
    )


class ClaimKind(Named):
    """What a figure of the narrative is."""

    COUNT = ("count", "数量")
    SHARE = ("share", "占比")
    MONEY = ("money", "金额")
    CHANGE = ("change", "增减")

    @property
    def fills_cells(self) -> bool:
        """Whether a cell of a form can hold such a figure."""
        # a share or a change is computed from cells and stands in none
        return self in (ClaimKind.COUNT, ClaimKind.MONEY)


class Unlinked(Named):
    """Why a figure whose words name a concept is not that of its cell."""

    PLAN = ("plan", "计划数", "planned")
    YEAR = ("year", "另一年的数", "of another year")
    SCOPE = ("scope", "另一机关的数", "of another body")


class FindingKind(Named):
    """What a rule comes to where it does not simply hold."""

    FAILS = ("fails", "不成立")
    REMARK = ("remark", "值得注意")
    NOT_ASSESSABLE = ("not assessable", "无法核对")


class Origin(Named):
    """Where a finding comes from."""

    RULE = ("rule", "表内勾稽", "a rule of the form")
    IMPLIED = ("implied", "由其他数推出", "implied by other figures")
    JOINED = ("joined", "连写的数字", "figures run together")
    READING = ("reading", "两次识读", "two readings")
    NARRATIVE = ("narrative", "正文", "the narrative")
    YEARS = ("years", "跨年核对", "between reports")


class MistakeKind(Named):
    """What can have gone wrong in a table, one mistake each."""

    UNFILLED = ("total not filled in", "合计未填")
    ROWS_EXCHANGED = ("rows exchanged", "两行互换")
    COLUMNS_EXCHANGED = ("columns exchanged", "两列互换")
    SIGN_LOST = ("sign lost", "正负号有误", "wrong sign")
    ROW_SHIFTED = ("row shifted", "一行错位")
    COLUMN_SHIFTED = ("column shifted", "一列错位")
    NEIGHBOUR = ("value in the neighbouring cell", "填入相邻格")
    SPLIT_ELSEWHERE = ("split elsewhere", "两格拆分有误", "digits parted in the wrong place")
    TRANSPOSED = ("digits transposed", "数字前后颠倒")
    DIGIT_LOST = ("digit lost", "少一位数字")
    DIGIT_DOUBLED = ("digit doubled", "多一位数字")
    UNIT = ("unit", "单位有误", "wrong unit")
    ONE_CELL = ("one cell", "一格有误", "one wrong cell")
    IMPOSSIBLE = ("impossible", "不可能的数", "an impossible count")
    ONE_LINE = ("one line", "一行（列）有误", "one wrong line")

    @property
    def exchanges(self) -> bool:
        """Whether two whole lines changed places."""
        return self in (MistakeKind.ROWS_EXCHANGED, MistakeKind.COLUMNS_EXCHANGED)

    @property
    def shifts(self) -> bool:
        """Whether the figures of a whole line are one place off."""
        return self in (MistakeKind.ROW_SHIFTED, MistakeKind.COLUMN_SHIFTED)

    @property
    def is_of_columns(self) -> bool:
        """Whether it is columns, not rows, that it displaces."""
        return self in (MistakeKind.COLUMNS_EXCHANGED, MistakeKind.COLUMN_SHIFTED)


class Blame(Named):
    """Whose mistake an explanation is."""

    PUBLISHER = ("publisher", "发布机关", "the publisher")
    COPY = ("copy", "手头的文件（转录有误）", "the copy at hand")
    READING = ("reading", "识读", "the reading of the file")
    # the rule, not the exception: who is wrong needs evidence of its own
    UNDECIDED = ("undecided", "未定", "undecided")


class Source(Named):
    """What a witness is."""

    CLAIM = ("claim", "正文的一句话", "a sentence of the narrative")
    YEAR = ("year", "另一年的报告", "a report of another year")
    READING = ("reading", "同一文件的第二次识读", "a second reading of the same file")
    FILE = ("file", "同一报告的另一文件", "another file of the same report")


class CircumstanceKind(Named):
    """What the table itself can show for an explanation."""

    IMPLIED_TWICE = ("implied twice", "各勾稽关系推出同样的数", "identities agree on the number")
    TOTALS_AT_ZERO = ("totals at zero", "其他合计也为0", "other totals are 0 too")
    OVER_A_PAGE = ("over a page", "两行分处两页", "a page breaks between the rows")
    RUN_TOGETHER = ("run together", "两格连写", "the figures run together")


class Decided(Named):
    """What a person decided of a finding or an explanation."""

    ACCEPT = ("accept explanation", "接受解释")
    KEEP = ("keep as published", "照原样保留")
    CORRECT = ("correct to", "更正")
    # follows from an acceptance and is never written into the ledger itself
    ANOTHER = ("another accepted", "接受了另一解释")
