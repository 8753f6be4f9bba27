"""The doors of gxkit from a shell: parse, check, why, view; new, add, verify; review, decide;
trace, study.

Data go to standard output, what a person should know to standard error.

Exit codes: 0 read (findings or not), 2 usage, 3 a file could not be read, 4 no disclosure report
in it, 1 something else was wrong, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

# what a shell has for a program that an interrupt ended
_STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code.

    Without arguments, those of the program: it is then the program itself.
    """
    # who started it in the background may have it ignore Ctrl-C
    if arguments is None and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop_once)
    try:
        # loading takes a tenth of a second, in which somebody may think better of it
        from gxkit.cli.shell import run
    except KeyboardInterrupt:
        print("已停止，什么都没有做。 Stopped; nothing was done.", file=sys.stderr)
        return _STOPPED
    return run(arguments)


def _stop_once(*_: object) -> NoReturn:
    """Stop at the first Ctrl-C; what is begun is ended in less than a second, and a second one in
    the midst of that left a traceback, and workers that nobody ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
