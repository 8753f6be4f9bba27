"""What of a page is not the publication: the site's own navigation."""

from __future__ import annotations

import re

from gxkit.readers.web.tags import Element, text_below

_NAMES = re.compile(
    r"(?i)(?:^|[\s_-])"
    r"(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|foot|sidebar|share|copyright)"
    r"(?:$|[\s_-])"
)
_OF_THE_SITE = frozenset(("nav", "footer", "aside", "header", "form"))
_PLAIN = frozenset(("div", "ul", "section"))
"""what may hold anything, and is told by its role, class or id"""
_ROLES = frozenset(("navigation", "contentinfo"))
_PUBLICATION = ("table", "h1", "h2", "article")
"""what the site's furniture never holds"""
# Characters; a longer part of a page is read even if its tag or class says that it is furniture:
# whole reports stand in a <form>, or in a div of class "share-content".
_MOST_TEXT = 400


def is_furniture(element: Element) -> bool:
    """Whether this is the site's; what holds a table, a heading or much text is read whatever its
    name."""
    tag = element.tag
    if tag in _PLAIN:
        by_tag = element.get("role") in _ROLES
    elif tag in _OF_THE_SITE:
        by_tag = True
    else:
        return False
    by_class = _is_named(element.get("class"))
    by_name = by_class or _is_named(element.get("id"))
    if not by_tag and not by_name:
        return False
    if next(element.iter(*_PUBLICATION), None) is not None:
        return False
    length = len(text_below(element).strip())
    if length > _MOST_TEXT:
        return False
    # an id alone is too weak a sign: it may be that of the whole column with the text in it
    is_sure = by_tag or by_class
    return is_sure or _is_mostly_links(element, length)


def _is_named(names: str | None) -> bool:
    return names is not None and _NAMES.search(names) is not None


def _is_mostly_links(element: Element, length: int) -> bool:
    """Whether at least half of its text is in links; an empty one is."""
    linked = sum(len(text_below(link)) for link in element.iter("a"))
    return length == 0 or linked * 2 > length
