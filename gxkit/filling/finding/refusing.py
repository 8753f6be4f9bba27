"""Why nothing was read: what the file seems to hold instead of a report with its tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from gxkit.document import Document
from gxkit.filling.finding.begun import Begun, find_begun
from gxkit.filling.tape import Tape
from gxkit.filling.titles.naming import find_title
from gxkit.forms import Table, all_forms
from gxkit.text import Listed, Sentence, fold

_CHAPTER = re.compile(r"[一二三四五六七八](?=、)")
# Instructions to write a report name one of its chapters.
_FEWEST_CHAPTERS = 2
_OF_REPORT = re.compile(r"信息公开(?:工作|情况)*的?(?:年度(?:工作)?报告|年报)")
_ERROR_PAGE = re.compile(
    r"(?i)40[0134](?:notfound|forbidden|错误|$)|notfound|forbidden|50[0234]|badgateway|页面不存在"
    r"|不存在或|已被?删除|找不到|无法访问|访问(?:被拒绝|受限)|拦截|验证码|请登录|用户登录|登录密码"
    r"|系统维护|正在跳转|自动跳转|请稍候"
)
# What is left of characters that were decoded twice, and Chinese read as Latin letters.
_GARBLED = re.compile(r"锟斤拷|\ufffd{2}|[\u00a1-\u00ff]{6}")
# Characters; what is longer is a page with contents of its own.
_LONGEST_ERROR_PAGE = 600
# Characters of a first line that are quoted.
_QUOTED = 40

_OF_FILE = Sentence("{file}：{why}", "{file}: {why}")
_SCANNED = Sentence(
    "其中没有文字，{place}有一幅图像，但图像中也没有找到文字：可能是扫描件。请以每英寸150至300"
    "点扫描，或改用网页。",
    "it holds no text, and a picture at {place}, in which none was found: it is probably scanned. "
    "Scan it at 150 to 300 dots an inch, or get the web page.",
)
_EMPTY = Sentence(
    "其中既没有文字也没有表格：可能是空白文档，或文字在图像、图形之中。请打开查看，把所见内容存"
    "为 PDF 或网页。",
    "it holds neither text nor a table: an empty document, or one whose text stands in pictures or "
    "shapes. Open it, see what it shows, and save that as PDF or a web page.",
)
_BROKEN = Sentence(
    "其中的字是乱码（“{begins}”）：保存时用的编码与写成时不同。请重新下载文件，不要从编辑器另存。",
    "its characters are broken (“{begins}”): it was saved in another encoding than it was written "
    "in. Fetch the file again, and do not save it from an editor.",
)
_ERROR = Sentence(
    "页面只写着“{begins}”：保存下来的是网站的出错或登录页面，不是报告。请在浏览器中打开网址，"
    "看到报告之后再保存。",
    "the page says “{begins}” and holds nothing else: an error or a login of the site was saved in "
    "place of the report. Open the address in a browser, see that the report is shown, and save "
    "the page again.",
)
_NONE_SAID = Sentence(
    "有信息公开年度报告的正文，而没有法定表格：{table}处只写着“{said}”（{place}）。如果表格在"
    "附件中，请读取附件；如果没有，便无可读取。",
    "the text of a disclosure report, and none of its statutory tables: in place of {table} it "
    "says “{said}” ({place}). If the report has its tables in an attachment, parse that; if it has "
    "none, there is nothing to read.",
)
_PICTURED = Sentence(
    "有信息公开的文字，而没有法定表格；{place}有图像、框架或脚本，表格可能在其中。请等浏览器显"
    "示完整后连同图像保存网页，或取得该图像或网页所附的文件，再读取。",
    "text on information disclosure, but none of the statutory tables; there is a picture, a frame "
    "or a script at {place}, which may show them. Save the page with its pictures once a browser "
    "shows it whole, or get the picture itself or the file that is attached to the page, and parse "
    "that.",
)
_NEWS = Sentence(
    "谈到信息公开，但不是年度报告：既没有报告的标题也没有其章节，可能是配图的新闻（图在{place}"
    "）。请找到报告本身再读取。",
    "it speaks of information disclosure and is no report: it has neither the title nor the "
    "chapters of one, and is probably news with a picture (at {place}). Look for the report "
    "itself, and parse that.",
)
_LIST = Sentence(
    "这是列有{count}份年度报告的目录（“{title}”等），其中没有报告本身：请点开所要的一份，保存"
    "该页再读取。",
    "a list that names {count} disclosure reports (“{title}” …) and holds none of them: follow the "
    "link to the one you want, save that page, and parse it.",
)
_TITLE_ALONE = Sentence(
    "只有年度报告的标题（“{title}”），没有报告的内容，既没有法定表格也没有章节：报告可能是该"
    "页的附件或链接。请保存那个文件再读取。",
    "the title of a disclosure report (“{title}”) and nothing of the report, neither its statutory "
    "tables nor its chapters: the report is probably attached to the page or linked from it. Save "
    "that file, and parse it.",
)
_ABOUT = Sentence(
    "谈到政府信息公开年度报告，但其中没有报告，既没有法定表格也没有章节；可能是新闻、通知、目录"
    "或其他报告（开头是“{begins}”）：请由此找到报告本身再读取。",
    "it speaks of a disclosure report and holds none, neither its statutory tables nor its "
    "chapters; it is probably news, a notice, a list or another report (it begins “{begins}”): "
    "follow it to the disclosure report, and parse that.",
)
_TEXT_ALONE = Sentence(
    "有政府信息公开年度报告的正文，而没有法定表格；表格可能在附件或图像中：请保存附件，或先做文"
    "字识别，再读取那个文件。",
    "the text of a disclosure report, but none of its statutory tables; they may be in an "
    "attachment or a picture: save the attachment, or run text recognition, and parse that file.",
)
_BEGINS = Sentence("；开头是“{begins}”", "; it begins “{begins}”")
_SOMETHING_ELSE = Sentence(
    "此文件中没有政府信息公开工作年度报告（没有找到{earliest}年以来任何格式的法定表格）{begins}"
    "。请核对它是不是政府信息公开工作年度报告，而不是该机关的其他文件。",
    "no government information disclosure report is in this file (no statutory table of any "
    "edition from {earliest} on was found){begins}. Check that it is the 政府信息公开工作年度报告 "
    "and not another document of the same body.",
)


def refuse(document: Document, tape: Tape) -> Sentence:
    """Why nothing was read, with what the reader had to decide: damage explains more than that."""
    seen = _Seen(document, tape)
    reasons = (ask(seen) for ask in _REASONS)
    why = next(filter(None, reasons))
    named = _OF_FILE.fill(file=document.name, why=why)
    return Sentence.same("{said}").fill(said=Listed((named, *document.remarks), "", " "))


@dataclass(frozen=True)
class _Seen:
    """A file without a table of the forms, and what there is of a report."""

    document: Document
    tape: Tape

    @cached_property
    def text(self) -> str:
        return fold(self.document.text)

    @property
    def is_of_disclosure(self) -> bool:
        return "信息公开" in self.text

    @cached_property
    def tables(self) -> list[Table]:
        return [table for form in all_forms().values() for table in form.tables]

    @cached_property
    def begun(self) -> list[Begun]:
        return find_begun(self.tape, self.tables, ())

    @cached_property
    def titles(self) -> list[str]:
        """The titles of reports, each once."""
        found = (find_title(line.text) for line in self.document.lines)
        texts = [title.text for title in found if title and title.is_of_report]
        return list(dict.fromkeys(texts))

    @cached_property
    def is_report(self) -> bool:
        """Whether it is a report's text all the same: by its chapters, or its title above one."""
        # A list of reports has their titles, and no chapter.
        if not _CHAPTER.search(self.text):
            return False
        titles = {fold(table.title) for table in self.tables}
        chapters = sum(f"、{title}" in self.text for title in titles)
        return chapters >= _FEWEST_CHAPTERS or bool(self.titles)

    @property
    def first_line(self) -> str:
        """The first line, cut where it is long."""
        texts = (line.text.strip() for line in self.document.lines)
        text = next(filter(None, texts), "")
        return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


