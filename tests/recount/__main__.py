"""The study's Markdown recounted from the shell."""

from __future__ import annotations

import sys
from pathlib import Path

from recount import check

study, language, *folder = sys.argv[1:]
data = Path(folder[0]) if folder else Path(__file__).parents[2] / "data"
found = check(Path(study).read_text("utf-8"), language, data)
print("\n".join(found) or "every number is accounted for")
sys.exit(bool(found))
