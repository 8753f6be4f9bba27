"""The notebooks as pages: their prose, their code, and the outputs that they came with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nbconvert import MarkdownExporter

from making.markdown import Page, choose, link, listed, page_of

FOLDER = "notebooks"
_TITLE = re.compile(r"(?m)^# (.+)$")
_OTHER = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<way>zh/|\.\./)(?P<name>\w+)\.ipynb\)")
_FENCE = re.compile(r"(?ms)^```\n(.*?)^```")


def make_notebook_pages(
    notebooks: Path,
    language: str,
    to: Path | None,
) -> Iterator[Page]:
    """A page a notebook, those in the language where there are such; pictures go into a folder."""
    own = notebooks / language
    paths = sorted((own if own.is_dir() else notebooks).glob("*.ipynb"))
    pages = [_notebook_page(path, to) for path in paths]
    yield _list_notebooks(pages, language)
    yield from pages


def _list_notebooks(pages: list[Page], language: str) -> Page:
    intro = choose(
        "笔记本在 `notebooks/` 中，`make lab` 打开；以下是连同结果的页面。",
        "They lie in `notebooks/`, and `make lab` opens them; here they are with their results.",
        language,
    )
    links = [link(page.title, Path(page.path).name) for page in pages]
    title = choose("笔记本", "Notebooks", language)
    return page_of(f"{FOLDER}/index.md", title, [intro, listed(links)])


def _notebook_page(path: Path, to: Path | None) -> Page:
    text, pictures = _convert(path)
    names = {}
    for name, data in pictures.items():
        # outputs of all notebooks are numbered alike, and lie in one folder here
        names[name] = f"{path.stem}-{name}"
        if to is not None:
            to.mkdir(parents=True, exist_ok=True)
            (to / names[name]).write_bytes(data)
    for name, own in names.items():
        text = text.replace(f"]({name})", f"]({own})")
    title, text = _part_title(link_notebooks(text), path.stem)
    return Page(f"{FOLDER}/{path.stem}.md", title, f"# {title}\n\n{text}")


def _part_title(text: str, name: str) -> tuple[str, str]:
    """The title, which is the first heading, and the text without it."""
    found = _TITLE.search(text)
    if found is None:
        return name, text
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    return found[1].strip(), f"{before}\n\n{after}\n".lstrip()


@cache
def _convert(path: Path) -> tuple[str, dict[str, bytes]]:
    """A notebook as Markdown and its pictures by name; once, for both sites may have the same."""
    text, resources = MarkdownExporter().from_filename(str(path))
    # the notebooks do not say their language, and what is fenced in them is their code
    return _FENCE.sub(r"```python\n\1```", text), resources["outputs"]


def link_notebooks(text: str) -> str:
    """Links from notebook to notebook lead to the pages of these, those to one in the other
    language into the other site.

    >>> link_notebooks("[one](01_a.ipynb), [中文](zh/00_b.ipynb)")
    '[one](01_a.md), <a href="../zh/notebooks/00_b.html">中文</a>'
    """
    text = _OTHER.sub(_link_other, text)
    return text.replace(".ipynb)", ".md)")


def _link_other(found: re.Match[str]) -> str:
    # from zh/notebooks/ to the English ones, or from notebooks/ to the Chinese ones
    way = "../../notebooks" if found["way"] == "../" else "../zh/notebooks"
    return f'<a href="{way}/{found["name"]}.html">{found["text"]}</a>'