# ---- reasons, each None where it is none


def _nothing(seen: _Seen) -> Sentence | None:
    document = seen.document
    if seen.text or document.grids:
        return None
    if document.pictures:
        return _SCANNED.fill(place=document.pictures[0])
    return _EMPTY


def _garbled(seen: _Seen) -> Sentence | None:
    found = _GARBLED.search(seen.document.text)
    if found is None or seen.is_of_disclosure:
        return None
    return _BROKEN.fill(begins=seen.first_line)


def _error_page(seen: _Seen) -> Sentence | None:
    text = seen.text
    if seen.is_of_disclosure or len(text) > _LONGEST_ERROR_PAGE or not _ERROR_PAGE.search(text):
        return None
    return _ERROR.fill(begins=seen.first_line)


def _begun(seen: _Seen) -> Sentence | None:
    begun = [table for table in seen.begun if table.found]
    # Other statistics share a label or two with the forms, and are no disclosure report.
    if not seen.is_report:
        begun = [table for table in begun if not table.is_of_words]
    if not seen.is_of_disclosure or not begun:
        return None
    return max(begun, key=lambda table: table.found).refusal


def _none_said(seen: _Seen) -> Sentence | None:
    said = [table for table in seen.begun if table.said]
    if not seen.is_report or not said:
        return None
    first = said[0]
    short = Sentence(first.table.short("zh"), first.table.short("en"))
    return _NONE_SAID.fill(table=short, said=first.said, place=first.where)


def _pictured(seen: _Seen) -> Sentence | None:
    if not seen.is_of_disclosure or not seen.document.pictures:
        return None
    own = _PICTURED if seen.is_report or seen.titles else _NEWS
    return own.fill(place=seen.document.pictures[0])


def _list(seen: _Seen) -> Sentence | None:
    if seen.is_report or len(seen.titles) < _SEVERAL:
        return None
    return _LIST.fill(count=len(seen.titles), title=seen.titles[0])


def _title_alone(seen: _Seen) -> Sentence | None:
    if seen.is_report or not seen.titles:
        return None
    return _TITLE_ALONE.fill(title=seen.titles[0])


def _about(seen: _Seen) -> Sentence | None:
    if seen.is_report or not _OF_REPORT.search(seen.text):
        return None
    return _ABOUT.fill(begins=seen.first_line)


def _text_alone(seen: _Seen) -> Sentence | None:
    return _TEXT_ALONE if _OF_REPORT.search(seen.text) else None


def _something_else(seen: _Seen) -> Sentence:
    earliest = min(form.in_force[0] for form in all_forms().values())
    begins = _BEGINS.fill(begins=seen.first_line) if seen.first_line else None
    return _SOMETHING_ELSE.fill(earliest=earliest, begins=begins)


_SEVERAL = 2
# The surest first: what is there says more than what is not.
_REASONS: tuple[Callable[[_Seen], Sentence | None], ...] = (
    _nothing,
    _garbled,
    _error_page,
    _begun,
    _none_said,
    _pictured,
    _list,
    _title_alone,
    _about,
    _text_alone,
    _something_else,
)
