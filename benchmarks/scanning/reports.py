"""What the scanned reports say: consistent figures, what is printed of them, and the words."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from printed.drafts import CAPTIONS
from printed.layouts import HeadShape, Laid, lay_out
from random_reports import happens

from gxkit.forms import Table, find_form

Key = tuple[str, str, str]
Truth = dict[Key, Decimal | None]
"""table, row, column -> number; None where nothing, or a dash, is printed"""

EDITIONS = ("2021", "2021", "2021", "2019", "2019", "fujian-2013", "fujian-2017")
_SENTENCES = (
    "本机关坚持以公开为常态、不公开为例外，持续做好政府信息公开各项工作。",
    "进一步完善公开目录，规范公文公开属性的审核，及时更新门户网站栏目。",
    "加强对重要政策的解读，采用图解、问答等形式，方便群众理解。",
    "明确专人负责，开展业务培训两次，工作人员的能力有所提高。",
    "不足之处主要是公开内容不够丰富，下一步将加强学习，改进工作。",
)
_BLANK_SIGNS = ("", "", "", "/", "-", "—", "无")
_TOTALS = ("received", "carried_in", "decided", "carried_out")
_OPEN = ("carried_in", "carried_out")
_ZEROS = (0.0, 0.3, 0.6, 0.85)
"""shares of cells that are 0: a ministry's report has few, a village's hardly anything else"""
_LARGEST = (3, 12, 60, 400, 3000)


@dataclass(frozen=True, slots=True)
class Report:
    """A report before it is typeset: `= ` title, `# ` headings, paragraphs and tables."""

    edition: str
    year: int
    parts: tuple[str | Laid, ...]
    truth: Truth


def draw_report(seed: int, edition: str = "", blanks: float | None = None) -> Report:
    """The report of a seed; its sums hold, and only a cell that counts nothing may be blank."""
    rng = random.Random(f"scan {seed}")
    edition = edition or rng.choice(EDITIONS)
    form = find_form(edition)
    year = rng.randint(form.in_force[0], min(form.in_force[1], 2025))
    numbers: dict[Key, Decimal] = {}
    for table in form.tables:
        _DRAW[table.id](table, rng, numbers)
    share = rng.choice((0.0, 0.0, 0.3, 1.0)) if blanks is None else blanks
    truth, shown = _show(numbers, rng, share)
    agency = rng.choice(("青山县教育局", "临江市人民政府", "白水镇人民政府", "松溪区统计局"))
    parts: list[str | Laid] = [
        f"= {agency}{year}年政府信息公开工作年度报告",
        "# 一、总体情况",
        _count(truth, year),
        "".join(rng.sample(_SENTENCES, 2)),
    ]
    shape = HeadShape(total_on_top=happens(rng, 0.2))
    for table in form.tables:
        parts.append(f"# {CAPTIONS[table.id]}")
        parts.append(lay_out(table, shown, year, CAPTIONS[table.id], shape))  # type: ignore[arg-type]
    if not edition.startswith("fujian"):
        parts += ["# 五、存在的主要问题及改进情况", rng.choice(_SENTENCES)]
        parts += ["# 六、其他需要报告的事项", "无其他需要报告的事项。"]
    return Report(edition, year, tuple(parts), truth)


def _count(truth: Truth, year: int) -> str:
    """A sentence that says what the table says."""
    received = truth.get(("requests", "received", "total"))
    if received is None:
        return f"{year}年，本机关认真贯彻落实政府信息公开条例。"
    return f"{year}年，本机关新收政府信息公开申请{received}件，均依法办理。"


def _show(
    numbers: dict[Key, Decimal], rng: random.Random, share: float
) -> tuple[Truth, dict[Key, str]]:
    """What is true, and what is printed: some noughts are left blank, in one manner."""
    sign = rng.choice(_BLANK_SIGNS)
    grouped = happens(rng, 0.15)  # thousands with a comma
    truth: Truth = {}
    shown: dict[Key, str] = {}
    for key, number in numbers.items():
        is_blank = number == 0 and happens(rng, share)
        truth[key] = None if is_blank else number
        shown[key] = sign if is_blank else f"{number:,}" if grouped else f"{number}"
    return truth, shown


def _counts(rng: random.Random, number: int) -> list[int]:
    """So many counts, as an office of some size has them."""
    zeros, largest = rng.choice(_ZEROS), rng.choice(_LARGEST)
    return [0 if rng.random() < zeros else rng.randint(0, largest) for _ in range(number)]


def _draw_proactive(table: Table, rng: random.Random, numbers: dict[Key, Decimal]) -> None:
    for row in table.rows:
        for column, unit in zip(row.columns, row.units, strict=True):
            count = Decimal(rng.choice((0, rng.randint(0, 40), rng.randint(0, 99_999))))
            if unit in ("万元", "元"):
                count = Decimal(rng.choice((0, rng.randint(100, 9_999_999)))) / 100
            numbers[table.id, row.id, column] = count


def _draw_requests(table: Table, rng: random.Random, numbers: dict[Key, Decimal]) -> None:
    columns = [column.id for column in table.columns]
    leaves = [row.id for row in table.rows if row.id not in _TOTALS]
    kinds = len(columns) - 1  # of applicants; the last column is their total
    rows = {row: _counts(rng, kinds) for row in leaves}
    decided = [sum(parts) for parts in zip(*rows.values(), strict=True)]
    after = _counts(rng, kinds)
    every = [done + left for done, left in zip(decided, after, strict=True)]
    before = [rng.randint(0, most) if happens(rng, 0.4) else 0 for most in every]
    rows |= {"decided": decided, "carried_out": after, "carried_in": before}
    rows["received"] = [most - old for most, old in zip(every, before, strict=True)]
    for row, parts in rows.items():
        for column, count in zip(columns, [*parts, sum(parts)], strict=True):
            numbers[table.id, row, column] = Decimal(count)


def _draw_remedies(table: Table, rng: random.Random, numbers: dict[Key, Decimal]) -> None:
    for row in table.rows:
        parts = _counts(rng, len(row.columns) - 1)
        for column, count in zip(row.columns, [*parts, sum(parts)], strict=True):
            numbers[table.id, row.id, column] = Decimal(count)


def _draw_legacy(table: Table, rng: random.Random, numbers: dict[Key, Decimal]) -> None:
    """The year's counts, and the sums of all years, which are no less."""
    for column in ("year", "cumulative"):
        added = _counts(rng, len(table.rows))
        for row, count in zip(table.rows, added, strict=True):
            earlier = numbers.get((table.id, row.id, "year"), Decimal(0))
            numbers[table.id, row.id, column] = earlier + count
        for whole in ("requests", "answers", "disclosed"):
            parts = [
                numbers[table.id, row.id, column]
                for row in table.rows
                if row.id.startswith(f"{whole}.")
            ]
            numbers[table.id, whole, column] = sum(parts, Decimal(0))


_DRAW = {
    "proactive": _draw_proactive,
    "requests": _draw_requests,
    "remedies": _draw_remedies,
    "legacy": _draw_legacy,
}
