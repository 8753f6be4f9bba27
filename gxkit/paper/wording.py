"""How the study words what was computed: lists, numbers, shares, days, and comparisons chosen from the data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pandas as pd

ABSENT = "—"
SCOPES = {"body": "本机关", "summary": "汇总"}
COMPARABILITY = {"comparable": "可比", "caution": "谨慎可比", "break": "中断", "none": "无从比较"}
FAMILIES = {"fujian": "福建省统计表", "2019": "2019年格式", "2021": "2021年格式"}
KINDS = {"rows exchanged": "两行互换", "total not filled in": "合计未填", "one cell": "一格有误"}
RULES = {
    "R1": "各申请人之和等于总计",
    "R2": "各类结果之和等于（七）总计",
    "R3": "新收加上年结转等于办理加结转下年度",
    "R4": "维持、纠正、其他、未审结之和等于总计",
    "R5": "省表：渠道、答复各分项之和等于总数",
    "R6": "上年的结转下年度等于本年的上年结转",
    "R7": "省表：历年累计不小于当年；上年累计加当年等于本年累计",
    "R8": "叙述中的件数等于表中同一事项",
    "R9": "叙述中的占比等于部分除以总数",
    "R10": "叙述中各部分合成所称总数",
    "S1": "省表：网站与公报之和等于主动公开",
    "S2": "省表：申请数等于答复数",
    "S3": "上一年项目数加增减等于本年项目数",
    "S4": "现行有效件数加制发减废止等于下年件数",
    "S5": "省表：累计数可能重新起算",
}
_PLACES = (
    ("page", r"第\1页"),
    ("table", r"表\1"),
    ("row", r"第\1行"),
    ("column", r"第\1列"),
    ("line", r"第\1行"),
    ("characters", r"第\1字"),
)


def lines(frame: pd.DataFrame) -> Iterable[Any]:
    """The lines of a frame, its columns as attributes."""
    return frame.itertuples()


def list_zh(items: Iterable[object]) -> str:
    """Items joined as Chinese prose joins them, `无` where there is none.

    >>> list_zh(["甲", "乙", "丙"]), list_zh([])
    ('甲、乙和丙', '无')
    """
    texts = [str(item) for item in items]
    return "、".join(texts[:-1]) + "和" + texts[-1] if len(texts) > 1 else "".join(texts) or "无"


def list_en(items: Iterable[object]) -> str:
    """Items joined as English prose joins them.

    >>> list_en([2019, 2021, 2023])
    '2019, 2021 and 2023'
    """
    texts = [str(item) for item in items]
    return (
        ", ".join(texts[:-1]) + " and " + texts[-1] if len(texts) > 1 else "".join(texts) or "none"
    )


def number(value: Any) -> str:
    """A count or an amount as digits; a dash where there is none."""
    return ABSENT if value is None or pd.isna(value) else f"{value:.15g}".replace("-", "−")


def percent(share: Any) -> str:
    """A share of one as per cent with one decimal.

    >>> percent(0.70447)
    '70.4%'
    """
    return ABSENT if share is None or pd.isna(share) else f"{100 * share:.1f}%".replace("-", "−")


def whole_percent(share: float) -> str:
    """A share of one as whole per cent: the level of an interval."""
    return f"{100 * share:.0f}%"


def bodies_zh(items: Iterable[Any]) -> str:
    """Reports (anything with agency and year) as bodies, each with its years."""
    return list_zh(f"{name}（{'、'.join(years)}年）" for name, years in _by_body(items, "agency"))


def bodies_en(items: Iterable[Any]) -> str:
    return list_en(f"{name} ({', '.join(years)})" for name, years in _by_body(items, "agency_en"))


def _by_body(items: Iterable[Any], name: str) -> list[tuple[str, list[str]]]:
    known: dict[str, list[str]] = {}
    for item in items:
        years = known.setdefault(getattr(item, name) or item.agency, [])
        years += [str(item.year)] * (str(item.year) not in years)
    return list(known.items())


def points(share: Any) -> str:
    """A difference of shares in percentage points, signed."""
    return ABSENT if share is None or pd.isna(share) else f"{100 * share:+.1f}".replace("-", "−")


def day_zh(day: str) -> str:
    """`2024-03-08` as 2024年3月8日; a dash where the day is not known."""
    if not day:
        return ABSENT
    known = date.fromisoformat(day)
    return f"{known.year}年{known.month}月{known.day}日"


def direction(first: Any, last: Any) -> str:
    """What the last figure did against the first: 上升, 下降 or 持平."""
    return "上升" if last > first else "下降" if last < first else "持平"


def direction_en(first: Any, last: Any) -> str:
    return "rose" if last > first else "fell" if last < first else "stayed level"


def place_zh(where: str) -> str:
    """Every place in a text in Chinese.

    >>> place_zh("page 4, table 2, row 7, column 3：合计")
    '第4页表2第7行第3列：合计'
    """
    for name, form in _PLACES:
        where = re.sub(rf"{name} ([\d-]+)(?:, )?", form, where)
    return where


def plural(count: int, singular: str, many: str = "") -> str:
    """`1 report`, `3 reports`."""
    return f"{count} {singular if count == 1 else many or singular + 's'}"


FILTERS: dict[str, Callable[..., str]] = {
    "zh": list_zh,
    "en": list_en,
    "n": number,
    "pct": percent,
    "level": whole_percent,
    "bodies": bodies_zh,
    "bodies_en": bodies_en,
    "points": points,
    "day": day_zh,
    "place": place_zh,
    "plural": plural,
}
