"""What the rules say, in Chinese and English."""

from __future__ import annotations

RULES: dict[str, tuple[str, str]] = {
    "R1": ("六类申请人之和应等于总计", "the six kinds of applicant add up to the total"),
    "R2": ("（一）至（六）各项之和应等于（七）总计", "the outcomes (一)-(六) add up to （七）总计"),
    "R3": (
        "第一项加第二项应等于第三项加第四项",
        "received plus carried in equals decided plus carried out",
    ),
    "R4": (
        "维持、纠正、其他、尚未审结之和应等于总计",
        "upheld, corrected, other and pending add up to the total",
    ),
    "R5": ("分项之和应等于总数", "the parts add up to the whole"),
    "R7": ("历年累计应不小于当年数", "the cumulative figure is at least the year's"),
    "S1": (
        "网站公开数与公报公开数之和通常等于主动公开数",
        "disclosed usually equals website plus gazette",
    ),
    "S2": ("受理申请数通常等于答复数", "requests usually equal answers"),
    "implied": (
        "空格的数可由其他勾稽关系推出",
        "the other figures imply the number of an empty cell",
    ),
    "joined": ("连写的数字应能拆成各栏的数", "figures run together can be told apart"),
}

KINDS: dict[str, tuple[str, str]] = {
    "fails": ("不成立", "fails"),
    "remark": ("提示", "remark"),
    "not assessable": ("无法核对", "cannot be assessed"),
}
