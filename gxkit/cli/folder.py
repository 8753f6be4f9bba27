"""The commands that keep a data folder: verify, add."""

from __future__ import annotations

import os
import sys

from gxkit.cli.commands import (
    DATA,
    FOLDER,
    OTHER,
    READ,
    Asked,
    code_of,
    command,
    complain,
    data_folder,
    named_files,
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
    "new",
    "make a data folder of your own",
    "Make an empty data folder: catalog, reports/, forms/, bodies.csv, corrections.toml, README "
    "and a notebook to begin with.",
    takes("folder", metavar="FOLDER", help="its name; nothing may stand there yet"),
    takes(
        "--manuscript",
        action="store_true",
        help="copy the text and the layout of the study into it too, to be changed",
    ),
)
def run_new(asked: Asked) -> int:
    from gxkit.folder.new import new_folder
    from gxkit.paper import copy_manuscript

    new_folder(asked.folder)
    if asked.manuscript:
        copy_manuscript(asked.folder)
    print(f"{asked.folder}: go there, and `gxkit add FILE` adds a report.")
    return READ


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


TWICE = takes(
    "--twice",
    choices=("ask", "skip", "replace", "beside", "apart"),
    default="ask",
    help="what to do with a file whose bytes, or whose body and year, are there already: leave it "
    "out, put it in their place, list it as a further file of that report, or as a report of its "
    "own (default: ask, by an error)",
)


@command(
    "add",
    "add reports to a data folder",
    "Copy reports into a data folder and write their lines into the catalog. What is not given is "
    "taken from the report and from what bodies.csv and the catalog know of its body.",
    takes("files", nargs="+", metavar="FILE", help="files, folders and patterns"),
    DATA,
    TWICE,
    takes("--year", type=int),
    *(takes(f"--{fact}", metavar=fact.upper()) for fact in FACTS),
)
def run_add(asked: Asked) -> int:
    from gxkit.folder.add import add_reports
    from gxkit.folder.catalog import CATALOG

    names = ["year", *(fact.replace("-", "_") for fact in FACTS)]
    given = {name: getattr(asked, name) for name in names}
    facts = {name: fact for name, fact in given.items() if fact is not None}
    paths = named_files(asked.files)
    shown = sys.stderr.isatty()
    data = data_folder(asked.data)
    added = add_reports(data, paths, twice=asked.twice, progress=shown, **facts)
    for entry in added.entries:
        print(
            f"{entry.path}: {entry.agency} {entry.year} ({entry.scope}); "
            f"{os.path.join(data, CATALOG)} lists it."
        )
    codes = [complain(reason, code_of(reason)) for reason in added.failures.values()]
    return next(iter(codes), READ)
