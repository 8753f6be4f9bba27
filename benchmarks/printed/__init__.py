"""Specimens: annual reports with random figures, set by several typesetters, each with its truth.

    python -m printed [--to out/specimens] [--seed 1] [--only WORD ...]

Called in benchmarks/, or by benchmarks/pdf.py. A specimen is NAME.pdf and NAME.json. Every figure
in it is another number, so that one in a wrong row or column shows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .chromium import make_chromium
from .drafts import Plan, draft_report
from .drawn import make_drawn
from .layouts import TruthCell
from .office import make_office
from .plans import PLANS
from .platypus import make_platypus
from .typst_pages import make_typst

TYPESETTERS = {
    "office": make_office,
    "chromium": make_chromium,
    "typst": make_typst,
    "drawn": make_drawn,
    "platypus": make_platypus,
}
NAMES = {
    "office": "LibreOffice",
    "chromium": "Chromium",
    "typst": "Typst",
    "drawn": "ReportLab, drawn",
    "platypus": "ReportLab, flowing",
}


@dataclass(frozen=True, slots=True)
class Specimen:
    """A PDF and what is in it; in `borderless` ones nothing is drawn between columns."""

    name: str
    typesetter: str
    path: Path
    borderless: bool
    year: int
    forms: dict[str, str]
    truth: tuple[TruthCell, ...]


def make_specimens(folder: Path, seed: int = 1, only: Sequence[str] = ()) -> list[str]:
    """Makes the specimens whose names hold one of the words `only`.

    Returns what could not be made, as sentences. Specimens of the same seed that are in the folder
    already stay as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = []
    for typesetter, make in TYPESETTERS.items():
        own = [plan for plan in PLANS if plan.typesetter == typesetter]
        plans = [plan for plan in own if _is_wanted(plan.name, only)]
        work = []
        for plan in plans:
            draft = draft_report(plan, seed)
            facts = {
                "typesetter": typesetter,
                "borderless": plan.borderless,
                "year": draft.year,
                "seed": seed,
                "forms": draft.forms,
                "plan": repr(plan),
                "truth": [asdict(cell) for cell in draft.truth],
            }
            text = json.dumps(facts, ensure_ascii=False, indent=0, sort_keys=True)
            note = folder / f"{plan.name}.json"
            pdf = note.with_suffix(".pdf")
            if not (pdf.exists() and note.exists() and note.read_text("utf-8") == text):
                pdf.unlink(missing_ok=True)
                note.write_text(text, "utf-8")
                work.append((plan, draft))
        try:
            if work:
                make(work, folder)
        except FileNotFoundError as error:
            missing.append(f"{len(plans)} specimens of {NAMES[typesetter]} were not made: {error}.")
    return missing


def _is_wanted(name: str, only: Sequence[str]) -> bool:
    return not only or any(word in name for word in only)


def _make_truth(cell: dict[str, Any]) -> TruthCell:
    """JSON knows lists only."""
    names = {"labels": tuple(cell["labels"]), "headings": tuple(cell["headings"])}
    return TruthCell(**cell | names)


def read_specimens(folder: Path, only: Sequence[str] = ()) -> list[Specimen]:
    """The specimens that are in a folder."""
    found = []
    for plan in PLANS:
        pdf, note = folder / f"{plan.name}.pdf", folder / f"{plan.name}.json"
        if not (_is_wanted(plan.name, only) and pdf.exists() and note.exists()):
            continue
        facts = json.loads(note.read_text("utf-8"))
        found.append(
            Specimen(
                plan.name,
                facts["typesetter"],
                pdf,
                facts["borderless"],
                facts["year"],
                facts["forms"],
                tuple(map(_make_truth, facts["truth"])),
            )
        )
    return found


__all__ = ["NAMES", "PLANS", "Plan", "Specimen", "TruthCell", "make_specimens", "read_specimens"]
