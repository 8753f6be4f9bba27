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
        "有勾稽关系涉及此数且成立，或有旁证，或两次独立读取相同",
        "an identity covers it and holds, a witness has the same number, or a second reading",
    )
    CONTRADICTED = (
        "contradicted",
        "有矛盾",
        "contradicted",
        "涉及此数的勾稽关系不成立，或PDF页面所示不同",
        "a rule that covers it is broken, or the page of its PDF shows otherwise",
    )
    CLEARED = (
        "cleared",
        "已澄清",
        "cleared",
        "涉及此数的勾稽关系不成立，而确定或经人工接受的解释改正他格后即成立",
        "every broken rule that covers it is mended by other cells, under an explanation that is "
        "certain or accepted",
    )
    UNVERIFIED = (
        "unverified",
        "未核实",
        "unverified",
        "没有可核对此数的勾稽关系",
        "no identity that can be assessed covers it, and nothing else speaks for it",
    )


class Ground(Named):
    """What speaks for a number as printed, or against it."""

    IDENTITY = (
        "identity",
        "勾稽关系",
        "an identity",
        "有勾稽关系涉及此数且成立，行列互换即不成立",
        "an identity covers it and holds, and would not with two lines exchanged",
    )
    EXCHANGE = (
        "identity up to an exchange",
        "勾稽关系（不辨互换）",
        "identities, up to an exchange of lines",
        "勾稽关系成立，但与地位相同的行或列互换后同样成立",
        "identities hold, and would hold as well with two lines of one role exchanged",
    )
    UNLIKELY = (
        "identity with an unlikely order",
        "勾稽关系（疑有互换）",
        "identities, with an exchange of lines likelier than not",
        "勾稽关系成立，但与另一行互换后同样成立，且所印的大小反常",
        "the same, and what is printed is unusual: more carried in than newly received",
    )
    CLAIM = (
        "claim",
        "正文",
        "the narrative",
        "正文的一句话有此格的数",
        "a sentence of the narrative has a number for the cell",
    )
    YEAR = (
        "neighbouring year",
        "相邻年度报告",
        "the report of a neighbouring year",
        "由相邻年度报告推得此格的数",
        "the report of a neighbouring year has a number for the cell, or leaves it one",
    )
    READING = (
        "second reading",
        "第二次识读",
        "a second reading",
        "看PDF页面（或由另一引擎、图片由另一方法）再次识读，数字相同",
        "a look at the page of a PDF has the same figure, or another engine, or another reader of "
        "the same picture",
    )
    CHOICE = (
        "choice of the sums",
        "勾稽关系选定",
        "the choice of the sums among readings",
        "两种识读不同，按勾稽关系只能是其中这一个数",
        "two readings of a picture differ, and the identities leave this one of them",
    )
    FILE = (
        "another file",
        "同一报告的另一文件",
        "another file of the report",
        "同一报告的另一文件有此格的数",
        "another file of the same report has a number for the cell",
    )


class Use(Named):
    """Whether a figure can be used."""

    YES = ("yes", "可用", "yes", "可以使用", "use it")
    CARE = ("with care", "慎用", "with care", "使用时须说明", "use it and say why it is doubtful")
    NO = ("no", "不可用", "no", "没有可用的数", "there is no figure to use")


