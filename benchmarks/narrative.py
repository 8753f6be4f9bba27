"""Which figures of a narrative are tied to cells, and are they the cells that they count?

    python benchmarks/narrative.py [FILE] [--family NAME] [--items]

FILE holds items as `benchmarks/narrative_sentences.json` does: a few words of a report, and for
each figure in them where it stands, what it counts (`cells`, several mean their sum; `alternatives`
are other right ties; none is a trap) and whether it agrees with the table. The sentences were made
up in the manner of sixty reports; the table of an item holds what its figures say, or contradicts
one of them, and keeps the rules of its form. Each item is written as a page with its tables and is
read as any other file.

found      of the figures that have a cell, how many are tied to it (recall)
right      of the ties that were made, how many are right (precision); `wrong` are the others, ties
           of figures that count nothing in the form among them. Figures of which two careful
           readers might differ (`scored` is false) count for neither, nor do ties of words that
           are no listed figure: `other`.
seen       of the figures that contradict the table, how many fail; `remark`, how many only give one
shares     of the wrong shares, how many fail
false      narrative findings that fail where nothing is wrong
ms         milliseconds to read one item, its tables among them
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from documents.drafts import Draft, Expected, Sheet, Text, lay_sheet, title_of, with_chapters
from documents.webpages import write_page

import gxkit
from gxkit.forms import find_form
from gxkit.report import Claim, Finding, FindingKind, Origin, Report

OWN = Path(__file__).with_name("narrative_sentences.json")
OPENING = {"fujian": "一、概述", "national": "一、总体情况"}
CLOSE = 0.005
"""between a share as printed and the same share in a finding"""
ENDS = "。；\n"
AGAINST_CELLS = "R8"
"""the rule that a figure of the narrative is that of its cells"""
Item = dict[str, Any]
Figure = dict[str, Any]


def document(item: Item) -> Draft:
    """The item as a report: title, heading, text, and its tables as the form prints them."""
    year, agency = item["year"], item["agency"]
    sheets = list(_sheets(item))
    title = title_of(agency, year)
    family = "fujian" if item["edition"].startswith("fujian") else "national"
    texts = [Text(title, 1), Text(OPENING[family], 2)]
    # a heading that opens a report is no part of another chapter
    if item["heading"].startswith("一、"):
        texts.pop()
    texts += [Text(item["heading"], 2), Text(item["text"])]
    parts = (*texts, *with_chapters(sheets))
    return Draft(item["edition"], year, agency, title, parts, {})


def _sheets(item: Item) -> Iterator[Sheet]:
    for table in find_form(item["edition"]).tables:
        figures = {}
        for row in table.rows:
            for column in row.columns:
                key = (table.id, row.id, column)
                # an item names only the cells that are not 0
                figures[key] = Expected(item["table"].get("/".join(key), 0))
        yield lay_sheet(table, figures, item["year"])


def read(item: Item, folder: Path) -> tuple[Report, float]:
    """The item as it is read, and in how many milliseconds."""
    path = folder / "item.html"
    path.write_bytes(write_page(document(item)))
    start = time.perf_counter()
    report = gxkit.parse(path)
    return report, (time.perf_counter() - start) * 1000


def _names(claim: Claim) -> frozenset[str]:
    return frozenset("/".join(key) for key in claim.cells)


def _right(figure: Figure) -> list[frozenset[str]]:
    """The sets of cells that are a right tie of a figure."""
    ties = [figure["cells"], *figure.get("alternatives", [])]
    return [frozenset(cells) for cells in ties if cells]


def _in_words(printed: str) -> bool:
    return re.search(r"\d", printed) is None


def _sentence(text: str, at: int) -> int:
    """The number of the sentence in which a character stands."""
    return sum(text.count(end, 0, at) for end in ENDS)


def _stands_at(claim: Claim, start: int, figure: Figure) -> bool:
    """Whether a claim is about a figure; `start` is where it begins in the item's text."""
    at = figure["at"]
    end = start + claim.span[1] - claim.span[0]
    return start < at + len(figure["text"]) and at < end


