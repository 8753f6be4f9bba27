"""What is undecided in a data folder, to be looked at and decided.

`told` is what the scripts are told, as plain data; `widget` shows it in a notebook and writes what
is decided there; as a page by itself it keeps the decisions, to be downloaded and applied.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from gxkit.errors import GxkitError
from gxkit.folder.collection import Collection
from gxkit.notebook.review.told import tell_all
from gxkit.notebook.viewer.paged import make_page
from gxkit.text import choose

if TYPE_CHECKING:
    from gxkit.notebook.review.widget import Review

__all__ = ["review", "review_page"]
LOOKS = ("look.css", "review.css")


def review(
    collection: Collection,
    who: str,
    language: str,
) -> Review:
    """The review of a collection in a notebook; what is decided is written into its ledger at once,
    in the name of `who`. GxkitError without anywidget."""
    if find_spec("anywidget") is None:
        raise GxkitError(
            "review() 需要 anywidget，而它没有安装：pip install anywidget（或附加项 [notebooks]）；"
            "也可用 gxkit review DATA --to review.html 写成页面。",
            "review() needs anywidget, which is not installed: pip install anywidget (or the extra "
            "[notebooks]); or write a page with gxkit review DATA --to review.html.",
        )
    # a page in a shell needs no widgets
    from gxkit.notebook.review.widget import Review

    return Review(collection, who, language)


def review_page(
    collection: Collection,
    who: str,
    language: str,
) -> str:
    """The same as a page by itself, which asks for nothing from anywhere and keeps what is decided
    until it is downloaded."""
    title = choose("待决定", "to be decided", language)
    told = tell_all(collection, who, language)
    return make_page(told, f"{title} · gxkit", "reviewpage.js", LOOKS)
