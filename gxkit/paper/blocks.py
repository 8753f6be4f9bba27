"""The filled template as blocks, with all that is numbered numbered once for every writer.

The marks are few. `title:`, `title_other:` (in the other language), `authors:` and `date:` open
the file. `## heading` and `### heading` are sections (`##* heading` has no number). `- item` is a
list. `::: figure key caption`, `::: table key caption` and `::: abstract label` end with `:::`; a
table holds rows of `|` and a line `|:--|--:|`, further lines are its note; a row of `+|` and a
figure or table whose caption begins with `+` stand in the web page alone; an abstract without a
line is that of the edition in the other language. In a line, `**words**` stand out, `@fig:key` and
`@tab:key` name a figure or a table, `@fig:web` and `@tab:web` those that are not printed, `[@key]`
cites a reference.
"""

from __future__ import annotations

import re
from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Mapping,
)
from dataclasses import dataclass, field, replace
from unicodedata import east_asian_width

from gxkit.paper.template import TRACED, TemplateError, show_marks

_MARK = re.compile(
    f"{TRACED[0]}(?P<trace>[^{TRACED[1]}]*){TRACED[1]}(?P<words>[^{TRACED[2]}]*){TRACED[2]}|"
    r"\*\*(?P<strong>.+?)\*\*|\[@(?P<cite>[\w;@ -]+)\]|@(?P<kind>fig|tab):(?P<key>[\w-]+) ?"
)
_HEADING = re.compile(r"(##+)(\*?) +(.+)")
_FENCE = re.compile(r"::: (figure|table|abstract) (\S+) *(.*)")
_NUMBERED = re.compile(r"^::: (figure|table) ([\w-]+) *(\+?)", re.MULTILINE)
_ALIGN = re.compile(r"\|(?::?-+:?\|)+")
_CENTRED = re.compile(":-*:")
ROW = ("|", "+|")
"""how a line of a table begins; one with a plus is not printed"""
FRONT = ("title", "title_other", "authors", "date")
WEB = ("fig:web", "tab:web")
"""the figures and the tables that stand in the web page alone, all at once"""
NAMES = {
    "zh": {"fig": "图{}", "tab": "表{}", WEB[0]: "图{}", WEB[1]: "表{}"},
    "en": {"fig": "Figure {}", "tab": "Table {}", WEB[0]: "Figures {}", WEB[1]: "Tables {}"},
}
# between the first and the last of several numbers
_BETWEEN = "–"
# an address ends where a blank or a bracket begins, and a full stop after it is not its own
_ADDRESS = re.compile(r"https?://[^\s\[\]]+?(?=[.]?(?:\s|$))")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text.

    `kind` is `text`, `strong`, `cite` (the numbers of references), `see` (a figure or table),
    `link` (an address) or `file` (the data beside a figure).
    """

    kind: str
    text: str
    target: str = ""


Spans = tuple[Span, ...]
"""a line, a cell or a caption"""
Row = tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block: `kind` is heading, paragraph, item, figure, table, abstract or reference.

    `level` and `number` are those of a heading, figure or table; `key` names a figure or table;
    `label` is what it is called (`图3`), and heads an abstract, which has a `language` as tables
    have. `rows` are
    the lines of a table, the head first, `more` the places among them of those that are not
    printed; `align` has `l`, `r` or `c` for each column. `on_web` marks a block that is not
    printed.
    """

    kind: str
    spans: Spans = ()
    level: int = 0
    number: str = ""
    key: str = ""
    label: str = ""
    language: str = ""
    rows: tuple[Row, ...] = ()
    more: frozenset[int] = frozenset()
    on_web: bool = False
    align: str = ""
    note: Spans = ()
    paragraphs: tuple[Spans, ...] = ()

    @property
    def plain(self) -> str:
        """Its words, without the file that they name."""
        return "".join(span.text for span in self.spans if span.kind != "file")


