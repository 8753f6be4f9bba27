"""Which title is a report's: of all that stand in a document the one that nothing speaks against.

Above a report stand breadcrumbs, cards of the catalogue, lists of other years' reports; a title may
run over several lines, or stand in the page's metadata alone.
"""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Sequence,
)
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from gxkit.document import Document
from gxkit.filling.titles.naming import (
    BODY,
    Named,
    find_title,
    is_in_place,
    year_alone,
)
from gxkit.text import fold

# How far from the top a title is looked for, in pieces of text: navigation, logos and a letterhead
# stand above it, and a narrative names other reports further down.
_TITLE_PIECES = 60
_CARDS = 3
_CARD_CELLS = 40
"""tables above a report, and cells of them, in which its name may stand"""
_LONGEST_LATE = 80
_IN_FULL = "年度报告"
_TABLE = "统计表"
_APPENDED = "附"
# A line of more characters is a whole report, or a paragraph: its words are looked at one by one,
# as far as a title may stand in it.
_LONGEST_LINE = 160
_LOOKED_AT = 400
# How many lines a title runs over at most, and how long the first ones may be.
_MOST_LINES = 4
_LONGEST_PART = 40
# Titles so many pieces apart, of different years, are a list of links.
_BESIDE = 2

_LINE_NUMBER = re.compile(r"(\d{1,3})(?:\s+|$)")
_FEWEST_NUMBERED = 3
_GAP = re.compile(r"\s{2,}|\t")
# the width of a page tears a title anywhere, in its last word too
_TORN_END = re.compile(r"(?:报告|年报|统计表|^[告表])(?:[(【\[〔].{1,20}[)】\]〕])?$")
_LAST = ("告", "报", "表", "》", ")", "]", "】", "〕")
"""the last sign of a title, or of what is noted behind it"""
_NO_PART = re.compile(r"[:>|,。;!?/《》]|首页|年报$|^[^\d〇○零]*公开$|报告$|号$|^目录$|第\d+页")
_WORDS = re.compile(r"[\u4e00-\u9fff()、\d]+")
_YEAR_NOTE = re.compile(r"[(【\[〔].{4}年度?[)】\]〕]")

Pieces = Sequence[str]
Found = tuple[int, Named]
"""a title, and the piece of text with which it ends"""


def entitle(document: Document, year: int | None = None) -> Named | None:
    """The title of a document's report, and what it names.

    `year` is that of the period that the text names: of titles in a list it tells which is meant.
    None where there is no title, or several and nothing tells.
    """
    pieces = list(_pieces(document))
    named = find_title(document.properties.get("title", ""))
    found = list(_find_all(pieces, named, document))
    whole = [title for title in _unlisted(found, named, year) if title.is_whole]
    whole += [title for title in map(find_title, _cards(document)) if title and title.is_whole]
    reports = [title for title in whole if title.is_of_report]
    partly = [title for _, title in found if title.is_of_report and not title.is_whole]
    chosen = _choose(reports, named, year) or (named if named and named.is_of_report else None)
    if chosen or reports:
        return chosen
    is_listed = any(title.is_of_report and title.is_whole for _, title in found)
    # of a list of links none is the page's own
    if is_listed:
        return None
    return _choose_sole(partly) or _last_resort(document, whole)


def _choose(
    reports: Sequence[Named],
    named: Named | None,
    year: int | None,
) -> Named | None:
    """The first title, or the first complete one that may be the same report's.

    None where the first lacks its body, another is of another year, and no period tells.
    """
    if named and named.year:
        # the system that keeps the page knows its title; others on it are links
        reports = [title for title in reports if title.fits(named)]
        if named.is_complete and not any(title.is_complete for title in reports):
            return named
    if year is not None:
        reports = [title for title in reports if title.year == year] or list(reports)
    if not reports:
        return None
    first = reports[0]
    # 2024年政府信息公开年报 may head a column of the site
    if not first.is_complete and not all(title.fits(first) for title in reports):
        return None
    # a title without a body is that of a body only where the page's own does not lack it too
    if named and named.year and not named.agency and not first.agency:
        return first
    same = [title for title in reports if title.fits(first) and title.is_complete]
    return same[0] if same else first


def _choose_sole(titles: Sequence[Named]) -> Named | None:
    """The first of titles with words around them, unless they are of different reports."""
    if not titles or not all(title.fits(titles[0]) for title in titles):
        return None
    complete = [title for title in titles if title.is_complete]
    return complete[0] if complete else titles[0]


def _last_resort(document: Document, whole: Sequence[Named]) -> Named | None:
    """A title further down, that of a table, or one that names nothing."""
    lines = [line.text for line in document.lines if not line.hidden]
    later = [title for text in lines if (title := _find_short(text)) and title.is_whole]
    for title in later:
        if title.is_of_report:
            return title
    # 政府信息公开年报 alone is the name of a column of the site, 附表：… that of a part
    others = [title for title in (*whole, *later) if _IN_FULL in title.text or _heads(title)]
    return others[0] if others else None


def _heads(title: Named) -> bool:
    """Whether the heading of a table may stand for that of its report."""
    return title.is_table and (bool(title.agency) or not title.text.startswith(_APPENDED))


def _find_short(text: str) -> Named | None:
    return find_title(text) if len(text) <= _LONGEST_LATE else None


