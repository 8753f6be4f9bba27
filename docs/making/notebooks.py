"""The notebooks as pages: their prose, their code, and the outputs that they came with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nbconvert import MarkdownExporter

from making.markdown import Page, choose, link, listed, page_of

FOLDER = "notebooks"


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
    text = _link_notebooks(text)
    head, _, rest = text.lstrip().partition("\n")
    title = head.lstrip("# ").strip()
    return Page(f"{FOLDER}/{path.stem}.md", title, f"# {title}\n\n{rest.lstrip()}")


@cache
def _convert(path: Path) -> tuple[str, dict[str, bytes]]:
    """A notebook as Markdown and its pictures by name; once, for both sites may have the same."""
    text, resources = MarkdownExporter().from_filename(str(path))
    return text, resources["outputs"]


def _link_notebooks(text: str) -> str:
    """Links from notebook to notebook lead to the pages of these."""
    return text.replace(".ipynb)", ".md)")
