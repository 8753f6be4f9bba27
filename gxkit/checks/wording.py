"""What the rules say, in Chinese and English."""

from __future__ import annotations

from gxkit.text import Sentence

RULES: dict[str, Sentence] = {
    "R1": Sentence("六类申请人之和应等于总计", "the six kinds of applicant add up to the total"),
    "R2": Sentence(
        "（一）至（六）各项之和应等于（七）总计", "the outcomes (一)-(六) add up to （七）总计"
    ),
    "R3": Sentence(
        "第一项加第二项应等于第三项加第四项",
        "received plus carried in equals decided plus carried out",
    ),
    "R4": Sentence(
        "维持、纠正、其他、尚未审结之和应等于总计",
        "upheld, corrected, other and pending add up to the total",
    ),
    "R5": Sentence("分项之和应等于总数", "the parts add up to the whole"),
    "R7": Sentence("历年累计应不小于当年数", "the cumulative figure is at least the year's"),
    "S1": Sentence(
        "网站公开数与公报公开数之和通常等于主动公开数",
        "disclosed usually equals website plus gazette",
    ),
    "S2": Sentence("受理申请数通常等于答复数", "requests usually equal answers"),
    "implied": Sentence(
        "空格的数可由其他勾稽关系推出",
        "the other figures imply the number of an empty cell",
    ),
    "joined": Sentence("连写的数字应能拆成各栏的数", "figures run together can be told apart"),
}
