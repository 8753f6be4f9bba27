"""Notebooks in JupyterLab, driven as a reader drives them."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WAIT = 180_000
"""milliseconds: a busy machine takes far longer than a desk, and how long it took is told"""


@dataclass(frozen=True)
class Lab:
    """A running server: the folder at its root, its address and its token."""

    root: Path
    address: str
    token: str

    def address_of(self, path: str) -> str:
        """The address that opens a file in a clean workspace."""
        return f"{self.address}/lab/tree/{path}?token={self.token}&reset"


def restart_and_run_all(page: Any, file: Path) -> float:
    """Restarts the kernel of the notebook in sight, runs all its cells and saves it; seconds.

    AssertionError with what a cell complained of.
    """
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.wait_for_selector('.jp-StatusBar-TextItem:has-text("| Idle")', timeout=WAIT)
    choose(page, "Run", "Restart Kernel and Run All Cells…")
    start = time.monotonic()
    page.click(".jp-Dialog .jp-mod-accept")
    # a cell that waits or runs has a star for its number; a failed one leaves those after it bare
    for state in ("attached", "detached"):
        page.wait_for_selector('.jp-InputPrompt:text-is("[*]:")', state=state, timeout=WAIT)
    took = time.monotonic() - start
    cells = [cell for cell in save(page, file) if cell["cell_type"] == "code"]
    assert [text for cell in cells for text in errors_of(cell)] == []
    written = [cell["execution_count"] for cell in cells if cell["source"]]
    assert written == list(range(1, len(written) + 1))
    return took


def choose(page: Any, menu: str, entry: str) -> None:
    """Chooses an entry of a menu."""
    page.click(f'.lm-MenuBar-itemLabel:text-is("{menu}")')
    page.click(f'.lm-Menu-itemLabel:text-is("{entry}")')


def save(page: Any, file: Path) -> list[dict[str, Any]]:
    """Saves the notebook in sight; its cells as they stand in the file."""
    before = file.stat().st_mtime_ns
    choose(page, "File", "Save Notebook")
    until = time.monotonic() + 30
    # while it is written it is empty for a moment
    while file.stat().st_mtime_ns == before or not file.read_text("utf-8").endswith("}\n"):
        assert time.monotonic() < until, f"{file.name} was not saved"
        # what the page asks for waits while this process sleeps
        page.wait_for_timeout(100)
    cells: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["cells"]
    return cells


def errors_of(cell: dict[str, Any]) -> list[str]:
    """What a cell complained of."""
    outputs = cell["outputs"]
    return [f"{one['ename']}: {one['evalue']}" for one in outputs if "ename" in one]
