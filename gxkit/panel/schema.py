"""What the files of a data folder hold: their columns, and what may stand in each.

One set of declarations, from which the check of a frame (`validation`), the data package and the
dictionary (`description`) are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from gxkit.forms import Comparability, all_forms
from gxkit.forms.crosswalk import crosswalk
from gxkit.report import Fitness, Settled, Status, Use, Verdict


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: Table Schema type, what it is in both languages, what it may hold.

    `fixed` are constraints by Table Schema's names; `among` gives the values allowed where these
    depend on the editions that are known.
    """

    name: str
    type: str
    zh: str
    en: str
    fixed: dict[str, Any] = field(default_factory=dict)
    among: Callable[[], Iterable[str]] | None = None

    @property
    def constraints(self) -> dict[str, Any]:
        # Editions may be registered after this module is loaded: their list is asked anew.
        if self.among is None:
            return self.fixed
        return {**self.fixed, **named(self.among())}


def named(values: Iterable[str]) -> dict[str, Any]:
    """The constraint that a column holds nothing but some values."""
    return {"enum": [str(value) for value in values]}


GIVEN: dict[str, Any] = {"required": True}
HASH = {"pattern": "[0-9a-f]{64}"}
YEARS = {"minimum": 2008, "maximum": 2100}
"""no report was due before the regulation of 2008; the end only keeps misprints out"""
REPORT = Column(
    "report",
    "string",
    "报告编号",
    "id of the report",
    {**GIVEN, "pattern": r"\S+"},
)
USE = Column(
    "use",
    "string",
    "可否使用：yes 可用；with care 慎用；no 不可用",
    "whether the figure can be used: yes, with care, or no",
    {**GIVEN, **named(Use)},
)
WHO = (
    REPORT,
    Column("agency", "string", "报告机关", "the body that reports"),
    Column("agency_en", "string", "报告机关英文名", "the body in English"),
    Column(
        "code",
        "string",
        "行政区划代码（GB/T 2260）",
        "division code, GB/T 2260",
        {"pattern": r"\d{6}"},
    ),
    Column("level", "string", "机关层级", "department, county, prefecture-level zone"),
    Column(
        "scope",
        "string",
        "body：本机关；summary：本级政府汇总",
        "body: the body's own work; summary: a government's, with its departments and lower levels "
        "added",
        named(["body", "summary"]),
    ),
    Column("year", "integer", "报告年度", "the year reported on", YEARS),
)
PANEL = (
    *WHO,
    Column("edition", "string", "表格格式", "edition of the form", GIVEN, all_forms),
    Column(
        "only_cell_of",
        "string",
        "恰为此格的概念；由几格相加的概念见 concepts.csv",
        "the concept that is this one cell; those that are sums of cells stand in concepts.csv",
        among=lambda: crosswalk().concepts,
    ),
    Column("table", "string", "表", "table of the form", GIVEN),
    Column("row", "string", "行", "row of the table", GIVEN),
    Column("column", "string", "列", "column of the table", GIVEN),
    Column("label", "string", "表上的标签", "label as the form prints it"),
    Column(
        "value",
        "number",
        "所印的数；空白、缺、有歧义或不能辨认的为空",
        "the number printed; empty where the cell is blank, missing, ambiguous or illegible",
    ),
    Column("unit", "string", "计量单位", "unit of the number"),
    Column(
        "status",
        "string",
        "此格印了什么",
        "what stands in the cell",
        {**GIVEN, **named(Status)},
    ),
    Column(
        "verdict",
        "string",
        "勾稽关系或重新识读如何看此数",
        "what the form's arithmetic, or a second reading, says of it",
        {**GIVEN, **named(Verdict)},
    ),
    Column(
        "reconciled",
        "number",
        "解释确定或经人工决定时应有的数；与所印相同的为空",
        "what the number would be under a certain or accepted explanation; empty where it is the "
        "value itself",
    ),
    Column("printed", "string", "所印的文字", "the text as printed"),
    Column("where", "string", "在文件中的位置", "its place in the file"),
    Column("sha256", "string", "所读文件的 SHA-256", "SHA-256 of the file it was read from", HASH),
    Column(
        "implied",
        "number",
        "此格无数而由其他数推出的唯一的数；印有数字的为空",
        "the only number that the other figures leave a cell without one; empty where one is "
        "printed",
    ),
    Column(
        "implied_by",
        "string",
        "推出此数的规则，按推算次序，以分号分隔",
        "the rules that prove it, in the order of the proof, with semicolons between them",
    ),
    Column(
        "verified_by",
        "string",
        "何者与所印的数相符，以分号分隔",
        "who has the number printed, with semicolons between them",
    ),
    Column(
        "disputed_by",
        "string",
        "何者给出另一数，以分号分隔",
        "which witnesses have another number, with semicolons between them",
    ),
    USE,
    Column(
        "use_why",
        "string",
        "可用或不可用的理由",
        "why it can be used or not",
        {**GIVEN, **named(Fitness)},
    ),
)
FINDINGS = (
    REPORT,
    Column("id", "string", "发现编号：表与规则", "id of the finding: table and rule", GIVEN),
    Column("rule", "string", "规则（R1 至 R10、S1 至 S5 等）", "the rule", GIVEN),
    Column(
        "kind",
        "string",
        "fails：不成立；remark：提示；not assessable：无法核对",
        "fails, remark, or not assessable",
        GIVEN,
    ),
    Column(
        "left",
        "number",
        "等式左边",
        "the left side of the rule; empty where a cell has no number",
    ),
    Column(
        "right",
        "number",
        "等式右边",
        "the right side of the rule; empty where a cell has no number",
    ),
    Column("sentence", "string", "中文说明", "what was found, in Chinese"),
    Column("sentence_en", "string", "英文说明", "what was found, in English"),
    Column(
        "settled",
        "string",
        "不成立的关系由何说明；未定的为空",
        "by what a rule that fails is settled; empty where it is open",
        named(Settled),
    ),
)
FOOTING = (
    Column(
        "reconciled",
        "boolean",
        "是否用了修正或推算的数字",
        "whether a reconciled or implied figure is in it",
        GIVEN,
    ),
    Column(
        "verdict",
        "string",
        "所用数字中最差的核对结论",
        "the worst verdict among its figures",
        {**GIVEN, **named(Verdict)},
    ),
    Column(
        "basis",
        "string",
        "所用数字：所印、修正或推算",
        "which figures it rests on: printed, reconciled or implied",
        GIVEN,
    ),
    USE,
)
"""what a sum of figures rests on"""
CONCEPTS = (
    *WHO,
    Column("edition", "string", "表格格式", "edition of the form", GIVEN, all_forms),
    Column(
        "concept",
        "string",
        "概念：几种格式所共有的量，由一格或几格相加",
        "what several editions count: one cell, or a sum of cells",
        GIVEN,
        among=lambda: crosswalk().concepts,
    ),
    Column(
        "value",
        "number",
        "数值；无数或与最新格式不可比的为空",
        "the value; empty where there is none, or none that compares with the newest form",
    ),
    Column("unit", "string", "计量单位", "unit of the value", GIVEN),
    Column(
        "comparability",
        "string",
        "与最新格式的可比性",
        "how it compares with the newest form",
        {**GIVEN, **named(Comparability)},
    ),
    Column(
        "value_in_form",
        "number",
        "报告所用格式自己的数，不论可比与否",
        "what the report's own form counts, whether it compares or not",
    ),
    *FOOTING,
)
INDICATORS = (
    *WHO,
    Column("edition", "string", "表格格式", "edition of the form", GIVEN, all_forms),
    Column("indicator", "string", "指标编号", "id of the indicator", GIVEN),
    Column("numerator", "number", "分子；无分子的指标为空", "numerator; empty where there is none"),
    Column(
        "denominator", "number", "分母；无分母的指标为空", "denominator; empty where there is none"
    ),
    Column("value", "number", "指标值；无从计算的为空", "the value; empty where there is none"),
    Column(
        "low",
        "number",
        "各未定数字所容许的最小值",
        "the least value that the figures in doubt allow",
    ),
    Column(
        "high",
        "number",
        "各未定数字所容许的最大值",
        "the largest value that the figures in doubt allow",
    ),
    Column(
        "ci_low",
        "number",
        "置信区间下限；无区间的为空",
        "lower end of the confidence interval; empty where there is none",
    ),
    Column(
        "ci_high",
        "number",
        "置信区间上限；无区间的为空",
        "upper end of the confidence interval; empty where there is none",
    ),
    Column("method", "string", "置信区间的算法", "how the confidence interval is computed"),
    Column("unit", "string", "计量单位；1 为比率", "unit of the value; 1 for a rate", GIVEN),
    Column(
        "comparability",
        "string",
        "与最新格式的可比性",
        "how it compares with the newest form",
        {**GIVEN, **named(Comparability)},
    ),
    *FOOTING[:2],
    Column("note", "string", "中文说明", "why there is no value, or what is special, in Chinese"),
    Column(
        "note_en", "string", "英文说明", "why there is no value, or what is special, in English"
    ),
    *FOOTING[2:],
)
CATALOG = (
    Column("path", "string", "文件路径", "the file, counted from the data folder", GIVEN),
    Column(
        "sha256",
        "string",
        "文件的 SHA-256",
        "SHA-256 of the file",
        {**GIVEN, **HASH},
    ),
    Column(
        "bytes",
        "integer",
        "文件字节数",
        "size of the file",
        {**GIVEN, "minimum": 0},
    ),
    *WHO,
    Column("format", "string", "文件格式", "format of the file", GIVEN),
    Column("title", "string", "原文标题", "title of the original"),
    Column(
        "published",
        "date",
        "公布日期",
        "date of publication, empty where the original does not say",
    ),
    Column("url", "string", "原文地址", "address of the original, empty where not known"),
    Column(
        "accessed",
        "date",
        "查阅日期",
        "date on which the original was looked up, empty where not known",
    ),
    Column("note", "string", "说明", "what kind of facsimile, and what is damaged"),
    Column(
        "copy",
        "string",
        "facsimile：按公布的数字重新排版的仿制件；page：链接到报告文件、本身没有表格的网页；空：发布机关的文件",
        "facsimile: set anew from the published figures; page: the web page that led to the "
        "report's file and holds no tables; empty: the file as published",
        named(["facsimile", "page"]),
    ),
    Column(
        "final_url",
        "string",
        "取得文件的最终地址",
        "address from which the file was got in the end, empty where nobody noted it",
    ),
    Column(
        "fetched",
        "string",
        "取得文件的时刻（UTC）",
        "moment at which the file was got (UTC), empty where nobody noted it",
    ),
    Column(
        "source",
        "string",
        "仿制件的数字读自何处：page 网页，pdf PDF，text 程序取出的文本，"
        "machine transcription 机器转录，secondary print 他人的汇印；空：不是仿制件",
        "what the figures of a facsimile were read from: page, pdf, text (what a program took out "
        "of a file), machine transcription, or secondary print; empty: no facsimile",
        named(
            [
                "page",
                "pdf",
                "text",
                "machine transcription",
                "secondary print",
            ]
        ),
    ),
    Column(
        "uncertain",
        "string",
        "未能核实之处",
        "what of these facts nobody could make sure of; empty: nothing is known to be in doubt",
    ),
    Column(
        "days_told",
        "string",
        "来源所记的几个公布日（彼此不一），以空格相隔；此时 published 为空",
        "the days of publication that its sources tell, with blanks between, where they differ and "
        "published is empty",
    ),
)
DICTIONARY = (
    Column(
        "kind",
        "string",
        "词条种类",
        "column of a file, value of a column, cell of a form, concept, indicator",
        {**GIVEN, **named(["column", "value", "cell", "concept", "indicator"])},
    ),
    Column("id", "string", "编号", "its id", GIVEN),
    Column("zh", "string", "中文名", "name in Chinese; of a cell, the label as printed"),
    Column("en", "string", "英文名", "name in English"),
    Column("unit", "string", "计量单位", "unit"),
    Column(
        "definition_zh",
        "string",
        "中文定义",
        "definition in Chinese; of an indicator, with its formula",
    ),
    Column(
        "definition_en",
        "string",
        "英文定义",
        "definition in English; of an indicator, with its formula",
    ),
    Column(
        "source",
        "string",
        "依据；概念为其所在格式",
        "the notice or work that defines it; of a concept, its editions",
    ),
)
FILES = {
    "panel": PANEL,
    "findings": FINDINGS,
    "concepts": CONCEPTS,
    "indicators": INDICATORS,
    "catalog": CATALOG,
    "dictionary": DICTIONARY,
}
TITLES = {
    "panel": "每格一行的面板 / the panel, one line a cell",
    "findings": "核对发现 / what the checks found",
    "concepts": "每份报告的各概念 / what the forms count, by report and concept",
    "indicators": "每份报告的指标 / the indicators of each report",
    "catalog": "文件目录 / the files and where they come from",
    "dictionary": "数据字典 / data dictionary",
}
