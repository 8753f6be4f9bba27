"""A report of the nation as a file: its words, layout and format, in the shares stated here."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from documents.drafts import (
    CHAPTERS,
    Draft,
    Expected,
    Part,
    State,
    Text,
    lay_sheet,
    title_of,
    with_chapters,
)
from documents.every import MUTATIONS
from documents.formats import write
from documents.grids import Box as Laid
from documents.grids import lay
from hands import fixed, pages, sheets, word97, words
from hands.drawn import Box, Line, Report, Table
from slip_reports import Figures, pick

from gxkit.forms import all_forms

from .years import Yearly, rng_of

Writer = Callable[[Draft], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format in which bodies publish: its kind, the ending of the file, of a hundred files how
    many are in it, as what `documents` knows its layouts, and what writes it."""

    kind: str
    ending: str
    share: float
    like: str
    write: Writer


def _written(form: str) -> Writer:
    return lambda draft: write(draft, form)


def _by_hand(hand: Callable[[Report], bytes]) -> Writer:
    """A hand of benchmarks/hands, given the same lines and tables."""
    return lambda draft: hand(_to_hand(draft))


def _to_hand(draft: Draft) -> Report:
    pieces: list[Line | Table] = []
    for part in draft.parts:
        if isinstance(part, Text):
            pieces.append(Line(part.text, part.level))
            continue
        rows = list(map(_boxes, lay(part).rows))
        pieces.append(Table(rows, CHAPTERS[part.id]))
    return Report({}, (tuple(pieces),))


def _boxes(row: list[Laid]) -> list[Box]:
    return [Box(box.text, box.columns, box.rows, box.cell.key) for box in row]


FORMATS: Mapping[str, Format] = {
    "page": Format("web page", "html", 30, "html", _written("html")),
    "page, other hand": Format("web page", "html", 16, "html", _by_hand(pages.html)),
    "docx": Format("docx", "docx", 10, "docx", _written("docx")),
    "docx, other hand": Format("docx", "docx", 4, "docx", _by_hand(words.docx)),
    "ruled": Format("pdf", "pdf", 18, "pdf", _written("pdf")),
    "typeset": Format("pdf", "pdf", 2, "typst", _written("typst")),
    "word 97": Format("doc", "doc", 6, "html", _by_hand(word97.doc)),
    "rich text": Format("rtf, xml", "doc", 1, "html", _by_hand(words.rtf)),
    "word 2003": Format("rtf, xml", "doc", 1, "html", _by_hand(words.word_2003)),
    "tabs": Format("text", "txt", 3, "tabs", _written("tabs")),
    "cells": Format("text", "txt", 1, "cells", _written("cells")),
    "aligned": Format("text", "txt", 1, "aligned", _written("aligned")),
    "xlsx": Format("workbook", "xlsx", 3, "html", _by_hand(sheets.xlsx)),
    "xls": Format("workbook", "xls", 1.5, "html", _by_hand(sheets.xls)),
    "ofd": Format("ofd", "ofd", 2, "html", _by_hand(fixed.ofd)),
    "scan": Format("scan", "pdf", 0.5, "typst", _by_hand(fixed.image_pdf)),
}
"""one table of shares, a guess from looking at sites: half of the reports are web pages, one in
five is a PDF"""
LAYOUTS: Mapping[str, float] = {
    "untouched": 74,
    "signs for blank": 6,
    "thousands with a comma": 5,
    "a column 序号 between labels and figures": 4,
    "a column 备注": 3,
    "labels shortened": 3,
    "rows in another order": 2,
    "each text drawn twice to be bold": 1,
    "watermark, large, aslant": 1,
    "no rules at all": 1,
}
"""mutations of `documents` that leave a sound report, of a hundred reports; one that a format
cannot show leaves it untouched"""
SAYING = (State.FILLED, State.BLANK)
"""what the cells of a report hold: a layout that leaves one in doubt is none for this nation"""
KEEPS = 0.8
"""how often a body publishes as it did the year before"""
PROSE = (
    "一年来，本机关坚持以公开为常态、不公开为例外，持续提升政府工作透明度。",
    "全年通过门户网站发布各类信息{a}条，通过政务新媒体发布信息{b}条。",
    "围绕重点领域发布政策解读材料{c}篇，其中图解{d}篇。",
    "召开新闻发布会{d}次，在线访谈{d}期。",
    "举办政务公开培训{d}次，参训人员{c}人次。",
    "及时更新政府信息公开指南和目录，调整栏目{d}个。",
    "完善信息发布审核制度，落实先审后发、一事一审。",
    "健全依申请公开办理流程，规范登记、审核、答复各个环节。",
    "加强与司法机关的沟通，提升答复的合法性和规范性。",
    "政务新媒体账号{d}个，关注人数{a}人。",
    "开展自查{d}次，整改问题{d}项。",
    "依托政务服务大厅设立公开专区，方便群众查阅。",
    "加强经费和人员保障，配备专兼职工作人员{d}名。",
    "推动基层政务公开标准化规范化，编制事项标准目录{d}个领域。",
    "认真听取社会公众意见，征集意见建议{c}条。",
)
"""sentences whose figures stand in no statutory table"""
PARAGRAPHS = (3, 9)
"""paragraphs of prose before the tables, at least and at most"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A report as it is published: what stands in it, and the names of its format and layout."""

    yearly: Yearly
    draft: Draft
    form: str
    layout: str

    @property
    def format(self) -> Format:
        return FORMATS[self.form]

    @property
    def path(self) -> str:
        """In a data folder: a folder a province, for a nation has half a million files."""
        return f"reports/{self.yearly.body.code[:2]}/{self.yearly.id}.{self.format.ending}"

    def write(self) -> bytes:
        return self.format.write(self.draft)


