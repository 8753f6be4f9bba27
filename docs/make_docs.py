"""The documentation as one site that needs no network: `make docs`.

Written pages stand in docs/pages/ (en, zh); the pages of forms, rules, indicators, figures,
notebooks and the API are made of what gxkit says itself (docs/making/), and are never committed.
The English site lies at the root of the folder, the Chinese one in zh/ below it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gxkit
from gxkit.folder.collection import Collection
from gxkit.text import LANGUAGES, choose
from making import described
from making.doors import make_api_page
from making.figures import PICTURES, draw_all, make_figure_pages
from making.forms import make_form_pages
from making.indicators import make_indicator_pages
from making.markdown import Page
from making.notebooks import FOLDER as NOTEBOOKS
from making.notebooks import make_notebook_pages
from making.rules import make_rule_pages

DOCS = Path(__file__).parent
ROOT = DOCS.parent
# the written pages of the menu, in its order; the others come after
WRITTEN = (
    "index",
    "quick-start",
    "read-report",
    "read-folder",
    "cluster",
    "decide",
    "add-year",
    "add-form",
    "add-format",
)
LAST = ("data", "glossary", "cite")
MADE = (
    ("forms", "统计表格式", "Forms"),
    ("rules", "规则", "Rules"),
    ("indicators", "指标", "Indicators"),
    (PICTURES, "图集", "Gallery"),
    (NOTEBOOKS, "笔记本", "Notebooks"),
)
"""the folders of the pages that are made, with their names in the menu"""
OTHER_SITE = {"en": "zh/", "zh": "../"}
OTHER_NAME = {"en": "中文", "zh": "English"}


def make_pages(
    collection: Collection,
    language: str,
    to: Path | None = None,
) -> Iterator[Page]:
    """Every page of a language, written and made; pictures are drawn where a folder is given."""
    gxkit.language(language)
    for path in sorted((DOCS / "pages" / language).glob("*.md")):
        page = read_page(path)
        is_counted = page.path == described.PAGE
        yield count_page(page, collection) if is_counted else page
    yield from make_form_pages(language)
    yield from make_rule_pages(collection, language)
    # without the worlds of open explanations, for a page shows values and no spans
    indicators = gxkit.indicators.all_indicators(collection.panel)
    yield from make_indicator_pages(indicators, language)
    drawings = draw_all(collection, language, to and to / PICTURES)
    yield from make_figure_pages(drawings, language)
    notebooks = make_notebook_pages(ROOT / NOTEBOOKS, language, to and to / NOTEBOOKS)
    yield from notebooks
    yield make_api_page(language)


def read_page(path: Path) -> Page:
    """A written page; its title is its first line."""
    text = path.read_text("utf-8")
    title = text.partition("\n")[0].removeprefix("# ")
    return Page(path.name, title, text)


def count_page(page: Page, collection: Collection) -> Page:
    """The page on the data, its counts filled in: none of them is typed."""
    return replace(page, text=described.fill_data_page(page.text, collection))


def write_pages(
    pages: list[Page],
    language: str,
    to: Path,
) -> None:
    """The pages below a folder, each with its way to the same page in the other language."""
    for page in pages:
        path = to / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        other = page.up + OTHER_SITE[language] + page.path.removesuffix(".md") + ".html"
        head = f"---\ntitle: {json.dumps(page.title, ensure_ascii=False)}\n---\n\n"
        switch = f'<a class="language" href="{other}">{OTHER_NAME[language]}</a>\n\n'
        path.write_text(head + switch + page.text, "utf-8")
    shutil.copytree(DOCS / "assets", to / "assets", dirs_exist_ok=True)


def make_menu(pages: list[Page], language: str) -> list[dict[str, Any]]:
    """The menu: the written pages, then a section a kind of page that is made."""
    titles = {page.path: page.title for page in pages}
    menu: list[dict[str, Any]] = [{titles[f"{name}.md"]: f"{name}.md"} for name in WRITTEN]
    for folder, zh, en in MADE:
        index = f"{folder}/index.md"
        inside = [path for path in titles if path.startswith(f"{folder}/") and path != index]
        section = [index, *({titles[path]: path} for path in inside)]
        menu.append({choose(zh, en, language): section})
    return [*menu, *({titles[f"{name}.md"]: f"{name}.md"} for name in ("api", *LAST))]


def build_site(
    pages: list[Page],
    language: str,
    work: Path,
    to: Path,
) -> None:
    """One site of the pages that lie in a folder of `work`."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    settings = {
        "INHERIT": str(DOCS / "mkdocs.yml"),
        "site_name": choose("gxkit 文档", "gxkit documentation", language),
        "docs_dir": str(work / language),
        "site_dir": str(to),
        "nav": make_menu(pages, language),
        "theme": {"language": language},
    }
    written = work / f"{language}.yml"
    # what JSON can say YAML reads
    written.write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    config = load_config(str(written), strict=True)
    # the page of what is not there names its files from the root of a server, and no disk has one
    config.theme.static_templates.clear()
    build(config)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", default=str(ROOT / "data"), help="the data folder (default: data)")
    asked.add_argument("--to", default="out/docs", help="the folder of the site")
    given = asked.parse_args()
    to = Path(given.to).resolve()
    work = to.with_name(to.name + "-pages")
    for folder in (to, work):
        shutil.rmtree(folder, ignore_errors=True)
    collection = gxkit.open(given.data, progress=sys.stderr.isatty())
    # the English site first: what it clears is the folder in which the Chinese one lies
    for language in sorted(LANGUAGES):
        pages = list(make_pages(collection, language, work / language))
        write_pages(pages, language, work / language)
        build_site(pages, language, work, to if language == "en" else to / language)
    shutil.rmtree(work)
    print(to / "index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
