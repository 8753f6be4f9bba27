"""The commands that keep a data folder: verify, add."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from gxkit.cli.commands import (
    DATA,
    FOLDER,
    OTHER,
    READ,
    UNREADABLE,
    USAGE,
    Asked,
    code_of,
    command,
    complain,
    data_folder,
    named_files,
    refuse_usage,
    takes,
)
from gxkit.errors import GxkitError
from gxkit.text import Sentence, choose, shown_language

if TYPE_CHECKING:
    from gxkit.folder.add import Outcome
    from gxkit.folder.catalog import Entry

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
_FOLDER_HOLDS = Sentence(
    "{folder}：每个文件都与目录一致，面板与报告给出的一致。",
    "{folder}: every file is as the catalog says, and the panel is what the reports give.",
)
_FRAMES_HOLD = Sentence(
    "{folder}：frames/ 与其中的文件给出的一致。",
    "{folder}: frames/ is what its files give.",
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
    zh = f"{asked.folder}：进入该文件夹，用 `gxkit add 文件` 添加报告。"
    en = f"{asked.folder}: go there, and `gxkit add FILE` adds a report."
    print(choose(zh, en, asked.language))
    return READ


@command(
    "verify",
    "check a data folder's files and rebuild its panel",
    "Compare every file with the catalog's hashes, rebuild the panel from the reports and compare "
    "it with the one that is there, and the files of frames/ with the hashes that they had when "
    "`gxkit build` wrote them. Of a plain folder frames/ alone is looked at.",
    FOLDER,
)
def run_verify(asked: Asked) -> int:
    from gxkit.folder.build import verify_folder

    deviations = verify_folder(asked.folder)
    for sentence in deviations:
        print(sentence, file=sys.stderr)
    if deviations:
        return OTHER
    is_plain = not os.path.exists(os.path.join(asked.folder, "catalog.csv"))
    said = _FRAMES_HOLD if is_plain else _FOLDER_HOLDS
    print(said.fill(folder=asked.folder).say(asked.language))
    return READ


@command(
    "build",
    "read what is new in a folder of many reports and write the frames of all",
    "Read the files of a data folder by its catalog, or every file of a plain folder, judge the "
    "reports of a place together, and write panel, findings, indicators and more as Parquet into "
    "frames/, a folder a year, with failures.csv beside them. What was read before is not read "
    "again, and stopping it at any moment loses nothing.",
    takes("folder", metavar="FOLDER", help="a data folder, or any folder that holds reports"),
    takes("--workers", type=int, default=-1, metavar="N", help="processes (default: one a core)"),
    takes(
        "--cache",
        metavar="CACHE",
        help="where what was read is kept (default: the cache folder of the system, or what the "
        "variable GXKIT_CACHE names; it may be deleted at any time)",
    ),
    takes(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="have the machines of a Dask cluster read, as tcp://10.0.0.1:8786; they must see the "
        "folder and the cache",
    ),
    takes(
        "--verify",
        action="store_true",
        help="read every file to see whether it changed; else its size and time tell",
    ),
)
def run_build(asked: Asked) -> int:
    from gxkit.readers.guard import refuse_small_memory

    # what is imported next would not fit into it either
    refuse_small_memory()
    from gxkit.folder.framing import build_folder
    from gxkit.parsing.many import refuse_way

    try:
        refuse_way(asked.workers, asked.scheduler)
    except GxkitError as error:
        return complain(error, USAGE)
    built = build_folder(
        asked.folder,
        workers=asked.workers,
        cache=asked.cache,
        verify=asked.verify,
        progress=sys.stderr.isatty(),
        scheduler=asked.scheduler,
    )
    for reason in built.failures.values():
        print(reason, file=sys.stderr)
    for remark in built.remarks:
        print(remark.say(asked.language), file=sys.stderr)
    print(built.says.say(asked.language))
    return UNREADABLE if built.failures else READ


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
    "taken from the report and from what bodies.csv and the catalog know of its body. An address "
    "that begins with https:// is got from the web, with the files of the page that carry the "
    "tables: nothing else that gxkit does goes to the network. One request at a time, each at "
    "most 64 megabytes and 180 seconds; a server that says nothing for 30 seconds is given up.",
    takes("files", nargs="*", metavar="FILE", help="files, folders, patterns and addresses"),
    takes(
        "--from",
        dest="listed_in",
        metavar="TXT",
        help="get the addresses that this text holds, one a line; those that the catalog has "
        "already are not asked again, so that the same command goes on where it ended",
    ),
    DATA,
    TWICE,
    takes("--year", type=int),
    *(takes(f"--{fact}", metavar=fact.upper()) for fact in FACTS),
)
def run_add(asked: Asked) -> int:
    from gxkit.folder.add import each_added
    from gxkit.folder.fetch.addresses import is_address

    files = [name for name in asked.files if not is_address(name)]
    addresses = [name for name in asked.files if is_address(name)]
    if not (asked.listed_in or asked.files):
        return refuse_usage(
            "没有要添加的内容：请写文件、文件夹或网址，或 --from TXT。",
            "Nothing to add: name files, folders or addresses, or --from TXT.",
        )
    # with the folder last, as cp has it, its own reports would be added once more
    own = [name for name in files if os.path.isfile(os.path.join(name, "catalog.csv"))]
    if own:
        first = own[0]
        return refuse_usage(
            f"{first} 是数据文件夹；要往里添加，请用 --data {first}；"
            "要添加其中的报告，请写出文件。",
            f"{first} is a data folder; add to it with --data {first}, and name the files if it is "
            "its reports that you mean.",
        )
    data = data_folder(asked.data)
    facts = _given_facts(asked)
    outcomes: list[Iterator[Outcome]] = []
    if files:
        outcomes.append(each_added(data, named_files(files), twice=asked.twice, **facts))
    if addresses or asked.listed_in:
        outcomes.append(_each_from_web(asked, data, addresses, facts))
    codes = [_say_outcome(data, outcome) for _, outcome in chain(*outcomes)]
    return next(filter(None, codes), READ)


def _each_from_web(
    asked: Asked,
    data: str,
    addresses: list[str],
    facts: dict[str, Any],
) -> Iterator[Outcome]:
    # what speaks to the web takes long to load
    from gxkit.folder.fetch.adding import each_fetched, read_addresses

    web = partial(each_fetched, data, twice=asked.twice, tell=_tell_address, **facts)
    yield from web(addresses=addresses)
    if asked.listed_in:
        yield from web(addresses=read_addresses(asked.listed_in), resume=True)


def _given_facts(asked: Asked) -> dict[str, Any]:
    names = ["year", *(fact.replace("-", "_") for fact in FACTS)]
    given = {name: getattr(asked, name) for name in names}
    return {name: fact for name, fact in given.items() if fact is not None}


def _tell_address(address: str) -> None:
    said = choose(f"正在获取 {address}", f"getting {address}", shown_language())
    print(said, file=sys.stderr)


def _say_outcome(data: str, outcome: Entry | GxkitError) -> int:
    """Say at once what became of a file; the exit code for it."""
    if isinstance(outcome, GxkitError):
        return complain(outcome, code_of(outcome))
    head = f"{outcome.path}: {outcome.agency} {outcome.year} ({outcome.scope})"
    catalog = os.path.join(data, "catalog.csv")
    zh, en = f"{head}；已列入 {catalog}。", f"{head}; {catalog} lists it."
    print(choose(zh, en, shown_language()), flush=True)
    return READ
