"""The template of the study: prose with placeholders, and the check that no number in it was typed by hand.

One mechanism: `{{ name }}`, `{% for … %}` and `{% if … %}` of Jinja2, with variables of `gxkit.paper.variables` only.
A variable that does not exist is an error, and so is a figure, a Chinese numeral that counts or an English number
word that stands outside a placeholder, or as a constant inside one. What names something and counts nothing (a
document, an article, a form, a table, a rule, a standard) is on the allow-list NAMES.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes

from gxkit.errors import GxkitError
from gxkit.paper import wording

NUMERAL = "一二两三四五六七八九十百千几半"
MEASURE = "个份件项种类条年月日次家例张幅处格栏行列倍成篇部组页天宗起点位座所级层段句字词份元"
NAMES = re.compile(
    "|".join(
        (
            r"〔\d{4}〕\d+号",
            r"令第\d+号",  # documents
            rf"第[{NUMERAL}]+条(?:第[{NUMERAL}]+[款项])*",
            rf"第[{NUMERAL}]+[款项]",
            rf"表[{NUMERAL}]",  # articles, tables
            r"(?:2019|2021)年格式",
            r"the (?:2019|2021) form",
            r"(?:2019|2021) edition",
            r"(?<![A-Za-z\d])[RS]\d{1,2}(?![A-Za-z\d])",
            r"GB/T \d{4}",
            r"SHA-256",
            r"UTF-8",  # rules, standards
        )
    )
)
COUNTS = re.compile(
    rf"[{NUMERAL}〇零][{NUMERAL}〇零万亿]*[余多来]?[{MEASURE}]|[{NUMERAL}〇零万亿]+分之|一半|过半|半数|[数上近][十百千万]"
    r"|翻[了一两]*番|成倍"
)
WORDS = re.compile(
    r"(?<![A-Za-z])(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|half|twice|thrice"
    r"|tenfold|twofold|thirds?|quarters?)(?![A-Za-z])",
    re.IGNORECASE,
)
_LONE_TAGS = re.compile(r"^[ \t]*((?:\{[%#](?:(?![%#]\}).)*[%#]\}[ \t]*)+)\n", re.MULTILINE)
"""a line of nothing but tags, which leaves no line behind"""


class TemplateError(GxkitError):
    """The template of the study has a typed number, an unknown variable or a broken placeholder."""


class TypedNumber(NamedTuple):
    """A number typed by hand: the line of the template, the number, and some words around it."""

    line: int
    number: str
    around: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.number!r} in “{self.around}”"


def environment() -> Environment:
    """The Jinja2 environment of the study: strict, with the filters of `gxkit.paper.wording`."""
    made = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    made.filters |= wording.FILTERS
    return made


def _parse(source: str) -> nodes.Template:
    try:
        return environment().parse(source)
    except TemplateSyntaxError as reason:
        raise TemplateError(f"The template, line {reason.lineno}: {reason.message}.") from reason


def _numbers_in(text: str) -> Iterator[tuple[int, str]]:
    """The numbers of a text with their places, names of the allow-list and keys of figures and references left out."""
    text = re.sub(r"@[\w:-]+", lambda m: " " * len(m[0]), text)
    text = NAMES.sub(lambda m: " " * len(m[0]), text)
    for match in re.finditer(r"[^\W_]+", text):
        if any(c.isdigit() or (c.isnumeric() and not "\u3400" <= c <= "\u9fff") for c in match[0]):
            yield match.start(), match[0]
    for pattern in (COUNTS, WORDS):
        yield from ((match.start(), match[0]) for match in pattern.finditer(text))


def find_typed_numbers(source: str) -> list[TypedNumber]:
    """Every number typed in a template, by line; none where all of them are variables.

    >>> [str(found) for found in find_typed_numbers("收到{{ n }}件，其中3件、两件")]
    ["line 1: '3件' in “件，其中3件、两件”", "line 1: '两件' in “件，其中3件、两件”"]
    >>> find_typed_numbers("按国办公开办函〔2021〕30号，表三第三项，2021年格式")
    []
    """
    found = []
    for node in _parse(source).find_all((nodes.TemplateData, nodes.Const)):
        if isinstance(node, nodes.TemplateData):
            text = node.data
        elif isinstance(node, nodes.Const) and not isinstance(node.value, bool | None):
            text = str(node.value)
        else:
            continue
        for place, number in _numbers_in(text):
            around = text[max(0, place - 12) : place + len(number) + 12].replace("\n", " ").strip()
            found.append(TypedNumber(node.lineno + text.count("\n", 0, place), number, around))
    return sorted(found)


def variable_names(source: str) -> set[str]:
    """The names of the variables that a template uses."""
    return meta.find_undeclared_variables(_parse(source))


def fill(source: str, variables: Mapping[str, object]) -> str:
    """The template with its variables filled in; TemplateError for a typed number or an unknown variable."""
    if typed := find_typed_numbers(source):
        raise TemplateError(
            "The template has numbers typed by hand; each must be a variable of "
            "gxkit.paper.variables:\n" + "\n".join(map(str, typed))
        )
    if unknown := variable_names(source) - set(variables):
        raise TemplateError(
            f"The template uses {', '.join(sorted(unknown))}, which gxkit.paper.variables does not "
            f"compute; it computes {', '.join(sorted(variables))}."
        )
    try:
        return environment().from_string(_LONE_TAGS.sub(r"\1", source)).render(variables)
    except UndefinedError as reason:
        raise TemplateError(
            f"The template uses what gxkit.paper.variables does not compute: {reason}."
        ) from reason
