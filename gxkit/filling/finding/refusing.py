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
from gxkit.text import fold

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


def refuse(document: Document, tape: Tape) -> str:
    """Why nothing was read, with what the reader had to decide: damage explains more than that."""
    seen = _Seen(document, tape)
    reasons = (ask(seen) for ask in _REASONS)
    why = next(filter(None, reasons))
    said = [f"{document.name}: {why}", *(remark.say("en") for remark in document.remarks)]
    return " ".join(said)


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


# ---- reasons, each '' where it is none


def _nothing(seen: _Seen) -> str:
    document = seen.document
    if seen.text or document.grids:
        return ""
    if document.pictures:
        return (
            f"it holds no text, and a picture at {document.pictures[0]}, in which none was found: "
            "it is probably scanned. Scan it at 150 to 300 dots an inch, or get the web page."
        )
    return (
        "it holds neither text nor a table: an empty document, or one whose text stands in "
        "pictures or shapes. Open it, see what it shows, and save that as PDF or a web page."
    )


def _garbled(seen: _Seen) -> str:
    found = _GARBLED.search(seen.document.text)
    if found is None or seen.is_of_disclosure:
        return ""
    return (
        f"its characters are broken (“{seen.first_line}”): it was saved in another encoding than "
        "it was written in. Fetch the file again, and do not save it from an editor."
    )


def _error_page(seen: _Seen) -> str:
    text = seen.text
    if seen.is_of_disclosure or len(text) > _LONGEST_ERROR_PAGE or not _ERROR_PAGE.search(text):
        return ""
    return (
        f"the page says “{seen.first_line}” and holds nothing else: an error or a login of the "
        "site was saved in place of the report. Open the address in a browser, see that the "
        "report is shown, and save the page again."
    )


def _begun(seen: _Seen) -> str:
    begun = [table for table in seen.begun if table.found]
    # Other statistics share a label or two with the forms, and are no disclosure report.
    if not seen.is_report:
        begun = [table for table in begun if not table.is_of_words]
    if not seen.is_of_disclosure or not begun:
        return ""
    return max(begun, key=lambda table: table.found).refusal


def _none_said(seen: _Seen) -> str:
    said = [table for table in seen.begun if table.said]
    if not seen.is_report or not said:
        return ""
    first = said[0]
    return (
        "the text of a disclosure report, and none of its statutory tables: in place of "
        f"{first.table.short('en')} it says “{first.said}” ({first.where}). If the report has its "
        "tables in an attachment, parse that; if it has none, there is nothing to read."
    )


def _pictured(seen: _Seen) -> str:
    if not seen.is_of_disclosure or not seen.document.pictures:
        return ""
    place = seen.document.pictures[0]
    if seen.is_report or seen.titles:
        return (
            "text on information disclosure, but none of the statutory tables; "
            f"there is a picture, a frame or a script at {place}, which may show them. Save the "
            "page with its pictures once a browser shows it whole, or get the picture itself or "
            "the file that is attached to the page, and parse that."
        )
    return (
        "it speaks of information disclosure and is no report: it has neither the title nor the "
        f"chapters of one, and is probably news with a picture (at {place}). Look for the report "
        "itself, and parse that."
    )


def _list(seen: _Seen) -> str:
    if seen.is_report or len(seen.titles) < _SEVERAL:
        return ""
    return (
        f"a list that names {len(seen.titles)} disclosure reports (“{seen.titles[0]}” …) and holds "
        "none of them: follow the link to the one you want, save that page, and parse it."
    )


def _title_alone(seen: _Seen) -> str:
    if seen.is_report or not seen.titles:
        return ""
    return (
        f"the title of a disclosure report (“{seen.titles[0]}”) and nothing of the report, neither "
        "its statutory tables nor its chapters: the report is probably attached to the page or "
        "linked from it. Save that file, and parse it."
    )


def _about(seen: _Seen) -> str:
    if seen.is_report or not _OF_REPORT.search(seen.text):
        return ""
    return (
        "it speaks of a disclosure report and holds none, neither its "
        "statutory tables nor its chapters; it is probably news, a notice, a list or another "
        f"report (it begins “{seen.first_line}”): follow it to the disclosure report, and parse "
        "that."
    )


def _text_alone(seen: _Seen) -> str:
    if not _OF_REPORT.search(seen.text):
        return ""
    return (
        "the text of a disclosure report, but none of its statutory tables; "
        "they may be in an attachment or a picture: save the attachment, or run text "
        "recognition, and parse that file."
    )


def _something_else(seen: _Seen) -> str:
    earliest = min(form.in_force[0] for form in all_forms().values())
    begins = f"; it begins “{seen.first_line}”" if seen.first_line else ""
    return (
        "no government information disclosure report is in this file (no "
        f"statutory table of any edition from {earliest} on was found){begins}. Check that it is "
        "the 政府信息公开工作年度报告 and not another document of the same body."
    )


_SEVERAL = 2
# The surest first: what is there says more than what is not.
_REASONS: tuple[Callable[[_Seen], str], ...] = (
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
