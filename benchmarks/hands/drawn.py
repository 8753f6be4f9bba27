"""A report of the 2021 form whose 200 figures are known, as lines and tables of boxes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

Key = tuple[str, str, str]
Truth = dict[Key, Decimal]

AGENCY = "青溪县水利局"
YEAR = 2023
TITLE = f"{AGENCY}{YEAR}年政府信息公开工作年度报告"
SECTIONS = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "rest": "六、其他需要报告的事项",
}
APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
)
APPLICANT_LABELS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES = (
    ("granted", "（一）予以公开", ""),
    ("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ""),
    ("denied.state_secret", "（三）不予公开", "1.属于国家秘密"),
    ("denied.law", "（三）不予公开", "2.其他法律行政法规禁止公开"),
    ("denied.security", "（三）不予公开", "3.危及“三安全一稳定”"),
    ("denied.third_party", "（三）不予公开", "4.保护第三方合法权益"),
    ("denied.internal", "（三）不予公开", "5.属于三类内部事务信息"),
    ("denied.deliberative", "（三）不予公开", "6.属于四类过程性信息"),
    ("denied.enforcement_file", "（三）不予公开", "7.属于行政执法案卷"),
    ("denied.administrative_query", "（三）不予公开", "8.属于行政查询事项"),
    ("unavailable.not_held", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("unavailable.not_compiled", "（四）无法提供", "2.没有现成信息需要另行制作"),
    ("unavailable.unclear", "（四）无法提供", "3.补正后申请内容仍不明确"),
    ("not_processed.petition", "（五）不予处理", "1.信访举报投诉类申请"),
    ("not_processed.repeat", "（五）不予处理", "2.重复申请"),
    ("not_processed.publication", "（五）不予处理", "3.要求提供公开出版物"),
    ("not_processed.excessive", "（五）不予处理", "4.无正当理由大量反复申请"),
    ("not_processed.reissue", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
    (
        "other.not_corrected",
        "（六）其他处理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    (
        "other.fee_unpaid",
        "（六）其他处理",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    ("other.rest", "（六）其他处理", "3.其他"),
)
BLOCKS = (
    (
        "第二十条第（一）项",
        (("made", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
        (("regulations", "规章"), ("normative_documents", "行政规范性文件")),
    ),
    ("第二十条第（五）项", (("decisions", "本年处理决定数量"),), (("licensing", "行政许可"),)),
    (
        "第二十条第（六）项",
        (("decisions", "本年处理决定数量"),),
        (("penalties", "行政处罚"), ("coercion", "行政强制")),
    ),
    (
        "第二十条第（八）项",
        (("amount_wan_yuan", "本年收费金额（单位：万元）"),),
        (("fees", "行政事业性收费"),),
    ),
)
REMEDIES = (
    "reconsideration",
    "litigation_direct",
    "litigation_after_reconsideration",
)
RESULTS = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
RULE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

_WIDTH = {"proactive": 4, "requests": 10, "remedies": 15}
_SOME = 0.12
"""how many of the outcomes have a figure other than 0"""


class Box(NamedTuple):
    """A cell of a table: its text, the columns and rows it spans, and whose figure it is."""

    text: str
    columns: int = 1
    rows: int = 1
    key: Key | None = None


class Line(NamedTuple):
    """A paragraph; a heading has a level from 1."""

    text: str
    level: int = 0


Rows = list[list[Box]]


class Table(NamedTuple):
    """A table: its rows of boxes, which leave out what a box above them covers."""

    rows: Rows
    name: str = ""


Piece = Line | Table


class Placed(NamedTuple):
    """A box at its column; a continued one covers the row from above."""

    column: int
    box: Box
    continued: bool = False


@dataclass(frozen=True)
class Layout:
    """How a report is laid out, whatever its format."""

    name: str
    titled: bool = False
    "titles stand in the tables, as their first rows"
    spans: bool = True
    "labels and heads span what they stand for; otherwise they are repeated"
    prose: bool = True
    sheets: bool = False
    "each table on a sheet or a page of its own"


LAYOUTS = (
    Layout("one sheet, prose"),
    Layout("titles in the tables, no prose", titled=True, prose=False),
    Layout("three sheets", sheets=True),
    Layout("nothing spans", spans=False, prose=False),
)


@dataclass(frozen=True)
class Report:
    """A drawn report: its figures, and its pieces a sheet."""

    truth: Truth
    parts: tuple[tuple[Piece, ...], ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(piece for part in self.parts for piece in part)


def draw_truth(rng: random.Random) -> Truth:
    """200 figures of which every sum of the form holds."""
    truth: Truth = {}
    for _, columns, rows in BLOCKS:
        for row, _ in rows:
            for column, _ in columns:
                largest = rng.choice((0, 9, 60, 3000))
                truth["proactive", row, column] = Decimal(rng.randint(0, largest))
    fees = rng.choice(("0", "12.5", "3061.28", "0.07"))
    truth["proactive", "fees", "amount_wan_yuan"] = Decimal(fees)
    for column in APPLICANTS:
        _draw_column(truth, column, rng)
    for row in (
        "received",
        "carried_in",
        *(name for name, _, _ in OUTCOMES),
        "decided",
        "carried_out",
    ):
        total = sum(truth["requests", row, column] for column in APPLICANTS)
        truth["requests", row, "total"] = Decimal(total)
    for row in REMEDIES:
        parts = [Decimal(rng.choice((0, 0, 0, 1, 2, 11))) for _ in RESULTS[:-1]]
        for (column, _), value in zip(RESULTS, (*parts, sum(parts)), strict=True):
            truth["remedies", row, column] = Decimal(value)
    return truth


def _draw_column(truth: Truth, column: str, rng: random.Random) -> None:
    scale = 90 if column == "natural_person" else rng.choice((0, 3, 12))
    decided = 0
    for row, _, _ in OUTCOMES:
        number = rng.randint(0, scale) if rng.random() < _SOME or row == "granted" else 0
        truth["requests", row, column] = Decimal(number)
        decided += number
    carried_out = rng.randint(0, scale // 9)
    carried_in = rng.randint(0, min(scale // 6, decided + carried_out))
    sides = {
        "decided": decided,
        "carried_out": carried_out,
        "carried_in": carried_in,
        "received": decided + carried_out - carried_in,
    }
    for row, number in sides.items():
        truth["requests", row, column] = Decimal(number)


def draw_report(seed: int, layout: Layout, shown: dict[Key, str] | None = None) -> Report:
    """The report of a seed in a layout; `shown` are texts that stand in the place of figures."""
    rng = random.Random(seed)
    truth = draw_truth(rng)
    texts = {key: str(value) for key, value in truth.items()} | (shown or {})
    tables = {
        "proactive": _proactive(texts),
        "requests": _requests(texts),
        "remedies": _remedies(texts),
    }
    first: list[Piece] = [Line(TITLE, 1)]
    if layout.prose:
        first += [Line(SECTIONS["overview"], 2), *map(Line, _prose(truth))]
    parts: list[tuple[Piece, ...]] = []
    for name, rows in tables.items():
        pieces = first if not parts else []
        table = rows if layout.spans else _repeated(rows)
        if layout.titled:
            table = [[Box(SECTIONS[name], _WIDTH[name])], *table]
        else:
            pieces = [*pieces, Line(SECTIONS[name], 2)]
        parts.append((*pieces, Table(table, SECTIONS[name])))
    if layout.prose:
        last = (Line(SECTIONS["problems"], 2), Line("公开内容不够丰富，将继续改进。"))
        rest = (Line(SECTIONS["rest"], 2), Line("无其他需要报告的事项。"))
        parts[-1] = (*parts[-1], *last, *rest)
    if not layout.sheets:
        parts = [tuple(piece for part in parts for piece in part)]
    return Report(truth, tuple(parts))


def _prose(truth: Truth) -> list[str]:
    received = truth["requests", "received", "total"]
    carried = truth["requests", "carried_in", "total"]
    reviews = truth["remedies", "reconsideration", "total"]
    return [
        f"{YEAR}年，{AGENCY}认真贯彻《中华人民共和国政府信息公开条例》，扎实推进政务公开。",
        f"（一）依申请公开。本年新收政府信息公开申请{received}件，上年结转{carried}件。",
        f"（二）监督保障。全年因政府信息公开被申请行政复议{reviews}件。",
    ]


def _figure(texts: dict[Key, str], key: Key, columns: int = 1) -> Box:
    return Box(texts[key], columns, 1, key)


def _proactive(texts: dict[Key, str]) -> Rows:
    table: Rows = []
    for article, columns, rows in BLOCKS:
        wide = 3 // len(columns)
        table.append([Box(article, 4)])
        table.append([Box("信息内容"), *(Box(label, wide) for _, label in columns)])
        for row, label in rows:
            figures = [_figure(texts, ("proactive", row, column), wide) for column, _ in columns]
            table.append([Box(label), *figures])
    return table


def _requests(texts: dict[Key, str]) -> Rows:
    def figures(row: str) -> list[Box]:
        return [_figure(texts, ("requests", row, column)) for column in (*APPLICANTS, "total")]

    organisations = [Box(label) for label in APPLICANT_LABELS[1:]]
    table = [
        [Box(RULE, 3, 3), Box("申请人情况", 7)],
        [Box("自然人", 1, 2), Box("法人或其他组织", 5), Box("总计", 1, 2)],
        organisations,
        [Box("一、本年新收政府信息公开申请数量", 3), *figures("received")],
        [Box("二、上年结转政府信息公开申请数量", 3), *figures("carried_in")],
    ]
    groups = [group for _, group, _ in OUTCOMES]
    before = ""
    for row, group, label in OUTCOMES:
        heads = [] if before else [Box("三、本年度办理结果", 1, len(OUTCOMES) + 1)]
        if not label:
            heads.append(Box(group, 2))
        elif group != before:
            heads.append(Box(group, 1, groups.count(group)))
        if label:
            heads.append(Box(label))
        before = group
        table.append([*heads, *figures(row)])
    table.append([Box("（七）总计", 2), *figures("decided")])
    table.append([Box("四、结转下年度继续办理", 3), *figures("carried_out")])
    return table


def _remedies(texts: dict[Key, str]) -> Rows:
    labels = [Box(label, 1, 2) for _, label in RESULTS]
    return [
        [Box("行政复议", 5), Box("行政诉讼", 10)],
        [*labels, Box("未经复议直接起诉", 5), Box("复议后起诉", 5)],
        [Box(label) for _ in range(2) for _, label in RESULTS],
        [_figure(texts, ("remedies", row, column)) for row in REMEDIES for column, _ in RESULTS],
    ]


def place(rows: Rows) -> Iterator[list[Placed]]:
    """The boxes of each row at their columns, those that go on from above among them."""
    width = width_of(rows)
    above: dict[int, tuple[Box, int]] = {}
    for row in rows:
        waiting = iter(row)
        placed: list[Placed] = []
        column = 0
        while column < width:
            continued = column in above
            if continued:
                box, rest = above.pop(column)
            else:
                box = next(waiting)
                rest = box.rows
            placed.append(Placed(column, box, continued))
            if rest > 1:
                above[column] = (box, rest - 1)
            column += box.columns
        yield placed


def _repeated(rows: Rows) -> Rows:
    """The table without spans: a box's text stands in each cell that it covered, a figure once."""
    table: Rows = []
    for placed in place(rows):
        row: list[Box] = []
        for _, box, _ in placed:
            again = Box("" if box.key else box.text)
            row += [Box(box.text, key=box.key), *[again] * (box.columns - 1)]
        table.append(row)
    return table


def width_of(rows: Rows) -> int:
    """The number of columns of a table."""
    return sum(box.columns for box in rows[0])


def replaced(report: Report, change: dict[Key, str]) -> Report:
    """The report with other texts in the place of figures."""

    def put(piece: Piece) -> Piece:
        if isinstance(piece, Line):
            return piece
        rows = [
            [box._replace(text=change.get(box.key, box.text)) for box in row] for row in piece.rows
        ]
        return piece._replace(rows=rows)

    parts = tuple(tuple(put(piece) for piece in part) for part in report.parts)
    return replace(report, parts=parts)