def _answers(claim: Claim, start: int, figure: Figure, text: str) -> bool:
    """Whether a claim ties a figure to what it counts."""
    if _names(claim) not in _right(figure):
        return False
    if _stands_at(claim, start, figure):
        return True
    # 未 and what was not there may stand apart: the whole sentence says that it is none
    none = figure.get("value") == 0 and claim.number == 0
    in_words = _in_words(figure["text"]) and _in_words(claim.printed)
    return none and in_words and _sentence(text, start) == _sentence(text, figure["at"])


def _ties(item: Item, report: Report) -> list[tuple[Claim, int]]:
    """The claims that are tied to cells, and where each begins in the item's text."""
    text = item["text"]
    found = []
    for claim in report.claims:
        begins = report.sections[claim.section].text.find(text)
        start = claim.span[0] - begins
        # a heading says no figure of the item
        if claim.cells and begins >= 0 and 0 <= start < len(text):
            found.append((claim, start))
    return [tie for tie in found if tie[0].kind.fills_cells]


class Score:
    """Counts of one family, and what was wrong in words."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.milliseconds = 0.0
        self.told: list[str] = []

    def add(self, other: Score) -> None:
        self.counts += other.counts
        self.milliseconds += other.milliseconds
        self.told += other.told

    def tell(self, kind: str, figure: Figure, got: object) -> None:
        """Counts a mistake and keeps it in words."""
        self.counts[kind] += 1
        right = " or ".join("+".join(sorted(cells)) for cells in _right(figure))
        self.told.append(f"    {kind}: {figure['text']} at {figure['at']}: {right or '-'}, {got}")


def score(item: Item, report: Report) -> Score:
    """What was made of the figures of one item."""
    made = Score()
    made.counts["items"] = 1
    ties = _ties(item, report)
    _score_ties(item, ties, made)
    for figure in item["figures"]:
        if figure["cells"] and figure["scored"]:
            _score_figure(item, figure, ties, made)
    _score_findings(item, report, made)
    return made


def _score_ties(item: Item, ties: Iterable[tuple[Claim, int]], made: Score) -> None:
    for claim, start in ties:
        answered = [f for f in item["figures"] if _answers(claim, start, f, item["text"])]
        here = answered or [f for f in item["figures"] if _stands_at(claim, start, f)]
        names = "+".join(sorted(_names(claim)))
        if not here:
            # a statement that names no listed figure is not known to be wrong
            made.counts["other"] += 1
            made.told.append(f"    other: {claim.printed} tied to {names}")
            continue
        if not all(figure["scored"] for figure in here):
            continue
        made.counts["ties"] += 1
        if answered:
            made.counts["right"] += 1
        else:
            made.tell("wrong", here[0], f"tied to {names}")


def _score_figure(item: Item, figure: Figure, ties: list[tuple[Claim, int]], made: Score) -> None:
    made.counts["figures"] += 1
    if any(_answers(claim, start, figure, item["text"]) for claim, start in ties):
        made.counts["found"] += 1
    elif not any(_stands_at(claim, start, figure) for claim, start in ties):
        made.tell("missed", figure, "not tied")


def _said(report: Report, kind: FindingKind) -> list[Finding]:
    findings = [f for f in report.findings if f.origin is Origin.NARRATIVE]
    return [finding for finding in findings if finding.kind is kind]


def _speaks_of(finding: Finding, figure: Figure) -> bool:
    """Whether a finding compares this figure with cells, or this share with what it should be."""
    if figure["relation"] == "share":
        printed = float(figure["text"].rstrip("%"))
        sides = [side for side in (finding.left, finding.right) if side is not None]
        return any(abs(float(side) - printed) < CLOSE for side in sides)
    names = frozenset("/".join(key) for key in finding.cells)
    return names in _right(figure)


def _score_findings(item: Item, report: Report, made: Score) -> None:
    """Whether what is wrong in an item fails, and nothing else."""
    fails = _said(report, FindingKind.FAILS)
    wrong = [f for f in item["figures"] if f["relation"] == "conflict" or f.get("wrong")]
    for figure in wrong:
        _score_wrong(figure, fails, report, made)
    for finding in fails:
        # sums and shares of a sentence fail with the one figure in it that is wrong
        follows = finding.rule != AGAINST_CELLS and wrong
        if not follows and not any(_speaks_of(finding, figure) for figure in wrong):
            made.counts["false"] += 1
            made.told.append(f"    false: {finding.rule} {finding.left} {finding.right}")


def _score_wrong(figure: Figure, fails: list[Finding], report: Report, made: Score) -> None:
    kind = "share" if figure["relation"] == "share" else "conflict"
    made.counts[f"{kind}s"] += 1
    if any(_speaks_of(finding, figure) for finding in fails):
        made.counts[f"{kind} seen"] += 1
        return
    remarks = _said(report, FindingKind.REMARK)
    if any(_speaks_of(finding, figure) for finding in remarks):
        made.counts[f"{kind} remark"] += 1
    made.tell(f"{kind} unseen", figure, f"table {figure.get('table_value', '')}")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}%" if whole else "     -"


HEAD = (
    f"{'family':18}{'items':>6}{'figures':>8}{'found':>7}{'ties':>6}{'right':>7}{'wrong':>6}"
    f"{'other':>6}{'conflicts':>10}{'seen':>5}{'remark':>7}{'shares':>7}{'seen':>5}{'false':>6}{'ms':>7}"
)


def _line(name: str, made: Score) -> str:
    count = made.counts
    found = _percent(count["found"], count["figures"])
    right = _percent(count["right"], count["ties"])
    return (
        f"{name:18}{count['items']:6}{count['figures']:8} {found}{count['ties']:6} {right}"
        f"{count['wrong']:6}{count['other']:6}{count['conflicts']:10}{count['conflict seen']:5}"
        f"{count['conflict remark']:7}{count['shares']:7}{count['share seen']:5}"
        f"{count['false']:6}{made.milliseconds / max(1, count['items']):7.1f}"
    )


def measure(items: list[Item], show: bool = False) -> dict[str, Score]:
    """The scores by family; `show` prints each item of which something is wrong."""
    families: dict[str, Score] = {}
    with tempfile.TemporaryDirectory() as folder:
        # what is made once, the forms and phrases, is no item's time
        read(items[0], Path(folder))
        for item in items:
            report, milliseconds = read(item, Path(folder))
            made = score(item, report)
            made.milliseconds = milliseconds
            families.setdefault(item["family"], Score()).add(made)
            if show and made.told:
                head = f"{item['id']} {item['family']} {item['edition']} {item['scope']}"
                print(f"{head} #{item['heading']}# {item['text']}", *made.told, sep="\n")
    return families


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the ties of a narrative's figures.")
    parser.add_argument("file", nargs="?", type=Path, default=OWN)
    parser.add_argument("--family", default="", help="only families with this in their names")
    parser.add_argument("--items", action="store_true", help="print the items that are wrong")
    arguments = parser.parse_args()
    items = json.loads(arguments.file.read_text("utf-8"))
    chosen = [item for item in items if arguments.family in item["family"]]
    if not chosen:
        known = ", ".join(sorted({item["family"] for item in items}))
        raise SystemExit(f"No family has {arguments.family!r} in its name; there are {known}.")
    families = measure(chosen, arguments.items)
    total = Score()
    print(HEAD)
    for name in sorted(families):
        print(_line(name, families[name]))
        total.add(families[name])
    print(_line("all", total))


if __name__ == "__main__":
    main()
