"""Tables that begin in a file and are not read: where, and how many of their labels are there."""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Sequence,
)
from dataclasses import dataclass

from gxkit.document import Line, Where
from gxkit.filling import weights
from gxkit.filling.cells.kinds import Kind, classify
from gxkit.filling.finding.labels import find_exact
from gxkit.filling.finding.lexicon import lexicon
from gxkit.filling.finding.parts import beside_figures
from gxkit.filling.finding.spots import Gap, Sign
from gxkit.filling.tape import Tape, Token
from gxkit.forms import Table
from gxkit.report import Unplaced
from gxkit.text import Sentence, fold

_FIGURES = (Kind.NUMBER, Kind.DIGITS, Kind.SEVERAL)
# Letters beside a table's title in its heading: 三、 before it, （单位：件） behind it.
_BESIDE_TITLE = 8
# Labels that tell of a table whose heading is not there.
_TELLING = 3

_NOT_READ = Sentence(
    "{table}从{place}开始，{labels}个标签中找到{found}个，不足以识读；其中的数字列为未归格。",
    "{table} begins at {place}, {found} of its {labels} labels were found, too few to read it; its "
    "figures are listed as unplaced.",
)
_HEADING_ONLY = Sentence(
    "{table}的标题在{place}，其后没有找到表中的行（可能是图片、附件，或文件到此中断）。",
    "The heading of {table} stands at {place}, and no row of it was found below (it may be a "
    "picture or an attachment, or the file breaks off there).",
)
_NONE_SAID = Sentence(
    "{table}的标题在{place}，其下没有表，只写着“{said}”：各格列为缺失，不当作0。",
    "The heading of {table} stands at {place}, and in place of the table “{said}”: its cells are "
    "missing, and none is taken for 0.",
)
_BROKEN_OFF = Sentence(
    "{short}（{title}）从{place}开始，{labels}个标签中只找到{found}个，不足以识读；文件可能到此中断：请"
    "取得完整的文件再读取。",
    "{short} ({title}) begins at {place}, and only {found} of its {labels} labels were found, too "
    "few to read it; the file probably breaks off there: get the whole file and parse that.",
)
# What is said in place of a table: 无, 本年度无此类情况, 未收到政府信息公开申请.
_NOTHING = re.compile(
    r"[:：]?(?:均?[无没]|没有|不存在|不涉及|为?[零0]|.{0,40}(?:未(?:曾|有)?(?:收到|接到|发生|产生|受理|涉及)"
    r"|没有(?:收到|接到|发生|产生|受理)|无此|无相关|不存在|不涉及))"
)
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,2}、")
# Lines below a heading in which that stands, and characters of it that are quoted.
_LINES_BELOW = 2
_LONGEST_SAID = 60


@dataclass(frozen=True, slots=True)
class Begun:
    """A table that begins on the tape: its place, how many of its labels are there, its figures.

    `said` is what stands below its heading in place of it: 无.
    """

    table: Table
    where: Where
    found: int
    labels: int
    unplaced: tuple[Unplaced, ...] = ()
    has_heading: bool = False
    said: str = ""

    @property
    def is_of_words(self) -> bool:
        """Whether only words tell of it that other statistics hold too: 行政复议, 总计."""
        return self.table.layout == "across" and not self.has_heading

    @property
    def remark(self) -> Sentence:
        """What is to be said of it."""
        table = Sentence(self.table.short("zh"), self.table.short("en"))
        template = _NONE_SAID if self.said else _HEADING_ONLY
        if self.found:
            template = _NOT_READ
        return template.fill(
            table=table,
            place=self.where,
            said=self.said,
            labels=self.labels,
            found=self.found,
        )

    @property
    def refusal(self) -> Sentence:
        """What is to be said where nothing else is in the file."""
        return _BROKEN_OFF.fill(
            short=Sentence(self.table.short("zh"), self.table.short("en")),
            title=self.table.title,
            place=self.where,
            labels=self.labels,
            found=self.found,
        )


