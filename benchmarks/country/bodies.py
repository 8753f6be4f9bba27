"""The bodies of the nation: provinces, prefectures, counties, and the departments of each."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

PROVINCES: Mapping[str, tuple[str, int, int]] = {
    "11": ("北京市", 0, 16),
    "12": ("天津市", 0, 16),
    "13": ("河北省", 11, 167),
    "14": ("山西省", 11, 117),
    "15": ("内蒙古自治区", 12, 103),
    "21": ("辽宁省", 14, 100),
    "22": ("吉林省", 9, 60),
    "23": ("黑龙江省", 13, 121),
    "31": ("上海市", 0, 16),
    "32": ("江苏省", 13, 95),
    "33": ("浙江省", 11, 90),
    "34": ("安徽省", 16, 104),
    "35": ("福建省", 9, 84),
    "36": ("江西省", 11, 100),
    "37": ("山东省", 16, 136),
    "41": ("河南省", 17, 157),
    "42": ("湖北省", 13, 103),
    "43": ("湖南省", 14, 122),
    "44": ("广东省", 21, 122),
    "45": ("广西壮族自治区", 14, 111),
    "46": ("海南省", 4, 25),
    "50": ("重庆市", 0, 38),
    "51": ("四川省", 21, 183),
    "52": ("贵州省", 9, 88),
    "53": ("云南省", 16, 129),
    "54": ("西藏自治区", 7, 74),
    "61": ("陕西省", 10, 107),
    "62": ("甘肃省", 14, 86),
    "63": ("青海省", 8, 44),
    "64": ("宁夏回族自治区", 5, 22),
    "65": ("新疆维吾尔自治区", 14, 107),
}
"""by the first two digits of its code: name, prefectures (none: counties stand right below it),
counties"""
PROVINCE, PREFECTURE, COUNTY, DEPARTMENT = "province", "prefecture", "county", "department"
OFFICES = (
    "教育局",
    "财政局",
    "民政局",
    "司法局",
    "自然资源局",
    "农业农村局",
    "卫生健康委员会",
    "人力资源和社会保障局",
    "住房和城乡建设局",
    "交通运输局",
    "水利局",
    "应急管理局",
    "市场监督管理局",
    "发展和改革委员会",
    "科学技术局",
    "工业和信息化局",
    "公安局",
    "生态环境局",
    "商务局",
    "文化和旅游局",
    "退役军人事务局",
    "审计局",
    "医疗保障局",
    "统计局",
    "林业局",
    "城市管理局",
    "体育局",
    "信访局",
    "民族宗教事务局",
    "乡村振兴局",
    "行政审批局",
    "国有资产监督管理委员会",
    "地方金融监督管理局",
    "粮食和物资储备局",
    "广播电视局",
    "人民防空办公室",
    "外事办公室",
    "机关事务管理局",
    "大数据管理局",
    "文物局",
)
DEPARTMENTS = {PROVINCE: 40, PREFECTURE: 26, COUNTY: 6}
"""that report by themselves: with these the nation has about 30 000 bodies, as the real one"""
LARGEST = 20_000
"""requests that any body gets in a year"""
FEWEST = 0.4
"""requests a year below which a body gets none"""
REQUESTS: Mapping[tuple[str, bool], tuple[float, float]] = {
    (PROVINCE, False): (900, 1.0),
    (PROVINCE, True): (60, 1.4),
    (PREFECTURE, False): (250, 1.1),
    (PREFECTURE, True): (12, 1.5),
    (COUNTY, False): (60, 1.2),
    (COUNTY, True): (1.2, 1.6),
}
"""by where a body is, and whether it is a department: the median of its requests a year and the
spread of their logarithm; of county departments one in four gets none"""
SIZES = {"none": FEWEST, "office": 15, "county": 300, "city": 4_000, "province": math.inf}
"""the sizes of `slip_reports`, each with the requests a year that it stays below"""
_FIRST = "沐霁岚砚棠芷澄漪溯珞栎枫槐菱蓼皋嵇郯昀旻晏晟昶钧铄锦绥绛缙纾葭萱蔚薇荀"
_SECOND = "川泽岭原坪浦溪湖丘陵渡堰塘洲港滨谷坡冈野"
_COUNTY_ENDS = "县县县区市"


@dataclass(frozen=True, slots=True)
class Body:
    """One body: the division's code, its own number there (0 the government), and the requests that
    it gets in about every year."""

    code: str
    number: int
    name: str
    where: str
    requests: float

    @property
    def level(self) -> str:
        """As a catalog has it."""
        return DEPARTMENT if self.number else self.where

    @property
    def id(self) -> str:
        return f"{self.code}-{self.number:02}"

    @property
    def size(self) -> str:
        """The first size whose bound is not reached."""
        return next(size for size, bound in SIZES.items() if self.requests < bound)


def draw_bodies(seed: int) -> list[Body]:
    """All bodies of the nation, by code."""
    rng = random.Random(f"bodies {seed}")
    bodies: list[Body] = []
    for digits, (name, prefectures, counties) in PROVINCES.items():
        bodies += _draw_division(rng, f"{digits}0000", name, PROVINCE)
        names = _draw_names(rng)
        bodies += _draw_below(rng, digits, (prefectures, counties), names)
    return bodies


def _draw_names(rng: random.Random) -> Iterator[str]:
    """Names of places, none twice in a province."""
    pairs = ["".join(pair) for pair in product(_FIRST, _SECOND)]
    rng.shuffle(pairs)
    return iter(pairs)


def _draw_below(
    rng: random.Random, digits: str, counts: tuple[int, int], names: Iterator[str]
) -> Iterator[Body]:
    """The prefectures and counties of a province, these spread evenly over those."""
    prefectures, counties = counts
    units = max(1, prefectures)
    for unit in range(units):
        if prefectures:
            code = f"{digits}{unit + 1:02}00"
            yield from _draw_division(rng, code, f"{next(names)}市", PREFECTURE)
        for county in range(counties // units + (unit < counties % units)):
            code = f"{digits}{unit + 1:02}{county + 1:02}"
            name = next(names) + rng.choice(_COUNTY_ENDS)
            yield from _draw_division(rng, code, name, COUNTY)


def _draw_division(rng: random.Random, code: str, name: str, where: str) -> Iterator[Body]:
    """A government and the departments below it."""
    yield Body(code, 0, f"{name}人民政府", where, _draw_requests(rng, where, False))
    usual = DEPARTMENTS[where]
    # Not every county lets as many of its departments report for themselves.
    count = min(len(OFFICES), round(usual * rng.uniform(0.5, 1.5)))
    for number, office in enumerate(rng.sample(OFFICES, count), 1):
        own = office.replace("局", "厅") if name.endswith(("省", "自治区")) else office
        yield Body(code, number, name + own, where, _draw_requests(rng, where, True))


def _draw_requests(rng: random.Random, where: str, is_department: bool) -> float:
    median, spread = REQUESTS[where, is_department]
    drawn = rng.lognormvariate(math.log(median), spread)
    return min(drawn, LARGEST) if drawn >= FEWEST else 0.0
