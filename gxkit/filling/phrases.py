"""What `why` says, in Chinese and English: names of strategies, templates of sentences."""

from __future__ import annotations

from gxkit.filling.finding.spots import Sign
from gxkit.report import Status
from gxkit.text import Sentence

# Each strategy by its name in the lists.
WAYS = {
    # how a row's label was found
    "exact": Sentence("逐字相同", "letter by letter"),
    "bare": Sentence("缺项号", "without its number"),
    "cut": Sentence("被分页断开", "cut in two by a page"),
    "misprinted": Sentence("近似（误印）", "alike, as a misprint"),
    "shortened": Sentence("缩写", "shortened"),
    # how a table was found, and how its labels and figures lie
    "every row": Sentence("各行标签", "by all its labels"),
    "most rows": Sentence("多数行标签", "by most of its labels"),
    "part": Sentence("只有一部分的表", "by the rows of a part"),
    "wrapped": Sentence("标签环绕数字行", "labels around lines of figures"),
    "across": Sentence("横排表头", "a head with its rows side by side"),
    "down": Sentence("一行一个标签", "a label for each line"),
    "turned": Sentence("行列互换", "turned"),
    "by labels": Sentence("按各格上方和左边的标签", "by the labels above and left of each cell"),
    "one line": Sentence("表头下一行数字", "one line of figures below the head"),
    "one line, incomplete": Sentence("表头下一行不全的数字", "an incomplete line below the head"),
    "bands": Sentence("分段", "in bands"),
    # how figures were placed
    "as many": Sentence("数字与格数相同，依次放入", "as many figures as cells, in order"),
    "over lines": Sentence(
        "数字分在几行，按列位置放入", "figures of several lines, by their columns"
    ),
    "no figure": Sentence("没有数字", "there is no figure"),
    "one sign": Sentence("一个记号代表各格", "one sign stands for all cells"),
    "by cells": Sentence("连空格在内格数相同", "as many cells, empty ones counted"),
    "line cells": Sentence("各格中的数字", "what stands in each cell"),
    "by tabs": Sentence("按制表符位置", "by the tabs of the line"),
    "under labels": Sentence("按上方列标签", "under the column labels"),
    "as full rows": Sentence("按完整各行的列位置", "in the columns of full rows"),
    "in order": Sentence("按完整各行中的次序", "in the order of full rows"),
    "own line": Sentence("取标签所在行的数字", "the figures in the label's own line"),
    "packed": Sentence("一格有几行的数字", "the cells hold the figures of several rows"),
    "in doubt": Sentence("按次序", "in order"),
    "slipped": Sentence("行与表头没有对齐", "the row does not line up with its head"),
    "split": Sentence("切分连写数字", "cutting figures that ran together"),
    "surplus": Sentence("略去多余数字", "leaving out figures too many"),
    "spread": Sentence("数字少于格数，空格不留痕迹", "too few figures, and blanks left no trace"),
    "undecided": Sentence("无从决定", "nothing decides"),
}

# What speaks for a label beside its letters.
SIGNS = {
    Sign.ITEM: Sentence("项号相同", "its number before it"),
    Sign.OPENS: Sentence("位于格首", "it opens a cell"),
    Sign.OWN: Sentence("本格式用语", "the form's own wording"),
    Sign.FIGURE: Sentence("其后即数字", "a figure follows"),
}

CELLS = {
    Status.PRINTED: Sentence(
        "{label}：{number}{unit}，印作“{printed}”（{place}），{verdict}。",
        "{label}: {number} {unit}, printed “{printed}” ({place}), {verdict}.",
    ),
    Status.BLANK: Sentence(
        "{label}：此格以“{printed}”表示空白（{place}）。",
        "{label}: the cell is blank, shown by “{printed}” ({place}).",
    ),
    Status.MISSING: Sentence(
        "{label}：文件中没有找到此格。", "{label}: the cell is not found in the file."
    ),
    Status.AMBIGUOUS: Sentence(
        "{label}：有几种读法（{candidates}），印作“{printed}”（{place}）。",
        "{label}: several readings ({candidates}), printed “{printed}” ({place}).",
    ),
    Status.ILLEGIBLE: Sentence(
        "{label}：印作“{printed}”（{place}），不是一个数字。",
        "{label}: printed “{printed}” ({place}), which is no number.",
    ),
}
EMPTY_CELL = Sentence("{label}：此格空白（{place}）。", "{label}: the cell is blank ({place}).")
BLANK = Sentence("空白", "blank")
VERIFIED_BY = Sentence("与所印的数相符：{grounds}。", "What has the number printed: {grounds}.")
DISPUTED_BY = Sentence("给出另一数：{grounds}。", "What has another number: {grounds}.")
READINGS = Sentence("文字层与页面分别读作：{numbers}。", "The text and the page have: {numbers}.")
IMPLIED_BY = Sentence(
    "由 {rules} 推算应为 {number}。", "By {rules} it must be {number}, which is not printed."
)
AGREED = Sentence(
    "图片识别：两种方法都读作“{text}”（把握 {score}%）。",
    "Recognised from a picture: both readers have “{text}” (sure to {score} %).",
)
NOT_AGREED = Sentence(
    "图片识别：两种方法读法不一，可能是 {candidates}（首选的把握 {score}%）。",
    "Recognised from a picture: its readers differ or are not sure; it may be {candidates} "
    "(the first: sure to {score} %).",
)
CHOSEN = Sentence(
    "按勾稽关系，其中只能是 {number}。",
    "The sums leave {number} of them, which is taken for what is printed.",
)
USE = Sentence("可否使用：{use}（{why}）。", "Fit for use: {use} ({why}).")
UNREAD = Sentence(
    "格中有{what}，其内容没有识读。", "In the cell there is {what}, which nobody has read."
)
NO_CANDIDATE = Sentence("无法列举", "none can be listed")

