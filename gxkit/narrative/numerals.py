"""Figures in running text: Arabic and Chinese numerals with their units and bounds, and the digits that count nothing.

The text is folded (see gxkit.text.fold), with the full-width comma kept: in 5，125 it divides two figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from gxkit.text import Number

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_CHINESE = "零〇一二两三四五六七八九十百千万亿"

MONEY = ("元", "万元", "亿元")
PERCENT = ("%", "个百分点")
UNITS = (
    "个百分点|人次|件次|场次|条次|平方米|元(?!旦)|%|件|条(?!例)|份(?!额)|次(?!要)|宗|项(?!目)|篇|期(?!间)"
    "|场(?![所地景])|家(?!庭)|起(?!来)|人(?![民员大才])|名(?![单称])|类(?!似)|种|批(?!准|复)|册|套|则|户|例|幅|个"
)

_MONTH = rf"(?:\d{{1,2}}月(?:份|底|初|中旬)?(?:\d{{1,2}}日)?|[{_CHINESE}]{{1,3}}月(?:份|[{_CHINESE}]{{1,3}}日))"
_PART = rf"""
    (?<![至到止-])(?:\d{{1,2}}(?:月份?)?[至到-]{_MONTH} | {_MONTH} | 第?(?:[一二三四1-4])季度
      | (?:19|20)\d\d年?[至到-](?:19|20)\d\d年
      | (?!一年)(?:近|最近)?(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})[余多]?年(?:来|间|以来)
      | (?<![最附靠邻接])近(?!一年)(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})年)
"""
"""months, quarters and several years: a figure beside them is not of the year"""
_WHOLE_YEAR = "1月1日起?[至到-]12月31日 | 1(?:月份?)?[至到-]12月[份底]?"
_SKIPPED = rf"""
    《[^《》]{{1,60}}》
  | [a-z][a-z0-9]*(?:[./:_@-]+[a-z0-9_]+)+(?:[/?=&\#._-][a-z0-9_/?=&\#.-]*)? | [a-z]\d+
  | [〔\[(（][12]\d{{3}}[〕\])）](?:第)?\d{{1,5}}号?
  | \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}} | {_MONTH} | \d{{1,2}}日(?!均) | [{_CHINESE}]{{4}}年
  | 第(?:[{_CHINESE}]+|\d+)(?:[至到-](?:[{_CHINESE}]+|\d+))?
    (?:[条款项号期批次届章节个位名]|季度|\([{_CHINESE}\d]+\)项?)* | \([{_CHINESE}\d]{{1,3}}\)
  | (?:热线|电话|传真|邮编|邮政编码)(?:号码)?:?[\d-]+(?:热线)? | \d{{3,4}}-\d{{7,8}} | 12345 | \d{{1,2}}:\d{{2}}(?!\d)
  | (?<![上下])(?:\d+(?:\.\d+)?[至到~-])?(?:\d+(?:\.\d+)?|[{_CHINESE}]+)[余多]?个?
    (?:工作日|小时|分钟|天|月(?!份)|年(?:度|代|来|内|以上)?|周(?!边)|岁|季度)
  | (?:\d+|[{_CHINESE}]+)(?:个?方面|大(?!于)|是|号|、) | (?!百分之)[{_CHINESE}\d]+分之[{_CHINESE}\d]+
  | \d+-\d+(?:-\d+)+ | [三四](?=类(?:内部事务|过程性))
"""
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_TOKEN = re.compile(
    rf"""
    (?P<year>(?P<same>(?:19|20)\d\d)年1月1日起?[至到-](?P=same)年12月31日
        |(?:19|20)\d\d年度?(?:1月1日(?!起?[至到-]12月31日)|12月(?:31日|底))?[底初末]?)
  | (?P<skip>{_WHOLE_YEAR})
  | (?P<part>{_PART})
  | (?P<digits>{_SKIPPED})
  | (?P<near>(?:超过|超出|超|突破|逾|不少于|不低于|至少|(?<![最附靠邻接])近|接近|不足|不到|不超过|至多|最多|低于
        |(?<![预节条公违契制相])约|大约|大概)[为了]?)?
    (?:(?P<percent>百分之)(?P<percentage>{_AMOUNT}|[{_CHINESE}点]+)
      |(?P<vague>[数几]|(?<![网以线])上)(?P<order>[十百千万]+)(?P<vagueunit>{UNITS})
      |(?:(?P<amount>{_AMOUNT})|(?P<chinese>[{_CHINESE}]+))(?P<scale>[十百千]?[万亿]|[百千])?(?P<more>[余多来几])?(?P<later>万|亿)?
       (?:[至到~-](?P<upper>{_AMOUNT}))?(?P<unit>{UNITS})?)
    (?P<tail>以上|以内|以下|左右|上下)?
""",
    re.VERBOSE,
)

_AT_LEAST = ("超过", "超出", "超", "突破", "逾", "不少于", "不低于", "至少")
_ABOUT = ("约", "大约", "大概")
_ONE = re.compile(
    r"(?:共计|共|收到|受理|仅|有|为|办结|发生|答复|新增|公开|制定|出台|废止|计|复议|诉讼|申请)$"
)
# the rest of a figure that is not read: 十二点|五万, 2万|3千, 三至|五
_TORN = re.compile(rf"(?:[点几廿卅]|\d[万亿千百]|[\d{_CHINESE}][至到~])$")
_NOT_ONE = re.compile(r"(?:未|没有?|无)(?:再|曾)?(?:收到|受理|接到|发生|产生|出现|有)?(?:过)?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of folded text that holds digits: a `year`, a `number`, a `part` of a year or several years, or `skip`,
    digits that count nothing.

    `start` to `end` include words of measure (超 … 余 … 件); `number`, `low`, `high`, `approximate` and `unit` are as
    in a Claim.
    """

    kind: str
    start: int
    end: int
    number: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str = ""
    approximate: bool = False


