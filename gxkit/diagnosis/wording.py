"""What the mistakes say, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.report import Key, MistakeKind, Number, Report
from gxkit.text import Listed, Sentence

MISTAKES: dict[MistakeKind, Sentence] = {
    MistakeKind.UNFILLED: Sentence("合计没有填：{cells}。", "A total was left at 0: {cells}."),
    MistakeKind.ROWS_EXCHANGED: Sentence(
        "“{first}”与“{second}”两行的标签（或数字）互换了；换回后各勾稽关系全部成立。",
        "The labels (or figures) of the rows “{first}” and “{second}” are exchanged; put back, "
        "every rule holds.",
    ),
    MistakeKind.COLUMNS_EXCHANGED: Sentence(
        "“{first}”与“{second}”两列的标题（或数字）互换了；换回后各勾稽关系全部成立。",
        "The heads (or figures) of the columns “{first}” and “{second}” are exchanged; put back, "
        "every rule holds.",
    ),
    MistakeKind.ROW_SHIFTED: Sentence(
        "“{first}”一行的数字错开了一格：{cells}。",
        "The figures of the row “{first}” are shifted by one cell: {cells}.",
    ),
    MistakeKind.COLUMN_SHIFTED: Sentence(
        "“{first}”一列的数字错开了一格：{cells}。",
        "The figures of the column “{first}” are shifted by one cell: {cells}.",
    ),
    MistakeKind.NEIGHBOUR: Sentence(
        "数字填进了相邻的格：{cells}。",
        "A number stands in the neighbouring cell: {cells}.",
    ),
    MistakeKind.SPLIT_ELSEWHERE: Sentence(
        "相邻两格的数字拆分有误：{cells}。",
        "The digits of two cells were parted in the wrong place: {cells}.",
    ),
    MistakeKind.TRANSPOSED: Sentence(
        "数字前后颠倒：{cells}。", "Two digits are transposed: {cells}."
    ),
    MistakeKind.DIGIT_LOST: Sentence("数字少了一位：{cells}。", "A digit is lost: {cells}."),
    MistakeKind.DIGIT_DOUBLED: Sentence(
        "数字多打了一位：{cells}。", "A digit stands twice: {cells}."
    ),
    MistakeKind.SIGN_LOST: Sentence("正负号有误：{cells}。", "The sign is wrong: {cells}."),
    MistakeKind.UNIT: Sentence(
        "单位有误（相差一万倍）：{cells}。",
        "The unit is wrong (by a factor of 10 000): {cells}.",
    ),
    MistakeKind.ONE_CELL: Sentence(
        "改动下列数字即可使各勾稽关系全部成立：{cells}。",
        "Every rule holds with: {cells}.",
    ),
    MistakeKind.IMPOSSIBLE: Sentence(
        "件数不可能为负或为小数：{cells}。",
        "A count cannot be negative or broken: {cells}.",
    ),
    MistakeKind.ONE_LINE: Sentence(
        "改动一行（列）中的下列数字即可使各勾稽关系全部成立：{cells}。",
        "Every rule holds with these figures of one line changed: {cells}.",
    ),
}


_CHANGE = Sentence("{label} {printed}→{number}", "{label} {printed}→{number}")
_EMPTY = Sentence("空", "空")
_SEVERAL = Sentence("有 {count} 处错误：{all}", "{count} mistakes: {all}")


def say_mistakes(
    report: Report, mistakes: Sequence[tuple[MistakeKind, Sequence[tuple[Key, Number]]]]
) -> Sentence:
    """Mistakes in words: each kind with the cells that undo it (printed→meant)."""
    said: list[Sentence] = []
    for kind, change in mistakes:
        side = 1 if kind.is_of_columns else 0
        labels = [report[key].label.rsplit(" · ", 1) for key, _ in change]
        lines = list(
            dict.fromkeys(label[side] if len(label) > side else label[0] for label in labels)
        )
        cells = tuple(
            _CHANGE.fill(
                label=report[key].label, printed=report[key].printed or _EMPTY, number=number
            )
            for key, number in change
        )
        listed = Listed(cells, "；", "；")
        said.append(MISTAKES[kind].fill(cells=listed, first=lines[0], second=lines[-1]))
    if len(said) == 1:
        return said[0]
    return _SEVERAL.fill(count=len(said), all=Listed(tuple(said), "", " "))
