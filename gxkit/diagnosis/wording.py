"""What the mistakes say, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.report import Key, Number, Report

MISTAKES: dict[str, tuple[str, str]] = {
    "total not filled in": ("合计没有填：{cells}。", "A total was left at 0: {cells}."),
    "rows exchanged": (
        "“{first}”与“{second}”两行的标签（或数字）互换了；换回后各勾稽关系全部成立。",
        "The labels (or figures) of the rows “{first}” and “{second}” are exchanged; put back, "
        "every rule holds.",
    ),
    "columns exchanged": (
        "“{first}”与“{second}”两列的标题（或数字）互换了；换回后各勾稽关系全部成立。",
        "The heads (or figures) of the columns “{first}” and “{second}” are exchanged; put back, "
        "every rule holds.",
    ),
    "row shifted": (
        "“{first}”一行的数字错开了一格：{cells}。",
        "The figures of the row “{first}” are shifted by one cell: {cells}.",
    ),
    "column shifted": (
        "“{first}”一列的数字错开了一格：{cells}。",
        "The figures of the column “{first}” are shifted by one cell: {cells}.",
    ),
    "value in the neighbouring cell": (
        "数字填进了相邻的格：{cells}。",
        "A number stands in the neighbouring cell: {cells}.",
    ),
    "split elsewhere": (
        "相邻两格的数字拆分有误：{cells}。",
        "The digits of two cells were parted in the wrong place: {cells}.",
    ),
    "digits transposed": ("数字前后颠倒：{cells}。", "Two digits are transposed: {cells}."),
    "digit lost": ("数字少了一位：{cells}。", "A digit is lost: {cells}."),
    "digit doubled": ("数字多打了一位：{cells}。", "A digit stands twice: {cells}."),
    "sign lost": ("正负号有误：{cells}。", "The sign is wrong: {cells}."),
    "unit": (
        "单位有误（相差一万倍）：{cells}。",
        "The unit is wrong (by a factor of 10 000): {cells}.",
    ),
    "one cell": (
        "改动下列数字即可使各勾稽关系全部成立：{cells}。",
        "Every rule holds with: {cells}.",
    ),
    "impossible": (
        "件数不可能为负或为小数：{cells}。",
        "A count cannot be negative or broken: {cells}.",
    ),
    "one line": (
        "改动一行（列）中的下列数字即可使各勾稽关系全部成立：{cells}。",
        "Every rule holds with these figures of one line changed: {cells}.",
    ),
}


def say_mistakes(
    report: Report, mistakes: Sequence[tuple[str, Sequence[tuple[Key, Number]]]]
) -> tuple[str, str]:
    """Mistakes in words, Chinese and English: each kind with the cells that undo it (printed→meant)."""
    said: list[tuple[str, str]] = []
    for kind, change in mistakes:
        side = 1 if kind.startswith("column") else 0
        labels = [report[key].label.rsplit(" · ", 1) for key, _ in change]
        lines = list(
            dict.fromkeys(label[side] if len(label) > side else label[0] for label in labels)
        )
        cells = "；".join(
            f"{report[key].label} {report[key].printed or '空'}→{number}" for key, number in change
        )
        words = {"cells": cells, "first": lines[0], "second": lines[-1]}
        said.append((MISTAKES[kind][0].format(**words), MISTAKES[kind][1].format(**words)))
    if len(said) == 1:
        return said[0]
    return (
        f"有 {len(said)} 处错误：" + "".join(zh for zh, _ in said),
        f"{len(said)} mistakes: " + " ".join(en for _, en in said),
    )
