"""What every command of the shell is made of: its entry, its options, its exit codes.

Each command is one function and one entry: `@command(…)` above it says its name, its help and what
it takes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gxkit.errors import GxkitError, NoReportError, ReadError
from gxkit.text import LANGUAGES, choose, shown_language

READ, OTHER, USAGE, UNREADABLE, NO_REPORT = range(5)

# what a shell has for a program that an interrupt ended: 128 and the number of the signal
STOPPED = 130
_CODES = ((ReadError, UNREADABLE), (NoReportError, NO_REPORT))
Asked = argparse.Namespace
Run = Callable[[Asked], int]


@dataclass(frozen=True, slots=True)
class Argument:
    """What a command takes: an option with its dashes or a place in the line, and its settings."""

    name: str
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the shell, with the line and the paragraph that explain it."""

    name: str
    help: str
    description: str
    arguments: tuple[Argument, ...]
    run: Run


# by name, in the order in which --help lists them
COMMANDS: dict[str, Command] = {}


def command(name: str, line: str, description: str, *arguments: Argument) -> Callable[[Run], Run]:
    """Enter a function into COMMANDS; `line` and `description` are what --help says of it."""

    def enter(run: Run) -> Run:
        COMMANDS[name] = Command(name, line, description, arguments, run)
        return run

    return enter


def takes(name: str, **settings: Any) -> Argument:
    return Argument(name, settings)


def chosen(name: str, choices: Sequence[str], meaning: str) -> Argument:
    """An option of a few words, the first of which is what it is if nobody says."""
    said = f"{meaning} (default: {choices[0]})" if meaning else f"default: {choices[0]}"
    return takes(name, choices=choices, default=choices[0], help=said)


FILE = takes("file", metavar="FILE")
FOLDER = takes("folder", metavar="DATA", help="a folder with catalog.csv and reports/")
DATA = takes(
    "--data",
    metavar="DATA",
    help="the data folder (default: this folder if it is one, else data)",
)
TEXT_OR_JSON = chosen("--to", ("text", "json"), "output")
SENTENCES = chosen("--language", LANGUAGES, "of the sentences")
LANGUAGE = chosen("--language", LANGUAGES, "")


def data_folder(named: str | None) -> str:
    """The data folder that is meant: the one named, the one we are in, else `data`."""
    if named is not None:
        return named
    return "." if os.path.exists("catalog.csv") else "data"


def print_paths(paths: Iterable[object]) -> None:
    print(choose("已写入：", "Written:", shown_language()))
    for path in paths:
        print(f"  {path}")


def named_files(names: Iterable[str]) -> list[str]:
    """The files that are meant by files, folders and patterns, each once and in this order.

    An absent file is kept, for whoever opens it says so. NotAFileError for a folder or a pattern in
    which there is none.
    """
    # takes long to load, and a Ctrl-C meanwhile is to be answered
    from gxkit.parsing.files import list_files

    found: list[str] = []
    for name in names:
        is_pattern = any(sign in name for sign in "*?[") and not os.path.exists(name)
        several = is_pattern or os.path.isdir(name)
        found += list_files(name) if several else [name]
    return list(dict.fromkeys(found))


def code_of(error: GxkitError) -> int:
    """The exit code for what went wrong."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), OTHER)


def complain(reason: BaseException, code: int) -> int:
    """Say on standard error what is wrong; the exit code for it."""
    print(reason, file=sys.stderr)
    return code


def refuse_usage(zh: str, en: str) -> int:
    """Say that a command was called as it cannot be; the exit code for it."""
    return complain(GxkitError(zh, en), USAGE)


def to_json(thing: object) -> str:
    return json.dumps(thing, ensure_ascii=False, indent=1)


def print_objects(objects: Iterable[object]) -> None:
    """One object, or several as a list; also those that came until somebody stopped it."""
    made: list[object] = []
    try:
        made.extend(objects)
    finally:
        if made:
            print(to_json(made[0] if len(made) == 1 else made))
