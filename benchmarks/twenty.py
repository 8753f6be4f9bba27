"""A folder with one report in each of twenty and more formats: the same 200 cells from each.

    python benchmarks/twenty.py [--seeds N] [--only FORMAT] [--to FOLDER] [--show N]

Run by hand, never as a test; benchmarks/requirements.txt names what writes the files. Each report
is written in each format by hands of this benchmark's own, in four layouts. Of the 200 cells of a
file some are right, some flagged (no number, or one that is contradicted) and some silent (another
number than the report's, and nothing said). A doubt about a right number counts as flagged. The
peers give cells without names: theirs are right that stand in the order of the report.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from hands import fixed, pages, sheets, words  # noqa: E402
from hands.drawn import AGENCY, LAYOUTS, YEAR, Report, Truth, draw_report  # noqa: E402

import gxkit  # noqa: E402
from gxkit.errors import GxkitError  # noqa: E402
from gxkit.report import Report as Parsed  # noqa: E402

_MILLI = 1000


def _zipped(report: Report) -> bytes:
    note = "请查收附件。".encode()
    return words.pack({"说明.txt": note, "年度报告.docx": words.docx(report)})


class Format(NamedTuple):
    """A format: its name, the ending of its files, and the hand that writes it."""

    name: str
    ending: str
    write: Callable[[Report], bytes]


FORMATS = (
    Format("PDF", "pdf", fixed.pdf),
    Format("PDF of pictures", "pdf", fixed.image_pdf),
    Format("PDF, tables as pictures", "pdf", fixed.mixed_pdf),
    Format("PNG", "png", fixed.png),
    Format("TIFF", "tif", fixed.tiff),
    Format("JPEG", "jpg", fixed.jpeg),
    Format("OFD", "ofd", fixed.ofd),
    Format("Word", "docx", words.docx),
    Format("Word, strict", "docx", words.strict_docx),
    Format("Word 2003 XML", "xml", words.word_2003),
    Format("Word, flat OPC", "xml", words.flat_opc),
    Format("Rich Text", "rtf", words.rtf),
    Format("OpenDocument text", "odt", words.odt),
    Format("OpenDocument sheet", "ods", sheets.ods),
    Format("Excel", "xlsx", sheets.xlsx),
    Format("Excel 97", "xls", sheets.xls),
    Format("web page", "html", pages.html),
    Format("saved page", "mht", pages.mht),
    Format("JSON answer", "json", pages.answer),
    Format("page of a script", "html", pages.script_page),
    Format("ZIP", "zip", _zipped),
    Format("Markdown", "md", sheets.markdown),
    Format("comma-separated", "csv", sheets.comma),
    Format("text with tabs", "txt", sheets.tabbed),
)


def judge(report: Parsed, truth: Truth) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """For each cell of the truth, and each other one that is printed: right, flagged or silent."""
    for key, value in truth.items():
        cell = report.get(key)
        if cell is None:
            yield "flagged", key
            continue
        doubted = cell.verdict.value == "contradicted"
        if cell.status.value not in ("printed", "blank"):
            yield "flagged", key
        elif cell.value is not None and Decimal(str(cell.value)) == value:
            yield "flagged" if doubted else "right", key
        else:
            yield "flagged" if doubted else "silent", key
    for cell in report:
        if cell.key not in truth and cell.value is not None:
            yield "silent", cell.key


def _numbers(texts: Iterator[object]) -> list[Decimal]:
    found = []
    for text in texts:
        shown = re.sub(r"\.0$", "", str(text).strip())
        if re.fullmatch(r"\d+(\.\d+)?", shown):
            found.append(Decimal(shown))
    return found


def _pandas_book(data: bytes) -> Iterator[object]:
    import pandas as pd

    for frame in pd.read_excel(io.BytesIO(data), None, header=None, engine="calamine").values():
        yield from frame.to_numpy().ravel()


def _pandas_page(data: bytes) -> Iterator[object]:
    import pandas as pd

    for frame in pd.read_html(io.BytesIO(data), encoding="utf-8", flavor="lxml"):
        yield from frame.to_numpy().ravel()


def _python_docx(data: bytes) -> Iterator[object]:
    import docx

    for table in docx.Document(io.BytesIO(data)).tables:
        seen = set()
        for row in table.rows:
            for cell in row.cells:
                if cell._tc not in seen:  # a merged cell is given once for each place
                    seen.add(cell._tc)
                    yield cell.text


def _striprtf(data: bytes) -> Iterator[object]:
    from striprtf.striprtf import rtf_to_text

    yield from re.split(r"[|\n]", rtf_to_text(data.decode("ascii")))


def _pdfplumber(data: bytes) -> Iterator[object]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for rows in page.extract_tables():
                for row in rows:
                    yield from (text for text in row if text is not None)


Peer = tuple[str, Callable[[bytes], Iterator[object]]]
PEERS: dict[str, Peer] = {
    "PDF": ("pdfplumber", _pdfplumber),
    "Word": ("docx", _python_docx),
    "Word, strict": ("docx", _python_docx),
    "Rich Text": ("striprtf", _striprtf),
    "OpenDocument sheet": ("pandas", _pandas_book),
    "Excel": ("pandas", _pandas_book),
    "Excel 97": ("pandas", _pandas_book),
    "web page": ("pandas", _pandas_page),
}


def ask_peer(name: str, data: bytes, truth: Truth, ordered: list[Decimal]) -> int | str:
    """How many of the figures a peer gives in the order of the report, or why none."""
    _, ask = PEERS[name]
    try:
        found = _numbers(ask(data))
    except Exception as failure:  # noqa: BLE001  a peer's own failures are its answer
        return type(failure).__name__
    return _common(found, ordered)


def _common(first: list[Decimal], second: list[Decimal]) -> int:
    """The length of the longest run of figures, with gaps, that both have in order."""
    best = [0] * (len(second) + 1)
    for value in first:
        before = 0
        for at, other in enumerate(second, 1):
            kept = best[at]
            best[at] = before + 1 if value == other else max(best[at], best[at - 1])
            before = kept
    return best[-1]


def _printed_order(report: Report) -> list[Decimal]:
    keys = []
    for piece in report.pieces:
        for row in getattr(piece, "rows", ()):
            keys += [box.key for box in row if box.key]
    return [report.truth[key] for key in keys]


class Tally(NamedTuple):
    """What became of the files of a format."""

    cells: Counter[str]
    peer: Counter[str]
    notes: list[str]


def measure(form: Format, seeds: int, folder: Path) -> Tally:
    """Writes and reads the reports of a format."""
    tally = Tally(Counter(), Counter(), [])
    for seed in range(seeds):
        for number, layout in enumerate(LAYOUTS):
            drawn = draw_report(seed, layout)
            data = form.write(drawn)
            name = re.sub(r"\W+", "-", form.name)
            path = folder / f"{name}-{seed}-{number}.{form.ending}"
            path.write_bytes(data)
            _read(path, drawn, f"{layout.name}, seed {seed}", tally)
            if form.name in PEERS and find_spec(PEERS[form.name][0]):
                found = ask_peer(form.name, data, drawn.truth, _printed_order(drawn))
                tally.peer["right"] += found if isinstance(found, int) else 0
                tally.peer["cells"] += len(drawn.truth)
    return tally


def _read(path: Path, drawn: Report, label: str, tally: Tally) -> None:
    begun = perf_counter()
    try:
        report = gxkit.parse(path)
    except GxkitError as refusal:
        tally.cells["flagged"] += len(drawn.truth)
        tally.notes.append(f"{label}: refused: {refusal}")
        return
    finally:
        tally.cells["ms"] += round((perf_counter() - begun) * _MILLI)
        tally.cells["files"] += 1
    for verdict, key in judge(report, drawn.truth):
        tally.cells[verdict] += 1
        if verdict != "right":
            cell = report.get(key)
            said = (cell.printed, cell.status.value, cell.verdict.value) if cell else None
            tally.notes.append(
                f"{label}: {verdict} {'/'.join(key)}: {said}, {drawn.truth.get(key)}"
            )
    if (report.meta.agency, report.meta.year) != (AGENCY, YEAR):
        tally.notes.append(f"{label}: agency or year: {report.meta.agency}, {report.meta.year}")
    tally.notes.extend(f"{label}: remark: {remark}" for remark in report.remarks)


def main() -> None:
    """Writes the folder, reads it, prints a line a format."""
    parser = argparse.ArgumentParser(description="one report in twenty and more formats")
    parser.add_argument("--seeds", type=int, default=3, help="reports a layout")
    parser.add_argument("--only", default="", help="formats whose name has this")
    parser.add_argument("--to", type=Path, help="keep the files in this folder")
    parser.add_argument("--show", type=int, default=0, help="notes a format")
    options = parser.parse_args()
    print(f"{'format':<26}{'right':>7}{'flagged':>9}{'silent':>8}{'ms':>7}   peer")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.to or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for form in FORMATS:
            if options.only.lower() not in form.name.lower():
                continue
            cells, peer, notes = measure(form, options.seeds, folder)
            each = cells["ms"] / cells["files"]
            beside = ""
            if peer["cells"]:
                beside = f"{PEERS[form.name][0]} {peer['right']} of {peer['cells']}"
            print(
                f"{form.name:<26}{cells['right']:>7}{cells['flagged']:>9}{cells['silent']:>8}"
                f"{each:>7.0f}   {beside}",
                flush=True,
            )
            for note in notes[: options.show]:
                print(f"    {note}")


if __name__ == "__main__":
    main()
