"""Makes the specimens; see the package."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import make_specimens, read_specimens


def main() -> int:
    parser = argparse.ArgumentParser(prog="printed", description="Makes the PDF specimens.")
    parser.add_argument("--to", type=Path, default=Path("out/specimens"), metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", nargs="+", default=(), metavar="WORD", help="of the specimens' names"
    )
    options = parser.parse_args()
    for sentence in make_specimens(options.to, options.seed, options.only):
        print(sentence)
    made = read_specimens(options.to, options.only)
    print(f"{len(made)} specimens, {sum(len(s.truth) for s in made)} cells in {options.to}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
