"""Other programs on the same scans: how many of the figures they find at all, and how fast.

A whole-page program gives words at places and no cells; it is held to less: a figure is found if
its text comes out as often as it was printed, wherever that is.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pypdfium2 as pdfium

from .faces import Face
from .files import write_grey_pdf
from .mutations import Mutation, Scan, make_scan

Peer = Callable[[Scan, Path], list[str]]
"""the words that a program reads in a scan"""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DPI = 200


def _pictures(scan: Scan, folder: Path) -> Iterator[Path]:
    document = pdfium.PdfDocument(scan.path)
    for number in range(len(document)):
        path = folder / f"page-{number}.png"
        document[number].render(scale=_DPI / 72).to_pil().convert("L").save(path)
        yield path


def _read_gxkit(scan: Scan, folder: Path) -> list[str]:
    import gxkit

    return [value.printed for value in gxkit.parse(scan.path)]


def _read_tesseract(scan: Scan, folder: Path) -> list[str]:
    words = []
    for picture in _pictures(scan, folder):
        command = ["tesseract", str(picture), "-", "-l", "chi_sim", "--psm", "6"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        words += done.stdout.split()
    return words


def _read_rapidocr(scan: Scan, folder: Path) -> list[str]:
    from rapidocr import RapidOCR

    engine = _ENGINES.setdefault("rapidocr", RapidOCR())
    words: list[str] = []
    for picture in _pictures(scan, folder):
        words += engine(str(picture)).txts or ()  # type: ignore[operator]
    return words


_ENGINES: dict[str, object] = {}
PEERS: dict[str, Peer] = {
    "gxkit": _read_gxkit,
    "tesseract": _read_tesseract,
    "rapidocr": _read_rapidocr,
}


def _is_here(name: str) -> bool:
    if name == "tesseract":
        return shutil.which(name) is not None
    return find_spec(name) is not None


def measure_peers(
    mutations: list[Mutation], faces: list[Face], count: int, seed: int
) -> Iterator[str]:
    """One line a program: figures printed and found, invented ones, CPU seconds a page."""
    here = [name for name in PEERS if _is_here(name)]
    plain = [m for m in mutations if m.write is write_grey_pdf and not m.may_refuse]
    sums = {name: Counter[str]() for name in here}
    seconds = dict.fromkeys(here, 0.0)
    pages = 0
    for number in range(count):
        mutation = plain[number * len(plain) // count % len(plain)]
        with tempfile.TemporaryDirectory() as folder:
            scan = make_scan(mutation, seed + number, faces, Path(folder) / "scan")
            pages += scan.pages
            printed = Counter(f"{n}" for n in scan.report.truth.values() if n is not None)
            for name in here:
                begun = _spent()
                found = Counter(_numbers(PEERS[name](scan, Path(folder))))
                seconds[name] += _spent() - begun
                sums[name]["printed"] += sum(printed.values())
                sums[name]["found"] += sum((printed & found).values())
    heads = f"{'figures':>9} {'found':>9} {'share':>8} {'CPU-s a page':>13} {'ratio':>7}"
    yield f"{'program':12} {heads}"
    for name in here:
        share = sums[name]["found"] / max(1, sums[name]["printed"])
        cost, own = seconds[name] / pages, seconds[here[0]] / pages
        counts = f"{sums[name]['printed']:9} {sums[name]['found']:9} {share:8.2%}"
        yield f"{name:12} {counts} {cost:13.2f} {cost / own:7.1f}"
    for name in PEERS:
        if name not in here:
            yield f"{name} is left out: it is not installed (benchmarks/requirements.txt)."


def _spent() -> float:
    """CPU seconds of this process and of those that it started."""
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _numbers(words: list[str]) -> list[str]:
    text = " ".join(words)
    return [found.replace(",", "") for found in _NUMBER.findall(text)]
