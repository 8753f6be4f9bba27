"""Figures in running text: Arabic and Chinese numerals with units and bounds, and digits that count
nothing.

The text is folded (see gxkit.text.fold), with the full-width comma kept: in 5，125 it divides two
figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import prod

from gxkit.text import (
    CHINESE_NUMERALS,
    MONEY,
    Number,
    chinese_digit,
    chinese_place,
    chinese_to_digits,
    read_chinese,
)

_CHINESE = CHINESE_NUMERALS
_NOTES = "壹贰叁肆伍陆柒捌玖拾佰仟"
"""the characters of bank notes; 陆家 and 伍份 are names where they are no count"""

Match = re.Match[str]
Bounds = tuple[Number | None, Number | None]
"""the least and the most that words allow, None for an open end"""

PERCENT = ("%", "个百分点")
UNITS = (
    "个百分点|人次|件次|场次|条次|平方米|元(?!旦)|%|件|条(?!例)|份(?!额)|次(?!要)|宗|项(?!目)|篇"
    "|期(?!间)|场(?![所地景])|家(?!庭)|起(?!来)|人(?![民员大才])|名(?![单称])|位(?![于置次])|类(?!似)|种|批(?!准|复)"
    "|册|套|则|户|例|幅|部(?![门分署队委位])|个"
)

_MONTH = (
    r"(?:\d{1,2}月(?:份|底|初|中旬)?(?:\d{1,2}日)?"
    rf"|[{_CHINESE}]{{1,3}}月(?:份|[{_CHINESE}]{{1,3}}日))"
)
_PART = rf"""
    (?<![至到止-])(?:\d{{1,2}}(?:月份?)?[至到-]{_MONTH} | {_MONTH} | 第?(?:[一二三四1-4])季度
      | (?:19|20)\d\d年?[至到-](?:19|20)\d\d年
      | (?!一年)(?:近|最近)?(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})[余多]?年(?:来|间|以来)
      | (?<![最附靠邻接])近(?!一年)(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})年)
"""
"""months, quarters, several years: a figure beside them is not of the year"""
_WHOLE_YEAR = "1月1日起?[至到-]12月31日 | 1(?:月份?)?[至到-]12月[份底]?"
_SKIPPED = rf"""
  # titles, addresses, codes, document numbers
    《[^《》]{{1,60}}》
  | [a-z][a-z0-9]*(?:[./:_@-]+[a-z0-9_]+)+(?:[/?=&\#._-][a-z0-9_/?=&\#.-]*)?
  | [a-z]\d+
  | [〔\[(（][12]\d{{3}}[〕\])）](?:第)?\d{{1,5}}号?
  # dates
  | \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}} | {_MONTH} | \d{{1,2}}日(?!均) | [{_CHINESE}]{{4}}年
  # articles and items
  | 第(?!三方)(?:[{_CHINESE}]+|\d+)(?:[至到-](?:[{_CHINESE}]+|\d+))?
    (?:[条款项号期批次届章节个位名]|季度|\([{_CHINESE}\d]+\)项?)*
  | \([{_CHINESE}\d]{{1,3}}\)
  # telephones and hours
  | (?:热线|电话|传真|邮编|邮政编码)(?:号码)?:?\d[\d-]{{4,}}(?:热线)?
  | \d{{3,4}}-\d{{7,8}} | 12345 | \d{{1,2}}:\d{{2}}(?!\d)
  # durations
  | (?<![上下])(?:\d+(?:\.\d+)?[至到~-])?(?:\d+(?:\.\d+)?|[{_CHINESE}]+)[余多]?个?
    (?:工作日|小时|分钟|天|月(?!份)|年(?:度|代|来|内|以上)?|周(?!边)|岁|季度)
  # headings in words, fractions, ranges, names of kinds
  | (?:\d+|[{_CHINESE}]+)(?:个?方面|大(?!于)|是|号)|(?<![^\n。;:])\d+、|[{_CHINESE}]+、
  | (?!百分之)[{_CHINESE}\d]+分之[{_CHINESE}\d]+
  | \d+-\d+(?:-\d+)+ | [三四](?=类(?:内部事务|过程性))
"""
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_TOKEN = re.compile(
    rf"""
    (?P<year>(?P<same>(?:19|20)\d\d)年1月1日起?[至到-](?P=same)年12月31日
        |(?:19|20)\d\d年度?
         (?:1月1日(?!起?[至到-]12月31日)|12月(?:31日|底))?[底初末]?)
  | (?P<skip>{_WHOLE_YEAR})
  | (?P<part>{_PART})
  | (?P<digits>{_SKIPPED})
  | (?P<near>(?:超过|超出|超|突破|逾|不少于|不低于|至少|(?<![最附靠邻接])近|接近
        |不足|不到|不超过|至多|最多|低于|(?<![预节条公违契制相])约|大约|大概)[为了]?)?
    (?:(?P<percent>百分之)(?P<percentage>{_AMOUNT}|[{_CHINESE}点]+)
      |(?P<vague>[数几]|(?<![网以线])上)(?P<order>[十百千万]+)(?P<vagueunit>{UNITS})
      |(?:(?P<amount>{_AMOUNT})|(?P<chinese>[{_CHINESE}]+|[{_NOTES}]+(?=[件条宗起份])))
       (?P<scale>[十百千]?[万亿]|[百千])?(?P<more>[余多来几])?(?P<later>万|亿)?
       (?:[至到~-](?P<upper>{_AMOUNT}))?(?P<unit>{UNITS})?)
    (?P<tail>以上|以内|以下|左右|上下)?
