"""The documentation in a browser, from the disk: nothing outside is asked for, and the search finds
in both languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
OWN = ("file:", "data:", "blob:")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it."""
    to = tmp_path_factory.mktemp("site") / "docs"
    asked = [sys.executable, str(ROOT / "docs" / "make_docs.py"), "--to", str(to)]
    subprocess.run(asked, cwd=ROOT, check=True, capture_output=True)
    return to


@pytest.fixture
def page(browser: Any) -> Any:
    """A page that notes what it asks for, and what goes wrong in it."""
    opened = browser.new_page(viewport={"width": 1300, "height": 900})
    opened.asked, opened.wrong = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    yield opened
    opened.close()


def test_no_page_asks_for_an_outside_address_or_fails(site: Path, page: Any) -> None:
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
    assert [url for url in page.asked if not url.startswith(OWN)] == []
    assert page.wrong == []


@pytest.mark.parametrize(
    ("start", "asked", "first"),
    [
        ("index.html", "backlog rate", "Backlog rate"),
        ("zh/index.html", "不予公开率", "不予公开率"),
        ("zh/index.html", "勾稽规则", "规则"),
    ],
)
def test_the_search_finds_a_page_by_its_title(
    site: Path, page: Any, start: str, asked: str, first: str
) -> None:
    page.goto((site / start).as_uri())
    page.click(".md-search__input")
    page.fill(".md-search__input", asked)
    page.keyboard.press("End")
    results = page.locator(".md-search-result__article h1")
    results.first.wait_for()
    assert first in results.all_inner_texts()


def test_a_page_leads_to_the_same_page_in_the_other_language(site: Path, page: Any) -> None:
    page.goto((site / "rules" / "R2.html").as_uri())
    page.click("a.language")
    assert page.url.endswith("/zh/rules/R2.html")
    assert page.locator("h1").first.inner_text().startswith("R2")
    page.click("a.language")
    assert page.url.endswith("/docs/rules/R2.html")
