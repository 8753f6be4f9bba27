"""The filled template as blocks, with sections, figures, tables and references numbered once for every writer.

The marks are few. `title:`, `title_en:`, `authors:`, `date:` open the file. `## heading` and `### heading` are sections
(`##* heading` has no number). `- item` is a list. `::: figure key caption`, `::: table key caption` and
`::: abstract label` end with `:::`; a table holds rows of `|` and a line `|:--|--:|`, further lines are its note.
In a line, `**words**` stand out, `@fig:key` and `@tab:key` name a figure or a table, `[@key]` cites a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gxkit.paper.template import TemplateError

_MARK = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|\[@(?P<cite>[\w;@ -]+)\]|@(?P<kind>fig|tab):(?P<key>[\w-]+) ?"
)
NAMES = {"fig": "图", "tab": "表"}


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `kind` is `text`, `strong`, `cite` (the numbers of references) or `see` (a figure or table)."""

    kind: str
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block: `kind` is heading, paragraph, item, figure, table, abstract or reference.

    `level` and `number` are those of a heading, figure or table; `key` names a figure or table; `label` heads an
    abstract. `rows` are the lines of a table, the head first; `align` has `l`, `r` or `c` for each column.
    """

    kind: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    number: str = ""
    key: str = ""
    label: str = ""
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    align: str = ""
    note: tuple[Span, ...] = ()
    paragraphs: tuple[tuple[Span, ...], ...] = ()

    @property
    def plain(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole study: its front matter (title, title_en, authors, date) and its blocks in order."""

    front: Mapping[str, str]
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class _Numbers:
    """What has been numbered so far; references in the order in which they are first cited."""

    places: Mapping[str, str]
    known: Mapping[str, str]
    cited: list[str] = field(default_factory=list)

    def spans(self, text: str) -> tuple[Span, ...]:
        made, start = [], 0
        for match in _MARK.finditer(text):
            if match.start() > start:
                made.append(Span("text", text[start : match.start()]))
            start = match.end()
            if match["strong"]:
                made.append(Span("strong", match["strong"]))
            elif match["cite"]:
                made.append(
                    Span(
                        "cite",
                        f"[{','.join(self._cite(k.strip(' @')) for k in match['cite'].split(';'))}]",
                    )
                )
            else:
                place = f"{match['kind']}:{match['key']}"
                if place not in self.places:
                    raise TemplateError(
                        f"The template names @{place}, and there is no such figure or table; "
                        f"there are {', '.join(self.places)}."
                    )
                made.append(Span("see", NAMES[match["kind"]] + self.places[place], place))
        if start < len(text):
            made.append(Span("text", text[start:]))
        return tuple(made)

    def _cite(self, key: str) -> str:
        if key not in self.known:
            raise TemplateError(
                f"The template cites [@{key}], which references.toml does not have; "
                f"it has {', '.join(self.known)}."
            )
        if key not in self.cited:
            self.cited.append(key)
        return str(self.cited.index(key) + 1)


def _places(text: str) -> dict[str, str]:
    """Figures and tables by key, each kind numbered from 1."""
    made: dict[str, str] = {}
    for kind, key in re.findall(r"^::: (figure|table) ([\w-]+)", text, re.MULTILINE):
        short = kind[:3]
        if f"{short}:{key}" in made:
            raise TemplateError(f"The template has two {kind}s of the name {key!r}.")
        made[f"{short}:{key}"] = str(1 + sum(p.startswith(short) for p in made))
    return made


def read_paper(text: str, references: Mapping[str, str]) -> Paper:
    """The blocks of a filled template; `references` are texts by key. TemplateError for a mark that leads nowhere.

    The references that are cited follow the last block, in the order of their first citation.
    """
    head, _, body = text.lstrip().partition("\n\n")
    front = dict(re.findall(r"^(\w+): *(.+)$", head, re.MULTILINE))
    if absent := [name for name in ("title", "title_en", "authors", "date") if name not in front]:
        raise TemplateError(f"The template begins without {', '.join(absent)}.")
    numbers = _Numbers(_places(body), references)
    blocks = tuple(_blocks(body, numbers))
    cited = tuple(
        Block("reference", (Span("text", references[key]),), number=str(i), key=key)
        for i, key in enumerate(numbers.cited, 1)
    )
    return Paper(front, blocks + cited)


def _blocks(text: str, numbers: _Numbers) -> Iterator[Block]:
    sections, lines = [0, 0], iter(text.splitlines())
    paragraph: list[str] = []

    def flush() -> Iterator[Block]:
        if paragraph:
            yield Block("paragraph", numbers.spans(_join(paragraph)))
            paragraph.clear()

    for line in lines:
        heading = re.match(r"(##+)(\*?) +(.+)", line)
        if heading or line.startswith(("- ", ":::")) or not line.strip():
            yield from flush()
        if heading:
            level, number = len(heading[1]) - 1, ""
            if not heading[2]:
                sections = [sections[0] + 1, 0] if level == 1 else [sections[0], sections[1] + 1]
                number = ".".join(map(str, sections[:level]))
            yield Block("heading", numbers.spans(heading[3]), level, number)
        elif line.startswith("- "):
            yield Block("item", numbers.spans(line[2:].strip()))
        elif line.startswith("::: "):
            yield _fenced(line, lines, numbers)
        elif line.strip():
            paragraph.append(line.strip())
    yield from flush()


def _join(lines: list[str]) -> str:
    """Lines of the source as one; a blank between them only where both sides are Latin."""
    text = ""
    for line in lines:
        text += " " * bool(text and text[-1].isascii() and line[0].isascii()) + line
    return text


def _fenced(opening: str, lines: Iterator[str], numbers: _Numbers) -> Block:
    inside = []
    for line in lines:
        if line.strip() == ":::":
            break
        inside.append(line.strip())
    else:
        raise TemplateError(f"The template does not close {opening!r} with a line of :::.")
    match = re.match(r"::: (figure|table|abstract) (\S+) *(.*)", opening)
    if match is None:
        raise TemplateError(
            f"The template opens {opening!r}; expected figure, table or abstract, and its name."
        )
    kind, key, caption = match.groups()
    if kind == "abstract":
        parts = "\n".join(inside).split("\n\n")
        return Block(
            "abstract",
            label=key,
            paragraphs=tuple(
                numbers.spans(_join([x for x in part.split("\n") if x]))
                for part in parts
                if part.strip()
            ),
        )
    note = numbers.spans(_join([line for line in inside if line and not line.startswith("|")]))
    number, rows, align = numbers.places[f"{kind[:3]}:{key}"], [], ""
    for line in inside:
        if re.fullmatch(r"\|(?::?-+:?\|)+", line):
            align = "".join(
                "c" if c[0] == ":" == c[-1] else "r" if c[-1] == ":" else "l"
                for c in line.strip("|").split("|")
            )
        elif line.startswith("|"):
            rows.append(tuple(numbers.spans(cell.strip()) for cell in line.strip("|").split("|")))
    if uneven := [row for row in rows if len(row) != len(align)]:
        raise TemplateError(
            f"Table {key!r} has {len(align)} columns and a row of {len(uneven[0])}."
        )
    return Block(
        kind,
        numbers.spans(caption),
        number=number,
        key=key,
        rows=tuple(rows),
        align=align,
        note=note,
    )