def find_begun(
    tape: Tape,
    tables: Iterable[Table],
    taken: Sequence[range],
) -> list[Begun]:
    """Of tables that were not read those that begin on the tape, one of each kind.

    `taken` are the stretches of the tape in which other tables were read.
    """
    best: dict[str, Begun] = {}
    for table in tables:
        begun = _find(tape, table, taken)
        other = best.get(table.id)
        # Of equals the edition of today is the likeliest.
        if begun and (other is None or begun.found >= other.found):
            best[table.id] = begun
    return list(best.values())


def _find(
    tape: Tape,
    table: Table,
    taken: Sequence[range],
) -> Begun | None:
    places = list(_labels(tape, table, taken))
    heading = _heading(tape, table)
    labels = len(table.rows)
    if table.layout == "across":
        labels += len(table.columns)
    if not places:
        if heading is None:
            return None
        said = _said_below(tape, heading, table)
        return Begun(table, heading.where, 0, labels, has_heading=True, said=said)
    first = tape.token_at(places[0])
    figures = _figures(tape, table, places, taken)
    # A label or two, and no heading of their table above, are words of another one.
    if heading is None and len(places) < _TELLING:
        return None
    where = (heading or first).where
    return Begun(
        table,
        where,
        len(places),
        labels,
        tuple(figures),
        heading is not None,
    )


def _heading(tape: Tape, table: Table) -> Token | None:
    """The line that is the table's title."""
    title = fold(table.title)
    looked_at = -1
    for place in tape.places(title):
        token = tape.token_at(place)
        # one line may hold it a thousand times, and is as long each time
        if token.block == looked_at:
            continue
        looked_at = token.block
        source = token.source
        if isinstance(source, Line) and len(fold(source.text)) <= len(title) + _BESIDE_TITLE:
            return token
    return None


def _said_below(tape: Tape, heading: Token, table: Table) -> str:
    """What says below the heading of a table, or behind it, that there is nothing to count."""
    _, _, behind = fold(heading.source.text).partition(fold(table.title))
    texts = [behind]
    for block in tape.blocks[heading.block + 1 :]:
        # Below the next heading, or another table, it is said of something else.
        if not isinstance(block, Line) or _CHAPTER.match(fold(block.text)):
            break
        texts.append(block.text.strip())
    for text in texts[: 1 + _LINES_BELOW]:
        if _NOTHING.match(fold(text)):
            return text[:_LONGEST_SAID]
    return ""


def _labels(
    tape: Tape,
    table: Table,
    taken: Sequence[range],
) -> list[int]:
    """Where labels of the table stand that no other table has taken, each once."""
    words = lexicon(table)
    places: dict[int, int] = {}
    if table.layout == "across":
        found = _labels_across(tape, [*words.rows, *words.columns])
    else:
        whole = Gap(tape, words, range(len(words.rows)), 0, len(tape.text))
        spots = [spot for spot in find_exact(whole) if Sign.OPENS in spot.signs]
        found = [(spot.row, spot.start) for spot in beside_figures(tape, spots)]
    for number, place in found:
        if not any(place in stretch for stretch in taken):
            places.setdefault(number, place)
    return sorted(places.values())


def _labels_across(
    tape: Tape,
    labels: Sequence[str],
) -> list[tuple[int, int]]:
    """The labels of a head that open a word each: a sentence about lawsuits names them too."""
    found = []
    for number, label in enumerate(labels):
        for place in tape.places(label):
            token = tape.token_at(place)
            if token.text == label:
                found.append((number, place))
    return found


def _figures(
    tape: Tape,
    table: Table,
    places: Sequence[int],
    taken: Sequence[range],
) -> Iterator[Unplaced]:
    """The figures from the first label of a table to a little below the last."""
    high = places[-1] + weights.IN_USE.last_row
    for token in tape.tokens[tape.index_at(places[0]) :]:
        if token.start > high:
            return
        is_figure = classify(token.text).kind in _FIGURES
        if is_figure and not any(token.start in stretch for stretch in taken):
            yield Unplaced(table.id, token.printed, token.where)
