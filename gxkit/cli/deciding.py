"""The commands about what a person decides: review."""

from __future__ import annotations

import os
import sys

from gxkit.cli.commands import (
    FOLDER,
    READ,
    SENTENCES,
    TEXT_OR_JSON,
    Asked,
    command,
    to_json,
)


@command(
    "review",
    "list what a person should decide",
    "List the broken rules without a decision in corrections.toml, in the order of how much they "
    "move the figures.",
    FOLDER,
    TEXT_OR_JSON,
    SENTENCES,
)
def run_review(asked: Asked) -> int:
    from gxkit.folder.collection import open_folder
    from gxkit.folder.decisions import CORRECTIONS, read_corrections
    from gxkit.folder.review import review_lines, review_objects, undecided

    ledger = read_corrections(os.path.join(asked.folder, CORRECTIONS))
    collection = open_folder(asked.folder, progress=sys.stderr.isatty())
    items = undecided(collection.reports, ledger)
    if asked.to == "json":
        print(to_json(review_objects(items, asked.language)))
    else:
        print("\n".join(review_lines(items, asked.language)))
    return READ
