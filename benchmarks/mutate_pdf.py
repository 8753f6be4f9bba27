"""Damaged PDFs by the thousand: `python benchmarks/mutate_pdf.py [--count 2000] [--seed 1] [FILE ...]`. Run by hand.

Each is a report (data/reports/*.pdf unless files are given) with bytes flipped, streams truncated, objects swapped,
nested too deep, or sizes that are lies. Every one must be read, or refused with one clear ReadError, within ten seconds
and a gigabyte; what a worker process died of is listed, and its file kept.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from gxkit.errors import ReadError
from gxkit.readers.guard import MEGABYTES, SECONDS, Guard

ROOT = Path(__file__).resolve().parents[1]
_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_NUMBER = re.compile(rb"(?<=[ /\[])\d+(?=[ /\]>\r\n])")


def flip_bytes(data: bytes, dice: random.Random) -> bytes:
    """Some bytes anywhere made others."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 3, 20, 200))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def truncate_stream(data: bytes, dice: random.Random) -> bytes:
    """One stream cut short, its declared length as before."""
    streams = [match for match in _STREAM.finditer(data) if len(match[1]) > 2]
    if not streams:
        return data[: dice.randrange(len(data))] + b"\n%%EOF\n"
    match = dice.choice(streams)
    keep = match.start(1) + dice.randrange(len(match[1]))
    return data[:keep] + data[match.end(1) :]


def swap_objects(data: bytes, dice: random.Random) -> bytes:
    """The contents of two objects exchanged, so that fonts are pages and pages fonts."""
    objects = list(_OBJECT.finditer(data))
    if len(objects) < 2:
        return flip_bytes(data, dice)
    first, second = sorted(dice.sample(objects, 2), key=lambda match: match.start())
    head = re.compile(rb"\d+ 0 obj")
    one, other = head.match(first[0]), head.match(second[0])
    assert one
    assert other
    return (
        data[: first.start()]
        + one[0]
        + second[0][other.end() :]
        + data[first.end() : second.start()]
        + other[0]
        + first[0][one.end() :]
        + data[second.end() :]
    )


def change_numbers(data: bytes, dice: random.Random) -> bytes:
    """Numbers of the file's structure made huge, negative or nothing: references, lengths, boxes."""
    numbers = list(_NUMBER.finditer(data))
    changed = data
    for match in sorted(
        dice.sample(numbers, min(len(numbers), dice.choice((1, 5, 40)))), key=lambda m: -m.start()
    ):
        lie = dice.choice((b"10737418240", b"-1", b"0", b"4294967295", b"1", b"99999"))
        changed = changed[: match.start()] + lie + changed[match.end() :]
    return changed


def nest(data: bytes, dice: random.Random) -> bytes:
    """Arrays, dictionaries or the page tree nested far deeper than any file's, in place of one object."""
    objects = list(_OBJECT.finditer(data))
    depth = dice.choice((500, 20_000, 200_000))
    deep = dice.choice(
        (
            b"[" * depth + b"]" * depth,
            b"<</A" * depth + b">>" * depth,
            b"(" * depth + b")" * depth,
            b"<< /Type /Pages /Kids [1 0 R 2 0 R 3 0 R 4 0 R 5 0 R] /Count 100000000 >>",
        )
    )
    if not objects:
        return data[:20] + deep + data[20:]
    match = dice.choice(objects)
    return (
        data[: match.start()]
        + match[0].split(b" obj")[0]
        + b" obj\n"
        + deep
        + b"\nendobj"
        + data[match.end() :]
    )


def cut(data: bytes, dice: random.Random) -> bytes:
    """A piece in the middle missing, the end mark still there."""
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, len(data)) :][-4096:] + b"\n%%EOF\n"


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip_bytes,
    truncate_stream,
    swap_objects,
    change_numbers,
    nest,
    cut,
)


def mutate(data: bytes, seed: int) -> tuple[str, bytes]:
    """A damaged copy, the same for the same seed, and the names of what was done."""
    dice = random.Random(seed)
    done = [MUTATIONS[seed % len(MUTATIONS)], *dice.sample(MUTATIONS, dice.choice((0, 0, 1)))]
    for mutation in done:
        data = mutation(data, dice)
    return "+".join(mutation.__name__ for mutation in done), data


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sources = [
        path.read_bytes()
        for path in options.files or sorted((ROOT / "data" / "reports").glob("*.pdf"))
    ]
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    lost = []
    folder = Path(tempfile.mkdtemp(prefix="gxkit-mutated-"))
    with Guard() as guard:
        for number in range(options.count):
            seed = options.seed * 1_000_000 + number
            done, data = mutate(sources[number % len(sources)], seed)
            path = folder / f"{number:05}-{done}.pdf"
            path.write_bytes(data)
            start = time.perf_counter()
            try:
                guard.read(path)
                outcomes["read"] += 1
            except ReadError as error:
                outcomes[type(error).__name__] += 1
                if "\n" in str(error) or not str(error).startswith(path.name):
                    lost.append(f"{path.name}: no clear sentence: {error}")
                if "died" in str(error) or "given up" in str(error):
                    lost.append(str(error))
                    continue
            finally:
                slowest = max(slowest, (time.perf_counter() - start, path.name))
            path.unlink()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(
        f"{options.count} mutated PDFs: {', '.join(f'{n} {what}' for what, n in outcomes.most_common())}"
    )
    print(
        f"slowest {slowest[0]:.2f} s ({slowest[1]}); largest worker {peak:.0f} MB; "
        f"limits {SECONDS:g} s, {MEGABYTES} MB"
    )
    for sentence in lost:
        print(sentence)
    if not lost:
        folder.rmdir()
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
