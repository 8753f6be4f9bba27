"""A browser for what is shown: Debian's chromium, driven by Playwright; skipped without either."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One browser for all tests."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install .[browser]"
    )
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium): nothing to drive")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()
