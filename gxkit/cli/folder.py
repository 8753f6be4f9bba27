"""The commands that keep a data folder: verify, add."""

from __future__ import annotations

import sys

from gxkit.cli.commands import (
    DATA,
    FILE,
    FOLDER,
    OTHER,
    READ,
    Asked,
    command,
    takes,
)

FACTS = (
    "report",
    "agency",
    "agency-en",
    "code",
    "level",
    "scope",
    "title",
    "published",
    "url",
    "note",
    "copy",
)


@command(
    "verify",
    "check a data folder's files and rebuild its panel",
    "Compare every file with the catalog's hashes, rebuild the panel from the reports and compare "
    "it with the one that is there.",
    FOLDER,
)
def run_verify(asked: Asked) -> int:
    from gxkit.folder.build import verify_folder

    deviations = verify_folder(asked.folder)
    for sentence in deviations:
        print(sentence, file=sys.stderr)
    if deviations:
        return OTHER
    print(
        f"{asked.folder}: every file is as the catalog says, "
        "and the panel is what the reports give."
    )
    return READ


@command(
    "add",
    "add a report to a data folder",
    "Copy a report into a data folder and write its line into the catalog. What is not given is "
    "taken from the report and from earlier ones of its body.",
    FILE,
    DATA,
    takes("--year", type=int),
    *(takes(f"--{fact}", metavar=fact.upper()) for fact in FACTS),
)
def run_add(asked: Asked) -> int:
    from gxkit.folder.add import add_report

    names = ["year", *(fact.replace("-", "_") for fact in FACTS)]
    given = {name: getattr(asked, name) for name in names}
    facts = {name: fact for name, fact in given.items() if fact is not None}
    entry = add_report(asked.data, asked.file, **facts)
    print(
        f"{entry.path}: {entry.agency} {entry.year} ({entry.scope}); "
        f"{asked.data}/catalog.csv lists it."
    )
    return READ
