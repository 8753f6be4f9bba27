"""A data folder in which mistakes are tied: a sum that one of several cells may break."""

from __future__ import annotations

from pathlib import Path

import gxkit

REPORT = "2023-hongze-government"
ZERO = "</p></td><td><p>0"
RECONSIDERATION = f"10</p></td><td><p>1{ZERO}{ZERO}"
AFTER_IT = f"5{ZERO}{ZERO}{ZERO}"
DAMAGE = (
    # 10 + 1 + 0 + 0, and the total says 14: any of the five may be wrong
    (f"{RECONSIDERATION}{ZERO}", f"{RECONSIDERATION}</p></td><td><p>14"),
    # its total is 0 in the report as it was published
    (f"{AFTER_IT}{ZERO}", f"{AFTER_IT}</p></td><td><p>5"),
    # in its column and in its row 10 alone fits
    ("<td><p>10</p></td><td><p>0</p>", "<td><p>14</p></td><td><p>0</p>"),
)


def make_tied_folder(folder: Path, reports: Path) -> Path:
    """A folder of its own with one report, two sums of which are broken."""
    page = folder.parent / f"{REPORT}.html"
    text = (reports / page.name).read_text("utf-8")
    for sound, broken in DAMAGE:
        assert sound in text
        text = text.replace(sound, broken, 1)
    page.write_text(text, "utf-8")
    made = gxkit.new(folder)
    made.add(page, agency="淮安市洪泽区人民政府", code="320813", report=REPORT)
    return folder
