"""What the mistakes say, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.diagnosis.mistakes import Mistake
from gxkit.forms import Table
from gxkit.report import MistakeKind, Report
from gxkit.text import Listed, Sentence

MISTAKES: dict[MistakeKind, Sentence] = {
    MistakeKind.UNFILLED: Sentence("合计没有填：{cells}。", "A total was left at 0: {cells}."),
    MistakeKind.ROWS_EXCHANGED: Sentence(
        "“{first}”与“{last}”两行的标签（或数字）互换了；换回后各勾稽关系全部成立。",
        "The labels (or figures) of the rows “{first}” and “{last}” are exchanged; put back, "
        "every rule holds.",
    ),
    MistakeKind.COLUMNS_EXCHANGED: Sentence(
        "“{first}”与“{last}”两列的标题（或数字）互换了；换回后各勾稽关系全部成立。",
        "The heads (or figures) of the columns “{first}” and “{last}” are exchanged; put back, "
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
    MistakeKind.CELLS_EXCHANGED: Sentence(
        "相邻两格的数字互换了：{cells}。",
        "The figures of two neighbouring cells are exchanged: {cells}.",
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
    MistakeKind.POINT: Sentence(
        "小数点（千分位）有误：{cells}。",
        "A decimal point (or mark of thousands) is wrong: {cells}.",
    ),
    MistakeKind.DIGIT_MISTYPED: Sentence(
        "按错了相邻的数字键：{cells}。",
        "The key beside the right one was struck: {cells}.",
    ),
    MistakeKind.LEFT_EMPTY: Sentence(
        "漏填了数字：{cells}。",
        "Figures were left out: {cells}.",
    ),
    MistakeKind.PART_OMITTED: Sentence(
        "合计漏加了一项：{cells}。",
        "A total was made without one of its parts: {cells}.",
    ),
    MistakeKind.PART_TWICE: Sentence(
        "多计了另一项的数字：{cells}。",
        "Figures of another line are counted in too: {cells}.",
    ),
    MistakeKind.STALE: Sentence(
        "分项更改后合计未更新：{cells}。",
        "Totals were not updated with their parts: {cells}.",
    ),
    MistakeKind.COPIED: Sentence(
        "照抄了相邻的数字：{cells}。",
        "Figures were copied from beside: {cells}.",
    ),
    MistakeKind.LAST_YEAR: Sentence(
        "沿用了上一年的数字：{cells}。",
        "Last year's figures were left in: {cells}.",
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

CHANGED_CELL = Sentence("{label} {printed}→{number}", "{label} {printed}→{number}")
EMPTY_CELL = Sentence("空", "空")
SEVERAL = Sentence("有 {count} 处错误：{all}", "{count} mistakes: {all}")

EACH_IMPLIES = Sentence("{rules} 各自推出同样的数。", "{rules} each imply the same.")
TOO_AT_ZERO = Sentence(
    "同表{labels}也印作0，与其分项不符。",
    "The same table has 0 for {labels} too, over parts that are not 0.",
)
TWO_PAGES = Sentence(
    "两行分处第 {one} 页与第 {other} 页。",
    "The two rows are parted by the break between pages {one} and {other}.",
)
NOTHING_BETWEEN = Sentence(
    "两格数字在文件中连写：{one}，{other}。",
    "The two figures run together in the file: {one}, {other}.",
)


def say_mistakes(
    report: Report,
    table: Table,
    mistakes: Sequence[Mistake],
) -> Sentence:
    """Mistakes in words, each with the cells that undo it (printed→meant)."""
    said = [_say_mistake(report, table, mistake) for mistake in mistakes]
    if len(said) == 1:
        return said[0]
    return SEVERAL.fill(count=len(said), all=Listed(tuple(said), "", " "))


def _say_mistake(
    report: Report,
    table: Table,
    mistake: Mistake,
) -> Sentence:
    cells: list[Sentence] = []
    for slot, number in mistake.change:
        value = report[(table.id, *slot)]
        printed = value.printed or EMPTY_CELL
        cell = CHANGED_CELL.fill(label=value.label, printed=printed, number=number)
        cells.append(cell)
    lines = _name_lines(report, table, mistake)
    return MISTAKES[mistake.kind].fill(
        cells=Listed(tuple(cells), "；", "; "),
        first=lines[0],
        last=lines[-1],
    )


def _name_lines(
    report: Report,
    table: Table,
    mistake: Mistake,
) -> list[str]:
    """The labels of the rows, or columns, in which the changed cells stand, each once."""
    year = str(report.meta.year or "")
    rows = {row.id: "/".join(row.path) for row in table.rows}
    names: dict[str, None] = {}
    for (row, column), _ in mistake.change:
        if mistake.kind.is_of_columns:
            label = table.column(column).label
            names[label.replace("{year}", year)] = None
        else:
            names[rows[row]] = None
    return list(names)
