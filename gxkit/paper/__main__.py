"""`python -m gxkit.paper data out/figures out`: the study of a data folder, from figures that are drawn already."""

from __future__ import annotations

import sys

from gxkit.folder.collection import read_collection
from gxkit.paper import build_paper


def main(arguments: list[str]) -> int:
    if len(arguments) != 3:
        print("usage: python -m gxkit.paper DATA FIGURES TO", file=sys.stderr)
        return 2
    for path in build_paper(read_collection(arguments[0]), arguments[1], arguments[2]):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
