"""The command line: its parser, and how a command ends."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

from gxkit.cli.commands import (
    COMMANDS,
    READ,
    SENTENCES,
    STOPPED,
    Asked,
    code_of,
    complain,
)
from gxkit.errors import GxkitError
from gxkit.text import (
    LANGUAGES,
    choose,
    language,
    shown_language,
)

GROUPS = ("reading", "folder", "deciding", "showing")
"""modules whose commands --help lists, in this order; importing one enters them"""


def _parser() -> argparse.ArgumentParser:
    for group in GROUPS:
        import_module(f"gxkit.cli.{group}")
    parser = argparse.ArgumentParser(
        prog="gxkit",
        description="Annual reports on government information disclosure in China, "
        "read and checked.",
        epilog="Exit codes: 0 read (findings or not), 1 something else was wrong, 2 usage, "
        "3 a file could not be read, 4 no report in it, 130 stopped by Ctrl-C; of several files "
        "the first that failed.",
    )
    said = f"gxkit {version('gxkit-reports')}"
    parser.add_argument("--version", action="version", version=said)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for one in COMMANDS.values():
        own = commands.add_parser(one.name, help=one.help, description=one.description)
        for argument in one.arguments:
            own.add_argument(argument.name, **argument.settings)
        # what is said of a mistake has a language even where nothing else has one
        if not any(argument.name == SENTENCES.name for argument in one.arguments):
            own.add_argument(SENTENCES.name, **SENTENCES.settings)
    return parser


def _stopped() -> KeyboardInterrupt:
    zh = "已停止；以上打印的内容都已完成，没有文件写到一半。"
    en = "Stopped; what is printed above is done, and no file is half written."
    return KeyboardInterrupt(choose(zh, en, shown_language()))


def _run(asked: Asked) -> int:
    """Run a command; what it warns of is said as it is, without the line of code it came from."""
    # who wants a study in both languages is spoken to in the first of them
    language(asked.language if asked.language in LANGUAGES else LANGUAGES[0])
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_: print(message, file=sys.stderr)
        return COMMANDS[asked.command].run(asked)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    spoken = language()
    try:
        asked = _parser().parse_args(arguments)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                # a name that is no UTF-8 is said with what it has instead of letters
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        return _run(asked)
    except BrokenPipeError:
        # the reader of a pipe has gone; without this Python would say so once more at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READ
    except KeyboardInterrupt as stop:
        return complain(stop if stop.args else _stopped(), STOPPED)
    except GxkitError as error:
        return complain(error, code_of(error))
    finally:
        # whoever calls this from Python goes on in his own language
        language(spoken)
