"""What is told where the pointer rests on a figure, in Chinese and English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "sums of": ("{}：{}合计", "{}: sums of {}"),
    "sum total": ("总计", "total"),
    "sum closed": ("审结", "closed"),
    "sum denied": ("不予公开", "denied"),
    "sum people_given": ("自然人：公开", "people: disclosed"),
    "sum people_decided": ("自然人：办理", "people: decided"),
    "sum organisations_given": ("法人和其他组织：公开", "organisations: disclosed"),
    "sum organisations_decided": ("法人和其他组织：办理", "organisations: decided"),
    "told claim": ("{}\n“{}”：{}", "{}\n“{}”: {}"),
    "told days": ("{}\n公布：{}\n期限：{}\n相差天数：{}", "{}\npublished: {}\ndue: {}\ndays: {}"),
    "told middles": (
        "{}：{}\n中位数：{}\n中间一半：{} … {}",
        "{}: {}\nmedian: {}\nmiddle half: {} … {}",
    ),
    "told late": ("逾期：{}\n最迟的：{}", "late: {}\nthe last: {}"),
    "told cells": (
        "{}\n{}：应有{}格，有数{}格，经核实{}格，有矛盾{}格",
        "{}\n{}: {:cell|cells}, {} with a number, {} verified, {} contradicted",
    ),
    "told fields": ("{}，{}：{}", "{}, {}: {}"),
    "told failing": ("{}，{}年：可检验{}，不成立{}", "{}, {}: {} tested, {} fail"),
    "told rules": ("{}年：不成立/可核对", "{}: fail/assessed"),
    "told ranks": (
        "第{}至第{}位（共{}个）\n中位数：{}%",
        "ranks {} to {} of {}\nmedian: {}%",
    ),
    "told bodies": (
        "{}个机关\n办理{}至{}件，公开率{}%至{}%",
        "{:body|bodies}\n{} to {} decisions, rates from {}% to {}%",
    ),
    "told changes": (
        "{}：改动{}项\n百分点，中位数：{}\n中间一半：{} … {}",
        "{}: {:change|changes}\npoints, median: {}\nmiddle half: {} … {}",
    ),
}
