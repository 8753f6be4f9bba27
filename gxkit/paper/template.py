"""The template of the study: prose with placeholders, and no number in it typed by hand.

One mechanism: `{{ name }}`, `{% for … %}` and `{% if … %}` of Jinja2, with variables of
`gxkit.paper.variables` only. A variable that does not exist is an error, and so is a figure, a
Chinese numeral that counts or an English number word that stands outside a placeholder, or as a
constant inside one. What names something and counts nothing (a document, an article, a form, a
table, a rule, a standard) is on the allow-list NAMES.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes

from gxkit.errors import GxkitError
from gxkit.paper import wording
from gxkit.text.escapes import to_line

NUMERAL = "一二两三四五六七八九十百千几半"
MEASURE = "个份件项种类条年月日次家例张幅处格栏行列倍成篇部组页天宗起点位座所级层段句字词份元"
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred hundreds thousand thousands million millions dozen dozens half twice thrice "
    "tenfold twofold third thirds quarter quarters"
)
NAMES = re.compile(
    "|".join(
        (
            # documents
            r"〔\d{4}〕\d+号",
            r"令第\d+号",
            # articles and tables
            rf"第[{NUMERAL}]+条(?:第[{NUMERAL}]+[款项])*",
            rf"第[{NUMERAL}]+[款项]",
            rf"表[{NUMERAL}]",
            r"[Aa]rticle \d+",
            # the number itself, which an interval has in it or not
            r"(?:as|at|exclud(?:es?|ing)|includes?|than|by) zero",
            # forms
            r"(?:2019|2021)年格式",
            r"[Tt]he (?:2019|2021) form",
            r"(?:2019|2021) edition",
            # rules and standards
            r"(?<![A-Za-z\d])[RS]\d{1,2}(?![A-Za-z\d])",
            r"GB/T \d{4}",
            r"SHA-256",
            r"UTF-8",
        )
    )
)
COUNTS = re.compile(
    "|".join(
        (
            rf"[{NUMERAL}〇零][{NUMERAL}〇零万亿]*[余多来]?[{MEASURE}]",
            rf"[{NUMERAL}〇零万亿]+分之",
            r"一半|过半|半数|[数上近][十百千万]",
            r"翻[了一两]*番|成倍",
        )
    )
)
WORDS = re.compile(
    rf"(?<![A-Za-z])(?:{_ENGLISH.replace(' ', '|')})(?![A-Za-z])",
    re.IGNORECASE,
)
AROUND = 12
"""characters shown on either side of a typed number, enough to find the place in the template"""
_LONE_TAGS = re.compile(r"^[ \t]*((?:\{[%#](?:(?![%#]\}).)*[%#]\}[ \t]*)+)\n", re.MULTILINE)
"""a line of nothing but tags, which leaves no line behind"""


# A bar in an agency's name made a column more, and the study stopped. What may be a mark is hidden
# under noncharacters, which no text can have, until the marks of the template itself are read.
_HIDDEN = {ord(sign): chr(0xFDD0 + number) for number, sign in enumerate("|*[]@#:-")}
# these are marks at the beginning of a line or of a cell, and nowhere else
_WITHIN = {sign: hidden for sign, hidden in _HIDDEN.items() if chr(sign) not in "#:-"}
_SHOWN = {ord(hidden): chr(sign) for sign, hidden in _HIDDEN.items()}


# around a number that names its cells: before their names, between, and after the number
TRACED = tuple(map(chr, range(0xFDE0, 0xFDE3)))


class TemplateError(GxkitError):
    """The template of the study has a typed number, an unknown variable or a broken placeholder."""


class TypedNumber(NamedTuple):
    """A number typed by hand: the line of the template, the number, and some words around it."""

    line: int
    number: str
    around: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.number!r} in “{self.around}”"


class _Filled(str):
    """A text that was filled in and has no mark left, or what a macro made of such texts."""

    __slots__ = ()

    def __html__(self) -> str:
        """What Jinja2 asks of a text: one that has it is written as it is."""
        return self


def _hide_marks(value: object, language: str) -> object:
    """A variable as it is written out, none of its signs a mark of the template.

    What is known in both languages is said in that of the template.
    """
    if hasattr(value, "say"):
        value = value.say(language)
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    line = to_line(value)
    first = line[:1].translate(_HIDDEN)
    return _Filled(first + line[1:].translate(_WITHIN))


def show_marks(text: str) -> str:
    """A text with the signs that stood in its variables, once the marks around them are read.

    >>> show_marks(fill("| {{ name }} |", {"name": "a|b **c**"}))
    '| a|b **c** |'
    """
    return text.translate(_SHOWN)


def environment(language: str = "zh") -> Environment:
    """The Jinja2 environment of the study: strict, with the filters of `gxkit.paper.wording`."""
    made = Environment(
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        # asks for `__html__`, so that what a macro puts together is not hidden once more
        autoescape=True,
        finalize=partial(_hide_marks, language=language),
    )
    made.filters |= wording.filters(language)
    made.filters["traced"] = partial(_trace, language)
    return made


def _trace(
    language: str,
    text: object,
    report: str,
    **names: str,
) -> str:
    """A number with the cells that it comes from: `concepts`, `indicators` or `cells` of a report,
    as the data of a figure name them."""
    ((kind, said),) = names.items()
    shown = text if hasattr(text, "__html__") else _hide_marks(text, language)
    before, between, after = TRACED
    return _Filled(f"{before}{report}\t{kind}\t{said}{between}{shown}{after}")


def _parse(source: str) -> nodes.Template:
    try:
        return environment().parse(source)
    except TemplateSyntaxError as reason:
        raise TemplateError(f"The template, line {reason.lineno}: {reason.message}.") from reason


def _blank_out(match: re.Match[str]) -> str:
    """As many blanks as the match is long, so that the places of what follows stay the same."""
    return " " * len(match[0])


def _is_numeric(character: str) -> bool:
    """Whether a character is a figure; Chinese numerals are words too, and are judged by COUNTS."""
    is_chinese = "\u3400" <= character <= "\u9fff"
    return character.isdigit() or (character.isnumeric() and not is_chinese)


def _numbers_in(text: str) -> Iterator[tuple[int, str]]:
    """The numbers of a text with their places.

    Names of the allow-list and keys of figures and references are left out.
    """
    text = re.sub(r"@[\w:-]+", _blank_out, text)
    text = NAMES.sub(_blank_out, text)
    for match in re.finditer(r"[^\W_]+", text):
        if any(map(_is_numeric, match[0])):
            yield match.start(), match[0]
    for pattern in (COUNTS, WORDS):
        for match in pattern.finditer(text):
            yield match.start(), match[0]


def find_typed_numbers(source: str) -> list[TypedNumber]:
    """Every number typed in a template, by line; none where all of them are variables.

    >>> [str(found) for found in find_typed_numbers("收到{{ n }}件，其中3件、两件")]
    ["line 1: '两件' in “件，其中3件、两件”", "line 1: '其中3件' in “件，其中3件、两件”"]
    >>> find_typed_numbers("按国办公开办函〔2021〕30号，表三第三项，2021年格式")
    []
    """
    found = []
    for node in _parse(source).find_all((nodes.TemplateData, nodes.Const)):
        text = _text_of(node)
        for place, number in _numbers_in(text):
            line = node.lineno + text.count("\n", 0, place)
            start = max(0, place - AROUND)
            around = text[start : place + len(number) + AROUND]
            found.append(
                TypedNumber(
                    line,
                    number,
                    around.replace("\n", " ").strip(),
                )
            )
    return sorted(found)


def _text_of(node: nodes.Node) -> str:
    """What a piece of the template writes out by itself; '' for true, false and none."""
    if isinstance(node, nodes.TemplateData):
        return str(node.data)
    if isinstance(node, nodes.Const):
        # True, False and None are words of the template language: they write out no number.
        is_word = isinstance(node.value, bool | None)
        return "" if is_word else str(node.value)
    return ""


def variable_names(source: str) -> set[str]:
    """The names of the variables that a template uses."""
    return meta.find_undeclared_variables(_parse(source))


def fill(
    source: str,
    variables: Mapping[str, object],
    language: str = "zh",
) -> str:
    """The template with its variables filled in, worded in the language of the template.

    TemplateError for a typed number or an unknown variable.
    """
    typed = find_typed_numbers(source)
    if typed:
        listed = "\n".join(map(str, typed))
        raise TemplateError(
            "The template has numbers typed by hand; each must be a variable of "
            f"gxkit.paper.variables:\n{listed}"
        )
    unknown = variable_names(source) - set(variables)
    if unknown:
        raise TemplateError(
            f"The template uses {', '.join(sorted(unknown))}, which gxkit.paper.variables does not "
            f"compute; it computes {', '.join(sorted(variables))}."
        )
    plain = _LONE_TAGS.sub(r"\1", source)
    try:
        return environment(language).from_string(plain).render(variables)
    except UndefinedError as reason:
        raise TemplateError(
            f"The template uses what gxkit.paper.variables does not compute: {reason}."
        ) from reason
