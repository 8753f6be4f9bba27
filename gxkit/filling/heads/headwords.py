"""What is said of the columns of a printed head, in Chinese and English."""

from __future__ import annotations

from gxkit.document import Where
from gxkit.filling.heads.headers import LAST, THIS, Year
from gxkit.forms import Table
from gxkit.text import Said, Sentence

OWN_ORDER = Sentence(
    "{table}的表头（{place}）列序与格式不同，按表头识读。",
    "The head of {table} ({place}) names its columns in another order than the form; they are read "
    "as the head names them.",
)
DENIED = Sentence(
    "{table}的表头（{place}）列序与格式不同，而勾稽关系只支持格式的列序：有出入的格存疑。",
    "The head of {table} ({place}) names its columns in another order than the form, and the sums "
    "hold only in the form's; cells that differ are in doubt.",
)
TORN = Sentence(
    "{table}的表头（{place}）断成数行，各行列序与格式不同：所涉各列的格存疑。",
    "The head of {table} ({place}) is torn over several lines, which name columns in another order "
    "than the form; the cells of those columns are in doubt.",
)
OTHER_YEAR = Sentence(
    "{table}各行数字旁注的年份不是本报告年度（{place}）：各格存疑。",
    "Beside the figures of {table} another year than the report's is printed ({place}); its cells "
    "are in doubt.",
)
LACKS = Sentence(
    "{table}的表头（{place}）缺少标签，其余标签未必在其列之上：所涉各列的格存疑。",
    "The head of {table} ({place}) lacks a label, and the others may not stand over their columns; "
    "the cells of those columns are in doubt.",
)
MISREAD = Sentence(
    "{table}（{place}）按格式列序多数行不合，总计移到另一列则各行相合：列序存疑，各格不作定论。",
    "Most lines of {table} ({place}) do not add up in the order of the form, and do with the total "
    "in another column: the order of the columns is in doubt, and so are their cells.",
)
MOVED = Sentence(
    "{table}（{place}）总计一列全空，其前一列的数字却大如总计：各行数字可能左移了一格，各格存疑。",
    "The column of totals of {table} ({place}) is blank, and the figures before it are as large as "
    "totals: the rows may stand a place too far left, and their cells are in doubt.",
)
SLID = Sentence(
    "{table}表头（{place}）的标签下另有数字，而其下末行为空：数字可能都印高了一行，所涉各列的格存疑。",
    "In the head of {table} ({place}) figures stand below the labels, and the last row below it is "
    "blank: all figures may be printed a row too high, and their cells are in doubt.",
)
YEARS = Sentence(
    "{table}并列多个年度的数字（{place}）：取{year}的各列，其余未取。",
    "{table} prints the figures of several years side by side ({place}); the columns of {year} are "
    "read, the others left out.",
)
YEARS_UNSAID = Sentence(
    "{table}同一列标签出现两次（{place}），未说明哪一列属于本年：各格存疑，两个数字都列为候选。",
    "{table} prints its columns twice ({place}) and does not say which are this year's; their "
    "cells are in doubt between both.",
)
STRANGE = Sentence(
    "{table}表头有不认识的列“{label}”（{place}）：该列的格存疑。",
    "The head of {table} ({place}) has a column “{label}” that is not the form's; the cells below "
    "it are in doubt.",
)
LEFT_OUT = Sentence(
    "{table}表头有本格式没有的列“{label}”（{place}）：其下数字未取。",
    "The head of {table} ({place}) has a column “{label}” beside the form's; the figures below it "
    "are left out.",
)
BESIDE = Sentence(
    "{table}（{place}）各列之右另有没有标签的数字：不属任何格，未取。",
    "Right of the columns of {table} ({place}) stand figures without a label; they belong to no "
    "cell and are left out.",
)
LOST = Sentence(
    "{table}的表头（{place}）和各行都没有这些列：{labels}；所涉各格缺。",
    "Neither the head of {table} ({place}) nor its rows have these columns: {labels}; their cells "
    "are missing.",
)
_YEARS = {
    THIS: Sentence("本年", "this year"),
    LAST: Sentence("上年", "last year"),
    "": Sentence("未注年份", "no year"),
}


def tell(
    template: Sentence,
    table: Table,
    where: Where,
    **fields: Said,
) -> Sentence:
    """A sentence on the head of a table that stands at a place."""
    name = Sentence(table.short("zh"), table.short("en"))
    return template.fill(table=name, place=where, **fields)


def year_words(year: Year | None) -> Sentence | int:
    """A year as a head gives it, in words."""
    return year if isinstance(year, int) else _YEARS[year or ""]