def change_spans(block: Block, change: Callable[[Spans], Spans]) -> Block:
    """A block with every line, cell and caption of it changed."""
    rows = [tuple(map(change, row)) for row in block.rows]
    return replace(
        block,
        spans=change(block.spans),
        note=change(block.note),
        paragraphs=tuple(map(change, block.paragraphs)),
        rows=tuple(rows),
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole study: its front matter (FRONT), its blocks in order, the language of both."""

    front: Mapping[str, str]
    blocks: tuple[Block, ...]
    language: str = "zh"


@dataclass(slots=True)
class _Numbers:
    """What has been numbered so far; references in the order in which they are first cited."""

    places: Mapping[str, str]
    known: Mapping[str, str]
    language: str
    cited: list[str] = field(default_factory=list)

    def spans(self, text: str) -> Spans:
        """A line of the template as runs of text, its marks read."""
        made: list[Span] = []
        start = 0
        for match in _MARK.finditer(text):
            before = text[start : match.start()]
            made += [Span("text", before), self._marked(match)]
            start = match.end()
            # Behind a key Chinese has a blank that ends it and is no blank of the text.
            if match["key"] and self.language != "zh" and match[0].endswith(" "):
                start -= 1
        made.append(Span("text", text[start:]))
        shown = [replace(span, text=show_marks(span.text)) for span in made if span.text]
        return _linked(shown)

    def _marked(self, match: re.Match[str]) -> Span:
        if match["words"] is not None:
            return Span("cell", match["words"], show_marks(match["trace"]))
        if match["strong"]:
            return Span("strong", match["strong"])
        if match["cite"]:
            keys = match["cite"].split(";")
            numbers = [self._cite(key.strip(" @")) for key in keys]
            return Span("cite", f"[{','.join(numbers)}]")
        place = f"{match['kind']}:{match['key']}"
        # The words would point to a figure or a table that the study does not have.
        if place not in self.places:
            raise TemplateError(
                f"The template names @{place}, and there is no such figure or table; "
                f"there are {', '.join(self.places)}."
            )
        said = self.name(place)
        # Several figures at once are no place to lead to.
        return Span("text", said) if place in WEB else Span("see", said, place)

    def name(self, place: str) -> str:
        """What a figure (`fig:key`) or a table is called, by its number."""
        number = self.places[place]
        # A single table in the web page alone is no plural.
        kind = place if _BETWEEN in number else place.partition(":")[0]
        return NAMES[self.language][kind].format(number)

    def _cite(self, key: str) -> str:
        # A number without an entry in the list would cite nothing.
        if key not in self.known:
            raise TemplateError(
                f"The template cites [@{key}], which references.toml does not have; "
                f"it has {', '.join(self.known)}."
            )
        # Cited again, a reference keeps the number of its first place.
        if key not in self.cited:
            self.cited.append(key)
        return str(self.cited.index(key) + 1)


def _linked(spans: Iterable[Span]) -> Spans:
    """Runs of text with the addresses in them as links."""
    made: list[Span] = []
    for span in spans:
        if span.kind != "text":
            made.append(span)
            continue
        start = 0
        for found in _ADDRESS.finditer(span.text):
            before = span.text[start : found.start()]
            made += [Span("text", before), Span("link", found[0], found[0])]
            start = found.end()
        made.append(Span("text", span.text[start:]))
    return tuple(span for span in made if span.text)


def _places(text: str) -> dict[str, str]:
    """Figures and tables by key, each kind numbered from 1; `fig:web` are those not printed."""
    made: dict[str, str] = {}
    count = {"fig": 0, "tab": 0}
    web: dict[str, list[str]] = {}
    for kind, key, plus in _NUMBERED.findall(text):
        short = kind[:3]
        # A reference could not tell which of the two is meant.
        if f"{short}:{key}" in made:
            raise TemplateError(f"The template has two {kind}s of the name {key!r}.")
        count[short] += 1
        made[f"{short}:{key}"] = str(count[short])
        if plus:
            web.setdefault(short, []).append(made[f"{short}:{key}"])
    # They stand together at the end, so that their numbers have no gap.
    for short, numbers in web.items():
        made[f"{short}:web"] = _BETWEEN.join(dict.fromkeys((numbers[0], numbers[-1])))
    return made


def read_paper(
    text: str,
    references: Mapping[str, str],
    language: str = "zh",
) -> Paper:
    """The blocks of a filled template; TemplateError for a mark that leads nowhere.

    `references` are texts by key; those that are cited follow the last block, in the order of
    their first citation.
    """
    head, _, body = text.lstrip().partition("\n\n")
    lines = re.findall(r"^(\w+): *(.+)$", head, re.MULTILINE)
    front = {name: show_marks(said) for name, said in lines}
    absent = [name for name in FRONT if name not in front]
    # The page and the PDF both open with these, and neither can be set without them.
    if absent:
        raise TemplateError(f"The template begins without {', '.join(absent)}.")
    numbers = _Numbers(_places(body), references, language)
    blocks = tuple(_blocks(body, numbers))
    return Paper(front, blocks + tuple(_references(numbers)), language)


def _references(numbers: _Numbers) -> Iterator[Block]:
    for number, key in enumerate(numbers.cited, 1):
        said = Span("text", numbers.known[key])
        yield Block(
            "reference",
            _linked([said]),
            number=str(number),
            key=key,
        )


def _blocks(text: str, numbers: _Numbers) -> Iterator[Block]:
    sections = [0, 0]
    lines = iter(text.splitlines())
    paragraph: list[str] = []
    for line in lines:
        heading = _HEADING.match(line)
        is_marked = heading or line.startswith(("- ", ":::"))
        # Prose runs on until a mark or an empty line: the template may break it anywhere.
        if line.strip() and not is_marked:
            paragraph.append(line.strip())
            continue
        if paragraph:
            yield Block("paragraph", numbers.spans(_join(paragraph, numbers.language)))
            paragraph = []
        if heading:
            yield _heading(heading, sections, numbers)
        elif line.startswith("- "):
            item = line.removeprefix("- ").strip()
            yield Block("item", numbers.spans(item))
        elif line.startswith("::: "):
            yield _fenced(line, lines, numbers)
    # No empty line need follow the last paragraph, which would otherwise be lost.
    if paragraph:
        yield Block("paragraph", numbers.spans(_join(paragraph, numbers.language)))


def _heading(
    match: re.Match[str],
    sections: list[int],
    numbers: _Numbers,
) -> Block:
    """A heading, the counts of `sections` moved on unless its mark says that it has no number."""
    marks, unnumbered, words = match.groups()
    level = len(marks) - 1
    if unnumbered:
        return Block("heading", numbers.spans(words), level)
    # Subsections count from 1 again under each section.
    if level == 1:
        sections[0] += 1
        sections[1] = 0
    else:
        sections[1] += 1
    number = ".".join(map(str, sections[:level]))
    return Block(
        "heading",
        numbers.spans(words),
        level,
        number,
    )


def _join(lines: list[str], language: str) -> str:
    """Lines of the source as one; in a Chinese text no blank beside a Chinese character."""
    if language != "zh":
        return " ".join(lines)
    text = ""
    for line in lines:
        joint = text[-1:] + line[:1]
        is_apart = text and not any(map(_is_wide, joint))
        text += f" {line}" if is_apart else line
    return text


def _is_wide(character: str) -> bool:
    """Whether a character is as wide as a Chinese one, and needs no blank beside it."""
    return east_asian_width(character) in "WF"


def _fenced(
    opening: str,
    lines: Iterator[str],
    numbers: _Numbers,
) -> Block:
    """The block that a line of `:::` opens, its lines taken off `lines`."""
    inside: list[str] = []
    for line in lines:
        if line.strip() == ":::":
            break
        inside.append(line.strip())
    else:
        raise TemplateError(f"The template does not close {opening!r} with a line of :::.")
    match = _FENCE.match(opening)
    # A misspelt kind would set the lines of a table as prose.
    if match is None:
        raise TemplateError(
            f"The template opens {opening!r}; expected figure, table or abstract, and its name."
        )
    kind, key, caption = match.groups()
    if kind == "abstract":
        return _abstract(key, inside, numbers)
    if kind == "table":
        return _table(key, caption, inside, numbers)
    return _figure(key, caption, inside, numbers)


def _abstract(
    label: str,
    inside: list[str],
    numbers: _Numbers,
) -> Block:
    """An abstract: its paragraphs stand apart by empty lines."""
    paragraphs: list[list[str]] = [[]]
    for line in inside:
        if line:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([])
    said = [numbers.spans(_join(lines, numbers.language)) for lines in paragraphs if lines]
    return Block(
        "abstract",
        label=label,
        # Readers and speech programs go by the language, and a label is in that of its abstract.
        language="en" if label.isascii() else "zh",
        paragraphs=tuple(said),
    )


def _figure(
    key: str,
    caption: str,
    inside: list[str],
    numbers: _Numbers,
) -> Block:
    printed = caption.removeprefix("+").strip()
    return Block(
        "figure",
        numbers.spans(printed),
        on_web=printed != caption,
        number=numbers.places[f"fig:{key}"],
        key=key,
        label=numbers.name(f"fig:{key}"),
        note=_note(inside, numbers),
    )


def _table(
    key: str,
    caption: str,
    inside: list[str],
    numbers: _Numbers,
) -> Block:
    printed = caption.removeprefix("+").strip()
    title = numbers.spans(printed)
    align = ""
    rows: list[Row] = []
    more: set[int] = set()
    for line in inside:
        cells = line.removeprefix("+").strip("|").split("|")
        if _ALIGN.fullmatch(line):
            align = "".join(map(_side, cells))
        elif line.startswith(ROW):
            if line.startswith("+"):
                more.add(len(rows))
            row = [numbers.spans(cell.strip()) for cell in cells]
            rows.append(tuple(row))
    # A bar within a cell would make one column more; both writers would set the row awry.
    uneven = [row for row in rows if len(row) != len(align)]
    if uneven:
        raise TemplateError(
            f"Table {key!r} has {len(align)} columns and a row of {len(uneven[0])}."
        )
    return Block(
        "table",
        title,
        number=numbers.places[f"tab:{key}"],
        key=key,
        label=numbers.name(f"tab:{key}"),
        language=numbers.language,
        rows=tuple(rows),
        more=frozenset(more),
        on_web=printed != caption,
        align=align,
        note=_note(inside, numbers),
    )


def _side(rule: str) -> str:
    """The alignment that the rule under a column's head asks for."""
    if _CENTRED.fullmatch(rule):
        return "c"
    return "r" if rule.endswith(":") else "l"


def _note(inside: list[str], numbers: _Numbers) -> Spans:
    """The lines of a block that are no rows of a table."""
    prose = [line for line in inside if line and not line.startswith(ROW)]
    return numbers.spans(_join(prose, numbers.language))
