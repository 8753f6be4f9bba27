"""Runs the notebooks anew, and makes the Chinese ones out of the English ones: `make notebooks`.

The code stands in the English notebooks alone. `zh/NAME.md` has the prose of the Chinese one, cell by cell,
and says of which English text each cell is the translation; where that has changed since, the cell is
stale, and nothing is made until somebody has read it again. tests/test_notebooks.py asks the same.

    python notebooks/run.py [NAME …] [--zh]      only these; only the Chinese ones
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
CHINESE = HERE / "zh"
MARK = re.compile(r"(?m)^<!-- (\S+) of (\w+) -->\n")
LANGUAGE = re.compile(r'^((?:LANGUAGE = )?gxkit\.language\(|language = )"en"', re.MULTILINE)
BREAK = re.compile(r"(?<=[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60”])\n(?=[\u4e00-\u9fff“（])")
"""a line break between Chinese characters, which would show as a blank"""
WIDGET = "application/vnd.jupyter.widget-view+json"


class Stale(Exception):
    """A cell without a translation, or one whose English has changed since it was translated."""


def fingerprint(text: str) -> str:
    """What an English cell is known by."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:8]


def read_prose(file: Path) -> dict[str, tuple[str, str]]:
    """The Chinese prose by cell: the fingerprint of the English text, and the Chinese one."""
    _, *parts = MARK.split(file.read_text("utf-8"))
    return {
        cell: (of, BREAK.sub("", text.strip()))
        for cell, of, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }


def translate(notebook: nbformat.NotebookNode, prose: dict[str, tuple[str, str]]) -> nbformat.NotebookNode:
    """The notebook with Chinese prose; its code differs only by the language that is set.

    Stale names each cell that is wanting, left over or out of date.
    """
    told = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    wrong = [f"{cell} stands in no notebook" for cell in prose if cell not in {one.id for one in told}]
    for cell in told:
        of, text = prose.get(cell.id, ("", ""))
        if of != fingerprint(cell.source):
            wrong.append(f"{cell.id}: <!-- {cell.id} of {fingerprint(cell.source)} --> is wanted, not of {of or 'none'}")
        cell.source = text
    if wrong:
        raise Stale("; ".join(wrong))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = LANGUAGE.sub(r'\1"zh"', cell.source)
    return notebook


def run(notebook: nbformat.NotebookNode, file: Path) -> None:
    """Runs a notebook where it stands and writes it with what it shows, without a trace of the machine."""
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(file.parent)}}).execute()
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"]}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            # the widget itself is made by a kernel; what is kept is what stands for it without one
            output.get("data", {}).pop(WIDGET, None)
    nbformat.write(notebook, file)
    print(file.relative_to(HERE.parent), flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--zh", action="store_true", help="only the Chinese ones")
    asked = parser.parse_args(arguments)
    files = [HERE / f"{name}.ipynb" for name in asked.names] or sorted(HERE.glob("*.ipynb"))
    for file in files:
        notebook = nbformat.read(file, as_version=4)
        if not asked.zh:
            run(notebook, file)
        try:
            chinese = translate(notebook, read_prose(CHINESE / f"{file.stem}.md"))
        except Stale as stale:
            print(f"zh/{file.stem}.md: {stale}", file=sys.stderr)
            return 1
        run(chinese, CHINESE / file.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
