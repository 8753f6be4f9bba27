"""The doors of gxkit from a shell: parse, check, why, view; new, add, verify; review, decide;
trace, study.

Data go to standard output, what a person should know to standard error.

Exit codes: 0 read (findings or not), 2 usage, 3 a file could not be read, 4 no disclosure report
in it, 1 something else was wrong, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

# what a shell has for a program that an interrupt ended
_STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        # loading takes a tenth of a second, in which somebody may think better of it
        from gxkit.cli.shell import run
    except KeyboardInterrupt:
        print("已停止，什么都没有做。 Stopped; nothing was done.", file=sys.stderr)
        return _STOPPED
    return run(arguments)
