"""A text of which the numbers are struck out as they are accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from recount.facts import Facts
from recount.reports import FEW, TOTAL, Pair, wilson


def percent(number: float) -> str:
    return f"{Decimal(repr(number * 100)).quantize(Decimal('0.1'), 'ROUND_HALF_UP')}"


def signed(number: float) -> str:
    text = percent(abs(number))
    return ("−" if number < 0 else "+") + text


def many(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def grouped(number: Decimal | int) -> str:
    """A number in English, with commas from five digits on."""
    return f"{number:,}" if number >= 10_000 else str(number)


class Count:
    """A text from which all is struck out that is accounted for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.amiss: list[str] = []

    def strike(self, fragment: str) -> None:
        """Strike out a fragment, which the text must hold."""
        if fragment not in self.text:
            self.amiss.append(f"not said: {fragment}")
        self.text = self.text.replace(fragment, re.sub(r"[^\n]", " ", fragment))

    def strike_each(self, pattern: str, is_right: Callable[[re.Match[str]], bool]) -> None:
        """Strike out what a pattern finds, and name what is not right of it."""

        def settle(match: re.Match[str]) -> str:
            if not is_right(match):
                self.amiss.append(f"wrong: {match[0]}")
            return re.sub(r"[^\n|]", " ", match[0])

        self.text = re.sub(pattern, settle, self.text)

    def rest(self) -> list[str]:
        lines = [line.strip() for line in self.text.split("\n") if re.search(r"\d", line)]
        return [f"not accounted for: {' '.join(line.split())}" for line in lines]


NAMES = (
    r"@[\w:-]+",
    r"[〔（(]?(?:2019|2021)[〕）]?(?:\d+号|年格式)",
    r"国办[^，。；）]*号",
    r"\d{4} form",
    r"SHA-256|GB/T \d+|(?<![A-Za-z\d])[RS]\d+(?!\d)|gxkit \d[\d.]*",
    r"[Aa]rticle \d+",
    r"study\.\w+|\d月\d+日|\d+ (?:January|February|March)",
    r"95%",
    r"“[^”]*”",
)
"""what names something and counts nothing, and the days and the level that the law and the method
set"""


TAKEN = {
    "zh": (
        r"未定的格\d+个",
        r"认出\d+个数字，其中\d+个",
        r"可以对照的\d+个，见于\d+份报告",
        r"无法核对\d+处",
        r"识读两遍的有\d+份报告的\d+格，两遍相同的\d+格（区间[\d.]+%至100.0%），不同的0格",
        r"另一文件印证了\d+格",
        r"有\d+格没有可用",
        r"另有\d+格(?:的数)?未定",
        rf"分母在{FEW}件以上",
        r"尚有\d+处不能按等式核对",
        r"涉及\d+份",
        r"\d+个机关的\d+份报告的文件没有",
    ),
    "en": (
        r"\d+ cells? (?:is|are) undecided",
        r"\d+ figures were recognised, \d+ of which",
        r"\d+, in \d+ reports, can be compared",
        r"\d+ cannot be assessed",
        r"\d+ cells of \d+ reports were read a second time[^:]*: \d+ are the same "
        r"\(interval [\d.]+% to 100.0%\), 0 differ",
        r"confirms \d+ cells",
        r"\d+ comparisons by",
        r"\d+ cells have neither",
        r"\d+ more cells are undecided",
        rf"denominators of {FEW} or more",
        r"included, \d+ reports are concerned",
        r"\d+ reports of \d+ bodies in all",
    ),
}
"""what rests on reading, on texts or on explanations, and is taken as it stands"""


def part_text(text: str) -> tuple[str, dict[str, list[list[str]]], set[int]]:
    """The prose, the rows of each table by its key, and how many of a table are not printed."""
    prose: list[str] = []
    left_out: Counter[str] = Counter()
    tables: dict[str, list[list[str]]] = {}
    key = ""
    _, _, body = text.partition("\n::: abstract")
    for line in body.split("\n"):
        if line.startswith(":::"):
            found = re.match(r"::: table (\S+)", line)
            key = found[1] if found else ""
        elif line.lstrip("+").startswith("|"):
            cells = [cell.strip() for cell in line.lstrip("+").strip("|").split("|")]
            tables.setdefault(key, []).append(cells)
            left_out[key] += line.startswith("+")
        else:
            prose.append(line)
    # the head and the line below it hold no number
    return "\n".join(prose), {n: rows[2:] for n, rows in tables.items()}, set(left_out.values())


CLAIMS = (
    (r"不成立(\d+)处，只作提示(\d+)处", r"(\d+) fails? and (\d+) (?:is|are) only remarked on"),
    (
        r"相加得(\d+)件，自称(\d+)件，差(\d+)件；逐项与表对照，差在(\d+)和(\d+)件",
        r"come to (\d+) and calls them (\d+), (\d+) apart; compared with the table item by item, "
        r"(\d+) and (\d+)",
    ),
)


def strike_claims(count: Count, facts: Facts, kinds: set[int]) -> None:
    """What the text says of texts: its sums, and how many lines of the table are of each kind."""
    totals = {report.used(("requests", "decided", TOTAL)) for report in facts.new}

    def is_sum(match: re.Match[str]) -> bool:
        parts, whole, gap, *gaps = map(int, match.groups())
        return parts + gap == whole and sum(gaps) == gap and Decimal(whole) in totals

    for pattern in CLAIMS[0]:
        count.strike_each(pattern, lambda match: {int(one) for one in match.groups()} == kinds)
    for pattern in CLAIMS[1]:
        count.strike_each(pattern, is_sum)


PAIR = r"(\d+)/(\d+)(?: ?[（(]([\d.]+)%(?:[，,] ?(?:区间)?([\d.]+)%(?:至| to )([\d.]+)%)?[）)])?"


def is_pair(match: re.Match[str], known: set[Pair]) -> bool:
    """Whether a share is one that a report gives, with its rate and the ends of its interval."""
    pair = Decimal(match[1]), Decimal(match[2])
    if pair not in known:
        return False
    if match[3] is None:
        return True
    # the study's own rule: no rate of fewer cases
    if pair[1] < FEW or percent(float(pair[0] / pair[1])) != match[3]:
        return False
    low, high = wilson(*pair)
    return match[4] is None or (percent(low), percent(high)) == (match[4], match[5])


def strike_rates(count: Count, facts: Facts) -> None:
    known = facts.every_pair()
    for (name, year), own in known.items():
        count.strike_each(
            rf"{re.escape(name)}{year}年{PAIR}", lambda match, own=own: is_pair(match, own)
        )
    every = set().union(*known.values())
    count.strike_each(PAIR, lambda match: is_pair(match, every))


def strike_years(count: Count, facts: Facts) -> None:
    """Years of the panel that name reports, in any order in which a sentence has them."""
    years = {str(report.year) for report in facts.reports}
    count.strike_each(r"(?<!\d)(20\d\d)(?!\d)", lambda match: match[1] in years)