class Fitness(Named):
    """Why a figure is fit for use or not."""

    VERIFIED = ("verified", "经核实", "verified", "经核实且无异议", "verified and undisputed")
    CLEARED = (
        "cleared",
        "已澄清",
        "cleared",
        "涉及此数的不成立的关系，改正他格即成立",
        "the broken rules over it are mended by other cells",
    )
    UNVERIFIED = (
        "unverified",
        "未核实",
        "unverified",
        "印有数字，但无从核对",
        "printed, and nothing could be asked about it",
    )
    UNLIKELY = (
        "unlikely order",
        "疑有互换",
        "unlikely order",
        "只有勾稽关系可证，且两行大小反常",
        "only sums speak for it, and two lines stand as if exchanged",
    )
    DISPUTED = (
        "disputed",
        "旁证不符",
        "disputed",
        "有旁证给出另一数",
        "a witness has another number",
    )
    CHOSEN = (
        "chosen",
        "勾稽选定",
        "chosen",
        "图片有几种识读，由勾稽关系选定其一",
        "a picture has several readings, of which the sums leave this one",
    )
    KEPT = (
        "kept as published",
        "照原样保留",
        "kept as published",
        "关系不成立，经人工决定保留所印的数",
        "a rule over it is broken, and a person decided to keep what is printed",
    )
    RECONCILED = (
        "reconciled",
        "勾稽所得",
        "reconciled",
        "应取 reconciled 一栏的数",
        "take the figure of the column reconciled",
    )
    IMPLIED = (
        "implied",
        "推算所得",
        "implied",
        "没有所印的数，可取 implied 一栏的数",
        "no number is printed; the column implied has the one that follows",
    )
    CONTRADICTED = (
        "contradicted",
        "有矛盾",
        "contradicted",
        "关系不成立，或页面所示不同，尚未定何者有误",
        "a rule over it is broken, or its page shows another figure; what is wrong is undecided",
    )
    AMBIGUOUS = ("ambiguous", "有多种读法", "ambiguous", "有几种读法", "it has several readings")
    ILLEGIBLE = ("illegible", "不是数字", "illegible", "印的不是数字", "its text is no number")
    MISSING = ("missing", "缺失", "missing", "文件中没有此格", "the file has no such cell")
    BLANK = ("blank", "空白", "blank", "空白不当作零", "a blank is no zero")

    @property
    def use(self) -> Use:
        """Whether a figure can be used for which this is the reason."""
        if self in _SOUND:
            return Use.YES
        return Use.NO if self in _WITHOUT else Use.CARE


_SOUND = frozenset({Fitness.VERIFIED, Fitness.CLEARED})
_WITHOUT = frozenset(
    {
        Fitness.CONTRADICTED,
        Fitness.AMBIGUOUS,
        Fitness.ILLEGIBLE,
        Fitness.MISSING,
        Fitness.BLANK,
    }
)


class Settled(Named):
    """By what a broken rule is settled."""

    CERTAIN = ("certain explanation", "解释确定", "a certain explanation")
    ACCEPTED = ("accepted explanation", "解释经人工接受", "an explanation that a person accepted")
    KEPT = ("kept as published", "经人工决定照原样保留", "a decision to keep what is printed")
    CORRECTED = ("corrected", "经人工更正", "a correction by a person")


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
    CELLS_EXCHANGED = ("cells exchanged", "相邻两格互换", "neighbouring cells exchanged")
    SPLIT_ELSEWHERE = ("split elsewhere", "两格拆分有误", "digits parted in the wrong place")
    TRANSPOSED = ("digits transposed", "数字前后颠倒")
    DIGIT_LOST = ("digit lost", "少一位数字")
    DIGIT_DOUBLED = ("digit doubled", "多一位数字")
    UNIT = ("unit", "单位有误", "wrong unit")
    POINT = ("decimal point", "小数点有误", "a decimal point in the wrong place")
    DIGIT_MISTYPED = ("digit mistyped", "按错数字键", "the key beside")
    LEFT_EMPTY = ("left empty", "漏填")
    PART_OMITTED = ("total without a part", "合计漏加一项")
    PART_TWICE = ("part counted twice", "合计多加一项")
    STALE = ("totals not updated", "合计未随分项更新")
    COPIED = ("copied from beside", "照抄相邻数字")
    LAST_YEAR = ("last year's figures", "沿用上年数字")
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
    # no witness of what is right: a figure that equals it may have been left in
    LAST = ("last", "上一年报告的同一格", "the same cell a year before")


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
    # settles nothing: it says what is waited for, and that the rest comes first
    POSTPONE = ("postpone", "暂缓", "postponed")
    # follows from an acceptance and is never written into the ledger itself
    ANOTHER = ("another accepted", "接受了另一解释")