def make_papers(reports: Iterator[Yearly], seed: int) -> Iterator[Paper]:
    """The papers of one body's reports."""
    shares = {name: one.share for name, one in FORMATS.items()}
    form = layout = ""
    for yearly in reports:
        rng = rng_of(seed, yearly.body, f"paper {yearly.year}")
        if not form or rng.random() > KEEPS:
            form = pick(rng, shares)
            layout = pick(rng, LAYOUTS)
        draft = _draft(yearly, rng)
        changed = _lay_out(draft, layout, FORMATS[form].like, rng)
        name = "untouched" if changed is draft else layout
        yield Paper(yearly, changed, form, name)


def _lay_out(draft: Draft, layout: str, like: str, rng: random.Random) -> Draft:
    """The draft in a layout, or as it is where that cannot be."""
    mutation = MUTATIONS[layout]
    is_for_form = not mutation.editions or draft.edition in mutation.editions
    if like not in mutation.formats or not is_for_form:
        return draft
    changed = mutation.change(draft, rng)
    if changed is None:
        return draft
    is_sound = all(expected.state in SAYING for expected in changed.truth.values())
    return changed if is_sound else draft


def _draft(yearly: Yearly, rng: random.Random) -> Draft:
    body, year = yearly.body, yearly.year
    truth = expect(yearly.printed)
    tables = all_forms()[yearly.edition].tables
    laid = [lay_sheet(table, truth, year) for table in tables]
    title = title_of(body.name, year)
    opening = [Text(title, 1), Text("一、总体情况", 2), *_tell(yearly, rng)]
    ending = [
        Text("五、存在的主要问题及改进情况", 2),
        Text("公开内容还不够丰富，下一步将加强学习培训，拓宽公开渠道。"),
        Text("六、其他需要报告的事项", 2),
        Text("无其他需要报告的事项。"),
    ]
    parts = (*opening, *with_chapters(laid), *ending)
    return Draft(yearly.edition, year, body.name, title, parts, truth)


def expect(figures: Figures) -> dict[tuple[str, str, str], Expected]:
    """What a reader should find in each cell; a blank stands for 0."""
    expected = {}
    for key, number in figures.items():
        state = State.BLANK if number is None else State.FILLED
        expected[key] = Expected(number or 0, state)
    return expected


def _tell(yearly: Yearly, rng: random.Random) -> Iterator[Part]:
    """Paragraphs of prose; figures of the tables are in one sentence, if in any."""
    if yearly.told:
        yield Text(yearly.told)
    for _ in range(rng.randint(*PARAGRAPHS)):
        sentences = rng.sample(PROSE, 3)
        counts = {"a": rng.randint(100, 9000), "b": rng.randint(10, 900)}
        counts |= {"c": rng.randint(5, 80), "d": rng.randint(1, 12)}
        yield Text("".join(sentence.format(**counts) for sentence in sentences))