""",
    re.VERBOSE,
)

_AT_LEAST = ("超过", "超出", "超", "突破", "逾", "不少于", "不低于", "至少")
_AT_LEAST_AFTER = ("以上",)
_AT_MOST_AFTER = ("以内", "以下")
_ABOUT = ("约", "大约", "大概")
_ABOUT_AFTER = ("左右", "上下")
_WITHIN = Decimal("0.1")
"""by what share a figure that is called about may be off"""
_ONE = re.compile(
    r"(?:共计|共|收到|受理|仅|有|为|办结|发生|答复|新增|公开|制定|出台|废止|计|复议|诉讼|申请)$"
)
"""words after which 一件 counts; elsewhere 一 seldom does"""
_NONE_AT_ALL = re.compile(r"[件条宗份起]?(?:也|都|均)(?:没|无|未)")
"""一件也没有 is none"""
_LIST_BEFORE = 20
"""characters before 一件 in which another figure of its list ends"""
_NO_PART = ("", "件", "一", "未", "没", "无", "也", "都", "，", "。")
"""behind 一件 where it is no part of a list: 一件件, 一件未拖"""
_NOT_ONE = re.compile(r"(?:未|没有?|无)(?:再|曾)?(?:收到|受理|接到|发生|产生|出现|有)?(?:过)?$")
"""没有收到一件 is none"""
# the rest of a figure that is not read: 十二点|五万, 2万|3千, 三至|五
_TORN = re.compile(rf"(?:[点几廿卅]|\d[万亿千百]|[\d{_CHINESE}][至到~])$")
YEAR_DIGITS = 4
LONGEST_LEAD = 6
"""characters before a figure that these patterns look at"""


class TokenKind(StrEnum):
    """What digits in a text are; a `part` is one of a year, or several years."""

    NUMBER = "number"
    YEAR = "year"
    PART = "part"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of folded text that holds digits.

    `start` to `end` include words of measure (超 … 余 … 件); `number`, `low`, `high`,
    `approximate` and `unit` are as in a Claim.
    """

    kind: TokenKind
    start: int
    end: int
    number: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str = ""
    approximate: bool = False


def _last_place(number: int) -> int:
    """The value of the last place that is not 0: 120 -> 10."""
    place = 1
    while number and number % (place * 10) == 0:
        place *= 10
    return place


def last_digit(number: Number) -> Decimal:
    """The value of one in the last digit printed: 26.41 -> 0.01."""
    exponent = Decimal(number).as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _measure_before(match: Match) -> str:
    """The word of measure before a figure, ''  if there is none."""
    return (match["near"] or "").rstrip("为了")


def _is_about(match: Match) -> bool:
    return _measure_before(match) in _ABOUT or match["tail"] in _ABOUT_AFTER


def _bounds(
    match: Match,
    number: Number,
    step: Decimal | None,
) -> Bounds:
    """The bounds that the words of measure leave; `step` is the unit of a rounded figure."""
    before, after = _measure_before(match), match["tail"]
    # 120余 ends before 130; of 7余 the next is open
    if match["more"]:
        place = _last_place(int(number))
        return number, number + place - 1 if place > 1 else None
    if before in _AT_LEAST or after in _AT_LEAST_AFTER:
        return number, None
    if _is_about(match):
        return number * (1 - _WITHIN), number * (1 + _WITHIN)
    # what is left of the words before are 近, 不足 and their like
    if before or after in _AT_MOST_AFTER:
        return None, number
    if step is None:
        return number, number
    return number - step / 2, number + step / 2


def _percentage(text: str) -> Decimal | None:
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    whole, _, fraction = text.partition("点")
    number = read_chinese(whole)
    if number is None:
        return None
    digits = chinese_to_digits(fraction)
    return Decimal(f"{number}.{digits}" if digits else number)


def _number_at(
    match: Match,
    number: Number | None,
    bounds: Bounds,
    unit: str,
    approximate: bool = False,
) -> Token:
    low, high = bounds
    start, end = match.span()
    return Token(TokenKind.NUMBER, start, end, number, low, high, unit, approximate)


def _read_vague(match: Match) -> Token:
    """数十件, 几百件: at least two of the order; 上百件: at least one."""
    order = read_chinese(match["order"]) or 1
    fewest = 1 if match["vague"] == "上" else 2
    low, high = order * fewest, order * 10
    unit = match["vagueunit"]
    return _number_at(match, None, (low, high), unit, approximate=True)


def _read_percentage(match: Match) -> Token | None:
    """百分之三十."""
    share = _percentage(match["percentage"])
    # 百分之 with words that are no number
    if share is None:
        return None
    bounds = _bounds(match, share, None)
    return _number_at(match, share, bounds, "%", _is_about(match))