EDITION = Sentence(
    "格式：{table}按{edition}读（{way}），{score}分，{found}。",
    "Edition: {table} is read as {edition} ({way}), {score} points, {found}.",
)
HEAD_FOUND = Sentence("找到表头", "its head found")
ROWS_FOUND = Sentence(
    "{rows}行中找到{found}行，{columns}个列标签中找到{head}个",
    "{found} of {rows} rows and {head} of {columns} column labels found",
)
OTHERS = Sentence("其他格式：{others}。", "Other editions: {others}.")
OTHER = Sentence("{edition} {score}分（{why}）", "{edition} {score} points ({why})")
LOWER = Sentence("分数较低", "fewer points")
ELSEWHERE = Sentence("在文件的另一处", "it stands elsewhere in the file")
CLAIMED = Sentence("另一格式更符合此处", "another edition fits this place better")
RESEMBLED = Sentence("此处是无人填写的格式", "an edition that is not filled stands there")
AS_MAIN = Sentence("分数相同，取与其他表同一格式", "as many points; the other tables decide")
AS_YEAR = Sentence("分数相同，取报告年度的格式", "as many points; the report's year decides")
NOTHING_OWN = Sentence(
    "找到的标签都是两种格式共有的，取报告年度的格式",
    "all its labels are this edition's too; the report's year decides",
)
AS_FIRST = Sentence("分数相同，取较早的格式", "as many points; the older edition is taken")
ABSENT = Sentence(
    "{edition} 未找到（{why}，{rows}行中{found}行）",
    "{edition} not found ({why}, {found} of {rows} rows)",
)
NO_TABLE = Sentence(
    "格式：文件中没有{table}；此表按其他表的格式{edition}列出。",
    "Edition: {table} is not in the file; it is listed as the other tables are of {edition}.",
)

PLACES = Sentence(
    "同类的表不止一份：{places}。", "The file holds more than one of this table: {places}."
)
PLACE_LEFT = Sentence("{place}（未读取：{why}）", "{place} (left out: {why})")
PLACE_READ = Sentence("{place}（读取）", "{place} (read)")
PLACE_OPEN = Sentence("{place}（无从判断，列为读法）", "{place} (undecided, a reading)")

LABEL = Sentence(
    "标签：“{text}”（{place}），{way}，{score}分（{points}）。",
    "Label: “{text}” ({place}), {way}, {score} points ({points}).",
)
LOST_LABEL = Sentence(
    "标签：此行没有标签；上下两个标签之间的数字行与所缺的行一样多。",
    "Label: the row has none; between two labels stand as many lines as rows are missing.",
)
LETTERS = Sentence("文字相同", "its letters")
LIKENESS = Sentence("相似度{percent}%", "{percent} % alike")
NO_LABEL = Sentence(
    "标签：“{label}”在{above}与{below}之间没有找到；试过：{ways}。",
    "Label: “{label}” is not found between {above} and {below}; tried: {ways}.",
)
QUOTED = Sentence("“{text}”", "“{text}”")
TOP = Sentence("表的开头", "the beginning of the table")
BOTTOM = Sentence("表的末尾", "its end")

LINE = Sentence("该行：{fields}。", "Its line: {fields}.")
SPARE = Sentence("该行：{fields}；不属任何格：{spare}。", "Its line: {fields}; no cell's: {spare}.")
NO_FIELDS = Sentence("该行没有数字和空格。", "Its line has neither figures nor blanks.")
PLACED = Sentence("放置：{way}。", "Placing: {way}.")
PLACED_BECAUSE = Sentence("放置：{way}，因为{reasons}。", "Placing: {way}, because {reasons}.")

SPLIT = Sentence(
    "勾稽：“{pieces}”有{all}种切法，行内勾稽留下{before}种，各行之间的勾稽留下{after}种。",
    "Rules: “{pieces}” can be cut in {all} ways; the rules of the line leave {before}, "
    "those across lines {after}.",
)
CHOICES = Sentence(
    "勾稽：行内勾稽留下{before}种读法，各行之间的勾稽留下{after}种。",
    "Rules: those of the line leave {before} readings, those across lines {after}.",
)
AT_LEAST = Sentence("不少于{number}", "at least {number}")
LOST = Sentence(
    "此表有空格不留痕迹，所以一种读法也不能断定。",
    "Blanks left no trace in this table, so that even one reading is not certain.",
)
UNPROVEN = Sentence(
    "没有合计可核对，也看不出零要印出，所以不能断定。",
    "No sum checks it, and nothing shows that zeros are printed, so that it is not certain.",
)