def _unlisted(
    found: Sequence[Found],
    named: Named | None,
    year: int | None,
) -> Iterator[Named]:
    """The titles that are no links to other reports: of those the years or bodies change from one
    line to the next."""
    listed: set[int] = set()
    for (one, title), (other, following) in pairwise(found):
        # a file to be fetched below a title is none of a list that the title is in
        alike = title.is_whole == following.is_whole
        if alike and other - one <= _BESIDE and not title.fits(following):
            listed.update((one, other))
    texts = [title.text for _, title in found]
    of_year = {title.text for _, title in found if title.year == year is not None}
    for number, title in found:
        is_twice = texts.count(title.text) > 1
        is_meant = named is not None and named.text == title.text
        is_sole = of_year == {title.text}
        if number not in listed or is_twice or is_meant or is_sole:
            yield title


# ---- where titles stand


def _pieces(document: Document) -> Iterator[str]:
    """The first lines that are shown, and of a long line the first words."""
    shown = (line.text for line in document.lines if not line.hidden)
    lines = _unnumbered(list(islice(shown, _TITLE_PIECES)))
    return islice(_parts_of(lines), _TITLE_PIECES)


def _unnumbered(lines: Sequence[str]) -> Iterator[str]:
    """Lines without the numbers that a printer sets at the margin of each."""
    found = [_LINE_NUMBER.match(text) for text in lines]
    numbers = [int(number[1]) for number in found if number]
    rising = sum(other == one + 1 for one, other in pairwise(numbers))
    # A number or two that rise are points of a list.
    are_of_lines = rising >= _FEWEST_NUMBERED
    for text, number in zip(lines, found, strict=True):
        stop = number.end() if number and are_of_lines else 0
        yield text[stop:]


def _parts_of(lines: Iterable[str]) -> Iterator[str]:
    for text in lines:
        stripped = text.strip()
        if len(stripped) > _LONGEST_LINE:
            words = stripped[:_LOOKED_AT].split()
            # a table in one line begins with its own heading, which is none of a report
            yield from (word for word in words if _TABLE not in fold(word))
        elif _GAP.search(stripped) and find_title(stripped) is None:
            yield from filter(None, _GAP.split(stripped))
        elif stripped:
            yield stripped


def _cards(document: Document) -> Iterator[str]:
    """The cells of the first tables: a card of the catalogue gives the title too."""
    for grid in document.grids[:_CARDS]:
        for cell in grid.cells[:_CARD_CELLS]:
            if not grid.hidden:
                yield cell.text


def _find_all(
    pieces: Pieces,
    named: Named | None,
    document: Document,
) -> Iterator[Found]:
    """The titles that end with each piece; one that runs over several lines whole."""
    folded = [fold(piece) for piece in pieces]
    is_page = "title" in document.properties
    heads = _Heads(is_page, named.agency if named else "")
    for at, piece in enumerate(pieces):
        if "公开" not in folded[at] and not _TORN_END.search(folded[at]):
            continue
        title = find_title(piece)
        # What is whole with the lines above ends as a title does, in this line.
        if (title is None or title.is_whole) and folded[at].endswith(_LAST):
            title = _join_above(pieces, at, title, heads)
        if title:
            below = "".join(pieces[at + 1 : at + 2])
            yield at, _with_year(title, below)


def _with_year(title: Named, below: str) -> Named:
    """A title without a year, and that which stands in the line below it."""
    folded = fold(below)
    if title.year is not None:
        return title
    if _YEAR_NOTE.fullmatch(folded):
        return find_title(title.text + below) or title
    return replace(title, year=year_alone(folded))


@dataclass(frozen=True, slots=True)
class _Heads:
    """Whose name may stand in a line of its own above a title.

    On a page it may be the banner of the site: there it must be in the page's own title too.
    """

    is_page: bool
    agency: str

    def allow(self, agency: str) -> bool:
        return not self.is_page or fold(agency) == fold(self.agency)


_ANYBODY = _Heads(is_page=False, agency="")


def _join_above(
    pieces: Pieces,
    at: int,
    title: Named | None,
    heads: _Heads,
) -> Named | None:
    """The title that ends with a piece, with the lines above as far as they belong to it."""
    joined = pieces[at]
    # a paragraph that ends with the word is none
    if len(joined) > _LONGEST_PART:
        return title
    for above in reversed(pieces[max(0, at - _MOST_LINES + 1) : at]):
        squeezed = "".join(above.split())
        if len(squeezed) > _LONGEST_PART or _NO_PART.search(fold(squeezed)):
            break
        joined = above + joined
        longer = find_title(joined)
        if longer and longer.is_whole and _is_better(longer, title, squeezed, heads):
            title = longer
    return title


def is_part(
    above: str,
    title: Named | None,
    longer: Named | None,
) -> bool:
    """Whether a title without the line above it is less than with it."""
    if longer is None or not longer.is_whole or len(above) > _LONGEST_PART:
        return False
    return not _NO_PART.search(fold(above)) and _is_better(longer, title, above, _ANYBODY)


def _is_better(
    longer: Named,
    title: Named | None,
    above: str,
    heads: _Heads,
) -> bool:
    """Whether a line above a title is a part of it."""
    if title is None:
        return True
    gains_year = title.year is None and longer.year is not None
    if title.agency and gains_year:
        return longer.agency == title.agency
    if title.agency:
        # 林业和 / 草原局: the name begins in a place, and above stands no name by itself
        is_torn = not is_in_place(title.agency) and _is_torn(above)
        return is_torn and is_in_place(longer.agency)
    if not longer.agency:
        return gains_year
    return is_in_place(longer.agency) and (gains_year or heads.allow(longer.agency))


def _is_torn(above: str) -> bool:
    return bool(_WORDS.fullmatch(above)) and not BODY.search(above)