def _read_amount(match: Match) -> Token | None:
    """Arabic digits, alone or to an upper end (3至5件)."""
    digits = match["amount"].replace(",", "")
    unit = match["unit"] or ""
    if digits[0] == "0" and digits[1:2].isdigit():
        # a number has no superfluous 0 at its head: this is a code
        return None
    number: Number = Decimal(digits) if "." in digits else int(digits)
    if match["upper"]:
        high = Decimal(match["upper"].replace(",", ""))
        return _number_at(match, None, (number, high), unit)
    return _scaled_token(match, number, unit)


def _read_chinese_figure(
    match: Match,
    lead: str,
) -> Token | None:
    """Chinese numerals with a unit; without one they count nothing that can be told."""
    figure, unit = match["chinese"], match["unit"] or ""
    figure, unit = _scale_to_unit(figure, unit)
    written = read_chinese(figure)
    # 一方面, 三是: without a unit numerals count nothing
    if written is None or not unit:
        return None
    if figure == "一" and not (_counts_one(lead) or _is_one_of_many(match)):
        return None
    if _is_few_to_many(figure):
        few, many = divmod(written, 10)
        # 三一 is no range
        if few >= many:
            return None
        return _number_at(match, None, (few, many), unit, approximate=True)
    return _scaled_token(match, written, unit)


def _is_few_to_many(figure: str) -> bool:
    """三五件: two digits, none of them 0."""
    if len(figure) != len("三五"):
        return False
    return all(chinese_digit(character) for character in figure)


def _scale_to_unit(
    figure: str,
    unit: str,
) -> tuple[str, str]:
    """五|万元: 万 is of the unit, as tables print it."""
    amount, scale = figure[:-1], figure[-1]
    if unit == "元" and amount and scale in "万亿":
        return amount, scale + unit
    return figure, unit


def _is_one_of_many(match: Match) -> bool:
    """三件申请，两件予以公开，一件部分公开: a list that counts in the same unit."""
    before, end = match.string[: match.start()], match.end()
    unit = re.escape(match["unit"] or "")
    start = max(0, len(before) - _LIST_BEFORE)
    counted = re.compile(rf"[{_CHINESE}\d]{unit}.*[，,、;]$", re.DOTALL)
    following = match.string[end : end + 1]
    return following not in _NO_PART and counted.search(before, start) is not None


def _counts_one(lead: str) -> bool:
    """Whether 一 with a unit is a count (收到一件) and no article (一份通知)."""
    return _ONE.search(lead) is not None and _NOT_ONE.search(lead) is None


def _scaled_token(
    match: Match,
    figure: Number,
    unit: str,
) -> Token:
    scale = (match["scale"] or "") + (match["later"] or "")
    number, step, unit = _scaled(figure, scale, unit)
    bounds = _bounds(match, number, step)
    return _number_at(match, number, bounds, unit, _is_about(match))


def _number_token(
    match: Match,
    text: str,
) -> Token | None:
    """A number with its unit; None where the digits count nothing that can be told."""
    if match["vague"]:
        return _read_vague(match)
    if match["percent"]:
        return _read_percentage(match)
    start = match.start()
    lead = text[max(0, start - LONGEST_LEAD) : start]
    # half of a number is worse than none
    if _TORN.search(lead):
        return None
    if match["amount"]:
        return _read_amount(match)
    if _NONE_AT_ALL.match(text, match.end()):
        return None
    return _read_chinese_figure(match, lead)


def _scaled(
    number: Number,
    scale: str,
    unit: str,
) -> tuple[Number, Decimal | None, str]:
    """A number times its scale (万, 千, 百万), the unit of its last digit if rounded, and its unit.

    >>> _scaled(3, "千万", "元"), _scaled(Decimal("1.5"), "万", "件")
    ((3000, None, '万元'), (15000, Decimal('1000.0'), '件'))
    """
    if unit == "元" and scale[-1:] in ("万", "亿"):
        scale, unit = scale[:-1], scale[-1] + unit
    step: Decimal | None = None
    if scale:
        factor = prod(chinese_place(character) for character in scale)
        rounded = factor * last_digit(number)
        number = int(number * factor)
        # 3百 is exact as often as not; from 万 on figures are rounded
        if rounded > 1 and factor >= chinese_place("万"):
            step = rounded
    if unit in MONEY and isinstance(number, Decimal):
        step = last_digit(number)
    return number, step, unit


def find_tokens(text: str) -> Iterator[Token]:
    """The figures of a folded text in order, with years and the digits that count nothing."""
    for match in _TOKEN.finditer(text):
        if match["year"]:
            year = match["year"][:YEAR_DIGITS]
            yield Token(TokenKind.YEAR, *match.span(), number=int(year))
        elif match["part"]:
            yield Token(TokenKind.PART, *match.span())
        elif match["skip"] or match["digits"]:
            yield Token(TokenKind.SKIP, *match.span())
        else:
            token = _number_token(match, text)
            if token is not None:
                yield token