def read_chinese(text: str) -> int | None:
    """The number that Chinese numerals write; None if they write none.

    >>> read_chinese("三百二十一"), read_chinese("两千〇五"), read_chinese("十"), read_chinese("一二三")
    (321, 2005, 10, 123)
    """
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in "十百千":
            section += (digit or 1) * _PLACES[character]
            digit = None
        elif character in "万亿":
            total = (total + section + (digit or 0) or 1) * _PLACES[character]
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)


def _place(number: int) -> int:
    """The value of the last place that is not 0: 120 -> 10."""
    place = 1
    while number and number % (place * 10) == 0:
        place *= 10
    return place


def last_digit(number: Number) -> Decimal:
    """The value of one in the last digit printed: 26.41 -> 0.01."""
    return Decimal(1).scaleb(int(Decimal(number).as_tuple().exponent))


def _bounds(
    match: re.Match[str], number: Number, step: Decimal | None
) -> tuple[Number | None, Number | None]:
    """The bounds that the words of measure leave; `step` is the unit of a rounded figure."""
    near = (match["near"] or "").rstrip("为了")
    if match["more"]:
        place = _place(int(number))
        return number, number + place - 1 if place > 1 else None
    if near in _AT_LEAST or match["tail"] == "以上":
        return number, None
    if near in _ABOUT or match["tail"] in ("左右", "上下"):
        return number * Decimal("0.9"), number * Decimal("1.1")
    if near or match["tail"] in ("以内", "以下"):
        return None, number
    return (number, number) if step is None else (number - step / 2, number + step / 2)


def _percent(text: str) -> Decimal | None:
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    whole, _, fraction = text.partition("点")
    number = read_chinese(whole)
    digits = "".join(str(_DIGITS.get(c, "")) for c in fraction)
    return None if number is None else Decimal(f"{number}.{digits}" if digits else number)


def _number_token(match: re.Match[str], text: str) -> Token | None:
    """A number with its unit; None where the digits stand without unit and count nothing that can be told."""
    start, end = match.span()
    about = (match["near"] or "").rstrip("为了") in _ABOUT or match["tail"] in ("左右", "上下")
    if match["vague"]:
        order = read_chinese(match["order"]) or 1
        low = order * (1 if match["vague"] == "上" else 2)
        return Token("number", start, end, None, low, order * 10, match["vagueunit"], True)
    if match["percent"]:
        share = _percent(match["percentage"])
        if share is None:
            return None
        return Token("number", start, end, share, *_bounds(match, share, None), "%", about)
    unit = match["unit"] or ""
    lead = text[max(0, start - 6) : start]
    if _TORN.search(lead):
        return None
    number: Number
    if match["amount"]:
        digits = match["amount"].replace(",", "")
        if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
            return None
        number = Decimal(digits) if "." in digits else int(digits)
        if match["upper"]:
            return Token(
                "number", start, end, None, number, Decimal(match["upper"].replace(",", "")), unit
            )
    else:
        figure = match["chinese"]
        if unit == "元" and len(figure) > 1 and figure[-1] in "万亿":
            figure, unit = figure[:-1], figure[-1] + unit
        written = read_chinese(figure)
        if (
            written is None
            or not unit
            or (figure == "一" and (not _ONE.search(lead) or _NOT_ONE.search(lead)))
        ):
            return None
        if len(figure) == 2 and all(_DIGITS.get(c) for c in figure):
            few, many = divmod(written, 10)
            return Token("number", start, end, None, few, many, unit, True) if few < many else None
        number = written
    number, step, unit = _scaled(number, (match["scale"] or "") + (match["later"] or ""), unit)
    return Token("number", start, end, number, *_bounds(match, number, step), unit, about)


def _scaled(number: Number, scale: str, unit: str) -> tuple[Number, Decimal | None, str]:
    """A number times its scale (万, 千, 百万), the unit of its last digit if it is rounded, and its unit.

    >>> _scaled(3, "千万", "元"), _scaled(Decimal("1.5"), "万", "件")
    ((3000, None, '万元'), (15000, Decimal('1000.0'), '件'))
    """
    if unit == "元" and scale[-1:] in ("万", "亿"):
        scale, unit = scale[:-1], scale[-1] + unit
    step: Decimal | None = None
    if scale:
        factor = prod(_PLACES[character] for character in scale)
        rounded = factor * last_digit(number)
        number = int(number * factor)
        step = rounded if rounded > 1 and factor >= _PLACES["万"] else None
    if unit in MONEY and isinstance(number, Decimal):
        step = last_digit(number)
    return number, step, unit


def find_tokens(text: str) -> Iterator[Token]:
    """The figures of a folded text in order, with the years and the digits that count nothing."""
    for match in _TOKEN.finditer(text):
        if match["year"]:
            yield Token("year", *match.span(), number=int(match["year"][:4]))
        elif match["part"]:
            yield Token("part", *match.span())
        elif match["skip"] or match["digits"]:
            yield Token("skip", *match.span())
        elif token := _number_token(match, text):
            yield token
