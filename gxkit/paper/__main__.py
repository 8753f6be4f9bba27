"""The study of a data folder from figures that are drawn already.

`python -m gxkit.paper data out/figures out`.
"""

from __future__ import annotations

import sys

from gxkit.folder import read_collection
from gxkit.paper import build_paper
from gxkit.paper.namesakes import tell_apart

USAGE = "usage: python -m gxkit.paper DATA FIGURES TO"


def main(arguments: list[str]) -> int:
    """Write study.pdf and study.html; returns the exit code."""
    # Too few or too many arguments: the usage says more than an error of unpacking.
    try:
        data, figures, to = arguments
    except ValueError:
        print(USAGE, file=sys.stderr)
        return 2
    for path in build_paper(tell_apart(read_collection(data)), figures, to):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
